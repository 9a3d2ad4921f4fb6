"""How much each kind of evidence counts, in log-odds, in one place with the reason beside it."""

from __future__ import annotations

import math
from typing import Final

# Set by judgement, on the seeds and a handful of invented newsrooms, to be modest: a single good sign gives a
# verdict, a weak one alone does not, and no verdict is surer than MOST.

OUTSIDE: Final = -0.5
"""Before any evidence, against all members together: most sets that someone collected hold their source."""

UNKNOWN: Final = 0.7
"""What evidence must beat: with none of it, two members get a quarter each and this a half."""

LEAST: Final = 0.5
"""Probability below which the answer is "unknown": less likely than not."""

MOST: Final = 0.95
"""Probability above which nothing is claimed: texts, dates and credits can all be wrong together."""

EARLIEST: Final = 3.5
"""First by instants with named zones, or by more than a zone can be off: clocks are wrong once in some thirty times."""

EARLIEST_DAY: Final = 2.5
"""First by dates of the calendar two days or more apart: a date may be that of an update."""

EARLIEST_NEXT_DAY: Final = 2.0
"""First by the date of the day before: midnight comes at other hours elsewhere."""

EARLIEST_CLOSE: Final = 1.0
"""First by less than five minutes: sites take that long to publish."""

EARLIEST_CLOCK: Final = 1.5
"""First if all clocks are of one zone, as they mostly are where none is named."""

TEXT_DATE: Final = 0.9
"""Factor for a time that was read from a text or a URL: it may be another date than that of publication."""

SECOND_HAND: Final = 0.4
"""Factor for a time where all retell one story or credit a source outside: the first to publish it need not have had
it first."""

CREDITED: Final = 3.0
"""Another member says that the text is this outlet's: outlets seldom give credit away."""

MENTIONED: Final = 2.2
"""Another member quotes this outlet: it may owe it one fact and not the text."""

CREDITED_AGAIN: Final = 0.5
"""Added where two or more members say so: they may have copied it from each other."""

SIGNED: Final = 1.0
"""It opens with its own outlet's name, as an agency's story does."""

STATEMENT: Final = 1.5
"""It calls itself a press release: those are written to be copied."""

CREDITS: Final = -3.0
"""Of the member that says its text is somebody else's."""

MENTIONS: Final = -1.0
"""Of the member that quotes another member."""

OUTSIDE_CREDIT: Final = 3.5
"""Every member credits an agency that is not in the set."""

OUTSIDE_CREDIT_LEAST: Final = 0.6
"""Factor of that where few of many do so: stories lose their credit on the way, but this may be a mixture."""

OUTSIDE_SECOND: Final = 0.3
"""A second agency is credited beside the first: "dpa/AFP"."""

OUTSIDE_MENTION: Final = 0.6
"""A shared passage names an agency as where it is from."""

CUT: Final = 2.2
"""It carries all of another that ends earlier: copies are cut from the bottom."""

CONTAINS: Final = 1.0
"""It carries all of another: that was shortened, or this one enlarged."""

RETOLD: Final = 3.0
"""All tell one story in different words throughout: who copies seldom rewords every sentence."""

QUOTED: Final = 1.0
"""What they share was said by somebody to everybody."""


def singled_out(log_odds: float, k: int, n: int) -> float:
    """What each of `k` members gets where evidence points to those `k` of `n`; 0 where that tells nothing.

    The odds of all `k` together against all others together are to grow by `log_odds`, so that it
    counts the same in a cluster of two and of a thousand.
    """
    if not 0 < k < n:
        return 0.0
    return max(0.0, log_odds + math.log((n - k) / k))
