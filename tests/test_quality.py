"""The quality gate: on every tenth listed pair, passages are found no worse than tests/floors.json pins down.

For each set and type of pair the file lists floors of plagdet, the newest last, which is the one in force; a type
without planted passages has instead the most passages that may be found there by mistake. To raise a floor, append
it. To lower one, append it with a "reason" beside it: without that the gate refuses.
"""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import syndet
from benchmarks import measures

FLOORS: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (Path(__file__).resolve().parent / "floors.json").read_text(encoding="utf-8")
)
STEP = 10
PINNED = [(name, kind) for name, kinds in FLOORS.items() for kind in kinds]


@pytest.fixture(scope="module")
def rows(shared: Path) -> dict[str, dict[str, measures.Detection]]:
    """What is measured, by set and type of pair."""
    return {name: measured(shared / "data" / name) for name in FLOORS}


def measured(folder: Path) -> dict[str, measures.Detection]:
    """How well the passages of every tenth listed pair of a set are found, by type."""
    listed = [line.split("\t") for line in (folder / "pairs.tsv").read_text(encoding="utf-8").splitlines()]
    types = {(a, b): kind for a, b, kind, *_ in listed[::STEP]}
    needed = {id for pair in types for id in pair}
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = [row for row in map(json.loads, file) if row["id"] in needed]
    gold = map(json.loads, (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines())
    found = (passage.to_dict() for link in syndet.compare_pairs(types, articles) for passage in link.passages)
    return measures.by_type(types, measures.turned(types, gold), measures.turned(types, found))


@pytest.mark.parametrize(("name", "kind"), PINNED)
def test_passages_are_found_as_well_as_before(
    rows: dict[str, dict[str, measures.Detection]], name: str, kind: str
) -> None:
    floor, row = FLOORS[name][kind][-1], rows[name][kind]
    if "plagdet" in floor:
        assert row.plagdet >= floor["plagdet"], row
    else:
        assert row.found <= floor["most_found"], row


def test_every_type_is_pinned(rows: dict[str, dict[str, measures.Detection]]) -> None:
    assert {name: sorted(kinds) for name, kinds in rows.items()} == {name: sorted(FLOORS[name]) for name in FLOORS}


def lowered(floors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries that ask for less than the one before them and give no reason."""

    def asks(entry: dict[str, Any]) -> float:
        return float(entry["plagdet"] if "plagdet" in entry else -entry["most_found"])

    return [
        after
        for before, after in pairwise(floors)
        if asks(after) < asks(before) and not str(after.get("reason", "")).strip()
    ]


@pytest.mark.parametrize(("name", "kind"), PINNED)
def test_no_floor_is_lowered_without_a_reason(name: str, kind: str) -> None:
    assert lowered(FLOORS[name][kind]) == []


def test_the_gate_itself() -> None:
    assert lowered([{"plagdet": 0.9}, {"plagdet": 0.91}, {"plagdet": 0.91}]) == []
    assert lowered([{"plagdet": 0.9}, {"plagdet": 0.8}]) == [{"plagdet": 0.8}]
    assert lowered([{"plagdet": 0.9}, {"plagdet": 0.8, "reason": " "}]) != []
    assert lowered([{"plagdet": 0.9}, {"plagdet": 0.8, "reason": "finds summaries of one sentence"}]) == []
    assert lowered([{"most_found": 2}, {"most_found": 3}]) == [{"most_found": 3}]


# The measures that the gate and the benchmarks go by


def test_plagdet_by_hand() -> None:
    pair = ("a", "b")
    exact = measures.detection({pair: [(0, 10, 0, 10)]}, {pair: [(0, 10, 0, 10)]})
    assert exact == measures.Detection(1.0, 1.0, 1.0, 1.0, 1, 1)
    # Two found halves of one gold passage: nothing is wrong but the granularity, log2(1 + 2).
    halves = measures.detection({pair: [(0, 10, 0, 10)]}, {pair: [(0, 5, 0, 5), (5, 10, 5, 10)]})
    assert (halves.precision, halves.recall, halves.granularity) == (1.0, 1.0, 2.0)
    assert halves.plagdet == pytest.approx(0.63093, abs=1e-5)
    # It covers 5 of 10 on one side and all 10 on the other, and 5 of its own 20 characters lie outside.
    loose = measures.detection({pair: [(0, 10, 0, 10)]}, {pair: [(5, 15, 0, 10)]})
    assert (loose.precision, loose.recall) == (0.75, 0.75)
    # Overlap on one side is none, and a passage in another pair is one found for nothing.
    missed = measures.detection({pair: [(0, 10, 0, 10)]}, {pair: [(0, 10, 10, 20)], ("a", "c"): [(0, 1, 0, 1)]})
    assert missed == measures.Detection(0.0, 0.0, 0.0, 1.0, 2, 1)


def test_agreement_by_hand() -> None:
    gold = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert measures.agreement(gold, [["a", "b"], ["c", "d", "other"]]) == measures.Agreement(1.0, 1.0, 1.0)
    assert measures.agreement(gold, []) == measures.Agreement(0.0, 1.0, 0.0)
    # One pair of the two in gold, one of the three found: 1 - 1 over 2.5 - 1, by chance 2 * 3 / 6 = 1.
    assert measures.agreement(gold, [["a", "b", "c"]]) == measures.Agreement(0.0, 1 / 3, 1 / 2)


def test_a_passage_may_name_its_pair_in_either_order() -> None:
    passage = {"a": "b", "a_start": 1, "a_end": 2, "b": "a", "b_start": 3, "b_end": 4}
    assert measures.turned([("a", "b")], [passage]) == {("a", "b"): [(3, 4, 1, 2)]}
    assert measures.turned([("a", "c")], [passage]) == {}
