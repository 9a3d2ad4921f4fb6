"""Text as a page can hold it: every code point one that JSON and browsers count alike, names of a bounded length."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NAME: Final = 300
"""Code points of a title or an outlet's name in the tables; a longer one loses its middle."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with every lone half of a surrogate pair replaced, so that its code points count as in Python."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def short(text: str) -> str:
    """The text as one line of at most some hundred code points."""
    line = " ".join(text[: 8 * LONGEST_NAME].split())
    half = LONGEST_NAME // 2
    return whole(line if len(line) <= LONGEST_NAME else f"{line[:half]} … {line[half - LONGEST_NAME :]}")
