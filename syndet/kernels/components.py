"""The loop that finds what pairs hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndet.kernels import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@compiled
def join(pair: NDArray[np.int64], root: NDArray[np.int64]) -> None:
    """Fill `root` with the least number of those that pairs hold together; at the start each is its own."""
    for n in range(len(pair)):
        i, j = pair[n, 0], pair[n, 1]
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        while root[j] != j:
            root[j] = root[root[j]]
            j = root[j]
        root[max(i, j)] = min(i, j)
    for i in range(len(root)):
        root[i] = root[root[i]]
