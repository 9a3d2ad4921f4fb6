"""The loops that find copies: UTF-8 to words and signatures in one go, keys to pairs, sets to what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet import codepoints
from syndet.kernels import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kernels see module constants as literals. A cached kernel notices changes of its own file only, so what
# words and shingles are stands here again, as in tokens.py and minhash.py; tests hold the three equal.
_OTHER, _LETTER, _DIGIT, _SINGLE = codepoints.OTHER, codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE
_MARK, _IGNORED, _CLASS = codepoints.MARK, codepoints.IGNORED, codepoints.CLASS_MASK
_EXPANDS, _HANGUL, _SHIFT = codepoints.EXPANDS, codepoints.HANGUL, codepoints.PAYLOAD_SHIFT

_FNV_BASIS = np.uint32(0x811C9DC5)
_FNV_PRIME = np.uint32(0x01000193)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_LENGTH = np.uint64(0xA0761D6478BD642F)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_UPPER_HALF = np.uint64(32)
_NOTHING = np.uint32(0xFFFFFFFF)


@inlined
def _mix32(h: Any) -> Any:
    """MurmurHash3's 32-bit finaliser."""
    h = np.uint32(h ^ (h >> np.uint32(16)))
    h = np.uint32(h * np.uint32(0x85EBCA6B))
    h = np.uint32(h ^ (h >> np.uint32(13)))
    h = np.uint32(h * np.uint32(0xC2B2AE35))
    return np.uint32(h ^ (h >> np.uint32(16)))


@inlined
def _mix64(h: Any) -> Any:
    """SplitMix64's finaliser."""
    h = (h ^ (h >> np.uint64(30))) * _MIX_1
    h = (h ^ (h >> np.uint64(27))) * _MIX_2
    return h ^ (h >> np.uint64(31))


@inlined
def _fnv(h: Any, code: Any) -> Any:
    return np.uint32(np.uint32(h ^ np.uint32(code)) * _FNV_PRIME)


@inlined
def _decode(data: Any, i: Any) -> Any:
    """The code point that begins at byte `i` of valid UTF-8 (surrogates let through), and its length."""
    lead = np.int64(data[i])
    if lead < 0x80:
        return lead, 1
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | np.int64(data[i + 1] & 0x3F), 2
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | np.int64(data[i + 1] & 0x3F) << 6 | np.int64(data[i + 2] & 0x3F), 3
    high = (lead & 0x07) << 18 | np.int64(data[i + 1] & 0x3F) << 12
    return high | np.int64(data[i + 2] & 0x3F) << 6 | np.int64(data[i + 3] & 0x3F), 4


@inlined
def _jamo(code: Any, k: Any) -> Any:
    """The letter `k` of a Hangul syllable; 0 beyond its two or three."""
    s = code - 0xAC00
    if k == 0:
        return np.uint32(0x1100 + s // 588)
    if k == 1:
        return np.uint32(0x1161 + s % 588 // 28)
    return np.uint32(0x11A7 + s % 28 if k == 2 and s % 28 else 0)


@inlined
def _digit_at(data: Any, i: Any, last: Any, pages: Any, entries: Any) -> Any:
    """Whether a digit begins at byte `i`."""
    if i >= last:
        return False
    code, _ = _decode(data, i)
    return np.int64(entries[pages[code >> 8], code & 255] & np.uint32(_CLASS)) == _DIGIT


@inlined
def _joins(data: Any, i: Any, last: Any, pages: Any, entries: Any, feed: Any, at: Any, lettered: Any) -> Any:
    """Whether a dot or comma before byte `i` parts no number: digits alone before it in its word, a digit after it."""
    if not _digit_at(data, i, last, pages, entries):
        return False
    k = at - 1
    while k >= 0 and 48 <= feed[k] <= 57:
        k -= 1
    return k < at - 1 and (k < 0 or feed[k] == 0) and lettered <= k


@inlined
def _feed(data: Any, i: Any, last: Any, pages: Any, entries: Any, expansions: Any, ascii: Any, feed: Any) -> Any:
    """Write the folded code points of the words of bytes i:last, with 0 between words and at the end; returns how many.

    What is of no word and parts none (accents, soft hyphens, the comma of a number) is left out, so that every
    stretch between zeros is one word of `tokens.scan`.
    """
    at = np.int64(0)
    lettered = np.int64(-1)  # where the last code point stands that makes its word no number, ASCII aside
    while i < last:
        byte = data[i]
        if byte < 128:
            i += 1
            separates = byte == 0x2C or byte == 0x2E
            numeric = separates and at > 0 and 48 <= feed[at - 1] <= 57
            if numeric and _joins(data, i, last, pages, entries, feed, at, lettered):
                continue
            feed[at] = ascii[byte]
            at += 1
            continue
        code, size = _decode(data, i)
        entry = entries[pages[code >> 8], code & 255]
        kind = np.int64(entry & np.uint32(_CLASS))
        i += size
        if kind == _IGNORED:
            continue
        inside = at > 0 and feed[at - 1] != 0
        if kind == _DIGIT or kind == _LETTER or kind == _SINGLE or (kind == _MARK and inside):
            if kind == _SINGLE and inside:
                feed[at] = 0
                at += 1
            folded = np.uint32(entry >> np.uint32(_SHIFT))
            if kind != _DIGIT:
                lettered = at
            if kind != _DIGIT and entry & np.uint32(_EXPANDS | _HANGUL):
                for k in range(4):
                    part = expansions[folded, k] if entry & np.uint32(_EXPANDS) else _jamo(code, k)
                    if part:
                        feed[at] = part
                        at += 1
            else:
                feed[at] = folded if folded else np.uint32(code)
                at += 1
            if kind == _SINGLE:  # its marks go with it, and letters do not
                while i < last and data[i] >= 128:
                    code, size = _decode(data, i)
                    entry = entries[pages[code >> 8], code & 255]
                    kind = np.int64(entry & np.uint32(_CLASS))
                    if kind != _MARK and kind != _IGNORED:
                        break
                    if kind == _MARK:
                        if entry & np.uint32(_EXPANDS):
                            folded = np.uint32(entry >> np.uint32(_SHIFT))
                            for k in range(4):
                                if expansions[folded, k]:
                                    feed[at] = expansions[folded, k]
                                    at += 1
                        else:
                            folded = np.uint32(entry >> np.uint32(_SHIFT))
                            feed[at] = folded if folded else np.uint32(code)
                            at += 1
                    i += size
                feed[at] = 0
                at += 1
        elif kind != _MARK:
            parts = code == 0x66B or code == 0x66C or code == 0xFF0E
            if parts and _joins(data, i, last, pages, entries, feed, at, lettered):
                continue
            feed[at] = 0
            at += 1
    feed[at] = 0
    return at + 1


@inlined
def _step(h: Any, code: Any) -> Any:
    """The FNV-1a hash with one code point more; after 0 it begins anew. By a mask, for a branch would be mistaken."""
    more = np.uint32(np.uint32(0) - np.uint32(code != np.uint32(0)))
    return np.uint32(_FNV_BASIS ^ np.uint32(np.uint32(np.uint32(np.uint32(h ^ code) * _FNV_PRIME) ^ _FNV_BASIS) & more))


@inlined
def _hashed(feed: Any, count: Any, word: Any) -> Any:
    """Write the hash of each stretch between zeros, mixed; returns how many there are.

    Without a branch on what is read, as words end where no processor expects it, and in two halves at once, as
    each step waits for the one before. Measured, a code point: with branches 2.1 ns, one half at a time 1.6,
    two 1.1, three and four 1.1, six 1.7.
    """
    half = count // 2
    while feed[half] != 0:  # the last one is 0
        half += 1
    n, m = np.int64(0), half
    h = g = _FNV_BASIS
    before = past = np.uint32(0)
    both = min(half, count - half)
    for k in range(both):
        c, d = feed[k], feed[half + k]
        word[n], word[m] = h, g
        n += np.int64(np.uint32(before != np.uint32(0)) & np.uint32(c == np.uint32(0)))
        m += np.int64(np.uint32(past != np.uint32(0)) & np.uint32(d == np.uint32(0)))
        h, g = _step(h, c), _step(g, d)
        before, past = c, d
    for k in range(both, half + 1):  # up to the 0 that the second half begins with
        word[n] = h
        n += np.int64(np.uint32(before != np.uint32(0)) & np.uint32(feed[k] == np.uint32(0)))
        h, before = _step(h, feed[k]), feed[k]
    for k in range(half + both, count):
        word[m] = g
        m += np.int64(np.uint32(past != np.uint32(0)) & np.uint32(feed[k] == np.uint32(0)))
        g, past = _step(g, feed[k]), feed[k]
    for k in range(half, m):
        word[n] = word[k]
        n += 1
    for k in range(n):
        word[k] = _mix32(word[k])
    return n


@inlined
def _shingles(word: Any, count: Any, size: Any, out: Any, at: Any) -> Any:
    """Fill `out` from `at` with the shingles of the first `count` words, as `minhash` does; returns where it ends."""
    wide = min(size, count)
    oldest = np.uint64(1)
    for _ in range(wide - 1):
        oldest *= _BASE
    polynomial = np.uint64(0)
    for i in range(wide - 1):
        polynomial = polynomial * _BASE + np.uint64(word[i])
    if wide > 0:
        for i in range(wide - 1, count):
            polynomial = polynomial * _BASE + np.uint64(word[i])
            out[at] = np.uint32(((polynomial + np.uint64(wide) * _LENGTH) * _SPREAD) >> _UPPER_HALF)
            at += 1
            polynomial -= np.uint64(word[i - wide + 1]) * oldest
    return at


@inlined
def _lower(row: Any, a: Any, b: Any, mixed: Any, count: Any) -> Any:
    """Lower `row` to the least of each permutation over the first `count` of the mixed hashes, as `minhash` does."""
    last = count - 1
    for i in range(0, count, 4):
        h0, h1 = mixed[i], mixed[min(i + 1, last)]
        h2, h3 = mixed[min(i + 2, last)], mixed[min(i + 3, last)]
        for k in range(len(row)):
            v0 = np.uint32(np.uint32(a[k] * h0) + b[k])
            v1 = np.uint32(np.uint32(a[k] * h1) + b[k])
            v2 = np.uint32(np.uint32(a[k] * h2) + b[k])
            v3 = np.uint32(np.uint32(a[k] * h3) + b[k])
            row[k] = min(row[k], min(min(v0, v1), min(v2, v3)))


@compiled
def mark(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    pages: NDArray[np.uint8],
    entries: NDArray[np.uint32],
    expansions: NDArray[np.uint32],
    ascii: NDArray[np.uint32],
    size: int,
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    feed: NDArray[np.uint32],
    word: NDArray[np.uint32],
    mixed: NDArray[np.uint32],
    row: NDArray[np.uint32],
    count: NDArray[np.int32],
    whole: NDArray[np.uint64],
    key: NDArray[np.uint64],
    value: NDArray[np.uint8],
) -> None:
    """Fill what articles are compared by: words, the hash of all of them, band keys, and the signature's low bytes.

    Article `i` is bytes ``begin[i]:end[i]``. `word` and `mixed` (a word takes two bytes at least) and `row`
    are scratch. `key` is (articles, bands): as many values of the signature go into each as fit.
    """
    rows = len(row) // key.shape[1]
    for i in range(len(begin)):
        n = _hashed(feed, _feed(data, begin[i], end[i], pages, entries, expansions, ascii, feed), word)
        count[i] = n
        h = np.uint64(n)
        for k in range(n):
            h = h * _BASE + np.uint64(word[k])
        whole[i] = _mix64(h)
        shingles = _shingles(word, n, size, mixed, 0)
        for k in range(shingles):
            mixed[k] = _mix32(mixed[k])
        for k in range(len(row)):
            row[k] = _NOTHING
        _lower(row, a, b, mixed, shingles)
        for k in range(len(row)):
            value[i, k] = np.uint8(row[k] & np.uint32(255))
        for band in range(key.shape[1]):
            h = np.uint64(band + 1) * _LENGTH
            for k in range(band * rows, (band + 1) * rows):
                h = (h ^ np.uint64(row[k])) * _BASE
                h ^= h >> _UPPER_HALF
            key[i, band] = _mix64(h)


@compiled
def shingles(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    pages: NDArray[np.uint8],
    entries: NDArray[np.uint32],
    expansions: NDArray[np.uint32],
    ascii: NDArray[np.uint32],
    size: int,
    feed: NDArray[np.uint32],
    word: NDArray[np.uint32],
    out: NDArray[np.uint32],
    start: NDArray[np.int64],
) -> None:
    """Fill `out` with the shingle hashes of each article, one after the other, and `start` with where each begins."""
    at = np.int64(0)
    start[0] = 0
    for i in range(len(begin)):
        n = _hashed(feed, _feed(data, begin[i], end[i], pages, entries, expansions, ascii, feed), word)
        at = _shingles(word, n, size, out, at)
        start[i + 1] = at


@inlined
def _agree(value: Any, i: Any, j: Any) -> Any:
    """How many low bytes of two signatures are the same."""
    same = np.uint32(0)
    for k in range(value.shape[1]):
        same += np.uint32(value[i, k] == value[j, k])
    return np.int64(same)


@inlined
def _meet_some(
    packed: Any, begin: Any, end: Any, low: Any, value: Any, least: Any, leader: Any, out: Any, at: Any
) -> Any:
    """Pair each article of a crowded bucket with the first leader it is like, and with the one before it.

    Who is like no leader becomes one, while there is room: several stories may meet under one key.
    """
    leaders = 0
    for i in range(begin, end):
        x = np.int64(packed[i] & low)
        led = False
        for k in range(leaders):
            if not led and _agree(value, leader[k], x) >= least:
                out[at] = np.uint64(leader[k]) << _UPPER_HALF | np.uint64(x)
                at += 1
                led = True
        if not led and leaders < len(leader):
            leader[leaders] = x
            leaders += 1
        if i > begin:
            y = np.int64(packed[i - 1] & low)
            if _agree(value, y, x) >= least:
                out[at] = np.uint64(y) << _UPPER_HALF | np.uint64(x)
                at += 1
    return at


@compiled
def meet(
    packed: NDArray[np.uint64],
    bits: int,
    value: NDArray[np.uint8],
    least: int,
    cap: int,
    leader: NDArray[np.int64],
    out: NDArray[np.uint64],
) -> int:
    """Write the pairs of articles that share a key and look alike, the smaller over the larger; returns how many.

    `packed` is sorted: keys, their lowest `bits` replaced by the article. Two look alike when `least` values of
    their signatures agree. A bucket of up to `cap` articles pairs all with all, a larger one some, so that the
    cost stays linear; `out` has room for ``max(cap / 2, 2)`` pairs an article. `leader` is scratch.
    """
    low = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    at = begin = 0
    while begin < len(packed):
        end = begin + 1
        while end < len(packed) and packed[end] >> np.uint64(bits) == packed[begin] >> np.uint64(bits):
            end += 1
        if end - begin > cap:
            at = _meet_some(packed, begin, end, low, value, least, leader, out, at)
        else:
            for i in range(begin, end):
                x = np.int64(packed[i] & low)
                for j in range(i + 1, end):
                    y = np.int64(packed[j] & low)
                    if _agree(value, x, y) >= least:
                        out[at] = np.uint64(x) << _UPPER_HALF | np.uint64(y)
                        at += 1
        begin = end
    return at


@compiled
def join(pair: NDArray[np.int64], root: NDArray[np.int64]) -> None:
    """Fill `root` with the least number of those that pairs hold together; at the start each is its own."""
    for n in range(len(pair)):
        i, j = pair[n, 0], pair[n, 1]
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        while root[j] != j:
            root[j] = root[root[j]]
            j = root[j]
        root[max(i, j)] = min(i, j)
    for i in range(len(root)):
        root[i] = root[root[i]]


@compiled
def overlap(
    element: NDArray[np.uint32], start: NDArray[np.int64], pair: NDArray[np.int64], out: NDArray[np.int64]
) -> None:
    """Fill `out` with how many elements the two sets of each pair share; set `i` is `start[i]:start[i + 1]`, rising."""
    for n in range(len(pair)):
        i, i_end = start[pair[n, 0]], start[pair[n, 0] + 1]
        j, j_end = start[pair[n, 1]], start[pair[n, 1] + 1]
        both = 0
        while i < i_end and j < j_end:
            x, y = element[i], element[j]
            both += x == y
            i += x <= y
            j += y <= x
        out[n] = both
