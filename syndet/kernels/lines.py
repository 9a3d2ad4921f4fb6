"""The loop that reads JSON lines: articles and their fields from bytes, other columns and odd lines left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from syndet.kernels import compiled, inlined
from syndet.kernels.eights import eight, lowest, put_eight
from syndet.kernels.utf8 import encode

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLANK: Final = 0
PLAIN: Final = 1
ODD: Final = 2
"""What a line is: without anything, an article whose fields are strings, whole numbers and null, or something else."""

PADDING: Final = 32
"""Bytes that may be looked at beyond the last line, and written beyond the last field."""

BETWEEN: Final = 0
"""The byte behind every field but the text: rarely part of one, and none of any other character in UTF-8."""

_ID, _TEXT = 0, 1  # of the fields
_DEEPEST: Final = 50  # lists and objects inside each other in another column
_QUOTE, _BACKSLASH, _NEWLINE, _SPACE = 0x22, 0x5C, 0x0A, 0x20

_HIGH, _LOW = np.uint64(0x8080808080808080), np.uint64(0x7F7F7F7F7F7F7F7F)
_QUOTES, _BACKSLASHES = np.uint64(0x2222222222222222), np.uint64(0x5C5C5C5C5C5C5C5C)
_NEWLINES, _FROM_SPACE = np.uint64(0x0A0A0A0A0A0A0A0A), np.uint64(0x6060606060606060)  # reaches 0x80 with a space
_ONES, _SPACES = np.uint64(0x0101010101010101), np.uint64(0x2020202020202020)


@inlined
def _line_end(data: Any, i: Any) -> Any:
    """Where the first line end from `i` on stands; there is one."""
    while True:
        x = eight(data, i)
        found = ~((((x ^ _NEWLINES) & _LOW) + _LOW) | x) & _HIGH
        if found:
            return i + (lowest(found) >> 3)
        i += 8


@inlined
def _past_spaces(data: Any, i: Any) -> Any:
    while data[i] == 32 or data[i] == 9 or data[i] == 13:
        i += 1
    return i


@inlined
def _hex(data: Any, i: Any) -> Any:
    """The number of the four hexadecimal digits at `i`; -1 if they are none."""
    value = np.int64(0)
    for k in range(4):
        c = np.int64(data[i + k])
        if 48 <= c <= 57:
            value = value * 16 + c - 48
        elif 97 <= (c | 32) <= 102:
            value = value * 16 + (c | 32) - 87
        else:
            return np.int64(-1)
    return value


@inlined
def _escape(data: Any, i: Any) -> Any:
    """The code point that the backslash at `i` begins, and the bytes of it; -1 for what Python has to look at."""
    c = np.int64(data[i + 1])
    if c == 110:
        return np.int64(10), 2
    if c == 34 or c == 92 or c == 47:
        return c, 2
    if c == 116:
        return np.int64(9), 2
    if c == 114:
        return np.int64(13), 2
    if c == 98:
        return np.int64(8), 2
    if c == 102:
        return np.int64(12), 2
    if c != 117:
        return np.int64(-1), 2
    code = _hex(data, i + 2)
    if code < 0xD800 or code > 0xDFFF:
        return code, 6
    if code > 0xDBFF or data[i + 6] != 92 or data[i + 7] != 117:
        return np.int64(-1), 6
    low = _hex(data, i + 8)
    if low < 0xDC00 or low > 0xDFFF:
        return np.int64(-1), 12
    return 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00, 12


@inlined
def _size(data: Any, i: Any) -> Any:
    """How many bytes the code point beyond ASCII at `i` has; 0 if it is not UTF-8."""
    lead, next = np.int64(data[i]), np.int64(data[i + 1])
    if lead < 0xC2 or lead > 0xF4 or next & 0xC0 != 0x80:
        return 0
    if lead < 0xE0:
        return 2
    if data[i + 2] & 0xC0 != 0x80:
        return 0
    if lead < 0xF0:
        # Neither longer than need be nor half of a pair.
        return 0 if (lead == 0xE0 and next < 0xA0) or (lead == 0xED and next > 0x9F) else 3
    if data[i + 3] & 0xC0 != 0x80:
        return 0
    return 0 if (lead == 0xF0 and next < 0x90) or (lead == 0xF4 and next > 0x8F) else 4


@inlined
def _ends(x: Any) -> Any:
    """Not 0 if one of eight bytes is a quote, a backslash, a control character or beyond ASCII.

    The lowest bit that is set marks the first of them; those above it may be others, which a borrow has reached.
    """
    return (((x ^ _QUOTES) - _ONES) | ((x ^ _BACKSLASHES) - _ONES) | (x - _SPACES) | x) & _HIGH


@inlined
def _string(data: Any, i: Any, out: Any, at: Any) -> Any:
    """Write what the string says whose first byte is at `i`, as UTF-8.

    Returns where reading goes on, or -1 for a string that Python has to look at; where it ends in `out`; and how
    many bytes of that are no code point more.
    """
    more = np.int64(0)
    while True:
        a, b = eight(data, i), eight(data, i + 8)
        put_eight(out, at, a)
        put_eight(out, at + 8, b)
        stop = _ends(a)
        if not stop:
            stop = _ends(b)
            i += 8
            at += 8
            if not stop:
                i += 8
                at += 8
                continue
        plain = lowest(stop) >> 3
        i += plain
        at += plain
        if data[i] == _QUOTE:
            return i + 1, at, more
        if data[i] == _BACKSLASH:
            code, size = _escape(data, i)
            if code < 0:
                return np.int64(-1), at, more
            begin = at
            at = encode(out, at, code)
            more += at - begin - 1
            i += size
        elif data[i] < _SPACE:
            return np.int64(-1), at, more
        while data[i] >= 0x80:
            size = _size(data, i)
            if size == 0:
                return np.int64(-1), at, more
            for k in range(size):
                out[at + k] = data[i + k]
            i += size
            at += size
            more += size - 1


@inlined
def _field(data: Any, i: Any, end: Any, name: Any, name_start: Any) -> Any:
    """The number of the field whose name is bytes i:end; -1 if there is none."""
    for f in range(len(name_start) - 1):
        begin = name_start[f]
        if name_start[f + 1] - begin == end - i:
            same = True
            for k in range(end - i):
                same = same and data[i + k] == name[begin + k]
            if same:
                return f
    return -1


@inlined
def _name_end(data: Any, i: Any) -> Any:
    """Where the string ends whose first byte is at `i`; at the line's end if it has an escape or does not end."""
    while data[i] != _QUOTE and data[i] >= _SPACE and data[i] != _BACKSLASH:
        i += 1
    return i


@inlined
def _past_string(data: Any, i: Any) -> Any:
    """Behind the string whose first byte is at `i`; -1 if it does not end on its line."""
    while True:
        x = eight(data, i)
        y = x & _LOW
        stop = (~((y ^ _QUOTES) + _LOW) | ~((y ^ _BACKSLASHES) + _LOW) | ~(y + _FROM_SPACE)) & ~x & _HIGH
        if not stop:
            i += 8
            continue
        i += lowest(stop) >> 3
        if data[i] == _QUOTE:
            return i + 1
        if data[i] < _SPACE or data[i + 1] < _SPACE:
            return np.int64(-1)
        i += 2


@inlined
def _past_value(data: Any, i: Any) -> Any:
    """Behind the value that begins at `i`, -1 if it cannot be one; whoever makes an object of it looks closer."""
    begin = i
    depth = 0
    while True:
        c = data[i]
        if c == _QUOTE:
            i = _past_string(data, i + 1)
            if i < 0:
                return i
        elif c == 0x5B or c == 0x7B:
            depth += 1
            i += 1
        elif c == _NEWLINE or depth > _DEEPEST:
            return np.int64(-1)
        elif depth == 0:
            while data[i] > _SPACE and data[i] != 0x2C and data[i] != 0x5D and data[i] != 0x7D:
                i += 1
            return i if i > begin else np.int64(-1)
        else:
            depth -= c == 0x5D or c == 0x7D
            i += 1
        if depth == 0:
            return i


@inlined
def _put_bytes(data: Any, i: Any, end: Any, out: Any, at: Any) -> Any:
    """Where bytes i:end end in `out` when they are written from `at` on; up to seven more may be."""
    stop = at + end - i
    while at < stop:
        put_eight(out, at, eight(data, i))
        i += 8
        at += 8
    return stop


@inlined
def _digits_end(data: Any, i: Any) -> Any:
    """Where the whole number at `i` ends, if it has 18 digits at most and no sign; else `i`."""
    if data[i] == 0x30:
        return i + 1
    end = i
    while 0x30 <= data[end] <= 0x39:
        end += 1
    return end if end - i <= 18 else i


@compiled
def scan(
    data: NDArray[np.uint8],
    i: int,
    last: int,
    name: NDArray[np.uint8],
    name_start: NDArray[np.int64],
    text: NDArray[np.uint8],
    side: NDArray[np.uint8],
    rest: NDArray[np.uint8],
    start: NDArray[np.int64],
    kind: NDArray[np.uint8],
    length: NDArray[np.int32],
    place: NDArray[np.int32],
) -> int:
    """Read the lines of bytes i:last, each of which ends with a line feed, as many as there is room for.

    Returns how many; ``start`` of the next is where it stopped.

    Field `f` is called ``name[name_start[f]:name_start[f + 1]]``; the first is the id and the second the text.
    Line `n` begins at ``start[n]`` and is of this `kind`; if that is `PLAIN`, its text has `length` code points and
    field `f` is bytes ``place[n, 2 * f]:place[n, 2 * f + 1]`` of `text` (the second) or `side` (the others, each with
    `BETWEEN` behind it), -1 for none. Its other columns are an object of JSON, not checked, in the last two places, of
    `rest`, which is a list of all such objects but for its end. All three have room for all bytes and `PADDING`; so
    many may be read past `last`.
    """
    fields = len(name_start) - 1
    n = np.int64(0)
    text_at = side_at = rest_at = np.int64(0)
    while i < last and n < len(kind):
        start[n] = i
        text_begin, side_begin, rest_begin = text_at, side_at, rest_at
        for k in range(2 * fields + 2):
            place[n, k] = -1
        seen = np.int64(0)
        state = ODD
        i = _past_spaces(data, i)
        if data[i] == _NEWLINE:
            state = BLANK
        going = data[i] == 0x7B
        while going:
            going = False
            i = _past_spaces(data, i + 1)
            if data[i] != _QUOTE:
                break
            key = i
            end = _name_end(data, i + 1)
            f = _field(data, i + 1, end, name, name_start)
            if data[end] != _QUOTE or (f >= 0 and seen >> f & 1):
                break
            i = _past_spaces(data, end + 1)
            if data[i] != 0x3A:
                break
            i = _past_spaces(data, i + 1)
            if f < 0:
                i = _past_value(data, i)
                if i < 0:
                    i = start[n]
                    break
                if rest_at == rest_begin:
                    rest[rest_at] = 0x5B if rest_at == 0 else 0x2C
                    rest_at += 1
                rest[rest_at] = 0x7B if rest_at == rest_begin + 1 else 0x2C
                rest_at = _put_bytes(data, key, i, rest, rest_at + 1)
            elif data[i] == _QUOTE:
                if f == _TEXT:
                    i, at, more = _string(data, i + 1, text, text_at)
                    length[n] = at - text_at - more
                    place[n, 2], place[n, 3] = text_at, at
                    text_at = at
                else:
                    i, at, more = _string(data, i + 1, side, side_at)
                    place[n, 2 * f], place[n, 2 * f + 1] = side_at, at
                    side[at] = BETWEEN
                    side_at = at + 1
                if i < 0:
                    i = start[n]
                    break
            elif f != _TEXT and _digits_end(data, i) > i:
                end = _digits_end(data, i)
                place[n, 2 * f] = side_at
                side_at = _put_bytes(data, i, end, side, side_at)
                place[n, 2 * f + 1] = side_at
                side[side_at] = BETWEEN
                side_at += 1
                i = end
            elif data[i] == 110 and data[i + 1] == 117 and data[i + 2] == 108 and data[i + 3] == 108:
                i += 4
            else:
                break
            if f >= 0:
                seen |= 1 << f
            i = _past_spaces(data, i)
            if data[i] == 0x2C:
                going = True
            elif data[i] == 0x7D:
                i = _past_spaces(data, i + 1)
                named = place[n, 2 * _ID + 1] > place[n, 2 * _ID]
                if data[i] == _NEWLINE and named and place[n, 2 * _TEXT] >= 0:
                    state = PLAIN
        if state != PLAIN:
            text_at, side_at, rest_at = text_begin, side_begin, rest_begin
        elif rest_at > rest_begin:
            rest[rest_at] = 0x7D
            rest_at += 1
            place[n, 2 * fields], place[n, 2 * fields + 1] = rest_begin + 1, rest_at
        kind[n] = state
        n += 1
        i = _line_end(data, i) + 1
    start[n] = i
    return n  # type: ignore[return-value]  # numpy's own kind of whole number
