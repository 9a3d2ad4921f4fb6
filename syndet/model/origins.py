"""An origin: who most likely had a text first, and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

OriginKind = Literal["article", "outside", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One observation that speaks for or against an origin.

    Attributes:
        kind: "time", "place", "credit", "containment", "paraphrase", "quotation", "phylogeny" or "role".
        text: the observation as one plain sentence.
        article: the id of the article that it speaks for, None when it speaks for a source outside.
        weight: log-odds that it adds; negative speaks against.
    """

    kind: str
    text: str
    article: str | None
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """The evidence as plain JSON values."""
        return {"kind": self.kind, "text": self.text, "article": self.article, "weight": self.weight}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How probable it is that one member of a cluster had its text first.

    Attributes:
        probability: 0 to 1.
    """

    article: str
    probability: float

    def to_dict(self) -> dict[str, Any]:
        """The chance as plain JSON values."""
        return {"article": self.article, "probability": self.probability}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who most likely had a cluster's text first.

    Attributes:
        article: the id of that article, None unless `kind` is "article".
        kind: "article"; "outside" for a source that is not in the set; "unknown".
        name: the outside source as the texts name it ("Reuters"), or None.
        confidence: 0 to 1 that the verdict holds; 0 for "unknown".
        reason: one plain sentence on why.
        ranking: every member with its probability, the most probable first; empty if nothing was weighed.
        outside, unknown: 0 to 1, the probabilities that none of them had it first and that it cannot be told; with
            those of the members they sum to 1, but for rounding.
        evidence: the heaviest first.
    """

    article: str | None
    kind: OriginKind
    name: str | None
    confidence: float
    reason: str
    ranking: tuple[Chance, ...] = field(default=(), repr=False)
    outside: float = 0.0
    unknown: float = 1.0
    evidence: tuple[Evidence, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The origin as plain JSON values."""
        return {
            "article": self.article,
            "kind": self.kind,
            "name": self.name,
            "confidence": self.confidence,
            "reason": self.reason,
            "ranking": [chance.to_dict() for chance in self.ranking],
            "outside": self.outside,
            "unknown": self.unknown,
            "evidence": [e.to_dict() for e in self.evidence],
        }
