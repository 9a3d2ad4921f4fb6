"""Copies alone: the same words and similarities as everywhere, every pair exact, in any order and however many."""

from __future__ import annotations

import gzip
import json
import pickle
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import copies as naive
from naive import sketch as naive_sketch
from test_text import strings

import syndet
from syndet import Article, Fields, Reading, cluster, columns, copies, document, readers, sketch, text
from syndet.kernels import components
from syndet.kernels import copies as kernels
from syndet.model import dump_json
from syndet.result import Result

WORDS = ["word", "1,000", "naïve", "中文", "か\u3099", "한국", "of", "Straße", "слово", "x", "2.5"]
phrases = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
numbers = st.integers(0, 2**64 - 1)


def marked(texts: list[str], bands: int = 2, permutations: int = 6, shingle: int = 5) -> copies.Marks:
    return copies.mark(*copies.words(copies.encoded(texts)), *sketch.draw(permutations), shingle=shingle, bands=bands)


# Words and marks


@given(st.lists(strings | phrases, max_size=4), st.integers(1, 6))
def test_marks_are_made_of_the_words_that_passages_are_made_of(texts: list[str], shingle: int) -> None:
    scanned = text.scan(texts)
    marks = marked(texts, shingle=shingle)
    a, b = (one.tolist() for one in sketch.draw(6))
    assert marks.count.tolist() == np.diff(scanned.article_token).tolist()
    for i, string in enumerate(texts):
        words = naive.words(string)
        same = scanned.word[scanned.article_token[i] : scanned.article_token[i + 1]].tolist()
        assert len({*words}) == len({*same}) == len({*zip(words, same, strict=True)})
        row = naive_sketch.signature(naive.mark_shingles(words, shingle), a, b)
        assert marks.whole[i] == naive.whole(words)
        assert marks.key[i].tolist() == naive_sketch.band_keys(row, 2)
        assert marks.value[i].tolist() == [value % 256 for value in row]


@given(st.lists(strings | phrases, min_size=2, max_size=5), st.integers(1, 6))
def test_what_is_shared_is_what_jaccard_is_made_of(texts: list[str], shingle: int) -> None:
    pairs = np.array(list(combinations(range(len(texts)), 2)), np.int64)
    word, _ = copies.words(copies.encoded(texts))
    found = copies.shared(word, marked(texts), pairs, shingle=shingle)
    both, size = naive.shared([naive.words(one) for one in texts], pairs.tolist(), shingle)
    assert (found.both.tolist(), found.size.tolist()) == (both, [[size[a], size[b]] for a, b in pairs.tolist()])
    similar = found.both / np.maximum(found.size.sum(axis=1) - found.both, 1)
    assert similar.tolist() == sketch.jaccard(text.scan(texts), pairs, shingle=shingle).tolist()


@given(st.lists(st.sampled_from(["1", "1,0", ".", ",", "5", "５", "²", "٫", "．", "a", "中", " ", "\u00ad", "\u0301"])))
def test_what_parts_numbers(parts: list[str]) -> None:
    string = "".join(parts)
    assert marked([string]).whole[0] == naive.whole(naive.words(string))


@pytest.mark.parametrize(
    "string",
    ["", " ", ".", "a", "中", "\u0301", "1.", ",1", "\ud800", "x" * 5000, "1" + ",000" * 999, "中" * 99, "é" * 99],
)
def test_texts_of_few_words(string: str) -> None:
    assert marked([string, string + "."]).whole.tolist() == [naive.whole(naive.words(string))] * 2


def test_texts_in_one_piece_need_not_touch() -> None:
    whole = copies.encoded(["one two three", "four", "five six"])
    assert whole.data == b"one two threefourfive six"
    some = copies.Bytes(data=whole.data, begin=whole.begin[[2, 0]], end=whole.end[[2, 0]])
    assert (
        copies.mark(*copies.words(some), *sketch.draw(6), shingle=5, bands=2).whole.tolist()
        == marked(["five six", "one two three"]).whole.tolist()
    )


# Pairs


@given(
    st.lists(
        st.tuples(st.sampled_from([16, 32, 48]), st.lists(st.integers(0, 2), min_size=3, max_size=3)), max_size=90
    ),
    st.integers(0, 4),
)
def test_articles_meet_under_a_key(articles: list[tuple[int, list[int]]], least: int) -> None:
    keys, values = [key << 32 for key, _ in articles], [value for _, value in articles]
    bits = 8
    packed = np.sort(
        np.array(keys, np.uint64) >> np.uint64(bits) << np.uint64(bits) | np.arange(len(keys), dtype=np.uint64)
    )
    out = np.empty(len(keys) * copies.CAP // 2 + 1, np.uint64)
    value = np.array(values, np.uint8).reshape(-1, 3)
    n = kernels.meet(packed, bits, value, least, copies.CAP, np.empty(4, np.int64), out)
    met = [(code >> 32, code % 2**32) for code in out[:n].tolist()]
    assert sorted(met) == sorted(naive.meetings(keys, bits, values, least, 4))


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=20))
def test_what_pairs_hold_together(pairs: list[tuple[int, int]]) -> None:
    root = np.arange(20)
    components.join(np.array(pairs, np.int64).reshape(-1, 2), root)
    assert root.tolist() == naive.roots(pairs, 20)


@pytest.mark.parametrize("threshold", [0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
def test_bands_find_what_is_at_the_threshold(threshold: float) -> None:
    bands, rows = copies.plan(threshold, 128)
    assert bands * rows <= 128
    assert 1 - (1 - threshold**rows) ** bands >= copies.FOUND
    assert 1 - (1 - threshold**rows) ** (bands - 8 // rows) < copies.FOUND


def test_bands_where_there_are_few_permutations() -> None:
    assert copies.plan(0.8, 128) == (12, 4)
    assert copies.plan(1.0, 128) == (2, 4)
    assert copies.plan(0.8, 10) == (8, 1)
    assert copies.plan(0.01, 10) == (10, 1)
    assert copies.plan(1.0, 1) == (1, 1)


def test_pairs_are_cut_into_parts_in_their_order() -> None:
    marks = copies.Marks(first=None, count=np.full(100, 60_000, np.int32), whole=None, key=None, value=None)  # type: ignore[arg-type]
    pairs = np.array(list(combinations(range(20), 2)), np.int64)
    parts = list(copies.slices(pairs, marks))
    assert len(parts) > 5
    assert np.concatenate(parts).tolist() == pairs.tolist()
    assert all(120_000 <= 120_000 * len(part) <= 1 << 21 for part in parts)
    assert [part.tolist() for part in copies.slices(pairs[:0], marks)] == [[]]


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.sampled_from([0.0, 0.5, 0.8, 1.0])))
def test_plain_clusters_are_what_growing_makes(drawn: dict[tuple[int, int], float]) -> None:
    compared = {(a, b): strength for (a, b), strength in sorted(drawn.items()) if a < b}
    linked = {pair: strength for pair, strength in compared.items() if strength}
    pairs, others = (np.array([*one], np.int64).reshape(-1, 2) for one in (linked, compared))
    plain, left = cluster.plain(pairs, np.array([*linked.values()], np.float64), others, 12)
    settled = {article for members in plain for article in members}
    roots = naive.roots([*linked], 12)
    alone = {article for article in range(12) if roots.count(roots[article]) == 1}
    assert left.tolist() == [-1 if n in settled | alone else root for n, root in enumerate(roots)]
    assert all((a in settled) == (b in settled) for a, b in linked)
    for members in plain:
        own = [pair for pair in compared if {*pair} <= {*members}]
        strength = np.array([linked[pair] for pair in own])
        assert cluster.group(np.array(own, np.int64), strength, lambda pairs: np.empty(0)) == ([members], [1.0])


@given(st.integers(1, 90), st.integers(1, 60), st.randoms(use_true_random=False))
def test_pairs_of_texts_stand_for_those_of_all_articles_that_have_them(
    size: int, texts: int, drawn: random.Random
) -> None:
    text_of = [drawn.randrange(texts) for _ in range(size)]
    leader = [text_of.index(text) for text in text_of]
    leading = sorted({*leader})
    pairs = [pair for pair in combinations(leading, 2) if drawn.random() < 0.2]
    rows = [(a, b, *(drawn.randint(1, 9) for _ in range(3))) for a, b in pairs]
    table = np.array(rows, np.int64).reshape(-1, 5)
    found = copies.spread(
        copies.Shared(pair=table[:, :2], both=table[:, 2], size=table[:, 3:]), np.array(leader, np.int64)
    )
    spread = np.column_stack([found.pair, found.both, found.size]).tolist()
    assert [tuple(row) for row in spread] == naive.spread(rows, leader)


@given(st.lists(st.floats(0, 1) | st.integers(0, 20_000).map(lambda n: n / 20_000)))
def test_shares_are_rounded_as_python_rounds(shares: list[float]) -> None:
    both, size = np.array(shares), np.ones((len(shares), 2))
    found = copies.Shared(pair=np.zeros((len(shares), 2), np.int64), both=both, size=size)  # type: ignore[arg-type]
    assert [link.coverage_a for link in copies.links(["a"], found)] == [round(share, 4) for share in shares]


@given(st.lists(st.lists(st.integers(0, 9), max_size=5)), st.integers(0, 12))
def test_a_column_that_goes_over_to_a_file_holds_what_one_in_memory_holds(parts: list[list[int]], room: int) -> None:
    dtype = np.dtype(np.uint32)
    held, spilling = columns.column(dtype, filed=False), columns.spilling(dtype, room)
    for part in parts:
        for one in (held, spilling):
            one.add(np.array(part, dtype))
        assert len(spilling) == len(held)
    closed = spilling.closed()
    assert (columns.mapped(closed) is not None) == (len(closed) > room)
    assert closed.tolist() == held.closed().tolist() == [n for part in parts for n in part]


# The whole way


def story(seed: int, words: int = 120) -> list[str]:
    """A text of invented words that shares none with others."""
    draw = random.Random(seed)
    return ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(3, 9))) for _ in range(words)]


def edited(words: list[str], *places: int, by: str) -> str:
    """The text with some words put another way."""
    return " ".join(f"{by}{n}" if n in places else word for n, word in enumerate(words))


def found(articles: dict[str, str], **settings: object) -> Result:
    return syndet.detect([{"id": id, "text": text} for id, text in articles.items()], level="copy", **settings)  # type: ignore[arg-type]


def similarity(texts: dict[str, str]) -> dict[tuple[str, str], float]:
    """Of each pair of ids, either way around and of each with itself."""
    sets = {
        id: set(zip(*(words[n:] for n in range(5)), strict=False)) for id, t in texts.items() for words in [t.split()]
    }
    return {(a, b): len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a in sets for b in sets}


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.95])
def test_every_link_is_exact_and_every_member_answers_to_the_representative(threshold: float) -> None:
    draw = random.Random(1)
    texts = {}
    for n in range(30):
        words = story(n)
        for k in range(draw.randint(1, 6)):
            texts[f"{n:02d}-{k}"] = edited(
                words, *draw.sample(range(120), draw.choice([0, 0, 1, 2, 4, 9])), by=f"new{k}"
            )
    result = found(texts, threshold=threshold)
    jaccard = similarity(texts)
    assert len(result.clusters) > 9
    for link in result.links:
        assert link.jaccard == round(jaccard[link.a, link.b], 4) >= threshold
        assert (link.kind, link.how, link.passages) == ("copy", None, ())
        assert link.coverage_a > 0 and link.coverage_b > 0
    for one in result.clusters:
        assert all(jaccard[one.id, member] >= threshold for member in one.members)
    close = {pair for pair in combinations(sorted(texts), 2) if jaccard[pair] >= threshold}
    assert len({(link.a, link.b) for link in result.links}) >= 0.99 * len(close)


def test_shares_of_an_article_and_of_the_longer_one_that_carries_it() -> None:
    words = story(1, 104)
    (link,) = found({"a": " ".join(words), "b": " ".join(words[:94])}).links
    assert (link.coverage_a, link.coverage_b, link.jaccard, link.strength) == (0.9, 1.0, 0.9, 0.9)


def test_a_story_carried_by_five_hundred_outlets_is_one_cluster() -> None:
    words = story(2)
    texts = {f"outlet-{n:03d}": edited(words, n % 120, (n * 7) % 120, by=f"outlet{n}") for n in range(500)}
    result = found({**texts, "apart": " ".join(story(3))}, threshold=0.7)
    assert [one.members for one in result.clusters] == [tuple(texts)]
    assert len(result.links) < 500 * 40


def test_one_article_five_thousand_times_is_a_star() -> None:
    words = " ".join(story(4))
    texts = {f"{n:04d}": words if n % 2 else words.upper() + "!" for n in range(5000)}
    result = found(texts)
    assert [one.members for one in result.clusters] == [tuple(texts)]
    assert [(link.a, link.b) for link in result.links] == [("0000", id) for id in list(texts)[1:]]
    assert result.clusters[0].cohesion == 1.0


def test_many_articles_of_one_line() -> None:
    texts = {f"{n:04d}": f"Correction {n % 1000} of page {n % 7}" for n in range(2000)}
    same = {id: text for id, text in texts.items()}
    result = found(same)
    expected: dict[str, list[str]] = {}
    for id, line in texts.items():
        expected.setdefault(line, []).append(id)
    assert sorted(one.members for one in result.clusters) == sorted(
        tuple(ids) for ids in expected.values() if len(ids) > 1
    )


def test_articles_without_words_are_copies_of_none() -> None:
    result = found({"a": "", "b": "", "c": "...", "d": "word", "e": "Word!"})
    assert [one.members for one in result.clusters] == [("d", "e")]
    assert [(link.a, link.b, link.jaccard) for link in result.links] == [("d", "e", 1.0)]


def test_copies_of_copies_are_all_linked_where_they_are_few() -> None:
    words = story(5)
    one, other = " ".join(words), edited(words, 60, by="x")
    result = found({"a1": one, "a2": one.title(), "b1": other, "b2": other, "c": one})
    assert [(link.a, link.b) for link in result.links] == list(combinations(["a1", "a2", "b1", "b2", "c"], 2))
    assert {link.jaccard for link in result.links} == {1.0, round(111 / 121, 4)}


def test_type_does_not_hide_a_copy() -> None:
    words = story(6)
    plain = " ".join(words[:50]) + ' "' + " ".join(words[50:90]) + "\" don't - " + " ".join(words[90:])
    typeset = " ".join(words[:50]).upper() + " “" + " ".join(words[50:90]) + "” don’t — " + " ".join(words[90:])
    (link,) = found({"a": plain, "b": typeset.replace("e", "é")}).links
    assert link.jaccard == 1.0


@pytest.mark.parametrize("seed", range(3))
def test_neither_order_nor_threads_change_the_answer(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)
    texts = {}
    for n in range(20):
        words = story(100 + n)
        for k in range(4):
            texts[f"{n}-{k}"] = edited(words, *draw.sample(range(120), 3), by=f"v{k}")
    expected = found(texts, jobs=1).to_json()
    shuffled = list(texts.items())
    draw.shuffle(shuffled)
    monkeypatch.setattr("syndet.pipeline.preparing.CHUNK_CHARACTERS", 3000)
    monkeypatch.setattr("syndet.copies._SLICE", 1000)
    assert found(dict(shuffled), jobs=3).to_json() == expected


def test_what_was_not_looked_for_is_said_and_can_still_be_asked() -> None:
    words = story(7)
    result = found({"a": " ".join(words), "b": edited(words, 60, by="x"), "c": " ".join(story(8))})
    (one,) = result.clusters
    assert (one.origin.kind, one.origin.article, one.origin.confidence) == ("unknown", None, 0.0)
    assert one.origin.reason == 'Origins are not looked for at level "copy"; level "derived" looks for them.'
    assert result.passages == ()
    changes = [change.kind for part in result.diff("a", "b").passages for change in part.changes]
    assert changes == ["kept", "changed", "kept"]
    assert result.diff("a", "c").passages == ()
    assert result.explain("a", "b").link.passages
    assert isinstance(result.articles[0], Article)


# Reading

LINES = [
    {"id": "b", "text": "one two three four five six", "title": "T", "source": "S", "published": "P", "url": "U"},
    {"id": "a", "text": "typed “quotes” – naïve 中文\n\n\t\\ \u0001", "language": "en"},
    {"id": 7, "text": "a number for a name"},
    {"id": "surrogate", "text": "half \ud83d of a pair"},
    {"id": "extra", "text": "more columns", "words": 2, "tags": ["x"], "title": None},
    {"id": "", "text": "no name"},
    {"id": "empty", "text": ""},
    {"id": "b", "text": "one two three four five six"},
    {"id": "a", "text": "another"},
    {"id": "list", "text": "odd title", "title": ["x"]},
    {"text": "no id"},
    {"id": "no text"},
    {"id": "nan", "text": "not a number", "score": float("nan")},
]


def written(path: Path, lines: list[dict[str, object]], **options: bool) -> Path:
    rows = [json.dumps(line, **options) for line in lines]  # type: ignore[arg-type]
    path.write_bytes("\n\n".join([*rows, "{broken", "[]", '{"id":"raw"}\r']).encode("utf-8", "surrogatepass") + b"\xff")
    return path


def nothing(characters: int) -> None:
    """Who is told that a kernel is going to read, and needs not know."""


class Hands:
    """Who is handed texts, and keeps them."""

    def __init__(self) -> None:
        self.handed: list[str] = []

    def take(self, texts: list[str]) -> None:
        self.handed += texts

    def take_spans(self, texts: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        data, begin, end = texts
        self.handed += [data[i:j].tobytes().decode() for i, j in zip(begin.tolist(), end.tolist(), strict=True)]


@pytest.mark.parametrize("little", [0, 1 << 20])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_articles_whose_texts_stay_in_their_file_are_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ensure_ascii: bool, mark: bytes, little: int
) -> None:
    path = written(tmp_path / "a.jsonl", LINES, ensure_ascii=ensure_ascii)
    path.write_bytes(mark + path.read_bytes())
    monkeypatch.setattr("syndet.readers.lines._LITTLE", little)
    hands = Hands()
    usual = readers.collect(path)
    shelved = readers.collect(path, watch=hands, shelved=True, expect=nothing)
    assert shelved.articles == usual.articles
    assert [hash(one) for one in shelved] == [hash(one) for one in usual]
    assert (shelved.notes, list(map(str, shelved.problems))) == (usual.notes, list(map(str, usual.problems)))
    assert [one.length for one in shelved] == [len(one.text) for one in usual]
    assert readers.texts(shelved.articles) == [one.text for one in usual]
    assert [hands.handed[number] for number in shelved.order] == [one.text for one in usual]
    assert [one.extra for one in shelved] == [one.extra for one in usual]
    assert replace(shelved.articles[0], title="new") == replace(usual.articles[0], title="new")
    assert pickle.loads(pickle.dumps(shelved.articles[0])) == usual.articles[0]
    assert shelved.articles[0] != "a"


PIECES = [
    *(bytes([byte]) for byte in b'{}[]",:\\n u\t\r\n0a\x00\x1f\x80\xbf\xc2\xe0\xed\xef\xf0\xf4\xff'),
    b'"id"', b'"text"', b'"title"', b'"a"', b'"a":', b"null", b"true", b"1e5", b"NaN", b"\\ud83d", b"\\ude00",
    b"\\u00e9", b"\\x", b'{"id":"a"', b',"text":"b"', b"}\n", b"\xe4\xb8\xad", b"\xf0\x9f\x98\x80", b"\xed\xa0\xbd",
]  # fmt: skip
bodies = st.text(st.characters(codec=None)) | st.text(
    st.sampled_from('"\\/bfnrtu{}[],: \t\n\0\x1f\x7fé中😀\ud83d\ude00aA0')
)


numbers = st.integers() | st.floats() | st.sampled_from([0, -0.0, 7, 10**17, 10**18 - 1, 10**18, 10**20])
values = st.recursive(
    bodies | numbers | st.booleans() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(bodies, inner)
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": bodies | numbers, "text": bodies},
            optional={
                "title": bodies | st.none(), "published": numbers | values, "desk": values, "Größe": numbers,
                "extra": values, "found": values,
            },
        )
    ),
    st.booleans(),
    st.sampled_from([None, (",", ":")]),
)  # fmt: skip
def test_plain_lines_are_read_as_json(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, Any]],
    ascii: bool,
    separators: tuple[str, str] | None,
) -> None:
    lines = (json.dumps(row, ensure_ascii=ascii, separators=separators) for row in rows)
    spelled = "\n".join(lines).encode("utf-8", "surrogatepass")
    assert_read_alike(tmp_path_factory.getbasetemp() / "rows.jsonl", spelled)


@given(
    st.lists(st.fixed_dictionaries({"title": bodies, "id": bodies, "text": bodies, "source": bodies}), min_size=2),
    st.sampled_from(["Daily", "", "\0", "a\0b", None]),
)
def test_columns_that_all_lines_have_are_read_as_json(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], source: str | None
) -> None:
    """They are split out of one string, unless a value holds what stands between them there."""
    lines = rows if source is None else [{**row, "source": source} for row in rows]
    spelled = "\n".join(map(json.dumps, lines)).encode()
    assert_read_alike(tmp_path_factory.getbasetemp() / "columns.jsonl", spelled)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join) | st.binary(max_size=30))
def test_lines_that_are_no_articles_are_told_alike(tmp_path_factory: pytest.TempPathFactory, broken: bytes) -> None:
    good = b'{"id":"good","text":"a text of its own"}\n'
    path = tmp_path_factory.getbasetemp() / "broken.jsonl"
    assert_read_alike(path, good + broken)
    assert_read_alike(path, good + b'{"id":"x","text":"' + broken + b'"}\n')
    assert_read_alike(path, good + b'{"id":"x","a":' + broken + b',"text":"b"}\n')
    assert_read_alike(path, good + b'{"id":"x","a":"' + broken + b'","text":"b"}\n')


def assert_read_alike(path: Path, data: bytes) -> None:
    """The kernel and the plain reader take the same from a file, and complain in the same words."""
    path.write_bytes(data)
    usual = readers.collect(path)
    for chunk in (64, 1 << 14):  # a line or two of them in a piece, and all of them
        hands = Hands()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("syndet.readers.lines._LITTLE", -1)
            patch.setattr("syndet.readers.bulk.CHUNK", chunk)
            shelved = readers.collect(path, watch=hands, shelved=True, expect=nothing)
        assert (shelved.articles, shelved.notes) == (usual.articles, usual.notes)
        assert list(map(str, shelved.problems)) == list(map(str, usual.problems))
        assert [one.length for one in shelved] == [len(one.text) for one in usual]
        assert [hands.handed[number] for number in shelved.order] == [one.text for one in usual]


def test_columns_are_renamed_where_texts_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"key": "a", "body": "text", "text": "headline"}\n', encoding="utf-8")
    for fields in (Fields(id="key", text="body", title="text"), Fields(id="key", text="body", url="key")):
        (article,) = readers.collect(path, fields=fields, shelved=True)
        assert article == readers.collect(path, fields=fields).articles[0]
        assert article.text == "text"


@pytest.mark.parametrize("changed", ["grown", "gone"])
def test_a_file_that_changes_under_the_hands(tmp_path: Path, changed: str) -> None:
    path = written(tmp_path / "a.jsonl", LINES[:1])
    (article,) = readers.collect(path, shelved=True)
    if changed == "gone":
        path.unlink()
    else:
        path.write_text('{"id": "b", "text": "other"}', encoding="utf-8")
    with pytest.raises(syndet.UnreadableError, match=r"it has changed since it was read|it cannot be read again"):
        _ = article.text


def test_the_answer_is_the_same_from_a_file_and_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndet.readers.intake.BATCH", 500)
    monkeypatch.setattr("syndet.readers.lines._LITTLE", 0)
    monkeypatch.setattr("syndet.readers.bulk.CHUNK", 2000)
    words = story(9)
    lines: list[dict[str, object]] = [{"id": f"{n}", "text": edited(words, n, by="x")} for n in range(9)]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    expected = syndet.detect(lines, level="copy").to_json()
    heard: list[Reading] = []
    assert syndet.detect(path, level="copy", told=heard.append).to_json() == expected
    assert syndet.detect(packed, level="copy", jobs=1).to_json() == expected
    assert syndet.detect(heard[0], level="copy").to_json() == expected
    assert syndet.detect(syndet.read([path]), level="copy").to_json() == expected


@pytest.mark.parametrize("room", [None, 10**10, 500, 0])
def test_articles_that_a_kernel_reads_are_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int | None
) -> None:
    """In memory, and beyond the room that there is in a temporary file."""
    path = written(tmp_path / "a.jsonl", LINES, ensure_ascii=False)
    usual = readers.collect(path)
    monkeypatch.setattr("syndet.readers.lines._LITTLE", 0)
    monkeypatch.setattr("syndet.readers.bulk.CHUNK", 200)
    told: list[int] = []
    found = readers.collect(path, room=room, expect=told.append)
    assert told == [path.stat().st_size]
    assert (found.articles, found.notes, found.order) == (usual.articles, usual.notes, usual.order)
    assert list(map(str, found.problems)) == list(map(str, usual.problems))
    assert [one.text for one in found] == [one.text for one in usual]


def test_nothing_to_read_is_told_before_it_is_raised(tmp_path: Path) -> None:
    heard: list[Reading] = []
    with pytest.raises(syndet.MissingInputError):
        syndet.detect(tmp_path / "none.jsonl", level="copy", told=heard.append)
    assert len(heard[0].problems) == 1
    assert syndet.detect([], level="copy").clusters == ()


@given(st.lists(st.none() | st.text(st.sampled_from('a\x7f\x00",\\\n\u2028é\ud83d😀'))))
def test_a_column_of_strings_is_spelled_as_each_alone(values: list[str | None]) -> None:
    assert document._strings(values) == [dump_json(value) for value in values]


@given(st.lists(values) | st.lists(st.lists(values)) | st.lists(st.dictionaries(st.sampled_from("abc"), values)))
def test_a_list_is_spelled_as_json_spells_it(items: list[Any]) -> None:
    assert "".join(document.listed(iter(items))) == dump_json({"": items}, indent=1)[len('{\n "": ') : -len("\n}")]


def test_a_document_in_pieces_is_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = {
        "id": "x",
        "text": "half \ud83d",
        "source": "a\x7fb",
        "url": "\x7f",
        "score": float("nan"),
        "tags": [1, {"a": "\n"}],
        "none": {},
        "\n": [],
    }
    result = syndet.detect([odd, {"id": "y", "text": "Half \ud83d", "title": "\ud83d"}, {"id": "z", "text": ""}])
    whole = dump_json(result.to_dict(), indent=1)
    assert result.clusters and "".join(result.json_pieces()) == result.to_json() == whole
    monkeypatch.setattr("syndet.document._PIECE", 1)
    assert list(result.json_pieces())[-1] == "\n}" and result.to_json() == whole
    nothing = syndet.detect([], level="copy")
    assert nothing.to_json() == dump_json(nothing.to_dict(), indent=1)
