"""Origins: who had it first, why, and when that cannot be told."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet import origin
from syndet.model import Article, Evidence, Link, Origin, Passage, PassageKind
from syndet.origin import verdict, weights
from syndet.origin.case import prepare

SENTENCE = "The ferry left the harbour before the fog came down, and nobody thought anything of it. "
STORY = SENTENCE * 10

WIRE, GAZETTE, POST = "meridian-wire/ferry.txt", "harbour-gazette/ferry.txt", "skerrin-post/ferry.txt"


def article(id: str, text: str = STORY, published: str | None = None, source: str | None = None) -> Article:
    return Article(id=id, text=text, published=published, source=source)


def link(
    a: Article,
    b: Article,
    kind: PassageKind = "verbatim",
    cover: tuple[float, float] = (1.0, 1.0),
    quoted: float = 0.0,
    identical: float | None = None,
) -> Link:
    """A link with one passage that begins where the texts do and covers these shares of them."""
    same = (
        {"verbatim": 1.0, "edited": 0.9, "paraphrased": 0.3, "summary": 0.1}[kind] if identical is None else identical
    )
    passage = Passage(
        a=a.id, a_start=0, a_end=int(len(a.text) * cover[0]), b=b.id, b_start=0, b_end=int(len(b.text) * cover[1]),
        kind=kind, score=0.9, identical=same, matched=max(same, 0.6), ordered=1.0,
        ratio=1.0, quoted=quoted, boilerplate=False,
    )  # fmt: skip
    return Link(
        a=a.id, b=b.id, kind="derived", how=kind, coverage_a=cover[0], coverage_b=cover[1], strength=max(cover),
        score=0.9, jaccard=same,
        passages=(passage,),
    )  # fmt: skip


def links(members: Sequence[Article], kind: PassageKind = "verbatim") -> list[Link]:
    return [link(a, b, kind) for a, b in itertools.combinations(members, 2)]


def attribute(*members: Article, kind: PassageKind = "verbatim") -> Origin:
    """The origin of articles that carry the same story in these words."""
    return origin.attribute(members, links(members, kind))


def evidence(found: Origin, kind: str) -> list[Evidence]:
    return [item for item in found.evidence if item.kind == kind]


# What a verdict says


def test_the_earliest_that_another_quotes() -> None:
    found = attribute(
        article(WIRE, published="2024-03-12T09:10Z"),
        article(GAZETTE, f"{STORY}Nobody was hurt, Meridian Wire reported. {STORY}", "2024-03-12T12:30Z"),
    )
    assert (found.kind, found.article, found.confidence) == ("article", WIRE, 0.98)
    assert found.reason == (
        'It is quoted by harbour-gazette/ferry.txt ("Meridian Wire reported"), '
        "and is the earliest by 3 h 20 min (2024-03-12 09:10 UTC)."
    )
    assert [item.text for item in found.evidence] == [
        'meridian-wire/ferry.txt is quoted by harbour-gazette/ferry.txt ("Meridian Wire reported").',
        "meridian-wire/ferry.txt is the earliest by 3 h 20 min (2024-03-12 09:10 UTC).",
        'harbour-gazette/ferry.txt quotes meridian-wire/ferry.txt ("Meridian Wire reported").',
    ]


def test_a_common_source_outside() -> None:
    found = attribute(article("a.txt"), article("b.txt"), kind="paraphrased")
    assert (found.kind, found.article, found.name) == ("outside", None, None)
    assert found.confidence >= 0.9
    assert found.reason == (
        "Both retell one story in different words throughout and neither credits the other: "
        "a common source outside, not in this set."
    )


def test_the_same_text_without_dates() -> None:
    found = attribute(article("a.txt"), article("b.txt"))
    assert (found.kind, found.article, found.name, found.confidence) == ("unknown", None, None, 0.0)
    assert found.reason == "Cannot be told: no dates, no credits, and both carry the same text."
    assert found.evidence == ()
    one, other = found.ranking
    assert (one.article, other.article) == ("a.txt", "b.txt") and one.probability == other.probability < found.unknown


def test_an_agency_that_is_not_in_the_set() -> None:
    members = [article(id, f"LONDON (Reuters) - {STORY}", "2024-03-12") for id in (GAZETTE, POST)]
    found = attribute(*members)
    assert (found.kind, found.name) == ("outside", "Reuters")
    assert found.confidence >= 0.8
    assert found.reason == (
        'The text is credited to Reuters, which is not in this set, by both members ("(Reuters) -").'
    )


def test_an_earlier_member_without_the_credit_makes_that_less_sure() -> None:
    found = attribute(
        article(GAZETTE, published="2024-03-12T09:10Z"),
        article(POST, f"LONDON (Reuters) - {STORY}", "2024-03-12T12:30Z"),
    )
    both = attribute(*(article(id, f"LONDON (Reuters) - {STORY}", "2024-03-12") for id in (GAZETTE, POST)))
    assert (found.kind, found.name) == ("outside", "Reuters")
    assert found.confidence < both.confidence
    assert found.reason.endswith(
        "though harbour-gazette/ferry.txt is the earliest by 3 h 20 min (2024-03-12 09:10 UTC)."
    )


def test_an_agency_that_is_in_the_set() -> None:
    text = f"LONDON (Reuters) - {STORY}"
    found = attribute(article("1.txt", text, source="reuters.com"), article("2.txt", text, source="Harbour Gazette"))
    assert (found.kind, found.article, found.name) == ("article", "1.txt", None)
    assert found.reason == 'It is credited by 2.txt ("(Reuters) -").'


def test_a_copy_that_is_cut_from_the_bottom() -> None:
    long, short = article("long.txt", STORY + STORY), article("short.txt")
    found = origin.attribute([long, short], [link(long, short, cover=(0.5, 1.0))])
    assert (found.kind, found.article) == ("article", "long.txt")
    assert 0.5 <= found.confidence <= 0.7
    assert found.reason == "It goes on where short.txt ends, as copies cut from the bottom do."
    assert any(item.text == "long.txt carries all of short.txt." for item in found.evidence)


def test_a_longer_text_alone_is_too_little() -> None:
    long, short = article("long.txt", STORY + STORY), article("short.txt")
    middle = link(long, short, cover=(0.5, 1.0))
    (passage,) = middle.passages
    moved = Passage(**{**passage.to_dict(), "a_start": len(STORY), "a_end": 2 * len(STORY)})
    enlarged = Link(**{**middle.to_dict(), "passages": (moved,)})
    found = origin.attribute([long, short], [enlarged])
    assert found.kind == "unknown"
    assert [item.text for item in found.evidence] == ["long.txt carries all of short.txt."]


def test_times_that_contradict_the_texts_make_it_less_sure() -> None:
    long, short = (
        article("long.txt", STORY + STORY, "2024-03-12T12:00Z"),
        article("short.txt", STORY, "2024-03-12T09:00Z"),
    )
    plain = origin.attribute([long, short], [link(long, short, cover=(0.45, 0.6))])
    torn = origin.attribute([long, short], [link(long, short, cover=(0.5, 1.0))])
    assert plain.article == "short.txt" and torn.kind == "unknown"
    assert torn.reason == (
        "Cannot be told: short.txt is the earliest by 3 h (2024-03-12 09:00 UTC), "
        "but long.txt goes on where short.txt ends, as copies cut from the bottom do."
    )


def test_a_press_release() -> None:
    found = attribute(
        article("vantrose/oven.md", f"# New oven\n*Press release | 14 March 2024, 09:00 UTC*\n\n{STORY}"),
        article("courier/oven.txt", f"Bread from the sun\nBy Ennis Gorring | 14 March 2024, 4:20 p.m.\n\n{STORY}"),
    )
    assert (found.kind, found.article) == ("article", "vantrose/oven.md")
    assert found.confidence <= 0.8
    assert found.reason == (
        'It calls itself a "Press release", and is the earliest by 7 h 20 min as the clocks are written '
        "(2024-03-14 09:00 UTC, not all zones named)."
    )


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        (
            ("2024-03-12", "2024-03-12"),
            "Cannot be told: dates that do not order them, no credits, and both carry the same text.",
        ),
        (("2024-03-12", None), "Cannot be told: only a.txt has a date, no credits, and both carry the same text."),
        (
            ("2024-03-12T09:00", "2024-03-12T16:00"),
            "Cannot be told: a.txt is the earliest by 7 h as the clocks are written "
            "(2024-03-12 09:00, zone unknown, not all zones named), which is too little to go by.",
        ),
        (
            ("2024-03-12T09:00Z", "2024-03-12T09:02Z"),
            "Cannot be told: a.txt is the earliest by 2 min (2024-03-12 09:00 UTC), which is too little to go by.",
        ),
    ],
)
def test_times_that_do_not_tell(dates: tuple[str | None, str | None], reason: str) -> None:
    found = attribute(article("a.txt", published=dates[0]), article("b.txt", published=dates[1]))
    assert (found.kind, found.confidence, found.reason) == ("unknown", 0.0, reason)


def test_two_of_three_that_may_be_the_earliest() -> None:
    days = {"a.txt": "2024-03-12", "b.txt": "2024-03-12", "c.txt": "2024-03-14"}
    found = attribute(*(article(id, published=day) for id, day in days.items()))
    assert found.kind == "unknown"
    assert found.reason == (
        "Cannot be told: a.txt may be the earliest, as may 1 other (2024-03-12), and nothing tells them apart."
    )


def test_evidence_that_points_both_ways() -> None:
    found = attribute(
        article(WIRE, published="2024-03-12T12:30Z"),
        article(GAZETTE, f"{STORY}Nobody was hurt, Meridian Wire reported.", "2024-03-12T09:10Z"),
    )
    assert found.kind == "unknown" or found.confidence < 0.8
    assert "is the earliest by 3 h 20 min" in found.reason and "Meridian Wire reported" in found.reason


# What counts, and how much


@pytest.mark.parametrize(
    ("first", "second", "at_least", "at_most"),
    [
        ("2024-03-12T09:10Z", "2024-03-12T12:30Z", 0.7, 0.8),
        ("2024-03-12T09:10+01:00", "2024-03-12T09:10Z", 0.7, 0.8),
        ("2024-03-12", "2024-03-14", 0.5, 0.7),
    ],
)
def test_the_clearer_the_times_the_surer(first: str, second: str, at_least: float, at_most: float) -> None:
    found = attribute(article("a.txt", published=second), article("b.txt", published=first))
    assert found.article == "b.txt"
    assert at_least <= found.confidence <= at_most


def test_a_date_line_is_believed_a_little_less_than_a_field() -> None:
    lines = [f"Ferry hits barge\n12 March 2024, {clock} UTC\n{STORY}" for clock in ("09:10", "12:30")]
    read = attribute(*(article(f"{number}.txt", text) for number, text in enumerate(lines)))
    stated = attribute(article("0.txt", published="2024-03-12T09:10Z"), article("1.txt", published="2024-03-12T12:30Z"))
    assert read.article == stated.article == "0.txt"
    assert read.confidence < stated.confidence


def test_the_earliest_of_many_is_as_sure_as_of_two() -> None:
    members = [
        article(f"{number:03}.txt", published=f"2024-03-12T{9 + number // 60:02}:{number % 60:02}Z")
        for number in range(7, 300)
    ]
    found = origin.attribute([article("early.txt", published="2024-03-12T06:00Z"), *members], links(members[:20]))
    assert found.article == "early.txt"
    assert found.confidence >= 0.7


def test_members_without_a_date_may_be_earlier() -> None:
    dated = [article("a.txt", published="2024-03-12T09:10Z"), article("b.txt", published="2024-03-12T12:30Z")]
    undated = [article(f"undated-{number}.txt") for number in range(3)]
    assert attribute(*dated).kind == "article"
    assert attribute(*dated, *undated).kind == "unknown"


def test_a_credit_weighs_more_than_a_mention() -> None:
    wire = article(WIRE)
    credited = attribute(wire, article(GAZETTE, f"PORT ELARA (Meridian Wire) - {STORY}"))
    mentioned = attribute(wire, article(GAZETTE, f"It was foggy, Meridian Wire reported. {STORY}"))
    assert credited.article == mentioned.article == WIRE
    assert credited.confidence > mentioned.confidence > 0.5


def test_a_story_signed_by_its_own_outlet() -> None:
    found = attribute(
        article(WIRE, f"PORT ELARA (Meridian Wire) - {STORY}"),
        article(GAZETTE),
        article(POST, f"{STORY} (Meridian Wire)"),
    )
    assert found.article == WIRE
    assert any("is signed by its own outlet" in item.text and item.weight > 0 for item in found.evidence)


def test_an_outlet_with_two_versions_shares_the_credit() -> None:
    versions = [article(f"meridian-wire/{number}.txt") for number in (1, 2)]
    found = attribute(*versions, article(GAZETTE, f"PORT ELARA (Meridian Wire) - {STORY}"))
    assert found.kind == "unknown"
    assert "nothing tells them apart" in found.reason
    dated = [article(f"meridian-wire/{n}.txt", published=f"2024-03-12T0{n}:00Z") for n in (1, 2)]
    found = attribute(*dated, article(GAZETTE, f"PORT ELARA (Meridian Wire) - {STORY}", "2024-03-12T12:00Z"))
    assert found.article == "meridian-wire/1.txt"


def test_two_agencies_outside_count_little_more_than_one() -> None:
    one = attribute(*(article(id, f"Berlin (dpa) - {STORY}") for id in ("a.txt", "b.txt")))
    two = attribute(*(article(id, f"Berlin (dpa/AFP) - {STORY}") for id in ("a.txt", "b.txt")))
    assert one.name == "dpa" and two.name in ("dpa", "AFP")
    assert one.confidence <= two.confidence <= one.confidence + 0.05


def test_a_few_credits_of_an_agency_name_it_without_certainty() -> None:
    credited = article("a.txt", f"LONDON (Reuters) - {STORY}")
    found = attribute(credited, article("b.txt"))
    assert (found.kind, found.name) == ("outside", "Reuters")
    assert 0.6 < found.confidence < 1
    many = attribute(credited, *(article(f"b{number}.txt") for number in range(20)))
    assert many.name == "Reuters" and many.confidence < found.confidence


def test_an_agency_named_in_what_is_shared_speaks_for_outside() -> None:
    quoted, told = f"According to Yonhap, it was dark. {STORY}", f"It was dark, they told Yonhap. {STORY}"
    for text, sign in ((quoted, "outside quoted"), (told, "outside told")):
        found = attribute(article("a.txt", text), article("b.txt", text))
        assert [item.weight for item in evidence(found, "credit")] == [weights.SIGNS[sign]]


def test_a_source_named_where_another_has_the_same_words_without_it() -> None:
    plain, named = article("a.txt"), article("b.txt", f"{SENTENCE[:-2]}, the Velmarch Times reported. {SENTENCE * 9}")
    found = attribute(plain, named)
    assert (found.kind, found.name) == ("outside", "Velmarch Times")
    assert found.evidence[0].text == (
        'Where b.txt names Velmarch Times ("Velmarch Times reported"), others have the same words without it.'
    )
    assert not evidence(attribute(plain, named, kind="paraphrased"), "credit")


def test_an_agency_quoted_in_a_passage_of_its_own_says_nothing() -> None:
    aside, other = article("a.txt", f"{STORY}{STORY}According to Yonhap, it was dark."), article("b.txt")
    found = origin.attribute([aside, other], [link(aside, other, cover=(0.4, 1.0))])
    assert not evidence(found, "credit")


def test_a_canonical_link_is_a_credit() -> None:
    wire = Article(id="1", text=STORY, source="Meridian Wire", url="https://meridianwire.example/ferry")
    paper = Article(
        id="2", text=STORY, source="Post", extra={"canonical_url": "https://www.meridianwire.example/ferry/"}
    )
    found = attribute(wire, paper)
    assert found.article == "1" and "is credited by 2" in found.reason
    own = Article(id="3", text=STORY, url="https://post.example/f", extra={"canonical": "https://www.post.example/f/"})
    assert not evidence(attribute(article("4"), own), "credit")
    mobile = replace(own, source="The Evening Post", extra={"canonical": "https://m.post.example/2024/f.html"})
    assert not evidence(attribute(article("4"), mobile), "credit")
    assert attribute(article("4"), paper).name == "meridianwire"


def test_versions_of_one_outlet_grow() -> None:
    short, long = article("1", source="Meridian Wire"), article("2", STORY * 4, source="Meridian Wire")
    found = origin.attribute([short, long], [link(short, long, cover=(1.0, 0.25))])
    assert found.article == "1"
    assert found.reason == "It has 25% of the length of the longest version of one outlet's story."


def placed(a: Article, b: Article, a_start: int, b_start: int, length: int) -> Link:
    """A link with one passage that begins at these places."""
    (passage,) = link(a, b).passages
    where = {"a_start": a_start, "a_end": a_start + length, "b_start": b_start, "b_end": b_start + length}
    moved = Passage(**{**passage.to_dict(), **where})
    shares = length / len(a.text), length / len(b.text)
    return Link(**{**link(a, b, cover=shares).to_dict(), "passages": (moved,)})


def test_what_the_fullest_lacks_points_outside() -> None:
    a, b, c = (article(f"{name}.txt", STORY * 2) for name in "abc")
    half = len(STORY)
    apart = [placed(a, b, 0, half, half), placed(b, c, 0, half, half), placed(c, a, 0, half, half)]
    alike = [placed(a, b, 0, 0, half), placed(b, c, 0, 0, half), placed(c, a, 0, 0, half)]
    for found, expected in ((apart, ["33% of what is shared is not in c.txt, which carries most of it."]), (alike, [])):
        outside = [
            item.text for item in evidence(origin.attribute([a, b, c], found), "containment") if not item.article
        ]
        assert outside == expected


def test_what_everybody_was_told() -> None:
    a, b = article("a.txt"), article("b.txt")
    found = origin.attribute([a, b], [link(a, b, cover=(0.3, 0.3), quoted=0.95)])
    assert [item.text for item in evidence(found, "quotation")] == ["What they share stands in quotation marks."]
    assert not evidence(origin.attribute([a, b], [link(a, b, quoted=0.2)]), "quotation")


@pytest.mark.parametrize(
    ("first", "second", "spoken"),
    [
        ("one.txt", "two.txt", True),
        (WIRE, GAZETTE, True),
        (WIRE, POST, False),  # one quotes the other, so it retells that
    ],
)
def test_retellings_that_know_of_each_other_need_no_source_outside(first: str, second: str, spoken: bool) -> None:
    text = STORY if spoken else f"{STORY}It was foggy, Meridian Wire reported."
    found = attribute(article(first), article(second, text), kind="paraphrased")
    assert bool(evidence(found, "paraphrase")) == spoken
    assert found.kind == ("outside" if spoken else "article")


@pytest.mark.parametrize(
    ("identical", "cover", "at_least", "at_most"),
    [
        (0.3, (1.0, 1.0), weights.SIGNS["retold"] + weights.SIGNS["retold whole"], 6.0),
        (0.3, (0.6, 0.6), 2.0, 3.0),  # they have something of their own
        (0.3, (0.2, 0.2), 0.5, 1.5),  # they share less
        (0.3, (0.3, 1.0), 0.0, 0.0),  # one was shortened
        (0.83, (0.6, 0.6), 0.5, 1.5),  # half reworded, half copied
        (0.9, (0.6, 0.6), 0.0, 0.0),  # copied
    ],
)
def test_how_much_a_retelling_weighs(
    identical: float, cover: tuple[float, float], at_least: float, at_most: float
) -> None:
    text = "".join(f"Ferry {number} left the harbour before the fog came down. " for number in range(20))
    a, b = article("a.txt", text), article("b.txt", text)
    found = origin.attribute([a, b], [link(a, b, "paraphrased", cover, identical=identical)])
    assert at_least <= math.fsum(item.weight for item in evidence(found, "paraphrase")) <= at_most


def test_the_first_to_retell_need_not_have_had_it_first() -> None:
    times = ("2024-03-12T09:10Z", "2024-03-12T12:30Z")
    copied = attribute(*(article(f"{time}.txt", published=time) for time in times))
    retold = attribute(*(article(f"{time}.txt", published=time) for time in times), kind="paraphrased")
    assert copied.kind == "article"
    assert retold.kind == "outside"
    assert evidence(retold, "time")[0].weight < evidence(copied, "time")[0].weight / 3


# What holds for every cluster


def test_what_is_alone_has_no_origin() -> None:
    for members in ([], [article("a.txt", published="2024-03-12")]):
        found = origin.attribute(members, [])
        assert (found.kind, found.article, found.confidence, found.evidence) == ("unknown", None, 0.0, ())
        assert found.reason


def test_links_to_others_and_links_without_anything_are_passed_over() -> None:
    a, b, stranger = article("a.txt"), article("b.txt"), article("stranger.txt", STORY * 3)
    nothing = Link(**{**link(a, b).to_dict(), "kind": "none", "how": None, "passages": ()})
    plain = origin.attribute([a, b], [link(a, b)])
    assert origin.attribute([a, b], [link(a, b), link(stranger, a, cover=(0.3, 1.0))]) == plain
    assert origin.attribute([a, b], [nothing]) == origin.attribute([a, b], [])


@pytest.mark.parametrize("n", [2, 3, 10, 1000])
def test_singling_out_gives_the_same_odds_in_every_cluster(n: int) -> None:
    for k in (1, n // 2, n - 1):
        weight = weights.singled_out(3.0, k, n)
        together = k * math.exp(weight) / (n - k)
        assert together == pytest.approx(math.exp(3.0)) or (weight == 0 and together > math.exp(3.0))
    assert weights.singled_out(3.0, 0, n) == weights.singled_out(3.0, n, n) == 0


TIMES = st.sampled_from(
    [None, "2024-03-12", "2024-03-13", "2024-03-12T09:10Z", "2024-03-12T09:10", "2024-03-12T12:30Z"]
)
TEXTS = st.sampled_from(
    [
        STORY,
        f"LONDON (Reuters) - {STORY}",
        f"PORT ELARA (Meridian Wire) - {STORY}",
        f"{STORY}Meridian Wire reported it.",
    ]
)
SOURCES = st.sampled_from([None, "Meridian Wire", "Harbour Gazette", "Reuters"])


@st.composite
def clusters(draw: st.DrawFn) -> tuple[list[Article], list[Link]]:
    """Members that say all sorts of things, with some links between them, in any order and seen from either side."""
    count = draw(st.integers(min_value=2, max_value=5))
    members = [article(f"{number}.txt", draw(TEXTS), draw(TIMES), draw(SOURCES)) for number in range(count)]
    shares = st.sampled_from([0.2, 0.5, 0.8, 1.0])
    kinds: st.SearchStrategy[PassageKind] = st.sampled_from(["verbatim", "edited", "paraphrased"])
    found = [
        link(a, b, draw(kinds), (draw(shares), draw(shares)))
        for a, b in itertools.combinations(members, 2)
        if draw(st.booleans())
    ]
    return members, found


@given(clusters(), st.randoms(use_true_random=False))
def test_the_order_of_members_and_links_and_their_sides_do_not_matter(
    cluster: tuple[list[Article], list[Link]], random: Random
) -> None:
    members, found = cluster
    other_members, other_links = members[:], [link.mirrored() if random.random() < 0.5 else link for link in found]
    random.shuffle(other_members)
    random.shuffle(other_links)
    assert origin.attribute(other_members, other_links) == origin.attribute(members, found)


@given(clusters())
def test_a_verdict_is_in_shape(cluster: tuple[list[Article], list[Link]]) -> None:
    members, found = cluster
    said = origin.attribute(members, found)
    assert (said.article in {member.id for member in members}) == (said.kind == "article")
    assert said.confidence == 0.0 if said.kind == "unknown" else 0.5 <= said.confidence <= 0.99
    assert said.name is None or said.kind == "outside"
    total = math.fsum(chance.probability for chance in said.ranking) + said.outside + said.unknown
    assert total == pytest.approx(1, abs=1e-3)
    assert sorted(chance.article for chance in said.ranking) == sorted(member.id for member in members)
    falling = [chance.probability for chance in said.ranking]
    assert falling == sorted(falling, reverse=True)
    assert said.kind != "article" or said.ranking[0].article == said.article
    assert said.reason[0].isupper() and said.reason.endswith(".") and "\n" not in said.reason
    assert {item.kind for item in said.evidence} <= {
        *("time", "credit", "containment", "paraphrase", "quotation", "phylogeny", "role")
    }
    heaviness = [abs(item.weight) for item in said.evidence]
    assert heaviness == sorted(heaviness, reverse=True) and all(heaviness)


@given(clusters())
def test_probabilities_sum_to_one(cluster: tuple[list[Article], list[Link]]) -> None:
    case = prepare(*cluster)
    chances = verdict.probabilities(case, [])
    assert math.fsum(chances.values()) == pytest.approx(1)
    assert max(chances, key=lambda outcome: chances[outcome]) == ("unknown", "")


@given(
    st.lists(
        st.tuples(st.text(), st.text(), st.text(), st.text()), min_size=2, max_size=4, unique_by=lambda row: row[0]
    )
)
def test_any_articles_are_judged_without_complaint(rows: list[tuple[str, str, str, str]]) -> None:
    members = [Article(id=id, text=text, source=source, published=date) for id, text, source, date in rows]
    assert 0 <= origin.attribute(members, links(members)).confidence <= 1
