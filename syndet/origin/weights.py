"""How much each kind of evidence counts, in log-odds, in one place with the reason beside it."""

from __future__ import annotations

import math
from typing import Final

SIGNS: Final[dict[str, float]] = {
    # Time. First by instants with named zones, or by more than a zone can be off: clocks are wrong now and then.
    "earliest": 2.8,
    # First by dates of the calendar two days or more apart: a date may be that of an update.
    "earliest day": 2.1,
    # First by the date of the day before: midnight comes at other hours elsewhere.
    "earliest next day": 1.6,
    # First by less than five minutes: sites take that long to publish.
    "earliest close": 0.6,
    # First if all clocks are of one zone, as they mostly are where none is named.
    "earliest clock": 1.3,
    # It is dated on the day of the week that the text tells of, and others with the same words are not: reporters write
    # "said on Tuesday" on that Tuesday.
    "weekday": 0.8,
    # It is dated the day before: a clock is wrong, or the day is yet to come in a way that nobody sees.
    "too soon": -0.8,
    # Its field and its address name different days: the later is mostly that of another version.
    "two dates": -0.2,
    # Its outlet is called by the place where its data says that it was written: but agencies have reporters there too.
    "local": 0.5,
    # Credit. Another member says that the text is this outlet's: outlets seldom give credit away.
    "credited": 4.4,
    # Another member quotes this outlet: it may owe it one fact and not the text.
    "mentioned": 3.4,
    # Added where two or more members say so: they may have copied it from each other.
    "credited again": 1.2,
    # It opens with its own outlet's name, as an agency's story does.
    "signed": 3.3,
    # It calls itself a press release: those are written to be copied.
    "statement": 1.5,
    # Of the member that says its text is somebody else's.
    "credits": -3.0,
    # Of the member that quotes another member.
    "mentions": -1.5,
    # Containment. How much more of the others it carries, in the same words, than the members do on average.
    "carries": 1.4,
    # It goes on where others end: copies are cut from the bottom.
    "cut": 1.5,
    # It tells at greater length what others shorten.
    "fuller": 3.1,
    # It has more different words than each other member for what all tell throughout in words of their own.
    "abridged": 4.5,
    # Of one outlet's versions of a story, it is shorter than the others, which have it and more: versions grow.
    "version": 5.0,
    # All members are one outlet's own versions: a source outside would have to be credited.
    "own versions": -3.1,
    # For a source outside. Every member credits an agency that is not in the set; less where few of many do.
    "outside credit": 5.0,
    # A second agency is credited beside the first: "dpa/AFP".
    "outside second": 2.4,
    # A member names a source outside where another has the same words without it.
    "outside added": 4.1,
    # A shared passage says "told Reuters": so its own reporters write.
    "outside told": 2.5,
    # A shared passage names an agency as where it is from.
    "outside quoted": 3.2,
    # All tell one story in different words throughout: who copies seldom rewords every sentence.
    "retold": 3.9,
    # And each of them tells all of it, one as fully as the other.
    "retold whole": 2.0,
    # What members share with each other is not in the one that carries most.
    "unexplained": 3.0,
    # What they share was said by somebody to everybody.
    "quoted": 1.0,
    # Others. It is the root of three or more by the texts alone: by the log-odds of that against the rest.
    "root": 0.1,
    # Its outlet is mostly the first in other clusters, or never: by the log-odds of that.
    "role": 0.4,
}

OUTSIDE: Final = 0.2
"""Before any evidence, against all members together: most sets that someone collected hold their source."""

UNKNOWN: Final = 0.2
"""What evidence must beat: with none of it, two members get a quarter each and this a half."""

LEAST: Final = 0.5
"""Probability below which the answer is "unknown": less likely than not."""

DOUBT: Final = 0.01
"""Share of the probability that nothing takes from "unknown": texts, dates and credits can all be wrong together."""

TEXT_DATE: Final = 0.9
"""Factor for a time that was read from a text or a URL: it may be another date than that of publication."""

SECOND_HAND: Final = 0.3
"""Factor for a time where all retell one story or credit a source outside: the first to publish it need not have had
it first."""

CREDIT_LEAST: Final = 0.75
"""Factor of an outside credit where few of many have it: stories lose their credit on the way, but this may be a
mixture."""


def singled_out(log_odds: float, k: int, n: int) -> float:
    """What each of `k` members gets where evidence points to those `k` of `n`; 0 where that tells nothing.

    The odds of all `k` together against all others together are to grow by `log_odds`, so that it
    counts the same in a cluster of two and of a thousand.
    """
    if not 0 < k < n:
        return 0.0
    return max(0.0, log_odds + math.log((n - k) / k))
