"""Clusters: equal to a plain reference on small graphs, and what must hold of every cluster holds on large ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import cluster as naive
from numpy.typing import NDArray

from syndet import cluster
from syndet.cluster import KINSHIP, MOST

Pair = tuple[int, int]


class Check:
    """Answers for pairs that were not compared, and remembers what it was asked."""

    def __init__(self, hidden: Mapping[Pair, float]) -> None:
        self.hidden = hidden
        self.asked: list[list[Pair]] = []

    def __call__(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        asked = couples(pairs)
        assert asked == sorted(asked)
        self.asked.append(asked)
        return np.array([self.hidden.get(pair, math.nan) for pair in asked])

    @property
    def pairs(self) -> list[Pair]:
        return [pair for asked in self.asked for pair in asked]


def unasked(pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    raise AssertionError("everything was compared")


def couples(pairs: NDArray[np.int64]) -> list[Pair]:
    return [(a, b) for a, b in pairs.tolist()]


def columns(known: Mapping[Pair, float], compared: Iterable[Pair]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """All pairs, rising, and how strong those are that are linked."""
    pairs = sorted({*known, *compared})
    strength = [known.get(pair, math.nan) for pair in pairs]
    return np.array(pairs, np.int64).reshape(-1, 2), np.array(strength, np.float64)


def firm(
    known: Mapping[Pair, float], compared: Iterable[Pair], check: cluster.Check
) -> tuple[list[list[int]], list[float]]:
    """The clusters, and the cohesion of each."""
    return cluster.group(*columns(known, compared), check)


def group(known: Mapping[Pair, float], compared: Iterable[Pair], check: cluster.Check) -> list[list[int]]:
    """The clusters."""
    return firm(known, compared, check)[0]


def every(members: Iterable[int]) -> list[Pair]:
    return list(combinations(sorted(members), 2))


def groups(found: list[list[int]]) -> list[set[int]]:
    return [set(members) for members in found]


# Small graphs, and the reference

# No two sums of different ones among these are equal, so no answer hangs on how a tie is broken.
STRENGTHS = [math.sqrt(p) for p in range(2, 110) if all(p % d for d in range(2, p))]

Graph = tuple[dict[Pair, float], set[Pair], dict[Pair, float]]  # linked, compared, linked but not compared


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Up to 8 articles; each pair is linked or not, and was compared or not."""
    pairs = every(range(draw(st.integers(2, 8))))
    states = draw(st.lists(st.sampled_from(["linked", "linked", "not", "unseen", "hidden"]), min_size=28, max_size=28))
    strengths = draw(st.permutations(STRENGTHS[:28]))
    known, compared, hidden = {}, set(), {}
    for pair, state, strength in zip(pairs, states, strengths, strict=False):
        if state == "linked":
            known[pair] = strength
        if state in ("linked", "not"):
            compared.add(pair)
        if state == "hidden":
            hidden[pair] = strength
    return known, compared, hidden


def agglomerated(pairs: set[Pair], known: Mapping[Pair, float]) -> list[set[int]]:
    """Average linkage by trying all pairs of groups at each step."""
    made = [{article} for article in sorted({article for pair in pairs for article in pair})]
    refused: set[frozenset[Pair]] = set()  # two groups meet again only when more is known of them

    def between(one: set[int], other: set[int]) -> frozenset[Pair]:
        return frozenset(pair for pair in pairs if len(one & set(pair)) == len(other & set(pair)) == 1)

    def mean(some: Iterable[Pair]) -> float:
        strengths = [known.get(pair, 0.0) for pair in sorted(some)]
        return sum(strengths) / len(strengths)

    def inside(one: set[int]) -> list[Pair]:
        return [pair for pair in pairs if one.issuperset(pair)]

    while True:
        offers = []
        for one, other in combinations(made, 2):
            met = between(one, other)
            linked = sum(pair in known for pair in met)
            if met and linked and linked >= MOST * len(met) and met not in refused:
                offers.append((mean(met), one, other, met))
        if not offers:
            return [members for members in made if len(members) > 1]
        best, one, other, met = max(offers, key=lambda offer: offer[0])
        if len(one) > 1 < len(other) and best < KINSHIP * min(mean(inside(one)), mean(inside(other))):
            refused.add(met)
        else:
            made = [members for members in made if members not in (one, other)] + [one | other]


def reference(known: Mapping[Pair, float], compared: set[Pair], hidden: Mapping[Pair, float]) -> list[list[int]]:
    known, pairs, clusters = dict(known), compared | set(known), []
    while pairs:
        left: set[int] = set()
        for members in agglomerated(pairs, known):
            total = {x: sum(known.get(pair, 0.0) for pair in every(members) if x in pair) for x in sorted(members)}
            hub = max(total, key=lambda x: total[x])
            mine = [pair for pair in every(members) if hub in pair]
            known.update({pair: hidden[pair] for pair in mine if pair not in pairs and pair in hidden})
            others = sorted(x for pair in mine if pair in known for x in pair if x != hub)
            if others:
                clusters.append([hub, *others])
            left |= members - {hub, *others}
        pairs = {pair for pair in pairs if left.issuperset(pair)}
    return sorted(clusters, key=lambda members: (-len(members), min(members)))


@given(graphs())
def test_groups_are_those_of_the_reference(graph: Graph) -> None:
    known, compared, hidden = graph
    assert group(known, compared, Check(hidden)) == reference(known, compared, hidden)


# Laws


@st.composite
def loose_graphs(draw: st.DrawFn) -> Graph:
    """Up to 30 articles; strengths repeat, so that ties are common; some are 0, as where all is quoted."""
    size = draw(st.integers(2, 30))
    random = Random(draw(st.integers(0, 2**32)))
    density = draw(st.sampled_from([0.1, 0.3, 0.9]))
    known, compared, hidden = {}, set(), {}
    for pair in every(range(size)):
        strength = random.choice([0.0, 0.1, 0.2, 0.3, 0.5, 0.5, 1.0])
        if random.random() < density:
            compared.add(pair)
            if random.random() < 0.6:
                known[pair] = strength
        elif random.random() < 0.5:
            hidden[pair] = strength
    return known, compared, hidden


any_graph = graphs() | loose_graphs()


@given(any_graph)
def test_every_member_is_linked_with_its_representative(graph: Graph) -> None:
    known, compared, hidden = graph
    for hub, *others in group(known, compared, Check(hidden)):
        assert others == sorted(others)
        for other in others:
            assert {(hub, other), (other, hub)} & {*known, *hidden}


@given(graphs(), graphs())
def test_what_no_link_holds_together_may_be_grouped_apart(one: Graph, other: Graph) -> None:
    shifted = [{(a + 9, b + 9): strength for (a, b), strength in part.items()} for part in (other[0], other[2])]
    known, hidden = one[0] | shifted[0], one[2] | shifted[1]
    # Pairs that share nothing stand between all of the two.
    compared = one[1] | {(a + 9, b + 9) for a, b in other[1]} | {(a, b + 9) for a in range(8) for b in range(8)}
    root = cluster.apart(np.array([*known], np.int64).reshape(-1, 2), 18).tolist()
    parts = []
    for top in sorted(set(root)):
        inside = {pair for pair in compared if root[pair[0]] == root[pair[1]] == top}
        parts += group({pair: known[pair] for pair in inside & set(known)}, inside, Check(hidden))
    assert sorted(parts) == sorted(group(known, compared, Check(hidden)))
    for pair in known:
        assert root[pair[0]] == root[pair[1]] <= min(pair)


@given(any_graph)
def test_no_article_is_in_two_clusters_and_none_is_alone(graph: Graph) -> None:
    found = group(*graph[:2], Check(graph[2]))
    members = [member for one in found for member in one]
    assert len(members) == len(set(members))
    assert all(len(one) > 1 for one in found)
    assert [len(one) for one in found] == sorted(map(len, found), reverse=True)


@given(any_graph)
def test_the_kernel_makes_the_groups_of_its_twin(graph: Graph) -> None:
    """Ties, zeros and refused offers included, down to the last bit of a mean."""
    pair, strength = columns(*graph[:2])
    articles = 1 + int(pair.max(initial=0))
    assert parts(cluster._agglomerated(pair, strength, articles).tolist()) == naive.agglomerate(graph[1], graph[0])


@pytest.mark.parametrize("seed", range(4))
def test_so_it_does_in_large_tangles(seed: int) -> None:
    random = Random(seed)
    articles = 400
    drawn = {tuple(sorted(random.sample(range(articles), 2))) for _ in range((500, 2_000, 8_000, 30_000)[seed])}
    known = {pair: random.choice([0.3, 0.5, 0.7, random.random()]) for pair in sorted(drawn) if random.random() < 0.5}
    found = cluster._agglomerated(*columns(known, drawn), articles).tolist()
    assert parts(found) == naive.agglomerate(drawn, known)
    assert 1 < len({*found}) < articles


def parts(root: Sequence[int]) -> list[list[int]]:
    """The groups of two or more, by what is the same for all in one."""
    made: dict[int, list[int]] = {}
    for article, top in enumerate(root):
        made.setdefault(top, []).append(article)
    return sorted(members for members in made.values() if len(members) > 1)


@given(any_graph)
def test_each_pair_is_asked_for_once_and_only_if_nobody_compared_it(graph: Graph) -> None:
    known, compared, hidden = graph
    check = Check(hidden)
    group(known, compared, check)
    assert len(check.pairs) == len(set(check.pairs))
    assert not set(check.pairs) & {*known, *compared}
    articles = {article for pair in (*known, *compared) for article in pair}
    assert all(len(asked) < max(len(articles), 1) for asked in check.asked)
    assert all(a < b for a, b in check.pairs)


# What a newsroom would expect


def test_nothing_compared_nothing_found() -> None:
    assert group({}, [], unasked) == []
    assert group({}, every(range(5)), unasked) == []


def test_the_representative_has_the_strongest_links() -> None:
    strengths = {(0, 1): 0.5, (0, 2): 0.9, (1, 2): 0.8}
    assert group(strengths, strengths, unasked) == [[2, 0, 1]]
    assert group(dict.fromkeys(strengths, 0.5), strengths, unasked) == [[0, 1, 2]]


def test_three_that_share_nothing_but_quotations_are_a_cluster_where_that_is_the_level() -> None:
    links = dict.fromkeys(every(range(3)), 0.0)
    assert group(links, links, unasked) == [[0, 1, 2]]


def test_an_offer_to_join_does_not_outlive_what_it_was_made_on() -> None:
    """5 is linked with few of those that its neighbour has joined, though as strongly on average as before."""
    linked = {
        (0, 1): 4.0, (0, 3): 2.0, (0, 4): 4.0, (0, 6): 4.0, (0, 7): 1.0, (1, 2): 2.0, (1, 3): 1.0, (1, 4): 4.0,
        (1, 5): 1.0, (1, 6): 4.0, (1, 7): 2.0, (4, 5): 2.0, (4, 7): 4.0,
    }  # fmt: skip
    compared = set(every(range(8))) - {(2, 5), (3, 7)}
    assert group(linked, compared, unasked) == [[0, 1, 3, 4, 6, 7]]


@pytest.mark.parametrize("length", [4, 10, 100])
def test_a_chain_is_no_cluster(length: int) -> None:
    """Each article is linked with the next and with no other: nobody answers for all of them."""
    chain = dict.fromkeys(pairwise(range(length)), 0.3)
    found = group(chain, every(range(length)), unasked)
    assert max(map(len, found)) == 2  # all pairs were compared
    check = Check({})
    found = group(chain, chain, check)
    assert max(map(len, found)) <= 3  # only the chain was: an article and its two neighbours, at most
    assert check.pairs


def two_stories(crossing: Sequence[Pair], strength: float, size: int = 6) -> list[set[int]]:
    """The clusters of two stories, each in `size` copies, that these links cross."""
    strengths = dict.fromkeys([*every(range(size)), *every(range(size, 2 * size))], 0.9)
    strengths.update(dict.fromkeys(crossing, strength))
    return groups(group(strengths, every(range(2 * size)), unasked))


ONE, OTHER = set(range(6)), set(range(6, 12))
ALL_CROSSING = [(a, b) for a in sorted(ONE) for b in sorted(OTHER)]


def test_two_tight_groups_stay_apart() -> None:
    assert two_stories([], 0.9) == [ONE, OTHER]
    assert two_stories([(0, 6), (1, 7), (2, 8)], 0.8) == [ONE, OTHER]  # a few links
    assert two_stories(ALL_CROSSING, 0.5) == [ONE, OTHER]  # all, but weak ones: a speech that both stories quote
    assert two_stories(ALL_CROSSING, 0.8) == [ONE | OTHER]  # as alike across as within: one story


@pytest.mark.parametrize("size", [500, 2000])
def test_a_large_bucket_compared_as_star_and_chain_is_one_cluster(size: int) -> None:
    """What candidates compare of a story in hundreds of papers; the rest is linked too, when asked for."""
    compared = {*((0, other) for other in range(1, size)), *pairwise(range(size))}
    check = Check(dict.fromkeys(every(range(size)), 0.9))
    found = group(dict.fromkeys(compared, 0.9), compared, check)
    assert found == [list(range(size))]
    assert check.pairs == []  # all were compared with the first already


def test_a_large_bucket_compared_as_a_chain_is_asked_for_once_a_member() -> None:
    size = 500
    chain = dict.fromkeys(pairwise(range(size)), 0.9)
    check = Check(dict.fromkeys(every(range(size)), 0.9))
    assert groups(group(chain, chain, check)) == [set(range(size))]
    assert len(check.pairs) < size


def test_many_stories_cost_no_more_than_a_question_an_article() -> None:
    """The work does not grow with the square of the articles."""
    stories = [range(first, first + 20) for first in range(0, 4000, 20)]
    compared = {pair for story in stories for pair in pairwise(story)}
    check = Check({pair: 0.9 for story in stories for pair in every(story)})
    found = group(dict.fromkeys(compared, 0.9), compared, check)
    assert groups(found) == [set(story) for story in stories]
    assert len(check.asked) == 1 and len(check.pairs) < 4000


# Cohesion


def test_cohesion_is_the_share_of_compared_pairs_that_are_linked() -> None:
    linked = dict.fromkeys([(0, 1), (0, 2), (3, 5), (4, 5), (6, 7)], 0.9)
    found = firm(linked, [*linked, (1, 2), (2, 3), (8, 9)], unasked)
    assert found == ([[0, 1, 2], [5, 3, 4], [6, 7]], [2 / 3, 1.0, 1.0])


@given(any_graph)
def test_cohesion_counts(graph: Graph) -> None:
    known, compared, hidden = graph
    check = Check(hidden)
    clusters, shares = firm(known, compared, check)
    looked = {*known, *compared, *check.pairs}
    for members, share in zip(clusters, shares, strict=True):
        inside = [pair for pair in every(members) if pair in looked]
        assert share == sum(pair in known or pair in hidden for pair in inside) / len(inside)
