"""What a terminal may be shown: harmless text, cut to a width, painted with or without colour."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import RenderableType

ELLIPSIS: Final = "…"

_MARKS_IN_A_ROW: Final = 5
"""Scripts in daily use need no more on one letter; longer stacks paint over the lines around them."""

# Invisible characters that reorder, hide or split what is seen. The joiners U+200C and U+200D stay:
# Persian, Hindi and emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def safe(text: str) -> str:
    """`text` as one printable line: nothing left that could move a cursor, recolour or reorder it.

    Line breaks and runs of space become one space, control characters their visible picture (an
    escape shows as ␛), invisible direction marks vanish, towers of accents are cut to five.
    """
    line = " ".join(_INVISIBLE.sub("", text).split())
    line = _UNPRINTABLE.sub(lambda match: _picture(match[0]), line)
    return line if line.isascii() else _without_towers(line)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _without_towers(line: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in line:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks and not kept:
            kept.append("\u25cc")  # a mark needs a letter to stand on, or it lands on what comes before
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def elide(text: str, width: int, *, start: bool = False) -> str:
    """`text`, made safe, in at most `width` columns, with an ellipsis for its end (or its `start`)."""
    from rich.cells import cell_len, set_cell_size

    line = safe(text)
    if cell_len(line) <= width:
        return line
    if start:
        return ELLIPSIS + set_cell_size(line[::-1], max(width - 1, 0)).rstrip()[::-1]
    return set_cell_size(line, max(width - 1, 0)).rstrip() + ELLIPSIS


def percent(share: float) -> str:
    """A share of 0 to 1 as a whole percentage; only nothing is 0% and only everything is 100%."""
    if 0 < share < 0.01:
        return "<1%"
    return f"{min(round(100 * share), 100 if share >= 1 else 99)}%"


def count(number: int, noun: str) -> str:
    """`number` and `noun` in agreement, thousands grouped: "1 article", "1,200 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def paint(page: Iterable[RenderableType], *, width: int, color: bool) -> str:
    """The page as text of at most `width` columns, with ANSI colours if `color`, else without any."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as capture:
        for block in page:
            console.print(block)
    lines = capture.get().split("\n")
    return "\n".join(line.rstrip() for line in lines)
