"""Two texts side by side on a terminal: which parts begin on one line, so that what belongs together is seen so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rich.cells import cell_len

from syndet.model import Change

# A word for the eye: letters and digits in a row; one character where a script does not part its words.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")

_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+|[。！？][」』”’）]*\s*|\n\s*")
"""The end of a sentence or of a line, and what stands behind it up to the next."""

_BEFORE: Final = 20
"""Characters before a word in which the end of the sentence before it may stand."""

DRIFT: Final = 0.5
"""Lines that two columns may drift apart before the next sentence that both have begins on one line."""

Block = list[Change]


def arranged(left: str, right: str, changes: Sequence[Change], *, room: int, lines: int) -> list[Block]:
    """The changes in blocks that begin on one line each, in columns of `room`, about `lines` lines in all.

    If that is not enough for them, the middle ones give way to one empty block; a text that cannot be cut so
    comes as one block, however long. A change that is kept may be cut in two.
    """
    blocks = _cut(changes, list(_places(left, right, changes)))

    def height(some: Sequence[Block]) -> int:
        rows = _merged(left, right, some, room)
        return sum(max(_lines(text, room) for text in _sides(left, right, row)) for row in rows)

    if height(blocks) <= lines:
        return _merged(left, right, blocks, room)
    numbers = range(1, len(blocks))
    head = bisect_right(numbers, lines * 3 // 5, key=lambda number: height(blocks[:number]))
    tail = bisect_right(numbers, lines * 2 // 5, key=lambda number: height(blocks[-number:]))
    if not head or not tail:
        return [list(changes)]
    return [*_merged(left, right, blocks[:head], room), [], *_merged(left, right, blocks[-tail:], room)]


def _places(left: str, right: str, changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Where a sentence begins in both texts, with a word that is kept or one that is changed."""
    for change in changes:
        words = (
            list(WORD.finditer(left, change.a_start, change.a_end)),
            list(WORD.finditer(right, change.b_start, change.b_end)),
        )
        alike = change.kind == "kept" and len(words[0]) == len(words[1])
        # Of other words only the first of both sides stand in one place.
        for a, b in zip(*words, strict=True) if alike else zip(words[0][:1], words[1][:1], strict=False):
            place = _beginning(left, a.start()), _beginning(right, b.start())
            if place[0] is not None and place[1] is not None:
                yield place[0], place[1]


def _beginning(text: str, word: int) -> int | None:
    """Where the sentence begins whose first word begins at `word`; None if that is inside a sentence."""
    start = max(0, word - _BEFORE)
    last = None
    for match in WORD.finditer(text, start, word):
        last = match
    ends = list(_END.finditer(text, last.end() if last else start, word))
    return ends[-1].end() if ends else None


def _cut(changes: Sequence[Change], places: Sequence[tuple[int, int]]) -> list[Block]:
    """The changes cut at these places: inside changes, or at the marks before them."""
    blocks: list[Block] = [[]]
    waiting = list(places)[::-1]
    for change in changes:
        rest = change
        while waiting and waiting[-1][0] < rest.a_end and waiting[-1][1] < rest.b_end:
            rest = _cut_at(blocks, rest, *waiting.pop())
        blocks[-1].append(rest)
    return [block for block in blocks if block]


def _cut_at(blocks: list[Block], rest: Change, a: int, b: int) -> Change:
    """Begin a new block at this place; what is left of the change, with the marks before it that belong to it."""
    block = blocks[-1]
    first = block[0] if block else rest
    a, b = max(a, first.a_start), max(b, first.b_start)
    for place in reversed(range(len(block))):  # an opening quotation mark may be part of the changes before
        before = block[place]
        block[place] = _ended(before, a, b)
        if before.a_start <= a and before.b_start <= b:
            break
    if block:
        rest = replace(rest, a_start=min(a, rest.a_start), b_start=min(b, rest.b_start))
    if a > rest.a_start or b > rest.b_start:
        block.append(replace(rest, a_end=a, b_end=b))
    blocks.append([])
    return replace(rest, a_start=a, b_start=b)


def _ended(change: Change, a: int, b: int) -> Change:
    """The change, ended at this place at the latest."""
    return replace(
        change,
        a_start=min(a, change.a_start),
        a_end=min(a, change.a_end),
        b_start=min(b, change.b_start),
        b_end=min(b, change.b_end),
    )


def _merged(left: str, right: str, blocks: Sequence[Block], room: int) -> list[Block]:
    """The blocks joined as long as the two columns have not drifted apart."""
    rows: list[Block] = []
    drift = 0
    for block in blocks:
        if not rows or abs(drift) > DRIFT * room:
            rows.append([])
            drift = 0
        rows[-1] += block
        a, b = _sides(left, right, block)
        drift += cell_len(a) - cell_len(b)
    return rows


def _sides(left: str, right: str, block: Block) -> tuple[str, str]:
    """What a block covers of the two texts."""
    return left[block[0].a_start : block[-1].a_end], right[block[0].b_start : block[-1].b_end]


def _lines(text: str, room: int) -> int:
    """About how many lines a text takes."""
    return -(-cell_len(text) // room)
