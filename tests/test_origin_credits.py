"""Credits and mentions: whose text an article says it carries, and whom it merely quotes."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet.model import Article
from syndet.origin import agencies, credits, outlets
from syndet.origin.credit import Credit
from syndet.origin.outlets import Names

STORY = "The ferry left the harbour before the fog came down, and nobody on the quay thought anything of it."
OUTLETS: Names = outlets.names(["Meridian Wire", "Harbour Gazette", "The Nation", "Snowe"])


def found(text: str, kind: str) -> list[str]:
    """The names that a text credits, or those that it mentions."""
    return [credit.name for credit in credits.find(text, OUTLETS) if credit.kind == kind]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        # Datelines of agencies
        ("NEW YORK (Reuters) - ", ["Reuters"]),
        ("BEIJING  Feb 12 (Reuters) - ", ["Reuters"]),
        ("By Anna Holt and Jon Berg STOCKHOLM  Nov 9 (Reuters) - ", ["Reuters"]),
        ("“BERLIN (AP) — ", ["AP"]),
        ("(CNN)", ["CNN"]),
        ("Washington (CNN) – ", ["CNN"]),
        ("Berlin (dpa) - ", ["dpa"]),
        ("Berlin (dpa/AFP) - ", ["AFP", "dpa"]),
        ("Frankfurt/Main (dpa-AFX) - ", ["dpa"]),
        ("Berlin, 12. März (epd). ", ["epd"]),
        ("PARIS, 12 mars 2024 (AFP) - ", ["AFP"]),
        ("Lisboa, 12 mar 2024 (Lusa) - ", ["Lusa"]),
        ("Madrid, 12 mar (EFE).- ", ["EFE"]),
        ("(ANSA) - ROMA, 12 MAR - ", ["ANSA"]),
        ("SEOUL, Oct. 18 (Yonhap) -- ", ["Yonhap"]),
        ("KYIV. March 12 (Interfax-Ukraine) – ", ["Interfax"]),
        ("MOSCOW, March 12. /TASS/. ", ["TASS"]),
        ("EFE.- ", ["EFE"]),
        ("AFP - ", ["AFP"]),
        ("NEW DELHI: (PTI) ", ["PTI"]),
        ("新华社北京3月12日电 ", ["Xinhua"]),
        ("（共同）", ["Kyodo"]),
        ("(서울=연합뉴스) ", ["Yonhap"]),
        # Outlets in the set, and agencies that nobody knows
        ("PORT ELARA (Meridian Wire) - ", ["Meridian Wire"]),
        ("PORT ELARA (meridian-wire) - ", ["Meridian Wire"]),
        ("PORT ELARA, 12 March (Kestrel Dispatch) — ", ["Kestrel Dispatch"]),
        ("Hellmarsch (Nordpress) - ", ["Nordpress"]),
        ("SKERRIN (NWA) - ", ["NWA"]),
    ],
)
def test_a_dateline_is_a_credit(line: str, names: list[str]) -> None:
    assert found(f"Ferry hits barge\n\n{line}{STORY}\n{STORY}", "credit") == names
    assert all(credit.opens for credit in credits.find(line + STORY, OUTLETS))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Reuters Staff", "Reuters"),
        ("By ANNA HOLT, Associated Press Writer", "AP"),
        ("By Anna Holt of The Associated Press", "AP"),
        ("By Anna Holt | Meridian Wire", "Meridian Wire"),
        ("By Press Trust of India", "PTI"),
        ("Von Agence France-Presse", "AFP"),
        ("Associated Press", "AP"),
        ("Reuters, 12 March 2024", "Reuters"),
        ("*Meridian Wire | 12 March 2024, 06:40 UTC*", "Meridian Wire"),
        ("Source: Xinhua", "Xinhua"),
        ("Quelle: dpa", "dpa"),
        ("Fonte: Agência Brasil", "Agência Brasil"),
        ("Источник: Интерфакс", "Interfax"),
        ("Source: Nordpress", "Nordpress"),
        ("Additional reporting: Meridian Wire", "Meridian Wire"),
        ("© 2024 AFP", "AFP"),
        ("Copyright 2024 The Associated Press. All rights reserved.", "AP"),
        ("(c) Reuters 2024. Click for restrictions.", "Reuters"),
        ("© 2024 Harbour Gazette Publishing Cooperative, all rights reserved.", "Harbour Gazette"),
    ],
)
def test_a_byline_a_label_or_a_copyright_is_a_credit_above_and_below(line: str, name: str) -> None:
    assert found(f"Ferry hits barge\n{line}\n\n{STORY}\n{STORY}", "credit") == [name]
    assert found(f"Ferry hits barge\n\n{STORY * 10}\n\n{line}\n", "credit") == [name]


@pytest.mark.parametrize(
    ("end", "names"),
    [
        (" (dpa)", ["dpa"]),
        (" (Reuters)\n", ["Reuters"]),
        (" (AFP, dpa)", ["AFP", "dpa"]),
        ("\ndpa/afp", ["AFP", "dpa"]),
        (" — Reuters", ["Reuters"]),
        (" /TASS/", ["TASS"]),
        ("\n(APA, 12.3.2024)", ["APA"]),
        (" (Meridian Wire)", ["Meridian Wire"]),
        (" (Kestrel Press)", ["Kestrel Press"]),
    ],
)
def test_the_end_may_be_a_credit(end: str, names: list[str]) -> None:
    assert found(f"Ferry hits barge\n\n{STORY * 10}{end}", "credit") == names


@pytest.mark.parametrize(
    ("sentence", "name", "words"),
    [
        ("“We heard the horn,” Vell told Reuters on Tuesday.", "Reuters", "told Reuters"),
        ("A spokesman stated to Reuters that he had not.", "Reuters", "stated to Reuters"),
        ("According to Yonhap, the barge was lit.", "Yonhap", "According to Yonhap"),
        ("As per South Korea's Yonhap news agency, it was lit.", "Yonhap", "As per South Korea's Yonhap"),
        ("According to South Korea’s Yonhap News Agency, it was.", "Yonhap", None),
        ("The Xinhua news agency carried a picture.", "Xinhua", "Xinhua news agency"),
        ("Twenty-three were hurt, Meridian Wire reported.", "Meridian Wire", "Meridian Wire reported"),
        ("It was seen by Meridian Wire.", "Meridian Wire", "seen by Meridian Wire"),
        ("MERIDIAN WIRE first reported the collision.", "Meridian Wire", "MERIDIAN WIRE first reported"),
        ("The Nation has learned that it was lit.", "The Nation", None),
        ("Die Fähre sank laut dpa nicht.", "dpa", "laut dpa"),
        ("La barge était éclairée, selon l'AFP.", "AFP", "selon l'AFP"),
        ("La barcaza estaba iluminada, según EFE.", "EFE", "según EFE"),
        ("A barcaça estava iluminada, segundo a Lusa.", "Lusa", "segundo a Lusa"),
        ("Баржа шла с огнями, сообщает ТАСС.", "TASS", "сообщает ТАСС"),
        ("据新华社报道，渡轮没有沉没。", "Xinhua", "据新华社"),
        ("연합뉴스에 따르면 배는 가라앉지 않았다.", "Yonhap", "연합뉴스에 따르면"),
    ],
)
def test_who_is_quoted_is_mentioned(sentence: str, name: str, words: str | None) -> None:
    text = f"Ferry hits barge\n\n{STORY}\n{STORY} {sentence} {STORY}\n{STORY}"
    (credit,) = credits.find(text, OUTLETS)
    assert (credit.name, credit.kind) == (name, "mention")
    assert words is None or credit.words == words


@pytest.mark.parametrize(
    "sentence",
    [
        "This article was first published by Meridian Wire.",
        "Originally published on the Meridian Wire website.",
        "Republished with permission from the Meridian Wire.",
    ],
)
def test_a_text_that_says_it_was_theirs_credits_them(sentence: str) -> None:
    assert found(f"{STORY}\n{STORY} {sentence}", "credit") == ["Meridian Wire"]


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"The World Health Organization (WHO) - {STORY}",
        f"World Health Organization (WHO) - {STORY}",
        f"Senator Anna Holt (R-IA) - {STORY}",
        f"Kestrel Motors Inc (KEST) - {STORY}",
        f"HARRISBURG, Pa. — {STORY}",
        f"MOSCOU (Rússia) - A explosão foi ouvida na capital russa. {STORY}",
        f"The bank lost money (EBITDA) - {STORY}",
        f"Meanwhile the coastguard (which is old) - {STORY}",
        f"Ferry hits barge\nJohn Smith/AFP/Getty Images\n{STORY}",
        f"Ferry hits barge\n(AP Photo/John Smith)\n{STORY}",
        f"Reuters building sold to a bank in the city\n{STORY}",
        f"{STORY} (Anna Holt)",
        f"{STORY} They belong to the World Health Organization (WHO).",
        f"{STORY} (Applause)",
        f"{STORY} An AP class costs more, and so does the Reuters building, and BBC television was on.",
        f"{STORY} The nation reported a loss.",  # no capital letter: not the magazine
        f"{STORY} The Meridian Wired reported.",
        f"{STORY} Bloomberg reported his taxes as mayor.",
    ],
)
def test_what_is_neither(text: str) -> None:
    assert credits.find(text, OUTLETS) == ()


def test_a_credit_has_its_place_and_its_words() -> None:
    text = f"Ferry hits barge\n\nPORT  ELARA\t(Meridian\u00a0Wire) - {STORY} Vell told Reuters, and then told Reuters."
    wire, reuters = credits.find(text, OUTLETS)
    assert wire == Credit("Meridian Wire", "credit", 30, 47, "(Meridian Wire) -", opens=True)
    assert text[wire.start : wire.end] == "(Meridian\u00a0Wire) -"
    assert text[reuters.start : reuters.end] == reuters.words == "told Reuters"
    assert reuters.start == text.index("told Reuters")


def test_a_dateline_counts_more_than_the_site_s_own_line() -> None:
    (credit,) = credits.find(f"Ferry hits barge\nMeridian Wire | 12 March\n\nELARA (Meridian Wire) - {STORY}", OUTLETS)
    assert credit.words == "(Meridian Wire) -"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"# Oven line\n*Press release | 14 March 2024*\n{STORY}", "Press release"),
        (f"FOR IMMEDIATE RELEASE\n{STORY}", "FOR IMMEDIATE RELEASE"),
        (f"Pressemitteilung Nr. 12\n{STORY}", "Pressemitteilung"),
        (f"{STORY} The company said in a press release that the line, which is new, is now open to all comers.", None),
        (STORY, None),
    ],
)
def test_a_press_release_says_so(text: str, words: str | None) -> None:
    assert credits.statement(text) == words


@pytest.mark.parametrize(
    ("article", "outlet"),
    [
        (Article(id="ferry.txt", text="", source="Meridian Wire"), "Meridian Wire"),
        (Article(id="meridian-wire/ferry.txt", text=""), "Meridian Wire"),
        (Article(id="2024/news/harbour_gazette/03-12.txt", text=""), "Harbour Gazette"),
        (Article(id="meridian-wire/ferry.txt", text="", source="Harbour Gazette"), "Harbour Gazette"),
        (Article(id="1", text="", source="CNN (Web News)"), "CNN"),
        (Article(id="1", text="", source="www.reuters.com"), "Reuters"),
        (Article(id="1", text="", source="The Associated Press"), "AP"),
        (Article(id="1", text="", url="https://www.bbc.co.uk/news/2024/03/12/ferry"), "BBC"),
        (Article(id="1", text="", url="https://en.harbourgazette.example/ferry"), "harbourgazette"),
        (Article(id="20240312/1.txt", text="", source=" "), None),
        (Article(id="1", text=""), None),
        (Article(id="../1", text="", url="about:blank"), None),
    ],
)
def test_whose_an_article_is(article: Article, outlet: str | None) -> None:
    assert outlets.outlet(article) == outlet


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("The Meridian-Wire", "Meridian Wire"),
        ("meridianwire", "Meridian Wire"),
        ("AGÊNCIA LUSA", "Lusa"),
        ("A.P.", "AP"),
        ("Pa", None),
        ("PA", "PA"),
        ("Nordpress", None),
    ],
)
def test_spellings_of_one_name(spelling: str, name: str | None) -> None:
    assert OUTLETS.of(spelling) == name


def test_no_spelling_names_two_agencies() -> None:
    named = defaultdict(set)
    for spelling, name, _ in agencies.spellings():
        named[outlets.key(spelling)].add(name)
    assert {spelling for spelling, names in named.items() if len(names) > 1} == set()
    assert "" not in named


def test_a_name_inside_another_word_is_none() -> None:
    for text in (f"{STORY} According to Reutersville, it rained.", f"{STORY} The Velmarch Timeset reported it."):
        assert credits.find(text, OUTLETS) == ()
    (found,) = credits.find(f"{STORY} The Velmarch Times reported it.", OUTLETS)
    assert (found.name, found.kind) == ("Velmarch Times", "mention")


def test_among_many_outlets_the_named_one_is_found() -> None:
    names = outlets.names([f"Gazette Number {number}" for number in range(500)])
    assert [c.name for c in credits.find(f"{STORY} Gazette Number 77 reported it.", names)] == ["Gazette Number 77"]


PIECES = [
    "(Reuters) - ",
    "BERLIN ",
    "told ",
    "Meridian Wire",
    " reported",
    "\n",
    "İ",
    "© 2024 ",
    "(",
    ")",
    "/",
    "- ",
    "电",
    "新华社",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for credit in credits.find(text, OUTLETS):
        assert 0 <= credit.start < credit.end <= len(text)
        assert credit.words.removesuffix("…") in " ".join(text[credit.start : credit.end].split()) + "…"
    credits.statement(text)


@given(st.text(), st.text(), st.text())
def test_any_article_may_be_somebody_s(id: str, source: str, url: str) -> None:
    name = outlets.outlet(Article(id=id, text="", source=source, url=url))
    outlets.names([name or "-", source])


@pytest.mark.parametrize(
    "piece",
    ["(", "A ", "a ", "told ", "Meridian ", "Meridian Wire ", "/", "-", "©", " ", "\n", "a\n", "新华社", "Reuters"],
)
def test_endless_repetition_is_searched_in_passing(piece: str) -> None:
    """Any of these would take minutes, were the work more than linear in the length of the text."""
    credits.find(piece * (300_000 // len(piece)), OUTLETS)
