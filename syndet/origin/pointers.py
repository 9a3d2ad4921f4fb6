"""Canonical and syndication links: pages that an article's own data names as where its text belongs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from syndet.model import Article
from syndet.origin import outlets
from syndet.origin.credit import Credit, quote
from syndet.origin.outlets import Names

_KEYS: Final = frozenset(
    "canonical canonicalurl canonicallink linkcanonical originalurl originalsource originalsourceurl syndicationsource"
    " syndicatedfrom republishedfrom".split()
)
"""Columns that hold such a link, spelled without marks and in lower case: canonical_url, syndication-source."""


def find(article: Article, names: Names) -> list[Credit]:
    """The outlets whose pages an article names as the source of its text; none for a link to a page of its own site."""
    found: dict[str, Credit] = {}
    for column, value in sorted(article.extra.items()):
        if not isinstance(value, str) or "".join(filter(str.isalnum, column)).lower() not in _KEYS:
            continue
        own = outlets.site(article.url or "")
        if page(value) != page(article.url or "") and (host := outlets.site(value)) and host != own:
            name = names.of(host) or host
            found.setdefault(name, Credit(name, "credit", 0, 0, quote(f"{column}: {value}")))
    return list(found.values())


def page(url: str) -> tuple[str, str]:
    """What tells one page from another: host and path, without www and a closing slash."""
    try:
        parts = urlsplit(url[:2000])
    except ValueError:
        return "", url
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")


def merge(credits: Iterable[Credit], others: Iterable[Credit]) -> tuple[Credit, ...]:
    """The credits and then those others that are of other names."""
    first = list(credits)
    known = {credit.name for credit in first}
    return (*first, *(credit for credit in others if credit.name not in known))
