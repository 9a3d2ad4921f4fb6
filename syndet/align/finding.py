"""Pairs of tokenised articles to the passages that they share, as rows of what the kernel measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING, Final

from syndet.align.options import Options
from syndet.model import Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def find(texts: Texts, pairs: NDArray[np.int64], *, options: Options) -> NDArray[np.float64]:
    """The passages of each pair of articles as rows of `kernels.passages`, in the order of the pairs.

    `pairs`: (n, 2) article numbers of `texts`. The longer article of a pair is always laid out first,
    so the answer for (b, a) is the mirror of that for (a, b). Pure and thread-safe; releases the GIL.
    """
    import numpy as np

    from syndet.kernels import layout

    sentences = sentences_of(texts, pairs)
    swapped = _comes_second(texts, sentences)
    ordered = np.where(swapped[:, None, None], sentences[:, ::-1], sentences)
    rows = aligned(texts, ordered, options)
    span, matched = layout.SPAN, layout.MATCHED_A
    back = swapped[rows[:, layout.PAIR].astype(np.int64)]
    rows[back, span : span + 4] = rows[back][:, [span + 2, span + 3, span, span + 1]]
    rows[back, matched : matched + 2] = rows[back][:, [matched + 1, matched]]
    return rows


def aligned(texts: Texts, sentences: NDArray[np.int64], options: Options) -> NDArray[np.float64]:
    """The rows of `kernels.passages` for each pair of articles as laid out."""
    import numpy as np

    from syndet.kernels import layout, passages

    flat, numbers = sentences.reshape(-1), np.array(astuple(options), np.float64)
    scratch, seeds, blocks = _scratch(texts, sentences), *_for_seeds(_SEEDS)
    rows = np.empty((2 * len(sentences) + 64) * layout.N_COLUMNS)
    parts, pair = [rows[:0]], 0
    while pair < len(sentences):
        before = pair
        pair, n, n_seeds = passages.align(
            texts.word, texts.term, texts.weight, texts.end, texts.sentence_end, texts.sentence_token,
            flat, numbers, pair, *scratch, seeds, blocks, rows,
        )  # fmt: skip
        parts.append(rows[:n].copy())
        if n_seeds:
            seeds, blocks = _for_seeds(n_seeds)
        elif pair == before:  # one pair has more passages than there is room for
            rows = np.empty(2 * len(rows))
    return np.concatenate(parts).reshape(-1, layout.N_COLUMNS)


_SEEDS: Final = 1024
"""Seeds of a pair that there is room for at first."""


def _scratch(
    texts: Texts, sentences: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.uint8], NDArray[np.uint64]]:
    """What the kernel works in: room for the pair of the most words."""
    import numpy as np

    from syndet.kernels import layout

    words = np.diff(texts.sentence_token[sentences], axis=2).sum(axis=(1, 2))
    room = int(words.max(initial=0)) + 4
    return (
        np.zeros(20 * room + 4, np.int32),  # half of the memory: most of what a pair needs stays near the processor
        np.empty(5 * room + layout.KNOWN, np.float64),
        np.empty(6 * room, np.uint8),
        np.empty(4 * room, np.uint64),
    )


def _for_seeds(n: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The same for so many seeds."""
    import numpy as np

    return np.empty(3 * n, np.float64), np.empty(8 * n + 12, np.int64)


def pair_numbers(rows: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) the numbers of the pairs that have a passage among the rows of `find`, each once, in order."""
    import numpy as np

    from syndet.kernels import layout

    return np.unique(rows[:, layout.PAIR].astype(np.int64))


def renumbered(rows: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The rows of `find` with their pairs counted among `pairs`, which are sorted and hold all of theirs."""
    import numpy as np

    from syndet.kernels import layout

    rows = rows.copy()
    rows[:, layout.PAIR] = np.searchsorted(pairs, rows[:, layout.PAIR])
    return rows


def sentences_of(texts: Texts, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 2, 2) first and last sentence, end exclusive, of both articles of each pair."""
    import numpy as np

    # Looked up for these alone: `Texts.article_sentence` would be made for all articles, at every batch of pairs.
    places = np.stack([pairs, pairs + 1], axis=2)
    return texts.paragraph_sentence[texts.article_paragraph[places]]


def _comes_second(texts: Texts, sentences: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) whether the first article of a pair is the shorter one, or as long with the lesser layout."""
    import numpy as np

    words = np.diff(texts.sentence_token[sentences])[:, :, 0]
    second: NDArray[np.bool_] = words[:, 0] < words[:, 1]
    for q in np.flatnonzero(words[:, 0] == words[:, 1]).tolist():
        second[q] = _is_less(texts, *sentences[q].tolist())
    return second


def _is_less(texts: Texts, one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether one of two articles of as many words, given by their sentences, has the lesser words, terms or borders.

    That is all that the kernel sees of an article: two that are equal here may stand in either order.
    """
    import numpy as np

    borders = [texts.sentence_token[first : last + 1] for first, last in (one, other)]
    for part in (texts.word, texts.term):
        mine, theirs = (part[border[0] : border[-1]] for border in borders)
        different = np.flatnonzero(mine != theirs)
        if len(different):
            return bool(mine[different[0]] < theirs[different[0]])
    mine, theirs = ((border - border[0]).tolist() for border in borders)
    return bool(mine < theirs)
