"""Who most likely copied from whom: a tree over a cluster's members, and what each of them has from where."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.model import Article, Derivation, Origin
from syndet.origin import arborescence, chances, phylogeny, precedence, shares, weights
from syndet.origin.case import Case
from syndet.origin.phylogeny import UNIT
from syndet.origin.precedence import Precedence
from syndet.origin.roles import Roles
from syndet.origin.shares import Shared, Taken
from syndet.origin.sharing import Share
from syndet.origin.steps import Pair, Step

FIRST_HAND: Final = 0.5
"""Share of the copies that are made from the origin itself, and not from any of the others."""

LATER: Final = -2.0
"""Log-odds of having been before, below which a member is too late to be the nearest."""

SURELY: Final = 1.0
"""Log-odds of having been before, from which on a member beside the parent counts as a source."""

NAMED: Final = 1.5
"""What it counts that a member names the outlet of another and few others do."""

SOON: Final = 0.6
LAG: Final = 60.0
SPREAD: Final = 2.0
"""What the lag counts for; its median, minutes; and the standard deviation of its natural logarithm."""

FOREIGN: Final = 3.5
"""Nats that it costs a member to have its text from outside, if the origin is there."""

ANOTHER: Final = 5.0
"""Nats that it costs to be an origin beside another."""

DEAREST: Final = 20.0
"""Nats above which nothing costs more."""

Edge = tuple[int, int, float]
"""From a member, by its place from 1 on, or from outside, 0, to a member; nats."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Where each member has its text from, in the order of the members, and how many independent origins there are."""

    derivations: tuple[Derivation, ...]
    origins: int


def find(case: Case, origin: Origin, relatives: Mapping[Pair, Step], roles: Roles, shared: Sequence[Share]) -> Tree:
    """The most likely tree of a case of two or more members, given who most likely had its text first.

    `relatives` are the steps between its members, `roles` what its outlets are in other clusters, `shared` what the
    pairs of members share. A member's parent is one of its relatives, or none: then it has its text from outside, or
    wrote it. Takes time linear in the number of links and relatives, but for sorting.
    """
    ids = [article.id for article in case.members]
    asked = precedence.prepare(case, roles)
    edges = [*_from_outside(ids, origin), *_from_members(ids, relatives, asked, origin)]
    chosen = arborescence.minimum(len(ids) + 1, [(a, b, round(cost * UNIT)) for a, b, cost in edges])
    sure = chances.of(len(ids) + 1, [(a, b, math.exp(-cost)) for a, b, cost in edges], chosen)
    family = _Family([edges[number][0] - 1 for number in chosen], relatives)
    return _told(case, origin, asked, family, sure, shares.find(case, shared))


class _Family:
    """The chosen tree: `parents`, -1 for none, the steps from them, and who comes from whom."""

    def __init__(self, parents: Sequence[int], relatives: Mapping[Pair, Step]) -> None:
        self.parents = parents
        self.steps = [relatives.get((parent, member)) for member, parent in enumerate(parents)]
        children: dict[int, list[int]] = defaultdict(list)
        for member, parent in enumerate(parents):
            children[parent].append(member)
        # Numbered as they are come by from the top, all that come from a member follow it at once.
        self._place, self._end = [0] * len(parents), [0] * len(parents)
        waiting, count = children[-1][::-1], 0
        while waiting:
            member = waiting.pop()
            if member < 0:
                self._end[~member] = count
                continue
            self._place[member] = count
            count += 1
            waiting += [~member, *reversed(children[member])]

    def descends(self, member: int, other: int) -> bool:
        """Whether a member comes from another, or is that."""
        return self._place[other] <= self._place[member] < self._end[other]


def _from_outside(ids: Sequence[str], origin: Origin) -> Iterator[Edge]:
    """What it costs each member to have its text from none of the others: little if it is the origin."""
    told = _chances(ids, origin)
    outside = origin.outside * math.exp(-FOREIGN)
    for number, id in enumerate(ids, 1):
        # What is improbable as the origin of most of the cluster may be one beside it all the same.
        own = max(told[id], 1 / len(ids)) * math.exp(-ANOTHER)
        yield 0, number, min(DEAREST, -math.log(own + outside + math.exp(-DEAREST)))


def _chances(ids: Sequence[str], origin: Origin) -> dict[str, float]:
    """The probability of each member to be the origin if one of them is."""
    told = {chance.article: chance.probability for chance in origin.ranking}
    known = math.fsum(told.values())
    return {id: told[id] / known for id in ids} if known else dict.fromkeys(ids, 1 / len(ids))


def _from_members(ids: Sequence[str], found: Mapping[Pair, Step], asked: Precedence, origin: Origin) -> Iterator[Edge]:
    """What it costs each member to have its text from another."""
    before = {(a, b): asked.log_odds(ids[a], ids[b]) for a, b in found}
    costs = phylogeny.costs(found, {pair for pair, log_odds in before.items() if log_odds <= LATER})
    late = {(a, b): _lateness(asked.lag(ids[a], ids[b])) for a, b in found}
    soonest: dict[int, float] = {}
    for (_, b), cost in late.items():
        soonest[b] = min(cost, soonest.get(b, cost))
    told = _chances(ids, origin)
    likely = [math.log(FIRST_HAND * told[id] + (1 - FIRST_HAND) / len(ids)) for id in ids]
    for (a, b), cost in sorted(costs.items()):
        cost -= likely[a]
        cost -= NAMED * asked.singled_out(ids[a], ids[b])
        cost += SOON * (late[a, b] - soonest[b])
        yield a + 1, b + 1, min(DEAREST, cost + _unlikely(before[a, b]))


def _lateness(lag: int | None) -> float:
    """How unlikely it is that a copy comes so many minutes after its source, nats, beside one after LAG minutes."""
    if lag is None or lag < 0:
        return 0.0
    late = math.log((lag + 1) / LAG)
    return late + late * late / (2 * SPREAD**2)


def _unlikely(log_odds: float) -> float:
    """Minus the logarithm of the probability that has these log-odds."""
    return max(0.0, -log_odds) + math.log1p(math.exp(-abs(log_odds)))


def _told(
    case: Case,
    origin: Origin,
    asked: Precedence,
    family: _Family,
    sure: Sequence[float],
    shared: Mapping[str, Mapping[str, Shared]],
) -> Tree:
    """The tree in the words of the result."""
    roots = [article.id for article, parent in zip(case.members, family.parents, strict=True) if parent < 0]
    count = shares.groups(roots, shared)
    foreign = origin.kind == "outside" or count < len(roots)
    place = {article.id: number for number, article in enumerate(case.members)}
    made = []
    for number, article in enumerate(case.members):
        parent = case.members[family.parents[number]].id if family.parents[number] >= 0 else None
        outside = foreign and parent is None and article.id != origin.article
        every = shared[article.id]
        others = {id: part for id, part in every.items() if not family.descends(place[id], number)} or every
        if parent is not None:
            taken = _taken(article, parent, family.steps[number], others, asked)
        else:
            taken = shares.take(article.text, others, sorted(others) if outside else ())
        made.append(
            Derivation(
                article=article.id,
                parent=parent,
                outside=outside,
                confidence=round(min(sure[number], 1 - weights.DOUBT), 2),
                lag=asked.lag(parent, article.id) if parent else None,
                copied=taken.copied,
                sources=taken.sources if parent else (),
                own=taken.own,
            )
        )
    return Tree(tuple(made), count)


def _taken(article: Article, parent: str, step: Step | None, others: Mapping[str, Shared], asked: Precedence) -> Taken:
    """What a member has from its parent, and from others that were before it, as it seems.

    A parent that it was never compared with has given what it shares with others.
    """
    if step is not None and parent not in others:
        everything = shares.merged(span for part in others.values() for span in part.spans)
        others = {**others, parent: Shared(everything, step.how)}
    earlier = [id for id in others if id != parent and asked.log_odds(id, article.id) >= SURELY]
    earlier.sort(key=lambda id: (-sum(end - start for start, end in others[id].spans), id))
    return shares.take(article.text, others, [parent, *earlier])
