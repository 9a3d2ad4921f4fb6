"""How probable each edge is among all trees: the matrix-tree theorem, whole or around one node at a time."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
        matrix = _weights(nodes, edges)
        chance = _chances(matrix)
        return [float(edges[number][2] / matrix[edges[number][:2]] * chance[edges[number][:2]]) for number in asked]
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
    matrix = _weights(len(near) + 1, local)
    place = near.index(source) + 1 if source else 0
    return float(weight / matrix[place, 1] * _chances(matrix)[place, 1])


_AROUND: Final = 8
"""Sources that an edge is judged among where there are too many nodes for all."""


def _weights(nodes: int, edges: Sequence[Edge]) -> NDArray[np.float64]:
    """(nodes, nodes) float64, the weights of the edges from a to b in sum."""
    import numpy as np

    matrix = np.zeros((nodes, nodes))
    for source, target, weight in edges:
        matrix[source, target] += weight
    return matrix


def _chances(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(nodes, nodes) float64, the chance of an edge from a to b."""
    import numpy as np

    inner = weights[1:, 1:]
    laplacian = np.diag(weights[:, 1:].sum(axis=0)) - inner
    inverse = _inverse(laplacian)
    chance = np.zeros_like(weights)
    own = np.diag(inverse)
    chance[0, 1:] = weights[0, 1:] * own
    chance[1:, 1:] = inner * (own - inverse.T)
    return np.clip(chance, 0.0, 1.0)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of a matrix whose diagonal outweighs its columns: Gauss and Jordan, without pivots.

    Step by step in one order, where a library of linear algebra may sum in another on another machine.
    """
    import numpy as np

    size = len(matrix)
    wide = np.hstack([matrix, np.eye(size)])
    for k in range(size):
        wide[k] /= wide[k, k]
        column = wide[:, k].copy()
        column[k] = 0.0
        wide -= column[:, None] * wide[k]
    return wide[:, size:]
