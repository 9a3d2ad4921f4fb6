"""Articles to arrays: words, boilerplate, keys, and the pairs worth comparing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from syndet import boilerplate, candidates, kernels, origin, sketch, text
from syndet.model import Article, Texts
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_RUN: Final = "First large run on this machine: compiling, half a minute or so, once"
"""The stage that `progress` is told before a run that has to compile first."""

FINDING: Final = ("frames", "minhash", "pairs", "passages", "tokens")
"""The modules of kernels that passages are found with; copies alone take their own."""

COMPARING: Final = ("frames", "minhash", "passages", "tokens")
"""The modules of kernels that pairs are compared with; only finding the pairs takes the others."""

CHUNK_CHARACTERS: Final = 4_000_000
"""Characters that a thread tokenises at a time; batches do not depend on the number of threads."""


def prepare(articles: Sequence[Article], workers: Workers, needed: Sequence[str] = FINDING) -> Texts:
    """The articles tokenised, in their order; the first step that needs kernels, those of the modules `needed`."""
    if kernels.choose(sum(len(article.text) for article in articles), needed):
        workers.tell(FIRST_RUN, 0, 0)
    return text.concatenate(workers.run("reading articles", text.scan, chunks(articles), len))


def chunks(articles: Sequence[Article]) -> list[list[str]]:
    """The texts in batches of a like length."""
    batches: list[list[str]] = [[]]
    size = 0
    for article in articles:
        if size > CHUNK_CHARACTERS:
            batches.append([])
            size = 0
        batches[-1].append(article.text)
        size += len(article.text)
    return batches


def candidate_pairs(texts: Texts, settings: Settings, workers: Workers) -> NDArray[np.int64]:
    """(n, 2) numbers of the articles worth comparing: similar by MinHash, or sharing enough rare pairs."""
    import numpy as np

    if len(texts) < 2:
        return np.empty((0, 2), np.int64)
    bands, rare = keys_of(texts, settings, workers)
    similar = candidates.pairs(bands, least_shared=0, cap=settings.cap)
    sharing = candidates.pairs(rare, least_shared=settings.least_shared, cap=settings.cap, crowd=settings.crowd)
    return candidates.union(similar, sharing).pair


def keys_of(texts: Texts, settings: Settings, workers: Workers) -> tuple[list[sketch.Keys], list[sketch.Keys]]:
    """The MinHash bands and the rare pairs of all articles, in parts."""

    def keys(span: tuple[int, int]) -> tuple[sketch.Keys, sketch.Keys]:
        part = text.part(texts, *span)
        bands = sketch.sketch(
            part, shingle=settings.shingle, permutations=settings.permutations, bands=settings.bands, first=span[0]
        )
        return bands.keys, sketch.rare_pair_keys(part, words=settings.rare_words, first=span[0])

    both = list(workers.run("sketching articles", keys, _spans(texts), lambda span: span[1] - span[0]))
    return [bands for bands, _ in both], [rare for _, rare in both]


def _spans(texts: Texts) -> list[tuple[int, int]]:
    """Stretches of articles that hold a like number of words."""
    import numpy as np

    tokens = texts.article_token
    cuts = np.searchsorted(tokens, np.arange(0, int(tokens[-1]) + 1, CHUNK_CHARACTERS // 6)[1:])
    borders = sorted({0, *cuts.tolist(), len(texts)})
    return list(pairwise(borders))


def frames(texts: Texts, articles: Sequence[Article]) -> boilerplate.Frames:
    """What frames the articles of each outlet, learnt from all of them together."""
    return boilerplate.recognise(texts, outlets(articles))


def outlets(articles: Sequence[Article]) -> list[str | None]:
    """Whose each article is, None where that is not known."""
    return [origin.outlet(article) for article in articles]
