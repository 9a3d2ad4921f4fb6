"""Articles whose texts stay in their file of JSON lines and are read again when they are asked for."""

from __future__ import annotations

import codecs
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet import columns
from syndet.errors import UnreadableError
from syndet.model import Article, made

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

_put = object.__setattr__  # an article is frozen
_CARRIED: Final = tuple(name for name in Article.__dataclass_fields__ if name != "text")
_NOTHING: Final[dict[str, str]] = {}  # one for all; nobody writes into it


class Places:
    """Where texts stand in a file, by number: in arrays, as numbers of Python's would take twice the room.

    `lengths`: the code points of each.
    """

    __slots__ = ("_sizes", "_starts", "lengths")

    def __init__(self) -> None:
        self._starts, self._sizes, self.lengths = array("q"), array("q"), array("q")

    def add(self, starts: NDArray[np.int64], sizes: NDArray[np.integer], lengths: NDArray[np.int32]) -> range:
        """The numbers of some more: where each begins, how many bytes it has, and its code points."""
        first = len(self._starts)
        for kept, more in ((self._starts, starts), (self._sizes, sizes), (self.lengths, lengths)):
            kept.frombytes(more.astype("q", copy=False).tobytes())
        return range(first, len(self._starts))

    def add_one(self, start: int, size: int, length: int) -> int:
        """The number of one more."""
        self._starts.append(start)
        self._sizes.append(size)
        self.lengths.append(length)
        return len(self._starts) - 1

    def place(self, number: int) -> tuple[int, int]:
        """The byte that a text begins at, and how many it has."""
        return self._starts[number], self._sizes[number]


class Shelf(Places):
    """A file of JSON lines that texts are left in; raises UnreadableError where it is another than it was.

    `parse` makes an object of a line; `column` is the one that holds the text.
    """

    __slots__ = ("_column", "_parse", "_path", "_state")

    def __init__(self, path: str, file: BinaryIO, column: str, parse: Callable[[bytes], dict[str, Any]]) -> None:
        super().__init__()
        self._path = os.path.abspath(path)
        self._state = _state(file)
        self._column = column
        self._parse = parse

    def lines(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """The lines of these numbers, without a byte order mark."""
        with self._open() as file:
            for start, size in map(self.place, numbers):
                file.seek(start)
                yield file.read(size).removeprefix(codecs.BOM_UTF8)

    def text(self, line: bytes) -> str:
        """The text of such a line."""
        return self._parse(line)[self._column]  # type: ignore[no-any-return]

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

    __slots__ = ("_adding", "_end", "_file", "_lock")

    def __init__(self) -> None:
        Places.__init__(self)
        self._file = columns.scratch()
        self._lock = Lock()
        self._end = 0
        self._adding = True  # whether the file stands at its end

    def __del__(self) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()

    def keep(self, article: Article) -> Shelved:
        """The same article, with its text in the file."""
        data = article.text.encode("utf-8", "surrogatepass")
        with self._lock:
            return Shelved.of(self, self._write(data), len(data), article)

    def keep_all(
        self, data: NDArray[np.uint8], begin: NDArray[np.int32], end: NDArray[np.int32], lengths: NDArray[np.int32]
    ) -> range:
        """The numbers of texts as UTF-8, ``data[begin[i]:end[i]]`` each, with their code points; all are kept."""
        with self._lock:
            return self.add(begin.astype("q") + self._write(data.data), end - begin, lengths)

    def _write(self, data: bytes | memoryview) -> int:
        """Which byte of the file the data begins at, now that it is there."""
        start, self._end = self._end, self._end + len(data)
        if not self._adding:  # to seek would empty the file's buffer every time
            self._file.seek(start)
            self._adding = True
        columns.write(self._file, data)
        return start

    def lines(self, numbers: Iterable[int]) -> Iterator[bytes]:
        """The texts of these numbers, as UTF-8."""
        for start, size in map(self.place, numbers):
            yield self._read(start, size)

    def _read(self, start: int, length: int) -> bytes:
        with self._lock:
            if hasattr(os, "pread"):  # forks have the place in a file in common, which is left alone so
                self._file.flush()
                return os.pread(self._file.fileno(), length, start)
            self._adding = False
            self._file.seek(start)
            return self._file.read(length)

    def text(self, line: bytes) -> str:
        """The text of such bytes."""
        return line.decode("utf-8", "surrogatepass")


class Shelved(Article):
    """An article that knows where its text stands: like any other, but for the time it takes to get the text."""

    __slots__ = ("_number", "_shelf", "_text")

    if TYPE_CHECKING:
        _number: int  # of its place on the shelf
        _shelf: Shelf
        _text: str | None  # None while it is on the shelf

    @classmethod
    def left(
        cls,
        shelf: Shelf,
        numbers: Sequence[int],
        fields: Mapping[str, Iterable[Any]],
        extra: Iterable[Mapping[str, Any]],
    ) -> list[Shelved]:
        """Articles of these `fields` and other columns, whose texts have these numbers on the shelf."""
        slots = {
            **fields,
            "extra": extra,
            "found": repeat(_NOTHING),
            "_number": numbers,
            "_shelf": repeat(shelf),
            "_text": repeat(None),
        }
        return made(cls, len(numbers), slots)

    @classmethod
    def of(cls, shelf: Shelf, start: int, size: int, article: Article) -> Shelved:
        """The same article, its text left where it stands: so many bytes from `start` on."""
        one: Shelved = object.__new__(cls)
        for name in _CARRIED:
            _put(one, name, getattr(article, name))
        own = {"_number": shelf.add_one(start, size, article.length), "_shelf": shelf, "_text": None}
        for name, value in own.items():
            _put(one, name, value)
        return one

    def _get(self) -> str:
        held: str | None = self._text
        return texts([self])[0] if held is None else held

    def _set(self, text: str) -> None:
        _put(self, "_text", text)

    text = property(_get, _set)

    @property
    def length(self) -> int:
        """Code points of the text."""
        return self._shelf.lengths[self._number] if self._text is None else len(self._text)


def texts(articles: Sequence[Article]) -> list[str]:
    """The texts of some articles, in their order; a file that holds several of them is opened once."""
    found: list[str] = [""] * len(articles)
    shelves: dict[Shelf, list[tuple[int, int]]] = {}
    for n, article in enumerate(articles):
        if isinstance(article, Shelved) and article._text is None:
            shelves.setdefault(article._shelf, []).append((n, article._number))
        else:
            found[n] = article.text
    for shelf, wanted in shelves.items():
        for (n, _), line in zip(wanted, shelf.lines(number for _, number in wanted), strict=True):
            found[n] = shelf.text(line)
    return found


def loaded(articles: Sequence[Article]) -> list[Article]:
    """The same articles, each with its text in memory."""
    return [
        Article(**{**{name: getattr(article, name) for name in _CARRIED}, "text": text})
        if isinstance(article, Shelved)
        else article
        for article, text in zip(articles, texts(articles), strict=True)
    ]


def _state(file: BinaryIO) -> tuple[int, int]:
    """What tells that a file is as it was."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns
