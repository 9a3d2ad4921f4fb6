"""The aligner: for pairs of articles, the stretches of one that say what stretches of the other say.

Sentences that share enough weighted terms are seeds; seeds that lie near each other on both sides
make a block; a block's ends are then set word by word, where the evidence for "inside" is largest.
Seeding after Sanchez-Perez, Sidorov and Gelbukh, "A winning approach to text alignment" (PAN 2014);
the ends, the multiset matching and the scan for summaries are this project's own.

A pair of articles is laid out as one text, `a` and then `b`: `ids` are the numbers of its terms,
`token` where its sentences begin. `n_a` counts the words of a, `s_a` its sentences. A `span` is four
places in `ids`: first and last of the stretch of a, first and last of the stretch of b, ends exclusive.
Few arrays are passed about, because each one costs every kernel compile time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from syndet.kernels import compiled, inlined
from syndet.kernels.ends import is_line, polish, settle, tighten
from syndet.kernels.layout import (
    COSINE_STEP,
    EDITED,
    FLOOR_MASS,
    GAP,
    IDENTICAL,
    IS_SUMMARY,
    JOIN,
    LEAST_BEST_SHARE,
    LEAST_COSINE,
    LEAST_MASS,
    LEAST_SHARE,
    MASS_SLOPE,
    N_COLUMNS,
    NAME_WORTH,
    ORDER_BONUS,
    PAD,
    PAIR,
    REPEAT_WORTH,
    ROUNDS,
    SPAN,
    STRIDE,
)
from syndet.kernels.measures import forget, match, measure, measure_runs, share_in_order, weigh_evidence
from syndet.kernels.seeds import gather, join, propose, weigh
from syndet.kernels.summaries import sum_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEAR: Final = 256  # spans after one that may continue it


@inlined
def _passage_mass(ids: Any, n_a: Any, span: Any, weight: Any, left: Any, hit: Any, known: Any, options: Any,
                  least: Any, tails: Any) -> Any:  # fmt: skip
    """Sets the ends of a block on both sides in turns; the evidence that it is one, -1 if it does not hold.

    What the order adds is left out where the evidence is enough or too little anyhow, `least` being what is needed.
    """
    still = 0  # settlings in a row that moved nothing: after two all others would neither
    for turn in range(2 * np.int64(options[ROUNDS])):
        low, high = span[2 * (turn % 2)], span[2 * (turn % 2) + 1]
        settle(ids, n_a, span, turn % 2, np.int64(options[PAD]), weight, left, hit, known, options)
        if span[1] <= span[0] or span[3] <= span[2]:
            return -1.0
        still = still + 1 if low == span[2 * (turn % 2)] and high == span[2 * (turn % 2) + 1] else 0
        if still == 2:
            break
    mass_a, whole_a = match(ids, span, np.int64(0), weight, left, known)
    mass_b, whole_b = match(ids, span, np.int64(1), weight, left, known)
    share_a, share_b = mass_a / max(whole_a, 1e-9), mass_b / max(whole_b, 1e-9)
    if min(share_a, share_b) < options[LEAST_SHARE] or max(share_a, share_b) < options[LEAST_BEST_SHARE]:
        return -1.0
    evidence = weigh_evidence(ids, span, weight, left, known, options[REPEAT_WORTH])
    for side in range(2):  # what only stands beside the other stretch is no part of this one
        settle(ids, n_a, span, side, np.int64(0), weight, left, hit, known, options)
        if span[1] <= span[0] or span[3] <= span[2]:
            return -1.0
    worst, best = 1.0 - options[ORDER_BONUS] * 0.7, 1.0 + options[ORDER_BONUS] * 0.3
    if evidence * worst >= least or evidence * best < least:
        return evidence * worst
    return evidence * (1.0 + options[ORDER_BONUS] * (share_in_order(ids, span, left, tails) - 0.7))


@inlined
def _add(spans: Any, n: Any, span: Any) -> Any:
    """How much of `spans` is used with one more; what does not fit is left out, two places stay for summaries."""
    if n + 3 * STRIDE > len(spans):
        return n
    for k in range(4):
        spans[n + k] = span[k]
    spans[n + 4] = 0
    return n + STRIDE


@inlined
def _is_continued(spans: Any, r: Any, q: Any, gap: Any) -> Any:
    """Whether the spans at r and q overlap on both sides, or follow each other there in the same order, closely."""
    nearest = -len(spans)
    for k in range(0, 4, 2):
        nearest = max(nearest, max(spans[r + k], spans[q + k]) - min(spans[r + k + 1], spans[q + k + 1]))
    return nearest < 0 or (nearest <= gap and (spans[q] < spans[r]) == (spans[q + 2] < spans[r + 2]))


@inlined
def _joined(spans: Any, n: Any, gap: Any) -> Any:
    """How much of `spans` is used once those that continue each other are one.

    Each is held against the next `_NEAR` only, so that a text that says one thing a thousand times costs no square.
    """
    changed = True
    while changed:
        changed = False
        for r in range(0, n, STRIDE):
            for q in range(min(n, r + _NEAR * STRIDE) - STRIDE, r, -STRIDE):
                if _is_continued(spans, r, q, gap):
                    for k in range(0, 4, 2):
                        spans[r + k] = min(spans[r + k], spans[q + k])
                        spans[r + k + 1] = max(spans[r + k + 1], spans[q + k + 1])
                    n -= STRIDE
                    for k in range(q, n):
                        spans[k] = spans[k + STRIDE]
                    changed = True
    return n


@inlined
def _local(ids: Any, n_a: Any, token: Any, seeds: Any, n_seeds: Any, weight: Any, left: Any, hit: Any, known: Any,
           options: Any, span: Any, spans: Any, tails: Any, room: Any) -> Any:  # fmt: skip
    """Writes the passages that blocks of seeds make into `spans`; how much of it is used.

    A block that does not hold as a whole is tried again in parts: gaps shrink and the cosine rises by
    COSINE_STEP a level. `tails` and `room` are scratch, one place a word and 8 a seed and 8.
    """
    n = np.int64(0)
    # Chance matches grow with the pairs of places that the two articles offer.
    places = math.log(np.float64(n_a) * np.float64(len(ids) - n_a))
    least_mass = max(options[LEAST_MASS] + options[MASS_SLOPE] * (places - 12.0), options[FLOOR_MASS])
    chosen, block = room[:n_seeds], room[n_seeds : 2 * n_seeds]
    todo, room = room[2 * n_seeds : 5 * n_seeds + 3], room[5 * n_seeds + 3 :]  # to do: (start, stop, level) of seeds
    for x in range(n_seeds):
        chosen[x] = x
    todo[0], todo[1], todo[2] = 0, n_seeds, 0
    n_todo = 3
    while n_todo > 0:
        n_todo -= 3
        start, stop, level = todo[n_todo], todo[n_todo + 1], todo[n_todo + 2]
        kept = start
        for x in range(start, stop):
            if seeds[3 * chosen[x] + 2] > options[LEAST_COSINE] + level * options[COSINE_STEP]:
                chosen[kept] = chosen[x]
                kept += 1
        join(seeds, chosen, start, kept, np.int64(options[GAP]) - level, block, room)
        x = start
        while x < kept:
            y = x
            span[0] = span[2] = len(ids)
            span[1] = span[3] = 0
            while y < kept and block[y] == block[x]:
                for side in range(2):
                    s = np.int64(seeds[3 * chosen[y] + side])
                    span[2 * side] = min(span[2 * side], token[s])
                    span[2 * side + 1] = max(span[2 * side + 1], token[s + 1])
                y += 1
            mass = _passage_mass(ids, n_a, span, weight, left, hit, known, options, least_mass, tails)
            if mass >= least_mass:
                n = _add(spans, n, span)
            elif mass < 0.0 and level < options[GAP] and y - x > 1:
                todo[n_todo], todo[n_todo + 1], todo[n_todo + 2] = x, y, level + 1
                n_todo += 3
            x = y
    return n


@compiled
def align(
    word: NDArray[np.uint32],
    term: NDArray[np.uint32],
    form: NDArray[np.uint8],
    end: NDArray[np.int32],
    sentence_end: NDArray[np.int32],
    sentence_token: NDArray[np.int64],
    sentences: NDArray[np.int64],
    options: NDArray[np.float64],
    pair: int,
    ints: NDArray[np.int32],
    reals: NDArray[np.float64],
    flags: NDArray[np.uint8],
    table: NDArray[np.uint64],
    seeds: NDArray[np.float64],
    blocks: NDArray[np.int64],
    rows: NDArray[np.float64],
) -> tuple[int, int, int]:
    """Writes the passages of each pair of articles, from `pair` on, until `rows` is full, N_COLUMNS numbers each.

    Returns the pair to go on with, how much of `rows` is written, and how many seeds there must be room for to go on,
    0 if there is enough. `form` is odd for names and numbers; `end` and
    `sentence_end` are code points. `sentences`: (4 * n_pairs,) the first and the last sentence of both articles of each
    pair, ends exclusive. Whole numbers are exact: tokens stay far below 2**53.
    Scratch, for pairs of up to `room` words less 4: `ints` (20 * room + 4, zeros), `reals` (5 * room + KNOWN), `flags`
    (6 * room), `table` (4 * room); for up to n seeds `seeds` (3 * n) and `blocks` (8 * n + 12).
    """
    n_rows, room = 0, len(table) // 4
    whole_ids, whole_token = ints[:room], ints[room : 2 * room]
    about, bag = ints[2 * room : 6 * room], ints[6 * room : 10 * room]
    border, touched, left = ints[10 * room : 12 * room], ints[12 * room : 13 * room], ints[13 * room : 14 * room]
    spans, place = ints[14 * room : 19 * room], ints[19 * room : 20 * room]
    span, at, blocks = ints[20 * room :], blocks[:4], blocks[4:]
    weight, sums, known = reals[: 2 * room], reals[2 * room : 5 * room], reals[5 * room :]
    hit, lines, sides = flags[:room], flags[room : 2 * room], flags[2 * room :]
    while pair < len(sentences) // 4:
        a_first, b_first = sentences[4 * pair], sentences[4 * pair + 2]
        s_a, s_b = sentences[4 * pair + 1] - a_first, sentences[4 * pair + 3] - b_first
        if s_a == 0 or s_b == 0:
            pair += 1
            continue
        a0, b0 = sentence_token[a_first], sentence_token[b_first]
        n_a = sentence_token[a_first + s_a] - a0
        token = whole_token[: s_a + s_b + 1]
        for s in range(s_a + s_b + 1):
            token[s] = sentence_token[a_first + s] - a0 if s < s_a else sentence_token[b_first + s - s_a] - b0 + n_a
        ids = whole_ids[: token[s_a + s_b]]
        n_terms = gather(term, form, token, s_a, a0, b0, ids, about, bag, border, table)
        weigh(about, n_terms, len(token), options[NAME_WORTH], sums, weight)
        n_seeds = propose(bag, border, about, s_a + s_b, s_a, weight, sums, touched, seeds, options)
        if 3 * n_seeds > len(seeds):
            return pair, n_rows, n_seeds
        n = 0
        forget(known)
        if n_seeds > 0:
            n = _local(ids, n_a, token, seeds, n_seeds, weight, left, hit, known, options, span, spans, touched, blocks)
            n = _joined(spans, n, np.int64(options[JOIN]))
        for side in range(2):
            n = sum_up(ids, n_a, token, s_a, side, weight, about, sums, left, options, span, spans, n)
        if n_rows + n // STRIDE * N_COLUMNS > len(rows):
            break
        for s in range(s_a + s_b if n > 0 else 0):
            lines[s] = is_line(end, sentence_end, sentence_token, a_first + s if s < s_a else b_first + s - s_a)
        for r in range(0, n, STRIDE):
            for k in range(4):
                span[k] = spans[r + k]
            row = np.int64(n_rows)  # no literal, for which helpers were compiled anew
            rows[row + PAIR], rows[row + IS_SUMMARY] = pair, spans[r + 4]
            polish(ids, token, lines, span, at, spans[r + 4], weight, left, known, options)
            moved = True
            while moved:
                for k in range(4):
                    at[k] = span[k] + (a0 if k < 2 else b0 - n_a)
                    rows[row + SPAN + k] = at[k]
                measure_runs(word, at, table, sides, place, options, rows, row)
                # What is edited, not retold, ends at words that match.
                is_edited = spans[r + 4] == 0 and rows[row + IDENTICAL] >= options[EDITED]
                moved = is_edited and tighten(ids, span, left)
            measure(ids, span, weight, left, touched, known, options, rows, row)
            n_rows += N_COLUMNS
        pair += 1
    return pair, n_rows, 0
