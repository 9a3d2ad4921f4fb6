"""Clues in, a verdict out: probabilities of the members, of a source outside and of not knowing, and a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from syndet.model import Chance, Origin, OriginKind
from syndet.origin import weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue, capital

Outcome = tuple[OriginKind, str]
"""What may come out: ("article", id), ("outside", "") or ("unknown", "")."""

_DIGITS: Final = 4
"""Of a probability."""
_REASONS: Final = 3
"""Clauses in a sentence that a reader still takes in."""
_NOTABLE: Final = 0.5
"""Log-odds from which on a clue explains why it cannot be told."""
_CONTRARY: Final = 1.0
"""Log-odds from which on a clue against a verdict is named beside its reasons."""
_SAME: Final = 0.9
"""Share of its words from which on the whole text of a member counts as shared."""


def judge(case: Case, clues: Iterable[Clue]) -> Origin:
    """The most probable origin of a case of two or more members, with the clues that weigh anything as evidence."""
    clues = sorted((clue for clue in clues if clue.evidence.weight), key=_heaviest_first)
    chances = probabilities(case, clues)
    kind, id = max(chances, key=lambda outcome: (chances[outcome], outcome))
    chance = chances[kind, id]
    if kind == "unknown" or chance < weights.LEAST:
        return _origin(clues, chances, "unknown", _doubt(case, clues))
    article = id if kind == "article" else None
    return _origin(clues, chances, kind, _reason(clues, article), article, round(chance, 2))


def _origin(
    clues: Sequence[Clue],
    chances: Mapping[Outcome, float],
    kind: OriginKind,
    reason: str,
    article: str | None = None,
    confidence: float = 0.0,
) -> Origin:
    ranked = sorted((-chance, id) for (kind, id), chance in chances.items() if kind == "article")
    return Origin(
        article=article,
        kind=kind,
        name=next((clue.name for clue in clues if clue.name), None) if kind == "outside" else None,
        confidence=confidence,
        reason=reason,
        ranking=tuple(Chance(article=id, probability=round(-chance, _DIGITS)) for chance, id in ranked),
        outside=round(chances["outside", ""], _DIGITS),
        unknown=round(chances["unknown", ""], _DIGITS),
        evidence=tuple(clue.evidence for clue in clues),
    )


def _heaviest_first(clue: Clue) -> tuple[float, str, str, str]:
    evidence = clue.evidence
    return -abs(evidence.weight), evidence.kind, evidence.article or "", evidence.text


def probabilities(case: Case, clues: Sequence[Clue]) -> dict[Outcome, float]:
    """The probability of every outcome: a softmax over the sums of its clues' weights and what it had before.

    Before any clue the members share one part equally, however many they are.
    """
    gathered: dict[Outcome, list[float]] = {("outside", ""): [weights.OUTSIDE], ("unknown", ""): [weights.UNKNOWN]}
    gathered.update({("article", article.id): [-math.log(case.size)] for article in case.members})
    for clue in clues:
        article = clue.evidence.article
        gathered[("outside", "") if article is None else ("article", article)].append(clue.evidence.weight)
    scores = {outcome: math.fsum(parts) for outcome, parts in gathered.items()}
    highest = max(scores.values())
    odds = {outcome: math.exp(score - highest) for outcome, score in scores.items()}
    total = math.fsum(odds.values())
    chances = {outcome: (1 - weights.DOUBT) * share / total for outcome, share in odds.items()}
    chances["unknown", ""] += weights.DOUBT
    return chances


def _reason(clues: Sequence[Clue], winner: str | None) -> str:
    """Why this outcome, and the heaviest clue against it, as one sentence."""
    clauses: dict[str, str] = {}
    for clue in clues:
        if clue.evidence.article == winner and clue.evidence.weight > 0:
            # The heaviest of its kind stands for the others.
            clauses.setdefault(clue.evidence.kind, clue.clause)
    sentence = _listed(list(clauses.values())[:_REASONS])
    if winner is not None:
        sentence = f"it {sentence}"
    elif not any(clue.name for clue in clues):
        sentence += ": a common source outside, not in this set"
    if against := _strongest_against(clues, winner):
        sentence += f", though {_said(against, winner)}"
    return f"{capital(sentence)}."


def _said(clue: Clue, winner: str | None = None) -> str:
    """A clue as part of a sentence about the winner."""
    article = clue.evidence.article
    if article is None:
        return clue.clause
    return f"it {clue.clause}" if article == winner else clue.evidence.text.removesuffix(".")


def _strongest_against(clues: Sequence[Clue], winner: str | None) -> Clue | None:
    """The heaviest clue against the winner or for another, None if it has a better one of the same kind itself."""
    best: dict[str, float] = {}
    for clue in clues:
        if clue.evidence.article == winner:
            best[clue.evidence.kind] = max(best.get(clue.evidence.kind, 0.0), clue.evidence.weight)
    for clue in clues:
        weight, its_own = clue.evidence.weight, clue.evidence.article == winner
        rival = not its_own and weight > best.get(clue.evidence.kind, 0.0)
        if abs(weight) >= _CONTRARY and (rival or (its_own and weight < 0)):
            return clue
    return None


def _doubt(case: Case, clues: Sequence[Clue]) -> str:
    """Why it cannot be told, as one sentence."""
    signs = [clue for clue in clues if clue.evidence.weight >= _NOTABLE]
    if not signs:
        return f"Cannot be told: {_dates(case)}, {_credits(case)}, and {_text(case)}."
    first = signs[0]
    other = next((sign for sign in signs if sign.evidence.article != first.evidence.article), None)
    if other is None:
        return f"Cannot be told: {_said(first)}, which is too little to go by."
    if (other.evidence.kind, other.evidence.weight) == (first.evidence.kind, first.evidence.weight):
        return f"Cannot be told: {_said(first)}, and nothing tells them apart."
    return f"Cannot be told: {_said(first)}, but {_said(other)}."


def _dates(case: Case) -> str:
    if not case.moments:
        return "no dates"
    if len(case.moments) == 1:
        return f"only {next(iter(case.moments))} has a date"
    if len(case.moments) < case.size:
        return "dates that do not order them, and not for all"
    return "dates that do not order them"


def _credits(case: Case) -> str:
    return "no credits" if not any(case.credits.values()) else "no credits that tell"


def _text(case: Case) -> str:
    same = all(min(link.coverage_a, link.coverage_b) >= _SAME and link.how == "verbatim" for link in case.links)
    if case.links and same:
        return "both carry the same text" if case.size == 2 else "all carry the same text"
    return "neither carries all of the other" if case.size == 2 else "none carries all of another"


def _listed(clauses: list[str]) -> str:
    if len(clauses) < 3:
        return ", and ".join(clauses)
    return f"{', '.join(clauses[:-1])}, and {clauses[-1]}"
