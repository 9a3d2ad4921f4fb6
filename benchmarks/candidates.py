"""How many of the pairs that share a passage are proposed for comparison, and how many pairs that costs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import bench
import corpora

from syndet import Article, Settings, pipeline

SETS = ("pan13-train", "wmt-spliced")


def proposed(texts: dict[str, str]) -> set[frozenset[str]]:
    """The pairs of ids that a run over all these articles would compare."""
    ids = list(texts)
    with pipeline.Workers(None, None) as workers:
        prepared = pipeline.prepare([Article(id=id, text=text) for id, text in texts.items()], workers)
        pairs = pipeline.candidate_pairs(prepared, Settings(), workers)
    return {frozenset((ids[a], ids[b])) for a, b in pairs.tolist()}


def main(arguments: Sequence[str]) -> None:
    """Propose the pairs of each set as one corpus and print the tables."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    for name in SETS:
        corpus = corpora.listed(data / name)
        texts = corpus.articles()
        found = proposed(texts)
        sharing, hit = Counter[str](), Counter[str]()
        for pair in corpus.gold:
            for type in (corpus.types[pair], "all"):
                sharing[type] += 1
                hit[type] += frozenset(pair) in found
        title = f"{name}: {len(found) / len(texts):.2f} pairs proposed per article of {len(texts):,}"
        rows = [(type, hit[type] / count, hit[type], count) for type, count in sorted(sharing.items(), key=_all_last)]
        bench.show(title, ["type", "recall", "proposed", "sharing a passage"], rows)


def _all_last(row: tuple[str, int]) -> tuple[bool, str]:
    return row[0] == "all", row[0]


if __name__ == "__main__":
    main(sys.argv[1:])
