"""The loop that makes groups by average linkage: the two that are most alike become one, again and again.

What stands between two groups is an edge. Each is at two places in a chain of a group's edges, found by its ends in a
hash table, and in a heap while it may still make its groups one. So all is done where the edges lie, in time that
grows with their number and little more: of two groups the one with fewer edges is moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined
from syndet.kernels.mixing import mix64

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NONE = -1
_32 = np.uint64(32)


@compiled
def agglomerate(
    end: NDArray[np.int64],
    tally: NDArray[np.float64],
    inside: NDArray[np.float64],
    most: float,
    kinship: float,
    table: NDArray[np.int64],
    chain: NDArray[np.int64],
    head: NDArray[np.int64],
    degree: NDArray[np.int64],
    heap: NDArray[np.int64],
    place: NDArray[np.int64],
    root: NDArray[np.int64],
) -> None:
    """Fill `root` with one article of each group, the same for all in it; at the start each is its own.

    end: (2 edges,) the articles of pair `n` at 2 n and 2 n + 1, no pair twice. tally: (edges, 3) strength in sum, pairs
    that are linked, and pairs compared, which are 1. inside: (articles, 2) of each group strength in sum and pairs
    compared, 0. Two groups become one if `most` of the pairs between them are linked and as strong as `kinship` times
    those within the looser one. Both arrays are written over.

    For use inside: table, zeros, a power of 2, longer than edges; chain (2 edges, 2); head and degree (articles,), -1
    and 0; heap and place (edges,), the latter -1.
    """
    count = 0
    for edge in range(len(tally)):
        for half in range(2 * edge, 2 * edge + 2):
            _hang(half, end[half], chain, head, degree)
        table[_slot(end[2 * edge], end[2 * edge + 1], table, end)] = edge + 1
        if tally[edge, 1] > 0:
            count = _enter(edge, heap, place, count, end, tally)
    while count:
        edge = heap[0]
        count = _leave(edge, heap, place, count, end, tally)
        a, b = min(end[2 * edge], end[2 * edge + 1]), max(end[2 * edge], end[2 * edge + 1])
        if inside[a, 1] > 0 and inside[b, 1] > 0:  # a single article is as close as any
            loose = min(inside[a, 0] / inside[a, 1], inside[b, 0] / inside[b, 1])
            if tally[edge, 0] / tally[edge, 2] < kinship * loose:
                continue
        if degree[a] < degree[b]:
            a, b = b, a
        root[b] = a
        inside[a, 0] = inside[a, 0] + inside[b, 0] + tally[edge, 0]
        inside[a, 1] = inside[a, 1] + inside[b, 1] + tally[edge, 2]
        _clear(_slot(a, b, table, end), table, end)
        _unhang(2 * edge, end[2 * edge], chain, head, degree)
        _unhang(2 * edge + 1, end[2 * edge + 1], chain, head, degree)
        half = head[b]
        while half != _NONE:
            following = chain[half, 0]
            count = _move(half, a, b, most, table, chain, head, degree, heap, place, count, end, tally)
            half = following
    for article in range(len(root)):
        top = article
        while root[top] != top:
            root[top] = root[root[top]]
            top = root[top]
        root[article] = top


@inlined
def _move(
    half: Any,
    a: Any,
    b: Any,
    most: Any,
    table: Any,
    chain: Any,
    head: Any,
    degree: Any,
    heap: Any,
    place: Any,
    count: Any,
    end: Any,
    tally: Any,
) -> Any:
    """Make what stands between `b` and another group stand between `a` and that; how many the heap holds now."""
    edge, other = half // 2, end[half ^ 1]
    if place[edge] != _NONE:
        count = _leave(edge, heap, place, count, end, tally)
    _clear(_slot(b, other, table, end), table, end)
    slot = _slot(a, other, table, end)
    if table[slot]:
        known = table[slot] - 1
        if place[known] != _NONE:
            count = _leave(known, heap, place, count, end, tally)
        for k in range(3):
            tally[known, k] += tally[edge, k]
        _unhang(half ^ 1, other, chain, head, degree)
        edge = known
    else:
        end[half] = a
        _hang(half, a, chain, head, degree)
        table[slot] = edge + 1
    if tally[edge, 1] >= most * tally[edge, 2]:
        count = _enter(edge, heap, place, count, end, tally)
    return count


@inlined
def _hang(half: Any, group: Any, chain: Any, head: Any, degree: Any) -> None:
    """Put one side of an edge at the head of a group's chain."""
    first = head[group]
    chain[half, 0], chain[half, 1] = first, _NONE
    if first != _NONE:
        chain[first, 1] = half
    head[group] = half
    degree[group] += 1


@inlined
def _unhang(half: Any, group: Any, chain: Any, head: Any, degree: Any) -> None:
    """Take it out again."""
    following, before = chain[half, 0], chain[half, 1]
    if following != _NONE:
        chain[following, 1] = before
    if before != _NONE:
        chain[before, 0] = following
    else:
        head[group] = following
    degree[group] -= 1


@inlined
def _home(a: Any, b: Any, table: Any) -> Any:
    """The slot that the edge of two groups would have if all were free."""
    key = np.uint64(min(a, b)) << _32 ^ np.uint64(max(a, b))
    return np.int64(mix64(key) & np.uint64(len(table) - 1))


@inlined
def _slot(a: Any, b: Any, table: Any, end: Any) -> Any:
    """The slot that holds the edge of two groups, plus one; that which is free for it if there is none."""
    slot = _home(a, b, table)
    while table[slot]:
        half = 2 * (table[slot] - 1)
        if min(end[half], end[half + 1]) == min(a, b) and max(end[half], end[half + 1]) == max(a, b):
            break
        slot = (slot + 1) & (len(table) - 1)
    return slot


@inlined
def _clear(slot: Any, table: Any, end: Any) -> None:
    """Free a slot; what stands behind it for want of a place moves up, so that it is found (Knuth 6.4, algorithm R)."""
    mask = len(table) - 1
    k = slot
    while True:
        k = (k + 1) & mask
        if not table[k]:
            break
        half = 2 * (table[k] - 1)
        home = _home(end[half], end[half + 1], table)
        if (k - home) & mask >= (k - slot) & mask:
            table[slot] = table[k]
            slot = k
    table[slot] = 0


@inlined
def _before(edge: Any, other: Any, end: Any, tally: Any) -> bool:
    """Whether an edge comes first: the stronger on average, then that of the lower articles."""
    x, y = tally[edge, 0] / tally[edge, 2], tally[other, 0] / tally[other, 2]
    if x != y:
        return bool(x > y)
    a, b = min(end[2 * edge], end[2 * edge + 1]), min(end[2 * other], end[2 * other + 1])
    if a != b:
        return bool(a < b)
    return bool(max(end[2 * edge], end[2 * edge + 1]) < max(end[2 * other], end[2 * other + 1]))


@inlined
def _enter(edge: Any, heap: Any, place: Any, count: Any, end: Any, tally: Any) -> Any:
    """Put an edge into the heap; how many it holds now."""
    _rise(edge, count, heap, place, end, tally)
    return count + 1


@inlined
def _leave(edge: Any, heap: Any, place: Any, count: Any, end: Any, tally: Any) -> Any:
    """Take an edge out of the heap, wherever it stands; how many it holds now."""
    free, count = place[edge], count - 1
    place[edge] = _NONE
    last = heap[count]
    if last != edge:
        while True:  # the smaller of those below comes up, until the last one has its place
            below = 2 * free + 1
            if below + 1 < count and _before(heap[below + 1], heap[below], end, tally):
                below += 1
            if below >= count or not _before(heap[below], last, end, tally):
                break
            heap[free] = heap[below]
            place[heap[free]] = free
            free = below
        _rise(last, free, heap, place, end, tally)
    return count


@inlined
def _rise(edge: Any, free: Any, heap: Any, place: Any, end: Any, tally: Any) -> None:
    """Put an edge at a free place of the heap, or above, where it belongs."""
    while free > 0:
        above = (free - 1) // 2
        if not _before(edge, heap[above], end, tally):
            break
        heap[free] = heap[above]
        place[heap[free]] = free
        free = above
    heap[free] = edge
    place[edge] = free
