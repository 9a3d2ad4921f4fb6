"""datatrove: its first three steps with two workers, 16 buckets of 8 hashes; nothing is verified.

Its workers take a file each, so the articles are dealt to two files first.
"""

from __future__ import annotations

import struct
import sys
from collections import defaultdict
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import articles
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupSignature,
)
from datatrove.pipeline.readers import JsonlReader

WORKERS = 2
BUCKETS = 16


def main(path: str, out: str) -> None:
    """Cluster the articles of a file."""
    here = Path.cwd()
    _deal(path, here / "input")
    config = MinhashConfig(
        n_grams=articles.SHINGLE, num_buckets=BUCKETS, hashes_per_bucket=articles.PERMUTATIONS // BUCKETS
    )
    signature = MinhashDedupSignature(output_folder=str(here / "signatures"), config=config)
    buckets = MinhashDedupBuckets(str(here / "signatures"), str(here / "buckets"), config=config)
    cluster = MinhashDedupCluster(str(here / "buckets"), str(here / "clusters"), config=config, save_cluster_id=True)
    # The progress bars and logs of the workers are left as they come: nobody waits for them.
    for pipeline, tasks in (
        ([JsonlReader(str(here / "input")), signature], WORKERS),
        ([buckets], BUCKETS),
        ([cluster], 1),
    ):
        # Its own way of starting workers, forkserver, starts slower and hides their processor time from their parent.
        executor = LocalPipelineExecutor(pipeline, tasks=tasks, workers=min(tasks, WORKERS), start_method="fork")
        executor.run()
    articles.write(out, articles.read(path)[0], _clusters(here / "clusters"))


def _deal(path: str, folder: Path) -> None:
    folder.mkdir()
    with ExitStack() as stack, open(path, "rb") as lines:
        files = [stack.enter_context(open(folder / f"{worker}.jsonl", "wb")) for worker in range(WORKERS)]
        for line, file in zip(lines, cycle(files)):
            file.write(line)


def _clusters(folder: Path) -> list[list[int]]:
    """The clusters as places: article d of worker w was number d * WORKERS + w."""
    clusters = defaultdict(list)
    for file in folder.glob("*.clusters"):
        for article, cluster in struct.iter_unpack("<II", file.read_bytes()):
            clusters[cluster].append(article * WORKERS + int(file.stem))
    return list(clusters.values())


if __name__ == "__main__":
    main(*sys.argv[1:])
