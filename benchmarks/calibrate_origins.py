"""Set the weights of the evidence on origins so that the truth in the development half is as probable as can be.

What a set counts does not depend on its size. Printed are the weights as syndet/origin/weights.py has them and as
they come out, and how probable the truth is with either.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import bench
import corpora
import newsroom
import newsrooms
import numpy as np
from numpy.typing import NDArray

import syndet
from syndet import origin
from syndet.origin import roles, sharing, steps, weights
from syndet.origin.case import prepare

NAMES: Final = (*weights.SIGNS, "OUTSIDE")

HELD: Final = frozenset(name for name in weights.SIGNS if name.startswith("earliest")) | {"cut", "OUTSIDE"}
"""Set by judgement: in these sets sources are missing and clocks are wrong far more often than in life."""

LIMIT: Final = 5.0
"""A made newsroom lies less often than life: no one sign is believed beyond 150 to one."""

COUNTED: Final = {"(a)": 2.0, "(d)": 4.0, "wmt-news-en": 4.0, "reuters updates": 2.0}
"""What a set counts; 1 if it is not here. Those where members are right are many, those where none is are few."""

_STEPS: Final = 1_500
_RATE: Final = 0.03
_PULL: Final = 0.01
"""How much a weight is held to the value that it has: most to those that the sets say little about."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One cluster: a row for each outcome, "outside" and "unknown" last.

    Attributes:
        amounts: (n + 2, n_names), how much of each sign speaks for the outcome.
        fixed: (n + 2,), what does not depend on the weights.
        gold: the row of the truth.
        share: what the cluster counts.
    """

    amounts: NDArray[np.float64]
    fixed: NDArray[np.float64]
    gold: int
    share: float


def trials(result: syndet.Result, gold: Sequence[newsrooms.Gold], counted: float) -> Iterator[Trial]:
    """The clusters of a set whose truth is among the outcomes; together they count so much."""
    pairs = [
        (cluster, story)
        for cluster, story in newsroom.judged(result, gold)
        if story.root is None or story.root in cluster.members
    ]
    links_of: dict[str, list[syndet.Link]] = {}
    for link in result.links:
        links_of.setdefault(link.a, []).append(link)
    cases = [
        prepare(
            [result.article(id) for id in cluster.members],
            [link for id in cluster.members for link in links_of.get(id, ())],
        )
        for cluster, _ in pairs
    ]
    known = roles.gather(map(roles.tally, cases))
    for (cluster, story), case in zip(pairs, cases, strict=True):
        rows = {id: number for number, id in enumerate(cluster.members)}
        n = len(rows)
        amounts, fixed = np.zeros((n + 2, len(NAMES))), np.full(n + 2, -math.log(n))
        fixed[n:] = 0.0, weights.UNKNOWN
        amounts[n, NAMES.index("OUTSIDE")] = 1.0
        for clue in origin.clues(case, sharing.find(case), steps.find(case), roles.elsewhere(case, known)):
            row = n if clue.evidence.article is None else rows[clue.evidence.article]
            if clue.of and not clue.evidence.weight:
                continue
            amounts[row, NAMES.index(clue.sign)] += clue.amount
            if clue.of:
                fixed[row] += clue.amount * math.log((clue.of[1] - clue.of[0]) / clue.of[0])
        yield Trial(amounts, fixed, n if story.root is None else rows[story.root], counted / len(pairs))


class Trials:
    """All trials as one: their rows under each other.

    Attributes:
        amounts, fixed: (n_rows, n_names) and (n_rows,), of all of them.
        first: (n_trials,), where each begins.
        gold: (n_trials,), the row of each truth.
        share: (n_trials,), what each counts; they sum to 1.
    """

    def __init__(self, told: Sequence[Trial]) -> None:
        self.amounts = np.concatenate([trial.amounts for trial in told])
        self.fixed = np.concatenate([trial.fixed for trial in told])
        sizes = np.array([len(trial.fixed) for trial in told])
        self.first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.gold = self.first + [trial.gold for trial in told]
        self.share = np.array([trial.share for trial in told]) / sum(trial.share for trial in told)
        self.own = np.repeat(np.arange(len(told)), sizes)

    def loss(self, values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The mean log-loss of the truth and its slope."""
        scores = self.amounts @ values + self.fixed
        chances = np.exp(scores - np.maximum.reduceat(scores, self.first)[self.own])
        chances /= np.add.reduceat(chances, self.first)[self.own]
        slope = self.amounts.T @ (chances * self.share[self.own]) - self.share @ self.amounts[self.gold]
        return float(-self.share @ np.log(chances[self.gold])), slope


def fitted(told: Trials) -> NDArray[np.float64]:
    """The weights at which the truth is most probable, by gradient descent with momentum (Adam)."""
    begun = np.array([*weights.SIGNS.values(), weights.OUTSIDE])
    values, mean, spread = begun.copy(), np.zeros_like(begun), np.zeros_like(begun)
    held = np.array([name in HELD for name in NAMES])
    for step in range(1, _STEPS + 1):
        slope = np.where(held, 0.0, told.loss(values)[1] + _PULL * (values - begun))
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        values -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        values = values.clip(-LIMIT, LIMIT)
    return values


def main(arguments: Sequence[str]) -> None:
    """Fit and print."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--trees", type=int, default=newsroom.TREES, metavar="N", help="stories of a newsroom")
    parser.add_argument("--seed", type=int, default=newsroom.SEED)
    chosen: Any = parser.parse_args(arguments)
    found = [
        trial
        for name, result, gold, _ in newsroom.sets(chosen.data, "development", chosen.trees, chosen.seed)
        for trial in trials(result, gold, next((counted for key, counted in COUNTED.items() if key in name), 1.0))
    ]
    told = Trials(found)
    before = np.array([*weights.SIGNS.values(), weights.OUTSIDE])
    after = fitted(told)
    seen = sum(trial.amounts.any(axis=0).astype(int) for trial in found)
    rows: list[list[object]] = [
        [name, f"{old:.2f}", f"{new:.2f}", int(count)]
        for name, old, new, count in zip(NAMES, before, after, seen, strict=True)
    ]
    bench.show(f"weights, {len(found)} clusters", ["sign", "is", "would be", "clusters with it"], rows)
    print(f"log-loss {told.loss(before)[0]:.4f}, would be {told.loss(after)[0]:.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
