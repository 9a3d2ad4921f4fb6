"""An article as it was given, and as results are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as given; `text` is never changed, every offset of a result points into it.

    Attributes:
        id: unique in a run; a folder's articles are called by their path relative to it.
        source: the outlet that published it.
        published: the publication time as the input states it, unparsed.
        byline: who wrote it, or whose text it says it is.
        extra: every other column of the input row, carried through.
        found: where the fields stood that no record states, by their names: "published": "JSON-LD datePublished".
    """

    id: str
    text: str = field(repr=False)
    title: str | None = None
    source: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    found: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        compared = (name for name, column in Article.__dataclass_fields__.items() if column.compare)
        return all(getattr(self, name) == getattr(other, name) for name in compared)

    @property
    def length(self) -> int:
        """Code points of the text."""
        return len(self.text)


def article_dict(article: Article, cluster: str | None) -> dict[str, Any]:
    """The article as plain JSON values, without its text; `cluster` is the id of the one that it is in."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
        "cluster": cluster,
        "length": article.length,
        "extra": dict(article.extra),
        "found": dict(article.found),
    }
