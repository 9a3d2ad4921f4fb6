"""The loops over runs of words that texts have in common: which there are, and which one text lacks of another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from syndet.kernels import compiled, inlined
from syndet.kernels.mixing import mix64

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD: Final = 1
SINGLE: Final = 2
SPACE: Final = 4
"""What a code point is, as bits: of a word, a word by itself, white space."""

_NEWLINE = 10
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a
_ODD = np.uint64(0x9E3779B97F4A7C15)
_0, _1 = np.uint64(0), np.uint64(1)


@inlined
def _end(codes: Any, i: Any, last: Any, kinds: Any) -> Any:
    """Where the word or the end of a paragraph ends that begins at `i`; `i` if none does."""
    kind = kinds[codes[i]]
    k = i
    if kind & np.uint8(SINGLE):
        k = i + 1
    elif kind & np.uint8(WORD):
        while k < last and kinds[codes[k]] & np.uint8(WORD):
            k += 1
    elif codes[i] == _NEWLINE:  # a paragraph ends with the last line end of white space that has two
        n = i + 1
        while n < last and kinds[codes[n]] & np.uint8(SPACE):
            if codes[n] == _NEWLINE:
                k = n + 1
            n += 1
    return k


@inlined
def _hash(codes: Any, i: Any, end: Any) -> Any:
    h = _BASIS
    for k in range(i, end):
        h = (h ^ np.uint64(codes[k])) * _PRIME
    return mix64(h)


@inlined
def _number(key: Any, keys: Any, numbers: Any, distinct: Any) -> Any:
    """The number of a key, `distinct` for a new one; a slot of `keys` is free while it is 0."""
    key = max(key, _1)
    mask = np.uint64(len(keys) - 1)
    slot = key & mask
    while keys[slot] != _0 and keys[slot] != key:
        slot = (slot + _1) & mask
    if keys[slot] == _0:
        keys[slot], numbers[slot] = key, distinct
    return numbers[slot]


@compiled
def number(
    codes: NDArray[np.uint32],
    first: NDArray[np.int64],
    kinds: NDArray[np.uint8],
    known: int,
    keys: NDArray[np.uint64],
    numbers: NDArray[np.int64],
    place: NDArray[np.int64],
    start: NDArray[np.int64],
) -> np.int64:
    """Fills `place` with a number for each three words in a row of each text; how many different ones there are.

    Text `a` is the code points ``codes[first[a]:first[a + 1]]``, its numbers ``place[start[a]:start[a + 1]]``; the
    same words have the same number everywhere. `kinds` says of each code point what it is. `keys`, 0 at first, and
    `numbers` hold the `known` ones of earlier calls: a power of two, more than these and the code points together.
    Words whose 64-bit hashes are equal are equal.
    """
    at, distinct = np.int64(0), np.int64(known)
    start[0] = 0
    for a in range(len(first) - 1):
        one = two = _0
        words = np.int64(0)
        i, last = first[a], first[a + 1]
        while i < last:
            end = _end(codes, i, last, kinds)
            if end == i:
                i += 1
                continue
            three = _hash(codes, i, i + 1 if codes[i] == _NEWLINE else end)
            words += 1
            if words >= 3:
                place[at] = _number(mix64(mix64(one * _ODD + two) * _ODD + three), keys, numbers, distinct)
                distinct += np.int64(place[at] == distinct)
                at += 1
            one, two = two, three
            i = end
        start[a + 1] = at
    return distinct


@compiled
def move(
    keys: NDArray[np.uint64],
    numbers: NDArray[np.int64],
    new_keys: NDArray[np.uint64],
    new_numbers: NDArray[np.int64],
) -> None:
    """Puts what `number` holds into larger arrays, `new_keys` all 0."""
    for slot in range(len(keys)):
        if keys[slot] != _0:
            _number(keys[slot], new_keys, new_numbers, numbers[slot])


@compiled
def lacking(
    place: NDArray[np.int64],
    start: NDArray[np.int64],
    pairs: NDArray[np.int64],
    block: int,
    held: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None:
    """Fills (n, 2) `out` with how many places of the second text of each pair the first does not have.

    Those in runs of `block` or more first, then those in shorter runs. `place` and `start` are as `number` leaves
    them; pairs of one first text follow each other. `held`: scratch, an element a number, all below 0.
    """
    for r in range(len(pairs)):
        a, b = pairs[r, 0], pairs[r, 1]
        if r == 0 or pairs[r - 1, 0] != a:
            for k in range(start[a], start[a + 1]):
                held[place[k]] = a
        long = short = run = np.int64(0)
        for k in range(start[b], start[b + 1] + 1):
            if k < start[b + 1] and held[place[k]] != a:
                run += 1
                continue
            if run >= block:
                long += run
            else:
                short += run
            run = np.int64(0)
        out[r, 0], out[r, 1] = long, short
