"""The loops that turn sorted keys into counted pairs of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray


@inlined
def _link(partners: Any, worth: Any, begin: Any, end: Any, cap: Any, neighbours: Any, value: Any) -> Any:
    """Say for each member of a bucket how many of the members right after it it is linked with, and its worth.

    All of them in a bucket of at most `cap`, each link worth the `value` of its size. In a larger one the first
    member keeps all (the star), every other member the next few (the chain), each link worth the last value.
    """
    crowded = end - begin > cap
    for i in range(begin, end):
        later = end - i - 1
        partners[i] = min(later, neighbours) if crowded and i > begin else later
        worth[i] = value[len(value) - 1 if crowded else end - begin]


@compiled
def gather(
    packed: NDArray[np.uint64],
    bits: int,
    cap: int,
    neighbours: int,
    value: NDArray[np.uint8],
    member: NDArray[np.uint32],
    partners: NDArray[np.uint32],
    worth: NDArray[np.uint8],
    own: NDArray[np.int64],
) -> int:
    """Gather the articles that share a key into buckets; returns how many members the buckets have.

    `packed` is sorted: a key over an article in the lowest `bits`. The buckets of two or more articles
    come one after the other, each rising: `member` is the article, `partners` how many of the members
    after it it is linked with, `worth` what each of these links counts: the `value` of the bucket's
    size, the last one where that is over `cap`. To `own` is added how many different keys each article has, shared
    or not.
    """
    low, mask = np.uint64(bits), (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    kept, i = 0, 0
    while i < len(packed):
        begin, key = kept, packed[i] >> low
        while i < len(packed) and packed[i] >> low == key:
            article = np.uint32(packed[i] & mask)
            if kept == begin or member[kept - 1] != article:
                member[kept] = article
                own[article] += 1
                kept += 1
            i += 1
        if kept - begin == 1:
            kept = begin
        _link(partners, worth, begin, kept, cap, neighbours, value)
    return kept


@compiled
def index(member: NDArray[np.uint32], start: NDArray[np.int64], place: NDArray[Any]) -> None:
    """Sort the memberships by article: `start` gets where each one's begin in `place`, and that their places.

    `start` (zeros) is one longer than there are articles, `place` as long as `member`: a counting sort.
    """
    # While it writes, start[article + 1] is where the article's next place goes, so that in the end it is
    # where the article stops and the one after it begins.
    for at in range(len(member)):
        if member[at] + 2 < len(start):
            start[member[at] + 2] += 1
    for i in range(2, len(start)):
        start[i] += start[i - 1]
    for at in range(len(member)):
        place[start[member[at] + 1]] = at
        start[member[at] + 1] += 1


@compiled
def count(
    member: NDArray[np.uint32],
    partners: NDArray[np.uint32],
    worth: NDArray[np.uint8],
    place: NDArray[Any],
    start: NDArray[np.int64],
    size: NDArray[np.float64],
    least: float,
    article: int,
    stop: int,
    shares: NDArray[np.int32],
    met: NDArray[np.uint32],
    code: NDArray[np.uint64],
    shared: NDArray[np.int32],
) -> tuple[int, int]:
    """Write the pairs whose links are worth `least` times both sizes, from `article` to `stop`, until `code` is full.

    Returns the article to go on with and how many pairs were written; `code` is the smaller article over the
    larger, 32 bits each, `shared` what their links are worth. `shares` (zeros) and `met` are scratch, as
    long as there are articles.
    Counting an article at a time in a row of counters needs no list of pairs, so memory grows with the
    keys and not with the pairs.
    """
    written = 0
    while article < stop:
        found = 0
        for i in range(start[article], start[article + 1]):
            at = np.int64(place[i])
            for j in range(at + 1, at + 1 + np.int64(partners[at])):
                other = member[j]
                if shares[other] == 0:
                    met[found] = other
                    found += 1
                shares[other] += worth[at]
        fits = written + found <= len(code)
        for i in range(found):
            if fits and shares[met[i]] >= least * size[article] * size[met[i]]:
                code[written] = np.uint64(article) << np.uint64(32) | np.uint64(met[i])
                shared[written] = shares[met[i]]
                written += 1
            shares[met[i]] = 0
        if not fits:
            break
        article += 1
    return article, written
