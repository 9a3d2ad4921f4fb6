"""The main job from end to end: laws that hold for any text, and what a user gives and gets."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import unicodedata
from collections import namedtuple
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet import Article, Settings, kernels, pipeline

NEWSROOM = Path(__file__).resolve().parent.parent / "examples" / "newsroom"

WIRE = """\
The ferry Maren ran aground on a sandbank off Tolm on Tuesday evening with 214 people on board, the coast guard said.

Nobody was hurt. Two tugs from Hollvik pulled the vessel free at high water, shortly after four in the morning.

Captain Ansgar Pohl told investigators that the buoy marking the channel had drifted during the weekend's storm.

The company cancelled all crossings until Thursday while divers examine the propeller and the rudder."""

RETOLD = """\
Passengers spent the night on a stranded ferry near Tolm. The Maren, carrying 214 people, had run aground on a sandbank.

Investigators heard from captain Ansgar Pohl that a buoy which marks the channel had drifted in the weekend's storm.

The company has cancelled every crossing until Thursday so that divers can examine rudder and propeller."""

APART = """\
The town library will stay open on Sundays from next month, the council decided by eleven votes to four.

Borrowers had asked for it in a petition with nine hundred signatures, and two new assistants are to be hired."""

STORY = {"wire": WIRE, "reprint": WIRE, "retold": RETOLD, "apart": APART}


def articles(texts: Mapping[str, str]) -> list[Article]:
    """The texts as articles."""
    return [Article(id=id, text=text) for id, text in texts.items()]


def linked(result: syndet.Result) -> dict[tuple[str, str], str]:
    """The kind of each link by its two ids."""
    return {(link.a, link.b): link.kind for link in result.links}


# Any text at all: no code point is left out, lone surrogates and combining marks included.
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
SENTENCES = st.sampled_from([sentence for text in STORY.values() for sentence in text.replace("\n\n", " ").split(". ")])
GAPS = st.sampled_from([". ", ".\n", "\n\n", "\r\n", "\u2028", " “", "” ", "\u0301", "e\u0301 ", ""])
PIECES = st.one_of(
    SENTENCES, SENTENCES, SENTENCES, ANYTHING, st.sampled_from(["新聞記者が伝えた。", "\u0301\u0302", "a"])
)
TEXTS = st.lists(st.tuples(PIECES, GAPS), max_size=8).map(lambda parts: "".join(map("".join, parts)))
CORPORA = st.dictionaries(st.text(min_size=1, max_size=4), TEXTS, max_size=6)


def check_passage(passage: syndet.Passage, texts: Mapping[str, str]) -> None:
    """The passage lies in both texts, begins and ends with something, and tears no letter from its marks."""
    for id, start, end in ((passage.a, passage.a_start, passage.a_end), (passage.b, passage.b_start, passage.b_end)):
        text = texts[id]
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        for border in (start, end):
            torn = 0 < border < len(text) and unicodedata.combining(text[border]) and text[border - 1].isalnum()
            assert not torn, (text[border - 1 : border + 1], passage)
    for share in (passage.score, passage.identical, passage.matched, passage.ordered, passage.quoted):
        assert 0.0 <= share <= 1.0


# Laws


@given(CORPORA)
@settings(max_examples=60)
def test_every_offset_is_exact(texts: dict[str, str]) -> None:
    result = syndet.detect(articles(texts))
    for passage in result.passages:
        check_passage(passage, texts)
    for link in result.links:
        assert link.a < link.b and link
        assert all(0.0 <= coverage <= 1.0 for coverage in (link.coverage_a, link.coverage_b))
    members = [id for cluster in result.clusters for id in cluster.members]
    assert len(members) == len(set(members)) and set(members) <= set(texts)
    assert all(len(cluster) >= 2 and 0.0 <= cluster.cohesion <= 1.0 for cluster in result.clusters)


@given(TEXTS, TEXTS)
@settings(max_examples=100)
def test_comparing_is_symmetric(one: str, two: str) -> None:
    a, b = Article(id="a", text=one), Article(id="b", text=two)
    link = syndet.compare(a, b)
    assert syndet.compare(b, a) == link.mirrored()
    assert link.mirrored().mirrored() == link
    for passage in link.passages:
        check_passage(passage, {"a": one, "b": two})


@given(TEXTS)
@settings(max_examples=50)
def test_an_article_with_words_is_a_copy_of_itself_or_says_why_not(text: str) -> None:
    link = syndet.compare({"id": "a", "text": text}, {"id": "b", "text": text})
    assert link.jaccard in (0.0, 1.0)
    assert (link.kind == "copy") == (link.jaccard == 1.0)
    assert str(syndet.explain({"id": "a", "text": text}, {"id": "b", "text": text}))


@given(CORPORA, st.randoms(use_true_random=False), st.integers(1, 3))
@settings(max_examples=40)
def test_neither_order_nor_jobs_change_a_byte(texts: dict[str, str], random: Any, jobs: int) -> None:
    given_order = articles(texts)
    shuffled = random.sample(given_order, len(given_order))
    answer = syndet.detect(given_order, jobs=1).to_json()
    assert syndet.detect(shuffled, jobs=jobs).to_json() == answer
    encoded = answer.encode("utf-8")
    assert json.loads(encoded) == json.loads(json.dumps(syndet.detect(shuffled).to_dict()))


def test_jobs_do_not_change_a_byte_in_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{name} {n}": f"{text}\n\nSeen by reader {n}." for n in range(9) for name, text in STORY.items()}
    whole = syndet.detect(articles(texts)).to_json()
    monkeypatch.setattr("syndet.pipeline.preparing.CHUNK_CHARACTERS", 1_000)
    monkeypatch.setattr("syndet.pipeline.judging._CHUNK_PAIRS", 7)
    for jobs in (1, 2, 3):
        assert syndet.detect(articles(texts), jobs=jobs).to_json() == whole


def test_neither_hash_seed_nor_order_of_files_nor_compiling_changes_a_byte(tmp_path: Path) -> None:
    files = sorted(str(path) for path in NEWSROOM.rglob("*") if path.suffix in {".txt", ".md"})
    kernels.choose(kernels.PLAIN_MOST + 1)
    answers = {syndet.detect(files).to_json() + "\n"}
    for seed, order in enumerate((files, files[::-1], files[1::2] + files[::2])):
        command = [sys.executable, "-m", "syndet", "cluster", *order, "--format", "json", "--jobs", str(seed + 1)]
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        if seed == 0:  # no compiled kernels there, and too little text to compile any
            environment["NUMBA_CACHE_DIR"] = str(tmp_path)
        done = subprocess.run(command, capture_output=True, env=environment, timeout=300)
        assert (done.returncode, done.stderr) == (0, b"")
        answers.add(done.stdout.decode("utf-8"))
    assert len(answers) == 1
    assert not list(tmp_path.iterdir())


# Sizes and shapes


def hundred_thousand_words() -> list[str]:
    """As many words, hardly one of them twice, in sentences of fourteen."""
    words = [f"{first}{second}{n % 997}" for n in range(1_000) for first in "bdfgklmnpr" for second in "aeioubcdgh"]
    return [w.capitalize() if n % 14 == 0 else f"{w}." if n % 14 == 13 else w for n, w in enumerate(words)]


def test_a_hundred_thousand_words_in_one_line() -> None:
    words = hundred_thousand_words()
    long, passage = " ".join(words), " ".join(words[49_994:50_078])
    assert len(words) == 100_000 and "\n" not in long
    texts = {"long": long, "part": f"Somebody took this: {passage} And left the rest."}
    (link,) = syndet.detect(articles(texts)).links
    (found,) = link.passages
    check_passage(found, texts)
    assert passage in long[found.a_start : found.a_end]


def test_a_hundred_thousand_words_without_a_stop() -> None:
    words = [word.strip(".").lower() for word in hundred_thousand_words()]
    texts = {"long": " ".join(words), "part": " ".join(words[50_020:50_110])}
    (link,) = syndet.compare_pairs([("long", "part")], articles(texts))
    (found,) = link.passages
    assert (found.kind, found.b_start, found.b_end) == ("verbatim", 0, len(texts["part"]))
    assert texts["long"][found.a_start : found.a_end] == texts["part"]


def test_one_paragraph_over_and_over() -> None:
    paragraph = WIRE.split("\n\n")[0]
    repeated = "\n\n".join([paragraph] * 40)
    texts = {"once": paragraph, "repeated": repeated, "again": repeated}
    result = syndet.detect(articles(texts))
    assert linked(result)["again", "repeated"] == "copy"
    assert [cluster.members for cluster in result.clusters] == [("again", "once", "repeated")]
    for passage in result.passages:
        check_passage(passage, texts)


def test_a_story_in_three_hundred_outlets_is_one_cluster() -> None:
    words = WIRE.split(" ")

    def edited(n: int) -> str:
        changed = list(words)
        changed[7 + 5 * n % (len(words) - 7)] = f"word{n}"
        return f"Outlet {n} reports\n\n{' '.join(changed)}\n\nRead more in outlet {n} on page {n % 40}."

    texts = {f"outlet-{n:03d}": edited(n) for n in range(300)}
    result = syndet.detect(articles({**texts, "apart": APART}))
    assert [cluster.members for cluster in result.clusters] == [tuple(texts)]


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": ""}, {"a": "word"}, {"a": "word", "b": "other"}])
def test_too_little_to_share(texts: dict[str, str]) -> None:
    result = syndet.detect(articles(texts))
    assert (result.clusters, result.links, result.passages) == ((), (), ())
    assert [article.id for article in result.articles] == sorted(texts)
    json.loads(result.to_json())


def test_two_articles_of_one_word_are_copies_if_it_is_the_same() -> None:
    assert linked(syndet.detect(articles({"a": "Word", "b": "word!", "c": "other"}))) == {("a", "b"): "copy"}


# Levels


def sharing(words: int) -> tuple[str, str]:
    """Two texts of that many words that differ in the middle one."""
    names = [f"{c}{a}{b}" for a in ("bran", "dol", "fen", "gar") for b in ("wick", "mond") for c in "aeiouymn"][:words]
    return " ".join(names), " ".join([*names[: words // 2], "zzz", *names[words // 2 + 1 :]])


@pytest.mark.parametrize(("words", "kind"), [(50, "copy"), (49, "copy"), (48, "derived")])
def test_the_threshold_is_exact(words: int, kind: str) -> None:
    texts = dict(zip("ab", sharing(words), strict=True))
    shingles = words - 4
    result = syndet.detect(articles(texts))
    (link,) = result.links
    assert link.jaccard == round((shingles - 5) / (shingles + 5), 4)
    assert link.kind == kind
    clusters = syndet.detect(articles(texts), level="copy").clusters
    assert len(clusters) == (kind == "copy")
    (loose,) = syndet.detect(articles(texts), threshold=link.jaccard - 0.001).links
    (strict,) = syndet.detect(articles(texts), threshold=link.jaccard + 0.001).links
    assert (loose.kind, strict.kind) == ("copy", "derived")


def test_the_levels_are_nested() -> None:
    newsroom = syndet.read([NEWSROOM])
    found = {}
    for level in ("copy", "derived", "related"):
        result = syndet.detect([*newsroom, *articles(STORY)], level=level)
        found[level] = [set(cluster.members) for cluster in result.clusters]
    for finer, coarser in (("copy", "derived"), ("derived", "related")):
        assert found[finer]
        assert all(any(fine <= coarse for coarse in found[coarser]) for fine in found[finer])
    members = [sum(map(len, clusters)) for clusters in found.values()]
    assert members == sorted(set(members))


def test_a_level_does_not_change_the_links_but_copies_are_looked_for_alone() -> None:
    answers = [syndet.detect(articles(STORY), level=level) for level in ("copy", "derived", "related")]
    kinds = {("reprint", "wire"): "copy", ("reprint", "retold"): "derived", ("retold", "wire"): "derived"}
    assert [linked(answer) for answer in answers] == [{("reprint", "wire"): "copy"}, kinds, kinds]
    members = [[cluster.members for cluster in answer.clusters] for answer in answers]
    assert members == [[("reprint", "wire")], [("reprint", "retold", "wire")], [("reprint", "retold", "wire")]]


# What goes in

Row = namedtuple("Row", ["id", "text", "source"])


class Frame:
    """A data frame as polars has it."""

    def iter_rows(self, *, named: bool) -> Iterator[dict[str, str]]:
        """Every row as a mapping."""
        assert named
        return ({"id": id, "text": text} for id, text in STORY.items())


def sources(folder: Path) -> dict[str, Any]:
    """The story as each kind of source."""
    for id, text in STORY.items():
        (folder / f"{id}.txt").write_text(text, encoding="utf-8", newline="")
    files = [folder / f"{id}.txt" for id in STORY]
    return {
        "articles": articles(STORY),
        "generator": (article for article in articles(STORY)),
        "mappings": [{"id": id, "text": text} for id, text in STORY.items()],
        "named tuples": [Row(id, text, None) for id, text in STORY.items()],
        "data frame": Frame(),
        "folder": folder,
        "folder by name": str(folder),
        "files": files[::-1],
        "reading": syndet.read([folder]),
    }


@pytest.mark.parametrize(
    "kind",
    ["articles", "generator", "mappings", "named tuples", "data frame", "folder", "folder by name", "files", "reading"],
)
def test_any_source_will_do(kind: str, tmp_path: Path) -> None:
    result = syndet.detect(sources(tmp_path)[kind])
    members = [[id.removesuffix(".txt") for id in cluster.members] for cluster in result.clusters]
    assert members == [["reprint", "retold", "wire"]]
    assert result.warnings == ()
    assert {article.id.removesuffix(".txt"): article.text for article in result.articles} == STORY


def test_fields_name_the_columns() -> None:
    rows = [{"key": id, "body": text, "paper": "Gazette"} for id, text in STORY.items()]
    result = syndet.detect(rows, fields=syndet.Fields(id="key", text="body", source="paper"))
    assert len(result.clusters) == 1
    assert {article.source for article in result.articles} == {"Gazette"}


def test_what_cannot_be_used_is_told_and_the_rest_is_done() -> None:
    rows = [*({"id": id, "text": text} for id, text in STORY.items()), {"id": "broken"}]
    result = syndet.detect(rows)
    assert len(result.clusters) == 1
    (warning,) = result.warnings
    assert "row 5: field 'text'" in warning


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, int, int]] = []
    syndet.detect(articles(STORY), progress=lambda *tell: told.append(tell))
    last = {stage: (done, total) for stage, done, total in told if total}
    assert list(last) == [
        "reading articles",
        "sketching articles",
        "finding pairs",
        "learning boilerplate",
        "comparing pairs",
        "tracing origins",
    ]
    assert all(done == total for done, total in last.values())
    assert last["reading articles"] == (4, 4)


# Two articles


def test_two_articles_need_no_ids() -> None:
    link = syndet.compare({"text": WIRE}, {"text": RETOLD})
    assert (link.a, link.b, link.kind) == ("a", "b", "derived")
    assert syndet.explain({"text": WIRE}, {"text": RETOLD}).link == link


def test_two_articles_that_share_nothing() -> None:
    link = syndet.compare({"text": WIRE}, {"text": APART})
    assert not link
    assert (link.kind, link.how, link.score, link.passages) == ("none", None, 0.0, ())


def test_what_is_no_article_is_refused() -> None:
    with pytest.raises(syndet.InputError, match="field 'text'"):
        syndet.compare({"text": WIRE}, {"id": "b"})
    with pytest.raises(syndet.InputError):
        syndet.compare({"text": WIRE}, 7)


def test_why_two_are_linked_and_why_two_are_not() -> None:
    result = syndet.detect(articles({**STORY, "empty": ""}))
    copies = result.explain("reprint", "wire")
    assert copies.link.kind == "copy" and copies.reasons[0].startswith("Copies: 100% of the word shingles")
    derived = result.explain("retold", "wire")
    assert derived.link == next(link for link in result.links if (link.a, link.b) == ("retold", "wire"))
    assert derived.reasons[0].startswith("Derived: ")
    apart = result.explain("apart", "wire")
    assert not apart.link and apart.reasons and str(apart) == "\n".join(apart.reasons)
    assert result.explain("wire", "empty").reasons == ("empty has no words.",)
    assert json.loads(json.dumps(derived.to_dict()))["link"]["kind"] == "derived"


# Listed pairs


def test_listed_pairs_come_in_their_order() -> None:
    listed = [("wire", "retold"), ("apart", "wire"), ("retold", "wire"), ("wire", "reprint")]
    links = list(syndet.compare_pairs(listed, articles(STORY)))
    assert [(link.a, link.b) for link in links] == listed
    assert [link.kind for link in links] == ["derived", "none", "derived", "copy"]
    assert links[2] == links[0].mirrored()
    assert links[0] == syndet.compare(*(Article(id=id, text=STORY[id]) for id in listed[0]))
    assert list(syndet.compare_pairs([], articles(STORY))) == []


def test_a_listed_id_that_nobody_has() -> None:
    with pytest.raises(syndet.UnknownArticleError, match="no article is called 'nobody' and 1 more"):
        syndet.compare_pairs([("wire", "nobody"), ("someone", "wire")], articles(STORY))
    with pytest.raises(KeyError):
        syndet.compare_pairs([("wire", "nobody")], articles(STORY))


def test_a_file_of_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes("\ufeffa\tb\r\nc d\te\ttype\r\n\r\nf\tg".encode())
    assert pipeline.read_pairs(str(path)) == [("a", "b"), ("c d", "e"), ("f", "g")]


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"a\tb\nalone\n", ":2: not two ids"), (b"a\tb\n\n\tb\n", ":3: not two ids"), (b"a\tb\xff\n", ": not UTF-8")],
)
def test_a_broken_file_of_pairs(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content)
    with pytest.raises(syndet.RecordError, match=f"pairs.tsv{place}"):
        pipeline.read_pairs(str(path))


def test_a_missing_file_of_pairs(tmp_path: Path) -> None:
    with pytest.raises(syndet.MissingInputError, match="no such file"):
        pipeline.read_pairs(str(tmp_path / "missing.tsv"))


def test_ids_of_pairs_may_hold_any_character_but_tab_and_line_end(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes("a\u2028b\tc\x0bd\n".encode())
    assert pipeline.read_pairs(str(path)) == [("a\u2028b", "c\x0bd")]


# Settings


@pytest.mark.parametrize(
    "changed",
    [
        {"level": "same"},
        {"threshold": 0.0},
        {"threshold": 1.01},
        {"threshold": float("nan")},
        {"derived": -0.1},
        {"shingle": 0},
        {"permutations": 0},
        {"bands": 0},
        {"bands": 129},
        {"rare_words": 0},
        {"least_shared": 0},
        {"cap": 0},
        {"crowd": 0},
        {"crowd": 256},
    ],
    ids=str,
)
def test_a_setting_out_of_range(changed: dict[str, Any]) -> None:
    with pytest.raises(syndet.SettingsError) as caught:
        syndet.detect(articles(STORY), settings=Settings(**changed))
    assert isinstance(caught.value, ValueError)
    assert next(iter(changed)) in str(caught.value)


def test_arguments_override_settings() -> None:
    chosen = Settings(level="related", threshold=0.5)
    result = syndet.detect(articles(STORY), settings=chosen, level="copy")
    assert (result.settings["level"], result.settings["threshold"]) == ("copy", 0.5)
    for bad in ({"level": "same"}, {"threshold": 2.0}, {"jobs": 0}):
        with pytest.raises(syndet.SettingsError):
            syndet.detect(articles(STORY), **bad)


# What comes out


def test_a_result_as_json() -> None:
    odd = {"lone \ud800": f"{WIRE}\ud83d", "tab\t\u0301": WIRE}
    rows = [{"id": id, "text": text, "title": "T\udfff", "when": float("nan")} for id, text in odd.items()]
    result = syndet.detect(rows)
    parsed = json.loads(result.to_json().encode("utf-8"))
    assert parsed == json.loads(json.dumps(result.to_dict()))
    assert list(parsed) == [
        "schema_version", "syndet", "settings", "articles", "clusters", "links", "passages", "flows", "warnings",
    ]  # fmt: skip
    assert (parsed["schema_version"], parsed["syndet"]) == (1, syndet.__version__)
    assert [article["id"] for article in parsed["articles"]] == sorted(odd)
    assert [cluster["members"] for cluster in parsed["clusters"]] == [sorted(odd)]
    assert {article["cluster"] for article in parsed["articles"]} == {parsed["clusters"][0]["id"]}


def test_a_result_finds_articles_by_the_start_of_their_ids() -> None:
    result = syndet.detect(articles({"001_x": WIRE, "001": APART, "002-a": WIRE, "002-b": APART}))
    assert result.article("001_").id == "001_x"
    assert result.article("001").id == "001"
    with pytest.raises(syndet.UnknownArticleError, match="several articles begin with '002'"):
        result.article("002")
    for missing in ("003", "1", "00", "002-ab"):
        with pytest.raises(KeyError, match="no article is called"):
            result.article(missing)


def test_a_result_has_a_useful_repr_and_is_frozen() -> None:
    result = syndet.detect(articles(STORY))
    assert repr(result) == f"<Result: 4 articles, 1 clusters, 3 links, {len(result.passages)} passages>"
    with pytest.raises(AttributeError):
        result.links = ()  # type: ignore[misc]


def test_a_folder_of_pairs_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(syndet.UnreadableError, match="give a file of a<TAB>b lines"):
        pipeline.read_pairs(str(tmp_path))


def test_a_result_survives_pickling_and_still_explains() -> None:
    result = syndet.detect(articles(STORY))
    again = pickle.loads(pickle.dumps(result))
    assert again.to_json() == result.to_json()
    first, second = result.articles[0].id, result.articles[-1].id
    assert again.explain(first, second) == result.explain(first, second)


def test_numbers_that_json_cannot_say_become_null() -> None:
    result = syndet.detect([{"id": "a", "text": "Fog.", "reach": float("inf"), "marks": [float("nan"), 1.5]}])
    assert json.loads(result.to_json())["articles"][0]["extra"] == {"reach": None, "marks": [None, 1.5]}
