"""Slow and obvious twins of the kernels of copies: sets of Python integers, all pairs looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from naive import sketch, tokens

from syndet.copies import CAP

Pair = tuple[int, int]


MIX_1, MIX_2, STEP = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x2C1B3C6B


def words(text: str) -> list[int]:
    """The hashes of the words that the slow tokeniser reads, in their order."""
    found = (word for paragraph in tokens.scan(text) for sentence in paragraph for word in sentence.words)
    return [word_hash("".join(map(chr, word.codes)).encode("utf-8", "surrogatepass")) for word in found]


def word_hash(word: bytes) -> int:
    """The hash of a folded word: its bytes by eights, two at least, each a number; the upper half."""
    first, *rest = (int.from_bytes(word[k : k + 8], "little") for k in range(0, max(len(word), 9), 8))
    h, factor = sketch.u64(first * sketch.BASE), MIX_1
    h ^= h >> 32
    for eight in rest:
        h = sketch.u64((h + eight) * factor)
        h ^= h >> 32
        factor = MIX_2
    return sketch.u64(h * sketch.BASE) >> 32


def mark_shingles(words: Sequence[int], size: int) -> list[int]:
    """The shingles that signatures are made of: sums of the words, each times another power of `STEP`."""
    wide = min(size, len(words))
    powers = [STEP ** (k + 1) for k in range(wide)]
    starts = range(len(words) - wide + 1 if wide else 0)
    return [(wide + sum(w * p for w, p in zip(words[i : i + wide], powers, strict=True))) % 2**32 for i in starts]


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


def spread(
    found: Sequence[tuple[int, int, int, int, int]], leader: Sequence[int]
) -> list[tuple[int, int, int, int, int]]:
    """The pairs of articles that pairs of texts stand for, a pair, what both share and what each has; in order."""
    followers: dict[int, list[int]] = defaultdict(list)
    for article, first in enumerate(leader):
        followers[first].append(article)
    return sorted([*_copied(found, followers), *_alike(followers)])


def _copied(
    found: Sequence[tuple[int, int, int, int, int]], followers: Mapping[int, list[int]]
) -> Iterator[tuple[int, int, int, int, int]]:
    for a, b, both, size_a, size_b in found:
        these, those = followers[a], followers[b]
        many = len(these) * len(those) > CAP
        for x in these:
            for y in those if not many or x == a else [b]:
                yield (x, y, both, size_a, size_b) if x < y else (y, x, both, size_b, size_a)


def _alike(followers: Mapping[int, list[int]]) -> Iterator[tuple[int, int, int, int, int]]:
    """The pairs with the same words."""
    for alike in followers.values():
        for i, x in enumerate(alike if len(alike) <= CAP else alike[:1]):
            for y in alike[i + 1 :]:
                yield x, y, 1, 1, 1
