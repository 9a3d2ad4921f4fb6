"""Passages and links: the kernel equals its plain twin, the laws hold, and a journalist agrees with what is found."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from naive import passages as naive

from syndet import align, sketch, text
from syndet.align import FAINT, Levels, Options, finding
from syndet.kernels import layout as kernels
from syndet.model import LEVELS, Link, LinkKind, Passage, PassageKind, Texts

# So lax that a few shared words make a passage; the tails of the rules come into play in tiny texts.
TINY = replace(FAINT, least_mass=0.1, floor_mass=0.1, scan_least=1.0, reach=5, pad=2, gap=2, most_sentences=3)
every_options = st.sampled_from([Options(), FAINT, TINY])


# Synthetic articles that share stretches

COMMON = "the of and to in a that is was for on said with as at by it from he had be has were will not".split()
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
NAMES = [f"{one}{two}{three}" for one in SYLLABLES for two in SYLLABLES for three in SYLLABLES[:5]]
MOVES = ("verbatim", "shuffled", "dropped", "replaced", "moved", "summary", "summed up")

Sentence = list[str]


def sentence_of(random: Random) -> Sentence:
    return [random.choice(COMMON if random.random() < 0.5 else NAMES) for _ in range(random.randint(4, 24))]


def changed(sentences: list[Sentence], move: str, random: Random) -> list[Sentence]:
    """What one newsroom makes of another's sentences."""
    if move == "verbatim":
        return sentences
    if move == "moved":
        cut = len(sentences) // 2
        return sentences[cut:] + [sentence_of(random) for _ in range(random.randint(0, 12))] + sentences[:cut]
    if move == "shuffled":
        return [random.sample(sentence, len(sentence)) for sentence in random.sample(sentences, len(sentences))]
    if move == "dropped":
        return [[word for word in sentence if random.random() < 0.7] for sentence in sentences]
    if move == "replaced":
        return [[word if random.random() < 0.7 else random.choice(NAMES) for word in s] for s in sentences]
    return [[word for s in sentences for word in s if word not in COMMON and random.random() < 0.3][:80]]


def two_articles(seed: int, moves: list[str]) -> tuple[str, str]:
    """Two articles; each move takes a stretch of one, changes it, and puts it into the other."""
    random = Random(seed)
    a, b = ([sentence_of(random) for _ in range(random.choice([0, 2, 10, 40]))] for _ in range(2))
    for move in moves:
        if move == "summed up":
            a, b = b, a
        first = random.randint(0, max(len(a) - 1, 0))
        stretch = a if move.startswith("sum") else a[first : first + random.randint(1, 12)]
        place = random.randint(0, len(b))
        b[place:place] = changed(stretch, move, random)
    one, other = (" ".join(" ".join(s).capitalize() + "." for s in article if s) for article in (a, b))
    return one, other


articles = st.builds(two_articles, st.integers(0, 2**32), st.lists(st.sampled_from(MOVES), max_size=4))

# Pieces of every kind of script and mark that a text may hold, so few that they recur.
PIECES = [
    "Seoul", "talks", "talk", "the", "the", "10,5", "don't", "№", "café", "cafe\u0301", "\u0301", "\u200d",
    "👩\u200d🚀", "首尔", "会", "談", "ไทย", "“", "”", "«", "»", '"', "'", ". ", ". ", "! ", "。", "\n", "\r\n", "\n\n",
    " ", " ", "\t", "Mr. ", "\ud800", "(", ")", "’", "…", "نص", "हिन्दी",
]  # fmt: skip
small_text = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=40
).map("".join)


@st.composite
def small_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Two arbitrary texts, with an arbitrary third in both of them."""
    shared = draw(small_text)
    a, b = (draw(small_text) + draw(st.sampled_from(["", " ", ". "])) + shared + draw(small_text) for _ in "ab")
    return a, b


any_two = articles | small_texts()


def kernel_rows(texts: Texts, pairs: list[tuple[int, int]], options: Options) -> np.ndarray:
    return finding.aligned(texts, finding.sentences_of(texts, np.array(pairs, np.int64)), options)


def linked(texts: list[str], pairs: list[tuple[int, int]], options: Options = Options()) -> list[Link]:  # noqa: B008
    """The link of each pair; article number 0 is called "a"."""
    scanned, array = text.scan(texts), np.array(pairs, np.int64).reshape(-1, 2)
    rows = align.find(scanned, array, options=options)
    jaccard = sketch.jaccard(scanned, array, shingle=5)
    ids = [chr(ord("a") + number) for number in range(len(texts))]
    whole = np.stack([scanned.article_token[:-1], scanned.article_token[1:]], axis=1)
    return align.links(scanned, whole, ids, array, rows, jaccard, levels=Levels())


def compare(a: str, b: str, options: Options = Options()) -> Link:  # noqa: B008
    return linked([a, b], [(0, 1)], options)[0]


# The twin


def same_as_twin(a: str, b: str, options: Options) -> int:
    """How many passages the kernel and its twin both found."""
    texts = text.scan([a, b])
    pairs = [(0, 1), (1, 0), (0, 0)]
    found = kernel_rows(texts, pairs, options)
    expected = np.array(naive.align(texts, pairs, options), np.float64).reshape(-1, kernels.N_COLUMNS)
    assert found.shape == expected.shape
    assert found[:, : kernels.MATCHED_A].tolist() == expected[:, : kernels.MATCHED_A].tolist()
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)
    return len(found)


@given(articles, every_options)
@settings(max_examples=50)
def test_kernel_equals_its_twin_on_articles_that_share_stretches(two: tuple[str, str], options: Options) -> None:
    same_as_twin(*two, options)


@given(small_texts(), every_options)
@settings(max_examples=100)
def test_kernel_equals_its_twin_on_small_texts(two: tuple[str, str], options: Options) -> None:
    same_as_twin(*two, options)


def test_the_synthetic_articles_bring_out_every_rule() -> None:
    """Without this the two tests above could agree on nothing."""
    kinds = set()
    for seed, move in enumerate(MOVES * 4):
        kinds |= {passage.kind for passage in compare(*two_articles(seed, [move])).passages}
    assert kinds == {"verbatim", "edited", "paraphrased", "summary"}


# Laws


@given(any_two, every_options)
@settings(max_examples=60)
@example(("One two. Three four five. " * 9, "One. Two three. Four five " * 9), TINY)
def test_the_answer_for_b_and_a_is_the_mirror_of_that_for_a_and_b(two: tuple[str, str], options: Options) -> None:
    there, back = linked(list(two), [(0, 1), (1, 0)], options)
    assert back.mirrored() == there
    assert there.mirrored() == back


def test_the_same_words_in_other_sentences_are_mirrored_too() -> None:
    """Neither article is the longer one, and their words do not tell them apart."""
    for seed in range(30):
        random = Random(seed)
        words = [random.choice(NAMES[:15]) for _ in range(random.randint(100, 700))]
        a, b = (
            " ".join(word + random.choice(". ,") for word in words) if random.random() < 0.5
            else " ".join(word + random.choice("," * 30 + ".") for word in words)
            for _ in range(2)
        )  # fmt: skip
        there, back = linked([a, b], [(0, 1), (1, 0)])
        assert back.mirrored() == there


@given(any_two)
@settings(max_examples=60)
def test_nothing_dangles_at_the_ends_of_passages(two: tuple[str, str]) -> None:
    for passage in compare(*two).passages:
        for said in sliced(passage, *two):
            # Marks that close in one language may open in another; these never do.
            assert said[0] not in "」)]" and said[-1] not in "„「(["
            assert said == said.strip()


@given(any_two, every_options)
def test_passages_lie_in_the_texts_on_the_borders_of_words(two: tuple[str, str], options: Options) -> None:
    texts = text.scan(list(two))
    for passage in compare(*two, options).passages:
        spans = (passage.a_start, passage.a_end), (passage.b_start, passage.b_end)
        for number, (start, end) in enumerate(spans):
            assert 0 <= start < end <= len(two[number])
            tokens = slice(*texts.article_token[number : number + 2].tolist())
            sentences = slice(*texts.article_sentence[number : number + 2].tolist())
            assert start in {*texts.start[tokens].tolist(), *texts.sentence_start[sentences].tolist()}
            assert end in {*texts.end[tokens].tolist(), *texts.sentence_end[sentences].tolist()}


def cuts_a_letter(whole: str, at: int) -> bool:
    """Whether a letter stands on one side of the place and its accents on the other."""
    before = whole[:at].rstrip("".join(filter(unicodedata.combining, whole)))
    return at < len(whole) and unicodedata.combining(whole[at]) > 0 and before[-1:].isalnum()


@given(small_texts())
@settings(max_examples=60)
def test_no_passage_begins_or_ends_inside_a_letter(two: tuple[str, str]) -> None:
    for passage in compare(*two, TINY).passages:
        for whole, ends in zip(two, [(passage.a_start, passage.a_end), (passage.b_start, passage.b_end)], strict=True):
            assert not any(cuts_a_letter(whole, at) for at in ends)


@given(st.lists(articles, min_size=1, max_size=3), st.integers(1, 4))
@settings(max_examples=20)
def test_rows_do_not_depend_on_how_the_pairs_are_cut(twos: list[tuple[str, str]], size: int) -> None:
    texts = text.scan([one for two in twos for one in two])
    pairs = np.array(list(permutations(range(len(texts)), 2)), np.int64)
    whole = align.find(texts, pairs, options=Options())
    parts = []
    for first in range(0, len(pairs), size):
        rows = align.find(texts, pairs[first : first + size], options=Options())
        rows[:, kernels.PAIR] += first
        parts.append(rows)
    assert np.concatenate(parts).tolist() == whole.tolist()


@given(any_two, every_options)
@settings(max_examples=60)
def test_measures_are_shares_and_kinds_follow_from_them(two: tuple[str, str], options: Options) -> None:
    texts, pairs = text.scan(list(two)), np.array([[0, 1]], np.int64)
    rows = align.find(texts, pairs, options=options)
    link = compare(*two, options)
    shares = [kernels.MATCHED_A, kernels.MATCHED_B, kernels.IDENTICAL, kernels.ORDERED]
    assert ((rows[:, shares] >= 0.0) & (rows[:, shares] <= 1.0 + 1e-9)).all()
    assert len(link.passages) == (len(rows) or link.kind == "copy")
    for passage in link.passages:
        for share in (passage.score, passage.identical, passage.matched, passage.ordered, passage.quoted):
            assert 0.0 <= share <= 1.0
        if passage.kind == "verbatim":
            assert passage.identical >= align.VERBATIM
        elif passage.kind == "edited":
            assert align.EDITED <= passage.identical <= align.VERBATIM
        elif passage.kind == "paraphrased":
            assert passage.identical <= align.EDITED
    assert 0.0 <= link.strength <= 1.0 and 0.0 <= link.score <= 1.0
    levels = Levels()
    assert bool(link) == (link.kind != "none") == bool(link.passages or link.jaccard >= levels.copy)
    assert (link.kind == "copy") == (link.jaccard >= levels.copy)
    if abs(link.strength - levels.derived) > 1e-4:  # told rounded
        enough = link.strength >= levels.derived and link.how != "quote"
        assert (link.kind in ("copy", "derived")) == (enough or link.kind == "copy")


@given(any_two, every_options)
@settings(max_examples=60)
def test_coverage_is_the_union_of_the_passages(two: tuple[str, str], options: Options) -> None:
    texts, pairs = text.scan(list(two)), np.array([[0, 1]], np.int64)
    rows = align.find(texts, pairs, options=options).tolist()
    link = compare(*two, options)
    for side, coverage in enumerate((link.coverage_a, link.coverage_b)):
        first, last = kernels.SPAN + 2 * side, kernels.SPAN + 2 * side + 1
        other_first, other_last = kernels.SPAN + 2 - 2 * side, kernels.SPAN + 3 - 2 * side
        counts: dict[int, float] = {}
        for row in sorted(rows, key=lambda row: (row[first], row[last])):
            summed_up = row[kernels.IS_SUMMARY] and row[last] - row[first] > row[other_last] - row[other_first]
            for token in range(int(row[first]), int(row[last])):
                counts.setdefault(token, row[kernels.MATCHED_A + side] if summed_up else 1.0)
        whole = int(texts.article_token[side + 1] - texts.article_token[side])
        union = sum(counts.values()) / max(whole, 1) if rows or link.kind != "copy" else 1.0
        assert coverage == pytest.approx(union, abs=1e-4)
        assert 0.0 <= coverage <= 1.0


# What a journalist would say

STORM = (
    "The storm tore the roof off the old cannery in Port Hallow shortly before midnight on Tuesday. Firefighters "
    "led eleven workers through knee-deep water to the parish hall, where volunteers handed out blankets and soup. "
    "Nobody was badly hurt, but the slipway is gone and two trawlers lie on their sides in the mud. The council "
    "will meet on Friday to decide whether the fish market can open before the herring season begins."
)
STORM_EDITED = (
    "A storm ripped the roof off the old cannery at Port Hallow just before midnight Tuesday. Fire crews led eleven"
    " workers through knee-deep water to the parish hall, where volunteers gave out blankets and hot soup. Nobody "
    "was seriously hurt, but the slipway is gone and two trawlers are lying on their sides in the mud. Councillors "
    "meet on Friday to decide whether the fish market can open before the herring season."
)
STORM_RETOLD = (
    "Eleven cannery workers waded to safety at Port Hallow when a midnight gale took the roof from over their "
    "heads. With water up to their knees they were brought by firefighters to the parish hall and given soup and "
    "blankets by volunteers. There were no bad injuries. Two trawlers were left lying in the mud on their sides, "
    "and of the slipway nothing is left; on Friday the council decides about the market for fish, with the herring "
    "season about to begin."
)
BUDGET = (
    "Property taxes in Aldermoor will rise by four percent next year after a budget debate that lasted until dawn. "
    "The largest share goes to the new primary school on Larch Street, whose gymnasium was condemned in the spring."
    " Opposition members called the plan reckless and walked out twice."
)
GARDEN = (
    "Gardeners who planted tulips too early this autumn may see leaves before Christmas, the botanical society "
    "warns. A mulch of bark keeps the bulbs cold and dormant. Squirrels remain the greater danger, and wire mesh is"
    " the only remedy that members of the society unanimously recommend."
)
BEES = (
    "A colony of solitary bees has stopped the repair of the chapel at Wenlow, because the mortar they nest in may "
    "not be touched until July. The parish has put up a sign asking walkers to keep to the gravel. Children from "
    "the village count the insects every morning and send the figures to the university."
)
CHESS = (
    "Marta Lindqvist, fifteen, won the national chess title on Sunday with a queen sacrifice that commentators took"
    " for a slip of the hand. Her opponent resigned nine moves later and asked for her autograph. She has an "
    "algebra test on Monday, she told reporters, and has not opened the book."
)
FERRY = (
    "The night ferry to Ostrava Island will be suspended from Monday while divers inspect a crack in the rudder. "
    "Passengers with tickets can travel on the morning boat at no charge, or ask for their money back at the "
    "harbour office. The company expects the work to take nine days and has hired a smaller vessel for medicine and"
    " mail."
)
QUARRY = (
    "Blasting at the limestone quarry above Tessin was halted on Wednesday after dust settled on vineyards three "
    "kilometres away. Growers have sent samples of their leaves to a laboratory in the capital. The operator blames"
    " an unusual wind and offers to wash the grapes by helicopter."
)
SUMMARY = (
    "Storm tears roof off the Port Hallow cannery; firefighters led workers through knee-deep water, volunteers "
    "handed out blankets. Aldermoor property taxes rise four percent after a budget debate, Larch Street primary "
    "school benefits. Solitary bees stopped the chapel repair at Wenlow, mortar not to be touched until July. Marta"
    " Lindqvist won the chess title with a queen sacrifice, her opponent resigned. Divers inspect a rudder crack, "
    "the Ostrava night ferry is suspended."
)
PLEDGE = (
    "We will rebuild every yard of this road before the first snow falls, and no village in this valley will be left "
    "waiting for spring as it was three years ago, that I promise you tonight"
)


def among(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def sliced(passage: Passage, a: str, b: str) -> tuple[str, str]:
    return a[passage.a_start : passage.a_end], b[passage.b_start : passage.b_end]


# Where a paragraph stands -> the same paragraph, to the word
VERBATIM = {
    "in the middle of both": ((BUDGET, STORM, GARDEN), (BEES, STORM, QUARRY)),
    "on top, then at the end": ((STORM, BUDGET, GARDEN), (BEES, CHESS, STORM)),
    "at the end, then on top": ((GARDEN, CHESS, STORM), (STORM, BEES, QUARRY)),
    "alone in one": ((STORM,), (BEES, STORM, QUARRY)),
    "in a much longer one": ((GARDEN, STORM), (BEES, CHESS, FERRY, STORM, QUARRY, BUDGET)),
}


@pytest.mark.parametrize("paragraphs", VERBATIM.values(), ids=VERBATIM)
@pytest.mark.parametrize("between", ["\n\n", "\n", " ", "\r\n\r\n"])
def test_a_verbatim_paragraph_is_found_to_the_word(paragraphs: tuple[tuple[str, ...], ...], between: str) -> None:
    a, b = map(between.join, paragraphs)
    link = compare(a, b)
    assert [sliced(passage, a, b) for passage in link.passages] == [(STORM, STORM)]
    (passage,) = link.passages
    assert (passage.kind, passage.identical, passage.matched, passage.ordered) == ("verbatim", 1.0, 1.0, 1.0)
    assert (link.kind, link.how) == ("derived", "verbatim")


def test_half_a_sentence_may_be_copied() -> None:
    a = among(BUDGET, STORM, GARDEN)
    copied = STORM[: STORM.index(" in the mud")]
    b = among(BEES, copied + " near Vesterholm, insurers fear.", QUARRY)
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (copied, copied)


HEADS = {
    "a heading": ("Storm in the night", "Cannery loses its roof\nFrom our own correspondent"),
    "a date line": ("Port Hallow | 12 March 2024, 06:40 UTC", "12 March 2024, 10:15 UTC"),
    "a byline": ("By Una Brook, 12 March 2024", "By Edvin Storm, staff writer, 12 March 2024"),
    "a dateline of one": ("PORT HALLOW (Meridian Wire) -", "Roof gone, wire says"),
}


@pytest.mark.parametrize(("one", "other"), HEADS.values(), ids=HEADS)
def test_what_only_one_side_has_above_a_copy_is_no_part_of_it(one: str, other: str) -> None:
    a, b = f"{one}\n\n{STORM}\n\n{GARDEN}", f"{BEES}\n\n{other}\n\n{STORM}"
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (STORM, STORM)


@pytest.mark.parametrize(("one", "other"), HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("tail", ["", "\n\nPhoto: D. Marsh", "\n\nBy Una Brook, 12 March 2024, 1:30 p.m."])
def test_what_only_one_side_has_around_a_retelling_is_no_part_of_it(one: str, other: str, tail: str) -> None:
    a, b = f"{one}\n\n{STORM}", f"{other}\n\n{STORM_RETOLD}{tail}"
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (STORM, STORM_RETOLD)


def test_a_heading_that_both_have_belongs_to_the_retelling() -> None:
    a, b = f"Storm tears roof off cannery\n\n{STORM}", f"Cannery roof torn off in storm\n\n{STORM_RETOLD}"
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (a, b)


@given(articles, every_options)
@settings(max_examples=50)
def test_what_is_copied_or_edited_ends_at_words_that_both_have(two: tuple[str, str], options: Options) -> None:
    texts = text.scan(list(two))
    for row in kernel_rows(texts, [(0, 1)], options):
        a, a_end, b, b_end = row[kernels.SPAN : kernels.SPAN + 4].astype(int).tolist()
        one, other = texts.term[a:a_end].tolist(), texts.term[b:b_end].tolist()
        if row[kernels.IDENTICAL] >= align.EDITED and not row[kernels.IS_SUMMARY] and set(one) & set(other):
            assert {one[0], one[-1]} <= set(other)
            assert {other[0], other[-1]} <= set(one)


def test_passages_that_continue_each_other_are_one() -> None:
    sentences = [
        f"{sentence}." for sentence in among(STORM, BUDGET, FERRY).replace("\n\n", " ").rstrip(".").split(". ")
    ]
    broken = "\n\n".join(f"{sentence}\n\nPhoto: D. Marsh" for sentence in sentences)
    a, b = among(GARDEN, " ".join(sentences)), among(broken, QUARRY)
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (" ".join(sentences), broken[: -len("\n\nPhoto: D. Marsh")])


# How a paragraph was handed on -> how its passage is called, and the least that the link must be
RETOLD: dict[str, tuple[str, PassageKind, LinkKind]] = {
    "word for word": (STORM, "verbatim", "derived"),
    "one word mistyped": (STORM.replace("volunteers", "volunters"), "verbatim", "derived"),
    "in capitals, without accents": (STORM.upper(), "verbatim", "derived"),
    "edited by a desk": (STORM_EDITED, "edited", "derived"),
    "told in other words": (STORM_RETOLD, "paraphrased", "related"),
}


@pytest.mark.parametrize(("version", "kind", "level"), RETOLD.values(), ids=RETOLD)
def test_a_paragraph_handed_on(version: str, kind: PassageKind, level: LinkKind) -> None:
    a, b = among(BUDGET, STORM, GARDEN), among(BEES, version, CHESS)
    link = compare(a, b)
    # Copied or edited, a passage ends at words that both have; retold, at the ends of sentences.
    whole = STORM.removesuffix(" begins."), version.removeprefix("A ")
    assert [sliced(passage, a, b) for passage in link.passages] == [whole if kind == "edited" else (STORM, version)]
    assert (link.passages[0].kind, link.how, link.kind) == (kind, kind, level)


def test_moved_paragraphs_are_found_both() -> None:
    a, b = among(STORM, BUDGET, FERRY), among(FERRY, BEES, STORM)
    assert [sliced(passage, a, b) for passage in compare(a, b).passages] == [(STORM, STORM), (FERRY, FERRY)]
    a, b = among(STORM, FERRY), among(FERRY, STORM)  # nothing else between them: one passage holds both
    assert [sliced(passage, a, b) for passage in compare(a, b).passages] == [(a, b)]


def test_a_summary_of_all_of_a_long_article() -> None:
    a, b = among(STORM, BUDGET, BEES, CHESS, FERRY), among(GARDEN, SUMMARY, QUARRY)
    (passage,) = compare(a, b).passages
    assert sliced(passage, a, b) == (a, SUMMARY)
    assert passage.kind == "summary"
    # It says much, but not all, of what it sums up.
    assert 0.1 < compare(a, b).coverage_a < 0.5


# A quotation that both have was said by a third: no article is derived from the other for it.
QUOTED = {
    "curly": "“{}”", "straight": '"{}"', "French": "« {} »", "German": "„{}“",
}  # fmt: skip


@pytest.mark.parametrize("marks", QUOTED.values(), ids=QUOTED)
def test_a_shared_quotation_is_no_more_than_related(marks: str) -> None:
    speech = marks.format(PLEDGE)
    a = (
        "The regional governor, Pavel Hrdy, visited the landslide at Kestrel Pass on Monday and saw the broken bridge "
        f"from a helicopter. {speech}, he said. Engineers reckon that the work costs nine million crowns."
    )
    b = (
        f"Opposition candidates mocked the promise as campaign theatre. {speech}, Hrdy had told a crowd in the school "
        "yard. His rival Jana Moravcova asked voters in the lowland towns to judge him by his record."
    )
    link = compare(a, b)
    assert link.kind == "related"
    assert [passage.quoted >= 0.9 for passage in link.passages] == [True]
    assert link.jaccard >= Levels().derived  # the words are the same; that is not enough
    assert compare(a.replace(speech, PLEDGE), b.replace(speech, PLEDGE)).kind == "derived"


# Names, dates and stock phrases that any two stories on one topic share
NOTHING = {
    "unrelated": (among(BUDGET, BEES, FERRY), among(CHESS, GARDEN, QUARRY)),
    "a name and a date": (
        "South Korean President Yoon Suk Yeol was impeached by parliament on Dec. 14, 2024, over his short-lived "
        "declaration of martial law. Lawmakers from his own party joined the opposition in a secret ballot, and "
        "cheers went up among the crowds outside the National Assembly.",
        "South Korean President Yoon Suk Yeol toured a semiconductor plant in the Czech Republic on Dec. 14, 2024, "
        "and praised the engineers of both countries. Trade between them has doubled in a decade, and a consortium "
        "from Seoul hopes to build two reactors at Dukovany.",
    ),
    "one topic, two reports": (
        "Yoon Suk Yeol spent his first night in custody at the Seoul Detention Center after investigators scaled "
        "barricades at his residence. His lawyers called the warrant illegal.",
        "Traders sold the won when markets opened in Seoul, hours after Yoon Suk Yeol declared martial law. The "
        "central bank promised unlimited liquidity until nerves had settled.",
    ),
    "an empty text": ("", STORM),
    "two empty texts": ("", " \n"),
    "marks only": ("...", "?! —"),
}


@pytest.mark.parametrize(("a", "b"), NOTHING.values(), ids=NOTHING)
def test_nothing_shared(a: str, b: str) -> None:
    link = compare(a, b)
    assert not link
    assert (link.kind, link.how, link.passages, link.strength, link.score) == ("none", None, (), 0.0, 0.0)
    assert link.coverage_a == link.coverage_b == 0.0


# From 10 words on, an article is one passage with its like; 6 to 9 words may weigh too little to be one
# (they are copies all the same), fewer never weigh enough.
@pytest.mark.parametrize("length", [10, 11, 13, 17, 20, 25, 30, 60, 150, 400])
def test_identical_articles_are_one_verbatim_passage(length: int) -> None:
    words = among(STORM, BUDGET, GARDEN, BEES, CHESS, FERRY, QUARRY, SUMMARY).split(" ")
    for first in range(0, len(words) - length, 7):
        whole = " ".join(words[first : first + length])
        link = compare(whole, whole)
        assert [(p.kind, p.identical, p.matched, p.ordered) for p in link.passages] == [("verbatim", 1.0, 1.0, 1.0)]
        assert (link.kind, link.how, link.coverage_a, link.coverage_b) == ("copy", "verbatim", 1.0, 1.0)
        texts = text.scan([whole])
        borders = int(texts.sentence_start[0]), int(texts.sentence_end[-1])
        (passage,) = link.passages
        assert borders == (passage.a_start, passage.a_end) == (passage.b_start, passage.b_end)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ferry stops for nine days", "Ferry stops for nine days"),
        ("Fire", "FIRE!"),
        ("The minister denied the claim on Monday. " * 80, "The minister denied the claim on Monday. " * 79),
        ("Goal! " * 500, "Goal! " * 500),
    ],
)
def test_copies_in_which_no_word_tells_a_place_share_all_they_have(a: str, b: str) -> None:
    link = compare(a, b)
    assert (link.kind, link.how, link.coverage_a, link.coverage_b) == ("copy", "verbatim", 1.0, 1.0)
    assert [(p.a_start, p.a_end, p.b_start, p.b_end) for p in link.passages] == [
        (0, len(a.rstrip()), 0, len(b.rstrip()))
    ]
    assert link.strength == link.jaccard == 1.0


# Levels

REACHED = {
    "copy": {"copy": True, "derived": True, "related": True},
    "derived": {"copy": False, "derived": True, "related": True},
    "related": {"copy": False, "derived": False, "related": True},
    "none": {"copy": False, "derived": False, "related": False},
}


def test_levels_that_a_kind_of_link_reaches() -> None:
    kinds: tuple[LinkKind, ...] = ("copy", "derived", "related", "none")
    assert {kind: {level: align.level_reached(kind, level) for level in LEVELS} for kind in kinds} == REACHED


def test_options_stand_in_the_order_of_the_kernel() -> None:
    names = [name.upper() for name in Options.__dataclass_fields__]
    assert [getattr(kernels, name) for name in names] == list(range(kernels.N_OPTIONS))


def test_no_passage_is_trimmed_down_to_two_parts_that_share_nothing() -> None:
    """What is common ends a long sentence and is a short one here, is a short one and begins a long one there."""
    shared, again, mine, yours = NAMES[:4], NAMES[4:8], NAMES[8:28], NAMES[28:48]
    rest = [" ".join(NAMES[start : start + 12]).capitalize() + "." for start in range(48, 168, 12)]
    a = " ".join([" ".join([*mine, *shared]) + ".", " ".join(again).capitalize() + ".", *rest[:5]])
    b = " ".join([" ".join(shared).capitalize() + ".", " ".join([*again, *yours]).capitalize() + ".", *rest[5:]])
    texts = text.scan([a, b])
    pairs = np.array([[0, 1]])
    rows = align.find(texts, pairs, options=Options())
    assert len(rows) == 1
    assert (rows[:, kernels.MASS] > 0.0).all()
