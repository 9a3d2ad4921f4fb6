"""Set the weights of the evidence on origins so that the truth in the development half is as probable as can be.

The newsrooms are of several seeds, the updates of several stretches of time; what a set counts does not depend on its
size. Printed are the weights as syndet/origin/weights.py has them and as they come out; then, for each set, how
probable the truth is and how well calibrated the verdicts are, with the weights as they are and with such as were set
without the part of the clusters that is judged.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import bench
import corpora
import newsroom
import newsrooms
import numpy as np
import verdicts
from numpy.typing import NDArray
from verdicts import Verdict

import syndet
from syndet import origin
from syndet.origin import roles, sharing, steps, weights
from syndet.origin.case import prepare

NAMES: Final = (*weights.SIGNS, "OUTSIDE")

HELD: Final = frozenset(name for name in weights.SIGNS if name.startswith("earliest")) | {
    *("cut", "OUTSIDE", "weekday", "too soon", "two dates", "local")
}
"""Set by judgement: in these sets sources are missing and clocks are wrong far more often than in life, all days of the
week fit the source, and no field contradicts its address or names a place."""

SEEDS: Final = (1, 2, 3, 4)
"""Of the newsrooms; there are as many parts, each set without once."""

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


def fitted(told: Trials, kept: Collection[str] = HELD) -> NDArray[np.float64]:
    """The weights at which the truth is most probable, by gradient descent with momentum (Adam); `kept` stay."""
    begun = np.array([*weights.SIGNS.values(), weights.OUTSIDE])
    values, mean, spread = begun.copy(), np.zeros_like(begun), np.zeros_like(begun)
    held = np.array([name in kept for name in NAMES])
    for step in range(1, _STEPS + 1):
        slope = np.where(held, 0.0, told.loss(values)[1] + _PULL * (values - begun))
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        values -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        values = values.clip(-LIMIT, LIMIT)
    return values


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A trial, the name of its set, and the part that it belongs to."""

    name: str
    part: int
    trial: Trial


def placed(data: Path, trees: int, seeds: Sequence[int]) -> Iterator[Placed]:
    """The clusters of the development half: a part has the newsrooms of one seed, and its share of the real sets."""
    for part, seed in enumerate(seeds):
        for name, result, gold, _ in newsroom.made(data, "development", trees, seed):
            counted = COUNTED.get(name[:3], 1.0) / len(seeds)
            yield from (Placed(name, part, trial) for trial in trials(result, gold, counted))
    windows = len(newsroom.WINDOWS["development"])
    for name, result, gold, _ in newsroom.real(data, "development", windows):
        counted = COUNTED.get(name, 1.0) / (windows if name == "reuters updates" else 1)
        for place, trial in enumerate(trials(result, gold, counted)):
            yield Placed(name, place % len(seeds), trial)


def verdict(trial: Trial, values: NDArray[np.float64]) -> Verdict:
    """What is said of a cluster with these weights."""
    scores = trial.amounts @ values + trial.fixed
    chances = np.exp(scores - scores.max())
    chances *= (1 - weights.DOUBT) / chances.sum()
    chances[-1] += weights.DOUBT
    members, n = {str(row): float(chance) for row, chance in enumerate(chances[:-2])}, len(chances) - 2
    return Verdict(
        gold=None if trial.gold == n else str(trial.gold),
        chances=members,
        outside=float(chances[n]),
        unknown=float(chances[-1]),
        silent=bool(chances[-1] == chances.max() or chances.max() < weights.LEAST),
    )


def judged_apart(
    found: Sequence[Placed], before: NDArray[np.float64], kept: Collection[str] = HELD
) -> list[list[object]]:
    """For each set its clusters, log-loss and calibration error: as it is, and with weights set on the other parts.

    `kept` are the names of the weights that stay.
    """
    count = 1 + max(one.part for one in found)
    without = [fitted(Trials([one.trial for one in found if one.part != part]), kept) for part in range(count)]
    rows: list[list[object]] = []
    for name in dict.fromkeys(one.name for one in found):
        own = [one for one in found if one.name == name]
        row: list[object] = [name, len(own)]
        for values in ([before] * count, without):
            row.append(f"{verdicts.mean(Trials([o.trial]).loss(values[o.part])[0] for o in own):.3f}")
            row.append(f"{verdicts.calibration_error(verdict(o.trial, values[o.part]) for o in own):.3f}")
        rows.append(row)
    return rows


def main(arguments: Sequence[str]) -> None:
    """Fit and print."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--trees", type=int, default=newsroom.TREES, metavar="N", help="stories of a newsroom")
    parser.add_argument("--seed", type=int, nargs="+", default=SEEDS, help="of the newsrooms; two or more")
    parser.add_argument("--free", nargs="+", default=[], choices=sorted(HELD), help="held weights to set all the same")
    chosen: Any = parser.parse_args(arguments)
    kept = HELD.difference(chosen.free)
    found = list(placed(chosen.data, chosen.trees, chosen.seed))
    told = Trials([one.trial for one in found])
    before = np.array([*weights.SIGNS.values(), weights.OUTSIDE])
    after = fitted(told, kept)
    seen = np.sum([one.trial.amounts.any(axis=0) for one in found], axis=0)
    rows: list[list[object]] = [
        [name, f"{old:.2f}", f"{new:.2f}", int(count)]
        for name, old, new, count in zip(NAMES, before, after, seen, strict=True)
    ]
    bench.show(f"weights, {len(found)} clusters", ["sign", "is", "would be", "clusters with it"], rows)
    print(f"log-loss {told.loss(before)[0]:.4f}, would be {told.loss(after)[0]:.4f}")
    columns = ["set", "clusters", "log-loss", "ECE", "log-loss, set without", "ECE, set without"]
    title = f"{len(chosen.seed)} parts, each judged with the weights of the others"
    bench.show(title, columns, judged_apart(found, before, kept))


if __name__ == "__main__":
    main(sys.argv[1:])
