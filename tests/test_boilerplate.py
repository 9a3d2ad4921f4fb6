"""Boilerplate: what frames many articles of one source is found, what copies of one story share is not."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet import boilerplate, text
from syndet.model import Texts
from tests.naive import boilerplate as naive

CONTACT = "Contact: Ann Lee, press office of the harbour, 555/0100."
NOTICE = (
    "The Lakeside Messenger is owned by its readers. Subscribe from four crowns a week, write to the desk with tips "
    "and corrections, and find our editorial guidelines and our privacy notice on our website."
)
WORDS = [a + b + c for a in ("bran", "dol", "fen", "gar", "hul") for b in ("wick", "mond", "tor") for c in "aeiouy"]


def story(number: int, words: int = 120) -> str:
    """A story of its own: words that hardly any other one has."""
    random = Random(number)
    drawn = [f"{''.join(random.choices('bdfglmnprstaeiou', k=5))}{random.choice(WORDS)}" for _ in range(words)]
    return " ".join(" ".join(drawn[i : i + 12]).capitalize() + "." for i in range(0, words, 12))


def own(texts: Sequence[str], sources: Sequence[str | None] | None = None) -> list[str]:
    """What is left of each text without its frame."""
    scanned = text.scan(texts)
    return bodies(texts, scanned, boilerplate.recognise(scanned, sources or [None] * len(texts)).body)


def bodies(texts: Sequence[str], scanned: Texts, body: np.ndarray) -> list[str]:
    def cut(string: str, first: int, last: int) -> str:
        return string[scanned.start[first] : scanned.end[last - 1]] if first < last else ""

    return [cut(string, first, last) for string, (first, last) in zip(texts, body.tolist(), strict=True)]


def words_of(string: str) -> str:
    return " ".join(string.replace(".", " ").replace(":", " ").replace(",", " ").split())


def test_a_contact_line_under_three_stories_is_boilerplate_and_under_two_it_is_not() -> None:
    stories = [story(n) for n in range(3)]
    framed = [f"{body}\n\n{CONTACT}" for body in stories]
    assert [words_of(left) for left in own(framed)] == [words_of(body) for body in stories]
    assert [words_of(left) for left in own(framed[:2])] == [words_of(whole) for whole in framed[:2]]


def test_a_heading_and_a_notice_are_both_taken_off() -> None:
    stories = [story(n) for n in range(4)]
    framed = [f"Latest news from the Lakeside Messenger\n\n{body}\n\n{NOTICE}" for body in stories]
    assert [words_of(left) for left in own(framed)] == [words_of(body) for body in stories]


def test_a_frame_may_hold_a_date_or_a_name() -> None:
    days = ("Monday 3 May", "Friday 12 July", "Sunday 30 June")
    stories = [story(n) for n in range(3)]
    framed = [
        f"Press releases of the harbour master\n{day}\nFor immediate release to all papers\n{body}"
        for day, body in zip(days, stories, strict=True)
    ]
    assert [words_of(left) for left in own(framed)] == [words_of(body) for body in stories]


def test_only_articles_of_one_source_make_boilerplate() -> None:
    framed = [f"{story(n)}\n\n{CONTACT}" for n in range(3)]
    assert own(framed, ["Gazette", "Post", "Courier"]) == own(framed[:1], ["Gazette"]) + own(framed[1:], [None, None])
    assert own(framed, ["Gazette"] * 3) != own(framed, ["Gazette", "Post", "Courier"])


def test_reprints_of_one_story_have_no_boilerplate_in_common() -> None:
    wire = story(0)
    reprints = [wire, f"{story(9, 12)}\n{wire}", f"{wire}\n{story(8, 12)}", wire]
    assert [words_of(left) for left in own(reprints)] == [words_of(reprint) for reprint in reprints]


def test_a_form_letter_is_no_boilerplate() -> None:
    form = story(0, 150)
    letters = [f"The senator announced {n} crowns for {town} today. {form}" for n, town in enumerate(WORDS[:6])]
    assert all(len(left) > len(form) / 2 for left in own(letters))


def test_what_stands_in_the_middle_is_no_boilerplate() -> None:
    articles = [f"{story(n)}\n\n{CONTACT}\n\n{story(n + 50)}" for n in range(5)]
    assert [words_of(left) for left in own(articles)] == [words_of(article) for article in articles]


def test_chance_in_a_large_source_is_no_boilerplate() -> None:
    articles = [f"{story(n, 24)} It was the best day of my life." if n < 4 else story(n, 24) for n in range(100)]
    assert own(articles)[:4] == [words_of_end(article) for article in articles[:4]]
    many = [f"{story(n, 24)} It was the best day of my life." for n in range(100)]
    assert [words_of(left) for left in own(many)] == [words_of(story(n, 24)) for n in range(100)]


def words_of_end(string: str) -> str:
    return string.removesuffix(".")


def test_a_page_that_is_nothing_but_frame_has_no_body() -> None:
    framed = [f"{story(n)}\n\n{NOTICE}" for n in range(4)] + [NOTICE]
    assert own(framed)[-1] == ""


def test_the_runs_that_are_learnt_are_known_again_in_other_articles() -> None:
    framed = text.scan([f"{story(n)}\n\n{CONTACT}" for n in range(3)])
    runs = boilerplate.recognise(framed, ["Gazette"] * 3).runs
    fresh = [f"{story(7)}\n\n{CONTACT}"]
    scanned = text.scan(fresh)
    known = bodies(fresh, scanned, boilerplate.mark(scanned, ["Gazette"], runs))
    assert words_of(known[0]) == words_of(story(7))
    assert boilerplate.mark(scanned, ["Post"], runs).tolist() == [[0, len(scanned.word)]]


@given(st.lists(st.text(alphabet="ab .\n\ud800é会", max_size=40), max_size=8))
def test_any_text_has_a_body_inside_it(texts: list[str]) -> None:
    scanned = text.scan(texts)
    body = boilerplate.recognise(scanned, [None] * len(texts)).body
    borders = scanned.article_token
    assert body.shape == (len(texts), 2)
    assert (borders[:-1] <= body[:, 0]).all() and (body[:, 0] <= body[:, 1]).all() and (body[:, 1] <= borders[1:]).all()


SHARED = [CONTACT, NOTICE, "Latest news from the harbour", "Monday 3 May", "Follow us there", "It was a fine day."]
pieces = st.lists(st.sampled_from(SHARED) | st.integers(0, 6).map(lambda n: story(n, 24)), max_size=5)
corpora = st.lists(st.tuples(pieces.map("\n".join), st.sampled_from(["Gazette", "Post", None])), max_size=14)


@given(corpora)
@settings(max_examples=60, deadline=None)
def test_the_kernels_equal_their_twin(corpus: list[tuple[str, str | None]]) -> None:
    scanned, sources = text.scan([article for article, _ in corpus]), [source for _, source in corpus]
    body = boilerplate.recognise(scanned, sources).body
    assert body.tolist() == [list(span) for span in naive.bodies(scanned, sources)]
    with pytest.MonkeyPatch.context() as patch:  # as a corpus of millions is worked through
        patch.setattr("syndet.boilerplate.SLICE", 40)
        patch.setattr("syndet.boilerplate._PAIRS", 3)
        assert boilerplate.recognise(scanned, sources, filed=True).body.tolist() == body.tolist()


def test_the_corpora_of_the_twin_have_boilerplate() -> None:
    corpus = [f"{SHARED[2]}\n{story(n, 24)}\n{SHARED[3 + n % 3]}\n{CONTACT}" for n in range(7)]
    scanned = text.scan(corpus)
    assert all(first > 0 for first, _ in naive.bodies(scanned, ["Gazette"] * 7)[1:])
    assert boilerplate.recognise(scanned, ["Gazette"] * 7).body.tolist() == [
        list(span) for span in naive.bodies(scanned, ["Gazette"] * 7)
    ]


# What comes of it


def press(*, joint: bool) -> list[syndet.Article]:
    """The releases of two senators; the last ones of both are one statement, if `joint`."""
    statement = story(99, 90)
    made = []
    for senator, line in (("Vale", "Contact: Una Brook, Vale's office, 202/555-0101."), ("Marsh", NOTICE)):
        for number in range(4):
            last = joint and number == 3
            body = statement if last else story(hash_of(senator) + number, 90)
            made.append(syndet.Article(id=f"{senator}/{number}", text=f"{body}\n{line}", source=senator))
    return made


def hash_of(name: str) -> int:
    return sum(map(ord, name)) * 100


def test_joint_statements_link_and_contact_blocks_do_not() -> None:
    result = syndet.detect(press(joint=True))
    assert [(link.a, link.b, link.kind) for link in result.links] == [("Marsh/3", "Vale/3", "derived")]
    assert [cluster.members for cluster in result.clusters] == [("Marsh/3", "Vale/3")]
    assert syndet.detect(press(joint=False)).links == ()


def test_boilerplate_is_shown_marked_and_counts_for_nothing() -> None:
    result = syndet.detect(press(joint=False))
    assert {(link.a, link.b) for link in result.boilerplate} >= {("Marsh/0", "Marsh/1")}
    assert all(passage.boilerplate for passage in result.passages)
    framed = result.boilerplate[0]
    assert not framed
    assert (framed.coverage_a, framed.strength, framed.score, framed.how) == (0.0, 0.0, 0.0, None)
    assert result.to_dict()["passages"][0]["boilerplate"] is True
    assert result.to_dict()["links"] == []


def test_a_result_explains_what_two_articles_alone_would_not_tell() -> None:
    result = syndet.detect(press(joint=False))
    told = result.explain("Marsh/0", "Marsh/1")
    assert told.link == next(link for link in result.boilerplate if (link.a, link.b) == ("Marsh/0", "Marsh/1"))
    assert "boilerplate" in str(told)
    assert syndet.compare(*result.articles[:2])


def test_listed_pairs_know_the_boilerplate_of_their_corpus() -> None:
    articles = press(joint=True)
    links = list(syndet.compare_pairs([("Marsh/0", "Marsh/1"), ("Marsh/3", "Vale/3")], articles))
    assert [link.kind for link in links] == ["none", "derived"]
    assert [[passage.boilerplate for passage in link.passages] for link in links] == [[True], [False]]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_few_articles_have_none(size: int) -> None:
    assert len(boilerplate.recognise(text.scan([CONTACT] * size), [None] * size).runs) == 0
