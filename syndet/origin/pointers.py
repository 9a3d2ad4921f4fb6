"""Canonical and syndication links: pages that an article's own data names as where its text belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from syndet.model import Article
from syndet.origin import metadata, outlets
from syndet.origin.credit import Credit, quote
from syndet.origin.outlets import Names

_KEYS: Final = frozenset(
    "canonical canonicalurl canonicallink linkcanonical originalurl originalsource originalsourceurl syndicationsource"
    " syndicatedfrom republishedfrom basedon isbasedon".split()
)
"""Columns that hold such a link, spelled without marks and in lower case: canonical_url, syndication-source."""

Page = tuple[str, str]
"""Host and path of an address."""

_CANONICAL: Final = "canonical"
"""What readers say, among other words, of where an address stood if it is a canonical link."""


def find(article: Article, names: Names, pages: Mapping[Page, str]) -> list[Credit]:
    """The outlets whose pages an article names as the source of its text; none for a link to a page of its own site.

    `pages` tells whose page an article of the set is, whatever its host is called.
    """
    found: dict[str, Credit] = {}
    for column, value in _links(article):
        if (host := outlets.site(value)) and host != outlets.site(article.url or ""):
            name = pages.get(page(value)) or names.of(host) or host
            found.setdefault(name, Credit(name, "credit", 0, 0, quote(f"{column}: {value}")))
    if article.url and _is_canonical(article):
        owner = pages.get(page(article.url)) or names.of(outlets.site(article.url) or "")
        if owner:
            found.setdefault(owner, Credit(owner, "credit", 0, 0, quote(f"{article.found['url']}: {article.url}")))
    return list(found.values())


def _links(article: Article) -> Iterator[tuple[str, str]]:
    for column, value in sorted(article.extra.items()):
        if not isinstance(value, str) or metadata.bare(column) not in _KEYS:
            continue
        if page(value) != page(article.url or ""):
            yield column, value


def _is_canonical(article: Article) -> bool:
    return _CANONICAL in article.found.get("url", "").lower()


def owners(members: Iterable[Article], outlet_of: Mapping[str, str]) -> dict[Page, str]:
    """Whose page each address of these articles is, by host and path; `outlet_of` are their outlets by id.

    A canonical link says where a text belongs, so of several members with one address it is that of the one which has
    it without such a link, else of the one whose name the host has; where that is not one outlet, it is nobody's.
    """
    claims: dict[Page, list[tuple[int, str]]] = defaultdict(list)
    for article in members:
        if article.url and article.id in outlet_of:
            outlet = outlet_of[article.id]
            by_name = outlets.key(outlets.site(article.url) or "") == outlets.key(outlet)
            claims[page(article.url)].append((_is_canonical(article) * (2 - by_name), outlet))
    best = {where: {outlet for rank, outlet in found if rank == min(found)[0]} for where, found in claims.items()}
    return {where: next(iter(found)) for where, found in best.items() if len(found) == 1}


def page(url: str) -> Page:
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
