"""The loop that weighs all trees over some nodes: Gauss and Jordan on the matrix of the matrix-tree theorem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndet.kernels import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@compiled
def chances(
    ends: NDArray[np.int64],
    weights: NDArray[np.float64],
    asked: NDArray[np.int64],
    parts: NDArray[np.float64],
    matrix: NDArray[np.float64],
    wide: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Fills `out` with how much of the weight of all trees those with an edge have, for parts of edges that are asked.

    `ends`, `asked`: source and target of each edge. `parts`: of the weights between the same two nodes, what the
    edge that is asked has. `matrix`, (nodes, nodes), all 0, and `wide`, (nodes - 1, 2 nodes - 2), are scratch. Without
    pivots, as the diagonal outweighs its columns, and step by step in one order, so that every machine sums alike.
    """
    n = len(wide)
    for k in range(len(ends)):
        matrix[ends[k, 0], ends[k, 1]] += weights[k]
    for column in range(n):
        total = matrix[0, column + 1]
        for row in range(n):
            total += matrix[row + 1, column + 1]
            wide[row, column] = 0.0 - matrix[row + 1, column + 1]
            wide[row, n + column] = 1.0 if row == column else 0.0
        wide[column, column] = total - matrix[column + 1, column + 1]
    for k in range(n):
        pivot = wide[k, k]
        for column in range(2 * n):
            wide[k, column] /= pivot
        for row in range(n):
            factor = wide[row, k]
            if row != k:
                for column in range(2 * n):
                    wide[row, column] -= factor * wide[k, column]
    for k in range(len(asked)):
        a, b = asked[k, 0], asked[k, 1]
        chance = wide[b - 1, n + b - 1]
        if a:
            chance -= wide[b - 1, n + a - 1]
        out[k] = parts[k] / matrix[a, b] * min(max(matrix[a, b] * chance, 0.0), 1.0)
