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
from syndet.readers.paths import STDIN, check_file, refusal
from syndet.readers.plans import Planned, Tell, plan

if TYPE_CHECKING:
    from syndet.readers import Fields
    from syndet.readers.patterns import Pattern

_BUFFER: Final = 1 << 20  # bytes: lines come twice as fast as through the usual 8 kB; one article needs none
_REPORTS: Final = 1000  # how many times at most it is told how many files are read
_GONE: Final = "it was there when files were listed; leave them alone until they are read"
_LINES: Final = next(format for format in FORMATS if ".jsonl" in format.suffixes)


def read_paths(
    intake: Intake,
    paths: Iterable[str | os.PathLike[str]],
    fields: Fields,
    stdin: BinaryIO | None,
    *,
    shelved: bool = False,
    pattern: Pattern | None = None,
    tell: Tell | None = None,
) -> None:
    """Take in the articles of all `paths`; what cannot be read becomes a problem, and the rest is read.

    `shelved`: texts stay in plain files of JSON lines and are read again when they are asked for. `pattern`
    tells fields from paths. `tell` hears how many files are listed and read, where there are several.
    """
    planned = plan(intake, map(os.fsdecode, paths), tell)
    total = len(planned)
    step = 1 + total // _REPORTS
    for done, file in enumerate(planned):
        if tell is not None and total > 1 and done % step == 0:
            tell("reading files", done, total)
        _take(intake, file, fields, stdin, pattern, shelved)
    if tell is not None and total > 1:
        tell("reading files", total, total)


def _take(
    intake: Intake, planned: Planned, fields: Fields, stdin: BinaryIO | None, pattern: Pattern | None, shelved: bool
) -> None:
    """Take in the articles of a file, or the problem that there is with it."""
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
        intake.fail(refusal(path, error, _GONE))


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
            plain=not packing,
            shelved=shelved and not packing,
            sought=planned.sought,
            most=format.most,
        )
        format.reader()(intake, file)


def _open(path: str, format: Format, packing: str) -> BinaryIO:
    check_file(path, _GONE)
    return open(path, "rb", buffering=0 if format.single and not packing else _BUFFER)


def _standard_input() -> BinaryIO:
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableError("there is no standard input", path=STDIN, advice="give a path instead of -")
    return stream
