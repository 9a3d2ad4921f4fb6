"""Clues from the passages: who carries the others, who goes on where they end, and who retells a source outside."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from syndet.origin import clue, sharing
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.sharing import Share

_REWORDED: Final = 0.75
_COPIED: Final = 0.9
"""Mean share of the shared words that stand in common runs: to the first, every passage is reworded; from the second
on, text was copied."""
_VERBATIM: Final = 0.35
"""Share of the shared text that may be verbatim all the same: short sentences often come out alike."""
_THROUGHOUT: Final = 0.8
"""Mean share of the members' words in passages from which on a story is retold throughout."""
_ONE_STORY: Final = 0.4
"""The same from which on it may be called one story."""

_PARTLY: Final = 0.8
_WHOLLY: Final = 0.97
"""Share of the members' words in passages: to the first, each has much of its own; from the second on, it is the
whole text that is retold."""
_FULLER: Final = math.log(1.5)
"""Logarithm of a ratio of what two members share from which on one has shortened the other."""

_QUOTED: Final = 0.8
"""Share of the shared words in quotation marks from which on they are what somebody said."""
_NOTHING: Final = 0.05
"""Share of what members have in common that the one which carries most may lack."""


def containment(case: Case, shares: Sequence[Share], carried: Mapping[str, float]) -> Iterator[Clue]:
    """The members that carry more of the others than the average does, and those that go on where others end.

    Not of one outlet's versions, for which the rules turn round: see `versions`.
    """
    if versions_only(case):
        return
    mean = math.fsum(carried.values()) / case.size
    for id, share in carried.items():
        if share > mean + _LITTLE:
            what = f"carries {share:.0%} of the others' words" if case.size > 2 else _carries(shares, id)
            yield clue.about(id, "containment", "carries", what, amount=share - mean)
    yield from _cut(case, shares)
    yield from _fuller(case, shares)


def _carries(shares: Sequence[Share], id: str) -> str:
    own, other = shares[0].seen_from(id)
    if sharing.carries_all(own, other):
        return f"carries all of {other.id}"
    return f"carries {other.covered:.0%} of {other.id}, which carries {own.covered:.0%} of it"


def _cut(case: Case, shares: Sequence[Share]) -> Iterator[Clue]:
    """The members that go on where more of the others end than go on where they do."""
    ends: dict[str, list[str]] = {article.id: [] for article in case.members}
    ended: Counter[str] = Counter()
    linked: Counter[str] = Counter()
    for share in shares:
        for own, other in ((share.a, share.b), (share.b, share.a)):
            linked[own.id] += 1
            if sharing.goes_on(own, other):
                ends[own.id].append(other.id)
                ended[other.id] += 1
    for id, others in ends.items():
        if len(others) > ended[id]:
            what = f"goes on where {clue.and_more(min(others), len(others), 0)} ends"
            if len(others) > 1:
                what = what.removesuffix("s")
            amount = (len(others) - ended[id]) / linked[id]
            yield clue.about(id, "containment", "cut", f"{what}, as copies cut from the bottom do", amount=amount)


def _fuller(case: Case, shares: Sequence[Share]) -> Iterator[Clue]:
    """The members that say what they share at greater length than the others do."""
    ratios: dict[str, list[float]] = {article.id: [] for article in case.members}
    for share in shares:
        if share.identical >= _COPIED:
            continue
        ratio = math.log(max(1, share.a.size) / max(1, share.b.size))
        ratios[share.a.id].append(ratio)
        ratios[share.b.id].append(-ratio)
    for id, found in ratios.items():
        if found and (mean := math.fsum(found) / len(found)) > _ALIKE:
            what = f"tells what it shares in {math.exp(mean) - 1:.0%} more words"
            yield clue.about(id, "containment", "fuller", what, amount=min(1.0, mean / _FULLER))


_LITTLE: Final = 0.02
"""Share of the others' words by which a member must exceed the average to be spoken of."""
_ALIKE: Final = 0.07
"""Logarithm of such a ratio that says nothing."""


def versions_only(case: Case) -> bool:
    """Whether all members are of one outlet: versions of its own story, of which the later ones grow."""
    return len(case.outlets) == case.size and len(set(case.outlets.values())) == 1


def unexplained(case: Case, shares: Sequence[Share], carried: Mapping[str, float]) -> Iterator[Clue]:
    """That members share with each other what the one which carries most does not have."""
    if case.size < 3 or not shares or versions_only(case):
        return
    best = max(carried, key=lambda id: (carried[id], id))
    missing = sharing.unexplained(shares, best)
    if missing > _NOTHING:
        clause = f"{missing:.0%} of what is shared is not in {best}, which carries most of it"
        yield clue.outside("containment", "unexplained", clause, amount=missing)


def retelling(case: Case, shares: Sequence[Share], strength: float) -> Iterator[Clue]:
    """That the members retell one story in different words and none credits another: a source outside.

    `strength`, 0 to 1, is how much it looks so.
    """
    if strength:
        who = "both" if case.size == 2 else f"all {case.size}"
        what = "retell one story" if coverage(case, shares) >= _ONE_STORY else "tell what they share"
        credit = "neither credits the other" if case.size == 2 else "none credits another"
        clause = f"{who} {what} in different words throughout and {credit}"
        yield clue.outside("paraphrase", "retold", clause, amount=strength)
        least = min(min(share.a.covered, share.b.covered) for share in shares)
        if whole := strength * between(least, _PARTLY, _WHOLLY):
            clause = f"{who} tell all of it, one as fully as the other"
            yield clue.outside("paraphrase", "retold whole", clause, amount=whole)


def retold(case: Case, alike: float) -> float:
    """0 to 1, how much the members look like retellings of one story that none of them wrote.

    `alike`, 0 to 1, is how much all tell it throughout in other words and in as many; 0 comes out if members credit
    each other.
    """
    return 0.0 if not alike or _refer_to_each_other(case) else alike


def reworded(case: Case, shares: Sequence[Share]) -> float:
    """0 to 1, how much all members tell one story throughout, each in words of its own.

    0 if text was copied, if all are of one outlet, or if nothing is shared.
    """
    if not shares or versions_only(case):
        return 0.0
    sizes = [share.a.size + share.b.size for share in shares]
    total = sum(sizes) or 1
    if math.fsum(share.verbatim * size for share, size in zip(shares, sizes, strict=True)) > _VERBATIM * total:
        return 0.0
    identical = math.fsum(share.identical * size for share, size in zip(shares, sizes, strict=True)) / total
    return min(1.0, coverage(case, shares) / _THROUGHOUT) * between(identical, _COPIED, _REWORDED)


def between(value: float, nothing: float, all: float) -> float:
    """0 at `nothing` and beyond, 1 at `all` and beyond, straight in between."""
    return min(1.0, max(0.0, (value - nothing) / (all - nothing)))


def _refer_to_each_other(case: Case) -> bool:
    inside = set(case.outlets.values())
    return any(
        credit.name in inside and credit.name != case.outlets.get(id)
        for id, found in case.credits.items()
        for credit in found
    )


def coverage(case: Case, shares: Sequence[Share]) -> float:
    """0 to 1, of every member the largest share of it that one link covers, on average."""
    covered = {article.id: 0.0 for article in case.members}
    for share in shares:
        for side in (share.a, share.b):
            covered[side.id] = max(covered[side.id], side.covered)
    return math.fsum(covered.values()) / case.size


def quotation(case: Case) -> Iterator[Clue]:
    """That what the members share stands in quotation marks: somebody said it to everybody."""
    passages = [passage for link in case.links for passage in link.passages]
    total = sum(passage.length for passage in passages)
    if total and math.fsum(passage.length * passage.quoted for passage in passages) >= _QUOTED * total:
        yield clue.outside("quotation", "quoted", "what they share stands in quotation marks")
