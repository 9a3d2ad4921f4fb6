"""Clues from the days of the week that texts name: whose date fits "said on Tuesday", and whose cannot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from syndet.origin import clue, weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.times import Moment

DAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag tisdag onsdag torsdag fredag lördag söndag",
    "mandag tirsdag onsdag torsdag fredag lørdag søndag",
)
"""Seven words a language, Monday first; another spelling behind a slash. Short forms are other words too often."""

ENGLISH: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

REACH: Final = 700
"""Code points of a text in which the day is named on which it was written; further down other days are told of."""

_BEFORE: Final = 40
"""Code points before a day in which a word may say that it is another one than that of the story."""

_OTHER: Final = re.compile(
    r"\b(?:will|would|next|due|to be|expected|scheduled|until|by|before|from|since|through|coming|ahead|every|last"
    r"|previous|had|wird|werden|soll|sollen|bis|seit|nächste\w{0,2}|kommende\w{0,2}|vergangene\w{0,2}|letzte\w{0,2}"
    r"|prochain|dernier|jusqu|depuis|próximo|pasado|passado|hasta|até|desde|prossimo|scorso|volgende|vorige)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-feira)?")
_STOP: Final = re.compile(r"[.!?]\s")


def find(case: Case, second_hand: float) -> Iterator[Clue]:
    """Which members are dated on the day of the week that two or more of them tell of, and which before it.

    `second_hand`, 0 to 1, is how much it looks as if none of them wrote it: then the day is that of their source.
    Reporters write "said on Tuesday" on that Tuesday, so whoever has the same words on a Wednesday had them later. A
    member that is dated the day before tells of what had not come yet: its time may be wrong.
    """
    dated = {id for id, moment in case.moments.items() if moment.precision != "month" and moment.until is None}
    if len(dated) < 2:
        return
    texts = {article.id: article.text for article in case.members if article.id in dated}
    day_of = {text: named(text) for text in dict.fromkeys(texts.values())}  # a wire story is read once
    told = {id: day for id, text in texts.items() if (day := day_of[text]) is not None}
    shared = Counter(told.values()).most_common(1)
    if not shared or shared[0][1] < 2:
        return
    after = {id: days_after(case.moments[id], day) for id, day in told.items() if day == shared[0][0]}
    fits = [id for id, days in after.items() if days == 0]
    name, factor = ENGLISH[shared[0][0]], 1 - (1 - weights.SECOND_HAND) * second_hand
    for id, days in after.items():
        if days == 0 and len(fits) < len(after):
            said = f"is dated on a {name}, the day that its text tells of, as {_others(len(after) - len(fits))} not"
            yield clue.about(id, "time", "weekday", said, amount=factor, of=(len(fits), case.size))
        elif days < 0 and fits:
            yield clue.about(id, "time", "too soon", f"is dated on the day before the {name} that its text tells of")


def _others(others: int) -> str:
    return "1 other is" if others == 1 else f"{others} others are"


def named(text: str) -> int | None:
    """The day of the week that a text begins by telling of, 0 for Monday; None if it names none, or only another.

    "On Tuesday" and "said Tuesday" tell of it; "will meet on Friday", "last Monday" and "until Sunday" do not.
    """
    beginning = text[:REACH]
    found = _numbers().keys() & set(_WORD.findall(beginning.casefold()))
    for match in _pattern(frozenset(found)).finditer(beginning) if found else ():
        sentence = _STOP.split(beginning[max(0, match.start() - _BEFORE) : match.start()])[-1]
        day = _numbers().get(match[0].casefold())  # None with a dotless or a dotted I, which the pattern takes for one
        if day is not None and not _OTHER.search(sentence):
            return day
    return None


def days_after(moment: Moment, day: int) -> int:
    """How many days after the last such day of the week a time is, 0 to 5, or -1 for the day before one.

    A time counts by the clock on the wall where that is written as ISO 8601 has it; else, half a day either way, by
    the nearer of the two days that it may be.
    """
    dates = _dates(moment)
    apart = min((written.weekday() - day) % 7 for written in dates)
    return -1 if apart == 6 else apart


def _dates(moment: Moment) -> list[date]:
    if not moment.timed:
        return [moment.instant.date()]
    if re.match(r"\d{4}-\d{2}-\d{2}", moment.words):
        try:
            return [date.fromisoformat(moment.words[:10])]
        except ValueError:
            pass
    half = timedelta(hours=12)
    return [(moment.instant - half).date(), (moment.instant + half).date()]


@cache
def _numbers() -> dict[str, int]:
    return {
        spelling: number for row in DAYS for number, names in enumerate(row.split()) for spelling in names.split("/")
    }


@lru_cache(maxsize=256)
def _pattern(found: frozenset[str]) -> re.Pattern[str]:
    """Finds these days in a text."""
    return re.compile(rf"\b(?:{'|'.join(sorted(found))})\b", re.IGNORECASE)
