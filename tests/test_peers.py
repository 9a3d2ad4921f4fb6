"""The benchmark against peers: what surrounds the tools, without any of them installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("peers")


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS / "peers"))
    return import_module("articles")


def test_every_peer_has_an_adapter_and_every_adapter_a_peer(peers: Any) -> None:
    adapters = {path.name for path in (BENCHMARKS / "peers").glob("run_*.py")}
    assert {peer.adapter for peer in peers.PEERS} == adapters
    assert len({peer.name for peer in peers.PEERS}) == len(peers.PEERS)


def test_groups_that_touch_become_one_cluster(articles: Any) -> None:
    clusters = articles.join([(1, 2), (5, 6), (3, 2), (9,), (7, 8, 5)])
    assert sorted(map(sorted, clusters)) == [[1, 2, 3], [5, 6, 7, 8]]
    assert list(articles.pairs([[0, 2], [1], [2, 0]])) == [(0, 2)]


def test_shingles_are_five_words_each_once_and_of_a_short_text_all_of_it(articles: Any) -> None:
    assert articles.shingles("A b, c d e. F") == ["a b c d e", "b c d e f"]
    assert articles.shingles("one two " * 9) == ["one two one two one", "two one two one two"]
    assert articles.shingles("Too short") == ["too short"]


def test_only_copies_of_a_result_are_named_pairs(peers: Any) -> None:
    links = [{"a": "a", "b": "b", "kind": "copy"}, {"a": "a", "b": "c", "kind": "derived"}]
    result = {"clusters": [{"members": ["a", "b"]}], "links": links}
    assert peers._answer(result) == ([["a", "b"]], [["a", "b"]])
    assert peers._answer({"clusters": [["a", "b"]], "pairs": None}) == ([["a", "b"]], None)


def test_a_tool_is_compared_with_the_best_of_the_peers(peers: Any) -> None:
    def entry(name: str, wall: float, cpu: float, peak: float) -> Any:
        return peers.Entry(name=name, command=(), verified="no", runs=[{"wall": wall, "cpu": cpu, "peak": peak}])

    ran = [entry("syndet 1", 1, 2, 300), entry("quick", 2, 8, 400), entry("thrifty", 5, 4, 600), entry("slow", 6, 9, 1)]
    assert list(peers._ratios(ran)) == [
        "- wall: 0.50 of the best peer's (quick)",
        "- CPU: 0.50 of the best peer's (thrifty)",
        "- peak: 0.75 of the best peer's (quick)",  # the leanest of all takes more than five times as long
    ]
    assert not list(peers._ratios(ran[:1]))


def test_a_peer_that_cannot_be_installed_is_listed_with_one_line(peers: Any, tmp_path: Path) -> None:
    peer = peers.Peer(name="future", adapter="run_daft.py", needs=("daft",), python=99)
    entry = peers._entry(peer, tmp_path)
    assert entry.error == "needs Python 3.99 or newer, and none is on the path"
    peers._attempt(entry, tmp_path, 1.0, None)  # does nothing
    assert not entry.runs


def test_a_failed_run_leaves_its_last_line(peers: Any, tmp_path: Path) -> None:
    entry = peers.Entry(name="broken", command=(sys.executable, "-c", "import no_such_thing"), verified="no")
    if hasattr(os, "wait4"):
        peers._attempt(entry, tmp_path, 60.0, None)
        assert entry.error == "ModuleNotFoundError: No module named 'no_such_thing'"


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system has no wait4")
@pytest.mark.parametrize(
    ("program", "limit", "code"), [("import sys; sys.exit(3)", 60, 3), ("while True: pass", 0.1, -9)]
)
def test_what_a_program_took_is_written_down(tmp_path: Path, program: str, limit: float, code: int) -> None:
    report = tmp_path / "report.json"
    launch = [sys.executable, str(BENCHMARKS / "peers" / "launch.py"), str(report), str(limit)]
    subprocess.run([*launch, sys.executable, "-c", program], check=True)
    taken = json.loads(report.read_text(encoding="utf-8"))
    assert taken["code"] == code
    assert taken["wall"] > 0 and taken["cpu"] > 0 and taken["peak"] > 1_000_000


class Rounds(Event):
    """An event that sets itself when it has been waited for so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system has no /proc")
def test_every_process_of_a_session_is_sampled_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS / "peers"))
    work = "import subprocess, sys; print(end='.', flush=True); sys.stdin.read()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    command = [sys.executable, "-c", child]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout and process.stdout.read(1) == b"."
        times: dict[tuple[str, str], int] = {}
        import_module("launch").sample(process.pid, times, Rounds(2))
        process.communicate(b"")
    assert str(process.pid) in {number for number, _ in times}
    assert len(times) == 2
    assert all(ticks >= 0 for ticks in times.values())
