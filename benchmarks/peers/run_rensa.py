"""rensa: R-MinHash with its own LSH index, or its fast sketch (rho), both with 16 bands; nothing is verified.

The index does not say which articles a rho sketch shares bands with, only that it shares some; its rows are
therefore grouped by equal bands here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import articles
from rensa import RMinHash, RMinHashLSH

BANDS = 16
SEED = 42
BATCH = 1_000


def main(path: str, out: str, how: str) -> None:
    """Cluster the articles of a file by R-MinHash or, if `how` is rho, by the fast sketch."""
    ids, texts = articles.read(path)
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    if how == "rho":
        articles.write(out, ids, articles.join(_by_rho(batches)))
        return
    sketches = []
    for batch in batches:
        sets = [articles.shingles(text) for text in batch]
        sketches += RMinHash.from_token_sets(sets, num_perm=articles.PERMUTATIONS, seed=SEED)
    index = RMinHashLSH(threshold=articles.THRESHOLD, num_perm=articles.PERMUTATIONS, num_bands=BANDS)
    index.insert_many(sketches)
    named = list(articles.pairs(index.query_all(sketches)))
    articles.write(out, ids, articles.join(named), named)


def _by_rho(batches: Sequence[list[str]]) -> Iterator[list[int]]:
    width = articles.PERMUTATIONS // BANDS
    groups: dict[tuple[int, ...], list[int]] = {}
    place = 0
    for batch in batches:
        # It samples places of the list: shingles come in the order of the text.
        lists = [articles.shingles(text) for text in batch]
        sketch = RMinHash.digest_matrix_from_token_sets_rho(lists, num_perm=articles.PERMUTATIONS, seed=SEED)
        for row in sketch.to_rows():
            for band in range(BANDS):
                groups.setdefault((band, *row[band * width : band * width + width]), []).append(place)
            place += 1
    return (group for group in groups.values() if len(group) > 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
