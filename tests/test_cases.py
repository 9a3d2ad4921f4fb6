"""Small stories that a journalist can judge: what stands in their expected.json is what detect() finds.

Each folder of tests/cases and, one for each language, of tests/languages is a newsroom of two or three
articles. Its answer sheet says `what` happened there; the `clusters`; the kind of every link, or null where that
is left open; `passages`, by sentences that must stand whole in one; and what is `not_shared`, sentences that
no passage may take in. A `known_fault` says why the clusters are still wrong; once they are right, it has to go.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import syndet

TESTS = Path(__file__).resolve().parent
ROOMS = ("cases", "languages")
STORIES = sorted(f"{room}/{path.name}" for room in ROOMS for path in (TESTS / room).iterdir() if path.is_dir())
SLACK = 3
"""Code points by which an end may miss that of a sentence: a quotation mark, a stop."""


@cache
def expected(story: str) -> dict[str, Any]:
    """The answer sheet of a story."""
    sheet: dict[str, Any] = json.loads((TESTS / story / "expected.json").read_text(encoding="utf-8"))
    return sheet


@cache
def found(story: str) -> syndet.Result:
    """What detect() makes of a story."""
    return syndet.detect(TESTS / story)


def sentences(kind: str) -> list[Any]:
    """The sentences of every answer sheet under that key, each a parameter with the name of its story."""
    made = []
    for story in STORIES:
        listed = expected(story)[kind]
        if isinstance(listed, dict):
            listed = [(id, text) for id, texts in listed.items() for text in texts]
        made += [pytest.param(story, item, id=f"{story}-{n}") for n, item in enumerate(listed, 1)]
    return made


def place(story: str, id: str, sentence: str) -> tuple[int, int]:
    """Where a sentence stands in an article, in which it must stand once."""
    text = found(story).article(id).text
    assert text.count(sentence) == 1, (id, sentence)
    start = text.index(sentence)
    return start, start + len(sentence)


def stories_with_faults() -> list[Any]:
    """Every story, those with a known fault as expected failures."""
    faults = {story: expected(story).get("known_fault") for story in STORIES}
    return [
        pytest.param(story, marks=[pytest.mark.xfail(reason=fault, strict=True)] if fault else [])
        for story, fault in faults.items()
    ]


@pytest.mark.parametrize("story", stories_with_faults())
def test_the_clusters_are_those_of_the_answer_sheet(story: str) -> None:
    sheet = expected(story)
    assert sheet["what"].endswith(".")
    assert sorted(list(cluster.members) for cluster in found(story).clusters) == sheet["clusters"]


@pytest.mark.parametrize("story", [story for story in STORIES if expected(story)["links"] is not None])
def test_the_links_are_those_of_the_answer_sheet(story: str) -> None:
    assert {f"{link.a} {link.b}": link.kind for link in found(story).links} == expected(story)["links"]


@pytest.mark.parametrize("story", STORIES)
def test_pairs_compared_by_themselves_get_the_same_answer(story: str) -> None:
    articles = found(story).articles
    links = {(link.a, link.b): link for link in found(story).links}
    for a, b in combinations(articles, 2):
        link = syndet.compare(a, b)
        assert links.get((a.id, b.id), link) == link


@pytest.mark.parametrize(("story", "shared"), sentences("passages"))
def test_a_shared_sentence_stands_in_a_passage(story: str, shared: dict[str, str]) -> None:
    a, b = place(story, shared["a"], shared["a_text"]), place(story, shared["b"], shared["b_text"])
    passages = [p for p in found(story).passages if (p.a, p.b) == (shared["a"], shared["b"])]
    holding = [
        p
        for p in passages
        if p.a_start <= a[0] + SLACK
        and a[1] - SLACK <= p.a_end
        and p.b_start <= b[0] + SLACK
        and b[1] - SLACK <= p.b_end
    ]
    assert holding, passages
    assert shared["kind"] in (None, holding[0].kind)


@pytest.mark.parametrize(("story", "own"), sentences("not_shared"))
def test_a_sentence_of_its_own_stands_in_no_passage(story: str, own: tuple[str, str]) -> None:
    id, sentence = own
    start, end = place(story, id, sentence)
    for p in found(story).passages:
        for side, first, last in ((p.a, p.a_start, p.a_end), (p.b, p.b_start, p.b_end)):
            assert side != id or last <= start + SLACK or end - SLACK <= first, p
