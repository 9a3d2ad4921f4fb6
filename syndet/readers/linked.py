"""Linked data in web pages: the NewsArticle of schema.org that a page's JSON-LD describes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from syndet.readers.findings import Findings

_KINDS: Final = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|Review)$")
_DEEPEST: Final = 12


def describe(script: str, findings: Findings) -> None:
    """Take what the first article in a piece of JSON-LD says of itself; what is no JSON says nothing."""
    try:
        value = json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return
    article = next(_articles(value, 0), None)
    if article is None:
        return
    findings.add("title", _string(article.get("headline")), "JSON-LD headline")
    findings.add("published", _string(article.get("datePublished")), "JSON-LD datePublished")
    findings.add("published", _string(article.get("dateCreated")), "JSON-LD dateCreated")
    findings.add("byline", _names(article.get("author")) or _names(article.get("creator")), "JSON-LD author")
    findings.add("source", _names(article.get("publisher")), "JSON-LD publisher")
    findings.add("url", _address(article), "JSON-LD url")
    findings.add("language", _names(article.get("inLanguage")), "JSON-LD inLanguage")
    findings.keep("updated", _string(article.get("dateModified")))
    findings.keep("dateline", _string(article.get("dateline")))
    findings.keep("located", _names(article.get("contentLocation")) or _names(article.get("locationCreated")))
    findings.keep("infoSources", _names(article.get("sourceOrganization")) or _names(article.get("provider")))
    findings.keep("copyrightHolder", _names(article.get("copyrightHolder")))
    findings.keep("basedOn", _names(article.get("isBasedOn")))


def _articles(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every article in linked data, the outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _articles(part, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(
            isinstance(kind, str) and _KINDS.match(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _articles(value.get(key), depth + 1)


def _string(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _names(value: Any) -> str | None:
    """The names of people or organisations, in a row."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            part = part.get("name") or part.get("alternateName") or part.get("url")
        name = " ".join((_string(part) or "").split())
        if name and name not in found:
            found.append(name)
    return ", ".join(found) or None


def _address(article: Mapping[str, Any]) -> str | None:
    """The address of the article itself."""
    page = article.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    candidates = (_string(article.get("url")), _string(page), _string(article.get("@id")))
    return next((url for url in candidates if url and url.startswith(("http://", "https://"))), None)
