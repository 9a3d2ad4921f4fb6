"""Where a passage begins and ends: by words, then at the borders of sentences where it should end there."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from syndet.kernels import inlined
from syndet.kernels.layout import (
    CHANCE,
    EXACT,
    HEADING_NEAR,
    HEADING_SHARE,
    HEADING_WORDS,
    NAME_WORTH,
    REACH,
    SNAP,
    TRIM,
    TRIM_LINE,
    TRIM_NAMES,
    TRIM_WORDS,
    WORST_LOSS,
)
from syndet.kernels.measures import mark, match

_TRIMMINGS: Final = 4  # of both sides in turns


@inlined
def settle(ids: Any, n_a: Any, span: Any, side: Any, pad: Any, weight: Any, left: Any, hit: Any, known: Any,
           options: Any) -> Any:  # fmt: skip
    """Sets the ends of a block on one side (0: a, 1: b): the stretch with the most evidence for being inside.

    A matched word is worth log(share / chance) times its weight, another one costs
    log((1 - share) / (1 - chance)): the likelihood ratio of "inside" (where `share` of the weight is
    matched) against "outside". Words match outward from the middle, each word of the other side once,
    so that a phrase that recurs beyond the passage does not stretch it.
    """
    first, last, other_first, other_last = span[2 * side], span[2 * side + 1], span[2 - 2 * side], span[3 - 2 * side]
    start, stop = (0, n_a) if side == 0 else (n_a, len(ids))
    other_start, other_stop = (n_a, len(ids)) if side == 0 else (0, n_a)
    mass, whole = match(ids, span, side, weight, left, known)
    share, chance = mass / max(whole, 1e-9), options[CHANCE]
    gain = math.log(max(share, chance + 0.05) / chance)
    loss = min(max(math.log((1.0 - min(share, 0.995)) / (1.0 - chance)), options[WORST_LOSS]), -0.05)
    low, high = max(start, first - np.int64(options[REACH])), min(stop, last + np.int64(options[REACH]))
    for k in range(max(other_start, other_first - pad), min(other_stop, other_last + pad)):
        left[ids[k]] += 1
    middle = (first + last) // 2
    right, back = middle, middle - 1
    while right < high or back >= low:
        if right < high:
            hit[right] = left[ids[right]] > 0
            left[ids[right]] -= 1
            right += 1
        if back >= low:
            hit[back] = left[ids[back]] > 0
            left[ids[back]] -= 1
            back -= 1
    for k in range(max(other_start, other_first - pad), min(other_stop, other_last + pad)):
        left[ids[k]] = 0
    for k in range(low, high):
        left[ids[k]] = 0
    span[2 * side] = span[2 * side + 1] = middle
    best = total = 0.0
    for k in range(middle, high):
        total += (gain if hit[k] else loss) * weight[ids[k]]
        if total > best:
            best, span[2 * side + 1] = total, k + 1
    best = total = 0.0
    for k in range(middle - 1, low - 1, -1):
        total += (gain if hit[k] else loss) * weight[ids[k]]
        if total > best:
            best, span[2 * side] = total, k


@inlined
def _snap(token: Any, span: Any, side: Any, least: Any) -> Any:
    """Completes the first and the last sentence of a stretch where at least `least` of it lies inside."""
    first, last = span[2 * side], span[2 * side + 1]
    s = 0
    while token[s + 1] <= first:
        s += 1
    if min(last, token[s + 1]) - first >= least * (token[s + 1] - token[s]):
        span[2 * side] = token[s]
    while token[s + 1] < last:
        s += 1
    if last - max(first, token[s]) >= least * (token[s + 1] - token[s]):
        span[2 * side + 1] = token[s + 1]


@inlined
def is_line(end: Any, sentence_end: Any, sentence_token: Any, s: Any) -> Any:
    """Whether a sentence has no mark at its end, so that only a line's end can have ended it: a heading, a date.

    Nor does the dot after a single letter end one, as in "p.m.".
    """
    last = sentence_token[s + 1] - 1
    marks = sentence_end[s] - end[last]
    return marks == 0 or (marks == 1 and last > sentence_token[s] and end[last] - end[last - 1] == 2)


@inlined
def _is_trimmed(ids: Any, first: Any, last: Any, size: Any, is_line: Any, weight: Any, left: Any,
                options: Any) -> Any:  # fmt: skip
    """Whether first:last, all that a stretch has of a sentence of `size` words at its end, is no part of it.

    It is not if it is a word or two of many; nor if it is a heading of which the other side says too little at
    that end; nor if it is a line of hardly more than names and numbers (a date, a byline) that the other side has
    only in part. What the other side has is 1 in `left`, and 2 where it stands near that end.
    """
    words = last - first
    if words < min(max(options[TRIM] * size, options[TRIM_WORDS]), np.float64(size)):
        return True
    whole = worth = shared = 0.0
    is_whole = words == size
    for k in range(first, last):
        whole += weight[ids[k]]
        worth += weight[len(left) + ids[k]]
        shared += weight[ids[k]] if left[ids[k]] > 1 else 0.0
        is_whole = is_whole and left[ids[k]] > 0
    is_line = is_line and size <= options[HEADING_WORDS]
    if is_line and shared < options[HEADING_SHARE] * whole:
        return True
    # Worth lies between NAME_WORTH times the weight, where all are names, and the weight itself.
    named = whole * (options[NAME_WORTH] + (1.0 - options[NAME_WORTH]) * (1.0 - options[TRIM_NAMES]))
    return not is_whole and (is_line or words <= options[TRIM_LINE]) and worth < named


@inlined
def _trim(ids: Any, token: Any, lines: Any, span: Any, side: Any, weight: Any, left: Any, options: Any) -> Any:
    """Leaves out the first and the last sentences of a stretch that are no part of it, unless nothing were left.

    Returns whether any was left out.
    """
    first, last, near = span[2 - 2 * side], span[3 - 2 * side], np.int64(options[HEADING_NEAR])
    begin, end = span[2 * side], span[2 * side + 1]
    # No literals, for which the helper were compiled anew.
    none, there, close = np.int64(0), np.int64(1), np.int64(2)
    mark(ids, first, last, there, left)
    mark(ids, first, min(last, first + near), close, left)
    s = 0
    while token[s + 1] <= begin:
        s += 1
    while token[s + 1] < end and _is_trimmed(
        ids, max(token[s], begin), token[s + 1], token[s + 1] - token[s], lines[s], weight, left, options
    ):
        begin = token[s + 1]
        s += 1
    mark(ids, first, min(last, first + near), there, left)
    mark(ids, max(first, last - near), last, close, left)
    while token[s + 1] < end:
        s += 1
    while token[s] > begin and _is_trimmed(
        ids, token[s], min(token[s + 1], end), token[s + 1] - token[s], lines[s], weight, left, options
    ):
        end = token[s]
        s -= 1
    mark(ids, first, last, none, left)
    trimmed = begin > span[2 * side] or end < span[2 * side + 1]
    span[2 * side], span[2 * side + 1] = begin, end
    return trimmed


@inlined
def polish(ids: Any, token: Any, lines: Any, span: Any, at: Any, is_summary: Any, weight: Any, left: Any, known: Any,
           options: Any) -> Any:  # fmt: skip
    """Moves the ends of a passage to borders of sentences where it should end there; `at` is scratch."""
    mass_a, whole_a = 0.0, 0.0
    if is_summary == 0:
        for k in range(4):
            at[k] = span[k]
        still = 0  # trimmings in a row that left nothing out: after two all others would neither
        for turn in range(_TRIMMINGS):  # what one side leaves out may have been all that held a line of the other
            still = 0 if _trim(ids, token, lines, span, turn % 2, weight, left, options) else still + 1
            if still == 2:
                break
        mass_a, whole_a = match(ids, span, np.int64(0), weight, left, known)
        if mass_a <= 0.0:  # one side lost its beginning, the other its end: what is left is not the same
            for k in range(4):
                span[k] = at[k]
    if mass_a <= 0.0:
        mass_a, whole_a = match(ids, span, np.int64(0), weight, left, known)
    # Copying may stop inside a sentence, retelling does not.
    mass_b, whole_b = match(ids, span, np.int64(1), weight, left, known)
    if mass_a + mass_b < options[EXACT] * (whole_a + whole_b):
        for side in range(2):
            _snap(token, span, side, options[SNAP])


@inlined
def tighten(ids: Any, span: Any, left: Any) -> Any:
    """Moves the ends of a passage inwards to words that the other side has; whether one moved."""
    moved = False
    for side in range(2):
        first, last = span[2 * side], span[2 * side + 1]
        mark(ids, span[2 - 2 * side], span[3 - 2 * side], np.int64(1), left)
        while first + 1 < last and left[ids[first]] == 0:
            first += 1
        while first + 1 < last and left[ids[last - 1]] == 0:
            last -= 1
        mark(ids, span[2 - 2 * side], span[3 - 2 * side], np.int64(0), left)
        moved = moved or first > span[2 * side] or last < span[2 * side + 1]
        span[2 * side], span[2 * side + 1] = first, last
    return moved
