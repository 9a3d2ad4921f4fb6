"""A derivation: where an article has its text from; flows are those of all articles, summed up by outlet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from syndet.model.links import Manner


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A member of a cluster from which another has some of its text.

    Attributes:
        article: its id.
        share: 0 to 1, share of the other's text, code points, that it has from here and from no source named before.
        how: the kind of passage that covers most of what the two share; "quote" if that is nearly all quoted.
    """

    article: str
    share: float
    how: Manner

    def to_dict(self) -> dict[str, Any]:
        """The source as plain JSON values."""
        return {"article": self.article, "share": self.share, "how": self.how}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Where a member of a cluster has its text from; those of all members are a tree.

    Attributes:
        article: its id.
        parent: the member that it most likely copied from, first of all; None for none of them.
        outside: whether it has what it shares from a source that is not in the set; only without a parent.
        confidence: 0 to 1 that it has its text from this parent; without one, that it has it from no member.
        lag: minutes from the parent's publication to its own where both times allow it, else None; below 0
            where the clocks contradict the texts.
        copied: 0 to 1, share of its text, code points, that it has from others.
        sources: whom it has that from, the parent first, then others for what the parent does not have.
        own: the stretches that are its own, (start, end) in code points, end exclusive, in order.
    """

    article: str
    parent: str | None
    outside: bool
    confidence: float
    lag: int | None
    copied: float
    sources: tuple[Source, ...]
    own: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def how(self) -> Manner | None:
        """How it was copied from its parent; None without one."""
        return self.sources[0].how if self.sources else None

    def to_dict(self) -> dict[str, Any]:
        """The derivation as plain JSON values."""
        return {
            "article": self.article,
            "parent": self.parent,
            "outside": self.outside,
            "confidence": self.confidence,
            "lag": self.lag,
            "copied": self.copied,
            "how": self.how,
            "sources": [source.to_dict() for source in self.sources],
            "own": [list(stretch) for stretch in self.own],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How often and how late one outlet took text from another, over all clusters.

    Attributes:
        source, target: the outlets, whose text it was and who took it; the same for an outlet's own reissues.
        articles: articles of the target whose parent is the source's.
        confidence: 0 to 1, the mean confidence of these derivations.
        lag: the median of their lags in minutes, None where no lag is known.
        lags: how many of them have one.
    """

    source: str
    target: str
    articles: int
    confidence: float
    lag: float | None
    lags: int

    def to_dict(self) -> dict[str, Any]:
        """The flow as plain JSON values."""
        return {
            "source": self.source,
            "target": self.target,
            "articles": self.articles,
            "confidence": self.confidence,
            "lag": self.lag,
            "lags": self.lags,
        }
