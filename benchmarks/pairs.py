"""How many pairs of articles of some 400 words are compared a second on one core, and in which stage the time goes."""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bench
import corpora
import numpy as np

from syndet import Settings, align, pipeline, sketch, text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from syndet.model import Texts

WORDS = (350, 450)
"""Least and most words of the articles that are taken."""

ARTICLES = 4_000
"""Articles taken at most from the corpus; made where the corpus is not there."""

PAIRS = 2_000
"""Pairs of each kind, compared in batches as the pipeline does."""

BATCH = 1_000
ROUNDS = 5
"""Times that everything is measured; the least of each counts, because others use the machine too."""

STAGES = ("find", "jaccard", "links")


def taken(docs: Path) -> list[str]:
    """Articles of about 400 words: of the corpus if it is there, else made."""
    if not docs.exists():
        return [made(seed) for seed in range(ARTICLES)]
    sized = (article for article in corpora.texts(docs).values() if WORDS[0] <= len(article.split()) <= WORDS[1])
    return list(itertools.islice(sized, ARTICLES))


def made(seed: int) -> str:
    """An article of 20 sentences of 20 words; how often a word comes falls with its rank, as in news."""
    draw = random.Random(seed)
    ranks = [int(30_000 ** draw.random()) for _ in range(400)]
    words = [f"{'bdfgklmnprstvz'[rank % 14]}{'aeiou'[rank // 14 % 5]}{rank // 70:x}" for rank in ranks]
    return " ".join(f"{' '.join(words[start : start + 20])}." for start in range(0, 400, 20))


def sentences(article: str) -> list[str]:
    """The article cut after its full stops, roughly."""
    return article.replace("\n", " ").split(". ")


def spliced(article: str, other: str) -> str:
    """The article with a passage of three sentences of the other one in its middle, and so much shorter at its end."""
    mine, theirs = sentences(article), sentences(other)
    middle, there = len(mine) // 2, len(theirs) // 3
    return ". ".join([*mine[:middle], *theirs[there : there + 3], *mine[middle:-3]])


def edited(article: str, draw: random.Random) -> str:
    """The article with one word in twenty left out."""
    return " ".join(word for word in article.split(" ") if draw.random() > 0.05)


def kinds(articles: Sequence[str]) -> dict[str, tuple[Texts, NDArray[np.int64]]]:
    """The articles and the pairs of each kind, which are those proposed by the pipeline where nothing is shared."""
    draw = random.Random(4)
    plain = text.scan(articles)
    with pipeline.Workers(1, None) as workers:
        proposed = pipeline.candidate_pairs(plain, Settings(), workers)
    shared = align.pair_numbers(align.find(plain, proposed, options=align.Options()))
    unrelated = np.delete(proposed, shared, axis=0)
    some = articles[:PAIRS]
    neighbours = np.stack([np.arange(len(some)), np.arange(1, len(some) + 1) % len(some)], axis=1)
    beside = neighbours[:, :1] + [0, len(some)]
    return {
        "unrelated, at random": (plain, neighbours),
        "unrelated, as proposed": (plain, unrelated[:PAIRS]),
        "one passage": (text.scan([*some, *map(spliced, np.roll(some, 1).tolist(), some)]), beside),
        "near copies": (text.scan([*some, *(edited(article, draw) for article in some)]), beside),
    }


def measure(texts: Texts, pairs: NDArray[np.int64]) -> list[float]:
    """CPU seconds of each stage for all the pairs, compared in batches as the pipeline does it."""
    spent = [0.0] * len(STAGES)
    settings = Settings()
    body = np.stack([texts.article_token[:-1], texts.article_token[1:]], axis=1)
    ids = list(map(str, range(len(texts))))

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = work()
        spent[STAGES.index(stage)] += time.process_time() - begun
        return result

    def drawn(rows: NDArray[np.float64], jaccard: NDArray[np.float64], own: NDArray[np.int64]) -> None:
        hits = np.union1d(align.pair_numbers(rows), np.flatnonzero(jaccard >= settings.threshold))
        rows = align.renumbered(rows, hits)
        align.links(texts, body, ids, own[hits], rows, jaccard[hits], levels=settings.levels)

    for first in range(0, len(pairs), BATCH):
        own = pairs[first : first + BATCH]
        rows = timed("find", lambda own=own: align.find(texts, own, options=settings.alignment))
        jaccard = timed("jaccard", lambda own=own: sketch.jaccard(texts, own, shingle=settings.shingle))
        timed("links", lambda rows=rows, jaccard=jaccard, own=own: drawn(rows, jaccard, own))
    return spent


def main(arguments: Sequence[str]) -> None:
    """Compare pairs of each kind, single-threaded, and print the table."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--set", default="reuters-2006-2011", metavar="NAME", help="corpus to take articles from")
    chosen = parser.parse_args(arguments)
    docs = chosen.data / chosen.set / "docs.jsonl.gz"
    prepared = kinds(taken(docs))
    rows = []
    for kind, (texts, pairs) in prepared.items():
        runs = [measure(texts, pairs) for _ in range(ROUNDS + 1)][1:]  # the first one loads kernels
        least = [min(run[stage] for run in runs) for stage in range(len(STAGES))]
        each = [f"{seconds / max(len(pairs), 1) * 1e6:.1f}" for seconds in least]
        rows.append((kind, len(pairs), *each, f"{len(pairs) / max(sum(least), 1e-9):,.0f}"))
    source = chosen.set if docs.exists() else "made articles"
    title = f"{source}, articles of {WORDS[0]}-{WORDS[1]} words: CPU time of one thread, the least of {ROUNDS} runs"
    bench.show(title, ["pairs", "n", *(f"{stage}, µs" for stage in STAGES), "pairs per s"], rows)


if __name__ == "__main__":
    main(sys.argv[1:])
