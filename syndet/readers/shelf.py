"""Articles whose texts stay in their file of JSON lines and are read again when they are asked for."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet import columns
from syndet.errors import UnreadableError
from syndet.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable


_put = object.__setattr__  # an article is frozen
_LENGTH_BITS: Final = 40  # a line of up to a terabyte


class Shelf:
    """A file of JSON lines that texts are left in; raises UnreadableError where it is another than it was.

    `parse` makes an object of a line; `column` is the one that holds the text.
    """

    __slots__ = ("_column", "_parse", "_path", "_state")

    def __init__(self, path: str, file: BinaryIO, column: str, parse: Callable[[bytes], dict[str, Any]]) -> None:
        self._path = os.path.abspath(path)
        self._state = _state(file)
        self._column = column
        self._parse = parse

    def texts(self, places: Iterable[int]) -> list[str]:
        """The texts of the lines at these places, as `Shelved` has them."""
        texts = []
        with self._open() as file:
            for place in places:
                file.seek(place >> _LENGTH_BITS)
                raw = file.read(place & (1 << _LENGTH_BITS) - 1)
                texts.append(self._parse(raw.removeprefix(codecs.BOM_UTF8))[self._column])
        return texts

    def _open(self) -> BinaryIO:
        advice = "leave the file as it is until the work is done"
        try:
            file = open(self._path, "rb", buffering=0)  # noqa: SIM115  # whoever asked for it closes it
        except OSError as error:
            message = f"it cannot be read again: {error.strerror or error}"
            raise UnreadableError(message, path=self._path, advice=advice) from error
        if _state(file) != self._state:
            file.close()
            raise UnreadableError("it has changed since it was read", path=self._path, advice=advice)
        return file


class Spill(Shelf):
    """A temporary file of texts that do not fit in memory; it goes with the last article that has its own there."""

    __slots__ = ("_end", "_file", "_lock")

    def __init__(self) -> None:
        self._file = columns.scratch()
        self._lock = Lock()
        self._end = 0

    def __del__(self) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()

    def keep(self, article: Article) -> Shelved:
        """The same article, with its text in the file."""
        data = article.text.encode("utf-8", "surrogatepass")
        with self._lock:
            start, self._end = self._end, self._end + len(data)
            self._file.seek(start)
            columns.write(self._file, data)
        return Shelved.of(self, start, len(data), article)

    def texts(self, places: Iterable[int]) -> list[str]:
        """The texts at these places, as `Shelved` has them."""
        texts = []
        with self._lock:
            for place in places:
                self._file.seek(place >> _LENGTH_BITS)
                raw = self._file.read(place & (1 << _LENGTH_BITS) - 1)
                texts.append(raw.decode("utf-8", "surrogatepass"))
        return texts


class Shelved(Article):
    """An article that knows where its text stands: like any other, but for the time it takes to get the text."""

    __slots__ = ("_length", "_place", "_shelf", "_text")

    if TYPE_CHECKING:
        _length: int
        _place: int  # where its line begins, in bytes, above how many it has: half the room of a tuple
        _shelf: Shelf
        _text: str | None  # None while it is on the shelf

    @classmethod
    def left(cls, shelf: Shelf, start: int, length: int, fields: Any) -> Shelved:
        """The article of these `fields`, without others, whose line begins there and has so many bytes."""
        article = object.__new__(cls)
        _put(article, "id", fields.id)
        _put(article, "title", fields.title)
        _put(article, "source", fields.source)
        _put(article, "published", fields.published)
        _put(article, "url", fields.url)
        _put(article, "language", fields.language)
        _put(article, "extra", {})
        _put(article, "_length", len(fields.text))
        _put(article, "_place", start << _LENGTH_BITS | length)
        _put(article, "_shelf", shelf)
        _put(article, "_text", None)
        return article

    @classmethod
    def of(cls, shelf: Shelf, start: int, length: int, article: Article) -> Shelved:
        """The same article, without its text."""
        made = cls.left(shelf, start, length, article)
        _put(made, "extra", article.extra)
        return made

    def _get(self) -> str:
        held: str | None = self._text
        return self._shelf.texts([self._place])[0] if held is None else held

    def _set(self, text: str) -> None:
        _put(self, "_text", text)

    text = property(_get, _set)

    @property
    def length(self) -> int:
        """Code points of the text."""
        return self._length if self._text is None else len(self._text)


def texts(articles: Sequence[Article]) -> list[str]:
    """The texts of some articles, in their order; a file that holds several of them is opened once."""
    found: list[str] = [""] * len(articles)
    shelves: dict[Shelf, list[tuple[int, int]]] = {}
    for n, article in enumerate(articles):
        if isinstance(article, Shelved) and article._text is None:
            shelves.setdefault(article._shelf, []).append((n, article._place))
        else:
            found[n] = article.text
    for shelf, places in shelves.items():
        for (n, _), text in zip(places, shelf.texts(place for _, place in places), strict=True):
            found[n] = text
    return found


def loaded(articles: Sequence[Article]) -> list[Article]:
    """The same articles, each with its text in memory."""
    return [
        Article(**{**{name: getattr(article, name) for name in _CARRIED}, "text": text})
        if isinstance(article, Shelved)
        else article
        for article, text in zip(articles, texts(articles), strict=True)
    ]


_CARRIED: Final = tuple(name for name in Article.__dataclass_fields__ if name != "text")


def _state(file: BinaryIO) -> tuple[int, int]:
    """What tells that a file is as it was."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns
