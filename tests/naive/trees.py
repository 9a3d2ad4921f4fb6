"""Trees from a root to every node, by trying all of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence


def all_trees(nodes: int, edges: Sequence[tuple[int, int, float]]) -> Iterator[tuple[int, ...]]:
    """Every choice of one edge into each node from 1 on by which all of them can be reached from node 0."""
    into = [[number for number, edge in enumerate(edges) if edge[1] == node] for node in range(1, nodes)]
    for chosen in itertools.product(*into):
        if all(_reached(node, chosen, edges) for node in range(1, nodes)):
            yield chosen


def _reached(node: int, chosen: Sequence[int], edges: Sequence[tuple[int, int, float]]) -> bool:
    for _ in range(len(chosen)):
        if node:
            node = edges[chosen[node - 1]][0]
    return node == 0


def least_cost(nodes: int, edges: Sequence[tuple[int, int, float]]) -> float | None:
    """What the cheapest tree costs; None if there is no tree."""
    return min((sum(edges[number][2] for number in tree) for tree in all_trees(nodes, edges)), default=None)


def chances(nodes: int, edges: Sequence[tuple[int, int, float]]) -> list[float]:
    """How much of the weight of all trees those with each edge have; that of a tree is its edges' product."""
    held, total = [0.0] * len(edges), 0.0
    for tree in all_trees(nodes, edges):
        weight = math.prod(edges[number][2] for number in tree)
        total += weight
        for number in tree:
            held[number] += weight
    return [share / total for share in held]
