"""What the terminal shows: results and links built by hand, and the text that a person reads."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from syndet.model import Article, Change, Cluster, Explanation, Link, Origin, Passage
from syndet.pipeline import diff_link
from syndet.report import pair, rows, screen, table
from syndet.result import Result

ESCAPE = "\x1b"

WIRE = Article(
    id="wire/ferry.txt",
    title="Ferry with 214 aboard runs aground off Port Elara",
    source="Meridian Wire",
    published="2024-03-12T06:40:00Z",
    text=(
        "PORT ELARA (Meridian Wire) - A passenger ferry with 214 people aboard ran aground in dense fog outside"
        " Port Elara early on Tuesday, the coastguard said. Nobody was hurt.\n\n"
        "Rescue boats took the passengers off one by one before the tide turned at noon.\n"
    ),
)
REPRINT = Article(
    id="post/aground.txt",
    title="Ferry aground, all safe",
    source="Skerrin Post",
    published="2024-03-12",
    text=WIRE.text.partition("\n")[0],
)
EDITED = Article(
    id="ledger/fog.txt",
    title="Fog traps the morning boat and everybody on it outside the harbour for six long hours",
    source="Norrvale Ledger",
    published="2024-03-13",
    text=(
        "It was to be a quiet crossing. A passenger ferry with 209 people aboard ran aground in thick fog outside"
        " Port Elara on Tuesday, the harbour office said. Nobody was hurt."
    ),
)
REVIEW = Article(
    id="gazette/review.txt",
    title="Small mishaps on ferries up by a quarter",
    source="Harbour Gazette",
    text="Rescue boats took the passengers off one by one, as they did in 2019. The council counted 61 incidents.",
)
ALONE = Article(id="review/night-shift.txt", text="Bread is baked while the sun is asleep.")

NEWSROOM = (WIRE, REPRINT, EDITED, REVIEW, ALONE)


def passage(a: Article, b: Article, kind: Any, a_text: str, b_text: str, score: float = 1.0) -> Passage:
    """The passage of these two stretches."""
    a_start, b_start = a.text.index(a_text), b.text.index(b_text)
    return Passage(
        a=a.id,
        a_start=a_start,
        a_end=a_start + len(a_text),
        b=b.id,
        b_start=b_start,
        b_end=b_start + len(b_text),
        kind=kind,
        score=score,
        identical=1.0,
        matched=1.0,
        ordered=1.0,
        ratio=1.0,
        quoted=0.0,
        boilerplate=False,
    )


def link(kind: Any, *passages: Passage, a: float = 0.5, b: float = 0.5) -> Link:
    """A link of these passages that covers that much of its sides."""
    first = passages[0]
    return Link(
        a=first.a,
        b=first.b,
        kind=kind,
        how=first.kind,
        coverage_a=a,
        coverage_b=b,
        score=max(p.score for p in passages),
        strength=0.6,
        jaccard=0.4,
        passages=passages,
    )


def shown(told: Explanation, a: Article, b: Article, *, width: int, color: bool = False) -> str:
    """The page of a pair."""
    return pair.render(told, diff_link(a, b, told.link), a, b, width=width, color=color)


def origin(article: str | None = None, **changes: Any) -> Origin:
    """An origin; unknown unless it is told otherwise."""
    kind: Any = "article" if article else "unknown"
    plain = Origin(article=article, kind=kind, name=None, confidence=0.0, reason="No sign.", evidence=())
    return replace(plain, **changes)


def result(articles: tuple[Article, ...], clusters: Any = (), links: Any = (), **changes: Any) -> Result:
    """A result with these parts."""

    def explainer(a: Article, b: Article) -> Explanation:
        raise NotImplementedError

    plain = Result(
        version="0.1.0",
        settings={"level": "derived"},
        articles=tuple(sorted(articles, key=lambda article: article.id)),
        clusters=tuple(clusters),
        links=tuple(links),
        warnings=(),
        explainer=explainer,
        differ=diff_link,
    )
    return replace(plain, **changes)


FIRST = REPRINT.text
COPIED = link("derived", passage(REPRINT, WIRE, "verbatim", FIRST, FIRST), a=1.0, b=0.641)
REWORKED = link(
    "derived",
    passage(EDITED, WIRE, "edited", EDITED.text.partition(". ")[2], FIRST.partition(" - ")[2], score=0.91),
    a=0.83,
    b=0.58,
)
ECHO = link(
    "related",
    passage(
        REVIEW, WIRE, "verbatim", "Rescue boats took the passengers off one by one", WIRE.text.split("\n")[2][:47], 0.74
    ),
    a=0.4,
    b=0.18,
)
FERRY = Cluster(
    id=WIRE.id,
    members=(EDITED.id, REPRINT.id, WIRE.id),
    origin=origin(WIRE.id, confidence=0.87, reason="Published first, and the two others credit it or hold less."),
    cohesion=2 / 3,
    warnings=("One member has a date and no time.",),
)
FOUND = result(NEWSROOM, [FERRY], [REWORKED, ECHO, COPIED])

PAGE_80 = """\
Cluster 1: 3 articles, derived, cohesion 0.67

   ★ likely origin     Ferry with 214 aboard runs aground off Port Elara
                       Meridian Wire · 2024-03-12 06:40Z · wire/ferry.txt
     100% verbatim     Ferry aground, all safe
                       Skerrin Post · 2024-03-12 · post/aground.txt
      83% edited       Fog traps the morning boat and everybody on it outside t…
                       Norrvale Ledger · 2024-03-13 · ledger/fog.txt

   ★ Origin (87% sure): Published first, and the two others credit it or hold
   less.
   ! One member has a date and no time.

   Best passage, verbatim 1.00

   ★ Meridian Wire                         Skerrin Post
   PORT ELARA (Meridian Wire) - A          PORT ELARA (Meridian Wire) - A
   passenger ferry with 214 people         passenger ferry with 214 people
   aboard ran aground in dense fog         aboard ran aground in dense fog
   outside Port Elara early on Tuesday,    outside Port Elara early on Tuesday,
   the coastguard said. Nobody was hurt.   the coastguard said. Nobody was hurt.

1 related pair: a passage in common, too little for a cluster

      40% verbatim     Small mishaps on ferries up by a quarter
                       Harbour Gazette · gazette/review.txt
      18% verbatim     Ferry with 214 aboard runs aground off Port Elara
                       Meridian Wire · 2024-03-12 06:40Z · wire/ferry.txt

Percentages: how much of an article it shares with the origin, or else with the
nearest of the others.

5 articles, 1 cluster, 1 related pair; 2 stand alone
"""


def test_a_page_that_a_person_can_read() -> None:
    assert table.render(FOUND, width=80, color=False) == PAGE_80


def test_colour_adds_no_more_than_what_it_means() -> None:
    painted = table.render(FOUND, width=80, color=True)
    assert ESCAPE in painted
    plain = re.sub(r"\x1b\[[\d;]*m", "", painted)
    plain = re.sub("\nnearest of the others.*?\n\n", "\nnearest of the others.\n\n", plain, flags=re.DOTALL)
    assert [line.rstrip() for line in plain.splitlines()] == PAGE_80.splitlines()


def test_a_wide_page_has_each_article_on_one_line() -> None:
    page = table.render(FOUND, width=160, color=False)
    (line,) = [line for line in page.splitlines() if "likely origin" in line]
    assert "Ferry with 214 aboard runs aground off Port Elara" in line
    assert re.split(" {2,}", line)[-3:] == ["Meridian Wire", "2024-03-12 06:40Z", "wire/ferry.txt"]
    starts = {line.index(part) for line in page.splitlines()[2:5] for part in re.findall(r"\S+/\S+\.txt", line)}
    assert len(starts) == 1
    assert max(map(len, page.splitlines())) <= 160


def test_a_narrow_page_puts_the_texts_one_above_the_other() -> None:
    lines = table.render(FOUND, width=50, color=False).splitlines()
    assert max(map(len, lines)) <= 50
    assert lines.index("   ★ Meridian Wire") < lines.index("   Skerrin Post")
    assert any(line.startswith("   PORT ELARA (Meridian Wire) - A passenger") for line in lines)


@pytest.mark.parametrize("width", [40, 59, 60, 80, 119, 120, 160])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_asked(width: int, color: bool) -> None:
    long = replace(
        WIRE, title="标题" * 200, source="Süddeutsche " * 9, id="x/" * 99 + "y", published="12 March 2024, noon"
    )
    found = result((long, REPRINT), [], [replace(COPIED.mirrored(), a=long.id)])
    for page in (table.render(FOUND, width=width, color=color), table.render(found, width=width, color=color)):
        assert all(cell_len(re.sub(r"\x1b\[[\d;]*m", "", line)) <= width for line in page.splitlines())


def test_the_same_page_whatever_the_order_of_links_and_articles() -> None:
    turned = replace(FOUND, links=FOUND.links[::-1], articles=FOUND.articles[::-1])
    assert table.render(turned, width=80, color=False) == PAGE_80


def test_on_a_narrow_terminal_titles_stand_below_what_is_said_of_them() -> None:
    page = table.render(FOUND, width=44, color=False)
    assert page.startswith(
        "Cluster 1: 3 articles, derived, cohesion\n0.67\n\n"
        "   ★ likely origin\n"
        "   Ferry with 214 aboard runs aground off P…\n"
        "   Meridian Wi… · 2024-03-12… · …e/ferry.txt\n"
        "     100% verbatim\n"
        "   Ferry aground, all safe\n"
        "   Skerrin Post · 2024-03-12 · …/aground.txt\n"
    )


def test_a_time_is_shown_with_its_zone() -> None:
    zoned = replace(WIRE, published="2024-03-12T06:40:30+05:30", source="The Meridian Wire Service of the Islands")
    page = table.render(replace(FOUND, articles=(*FOUND.articles[:-1], zoned)), width=80, color=False)
    assert "The Meridian Wir… · 2024-03-12 06:40+05:30 · …e/ferry.txt" in page


def test_an_origin_outside_and_an_unknown_one() -> None:
    outside = replace(FERRY, origin=origin(kind="outside", name="Nordpress", confidence=0.7, reason="Both credit it."))
    page = table.render(replace(FOUND, clusters=(outside,)), width=80, color=False)
    assert "   Origin outside these articles, Nordpress (70% sure): Both credit it.\n" in page
    assert "★" not in page
    page = table.render(replace(FOUND, clusters=(replace(FERRY, origin=origin()),)), width=80, color=False)
    assert "   Origin unknown: No sign.\n" in page


def test_the_level_is_that_of_the_loosest_member() -> None:
    copies = [replace(COPIED, kind="copy"), replace(REWORKED, kind="copy")]
    assert table.render(replace(FOUND, links=(*copies, ECHO)), width=80, color=False).startswith(
        "Cluster 1: 3 articles, copy, cohesion 0.67\n"
    )
    mixed = replace(FOUND, links=(copies[0], REWORKED, ECHO), clusters=(replace(FERRY, cohesion=1.0),))
    assert table.render(mixed, width=80, color=False).startswith("Cluster 1: 3 articles, derived\n")


def test_the_example_is_long_enough_to_tell_and_no_longer() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    a, b = replace(WIRE, text=words), replace(REPRINT, text=words)
    stretches = [words[:60], words[100:380], words[500:]]
    shared = replace(COPIED, passages=tuple(passage(b, a, "verbatim", text, text, 0.99) for text in stretches))
    page = table.render(result((a, b), [replace(FERRY, members=(b.id, a.id))], [shared]), width=80, color=False)
    assert "[…]" not in page and stretches[1].split()[1] in page


def test_a_long_passage_loses_its_middle() -> None:
    text = " ".join(f"word{number}" for number in range(600))
    a, b = replace(WIRE, text=text), replace(REPRINT, text=text)
    found = replace(COPIED, passages=(passage(b, a, "verbatim", text, text),))
    page = table.render(result((a, b), [replace(FERRY, members=(b.id, a.id))], [found]), width=80, color=False)
    lines = page[page.index("★ Meridian Wire") :].partition("\n\n")[0].splitlines()[1:]
    assert len(lines) <= table.LINES + 1
    assert page.count("[…]") == 2
    assert lines[0].split()[0] == "word0" and lines[-1].split()[-1] == "word599"
    assert all(re.fullmatch(r"(word\d+|\[…\])", word) for line in lines for word in line.split())


def test_twenty_clusters_are_shown_and_the_rest_counted() -> None:
    articles = tuple(Article(id=f"{n:02}{side}", text=FIRST) for n in range(25) for side in "ab")
    pairs = list(zip(articles[::2], articles[1::2], strict=True))
    links = [link("copy", passage(a, b, "verbatim", FIRST, FIRST), a=1.0, b=1.0) for a, b in pairs]
    clusters = [Cluster(id=a.id, members=(a.id, b.id), origin=origin(), cohesion=1.0) for a, b in pairs]
    page = table.render(result(articles, clusters, links), width=80, color=False)
    assert page.count("2 articles, copy") == 20
    assert "… and 5 smaller clusters; -o FILE --format json has them all\n" in page
    assert page.endswith("\n50 articles, 25 clusters\n")


def test_a_large_cluster_names_fifteen_and_counts_the_rest() -> None:
    articles = tuple(Article(id=f"{n:03}", text=FIRST) for n in range(200))
    links = [link("copy", passage(articles[0], b, "verbatim", FIRST, FIRST), a=1.0, b=1.0) for b in articles[1:]]
    cluster = Cluster(id="000", members=tuple(a.id for a in articles), origin=origin("000"), cohesion=0.01)
    page = table.render(result(articles, [cluster], links), width=80, color=False)
    assert "   … and 185 more\n" in page
    assert page.count("100% verbatim") == 14


def test_many_related_pairs_are_counted_and_the_strongest_shown() -> None:
    articles = tuple(Article(id=f"{n:02}", text=f"{FIRST} {n}") for n in range(9))
    links = [
        link("related", passage(articles[0], b, "verbatim", FIRST, FIRST, 0.5 + n / 100), a=0.1, b=0.1)
        for n, b in enumerate(articles[1:])
    ]
    page = table.render(result(articles, [], links), width=80, color=False)
    assert "8 related pairs: a passage in common, too little for a cluster" in page
    shown = re.findall(r"^ {23}(0[1-9])$", page, re.MULTILINE)
    assert shown == ["08", "07", "06", "05", "04"]
    assert "… and 3 more with --format json" in page


@pytest.mark.parametrize(
    ("articles", "links", "lines"),
    [
        ((), (), ["No article was read: there is nothing to compare.", "0 articles, 0 clusters"]),
        (
            (WIRE,),
            (),
            ["Only one article was read: there is nothing to compare.", "1 article, 0 clusters; 1 stands alone"],
        ),
        (
            (WIRE, ALONE, Article(id="empty", text=" \n")),
            (),
            ["No cluster: no two of 3 articles share a passage.", "1 article had no text."],
        ),
        (
            (WIRE, REVIEW),
            (ECHO,),
            [
                "No cluster: the two articles do not share enough to count as derived.",
                "--level related clusters whatever shares a passage.",
                "1 related pair: a passage in common, too little for a cluster",
            ],
        ),
    ],
)
def test_when_nothing_matches_it_says_so_and_why(articles: Any, links: Any, lines: list[str]) -> None:
    page = table.render(result(articles, [], links), width=80, color=False).splitlines()
    assert page[0] == lines[0]
    for line in lines:
        assert line in page


def test_warnings_stand_at_the_end() -> None:
    page = table.render(replace(FOUND, warnings=("a.txt: not UTF-8,\nread as windows-1252",)), width=80, color=False)
    assert "\n! a.txt: not UTF-8, read as windows-1252\n" in page


def test_an_article_cannot_paint_the_terminal() -> None:
    evil = f"{ESCAPE}[2J{ESCAPE}]0;owned\x07\x9b31m\u202etxt.exe\r\nnext\x08\x7f"
    a = replace(WIRE, title=evil, source=evil, published=evil, text=evil + WIRE.text, id="wire/\x1b[31mferry.txt")
    b = replace(REPRINT, text=evil + REPRINT.text)
    shared = replace(COPIED, passages=(passage(b, a, "verbatim", b.text, b.text),), b=a.id)
    judged = origin(a.id, reason=evil, confidence=1.0)
    cluster = replace(FERRY, id=a.id, members=(b.id, a.id), origin=judged, warnings=(evil,))
    found = result((a, b), [cluster], [shared], warnings=(evil,))
    pages = [table.render(found, width=width, color=False) for width in (50, 80, 160)]
    told = Explanation(link=shared, reasons=(evil,))
    pages += [shown(told, b, a, width=width) for width in (50, 80, 160)]
    for page in pages:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page)
        assert "␛[2J" in page
    painted = table.render(found, width=80, color=True) + shown(told, b, a, width=80, color=True)
    assert set(re.findall(r"\x1b(?!\[[\d;]*m)", painted)) == set()


def test_wide_letters_count_as_two_columns() -> None:
    a = Article(
        id="北京/渡轮.txt",
        title="载有二百一十四人的渡轮在大雾中搁浅",
        source="子午线通讯社",
        text="渡轮在大雾中搁浅，无人受伤。" * 20,
    )
    b = replace(a, id="上海/搁浅.txt", source="港湾日报")
    shared = link("copy", passage(a, b, "verbatim", a.text, b.text), a=1.0, b=1.0)
    cluster = Cluster(id=a.id, members=(b.id, a.id), origin=origin(a.id), cohesion=1.0)
    lines = table.render(result((a, b), [cluster], [shared]), width=80, color=False).splitlines()
    assert max(map(cell_len, lines)) <= 80
    texts = [line for line in lines if line.count("渡轮在大雾中") == 2 and "   " in line.strip()]
    assert len({cell_len(line[: line.rindex("   ")]) for line in texts if cell_len(line) > 70}) <= 1
    assert texts


# One pair.

PAIR_80 = """\
Ferry with 214 aboard runs aground of…   Fog traps the morning boat and everyb…
wire/ferry.txt                           ledger/fog.txt
Meridian Wire · 2024-03-12 06:40Z        Norrvale Ledger · 2024-03-13
58% shared                               83% shared

Derived, mostly edited, score 0.91
  - One passage covers most of the right.
  - Word order is kept.

Passage 1 of 1: edited 0.91   characters 29-169 and 31-169

A passenger ferry with 214 people        A passenger ferry with 209 people
aboard ran aground in dense fog          aboard ran aground in thick fog
outside Port Elara early on Tuesday,     outside Port Elara on Tuesday, the
the coastguard said. Nobody was hurt.    harbour office said. Nobody was hurt.
"""


def test_a_pair_that_a_person_can_read() -> None:
    told = Explanation(
        link=REWORKED.mirrored(), reasons=("One passage covers most of the right.", "Word order is kept.")
    )
    assert shown(told, WIRE, EDITED, width=80) == PAIR_80
    painted = shown(told, WIRE, EDITED, width=80, color=True)
    plain = re.sub(r"\x1b\[[\d;]*m", "", painted).partition(f"\n{pair.LEGEND[:20]}")[0]
    assert [line.rstrip() for line in plain.splitlines()] == PAIR_80.splitlines()


def test_a_pair_in_colour_says_what_the_colours_mean() -> None:
    painted = shown(Explanation(link=REWORKED, reasons=()), EDITED, WIRE, width=160, color=True)
    assert "\x1b[35mthick\x1b[0m" in painted and "\x1b[35mdense\x1b[0m" in painted
    assert "\x1b[32mearly\x1b[0m" in painted
    assert painted.endswith(f"\x1b[2m{pair.LEGEND}\x1b[0m\n")
    mirrored = shown(Explanation(link=REWORKED.mirrored(), reasons=()), WIRE, EDITED, width=160, color=True)
    assert "\x1b[31mearly\x1b[0m" in mirrored


def test_a_cluster_in_colour_marks_what_its_best_passage_changes() -> None:
    found = result((EDITED, WIRE), [replace(FERRY, members=(EDITED.id, WIRE.id))], [REWORKED])
    painted = table.render(found, width=160, color=True)
    assert "\x1b[35mthick\x1b[0m" in painted and "\x1b[31mearly\x1b[0m" in painted
    assert all(word in painted for word in pair.LEGEND.split())


def test_a_pair_that_shares_nothing_says_why() -> None:
    none = replace(ECHO, kind="none", how=None, coverage_a=0.0, coverage_b=0.0, score=0.0, passages=())
    page = shown(Explanation(link=none, reasons=("They share two names.",)), REVIEW, WIRE, width=80)
    assert re.search(r"\n0% shared +0% shared\n", page)
    assert page.endswith("\nNothing that one has from the other\n  - They share two names.\n")


def marked(left: str, right: str, *, moved: bool = False) -> tuple[list[tuple[str, str]], ...]:
    """The words of two texts that are marked, with their style, when all of both is one passage."""
    a, b = replace(WIRE, text=left), replace(REPRINT, text=right)
    (part,) = diff_link(a, b, link("derived", passage(a, b, "edited", left, right))).passages
    texts = pair.mark_words(left, right, part.changes, moved=moved)
    return tuple([(text.plain[span.start : span.end], str(span.style)) for span in text.spans] for text in texts)


def test_the_words_that_differ_are_marked() -> None:
    left, right = marked("The old mayor resigned on Monday.", "The mayor has resigned, on Sunday!")
    assert left == [("old", "red"), ("Monday.", "magenta")]
    assert right == [("has", "green"), ("Sunday!", "magenta")]


def test_where_the_order_is_not_kept_the_words_that_moved_are_marked_besides() -> None:
    texts = (
        "He sold 43 antique maps to collectors in the town.",
        "To a collector in the town he sold the map, one of 43.",
    )
    bold = [[text for text, style in side if style == "bold"] for side in marked(*texts, moved=True)]
    assert bold == [["43", "collectors"], ["collector", "43"]]
    assert not [style for side in marked(*texts) for _, style in side if style == "bold"]


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    assert marked("渡轮在大雾中搁浅", "渡轮在浓雾中搁浅") == ([("大", "magenta")], [("浓", "magenta")])


@given(st.text(" ab\n\u200b\x1b\u3000é渡"), st.sets(st.integers(0, 20)))
def test_text_cut_into_changes_reads_as_the_whole(text: str, cuts: set[int]) -> None:
    borders = pairwise([0, *sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)])
    spans = [Change(kind="changed", a_start=i, a_end=j, b_start=i, b_end=j) for i, j in borders]
    assert pair.mark_words(text, text, spans, moved=True)[0].plain == screen.safe(text)


def changed(left: str, right: str) -> tuple[Change, ...]:
    """What leads from one text to the other, all of both being one passage."""
    a, b = replace(WIRE, text=left), replace(REPRINT, text=right)
    (part,) = diff_link(a, b, link("derived", passage(a, b, "edited", left, right))).passages
    return part.changes


def blocks(left: str, right: str, *, room: int = 20, lines: int = 99) -> list[tuple[str, str]]:
    """What begins on one line."""
    found = rows.arranged(left, right, changed(left, right), room=room, lines=lines)
    return [rows._sides(left, right, block) if block else ("", "") for block in found]


STORM = "The storm broke the pier in two. "
COST = "Repairs will cost nine million crowns. "
MAYOR = "“We shall build it again,” the mayor said."


def test_a_sentence_that_both_have_begins_on_one_line_where_the_columns_have_drifted() -> None:
    added = "Waves tore out the lamps and the benches besides. "
    assert blocks(STORM + MAYOR, STORM + added + MAYOR) == [(STORM, STORM + added), (MAYOR, MAYOR)]
    assert blocks(STORM + COST + MAYOR, STORM + COST + MAYOR) == [(STORM + COST + MAYOR,) * 2]
    assert blocks(STORM + MAYOR, STORM + added + MAYOR, room=200) == [(STORM + MAYOR, STORM + added + MAYOR)]


def test_sentences_without_spaces_between_them_begin_on_one_line_too() -> None:
    left, right = "渡轮在大雾中搁浅。无人受伤。", "渡轮在大雾中搁浅，港务局星期二早上这样说。无人受伤。"
    assert blocks(left, right, room=10) == [(left[:9], right[:21]), ("无人受伤。",) * 2]


def test_what_is_too_long_loses_the_same_sentences_on_both_sides() -> None:
    numbers = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
    left = "".join(f"Here stands the {number} sentence. " for number in numbers)
    right = left.replace("Here stands", "There stood")
    found = blocks(left, right, room=40, lines=5)
    assert [a.count("sentence") for a, _ in found] == [b.count("sentence") for _, b in found] == [3, 0, 2]
    assert found[0][0].startswith("Here stands the first") and found[-1][1].endswith("the tenth sentence. ")


SENTENCES = st.lists(
    st.sampled_from([STORM, COST, MAYOR, " “So”, ", "no. ", "渡轮搁浅。", "\n\n", "a (b) "]), min_size=1
)


@given(SENTENCES, SENTENCES, st.integers(5, 60))
def test_blocks_hold_all_of_both_texts_and_each_begins_with_a_sentence(a: list[str], b: list[str], room: int) -> None:
    left, right = "".join(a), "".join(b)
    assume(left.strip() and right.strip())
    changes = changed(left, right)
    found = rows.arranged(left, right, changes, room=room, lines=9999)
    pieces = [change for block in found for change in block]
    for start, end in (("a_start", "a_end"), ("b_start", "b_end")):
        cuts = [(getattr(piece, start), getattr(piece, end)) for piece in pieces]
        assert cuts[0][0] == getattr(changes[0], start) and cuts[-1][1] == getattr(changes[-1], end)
        assert all(one[1] == other[0] and one[0] <= one[1] for one, other in pairwise([*cuts, (cuts[-1][1],) * 2]))
    for block in found[1:]:
        before = left[: block[0].a_start].rstrip(" \n\"'”’»)]」』）")
        assert not before or before[-1] in ".!?…。" or "\n" in left[len(before) : block[0].a_start]
    few = rows.arranged(left, right, changes, room=room, lines=4)
    assert few == [list(changes)] or few == found or [] in few or len(few) <= len(found)


def test_a_reason_in_a_script_without_spaces_is_not_cut_off() -> None:
    told = Explanation(link=REWORKED, reasons=("渡" * 200,))
    assert shown(told, EDITED, WIRE, width=80).count("渡") == 200


def test_marked_text_is_one_line_and_says_the_same() -> None:
    left = 'The  old\r\nmayor\tof \x1b[31mTarnby\u200b resigned \n\n"on  Monday".'
    right = 'The mayor of\nTarnby has \u202eresigned,\n"on  Sunday".'
    a, b = replace(WIRE, text=left), replace(REPRINT, text=right)
    (part,) = diff_link(a, b, link("derived", passage(a, b, "edited", left, right))).passages
    texts = pair.mark_words(left, right, part.changes, moved=True)
    assert [text.plain for text in texts] == [screen.safe(left), screen.safe(right)]


def test_two_very_long_sides_are_shown_and_not_marked() -> None:
    text = "first " + "word " * pair.LONGEST_MARKED + "last"
    a, b = replace(WIRE, text=text), replace(REPRINT, text=text.replace("word", "term"))
    shared = link("copy", passage(a, b, "edited", a.text, b.text))
    (part,) = diff_link(a, b, shared).passages
    grid = pair.side_by_side(part.passage, part.changes, a, b, width=80, lines=8)
    page = screen.paint([grid], width=80, color=True)
    assert "first" in page and "[…]" in page and "last" in page
    assert "35m" not in page


# The parts.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Two\r\nlines\tand  a tab", "Two lines and a tab"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x7f\x9b2J\ud800", "␡�2J�"),
        ("abc\u202ecba\u2066\u200b", "abccba"),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 5),
        ("\u0301a", "◌\u0301a"),
        ("नमस्ते می\u200cخواهم 👩\u200d🚀", "नमस्ते می\u200cخواهم 👩\u200d🚀"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert screen.safe(text) == shown


@given(st.text())
def test_safe_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    shown = screen.safe(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", shown)
    assert screen.safe(shown) == shown


@given(st.text(), st.integers(1, 40), st.booleans())
def test_elided_text_fits(text: str, width: int, start: bool) -> None:
    assert cell_len(screen.elide(text, width, start=start)) <= width


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0%"), (0.001, "<1%"), (0.01, "1%"), (0.5, "50%"), (0.9999, "99%"), (1, "100%")]
)
def test_percent(share: float, shown: str) -> None:
    assert screen.percent(share) == shown


def test_count() -> None:
    assert [screen.count(n, "article") for n in (0, 1, 1200)] == ["0 articles", "1 article", "1,200 articles"]
