"""Articles to arrays: words, boilerplate, keys, and the pairs worth comparing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from syndet import boilerplate, candidates, kernels, readers, sketch, text
from syndet.errors import SettingsError
from syndet.model import Article, Texts
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_RUN: Final = "First large run on this machine: compiling, a minute or so, once"
"""The stage that `progress` is told before a run that has to compile first."""

FINDING: Final = (
    *("chances", "components", "coverage", "frames", "linkage", "minhash"),
    *("pairs", "passages", "shingles", "tokens"),
)
"""The modules of kernels that passages and origins are found with; copies alone take their own."""

READING: Final = (*FINDING, "lines")
"""The same with the kernel that reads JSON lines."""

COMPARING: Final = ("coverage", "frames", "minhash", "passages", "tokens")
"""The modules of kernels that pairs are compared with; only finding the pairs takes the others."""

SLICE_WORDS: Final = 4_000_000
"""Words whose keys make a slice: some 20 MB."""

CHUNK_CHARACTERS: Final = 4_000_000
"""Characters that a thread tokenises at a time; batches do not depend on the number of threads."""


MAX_MEMORY: Final = 2_000_000_000
"""Bytes that a run aims to stay below unless it is told otherwise."""

_PROGRAM: Final = 250_000_000
"""Bytes of Python, numpy, numba and compiled kernels."""

_FOLD: Final = 7
"""Bytes that a character of text takes on its way: 1 by itself or more, 3 in words, the rest in keys and links."""


def room(max_memory: int | None) -> int:
    """Characters of text that can be worked on in memory; raises SettingsError, a ValueError, for less than 1 byte."""
    if max_memory is not None and max_memory < 1:
        raise SettingsError("must be 1 byte or more", field="max_memory")
    return max(0, (MAX_MEMORY if max_memory is None else max_memory) - _PROGRAM) // _FOLD


def expect(workers: Workers, characters: int, needed: Sequence[str] = READING) -> None:
    """Settle how kernels run on so much text, before the first of the modules `needed` is used.

    If they have to be compiled first, two processes begin with that, and it is told why it takes a while.
    """
    if kernels.choose(characters, needed):
        from syndet.kernels import ahead

        workers.tell(FIRST_RUN, 0, 0)
        ahead.begin(needed)


def prepare(
    articles: Sequence[Article], workers: Workers, needed: Sequence[str] = FINDING, *, filed: bool = False
) -> Texts:
    """The articles tokenised, in their order; the first step that needs kernels, those of the modules `needed`.

    `filed` keeps the words in temporary files, of which memory holds what is in use.
    """
    expect(workers, sum(article.length for article in articles), needed)
    scanned = workers.run("reading articles", text.scan, chunks(articles), len, len(articles))
    return text.concatenate(scanned, filed=filed)


def chunks(articles: Sequence[Article]) -> Iterator[list[str]]:
    """The texts in batches of a like length, one of them at least; each is fetched when it is asked for."""
    begin = size = 0
    for end, article in enumerate(articles):
        if size > CHUNK_CHARACTERS:
            yield readers.texts(articles[begin:end])
            begin, size = end, 0
        size += article.length
    yield readers.texts(articles[begin:])


def candidate_pairs(texts: Texts, settings: Settings, workers: Workers, *, filed: bool = False) -> NDArray[np.int64]:
    """(n, 2) numbers of the articles worth comparing: similar by MinHash, or sharing enough rare pairs.

    `filed` keeps keys in temporary files until they are sorted.
    """
    import numpy as np

    if len(texts) < 2:
        return np.empty((0, 2), np.int64)
    bands, rare = keys_of(texts, settings, workers, filed=filed)
    workers.tell("finding pairs", 0, len(texts))
    similar = candidates.pairs(bands, least_shared=0, cap=settings.cap, each=workers.each)
    sharing = candidates.pairs(
        rare, least_shared=settings.least_shared, cap=settings.cap, crowd=settings.crowd, each=workers.each
    )
    workers.tell("finding pairs", len(texts), len(texts))
    return candidates.union(similar, sharing).pair


def keys_of(
    texts: Texts, settings: Settings, workers: Workers, *, filed: bool = False
) -> tuple[candidates.Catalogue, candidates.Catalogue]:
    """The MinHash bands and the rare pairs of all articles."""

    def keys(span: tuple[int, int]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        part = text.part(texts, *span)
        bands = sketch.sketch(
            part, shingle=settings.shingle, permutations=settings.permutations, bands=settings.bands, first=span[0]
        )
        rare = sketch.rare_pair_keys(part, words=settings.rare_words, first=span[0])
        return candidates.pack(bands.keys, len(texts)), candidates.pack(rare, len(texts))

    slices = 1 + len(texts.word) // SLICE_WORDS
    bands, rare = (candidates.Catalogue(len(texts), slices=slices, filed=filed) for _ in range(2))
    for some, others in workers.run("sketching articles", keys, _spans(texts), lambda span: span[1] - span[0]):
        bands.add(some)
        rare.add(others)
        text.release(texts)
    return bands, rare


def _spans(texts: Texts) -> list[tuple[int, int]]:
    """Stretches of articles that hold a like number of words."""
    import numpy as np

    tokens = texts.article_token
    cuts = np.searchsorted(tokens, np.arange(0, int(tokens[-1]) + 1, CHUNK_CHARACTERS // 6)[1:])
    borders = sorted({0, *cuts.tolist(), len(texts)})
    return list(pairwise(borders))


def frames(texts: Texts, articles: Sequence[Article], workers: Workers, *, filed: bool = False) -> boilerplate.Frames:
    """What frames the articles of each outlet, learnt from all of them together."""
    if articles:  # a total of 0 is for work of unknown length
        workers.tell("learning boilerplate", 0, len(articles))
    found = boilerplate.recognise(texts, outlets(articles), each=workers.each, filed=filed)
    text.release(texts)
    if articles:
        workers.tell("learning boilerplate", len(articles), len(articles))
    return found


def outlets(articles: Sequence[Article]) -> list[str | None]:
    """Whose each article is, None where that is not known."""
    from syndet import origin  # not loaded where only copies are looked for

    return [origin.outlet(article) for article in articles]
