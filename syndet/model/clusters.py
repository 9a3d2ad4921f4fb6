"""A cluster: two or more articles that carry one text between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from syndet.model.derivations import Derivation
from syndet.model.origins import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Two or more articles that carry one text between them.

    Attributes:
        id: the representative's article id.
        members: article ids, sorted.
        cohesion: 0 to 1, share of the compared pairs of members that are linked at the clusters' level.
        warnings: what a reader should know before relying on it.
        origins: how many independent origins its text has, in the set or outside; None where none was looked for.
        derivations: where each member has its text from, in the order of the members; empty where none was looked for.
    """

    id: str
    members: tuple[str, ...]
    origin: Origin
    cohesion: float
    warnings: tuple[str, ...] = ()
    origins: int | None = None
    derivations: tuple[Derivation, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.members)

    def to_dict(self) -> dict[str, Any]:
        """The cluster as plain JSON values."""
        return {
            "id": self.id,
            "members": list(self.members),
            "origin": self.origin.to_dict(),
            "cohesion": self.cohesion,
            "warnings": list(self.warnings),
            "origins": self.origins,
            "derivations": [derivation.to_dict() for derivation in self.derivations],
        }
