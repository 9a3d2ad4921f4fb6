"""The invented corpus is what its description says, and the truth about it is the plain one."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean, quantiles

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import generator, truth
from syndet import readers, sketch, text

DIGESTS = ["46a7eff8d496fe8b", "54358772ed086ea3", "52af3bf4a7fa2113"]


def plain_shingles(article: str) -> set[tuple[str, ...]]:
    words = truth.words(article)
    return {tuple(words[n : n + 5]) for n in range(max(1, len(words) - 4))} if words else set()


def plain_jaccard(a: str, b: str) -> float:
    first, second = plain_shingles(a), plain_shingles(b)
    return len(first & second) / max(1, len(first | second))


def plain_truth(texts: list[str]) -> dict[tuple[int, int], float]:
    sets = [plain_shingles(text) for text in texts]
    similar = {
        (a, b): len(sets[a] & sets[b]) / max(1, len(sets[a] | sets[b])) for b in range(len(texts)) for a in range(b)
    }
    return {pair: similarity for pair, similarity in sorted(similar.items()) if similarity >= truth.THRESHOLD}


@pytest.fixture(scope="module")
def planted() -> dict[str, list[float]]:
    """By how a copy was made, its similarity with its original; "none" for the sizes of originals in words."""
    plan = generator.plan(1_600, seed=5)
    found = defaultdict(list)
    for family, member in zip(plan.family.tolist(), plan.member.tolist(), strict=True):
        how = generator.kind(plan.seed, family, member)
        original = generator.spell(generator.code(plan.seed, family, 0), False)
        if how:
            copy = generator.spell(generator.code(plan.seed, family, member), False)
            found[how].append(plain_jaccard(original, copy))
        elif not family % 3:
            found["none"].append(float(len(original.split())))
    return found


def written(folder: Path, articles: int, **how: int) -> bytes:
    path = folder / "articles.jsonl"
    generator.write(path, articles, **how)
    return path.read_bytes()


def test_the_same_seed_gives_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    digests = [
        hashlib.sha256(written(tmp_path, 100, seed=seed, typographic=typographic)).hexdigest()[:16]
        for seed, typographic in ((1, False), (1, True), (2, False))
    ]
    assert digests == DIGESTS


def test_an_article_does_not_depend_on_how_many_are_made_before_it() -> None:
    code = generator.code(1, 40, 0)
    list(generator.lines(generator.plan(20)))
    assert np.array_equal(code, generator.code(1, 40, 0))
    assert not np.array_equal(code, generator.code(2, 40, 0))


@pytest.mark.parametrize("words", [16, 20, 150])
def test_pieces_are_whole_sentences_of_so_many_words(words: int) -> None:
    texts = generator.pieces(4, 0, words, 200)
    assert texts[:50] == generator.pieces(4, 0, words, 50) and not {*texts} & {*generator.pieces(4, 1, words, 200)}
    assert len({*texts}) == 200
    assert {len(piece.replace(" - ", " ").split(" ")) for piece in texts} == {words}
    for piece in texts:
        sentences = re.split(r"(?<=[.])\"? ", piece)
        assert all(re.match(r"\"?[A-Z]", sentence) for sentence in sentences)
        assert piece.rstrip('"').endswith(".") and "\n" not in piece
        assert all(8 <= len(sentence.replace(" - ", " ").split(" ")) <= 32 + 16 for sentence in sentences)


def test_the_lines_are_articles_that_syndet_reads(tmp_path: Path) -> None:
    generator.write(tmp_path / "articles.jsonl", 50, typographic=True)
    reading = readers.read([tmp_path / "articles.jsonl"])
    assert not reading.problems
    assert [article.id for article in reading.articles] == [generator.name(place) for place in range(50)]
    assert all(article.source and article.published and len(article.text) > 300 for article in reading.articles)


def test_sizes_are_as_described(tmp_path: Path, planted: dict[str, list[float]]) -> None:
    assert 3_000 < len(written(tmp_path, 400)) / 400 < 3_500  # with id, source and time
    assert 470 < mean(planted["none"]) < 505
    assert min(planted["none"]) >= 120 and max(planted["none"]) <= 1_300  # a dash alone counts here


def test_families_are_as_described() -> None:
    plan = generator.plan(100_000, seed=3)
    sizes = Counter(np.bincount(plan.family)[: plan.family.max()].tolist())  # the last one may be cut
    families = sum(sizes.values())
    expected = {1: 800, 2: 120, 3: 40, 4: 20}
    assert {size: round(sizes[size] / families, 2) for size in expected} == {
        size: share / 1_000 for size, share in expected.items()
    }
    assert set(sizes) == set(range(1, 13))
    assert 0.40 < 1 - sizes[1] / 100_000 < 0.44
    # Relatives lie anywhere: the median distance is above a seventh of the file.
    places = [np.flatnonzero(plan.family == family)[:2] for family in plan.family[plan.member == 1][:200]]
    assert np.median([abs(b - a) for a, b in places]) > 15_000


@pytest.mark.parametrize("articles", [1, 2, 999])
def test_a_file_has_as_many_articles_as_asked(articles: int) -> None:
    assert len(generator.plan(articles)) == articles
    assert sorted(np.unique(generator.plan(articles).member, return_counts=True)[0])[0] == 0


def test_no_articles_are_refused() -> None:
    with pytest.raises(ValueError, match="one article or more"):
        generator.plan(0)


def test_copies_are_as_alike_as_described(planted: dict[str, list[float]]) -> None:
    copies = sum(len(planted[how]) for how in (generator.REPRINT, generator.EDITED, generator.UPDATE))
    assert 0.26 < len(planted[generator.REPRINT]) / copies < 0.34
    assert 0.41 < len(planted[generator.EDITED]) / copies < 0.49
    assert set(planted[generator.REPRINT]) == {1.0}
    edited = quantiles(planted[generator.EDITED], n=20)
    assert 0.78 < edited[9] < 0.82  # the median
    assert 0.68 < edited[0] < 0.74 and 0.90 < edited[18] < 0.95
    assert mean(0.75 <= similarity <= 0.85 for similarity in planted[generator.EDITED]) > 0.55
    updates = quantiles(planted[generator.UPDATE], n=20)
    assert 0.80 < updates[9] < 0.89 and updates[0] > 0.6 and max(planted[generator.UPDATE]) < 1


def test_typography_changes_the_letters_and_not_the_words() -> None:
    for family in range(30):
        code = generator.code(1, family, 0)
        straight, curly = generator.spell(code, False), generator.spell(code, True)
        assert straight.isascii() and not curly.isascii()
        assert not re.search("[\"']| - ", curly)
        assert truth.words(straight) == truth.words(curly)


def test_seven_in_ten_articles_are_typographic(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in written(tmp_path, 400, typographic=True).decode().splitlines()]
    assert 0.64 < mean(not row["text"].isascii() for row in rows) < 0.76


def test_the_vocabulary_is_of_different_words_the_frequent_ones_short() -> None:
    words = generator.vocabulary()
    assert len(set(words)) == len(words) == generator.WORDS
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert mean(map(len, words[:100])) < mean(map(len, words[100:5_000])) < mean(map(len, words[5_000:]))


def test_the_truth_is_every_pair_of_all_compared_plainly(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    generator.write(path, 150, seed=4, typographic=True)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = truth.find(path)
    assert found.ids == tuple(row["id"] for row in rows)
    expected = plain_truth([row["text"] for row in rows])
    assert dict(zip(map(tuple, found.pairs.tolist()), found.jaccard.tolist(), strict=True)) == expected
    assert len(expected) > 10


def test_the_truth_and_syndet_measure_alike(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    generator.write(path, 200, seed=6, typographic=True)
    found = truth.find(path)
    articles = readers.read([path]).articles
    texts = text.scan([article.text for article in articles])
    assert sketch.jaccard(texts, found.pairs, shingle=truth.SHINGLE).tolist() == found.jaccard.tolist()


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=14), max_size=8), st.randoms(use_true_random=False))
def test_the_truth_of_any_texts(
    tmp_path_factory: pytest.TempPathFactory, articles: list[list[str]], shuffle: random.Random
) -> None:
    texts = [" ".join(words) for words in articles] + [" ".join(words[:-1]) for words in articles]
    shuffle.shuffle(texts)
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_text(
        "".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8"
    )
    assert [tuple(pair) for pair in truth.find(path).pairs.tolist()] == list(plain_truth(texts))


def test_an_answer_is_scored_by_its_clusters_and_by_the_pairs_it_names(tmp_path: Path) -> None:
    alike = truth.Truth(
        ids=("a", "b", "c", "d", "e"), pairs=np.array([[0, 1], [0, 2], [3, 4]]), jaccard=np.array([0.8, 0.9, 1.0])
    )
    score = truth.score(alike, [["a", "b", "c"]], [["b", "a"], ["a", "b"], ["b", "c"]])
    assert score.recall == score.precision == pytest.approx(2 / 3)  # d and e are missed, b and c are not alike
    assert (score.named, score.named_recall, score.named_precision) == (2, pytest.approx(1 / 3), 0.5)
    assert score.largest == 3
    nothing = truth.score(alike, [], None)
    assert (nothing.recall, nothing.precision, nothing.named, nothing.named_precision) == (0, None, None, None)
    with pytest.raises(ValueError, match="two clusters"):
        truth.score(alike, [["a", "b"], ["b", "c"]], None)
    with pytest.raises(KeyError):
        truth.score(alike, [["a", "x"]], None)
    alike.save(tmp_path / "kept.npz")
    assert truth.load(tmp_path / "kept.npz").ids == alike.ids
