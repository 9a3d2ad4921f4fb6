"""The invented newsroom: its articles are what its answer sheet says, and detect() finds that answer."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

import syndet

NEWSROOM = Path(__file__).resolve().parent.parent / "examples" / "newsroom"
EXPECTED: dict[str, Any] = json.loads((NEWSROOM / "expected.json").read_text(encoding="utf-8"))
TEXTS: dict[str, str] = {
    path.relative_to(NEWSROOM).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(NEWSROOM.rglob("*"))
    if path.suffix in {".txt", ".md"}
}

WIRE = "meridian-wire/ferry-collision.txt"
REPRINT = "saltmarsh-daily/two-seriously-hurt-as-ships-collide.txt"
RETELLING = "radio-fennick/what-we-know-ferry.txt"
TRANSLATIONS = ("norrvale-ledger/atlas-thief-garden.txt", "velmarch-times/stolen-maps-found.txt")
GAZETTE = tuple(id for id in TEXTS if id.startswith("harbour-gazette/"))
QUOTED_SENTENCE = "Bread is baked while the sun is asleep, and for forty years that was our excuse"

DATE = re.compile(r"\b\d{1,2} (February|March) 2024\b")
TELLING_RUN = 6
"""Words in a row that two writers do not hit upon by chance."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def longest_run(a: str, b: str) -> int:
    """How many words in a row the two texts have in common at most."""
    one, two = words(a), words(b)
    longest, row = 0, [0] * (len(two) + 1)
    for word in one:
        row = [0, *(row[i] + 1 if word == other else 0 for i, other in enumerate(two))]
        longest = max(longest, *row)
    return longest


def paragraphs(id: str) -> list[str]:
    """The lines of an article that are not empty: headline, date line, paragraphs."""
    return [line for line in TEXTS[id].splitlines() if line.strip()]


def in_one_cluster(a: str, b: str) -> bool:
    """Whether the answer sheet puts two articles together."""
    return any(a in cluster and b in cluster for cluster in EXPECTED["clusters"])


# The articles are what the answer sheet says.


def test_the_answer_names_every_article_and_no_other() -> None:
    pairs = EXPECTED["related_only"] + EXPECTED["unrelated"] + [(s["a"], s["b"]) for s in EXPECTED["shared"]]
    named = {id for group in EXPECTED["clusters"] + pairs for id in group}
    assert named == set(TEXTS)


def test_no_article_is_in_two_clusters_and_each_cluster_has_one_origin() -> None:
    members = [id for cluster in EXPECTED["clusters"] for id in cluster]
    assert len(members) == len(set(members))
    for cluster in EXPECTED["clusters"]:
        (origin,) = [EXPECTED["origins"][id] for id in cluster if id in EXPECTED["origins"]]
        assert (origin["article"] in cluster) == (origin["kind"] == "article")


@pytest.mark.parametrize("id", TEXTS)
def test_an_article_opens_with_headline_and_date(id: str) -> None:
    headline, dated = TEXTS[id].splitlines()[:2]
    assert headline.strip() and not DATE.search(headline)
    assert DATE.search(dated)
    assert 150 <= len(words(TEXTS[id])) <= 500


@pytest.mark.parametrize("shared", EXPECTED["shared"], ids=lambda s: s["a_text"][:40])
def test_a_shared_sentence_stands_where_and_how_the_answer_says(shared: dict[str, str]) -> None:
    assert TEXTS[shared["a"]].count(shared["a_text"]) == 1
    assert TEXTS[shared["b"]].count(shared["b_text"]) == 1
    same = words(shared["a_text"]) == words(shared["b_text"])
    copied = longest_run(shared["a_text"], shared["b_text"]) >= TELLING_RUN
    assert shared["how"] == ("verbatim" if same else "edited" if copied else "paraphrased")
    assert in_one_cluster(shared["a"], shared["b"])


def test_the_reprint_is_the_wire_story_cut_from_the_bottom() -> None:
    wire, reprint = paragraphs(WIRE), paragraphs(REPRINT)
    assert reprint[0] != wire[0]
    assert reprint[2:] == wire[2 : len(reprint)]
    assert len(reprint) < len(wire)


def test_the_retelling_and_the_translations_copy_no_words() -> None:
    assert longest_run(TEXTS[WIRE], TEXTS[RETELLING]) < TELLING_RUN
    assert longest_run(*(TEXTS[id] for id in TRANSLATIONS)) < TELLING_RUN


def test_the_gazette_repeats_only_its_footer() -> None:
    footer = paragraphs(GAZETTE[0])[-1]
    assert len(GAZETTE) == 3 and 25 <= len(words(footer)) <= 45
    assert all(paragraphs(id)[-1] == footer for id in GAZETTE)


def test_articles_that_stand_apart_share_no_telling_words() -> None:
    footer = paragraphs(GAZETTE[0])[-1]
    own = {id: text.replace(footer, "").replace(QUOTED_SENTENCE, "") for id, text in TEXTS.items()}
    copied = [
        (a, b)
        for a, b in itertools.combinations(own, 2)
        if not in_one_cluster(a, b) and longest_run(own[a], own[b]) >= TELLING_RUN
    ]
    assert copied == []


# detect() finds the answer.


@pytest.fixture(scope="module")
def result() -> syndet.Result:
    """What detect() makes of the newsroom."""
    return syndet.detect(NEWSROOM)


def cluster_with(result: syndet.Result, id: str) -> syndet.Cluster | None:
    """The cluster an article is in, or None."""
    return next((cluster for cluster in result.clusters if id in cluster.members), None)


def together(result: syndet.Result, a: str, b: str) -> bool:
    """Whether two articles came out in one cluster."""
    cluster = cluster_with(result, a)
    return cluster is not None and b in cluster.members


def covered(text: str, sentence: str, start: int, end: int) -> float:
    """The share of a sentence that lies between two offsets of its text."""
    begin = text.index(sentence)
    return max(0, min(end, begin + len(sentence)) - max(start, begin)) / len(sentence)


def test_every_article_is_read(result: syndet.Result) -> None:
    assert [article.id for article in result.articles] == sorted(TEXTS)


def test_the_clusters_are_the_right_ones(result: syndet.Result) -> None:
    found = sorted(sorted(cluster.members) for cluster in result.clusters if len(cluster) > 1)
    assert found == sorted(sorted(cluster) for cluster in EXPECTED["clusters"])


@pytest.mark.parametrize("shared", EXPECTED["shared"], ids=lambda s: s["a_text"][:40])
def test_a_shared_sentence_is_found(result: syndet.Result, shared: dict[str, str]) -> None:
    a, b = result.article(shared["a"]).text, result.article(shared["b"]).text
    pair = {shared["a"], shared["b"]}
    seen = [p if p.a == shared["a"] else p.mirrored() for p in result.passages if {p.a, p.b} == pair]
    assert any(
        covered(a, shared["a_text"], p.a_start, p.a_end) >= 0.5
        and covered(b, shared["b_text"], p.b_start, p.b_end) >= 0.5
        for p in seen
    )


@pytest.mark.parametrize("member", EXPECTED["origins"])
def test_the_origin_is_the_right_one(result: syndet.Result, member: str) -> None:
    cluster, expected = cluster_with(result, member), EXPECTED["origins"][member]
    assert cluster is not None
    assert (cluster.origin.kind, cluster.origin.article) == (expected["kind"], expected["article"])


@pytest.mark.parametrize(("a", "b"), EXPECTED["unrelated"])
def test_unrelated_articles_stay_apart(result: syndet.Result, a: str, b: str) -> None:
    assert not together(result, a, b)


@pytest.mark.parametrize(("a", "b"), EXPECTED["related_only"])
def test_a_quotation_alone_makes_no_cluster(result: syndet.Result, a: str, b: str) -> None:
    assert not together(result, a, b)
