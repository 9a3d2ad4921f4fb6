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
N_OPTIONS: Final = 32

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
_NEAR: Final = 256  # spans after one that may continue it


@inlined
def _vocabulary(term: Any, a0: Any, n_a: Any, b0: Any, ids: Any) -> Any:
    """Fills `ids` with small numbers for the terms of two articles; how many there are."""
    size = 16
    while size < 2 * len(ids):
        size *= 2
    slot = np.full(size, np.int64(-1))
    seen = np.empty(len(ids), np.uint32)
    count = 0
    for k in range(len(ids)):
        t = term[a0 + k] if k < n_a else term[b0 + k - n_a]
        h = np.int64(t) & (size - 1)
        while slot[h] >= 0 and seen[slot[h]] != t:
            h = (h + 1) & (size - 1)
        if slot[h] < 0:
            slot[h] = count
            seen[count] = t
            count += 1
        ids[k] = slot[h]
    return count


@inlined
def _bags(ids: Any, token: Any, frequency: Any, terms: Any, counts: Any) -> Any:
    """Where the distinct terms of each sentence begin in `terms`, which it fills, and `counts`.

    `frequency` becomes the number of sentences that carry a term.
    """
    pointer = np.zeros(len(token), np.int64)
    place = np.full(len(frequency), np.int64(-1))  # where a term stands in `terms`
    n = 0
    for s in range(len(token) - 1):
        for k in range(token[s], token[s + 1]):
            t = ids[k]
            if place[t] >= pointer[s]:
                counts[place[t]] += 1
            else:
                place[t] = n
                terms[n] = t
                counts[n] = 1
                frequency[t] += 1
                n += 1
        pointer[s + 1] = n
    return pointer


@inlined
def _seeds(pointer: Any, terms: Any, counts: Any, s_a: Any, weight: Any, options: Any) -> Any:
    """Sentence pairs alike enough, in the order of a, as a flat array of (sentence, sentence, cosine).

    A term that stands in more than MOST_SENTENCES sentences of b counts for the norms and proposes
    nothing: the cost stays linear in the length of a.
    """
    n_s = len(pointer) - 1
    norm = np.zeros(n_s, np.float64)
    n_terms = len(weight) // 2
    first = np.zeros(n_terms + 1, np.int64)  # postings of b, by term
    for s in range(n_s):
        for k in range(pointer[s], pointer[s + 1]):
            norm[s] += (counts[k] * weight[terms[k]]) ** 2
            if s >= s_a:
                first[terms[k] + 1] += 1
    for t in range(n_terms):
        first[t + 1] += first[t]
    fill = np.empty(len(first), np.int64)
    for t in range(len(first)):
        fill[t] = first[t]
    posting = np.empty(2 * first[n_terms], np.int64)  # sentence, count
    for s in range(s_a, n_s):
        for k in range(pointer[s], pointer[s + 1]):
            posting[2 * fill[terms[k]]] = s
            posting[2 * fill[terms[k]] + 1] = counts[k]
            fill[terms[k]] += 1
    dot = np.zeros(n_s, np.float64)
    common = np.zeros(n_s, np.int64)
    touched = np.empty(n_s, np.int64)
    seeds = np.empty(192, np.float64)
    n = 0
    for i in range(s_a):
        n_touched = 0
        for k in range(pointer[i], pointer[i + 1]):
            t = terms[k]
            if first[t + 1] - first[t] <= options[MOST_SENTENCES]:
                for q in range(first[t], first[t + 1]):
                    j = posting[2 * q]
                    if common[j] == 0:
                        touched[n_touched] = j
                        n_touched += 1
                    dot[j] += counts[k] * posting[2 * q + 1] * weight[t] * weight[t]
                    common[j] += 1
        for q in range(n_touched):
            j = touched[q]
            norms = math.sqrt(norm[i] * norm[j])
            dice = 2.0 * common[j] / (pointer[i + 1] - pointer[i] + pointer[j + 1] - pointer[j])
            if norms > 0.0 and dot[j] > options[LEAST_COSINE] * norms and dice > options[LEAST_DICE]:
                if n + 3 > len(seeds):
                    seeds = _grown(seeds)
                seeds[n] = i
                seeds[n + 1] = j
                seeds[n + 2] = dot[j] / norms
                n += 3
            dot[j] = 0.0
            common[j] = 0
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
    for turn in range(2 * np.int64(options[ROUNDS])):
        _settle(ids, n_a, span, turn % 2, np.int64(options[PAD]), weight, left, hit, options)
        if span[1] <= span[0] or span[3] <= span[2]:
            return -1.0
    mass_a, whole_a = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
    mass_b, whole_b = _matched(ids, span[2], span[3], span[0], span[1], weight, left)
    share_a, share_b = mass_a / max(whole_a, 1e-9), mass_b / max(whole_b, 1e-9)
    if min(share_a, share_b) < options[LEAST_SHARE] or max(share_a, share_b) < options[LEAST_BEST_SHARE]:
        return -1.0
    evidence = _evidence(ids, span, weight, left, options[REPEAT_WORTH])
    for side in range(2):  # what only stands beside the other stretch is no part of this one
        _settle(ids, n_a, span, side, 0, weight, left, hit, options)
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
           spans: Any) -> Any:  # fmt: skip
    """Writes the passages that blocks of seeds make into `spans`; how much of it is used.

    A block that does not hold as a whole is tried again in parts: gaps shrink and the cosine rises by
    COSINE_STEP a level.
    """
    n = 0
    # Chance matches grow with the pairs of places that the two articles offer.
    places = math.log(np.float64(n_a) * np.float64(len(ids) - n_a))
    least_mass = max(options[LEAST_MASS] + options[MASS_SLOPE] * (places - 12.0), options[FLOOR_MASS])
    span = np.empty(4, np.int64)
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
def _scan(ids: Any, span: Any, side: Any, n_a: Any, weight: Any, left: Any, contrast: Any) -> Any:
    """Sets one side of the span to the stretch whose words stand in the other article far more than those around it.

    Returns its log-likelihood ratio, a scan statistic. It finds what a summary takes from all over the
    other article, which no block of sentences shows.
    """
    start, stop = (0, n_a) if side == 0 else (n_a, len(ids))
    other_start, other_stop = (n_a, len(ids)) if side == 0 else (0, n_a)
    for k in range(other_start, other_stop):
        left[ids[k]] = 1
    mass = whole = 1e-9
    for k in range(start, stop):
        whole += weight[ids[k]]
        mass += weight[ids[k]] * left[ids[k]]
    outside = min(max(mass / whole, 0.1), 0.85)
    inside = min(outside + contrast, 0.95)
    gain, loss = math.log(inside / outside), math.log((1.0 - inside) / (1.0 - outside))
    best = total = 0.0
    begin = span[2 * side] = span[2 * side + 1] = start
    for k in range(start, stop):
        total += weight[ids[k]] * (gain if left[ids[k]] > 0 else loss)
        if total <= 0.0:
            total, begin = 0.0, k + 1
        elif total > best:
            best, span[2 * side], span[2 * side + 1] = total, begin, k + 1
    for k in range(other_start, other_stop):
        left[ids[k]] = 0
    return best


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
def _summary(ids: Any, n_a: Any, token: Any, s_a: Any, side: Any, weight: Any, left: Any, options: Any,
             spans: Any, n: Any) -> Any:  # fmt: skip
    """Adds the stretch of one side, if any, that sums up the other; passages inside it go into it."""
    span = np.empty(4, np.int64)
    if _scan(ids, span, side, n_a, weight, left, options[SCAN_CONTRAST]) < options[SCAN_LEAST]:
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
def _is_trimmed(ids: Any, first: Any, last: Any, size: Any, weight: Any, left: Any, options: Any) -> Any:
    """Whether first:last, all that a stretch has of a sentence of `size` words at its end, is no part of it.

    It is not if it is a word or two of many, or a short line of hardly more than names and numbers (a date, a byline)
    that the other side, marked in `left`, has only in part.
    """
    words = last - first
    if words < min(max(options[TRIM] * size, options[TRIM_WORDS]), np.float64(size)):
        return True
    whole = worth = 0.0
    is_whole = words == size
    for k in range(first, last):
        whole += weight[ids[k]]
        worth += weight[len(left) + ids[k]]
        is_whole = is_whole and left[ids[k]] > 0
    # Worth lies between NAME_WORTH times the weight, where all are names, and the weight itself.
    named = whole * (options[NAME_WORTH] + (1.0 - options[NAME_WORTH]) * (1.0 - options[TRIM_NAMES]))
    return not is_whole and words <= options[TRIM_LINE] and worth < named


@inlined
def _trim(ids: Any, token: Any, span: Any, side: Any, weight: Any, left: Any, options: Any) -> Any:
    """Leaves out the first and the last sentences of a stretch that are no part of it, unless nothing were left."""
    for k in range(span[2 - 2 * side], span[3 - 2 * side]):
        left[ids[k]] = 1
    s = 0
    while token[s + 1] <= span[2 * side]:
        s += 1
    while token[s + 1] < span[2 * side + 1] and _is_trimmed(
        ids, max(token[s], span[2 * side]), token[s + 1], token[s + 1] - token[s], weight, left, options
    ):
        span[2 * side] = token[s + 1]
        s += 1
    while token[s + 1] < span[2 * side + 1]:
        s += 1
    while token[s] > span[2 * side] and _is_trimmed(
        ids, token[s], min(token[s + 1], span[2 * side + 1]), token[s + 1] - token[s], weight, left, options
    ):
        span[2 * side + 1] = token[s]
        s -= 1
    for k in range(span[2 - 2 * side], span[3 - 2 * side]):
        left[ids[k]] = 0


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
def _pair(term: Any, form: Any, ids: Any, a0: Any, b0: Any, n_a: Any, token: Any, s_a: Any, options: Any,
          spans: Any) -> Any:  # fmt: skip
    """(how much of `spans` the passages of one pair take, the weights of its terms and then their worths)."""
    n_terms = _vocabulary(term, a0, n_a, b0, ids)
    frequency = np.zeros(n_terms, np.int64)
    terms, counts = np.empty(len(ids), np.int64), np.empty(len(ids), np.int64)
    pointer = _bags(ids, token, frequency, terms, counts)
    # A term weighs 1 where one sentence of the two articles has it, next to 0 where all have. It is worth as
    # much as evidence, unless it is mostly written as a name or a number.
    weight = np.zeros(2 * n_terms, np.float64)
    for k in range(len(ids)):
        named = form[a0 + k if k < n_a else b0 + k - n_a] & 1
        weight[n_terms + ids[k]] += named
    for t in range(n_terms):
        weight[t] = math.log(len(token) / frequency[t]) / math.log(len(token))
        weight[n_terms + t] = weight[t] * (options[NAME_WORTH] if weight[n_terms + t] > 0 else 1.0)
    seeds, n_seeds = _seeds(pointer, terms, counts, s_a, weight, options)
    left = np.zeros(n_terms, np.int64)
    hit = np.empty(len(ids), np.bool_)
    n = _local(ids, n_a, token, seeds, n_seeds, weight, left, hit, options, spans)
    n = _joined(spans, n, np.int64(options[JOIN]))
    n = _summary(ids, n_a, token, s_a, 0, weight, left, options, spans, n)
    n = _summary(ids, n_a, token, s_a, 1, weight, left, options, spans, n)
    return n, weight


@compiled
def align(
    word: NDArray[np.uint32],
    term: NDArray[np.uint32],
    form: NDArray[np.uint8],
    sentence_token: NDArray[np.int64],
    article_sentence: NDArray[np.int64],
    pairs: NDArray[np.int64],
    options: NDArray[np.float64],
) -> NDArray[np.float64]:
    """(n * N_COLUMNS,) float64, the passages of each pair of articles, in the order of the pairs.

    `form` is odd for names and numbers. `pairs`: (2 * n_pairs,) article numbers. Whole numbers are exact:
    tokens stay far below 2**53.
    """
    rows = np.empty(256 * N_COLUMNS, np.float64)
    n_rows = 0
    span, at = np.empty(4, np.int64), np.empty(4, np.int64)
    for q in range(len(pairs) // 2):
        a_first, b_first = article_sentence[pairs[2 * q]], article_sentence[pairs[2 * q + 1]]
        s_a = article_sentence[pairs[2 * q] + 1] - a_first
        s_b = article_sentence[pairs[2 * q + 1] + 1] - b_first
        if s_a == 0 or s_b == 0:
            continue
        a0, b0 = sentence_token[a_first], sentence_token[b_first]
        n_a = sentence_token[a_first + s_a] - a0
        token = np.empty(s_a + s_b + 1, np.int64)
        for s in range(s_a + s_b + 1):
            token[s] = sentence_token[a_first + s] - a0 if s < s_a else sentence_token[b_first + s - s_a] - b0 + n_a
        ids = np.empty(token[s_a + s_b], np.int64)
        spans = np.empty(_STRIDE * (len(ids) + 2), np.int64)
        n, weight = _pair(term, form, ids, a0, b0, n_a, token, s_a, options, spans)
        left = np.zeros(len(weight) // 2, np.int64)
        for r in range(0, n, _STRIDE):
            for k in range(4):
                span[k] = spans[r + k]
            if spans[r + 4] == 0:
                for k in range(4):
                    at[k] = span[k]
                _trim(ids, token, span, 0, weight, left, options)
                _trim(ids, token, span, 1, weight, left, options)
                shared, _ = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
                if shared <= 0.0:  # one side lost its beginning, the other its end: what is left is not the same
                    for k in range(4):
                        span[k] = at[k]
            # Copying may stop inside a sentence, retelling does not.
            mass_a, whole_a = _matched(ids, span[0], span[1], span[2], span[3], weight, left)
            mass_b, whole_b = _matched(ids, span[2], span[3], span[0], span[1], weight, left)
            if mass_a + mass_b < options[EXACT] * (whole_a + whole_b):
                _snap(token, span, 0, options[SNAP])
                _snap(token, span, 1, options[SNAP])
            if n_rows + N_COLUMNS > len(rows):
                rows = _grown(rows)
            rows[n_rows + PAIR] = q
            rows[n_rows + IS_SUMMARY] = spans[r + 4]
            for k in range(4):
                at[k] = span[k] + (a0 if k < 2 else b0 - n_a)
                rows[n_rows + SPAN + k] = at[k]
            _measure(word, ids, span, at, weight, left, options, rows, n_rows)
            n_rows += N_COLUMNS
    return rows[:n_rows]
