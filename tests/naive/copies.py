"""Slow and obvious twins of the kernels of copies: sets of Python integers, all pairs looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from naive import sketch, tokens

from syndet.copies import CAP

Pair = tuple[int, int]


def words(text: str) -> list[int]:
    """The hashes of the words that the slow tokeniser reads, in their order."""
    found = (word for paragraph in tokens.scan(text) for sentence in paragraph for word in sentence.words)
    return [word.hash for word in found]


def whole(words: Sequence[int]) -> int:
    """The hash of all words: digits of a number that begins with how many there are."""
    number = len(words)
    for word in words:
        number = sketch.u64(number * sketch.BASE + word)
    return sketch.mix64(number)


def shared(texts: Sequence[Sequence[int]], pairs: Sequence[Pair], size: int) -> tuple[list[int], list[int]]:
    """How many shingles each pair shares and each text has."""
    sets = [set(sketch.shingles(text, size)) for text in texts]
    return [len(sets[a] & sets[b]) for a, b in pairs], [len(one) for one in sets]


def meetings(keys: Sequence[int], bits: int, values: Sequence[Sequence[int]], least: int, leaders: int) -> list[Pair]:
    """The pairs of articles that meet under a key, given as the key of each article."""
    buckets = defaultdict(list)
    for article, key in enumerate(keys):
        buckets[key >> bits].append(article)

    def like(a: int, b: int) -> bool:
        return sum(x == y for x, y in zip(values[a], values[b], strict=True)) >= least

    met = []
    for _, bucket in sorted(buckets.items()):
        leading: list[int] = []
        for i, b in enumerate(bucket):
            if len(bucket) <= CAP:
                met += [(a, b) for a in bucket[:i] if like(a, b)]
                continue
            first = next((a for a in leading if like(a, b)), None)
            if first is not None:
                met.append((first, b))
            elif len(leading) < leaders:
                leading.append(b)
            if i and like(bucket[i - 1], b):
                met.append((bucket[i - 1], b))
    return met


def roots(pairs: Sequence[Pair], n: int) -> list[int]:
    """The least number that each hangs together with."""
    root = list(range(n))
    for _ in range(n):
        for a, b in pairs:
            root[a] = root[b] = min(root[a], root[b])
    return root
