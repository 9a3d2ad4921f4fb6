"""What the benchmarks share: to run syndet as a user does, to time it, and to print a table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: what it wrote to standard output, and the seconds by the wall clock."""

    output: str
    seconds: float


def syndet(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Run:
    """One run of the installed command line; ends the script with its message if it fails."""
    return python("-m", "syndet", *map(str, arguments), environment=environment)


def variables() -> dict[str, str]:
    """Our environment variables, without the one that has Python compile all modules anew: no user has it set."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def python(*arguments: str, environment: Mapping[str, str] | None = None) -> Run:
    """One run of this Python; `environment` is added to ours."""
    # A file, not a pipe: whoever is timed should not wait for us to read.
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], stdout=output, env={**variables(), **(environment or {})})
        seconds = time.perf_counter() - begun
        if done.returncode:
            sys.exit(f"{' '.join(arguments[:3])} … ended with exit code {done.returncode}")
        output.seek(0)
        return Run(output.read().decode("utf-8"), seconds)


def peak_megabytes() -> str:
    """The most memory that any one run took so far, in MB; "-" where the system does not tell (Windows)."""
    peak = peak_of_children()
    return f"{peak:,.0f}" if peak else "-"


def peak_of_children() -> float:
    """The most memory that any one process took that this one started and that ended, in MB; 0 where unknown."""
    return _peak("RUSAGE_CHILDREN")


def processor_seconds() -> float:
    """Processor time of this process and of those it started and has waited for."""
    return sum(os.times()[:4])


def own_peak_megabytes() -> float:
    """The most memory that this process took so far, in MB; 0 where the system does not tell (Windows)."""
    return _peak("RUSAGE_SELF")


def _peak(whose: str) -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(getattr(resource, whose)).ru_maxrss * unit / 1e6


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table under a title: the first column names the row, the others are numbers."""
    cells = [columns, *([_shown(value) for value in row] for row in rows)]
    widths = [max(3, *(len(row[n]) for row in cells)) for n in range(len(columns))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    print(f"{title}\n")
    for line in (cells[0], rule, *cells[1:]):
        padded = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        print(f"| {' | '.join(padded)} |")
    print(flush=True)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}" if value < 2 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
