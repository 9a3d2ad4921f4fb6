"""Text phylogeny: the tree that the texts alone make most likely, and which member is likely to be its root."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from syndet.origin import arborescence, clue
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.steps import Pair, Step

UNIT: Final = 1_000_000
"""What a nat is in the whole numbers that arborescences are made with."""

_ROOTED: Final = 1_000 * UNIT
"""What it costs to be a root: more than any step, so that there is one root for all that hangs together."""

LACKING: Final = 2.0
LACKED: Final = 2.0
"""Nats for a parent that lacks so many of a member's words, LACKED or so, that another has."""

ADDED: Final = 0.7
DROPPED: Final = 0.4
BLOCK: Final = 10.0
"""Nats for a stretch of BLOCK words or so that a member has and its parent has not, and for one that it leaves out."""

TURNED: Final = 0.25
GROWN: Final = 0.67
"""What counts for the root, of what it costs to turn a step round, and of how many orders of growth there are: less
than all, since the same words speak in several steps, and the nearest relative is not always the source."""

_TOLD: Final = 3
"""Members of which it is told that they may be the root."""
_LIKELIER: Final = 1.35
"""How much likelier than one of many by lot such a member is."""
_TINY: Final = 1e-6
_MOST: Final = 3.0
"""Log-odds beyond which the texts alone are not believed."""

Costs = Mapping[Pair, float]
"""What it costs the second member of a pair to come from the first, nats."""


def costs(steps: Mapping[Pair, Step], late: Container[Pair] = ()) -> dict[Pair, float]:
    """What each step costs: little for a nearest relative that has all of a member's words and no more.

    Words in common count most, as copies keep their source's edits and errors. Of what is added or dropped
    the length counts little, since it is put in or cut as one; editors drop more readily than they add. Pairs
    in `late` have no say in how many words a member can have in common with its parent.
    """
    most: dict[int, float] = {}
    for pair, step in steps.items():
        if pair not in late:
            most[pair[1]] = max(step.same, most.get(pair[1], 0.0))
    return {
        pair: LACKING * math.log1p(max(0.0, most.get(pair[1], 0.0) - step.same) / LACKED)
        + ADDED * math.log1p(step.added / BLOCK)
        + DROPPED * math.log1p(step.dropped / BLOCK)
        for pair, step in steps.items()
    }


def find(case: Case, steps: Mapping[Pair, Step], second_hand: float) -> Iterator[Clue]:
    """Which of three or more members are likely to be the root of the others, by the texts alone.

    `second_hand`, 0 to 1, is how much it looks as if none of them wrote it: among copies of what is not there
    the root tells little.
    Told of those that are likelier than most, against the mean of the rest; of one outlet's versions nothing is told,
    as these grow where copies shrink.
    """
    if case.size < 3 or (len(case.outlets) == case.size and len(set(case.outlets.values())) == 1):
        return
    chances = roots(case.size, costs(steps))
    ranked = sorted(range(case.size), key=lambda member: (-chances[member], member))
    told = [member for member in ranked[:_TOLD] if chances[member] * case.size >= _LIKELIER]
    rest = math.fsum(chances[member] for member in ranked[len(told) :]) / (case.size - len(told))
    for member in told:
        ahead = min(_MOST, math.log(chances[member] / max(rest, _TINY)))
        words = _words(member == told[0], case.size)
        yield clue.about(case.members[member].id, "phylogeny", "root", words, amount=ahead * (1 - second_hand))


def _words(likeliest: bool, size: int) -> str:
    if likeliest:
        return f"is the root when the texts are put in a tree: the other {size - 1} come from it by the fewest edits"
    return "may be the root when the texts are put in a tree by their edits, though another is likelier"


def tree(size: int, costs: Costs) -> list[int | None]:
    """For each of `size` members the one that its text comes from in the cheapest tree; None for a root."""
    edges = [(0, member + 1, _ROOTED) for member in range(size)]
    edges += [(a + 1, b + 1, round(cost * UNIT)) for (a, b), cost in sorted(costs.items())]
    chosen = arborescence.minimum(size + 1, edges)
    return [edges[number][0] - 1 if edges[number][0] else None for number in chosen]


def roots(size: int, costs: Costs) -> list[float]:
    """0 to 1, for each of `size` members the probability that it is the root, by the texts alone.

    The shape of the cheapest tree is kept and turned to hang from every member: its steps then lead the
    other way, at their cost, and the more orders there are in which it can have grown from there, the likelier
    (rumour centrality: Shah and Zaman 2011, Rumors in a network). So the root is a member from which the others are
    got by cutting rather than by adding, and that lies between them. Of several trees each has the part of its size.
    """
    parents = tree(size, costs)
    children: dict[int, list[int]] = defaultdict(list)
    for member, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(member)
    chances = [0.0] * size
    for root in (member for member, parent in enumerate(parents) if parent is None):
        scores = _turned(root, children, costs)
        highest = max(scores.values())
        odds = {member: math.exp(score - highest) for member, score in scores.items()}
        total = math.fsum(odds.values())
        for member, share in odds.items():
            chances[member] = share / total * len(odds) / size
    return chances


def _turned(root: int, children: Mapping[int, Sequence[int]], costs: Costs) -> dict[int, float]:
    """How likely each member of a tree is to be its root, as log-odds against the one it was found with."""
    order = [root]
    for member in order:
        order += children.get(member, ())
    below = dict.fromkeys(order, 1)
    parent = {child: member for member in order for child in children.get(member, ())}
    for member in reversed(order[1:]):
        below[parent[member]] += below[member]
    scores = {root: 0.0}
    for member in order[1:]:
        above = parent[member]
        turned = TURNED * (costs[above, member] - costs[member, above])
        scores[member] = scores[above] + turned + GROWN * math.log(below[member] / (len(order) - below[member]))
    return scores
