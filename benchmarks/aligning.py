"""What tuning and calibrating share: prepared corpora, and the passages that the aligner finds with given options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from corpora import Listed
from measures import Pair, Span

from syndet import align, text
from syndet.align import linking
from syndet.kernels import layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from syndet.model import Texts


@dataclass(frozen=True, slots=True)
class Prepared:
    """Tokenised articles and the pairs of them to align.

    Attributes:
        pairs: ids, in the order of `numbers`.
        numbers: (n, 2) int64, articles of `texts`.
    """

    texts: Texts
    pairs: list[Pair]
    numbers: NDArray[np.int64]


def prepare(articles: dict[str, str], pairs: list[Pair]) -> Prepared:
    """The articles tokenised once, for many runs of the aligner."""
    place = {id: number for number, id in enumerate(articles)}
    numbers = np.array([(place[a], place[b]) for a, b in pairs], np.int64)
    return Prepared(text.scan(list(articles.values())), pairs, numbers)


def prepare_listed(corpus: Listed) -> Prepared:
    """The listed pairs of a corpus, prepared."""
    needed = {id for pair in corpus.types for id in pair}
    articles = {id: article for id, article in corpus.articles().items() if id in needed}
    return prepare(articles, list(corpus.types))


def find(corpus: Prepared, options: align.Options) -> tuple[list[tuple[Pair, Span]], NDArray[np.float64]]:
    """Every passage with its pair, and beside it the row of what the kernel measured."""
    rows = align.find(corpus.texts, corpus.numbers, options=options)
    spans = linking.offsets(corpus.texts, rows[:, layout.SPAN : layout.SPAN + 4].astype(np.int64))
    pairs = [corpus.pairs[int(number)] for number in rows[:, layout.PAIR]]
    return [(pair, (a, b, c, d)) for pair, (a, b, c, d) in zip(pairs, spans.tolist(), strict=True)], rows
