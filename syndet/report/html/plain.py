"""Text as a page can hold it: every code point one that JSON and browsers count alike, names of a bounded length."""

from __future__ import annotations

import re
from typing import Final

LONGEST_NAME: Final = 200
"""Code points of a title or an outlet's name in the tables; a longer one loses its end."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with every lone half of a surrogate pair replaced, so that its code points count as in Python."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def short(text: str) -> str:
    """The text as one line of at most `LONGEST_NAME` code points."""
    line = whole(" ".join(text[: 8 * LONGEST_NAME].split()))
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
