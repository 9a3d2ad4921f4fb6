"""Differences: laws that hold for any two texts, and edits that a journalist would describe the same way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet import changes, text
from syndet.model import Article, Change, Difference, Link, Passage

SHOWN = dict[str, str]


def link_of(a: tuple[int, int], b: tuple[int, int]) -> Link:
    """A link whose only passage are these stretches; of its measurements none matters here."""
    passage = Passage(
        a="a",
        a_start=a[0],
        a_end=a[1],
        b="b",
        b_start=b[0],
        b_end=b[1],
        kind="edited",
        score=1.0,
        identical=1.0,
        matched=1.0,
        ordered=1.0,
        ratio=1.0,
        quoted=0.0,
        boilerplate=False,
    )
    return Link(
        a="a",
        b="b",
        kind="derived",
        how="edited",
        coverage_a=1.0,
        coverage_b=1.0,
        strength=1.0,
        score=1.0,
        jaccard=1.0,
        passages=(passage,),
    )


def difference(left: str, right: str, link: Link | None = None) -> Difference:
    """What differs in the passages of a link, or in all of two texts."""
    link = link or link_of((0, len(left)), (0, len(right)))
    return changes.find(text.scan([left, right]), link)


def found(left: str, right: str) -> tuple[Change, ...]:
    """The changes of two texts that are one passage."""
    return difference(left, right).passages[0].changes


# Laws.

WORDS = st.sampled_from(
    "the of a in mayor Mayor MAYOR café cafe Tarnby 1,200 2019 3.5 said resigned committee don't U.S. "
    "Bürgermeister бюджет мэр القاهرة رئيس प्रधानमंत्री सरकार 渡 轮 雾 ฝน 北京 e\u0301tat \ud800x".split()
)
GAPS = st.sampled_from(
    [" ", " ", " ", "  ", ", ", ". ", ".\n\n", ' "', '" ', " – ", "”, “", "\u200b ", " \ud801 ", " 👩\u200d🚀 "]
)
TEXTS = st.tuples(st.sampled_from(["", '"', " «"]), st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=30)).map(
    lambda parts: parts[0] + "".join(word + gap for word, gap in parts[1])
)


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of which one may be made from parts of the other."""
    left, other = draw(TEXTS), draw(TEXTS)
    cut = draw(st.integers(0, len(left)))
    right = draw(
        st.sampled_from([other, left[:cut] + other, left[cut:] + other, left[:cut] + " " + other + left[cut:]])
    )
    return left, right


@st.composite
def two_stretches(draw: st.DrawFn) -> tuple[str, str, Link]:
    """Two texts and a link with a passage that begins and ends with words of theirs."""
    left, right = draw(two_texts())
    spans = []
    for whole in (left, right):
        words = text.scan([whole])
        first = draw(st.integers(0, len(words.word) - 1))
        last = draw(st.integers(first, len(words.word) - 1))
        spans.append((int(words.start[first]), int(words.end[last])))
    return left, right, link_of(*spans)


def words_of(stretch: str) -> list[int]:
    """The folded words of a stretch."""
    words: list[int] = text.scan([stretch]).word.tolist()
    return words


def check(left: str, right: str, made: Difference) -> None:
    """The changes of a difference tile its passages, and each is what its kind says."""
    for part in made.passages:
        passage, steps = part.passage, part.changes
        assert (steps[0].a_start, steps[0].b_start) == (passage.a_start, passage.b_start)
        assert (steps[-1].a_end, steps[-1].b_end) == (passage.a_end, passage.b_end)
        for first, second in pairwise(steps):
            assert (first.a_end, first.b_end) == (second.a_start, second.b_start)
            assert (first.kind == "kept") != (second.kind == "kept")
        for change in steps:
            a, b = left[change.a_start : change.a_end], right[change.b_start : change.b_end]
            assert (bool(a), bool(b)) == (change.kind != "added", change.kind != "dropped")
            assert change.kind != "kept" or words_of(a) == words_of(b)
            assert all(words_of(stretch) for stretch in (a, b) if stretch)


@given(two_stretches())
def test_the_changes_tile_the_passage_and_are_of_their_kind(given: tuple[str, str, Link]) -> None:
    left, right, link = given
    check(left, right, difference(left, right, link))


@given(two_texts())
def test_a_passage_may_begin_and_end_with_marks(texts: tuple[str, str]) -> None:
    check(*texts, difference(*texts))


@given(two_stretches())
def test_the_difference_of_the_mirror_is_the_mirror_of_the_difference(given: tuple[str, str, Link]) -> None:
    left, right, link = given
    made = difference(left, right, link)
    assert difference(right, left, link.mirrored()) == made.mirrored()
    assert made.mirrored().mirrored() == made


@given(TEXTS)
def test_a_text_and_itself_are_one_kept_change(same: str) -> None:
    end = len(same)
    assert found(same, same) == (Change(kind="kept", a_start=0, a_end=end, b_start=0, b_end=end),)


@given(two_stretches())
def test_inside_a_passage_a_change_begins_and_ends_with_a_word(given: tuple[str, str, Link]) -> None:
    left, right, link = given
    for whole, side in ((left, "a"), (right, "b")):
        words = text.scan([whole])
        starts, ends = set(words.start.tolist()), set(words.end.tolist())
        for change in difference(left, right, link).passages[0].changes:
            start, end = getattr(change, f"{side}_start"), getattr(change, f"{side}_end")
            if change.kind != "kept" and start < end:
                assert start in starts and end in ends


@settings(max_examples=30)
@given(two_stretches())
def test_the_laws_hold_for_passages_too_long_for_the_longest_sequence(given: tuple[str, str, Link]) -> None:
    left, right, link = given
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "MOST_CELLS", 0)
        made = difference(left, right, link)
        check(left, right, made)
        assert difference(right, left, link.mirrored()) == made.mirrored()


# Judgements.


def shown(left: str, right: str) -> str:
    """The changes as one line: kept words as they are, [-dropped-], {+added+}, (changed > into)."""

    def pieces() -> Iterator[str]:
        for change in found(left, right):
            a, b = left[change.a_start : change.a_end], right[change.b_start : change.b_end]
            yield {"kept": a, "dropped": f"[-{a}-]", "added": f"{{+{b}+}}", "changed": f"({a} > {b})"}[change.kind]

    return "".join(pieces())


@pytest.mark.parametrize(
    ("left", "right", "line"),
    [
        pytest.param(
            "The old mayor resigned on Monday, the council said.",
            "The mayor resigned on Tuesday evening, the town council said.",
            "The [-old-] mayor resigned on (Monday > Tuesday evening), the {+town+}council said.",
            id="an editor's hand",
        ),
        pytest.param(
            "“It’s over,” said the CHAIRMAN of Café Zürich",
            '"It\'s over", said the chairman of cafe Zurich.',
            "“It’s over,” said the CHAIRMAN of Café Zürich",
            id="house style: quotation marks, case and accents are no change",
        ),
        pytest.param(
            "U.S. troops left.", "US troops left.", "(U.S > US). troops left.", id="an abbreviation is spelt otherwise"
        ),
        pytest.param(
            "Some 1,200 people marched in 2019.",
            "Some 1,400 people marched in 2021.",
            "Some (1,200 > 1,400) people marched in (2019. > 2021.)",
            id="figures",
        ),
        pytest.param(
            "The ferry ran aground. Nobody was hurt.",
            "The ferry ran aground.",
            "The ferry ran aground. [-Nobody was hurt.-]",
            id="cut from the bottom",
        ),
        pytest.param(
            "The ferry ran aground.",
            "PORT ELARA (Wire) - The ferry ran aground.",
            "{+PORT ELARA (Wire+}The ferry ran aground.",
            id="a dateline put in front",
        ),
        pytest.param(
            "The mayor of Lyon wept.",
            "The prefect of Nice wept.",
            "The (mayor > prefect) of (Lyon > Nice) wept.",
            id="a small word between single words is kept",
        ),
        pytest.param(
            "The minister flatly rejected calls from the opposition benches on Friday.",
            "The minister waved away what he termed the usual noise on Friday.",
            "The minister (flatly rejected calls from the opposition benches > "
            "waved away what he termed the usual noise) on Friday.",
            id="a small word amid total change is no anchor",
        ),
        pytest.param(
            "In the harbour fishermen found 43 crates of old maps near the lighthouse.",
            "Police say somebody had left 43 boxes full with charts beside that tower.",
            "(In the harbour fishermen found 43 crates of old maps near the lighthouse. > "
            "Police say somebody had left 43 boxes full with charts beside that tower.)",
            id="nor is a small number",
        ),
        pytest.param(
            "In the harbour fishermen found 1,943 crates of old maps near the lighthouse.",
            "Police say somebody had left 1,943 boxes full with charts beside that tower.",
            "(In the harbour fishermen found > Police say somebody had left) 1,943 "
            "(crates of old maps near the lighthouse. > boxes full with charts beside that tower.)",
            id="a large one is",
        ),
        pytest.param(
            "The vote was close. The mayor of Tarnby then thanked all her voters.",
            "The mayor of Tarnby then thanked all her voters. The vote was close.",
            "[-The vote was close-]. The mayor of Tarnby then thanked all her voters.{+The vote was close.+}",
            id="what moved is dropped and added; the longer part is kept",
        ),
        pytest.param(
            "Nobody was hurt. The ferry was towed. The harbour is open.",
            "Nobody was hurt. The ferry was towed. The captain was questioned. The harbour is open.",
            "Nobody was hurt. The ferry was towed. {+The captain was questioned+}The harbour is open.",
            id="a sentence was put in, not the end of one and the beginning of the next",
        ),
        pytest.param(
            "载有214人的渡轮周二在大雾中搁浅，无人受伤。",
            "载有209人的渡轮在浓雾中搁浅，无人伤亡。",
            "载有(214 > 209)人的渡轮[-周二-]在(大 > 浓)雾中搁浅，无人[-受-]伤。{+亡。+}",
            id="Chinese, letter by letter",
        ),
        pytest.param(
            "أعلن رئيس الوزراء يوم الثلاثاء عن خطة جديدة للمياه.",
            "أعلن رئيس الوزراء يوم الأربعاء عن خطة للمياه.",
            "أعلن رئيس الوزراء يوم (الثلاثاء > الأربعاء) عن خطة [-جديدة-] للمياه.",
            id="Arabic",
        ),
        pytest.param(
            "A \ud800 broken \udc00 file, 👩\u200d🚀 sent on Monday",
            "A \ud800 broken \udc00 file, 👩\u200d🚀 sent on Sunday",
            "A \ud800 broken \udc00 file, 👩\u200d🚀 sent on (Monday > Sunday)",
            id="lone surrogates and code points beyond the first plane",
        ),
    ],
)
def test_a_journalist_would_say_the_same(left: str, right: str, line: str) -> None:
    assert shown(left, right) == line


def test_islands_that_fall_take_those_before_them_along() -> None:
    left = "alpha the bravo charlie delta of echo foxtrot golf hotel"
    right = "kilo the lima mike november of oscar papa quebec romeo"
    assert [change.kind for change in found(left, right)] == ["changed", "kept", "changed"]
    assert shown("alpha zulu the bravo of charlie delta", "kilo mike the lima of november oscar").count(">") == 3
    grown = shown("alpha zulu the bravo of charlie delta golf", "kilo mike the lima yankee of november oscar papa")
    assert grown.count(">") == 1


# On results.

WIRE = Article(
    id="wire/ferry.txt",
    text=(
        "A passenger ferry with 214 people aboard ran aground in dense fog outside Port Elara early on Tuesday, the"
        " coastguard said. Nobody was hurt.\n\nRescue boats took the passengers off one by one before the tide turned."
    ),
)
EDITED = Article(
    id="ledger/fog.txt",
    text=(
        "It was to be a quiet crossing. A passenger ferry with 209 people aboard ran aground in thick fog outside Port"
        " Elara on Tuesday, the harbour office said. Nobody was hurt."
    ),
)
ALONE = Article(id="review/bread.txt", text="Bread is baked while the sun is asleep, and eaten when it is up.")


def told(made: Difference, a: Article, b: Article) -> list[tuple[str, str, str]]:
    """What is not kept: kind, words of `a`, words of `b`."""
    return [
        (change.kind, a.text[change.a_start : change.a_end], b.text[change.b_start : change.b_end])
        for part in made.passages
        for change in part.changes
        if change.kind != "kept"
    ]


def test_two_articles_of_a_result() -> None:
    result = syndet.detect([WIRE, EDITED, ALONE])
    made = result.diff("ledger", "wire")
    assert (made.a, made.b) == (EDITED.id, WIRE.id)
    assert told(made, EDITED, WIRE) == [
        ("changed", "209", "214"),
        ("changed", "thick", "dense"),
        ("added", "", "early"),
        ("changed", "harbour office", "coastguard"),
    ]
    assert [part.passage for part in made.passages] == list(result.passages)
    assert result.diff("wire", "ledger") == made.mirrored()
    assert syndet.diff(EDITED, WIRE) == made
    check(EDITED.text, WIRE.text, made)


def test_two_articles_that_share_nothing_differ_in_no_passage() -> None:
    result = syndet.detect([WIRE, EDITED, ALONE])
    assert result.diff("wire", "review").to_dict() == {"a": WIRE.id, "b": ALONE.id, "passages": []}
    with pytest.raises(syndet.UnknownArticleError):
        result.diff("wire", "nobody")


def test_the_link_of_the_result_counts_and_else_the_two_are_compared() -> None:
    result = syndet.detect([WIRE, EDITED, ALONE])
    (link,) = result.links
    shorter = replace(link.passages[0], a_end=link.passages[0].a_start + len("A passenger ferry"))
    trimmed = replace(result, links=(replace(link, passages=(shorter,)),))
    assert [part.passage for part in trimmed.diff("ledger", "wire").passages] == [shorter]
    assert [part.passage for part in trimmed.diff("wire", "ledger").passages] == [shorter.mirrored()]
    assert replace(result, links=()).diff("wire", "ledger") == result.diff("wire", "ledger")


def test_plain_values() -> None:
    made = syndet.diff(EDITED, WIRE)
    (part,) = made.to_dict()["passages"]
    changes_ = part.pop("changes")
    assert part == made.passages[0].passage.to_dict()
    assert list(changes_[0]) == ["kind", "a_start", "a_end", "b_start", "b_end"]
    assert changes_ == [change.to_dict() for change in made.passages[0].changes]


def test_what_is_no_article() -> None:
    with pytest.raises(syndet.InputError):
        syndet.diff("wire.txt", {"text": "A cat sat."})
    assert syndet.diff({"text": "A cat sat."}, {"text": ""}) == Difference(a="a", b="b", passages=())


def test_only_a_difference_loads_rapidfuzz() -> None:
    script = (
        "import sys, syndet\n"
        "told = {'text': 'The ferry ran aground in dense fog outside Port Elara early on Tuesday.'}\n"
        "assert syndet.compare(told, told) and 'rapidfuzz' not in sys.modules\n"
        "assert syndet.diff(told, told).passages and 'rapidfuzz' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[1], check=True)
