"""The project's first five articles: the command line's answer is what people marked in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import measures

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def verdict(shared: Path) -> measures.SeedsVerdict:
    """How the answer of ``syndet cluster ../shared/seeds/*.txt --format json`` stands against the gold."""
    seeds = sorted((shared / "seeds").glob("*.txt"))
    command = [sys.executable, "-m", "syndet", "cluster", *map(str, seeds), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, b"")
    gold = json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))
    return measures.seeds_verdict(gold, json.loads(done.stdout))


def test_every_strong_passage_is_found(verdict: measures.SeedsVerdict) -> None:
    assert verdict.missed == ()


def test_the_two_families_are_the_only_clusters(verdict: measures.SeedsVerdict) -> None:
    assert verdict.clusters == (("000", "003"), ("001", "004"))
    assert verdict.clusters_right


def test_the_passage_between_the_families_is_listed(verdict: measures.SeedsVerdict) -> None:
    assert verdict.across


def test_the_answer_holds(verdict: measures.SeedsVerdict) -> None:
    assert verdict.holds, verdict
