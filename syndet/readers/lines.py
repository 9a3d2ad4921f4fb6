"""JSON lines in, Articles out: one on every line, each line by itself."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from itertools import compress
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet.errors import InputError, RecordError, SyndetError, UnreadableError
from syndet.readers import bulk
from syndet.readers.encodings import as_utf8
from syndet.readers.formats import MOST_DOCUMENT, File, NothingHereError, size
from syndet.readers.intake import Intake
from syndet.readers.packed import BrokenError
from syndet.readers.paths import STDIN
from syndet.readers.records import add_record, kind_of
from syndet.readers.shelf import Shelf, Shelved

if TYPE_CHECKING:
    import msgspec
    import numpy as np
    from numpy.typing import NDArray

    from syndet.model import Article


_SPREAD: Final = frozenset({"extra", "found"})  # columns that are more than carried along
_LITTLE: Final = 120_000  # bytes of a file that is not worth a kernel: work on such texts may be done without any


def read_lines(intake: Intake, file: File) -> None:
    """Take in the articles of a file of JSON lines, one on each; a broken line is a problem of its own."""
    try:
        stream, recoded = as_utf8(file.stream, file.path)
    except BrokenError as error:
        raise _after(error, 0) from error
    shelved = file.shelved and not recoded
    reader = _Reader(intake, file, Shelf(file.path, file.stream, file.fields.text, parsed) if shelved else None)
    if file.plain and not recoded and not file.placed and intake.expect is not None:
        reader.read_pieces(stream, intake.expect)
    reader.read(stream)
    if reader.empty:
        raise InputError("no lines in it", path=file.path, advice="look at what was to write them")


class _Reader:
    """Takes in one file: `line` are the lines it has read, `end` their bytes, `empty` whether nothing is on them.

    `size`: its bytes, for one that is read in pieces.
    """

    def __init__(self, intake: Intake, file: File, shelf: Shelf | None) -> None:
        self.intake, self.file, self.shelf = intake, file, shelf
        self.line = self.end = self.size = 0
        self.empty = True

    def read_pieces(self, stream: BinaryIO, expect: Callable[[int], None]) -> None:
        """Take in the lines, plain ones some thousands at a time, up to the first that is too long for that, if any.

        `expect` is told how many bytes a kernel is going to read; a little file is left to `read`.
        """
        self.size = os.fstat(stream.fileno()).st_size
        named = bulk.names(self.file.fields) if self.size > _LITTLE else None
        if named is None:
            return
        expect(self.size)
        head = stream.read(len(codecs.BOM_UTF8))
        self.end = len(head) - len(_checked_start(head, self.file.path))
        try:
            for base, piece in bulk.pieces(stream, named, self.end, MOST_DOCUMENT):
                self._take_piece(base, piece)
        except SyndetError:
            raise
        except OSError as error:
            raise self._broken(error) from error
        stream.seek(self.end)

    def _take_piece(self, base: int, piece: bulk.Piece) -> None:
        import numpy as np

        from syndet.kernels import lines as kernels

        plain = np.flatnonzero(piece.kind == kernels.PLAIN)
        others = piece.others(plain, lambda data: _decoder().decode(data))  # where there are none, nothing is loaded
        if set(map(type, others)) != {dict} or not all(map(_SPREAD.isdisjoint, others)):
            sound = np.array([isinstance(some, dict) and _SPREAD.isdisjoint(some) for some in others], np.bool_)
            piece.kind[plain[~sound]] = kernels.ODD
            plain, others = plain[sound], list(compress(others, sound))
        if len(plain):
            articles = self._articles(base, piece, plain, others)
            self.intake.add_plain(articles, self.file.path, plain + self.line + 1, piece.texts(plain))
            self.empty = False
        for n in np.flatnonzero(piece.kind == kernels.ODD).tolist():
            start, end = piece.start[n : n + 2].tolist()
            self._take(piece.data[start:end].tobytes(), self.line + n + 1, base + start, end - start)
        self.line += len(piece.kind)
        self.end = base + int(piece.start[-1])

    def _articles(
        self, base: int, piece: bulk.Piece, rows: NDArray[np.int64], others: Sequence[dict[str, Any]]
    ) -> Sequence[Article]:
        """The articles of plain lines, with their texts where these are to be: in this file, in memory, in another."""
        if self.shelf is not None:
            return bulk.left(piece, rows, others, self.shelf, base)
        # All that is left of the file, so that few articles are held first and filed one by one later.
        spill = self.intake.spill(self.size - self.end)
        return bulk.held(piece, rows, others) if spill is None else bulk.spilled(piece, rows, others, spill)

    def read(self, stream: BinaryIO) -> None:
        """Take in the lines that are left, one by one."""
        try:
            for length, raw in _lines(stream):
                self.line += 1
                if raw is None:
                    self.empty = False
                    advice = "each line holds one whole JSON object, an article"
                    message = f"a line of more than {size(MOST_DOCUMENT)}"
                    self.intake.fail(RecordError(message, path=self.file.path, line=self.line, advice=advice))
                else:
                    raw = _checked_start(raw, self.file.path) if self.line == 1 else raw
                    self._take(raw, self.line, self.end, length)
                self.end += length
        except BrokenError as error:
            raise _after(error, self.line) from error.__cause__
        except SyndetError:
            raise
        except (OSError, ValueError) as error:
            raise self._broken(error) from error

    def _take(self, raw: bytes, line: int, start: int, length: int) -> None:
        """Take in what stands on a line, if anything does."""
        file = self.file
        if not raw.strip():
            return
        try:
            record = object_of(raw, file.path, line)
        except RecordError as problem:
            self.empty = False
            self.intake.fail(problem)
            return
        if self.empty and file.sought and file.fields.text not in record:
            raise NothingHereError(f"its lines have no {file.fields.text!r}", path=file.path)
        self.empty = False
        left = partial(Shelved.of, self.shelf, start, length) if self.shelf is not None else None
        add_record(self.intake, record, file.fields, file.path, line, left, file.placed)

    def _broken(self, error: Exception) -> UnreadableError:
        advice = "the lines before are used" if self.line else "check that it is there and open"
        return UnreadableError(f"reading fails: {error}", path=self.file.path, line=self.line or None, advice=advice)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream, each with how many bytes it takes; of one that is too long the bytes are None."""
    for raw in iter(partial(stream.readline, MOST_DOCUMENT), b""):
        if len(raw) == MOST_DOCUMENT and not raw.endswith(b"\n"):
            yield len(raw) + _pass_over(stream), None
        else:
            yield len(raw), raw


def _after(error: BrokenError, line: int) -> UnreadableError:
    """The same error, with the line after which it came."""
    if not line:
        return UnreadableError(f"{error.message} before its first line", path=error.path, advice=error.advice)
    advice = f"the lines before are used; {error.advice}"
    return UnreadableError(f"{error.message} after line {line:,}", path=error.path, line=line, advice=advice)


def _pass_over(stream: BinaryIO) -> int:
    """How many bytes the rest of a line has; they are read and let go."""
    count = 0
    while raw := stream.readline(MOST_DOCUMENT):
        count += len(raw)
        if raw.endswith(b"\n"):
            break
    return count


def _checked_start(raw: bytes, path: str) -> bytes:
    """The first line without a byte order mark; raises UnreadableError if no line can be JSON in UTF-8."""
    if raw.startswith(b"\x1f\x8b"):
        advice = "pipe it through gzip -dc" if path == STDIN else "name it .jsonl.gz"
        raise UnreadableError("a gzip archive, not lines of text", path=path, advice=advice)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableError("UTF-16 or UTF-32, and JSON lines are UTF-8", path=path, advice="save it as UTF-8")
    return raw.removeprefix(codecs.BOM_UTF8)


def object_of(raw: bytes, path: str, line: int) -> dict[str, Any]:
    """The JSON object on one line; raises RecordError saying what stands there instead."""
    value: object
    with suppress(ValueError, RecursionError):  # it is stricter than json, which has the last word
        value = _decoder().decode(raw)
        if isinstance(value, dict):
            return value
    return _loaded(raw, path, line)


def parsed(raw: bytes) -> dict[str, Any]:
    """The JSON object on a line that has been read before."""
    return object_of(raw, "", 0)


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
            advice = "a file that is one list is named .json; jq -c '.[]' turns it into lines"
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start + 1:,} of the line is 0x{raw[error.start]:02x}"
        advice = "save the file as UTF-8"
    except json.JSONDecodeError as error:
        message = f"not JSON: {reason(error)} at column {error.colno:,}"
    except RecursionError:
        message = "JSON nested too deeply to be an article"
    except ValueError:  # the one that is left: Python's guard against endless digits
        message = "a number with too many digits to be read"
    raise RecordError(message, path=path, line=line, advice=advice)


def reason(error: json.JSONDecodeError) -> str:
    """What is wrong with JSON, in words that fit into a sentence."""
    return error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
