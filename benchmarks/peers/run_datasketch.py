"""datasketch 2: in bulk (one batch of hashes an article), or as its README shows (one word shingle at a time).

Both use its own LSH index with the bands that it chooses for the threshold. The index proposes and does not verify.
"""

from __future__ import annotations

import sys

import articles
from datasketch import MinHash, MinHashLSH


def main(path: str, out: str, how: str) -> None:
    """Cluster the articles of a file, as the README shows if `how` is readme."""
    ids, texts = articles.read(path)
    lsh = MinHashLSH(threshold=articles.THRESHOLD, num_perm=articles.PERMUTATIONS)
    sketches = _one_by_one(texts) if how == "readme" else _in_bulk(texts)
    if how == "readme":
        for place, sketch in enumerate(sketches):
            lsh.insert(place, sketch)
    else:
        with lsh.insertion_session() as session:
            for place, sketch in enumerate(sketches):
                session.insert(place, sketch)
    named = list(articles.pairs(lsh.query(sketch) for sketch in sketches))
    articles.write(out, ids, articles.join(named), named)


def _in_bulk(texts: list[str]) -> list[MinHash]:
    encoded = ([shingle.encode("utf-8") for shingle in articles.shingles(text)] for text in texts)
    made: list[MinHash] = MinHash.bulk(encoded, num_perm=articles.PERMUTATIONS)
    return made


def _one_by_one(texts: list[str]) -> list[MinHash]:
    sketches = []
    for text in texts:
        sketch = MinHash(num_perm=articles.PERMUTATIONS)
        for shingle in articles.shingles(text):
            sketch.update(shingle.encode("utf-8"))
        sketches.append(sketch)
    return sketches


if __name__ == "__main__":
    main(*sys.argv[1:])
