"""A difference: what two articles keep, change, add and drop where they share a passage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from syndet.model.passages import Passage

ChangeKind = Literal["kept", "changed", "added", "dropped"]

_SEEN_FROM_THE_OTHER_SIDE: Final[Mapping[ChangeKind, ChangeKind]] = {
    "kept": "kept",
    "changed": "changed",
    "added": "dropped",
    "dropped": "added",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words of one side of a passage and those that stand in their place on the other.

    Attributes:
        kind: "kept" for the same words, but for case, accents and marks; "changed" for others; "added"
            for words of `b` alone, "dropped" for words of `a` alone.
        a_start, a_end, b_start, b_end: code points into the texts as given, end exclusive; the side
            without words is empty and says where they would stand.
    """

    kind: ChangeKind
    a_start: int
    a_end: int
    b_start: int
    b_end: int

    def mirrored(self) -> Change:
        """The same change seen from the other article."""
        return Change(
            kind=_SEEN_FROM_THE_OTHER_SIDE[self.kind],
            a_start=self.b_start,
            a_end=self.b_end,
            b_start=self.a_start,
            b_end=self.a_end,
        )

    def to_dict(self) -> dict[str, Any]:
        """The change as plain JSON values."""
        return {
            "kind": self.kind,
            "a_start": self.a_start,
            "a_end": self.a_end,
            "b_start": self.b_start,
            "b_end": self.b_end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDifference:
    """A passage and the changes that lead from its `a` to its `b`.

    Attributes:
        changes: in the order of the text; one after the other they are all of the passage on either
            side, kept ones and others by turns.
    """

    passage: Passage
    changes: tuple[Change, ...] = field(repr=False)

    def mirrored(self) -> PassageDifference:
        """The same seen from the other article."""
        return PassageDifference(
            passage=self.passage.mirrored(), changes=tuple(change.mirrored() for change in self.changes)
        )

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values, with its changes as one more key."""
        return {**self.passage.to_dict(), "changes": [change.to_dict() for change in self.changes]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two articles keep, change, add and drop inside the passages that they share.

    Attributes:
        passages: those of the link, in its order, each with its changes.
    """

    a: str
    b: str
    passages: tuple[PassageDifference, ...] = field(repr=False)

    def mirrored(self) -> Difference:
        """The same difference seen from the other article."""
        passages = sorted(
            (part.mirrored() for part in self.passages), key=lambda part: (part.passage.a_start, part.passage.b_start)
        )
        return Difference(a=self.b, b=self.a, passages=tuple(passages))

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain JSON values."""
        return {"a": self.a, "b": self.b, "passages": [part.to_dict() for part in self.passages]}
