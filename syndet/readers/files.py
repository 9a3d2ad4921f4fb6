"""Files in, Articles out: each is opened, unpacked, and handed to the function that reads its format."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, Final

from syndet.errors import InputError, StorageError, UnreadableError
from syndet.readers.formats import FORMATS, File, Format, NothingHereError, kind_of_name
from syndet.readers.intake import Intake
from syndet.readers.packed import unpacked
from syndet.readers.paths import STDIN, Planned, check_file, plan, refusal

if TYPE_CHECKING:
    from syndet.readers import Fields
    from syndet.readers.patterns import Pattern

_BUFFER: Final = 1 << 20  # bytes; lines come twice as fast as through the usual 8 kB
_SMALL: Final = 1 << 16  # bytes for a file that is one article
_LINES: Final = next(format for format in FORMATS if ".jsonl" in format.suffixes)


def read_paths(
    intake: Intake,
    paths: Iterable[str | os.PathLike[str]],
    fields: Fields,
    stdin: BinaryIO | None,
    *,
    shelved: bool = False,
    pattern: Pattern | None = None,
) -> None:
    """Take in the articles of all `paths`; what cannot be read becomes a problem, and the rest is read.

    `shelved`: texts stay in plain files of JSON lines and are read again when they are asked for. `pattern`
    tells fields from paths.
    """
    for planned in plan(intake, [os.fsdecode(path) for path in paths]):
        path = planned.path
        try:
            if path == STDIN:
                stream = stdin or _standard_input()
                _LINES.reader()(intake, File(path=path, id="", suffix=".jsonl", stream=stream, fields=fields))
            else:
                _read_file(intake, planned, fields, pattern, shelved)
        except NothingHereError as problem:
            if planned.sought:
                intake.note(f"passed over, {problem.message}", path, kind="files without articles")
            else:
                intake.fail(problem)
        except InputError as problem:
            intake.fail(problem)
        except StorageError:  # nothing is wrong with the file
            raise
        except OSError as error:
            intake.fail(refusal(path, error))


def _read_file(intake: Intake, planned: Planned, fields: Fields, pattern: Pattern | None, shelved: bool) -> None:
    path = planned.path
    format, suffix, packing = kind_of_name(path)
    assert format is not None  # it is planned
    placed = pattern.fields(path) if pattern else {}
    if pattern and not placed:
        intake.note("does not fit the path pattern", path, kind="paths that do not fit the pattern")
    with _open(path, format, packing) as opened:
        file = File(
            path=path,
            id=planned.id or os.path.basename(path),
            suffix=suffix,
            stream=unpacked(opened, packing, path) if packing else opened,
            fields=fields,
            placed=placed,
            shelved=shelved and not packing,
            sought=planned.sought,
            most=format.most,
        )
        format.reader()(intake, file)


def _open(path: str, format: Format, packing: str) -> BinaryIO:
    check_file(path)
    return open(path, "rb", buffering=_SMALL if format.single and not packing else _BUFFER)


def _standard_input() -> BinaryIO:
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableError("there is no standard input", path=STDIN, advice="give a path instead of -")
    return stream
