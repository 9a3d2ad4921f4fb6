"""Clues from one outlet's own versions of a story: later ones grow, so the shorter of two came first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from syndet.origin import clue, overlap
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.sharing import Share, Side

_AS_LONG: Final = 0.02
_LONGER: Final = 0.06
"""Logarithm of a ratio of lengths: to the first, two versions are as long; from the second on, one has grown."""

_GROWN: Final = 0.55
_MORE: Final = 0.25
"""How much it counts that one of two is the shorter, of 1, and how much more for each e-fold of its length."""

_APART: Final = 0.4
_INSIDE: Final = 0.8
"""Share of the shorter one that the longer has: to the first, they are hardly versions of one text; from the second on,
the longer is the shorter with more."""

_LEAST: Final = 0.5
"""Factor where they are hardly versions of one text."""

_MANY: Final = 0.4
"""The power of how many times two versions there are by which it counts less: of many, some are corrections, which do
not grow."""


def find(case: Case, shares: Sequence[Share]) -> Iterator[Clue]:
    """Which versions are shorter than the others that they are linked with, and that no source outside is likely."""
    if not overlap.versions_only(case):
        return
    lengths = {article.id: max(1, len(article.text)) for article in case.members}
    shorter: dict[str, list[float]] = defaultdict(list)
    for share in shares:
        one, two = sorted((share.a, share.b), key=lambda side: (lengths[side.id], side.id))
        shorter[one.id].append(_grown(one, math.log(lengths[two.id] / lengths[one.id])))
        shorter[two.id].append(0.0)
    longest = max(lengths.values())
    for id, found in sorted(shorter.items()):
        if amount := math.fsum(found) / len(found):
            what = f"has {lengths[id] / longest:.0%} of the length of the longest version of one outlet's story"
            yield clue.about(id, "containment", "version", what, amount=amount * (2 / case.size) ** _MANY)
    yield clue.outside("containment", "own versions", "all of them are one outlet's own")


def _grown(shorter: Side, ratio: float) -> float:
    """0 to 1, how much it looks as if the longer of two versions was made from the shorter."""
    inside = _LEAST + (1 - _LEAST) * overlap.between(shorter.covered, _APART, _INSIDE)
    return overlap.between(ratio, _AS_LONG, _LONGER) * inside * min(1.0, _GROWN + _MORE * ratio)
