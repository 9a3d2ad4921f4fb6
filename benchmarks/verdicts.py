"""Measures of verdicts on who had a text first, and of the edges of derivation trees. Nothing here knows syndet."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

OUTSIDE: Final = None
"""The gold of a cluster whose source is not in the set."""

BINS: Final = 10

Edge = tuple[str, str]
"""A copy and what it was made from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was said of one cluster, beside what is true of it.

    Attributes:
        gold: the member that had it first, OUTSIDE if none of them had.
        chances: 0 to 1, the probability of each member.
        outside, unknown: 0 to 1, the probabilities that none of them had it, and that it cannot be told.
        silent: whether it says no more than that it cannot be told.
    """

    gold: str | None
    chances: Mapping[str, float]
    outside: float = 0.0
    unknown: float = 0.0
    silent: bool = False

    @property
    def confidence(self) -> float:
        """The probability of what is said; 0 if nothing is."""
        return 0.0 if self.silent else max(*self.chances.values(), self.outside)

    @property
    def says_outside(self) -> bool:
        """Whether it says that none of the members had it first."""
        return not self.silent and self.outside > max(self.chances.values())

    @property
    def right(self) -> float:
        """0 to 1, whether the likeliest outcome but for "unknown" is true; 1/k if k are as likely."""
        best = max(*self.chances.values(), self.outside)
        tied = [id for id, chance in self.chances.items() if chance == best]
        tied_in_all = len(tied) + (self.outside == best)
        hit = self.outside == best if self.gold is OUTSIDE else self.gold in tied
        return hit / tied_in_all

    @property
    def first_right(self) -> float:
        """0 to 1, whether the likeliest member is the true one; 1/k if k are as likely."""
        return _share_at(self, 1)

    @property
    def reciprocal_rank(self) -> float:
        """1 over the rank of the true member, the mean over the orders that ties allow; 0 if it is none of them."""
        return math.fsum(_share_at(self, rank) / rank for rank in range(1, len(self.chances) + 1))

    @property
    def brier(self) -> float:
        """0 to 2, the sum over all outcomes of the squared distance of the probability from the truth."""
        told = {**self.chances, "": self.outside}
        true = "" if self.gold is OUTSIDE else self.gold
        missed = 0.0 if true in told else 1.0
        return math.fsum((chance - (id == true)) ** 2 for id, chance in told.items()) + self.unknown**2 + missed


def _share_at(verdict: Verdict, rank: int) -> float:
    """The probability that the true member has this rank if ties are broken by lot."""
    if verdict.gold is OUTSIDE or verdict.gold not in verdict.chances:
        return 0.0
    own = verdict.chances[verdict.gold]
    above = sum(chance > own for chance in verdict.chances.values())
    tied = sum(chance == own for chance in verdict.chances.values())
    return 1 / tied if above < rank <= above + tied else 0.0


def mean(values: Iterable[float]) -> float:
    """Their mean; not a number without any."""
    given = list(values)
    return math.fsum(given) / len(given) if given else math.nan


def accuracy_at(verdicts: Sequence[Verdict], coverage: float) -> float:
    """0 to 1, the share of right ones among the surest verdicts that make up this share; ties count in proportion."""
    wanted = left = coverage * len(verdicts)
    right = 0.0
    for level in sorted({_sureness(verdict) for verdict in verdicts}, reverse=True):
        level_right = [verdict.right for verdict in verdicts if _sureness(verdict) == level]
        taken = min(left, len(level_right))
        right += mean(level_right) * taken
        left -= taken
    return right / wanted if wanted else math.nan


def _sureness(verdict: Verdict) -> float:
    return max(*verdict.chances.values(), verdict.outside)


def calibration_error(verdicts: Iterable[Verdict]) -> float:
    """0 to 1, the expected calibration error of those verdicts that say something, over ten bins of equal width."""
    told = [verdict for verdict in verdicts if verdict.confidence]
    return _error([verdict.confidence for verdict in told], [verdict.right for verdict in told])


def chance_error(verdicts: Iterable[Verdict], draws: int = 200) -> float:
    """The calibration error that verdicts of the same confidences would show if these were exactly right.

    The fewer verdicts, the larger: what is right of a handful differs from what is right in the long run. The mean of
    so many draws, the same for the same verdicts.
    """
    told = [verdict.confidence for verdict in verdicts if verdict.confidence]
    random = Random(1)
    return mean(_error(told, [float(random.random() < one) for one in told]) for _ in range(draws))


def _error(told: Sequence[float], right: Sequence[float]) -> float:
    gaps = [0.0] * BINS
    for confidence, hit in zip(told, right, strict=True):
        gaps[min(int(confidence * BINS), BINS - 1)] += hit - confidence
    return math.fsum(map(abs, gaps)) / len(told) if told else math.nan


def edge_f1(gold: Collection[Edge], found: Collection[Edge]) -> float:
    """0 to 1, the harmonic mean of precision and recall of found edges; 1 if there are neither."""
    both = len(gold) + len(found)
    return 2 * len(set(gold) & set(found)) / both if both else 1.0


def certain(gold: str | None, members: Collection[str], best: Collection[str]) -> Verdict:
    """The verdict of a rule that names the best members as sure, by lot if they are several."""
    return Verdict(gold=gold, chances={id: (id in best) / len(best) for id in members})
