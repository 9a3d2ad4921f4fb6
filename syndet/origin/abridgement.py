"""Clues from abridged retellings: of members that tell one story in other words, the one that tells it most fully."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from syndet.origin import clue, overlap, sharing
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.sharing import Share

_AS_LONG: Final = math.log(1.07)
_SHORTENED: Final = math.log(1.2)
"""Logarithms of the ratio of what two members share: to the first, translators differ as much; from the second on, one
has shortened the other."""

_HARDLY: Final = 0.5
"""How much the members must look like retellings of one story, 0 to 1, for it to count at all."""


def find(case: Case, shares: Sequence[Share]) -> Iterator[Clue]:
    """The member that tells at greater length than each of the others what all tell throughout in other words.

    Who retells a story for other readers shortens it, and a common source outside would be retold at like length (see
    `overlap.retelling`). The more members are shorter, the surer: of two, either may have it from elsewhere.
    """
    if not shares or overlap.versions_only(case):
        return
    throughout = overlap.between(overlap.reworded(case, shares), _HARDLY, 1.0)
    least = {id: min(ratios.values()) for id, ratios in _longer(shares).items() if len(ratios) == case.size - 1}
    if not throughout or not least:
        return
    id = max(least, key=lambda id: (least[id], id))
    amount = throughout * overlap.between(least[id], _AS_LONG, _SHORTENED) * (1 - 1 / case.size)
    if amount:
        whom = "the other" if case.size == 2 else f"each of the other {case.size - 1}"
        words = f"takes {math.exp(least[id]) - 1:.0%} more words or more than {whom} for what all tell in other words"
        yield clue.about(id, "containment", "abridged", words, amount=amount)


def _longer(shares: Sequence[Share]) -> Mapping[str, Mapping[str, float]]:
    """For each member, and each that it is linked with, the logarithm of how much longer what they share is in it."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for share in shares:
        ratio = math.log(max(1, sharing.size(share.a.ranges)) / max(1, sharing.size(share.b.ranges)))
        found[share.a.id][share.b.id] = ratio
        found[share.b.id][share.a.id] = -ratio
    return found
