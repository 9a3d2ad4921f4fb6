"""Average linkage as it is told: dictionaries of what stands between groups, and a heap of offers."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from syndet.cluster import KINSHIP, MOST

Pair = tuple[int, int]


def agglomerate(compared: Iterable[Pair], strengths: Mapping[Pair, float]) -> list[list[int]]:
    """Groups of two or more articles, each sorted, in the order of their first (sparse UPGMA)."""
    # between[g][h]: [strength in sum, linked pairs, compared pairs] of groups g and h
    between: dict[int, dict[int, list[float]]] = defaultdict(dict)
    for a, b in sorted({*compared, *strengths}):
        between[a][b] = between[b][a] = [strengths.get((a, b), 0.0), float((a, b) in strengths), 1.0]
    members = {article: [article] for article in between}
    inside = {article: (0.0, 0.0) for article in between}  # strength in sum and pairs compared within a group
    heap = [(-strength, a, b) for (a, b), strength in strengths.items()]
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
            heapq.heappush(heap, (-_average(total), min(a, other), max(a, other)))


def _average(tally: Sequence[float]) -> float:
    return tally[0] / tally[2]


def _mostly(tally: Sequence[float]) -> bool:
    return tally[1] >= MOST * tally[2]
