"""gaoya: its index filled at one go, then asked for every article; what it finds is above 0.8 by its estimate.

Words are what white space parts, in lower case.
"""

from __future__ import annotations

import sys

import articles
import gaoya


def main(path: str, out: str) -> None:
    """Cluster the articles of a file."""
    ids, texts = articles.read(path)
    index = gaoya.minhash.MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=articles.THRESHOLD,
        num_bands=16,
        band_size=8,
        num_hashes=articles.PERMUTATIONS,
        analyzer="word",
        lowercase=True,
        ngram_range=(articles.SHINGLE, articles.SHINGLE),
        id_container="smallvec",
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    named = list(articles.pairs(index.par_bulk_query(texts)))
    articles.write(out, ids, articles.join(named), named)


if __name__ == "__main__":
    main(*sys.argv[1:])
