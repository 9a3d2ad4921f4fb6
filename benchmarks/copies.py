"""Where the time of level copy goes, stage by stage: seconds of all threads and by the wall, against exact truth."""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import bench
import numpy as np
import peers
import truth

BINS: Final = (0.8, 0.82, 0.85, 0.9, 0.95, 1.0)
"""Similarities between which recall is told."""


def main(arguments: Sequence[str]) -> None:
    """Run level copy some times in processes of their own, and print the least of each stage and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="of the corpus (100,000)")
    parser.add_argument("--typographic", action="store_true", help="curly quotes, dashes and accents in 70 %% of them")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="the least of so many is told (3)")
    parser.add_argument("--corpora", type=Path, default=peers._cache("corpora"), metavar="DIR", help="for the corpora")
    chosen = parser.parse_args(arguments)
    file = peers.corpus(chosen.corpora, chosen.articles, seed=1, typographic=chosen.typographic)
    gold = peers._truth(file)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        runs = [_run(file, out) for _ in range(chosen.runs + 1)][1:]  # the first one loads and compiles
        _show(runs, file, chosen.articles)
        _recall(gold, json.loads(out.read_text(encoding="utf-8")))


def _run(file: Path, out: Path) -> list[dict[str, Any]]:
    """The stages of one run in a process of its own."""
    command = [sys.executable, __file__, "--stages", str(file), str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=bench.variables())
    stages: list[dict[str, Any]] = json.loads(done.stdout)
    return stages


def tell(file: str, out: str) -> None:
    """Print the stages of a run over a file as JSON; what it found goes to `out`."""
    import syndet
    from syndet import copies, pipeline, readers
    from syndet.__main__ import CYCLES
    from syndet.pipeline import twins
    from syndet.report import exports

    gc.set_threshold(*CYCLES)  # as the command does

    pipeline.Settings(level="copy")  # loads what every run loads
    taken: dict[str, Any] = {"starting": (time.process_time(), time.process_time())}
    for stage, holder, name in (
        ("reading and marking", readers, "collect"),
        ("finding pairs", copies, "candidates"),
        ("comparing pairs", twins.Twins, "_compared"),
        ("links", copies, "links"),
        ("clusters", twins.Twins, "find"),
        ("writing JSON", exports, "save"),
    ):
        setattr(holder, name, _clocked(getattr(holder, name), stage, taken))
    exports.save(syndet.detect(file, level="copy"), out, "json")
    within = zip(*(taken[stage] for stage in ("finding pairs", "comparing pairs", "links")), strict=True)
    taken["clusters"] = tuple(whole - sum(parts) for whole, parts in zip(taken["clusters"], within, strict=True))
    stages = [{"stage": stage, "cpu": cpu, "wall": wall} for stage, (cpu, wall) in taken.items()]
    stages.append({"stage": "peak MB", "cpu": bench.own_peak_megabytes(), "wall": 0.0})
    print(json.dumps(stages))


def _clocked(function: Callable[..., Any], stage: str, taken: dict[str, Any]) -> Callable[..., Any]:
    """The function, its seconds of all threads and by the wall added to those of the stage."""
    taken[stage] = (0.0, 0.0)

    def call(*arguments: Any, **named: Any) -> Any:
        cpu, wall = time.process_time(), time.time()
        done = function(*arguments, **named)
        taken[stage] = (taken[stage][0] + time.process_time() - cpu, taken[stage][1] + time.time() - wall)
        return done

    return call


def _show(runs: Sequence[Sequence[dict[str, Any]]], file: Path, articles: int) -> None:
    rows: list[tuple[object, ...]] = []
    for stage in zip(*runs, strict=True):
        rows.append((stage[0]["stage"], *(min(one[what] for one in stage) for what in ("cpu", "wall"))))
    *stages, (_, peak, _) = rows
    total = [sum(float(str(row[n])) for row in stages) for n in (1, 2)]
    shown = [(name, f"{cpu:.2f}", f"{wall:.2f}") for name, cpu, wall in [*stages, ("all", *total)]]
    title = f"{articles:,} articles, {file.stat().st_size / 1e6:,.0f} MB, {os.cpu_count()} cores, peak {peak:,.0f} MB"
    bench.show(f"{title}; the least of {len(runs)} runs", ["stage", "CPU s", "wall s"], shown)


def _recall(gold: truth.Truth, found: dict[str, Any]) -> None:
    """How many of the true pairs are named and in one cluster, by how similar they are."""
    place = {id: n for n, id in enumerate(gold.ids)}
    named = {tuple(sorted((place[link["a"]], place[link["b"]]))) for link in found["links"]}
    label = np.arange(-1, -1 - len(place), -1)
    for n, cluster in enumerate(found["clusters"]):
        label[[place[id] for id in cluster["members"]]] = n
    held = np.array([pair in named for pair in map(tuple, gold.pairs.tolist())], bool)
    together = label[gold.pairs[:, 0]] == label[gold.pairs[:, 1]]
    rows: list[tuple[object, ...]] = []
    for low, high in [*zip(BINS, (*BINS[1:], 2.0), strict=True), (BINS[0], 2.0)]:
        chosen = (gold.jaccard >= low) & (gold.jaccard < high)
        if chosen.any():
            name = "all" if (low, high) == (BINS[0], 2.0) else f"{low:.2f}" + (f" to {high:.2f}" if high < 2 else "")
            rows.append((name, int(chosen.sum()), f"{held[chosen].mean():.4f}", f"{together[chosen].mean():.4f}"))
    wrong = len(named - set(map(tuple, gold.pairs.tolist())))
    title = f"Pairs by Jaccard similarity; {wrong} named that are below {truth.THRESHOLD}"
    bench.show(title, ["similarity", "pairs", "named", "in one cluster"], rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stages"]:
        tell(*sys.argv[2:])
    else:
        main(sys.argv[1:])
