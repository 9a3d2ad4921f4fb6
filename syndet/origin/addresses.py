"""Clues from addresses that contradict the date of their article: which of the two holds cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from syndet.origin import clue, times
from syndet.origin.case import Case
from syndet.origin.clue import Clue


def find(case: Case) -> Iterator[Clue]:
    """The members whose field and address name different days, so that their time is less sure.

    What that costs them in the order of times is done in `times`; here it is told, and counts a little against them:
    the later of two dates is mostly that of another version.
    """
    for article in case.members:
        moment = case.moments.get(article.id)
        if moment is None or moment.until is None or not article.url:
            continue
        path = times.from_url(article.url)
        if path is not None:
            said = f'is dated {moment.words}, but its address says "{path.words}", so that its time is less sure'
            yield clue.about(article.id, "time", "two dates", said)
