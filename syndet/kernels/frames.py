"""The loops over the beginnings and ends of articles, where boilerplate stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray


@inlined
def _run(word: Any, first: Any, size: Any, seed: Any, shift: Any) -> Any:
    """The hash of `size` words in a row and of their source, its lowest `shift` bits zero."""
    run = seed
    for k in range(first, first + size):
        run = np.uint64(np.uint64(run * np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(word[k]))
        run = np.uint64(run ^ (run >> np.uint64(29)))
    return np.uint64(run * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(shift) << np.uint64(shift)


@compiled
def runs(
    word: NDArray[np.uint32],
    article_token: NDArray[np.int64],
    seed: NDArray[np.uint64],
    asked: NDArray[np.bool_],
    size: int,
    head: int,
    tail: int,
    shift: int,
    number: int,
    out: NDArray[np.uint64],
) -> int:
    """Writes the runs of `size` words in the first `head` and the last `tail` words of the articles `asked` for.

    Each over its article's number, counted from `number` on, in the lowest `shift` bits. Returns how many there are:
    none is written twice, so `out` has room for `head` and `tail` of each article.
    """
    n = 0
    for a in range(len(seed)):
        first, last = article_token[a], article_token[a + 1] - size + 1
        if asked[a]:
            for k in range(first, last):
                if k < first + head - size + 1 or k >= article_token[a + 1] - tail:
                    out[n] = _run(word, k, size, seed[a], shift) | np.uint64(number + a)
                    n += 1
    return n


@inlined
def _knows(known: Any, run: Any) -> Any:
    """Whether the run is among those known, which rise."""
    low, high = 0, len(known)
    while low < high:
        middle = (low + high) // 2
        if known[middle] < run:
            low = middle + 1
        else:
            high = middle
    return low < len(known) and known[low] == run


@compiled
def frames(
    word: NDArray[np.uint32],
    article_token: NDArray[np.int64],
    seed: NDArray[np.uint64],
    known: NDArray[np.uint64],
    limits: NDArray[np.int64],
    shift: int,
    body: NDArray[np.int64],
) -> None:
    """Fills `body` with the first and the last token of each article between the known runs at its two ends.

    `limits`: words of a run; words of head and tail to look at; words that may stand before the first run, and between
    two. The words between runs belong to the frame.
    """
    size, head, tail, edge, slot = limits[0], limits[1], limits[2], limits[3], limits[4]
    for a in range(len(seed)):
        first, last = article_token[a], article_token[a + 1]
        begin, end = first, last
        k, reach = first, first + edge
        while k <= reach and k + size <= min(first + head, last):
            if _knows(known, _run(word, k, size, seed[a], shift)):
                begin, reach = k + size, k + size + slot
            k += 1
        k, reach = last - size, last - size - edge
        while k >= reach and k >= max(last - tail, first):
            if _knows(known, _run(word, k, size, seed[a], shift)):
                end, reach = k, k - size - slot
            k -= 1
        body[a, 0] = begin if begin < end else last
        body[a, 1] = end if begin < end else last


@compiled
def long_terms(
    term: NDArray[np.uint32],
    weight: NDArray[np.uint8],
    body: NDArray[np.int64],
    least: int,
    out: NDArray[np.uint64],
) -> int:
    """Writes the terms of at least that weight in each body, over the body's number; returns how many."""
    n = 0
    for a in range(len(body)):
        for k in range(body[a, 0], body[a, 1]):
            if weight[k] >= least:
                out[n] = np.uint64(a) << np.uint64(32) | np.uint64(term[k])
                n += 1
    return n
