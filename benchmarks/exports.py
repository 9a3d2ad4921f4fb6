"""What it costs to choose what to keep and to write a result in each format, beside finding the copies."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bench
import generator

import syndet
from syndet import MissingLibraryError, readers

ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """The CPU seconds of the process that the work takes, the least of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def measure(path: Path, folder: Path) -> list[list[object]]:
    """A row for each task: its name, its CPU seconds, the megabytes that it writes."""
    found: list[readers.Reading] = []
    rows: list[list[object]] = []

    def timed(name: str, work: Callable[[], object], *written: str) -> None:
        try:
            cost = seconds(work)
        except MissingLibraryError as error:
            rows.append([name, "-", str(error)])
            return
        size = sum(file.stat().st_size for pattern in written for file in folder.glob(pattern)) / 1e6
        rows.append([name, cost, size if written else "-"])

    timed("finding the copies", lambda: syndet.detect(path, level="copy", told=found.append))
    result, reading = syndet.detect(path, level="copy"), found[-1]
    for keep in ("longest", "earliest", "prefer=example.com"):
        timed(f"choosing, {keep}", lambda keep=keep: syndet.dedup(result, keep))  # type: ignore[misc]
    kept = syndet.dedup(result, "longest").kept

    def copy() -> None:
        with (folder / "kept.jsonl").open("wb") as file:
            file.writelines(readers.originals(reading, kept, fields=readers.Fields()))

    timed("writing the kept lines", copy, "kept.jsonl")
    timed("writing json", lambda: (folder / "r.json").write_text(result.to_json(), encoding="utf-8"), "r.json")
    timed("writing jsonl", lambda: result.to_jsonl(folder / "r.jsonl"), "r.jsonl")
    timed("writing csv, three tables", lambda: result.to_csv(folder / "csv"), "csv/*")
    timed("writing parquet, three tables", lambda: result.to_parquet(folder / "parquet"), "parquet/*")
    timed("writing graphml", lambda: result.to_graphml(folder / "r.graphml"), "r.graphml")
    return rows


def main() -> None:
    """Measure invented articles with planted copies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    articles: int = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        generator.write(path, articles)
        rows = measure(path, Path(folder))
    bench.show(f"{articles:,} invented articles at level copy", ["task", "CPU s", "MB"], rows)


if __name__ == "__main__":
    main()
