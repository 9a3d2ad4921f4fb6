"""A link to its Difference: word by word, what its passages keep, change, add and drop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, takewhile
from typing import Final

from syndet.model import Change, ChangeKind, Difference, Link, Passage, PassageDifference, Texts

LIGHT: Final = 60
"""Weight up to which kept words are too common to hold on to: a few short ones, one of six letters, or one
letter of a script without spaces. Longer words, names and years weigh more."""

AMID: Final = 2
"""How many times as many words the change on either side of light kept words needs to take them in."""

MOST_CELLS: Final = 400_000_000
"""Words of one side times words of the other up to which the longest common sequence is looked for; the memory
that takes grows with the product, here to 50 MB. Beyond, the fewest edits are looked for, which keep less."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a passage: its code points, and its words' hashes, weights, code points and places in sentences."""

    start: int
    end: int
    words: list[int]
    weights: list[int]
    starts: list[int]
    ends: list[int]
    opens: list[bool]
    """Whether a sentence begins with the word."""


@dataclass(frozen=True, slots=True)
class _Run:
    """The words a:a_end of one side that stand where the other has the words b:b_end."""

    kept: bool
    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def size(self) -> int:
        """Words of the side that has more of them."""
        return max(self.a_end - self.a, self.b_end - self.b)

    def moved(self, first: int, last: int) -> _Run:
        """The run with its beginning so many words later, and its end so many, on both sides."""
        return replace(self, a=self.a + first, a_end=self.a_end + last, b=self.b + first, b_end=self.b_end + last)

    def mirrored(self) -> _Run:
        """The same seen from the other side."""
        return _Run(self.kept, self.b, self.b_end, self.a, self.a_end)


def find(texts: Texts, link: Link) -> Difference:
    """What the passages of a link keep, change, add and drop; `texts` holds its `a` and then its `b`.

    Words are the tokens of `texts`, and kept if they are equal folded, so case, accents and all that stands
    between words make no change. The longest common sequence of words is kept, but for islands: words
    that are light (see LIGHT) amid changes of at least twice as many words on either side belong to the change.
    Of the places where added or dropped words could stand, they take one at the beginning of a sentence.
    What stands between two words goes with them if both are in one change, else with the kept one; a passage's
    first and last marks go with its first and last words. The answer for the mirrored link is the mirror of
    this one.
    """
    return Difference(a=link.a, b=link.b, passages=tuple(_passage(texts, passage) for passage in link.passages))


def _passage(texts: Texts, passage: Passage) -> PassageDifference:
    a = _side(texts, 0, passage.a_start, passage.a_end)
    b = _side(texts, 1, passage.b_start, passage.b_end)
    runs = _with_whole_sentences(_without_islands(_aligned(a.words, b.words), a.weights, b.weights), a, b)
    a_borders = _borders(a, [(run.kept, run.a, run.a_end) for run in runs])
    b_borders = _borders(b, [(run.kept, run.b, run.b_end) for run in runs])
    changes = tuple(
        Change(kind=_kind(run), a_start=a_start, a_end=a_end, b_start=b_start, b_end=b_end)
        for run, (a_start, a_end), (b_start, b_end) in zip(runs, pairwise(a_borders), pairwise(b_borders), strict=True)
    )
    return PassageDifference(passage=passage, changes=changes)


def _side(texts: Texts, article: int, start: int, end: int) -> _Side:
    """The words of an article that stand in a stretch of code points."""
    import numpy as np

    first, last = texts.article_token[article : article + 2].tolist()
    first, last = (
        first + int(np.searchsorted(texts.start[first:last], start)),
        first + int(np.searchsorted(texts.end[first:last], end, side="right")),
    )
    return _Side(
        start=start,
        end=end,
        words=texts.word[first:last].tolist(),
        weights=texts.weight[first:last].tolist(),
        starts=texts.start[first:last].tolist(),
        ends=texts.end[first:last].tolist(),
        opens=np.isin(np.arange(first, last), texts.sentence_token).tolist(),
    )


def _aligned(a: Sequence[int], b: Sequence[int]) -> list[_Run]:
    """Two sequences of words as runs, kept ones and others by turns, that hold all of both."""
    from rapidfuzz.distance import Indel, Levenshtein

    # Of several longest sequences an aligner takes one, and another if the sides are exchanged.
    if (len(a), a) > (len(b), b):
        return [run.mirrored() for run in _aligned(b, a)]
    engine = Indel if len(a) * len(b) <= MOST_CELLS else Levenshtein
    runs: list[_Run] = []
    for step in engine.opcodes(a, b):
        run = _Run(step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end)
        if runs and runs[-1].kept == run.kept:
            run = _joined(runs.pop(), run)
        runs.append(run)
    return runs


def _joined(first: _Run, last: _Run) -> _Run:
    """One run from the beginning of the first to the end of the last."""
    return replace(last, a=first.a, b=first.b)


def _without_islands(runs: Sequence[_Run], a_weights: Sequence[int], b_weights: Sequence[int]) -> list[_Run]:
    """The runs, with kept ones that are light and lie amid large changes taken into these.

    A change that has grown by one may take in the one before it, so the answer is the same in any order.
    """

    def is_island(before: _Run, kept: _Run, after: _Run) -> bool:
        weight = max(sum(a_weights[kept.a : kept.a_end]), sum(b_weights[kept.b : kept.b_end]))
        return weight <= LIGHT and min(before.size, after.size) >= AMID * kept.size

    left: list[_Run] = []
    for run in runs:
        while len(left) > 1 and not run.kept and is_island(left[-2], left[-1], run):
            left.pop()
            run = _joined(left.pop(), run)
        left.append(run)
    return left


def _with_whole_sentences(runs: Sequence[_Run], a: _Side, b: _Side) -> list[_Run]:
    """The runs, with added and dropped words beginning where a sentence does, if they can.

    "The [vote was close. The] mayor left" keeps the same words as "[The vote was close.] The mayor left",
    and a reader expects the second.
    """
    slid = list(runs)
    last = len(slid) - 1
    for i in range(1, last):
        run = slid[i]
        if run.kept or (run.a < run.a_end and run.b < run.b_end):
            continue
        side, first, end = (a, run.a, run.a_end) if run.a < run.a_end else (b, run.b, run.b_end)
        # The kept runs beside it give words to each other; one between two changes keeps the last of its own.
        by = _slide(side, first, end, slid[i - 1].size - (i > 1), slid[i + 1].size - (i + 1 < last))
        slid[i - 1 : i + 2] = slid[i - 1].moved(0, by), run.moved(by, by), slid[i + 1].moved(by, 0)
    return [run for run in slid if run.size]


def _slide(side: _Side, first: int, end: int, most_left: int, most_right: int) -> int:
    """By how many words first:end can move for a sentence to begin with them, the same words kept; 0 if it cannot."""
    words = side.words
    left = takewhile(lambda k: words[first - k] == words[end - k], range(1, most_left + 1))
    right = takewhile(lambda k: words[first + k - 1] == words[end + k - 1], range(1, most_right + 1))
    places = chain((0,), (-k for k in left), right)
    return next((by for by in places if side.opens[first + by]), 0)


def _borders(side: _Side, runs: Sequence[tuple[bool, int, int]]) -> list[int]:
    """The code points on one side at which its runs (kept, first word, end) begin, and where the last one ends."""
    borders = [side.start]
    for kept, first, end in runs[:-1]:
        if end == 0:
            borders.append(side.start)
        elif end == len(side.words):
            borders.append(side.end)
        elif kept or first == end:
            borders.append(side.starts[end])
        else:
            borders.append(side.ends[end - 1])
    return [*borders, side.end]


def _kind(run: _Run) -> ChangeKind:
    if run.kept:
        return "kept"
    if run.a == run.a_end:
        return "added"
    return "dropped" if run.b == run.b_end else "changed"
