"""The measures of the news sets, by hand, and the list of judged pairs that comes with them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import measures

JUDGED = Path(measures.__file__).resolve().parent / "senate-pairs.tsv"


def test_a_gold_passage_is_met_by_one_that_covers_half_of_both_sides() -> None:
    pair = ("a", "b")
    gold = {pair: [(0, 10, 100, 120), (50, 60, 50, 60)]}
    assert measures.met(gold, {pair: [(0, 5, 90, 110)]}) == 1
    assert measures.met(gold, {pair: [(0, 4, 90, 120)]}) == 0  # less than half of one side
    assert measures.met(gold, {pair: [(0, 3, 100, 120), (3, 6, 100, 120)]}) == 0  # two pieces are no passage
    assert measures.met(gold, {pair: [(0, 1000, 0, 1000)]}) == 2
    assert measures.met(gold, {("a", "c"): [(0, 10, 100, 120)]}) == 0
    assert measures.met({}, {pair: [(0, 10, 0, 10)]}) == 0


def test_what_lies_across_two_groups() -> None:
    event_of = {"a": "x", "b": "x", "c": "y"}
    within, across = {"a": "a", "b": "b"}, {"a": "b", "b": "c"}
    assert measures.across(event_of, [within, across]) == [across]


def test_words_recur_in_runs_that_enough_articles_have() -> None:
    releases = {
        "one": "the bill passed contact ann at five".split(),
        "two": "the road opened contact ann at five".split(),
        "three": "contact ann at nine".split(),
        "four": "ann at".split(),
    }
    recurs = measures.recurring(releases, 3, 3)
    assert recurs == {
        "one": [False, False, False, True, True, True, False],
        "two": [False, False, False, True, True, True, False],
        "three": [True, True, True, False],
        "four": [False, False],
    }
    assert not any(measures.recurring({"one": ["a", "b"] * 9}, 2, 2)["one"])  # one article, however often


@given(st.dictionaries(st.text("xyz", min_size=1), st.lists(st.sampled_from("abc"), max_size=12), max_size=5))
def test_fewer_words_recur_in_more_articles(articles: dict[str, list[str]]) -> None:
    by_least = [measures.recurring(articles, 2, least) for least in (1, 2, 3)]
    for id, words in articles.items():
        counts = [sum(recurs[id]) for recurs in by_least]
        assert counts == sorted(counts, reverse=True)
        assert counts[0] == (len(words) if len(words) >= 2 else 0)


def test_the_judged_pairs_are_listed_once_and_in_order() -> None:
    rows = [line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    assert Counter(row[2] for row in rows) == {"joint": 30, "boilerplate": 30, "reissue": 8, "form": 8}
    assert all(a < b for a, b, _ in rows)
    assert len({(a, b) for a, b, _ in rows}) == len(rows)
    assert all(a.split("/")[0] != b.split("/")[0] for a, b, judgement in rows if judgement == "joint")
