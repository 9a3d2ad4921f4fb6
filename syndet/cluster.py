"""Links to clusters: groups grow by average linkage and every member answers to a representative.

So a chain of weak links never becomes one giant cluster: two groups become one only if most of the
pairs compared between them are linked.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[int, int]
"""Two article numbers, the smaller first."""

KINSHIP: Final = 0.6
"""How strong the links between two groups of several must be, in proportion to those within the looser
of them: the copies of one story and the copies of another that quotes the same speech stay apart."""

LOOSE: Final = 0.5
"""Cohesion below which a cluster is told to be loose: half of its members share nothing with each other."""

Check = Callable[[Sequence[Pair]], Mapping[Pair, float]]
"""Pairs that nobody has compared yet to the strengths of those that turn out linked."""

MOST: Final = 0.5
"""Share of the pairs compared between two groups that must be linked for them to become one."""


def group(strengths: Mapping[Pair, float], compared: Iterable[Pair], check: Check) -> list[list[int]]:
    """Clusters of two or more articles, each its representative first and then its members in order.

    `strengths`: linked pairs with how strong they are, 0 or more; `compared`: these and all pairs that
    turned out not to be linked. The strongest pairs of groups become one first (average linkage over
    compared pairs). In each group the article with the strongest links is its representative;
    members that `check` finds not to be linked with it form groups among themselves. Largest cluster
    first. `check` is asked for at most one pair an article in each round.
    """
    known = dict(strengths)
    pairs = sorted(set(compared) | set(known))
    clusters: list[list[int]] = []
    while pairs:
        stars = [_star(members, known) for members in _agglomerate(pairs, known)]
        seen = set(pairs)
        open_pairs = [_pair(hub, other) for hub, others in stars for other in others]
        fresh = [pair for pair in open_pairs if pair not in seen]
        known.update(check(fresh))
        placed: set[int] = set()
        for hub, others in stars:
            members = [hub, *(other for other in others if _pair(hub, other) in known)]
            placed.update(members)
            if len(members) > 1:
                clusters.append(members)
        left = {article for hub, others in stars for article in (hub, *others)} - placed
        pairs = [(a, b) for a, b in pairs if a in left and b in left]
    return sorted(clusters, key=lambda cluster: (-len(cluster), min(cluster)))


def apart(linked: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """(n_articles,) for each article the first of all that linked pairs hold together with it.

    No cluster reaches across two of these: pairs may be handed to `group` in parts, as long as each part holds all
    pairs of those that are in it. `linked`: (n, 2) numbers of articles.
    """
    import numpy as np

    from syndet.kernels import components as kernels

    root = np.arange(articles, dtype=np.int64)
    kernels.join(linked, root)
    return root


def plain(
    linked: NDArray[np.int64], strength: NDArray[np.float64], compared: NDArray[np.int64], articles: int
) -> tuple[list[list[int]], NDArray[np.int64]]:
    """Clusters that need no growing, as most of copies, and which articles are left to `group`.

    A cluster is plain if all pairs that were compared of what hangs together are linked, none much stronger than
    another, and each article with the representative. It is what `group` would make of these pairs: the representative
    first, then the other members in order.

    `linked`: (n, 2) pairs, rising, with how strong they are, (n,); `compared`: (m, 2) these and all others. What is
    left is (n_articles,) for each article the first of what hangs together with it, -1 for those that are settled.
    """
    import numpy as np

    root = apart(linked, articles)
    own = root[linked[:, 0]]
    size, held = np.bincount(root, minlength=articles), np.bincount(own, minlength=articles)
    within = root[compared[:, 0]]
    known = np.bincount(within[within == root[compared[:, 1]]], minlength=articles)
    weakest, strongest = np.full(articles, np.inf), np.zeros(articles)
    np.minimum.at(weakest, own, strength)
    np.maximum.at(strongest, own, strength)
    hub = _hubs(linked, strength, root)
    links_of = np.bincount(linked.ravel(), minlength=articles)
    simple = (known == held) & (weakest >= KINSHIP * strongest) & (links_of[hub] == size - 1) & (size > 1)
    left = np.where(simple[root] | (size[root] == 1), -1, root)
    member = np.flatnonzero(simple[root])
    member = member[np.lexsort((member != hub[root[member]], root[member]))]
    ends = np.cumsum(size[simple]).tolist()
    numbers = member.tolist()
    return [numbers[begin:end] for begin, end in pairwise([0, *ends])], left


def _hubs(linked: NDArray[np.int64], strength: NDArray[np.float64], root: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n_articles,) at each root the article with the strongest links in sum, the first of several, as `_star` has."""
    import numpy as np

    # Sums of floats depend on their order: that of the pairs, both articles of each in turn.
    total = np.bincount(linked.ravel(), weights=np.repeat(strength, 2), minlength=len(root))
    order = np.lexsort((-total, root))[::-1]
    hub = np.arange(len(root))
    hub[root[order]] = order  # the last one stays
    return hub


def _agglomerate(pairs: Sequence[Pair], strengths: Mapping[Pair, float]) -> list[list[int]]:
    """Groups of two or more articles, each sorted, in the order of their first (sparse UPGMA)."""
    # between[g][h]: [strength in sum, linked pairs, compared pairs] of groups g and h
    between: dict[int, dict[int, list[float]]] = defaultdict(dict)
    for a, b in pairs:
        between[a][b] = between[b][a] = [strengths.get((a, b), 0.0), float((a, b) in strengths), 1.0]
    members = {article: [article] for article in between}
    inside = {article: (0.0, 0.0) for article in between}  # strength in sum and pairs compared within a group
    heap = [(-strength, a, b) for (a, b), strength in strengths.items() if a in members and b in members]
    heapq.heapify(heap)
    while heap:
        merit, a, b = heapq.heappop(heap)
        if b not in between.get(a, ()) or -merit != _average(between[a][b]) or not _mostly(between[a][b]):
            continue  # an older state of two groups
        if not _fit(-merit, inside[a], inside[b]):
            continue
        if len(between[a]) < len(between[b]):
            a, b = b, a
        members[a] += members.pop(b)
        tally, other = between[a][b], inside.pop(b)
        inside[a] = (inside[a][0] + other[0] + tally[0], inside[a][1] + other[1] + tally[2])
        _absorb(between, a, b, heap)
    return sorted(sorted(group) for group in members.values() if len(group) > 1)


def _fit(average: float, one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two groups are as close to each other as `KINSHIP` asks; a single article always is."""
    if not one[1] or not other[1]:
        return True
    return average >= KINSHIP * min(one[0] / one[1], other[0] / other[1])


def _absorb(between: dict[int, dict[int, list[float]]], a: int, b: int, heap: list[tuple[float, int, int]]) -> None:
    """Makes what stands between b and others stand between a and them, and offers those that may still join."""
    del between[a][b]
    rest = between.pop(b)
    del rest[a]
    for other, tally in rest.items():
        del between[other][b]
        mine = between[a].get(other)
        total = [x + y for x, y in zip(mine, tally, strict=True)] if mine else tally
        between[a][other] = between[other][a] = total
        if _mostly(total):
            heapq.heappush(heap, (-_average(total), *_pair(a, other)))


def _average(tally: Sequence[float]) -> float:
    return tally[0] / tally[2]


def _mostly(tally: Sequence[float]) -> bool:
    return tally[1] >= MOST * tally[2]


def _star(members: Sequence[int], strengths: Mapping[Pair, float]) -> tuple[int, list[int]]:
    """The member with the strongest links to the others in sum, the first of several, and the others."""
    total = dict.fromkeys(members, 0.0)
    if len(members) <= _DENSE:
        pairs: Iterable[Pair] = ((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
    else:
        # Sorted, because sums of floats depend on their order and the answer must not.
        pairs = sorted(pair for pair in strengths if pair[0] in total and pair[1] in total)
    for a, b in pairs:
        strength = strengths.get((a, b), 0.0)
        total[a] += strength
        total[b] += strength
    hub = max(members, key=lambda article: (total[article], -article))
    return hub, [other for other in members if other != hub]


_DENSE: Final = 200
"""Members up to which looking at all their pairs is quicker than at all links."""


def cohesion(clusters: Sequence[Sequence[int]], compared: Iterable[Pair], linked: Container[Pair]) -> list[float]:
    """For each cluster the share of the compared pairs among its members that are linked, 0 to 1."""
    cluster_of = {article: number for number, cluster in enumerate(clusters) for article in cluster}
    known, held = [0] * len(clusters), [0] * len(clusters)
    for pair in compared:
        number = cluster_of.get(pair[0])
        if number is not None and number == cluster_of.get(pair[1]):
            known[number] += 1
            held[number] += pair in linked
    return [h / k if k else 1.0 for h, k in zip(held, known, strict=True)]


def warnings(cohesion: float) -> tuple[str, ...]:
    """What a reader should know of a cluster as cohesive as that."""
    if cohesion >= LOOSE:
        return ()
    return (f"A loose cluster: only {cohesion:.0%} of its compared pairs are linked; look at the passages.",)


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)
