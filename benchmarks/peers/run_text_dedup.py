"""text-dedup: its minhash program with two processes, as config.toml would start it; nothing is verified.

It chooses the bands for the threshold. Everything it caches goes into the folder that it is run in.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import defaultdict
from pathlib import Path

import articles


def main(path: str, out: str) -> None:
    """Cluster the articles of a file."""
    here = Path.cwd()
    os.environ["HF_HOME"], os.environ["HF_HUB_OFFLINE"] = str(here / "cache"), "1"
    (here / "config.toml").write_text(_CONFIG.format(path=Path(path).as_posix()), encoding="utf-8")

    from text_dedup import minhash
    from text_dedup.config.base import load_config_from_toml

    minhash.main(load_config_from_toml(here / "config.toml"))
    clusters = defaultdict(list)
    for place, cluster in pickle.loads((here / "output" / "clusters.pickle").read_bytes()).items():
        clusters[cluster].append(place)
    articles.write(out, articles.read(path)[0], clusters.values())


_CONFIG = f"""
[input]
input_type = "local_files"
file_type = "json"
[input.read_arguments]
path = "json"
data_files = "{{path}}"
split = "train"
[algorithm]
algorithm_name = "minhash"
text_column = "text"
num_perm = {articles.PERMUTATIONS}
threshold = {articles.THRESHOLD}
ngram_size = {articles.SHINGLE}
num_proc = 2
[output]
output_dir = "output"
save_clusters = true
[debug]
"""


if __name__ == "__main__":
    main(*sys.argv[1:])
