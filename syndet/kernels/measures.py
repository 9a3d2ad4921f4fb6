"""What two stretches have in common: words, worth, order, runs."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from syndet.kernels import inlined
from syndet.kernels.layout import (
    IDENTICAL,
    KNOWN,
    LONGEST,
    MASS,
    MATCHED_A,
    ORDERED,
    REPEAT_WORTH,
    RUN,
    WHOLE,
    WORTH,
)

_BOTH: Final = 3  # sides that have a run: 1 and 2
# Odd numbers without pattern: the base of the polynomial of a run, and what spreads it over all bits.
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xD6E8FEB86659FD93)


@inlined
def forget(known: Any) -> Any:
    """Nothing is `known` of the spans of a new pair."""
    for k in range(KNOWN):
        known[k] = -1.0


@inlined
def _is_known(span: Any, known: Any, at: Any) -> Any:
    """Whether the numbers at that place are those of this span; if not, they are going to be."""
    same = True
    for k in range(4):
        same = same and known[at + k] == span[k]
        known[at + k] = span[k]
    return same


@inlined
def match(ids: Any, span: Any, side: Any, weight: Any, left: Any, known: Any) -> Any:
    """Weight of the words of a side that the other side has too, each of its words matching once, and the whole weight.

    `left` is scratch, one place a term, zero before and after. Ends that stay where they are are asked about often, so
    the last answer is kept in `known`.
    """
    at = WHOLE * side
    if _is_known(span, known, at):
        return known[at + 4], known[at + 5]
    first, last, low, high = span[2 * side], span[2 * side + 1], span[2 - 2 * side], span[3 - 2 * side]
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
    known[at + 4], known[at + 5] = mass, whole
    return mass, whole


@inlined
def weigh_evidence(ids: Any, span: Any, weight: Any, left: Any, known: Any, repeat: Any) -> Any:
    """Worth of the words that both sides of a span have; of a term said again only the share `repeat` of it."""
    if _is_known(span, known, np.int64(WORTH)):
        return known[WORTH + 4]
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
    known[WORTH + 4] = worth
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
def measure_runs(word: Any, at: Any, table: Any, sides: Any, place: Any, options: Any, rows: Any, row: Any) -> Any:
    """Fills what is measured of runs at place `row`; `at` is the span counted from the batch's start.

    IDENTICAL: share of the words in common runs of RUN words or more. LONGEST: words of the longest common run.
    """
    words_a, words_b = at[1] - at[0], at[3] - at[2]
    inside, longest = _identical(word, at, min(np.int64(options[RUN]), words_a, words_b), table, sides, place)
    rows[row + IDENTICAL] = inside / (words_a + words_b)
    rows[row + LONGEST] = longest


@inlined
def measure(ids: Any, span: Any, weight: Any, left: Any, tails: Any, known: Any, options: Any, rows: Any,
            row: Any) -> Any:  # fmt: skip
    """Fills the other measured columns of the row at place `row`.

    MATCHED_A, MATCHED_B: weighted share of the words of a (of b) that the other side has. MASS: as
    `weigh_evidence` says. ORDERED: share of the matched words that keep their order.
    """
    for side in range(2):
        mass, whole = match(ids, span, side, weight, left, known)
        rows[row + MATCHED_A + side] = mass / max(whole, 1e-9)
    rows[row + MASS] = weigh_evidence(ids, span, weight, left, known, options[REPEAT_WORTH])
    rows[row + ORDERED] = share_in_order(ids, span, left, tails)
