"""When an article was published, as far as it says so, and which of two times came first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal

from syndet.model import Article
from syndet.origin import dates, months
from syndet.origin.dates import Date, Precision

Place = Literal["field", "text", "url"]

UNKNOWN_ZONE: Final = timedelta(hours=14)
"""How far apart two times must be before a zone that nobody names cannot turn their order round."""

HEAD_LINES: Final = 5
TAIL_LINES: Final = 3
REACH: Final = 400
"""A date line stands in the first or last few lines and code points; a date in between is what the text is about."""

_LONGEST_FIELD: Final = 100
"""Code points of a field that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an article was published, as precisely as it says.

    Attributes:
        instant: the earliest instant that is meant, in UTC; the time as written where no zone is named.
        precision: the unit of the time; "day" means any time of that day.
        zone: whether the zone is named; without it the instant may be up to 14 hours off.
        place: where it was found: the article's `published`, its text, or its `url`.
        words: the words it was read from.
        until: the first instant after it where the article's address says another date, None where none does; then it
            is no more precise than all the days from the one to the other.
    """

    instant: datetime
    precision: Precision
    zone: bool
    place: Place
    words: str
    until: datetime | None = None

    @property
    def end(self) -> datetime:
        """The first instant after it."""
        if self.until is not None:
            return self.until
        if self.precision == "month":
            return (self.instant + timedelta(days=32)).replace(day=1)
        return self.instant + _UNITS[self.precision]

    @property
    def timed(self) -> bool:
        """Whether it has a time of day, rather than a date of the calendar alone."""
        return self.precision in ("minute", "second")

    def __str__(self) -> str:
        if self.timed:
            return f"{self.instant:%Y-%m-%d %H:%M}" + (" UTC" if self.zone else ", zone unknown")
        if self.until is not None:
            return f"{self.instant:%Y-%m-%d} to {self.until - _UNITS['day']:%Y-%m-%d}, as field and address differ"
        return self.instant.strftime("%Y-%m-%d" if self.precision == "day" else "%Y-%m")


_UNITS: Final = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "day": timedelta(days=1)}


def order(a: Moment, b: Moment) -> int | None:
    """-1 if `a` came before `b`, 1 if after it, None if they cannot be ordered.

    Two dates are compared by the calendar, two times whose zones are named by the instant; where a
    zone is missing, only a gap of 14 hours or more tells. A strict partial order.
    """
    certain = (a.zone and b.zone) or not (a.timed or b.timed)
    slack = timedelta(0) if certain else UNKNOWN_ZONE
    if a.end + slack <= b.instant:
        return -1
    if b.end + slack <= a.instant:
        return 1
    return None


def published(article: Article) -> Moment | None:
    """When the article was published: by its field, else a date line in its text, else its URL; else None.

    A field that its URL contradicts is less sure. A file's own times are no evidence and are not asked.
    """
    stated = from_field(article.published) if article.published is not None else None
    path = from_url(article.url) if article.url else None
    if stated and path:
        return _with_address(stated, path)
    return stated or from_text(article.text) or path


def _with_address(stated: Moment, path: Moment) -> Moment:
    """The time of a field; all the days from the one to the other if the date in the URL cannot be the same.

    Sites date their addresses by their own clocks or by UTC: a zone's width apart is no contradiction.
    """
    if stated.instant < path.end + UNKNOWN_ZONE and path.instant < stated.end + UNKNOWN_ZONE:
        return stated
    first, last = sorted((stated, path), key=lambda moment: moment.instant)
    midnight = first.instant.replace(hour=0, minute=0, second=0, microsecond=0)
    until = (last.end - timedelta(microseconds=1)).replace(hour=0, minute=0, second=0, microsecond=0) + _UNITS["day"]
    return replace(stated, instant=midnight, precision="day", zone=False, until=until)


@lru_cache(maxsize=4096)
def from_field(value: str) -> Moment | None:
    """The time that a `published` field states: ISO 8601, RFC 2822, a date in words, a Unix time; else None.

    A clock at midnight sharp means the day alone: data frames and newsroom systems write dates so.
    """
    value = unicodedata.normalize("NFC", value[:_LONGEST_FIELD]).strip()
    date = dates.from_digits(value) or dates.first(value) or dates.month_alone(value)
    if date and date.midnight:
        date = Date(date.midnight, "day")
    return _moment(date, "field", value) if date else None


def from_text(text: str) -> Moment | None:
    """The time of a date line near the top or the end of a text, else of a Unix time on a line alone; else None."""
    for lines in (_head(text), _tail(text)):
        dated = [found for line in lines for found in _date_lines(line)]
        if dated:
            # "Updated" dates a later version than the one that came first.
            _, date, line = min(dated, key=lambda found: found[0])
            return _moment(date, "text", line[date.start : date.end])
    return _unix_line(text)


def from_url(url: str) -> Moment | None:
    """The date in a URL's path, such as /2012/08/22/, /2012/aug/22/, /20120822/ or /2012/08/; else None."""
    path = url[:500].partition("?")[0]
    match = _URL_DATE.search(path)
    if not match:
        return None
    year, month, day = (match["year"], match["month"], match["day"]) if match["year"] else match.group(4, 5, 6)
    instant = dates.calendar(year, int(month) if month.isdecimal() else months.number(month), day)
    return _moment(Date(instant, "day" if day else "month"), "url", match[0]) if instant else None


_URL_DATE: Final = re.compile(
    r"/(?P<year>\d{4})[/-](?P<month>\d{1,2}|[a-z]{3})(?:[/-](?P<day>\d{1,2}))?(?=[/-]|$)"
    r"|/(\d{4})(\d{2})(\d{2})(?=[/-]|$)"
)


def _moment(date: Date, place: Place, words: str) -> Moment:
    return Moment(
        instant=date.instant, precision=date.precision, zone=date.zone, place=place, words=" ".join(words.split())
    )


# Lines that a site prints around an article.

_MARKS: Final = " \t\u00a0\u3000*_#>|•·–—-"
_LABEL: Final = re.compile(
    r"(?<!\w)(?:date|dated|for immediate release|press releases?|published|posted|released?|filed|issued|created"
    r"|updated|modified|veröffentlicht|stand|vom|datum|aktualisiert|erstellt|publié|mis en ligne|mis à jour"
    r"|date de publication|fecha|publicado|actualizado|atualizado|data|pubblicato|aggiornato|gepubliceerd|bijgewerkt"
    r"|publicerad|publisert|udgivet|opublikowano|опубликовано|обновлено|дата|опубліковано|发布时间|發布時間|时间|日期"
    r"|配信|公開|更新|입력|등록|수정)\s?[:：]?\s{0,3}(?:on|at|am|le|el|em|il|op)?\s{0,3}$",
    re.IGNORECASE,
)
_LATER_VERSION: Final = re.compile(
    r"(?:updated|modified|aktualisiert|mis à jour|actualizado|atualizado|aggiornato|bijgewerkt|обновлено|更新|수정)",
    re.IGNORECASE,
)
_PARTED_BEFORE: Final = re.compile(r"(?:[|–—·•,:;(/-]\s{0,3}|\s{2}|\t)$")
_PARTED_AFTER: Final = re.compile(r"$|\s{2}|\t|\s?[|–—·•:;()/-]")
_GAP: Final = re.compile(r"\s{2}|\t")
_LONGEST_BYLINE: Final = 60
"""Code points that may stand beside a date that is set apart only by punctuation; more is a sentence."""
_LONGEST_LEAD: Final = 12
"""Code points that may stand before a label ("Last updated")."""


def _head(text: str) -> list[str]:
    return _lines(text[: REACH * 3].lstrip()[:REACH])[:HEAD_LINES]


def _tail(text: str) -> list[str]:
    return _lines(text[-REACH * 3 :].rstrip()[-REACH:])[-TAIL_LINES:]


def _lines(part: str) -> list[str]:
    stripped = (line.strip(_MARKS) for line in unicodedata.normalize("NFC", part).splitlines())
    return [line for line in stripped if line]


def _date_lines(line: str) -> list[tuple[bool, Date, str]]:
    """The dates of `line` that say when the article was published, each with whether it dates an update."""
    found = []
    for date in dates.find(line):
        before, after = _without_weekday(line[: date.start]), line[date.end :]
        label = _LABEL.search(before)
        if (label and _leads(before[: label.start()])) or _set_apart(before, after):
            found.append((bool(label and _LATER_VERSION.search(label[0])), date, line))
    return found


def _without_weekday(before: str) -> str:
    words = before.rsplit(None, 1)
    if words and words[-1].strip(".,(").casefold() in months.WEEKDAYS:
        return before[: before.rindex(words[-1])]
    return before


def _leads(before: str) -> bool:
    """Whether a label after `before` heads a date line; deep in a sentence "posted on" tells of something else."""
    return len(before) <= _LONGEST_LEAD or bool(_PARTED_BEFORE.search(before))


def _set_apart(before: str, after: str) -> bool:
    """Whether a date stands by itself on its line, or after a place or a name, parted from the rest."""
    if not _PARTED_AFTER.match(after):
        return False
    brief = len(after) <= _LONGEST_BYLINE or bool(_GAP.match(after))
    if not before.strip():
        return brief  # with a sentence after it, it is an entry of a chronicle
    parted = _PARTED_BEFORE.search(before)
    if not parted or len(before) > _LONGEST_BYLINE:
        return False
    return brief or parted[0].strip() == ","  # BERLIN, 12 March 2024 - The minister said


# From 2001 to 2033 these begin with a 1, as few telephone numbers do.
_UNIX_LINE: Final = re.compile(r"\n[ \t]{0,8}(1\d{9}(?:\d{3})?)[ \t\r]{0,8}(?=\n|$)")


def _unix_line(text: str) -> Moment | None:
    """The Unix time that stands on a line alone somewhere below the headline."""
    match = _UNIX_LINE.search(text)
    date = dates.from_digits(match[1]) if match else None
    return _moment(date, "text", match[1]) if match and date else None
