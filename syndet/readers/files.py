"""Files in, Articles out: text files are one article each, JSON lines hold one on every line."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet.errors import InputError, RecordError, StorageError, UnreadableError
from syndet.model import Article
from syndet.readers import bulk
from syndet.readers.encodings import decoded
from syndet.readers.intake import Intake
from syndet.readers.paths import STDIN, check_file, plan, refusal, suffix_of
from syndet.readers.records import add_record, kind_of
from syndet.readers.shelf import Shelf, Shelved

if TYPE_CHECKING:
    import msgspec

    from syndet.readers import Fields
    from syndet.readers.shelf import Named

_LITTLE: Final = 60_000  # bytes of a file that is not worth a kernel
_BUFFER: Final = 1 << 20  # bytes; lines come twice as fast as through the usual 8 kB
_TITLE_LENGTH: Final = 200  # code points; a longer first line is a paragraph, not a headline


def read_paths(
    intake: Intake,
    paths: Iterable[str | os.PathLike[str]],
    fields: Fields,
    stdin: BinaryIO | None,
    *,
    shelved: bool = False,
) -> None:
    """Take in the articles of all `paths`; what cannot be read becomes a problem, and the rest is read.

    `shelved`: texts stay in plain files of JSON lines and are read again when they are asked for.
    """
    for path, id in plan(intake, [os.fsdecode(path) for path in paths]):
        try:
            if path == STDIN:
                _read_lines(intake, stdin or _standard_input(), fields, path)
            elif id:
                _read_text(intake, path, id)
            else:
                with _open(path) as file:
                    if suffix_of(path) == ".gz":
                        _read_lines(intake, gzip.GzipFile(fileobj=file), fields, path)
                    elif shelved:
                        _read_shelved(intake, file, fields, path)
                    else:
                        _read_lines(intake, file, fields, path)
        except InputError as problem:
            intake.fail(problem)
        except StorageError:  # nothing is wrong with the file
            raise
        except OSError as error:
            intake.fail(refusal(path, error))


def _open(path: str) -> BinaryIO:
    check_file(path)
    return open(path, "rb", buffering=_BUFFER)


def _standard_input() -> BinaryIO:
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableError("there is no standard input", path=STDIN, advice="give a path instead of -")
    return stream


# Text files


def _read_text(intake: Intake, path: str, id: str) -> None:
    with _open(path) as file:
        data = file.read()
    text, note = decoded(data, path)
    if note:
        intake.note(note, path)
    intake.add(Article(id=id, text=text, title=_title(text, markdown=suffix_of(path) == ".md")), path)


def _title(text: str, *, markdown: bool) -> str | None:
    """The first line that is not empty, if it is short and more follows."""
    line, _, rest = text.lstrip().replace("\r", "\n", 1).partition("\n")
    line = line.rstrip()
    if markdown:
        line = re.sub(r"^#{1,6}[ \t]+", "", line)
    return line if 0 < len(line) <= _TITLE_LENGTH and re.search(r"\S", rest) else None


# JSON lines


def _read_lines(intake: Intake, stream: Iterable[bytes], fields: Fields, path: str, shelf: Shelf | None = None) -> None:
    empty = True
    end = 0
    for line, raw in _lines(stream, path):
        start, end = end, end + len(raw)
        if line == 1:
            raw = _checked_start(raw, path)
        empty = not _read_line(intake, raw, fields, path, line, shelf, start, end - start) and empty
    if empty:
        raise InputError("no lines in it", path=path, advice="look at what was to write them")


def _read_line(
    intake: Intake, raw: bytes, fields: Fields, path: str, line: int, shelf: Shelf | None, start: int, length: int
) -> bool:
    """Take in what stands on a line; whether anything does."""
    if not raw.strip():
        return False
    try:
        record = _object(raw, path, line)
    except RecordError as problem:
        intake.fail(problem)
        return True
    left = partial(Shelved.of, shelf, start, length) if shelf is not None else None
    add_record(intake, record, fields, path, line, left)
    return True


def _read_shelved(intake: Intake, file: BinaryIO, fields: Fields, path: str) -> None:
    """The same, where texts stay in the file."""
    named, size = bulk.names(fields), os.fstat(file.fileno()).st_size
    shelf = Shelf(path, file, fields.text, _parsed, named)
    if named is None or size <= _LITTLE:
        _read_lines(intake, file, fields, path, shelf)
    else:
        intake.expect(size)
        _read_pieces(intake, file, fields, path, shelf, named)


def _read_pieces(intake: Intake, file: BinaryIO, fields: Fields, path: str, shelf: Shelf, named: Named) -> None:
    """The same for a file whose texts stay there, its plain lines some thousands at a time."""
    import numpy as np

    from syndet.kernels import lines as kernels

    head = file.read(len(codecs.BOM_UTF8))
    begin = len(head) - len(_checked_start(head, path))
    empty, line = True, 0
    try:
        for base, piece in bulk.pieces(file, named, begin):
            plain = np.flatnonzero(piece.kind == kernels.PLAIN)
            if len(plain):
                articles = bulk.articles(piece, plain, shelf, base)
                intake.add_plain(articles, path, (plain + line + 1).tolist(), piece.texts(plain))
            for n in np.flatnonzero(piece.kind == kernels.ODD).tolist():
                start, end = piece.start[n : n + 2].tolist()
                raw = piece.data[start:end].tobytes()
                empty = (
                    not _read_line(intake, raw, fields, path, line + n + 1, shelf, base + start, end - start) and empty
                )
            empty = empty and not len(plain)
            line += len(piece.kind)
    except OSError as error:
        raise _broken(error, path, line) from error
    if empty:
        raise InputError("no lines in it", path=path, advice="look at what was to write them")


def _lines(stream: Iterable[bytes], path: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream, numbered from 1; raises UnreadableError where it breaks, after what came before."""
    line = 0
    try:
        for line, raw in enumerate(stream, 1):
            yield line, raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        if line == 0 and isinstance(error, gzip.BadGzipFile):
            message, advice = "not a gzip archive, whatever its name says", "if it is plain text, name it .jsonl"
        else:
            broken = "cut off" if isinstance(error, EOFError) else "damaged"
            message = f"the gzip archive is {broken} {f'after line {line:,}' if line else 'before its first line'}"
            advice = f"{'the lines before are used; ' if line else ''}fetch the file again"
        raise UnreadableError(message, path=path, line=line or None, advice=advice) from error
    except (OSError, ValueError) as error:
        raise _broken(error, path, line) from error


def _broken(error: Exception, path: str, line: int) -> UnreadableError:
    advice = "the lines before are used" if line else "check that it is there and open"
    return UnreadableError(f"reading fails: {error}", path=path, line=line or None, advice=advice)


def _checked_start(raw: bytes, path: str) -> bytes:
    """The first line without a byte order mark; raises UnreadableError if no line can be JSON in UTF-8."""
    if raw.startswith(b"\x1f\x8b"):
        advice = "pipe it through gzip -dc" if path == STDIN else "name it .jsonl.gz"
        raise UnreadableError("a gzip archive, not lines of text", path=path, advice=advice)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableError("UTF-16 or UTF-32, and JSON lines are UTF-8", path=path, advice="save it as UTF-8")
    return raw.removeprefix(codecs.BOM_UTF8)


def _object(raw: bytes, path: str, line: int) -> dict[str, Any]:
    """The JSON object on one line; raises RecordError saying what stands there instead."""
    value: object
    with suppress(ValueError, RecursionError):  # it is stricter than json, which has the last word
        value = _decoder().decode(raw)
        if isinstance(value, dict):
            return value
    return _loaded(raw, path, line)


def _parsed(raw: bytes) -> dict[str, Any]:
    """The JSON object on a line that has been read before."""
    return _object(raw, "", 0)


@cache
def _decoder() -> msgspec.json.Decoder[Any]:
    """Reads JSON four times as fast as Python's own module."""
    import msgspec

    return msgspec.json.Decoder()


def _loaded(raw: bytes, path: str, line: int) -> dict[str, Any]:
    """The same, slower and in full: as Python reads JSON, with what is wrong in words."""
    advice = "each line holds one whole JSON object; jq -c . writes them so"
    try:
        value = json.loads(raw.rstrip(b"\r\n").decode("utf-8", "surrogatepass"))
        if isinstance(value, dict):
            return value
        message = f"{kind_of(value)}, not an object"
        if isinstance(value, list):
            advice = "jq -c '.[]' turns a list of objects into lines"
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start + 1:,} of the line is 0x{raw[error.start]:02x}"
        advice = "save the file as UTF-8"
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        message = f"not JSON: {reason} at column {error.colno:,}"
    except RecursionError:
        message = "JSON nested too deeply to be an article"
    except ValueError:  # the one that is left: Python's guard against endless digits
        message = "a number with too many digits to be read"
    raise RecordError(message, path=path, line=line, advice=advice)
