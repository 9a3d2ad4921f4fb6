"""Clues from abridged retellings: of members that tell one story in other words, the one that has most words for it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from syndet.origin import clue, overlap
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.sharing import Share

_AHEAD: Final = 0.05
"""Logarithm of the ratio of the different words of two members from which on it is surely not chance who has more."""

_HARDLY: Final = 0.7
"""How much the members must look like retellings of one story, 0 to 1, for it to count at all."""


def find(case: Case, shares: Sequence[Share], leads: Sequence[float], reworded: float, apart: float) -> Iterator[Clue]:
    """The member that has more different words than each of the others for what all tell throughout in other words.

    Who retells a story for other readers takes plainer words and fewer, and retellings of a common source outside would
    have as many each (see `overlap.retelling`). `leads` are those of the shares (see `vocabulary`); `reworded` and
    `apart`, 0 to 1, are how much all tell one story in other words, and how much some in fewer. The more members have
    fewer, the surer: of two, either may have it from elsewhere.
    """
    throughout = overlap.between(reworded, _HARDLY, 1.0) * apart
    ahead = {id: found for id, found in _ahead(shares, leads).items() if len(found) == case.size - 1}
    if not throughout or not ahead:
        return
    id = max(ahead, key=lambda id: (min(ahead[id]), id))
    amount = throughout * overlap.between(min(ahead[id]), 0.0, _AHEAD) * (1 - 1 / case.size)
    if amount:
        whom = "the other" if case.size == 2 else f"the other {case.size - 1} on average"
        more = math.exp(math.fsum(ahead[id]) / len(ahead[id])) - 1
        words = f"has {more:.0%} more different words than {whom} for what all tell in words of their own"
        yield clue.about(id, "containment", "abridged", words, amount=amount)


def _ahead(shares: Sequence[Share], leads: Sequence[float]) -> Mapping[str, Sequence[float]]:
    """For each member its lead over each that it is linked with."""
    found: dict[str, list[float]] = defaultdict(list)
    for share, lead in zip(shares, leads, strict=True):
        found[share.a.id].append(lead)
        found[share.b.id].append(-lead)
    return found
