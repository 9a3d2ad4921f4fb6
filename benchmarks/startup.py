"""What it costs to start: an empty Python, `import syndet`, `syndet --help`."""

from __future__ import annotations

import statistics
import subprocess
import sys

import bench

RUNS = 10
PROGRAMS = {
    "python": ("-c", "pass"),
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


def main() -> None:
    """Time each program and print the table."""
    rows = []
    for name, arguments in PROGRAMS.items():
        loaded = modules(*arguments)
        seconds = statistics.median(bench.python(*arguments).seconds for _ in range(RUNS))
        heavy = sorted({module.split(".")[0] for module in loaded} & HEAVY)
        rows.append((name, seconds, len(loaded), ", ".join(heavy) or "none"))
    bench.show(f"start-up, median of {RUNS}", ["program", "seconds", "modules", "heavy ones"], rows)


if __name__ == "__main__":
    main()
