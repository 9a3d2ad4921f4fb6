"""Candidate pairs: every pair that shares enough keys, each once, and large buckets at linear cost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import sketch as naive
from pytest import MonkeyPatch

from syndet import candidates
from syndet.candidates import Candidates, Catalogue
from syndet.errors import SettingsError
from syndet.sketch import Keys

# Few different keys, some of them in every article, spread over 64 bits as real ones are.
spread = st.integers(0, 12).map(naive.mix64)
owned = st.lists(st.tuples(spread, st.integers(0, 9)), max_size=60)
numbers = st.integers(1, 5)


def keys_of(owned: list[tuple[int, int]]) -> Keys:
    return Keys(
        key=np.array([key for key, _ in owned], np.uint64),
        article=np.array([article for _, article in owned], np.uint32),
    )


def catalogue(*parts: Keys, slices: int = 1, filed: bool = False) -> Catalogue:
    """The keys of some parts, as stages hand them on."""
    articles = 1 + max((int(part.article.max(initial=0)) for part in parts), default=0)
    made = Catalogue(articles, slices=slices, filed=filed)
    for part in parts:
        made.add(candidates.pack(part, articles))
    return made


def as_dict(found: Candidates) -> dict[tuple[int, int], float]:
    return {(a, b): n for (a, b), n in zip(found.pair.tolist(), found.shared.tolist(), strict=True)}


def assert_well_formed(found: Candidates) -> None:
    assert found.pair.dtype == np.int64 and found.pair.shape == (len(found), 2)
    assert found.shared.dtype == np.float64 and found.shared.shape == (len(found),)
    couples = [tuple(pair) for pair in found.pair.tolist()]
    assert couples == sorted(set(couples))
    assert all(a < b for a, b in couples)


def connected(pairs: list[list[int]], n: int) -> bool:
    """Whether the pairs hold the articles 0 to n - 1 together."""
    reached = {0}
    for _ in range(n):
        before = len(reached)
        for pair in pairs:
            if reached & set(pair):
                reached.update(pair)
        if len(reached) == before:
            break
    return len(reached) == n


@given(owned, st.sampled_from([0, 0.5, 1, 2, 4.5]), numbers, numbers)
def test_pairs_are_those_of_the_plain_twin(owned: list[tuple[int, int]], least: float, cap: int, crowd: int) -> None:
    found = candidates.pairs(catalogue(keys_of(owned)), least_shared=least, cap=cap, crowd=crowd)
    assert_well_formed(found)
    assert as_dict(found) == naive.pairs(owned, least, cap, candidates.NEIGHBOURS, crowd)


@given(st.data(), owned, numbers, st.sampled_from([1, 2, 3, 8]), st.booleans())
def test_neither_order_nor_parts_nor_repeats_nor_slices_matter(
    data: st.DataObject, owned: list[tuple[int, int]], cap: int, slices: int, filed: bool
) -> None:
    shuffled = data.draw(st.permutations(owned + owned[:5]))
    cut = data.draw(st.integers(0, len(shuffled)))
    parts = [keys_of(shuffled[:cut]), keys_of(shuffled[cut:])]
    expected = candidates.pairs(catalogue(keys_of(owned)), least_shared=1, cap=cap)
    found = candidates.pairs(catalogue(*parts, slices=slices, filed=filed), least_shared=1, cap=cap)
    assert as_dict(found) == as_dict(expected)


@pytest.mark.parametrize(("block", "stretch"), [(1, 1), (50, 300), (1 << 20, 1 << 20)])
def test_neither_blocks_nor_stretches_show(block: int, stretch: int, monkeypatch: MonkeyPatch) -> None:
    draw = np.random.default_rng(1)
    busy = [(naive.mix64(key), article) for key, article in draw.integers(0, (80, 40), (1000, 2)).tolist()]
    monkeypatch.setattr(candidates, "_BLOCK", block)
    monkeypatch.setattr(candidates, "_STRETCH", stretch)
    found = candidates.pairs(catalogue(keys_of(busy)), least_shared=2, cap=12, crowd=3)
    assert_well_formed(found)
    assert len(found) > 200  # so that the smaller blocks, which hold one article's pairs, are full more than once
    assert as_dict(found) == naive.pairs(busy, 2, 12, candidates.NEIGHBOURS, 3)


@given(owned, owned)
def test_a_union_adds_what_is_shared(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    a, b = (candidates.pairs(catalogue(keys_of(keys)), least_shared=1, cap=9) for keys in (one, other))
    both = candidates.union(a, b)
    assert_well_formed(both)
    expected = {pair: as_dict(a).get(pair, 0) + as_dict(b).get(pair, 0) for pair in {**as_dict(a), **as_dict(b)}}
    assert as_dict(both) == expected
    assert as_dict(candidates.union(b, a)) == expected


def test_three_papers_with_one_paragraph() -> None:
    story = [(naive.mix64(key), paper) for paper in (2, 0, 5) for key in range(4)]
    each = 4 * 169 / 240  # a key of three papers is worth 1 / sqrt(2), in whole parts of 240
    found = as_dict(candidates.pairs(catalogue(keys_of(story)), least_shared=3, cap=10))
    assert found == {(0, 2): each, (0, 5): each, (2, 5): each}
    assert as_dict(candidates.pairs(catalogue(keys_of(story)), least_shared=9, cap=10)) == {}


def test_the_fewer_papers_have_a_key_the_more_it_says() -> None:
    # Two share three sentences of their own, ten a proverb of the same length.
    own = [(naive.mix64(key), paper) for paper in (0, 1) for key in range(3)]
    proverb = [(naive.mix64(key), paper) for paper in range(2, 12) for key in range(10, 13)]
    found = candidates.pairs(catalogue(keys_of(own + proverb)), least_shared=4, cap=12)
    assert as_dict(found) == {(0, 1): 3}


def test_long_articles_must_share_more_than_short_ones() -> None:
    def articles(length: int, shared: int) -> Keys:
        common = [(naive.mix64(key), paper) for paper in (0, 1) for key in range(shared)]
        alone = [(naive.mix64(1000 + 9999 * paper + key), paper) for paper in (0, 1) for key in range(length - shared)]
        return keys_of(common + alone)

    for length, needed in ((100, 2), (400, 4), (1600, 8), (6400, 16)):
        for shared in (needed - 1, needed):
            found = candidates.pairs(catalogue(articles(length, shared)), least_shared=3.9, cap=12)
            assert as_dict(found) == ({(0, 1): shared} if shared == needed else {})


def test_short_articles_are_taken_to_be_longer_than_they_are() -> None:
    # One key of the twenty that two notices have is not enough, whatever share of them it is.
    notices = [(naive.mix64(key + (19 * paper if key else 0)), paper) for paper in (0, 1) for key in range(20)]
    assert len(candidates.pairs(catalogue(keys_of(notices)), least_shared=3, cap=12)) == 0
    assert as_dict(candidates.pairs(catalogue(keys_of(notices)), least_shared=2, cap=12)) == {(0, 1): 1}


@pytest.mark.parametrize("keys", [[], [keys_of([])], [keys_of([(7, 0)])], [keys_of([(7, 3), (7, 3)])]])
def test_nothing_to_pair(keys: list[Keys]) -> None:
    found = candidates.pairs(catalogue(*keys), least_shared=1, cap=10)
    assert_well_formed(found)
    assert len(found) == 0


def test_keys_are_not_held_twice() -> None:
    keys = catalogue(keys_of([(7, 0)]), keys_of([(7, 1)]))
    assert len(keys) == 2
    assert len(candidates.pairs(keys, least_shared=0, cap=10)) == 1
    assert len(keys) == 0


def test_the_largest_article_number() -> None:
    # No pairs, so that no row of counters for four thousand million articles is made.
    assert candidates.pack(keys_of([(2**64 - 1, 2**32 - 1)]), 2**32).tolist() == [2**64 - 1]


def test_a_story_in_a_thousand_papers_hangs_together_at_linear_cost() -> None:
    papers = 1000
    story = [(naive.mix64(key), paper) for paper in range(papers) for key in range(20)]
    found = candidates.pairs(catalogue(keys_of(story)), least_shared=3, cap=50)
    assert len(found) == 999 + 998 + 997  # the star; the chain from each of the others to the next and the next but one
    assert connected(found.pair.tolist(), papers)
    assert set(found.shared.tolist()) == {20}


def test_the_chain_holds_where_the_star_breaks() -> None:
    # The first paper has the story's keys by chance: without it the others must still be one.
    story = [(naive.mix64(1), paper) for paper in range(200)]
    found = candidates.pairs(catalogue(keys_of(story)), least_shared=1, cap=50)
    others = [[a - 1, b - 1] for a, b in found.pair.tolist() if a > 0]
    assert connected(others, 199)


def test_a_common_phrase_says_little_and_a_crowded_story_much() -> None:
    phrases = [(naive.mix64(key), paper) for paper in range(100) for key in range(3)]
    story = [(naive.mix64(key), paper) for paper in range(200, 300) for key in range(100, 140)]
    found = candidates.pairs(catalogue(keys_of(phrases + story)), least_shared=3, cap=50, crowd=8)
    assert found.pair.min() == 200
    assert connected((found.pair - 200).tolist(), 100)
    assert set(found.shared.tolist()) == {40 // 8}


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ({"least_shared": -0.5}, "field 'least_shared': must be 0 or more"),
        ({"least_shared": float("nan")}, "field 'least_shared': must be 0 or more"),
        ({"cap": 0}, "field 'cap': must be 1 or more"),
        ({"crowd": 0}, "field 'crowd': must be from 1 to 240"),
        ({"crowd": 241}, "field 'crowd': must be from 1 to 240"),
    ],
)
def test_settings_out_of_range(numbers: dict[str, int], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        candidates.pairs(catalogue(), **{"least_shared": 1, "cap": 10, **numbers})
