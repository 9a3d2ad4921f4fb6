"""What reading costs: small files beside opening them, and JSON lines beside the whole run that looks for copies.

CPU seconds of this process, the least of several rounds taken in turn: the disk and other programs do not count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bench

import syndet
from syndet import readers

WORDS = [
    f"{start}{end}" for start in "ba de fi go lu mer nor sta tri vel".split() for end in "dan ke lo mis ra".split()
]


def text(dice: random.Random) -> str:
    """An invented article of some 400 words."""
    lines = (" ".join(dice.choices(WORDS, k=20)).capitalize() + "." for _ in range(20))
    return "A headline\n\n" + "\n\n".join(lines)


def small_files(folder: Path, count: int) -> Path:
    """A folder of so many text files, a hundred in each folder below."""
    dice = random.Random(7)
    for number in range(count):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(dice), encoding="utf-8")
    return folder


def lines(path: Path, count: int) -> Path:
    """A file of so many articles as JSON lines."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = {"id": f"{number:06}", "text": text(dice), "source": "Varna Post", "published": "2024-05-01"}
            file.write(json.dumps(row) + "\n")
    return path


def opened(folder: Path) -> int:
    """The bytes of all files below a folder, read and let go: the least that any reader does."""
    count = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                count += len(file.read())
    return count


def least(rounds: int, *works: Callable[[], object]) -> list[float]:
    """The least CPU seconds of each of some works, done in turn."""
    found = [float("inf")] * len(works)
    for _ in range(rounds):
        for n, work in enumerate(works):
            begun = time.process_time()
            work()
            found[n] = min(found[n], time.process_time() - begun)
    return found


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, file = small_files(Path(place, "small"), chosen.files), lines(Path(place, "all.jsonl"), chosen.lines)
        bare, read = least(chosen.rounds, lambda: opened(folder), lambda: readers.read([folder]))
        rows = [("open and read", bare, bare / chosen.files * 1e6), ("syndet.read", read, read / chosen.files * 1e6)]
        bench.show(f"{chosen.files:,} text files", ["work", "CPU s", "µs a file"], rows)
        syndet.detect(file, level="copy", jobs=1)  # compiles
        lined, copied = least(
            chosen.rounds,
            lambda: readers.collect(file, shelved=True),
            lambda: syndet.detect(file, level="copy", jobs=1),
        )
        rows = [("reading alone", lined, lined / copied), ("all of --level copy", copied, 1.0)]
        bench.show(f"{chosen.lines:,} JSON lines", ["work", "CPU s", "share"], rows)


if __name__ == "__main__":
    main()
