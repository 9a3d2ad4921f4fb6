"""A piece of evidence with the words in which a verdict gives it as its reason."""

from __future__ import annotations

from dataclasses import dataclass

from syndet.model import Evidence


@dataclass(frozen=True, slots=True)
class Clue:
    """A piece of evidence with the words in which a verdict gives it as its reason.

    Attributes:
        clause: for an article what a sentence says of it ("is the earliest by 20 min"); for a source
            outside a sentence without its capital and its period.
        name: the source outside that it speaks for, if the texts name it.
    """

    evidence: Evidence
    clause: str
    name: str | None = None


def about(id: str, kind: str, weight: float, clause: str) -> Clue:
    """The clue that `clause` is to be said of article `id`."""
    return Clue(_evidence(kind, f"{id} {clause}.", id, weight), clause)


def outside(kind: str, weight: float, clause: str, name: str | None = None) -> Clue:
    """The clue that the origin is not in the set, perhaps by name."""
    return Clue(_evidence(kind, f"{capital(clause)}.", None, weight), clause, name)


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
