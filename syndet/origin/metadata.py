"""The credits in what an article's data says of it: its byline, its sources, who holds the rights, its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from syndet.model import Article
from syndet.origin import margins, outlets
from syndet.origin.credit import Credit, quote
from syndet.origin.outlets import Names

_LABELS: Final[dict[str, str]] = {
    **dict.fromkeys(("infosources", "infosource", "sourceorganization", "originalsource", "basedon"), "Source: "),
    **dict.fromkeys(("syndicatedfrom", "syndicationsource", "republishedfrom", "creditline", "credit"), "Source: "),
    **dict.fromkeys(("copyrightholder", "copyright", "rightsholder"), "© "),
    "dateline": "",
}
"""The columns that say whose a text is, without marks and in lower case, and what a text would put before it."""

_LONGEST: Final = 200
"""Code points of a column that are read."""

_ELSEWHERE: Final = re.compile(r"^\s*(?:https?:)?//|^\s*www\.", re.IGNORECASE)


def find(article: Article, names: Names) -> list[Credit]:
    """The agencies and outlets that the data of an article names as whose text it is, one credit for each name.

    Read as the same words would be in the text: "Anna Holt, Associated Press" in `byline` is a credit of AP, and
    "Anna Holt" is none; an address is none here (see `pointers`), and nor is a name that is the article's own.
    """
    own = outlets.outlet(article)
    found: dict[str, Credit] = {}
    for column, value, label in _said(article):
        for credit in margins.find(f"{label}{value}\n", names):
            if credit.name != own and outlets.key(credit.name) != outlets.key(own or ""):
                words = quote(f"{column}: {value}")
                found.setdefault(credit.name, replace(credit, start=0, end=0, words=words, opens=False))
    return list(found.values())


def _said(article: Article) -> Iterator[tuple[str, str, str]]:
    """The columns that may hold a credit, what they say, and how a text would begin to say so."""
    if article.byline:
        yield "byline", article.byline[:_LONGEST], ""
    for column, value in sorted(article.extra.items()):
        label = _LABELS.get(bare(column))
        if isinstance(value, list):
            value = ", ".join(part for part in value if isinstance(part, str))
        if label is not None and isinstance(value, str) and not _ELSEWHERE.match(value):
            yield column, value[:_LONGEST], label


def bare(column: str) -> str:
    """The name of a column without marks and in lower case: canonical_url and Canonical-URL are one."""
    return "".join(filter(str.isalnum, column)).lower()
