"""The loops that read words from UTF-8, eight bytes at a time where it is ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet import codepoints
from syndet.kernels import compiled, inlined
from syndet.kernels.eights import eight, lowest, put_eight
from syndet.kernels.utf8 import decode, encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kernels see module constants as literals. What words are is as in tokens.py; tests hold the two equal.
_LETTER, _DIGIT, _SINGLE = codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE
_MARK, _IGNORED, _CLASS = codepoints.MARK, codepoints.IGNORED, codepoints.CLASS_MASK
_EXPANDS, _HANGUL, _SHIFT = codepoints.EXPANDS, codepoints.HANGUL, codepoints.PAYLOAD_SHIFT

# Odd numbers without pattern.
_BASE = np.uint64(0x9E3779B97F4A7C15)
_STIR_1, _STIR_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_UPPER_HALF = np.uint64(32)

# Eight bytes at a time: the same in each, its highest bit, all but that.
_0, _1, _7, _8, _56, _63 = (np.uint64(n) for n in (0, 1, 7, 8, 56, 63))
_EACH = np.uint64(0x0101010101010101)
_HIGH, _LOW = np.uint64(0x8080808080808080), np.uint64(0x7F7F7F7F7F7F7F7F)
_CASE = np.uint64(0x2020202020202020)
_FROM_A, _PAST_Z = np.uint64(0x1F1F1F1F1F1F1F1F), np.uint64(0x0505050505050505)  # reach 0x80 with "a", with "{"
_FROM_0, _PAST_9 = np.uint64(0x5050505050505050), np.uint64(0x4646464646464646)  # with "0", with ":"
_DOT_OR_COMMA, _BUT_THEIR_BIT = np.uint64(0x2C2C2C2C2C2C2C2C), np.uint64(0xFDFDFDFDFDFDFDFD)
_GATHER = np.uint64(0x0102040810204080)  # multiplies the lowest bits of eight bytes into the highest byte

_FIRST = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
"""What keeps the first bytes of eight."""


@inlined
def _put_folded(entry: Any, code: Any, expansions: Any, fold: Any, at: Any) -> Any:
    """Write what a letter, digit or mark is folded to; returns where it ends."""
    payload = entry >> np.uint32(_SHIFT)
    if entry & np.uint32(_HANGUL):
        s = code - 0xAC00
        at = encode(fold, at, 0x1100 + s // 588)
        at = encode(fold, at, 0x1161 + s % 588 // 28)
        return encode(fold, at, 0x11A7 + s % 28) if s % 28 else at
    if entry & np.uint32(_EXPANDS):
        for k in range(4):
            if expansions[payload, k]:
                at = encode(fold, at, expansions[payload, k])
        return at
    return encode(fold, at, payload if payload else code)


@inlined
def _digit_at(data: Any, i: Any, last: Any, pages: Any, entries: Any) -> Any:
    """Whether a digit begins at byte `i`."""
    if i >= last:
        return False
    code, _ = decode(data, i)
    return np.int64(entries[pages[code >> 8], code & 255] & np.uint32(_CLASS)) == _DIGIT


@inlined
def _joins(data: Any, i: Any, last: Any, pages: Any, entries: Any, fold: Any, at: Any, lettered: Any) -> Any:
    """Whether a dot or comma before byte `i` parts no number: digits alone before it in its word, a digit after it."""
    if not _digit_at(data, i, last, pages, entries):
        return False
    k = at - 1
    while k >= 0 and 48 <= fold[k] <= 57:
        k -= 1
    return k < at - 1 and (k < 0 or fold[k] == 0) and lettered <= k


@inlined
def _fold_some(
    data: Any, i: Any, last: Any, pages: Any, entries: Any, expansions: Any, fold: Any, at: Any, lettered: Any
) -> Any:
    """Fold the code point at byte `i`, and more up to the next two of ASCII; returns where it reads and writes on.

    `lettered` is where the last code point stands that makes its word no number, ASCII aside; it is returned too.
    """
    going = True
    while going:
        code, size = decode(data, i)
        i += size
        entry = entries[pages[code >> 8], code & 255]
        kind = np.int64(entry & np.uint32(_CLASS))
        inside = at > 0 and fold[at - 1] != 0
        if kind == _DIGIT or kind == _LETTER or kind == _SINGLE or (kind == _MARK and inside):
            if kind == _SINGLE and inside:
                fold[at] = 0
                at += 1
            if kind != _DIGIT and code >= 0x80:
                lettered = at
            at = _put_folded(entry, code, expansions, fold, at)
            if kind == _SINGLE:  # its marks go with it, and letters do not
                while i < last and data[i] >= 128:
                    code, size = decode(data, i)
                    entry = entries[pages[code >> 8], code & 255]
                    kind = np.int64(entry & np.uint32(_CLASS))
                    if kind != _MARK and kind != _IGNORED:
                        break
                    if kind == _MARK:
                        at = _put_folded(entry, code, expansions, fold, at)
                    i += size
                fold[at] = 0
                at += 1
        elif kind != _MARK and kind != _IGNORED:
            parts = code == 0x2C or code == 0x2E or code == 0x66B or code == 0x66C or code == 0xFF0E
            if not (parts and _joins(data, i, last, pages, entries, fold, at, lettered)):
                fold[at] = 0
                at += 1
        going = i < last and (data[i] >= 128 or (i + 1 < last and data[i + 1] >= 128))
    return i, at, lettered


@inlined
def _folded(data: Any, i: Any, last: Any, pages: Any, entries: Any, expansions: Any, fold: Any) -> Any:
    """Write the words of bytes i:last folded, as UTF-8, with 0 between words; returns how many bytes.

    What is of no word and parts none (accents, soft hyphens, the comma of a number) is left out, so that every
    stretch between zeros is one word of `tokens.scan`. Zeros follow, 64 and more, up to a multiple of 64. ASCII
    goes eight bytes at a time.
    """
    at = np.int64(0)
    lettered = np.int64(-1)
    while i < last:
        while i + 8 <= last:
            x = eight(data, i)
            odd = x & _HIGH
            x &= _LOW
            digit = (x + _FROM_0) & ~(x + _PAST_9) & _HIGH
            y = x | _CASE
            word = ((y + _FROM_A) & ~(y + _PAST_Z) & _HIGH) | digit
            # A dot or comma after a digit may be part of a number.
            before = _0
            if at > 0 and 48 <= fold[at - 1] <= 57:
                before = np.uint64(0x80)
            odd |= ~(((x & _BUT_THEIR_BIT) ^ _DOT_OR_COMMA) + _LOW) & (digit << _8 | before)
            put_eight(fold, at, y & ((word >> _7) * np.uint64(255)))
            if odd & _HIGH:
                plain = lowest(odd & _HIGH) >> 3
                i += plain
                at += plain
                break
            i += 8
            at += 8
        if i < last:
            i, at, lettered = _fold_some(data, i, last, pages, entries, expansions, fold, at, lettered)
    for k in range(at, at + 128 - at % 64):
        fold[k] = 0
    return at


@inlined
def _words(fold: Any, count: Any, edge: Any, word: Any, at: Any) -> Any:
    """Write the hash of each stretch between zeros among the first `count` bytes, from `at` on; returns where it ends.

    Words of up to eight bytes differ in their 64-bit hashes; half of these is kept. The edges of words are found 64
    bytes at a time, without a branch on what is read, as words end where no processor expects it.
    """
    n = np.int64(0)
    carry = _0
    for block in range(0, count + 1, 64):
        bits = _0
        for k in range(8):
            x = eight(fold, block + 8 * k)
            filled = (((x & _LOW) + _LOW) | x) & _HIGH
            bits |= ((filled >> _7) * _GATHER) >> _56 << np.uint64(8 * k)
        turn = bits ^ (bits << _1 | carry)
        carry = bits >> _63
        while turn:
            edge[n] = np.int32(block + lowest(turn))
            n += 1
            turn &= turn - _1
    for k in range(n // 2):
        begin: Any = np.int64(edge[2 * k])
        size: Any = np.int64(edge[2 * k + 1] - edge[2 * k])
        h = (eight(fold, begin) & _FIRST[min(size, 8)]) * _BASE
        h = ((h ^ (h >> _UPPER_HALF)) + (eight(fold, begin + 8) & _FIRST[min(max(size - 8, 0), 8)])) * _STIR_1
        h ^= h >> _UPPER_HALF
        while size > 16:
            begin += 8
            size -= 8
            h = (h + (eight(fold, begin + 8) & _FIRST[min(size - 8, 8)])) * _STIR_2
            h ^= h >> _UPPER_HALF
        word[at + k] = np.uint32((h * _BASE) >> _UPPER_HALF)
    return at + n // 2


@compiled
def words(
    data: NDArray[np.uint8],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    pages: NDArray[np.uint8],
    entries: NDArray[np.uint32],
    expansions: NDArray[np.uint32],
    fold: NDArray[np.uint8],
    edge: NDArray[np.int32],
    word: NDArray[np.uint32],
    start: NDArray[np.int64],
) -> None:
    """Fill `word` with the hashes of the words of all articles, and `start` with where each article begins.

    Article `i` is bytes ``begin[i]:end[i]``. `fold` and `edge` are scratch.
    """
    at = np.int64(0)
    start[0] = 0
    for i in range(len(begin)):
        count = _folded(data, begin[i], end[i], pages, entries, expansions, fold)
        at = _words(fold, count, edge, word, at)
        start[i + 1] = at
