"""Slow and obvious twins of the kernels of keys and pairs: Python integers, lists and sets."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

BASE = 0x9E3779B97F4A7C15
LENGTH = 0xA0761D6478BD642F
SPREAD = 0xD6E8FEB86659FD93
NOTHING = 0xFFFFFFFF


def u64(n: int) -> int:
    return n % 2**64


def mix32(h: int) -> int:
    h = (h ^ h >> 16) * 0x85EBCA6B % 2**32
    h = (h ^ h >> 13) * 0xC2B2AE35 % 2**32
    return h ^ h >> 16


def mix64(h: int) -> int:
    h = u64((h ^ h >> 30) * 0xBF58476D1CE4E5B9)
    h = u64((h ^ h >> 27) * 0x94D049BB133111EB)
    return h ^ h >> 31


def shingle(words: Sequence[int]) -> int:
    """The hash of one shingle: its words as the digits of a number, its length, spread, the upper half."""
    number = sum(word * BASE ** (len(words) - 1 - i) for i, word in enumerate(words))
    return u64((number + len(words) * LENGTH) * SPREAD) >> 32


def shingles(words: Sequence[int], size: int) -> list[int]:
    """The shingles of one stretch of words."""
    if not words:
        return []
    return [shingle(words[i : i + size]) for i in range(max(len(words) - size + 1, 1))]


def signature(hashes: Iterable[int], a: Sequence[int], b: Sequence[int]) -> list[int]:
    """The least value of each permutation over the mixed hashes."""
    mixed = [mix32(h) for h in hashes]
    return [min(((ak * h + bk) % 2**32 for h in mixed), default=NOTHING) for ak, bk in zip(a, b, strict=True)]


def band_keys(row: Sequence[int], bands: int) -> list[int]:
    """One key a band of a signature."""
    rows = len(row) // bands
    keys = []
    for band in range(bands):
        h = u64((band + 1) * LENGTH)
        for value in row[band * rows : (band + 1) * rows]:
            h = u64((h ^ value) * BASE)
            h ^= h >> 32
        keys.append(mix64(h))
    return keys


def rare_pairs(article: Iterable[Sequence[tuple[int, int]]], words: int, telling: int) -> list[int]:
    """The keys of an article, given as sentences of terms and weights."""
    keys = []
    before = None
    for sentence in article:
        rarest = rarest_terms(sentence, words)
        among = {frozenset((one, other)) for one in rarest for other in rarest if one != other}
        keys += [couple(*pair) for pair in among]
        for term in [term for term, weight in sentence if weight >= telling]:
            if before is not None and term != before and frozenset((before, term)) not in among:
                keys.append(couple(before, term))
            before = term
    return keys


def rarest_terms(sentence: Iterable[tuple[int, int]], words: int) -> list[int]:
    """The terms of a sentence with the highest weights, each at its own highest."""
    heaviest: dict[int, int] = {}
    for term, weight in sentence:
        heaviest[term] = max(weight, heaviest.get(term, 0))
    known = [term for term, weight in heaviest.items() if weight > 0]
    return sorted(known, key=lambda term: (-heaviest[term], mix32(term)))[:words]


def couple(one: int, other: int) -> int:
    """The key of two terms, in either order."""
    least, most = sorted((NOTHING - mix32(one), NOTHING - mix32(other)))
    return mix64(least << 32 | most)


def jaccard(a: set[int], b: set[int]) -> float:
    """Shared over all elements; 0 for two empty sets."""
    return len(a & b) / max(len(a | b), 1)


def pairs(
    keys: Iterable[tuple[int, int]], least: float, cap: int, neighbours: int, crowd: int
) -> dict[tuple[int, int], float]:
    """The pairs of articles that share enough keys, and what these are worth, from (key, article)."""
    keys = list(keys)
    bits = max((article for _, article in keys), default=0).bit_length()
    buckets = defaultdict(set)
    for key, article in keys:
        buckets[key >> bits].add(article)
    shared: Counter[tuple[int, int]] = Counter()
    own: Counter[int] = Counter()
    for bucket in map(sorted, buckets.values()):
        own.update(bucket)
        for i, a in enumerate(bucket):
            for j, b in enumerate(bucket[i + 1 :], 1):
                if len(bucket) <= cap:
                    shared[a, b] += max(int(240 / math.sqrt(len(bucket) - 1)), 1)
                elif i == 0 or j <= neighbours:
                    shared[a, b] += 240 // crowd
    size = {article: math.sqrt(math.sqrt(max(n, 50) / 400)) for article, n in own.items()}
    return {(a, b): n / 240 for (a, b), n in sorted(shared.items()) if n >= least * 240 * size[a] * size[b]}
