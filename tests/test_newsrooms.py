"""The made newsrooms: gold that holds together, conditions as they are named, and nothing that gives it away."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
NOWHERE = Path("there-is-no-such-folder")


@pytest.fixture
def newsrooms(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("newsrooms")


@pytest.fixture
def rewording(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("rewording")


def made(newsrooms: Any, condition: str = "a", half: str = "development", seed: int = 1) -> Any:
    return newsrooms.make(NOWHERE, half=half, condition=condition, trees=12, seed=seed)


def test_gold_is_a_tree_from_the_source(newsrooms: Any) -> None:
    room = made(newsrooms)
    ids = {row["id"] for row in room.rows}
    for story in room.gold:
        parents = {copy: parent for copy, parent in sorted(story.edges) if parent in story.members}
        assert story.root not in parents and set(parents) == set(story.members) - {story.root}
        assert set(story.members) <= ids
        assert 2 <= len(story.members) <= 40
        for copy in parents:
            while copy != story.root:
                copy = parents[copy]


def test_the_conditions_differ_in_what_the_articles_say_of_their_times(newsrooms: Any) -> None:
    rooms = {condition: made(newsrooms, condition) for condition in newsrooms.CONDITIONS}
    assert any(re.search(r"\d\d:\d\d", row.get("published", "")) for row in rooms["a"].rows)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row.get("published", "2012-01-01")) for row in rooms["b"].rows)
    silent = rooms["c"].rows
    assert not any("published" in row or re.search("Published:|/2012/", row["text"] + row["url"]) for row in silent)
    assert [row["id"] for row in rooms["a"].rows] == [row["id"] for row in rooms["c"].rows]
    assert rooms["a"].gold == rooms["b"].gold == rooms["c"].gold == rooms["e"].gold
    clocks = [{row["id"]: row.get("published") for row in rooms[condition].rows} for condition in "ae"]
    assert clocks[0] != clocks[1]


def test_the_source_that_is_taken_out_is_not_there(newsrooms: Any) -> None:
    with_source, without = made(newsrooms, "a"), made(newsrooms, "d")
    roots = {story.root for story in with_source.gold if len(story.members) > 2}
    assert roots and not roots & {row["id"] for row in without.rows}
    assert all(story.root is None and len(story.members) > 1 for story in without.gold)
    assert not any(parent in roots for story in without.gold for _, parent in story.edges)


def test_a_newsroom_is_the_same_for_a_seed_and_shares_nothing_with_the_other_half(newsrooms: Any) -> None:
    assert made(newsrooms) == made(newsrooms)
    assert made(newsrooms).rows != made(newsrooms, seed=2).rows
    one, other = ({row["title"] for row in made(newsrooms, half=half).rows} for half in ("development", "test"))
    assert not one & other


def test_neither_ids_nor_order_tell_the_source(newsrooms: Any) -> None:
    first_by_id = first_in_order = stories = expected = 0.0
    for seed in range(12):
        room = made(newsrooms, seed=seed)
        place = {row["id"]: n for n, row in enumerate(room.rows)}
        for story in room.gold:
            stories += 1
            expected += 1 / len(story.members)
            first_by_id += story.root == min(story.members)
            first_in_order += story.root == min(story.members, key=place.__getitem__)
    assert abs(first_by_id - expected) < 0.15 * stories
    assert abs(first_in_order - expected) < 0.15 * stories


def test_rewording_keeps_names_and_quotations(rewording: Any) -> None:
    text = 'The company said Big Help Inc. would buy a home. "The company said so," he said.'
    reworded = rewording.light(text, 1.0, Random(1), rewording.english())
    assert "Big Help Inc." in reworded and '"The company said so,"' in reworded
    assert not reworded.startswith("The company said")
