"""UTF-8, as kernels read it."""

from __future__ import annotations

from typing import Any

import numpy as np

from syndet.kernels import inlined


@inlined
def decode(data: Any, i: Any) -> Any:
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
