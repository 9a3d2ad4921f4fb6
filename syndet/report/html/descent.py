"""Who a member of a cluster has its text from, as the page draws it: whom it hangs on, and a share for each source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.model import Cluster, Link, Manner
from syndet.report import ties

Stretch = tuple[int, int]
"""From one code point to another, end exclusive."""

MOST_NAMED: Final = 3
"""Other articles that are named for one, the origin aside; smaller shares count together as one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """Where a member of a cluster hangs in the drawing, and where its text stands besides.

    Attributes:
        parent: the member that it hangs on, None for a root.
        outside: whether it hangs on a source that is not in the set.
        how: how it relates to its parent, None without one.
        share: 0 to 1, share of its words that it has in common with its parent.
        sources: from or with whom it shares how much of its text, 0 to 1; None for several others together.
    """

    parent: str | None
    outside: bool
    how: Manner | None
    share: float
    sources: tuple[tuple[str | None, float], ...]


def of_cluster(
    cluster: Cluster, links: Sequence[Link], tied: Mapping[str, Link | None], lengths: Mapping[str, int]
) -> Iterator[Descent]:
    """The descent of each member, in their order: a star from the origin, as far as links show it.

    This is the one place where the page learns of a derivation. `lengths` are code points, by member.
    """
    origin = cluster.origin
    parts = _parts(cluster, links)
    for member in cluster.members:
        tie = tied[member]
        parent = origin.article if tie and member != origin.article and origin.article in (tie.a, tie.b) else None
        sources = [] if member == origin.article else _divided(parts[member], origin.article)
        yield Descent(
            parent=parent,
            outside=origin.kind == "outside",
            how=tie.how if tie and parent else None,
            share=ties.share(tie, member) if parent else 0.0,
            sources=tuple((other, round(size / max(lengths[member], 1), 4)) for other, size in sources),
        )


def _parts(cluster: Cluster, links: Sequence[Link]) -> dict[str, dict[str, list[Stretch]]]:
    """For each member its stretches that passages share with each other; boilerplate does not count."""
    parts: dict[str, dict[str, list[Stretch]]] = {member: {} for member in cluster.members}
    for link in links:
        for passage in link.passages:
            if not passage.boilerplate:
                parts[link.a].setdefault(link.b, []).append((passage.a_start, passage.a_end))
                parts[link.b].setdefault(link.a, []).append((passage.b_start, passage.b_end))
    return parts


def _divided(parts: Mapping[str, Iterable[Stretch]], origin: str | None) -> list[tuple[str | None, int]]:
    """Code points by who has them too: each counts once, for the origin if it is there, else for who has most left."""
    left = {other: _joined(stretches) for other, stretches in sorted(parts.items())}
    taken: list[tuple[str | None, int]] = []
    while left:
        other = origin if origin in left else max(left, key=lambda id: _length(left[id]))
        mine = left.pop(other)
        if not mine:
            break
        if len(taken) > MOST_NAMED:
            rest = _joined(stretch for stretches in (mine, *left.values()) for stretch in stretches)
            return [*taken, (None, _length(rest))]
        taken.append((other, _length(mine)))
        left = {id: _without(stretches, mine) for id, stretches in left.items()}
    return taken


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> list[Stretch]:
    """What of the stretches lies outside those that are taken; both in order, without overlaps."""
    found = []
    place = 0
    for start, end in stretches:
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        ahead = place
        while ahead < len(taken) and taken[ahead][0] < end:
            if start < taken[ahead][0]:
                found.append((start, taken[ahead][0]))
            start = max(start, taken[ahead][1])
            ahead += 1
        if start < end:
            found.append((start, end))
    return found


def _length(stretches: Iterable[Stretch]) -> int:
    return sum(end - start for start, end in stretches)
