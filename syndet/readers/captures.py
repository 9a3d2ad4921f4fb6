"""WARC files in, Articles out: the web pages that a crawler captured."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from hashlib import blake2b
from typing import Any, BinaryIO, Final

from syndet.errors import RecordError, UnreadableError
from syndet.readers import pages
from syndet.readers.findings import Findings
from syndet.readers.formats import MOST_DOCUMENT, File, missing, size
from syndet.readers.intake import Intake
from syndet.readers.packed import BrokenError

_MARKED: Final = ("text/html", "application/xhtml+xml")


def read_captures(intake: Intake, file: File) -> None:
    """Take in the pages of a WARC file; the number of a record, from 1, stands for its line.

    Responses with the status 200 that are HTML, and the plain texts of WET files. An article is called by its
    address and the time of the capture, since crawlers come again; without a time by its record's id, or its content.
    """
    others: Counter[str] = Counter()
    number = 0
    for number, record in _records(intake, file):
        try:
            what = _add(intake, record, file, number)
        except RecordError as problem:
            intake.fail(problem)
        else:
            others[what] += bool(what)
    for what, count in sorted(others.items()):
        if what:
            intake.note(f"passed over {what}: {count:,}", file.path)
    if number == 0:
        raise UnreadableError("no records in it", path=file.path, advice="look at what was to write them")


def _records(intake: Intake, file: File) -> Iterator[tuple[int, Any]]:
    """The records of a file, numbered from 1; raises UnreadableError where it breaks, after what came before."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise missing("warcio", "warc", file.path) from error
    number = 0
    records = iter(ArchiveIterator(_Sips(file.stream)))
    while True:
        said = io.StringIO()  # warcio talks to the terminal, with whatever stands in the file
        try:
            with redirect_stderr(said):
                record = next(records, None)
        except BrokenError as error:
            raise _broken(error.message, number, file) from error
        except Exception as error:  # whatever a file does to the library
            raise _broken(f"not WARC: {_reason(error)}", number, file) from error
        if said.getvalue():
            intake.note("a record longer than it says", file.path, number)
        if record is None:
            return
        number += 1
        yield number, record


def _reason(error: Exception) -> str:
    """What warcio objects to, without the bytes that it cites; what it stumbles over says nothing to a reader."""
    if not type(error).__module__.startswith("warcio"):
        return "a record that is no record"
    return " ".join(str(error).partition(", first line:")[0].split())[:200]


def _broken(message: str, number: int, file: File) -> UnreadableError:
    if not number:
        return UnreadableError(f"{message}, before its first record", path=file.path, advice="fetch the file again")
    advice = "the records before are used; fetch the file again"
    return UnreadableError(f"{message}, after record {number:,}", path=file.path, line=number, advice=advice)


class _Sips:
    """A stream that gives what it has at each read, so that nothing is lost of what comes before it breaks."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: Any = stream

    def read(self, size: int = -1) -> bytes:
        """Some of the bytes that come next, none at the end."""
        data: bytes = self._stream.read1(size)
        return data


def _add(intake: Intake, record: Any, file: File, number: int) -> str:
    """Take in the page of a record; what it is instead, if it is none."""
    headers, answer = record.rec_headers, record.http_headers
    kind = (answer or headers).get_header("Content-Type") or ""
    if record.rec_type == "conversion" and kind.startswith("text/plain"):
        marked = False
    elif record.rec_type in ("response", "resource"):
        if answer is not None and answer.get_statuscode() != "200":
            return "responses with another status than 200"
        if not kind.lower().startswith(_MARKED):
            return "records of other kinds than HTML"
        marked = True
    else:
        return "records that are no captures"
    data = _content(record, file, number)
    address, time = (headers.get_header("WARC-Target-URI") or "").strip("<>"), headers.get_header("WARC-Date") or ""
    findings = Findings()
    findings.add("url", address, "WARC-Target-URI")
    if marked:
        try:
            text, _ = pages.text_of(data, file.path, findings, _charset(kind))
        except UnreadableError as error:
            raise RecordError(error.message, path=file.path, line=number, advice=error.advice) from error
    else:
        text = data.decode("utf-8", "replace")
    if not text.strip():
        return "pages without a main text"
    findings.place({name: value for name, value in file.placed.items() if name != "id"})
    findings.add("id", *_name(headers, address, time, data))
    findings.settle()
    findings.keep("captured", time)
    intake.add(findings.article(file, text), file.path, number)
    return ""


def _name(headers: Any, address: str, time: str, data: bytes) -> tuple[str, str]:
    """What a capture is called, and what told it: an address alone would be that of every capture of a page."""
    if address and time:
        return f"{address}@{time}", "WARC-Target-URI and WARC-Date"
    record = (headers.get_header("WARC-Record-ID") or "").strip("<>")
    if record:
        return (f"{address}@{record}", "WARC-Target-URI and WARC-Record-ID") if address else (record, "WARC-Record-ID")
    return f"{address}@{blake2b(data, digest_size=8).hexdigest()}", "WARC-Target-URI and its content"


def _content(record: Any, file: File, number: int) -> bytes:
    """What a record holds; raises RecordError if it breaks, or is more than a page can have."""
    try:
        with redirect_stderr(io.StringIO()):
            data: bytes = record.content_stream().read(MOST_DOCUMENT + 1)
    except BrokenError as error:
        raise _broken(error.message, number - 1, file) from error
    except Exception as error:  # a broken length, or broken compression of its own
        message = f"its content breaks: {' '.join(str(error).split())[:200]}"
        raise RecordError(message, path=file.path, line=number) from error
    if len(data) > MOST_DOCUMENT:
        raise RecordError(f"a record of more than {size(MOST_DOCUMENT)}", path=file.path, line=number)
    return data


def _charset(kind: str) -> str | None:
    """The encoding that a content type names."""
    return kind.partition("charset=")[2].split(";")[0].strip(" \"'") or None
