"""Smaller signs of who had it first: days of the week, addresses, bylines and other data, places."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet import origin
from syndet.model import Article, Evidence, Link, Origin, Passage, PassageKind
from syndet.origin import metadata, outlets, sharing, times, vocabulary, weekdays
from syndet.origin.case import prepare
from syndet.origin.outlets import Names

SENTENCE = "The ferry left the harbour before the fog came down, and nobody thought anything of it. "
STORY = SENTENCE * 10
TUESDAY = f"The harbour master said on Tuesday that the quay is open. {STORY}"

NAMES: Names = outlets.names(["Meridian Wire", "Harbour Gazette", "Skerrin Post"])


def article(id: str, text: str = STORY, **fields: Any) -> Article:
    return Article(id=id, text=text, **fields)


def attribute(*members: Article) -> Origin:
    """The origin of articles that carry the same story in the same words."""
    return origin.attribute(members, [link(a, b) for a, b in itertools.combinations(members, 2)])


def link(a: Article, b: Article, cover: tuple[float, float] = (1.0, 1.0), identical: float = 1.0) -> Link:
    """A link with one passage that begins where the texts do and covers these shares of them."""
    how: PassageKind = "verbatim" if identical == 1 else "paraphrased"
    passage = Passage(
        a=a.id, a_start=0, a_end=int(len(a.text) * cover[0]), b=b.id, b_start=0, b_end=int(len(b.text) * cover[1]),
        kind=how, score=0.9, identical=identical, matched=1.0, ordered=1.0, ratio=1.0, quoted=0.0, boilerplate=False,
    )  # fmt: skip
    return Link(
        a=a.id, b=b.id, kind="derived", how=how, coverage_a=cover[0], coverage_b=cover[1], strength=1.0, score=0.9,
        jaccard=identical, passages=(passage,),
    )  # fmt: skip


def evidence(found: Origin, word: str) -> list[Evidence]:
    """What was weighed and says this word."""
    return [item for item in found.evidence if word in item.text]


# Days of the week: 12 March 2024 was a Tuesday.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The quay is open, she said on Tuesday.", 1),
        ("The quay opened Tuesday, she said.", 1),
        ("Die Mole ist offen, sagte sie am Dienstag.", 1),
        ("Le quai est ouvert, a-t-elle dit mardi.", 1),
        ("El muelle está abierto, dijo el miércoles.", 2),
        ("O cais está aberto, disse na quarta-feira.", 2),
        ("It opened on Monday. She said so on Tuesday.", 0),
        ("The council will meet on Friday. She said so on Tuesday.", 1),
        ("It has been shut since last Monday, she said.", None),
        ("Die Mole soll bis Freitag offen sein.", None),
        ("The Sun set, and she sat by the sea.", None),
        ("Mondays are slow.", None),
        ("LUNDİ \u2013 le quai est ouvert, a-t-elle dit lundi.", 0),
        (f"{STORY} She said so on Tuesday.", None),
    ],
)
def test_the_day_that_a_text_tells_of(text: str, day: int | None) -> None:
    assert weekdays.named(text) == day


@pytest.mark.parametrize(
    ("published", "after"),
    [
        ("2024-03-12", 0),
        ("2024-03-13", 1),
        ("2024-03-11", -1),
        ("2024-03-15T09:00Z", 3),
        ("2024-03-12T23:30:00-08:00", 0),  # a Tuesday by the clock on the wall, whatever it is in London
        ("12 March 2024, 23:30 UTC", 0),
        ("13 March 2024, 04:00 UTC", 0),  # no longer a Tuesday in London, but half of the world is not there
        ("13 March 2024, 14:00 UTC", 1),
    ],
)
def test_how_long_after_that_day_a_time_is(published: str, after: int) -> None:
    moment = times.from_field(published)
    assert moment is not None and weekdays.days_after(moment, 1) == after


def test_who_is_dated_on_the_day_that_the_text_tells_of() -> None:
    found = attribute(article("a", TUESDAY, published="2024-03-12"), article("b", TUESDAY, published="2024-03-13"))
    (item,) = evidence(found, "Tuesday")
    assert (item.kind, item.article) == ("time", "a") and item.weight > 0
    assert item.text == "a is dated on a Tuesday, the day that its text tells of, as 1 other is not."
    plain = attribute(article("a", published="2024-03-12"), article("b", published="2024-03-13"))
    assert found.article == "a" and found.confidence > plain.confidence


def test_a_date_before_the_day_that_the_text_tells_of_is_doubted() -> None:
    early, other = article("a", TUESDAY, published="2024-03-11"), article("b", TUESDAY, published="2024-03-12")
    found = attribute(early, other)
    (against,) = [item for item in evidence(found, "Tuesday") if item.weight < 0]
    assert against.text == "a is dated on the day before the Tuesday that its text tells of."
    plain = attribute(article("a", published="2024-03-11"), article("b", published="2024-03-12"))
    chances = {chance.article: chance.probability for chance in found.ranking}
    assert chances["a"] < max(chance.probability for chance in plain.ranking)


def test_a_day_that_fits_all_or_only_one_names_says_nothing() -> None:
    same = attribute(article("a", TUESDAY, published="2024-03-12"), article("b", TUESDAY, published="2024-03-12"))
    lone = attribute(article("a", TUESDAY, published="2024-03-12"), article("b", STORY, published="2024-03-13"))
    undated = attribute(article("a", TUESDAY, published="2024-03"), article("b", TUESDAY))
    assert not any(evidence(found, "Tuesday") for found in (same, lone, undated))


# Addresses that contradict the field


def test_an_address_that_contradicts_the_field_makes_the_time_less_sure() -> None:
    wrong = article("a", published="2024-03-10T09:00Z", url="https://a.example/2024/03/13/ferry")
    other = article("b", published="2024-03-12T09:00Z", url="https://b.example/2024/03/12/ferry")
    found = attribute(wrong, other)
    assert found.kind == "unknown" and not evidence(found, "earliest")
    assert [item.text for item in found.evidence] == [
        'a is dated 2024-03-10T09:00Z, but its address says "/2024/03/13", so that its time is less sure.'
    ]
    assert attribute(article("a", published="2024-03-10T09:00Z"), other).article == "a"


@pytest.mark.parametrize(
    ("published", "path", "said"),
    [
        ("2012-08-22T10:00Z", "2012/08/22", "2012-08-22 10:00 UTC"),
        ("2012-08-22T23:00:00-08:00", "2012/08/22", "2012-08-23 07:00 UTC"),
        ("2012-08-22", "2012/08/21", "2012-08-22"),
        ("2012-08-01", "2012/07", "2012-08-01"),
        ("2012-08", "2012/08/22", "2012-08"),
        ("2012-08-20T10:00Z", "2012/08/22", "2012-08-20 to 2012-08-22, as field and address differ"),
        ("2012-08-22", "2012/08/20", "2012-08-20 to 2012-08-22, as field and address differ"),
        ("2012-08-22", "2012/06", "2012-06-01 to 2012-08-22, as field and address differ"),
    ],
)
def test_a_zone_s_width_is_no_contradiction(published: str, path: str, said: str) -> None:
    url = f"https://a.example/{path}/ferry"
    assert str(times.published(article("a", published=published, url=url))) == said


@given(st.dates(date(1995, 1, 1), date(2030, 1, 1)), st.integers(-9, 9) | st.integers(-3000, 3000))
def test_a_contradicted_time_lasts_from_one_date_to_the_other(field: date, days: int) -> None:
    path = field + timedelta(days=days)
    url = f"https://a.example/{path:%Y/%m/%d}/ferry"
    moment = times.published(article("a", published=field.isoformat(), url=url))
    assert moment is not None and moment.end.date() > max(field, field if moment.until is None else path)
    assert moment.instant.date() == (field if moment.until is None else min(field, path))
    assert (moment.until is None) == (abs(days) < 2)


# What an article's data says of it


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"byline": "Anna Holt, Associated Press"}, ["AP"]),
        ({"byline": "By Anna Holt | Meridian Wire"}, ["Meridian Wire"]),
        ({"byline": "Anna Holt (AP)"}, ["AP"]),
        ({"byline": "Reuters Staff"}, ["Reuters"]),
        ({"byline": "dpa/AFP"}, ["dpa", "AFP"]),
        ({"byline": "Anna Holt of the Velmarch Times"}, ["Velmarch Times"]),
        ({"byline": "Anna Holt and Jon Berg"}, []),
        ({"byline": "Skerrin Post"}, []),
        ({"extra": {"infoSources": "AFP, dpa"}}, ["AFP", "dpa"]),
        ({"extra": {"infoSources": ["AFP", "dpa"]}}, ["AFP", "dpa"]),
        ({"extra": {"copyrightHolder": "2024 The Associated Press"}}, ["AP"]),
        ({"extra": {"copyrightHolder": "Skerrin Post Ltd"}}, []),
        ({"extra": {"creditline": "dpa/AFP"}}, ["dpa", "AFP"]),
        ({"extra": {"dateline": "BERLIN (dpa) -"}}, ["dpa"]),
        ({"extra": {"dateline": "BERLIN"}}, []),
        ({"extra": {"original_source": "Meridian Wire"}}, ["Meridian Wire"]),
        ({"extra": {"original_source": "https://meridianwire.example/ferry"}}, []),
        ({"extra": {"credit": "Photo: AFP"}}, []),
        ({"extra": {"section": "Reuters"}}, []),
    ],
)
def test_whom_the_data_of_an_article_credits(fields: dict[str, Any], names: list[str]) -> None:
    found = metadata.find(article("a", source="Skerrin Post", **fields), NAMES)
    assert [credit.name for credit in found] == names
    assert all(credit.kind == "credit" for credit in found)


def test_a_byline_that_names_another_member_s_outlet_is_a_credit() -> None:
    found = attribute(
        article("wire", source="Associated Press"),
        article("paper", source="Post", byline="Anna Holt, Associated Press"),
    )
    assert found.article == "wire" and found.confidence >= 0.8
    assert 'is credited by paper ("byline: Anna Holt, Associated Press")' in found.reason


def test_sources_in_the_data_may_be_outside() -> None:
    members = [article(id, source=f"{id} Post", extra={"infoSources": "dpa"}) for id in "ab"]
    found = attribute(*members)
    assert (found.kind, found.name) == ("outside", "dpa")
    assert found.evidence[0].text == (
        'The text is credited to dpa, which is not in this set, by both members ("infoSources: dpa").'
    )


def test_a_credit_in_the_text_is_told_before_one_in_the_data() -> None:
    text = f"PORT ELARA (Reuters) - {STORY}"
    members = [article(id, text, source=f"{id} Post", byline="Reuters Staff") for id in "ab"]
    assert '("(Reuters) -")' in attribute(*members).reason


def test_a_canonical_link_to_a_member_s_own_page_credits_that() -> None:
    wire = article("1", source="Meridian Wire", url="https://mw.example/ferry")
    paper = article("2", source="Post", extra={"canonical_url": "https://www.mw.example/ferry/"})
    found = attribute(wire, paper)
    assert found.article == "1" and "is credited by 2" in found.reason


@pytest.mark.parametrize("place", ["link canonical", "front matter: canonical_url", "header line: Canonical"])
def test_a_page_whose_canonical_link_is_another_s_page_credits_that(place: str) -> None:
    url, canonical = "https://mw.example/ferry", {"url": place}
    wire = article("1", source="Meridian Wire", url=url)
    pages = [article(id, source=f"{id} Post", url=url, found=canonical) for id in "23"]
    found = attribute(wire, *pages)
    assert found.article == "1" and f'is credited by 2 and 1 other ("{place}:' in found.reason
    assert not evidence(attribute(*pages), "credit")  # whose page that is, neither says
    named = attribute(article("1", source="Mw", url=url, found=canonical), pages[0])
    assert named.article == "1"


# Places


def test_an_outlet_of_the_very_place_is_a_little_likelier() -> None:
    members = [
        article(id, source=source, extra={"located": "Harbour, Coast"})
        for id, source in (("a", "Harbour Gazette"), ("b", "Skerrin Post"))
    ]
    found = attribute(*members)
    (item,) = found.evidence
    assert (item.kind, item.article) == ("place", "a") and 0 < item.weight < 1
    assert item.text == 'a is of an outlet of the very place where it was written ("Harbour").'
    assert found.kind == "unknown"


def test_a_place_that_says_nothing() -> None:
    for located in ("", "Velmarch", "The", 7):
        members = [article(id, source="Harbour Gazette" * (id == "a"), extra={"located": located}) for id in "ab"]
        assert attribute(*members).evidence == ()


# Abridged retellings


FULL = (
    "Campaigners have lodged objections to an ambitious bid by the harbour authority to reclaim the derelict saltmarsh,"
    " arguing that the proposal disregards migratory birds. The authority insists that its engineers consulted"
    " conservationists extensively before drafting the plans."
)
PLAIN = (
    "Some people are against the plan of the harbour authority for the old saltmarsh. They say the plan is bad for the"
    " birds. The authority says it asked people who know the birds about the plan."
)
OTHERWISE = (
    "Activists filed protests against a sweeping scheme of the port authority to redevelop the abandoned saltmarsh,"
    " claiming that the project ignores migrating birds. The authority maintains that its planners broadly heard"
    " environmentalists before drawing up the designs."
)


def retelling(*texts: str) -> Origin:
    """The origin of articles with these texts, which tell one story throughout in other words."""
    members = [article(f"{place}.txt", text) for place, text in enumerate(texts)]
    links = [link(a, b, identical=0.4) for a, b in itertools.combinations(members, 2)]
    return origin.attribute(members, links)


def retold(*sentences: int) -> Origin:
    """The origin of articles of so many sentences each, which tell one story; each sentence names other boats."""
    text = [f"Ferry {number} left berth {number + 100} before the fog came down. " for number in range(max(sentences))]
    return retelling(*("".join(text[:count]) for count in sentences))


def test_who_retells_for_other_readers_takes_fewer_different_words() -> None:
    found = retelling(PLAIN, FULL)
    assert found.article == "1.txt"
    (item,) = evidence(found, "for what all tell")
    assert item.text == "1.txt has 30% more different words than the other for what all tell in words of their own."


def test_two_translations_have_as_many_different_words() -> None:
    found = retelling(OTHERWISE, FULL)
    assert found.kind == "outside" and not evidence(found, "for what all tell")


def test_of_retellings_the_fullest_is_the_source_of_shortened_ones() -> None:
    found = retold(10, 20, 14)
    assert found.article == "1.txt" and found.confidence >= 0.8
    (item,) = evidence(found, "for what all tell")
    assert item.text.startswith("1.txt has 51% more different words than the other 2 on average for what all tell")


def test_retellings_of_one_length_have_a_source_outside() -> None:
    for sentences in ((20, 20), (40, 41, 40), (20, 20, 20, 20)):
        found = retold(*sentences)
        assert found.kind == "outside" and not evidence(found, "for what all tell")


def test_two_that_have_as_many_words_are_not_told_apart_by_a_third() -> None:
    found = retold(20, 20, 10)
    assert not evidence(found, "for what all tell") and not evidence(found, "retell one story")


def test_the_more_members_are_shorter_the_surer() -> None:
    two, three, four = (
        evidence(retold(*lengths), "for what all tell")[0] for lengths in ((20, 14), (20, 14, 12), (20, 14, 12, 10))
    )
    assert two.weight < three.weight < four.weight


def test_what_is_copied_is_not_retold() -> None:
    long, short = article("a", FULL * 2), article("b", PLAIN)
    assert not evidence(origin.attribute([long, short], [link(long, short)]), "for what all tell")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("the ferry and the boat", "The Ferry, the boat. A boat?", 1.0),  # each word once, without case
        ("one two three four", "one two", 2.0),
        ("渡船渡船", "渡船离港", 0.5),  # of a script without spaces each letter is a word
        ("...", "one two", 0.5),
    ],
)
def test_how_many_times_the_different_words(one: str, other: str, ratio: float) -> None:
    a, b = article("a", one), article("b", other)
    case = prepare([a, b], [link(a, b)])
    assert vocabulary.leads(case, sharing.find(case)) == [pytest.approx(math.log(ratio))]


def test_only_the_words_in_passages_count() -> None:
    a, b = article("a", "one two three four five six seven eight"), article("b", "one two three four")
    case = prepare([a, b], [link(a, b, cover=(0.5, 1.0))])
    assert vocabulary.leads(case, sharing.find(case)) == [0.0]


# One outlet's own versions


def versions(*sentences: int, inside: float = 1.0) -> Origin:
    """The origin of one outlet's versions of so many sentences; the longer has so much of the shorter one."""
    members = [article(f"v{count}", SENTENCE * count, source="Skerrin Post") for count in sentences]
    links = []
    for a, b in itertools.combinations(members, 2):
        ratio = len(a.text) / len(b.text)
        links.append(link(a, b, cover=(inside, ratio) if ratio < 1 else (1 / ratio, inside)))
    return origin.attribute(members, links)


def test_the_shorter_of_two_versions_came_first() -> None:
    for sentences in ((18, 20), (20, 18), (10, 20), (5, 20)):
        found = versions(*sentences)
        assert found.article == f"v{min(sentences)}"
    assert 0.6 < versions(18, 20).confidence < versions(10, 20).confidence < versions(2, 20).confidence <= 0.97


def test_versions_as_long_as_each_other_tell_nothing() -> None:
    same = [article(id, source="Skerrin Post") for id in "ab"]
    found = attribute(*same)
    assert found.kind == "unknown" and found.outside < 0.1
    assert [item.text for item in found.evidence] == ["All of them are one outlet's own."]


def test_a_shorter_text_that_the_longer_does_not_have_is_hardly_its_first_version() -> None:
    assert versions(14, 20, inside=0.3).confidence < 0.6 < 0.8 < versions(14, 20).confidence


def test_a_credit_says_that_even_one_outlet_s_versions_are_from_outside() -> None:
    members = [article(id, f"LONDON (Reuters) - {STORY}", source="Skerrin Post") for id in "ab"]
    assert (attribute(*members).kind, attribute(*members).name) == ("outside", "Reuters")
