"""What it takes to make one member's text of another's: the asymmetric distances of text phylogeny."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from syndet.model import Article, Link, PassageKind
from syndet.origin.case import Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[int, int]
"""Two members by their places in the case."""

_SHINGLE: Final = 3
"""Words that follow each other and count as one: enough that two texts seldom share one by chance."""

_BLOCK: Final = 10
"""Words in a row that one text lacks from which on they were added to the other; fewer are a change of words."""

_ALL: Final = 64
"""Members up to which all pairs are measured; of more those with a link, and those that share what few have."""

_FEW: Final = 8
"""Members up to which what they share tells who is near to whom."""

_NEAREST: Final = 8
"""Members without a link that are measured with each, at most, in a large cluster."""

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
    import numpy as np

    shingles = _shingles(members)
    size = [len(own) for own in shingles]
    near = _near(shingles, links)
    has = np.zeros(1 + max((int(own.max()) for own in shingles if len(own)), default=0), bool)
    lacking: dict[Pair, tuple[int, int]] = {}
    for a, partners in near.items():
        has[shingles[a]] = True
        missing = _lacking([has[shingles[b]] for b in partners])
        lacking.update(zip(((a, b) for b in partners), missing, strict=True))
        has[shingles[a]] = False
    for (a, b), (long, short) in lacking.items():
        link = links.get((a, b)) or links.get((b, a))
        if link or _akin(lacking[a, b], size[b]) or _akin(lacking[b, a], size[a]):
            cover_a, cover_b = _coverage(link, (a, b) in links)
            added, dropped = min(long, (1 - cover_b) * size[b]), min(lacking[b, a][0], (1 - cover_a) * size[a])
            yield (a, b), Step(added, short, long - added, dropped, size[b] - long - short)


def _akin(lacking: tuple[int, int], size: int) -> bool:
    """Whether a text of so many places has a good part of them from another that lacks so many."""
    return size > 0 and size - sum(lacking) >= _LEAST * size


def _coverage(link: Link | None, forward: bool) -> tuple[float, float]:
    if link is None:
        return 0.0, 0.0
    return (link.coverage_a, link.coverage_b) if forward else (link.coverage_b, link.coverage_a)


def _lacking(known: Sequence[NDArray[np.bool_]]) -> list[tuple[int, int]]:
    """For each text how many of its places are not known, in long runs and in short ones."""
    import numpy as np

    if not known:
        return []
    border = np.ones(1, bool)
    row = np.concatenate([border, *(part for text in known for part in (text, border))])
    edges = np.flatnonzero(row[1:] != row[:-1])
    starts, runs = edges[::2], edges[1::2] - edges[::2]
    ends = np.cumsum([len(text) + 1 for text in known])
    text = np.searchsorted(ends, starts, side="right")
    long = runs >= _BLOCK
    totals = [np.bincount(text[which], runs[which], len(known)).astype(int).tolist() for which in (long, ~long)]
    return list(zip(*totals, strict=True))


_WORD: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+|\n\s*\n")
"""A word, a letter of a script that puts no spaces between words, or the end of a paragraph, which copies keep."""


def _shingles(members: Sequence[Article]) -> list[NDArray[np.int64]]:
    """For each member the number of the shingle at each of its places; the same shingle, the same number."""
    import numpy as np

    numbers: dict[str, int] = {}
    words = [[numbers.setdefault(word, len(numbers)) for word in _words(article)] for article in members]
    codes = [_codes(np.array(own, np.int64), len(numbers)) for own in words]
    found = np.unique(np.concatenate(codes), return_inverse=True)[1].reshape(-1)
    return np.split(found, np.cumsum([len(code) for code in codes])[:-1])


def _words(article: Article) -> list[str]:
    """The words of an article, its headline among them, without case; ends of paragraphs are all the same word."""
    title = "" if article.title is None or article.text.startswith(article.title) else f"{article.title}\n\n"
    return [word if word.strip() else "\n" for word in _WORD.findall(f"{title}{article.text}".casefold())]


def _codes(words: NDArray[np.int64], base: int) -> NDArray[np.int64]:
    """Each run of words as one number; of different runs different ones, up to two million words in a cluster."""
    last = len(words) - _SHINGLE + 1
    if last < 1:
        return words[:0]
    code = words[:last].copy()
    for n in range(1, _SHINGLE):
        code = code * base + words[n : n + last]
    return code


def _near(shingles: Sequence[NDArray[np.int64]], links: Mapping[Pair, Link]) -> dict[int, list[int]]:
    """The members to measure each one with, sorted, both ways round."""
    members = range(len(shingles))
    if len(shingles) <= _ALL:
        return {a: [b for b in members if b != a] for a in members}
    near: dict[int, set[int]] = {a: set() for a in members}
    for a, b in (*links, *(_sharers(shingles) if 2 * len(links) < len(shingles) * (len(shingles) - 1) else ())):
        near[a].add(b)
        near[b].add(a)
    return {a: sorted(partners) for a, partners in near.items()}


def _sharers(shingles: Sequence[NDArray[np.int64]]) -> list[Pair]:
    """For each member those that share most of what few have."""
    import numpy as np

    members = len(shingles)
    owner = np.repeat(np.arange(members), [len(own) for own in shingles])
    carried = np.unique(np.concatenate(shingles) * members + owner)
    _, count = np.unique(carried // members, return_counts=True)
    few = carried[np.repeat((count > 1) & (count <= _FEW), count)]
    pairs = [few[:0]]
    for by in range(1, min(_FEW, len(few))):
        same = few[:-by] // members == few[by:] // members
        pairs.append((few[:-by] % members * members + few[by:] % members)[same])
    once, times = np.unique(np.concatenate(pairs), return_counts=True)
    a, b = np.concatenate([once // members, once % members]), np.concatenate([once % members, once // members])
    order = np.lexsort((b, -np.concatenate([times, times]), a))
    a, b = a[order], b[order]
    kept = np.arange(len(a)) - np.searchsorted(a, a) < _NEAREST
    return list(zip(a[kept].tolist(), b[kept].tolist(), strict=True))
