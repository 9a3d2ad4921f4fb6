"""Where the time of a run goes, stage by stage, with one job and with two."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import bench
import corpora

import syndet
from syndet import Settings, pipeline, readers

JOBS = (1, 2)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a run.

    Attributes:
        seconds, cpu: by the wall clock; of all threads and forks together.
        peak: the most memory that the process has taken so far, in MB; what forks share with it is counted once.
        count: how many `things` it went through.
    """

    name: str
    seconds: float
    cpu: float
    peak: float
    count: int
    things: str


def measure(paths: Sequence[Path], jobs: int | None) -> list[Stage]:
    """The stages of a run over these files, in their order."""
    stages = []

    def timed(name: str, work: Callable[[], Any], things: str) -> Any:
        begun, cpu = time.perf_counter(), bench.processor_seconds()
        made = work()
        seconds, cpu = time.perf_counter() - begun, bench.processor_seconds() - cpu
        stages.append(Stage(name, seconds, cpu, bench.own_peak_megabytes(), len(made), things))
        return made

    settings = Settings()
    room = pipeline.room(None)
    with pipeline.Workers(jobs, None) as workers:
        expect = partial(pipeline.expect, workers)
        reading = timed("reading files", lambda: readers.collect(paths, room=room, expect=expect), "articles")
        filed = sum(article.length for article in reading.articles) > room
        texts = timed(
            "cutting into words", lambda: pipeline.prepare(reading.articles, workers, filed=filed), "articles"
        )
        body = timed(
            "learning boilerplate",
            lambda: pipeline.frames(texts, reading.articles, workers, filed=filed).body,
            "articles",
        )
        pairs = timed(
            "proposing pairs", lambda: pipeline.candidate_pairs(texts, settings, workers, filed=filed), "pairs"
        )
        judge = pipeline.Judge(texts, body, reading.articles, settings, workers)
        timed("comparing pairs", lambda: (judge(pairs), judge.compared)[1], "pairs")
        timed("clusters and origins", lambda: pipeline.clusters(judge, settings.level)[0], "clusters")
    return stages


def in_own_process(path: Path) -> list[Stage]:
    """The stages of a run over a file, on all cores, in a process of its own that has its kernels loaded."""
    script = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import speed; speed.tell({str(path)!r})"
    return [Stage(**stage) for stage in json.loads(bench.python("-c", script).output)]


def tell(path: str) -> None:
    """Print the stages of a run over a file as JSON."""
    warm_up()
    print(json.dumps([asdict(stage) for stage in measure([Path(path)], None)]))


def warm_up() -> None:
    """Enough work to go through every stage as a long run does, so that nothing is compiled or loaded on the clock."""
    text = "The council of the harbour town voted on Tuesday to close the old bridge for repairs. " * 20
    syndet.detect([{"id": str(id), "text": f"{text} Item {id}."} for id in range(2_000)])


def main(arguments: Sequence[str]) -> None:
    """Run with one job and with two and print the table."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    paths = [data / "wmt-news-en" / "docs.jsonl.gz", data / "allsides" / "docs.jsonl.gz"]
    corpora.need(*paths)
    warm_up()
    runs = [measure(paths, jobs) for jobs in JOBS]
    rows: list[tuple[object, ...]] = []
    for several in zip(*runs, strict=True):
        seconds = [stage.seconds for stage in several]
        count, things = several[0].count, several[0].things
        rows.append(
            (
                several[0].name,
                *(f"{s:.2f}" for s in seconds),
                f"{count:,} {things}",
                *(f"{count / s:,.0f}" for s in seconds),
            )
        )
    rows.append(("all", *(f"{sum(stage.seconds for stage in run):.2f}" for run in runs), "", *("" for _ in JOBS)))
    columns = ["stage", *(f"s, jobs {jobs}" for jobs in JOBS), "of", *(f"per s, jobs {jobs}" for jobs in JOBS)]
    bench.show("wmt-news-en with allsides, kernels loaded", columns, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
