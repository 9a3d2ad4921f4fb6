"""Articles as their inputs have them: the very lines of JSON that they were read from, to be written on unchanged."""

from __future__ import annotations

import codecs
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from syndet.errors import UnreadableError
from syndet.model import Article, dump_json
from syndet.readers.encodings import as_utf8
from syndet.readers.intake import OPTIONAL
from syndet.readers.packed import unpacked
from syndet.readers.paths import STDIN, check_file

if TYPE_CHECKING:
    from syndet.readers import Fields, Reading

_LINES: Final = re.compile(r"\.(?:jsonl|ndjson)(?P<packing>\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
_BUFFER: Final = 1 << 20  # bytes


def originals(
    reading: Reading, ids: Iterable[str], *, fields: Fields, stdin: BinaryIO | None = None
) -> Iterator[bytes]:
    """The records of the articles of these ids, a line of JSON for each, in the order in which they were read.

    What was read from JSON lines is the very line, byte for byte (in UTF-8, if it was UTF-16). Anything else is a
    record of the article: its fields, under the names that `fields` gives them, and its other columns. `stdin` is what
    was read as "-", to be read again. Raises UnreadableError if a file has changed since.
    """
    wanted = set(ids)
    numbers = [number for number, article in enumerate(reading.articles) if article.id in wanted]
    numbers.sort(key=reading.order.__getitem__)
    for path, group in groupby(numbers, key=reading.paths.__getitem__):
        placed = [(reading.lines[number], reading.articles[number]) for number in group]
        if _LINES.search(path) or (path == STDIN and stdin is not None):
            yield from _copied(path, placed, fields, stdin)
        else:
            yield from (_record(article, fields) for _, article in placed)


def spool(stream: BinaryIO | None = None) -> BinaryIO:
    """A copy of a stream (standard input unless said) in a temporary file, to be read more than once."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # whoever asked for it closes it
    shutil.copyfileobj(sys.stdin.buffer if stream is None else stream, file, _BUFFER)
    file.seek(0)
    return cast(BinaryIO, file)


def _copied(path: str, placed: list[tuple[int, Article]], fields: Fields, stdin: BinaryIO | None) -> Iterator[bytes]:
    """The lines of a file at the numbers of these articles, which rise; each ends in a line end."""
    places = iter(placed)
    line, article = next(places)
    with _opened(path, stdin) as file:
        for number, raw in enumerate(file, 1):
            if number != line:
                continue
            raw = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if not _is_of(raw, article, fields):
                break
            yield raw if raw.endswith(b"\n") else raw + b"\n"
            line, article = next(places, (0, article))
            if not line:
                return
    advice = "leave the file as it is until the work is done"
    raise UnreadableError(f"{article.id!r} is no longer there", path=path, line=line, advice=advice)


@contextmanager
def _opened(path: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    """The lines of a file, or of the stream that stands for standard input, from its beginning."""
    if path == STDIN and stdin is not None:
        stdin.seek(0)
        with stdin:
            yield as_utf8(stdin, path)[0]
        return
    check_file(path)
    found = _LINES.search(path)
    with open(path, "rb", buffering=_BUFFER) as file:
        packing = found["packing"] if found else None
        yield as_utf8(unpacked(file, packing.lower(), path) if packing else file, path)[0]


def _is_of(raw: bytes, article: Article, fields: Fields) -> bool:
    """Whether a line still holds the article of this id, as far as it names one."""
    with suppress(ValueError, AttributeError):
        record = json.loads(raw.decode("utf-8", "surrogatepass"))
        id = record.get(fields.id)
        if id in (None, ""):  # then the path of the file told it
            return bool(record.get(fields.text) == article.text)
        return article.id in (str(id), str(int(id)) if isinstance(id, float) and id.is_integer() else "")
    return False


def _record(article: Article, fields: Fields) -> bytes:
    """The article as a line of JSON: what it has of its fields, then its other columns."""
    record: dict[str, Any] = {fields.id: article.id}
    for name in OPTIONAL:
        if getattr(article, name) is not None:
            record[getattr(fields, name)] = getattr(article, name)
    record[fields.text] = article.text
    extra = {key: value for key, value in article.extra.items() if key not in record}
    return (dump_json({**record, **extra}) + "\n").encode()
