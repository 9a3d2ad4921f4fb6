"""Clues from the passages: which member carries all of others, and whether all retell a source outside."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from syndet.model import Link
from syndet.origin import clue, weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue

_WHOLE: Final = 0.85
"""Share of a member's words from which on all of it counts as covered: a headline and a byline are its own."""
_MARGIN: Final = 0.1
"""How much less of the other must be covered."""
_TAIL: Final = 0.08
"""Share of a text's length at its end that a copy lacks if it was cut from the bottom."""
_COMPLETE: Final = 0.8
"""Share of the text before that which such a copy has."""

_REWORDED: Final = 0.65
_COPIED: Final = 0.8
"""Mean share of the shared words that stand in common runs: to the first, every passage is reworded; from the second
on, text was copied."""
_VERBATIM: Final = 0.2
"""Share of the shared text that may be verbatim all the same: short sentences often come out alike."""
_THROUGHOUT: Final = 0.4
"""Mean share of the members' words in passages from which on a story is retold throughout."""

_QUOTED: Final = 0.8
"""Share of the shared words in quotation marks from which on they are what somebody said."""


def containment(case: Case) -> Iterator[Clue]:
    """The members that carry all of others, and all of which no other carries."""
    inner: dict[str, list[str]] = defaultdict(list)
    cut: dict[str, list[str]] = defaultdict(list)
    neighbours = Counter(id for link in case.links for id in (link.a, link.b))
    lengths = {article.id: len(article.text) for article in case.members}
    for link in case.links:
        if outer := _outer(link):
            smaller = link.b if outer == link.a else link.a
            (cut if _cut_from_bottom(link, outer, lengths[outer]) else inner)[outer].append(smaller)
    contained = {id for smaller in (*inner.values(), *cut.values()) for id in smaller}
    largest = sorted((inner.keys() | cut.keys()) - contained)
    for id in largest:
        count = len(inner[id]) + len(cut[id])
        log_odds = (weights.CUT * len(cut[id]) + weights.CONTAINS * len(inner[id])) / count
        weight = weights.singled_out(log_odds, len(largest), case.size) * count / neighbours[id]
        what = f"all of {clue.and_more(min(cut[id] or inner[id]), count, 0)}"
        yield clue.about(id, "containment", weight, f"carries {what}" + ", cut from the bottom" * bool(cut[id]))


def _outer(link: Link) -> str | None:
    """The side of a link that carries all of the other and more, None if neither does."""
    sides = ((link.a, link.coverage_a, link.coverage_b), (link.b, link.coverage_b, link.coverage_a))
    return next((id for id, own, other in sides if other >= _WHOLE and own <= other - _MARGIN), None)


def _cut_from_bottom(link: Link, outer: str, length: int) -> bool:
    """Whether the passages cover the outer side's text from near its beginning, and not its end."""
    ranges = _merged((p.a_start, p.a_end) if outer == link.a else (p.b_start, p.b_end) for p in link.passages)
    if not ranges:
        return False
    end = ranges[-1][1]
    return length - end >= _TAIL * length and sum(stop - start for start, stop in ranges) >= _COMPLETE * end


def retelling(case: Case) -> Iterator[Clue]:
    """That the members retell one story in different words and none credits another: a source outside."""
    strength = retold(case)
    if strength:
        who = "both" if case.size == 2 else f"all {case.size}"
        what = "retell one story" if math.fsum(_coverage(case)) >= _THROUGHOUT * case.size else "tell what they share"
        credit = "neither credits the other" if case.size == 2 else "none credits another"
        clause = f"{who} {what} in different words throughout and {credit}"
        yield clue.outside("paraphrase", weights.RETOLD * strength, clause)


def retold(case: Case) -> float:
    """0 to 1, how much the members look like retellings of one story that none of them wrote.

    1 if passages cover a good part of every member and are reworded all of them; 0 if text was
    copied, if members credit each other, or if nothing is shared.
    """
    passages = [(passage, passage.length) for link in case.links for passage in link.passages]
    total = sum(length for _, length in passages)
    if not total or _refer_to_each_other(case):
        return 0.0
    if sum(length for passage, length in passages if passage.kind == "verbatim") > _VERBATIM * total:
        return 0.0
    identical = math.fsum(length * passage.identical for passage, length in passages) / total
    reworded = min(1.0, max(0.0, (_COPIED - identical) / (_COPIED - _REWORDED)))
    covered = min(1.0, math.fsum(_coverage(case)) / case.size / _THROUGHOUT)
    # All of one in a part of the other is how a shortened rewrite looks.
    shortened = sum(_outer(link) is not None for link in case.links) / len(case.links)
    return reworded * covered * (1 - shortened / 2)


def _refer_to_each_other(case: Case) -> bool:
    inside = set(case.outlets.values())
    return any(
        credit.name in inside and credit.name != case.outlets.get(id)
        for id, found in case.credits.items()
        for credit in found
    )


def _coverage(case: Case) -> Iterable[float]:
    """Of every member the largest share of it that one link covers."""
    covered = {article.id: 0.0 for article in case.members}
    for link in case.links:
        covered[link.a] = max(covered[link.a], link.coverage_a)
        covered[link.b] = max(covered[link.b], link.coverage_b)
    return covered.values()


def quotation(case: Case) -> Iterator[Clue]:
    """That what the members share stands in quotation marks: somebody said it to everybody."""
    passages = [passage for link in case.links for passage in link.passages]
    total = sum(passage.length for passage in passages)
    if total and math.fsum(passage.length * passage.quoted for passage in passages) >= _QUOTED * total:
        yield clue.outside("quotation", weights.QUOTED, "what they share stands in quotation marks")


def shared(case: Case) -> dict[str, list[tuple[int, int]]]:
    """The stretches of each member that stand in passages, code points, in order and apart."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for link in case.links:
        for passage in link.passages:
            ranges[passage.a].append((passage.a_start, passage.a_end))
            ranges[passage.b].append((passage.b_start, passage.b_end))
    return {id: _merged(stretches) for id, stretches in ranges.items()}


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
