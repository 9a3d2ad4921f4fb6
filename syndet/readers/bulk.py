"""Reads files of JSON lines some megabytes at a time: plain articles in one compiled pass, other lines one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from sys import intern
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet.model import Article, made
from syndet.readers.intake import OPTIONAL
from syndet.readers.shelf import Shelf, Shelved, Spill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.readers import Fields
    from syndet.readers.intake import Spans

    Named = tuple[NDArray[np.uint8], NDArray[np.int64]]
    """What the fields of an article are called, as UTF-8 in one piece, and where each name begins in it."""

CHUNK: Final = 1 << 22
"""Bytes that are read at a time: more than a line, and little enough for a processor's own memory.

Half as much keeps threads waiting for each other; with twice as much the pieces at hand take 70 MB more."""

_LINES: Final = 1 << 12
"""Lines that there is room for in a piece; a chunk with more of them makes several."""

_NUMBERED: Final = tuple((n, name) for n, name in enumerate(("id", "text", *OPTIONAL)) if name != "text")
"""The fields but the text, with their numbers in a piece."""

_REPEATED: Final = frozenset(number for number, name in _NUMBERED if name in {"source", "byline", "language"})
"""Columns of which many lines have the same value, which is then one string."""

NONE: Final[dict[str, Any]] = {}
"""The other columns of all lines that have none; nobody writes into it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Lines of a file that were read together.

    Attributes:
        data: the bytes; line `n` is ``data[start[n]:start[n + 1]]``, with its line end.
        kind: (n,) uint8, `BLANK`, `PLAIN` or `ODD` of `kernels.lines`.
        length: (n,) int32, code points of the text.
        place: (n, 18) int32, where each field begins and ends in `text` or `side`, and the other columns in `rest`.
    """

    data: NDArray[np.uint8] = field(repr=False)
    start: NDArray[np.int64] = field(repr=False)
    kind: NDArray[np.uint8] = field(repr=False)
    length: NDArray[np.int32] = field(repr=False)
    place: NDArray[np.int32] = field(repr=False)
    text: NDArray[np.uint8] = field(repr=False)
    side: NDArray[np.uint8] = field(repr=False)
    rest: NDArray[np.uint8] = field(repr=False)

    def texts(self, rows: NDArray[np.int64]) -> Spans:
        """The texts of plain lines, as UTF-8: the bytes, and where each begins and ends in them."""
        import numpy as np

        return self.text, self.place[rows, 2].astype(np.int64), self.place[rows, 3].astype(np.int64)

    def strings(self, rows: NDArray[np.int64]) -> list[str]:
        """The texts of plain lines, as strings."""
        data, begin, end = self.texts(rows)
        text = data[: int(end.max(initial=0))].tobytes()
        return [text[i:j].decode() for i, j in zip(begin.tolist(), end.tolist(), strict=True)]

    def column(self, number: int, rows: NDArray[np.int64]) -> list[str | None]:
        """Another field of plain lines, as strings."""
        begin, end = self.place[rows, 2 * number], self.place[rows, 2 * number + 1]
        if not (begin >= 0).any():
            return [None] * len(rows)
        side = self.side[: int(end.max())].tobytes()
        places = zip(begin.tolist(), end.tolist(), strict=True)
        if side.isascii():
            string = side.decode("ascii")
            return [string[i:j] if i >= 0 else None for i, j in places]
        return [side[i:j].decode() if i >= 0 else None for i, j in places]

    def together(self, rows: NDArray[np.int64]) -> dict[int, list[str]] | None:
        """The columns but the text, by their numbers, of plain lines that all have the same fields in one order.

        One string for all is decoded and split, in a fifth of the time that one after the other takes. None if the
        lines differ in that, or a value has the byte that stands between values.
        """
        import numpy as np

        from syndet.kernels import lines as kernels

        begin, end = self.place[rows, 0:-2:2], self.place[rows, 1:-2:2]
        given = begin >= 0
        given[:, 1] = False  # the text
        if not (given == given[0]).all():
            return None
        order = [number for number in np.argsort(begin[0]).tolist() if given[0, number]]
        begin, end = begin[:, order].ravel(), end[:, order].ravel()
        if (begin[1:] != end[:-1] + 1).any():
            return None
        values = self.side[begin[0] : end[-1]].tobytes().decode().split(chr(kernels.BETWEEN))
        if len(values) != len(begin):
            return None
        return {number: values[k :: len(order)] for k, number in enumerate(order)}

    def others(self, rows: NDArray[np.int64], parse: Callable[[bytes], Any]) -> list[Any]:
        """The other columns of all plain lines, as `parse` reads JSON; None where it cannot."""
        begin, end = self.place[rows, -2], self.place[rows, -1]
        full = begin >= 0
        if not full.any():
            return [NONE] * len(rows)
        rest = self.rest[: int(end.max())].tobytes()
        try:
            found = iter(parse(rest + b"]"))
        except (ValueError, RecursionError):
            places = zip(begin[full].tolist(), end[full].tolist(), strict=True)
            found = iter([_parsed(rest[i:j], parse) for i, j in places])
        return list(found) if full.all() else [next(found) if some else NONE for some in full.tolist()]


def _parsed(data: bytes, parse: Callable[[bytes], Any]) -> Any:
    try:
        return parse(data)
    except (ValueError, RecursionError):
        return None


def held(piece: Piece, rows: NDArray[np.int64], others: Sequence[dict[str, Any]]) -> list[Article]:
    """The articles of plain lines; `others` are their other columns."""
    columns: dict[str, Iterable[Any]] = {
        **_fields(piece, rows),
        "text": piece.strings(rows),
        "extra": others,
        "found": repeat(NONE),
    }
    return made(Article, len(rows), columns)


def left(
    piece: Piece, rows: NDArray[np.int64], others: Sequence[dict[str, Any]], shelf: Shelf, base: int
) -> list[Shelved]:
    """The same for a file whose data begins at byte `base` of it; their texts stay there."""
    numbers = shelf.add(piece.start[rows] + base, piece.start[rows + 1] - piece.start[rows], piece.length[rows])
    return Shelved.left(shelf, numbers, _fields(piece, rows), others)


def spilled(piece: Piece, rows: NDArray[np.int64], others: Sequence[dict[str, Any]], spill: Spill) -> list[Shelved]:
    """The same for a temporary file that their texts are put into."""
    begin, end = piece.place[rows, 2], piece.place[rows, 3]
    numbers = spill.keep_all(piece.text[: int(end[-1])], begin, end, piece.length[rows])
    return Shelved.left(spill, numbers, _fields(piece, rows), others)


def _fields(piece: Piece, rows: NDArray[np.int64]) -> dict[str, Iterable[str | None]]:
    """The columns but the text, by their names."""
    together = piece.together(rows)
    if together is None:
        return {name: piece.column(number, rows) for number, name in _NUMBERED}
    for number in _REPEATED & together.keys():
        together[number] = list(map(intern, together[number]))
    return {name: together[number] if number in together else repeat(None) for number, name in _NUMBERED}


@cache
def names(fields: Fields) -> Named | None:
    """What the fields are called, for the kernel: in one piece, and where each begins; None if two have one name."""
    import json

    import numpy as np

    columns = [getattr(fields, name) for name in ("id", "text", *OPTIONAL)]
    if len(set(columns)) < len(columns):
        return None
    # As JSON writes them without need; a name with an escape is never met, and its lines are read the slow way.
    spelled = [json.dumps(column, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass") for column in columns]
    start = np.cumsum([0, *map(len, spelled)], dtype=np.int64)
    return np.frombuffer(b"".join(spelled), np.uint8), start


def pieces(file: BinaryIO, named: Named, begin: int, most: int) -> Iterator[tuple[int, Piece]]:
    """The lines of a file from byte `begin` on, and in which byte of the file the data of each piece begins.

    It ends before a line that has `most` bytes or more. A piece is written over when the next one is asked for, but
    for its `text`.
    """
    import numpy as np

    from syndet.kernels import lines as kernels

    file.seek(begin)
    held = 0  # bytes of a line that the chunk before broke off
    data = np.empty(CHUNK + 1 + kernels.PADDING, np.uint8)
    tables = _tables(len(data), len(named[1]) - 1)
    while True:
        room = len(data) - 1 - kernels.PADDING
        got = file.readinto(memoryview(data)[held:room])  # type: ignore[attr-defined,arg-type]
        end = held + got
        if not got:
            if held:
                data[end] = 0x0A
                yield begin, scanned(data, 0, end + 1, named, tables)
            return
        last = _last_line_end(data, held, end)
        at = 0
        while at < last:
            piece = scanned(data, at, last, named, tables)
            at = int(piece.start[-1])
            yield begin, piece
        rest = data[last:end].copy()
        held, begin = len(rest), begin + last
        if not last:
            if room >= most:
                return
            data = np.empty(2 * room + 1 + kernels.PADDING, np.uint8)
            tables = _tables(len(data), len(named[1]) - 1)
        data[:held] = rest


def _last_line_end(data: NDArray[np.uint8], begin: int, end: int) -> int:
    """Behind the last line feed of bytes begin:end; 0 if there is none."""
    at = end
    while at > begin:
        some = data[max(begin, at - 4096) : at].tobytes().rfind(b"\n")
        if some >= 0:
            return max(begin, at - 4096) + some + 1
        at -= 4096
    return 0


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """What pieces of up to so many bytes, written one over the other, have room in; touching new memory costs more."""

    start: NDArray[np.int64]
    kind: NDArray[np.uint8]
    length: NDArray[np.int32]
    place: NDArray[np.int32]
    side: NDArray[np.uint8]
    rest: NDArray[np.uint8]


def _tables(size: int, fields: int) -> _Tables:
    import numpy as np

    return _Tables(
        np.empty(_LINES + 1, np.int64),
        np.empty(_LINES, np.uint8),
        np.empty(_LINES, np.int32),
        np.empty((_LINES, 2 * fields + 2), np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.uint8),
    )


def scanned(data: NDArray[np.uint8], begin: int, end: int, named: Named, tables: _Tables) -> Piece:
    """Lines of bytes begin:end, up to `_LINES`; the last ends with a line feed and has room for `PADDING` behind it."""
    import numpy as np

    from syndet.kernels import lines as kernels

    text = np.empty(end - begin + kernels.PADDING, np.uint8)
    start, kind, length, place = tables.start, tables.kind, tables.length, tables.place
    n = kernels.scan(data, begin, end, *named, text, tables.side, tables.rest, start, kind, length, place)
    return Piece(
        data=data,
        start=start[: n + 1],
        kind=kind[:n],
        length=length[:n],
        place=place[:n],
        text=text,
        side=tables.side,
        rest=tables.rest,
    )
