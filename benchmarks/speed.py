"""Where the time of a run goes, stage by stage, with one job and with two."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import bench
import corpora

import syndet

JOBS = (1, 2)
AFTERWARDS = {
    "reading words": "laying out arrays",
    "sketching": "pairing keys",
    "comparing": "clusters and origins",
}
"""What goes on between a stage that tells of its progress and the next one."""


class Clock:
    """Takes the place of a progress bar and notes the seconds that each stage takes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stage = "reading files"
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """The pipeline tells that `done` of `total` batches of a stage are done."""
        self.enter(AFTERWARDS[stage] if done == total else stage)

    def enter(self, stage: str) -> None:
        """Book the time since the last call, and go on under another name."""
        now = time.perf_counter()
        self.seconds[self._stage] += now - self._since
        self._stage, self._since = stage, now


def measure(paths: Sequence[Path], jobs: int) -> tuple[dict[str, float], int]:
    """Seconds of each stage in the order of the run, and how many articles there were."""
    clock = Clock()
    result = syndet.detect(list(paths), jobs=jobs, progress=clock)
    clock.enter("done")
    return dict(clock.seconds), len(result.articles)


def main(arguments: Sequence[str]) -> None:
    """Run with one job and with two and print the table."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    paths = [data / "wmt-news-en" / "docs.jsonl.gz", data / "allsides" / "docs.jsonl.gz"]
    corpora.need(*paths)
    # Two articles that go through every stage, so that nothing is compiled or loaded on the clock.
    text = "The council of the harbour town voted on Tuesday to close the old bridge for repairs. " * 20
    syndet.detect([{"id": id, "text": text} for id in "ab"])
    runs = [measure(paths, jobs) for jobs in JOBS]
    articles = runs[0][1]
    rows: list[list[object]] = []
    for stage in (*runs[0][0], "all"):
        seconds = [sum(run.values()) if stage == "all" else run[stage] for run, _ in runs]
        rows.append([stage, *(f"{s:.2f}" for s in seconds), *(f"{articles / s:,.0f}" for s in seconds)])
    columns = ["stage", *(f"s, jobs {jobs}" for jobs in JOBS), *(f"articles/s, jobs {jobs}" for jobs in JOBS)]
    bench.show(f"wmt-news-en with allsides: {articles:,} articles, kernels loaded", columns, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
