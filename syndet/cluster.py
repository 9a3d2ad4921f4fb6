"""Links to clusters: every member answers to its representative, so weak links never chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

Pair = tuple[int, int]
"""Two article numbers, the smaller first."""

Check = Callable[[Sequence[Pair]], Mapping[Pair, float]]
"""Pairs that nobody has compared yet to the strengths of those that turn out linked."""


def group(strengths: Mapping[Pair, float], compared: Container[Pair], check: Check) -> list[list[int]]:
    """Clusters of two or more articles, each its representative first and then its members in order.

    `strengths`: linked pairs with how strong they are, above 0. Of the articles that links join
    (directly or through others) the one with the strongest links becomes the representative; the
    others join its cluster if they are linked with it themselves, which `check` finds out for pairs that
    are not in `compared`. Those that are not start over among themselves. Largest cluster first.
    Each round compares at most as many pairs as it has articles.
    """
    links: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), strength in strengths.items():
        links[a][b] = links[b][a] = strength
    clusters: list[list[int]] = []
    parts = _components(links)
    while parts:
        hubs = [max(part, key=lambda article: (sum(links[article].values()), -article)) for part in parts]
        spokes = [_pair(hub, other) for hub, part in zip(hubs, parts, strict=True) for other in part if other != hub]
        for (a, b), strength in check([pair for pair in spokes if pair not in compared]).items():
            links[a][b] = links[b][a] = strength
        clusters += [[hub, *sorted(links[hub])] for hub in hubs]
        placed = {article for hub in hubs for article in (hub, *links[hub])}
        links = _without(links, placed)
        parts = _components(links)
    return sorted(clusters, key=lambda cluster: (-len(cluster), min(cluster)))


def cohesion(clusters: Sequence[Sequence[int]], compared: Iterable[Pair], linked: Container[Pair]) -> list[float]:
    """For each cluster the share of the compared pairs among its members that are linked, 0 to 1."""
    cluster_of = {article: number for number, cluster in enumerate(clusters) for article in cluster}
    known, held = [0] * len(clusters), [0] * len(clusters)
    for pair in compared:
        number = cluster_of.get(pair[0])
        if number is not None and number == cluster_of.get(pair[1]):
            known[number] += 1
            held[number] += pair in linked
    return [h / k if k else 1.0 for h, k in zip(held, known, strict=True)]


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _without(links: Mapping[int, Mapping[int, float]], placed: Container[int]) -> dict[int, dict[int, float]]:
    """The links among articles that are not placed yet; articles left without any drop out."""
    left: dict[int, dict[int, float]] = defaultdict(dict)
    for article, others in links.items():
        if article not in placed:
            kept = {other: strength for other, strength in others.items() if other not in placed}
            if kept:
                left[article] = kept
    return left


def _components(links: Mapping[int, Mapping[int, float]]) -> list[list[int]]:
    """The articles in groups that links join, each sorted, in the order of their first."""
    seen: set[int] = set()
    parts = []
    for article in sorted(links):
        if article in seen:
            continue
        seen.add(article)
        part, at = [article], 0
        while at < len(part):
            fresh = [other for other in links[part[at]] if other not in seen]
            seen.update(fresh)
            part += fresh
            at += 1
        parts.append(sorted(part))
    return parts
