"""A passage: a stretch of one article and the stretch of another that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

PassageKind = Literal["verbatim", "edited", "paraphrased", "summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of article `a` and the stretch of article `b` that says the same.

    Attributes:
        a_start, a_end, b_start, b_end: code points into the texts as given, end exclusive.
        kind: how the two stretches relate, decided from the measurements below.
        score: 0 to 1, how sure it is that one stretch comes from the other or from a common source.
        identical: 0 to 1, share of the words that stand in common runs, same words in same order.
        matched: 0 to 1, share of the words, weighted by rarity, that the other side has too.
        ordered: 0 to 1, share of the matched words that keep their order.
        ratio: 0 to 1, words of the shorter side over those of the longer.
        quoted: 0 to 1, share of the words that stand inside quotation marks.
        boilerplate: whether it is for the most part what frames many articles of its source, such as a contact
            line; it is shown, and counts for nothing.
    """

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    kind: PassageKind
    score: float
    identical: float
    matched: float
    ordered: float
    ratio: float
    quoted: float
    boilerplate: bool

    @property
    def length(self) -> int:
        """Code points on both sides together."""
        return self.a_end - self.a_start + self.b_end - self.b_start

    def mirrored(self) -> Passage:
        """The same passage seen from the other article."""
        return Passage(
            a=self.b,
            a_start=self.b_start,
            a_end=self.b_end,
            b=self.a,
            b_start=self.a_start,
            b_end=self.a_end,
            kind=self.kind,
            score=self.score,
            identical=self.identical,
            matched=self.matched,
            ordered=self.ordered,
            ratio=self.ratio,
            quoted=self.quoted,
            boilerplate=self.boilerplate,
        )

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values."""
        return {
            "a": self.a,
            "a_start": self.a_start,
            "a_end": self.a_end,
            "b": self.b,
            "b_start": self.b_start,
            "b_end": self.b_end,
            "kind": self.kind,
            "score": self.score,
            "identical": self.identical,
            "matched": self.matched,
            "ordered": self.ordered,
            "ratio": self.ratio,
            "quoted": self.quoted,
            "boilerplate": self.boilerplate,
        }
