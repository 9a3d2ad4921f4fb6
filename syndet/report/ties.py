"""What each member of a cluster hangs on: the link that speaks for it, for every report that shows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syndet.model import LEVELS, Cluster, Link


def rank(link: Link) -> tuple[int, float, float, str, str]:
    """Sort key of links, the strongest first."""
    return depth(link), -max(link.coverage_a, link.coverage_b), -link.score, link.a, link.b


def depth(link: Link) -> int:
    """The number of a link's level, 0 for the strongest; past the last for none."""
    return len(LEVELS) if link.kind == "none" else LEVELS.index(link.kind)


def share(link: Link | None, member: str) -> float:
    """0 to 1, how much of a member's words a link of its covers; 0 without one."""
    if link is None:
        return 0.0
    return link.coverage_a if link.a == member else link.coverage_b


def by_member(cluster: Cluster, links: Sequence[Link]) -> dict[str, Link | None]:
    """Each member's tie among the links within the cluster; None for one that has no link there."""
    own: Mapping[str, list[Link]] = {member: [] for member in cluster.members}
    for link in links:
        own[link.a].append(link)
        own[link.b].append(link)
    return {member: of(member, cluster.origin.article, own[member]) for member in cluster.members}


def of(member: str, origin: str | None, own: Sequence[Link]) -> Link | None:
    """Of a member's own links the one that speaks for it: to the origin if there is one, else its strongest."""
    to_origin = [link for link in own if member != origin and origin in (link.a, link.b)]
    return min(to_origin or own, key=lambda link: (depth(link), -share(link, member), rank(link)), default=None)


def loosest(ties: Mapping[str, Link | None]) -> Link | None:
    """The tie at whose level even the last of the members hangs on; None if there is none."""
    return max((tie for tie in ties.values() if tie), key=depth, default=None)
