"""Articles to the stretch of each that is its own: what frames article after article of one source is boilerplate.

Footers, contact blocks, "follow us", bylines and legal notices are not listed anywhere: they are what several
articles of one source begin or end with that otherwise share nothing. Nothing in the middle of an article
is called boilerplate, and nothing that only copies of one story have in common.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from syndet import columns
from syndet.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.model import Texts

RUN: Final = 4
"""Words in a row that are recognised: "Contact: Ann Lee, 555/0100" has five."""

LEAST: Final = 3
"""Articles of one source, otherwise unlike each other, that make a run of words boilerplate."""

ROOT: Final = 0.5
"""The same as a multiple of the square root of the source's articles, where that is more: in 1,000 press
releases of one senator, sixteen end alike by routine, three by chance."""

HEAD: Final = 50
"""Words from the beginning of an article in which its frame is looked for."""

TAIL: Final = 100
"""The same from its end: legal notices and standing biographies are long."""

SLOT: Final = 6
"""Words of a frame that may differ from article to article: a date, a telephone number, a name."""

LIKE: Final = 0.5
"""Share of the lesser article's long words, frames aside, from which two articles tell one story."""

EDGE: Final = 3
"""Words that may stand before the frame of an article, or after it."""

SAMPLE: Final = 8
"""Pairs of the articles with a run that are looked at, so that a footer of a million articles costs no more."""

SLICE: Final = 2_000_000
"""Words near the ends of articles whose runs are worked through at a time."""

_PAIRS: Final = 20_000
"""Pairs of articles whose long words are looked at together: some 300 MB."""

_LONG: Final = 50
"""Weight of a word of five letters: shorter ones are in every article."""

_FEW: Final = 10
"""Long words below which nothing is known of what two articles share besides their frames."""

_ARTICLE_BITS: Final = 24
_ARTICLE: Final = (1 << _ARTICLE_BITS) - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frames:
    """What frames the articles of a batch.

    Attributes:
        body: (n_articles, 2) int64, the tokens of the batch that are an article's own, first and last, end
            exclusive; what stands before and after is boilerplate. Both are the article's end if all of it is.
        runs: (n,) uint64, rising, the recognised runs of words, each with its source; `mark` knows them again.
    """

    body: NDArray[np.int64] = field(repr=False)
    runs: NDArray[np.uint64] = field(repr=False)


Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Something that applies a function to many things as `map` does, perhaps several at a time."""


def recognise(texts: Texts, sources: Sequence[str | None], *, each: Each = map, filed: bool = False) -> Frames:
    """The frames of the articles, learnt from all of them together.

    `sources`: whose each article is; those of whom it is not known count as one source. A run of `RUN` words near the
    beginning or the end of `LEAST` articles of one source is boilerplate if most of these articles, taken
    two by two, share less than `LIKE` of their other long words. `each` is handed stretches of articles and slices of
    runs; `filed` keeps the slices in temporary files, so that memory holds some 50 MB for each at a time, and 8 bytes
    for each run of each article that enough others have. Raises InputError, a ValueError, for more than 2**24 articles.
    """
    if len(texts) >= 1 << _ARTICLE_BITS:
        raise InputError(f"{len(texts):,} articles are too many", advice=f"give fewer than {1 << _ARTICLE_BITS:,}")
    common = _common(texts, sources, each, filed)
    columns.release([texts.word])
    runs = _run_of(common)
    if len(runs):
        runs = _unlike(texts, mark(texts, sources, _distinct(runs)), common, each)
        columns.release([texts.word, texts.term, texts.weight])
    return Frames(body=mark(texts, sources, runs), runs=runs)


def mark(texts: Texts, sources: Sequence[str | None], runs: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The `Frames.body` of articles by runs that `recognise` found in a batch that need not hold them."""
    import numpy as np

    borders = texts.article_token
    body = np.stack([borders[:-1], borders[1:]], axis=1)
    if len(runs):
        from syndet.kernels import frames as kernels

        limits = np.array([RUN, HEAD, TAIL, EDGE, SLOT], np.int64)
        kernels.frames(texts.word, borders, _seeds(sources), runs, limits, _ARTICLE_BITS, body)
    return body


def _seeds(sources: Sequence[str | None]) -> NDArray[np.uint64]:
    """(n_articles,) a number for the source of each article, the same in every process."""
    import numpy as np

    numbers = {source: zlib.crc32((source or "").encode("utf-8", "surrogatepass")) for source in set(sources)}
    return np.array([numbers[source] for source in sources], np.uint64)


def _run_of(packed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The runs without the articles that are packed into their lowest bits."""
    import numpy as np

    return packed & ~np.uint64(_ARTICLE)


def _common(texts: Texts, sources: Sequence[str | None], each: Each, filed: bool) -> NDArray[np.uint64]:
    """Runs near the ends of enough articles of one source, each over the number of an article; rising."""
    import numpy as np

    sizes = Counter(sources)
    least = np.array([max(LEAST, math.ceil(ROOT * math.sqrt(sizes[source]))) for source in sources], np.int64)
    asked = np.array([sizes[source] >= LEAST for source in sources], np.bool_)
    words = np.cumsum(np.where(asked, np.minimum(np.diff(texts.article_token), HEAD + TAIL), 0))
    most = int(words[-1]) if len(words) else 0
    cuts = np.unique(np.searchsorted(words, np.arange(0, most + SLICE, SLICE), side="right"))

    def enough(column: columns.Column) -> NDArray[np.uint64]:
        packed = np.sort(column.closed())
        opens, carriers = _groups(_run_of(packed))
        first = (packed[opens] & np.uint64(_ARTICLE)).astype(np.int64)
        return np.compress(np.repeat(carriers >= least[first], carriers), packed)

    slices = _sliced(texts, _seeds(sources), asked, [*pairwise(cuts.tolist())], each, filed)
    return np.concatenate([*each(enough, slices)])


def _sliced(
    texts: Texts,
    seeds: NDArray[np.uint64],
    asked: NDArray[np.bool_],
    spans: Sequence[tuple[int, int]],
    each: Each,
    filed: bool,
) -> list[columns.Column]:
    """The runs near the ends of the articles asked for, in slices by their leading bits, rising from slice to slice."""
    import numpy as np

    from syndet.kernels import frames as kernels

    def runs_of(span: tuple[int, int]) -> NDArray[np.uint64]:
        begin, end = span
        borders = texts.article_token[begin : end + 1]
        room = int(np.minimum(np.diff(borders), HEAD + TAIL)[asked[begin:end]].sum())
        packed = np.empty(room, np.uint64)
        n = kernels.runs(
            texts.word, borders, seeds[begin:end], asked[begin:end], RUN, HEAD, TAIL, _ARTICLE_BITS, begin, packed
        )
        return _distinct(packed[:n])

    bits = len(spans).bit_length()
    slices = [columns.column(np.dtype(np.uint64), filed=filed) for _ in range(1 << bits)]
    borders = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.empty(0, np.uint64)
    for packed in each(runs_of, spans):
        for column, part in zip(slices, np.split(packed, np.searchsorted(packed, borders)), strict=True):
            column.add(part)
        columns.release([texts.word])
    return slices


def _groups(values: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each stretch of equal values begins, and how long it is."""
    import numpy as np

    opens = np.flatnonzero(np.diff(values, prepend=~values[:1]))
    return opens, np.diff(opens, append=len(values))


def _unlike(texts: Texts, body: NDArray[np.int64], common: NDArray[np.uint64], each: Each) -> NDArray[np.uint64]:
    """The runs most of whose articles tell different stories, as their bodies show; rising."""
    import numpy as np

    opens, carriers = _groups(_run_of(common))
    sampled = np.minimum(carriers, SAMPLE)
    of = np.repeat(np.arange(len(opens)), sampled)
    rank = np.arange(len(of)) - np.repeat(np.cumsum(sampled) - sampled, sampled)
    # Each with one far from it: neighbours by id are often versions of one story.
    partner = opens[of] + (rank + carriers[of] // 2) % carriers[of]
    pairs = common[np.stack([opens[of] + rank, partner], axis=1)] & np.uint64(_ARTICLE)
    # The runs of one footer have the same carriers.
    code, which = np.unique(pairs[:, 0] << np.uint64(32) | pairs[:, 1], return_inverse=True)
    pairs = np.stack([code >> np.uint64(32), code & np.uint64(0xFFFFFFFF)], axis=1)
    parts = np.array_split(pairs.astype(np.int64), 1 + len(pairs) // _PAIRS)
    likeness = np.concatenate([*each(partial(_likeness, texts, body), parts)])[which]
    unlike = np.bincount(of, (likeness >= 0.0) & (likeness < LIKE), len(opens))
    alike = np.bincount(of, likeness >= LIKE, len(opens))
    return np.compress((unlike >= LEAST - 1) & (unlike > alike), _run_of(common)[opens])


def _likeness(texts: Texts, body: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n_pairs,) the share of the lesser body's long words that the other has; -1 where one has few."""
    import numpy as np

    from syndet.kernels import frames, minhash

    articles, place = np.unique(pairs, return_inverse=True)
    place = place.reshape(pairs.shape).astype(np.int64, copy=False)
    bodies = body[articles]
    packed = np.empty(int(np.diff(bodies).sum()), np.uint64)
    packed = _distinct(packed[: frames.long_terms(texts.term, texts.weight, bodies, _LONG, packed)])
    start = np.searchsorted(packed, np.arange(len(articles) + 1, dtype=np.uint64) << np.uint64(32))
    both = np.empty(len(pairs), np.int64)
    minhash.overlap(packed.astype(np.uint32), start.astype(np.int64, copy=False), place, both)
    lesser = np.diff(start)[place].min(axis=1)
    likeness: NDArray[np.float64] = np.where(lesser >= _FEW, both / np.maximum(lesser, 1), -1.0)
    return likeness


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values, each once, rising; sorted in place, which is several times quicker than numpy's unique."""
    import numpy as np

    values.sort()
    return np.compress(np.diff(values, prepend=~values[:1]) != 0, values)
