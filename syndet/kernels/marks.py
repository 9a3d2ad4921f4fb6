"""The loops that make marks of words: shingles, and of these signatures and band keys, or what two articles share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined
from syndet.kernels.mixing import lower, mix32, mix64

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Odd numbers without pattern.
_BASE = np.uint64(0x9E3779B97F4A7C15)
_LENGTH = np.uint64(0xA0761D6478BD642F)
_STEP = np.uint32(0x2C1B3C6B)  # 3 modulo 8, so that its powers differ in low bits, and words may not be swapped
_0, _1 = np.uint64(0), np.uint64(1)
_UPPER_HALF = np.uint64(32)
_NOTHING = np.uint32(0xFFFFFFFF)


@inlined
def _mixed(word: Any, begin: Any, count: Any, size: Any, out: Any) -> Any:
    """Fill `out` with the shingles of `count` words from `begin` on, mixed; returns how many there are.

    Sums of products, a word of all shingles at a time, because that is vectorised.
    """
    wide = min(size, count)
    shingles = count - wide + 1 if wide else 0
    for i in range(shingles):
        out[i] = np.uint32(wide)
    factor = np.uint32(1)
    for k in range(wide):
        factor = np.uint32(factor * _STEP)
        for i in range(shingles):
            out[i] = np.uint32(out[i] + np.uint32(word[begin + i + k] * factor))
    for i in range(shingles):
        out[i] = mix32(out[i])
    return shingles


@compiled
def mark(
    word: NDArray[np.uint32],
    start: NDArray[np.int64],
    size: int,
    a: NDArray[np.uint32],
    b: NDArray[np.uint32],
    mixed: NDArray[np.uint32],
    row: NDArray[np.uint32],
    count: NDArray[np.int32],
    whole: NDArray[np.uint64],
    key: NDArray[np.uint64],
    value: NDArray[np.uint8],
) -> None:
    """Fill what articles are compared by: words, the hash of all of them, band keys, and the signature's low bytes.

    Article `i` is the words ``start[i]:start[i + 1]``. `mixed`, as long as the longest, and `row` are scratch. `key`
    is (articles, bands): as many values of the signature go into each as fit.
    """
    rows = len(row) // key.shape[1]
    for i in range(len(start) - 1):
        begin, n = start[i], start[i + 1] - start[i]
        count[i] = n
        h = np.uint64(n)
        for k in range(begin, begin + n):
            h = h * _BASE + np.uint64(word[k])
        whole[i] = mix64(h)
        for k in range(len(row)):
            row[k] = _NOTHING
        lower(row, a, b, mixed, _mixed(word, begin, n, size, mixed))
        for k in range(len(row)):
            value[i, k] = np.uint8(row[k] & np.uint32(255))
        for band in range(key.shape[1]):
            h = np.uint64(band + 1) * _LENGTH
            for k in range(band * rows, (band + 1) * rows):
                h = (h ^ np.uint64(row[k])) * _BASE
                h ^= h >> _UPPER_HALF
            key[i, band] = mix64(h)


@inlined
def _enter(table: Any, mask: Any, h: Any) -> Any:
    """Whether `h` was not in the open table yet; it is now. 0 stands for an empty slot."""
    slot = (h >> _UPPER_HALF) & mask
    while table[slot] != _0:
        if table[slot] == h:
            return False
        slot = (slot + _1) & mask
    table[slot] = h
    return True


@inlined
def _cleared(table: Any, count: Any) -> Any:
    """The mask of a table for so many elements, at most a quarter full, cleared."""
    room = np.int64(16)
    while room < 4 * count:
        room *= 2
    for k in range(room):
        table[k] = _0
    return np.uint64(room - 1)


@compiled
def shared(
    word: NDArray[np.uint32],
    first: NDArray[np.int64],
    count: NDArray[np.int32],
    size: int,
    pair: NDArray[np.int64],
    table: NDArray[np.uint64],
    element: NDArray[np.uint64],
    start: NDArray[np.int64],
    both: NDArray[np.int64],
) -> None:
    """Fill `both` with how many different shingles the two articles of each pair share.

    Article `i` is `count[i]` words from ``first[i]`` on. `element` gets the different shingles of each article, of 64
    bits, one article after the other, and `start` where each begins. `table` is scratch.
    """
    at = np.int64(0)
    start[0] = 0
    for i in range(len(first)):
        begin: Any = first[i]
        n: Any = np.int64(count[i])
        mask = _cleared(table, n)
        wide = min(size, n)
        oldest = _1
        for _ in range(wide - 1):
            oldest *= _BASE
        polynomial = _0
        for k in range(begin, begin + wide - 1):
            polynomial = polynomial * _BASE + np.uint64(word[k])
        for k in range(begin + max(wide - 1, 0), begin + n):
            polynomial = polynomial * _BASE + np.uint64(word[k])
            h = mix64(polynomial + np.uint64(wide) * _LENGTH) | _1
            if _enter(table, mask, h):
                element[at] = h
                at += 1
            polynomial -= np.uint64(word[k - wide + 1]) * oldest
        start[i + 1] = at
    entered = np.int64(-1)
    mask = _0
    for n in range(len(pair)):
        i, j = pair[n, 0], pair[n, 1]
        if i != entered:
            entered = i
            mask = _cleared(table, start[i + 1] - start[i])
            for k in range(start[i], start[i + 1]):
                _enter(table, mask, element[k])
        found = np.int64(0)
        for k in range(start[j], start[j + 1]):
            h = element[k]
            slot = (h >> _UPPER_HALF) & mask
            while table[slot] != _0 and table[slot] != h:
                slot = (slot + _1) & mask
            found += table[slot] == h
        both[n] = found
