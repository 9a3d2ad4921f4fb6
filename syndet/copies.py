"""Finds copies alone, fast: UTF-8 to marks, marks to pairs worth comparing, and what two of them really share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from syndet import codepoints
from syndet.model import Link, made

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOUND: Final = 0.995
"""Share of the pairs just at the threshold that are to meet under a key; above it more do."""

ROWS: Final = 4
"""Values of a signature in a key, at most. At 0.8 that takes 11 keys. 5 would make a fifth of the chance meetings
(two that share a twentieth meet once in 15,000 times) and cost two thirds more hashing; `_least` sorts those out."""

_LANES: Final = 8
"""Values of a signature that are made at once. Measured, a shingle: 40 values 2.3 ns, 44 values 5.2, 48 values 2.5."""

CAP: Final = 32
"""Articles that may share a key, or a text, for all of them to be paired; of more, some pairs are."""

_LEADERS: Final = 16
"""Articles of a crowded bucket that the others are paired with, if they are not like one another."""

_SIGMAS: Final = 3.5
"""Deviations by which fewer values may agree than the threshold lets expect before a pair is passed over: two
pairs in ten thousand."""

_SLICE: Final = 1 << 18
"""Words of the articles that are compared at a time, in one thread: some 6 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bytes:
    """Texts as UTF-8, in one piece: text `i` is ``data[begin[i]:end[i]]``; both (n,) int64."""

    data: bytes | NDArray[np.uint8] = field(repr=False)
    begin: NDArray[np.int64] = field(repr=False)
    end: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.begin)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shared:
    """What pairs of articles have in common.

    Attributes:
        pair: (n, 2) int64, numbers of articles.
        both: (n,) int64, different word shingles that the two share.
        size: (n, 2) int64, different word shingles that each has.
    """

    pair: NDArray[np.int64] = field(repr=False)
    both: NDArray[np.int64] = field(repr=False)
    size: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.pair)

    @property
    def similar(self) -> NDArray[np.float64]:
        """(n,) their exact Jaccard similarity."""
        return self.both / (self.size.sum(axis=1) - self.both)  # type: ignore[no-any-return]

    def taken(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Shared:
        """Some of the pairs."""
        return Shared(pair=self.pair[rows], both=self.both[rows], size=self.size[rows])


def joined(parts: Sequence[Shared]) -> Shared:
    """The pairs of all parts, one part after the other."""
    import numpy as np

    parts = [Shared(pair=(none := np.empty((0, 2), np.int64)), both=none[:, 0], size=none), *parts]
    return Shared(
        pair=np.concatenate([part.pair for part in parts]),
        both=np.concatenate([part.both for part in parts]),
        size=np.concatenate([part.size for part in parts]),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """What articles are told apart by, some 150 bytes each.

    Attributes:
        first: (n,) int64, where its words begin among those of all.
        count: (n,) int32, words.
        whole: (n,) uint64, a hash of all the folded words in their order.
        key: (n, bands) uint64, spread evenly over its range.
        value: (n, permutations) uint8, the low bytes of the MinHash signature of all its word shingles.
    """

    first: NDArray[np.int64] = field(repr=False)
    count: NDArray[np.int32] = field(repr=False)
    whole: NDArray[np.uint64] = field(repr=False)
    key: NDArray[np.uint64] = field(repr=False)
    value: NDArray[np.uint8] = field(repr=False)

    def __len__(self) -> int:
        return len(self.count)


def encoded(texts: Sequence[str]) -> Bytes:
    """The texts as UTF-8; any string will do, lone surrogates included."""
    import numpy as np

    parts = [text.encode("utf-8", "surrogatepass") for text in texts]
    end = np.cumsum([len(part) for part in parts], dtype=np.int64)
    return Bytes(data=b"".join(parts), begin=np.concatenate([np.zeros(1, np.int64), end])[:-1], end=end)


def plan(threshold: float, permutations: int) -> tuple[int, int]:
    """How many bands of how many rows find `FOUND` of what is as similar as `threshold`, with so many permutations.

    As many rows as fit, up to `ROWS`; if not even one does, bands of one row, as many as there are permutations.
    Bands beyond that until their values fill the lanes of the processor, as those cost nothing.
    """
    for rows in range(ROWS, 0, -1):
        met = threshold**rows
        bands = 1 if met > FOUND else math.ceil(math.log(1 - FOUND) / math.log1p(-met))
        if bands * rows <= permutations:
            return min(bands + -bands % (_LANES // rows), permutations // rows), rows
    return permutations, 1


def words(texts: Bytes) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of the words of all texts, one after the other, and where those of each begin, one more than texts.

    Words are those of `text.scan`.
    """
    import numpy as np

    from syndet.kernels import words as kernels

    table, size = codepoints.load(), texts.end - texts.begin
    # A word has two bytes at least, one at the end. Two bytes may be folded to four code points of four bytes each,
    # with a 0 on either side; zeros follow. Edges are those of words.
    longest = int(size.max(initial=0))
    fold, edge = np.empty(9 * longest + 256, np.uint8), np.empty(longest + 4, np.int32)
    word, start = np.empty(int(size.sum()) // 2 + len(texts), np.uint32), np.empty(len(texts) + 1, np.int64)
    data = np.frombuffer(texts.data, np.uint8)
    kernels.words(
        data, texts.begin, texts.end, table.pages, table.entries, table.expansions, fold, edge, word, start
    )  # fmt: skip
    return word[: int(start[-1])], start


def mark(
    word: NDArray[np.uint32],
    start: NDArray[np.int64],
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    *,
    shingle: int,
    bands: int,
) -> Marks:
    """The marks of some texts, in their order; those of one do not depend on the others.

    `word`, `start`: what `words` gives. `a`, `b`: the permutations ``a * h + b mod 2**32``, a whole number of them a
    band.
    """
    import numpy as np

    from syndet.kernels import marks as kernels

    n = len(start) - 1
    marks = Marks(
        first=start[:-1],
        count=np.empty(n, np.int32),
        whole=np.empty(n, np.uint64),
        key=np.empty((n, bands), np.uint64),
        value=np.empty((n, len(a)), np.uint8),
    )
    mixed, row = np.empty(int(np.diff(start).max(initial=0)), np.uint32), np.empty(len(a), np.uint32)
    kernels.mark(word, start, shingle, a, b, mixed, row, marks.count, marks.whole, marks.key, marks.value)
    return marks


def gathered(parts: list[Marks], order: NDArray[np.int64]) -> Marks:
    """The marks of all parts, counted through, in this order, which may leave some out.

    `parts`: one or more; the list is emptied on the way.
    """
    import numpy as np

    begin = np.cumsum([0, *map(len, parts)])
    as_they_are = len(order) == begin[-1] and bool((order == np.arange(len(order))).all())
    rising = np.argsort(order, kind="stable")
    cuts = np.searchsorted(order[rising], begin)
    columns = {column.name: [getattr(part, column.name) for part in parts] for column in fields(Marks)}
    parts.clear()

    def whole(pieces: list[NDArray[Any]]) -> NDArray[Any]:
        if as_they_are:
            return np.concatenate(pieces)
        column = np.empty((len(order), *pieces[0].shape[1:]), pieces[0].dtype)
        for number, piece in enumerate(pieces):
            rows = rising[cuts[number] : cuts[number + 1]]
            column[rows] = piece[order[rows] - begin[number]]
        return column

    # A column at a time, so that only one stands there twice.
    return Marks(**{name: whole(columns.pop(name)) for name in [*columns]})


def leaders(marks: Marks) -> NDArray[np.int64]:
    """(n,) int64, for each article the first one with the same words in the same order; itself if it has none."""
    import numpy as np

    order = np.argsort(marks.whole, kind="stable")
    begins = np.diff(marks.whole[order], prepend=~marks.whole[order[:1]]) != 0
    leader = np.empty_like(order)
    leader[order] = order[begins][np.cumsum(begins) - 1]
    return np.where(marks.count > 0, leader, np.arange(len(marks)))


def spread(found: Shared, leader: NDArray[np.int64]) -> Shared:
    """The pairs of articles that pairs of texts stand for, and those with the same words; all of some, a star of many.

    In the order of their numbers. `leader`: what `leaders` gives.
    """
    import numpy as np

    alike = np.argsort(leader, kind="stable")  # each text after the one that leads it, in their order
    size = np.bincount(leader, minlength=len(leader))
    begin = np.cumsum(size) - size
    these, those = size[found.pair].T
    many = these * those > CAP  # then the first of each is paired with all of the other
    row, k = _counted(np.where(many, these + those - 1, these * those))
    many, those = many[row], those[row]
    x = np.where(many, np.maximum(k - those + 1, 0), k // those)
    y = np.where(many, np.where(k < those, k, 0), k % those)
    pair = alike[begin[found.pair[row]] + np.stack([x, y], axis=1)]
    turned = pair[:, 0] > pair[:, 1]
    pair[turned], sizes = pair[turned, ::-1], found.size[row]
    sizes[turned] = sizes[turned, ::-1]
    # Of those with the same words each is paired with all before it, or with the first of many.
    place = np.arange(len(alike)) - begin[leader[alike]]
    later, k = _counted(np.where(size[leader[alike]] > CAP, np.minimum(place, 1), place))
    same = np.stack([alike[begin[leader[alike[later]]] + k], alike[later]], axis=1)
    ones = np.ones_like(same)
    whole = joined([Shared(pair=pair, both=found.both[row], size=sizes), Shared(pair=same, both=ones[:, 0], size=ones)])
    return whole.taken(np.lexsort((whole.pair[:, 1], whole.pair[:, 0])))


def _counted(times: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each row so many times, and beside it 0, 1, 2 and so on for each."""
    import numpy as np

    row = np.repeat(np.arange(len(times)), times)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)


def candidates(
    marks: Marks, articles: NDArray[np.int64], *, threshold: float, each: Callable[..., Iterable[Any]] = map
) -> NDArray[np.int64]:
    """(n, 2) int64, pairs of the articles that may be copies, the smaller first; what hangs together stands together.

    Pairs share a key, and about as many values of their signatures as copies do. Under a key that more
    than `CAP` articles have, each is paired with one that it is like and with its neighbour: linear, and a story in
    500 papers hangs together. Articles without words are in no pair. `each` is handed the work on bands.
    """
    import numpy as np

    from syndet.kernels import components
    from syndet.kernels import copies as kernels

    articles = articles[marks.count[articles] > 0]
    bits = np.uint64(max(len(marks) - 1, 1).bit_length())
    least = _least(threshold, marks.value.shape[1])

    def met(band: int) -> NDArray[np.uint64]:
        packed = marks.key[articles, band] >> bits << bits | articles.astype(np.uint64)
        packed.sort()
        out, leader = np.empty(len(articles) * CAP // 2 + 1, np.uint64), np.empty(_LEADERS, np.int64)
        return out[: kernels.meet(packed, int(bits), marks.value, least, CAP, leader, out)].copy()

    code = np.concatenate([np.empty(0, np.uint64), *each(met, range(marks.key.shape[1]))])
    code.sort()
    code = code[np.diff(code, prepend=np.uint64(0)) > 0]  # no pair is 0 and 0; np.unique takes longer
    pair = np.stack([code >> np.uint64(32), code & np.uint64(0xFFFFFFFF)], axis=1).astype(np.int64)
    root = np.arange(len(marks), dtype=np.int64)
    components.join(pair, root)
    return pair[np.argsort(root[pair[:, 0]], kind="stable")]


def _least(threshold: float, permutations: int) -> int:
    """How many values of two signatures must agree; of those just at the threshold hardly any fall short."""
    expected = permutations * threshold
    return math.floor(expected - _SIGMAS * math.sqrt(expected * (1 - threshold)))


def slices(pairs: NDArray[np.int64], marks: Marks) -> Iterator[NDArray[np.int64]]:
    """The pairs in parts, in their order, each with articles of a like number of words."""
    import numpy as np

    # An article is weighed where it comes up first since another part began: a bound, exact where parts do not cut.
    words = np.cumsum(marks.count[pairs].sum(axis=1))
    cuts = np.searchsorted(words, np.arange(0, int(words[-1]) if len(words) else 0, _SLICE)[1:])
    return iter(np.split(pairs, cuts[np.diff(cuts, prepend=0) > 0]))  # np.unique loads masked arrays, 15 ms


def shared(word: NDArray[np.uint32], marks: Marks, pairs: NDArray[np.int64], *, shingle: int) -> Shared:
    """What the texts of each pair have in common: sets of word shingles, counted exactly.

    `word`: the words of all texts, where `marks` say that they begin.
    """
    import numpy as np

    from syndet.kernels import marks as kernels

    articles = np.sort(pairs, axis=None)
    articles = articles[np.diff(articles, prepend=-1) != 0]
    places = np.searchsorted(articles, pairs)
    first, count = marks.first[articles], marks.count[articles]
    table = np.empty(8 * int(count.max(initial=0)) + 16, np.uint64)  # a quarter full at most
    element = np.empty(int(count.sum()), np.uint64)
    start, both = np.empty(len(articles) + 1, np.int64), np.empty(len(pairs), np.int64)
    kernels.shared(word, first, count, shingle, places, table, element, start, both)
    return Shared(pair=pairs, both=both, size=np.diff(start)[places])


def links(ids: Sequence[str], found: Shared) -> list[Link]:
    """The links of pairs of copies; `ids` are those of all articles.

    Without passages: how much of each the other has is told in shingles.
    """
    (a, b), (size_a, size_b) = found.pair.T.tolist(), found.size.T
    jaccard, count = _rounded(found.similar), len(found)
    columns: dict[str, Iterable[object]] = {
        "a": map(ids.__getitem__, a),
        "b": map(ids.__getitem__, b),
        "kind": repeat("copy", count),
        "how": repeat(None, count),
        "coverage_a": _rounded(found.both / size_a),
        "coverage_b": _rounded(found.both / size_b),
        "strength": jaccard,
        "score": jaccard,
        "jaccard": jaccard,
        "passages": repeat((), count),
    }
    return made(Link, count, columns)


def _rounded(shares: NDArray[np.float64]) -> list[float]:
    """To four places, as Python rounds; numpy multiplies, which is off where that comes near to a half."""
    import numpy as np

    scaled = shares * 10_000
    rounded = np.rint(scaled) / 10_000
    for place in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6).tolist():
        rounded[place] = round(float(shares[place]), 4)
    return rounded.tolist()  # type: ignore[no-any-return]
