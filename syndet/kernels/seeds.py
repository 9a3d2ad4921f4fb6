"""Where passages may be: sentences of two articles that share enough weighted terms, and blocks of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from syndet.kernels import inlined
from syndet.kernels.layout import (
    ABOUT,
    BAG,
    BEFORE,
    COMMON,
    COUNT,
    DOT,
    IN_A,
    IN_B,
    LAST,
    LEAST_COSINE,
    LEAST_DICE,
    MOST_SENTENCES,
    NAMED,
    NORM,
    SENTENCE,
    SUMS,
    TERM,
)


@inlined
def gather(term: Any, form: Any, token: Any, s_a: Any, a0: Any, b0: Any, ids: Any, about: Any, bag: Any,
           border: Any, slot: Any) -> Any:  # fmt: skip
    """Numbers the terms of two articles in `ids` and gathers those of each sentence in `bag`; how many there are.

    Sentence s fills `bag` from ``border[2 * s]`` to ``border[2 * s + 1]``. The sentences of b come last
    to first, so that the places that hold a term, followed back, go through b in its order.
    """
    size = 16
    while size < 2 * len(ids):
        size *= 2
    for k in range(size):
        slot[k] = np.uint64(0)  # free; else a term and, in the lower half, its number and 1
    for k in range(ABOUT * len(ids)):
        about[k] = 0
    n_s = len(token) - 1
    n_terms, n = 0, BAG  # place 0 is none
    for turn in range(n_s):
        s = turn if turn < s_a else n_s - 1 - (turn - s_a)
        shift, in_which = (a0, IN_A) if turn < s_a else (b0 - token[s_a], IN_B)
        first = n
        for k in range(token[s], token[s + 1]):
            t = np.uint64(term[shift + k])
            h = np.int64(t) & (size - 1)
            while (slot[h] != np.uint64(0)) & (slot[h] >> np.uint64(32) != t):
                h = (h + 1) & (size - 1)
            n_terms += slot[h] == np.uint64(0)
            slot[h] = slot[h] if slot[h] != np.uint64(0) else t << np.uint64(32) | np.uint64(n_terms)
            ids[k] = np.int64(slot[h] & np.uint64(0xFFFFFFFF)) - 1
            x = ABOUT * ids[k]
            about[x + NAMED] |= form[shift + k] & 1
            last = about[x + LAST]
            if last >= first:
                bag[last + COUNT] += 1
                continue
            bag[n + TERM], bag[n + COUNT], bag[n + SENTENCE], bag[n + BEFORE] = ids[k], 1, s, last
            about[x + LAST] = n
            about[x + in_which] += 1
            n += BAG
        border[2 * s], border[2 * s + 1] = first, n
    return n_terms


@inlined
def weigh(about: Any, n_terms: Any, most: Any, name_worth: Any, sums: Any, weight: Any) -> Any:
    """Fills `weight` with the weights of terms and, in its second half, their worths; `most` is the sentences and 1.

    A term weighs 1 where one sentence of the two articles has it, next to 0 where all have. It is worth as
    much as evidence, unless it is written as a name or a number somewhere.
    """
    whole = math.log(np.float64(most))
    for n in range(most):
        sums[n] = -1.0  # the weight of a term that n sentences have, once it is known
    for t in range(n_terms):
        n = about[ABOUT * t + IN_A] + about[ABOUT * t + IN_B]
        if sums[n] < 0.0:
            sums[n] = math.log(most / n) / whole
        weight[t] = sums[n]
        weight[len(weight) // 2 + t] = sums[n] * (name_worth if about[ABOUT * t + NAMED] > 0 else 1.0)


@inlined
def propose(bag: Any, border: Any, about: Any, n_s: Any, s_a: Any, weight: Any, sums: Any, touched: Any, seeds: Any,
            options: Any) -> Any:  # fmt: skip
    """Writes the sentence pairs alike enough as (sentence, sentence, cosine), in the order of a; how many there are.

    Those for which `seeds` has no room are counted only.

    A term that stands in more than MOST_SENTENCES sentences of b counts for the norms and proposes
    nothing: the cost stays linear in the length of a.
    """
    for s in range(n_s):
        norm = 0.0
        for k in range(border[2 * s], border[2 * s + 1], BAG):
            norm += (bag[k + COUNT] * weight[bag[k + TERM]]) ** 2
        sums[SUMS * s + NORM] = norm
        sums[SUMS * s + DOT] = sums[SUMS * s + COMMON] = 0.0
    least = options[LEAST_COSINE]
    # Of the squares, and a little less: a root and divisions only for pairs that can hold.
    bound = least * least * 0.999999 if least > 0.0 else -1.0
    n = 0
    for i in range(s_a):
        n_touched = 0
        for k in range(border[2 * i], border[2 * i + 1], BAG):
            t, count = bag[k + TERM], bag[k + COUNT]
            w, n_b = weight[t], about[ABOUT * t + IN_B]
            q = about[ABOUT * t + LAST]
            for _ in range(n_b if n_b <= options[MOST_SENTENCES] else 0):
                x = SUMS * bag[q + SENTENCE]
                touched[n_touched] = bag[q + SENTENCE]
                n_touched += sums[x + COMMON] == 0.0
                sums[x + DOT] += count * bag[q + COUNT] * w * w
                sums[x + COMMON] += 1.0
                q = bag[q + BEFORE]
        for q in range(n_touched):
            j = touched[q]
            dot, common = sums[SUMS * j + DOT], sums[SUMS * j + COMMON]
            sums[SUMS * j + DOT] = sums[SUMS * j + COMMON] = 0.0
            norms = sums[SUMS * i + NORM] * sums[SUMS * j + NORM]
            if dot * dot < bound * norms:
                continue
            norms = math.sqrt(norms)
            terms = (border[2 * i + 1] - border[2 * i] + border[2 * j + 1] - border[2 * j]) // BAG
            if norms > 0.0 and dot > least * norms and 2.0 * common / terms > options[LEAST_DICE]:
                if n + 3 <= len(seeds):
                    seeds[n], seeds[n + 1], seeds[n + 2] = i, j, dot / norms
                n += 3
    return n // 3


@inlined
def _root(parent: Any, x: Any) -> Any:
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


@inlined
def join(seeds: Any, chosen: Any, start: Any, stop: Any, gap: Any, block: Any, room: Any) -> Any:
    """Orders chosen[start:stop] by block; ``block[x]`` becomes the block of the seed at place x.

    `room` is scratch, 3 numbers a seed and 1.
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
    place, old = room[: stop - start + 1], room[stop - start + 1 :]
    for x in range(len(place)):
        place[x] = 0
    for x in range(start, stop):
        block[x] = _root(block, x)
        place[block[x] - start + 1] += 1
    for x in range(stop - start):
        place[x + 1] += place[x]
    for x in range(stop - start):
        old[2 * x], old[2 * x + 1] = chosen[start + x], block[start + x]
    for x in range(stop - start):
        to = start + place[old[2 * x + 1] - start]
        place[old[2 * x + 1] - start] += 1
        chosen[to], block[to] = old[2 * x], old[2 * x + 1]
