"""What each member of a case has of the others: shares that are carried, missing ends, what nothing explains."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.model import Link, Manner, Passage
from syndet.origin.case import Case

Ranges = list[tuple[int, int]]
"""Stretches of a text in code points, in order and apart."""

_WHOLE: Final = 0.85
"""Share of a member's words from which on all of it counts as covered: a headline and a byline are its own."""
_MARGIN: Final = 0.1
"""How much less of the other must be covered."""
_ENDS: Final = 0.08
"""Share of a text at its end that the other lacks if that was cut from the bottom."""
_RUNS_OUT: Final = 0.03
"""Share at the end of the other that may be its own all the same: a credit, a line about the author."""


@dataclass(frozen=True, slots=True)
class Side:
    """One article of a link, and what the link says of it.

    Attributes:
        covered: 0 to 1, share of its words in passages.
        ranges: where they are.
        size: code points in them.
        tail: 0 to 1, share of its text after the last of them.
    """

    id: str
    covered: float
    ranges: Ranges
    size: int
    tail: float


@dataclass(frozen=True, slots=True)
class Share:
    """What two members share.

    Attributes:
        identical: 0 to 1, share of the words of its passages that stand in common runs.
        verbatim: 0 to 1, share of its text in passages that are verbatim.
        how: the kind of passage that covers most of it; "quote" if nearly all is quoted.
    """

    a: Side
    b: Side
    identical: float
    verbatim: float
    how: Manner

    def seen_from(self, id: str) -> tuple[Side, Side]:
        """The side of this article and the other."""
        return (self.a, self.b) if id == self.a.id else (self.b, self.a)


def carries_all(own: Side, other: Side) -> bool:
    """Whether one article has all of the other and more."""
    return other.covered >= _WHOLE and own.covered <= other.covered - _MARGIN


def goes_on(own: Side, other: Side) -> bool:
    """Whether one article goes on where the other ends."""
    return own.tail >= _ENDS and other.tail <= _RUNS_OUT


def find(case: Case) -> list[Share]:
    """What each linked pair of members shares, in the order of the links; pairs without passages are left out."""
    lengths = {article.id: max(1, len(article.text)) for article in case.members}
    return [_share(link, lengths) for link in case.links if link.passages]


def _share(link: Link, lengths: dict[str, int]) -> Share:
    passages = link.passages
    sizes = [passage.length for passage in passages]
    total = sum(sizes) or 1
    first = merged([(passage.a_start, passage.a_end) for passage in passages])
    second = merged([(passage.b_start, passage.b_end) for passage in passages])
    verbatim = sum(length for length, passage in zip(sizes, passages, strict=True) if passage.kind == "verbatim")
    return Share(
        a=Side(link.a, link.coverage_a, first, size(first), 1 - first[-1][1] / lengths[link.a]),
        b=Side(link.b, link.coverage_b, second, size(second), 1 - second[-1][1] / lengths[link.b]),
        identical=math.fsum([length * each.identical for length, each in zip(sizes, passages, strict=True)]) / total,
        verbatim=verbatim / total,
        how=link.how or _how(passages, sizes),
    )


def _how(passages: Sequence[Passage], sizes: Sequence[int]) -> Manner:
    lengths: Counter[Manner] = Counter()
    for passage, length in zip(passages, sizes, strict=True):
        lengths[passage.kind] += length
    return lengths.most_common(1)[0][0]


def carried(case: Case, shares: Iterable[Share]) -> dict[str, float]:
    """0 to 1 for each member, how much it has, in the same words, of those it is linked with, on average over them.

    A large cluster has not every pair linked, so that pairs without a link say nothing; nor do members without any.
    """
    parts: dict[str, list[float]] = {article.id: [] for article in case.members}
    for share in shares:
        parts[share.a.id].append(share.b.covered * share.identical)
        parts[share.b.id].append(share.a.covered * share.identical)
    means = {id: math.fsum(found) / len(found) for id, found in parts.items() if found}
    middle = math.fsum(means.values()) / len(means) if means else 0.0
    return {id: means.get(id, middle) for id in parts}


def unexplained(shares: Iterable[Share], id: str) -> float:
    """0 to 1, the part of all shared text that others have in common with each other and this member does not have.

    Of members that it is not linked with nothing is known: in a large cluster not every pair is compared.
    """
    shares = list(shares)
    own: dict[str, Ranges] = {}
    for share in shares:
        if id in (share.a.id, share.b.id):
            other = share.seen_from(id)[1]
            own[other.id] = other.ranges
    missing = total = 0
    for share in shares:
        for side in (share.a, share.b):
            total += side.size
            if share.a.id in own and share.b.id in own:
                missing += side.size - common(side.ranges, own[side.id])
    return missing / total if total else 0.0


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges in order, those that overlap made one."""
    ranges = sorted(ranges)
    made: Ranges = ranges[:1]
    for start, end in ranges[1:]:
        if start > made[-1][1]:
            made.append((start, end))
        elif end > made[-1][1]:
            made[-1] = (made[-1][0], end)
    return made


def size(ranges: Iterable[tuple[int, int]]) -> int:
    """Code points in ranges that lie apart."""
    return sum([end - start for start, end in ranges])


def common(one: Ranges, two: Ranges) -> int:
    """Code points that two lists of ranges have in common; each list in order and apart."""
    total = i = k = 0
    while i < len(one) and k < len(two):
        total += max(0, min(one[i][1], two[k][1]) - max(one[i][0], two[k][0]))
        if one[i][1] < two[k][1]:
            i += 1
        else:
            k += 1
    return total


def everywhere(shares: Iterable[Share]) -> dict[str, Ranges]:
    """The stretches of each member that stand in a passage with any other."""
    ranges: dict[str, Ranges] = defaultdict(list)
    for share in shares:
        for side in (share.a, share.b):
            ranges[side.id] += side.ranges
    return {id: merged(found) for id, found in ranges.items()}
