"""What reading costs: files beside opening them, folders of many, and JSON lines beside the whole run for copies.

CPU seconds of this process, the least of several rounds taken in turn: the disk and other programs do not count. The
folders of many files are read by processes of their own, each once, for their peak memory.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import bench

import syndet
from syndet import readers
from syndet.__main__ import CYCLES
from syndet.readers import intake, plans

WORDS = [
    f"{start}{end}" for start in "ba de fi go lu mer nor sta tri vel".split() for end in "dan ke lo mis ra".split()
]
OTHERS = {"desk": "world", "words": 400, "tags": ["dam", "flood"], "paid": False, "updated": "2024-05-01T09:00:00Z"}
"""The columns of a usual dump that are no fields of an article."""


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


LAYOUTS: dict[str, Callable[[int], str]] = {
    "a thousand a folder": lambda number: f"{number // 1000:05}/{number:07}.txt",
    "one folder": lambda number: f"{number:07}.txt",
    "one folder, nine in ten unknown": lambda number: f"{number:07}.{'dat' if number % 10 else 'txt'}",
}
"""How many files are laid out: the name of each below the folder."""


def many_files(folder: Path, count: int, layout: str) -> Path:
    """A folder of so many files of 90 words, some 600 bytes; one in ten copies another with one word changed."""
    dice = random.Random(7)
    name = LAYOUTS[layout]
    folder.mkdir()
    for number in range(count):
        if number % 10 != 9:
            words = dice.choices(WORDS, k=90)
        else:
            words[45] = f"change{number}"
        path = os.path.join(folder, name(number))
        if number % 1000 == 0:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Headline {number}\n\n{' '.join(words)}.\n")
    return folder


def lines(path: Path, count: int, *, others: bool = False) -> Path:
    """A file of so many articles as JSON lines, with or without `OTHERS`."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = {"id": f"{number:06}", "text": text(dice), "source": "Varna Post", "published": "2024-05-01"}
            file.write(json.dumps(row | OTHERS if others else row) + "\n")
    return path


def files(folder: Path) -> Iterator[str]:
    """The paths of all files below a folder."""
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names)


def opened(folder: Path) -> int:
    """The bytes of all files below a folder, read and let go: the least that any reader does."""
    count = 0
    for path in files(folder):
        with open(path, "rb") as file:
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


WORKS: dict[str, Callable[[Path], object]] = {
    "walk": lambda folder: sum(1 for _ in files(folder)),
    "list": lambda folder: len(plans.plan(intake.Intake(), [str(folder)])),
    "open and read": opened,
    "syndet.read": lambda folder: readers.read([folder]),
    "syndet cluster --level copy": lambda folder: command("cluster", folder, "--level", "copy"),
}
"""What is done with a folder of many files."""


def command(*arguments: str | Path) -> None:
    """Run the command line in a process of its own to its end; what it writes goes into a file that is deleted."""
    with tempfile.TemporaryDirectory() as place:
        bench.syndet(*arguments, "--format", "json", "-o", Path(place, "result.json"))


def peak() -> float:
    """The most memory that this process took so far, in MB, and the largest of those that it started and that ended.

    Without what its parent had, where the system tells.
    """
    status = Path("/proc/self/status")
    children = bench.peak_of_children()
    if not status.exists():
        return bench.own_peak_megabytes() + children
    (line,) = (line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6 + children


def alone(work: str, folder: Path) -> None:
    """Do one of `WORKS` and print its CPU seconds, seconds, and the megabytes that it took beyond the start."""
    before, wall, begun = peak(), time.perf_counter(), bench.processor_seconds()
    kept = WORKS[work](folder)
    print(bench.processor_seconds() - begun, time.perf_counter() - wall, peak() - before)
    del kept


def show_small(place: Path, count: int, rounds: int) -> None:
    """The table of small files."""
    folder = small_files(place / "small", count)
    bare, read = least(rounds, lambda: opened(folder), lambda: readers.read([folder]))
    rows = [("open and read", bare, bare / count * 1e6), ("syndet.read", read, read / count * 1e6)]
    bench.show(f"{count:,} text files", ["work", "CPU s", "µs a file"], rows)


CACHES = Path("/proc/sys/vm/drop_caches")
"""Where Linux is told, by root alone, to forget what it has read from disks."""


def show_cold(place: Path, count: int, rounds: int) -> None:
    """The table of small files that the disk has to give: seconds by the wall, the least of each in turn."""
    folder = small_files(place / "cold", count)
    found = [float("inf")] * 2
    for _ in range(rounds):
        for n, work in enumerate((opened, lambda folder: readers.read([folder]))):
            os.sync()
            CACHES.write_text("3", encoding="ascii")
            begun = time.perf_counter()
            work(folder)
            found[n] = min(found[n], time.perf_counter() - begun)
    rows = [("open and read", found[0], 1.0), ("syndet.read", found[1], found[1] / found[0])]
    bench.show(f"{count:,} text files, nothing of them in memory", ["work", "s", "ratio"], rows)


def show_many(place: Path, count: int) -> None:
    """The table of folders of many files, each of which is made and deleted."""
    rows = []
    for layout in LAYOUTS:
        with tempfile.TemporaryDirectory(dir=place) as parent:
            folder = many_files(Path(parent, "many"), count, layout)
            for work in WORKS:
                told = bench.python(__file__, "--alone", work, str(folder)).output.split()
                cpu, wall, peak = map(float, told)
                rows.append((layout, work, cpu, wall, cpu / count * 1e6, peak))
    bench.show(f"{count:,} files", ["files", "work", "CPU s", "s", "CPU µs a file", "MB"], rows)


def show_lines(place: Path, count: int, rounds: int) -> None:
    """The table of JSON lines."""
    plain, rich = lines(place / "plain.jsonl", count), lines(place / "rich.jsonl", count, others=True)
    gc.set_threshold(*CYCLES)  # as the command has it
    syndet.detect(plain, level="copy", jobs=1)  # compiles
    read = partial(readers.collect, shelved=True, expect=lambda size: None)  # by the kernel, as a run reads
    found = least(
        rounds,
        lambda: read(plain),
        lambda: syndet.detect(plain, level="copy", jobs=1),
        lambda: read(rich),
        lambda: syndet.detect(rich, level="copy", jobs=1),
    )
    rows = [
        ("reading alone", found[0], found[0] / found[1]),
        ("all of --level copy", found[1], 1.0),
        (f"reading alone, {len(OTHERS)} other columns", found[2], found[2] / found[3]),
        (f"all of --level copy, {len(OTHERS)} other columns", found[3], 1.0),
    ]
    bench.show(f"{count:,} JSON lines", ["work", "CPU s", "share"], rows)
    print(f"Other columns make reading {found[2] / found[0]:.2f} times as dear.")


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000, help="0 leaves the table out, here and below")
    parser.add_argument("--cold", action="store_true", help="small files from the disk, too (Linux, as root)")
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--many", type=int, default=50_000, help="files of the folders of many; 1000000: ten minutes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--place", help="folder for the files, which are deleted at the end; /dev/shm is memory")
    parser.add_argument("--alone", nargs=2, metavar=("WORK", "FOLDER"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.alone:
        sys.exit(alone(chosen.alone[0], Path(chosen.alone[1])))
    with tempfile.TemporaryDirectory(dir=chosen.place) as folder:
        place = Path(folder)
        if chosen.files:
            show_small(place, chosen.files, chosen.rounds)
        if chosen.files and chosen.cold:
            show_cold(place, chosen.files, chosen.rounds)
        if chosen.lines:
            show_lines(place, chosen.lines, chosen.rounds)
        if chosen.many:
            show_many(place, chosen.many)


if __name__ == "__main__":
    main()
