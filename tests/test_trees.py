"""Trees of derivation as such: the cheapest one, and how probable each edge is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import trees

from syndet.origin import arborescence, chances


@st.composite
def graphs(draw: st.DrawFn, most: int = 5) -> tuple[int, list[tuple[int, int, int]]]:
    """A few nodes, an edge from node 0 to each, and others between them."""
    nodes = draw(st.integers(2, most))
    pairs = [(a, b) for a in range(nodes) for b in range(1, nodes) if a != b]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=10)) + [(0, b) for b in range(1, nodes)]
    return nodes, [(a, b, draw(st.integers(0, 20))) for a, b in chosen]


def cost(edges: list[tuple[int, int, int]], chosen: list[int]) -> int:
    return sum(edges[number][2] for number in chosen)


@given(graphs())
def test_the_cheapest_tree_of_all(graph: tuple[int, list[tuple[int, int, int]]]) -> None:
    nodes, edges = graph
    chosen = arborescence.minimum(nodes, edges)
    assert tuple(chosen) in set(trees.all_trees(nodes, edges))
    assert cost(edges, chosen) == trees.least_cost(nodes, edges)


@given(graphs(), st.integers(0, 20))
def test_dearer_edges_from_the_root_change_no_choice_among_trees_with_one(
    graph: tuple[int, list[tuple[int, int, int]]], more: int
) -> None:
    nodes, edges = graph
    chosen = arborescence.minimum(nodes, edges)
    if sum(edges[number][0] == 0 for number in chosen) == 1:
        dearer = [(a, b, c + more * (a == 0)) for a, b, c in edges]
        assert cost(dearer, arborescence.minimum(nodes, dearer)) == cost(dearer, chosen)


def test_a_long_row_of_cycles_is_opened_rightly() -> None:
    nodes = 2_001
    edges = [(a, a + 1, 1) for a in range(1, nodes - 1)] + [(a + 1, a, 1) for a in range(1, nodes - 1)]
    edges += [(0, a, 1_000 + a) for a in range(1, nodes)]
    chosen = arborescence.minimum(nodes, edges)
    assert cost(edges, chosen) == 1_001 + nodes - 2


def test_of_edges_that_cost_the_same_the_first_is_taken() -> None:
    assert arborescence.minimum(3, [(0, 1, 1), (0, 2, 1), (1, 2, 1), (0, 2, 1)]) == [0, 1]


def test_a_node_out_of_reach_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot be reached"):
        arborescence.minimum(3, [(0, 1, 1)])


@given(graphs(4), st.data())
def test_the_chances_of_edges_are_their_share_of_all_trees(
    graph: tuple[int, list[tuple[int, int, int]]], data: st.DataObject
) -> None:
    nodes, edges = graph
    weighed = [(a, b, (1 + c) / 8) for a, b, c in edges]
    found = chances.of(nodes, weighed, range(len(edges)))
    assert found == pytest.approx(trees.chances(nodes, weighed))


@given(graphs(4))
def test_into_each_node_the_chances_add_up_to_one(graph: tuple[int, list[tuple[int, int, int]]]) -> None:
    nodes, edges = graph
    found = chances.of(nodes, [(a, b, 1.0 + c) for a, b, c in edges], range(len(edges)))
    for node in range(1, nodes):
        assert sum(chance for chance, edge in zip(found, edges, strict=True) if edge[1] == node) == pytest.approx(1)


def test_around_one_node_it_is_much_as_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    edges = [(0, node, 0.1) for node in range(1, 9)]
    edges += [(node, node + 1, 4.0) for node in range(1, 8)] + [(node + 1, node, 0.2) for node in range(1, 8)]
    whole = chances.of(9, edges, range(len(edges)))
    monkeypatch.setattr(chances, "WHOLE", 2)
    assert chances.of(9, edges, range(len(edges))) == pytest.approx(whole, abs=0.1)
