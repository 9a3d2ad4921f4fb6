"""A link: what two articles share, at which level, and why it was found or was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from syndet.model.passages import Passage

Level = Literal["copy", "derived", "related"]
LinkKind = Literal["copy", "derived", "related", "none"]
Manner = Literal["verbatim", "edited", "paraphrased", "summary", "quote"]

LEVELS: Final[tuple[Level, ...]] = ("copy", "derived", "related")
"""Levels of link, strongest first; a cluster at one level is built from it and all before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two articles share; falsy when that is nothing.

    Boilerplate counts for nothing in it: neither its passages nor its words.

    Attributes:
        kind: the level of the link: "copy", "derived" or "related"; "none" without one.
        how: the kind of passage that covers most of it; "quote" if what they share is nearly all quoted, which
            is never more than related; None without passages that count.
        coverage_a, coverage_b: 0 to 1, share of the words of `a` (of `b`) that stand in passages.
        strength: 0 to 1, share of the words of the more covered side that the other side says too, quotations
            left out; this makes a link "derived", and clusters grow by it.
        score: 0 to 1, how sure the link is: its best passage's score.
        jaccard: 0 to 1, exact Jaccard similarity of the two sets of word shingles.
        passages: in the order of `a`, every one with this link's `a` and `b`.
    """

    a: str
    b: str
    kind: LinkKind
    how: Manner | None
    coverage_a: float
    coverage_b: float
    strength: float
    score: float
    jaccard: float
    passages: tuple[Passage, ...] = field(repr=False)

    def __bool__(self) -> bool:
        return self.kind != "none"

    def mirrored(self) -> Link:
        """The same link seen from the other article."""
        passages = sorted((p.mirrored() for p in self.passages), key=lambda p: (p.a_start, p.b_start))
        return Link(
            a=self.b,
            b=self.a,
            kind=self.kind,
            how=self.how,
            coverage_a=self.coverage_b,
            coverage_b=self.coverage_a,
            strength=self.strength,
            score=self.score,
            jaccard=self.jaccard,
            passages=tuple(passages),
        )

    def to_dict(self) -> dict[str, Any]:
        """The link as plain JSON values, without its passages."""
        return {
            "a": self.a,
            "b": self.b,
            "kind": self.kind,
            "how": self.how,
            "coverage_a": self.coverage_a,
            "coverage_b": self.coverage_b,
            "strength": self.strength,
            "score": self.score,
            "jaccard": self.jaccard,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two articles are linked, or why they are not.

    Attributes:
        link: what was found between them, "none" included.
        reasons: plain sentences, the decisive one first.
    """

    link: Link
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON values."""
        return {
            "link": self.link.to_dict(),
            "passages": [p.to_dict() for p in self.link.passages],
            "reasons": list(self.reasons),
        }
