"""Clues from where a text was written: an outlet of that very town is likely to have been there itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from syndet.model import Article
from syndet.origin import clue, months
from syndet.origin.case import Case
from syndet.origin.clue import Clue

_COLUMNS: Final = ("located", "dateline")
"""Columns that name the place where an article was written, as readers of NewsML-G2, ninjs and pages have them."""

_SHORTEST: Final = 4
"""Letters of a name that can be a town's: in shorter ones a direction or an article would do."""


def find(case: Case) -> Iterator[Clue]:
    """Which members are of an outlet that is called by the place where they say they were written, if not all are."""
    local = {
        id: place
        for article in case.members
        if (id := article.id) in case.outlets and (place := _at_home(article, case))
    }
    for id, place in local.items():
        said = f'is of an outlet of the very place where it was written ("{place}")'
        yield clue.about(id, "place", "local", said, of=(len(local), case.size))


def _at_home(article: Article, case: Case) -> str | None:
    """The place in an article's data whose name its outlet has too, None without one."""
    words = _words(case.outlets[article.id])
    for column in _COLUMNS:
        value = article.extra.get(column)
        if isinstance(value, str):
            place = re.split(r"[,(/–—]|\s-|\d", value[:100])[0].strip()
            named = _words(place)
            if named and named <= words and any(len(word) >= _SHORTEST for word in named):
                return place
    return None


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", months.fold(name)))
