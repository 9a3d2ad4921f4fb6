"""The loop that makes pairs of marks: keys to pairs that look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet.kernels import compiled, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UPPER_HALF = np.uint64(32)


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
