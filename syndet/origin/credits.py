"""Whose text an article says it carries, and whom it merely quotes."""

from __future__ import annotations

import re
from typing import Final

from syndet.origin import margins, mentions
from syndet.origin.credit import Credit
from syndet.origin.outlets import Names


def find(text: str, names: Names) -> tuple[Credit, ...]:
    """The credits and mentions in a text, one for each name, datelines first, then in the order of the text.

    Agencies are found, the outlets in `names`, and names that nobody knows where a credit has its
    usual form: "PORT ELARA (Meridian Wire) -". A credit of a name makes its mentions superfluous.
    Takes time linear in the length of the text.
    """
    credits = margins.find(text, names)
    found = credits + mentions.find(text, names, credits)
    found.sort(key=lambda credit: (credit.kind, not credit.opens, credit.start, credit.end, credit.name))
    first: dict[str, Credit] = {}
    for credit in found:
        first.setdefault(credit.name, credit)
    return tuple(first.values())


_STATEMENT: Final = re.compile(
    r"(?<!\w)(?:for immediate release|press release|news release|media release|pressemitteilung|medienmitteilung"
    r"|presseaussendung|communiqué de presse|comunicado de prensa|nota de prensa|comunicado de imprensa|nota à imprensa"
    r"|comunicato stampa|persbericht|pressmeddelande|pressemeddelelse|pressemelding|пресс-релиз|пресреліз|新闻稿"
    r"|プレスリリース|보도자료)(?!\w)",
    re.IGNORECASE,
)


_PARTS: Final = (
    "release mitteilung aussendung communiqu comunica nota bericht meddel melding релиз реліз"
    " 新闻稿 プレスリリース 보도자료"
).split()
"""One of these is in each of them: a text without any need not be parted into lines."""


def statement(text: str) -> str | None:
    """The words by which a text calls itself a press release in a short line near the top, or None."""
    beginning = text[: margins.HEAD + margins.LONGEST_BYLINE].lower()
    if not any(part in beginning for part in _PARTS):
        return None
    for line in margins.head(text):
        match = _STATEMENT.search(line.string) if len(line.string) <= margins.LONGEST_BYLINE else None
        if match:
            return match[0]
    return None
