"""Slow and obvious twins of the kernels of keys and pairs: Python integers, lists and sets."""

from __future__ import annotations

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


def rare_pairs(sentence: Iterable[tuple[int, int]], words: int) -> list[int]:
    """The keys of one sentence, given as terms and weights."""
    heaviest: dict[int, int] = {}
    for term, weight in sentence:
        heaviest[term] = max(weight, heaviest.get(term, 0))
    known = [term for term, weight in heaviest.items() if weight > 0]
    rarest = sorted(known, key=lambda term: (-heaviest[term], mix32(term)))[:words]
    turned = [NOTHING - mix32(term) for term in rarest]
    couples = [sorted((one, other)) for i, one in enumerate(turned) for other in turned[:i]]
    return [mix64(one << 32 | other) for one, other in couples]


def jaccard(a: set[int], b: set[int]) -> float:
    """Shared over all elements; 0 for two empty sets."""
    return len(a & b) / max(len(a | b), 1)


def pairs(
    keys: Iterable[tuple[int, int]], least: int, cap: int, neighbours: int, crowd: int
) -> dict[tuple[int, int], int]:
    """The pairs of articles that share enough keys, and how many, from (key, article)."""
    keys = list(keys)
    bits = max((article for _, article in keys), default=0).bit_length()
    buckets = defaultdict(set)
    for key, article in keys:
        buckets[key >> bits].add(article)
    shared: Counter[tuple[int, int]] = Counter()
    for bucket in map(sorted, buckets.values()):
        for i, a in enumerate(bucket):
            for j, b in enumerate(bucket[i + 1 :], 1):
                if len(bucket) <= cap:
                    shared[a, b] += crowd
                elif i == 0 or j <= neighbours:
                    shared[a, b] += 1
    return {pair: n // crowd for pair, n in sorted(shared.items()) if n // crowd >= least}
