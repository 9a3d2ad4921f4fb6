"""Articles to the stretch of each that is its own: what frames article after article of one source is boilerplate.

Footers, contact blocks, "follow us", bylines and legal notices are not listed anywhere: they are what several
articles of one source begin or end with that otherwise share nothing. Nothing in the middle of an article
is called boilerplate, and nothing that only copies of one story have in common.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

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


def recognise(texts: Texts, sources: Sequence[str | None]) -> Frames:
    """The frames of the articles, learnt from all of them together.

    `sources`: whose each article is; those of whom it is not known count as one source. A run of `RUN` words near the
    beginning or the end of `LEAST` articles of one source is boilerplate if most of these articles, taken
    two by two, share less than `LIKE` of their other long words. Memory: 8 bytes for each word of `HEAD` and
    `TAIL`. Raises InputError, a ValueError, for more than 2**24 articles.
    """
    import numpy as np

    _require_fit(texts)
    common = _common(texts, sources)
    runs = np.unique(common >> np.uint64(_ARTICLE_BITS))
    if len(runs):
        tentative = mark(texts, sources, runs)
        runs = _unlike(texts, tentative, common)
    return Frames(body=mark(texts, sources, runs), runs=runs)


def mark(texts: Texts, sources: Sequence[str | None], runs: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The `Frames.body` of articles by runs that `recognise` found in a batch that need not hold them."""
    import numpy as np

    begin, end = texts.article_token[:-1], texts.article_token[1:]
    body = np.stack([begin, end], axis=1)
    if len(runs):
        seeds = _seeds(sources)
        head = _known(texts, seeds, begin, np.minimum(begin + HEAD, end), runs)
        tail = _known(texts, seeds, np.maximum(end - TAIL, begin), end, runs)
        _cut_head(body, *head)
        _cut_tail(body, *tail)
        body[:, 0] = np.where(body[:, 0] >= body[:, 1], end, body[:, 0])
        body[:, 1] = np.maximum(body[:, 0], body[:, 1])
    return body


def _require_fit(texts: Texts) -> None:
    if len(texts) >= 1 << _ARTICLE_BITS:
        raise InputError(f"{len(texts):,} articles are too many", advice=f"give fewer than {1 << _ARTICLE_BITS:,}")


def _seeds(sources: Sequence[str | None]) -> NDArray[np.uint64]:
    """(n_articles,) a number for the source of each article, the same in every process."""
    import numpy as np

    numbers = {source: zlib.crc32((source or "").encode("utf-8", "surrogatepass")) for source in set(sources)}
    return np.array([numbers[source] for source in sources], np.uint64)


def _runs(
    texts: Texts, seeds: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
    """The runs of words inside the stretches first:last of articles: article, first token and hash of each.

    Hashes have 40 bits, so that an article's number fits beside them.
    """
    import numpy as np

    counts = np.maximum(last - first - RUN + 1, 0)
    article = np.repeat(np.arange(len(counts)), counts)
    start = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    run = seeds[article]
    for k in range(RUN):
        run *= np.uint64(0x9E3779B97F4A7C15)
        run ^= texts.word[start + k]
        run ^= run >> np.uint64(29)
    run *= np.uint64(0xBF58476D1CE4E5B9)
    return article, start, run >> np.uint64(_ARTICLE_BITS)


def _common(texts: Texts, sources: Sequence[str | None]) -> NDArray[np.uint64]:
    """Runs near the ends of `LEAST` articles of one source, each over the number of an article; rising."""
    import numpy as np

    sizes = Counter(sources)
    least = np.array([max(LEAST, math.ceil(ROOT * math.sqrt(sizes[source]))) for source in sources])
    asked = np.array([sizes[source] >= LEAST for source in sources], np.bool_)
    begin, end = texts.article_token[:-1], texts.article_token[1:]
    end = np.where(asked, end, begin)
    head_end = np.minimum(begin + HEAD, end)
    tail_begin = np.maximum(end - TAIL, head_end - RUN + 1)  # no run twice
    seeds = _seeds(sources)
    parts = []
    for first, last in ((begin, head_end), (np.maximum(tail_begin, begin), end)):
        article, _, run = _runs(texts, seeds, first, last)
        parts.append(run << np.uint64(_ARTICLE_BITS) | article.astype(np.uint64))
    packed = _distinct(np.concatenate(parts))
    run = packed >> np.uint64(_ARTICLE_BITS)
    opens = np.flatnonzero(np.diff(run, prepend=~run[:1]))
    carriers = np.diff(opens, append=len(run))
    first = (packed[opens] & np.uint64(_ARTICLE)).astype(np.int64)
    return packed[np.repeat(carriers >= least[first], carriers)]


def _unlike(texts: Texts, body: NDArray[np.int64], common: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The runs most of whose articles tell different stories, as their bodies show; rising."""
    import numpy as np

    run = common >> np.uint64(_ARTICLE_BITS)
    article = (common & np.uint64(_ARTICLE)).astype(np.int64)
    opens = np.flatnonzero(np.diff(run, prepend=~run[:1]))
    carriers = np.diff(opens, append=len(run))
    number = np.repeat(np.arange(len(opens)), carriers)
    rank = np.arange(len(run)) - opens[number]
    # Each with one far from it: neighbours by id are often versions of one story.
    place = np.flatnonzero(rank < SAMPLE)
    of = number[place]
    partner = opens[of] + (rank[place] + carriers[of] // 2) % carriers[of]
    likeness = _likeness(texts, body, np.stack([article[place], article[partner]], axis=1))
    told = likeness >= 0.0
    unlike = np.bincount(of, (likeness < LIKE) & told, len(opens))
    alike = np.bincount(of, likeness >= LIKE, len(opens))
    return run[opens][(unlike >= LEAST - 1) & (unlike > alike)]


def _likeness(texts: Texts, body: NDArray[np.int64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n_pairs,) the share of the lesser body's long words that the other has; -1 where one has few."""
    import numpy as np

    from syndet.kernels import minhash

    codes, which = np.unique(pairs[:, 0] << 32 | pairs[:, 1], return_inverse=True)
    pair = np.stack([codes >> 32, codes & 0xFFFFFFFF], axis=1)
    articles, place = np.unique(pair, return_inverse=True)
    element, start = _word_sets(texts, body[articles])
    both = np.empty(len(pair), np.int64)
    place = place.reshape(pair.shape).astype(np.int64, copy=False)
    minhash.overlap(element, start, place, both)
    lesser = np.diff(start)[place].min(axis=1)
    likeness: NDArray[np.float64] = np.where(lesser >= _FEW, both / np.maximum(lesser, 1), -1.0)
    repeated: NDArray[np.float64] = likeness[which.reshape(-1)]
    return repeated


def _word_sets(texts: Texts, spans: NDArray[np.int64]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The distinct terms of the long words in each stretch of tokens, rising, and where each stretch's begin."""
    import numpy as np

    lengths = spans[:, 1] - spans[:, 0]
    owner = np.repeat(np.arange(len(spans), dtype=np.uint64), lengths)
    token = (
        np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(spans[:, 0], lengths)
    )
    long = texts.weight[token] >= _LONG
    packed = _distinct(owner[long] << np.uint64(32) | texts.term[token[long]])
    start = np.searchsorted(packed, np.arange(len(spans) + 1, dtype=np.uint64) << np.uint64(32))
    return packed.astype(np.uint32), start.astype(np.int64, copy=False)


def _distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values, each once, rising; sorted in place, which is several times quicker than numpy's unique."""
    import numpy as np

    values.sort()
    return np.compress(np.diff(values, prepend=~values[:1]) != 0, values)


def _known(
    texts: Texts, seeds: NDArray[np.uint64], first: NDArray[np.int64], last: NDArray[np.int64], runs: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """The recognised runs inside the stretches: article, first token, and whether more than a slot lies before it."""
    import numpy as np

    article, start, run = _runs(texts, seeds, first, last)
    place = np.minimum(np.searchsorted(runs, run), len(runs) - 1)
    known = runs[place] == run
    article, start = article[known], start[known]
    far = np.diff(start, prepend=-(1 << 40)) > RUN + SLOT
    return article, start, far | (np.diff(article, prepend=-1) != 0)


def _cut_head(
    body: NDArray[np.int64], article: NDArray[np.int64], start: NDArray[np.int64], opens: NDArray[np.bool_]
) -> None:
    """Moves the beginning of each body behind the first chain of runs, if that is near the article's beginning."""
    import numpy as np

    first = np.flatnonzero(opens)
    last = np.append(first, len(start))[1:] - 1
    near = (np.diff(article[first], prepend=-1) != 0) & (start[first] - body[article[first], 0] <= EDGE)
    body[article[first[near]], 0] = start[last[near]] + RUN


def _cut_tail(
    body: NDArray[np.int64], article: NDArray[np.int64], start: NDArray[np.int64], opens: NDArray[np.bool_]
) -> None:
    """Moves the end of each body before the last chain of runs, if that is near the article's end."""
    import numpy as np

    first = np.flatnonzero(opens)
    last = np.append(first, len(start))[1:] - 1
    owner = article[first]
    near = (np.diff(owner, append=-1) != 0) & (body[owner, 1] - start[last] - RUN <= EDGE)
    body[owner[near], 1] = start[first[near]]
