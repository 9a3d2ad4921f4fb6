"""The five seeds: the answer against their gold, and the time of the first and of later runs."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import bench
import corpora
import measures

WARM_RUNS = 5


def write_large(folder: Path) -> list[Path]:
    """Two articles together too long to be worked on before the kernels are compiled."""
    text = "The council of the harbour town voted on Tuesday to close the old bridge for repairs. " * 500
    paths = [folder / "one.txt", folder / "two.txt"]
    for path in paths:
        path.write_text(text, encoding="utf-8")
    return paths


def main(arguments: Sequence[str]) -> None:
    """Cluster the seeds with an empty cache of compiled kernels and again with a full one, and print the table."""
    folder = corpora.parser(__doc__).parse_args(arguments).data.parent / "seeds"
    corpora.need(folder / "gold.json")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    command = ["cluster", *sorted(map(str, folder.glob("*.txt"))), "--format", "json"]
    # Windows keeps loaded kernels locked until the last process that has them ends.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        environment = {"NUMBA_CACHE_DIR": cache}
        first = bench.syndet(*command, environment=environment)
        large = bench.syndet("cluster", *write_large(Path(cache)), "--format", "json", environment=environment)
        warm = [bench.syndet(*command, environment=environment) for _ in range(WARM_RUNS)]
    verdict = measures.seeds_verdict(gold, json.loads(first.output))
    for line in (
        *(f"missed: {text}" for text in verdict.missed),
        *(f"not in gold: {text}" for text in verdict.unknown),
    ):
        print(line)
    strong = len(gold["strong"])
    bench.show(
        "seeds: five articles, two families",
        ["figure", "value"],
        [
            ("strong passages found", f"{strong - len(verdict.missed)} of {strong}"),
            ("passages not in gold", len(verdict.unknown)),
            ("clusters", " ".join("+".join(members) for members in verdict.clusters)),
            ("passage 000-001", "listed" if verdict.across else "missed"),
            ("verdict", "holds" if verdict.holds else "falls short"),
            ("first run ever, s", first.seconds),
            ("first large run, compiling, s", large.seconds),
            (f"warm, median of {WARM_RUNS}, s", statistics.median(run.seconds for run in warm)),
        ],
    )


if __name__ == "__main__":
    main(sys.argv[1:])
