"""FastSketchLSH: fast similarity sketches in batches, and its own LSH index with 16 bands; nothing is verified."""

from __future__ import annotations

import sys

import articles
import numpy as np
from FastSketchLSH import LSH, FastSimilaritySketch

BANDS = 16
BATCH = 1_000


def main(path: str, out: str) -> None:
    """Cluster the articles of a file."""
    ids, texts = articles.read(path)
    sketch = FastSimilaritySketch(size=articles.PERMUTATIONS)
    batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
    rows = np.vstack([sketch.batch([articles.shingles(text) for text in batch]) for batch in batches])
    index = LSH(num_perm=articles.PERMUTATIONS, num_bands=BANDS)
    index.insert(rows)
    named = list(articles.pairs(index.query(rows)))
    articles.write(out, ids, articles.join(named), named)


if __name__ == "__main__":
    main(*sys.argv[1:])
