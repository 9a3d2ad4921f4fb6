"""Daft: its minhash expression, bands by chunk and explode, groups by equal bands; clusters are what groups join.

Words are what spaces part after Daft's own normalisation. Nothing is verified.
"""

from __future__ import annotations

import sys

import articles
import daft
from daft import col
from daft.functions import minhash, normalize


def main(path: str, out: str, bands: str) -> None:
    """Cluster the articles of a file by so many bands."""
    text = normalize(col("text"), remove_punct=True, lowercase=True, white_space=True)
    # Of its hash functions this one was the fastest.
    signature = minhash(text, num_hashes=articles.PERMUTATIONS, ngram_size=articles.SHINGLE, hash_function="xxhash3_64")
    rows = daft.read_json(path).select(col("id"), signature.chunk(articles.PERMUTATIONS // int(bands)).alias("band"))
    groups = rows.explode("band").groupby("band").agg(col("id").list_agg().alias("ids"))
    shared = groups.where(col("ids").list_count() > 1).select("ids").to_pydict()["ids"]
    place: dict[str, int] = {}
    clusters = articles.join([place.setdefault(id, len(place)) for id in ids] for ids in shared)
    articles.write(out, list(place), clusters)


if __name__ == "__main__":
    main(*sys.argv[1:])
