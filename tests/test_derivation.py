"""Who copied from whom: stories with an answer that a journalist would give, and laws that hold for any cluster."""

from __future__ import annotations

import dataclasses
import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet import origin
from syndet.model import Article, Cluster, Derivation
from syndet.origin import phylogeny, roles, shares, steps
from syndet.origin.case import prepare
from syndet.origin.shares import Shared

PARAGRAPHS = (
    "The night ferry to Skerrin hit a gravel barge outside Port Elara early on Tuesday, and twenty-three people were"
    " hurt, two of them badly, the coastguard said.",
    "Captain Ilse Maren had slowed the Kittiwake to six knots because of the fog, but the barge carried no lights that"
    " anybody on the bridge could see.",
    "Rescue boats from three villages took the passengers off within an hour, and a trawler pulled the damaged ferry to"
    " the old coal pier.",
    "The gravel was meant for the new tram depot, whose opening has been put off four times since the spring.",
    "Divers will look at the hull on Thursday, the harbour office said, and the ferry line hopes to sail again by the"
    " end of the month.",
)
STORY = "\n\n".join(PARAGRAPHS)

REWORDED = STORY.replace("hit a gravel barge", "rammed a gravel barge").replace("two of them badly", "two seriously")
LOCAL = (
    "Mayor Tove Brandt said the town would open the sports hall to everybody who could not travel home, and asked"
    " bakers to send bread and hot soup before the evening."
)

WIRE, POST, LEDGER = "meridian-wire/ferry.txt", "skerrin-post/ferry.txt", "norrvale-ledger/ferry.txt"


def article(id: str, text: str, published: str | None = None) -> Article:
    return Article(id=id, text=text, published=published)


def cluster(*articles: Article) -> Cluster:
    """The one cluster of these articles."""
    (found,) = syndet.detect(articles).clusters
    assert len(found) == len(articles)
    return found


def of(found: Cluster, id: str) -> Derivation:
    return next(derivation for derivation in found.derivations if derivation.article == id)


def chain() -> Cluster:
    """A wire story, a paper that rewords it and adds a local paragraph, and one that takes over the paper's version."""
    return cluster(
        article(WIRE, STORY, "2024-03-12T06:40Z"),
        article(POST, f"{REWORDED}\n\n{LOCAL}", "2024-03-12T08:10Z"),
        article(LEDGER, f"{REWORDED}\n\n{LOCAL}".replace("three villages", "four villages"), "2024-03-12T09:00Z"),
    )


# What a journalist would say


def test_a_copy_of_a_copy_keeps_what_the_first_copy_changed() -> None:
    found = chain()
    assert [(one.article, one.parent) for one in found.derivations] == [(WIRE, None), (LEDGER, POST), (POST, WIRE)]
    assert of(found, POST).lag == 90 and of(found, LEDGER).lag == 50
    assert of(found, LEDGER).confidence > 0.8
    assert found.origins == 1


def test_what_is_whose_own() -> None:
    found = chain()
    text = f"{REWORDED}\n\n{LOCAL}"
    (own,) = of(found, POST).own
    assert "Mayor Tove Brandt" in text[slice(*own)] and "Divers" not in text[slice(*own)]
    assert of(found, POST).copied == pytest.approx(1 - len(LOCAL) / len(text), abs=0.03)
    assert of(found, POST).how in ("verbatim", "edited")
    assert of(found, WIRE).copied == 0 and of(found, WIRE).own == ((0, len(STORY)),)


def test_the_copy_of_a_wire_story_needs_no_times() -> None:
    found = cluster(
        article(WIRE, f"PORT ELARA (Meridian Wire) - {STORY}"),
        article(POST, f"{STORY}\n\n(Meridian Wire)"),
    )
    assert (of(found, POST).parent, of(found, WIRE).parent) == (WIRE, None)
    assert of(found, POST).lag is None


def test_two_papers_with_the_same_agency_story_had_it_from_outside() -> None:
    found = cluster(*(article(id, f"LONDON (Reuters) - {STORY}") for id in (POST, LEDGER)))
    assert found.origin.kind == "outside" and found.origins == 1
    outside = [one for one in found.derivations if one.parent is None]
    assert outside and all(one.outside and one.copied > 0.9 and not one.sources for one in outside)


def test_without_a_sign_nobody_is_sure() -> None:
    found = cluster(article("a.txt", STORY), article("b.txt", STORY))
    assert max(one.confidence for one in found.derivations) < 0.8
    assert found.origins == 1


def test_a_clock_that_contradicts_the_credit_gives_a_lag_below_zero() -> None:
    found = cluster(
        article(WIRE, f"PORT ELARA (Meridian Wire) - {STORY}", "2024-03-12T09:00Z"),
        article(POST, f"PORT ELARA (Meridian Wire) - {STORY}", "2024-03-12T08:58Z"),
        article(LEDGER, f"{STORY}\n\n(Meridian Wire)", "2024-03-12T10:00Z"),
    )
    assert of(found, POST).parent == WIRE and of(found, POST).lag == -2


def test_at_level_copy_nothing_is_said() -> None:
    result = syndet.detect([article("a.txt", STORY), article("b.txt", STORY)], level="copy")
    assert [(one.origins, one.derivations) for one in result.clusters] == [(None, ())]
    assert result.flows == ()


# Outlets


def newsroom(stories: int) -> list[Article]:
    """Stories that the wire has first, the Post half an hour later, each with words of its own."""
    random, articles = Random(1), []
    for number in range(stories):
        words = ["".join(random.choice("abcdefghiklmnoprstu") for _ in range(random.randint(4, 9))) for _ in range(90)]
        text = " ".join(word if place % 12 else f"{word}. The" for place, word in enumerate(words))
        articles += [
            article(f"meridian-wire/{number}.txt", text, f"2024-03-{number + 1:02}T08:00Z"),
            article(f"skerrin-post/{number}.txt", text, f"2024-03-{number + 1:02}T08:{30 + number}Z"),
        ]
    return articles


def test_who_copies_whom_and_how_late() -> None:
    result = syndet.detect(newsroom(5))
    (flow,) = result.flows
    assert (flow.source, flow.target, flow.articles, flow.lags) == ("Meridian Wire", "Skerrin Post", 5, 5)
    assert flow.lag == 32.0 and flow.confidence > 0.8


def test_an_agency_is_first_again_and_again() -> None:
    articles = newsroom(9)
    undated = [dataclasses.replace(one, published=None) if one.id.endswith("/8.txt") else one for one in articles]
    told = next(one for one in syndet.detect(undated).clusters if "meridian-wire/8.txt" in one.members)
    said = [item for item in told.origin.evidence if item.kind == "role"]
    assert {item.text: item.weight > 0 for item in said} == {
        "meridian-wire/8.txt is of an outlet that was first in 8 of 8 other stories.": True,
        "skerrin-post/8.txt is of an outlet that was first in none of 8 other stories.": False,
    }
    assert of(told, "skerrin-post/8.txt").parent == "meridian-wire/8.txt"


def test_a_cluster_has_no_say_about_its_own_outlets() -> None:
    pair = newsroom(1)
    case = prepare(pair, [])
    own = origin.tally(origin.imprints(pair))
    assert set(own) == {"Meridian Wire", "Skerrin Post"}
    assert roles.elsewhere(case, origin.gather([own])) == {}
    assert {role.stories for role in roles.elsewhere(case, origin.gather([own] * 3)).values()} == {2}


# The parts


def test_the_member_between_the_others_is_the_root() -> None:
    texts = [
        STORY.replace("early on Tuesday", "at dawn on Tuesday").replace("fog", "mist"),
        STORY,
        STORY.replace("rescue", "life").replace("coal pier", "fish pier").replace("trawler", "tug"),
        STORY.replace("gravel was meant", "stones were meant").replace("tram", "bus"),
    ]
    case = prepare([article(f"{number}.txt", text) for number, text in enumerate(texts)], [])
    chances = phylogeny.roots(4, phylogeny.costs(steps.find(case)))
    assert max(range(4), key=chances.__getitem__) == 1
    assert sum(chances) == pytest.approx(1)
    assert next(clue.evidence.article for clue in phylogeny.find(case, steps.find(case), 0.0)) == "1.txt"


@pytest.mark.parametrize(
    ("spans", "count"),
    [
        ({"a": ((0, 100),), "b": ((100, 200),)}, 2),  # a mixture of two stories
        ({"a": ((0, 100),), "b": ((20, 200),)}, 1),  # both have the same part of it
        ({"a": ((0, 100),), "b": ((90, 200),)}, 2),  # neighbouring sentences
    ],
)
def test_two_that_share_nothing_but_a_third_are_two_origins(
    spans: dict[str, tuple[tuple[int, int], ...]], count: int
) -> None:
    shared = {"mix": {id: Shared(part, "verbatim") for id, part in spans.items()}}
    assert shares.groups(["a", "b"], shared) == count


def test_two_stories_in_one_article_are_two_origins() -> None:
    other = (
        "Bread from the sun: Vantrose Bakeries will build an oven line in Tolver that keeps its heat in salt. From June"
        " next year mirrors on the roof of the old mill are to warm four hundred tonnes of it, and the ovens draw on"
        " that through the night. The company puts forty-six million crowns into the plant and hires eighty-five."
    )
    found = syndet.detect(
        [
            article("mix.txt", f"{STORY}\n\n{other}", "2024-03-14T10:00Z"),
            article("ferry.txt", STORY, "2024-03-12T06:40Z"),
            article("bread.txt", other, "2024-03-12T07:40Z"),
        ],
        settings=syndet.Settings(level="related"),
    )
    (one,) = found.clusters
    assert one.origins == 2
    assert [source.article for source in of(one, "mix.txt").sources] == ["ferry.txt", "bread.txt"]
    assert of(one, "mix.txt").copied > 0.95


# Laws


@st.composite
def versions(draw: st.DrawFn) -> list[Article]:
    """A few versions of one story, each with some of its paragraphs and perhaps one of its own."""
    made = []
    for number in range(draw(st.integers(2, 5))):
        kept = draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=3, unique=True))
        kept += [LOCAL] * draw(st.booleans())
        when = draw(st.sampled_from([None, "2024-03-12", "2024-03-12T09:10Z", "2024-03-12T12:30"]))
        made.append(article(f"{draw(st.sampled_from(['wire', 'post']))}/{number}.txt", "\n\n".join(kept), when))
    return made


@settings(max_examples=25, deadline=None)
@given(versions(), st.randoms(use_true_random=False))
def test_derivations_are_a_tree_the_same_in_any_order(articles: list[Article], random: Random) -> None:
    result = syndet.detect(articles)
    random.shuffle(articles)
    assert syndet.detect(articles).to_json() == result.to_json()
    for found in result.clusters:
        parents = {one.article: one.parent for one in found.derivations}
        assert tuple(parents) == found.members
        roots = [id for id, parent in parents.items() if parent is None]
        assert found.origins is not None and 1 <= found.origins <= len(roots)
        for id in parents:
            seen: list[str] = []
            at: str | None = id
            while at is not None:
                assert at not in seen
                seen.append(at)
                at = parents[at]


@settings(max_examples=25, deadline=None)
@given(versions())
def test_what_is_copied_and_what_is_own_make_up_the_text(articles: list[Article]) -> None:
    result = syndet.detect(articles)
    for found in result.clusters:
        for one in found.derivations:
            text = result.article(one.article).text
            assert 0 <= one.copied <= 1 and 0 <= one.confidence <= 1
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in one.own)
            assert all(first[1] <= second[0] for first, second in itertools.pairwise(one.own))
            assert one.copied == 1 or one.own
            assert sum(source.share for source in one.sources) <= one.copied + 0.001
            assert bool(one.sources) == (one.parent is not None) and not (one.outside and one.parent)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6))
def test_gaps_are_what_merged_stretches_leave(stretches: list[tuple[int, int]]) -> None:
    spans = shares.merged((start, start + size) for start, size in stretches)
    covered = {place for start, size in stretches for place in range(start, start + size)}
    left = {place for start, end in shares.gaps(spans, 60) for place in range(start, end)}
    assert left == set(range(60)) - covered and all(a[1] < b[0] for a, b in itertools.pairwise(spans))


def test_a_large_cluster_of_a_star_is_told_as_a_small_one() -> None:
    random = Random(2)
    words = STORY.split()
    members = [article("hub.txt", STORY, "2024-03-12T06:00Z")]
    for number in range(1, 90):
        changed = list(words)
        changed[random.randrange(len(words))] = f"word{number}"
        members.append(
            article(f"{number:02}.txt", " ".join(changed), f"2024-03-12T{7 + number // 60:02}:{number % 60:02}Z")
        )
    links = [syndet.compare(members[0], other) for other in members[1:]]
    traced = origin.trace(members, links, {})
    assert traced.origin.article == "hub.txt" and traced.tree.origins == 1
    right = [one.parent == "hub.txt" for one in traced.tree.derivations if one.article != "hub.txt"]
    assert sum(right) > 0.9 * len(right)
