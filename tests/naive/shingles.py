"""Shingles one word after the other, and what one text lacks of another's place by place."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+|\n\s*\n")


def shingles(text: str) -> list[tuple[str, ...]]:
    """Every three words in a row; a letter of a script without spaces is a word, and so is a paragraph's end."""
    words = [word if word.strip() else "\n" for word in WORD.findall(text)]
    return [tuple(words[n : n + 3]) for n in range(len(words) - 2)]


def lacking(one: Sequence[object], other: Sequence[object], block: int) -> tuple[int, int]:
    """How many places of the other the first does not have, in runs of `block` or more and in shorter ones."""
    missing = "".join(" x"[item not in set(one)] for item in other)
    runs = [len(run) for run in missing.split()]
    return sum(run for run in runs if run >= block), sum(run for run in runs if run < block)
