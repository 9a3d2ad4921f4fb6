"""rensa: R-MinHash and its own LSH index with 16 bands; nothing is verified.

Its faster pipeline, rho, only flags articles that have a double somewhere; it does not say which, so there
are no clusters to be had from it.
"""

from __future__ import annotations

import sys

import articles
from rensa import RMinHash, RMinHashLSH

BANDS = 16
BATCH = 1_000


def main(path: str, out: str) -> None:
    """Cluster the articles of a file."""
    ids, texts = articles.read(path)
    sketches = []
    for start in range(0, len(texts), BATCH):
        sets = [articles.shingles(text) for text in texts[start : start + BATCH]]
        sketches += RMinHash.from_token_sets(sets, num_perm=articles.PERMUTATIONS, seed=42)
    index = RMinHashLSH(threshold=articles.THRESHOLD, num_perm=articles.PERMUTATIONS, num_bands=BANDS)
    index.insert_many(sketches)
    named = list(articles.pairs(index.query_all(sketches)))
    articles.write(out, ids, articles.join(named), named)


if __name__ == "__main__":
    main(*sys.argv[1:])
