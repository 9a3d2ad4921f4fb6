"""What two stretches have in common: words, worth, order, runs."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from syndet.kernels import inlined
from syndet.kernels.layout import (
    IDENTICAL,
    LONGEST,
    MASS,
    MATCHED_A,
    MATCHED_B,
    ORDERED,
    REPEAT_WORTH,
    RUN,
)

_BOTH: Final = 3  # sides that have a run: 1 and 2
# Odd numbers without pattern: the base of the polynomial of a run, and what spreads it over all bits.
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xD6E8FEB86659FD93)


@inlined
def match(ids: Any, first: Any, last: Any, low: Any, high: Any, weight: Any, left: Any) -> Any:
    """Weight of the words of first:last that low:high has too, each of its words matching once, and their whole weight.

    `left` is scratch, one place a term, zero before and after.
    """
    for k in range(low, high):
        left[ids[k]] += 1
    mass = whole = 0.0
    for k in range(first, last):
        t = ids[k]
        whole += weight[t]
        if left[t] > 0:
            mass += weight[t]
            left[t] -= 1
    for k in range(low, high):
        left[ids[k]] = 0
    return mass, whole


@inlined
def weigh_evidence(ids: Any, span: Any, weight: Any, left: Any, repeat: Any) -> Any:
    """Worth of the words that both sides of a span have; of a term said again only the share `repeat` of it."""
    for k in range(span[0], span[1]):
        left[ids[k]] += 1
    worth = 0.0
    for k in range(span[2], span[3]):
        t = ids[k]
        if left[t] > 0:  # for the first time; below 0, how often it may still be said again
            worth += weight[len(left) + t]
            left[t] = 1 - left[t]
        elif left[t] < 0:
            worth += repeat * weight[len(left) + t]
            left[t] += 1
    for k in range(span[0], span[1]):
        left[ids[k]] = 0
    return worth


@inlined
def share_in_order(ids: Any, span: Any, left: Any, tails: Any) -> Any:
    """Share of the words standing once on each side that keep their order (longest increasing subsequence).

    `tails` is scratch, one place a word.
    """
    for k in range(span[2], span[3]):  # 0 absent, -1 several times or used, else the place in b
        left[ids[k]] = k if left[ids[k]] == 0 else -1
    length = n = 0
    for k in range(span[0], span[1]):
        p = left[ids[k]]
        if p > 0:
            n += 1
            left[ids[k]] = -1
            # Most words come after all before them.
            low, high = length if length == 0 or tails[length - 1] < p else 0, length
            while low < high:
                middle = (low + high) // 2
                if tails[middle] < p:
                    low = middle + 1
                else:
                    high = middle
            tails[low] = p
            length = max(length, low + 1)
    for k in range(span[2], span[3]):
        left[ids[k]] = 0
    return length / n if n > 0 else 1.0


@inlined
def mark(ids: Any, first: Any, last: Any, value: Any, left: Any) -> Any:
    """Sets `left` to a value for the terms of first:last."""
    for k in range(first, last):
        left[ids[k]] = value


@inlined
def _enter_runs(word: Any, first: Any, last: Any, run: Any, side: Any, table: Any, sides: Any, size: Any, place: Any,
                n: Any) -> Any:  # fmt: skip
    """Enters the runs of `run` words of first:last into the table as those of a side; how many `place` then has."""
    oldest = np.uint64(1)
    for _ in range(run - 1):
        oldest *= _BASE
    h = np.uint64(0)
    for k in range(first, min(first + run - 1, last)):
        h = h * _BASE + np.uint64(word[k])
    for k in range(first + run - 1, last):  # a run is the polynomial of its words: one more, one less
        h = h * _BASE + np.uint64(word[k])
        at = np.int64((h * _SPREAD) >> np.uint64(32)) & (size - 1)
        while (table[at] != np.uint64(0)) & (table[at] != h):
            at = (at + 1) & (size - 1)
        table[at] = h
        sides[at] |= side
        place[n] = at
        n += 1
        h -= np.uint64(word[k - run + 1]) * oldest
    return n


@inlined
def _common_runs(sides: Any, place: Any, first: Any, last: Any, run: Any) -> Any:
    """(words in runs of at least `run` words that both sides have, the longest such run) of one side.

    Its runs are those that begin at `first` to `last` in `place`.
    """
    inside = longest = streak = covered = 0
    for k in range(first, last):
        if sides[place[k]] == _BOTH:
            inside += k + run - max(covered, k)
            covered = k + run
            streak += 1
            longest = max(longest, streak + run - 1)
        else:
            streak = 0
    return inside, longest


@inlined
def _identical(word: Any, at: Any, run: Any, table: Any, sides: Any, place: Any) -> Any:
    """(words of both sides in common runs of at least `run` words, the longest such run), of the span `at`."""
    size = 16
    while size < 2 * (at[1] - at[0] + at[3] - at[2]):
        size *= 2
    for k in range(size):
        table[k] = np.uint64(0)
        sides[k] = 0
    none = np.int64(0)  # no literals, for which the helpers were compiled anew
    n_a = _enter_runs(word, at[0], at[1], run, np.uint8(1), table, sides, size, place, none)
    n = _enter_runs(word, at[2], at[3], run, np.uint8(2), table, sides, size, place, n_a)
    in_a, longest = _common_runs(sides, place, none, n_a, run)
    in_b, _ = _common_runs(sides, place, n_a, n, run)
    return in_a + in_b, longest


@inlined
def measure(word: Any, ids: Any, span: Any, at: Any, weight: Any, left: Any, table: Any, sides: Any, place: Any,
            tails: Any, options: Any, rows: Any, row: Any) -> Any:  # fmt: skip
    """Fills the measured columns of the row at place `row`; `at` is the span counted from the batch's start.

    MATCHED_A, MATCHED_B: weighted share of the words of a (of b) that the other side has. MASS: as
    `weigh_evidence` says. IDENTICAL: share of the words in common runs of RUN words or more. LONGEST:
    words of the longest common run. ORDERED: share of the matched words that keep their order.
    """
    mass_a, whole_a = match(ids, span[0], span[1], span[2], span[3], weight, left)
    mass_b, whole_b = match(ids, span[2], span[3], span[0], span[1], weight, left)
    rows[row + MATCHED_A], rows[row + MATCHED_B] = mass_a / max(whole_a, 1e-9), mass_b / max(whole_b, 1e-9)
    rows[row + MASS] = weigh_evidence(ids, span, weight, left, options[REPEAT_WORTH])
    words_a, words_b = span[1] - span[0], span[3] - span[2]
    run = min(np.int64(options[RUN]), words_a, words_b)
    inside, longest = _identical(word, at, run, table, sides, place)
    rows[row + IDENTICAL] = inside / (words_a + words_b)
    rows[row + LONGEST] = longest
    rows[row + ORDERED] = share_in_order(ids, span, left, tails)
