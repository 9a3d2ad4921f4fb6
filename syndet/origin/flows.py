"""Which outlet takes text from which over all clusters, how often and how late."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from syndet.model import Derivation, Flow
from syndet.origin.case import Case
from syndet.origin.derivation import Tree


@dataclass(frozen=True, slots=True)
class Taking:
    """One article of the target whose parent is the source's: how sure that is, and the minutes between, if known."""

    source: str
    target: str
    confidence: float
    lag: int | None


def takings(case: Case, tree: Tree) -> tuple[Taking, ...]:
    """What the outlets of a case took from each other; articles of whom nothing says whose they are have no part."""
    return tuple(
        Taking(case.outlets[one.parent], case.outlets[one.article], one.confidence, one.lag)
        for one in tree.derivations
        if _owned(case, one) and one.parent is not None
    )


def _owned(case: Case, one: Derivation) -> bool:
    return one.parent in case.outlets and one.article in case.outlets


def find(taken: Iterable[Taking]) -> tuple[Flow, ...]:
    """The flows between outlets, sorted by their names."""
    found: dict[tuple[str, str], list[Taking]] = defaultdict(list)
    for taking in taken:
        found[taking.source, taking.target].append(taking)
    return tuple(_flow(*pair, found[pair]) for pair in sorted(found))


def _flow(source: str, target: str, taken: list[Taking]) -> Flow:
    lags = [taking.lag for taking in taken if taking.lag is not None]
    return Flow(
        source=source,
        target=target,
        articles=len(taken),
        confidence=round(math.fsum(taking.confidence for taking in taken) / len(taken), 2),
        lag=float(statistics.median(lags)) if lags else None,
        lags=len(lags),
    )
