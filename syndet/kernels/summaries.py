"""Stretches of one article that sum up the other."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from syndet.kernels import inlined
from syndet.kernels.layout import (
    ABOUT,
    IN_A,
    IN_B,
    SCAN_CONTRAST,
    SCAN_LEAST,
    STRIDE,
    SUMMARY_MOST,
    SUMMARY_PIECE,
    SUMMARY_RATIO,
    SUMMARY_WHOLE,
)


@inlined
def _scan(ids: Any, span: Any, side: Any, n_a: Any, weight: Any, about: Any, worth: Any, options: Any) -> Any:
    """Sets one side of the span to the stretch whose words stand in the other article far more than those around it.

    Returns whether its log-likelihood ratio, a scan statistic, is high enough. It finds what a summary takes from
    all over the other article, which no block of sentences shows. `worth` is scratch: what a word is worth that
    the other article has not, and one that it has. Looked up, because no processor can guess which comes next.
    """
    start, stop = (0, n_a) if side == 0 else (n_a, len(ids))
    there = IN_B if side == 0 else IN_A
    worth[0], worth[1] = 0.0, 1.0
    mass = whole = 1e-9
    for k in range(start, stop):
        t = ids[k]
        whole += weight[t]
        mass += weight[t] * worth[np.int64(about[ABOUT * t + there] > 0)]
    outside = min(max(mass / whole, 0.1), 0.85)
    inside = min(outside + options[SCAN_CONTRAST], 0.95)
    worth[0], worth[1] = math.log((1.0 - inside) / (1.0 - outside)), math.log(inside / outside)
    best = total = 0.0
    for k in range(start, stop):  # where it lies is asked of the few that have one
        t = ids[k]
        total += weight[t] * worth[np.int64(about[ABOUT * t + there] > 0)]
        total = total if total > 0.0 else 0.0
        best = total if total > best else best
    if best < options[SCAN_LEAST]:
        return False
    total = 0.0
    begin = span[2 * side] = span[2 * side + 1] = start
    for k in range(start, stop):
        t = ids[k]
        total += weight[t] * worth[np.int64(about[ABOUT * t + there] > 0)]
        begin = begin if total > 0.0 else k + 1
        total = total if total > 0.0 else 0.0
        if total == best and best > 0.0:
            span[2 * side], span[2 * side + 1] = begin, k + 1
            break
    return True


@inlined
def _spread(ids: Any, token: Any, s_a: Any, span: Any, side: Any, weight: Any, left: Any, whole: Any) -> Any:
    """Sets the other side of the span to the sentences, first to last, that share weighty words with this side.

    To the whole article where they reach over at least the share `whole` of it.
    """
    for k in range(span[2 * side], span[2 * side + 1]):
        left[ids[k]] = 1
    start, stop = (s_a, len(token) - 1) if side == 0 else (0, s_a)
    low, high = stop, start
    for s in range(start, stop):
        shared = 0.0
        for k in range(token[s], token[s + 1]):
            shared += weight[ids[k]] * left[ids[k]]
        if shared >= 1.0:
            low, high = min(low, s), s + 1
    for k in range(span[2 * side], span[2 * side + 1]):
        left[ids[k]] = 0
    if high - low >= whole * (stop - start):
        low, high = start, stop
    span[2 - 2 * side] = token[low]
    span[3 - 2 * side] = max(token[high], token[low])


@inlined
def sum_up(ids: Any, n_a: Any, token: Any, s_a: Any, side: Any, weight: Any, about: Any, sums: Any, left: Any,
           options: Any, span: Any, spans: Any, n: Any) -> Any:  # fmt: skip
    """Adds the stretch of one side, if any, that sums up the other; passages inside it go into it."""
    if not _scan(ids, span, side, n_a, weight, about, sums, options):
        return n
    m, o = 2 * side, 2 - 2 * side
    _spread(ids, token, s_a, span, side, weight, left, options[SUMMARY_WHOLE])
    length = span[m + 1] - span[m]
    if span[o + 1] - span[o] < options[SUMMARY_RATIO] * length:
        return n
    # One passage that explains most of it, or several that lie together, are no summary.
    near, far = len(ids), 0
    inside = most = pieces = 0
    for r in range(0, n, STRIDE):
        overlap = min(span[m + 1], spans[r + m + 1]) - max(span[m], spans[r + m])
        if overlap > 0:
            inside += overlap
            pieces += 1
            most = max(most, overlap)
            near, far = min(near, spans[r + o]), max(far, spans[r + o + 1])
    if most > options[SUMMARY_MOST] * length:
        return n
    together = far - near < options[SUMMARY_RATIO] * length or inside > options[SUMMARY_PIECE] * pieces
    if 2 * inside > length and together:
        return n
    kept = 0
    for r in range(0, n, STRIDE):
        overlap = min(span[m + 1], spans[r + m + 1]) - max(span[m], spans[r + m])
        if 2 * overlap <= spans[r + m + 1] - spans[r + m]:
            for k in range(STRIDE):
                spans[kept + k] = spans[r + k]
            kept += STRIDE
    for k in range(4):
        spans[kept + k] = span[k]
    spans[kept + 4] = 1
    return kept + STRIDE
