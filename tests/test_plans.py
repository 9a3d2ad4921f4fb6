"""Which files are read: each once, in the order of their paths, with little kept of each, and told if it takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import formats
import pytest
from formats import put
from hypothesis import given
from hypothesis import strategies as st

from syndet.readers import collect, plans
from syndet.readers.intake import Intake

ROOT = Path(__file__).parents[1]


def planned(*given: object) -> list[tuple[str, str, bool]]:
    """What is planned for these paths: path, id, and whether it was sought."""
    plan = plans.plan(Intake(), map(str, given))
    found = [(file.path, file.id, file.sought) for file in plan]
    assert len(found) == len(plan)
    return found


names = st.text(st.sampled_from("ab-. é"), min_size=1, max_size=3).filter(lambda name: not name.startswith("."))


@given(st.sets(st.lists(names, min_size=1, max_size=3).map("/".join), min_size=1, max_size=8))
def test_the_order_is_that_of_the_paths(tmp_path_factory: pytest.TempPathFactory, paths: set[str]) -> None:
    folder = tmp_path_factory.mktemp("order")
    for path in paths:
        put(folder, f"{path.rstrip('. ')}x.txt", "Text.")
    found = planned(folder)
    assert found == sorted(found) and len(found) == len(list(folder.rglob("*.txt")))
    assert all(path == f"{folder.as_posix()}/{id}" and sought for path, id, sought in found)


def test_a_file_that_is_given_in_several_ways_is_read_once_under_its_longest_name(tmp_path: Path) -> None:
    for name in ("all/may/a.txt", "all/may/b.txt", "all/c.txt", "other/d.txt"):
        put(tmp_path, name, name)
    given = [tmp_path / "all", tmp_path / "all" / "may", tmp_path / "all/may/a.txt", tmp_path / "other"]
    expected = [
        (f"{tmp_path.as_posix()}/all/c.txt", "c.txt", True),
        (f"{tmp_path.as_posix()}/all/may/a.txt", "may/a.txt", False),
        (f"{tmp_path.as_posix()}/all/may/b.txt", "may/b.txt", True),
        (f"{tmp_path.as_posix()}/other/d.txt", "d.txt", True),
    ]
    for order in permutations(given):
        assert planned(*order) == expected
    assert planned(*given, *given) == expected
    twice = collect([*given, tmp_path / "other/../other/d.txt"])
    assert [note.rpartition(": ")[2] for note in twice.notes] == ["given more than once, read once"] * 3


def test_long_listings_and_many_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_OFTEN", 2)
    for number in range(5):
        put(tmp_path, f"{number}.txt", f"{number}.")
    told: list[tuple[str, int, int]] = []
    collect(tmp_path, tell=lambda *report: told.append(report))
    assert told[:2] == [("listing files", 2, 0), ("listing files", 4, 0)]
    assert told[2:] == [("reading files", done, 5) for done in range(6)]
    told.clear()
    collect(tmp_path / "1.txt", tell=lambda *report: told.append(report))
    assert not told


def test_files_with_fields_in_the_same_places_share_what_says_so(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        put(tmp_path, name, f"A title\n\nThe text of {name}.")
    a, b = collect(tmp_path)
    assert a.found is b.found and a.found == {"title": "first line"}
    assert a.extra is b.extra and a.extra == {}


COUNTING = """
import collections, os, sys
import syndet
opened = collections.Counter()
folder, level, memory = sys.argv[1:]
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.abspath(os.fsdecode(arguments[0]))
        if path.startswith(folder):
            opened[os.path.basename(path)] += 1
sys.addaudithook(hear)
result = syndet.detect(folder, level=level, max_memory=int(memory))
assert len(result.articles) > 5
print(*sorted(opened.elements()))
"""


@pytest.mark.parametrize("memory", [1, 2_000_000_000])
@pytest.mark.parametrize("level", ["derived", "copy"])
def test_no_input_is_opened_twice(tmp_path: Path, level: str, memory: int) -> None:
    """Plain JSON lines at level copy aside, where texts stay on purpose; a temporary file of ours is no input."""
    expected = []
    for name, make in formats.FILES.items():
        for packing in ("", ".gz"):
            if not formats.lacking(name) and (name, packing, level) != ("dam.jsonl", "", "copy"):
                data = make() + b"\n\n" + (name + packing).encode() if name == "dam.txt" else make()
                put(tmp_path, name + packing, formats.PACKERS[packing](data) if packing else data)
                expected.append(name + packing)
    rows = (json.dumps({"id": f"{n}", "text": f"The ferry {n} left.", "desk": n}) for n in range(9))
    put(tmp_path, "more.json", f"[{','.join(rows)}]")
    run = subprocess.run(
        [sys.executable, "-c", COUNTING, str(tmp_path), level, str(memory)],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert run.stdout.split() == sorted([*expected, "more.json"])
