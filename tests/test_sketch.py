"""Keys: shingles, signatures, bands and rare pairs equal their plain twins, and datasketch's own MinHash."""

from __future__ import annotations

import subprocess
import sys
from itertools import chain, pairwise

import datasketch
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import sketch as naive

from syndet import sketch
from syndet.errors import InputError, SettingsError
from syndet.model import Texts
from syndet.sketch import Keys

Token = tuple[int, int, int]  # word, term, weight
Paragraph = list[list[Token]]
Story = list[Paragraph]

# Few different words, so that they repeat; the ends of the range, because they wrap around; a term at several
# weights, because its words differ in length.
hashes = [0, 1, 2, 3, 2**31, 2**32 - 2, 2**32 - 1]
token = st.sampled_from([(word, term, weight) for word in hashes for term in hashes for weight in (0, 1, 2, 255)])
story = st.lists(st.lists(st.lists(token, min_size=1, max_size=9), min_size=1, max_size=3), max_size=3)
stories = st.lists(story, max_size=5)
sizes = st.integers(1, 6)


def texts_of(stories: list[Story]) -> Texts:
    """A batch with the given tokens; what keys do not look at is zero."""
    paragraphs = list(chain.from_iterable(stories))
    sentences = list(chain.from_iterable(paragraphs))
    tokens = list(chain.from_iterable(sentences))

    def pointers(level: list) -> np.ndarray:
        return np.cumsum([0, *map(len, level)], dtype=np.int64)

    def column(i: int, dtype: type) -> np.ndarray:
        return np.array([token[i] for token in tokens], dtype)

    return Texts(
        word=column(0, np.uint32),
        term=column(1, np.uint32),
        start=np.zeros(len(tokens), np.int32),
        end=np.zeros(len(tokens), np.int32),
        weight=column(2, np.uint8),
        quoted=np.zeros(len(tokens), np.uint8),
        sentence_start=np.zeros(len(sentences), np.int32),
        sentence_end=np.zeros(len(sentences), np.int32),
        sentence_token=pointers(sentences),
        paragraph_sentence=pointers(paragraphs),
        article_paragraph=pointers(stories),
    )


def plain(text: str) -> Story:
    """A story from plain English: blank lines part paragraphs, full stops sentences; long words weigh more."""

    def tokens(sentence: str) -> list[Token]:
        return [(h := naive.shingle(list(word.lower().encode())), h, len(word)) for word in sentence.split()]

    return [[tokens(sentence) for sentence in block.split(".") if sentence.strip()] for block in text.split("\n\n")]


def words_of(paragraph: Paragraph) -> list[int]:
    return [word for sentence in paragraph for word, _, _ in sentence]


def parameters(n: int, seed: int = 1) -> tuple[list[int], list[int]]:
    a, b = datasketch.MinHash(num_perm=n, seed=seed, scheme="affine32").permutations
    return a.tolist(), b.tolist()


def by_article(keys: Keys) -> list[tuple[int, int]]:
    return list(zip(keys.article.tolist(), keys.key.tolist(), strict=True))


def shared_keys(keys: Keys) -> set[int]:
    """The keys that both articles of two have."""
    return set(keys.key[keys.article == 0].tolist()) & set(keys.key[keys.article == 1].tolist())


# Shingles


@given(stories, sizes)
def test_shingles_within_articles(stories: list[Story], size: int) -> None:
    expected = [naive.shingles(list(chain.from_iterable(map(words_of, story))), size) for story in stories]
    found, start = sketch.shingle_hashes(texts_of(stories), size=size)
    assert found.dtype == np.uint32
    assert [found[i:j].tolist() for i, j in pairwise(start)] == expected


@given(stories, sizes)
def test_shingles_within_paragraphs(stories: list[Story], size: int) -> None:
    expected = [naive.shingles(words_of(paragraph), size) for story in stories for paragraph in story]
    found, start = sketch.shingle_hashes(texts_of(stories), size=size, within="paragraph")
    assert [found[i:j].tolist() for i, j in pairwise(start)] == expected


def test_shingles_run_across_paragraphs_only_within_articles() -> None:
    texts = texts_of([plain("one two three\n\nfour five six")])
    assert len(sketch.shingle_hashes(texts, size=5)[0]) == 2
    assert len(sketch.shingle_hashes(texts, size=5, within="paragraph")[0]) == 2  # each shorter than five, so whole
    assert len(sketch.shingle_hashes(texts, size=2)[0]) == 5
    assert len(sketch.shingle_hashes(texts, size=2, within="paragraph")[0]) == 4


def test_shingles_differ_by_order_and_by_length() -> None:
    same = 0  # a word of hash zero adds nothing to a sum, yet a longer run of it is another shingle
    runs = [[same] * n for n in range(1, 6)] + [[1, 2], [2, 1]]
    assert len({naive.shingle(run) for run in runs}) == len(runs)


# Signatures


@given(stories, sizes, st.sampled_from([1, 3, 8, 33]), st.integers(0, 3))
def test_signatures(stories: list[Story], size: int, permutations: int, seed: int) -> None:
    found = sketch.signatures(texts_of(stories), shingle=size, permutations=permutations, seed=seed)
    assert found.dtype == np.uint32 and found.shape == (len(stories), permutations)
    for story, row in zip(stories, found, strict=True):
        elements = [h for paragraph in story for h in naive.shingles(words_of(paragraph), size)]
        assert row.tolist() == naive.signature(elements, *parameters(permutations, seed))
        theirs = datasketch.MinHash(num_perm=permutations, seed=seed, scheme="affine32", hashfunc=int)
        theirs.update_batch(elements)
        assert row.tolist() == theirs.hashvalues.tolist()


@pytest.mark.parametrize("permutations", [1, 128, 257])
@pytest.mark.parametrize("seed", [1, 42])
def test_permutations_are_those_of_datasketch(permutations: int, seed: int) -> None:
    a, b = sketch.draw(permutations, seed)
    assert a.dtype == b.dtype == np.uint32
    assert (a.tolist(), b.tolist()) == parameters(permutations, seed)


def test_a_long_paragraph_equals_datasketch() -> None:
    words = np.random.default_rng(0).integers(0, 2**32, 3001).tolist()
    texts = texts_of([[[[(word, word, 1) for word in words]]]])
    theirs = datasketch.MinHash(num_perm=128, scheme="affine32", hashfunc=int)
    theirs.update_batch(sketch.shingle_hashes(texts, size=5)[0])
    assert (sketch.signatures(texts, shingle=5, permutations=128)[0] == theirs.hashvalues).all()


def test_an_article_without_words_has_the_empty_signature_and_no_keys() -> None:
    found = sketch.sketch(texts_of([[], plain("Rain"), []]), shingle=5, permutations=16, bands=4)
    assert (found.signature[[0, 2]] == 0xFFFFFFFF).all()
    assert found.keys.article.tolist() == [1] * 4
    assert sketch.to_datasketch(found.signature[0]).is_empty()


# Band keys


@given(stories, sizes, st.sampled_from([(8, 4, 2), (8, 8, 9), (9, 2, 1), (5, 1, 0), (4, 0, 2)]), st.integers(0, 2**31))
def test_band_keys(stories: list[Story], size: int, shape: tuple[int, int, int], first: int) -> None:
    permutations, bands, paragraph_bands = shape
    a, b = parameters(permutations)
    expected = []
    for number, story in enumerate(stories, first):
        paragraphs = [naive.shingles(words_of(paragraph), size) for paragraph in story]
        units = [(paragraph, paragraph_bands) for paragraph in paragraphs if len(story) > 1]
        units += [(list(chain.from_iterable(paragraphs)), bands)] if story else []
        for unit, count in units if bands else ():
            expected += [(number, key) for key in naive.band_keys(naive.signature(unit, a, b), bands)[:count]]
    texts = texts_of(stories)
    found = sketch.sketch(
        texts, shingle=size, permutations=permutations, bands=bands, paragraph_bands=paragraph_bands, first=first
    )
    assert by_article(found.keys) == expected
    assert found.keys.key.dtype == np.uint64 and found.keys.article.dtype == np.uint32
    assert (found.signature == sketch.signatures(texts, shingle=size, permutations=permutations)).all()


def test_an_article_of_one_paragraph_meets_it_inside_another() -> None:
    flood = "The river rose by two metres over night and took the old bridge with it"
    longer = plain(f"Mayor Lund spoke to reporters on the town hall steps this morning\n\n{flood}\n\nMore rain is due")
    keys = sketch.sketch(texts_of([plain(flood), longer]), shingle=5, permutations=128, bands=16).keys
    assert len(shared_keys(keys)) == 2


def test_bands_of_equal_values_have_keys_of_their_own() -> None:
    row = np.full(16, 7)
    assert len(set(naive.band_keys(row.tolist(), 4))) == 4


# Rare pairs


@given(stories, st.integers(2, 7), st.sampled_from([1, 2, 255]), st.integers(0, 2**31))
def test_rare_pair_keys(stories: list[Story], words: int, telling: int, first: int) -> None:
    expected = [
        (number, key)
        for number, story in enumerate(stories, first)
        for key in naive.rare_pairs([[token[1:] for token in line] for line in chain(*story)], words, telling)
    ]
    found = sketch.rare_pair_keys(texts_of(stories), words=words, telling=telling, first=first)
    assert found.key.dtype == np.uint64 and found.article.dtype == np.uint32
    # The pairs of a sentence are a set: only their article is in order.
    assert found.article.tolist() == [number for number, _ in expected]
    assert sorted(by_article(found)) == sorted(expected)


def test_four_rare_words_make_six_pairs_and_long_words_one_with_the_next() -> None:
    wire = plain("Investigators recovered the flight recorder near Reykjavik on Wednesday according to officials")
    assert len(sketch.rare_pair_keys(texts_of([wire]), telling=99)) == 6
    # Of the long words in a row there are Investigators recovered | flight recorder | Reykjavik Wednesday according
    # officials: seven couples, of which one at most is among the six already.
    assert len(sketch.rare_pair_keys(texts_of([wire]), telling=6)) in (12, 13)


def test_rare_pairs_survive_reordering_and_rewording() -> None:
    wire = plain("Investigators recovered the recorder near Reykjavik on Wednesday")
    retold = plain("It was Wednesday when by Reykjavik a recorder was found by investigators")
    keys = sketch.rare_pair_keys(texts_of([wire, retold]), words=6)
    assert len(shared_keys(keys)) == 6  # every pair of the four


def test_neighbours_survive_where_sentences_end_elsewhere() -> None:
    lines = "Ferries Bergen timetable. Saturday departures harbour. Tickets counter opening. Discount family pensioners"
    wrapped = lines.replace(". ", " ").replace("timetable", "timetable.").replace("counter", "counter.")
    keys = sketch.rare_pair_keys(texts_of([plain(lines), plain(wrapped)]), words=2, telling=1)
    assert len(shared_keys(keys)) >= 11  # each of twelve words with the next


def test_a_word_is_no_neighbour_of_itself() -> None:
    assert len(sketch.rare_pair_keys(texts_of([plain("Bora. Bora. Bora")]), telling=1)) == 0
    assert len(sketch.rare_pair_keys(texts_of([plain("Bora. Bora. Tahiti")]), telling=1)) == 1


@given(st.permutations([(h, 9) for h in range(20)]))
def test_equally_rare_terms_are_chosen_alike_in_any_order(sentence: list[tuple[int, int]]) -> None:
    def keys(tokens: list[tuple[int, int]]) -> set[int]:
        return set(sketch.rare_pair_keys(texts_of([[[[(0, term, weight) for term, weight in tokens]]]])).key.tolist())

    assert keys(sentence) == keys(sorted(sentence))


def test_a_term_of_no_weight_never_counts() -> None:
    assert len(sketch.rare_pair_keys(texts_of([[[[(1, 1, 0), (2, 2, 0), (3, 3, 5)]]]]))) == 0
    assert len(sketch.rare_pair_keys(texts_of([[[[(1, 1, 0), (2, 2, 1), (3, 3, 5)]]]]))) == 1


# Jaccard


@given(stories, sizes, st.data())
def test_jaccard(stories: list[Story], size: int, data: st.DataObject) -> None:
    number = st.integers(0, max(len(stories) - 1, 0))
    pairs = data.draw(st.lists(st.tuples(number, number), max_size=8 if stories else 0))
    sets = [set(naive.shingles(list(chain.from_iterable(map(words_of, story))), size)) for story in stories]
    found = sketch.jaccard(texts_of(stories), np.array(pairs, np.int64).reshape(-1, 2), shingle=size)
    assert found.dtype == np.float64
    assert found.tolist() == [naive.jaccard(sets[a], sets[b]) for a, b in pairs]


def test_jaccard_of_a_story_with_one_word_changed() -> None:
    story = "The council met on Monday and voted to close the harbour until spring comes again"  # 15 words, 11 shingles
    texts = texts_of([plain(story), plain(story.replace("voted", "agreed")), plain("Nothing of it"), []])
    pairs = np.array([(0, 0), (0, 1), (0, 2), (2, 3), (3, 3)])
    assert sketch.jaccard(texts, pairs, shingle=5).tolist() == [1, 6 / 16, 0, 0, 0]


# Batches


@given(stories, st.integers(0, 5))
def test_a_batch_is_its_parts_one_after_the_other(stories: list[Story], cut: int) -> None:
    cut = min(cut, len(stories))
    whole, parts = texts_of(stories), [(texts_of(stories[:cut]), 0), (texts_of(stories[cut:]), cut)]
    one = sketch.sketch(whole, shingle=3, permutations=8, bands=4)
    several = [sketch.sketch(part, shingle=3, permutations=8, bands=4, first=first) for part, first in parts]
    assert one.signature.tolist() == [row for part in several for row in part.signature.tolist()]
    assert by_article(one.keys) == [pair for part in several for pair in by_article(part.keys)]
    rare = [sketch.rare_pair_keys(part, first=first) for part, first in parts]
    assert by_article(sketch.rare_pair_keys(whole)) == [pair for part in rare for pair in by_article(part)]


# datasketch


def test_to_and_from_datasketch() -> None:
    texts = texts_of([plain("The harbour stays closed until spring says the council of the town")])
    row = sketch.signatures(texts, shingle=5, permutations=64, seed=7)[0]
    ours = sketch.to_datasketch(row, seed=7)
    theirs = datasketch.MinHash(num_perm=64, seed=7, scheme="affine32", hashfunc=int)
    for element in sketch.shingle_hashes(texts, size=5)[0]:
        theirs.update(element)
        ours.update(element)  # known already, so it changes nothing
    assert ours == theirs and ours.jaccard(theirs) == 1
    assert sketch.from_datasketch(theirs).tolist() == row.tolist()
    assert sketch.from_datasketch(datasketch.LeanMinHash(theirs)).tolist() == row.tolist()


def test_from_datasketch_is_a_copy() -> None:
    theirs = datasketch.MinHash(num_perm=4, scheme="affine32")
    sketch.from_datasketch(theirs)[:] = 0
    assert theirs.is_empty()


@pytest.mark.parametrize("scheme", ["legacy", "affine64"])
def test_another_scheme_is_refused(scheme: str) -> None:
    with pytest.raises(InputError, match=f"scheme '{scheme}'.*affine32"):
        sketch.from_datasketch(datasketch.MinHash(num_perm=4, scheme=scheme))


def test_signatures_do_not_load_datasketch() -> None:
    program = "import sys; from syndet import sketch; sketch.draw(128, 1); print('datasketch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "False"


# Settings


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"shingle": 0}, "shingle"),
        ({"permutations": 0}, "permutations"),
        ({"bands": -1}, "bands"),
        ({"bands": 129}, "bands"),
        ({"paragraph_bands": -1}, "paragraph_bands"),
    ],
)
def test_settings_out_of_range(numbers: dict[str, int], field: str) -> None:
    with pytest.raises(SettingsError, match=f"field '{field}': must be"):
        sketch.sketch(texts_of([]), **{"shingle": 5, "permutations": 128, "bands": 16, **numbers})


def test_other_settings_out_of_range() -> None:
    with pytest.raises(SettingsError, match="field 'words': must be 2 or more"):
        sketch.rare_pair_keys(texts_of([]), words=1)
    with pytest.raises(SettingsError, match="field 'shingle': must be 1 word or more"):
        sketch.shingle_hashes(texts_of([]), size=0)
