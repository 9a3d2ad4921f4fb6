"""How many of the pairs that share a passage are proposed for comparison, how many pairs that costs, and keys."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import bench
import corpora
from measures import Pair

from syndet import Article, Settings, pipeline

SETS = ("pan13-train", "wmt-spliced")
BACKGROUND = "reuters-2006-2011"
"""Many articles of one agency without gold: the cost alone."""

WORTHS = (0.8, 1.2, 1.4, 1.6, 1.8, 2.0, 2.4, 3.2)
"""Values of the setting `least_shared` that the curve goes through."""


class Corpus:
    """The articles of one set, cut into words once, and the types of its pairs that share a passage."""

    def __init__(self, listed: corpora.Listed, workers: pipeline.Workers) -> None:
        articles = listed.articles()
        self.workers = workers
        self.ids = list(articles)
        self.texts = pipeline.prepare([Article(id=id, text=text) for id, text in articles.items()], workers)
        self.types = {pair: listed.types[pair] for pair in listed.gold}

    def keys(self) -> tuple[float, float]:
        """MinHash bands and rare pairs per article."""
        bands, rare = pipeline.preparing.keys_of(self.texts, Settings(), self.workers)
        return sum(map(len, bands)) / len(self.ids), sum(map(len, rare)) / len(self.ids)

    def proposed(self) -> Iterator[tuple[float, set[frozenset[str]]]]:
        """For each worth the pairs of ids that a run over all these articles would compare."""
        for worth in WORTHS:
            pairs = pipeline.candidate_pairs(self.texts, replace(Settings(), least_shared=worth), self.workers)
            yield worth, {frozenset((self.ids[a], self.ids[b])) for a, b in pairs.tolist()}

    def show(self, name: str) -> None:
        """Print the curve: a row for each worth, a column for each type."""
        columns = [*sorted(set(self.types.values())), *(["all"] if self.types else [])]
        rows = [
            (_named(worth), len(found) / len(self.ids), *recall(self.types, found, columns))
            for worth, found in self.proposed()
        ]
        bands, rare = self.keys()
        title = f"{name}: {len(self.ids):,} articles, {bands:.0f} MinHash and {rare:.0f} rare-pair keys an article"
        bench.show(title, ["least shared", "pairs an article", *columns], rows)


def recall(types: Mapping[Pair, str], found: Collection[frozenset[str]], columns: Sequence[str]) -> Iterator[float]:
    """The share of the pairs of each type that is among those found, of all of them for the type "all"."""
    sharing, hit = Counter[str](), Counter[str]()
    for pair, kind in types.items():
        for type in (kind, "all"):
            sharing[type] += 1
            hit[type] += frozenset(pair) in found
    return (hit[type] / sharing[type] for type in columns)


def _named(worth: float) -> str:
    return f"{worth} (default)" if worth == Settings().least_shared else f"{worth}"


def main(arguments: Sequence[str]) -> None:
    """Propose the pairs of each set as one corpus and print the tables."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    with pipeline.Workers(None, None) as workers:
        for name in SETS:
            Corpus(corpora.listed(data / name), workers).show(name)
        background = corpora.Listed(data / BACKGROUND, {}, {})
        corpora.need(background.docs)
        Corpus(background, workers).show(BACKGROUND)


if __name__ == "__main__":
    main(sys.argv[1:])
