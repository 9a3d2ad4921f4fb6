"""Reasons: plain sentences on why two articles are linked, or why they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet import reasons
from syndet.model import Article, Link, LinkKind, Passage, PassageKind

WIRE = Article(
    id="wire.txt",
    text="Port Hallow. The storm tore the roof off the old cannery shortly before midnight on Tuesday. "
    "Firefighters led eleven workers through knee-deep water to the parish hall.",
)
POST = Article(
    id="post.txt",
    text="Weather: The storm tore the roof off an old cannery\nshortly before midnight. "
    "Eleven workers were led through knee-deep water by firefighters.",
)


def passage(said: str, too: str, kind: PassageKind = "edited", score: float = 0.9) -> Passage:
    """The passage that these words of the one and of the other make."""
    a, b = WIRE.text.index(said), POST.text.index(too)
    return Passage(
        a=WIRE.id, a_start=a, a_end=a + len(said), b=POST.id, b_start=b, b_end=b + len(too),
        kind=kind, score=score, identical=0.62, matched=0.75, ordered=1.0, ratio=1.0, quoted=0.0, boilerplate=False,
    )  # fmt: skip


ROOF = passage("The storm tore the roof", "The storm tore the roof", score=0.91)
WADING = passage("through knee-deep water", "through knee-deep water", "verbatim", score=0.7)


def link(kind: LinkKind, *passages: Passage, strength: float = 0.4, jaccard: float = 0.1) -> Link:
    return Link(
        a=WIRE.id, b=POST.id, kind=kind, how=passages[0].kind if passages else None,
        coverage_a=0.5 if passages else 0.0, coverage_b=0.25 if passages else 0.0, strength=strength,
        score=max([p.score for p in passages], default=0.0), jaccard=jaccard, passages=passages,
    )  # fmt: skip


def give(found: Link, faint: Passage | None = None, a: Article = WIRE, b: Article = POST) -> tuple[str, ...]:
    return reasons.give(a, b, found, faint, copy=0.8, derived=0.23)


SUREST = (
    "The surest passage (edited, score 0.91): “The storm tore the roof” in wire.txt, "
    "“The storm tore the roof” in post.txt."
)
HOW = (
    "There 62% of the words stand in runs that both have and 75% of the weight of the words is matched; "
    "100% of the matched words keep their order."
)

# What was found -> what is said
SAID = {
    "a copy": (
        link("copy", ROOF, jaccard=0.93),
        "Copies: 93% of the word shingles of wire.txt and post.txt are the same; 80% make a copy.",
    ),
    "derived by one passage": (
        link("derived", ROOF),
        "Derived: 1 passage (edited) covers 50% of wire.txt and 25% of post.txt; "
        "quotations aside, 40% of the words of one are said by the other, and 23% is enough.",
    ),
    "derived by two": (
        link("derived", ROOF, WADING),
        "Derived: 2 passages (mostly edited) cover 50% of wire.txt and 25% of post.txt; "
        "quotations aside, 40% of the words of one are said by the other, and 23% is enough.",
    ),
    "related": (
        link("related", ROOF, strength=0.12),
        "Related, no more: 1 passage (edited) covers 50% of wire.txt and 25% of post.txt; "
        "quotations aside, 12% of the words of one are said by the other, and 23% would make it derived.",
    ),
}


@pytest.mark.parametrize(("found", "first"), SAID.values(), ids=SAID)
def test_why_two_are_linked(found: Link, first: str) -> None:
    assert give(found) == (first, SUREST, HOW)


def test_copies_too_short_for_a_passage() -> None:
    assert give(link("copy", jaccard=1.0)) == (
        "Copies: 100% of the word shingles of wire.txt and post.txt are the same; 80% make a copy.",
    )


def test_the_bounds_are_those_of_the_run() -> None:
    copy = reasons.give(WIRE, POST, link("copy", jaccard=0.6), None, copy=0.5, derived=0.3)
    related = reasons.give(WIRE, POST, link("related", ROOF, strength=0.25), None, copy=0.5, derived=0.3)
    assert copy[0].endswith("50% make a copy.")
    assert related[0].endswith("30% would make it derived.")


def test_the_passages_are_quoted_in_one_line() -> None:
    found = link("derived", passage("off the old cannery shortly", "off an old cannery\nshortly"))
    assert "“off an old cannery shortly” in post.txt" in give(found)[1]


def test_a_long_passage_is_quoted_by_its_beginning_and_end() -> None:
    found = link("derived", passage(WIRE.text, POST.text))
    quoted = "“Port Hallow. The storm tore the roof off the … through knee-deep water to the parish hall.” in wire.txt"
    assert quoted in give(found)[1]


# Why not

UNLINKED = link("none", strength=0.0, jaccard=0.0)


@pytest.mark.parametrize("text", ["", " ", "\n\t\n", "!!!"])
def test_an_empty_text_has_nothing_to_share(text: str) -> None:
    nothing = Article(id="nothing.txt", text=text)
    assert give(UNLINKED, a=nothing) == give(UNLINKED, b=nothing) == ("nothing.txt has no words.",)


def test_nothing_alike() -> None:
    assert give(UNLINKED) == ("No sentence of wire.txt says what a sentence of post.txt says.",)


def test_the_closest_that_two_unlinked_articles_come() -> None:
    assert give(UNLINKED, faint=ROOF) == (
        "No stretch of wire.txt matches one of post.txt well enough to be a passage.",
        "The closest are “The storm tore the roof” and “The storm tore the roof”: 75% of the weight of their words is "
        "matched, which a shared topic explains as well.",
    )


def test_a_date_or_a_name_is_no_near_miss() -> None:
    date = passage("The storm", "The storm")
    assert give(UNLINKED, faint=date) == give(UNLINKED)


def test_the_same_few_words_are_too_little_to_tell() -> None:
    same = replace(ROOF, matched=1.0)
    assert give(UNLINKED, faint=same) == (
        "They share “The storm tore the roof”; that is too little, or too often repeated, to be told from chance.",
    )
    refrain = link("none", strength=0.0, jaccard=0.43)
    assert give(refrain)[0].startswith("43% of their word shingles are the same; that is too little")


@given(st.text(min_size=1), st.data())
def test_any_stretch_can_be_quoted(text: str, data: st.DataObject) -> None:
    """Unbroken scripts and one-word passages too; a quotation is never much longer than a line."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article(id="a", text=text * 40)
    whole = Passage(
        a="a", a_start=start, a_end=len(text) * 39 + end, b="a", b_start=start, b_end=end,
        kind="verbatim", score=1.0, identical=1.0, matched=1.0, ordered=1.0, ratio=1.0, quoted=0.0, boilerplate=False,
    )  # fmt: skip
    sentence = give(link("derived", whole), a=article, b=article)[1]
    assert "\n" not in sentence
    assert len(sentence) < 300
