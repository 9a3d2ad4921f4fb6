"""Where the time of a run goes, stage by stage, with one job and with two."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bench
import corpora

import syndet
from syndet import Settings, pipeline, readers

JOBS = (1, 2)


def measure(paths: Sequence[Path], jobs: int) -> list[tuple[str, float, int, str]]:
    """A row for each stage in the order of the run: its name, seconds, how many things it went through, of what."""
    rows = []

    def timed(stage: str, work: Callable[[], Any], things: str) -> Any:
        begun = time.perf_counter()
        made = work()
        rows.append((stage, time.perf_counter() - begun, len(made), things))
        return made

    settings = Settings()
    with pipeline.Workers(jobs, None) as workers:
        reading = timed("reading files", lambda: readers.read(paths), "articles")
        texts = timed("cutting into words", lambda: pipeline.prepare(reading.articles, workers), "articles")
        pairs = timed("proposing pairs", lambda: pipeline.candidate_pairs(texts, settings, workers), "pairs")
        judge = pipeline.Judge(texts, reading.articles, settings, workers)
        timed("comparing pairs", lambda: judge(pairs) and judge.compared, "pairs")
        timed("clusters and origins", lambda: pipeline._clusters(judge, settings.level), "clusters")
    return rows


def main(arguments: Sequence[str]) -> None:
    """Run with one job and with two and print the table."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    paths = [data / "wmt-news-en" / "docs.jsonl.gz", data / "allsides" / "docs.jsonl.gz"]
    corpora.need(*paths)
    # Enough work to go through every stage as a long run does, so that nothing is compiled or loaded on the clock.
    text = "The council of the harbour town voted on Tuesday to close the old bridge for repairs. " * 20
    syndet.detect([{"id": str(id), "text": f"{text} Item {id}."} for id in range(2_000)])
    runs = [measure(paths, jobs) for jobs in JOBS]
    rows = []
    for (stage, _, count, things), *several in zip(runs[0], *runs, strict=True):
        seconds = [run[1] for run in several]
        rows.append(
            (stage, *(f"{s:.2f}" for s in seconds), f"{count:,} {things}", *(f"{count / s:,.0f}" for s in seconds))
        )
    rows.append(("all", *(f"{sum(row[1] for row in run):.2f}" for run in runs), "", *("" for _ in JOBS)))
    columns = ["stage", *(f"s, jobs {jobs}" for jobs in JOBS), "of", *(f"per s, jobs {jobs}" for jobs in JOBS)]
    bench.show("wmt-news-en with allsides, kernels loaded", columns, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
