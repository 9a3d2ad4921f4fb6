"""What it costs to start: an empty Python, `import syndet`, `syndet --help`, and the five seeds cold and warm."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence

import bench
import corpora

RUNS = 10
PROGRAMS = {
    "python": ("-c", "pass"),
    "import numpy": ("-c", "import numpy"),
    "import syndet": ("-c", "import syndet"),
    "syndet --help": ("-m", "syndet", "--help"),
}
HEAVY = {"numpy", "numba", "llvmlite", "scipy", "datasketch", "rapidfuzz", "rich"}


def modules(*arguments: str) -> list[str]:
    """The modules that a program loads, in order, as Python itself reports them."""
    command = [sys.executable, "-X", "importtime", *arguments]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    lines = [line for line in report.splitlines() if line.startswith("import time:")]
    return [line.rsplit("|", 1)[-1].strip() for line in lines[1:]]


def main(arguments: Sequence[str]) -> None:
    """Time each program and print the table; all in turns, the least of each, because others use the machine too."""
    seeds = corpora.parser(__doc__).parse_args(arguments).data.parent / "seeds"
    programs = dict(PROGRAMS)
    if seeds.exists():
        programs["the seeds, warm"] = ("-m", "syndet", "cluster", str(seeds), "--format", "json")
    runs: dict[str, list[bench.Run]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, program in programs.items():
            runs[name].append(bench.python(*program))
    rows = []
    for name, program in programs.items():
        loaded = modules(*program)
        heavy = sorted({module.split(".")[0] for module in loaded} & HEAVY)
        least = [min(getattr(run, what) for run in runs[name]) for what in ("seconds", "cpu")]
        rows.append((name, *(f"{seconds:.2f}" for seconds in least), len(loaded), ", ".join(heavy) or "none"))
    if seeds.exists():
        first = first_run(programs["the seeds, warm"])
        rows.append(("the seeds, first run ever", f"{first.seconds:.2f}", f"{first.cpu:.2f}", "", ""))
    bench.show(f"start-up, the least of {RUNS} runs", ["program", "seconds", "CPU s", "modules", "heavy ones"], rows)


def first_run(program: Sequence[str]) -> bench.Run:
    """A run that finds nothing compiled."""
    with tempfile.TemporaryDirectory() as folder:
        return bench.python(*program, environment={"NUMBA_CACHE_DIR": folder})


if __name__ == "__main__":
    main(sys.argv[1:])
