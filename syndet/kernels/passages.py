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

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Places in the array of options; what they mean and their values stand in syndet/align.py.
LEAST_COSINE: Final = 0
LEAST_DICE: Final = 1
COSINE_STEP: Final = 2
MOST_SENTENCES: Final = 3
GAP: Final = 4
REACH: Final = 5
ROUNDS: Final = 6
PAD: Final = 7
CHANCE: Final = 8
WORST_LOSS: Final = 9
LEAST_BEST_SHARE: Final = 10
LEAST_SHARE: Final = 11
LEAST_MASS: Final = 12
SNAP: Final = 13
SCAN_CONTRAST: Final = 14
SCAN_LEAST: Final = 15
SUMMARY_RATIO: Final = 16
SUMMARY_WHOLE: Final = 17
SUMMARY_MOST: Final = 18
RUN: Final = 19
MASS_SLOPE: Final = 20
SUMMARY_PIECE: Final = 21
EXACT: Final = 22
FLOOR_MASS: Final = 23
TRIM: Final = 24
NAME_WORTH: Final = 25
ORDER_BONUS: Final = 26
JOIN: Final = 27
TRIM_WORDS: Final = 28
REPEAT_WORTH: Final = 29
TRIM_NAMES: Final = 30
TRIM_LINE: Final = 31
HEADING_WORDS: Final = 32
HEADING_SHARE: Final = 33
HEADING_NEAR: Final = 34
EDITED: Final = 35
N_OPTIONS: Final = 36

# Columns of the answer: the pair's number, four tokens counted from the start of the batch, 1 for a
# summary; then what was measured, as `_measure` says.
PAIR: Final = 0
SPAN: Final = 1
IS_SUMMARY: Final = 5
MATCHED_A: Final = 6
MATCHED_B: Final = 7
MASS: Final = 8
IDENTICAL: Final = 9
LONGEST: Final = 10
ORDERED: Final = 11
N_COLUMNS: Final = 12

_STRIDE: Final = 5  # of the spans found in a pair: four places, and 1 for a summary

# What is known about each term of a pair, `_ABOUT` numbers each: the last place in `bag` that holds it, 1 if
# it is a name or a number somewhere, and how many sentences of a and of b have it.
_ABOUT: Final = 4
_LAST: Final = 0
_NAMED: Final = 1
_IN_A: Final = 2
_IN_B: Final = 3

# The distinct terms of each sentence, `_BAG` numbers each: the term, how often the sentence has it, the
# sentence, and the place that held the term before this one, 0 if none did.
_BAG: Final = 4
_TERM: Final = 0
_COUNT: Final = 1
_SENTENCE: Final = 2
_BEFORE: Final = 3

# What is added up for each sentence, `_SUMS` numbers each: its squared norm; and while it is held against another
# sentence their dot product and how many terms they share.
_SUMS: Final = 3
_NORM: Final = 0
_DOT: Final = 1
_COMMON: Final = 2

_TRIMMINGS: Final = 4  # of both sides in turns
_NEAR: Final = 256  # spans after one that may continue it


@inlined
def _bags(term: Any, form: Any, token: Any, s_a: Any, a0: Any, b0: Any, ids: Any, about: Any, bag: Any,
          border: Any) -> Any:  # fmt: skip
    """Numbers the terms of two articles in `ids` and gathers those of each sentence in `bag`; how many there are.

    Sentence s fills `bag` from ``border[2 * s]`` to ``border[2 * s + 1]``. The sentences of b come last
    to first, so that the places that hold a term, followed back, go through b in its order.
    """
    size = 16
    while size < 2 * len(ids):
        size *= 2
    slot = np.zeros(size, np.uint64)  # a term and, in the lower half, its number and 1; 0 is free
    for k in range(_ABOUT * len(ids)):
        about[k] = 0
    n_s = len(token) - 1
    n_terms, n = 0, _BAG  # place 0 is none
    for turn in range(n_s):
        s = turn if turn < s_a else n_s - 1 - (turn - s_a)
        shift, in_which = (a0, _IN_A) if turn < s_a else (b0 - token[s_a], _IN_B)
        first = n
        for k in range(token[s], token[s + 1]):
            t = np.uint64(term[shift + k])
            h = np.int64(t) & (size - 1)
            while (slot[h] != np.uint64(0)) & (slot[h] >> np.uint64(32) != t):
                h = (h + 1) & (size - 1)
            n_terms += slot[h] == np.uint64(0)
            slot[h] = slot[h] if slot[h] != np.uint64(0) else t << np.uint64(32) | np.uint64(n_terms)
            ids[k] = np.int64(slot[h] & np.uint64(0xFFFFFFFF)) - 1
            x = _ABOUT * ids[k]
            about[x + _NAMED] |= form[shift + k] & 1
            last = about[x + _LAST]
            if last >= first:
                bag[last + _COUNT] += 1
                continue
            bag[n + _TERM], bag[n + _COUNT], bag[n + _SENTENCE], bag[n + _BEFORE] = ids[k], 1, s, last
            about[x + _LAST] = n
            about[x + in_which] += 1
            n += _BAG
        border[2 * s], border[2 * s + 1] = first, n
    return n_terms


@inlined
def _weigh(about: Any, n_terms: Any, most: Any, name_worth: Any, sums: Any, weight: Any) -> Any:
    """Fills `weight` with the weights of terms and, in its second half, their worths; `most` is the sentences and 1.

    A term weighs 1 where one sentence of the two articles has it, next to 0 where all have. It is worth as
    much as evidence, unless it is written as a name or a number somewhere.
    """
    whole = math.log(np.float64(most))
    for n in range(most):
        sums[n] = -1.0  # the weight of a term that n sentences have, once it is known
    for t in range(n_terms):
        n = about[_ABOUT * t + _IN_A] + about[_ABOUT * t + _IN_B]
        if sums[n] < 0.0:
            sums[n] = math.log(most / n) / whole
        weight[t] = sums[n]
        weight[len(weight) // 2 + t] = sums[n] * (name_worth if about[_ABOUT * t + _NAMED] > 0 else 1.0)


@inlined
def _seeds(bag: Any, border: Any, about: Any, n_s: Any, s_a: Any, weight: Any, sums: Any, touched: Any, seeds: Any,
           options: Any) -> Any:  # fmt: skip
    """Sentence pairs alike enough, in the order of a, as a flat array of (sentence, sentence, cosine).

    A term that stands in more than MOST_SENTENCES sentences of b counts for the norms and proposes
    nothing: the cost stays linear in the length of a.
    """
    for s in range(n_s):
        norm = 0.0
        for k in range(border[2 * s], border[2 * s + 1], _BAG):
            norm += (bag[k + _COUNT] * weight[bag[k + _TERM]]) ** 2
        sums[_SUMS * s + _NORM] = norm
        sums[_SUMS * s + _DOT] = sums[_SUMS * s + _COMMON] = 0.0
    least = options[LEAST_COSINE]
    # Of the squares, and a little less: a root and divisions only for pairs that can hold.
    bound = least * least * 0.999999 if least > 0.0 else -1.0
    n = 0
    for i in range(s_a):
        n_touched = 0
        for k in range(border[2 * i], border[2 * i + 1], _BAG):
            t, count = bag[k + _TERM], bag[k + _COUNT]
            w, n_b = weight[t], about[_ABOUT * t + _IN_B]
            q = about[_ABOUT * t + _LAST]
            for _ in range(n_b if n_b <= options[MOST_SENTENCES] else 0):
                x = _SUMS * bag[q + _SENTENCE]
                touched[n_touched] = bag[q + _SENTENCE]
                n_touched += sums[x + _COMMON] == 0.0
                sums[x + _DOT] += count * bag[q + _COUNT] * w * w
                sums[x + _COMMON] += 1.0
                q = bag[q + _BEFORE]
        for q in range(n_touched):
            j = touched[q]
            dot, common = sums[_SUMS * j + _DOT], sums[_SUMS * j + _COMMON]
            sums[_SUMS * j + _DOT] = sums[_SUMS * j + _COMMON] = 0.0
            norms = sums[_SUMS * i + _NORM] * sums[_SUMS * j + _NORM]
            if dot * dot < bound * norms:
                continue
            norms = math.sqrt(norms)
            terms = (border[2 * i + 1] - border[2 * i] + border[2 * j + 1] - border[2 * j]) // _BAG
            if norms > 0.0 and dot > least * norms and 2.0 * common / terms > options[LEAST_DICE]:
                if n + 3 > len(seeds):
                    seeds = _grown(seeds)
                seeds[n] = i
                seeds[n + 1] = j
                seeds[n + 2] = dot / norms
                n += 3
    return seeds, n // 3


@inlined
def _grown(array: Any) -> Any:
    """The array with room for as much again."""
    longer = np.empty(2 * len(array), np.float64)
    for k in range(len(array)):
        longer[k] = array[k]
    return longer


@inlined
def _root(parent: Any, x: Any) -> Any:
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@inlined
def _join(seeds: Any, chosen: Any, start: Any, stop: Any, gap: Any, block: Any) -> Any:
    """Orders chosen[start:stop] by block; ``block[x]`` becomes the block of the seed at place x.

    Seeds are in one block when a chain of gaps of at most `gap` sentences on both sides joins them.
    """
    for x in range(start, stop):
        block[x] = x
    for x in range(start, stop):
        for y in range(x + 1, stop):
            if seeds[3 * chosen[y]] - seeds[3 * chosen[x]] > gap + 1:
                break
            if abs(seeds[3 * chosen[y] + 1] - seeds[3 * chosen[x] + 1]) <= gap + 1:
                p, r = _root(block, x), _root(block, y)
                if p < r:
                    block[r] = p
                else:
                    block[p] = r
    place = np.zeros(stop - start + 1, np.int64)
    for x in range(start, stop):
        block[x] = _root(block, x)
        place[block[x] - start + 1] += 1
    for x in range(stop - start):
        place[x + 1] += place[x]
    old = np.empty(2 * (stop - start), np.int64)
    for x in range(stop - start):
        old[2 * x], old[2 * x + 1] = chosen[start + x], block[start + x]
    for x in range(stop - start):
        to = start + place[old[2 * x + 1] - start]
        place[old[2 * x + 1] - start] += 1
        chosen[to], block[to] = old[2 * x], old[2 * x + 1]


@inlined
def _matched(ids: Any, first: Any, last: Any, low: Any, high: Any, weight: Any, left: Any) -> Any:
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
def _evidence(ids: Any, span: Any, weight: Any, left: Any, repeat: Any) -> Any:
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
def _ordered(ids: Any, span: Any, left: Any) -> Any:
    """Share of the words standing once on each side that keep their order (longest increasing subsequence)."""
    for k in range(span[2], span[3]):  # 0 absent, -1 several times or used, else the place in b
        left[ids[k]] = k if left[ids[k]] == 0 else -1
    tails = np.empty(span[1] - span[0], np.int64)
    length = n = 0
    for k in range(span[0], span[1]):
        p = left[ids[k]]
        if p > 0:
            n += 1
            left[ids[k]] = -1
            low, high = 0, length
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
def _settle(ids: Any, n_a: Any, span: Any, side: Any, pad: Any, weight: Any, left: Any, hit: Any, options: Any) -> Any:
    """Sets the ends of a block on one side (0: a, 1: b): the stretch with the most evidence for being inside.

    A matched word is worth log(share / chance) times its weight, another one costs
    log((1 - share) / (1 - chance)): the likelihood ratio of "inside" (where `share` of the weight is
    matched) against "outside". Words match outward from the middle, each word of the other side once,
    so that a phrase that recurs beyond the passage does not stretch it.
    """
    first, last, other_first, other_last = span[2 * side], span[2 * side + 1], span[2 - 2 * side], span[3 - 2 * side]
    start, stop = (0, n_a) if side == 0 else (n_a, len(ids))
    other_start, other_stop = (n_a, len(ids)) if side == 0 else (0, n_a)
    mass, whole = _matched(ids, first, last, other_first, other_last, weight, left)
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
def _passage_mass(ids: Any, n_a: Any, span: Any, weight: Any, left: Any, hit: Any, options: Any) -> Any:
    """Sets the ends of a block on both sides in turns; the evidence that it is one, -1 if it does not hold."""
    still = 0  # settlings in a row that moved nothing: after two all others would neither
    for turn in range(2 * np.int64(options[ROUNDS])):
        low, high = span[2 * (turn % 2)], span[2 * (turn % 2) + 1]
        _settle(ids, n_a, span, turn % 2, np.int64(options[PAD]), weight, left, hit, options)
        if span[1] <= span[0] or span[3] <= span[2]:
            return -1.0
        still = still + 1 if low == span[2 * (turn % 2)] and high == span[2 * (turn % 2) + 1] else 0
        if still == 2:
            break
    mass_a, whole_a = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
    mass_b, whole_b = _matched(ids, span[2], span[3], span[0], span[1], weight, left)
    share_a, share_b = mass_a / max(whole_a, 1e-9), mass_b / max(whole_b, 1e-9)
    if min(share_a, share_b) < options[LEAST_SHARE] or max(share_a, share_b) < options[LEAST_BEST_SHARE]:
        return -1.0
    evidence = _evidence(ids, span, weight, left, options[REPEAT_WORTH])
    for side in range(2):  # what only stands beside the other stretch is no part of this one
        _settle(ids, n_a, span, side, np.int64(0), weight, left, hit, options)
        if span[1] <= span[0] or span[3] <= span[2]:
            return -1.0
    return evidence * (1.0 + options[ORDER_BONUS] * (_ordered(ids, span, left) - 0.7))


@inlined
def _add(spans: Any, n: Any, span: Any) -> Any:
    """How much of `spans` is used with one more; what does not fit is left out, two places stay for summaries."""
    if n + 3 * _STRIDE > len(spans):
        return n
    for k in range(4):
        spans[n + k] = span[k]
    spans[n + 4] = 0
    return n + _STRIDE


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
        for r in range(0, n, _STRIDE):
            for q in range(min(n, r + _NEAR * _STRIDE) - _STRIDE, r, -_STRIDE):
                if _is_continued(spans, r, q, gap):
                    for k in range(0, 4, 2):
                        spans[r + k] = min(spans[r + k], spans[q + k])
                        spans[r + k + 1] = max(spans[r + k + 1], spans[q + k + 1])
                    n -= _STRIDE
                    for k in range(q, n):
                        spans[k] = spans[k + _STRIDE]
                    changed = True
    return n


@inlined
def _local(ids: Any, n_a: Any, token: Any, seeds: Any, n_seeds: Any, weight: Any, left: Any, hit: Any, options: Any,
           span: Any, spans: Any) -> Any:  # fmt: skip
    """Writes the passages that blocks of seeds make into `spans`; how much of it is used.

    A block that does not hold as a whole is tried again in parts: gaps shrink and the cosine rises by
    COSINE_STEP a level.
    """
    n = np.int64(0)
    # Chance matches grow with the pairs of places that the two articles offer.
    places = math.log(np.float64(n_a) * np.float64(len(ids) - n_a))
    least_mass = max(options[LEAST_MASS] + options[MASS_SLOPE] * (places - 12.0), options[FLOOR_MASS])
    chosen = np.empty(n_seeds, np.int64)
    for x in range(n_seeds):
        chosen[x] = x
    block = np.empty(n_seeds, np.int64)
    todo = np.empty(3 * n_seeds + 3, np.int64)  # (start, stop, level) of seeds to join
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
        _join(seeds, chosen, start, kept, np.int64(options[GAP]) - level, block)
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
            mass = _passage_mass(ids, n_a, span, weight, left, hit, options)
            if mass >= least_mass:
                n = _add(spans, n, span)
            elif mass < 0.0 and level < options[GAP] and y - x > 1:
                todo[n_todo], todo[n_todo + 1], todo[n_todo + 2] = x, y, level + 1
                n_todo += 3
            x = y
    return n


@inlined
def _scan(ids: Any, span: Any, side: Any, n_a: Any, weight: Any, about: Any, worth: Any, options: Any) -> Any:
    """Sets one side of the span to the stretch whose words stand in the other article far more than those around it.

    Returns whether its log-likelihood ratio, a scan statistic, is high enough. It finds what a summary takes from
    all over the other article, which no block of sentences shows. `worth` is scratch: what a word is worth that
    the other article has not, and one that it has. Looked up, because no processor can guess which comes next.
    """
    start, stop = (0, n_a) if side == 0 else (n_a, len(ids))
    there = _IN_B if side == 0 else _IN_A
    worth[0], worth[1] = 0.0, 1.0
    mass = whole = 1e-9
    for k in range(start, stop):
        t = ids[k]
        whole += weight[t]
        mass += weight[t] * worth[np.int64(about[_ABOUT * t + there] > 0)]
    outside = min(max(mass / whole, 0.1), 0.85)
    inside = min(outside + options[SCAN_CONTRAST], 0.95)
    worth[0], worth[1] = math.log((1.0 - inside) / (1.0 - outside)), math.log(inside / outside)
    best = total = 0.0
    for k in range(start, stop):  # where it lies is asked of the few that have one
        t = ids[k]
        total += weight[t] * worth[np.int64(about[_ABOUT * t + there] > 0)]
        total = total if total > 0.0 else 0.0
        best = total if total > best else best
    if best < options[SCAN_LEAST]:
        return False
    best = total = 0.0
    begin = span[2 * side] = span[2 * side + 1] = start
    for k in range(start, stop):
        t = ids[k]
        total += weight[t] * worth[np.int64(about[_ABOUT * t + there] > 0)]
        if total <= 0.0:
            total, begin = 0.0, k + 1
        elif total > best:
            best, span[2 * side], span[2 * side + 1] = total, begin, k + 1
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
def _summary(ids: Any, n_a: Any, token: Any, s_a: Any, side: Any, weight: Any, about: Any, sums: Any, left: Any,
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
    for r in range(0, n, _STRIDE):
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
    for r in range(0, n, _STRIDE):
        overlap = min(span[m + 1], spans[r + m + 1]) - max(span[m], spans[r + m])
        if 2 * overlap <= spans[r + m + 1] - spans[r + m]:
            for k in range(_STRIDE):
                spans[kept + k] = spans[r + k]
            kept += _STRIDE
    for k in range(4):
        spans[kept + k] = span[k]
    spans[kept + 4] = 1
    return kept + _STRIDE


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
def _is_line(end: Any, sentence_end: Any, sentence_token: Any, s: Any) -> Any:
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
def _mark(ids: Any, span: Any, side: Any, near: Any, at_end: Any, left: Any) -> Any:
    """Sets `left` to 1 for the terms of one side of a span, and to 2 for those of its first or last `near` words."""
    first, last = span[2 * side], span[2 * side + 1]
    for k in range(first, last):
        left[ids[k]] = 1
    for k in range(max(first, last - near) if at_end else first, last if at_end else min(last, first + near)):
        left[ids[k]] = 2


@inlined
def _trim(ids: Any, token: Any, lines: Any, span: Any, side: Any, weight: Any, left: Any, options: Any) -> Any:
    """Leaves out the first and the last sentences of a stretch that are no part of it, unless nothing were left."""
    near = np.int64(options[HEADING_NEAR])
    _mark(ids, span, 1 - side, near, False, left)
    s = 0
    while token[s + 1] <= span[2 * side]:
        s += 1
    while token[s + 1] < span[2 * side + 1] and _is_trimmed(
        ids, max(token[s], span[2 * side]), token[s + 1], token[s + 1] - token[s], lines[s], weight, left, options
    ):
        span[2 * side] = token[s + 1]
        s += 1
    _mark(ids, span, 1 - side, near, True, left)
    while token[s + 1] < span[2 * side + 1]:
        s += 1
    while token[s] > span[2 * side] and _is_trimmed(
        ids, token[s], min(token[s + 1], span[2 * side + 1]), token[s + 1] - token[s], lines[s], weight, left, options
    ):
        span[2 * side + 1] = token[s]
        s -= 1
    for k in range(span[2 - 2 * side], span[3 - 2 * side]):
        left[ids[k]] = 0


@inlined
def _polish(ids: Any, token: Any, lines: Any, span: Any, at: Any, is_summary: Any, weight: Any, left: Any,
            options: Any) -> Any:  # fmt: skip
    """Moves the ends of a passage to borders of sentences where it should end there; `at` is scratch."""
    if is_summary == 0:
        for k in range(4):
            at[k] = span[k]
        for turn in range(_TRIMMINGS):  # what one side leaves out may have been all that held a line of the other
            _trim(ids, token, lines, span, turn % 2, weight, left, options)
        shared, _ = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
        if shared <= 0.0:  # one side lost its beginning, the other its end: what is left is not the same
            for k in range(4):
                span[k] = at[k]
    # Copying may stop inside a sentence, retelling does not.
    mass_a, whole_a = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
    mass_b, whole_b = _matched(ids, span[2], span[3], span[0], span[1], weight, left)
    if mass_a + mass_b < options[EXACT] * (whole_a + whole_b):
        for side in range(2):
            _snap(token, span, side, options[SNAP])


@inlined
def _tighten(ids: Any, span: Any, left: Any) -> Any:
    """Moves the ends of a passage inwards to words that the other side has; whether one moved."""
    moved = False
    for side in range(2):
        first, last = span[2 * side], span[2 * side + 1]
        _mark(ids, span, 1 - side, 0, False, left)
        while first + 1 < last and left[ids[first]] == 0:
            first += 1
        while first + 1 < last and left[ids[last - 1]] == 0:
            last -= 1
        for k in range(span[2 - 2 * side], span[3 - 2 * side]):
            left[ids[k]] = 0
        moved = moved or first > span[2 * side] or last < span[2 * side + 1]
        span[2 * side], span[2 * side + 1] = first, last
    return moved


@inlined
def _gram(word: Any, first: Any, run: Any) -> Any:
    h = np.uint64(14695981039346656037)
    for k in range(first, first + run):
        h = np.uint64((h ^ np.uint64(word[k])) * np.uint64(1099511628211))
    return h ^ (h >> np.uint64(29))


@inlined
def _common_runs(word: Any, first: Any, last: Any, other_first: Any, other_last: Any, run: Any) -> Any:
    """(words of first:last in runs of at least `run` words that the other stretch has, the longest such run)."""
    size = 16
    while size < 2 * (other_last - other_first):
        size *= 2
    slot = np.zeros(size, np.uint64)  # 0 is free
    for j in range(other_first, other_last - run + 1):
        h = _gram(word, j, run)
        at = np.int64(h & np.uint64(size - 1))
        while slot[at] != np.uint64(0) and slot[at] != h:
            at = (at + 1) & (size - 1)
        slot[at] = h
    inside = longest = streak = covered = 0
    for i in range(first, last - run + 1):
        h = _gram(word, i, run)
        at = np.int64(h & np.uint64(size - 1))
        while slot[at] != np.uint64(0) and slot[at] != h:
            at = (at + 1) & (size - 1)
        if slot[at] == h:
            inside += i + run - max(covered, i)
            covered = i + run
            streak += 1
            longest = max(longest, streak + run - 1)
        else:
            streak = 0
    return inside, longest


@inlined
def _measure(word: Any, ids: Any, span: Any, at: Any, weight: Any, left: Any, options: Any, rows: Any,
             row: Any) -> Any:  # fmt: skip
    """Fills the measured columns of the row at place `row`; `at` is the span counted from the batch's start.

    MATCHED_A, MATCHED_B: weighted share of the words of a (of b) that the other side has. MASS: as
    `_evidence` says. IDENTICAL: share of the words in common runs of RUN words or more. LONGEST:
    words of the longest common run. ORDERED: share of the matched words that keep their order.
    """
    mass_a, whole_a = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
    mass_b, whole_b = _matched(ids, span[2], span[3], span[0], span[1], weight, left)
    rows[row + MATCHED_A], rows[row + MATCHED_B] = mass_a / max(whole_a, 1e-9), mass_b / max(whole_b, 1e-9)
    rows[row + MASS] = _evidence(ids, span, weight, left, options[REPEAT_WORTH])
    words_a, words_b = span[1] - span[0], span[3] - span[2]
    run = min(np.int64(options[RUN]), words_a, words_b)
    in_a, longest = _common_runs(word, at[0], at[1], at[2], at[3], run)
    in_b, _ = _common_runs(word, at[2], at[3], at[0], at[1], run)
    rows[row + IDENTICAL] = (in_a + in_b) / (words_a + words_b)
    rows[row + LONGEST] = longest
    rows[row + ORDERED] = _ordered(ids, span, left)


@inlined
def _most_words(sentence_token: Any, sentences: Any) -> Any:
    """The words of the two longest articles that stand in one pair."""
    most = 0
    for q in range(0, len(sentences), 4):
        words = sentence_token[sentences[q + 1]] - sentence_token[sentences[q]]
        words += sentence_token[sentences[q + 3]] - sentence_token[sentences[q + 2]]
        most = max(most, words)
    return most


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
) -> NDArray[np.float64]:
    """(n * N_COLUMNS,) float64, the passages of each pair of articles, in the order of the pairs.

    `form` is odd for names and numbers; `end` and `sentence_end` are code points. `sentences`: (4 * n_pairs,) the
    first and the last sentence of both articles of each pair, ends exclusive. Whole numbers are exact: tokens stay
    far below 2**53.
    """
    rows = np.empty(256 * N_COLUMNS, np.float64)
    n_rows = np.int64(0)
    # All pairs are worked on in the same room, which holds the longest of them.
    room = _most_words(sentence_token, sentences) + 2
    whole_ids, whole_token = np.empty(room, np.int64), np.empty(room, np.int64)
    about, bag = np.empty(_ABOUT * room, np.int64), np.empty(_BAG * (room + 1), np.int64)
    border, touched = np.empty(2 * room, np.int64), np.empty(room, np.int64)
    weight, sums = np.empty(2 * room, np.float64), np.empty(_SUMS * room, np.float64)
    left, hit, lines = np.zeros(room, np.int64), np.empty(room, np.bool_), np.empty(room, np.bool_)
    seeds, spans = np.empty(192, np.float64), np.empty(_STRIDE * room, np.int64)
    span, at = np.empty(4, np.int64), np.empty(4, np.int64)
    for q in range(len(sentences) // 4):
        a_first, b_first = sentences[4 * q], sentences[4 * q + 2]
        s_a, s_b = sentences[4 * q + 1] - a_first, sentences[4 * q + 3] - b_first
        if s_a == 0 or s_b == 0:
            continue
        a0, b0 = sentence_token[a_first], sentence_token[b_first]
        n_a = sentence_token[a_first + s_a] - a0
        token = whole_token[: s_a + s_b + 1]
        for s in range(s_a + s_b + 1):
            token[s] = sentence_token[a_first + s] - a0 if s < s_a else sentence_token[b_first + s - s_a] - b0 + n_a
        ids = whole_ids[: token[s_a + s_b]]
        n_terms = _bags(term, form, token, s_a, a0, b0, ids, about, bag, border)
        _weigh(about, n_terms, len(token), options[NAME_WORTH], sums, weight)
        seeds, n_seeds = _seeds(bag, border, about, s_a + s_b, s_a, weight, sums, touched, seeds, options)
        n = np.int64(0)
        if n_seeds > 0:
            n = _local(ids, n_a, token, seeds, n_seeds, weight, left, hit, options, span, spans)
            n = _joined(spans, n, np.int64(options[JOIN]))
        for side in range(2):
            n = _summary(ids, n_a, token, s_a, side, weight, about, sums, left, options, span, spans, n)
        for s in range(s_a + s_b if n > 0 else 0):
            lines[s] = _is_line(end, sentence_end, sentence_token, a_first + s if s < s_a else b_first + s - s_a)
        for r in range(0, n, _STRIDE):
            for k in range(4):
                span[k] = spans[r + k]
            if n_rows + N_COLUMNS > len(rows):
                rows = _grown(rows)
            rows[n_rows + PAIR] = q
            rows[n_rows + IS_SUMMARY] = spans[r + 4]
            _polish(ids, token, lines, span, at, spans[r + 4], weight, left, options)
            moved = True
            while moved:
                for k in range(4):
                    at[k] = span[k] + (a0 if k < 2 else b0 - n_a)
                    rows[n_rows + SPAN + k] = at[k]
                _measure(word, ids, span, at, weight, left, options, rows, n_rows)
                # What is edited, not retold, ends at words that match.
                is_edited = spans[r + 4] == 0 and rows[n_rows + IDENTICAL] >= options[EDITED]
                moved = is_edited and _tighten(ids, span, left)
            n_rows += N_COLUMNS
    return rows[:n_rows]
