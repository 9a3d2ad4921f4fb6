"""Minimum spanning arborescence: the cheapest tree of edges that leads from a root to every node."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

Edge = tuple[int, int, int]
"""Source, target and cost; costs are whole numbers, so that no sum depends on its order."""


def minimum(nodes: int, edges: Sequence[Edge]) -> list[int]:
    """For each node from 1 on the number of the edge that enters it, in the cheapest tree from node 0.

    Chu-Liu/Edmonds: the cheapest edge into every node, cycles contracted into one node each, and opened
    again at the end. Of edges that cost the same, the first is preferred. Takes E log² E steps at most for E
    edges: of two nodes that become one, the edges of the one that has fewer join those of the other.
    Raises ValueError if a node cannot be reached.
    """
    forest = _Contraction(nodes, edges)
    for node in range(1, nodes):
        forest.settle(node)
    return forest.opened()


class _Contraction:
    """Nodes and the cycles that became nodes, numbered on from them, each with the cheapest edge into it."""

    def __init__(self, nodes: int, edges: Sequence[Edge]) -> None:
        self.nodes = nodes
        self.edges = edges
        self.heaps: list[list[tuple[int, int]]] = [[] for _ in range(nodes)]
        self.off = [0] * nodes  # what the costs in a heap are too high by
        self.inside = list(range(nodes))  # the node that a node is part of, itself if of none; paths get shortened
        self.part_of: list[int | None] = [None] * nodes  # the same, kept as it was
        self.best: list[int | None] = [None] * nodes
        self.settled = [True] + [False] * (nodes - 1)
        for number, (_, target, cost) in enumerate(edges):
            self.heaps[target].append((cost, number))
        for heap in self.heaps:
            heapq.heapify(heap)

    def settle(self, node: int) -> None:
        """Follow the cheapest edges backwards from a node to what is settled; contract each cycle on the way."""
        path: list[int] = []
        waiting: set[int] = set()
        node = self._whole(node)
        while not self.settled[node]:
            path.append(node)
            waiting.add(node)
            node = self._whole(self._enter(node))
            if node in waiting:
                cycle = [path.pop()]
                while cycle[-1] != node:
                    cycle.append(path.pop())
                waiting.difference_update(cycle)
                node = self._contract(cycle)
        for done in path:
            self.settled[done] = True

    def _whole(self, node: int) -> int:
        """The node that a node is part of by now."""
        while self.inside[node] != node:
            self.inside[node] = node = self.inside[self.inside[node]]
        return node

    def _enter(self, node: int) -> int:
        """Choose the cheapest edge into a node from outside of it; its source."""
        heap = self.heaps[node]
        while heap:
            cost, number = heapq.heappop(heap)
            source = self.edges[number][0]
            if self._whole(source) != node:
                self.best[node] = number
                self.off[node] = cost
                return source
        raise ValueError("a node cannot be reached from the root")

    def _contract(self, cycle: Sequence[int]) -> int:
        """Make one node of a cycle; an edge into it costs what it adds to the edge that it stands in for."""
        new = len(self.heaps)
        largest = max(cycle, key=lambda node: (len(self.heaps[node]), node))
        heap, off = self.heaps[largest], self.off[largest]
        for node in cycle:
            self.inside[node] = new
            self.part_of[node] = new
            if node != largest:
                for cost, number in self.heaps[node]:
                    heapq.heappush(heap, (cost - self.off[node] + off, number))
                self.heaps[node] = []
        self.heaps.append(heap)
        self.off.append(off)
        self.inside.append(new)
        self.part_of.append(None)
        self.best.append(None)
        self.settled.append(False)
        return new

    def opened(self) -> list[int]:
        """The edge into each node from 1 on: that of a cycle replaces the one into where it enters."""
        done = [False] * len(self.best)
        for whole in range(len(self.best) - 1, self.nodes - 1, -1):
            number = self.best[whole]
            if done[whole] or number is None:
                continue
            part: int | None = self.edges[number][1]
            while part is not None and part != whole:
                self.best[part], done[part] = number, True
                part = self.part_of[part]
        return [number for number in self.best[1 : self.nodes] if number is not None]
