"""The loops that count the words of passages: in quotation marks, in what counts of an article, in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray


@inlined
def _quoted(quoted: Any, first: Any, last: Any) -> Any:
    """How many of the words first:last stand inside quotation marks."""
    n = np.int64(0)
    for k in range(first, last):
        n += np.int64(quoted[k])
    return n


@compiled
def inside(
    quoted: NDArray[np.uint8], spans: NDArray[np.int64], bodies: NDArray[np.int64], out: NDArray[np.int64]
) -> None:
    """Fills `out` with how many words of both sides of each span are quoted, and how many lie in the bodies.

    `spans`, `bodies`: (n, 4) first and last word of a and of b, ends exclusive. `quoted` is 1 or 0.
    """
    for r in range(len(spans)):
        out[r, 0] = out[r, 1] = 0
        for side in range(2):
            first, last = spans[r, 2 * side], spans[r, 2 * side + 1]
            out[r, 0] += _quoted(quoted, first, last)
            out[r, 1] += max(0, min(last, bodies[r, 2 * side + 1]) - max(first, bodies[r, 2 * side]))


@compiled
def union(
    quoted: NDArray[np.uint8],
    order: NDArray[np.int64],
    starts: NDArray[np.int64],
    spans: NDArray[np.int64],
    said: NDArray[np.float64],
    bodies: NDArray[np.int64],
    side: int,
    least: float,
    out: NDArray[np.float64],
) -> None:
    """Fills two columns of `out` for a side of each pair: how much of its body lies in spans, of all, of the unquoted.

    The spans of pair q are ``order[starts[q]:starts[q + 1]]``, rising on this side; each counts by its `said`. At
    least the share `least` of the body counts as unquoted.
    """
    for q in range(len(bodies)):
        low, high = bodies[q, 2 * side], bodies[q, 2 * side + 1]
        covered = own = 0.0
        end = 0
        for k in range(starts[q], starts[q + 1]):
            r = order[k]
            start, stop = max(spans[r, 2 * side], end, low), min(spans[r, 2 * side + 1], high)
            if stop > start:
                covered += (stop - start) * said[r, side]
                own += (stop - start - _quoted(quoted, start, stop)) * said[r, side]
                end = stop
        words = high - low
        unquoted = words - _quoted(quoted, low, high)
        out[q, 2 * side] = covered / max(words, 1)
        out[q, 2 * side + 1] = own / max(unquoted, words * least, 1)
