"""A piece of evidence with the words in which a verdict gives it as its reason."""

from __future__ import annotations

from dataclasses import dataclass

from syndet.model import Evidence
from syndet.origin import weights


@dataclass(frozen=True, slots=True)
class Clue:
    """A piece of evidence with the words in which a verdict gives it as its reason.

    Attributes:
        clause: for an article what a sentence says of it ("is the earliest by 20 min"); for a source
            outside a sentence without its capital and its period.
        name: the source outside that it speaks for, if the texts name it.
        sign: what it is in `weights.SIGNS`.
        amount: how much of that it is, mostly 0 to 1.
        of: that it is said of k members of n, None where that does not matter.
    """

    evidence: Evidence
    clause: str
    name: str | None
    sign: str
    amount: float
    of: tuple[int, int] | None = None


def about(
    id: str, kind: str, sign: str, clause: str, *, amount: float = 1.0, of: tuple[int, int] | None = None
) -> Clue:
    """The clue that `clause` is to be said of article `id`; `of` says that it is said of k members of n."""
    weight = weights.singled_out(weights.SIGNS[sign], *of) if of else weights.SIGNS[sign]
    return Clue(_evidence(kind, f"{id} {clause}.", id, weight * amount), clause, None, sign, amount, of)


def outside(kind: str, sign: str, clause: str, *, amount: float = 1.0, name: str | None = None) -> Clue:
    """The clue that the origin is not in the set, perhaps by name."""
    text = f"{capital(clause)}."
    return Clue(_evidence(kind, text, None, weights.SIGNS[sign] * amount), clause, name, sign, amount)


def _evidence(kind: str, text: str, article: str | None, weight: float) -> Evidence:
    # Nobody knows the weights to more than three digits, and whoever reads them should not think so.
    return Evidence(kind=kind, text=text, article=article, weight=round(weight, 3))


def capital(sentence: str) -> str:
    """The sentence with its first letter in upper case."""
    return sentence[:1].upper() + sentence[1:]


def and_more(id: str, count: int, size: int) -> str:
    """`count` members of `size`, one of them by its id: "a.txt and 3 others", "both members"."""
    if count == size > 1:
        return "both members" if count == 2 else f"all {count} members"
    others = "1 other" if count == 2 else f"{count - 1} others"
    return id if count == 1 else f"{id} and {others}"
