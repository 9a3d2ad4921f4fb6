"""Eight bytes at a time: read, written, and searched as one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from syndet.kernels import inlined

_1, _58 = np.uint64(1), np.uint64(58)
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_PLACE = np.empty(64, np.int64)
for _bit in range(64):
    _PLACE[(0x03F79D71B4CB0A89 << _bit & 0xFFFFFFFFFFFFFFFF) >> 58] = _bit


@inlined
def eight(data: Any, i: Any) -> Any:
    """Eight bytes from `i` on, the first the lowest; one load, once compiled."""
    i = np.uint64(i)
    x = np.uint64(data[i]) | np.uint64(data[i + np.uint64(1)]) << np.uint64(8)
    x |= np.uint64(data[i + np.uint64(2)]) << np.uint64(16) | np.uint64(data[i + np.uint64(3)]) << np.uint64(24)
    x |= np.uint64(data[i + np.uint64(4)]) << np.uint64(32) | np.uint64(data[i + np.uint64(5)]) << np.uint64(40)
    return x | np.uint64(data[i + np.uint64(6)]) << np.uint64(48) | np.uint64(data[i + np.uint64(7)]) << np.uint64(56)


@inlined
def put_eight(out: Any, at: Any, x: Any) -> Any:
    """Write eight bytes from `at` on; one store, once compiled."""
    at = np.uint64(at)
    out[at] = np.uint8(x)
    out[at + np.uint64(1)] = np.uint8(x >> np.uint64(8))
    out[at + np.uint64(2)] = np.uint8(x >> np.uint64(16))
    out[at + np.uint64(3)] = np.uint8(x >> np.uint64(24))
    out[at + np.uint64(4)] = np.uint8(x >> np.uint64(32))
    out[at + np.uint64(5)] = np.uint8(x >> np.uint64(40))
    out[at + np.uint64(6)] = np.uint8(x >> np.uint64(48))
    out[at + np.uint64(7)] = np.uint8(x >> np.uint64(56))


@inlined
def lowest(x: Any) -> Any:
    """The place of the lowest bit that is set."""
    return _PLACE[((x & (~x + _1)) * _DE_BRUIJN) >> _58]
