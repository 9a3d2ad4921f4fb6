"""Tables in, Articles out, one in each row: CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet.errors import RecordError, SyndetError, UnreadableError
from syndet.readers.encodings import as_utf8, decoded
from syndet.readers.formats import MOST_DOCUMENT, File, NothingHereError, missing, size
from syndet.readers.intake import Intake
from syndet.readers.packed import BrokenError
from syndet.readers.records import add_record, instead

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOK: Final = 1 << 16  # bytes by which the encoding and the separator are told
_BROKEN: Final = re.compile("[\udc80-\udcff]")
_BATCH: Final = 1024  # rows of Parquet that are made at once
_LIMIT: Final = threading.Lock()


def read_table(intake: Intake, file: File) -> None:
    """Take in the articles of a CSV or TSV file with a header; a row with other columns is a problem of its own.

    Columns are parted by tabs in .tsv; else by whichever of , ; tab and | makes the most of the header. An empty
    cell is no value. The line of a row is the one that it begins on.
    """
    with _long_fields(), closing(_rows(intake, file)) as rows:
        before = intake.unread
        header = next((row for _, row in rows if any(cell.strip() for cell in row)), [])
        if not header and intake.unread > before:
            return  # why there is none is told
        names = [cell.strip() for cell in header]
        _check(names, file)
        for line, row in rows:
            if len(row) == len(names):
                record = {name: cell or None for name, cell in zip(names, row, strict=True)}
                record[file.fields.text] = record[file.fields.text] or ""
                add_record(intake, record, file.fields, file.path, line, placed=file.placed)
            elif any(row):
                message = f"{len(row)} cell{'s' if len(row) != 1 else ''} in it, and {len(names)} in the header"
                advice = "a cell with a separator, a quotation mark or a line end in it stands in quotation marks"
                intake.fail(RecordError(message, path=file.path, line=line, advice=advice))


def _check(names: Sequence[str], file: File) -> None:
    """Raises NothingHereError for a header that lacks the text or the id."""
    if not names:
        raise NothingHereError("no rows in it", path=file.path, advice="look at what was to write them")
    for name in ("text", "id"):
        column: str = getattr(file.fields, name)
        if column not in names and name not in file.placed:
            advice = instead(dict.fromkeys(names), name, file.fields, file.path)
            raise NothingHereError(f"there is no column {column!r}", path=file.path, line=1, advice=advice)


def _rows(intake: Intake, file: File) -> Generator[tuple[int, list[str]], None, None]:
    """The rows of a table, each with the line that it begins on; what cannot be one is a problem."""
    text, sample = _opened(intake, file)
    try:
        mark = "\t" if file.suffix == ".tsv" else _separator(sample)
        yield from _closed(intake, file, _Lines(text), mark)
    finally:
        text.detach()  # whoever opened the file closes it


class _Lines:
    """The lines of a text, of which those are kept that came since `taken` was emptied."""

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.taken.append(line)
        return line


def _closed(intake: Intake, file: File, lines: _Lines, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, without a last one whose quotation mark is not closed: a cell of it holds all that follows."""
    last: tuple[int, list[str]] | None = None
    raw: list[str] = []
    try:
        for row in _parsed(intake, file, lines, mark):
            if last is not None:
                yield last
            last, raw, lines.taken = row, lines.taken, []
    except UnreadableError:
        if last is not None:
            yield last
        raise
    if last is not None and _is_open(raw, mark):
        message = "a quotation mark is not closed; its cell takes in all lines to the end"
        advice = "close it, or double it if it is part of the text"
        intake.fail(RecordError(message, path=file.path, line=last[0], advice=advice))
    elif last is not None:
        yield last


def _is_open(lines: list[str], mark: str) -> bool:
    """Whether a cell of these lines is still open at their end."""
    try:
        list(csv.reader(lines, delimiter=mark, strict=True))
    except csv.Error as error:
        return str(error) == "unexpected end of data"
    return False


def _parsed(intake: Intake, file: File, lines: _Lines, mark: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=mark)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"not CSV: {error}"
            if "field limit" in str(error):
                message = f"a cell of more than {size(MOST_DOCUMENT)}"
            intake.fail(RecordError(message, path=file.path, line=line, advice="is a quotation mark not closed?"))
            lines.taken = []
            continue
        except BrokenError as error:
            advice = f"the rows before are used; {error.advice}"
            message = f"{error.message} after line {line:,}"
            raise UnreadableError(message, path=file.path, line=line, advice=advice) from error
        if any(map(_BROKEN.search, row)):
            intake.note("not all of it UTF-8, the broken bytes read as U+FFFD", file.path)
            row = [_BROKEN.sub("\ufffd", cell) for cell in row]
        yield line, row


def _opened(intake: Intake, file: File) -> tuple[io.TextIOWrapper, str]:
    """The table as text, and its beginning."""
    stream, _ = as_utf8(file.stream, file.path)
    start = _start(stream)
    if b"\0" in start:
        raise UnreadableError("looks like a binary file: it has NUL bytes", path=file.path, advice="save it as CSV")
    encoding, errors = "utf-8-sig", "surrogateescape"
    try:
        sample = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sample = start[: error.start].decode("utf-8-sig")
        if len(start) - error.start > 3 or error.reason != "unexpected end of data":
            sample, note = decoded(start, file.path)
            guess = re.search(r"read as (?:windows-)?([\w-]+)$", note or "")
            if guess and "U+FFFD" not in (note or ""):
                encoding, errors = f"cp{guess[1]}" if guess[1].isdigit() else guess[1], "replace"
                intake.note(note or "", file.path)
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=""), sample


def _start(stream: BinaryIO) -> bytes:
    peek = getattr(stream, "peek", None)
    return peek(_LOOK)[:_LOOK] if peek is not None else b""


def _separator(sample: str) -> str:
    """What parts the columns: the mark that the first line has most often outside quotation marks."""
    header = re.sub(r'"[^"]*"', "", sample.lstrip().partition("\n")[0])
    return max(",;\t|", key=header.count)


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let cells be as long as articles meanwhile: csv's own limit, one for the process, is 128 kB."""
    with _LIMIT:
        before = csv.field_size_limit(MOST_DOCUMENT)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def read_parquet(intake: Intake, file: File) -> None:
    """Take in the articles of a Parquet file; rows are numbered from 1."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet", file.path) from error
    row = 0
    try:
        table: Any = parquet.ParquetFile(file.seekable())
        _check(table.schema_arrow.names, file)
        for batch in table.iter_batches(batch_size=_BATCH):
            for record in batch.to_pylist():
                row += 1
                add_record(intake, record, file.fields, file.path, row, placed=file.placed)
    except SyndetError:
        raise
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        message = f"the Parquet file is broken{f' after row {row:,}' if row else ''}: {reason}"
        advice = f"{'the rows before are used; ' if row else ''}fetch or write the file again"
        raise UnreadableError(message, path=file.path, line=row or None, advice=advice) from error
    if not row:
        raise NothingHereError("no rows in it", path=file.path, advice="look at what was to write them")
