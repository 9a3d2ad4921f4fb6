"""Which of two members had the text before the other: their times, and what one says of the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from syndet.origin import times
from syndet.origin.case import Case
from syndet.origin.roles import Roles
from syndet.origin.times import Moment

_SAME_TIME: Final = timedelta(minutes=5)
"""Two times that are no further apart are about the same: so long does publishing take."""

EARLIER: Final = 3.5
EARLIER_CLOSE: Final = 1.0
EARLIER_CLOCK: Final = 1.5
"""Log-odds of having been first: by instants, by such as are about the same, by clocks without named zones."""

EARLIER_DAYS: Final = 2.5
EARLIER_DAY: Final = 2.0
"""The same by dates of the calendar that are two days apart or more, and by those of neighbouring days."""

READ: Final = 0.9
"""Factor for times that were read from a text or an address."""

CREDITED: Final = 3.0
QUOTED: Final = 2.2
"""Log-odds for one whose outlet the other credits, and for one whose outlet it quotes."""


@dataclass(frozen=True, slots=True)
class Precedence:
    """A case made ready to ask about two of its members.

    Attributes:
        naming: how many members credit or quote each outlet.
        said: by member, what it counts for an outlet's members that it credits or quotes them.
        role: by member, log-odds from what its outlet is in other clusters.
    """

    case: Case
    naming: Counter[str]
    said: Mapping[str, Mapping[str, float]]
    role: Mapping[str, float]

    def log_odds(self, a: str, b: str) -> float:
        """Log-odds that the member of id `a` had the text before that of id `b`; of (b, a) the negative."""
        moments = self.case.moments
        clocks = time(moments.get(a), moments.get(b))
        return clocks + self.named(a, b) - self.named(b, a) + self.role[a] - self.role[b]

    def named(self, a: str, b: str) -> float:
        """Log-odds for `a` before `b` from what `b` says of the outlet of `a`."""
        said = self.said[b]
        return said.get(self.case.outlets.get(a, ""), 0.0) if said else 0.0

    def lag(self, a: str, b: str) -> int | None:
        """Minutes from the time of `a` to that of `b`, below 0 if `b` is earlier; None unless both have a time of day.

        Zones must be named by both or by neither.
        """
        one, two = self.case.moments.get(a), self.case.moments.get(b)
        if one is None or two is None or not (one.timed and two.timed) or one.zone != two.zone:
            return None
        return round((two.instant - one.instant).total_seconds() / 60)

    def singled_out(self, a: str, b: str) -> float:
        """Log-odds that `b` had it from `a` itself, where `b` names the outlet of `a` and few others do."""
        if not self.named(a, b):
            return 0.0
        return math.log(self.case.size / self.naming[self.case.outlets[a]])


def prepare(case: Case, roles: Roles) -> Precedence:
    """The precedence of the members of a case."""
    said: dict[str, dict[str, float]] = {}
    for article in case.members:
        own = case.outlets.get(article.id)
        others = [credit for credit in case.credits.get(article.id, ()) if credit.name != own]
        said[article.id] = {credit.name: QUOTED for credit in others}
        said[article.id].update({credit.name: CREDITED for credit in others if credit.kind == "credit"})
    known = {outlet: role.log_odds for outlet, role in roles.items()}
    return Precedence(
        case,
        naming=Counter(name for named in said.values() for name in named),
        said=said,
        role={id: known.get(case.outlets.get(id, ""), 0.0) for id in said},
    )


def time(a: Moment | None, b: Moment | None) -> float:
    """Log-odds that a text of time `a` came before one of time `b`; 0 where they cannot be ordered."""
    if a is None or b is None:
        return 0.0
    order = times.order(a, b)
    if order is None:
        clocked = a.timed and b.timed and abs(a.instant - b.instant) >= _SAME_TIME
        return math.copysign(EARLIER_CLOCK, (b.instant - a.instant).total_seconds()) if clocked else 0.0
    return -order * _certainty(*(a, b) if order < 0 else (b, a))


def _certainty(first: Moment, later: Moment) -> float:
    gap = later.instant - first.instant
    if not (first.timed and later.timed):
        certainty = EARLIER_DAYS if gap >= timedelta(days=2) else EARLIER_DAY
    else:
        certainty = EARLIER if gap >= _SAME_TIME else EARLIER_CLOSE
    return certainty if first.place == later.place == "field" else certainty * READ
