"""Clues from time: which members came first, as far as their times can be ordered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from syndet.origin import clue, times, weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.times import Moment

_SAME_TIME: Final = timedelta(minutes=5)
"""Two times that are no further apart are about the same: so long does publishing take."""


def find(case: Case, second_hand: float, trust: Mapping[str, float]) -> Iterator[Clue]:
    """The members that came first; `second_hand`, 0 to 1, is how much it looks as if none of them wrote it.

    `trust`, 0 to 1, is how much each member carries of the others: who came first with something else has not won.

    Members without a date, or whose date says nothing, may be the earliest after all: the more of
    them, the less weight. Where several cannot be ordered, each of them is one of the earliest, and
    one may be the first by its clock.
    """
    first, later = earliest(case)
    factor = 1 - (1 - weights.SECOND_HAND) * second_hand
    clock = _by_the_clock(case, first)
    if later:
        next_one = min((case.moments[id] for id in later), key=lambda moment: moment.instant)
        sign, certainty = _certainty(case.moments[first[0]], next_one)
        certainty *= len(later) / (case.size - len(first))
        of = len(first), case.size
        for id in first:
            said = _among_the_first(case, id, first, next_one)
            if not clock or id != clock[0]:
                yield clue.about(id, "time", sign, said, amount=certainty * factor * trust[id], of=of)
    if clock:
        id, gap, others = clock
        by = f"is the earliest by {gap} as the clocks are written ({case.moments[id]}, not all zones named)"
        amount = factor * trust[id] * others / (case.size - 1)
        yield clue.about(id, "time", "earliest clock", by, amount=amount, of=(1, case.size))


def earliest(case: Case) -> tuple[list[str], list[str]]:
    """The dated members that surely none came before, and those that surely one did; neither if one alone is dated."""
    if len(case.moments) < 2:
        return [], []
    pivot = min(case.moments.values(), key=lambda moment: (moment.end, moment.instant))
    later = {id for id, moment in case.moments.items() if times.order(pivot, moment) == -1}
    return [id for id in case.moments if id not in later], sorted(later)


def _by_the_clock(case: Case, first: list[str]) -> tuple[str, str, int] | None:
    """Who of these is the first if all clocks are of one zone, by how much, and before how many."""
    timed = sorted((case.moments[id].instant, id) for id in first if case.moments[id].timed)
    if len(timed) < 2 or timed[1][0] - timed[0][0] < _SAME_TIME:
        return None
    id, next_id = timed[0][1], timed[1][1]
    return id, _gap(case.moments[id], case.moments[next_id]), len(timed) - 1


def _certainty(first: Moment, later: Moment) -> tuple[str, float]:
    """What the order of two times that can be ordered is as a sign, and how much of it counts."""
    gap = later.instant - first.instant
    if not (first.timed and later.timed):
        sign = "earliest day" if gap >= timedelta(days=2) else "earliest next day"
    else:
        sign = "earliest" if gap >= _SAME_TIME else "earliest close"
    return sign, 1.0 if first.place == later.place == "field" else weights.TEXT_DATE


def _among_the_first(case: Case, id: str, first: list[str], next_one: Moment) -> str:
    moment = case.moments[id]
    if len(first) == 1:
        return f"is the earliest by {_gap(moment, next_one)} ({moment})"
    others = "1 other" if len(first) == 2 else f"{len(first) - 1} others"
    return f"may be the earliest, as may {others} ({moment})"


def _gap(first: Moment, later: Moment) -> str:
    """The time from one moment to the next in its largest units."""
    seconds = max(0, int((later.instant - first.instant).total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days or not (first.timed and later.timed):
        return "a day" if days == 1 else f"{days} days"
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or f"{seconds} s"
