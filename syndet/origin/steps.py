"""What it takes to make one member's text of another's: the asymmetric distances of text phylogeny."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING, Final

from syndet.model import Article, Link, PassageKind
from syndet.origin.case import Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[int, int]
"""Two members by their places in the case."""

_BLOCK: Final = 10
"""Words in a row that one text lacks from which on they were added to the other; fewer are a change of words."""

_ALL: Final = 64
"""Members up to which all pairs are measured; of more those with a link, and those that share what few have."""

_FEW: Final = 8
"""Members up to which what they share tells who is near to whom."""

_NEAREST: Final = 8
"""Members without a link that are measured with each, at most, in a large cluster."""

_PART: Final = 1 << 20
"""Code points whose shingles are numbered at a time; each takes 45 bytes meanwhile."""

_LEAST: Final = 0.2
"""Share of the shorter text that two members without a link must share to be relatives."""

_LETTERS: Final = 6
"""Code points of a word and the space after it, for texts whose words nobody counts."""


@dataclass(frozen=True, slots=True)
class Step:
    """What leads from one text to another, in words.

    Attributes:
        added: of the other text, that stand in long stretches which the first does not have.
        changed: of the other text, that stand otherwise in the first, a few at a time.
        retold: of the other text, in long stretches that the first says in other words.
        dropped: of the first text, in long stretches that the other does not have.
        same: of the other text, that the first has too.
    """

    added: float
    changed: float
    retold: float
    dropped: float
    same: float

    @property
    def how(self) -> PassageKind:
        """How the other text was made from the first, as passages are called."""
        identical = self.same / (self.same + self.changed + self.retold or 1.0)
        return "verbatim" if identical >= VERBATIM else "edited" if identical >= EDITED else "paraphrased"


VERBATIM: Final = 0.9
EDITED: Final = 0.5
"""Share of the common words that stand unchanged from which on a step is called so."""


def find(case: Case) -> dict[Pair, Step]:
    """The steps between members that are relatives, from the first of each pair to the second, both ways round.

    Relatives have a link or share a good part of the shorter text. The texts of two members are not
    read: their link tells enough. Takes time linear in the length of the texts and the number of the links.
    """
    place = {article.id: number for number, article in enumerate(case.members)}
    links = {(place[link.a], place[link.b]): link for link in case.links}
    if case.size < 3:
        return dict(_by_coverage(case.members, links))
    return dict(_by_words(case.members, links))


def _by_coverage(members: Sequence[Article], links: Mapping[Pair, Link]) -> Iterator[tuple[Pair, Step]]:
    words = [len(article.text) / _LETTERS for article in members]
    for (a, b), link in links.items():
        only_a, only_b = (1 - link.coverage_a) * words[a], (1 - link.coverage_b) * words[b]
        identical = _identical(link)
        for pair, first, other in (((a, b), only_a, words[b] - only_b), ((b, a), only_b, words[a] - only_a)):
            retold = (1 - identical) * other
            yield pair, Step(words[pair[1]] - other, 0.0, retold, first, other - retold)


def _identical(link: Link) -> float:
    """0 to 1, share of the shared text that stands in common runs of words."""
    total = sum(passage.length for passage in link.passages)
    return math.fsum(passage.length * passage.identical for passage in link.passages) / total if total else 1.0


def _by_words(members: Sequence[Article], links: Mapping[Pair, Link]) -> Iterator[tuple[Pair, Step]]:
    number, shingles = _shingles(members)
    size = shingles.sizes()
    near = _near(number, shingles, links)
    lacking = _lacking(shingles, sorted({(number[a], number[b]) for a, b in near}))
    for a, b in near:
        link = links.get((a, b)) or links.get((b, a))
        there, back = lacking[number[a], number[b]], lacking[number[b], number[a]]
        size_a, size_b = size[number[a]], size[number[b]]
        if link or _akin(there, size_b) or _akin(back, size_a):
            cover_a, cover_b = _coverage(link, (a, b) in links)
            added, dropped = min(there[0], (1 - cover_b) * size_b), min(back[0], (1 - cover_a) * size_a)
            yield (a, b), Step(added, there[1], there[0] - added, dropped, size_b - sum(there))


def _akin(lacking: tuple[int, int], size: int) -> bool:
    """Whether a text of so many places has a good part of them from another that lacks so many."""
    return size > 0 and size - sum(lacking) >= _LEAST * size


def _coverage(link: Link | None, forward: bool) -> tuple[float, float]:
    if link is None:
        return 0.0, 0.0
    return (link.coverage_a, link.coverage_b) if forward else (link.coverage_b, link.coverage_a)


def _lacking(shingles: _Shingles, pairs: Sequence[Pair]) -> dict[Pair, tuple[int, int]]:
    """For each pair of texts how many places of the second the first does not have, in long runs and in short ones."""
    import numpy as np

    from syndet.kernels import shingles as kernel

    out = np.empty((len(pairs), 2), np.int64)
    held = np.full(shingles.distinct, -1, np.int64)
    kernel.lacking(shingles.place, shingles.start, np.array(pairs, np.int64).reshape(-1, 2), _BLOCK, held, out)
    return {pair: (long, short) for pair, (long, short) in zip(pairs, out.tolist(), strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class _Shingles:
    """The runs of words of each text, as numbers.

    Attributes:
        place: (n,) int64, the number of the shingle at each place; the same shingle, the same number.
        start: (texts + 1,) int64, where the places of each begin.
        distinct: how many shingles there are.
    """

    place: NDArray[np.int64]
    start: NDArray[np.int64]
    distinct: int

    def sizes(self) -> list[int]:
        """How many places each text has."""
        return (self.start[1:] - self.start[:-1]).tolist()  # type: ignore[no-any-return]


def _shingles(members: Sequence[Article]) -> tuple[list[int], _Shingles]:
    """Which text each member has, and their shingles; a text that thousands have is looked at once."""
    import numpy as np

    from syndet.kernels import shingles as kernel

    texts: dict[str, int] = {}
    number = [texts.setdefault(_text(article), len(texts)) for article in members]
    keys, numbers, distinct = np.zeros(0, np.uint64), np.zeros(0, np.int64), 0
    places, sizes = [], [np.zeros(1, np.int64)]
    for part in _parts(texts):
        codes = np.frombuffer("".join(part).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint32, copy=False)
        first, start = np.zeros(len(part) + 1, np.int64), np.empty(len(part) + 1, np.int64)
        np.cumsum([len(text) for text in part], out=first[1:])
        # Thousands of reprints share nearly all they have, so the table stays small.
        keys, numbers = _roomy(keys, numbers, distinct + len(codes))
        kinds = _kinds(_BASIC if codes.max(initial=0) < _BASIC else sys.maxunicode + 1)
        place = np.empty(len(codes), np.int64)
        distinct = int(kernel.number(codes, first, kinds, distinct, keys, numbers, place, start))
        places.append(place[: start[-1]].copy())
        sizes.append(np.diff(start))
    return number, _Shingles(np.concatenate(places), np.cumsum(np.concatenate(sizes)), distinct)


def _roomy(
    keys: NDArray[np.uint64], numbers: NDArray[np.int64], values: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The table of shingles, in larger arrays if they have no room for so many values."""
    import numpy as np

    from syndet.kernels import shingles as kernel

    slots = 1 << values.bit_length()
    if slots <= len(keys):
        return keys, numbers
    new = np.zeros(slots, np.uint64), np.empty(slots, np.int64)
    if len(keys):
        kernel.move(keys, numbers, *new)
    return new


def _parts(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in stretches of a like length, one of them at least."""
    part: list[str] = []
    length = 0
    for text in texts:
        if part and length + len(text) > _PART:
            yield part
            part, length = [], 0
        part.append(text)
        length += len(text)
    yield part


def _text(article: Article) -> str:
    """The headline, where the text does not begin with it, and the text, without case."""
    title = "" if article.title is None or article.text.startswith(article.title) else f"{article.title}\n\n"
    return f"{title}{article.text}".casefold()


@cache
def _kinds(size: int) -> NDArray[np.uint8]:
    """What the first `size` code points are: of a word, white space, or a word by themselves."""
    import numpy as np

    from syndet.kernels import shingles as kernel

    every = list(map(chr, range(size)))
    kinds = np.fromiter(map(str.isalnum, every), np.uint8, size) * np.uint8(kernel.WORD)
    kinds |= np.fromiter(map(str.isspace, every), np.uint8, size) * np.uint8(kernel.SPACE)
    for first, last in UNSPACED:
        kinds[first : last + 1] |= kernel.SINGLE
    return kinds


UNSPACED: Final = ((0x0E00, 0x0EFF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
"""First and last code points of scripts that put no spaces between words: each letter is one."""

_BASIC: Final = 0x10000
"""Code points that are looked up first: hardly a text has others."""


def _near(number: Sequence[int], shingles: _Shingles, links: Mapping[Pair, Link]) -> list[Pair]:
    """The pairs of members to measure, sorted, both ways round; `number` says which text each has."""
    members = len(number)
    if members <= _ALL:
        return list(permutations(range(members), 2))
    near = set(links)
    if 2 * len(links) < members * (members - 1):
        first = {text: member for member, text in zip(range(members)[::-1], number[::-1], strict=True)}
        near.update((first[a], first[b]) for a, b in _sharers(shingles))
    return sorted(near | {(b, a) for a, b in near})


def _sharers(shingles: _Shingles) -> list[Pair]:
    """For each text those that share most of what few have."""
    import numpy as np

    texts = len(shingles.start) - 1
    owner = np.repeat(np.arange(texts), np.diff(shingles.start))
    carried = np.unique(shingles.place * texts + owner)
    _, count = np.unique(carried // texts, return_counts=True)
    few = carried[np.repeat((count > 1) & (count <= _FEW), count)]
    pairs = [few[:0]]
    for by in range(1, min(_FEW, len(few))):
        same = few[:-by] // texts == few[by:] // texts
        pairs.append((few[:-by] % texts * texts + few[by:] % texts)[same])
    once, times = np.unique(np.concatenate(pairs), return_counts=True)
    a, b = np.concatenate([once // texts, once % texts]), np.concatenate([once % texts, once // texts])
    order = np.lexsort((b, -np.concatenate([times, times]), a))
    a, b = a[order], b[order]
    kept = np.arange(len(a)) - np.searchsorted(a, a) < _NEAREST
    return list(zip(a[kept].tolist(), b[kept].tolist(), strict=True))
