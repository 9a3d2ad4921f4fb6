"""How probable each edge is among all trees: the matrix-tree theorem, whole or around one node at a time."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

WHOLE: Final = 64
"""Nodes up to which all trees are weighed together; the time for that grows with their third power."""

Edge = tuple[int, int, float]
"""Source, target and weight, above 0."""


def of(nodes: int, edges: Sequence[Edge], asked: Sequence[int]) -> list[float]:
    """0 to 1, for each asked edge, by its number, how much of the weight of all trees those with it have.

    A tree leads from node 0 to every node and weighs the product of its edges' weights (Tutte's theorem; Koo et
    al. 2007, Structured prediction models via the matrix-tree theorem). Every node needs an edge from node 0. Of
    more than WHOLE nodes each edge is judged among its target and the sources of the edges into that,
    as if the edges from elsewhere into these came from node 0.
    """
    if nodes <= WHOLE:
        return _chances(nodes, edges, [edges[number] for number in asked])
    into: dict[int, dict[int, float]] = defaultdict(dict)
    for source, target, weight in edges:
        into[target][source] = into[target].get(source, 0.0) + weight
    total = {node: math.fsum(weights.values()) for node, weights in into.items()}
    return [_around(edges[number], into, total) for number in asked]


def _around(edge: Edge, into: Mapping[int, Mapping[int, float]], total: Mapping[int, float]) -> float:
    """The chance of an edge among its target and the heaviest sources of edges into that."""
    source, target, weight = edge
    rivals = [node for node in into[target] if node and node != source]
    heaviest = heapq.nsmallest(_AROUND - 1, rivals, key=lambda node: (-into[target][node], node))
    near = [target, *([source] if source else []), *heaviest]
    local = [(0, place, total[node]) for place, node in enumerate(near, 1)]
    for place, node in enumerate(near, 1):
        for other, id in enumerate(near, 1):
            if inner := into[node].get(id):
                local.append((other, place, inner))
                local.append((0, place, -inner))
    place = near.index(source) + 1 if source else 0
    return _chances(len(near) + 1, local, [(place, 1, weight)])[0]


_AROUND: Final = 8
"""Sources that an edge is judged among where there are too many nodes for all."""


def _chances(nodes: int, edges: Sequence[Edge], asked: Sequence[Edge]) -> list[float]:
    """How much of the weight of all trees those with an asked edge have, which may be a part of one of `edges`."""
    import numpy as np

    from syndet.kernels import chances as kernel

    ends, weights = np.array([edge[:2] for edge in edges], np.int64), np.array([edge[2] for edge in edges])
    wanted, parts = np.array([edge[:2] for edge in asked], np.int64), np.array([edge[2] for edge in asked])
    out = np.empty(len(asked))
    matrix, wide = np.zeros((nodes, nodes)), np.empty((nodes - 1, 2 * nodes - 2))
    kernel.chances(ends, weights, wanted, parts, matrix, wide, out)
    return out.tolist()
