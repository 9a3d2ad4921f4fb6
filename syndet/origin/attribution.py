"""Clues from credits: whose text the members say they carry, and whom they quote."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from syndet.origin import clue, credits, weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.credit import Credit
from syndet.origin.sharing import Share

Said = list[tuple[str, Credit]]
"""Article ids with what they say."""


def find(case: Case, shares: Sequence[Share], trust: Mapping[str, float]) -> Iterator[Clue]:
    """Which members others credit or quote, which sign their own text, and which source outside is credited."""
    said: dict[str, Said] = defaultdict(list)
    signed: Said = []
    for id, found in sorted(case.credits.items()):
        for credit in found:
            if credit.name != case.outlets.get(id):
                said[credit.name].append((id, credit))
            elif credit.opens:
                signed.append((id, credit))
    inside: dict[str, list[str]] = defaultdict(list)
    for id, outlet in sorted(case.outlets.items()):
        inside[outlet].append(id)
    votes = {name: _votes(pairs) for name, pairs in said.items()}
    given = {name for name in said if name in inside or _credited_by_any(said[name])}
    total = math.fsum(votes[name] for name in given) or 1.0
    away = math.fsum(votes[name] for name in given - inside.keys()) / total
    for outlet in sorted(inside.keys() & said.keys()):
        yield from _credited(case, inside[outlet], said[outlet], votes[outlet] / total)
    yield from _signed(case, signed, trust)
    yield from _outside(case, shares, {name: pairs for name, pairs in said.items() if name not in inside}, away)
    yield from _statements(case)


def outside(case: Case) -> float:
    """0 to 1, how much the credits of the members say that the text is that of a source which is not in the set."""
    inside = set(case.outlets.values())
    crediting, ours = 0, 0
    for id, found in case.credits.items():
        names = {credit.name for credit in found if credit.kind == "credit"} - {case.outlets.get(id)}
        crediting += not names <= inside
        ours += bool(names & inside)
    return _weight_of_credits(crediting, case.size) * crediting / (crediting + ours) if crediting else 0.0


def _weight_of_credits(crediting: int, size: int) -> float:
    """0 to 1, what it counts that so many of the members credit a source outside."""
    return weights.CREDIT_LEAST + (1 - weights.CREDIT_LEAST) * crediting / size


def _votes(said: Said) -> float:
    """How much of a say these have: a credit one, a mention half of that."""
    return math.fsum(1.0 if credit.kind == "credit" else 0.5 for _, credit in said)


def _credited_by_any(said: Said) -> bool:
    return any(credit.kind == "credit" for _, credit in said)


def _credited(case: Case, owners: list[str], said: Said, say: float) -> Iterator[Clue]:
    """What it says about all of them that some members name the outlet of others; `say` is their part of all votes."""
    id, credit = min(said, key=_clearest)
    theirs = credit.kind == "credit"
    by = f'is {"credited" if theirs else "quoted"} by {clue.and_more(id, len(said), case.size)} ("{credit.words}")'
    of = len(owners), case.size
    for owner in owners:
        yield clue.about(owner, "credit", "credited" if theirs else "mentioned", by, amount=say, of=of)
        if len(said) > 1 and len(owners) < case.size:
            yield clue.about(owner, "credit", "credited again", f"is named by {len(said)} members", amount=say)
    whom = owners[0] if len(owners) == 1 else f"{owners[0]} or another of its outlet"
    for id, credit in said:
        theirs = credit.kind == "credit"
        what = f'{"credits" if theirs else "quotes"} {whom} ("{credit.words}")'
        yield clue.about(id, "credit", "credits" if theirs else "mentions", what)


def _clearest(pair: tuple[str, Credit]) -> tuple[str, bool, str]:
    id, credit = pair
    return credit.kind, not credit.opens, id


def _signed(case: Case, signed: Said, trust: Mapping[str, float]) -> Iterator[Clue]:
    for id, credit in signed:
        of = len(signed), case.size
        by = f'is signed by its own outlet ("{credit.words}")'
        yield clue.about(id, "credit", "signed", by, amount=trust[id], of=of)


def _outside(case: Case, shares: Sequence[Share], said: dict[str, Said], say: float) -> Iterator[Clue]:
    """The agencies that are credited and not in the set; else one that is named in what the members share.

    `say` is the part of these credits in all that is said of sources.
    """
    credited = {name: [pair for pair in pairs if pair[1].kind == "credit"] for name, pairs in said.items()}
    ranked = sorted(
        ((name, pairs) for name, pairs in credited.items() if pairs), key=lambda item: (-len(item[1]), item[0])
    )
    if not ranked and len(set(case.outlets.values())) != 1:
        yield from _named_outside(case, shares, said)
    for rank, (name, pairs) in enumerate(ranked):
        yield _outside_credit(case, name, pairs, say, second=rank > 0)


def _outside_credit(case: Case, name: str, said: Said, say: float, second: bool) -> Clue:
    id, credit = min(said, key=_clearest)
    by = clue.and_more(id, len(said), case.size)
    clause = f'the text is credited to {name}, which is not in this set, by {by} ("{credit.words}")'
    if second:
        return clue.outside("credit", "outside second", clause, name=name)
    amount = _weight_of_credits(len(said), case.size) * say
    return clue.outside("credit", "outside credit", clause, amount=amount, name=name)


def _named_outside(case: Case, shares: Sequence[Share], said: dict[str, Said]) -> Iterator[Clue]:
    """A source named where another member has the same words without it; else one that several name in what they share.

    In a passage of its own, or in a retelling, a member may quote whom it will.
    """
    texts = {article.id: article.text for article in case.members}
    common: Credit | None = None
    for id, credit in sorted((pair for pairs in said.values() for pair in pairs), key=_clearest):
        for share in _around(shares, id, credit.start):
            if credit.name in texts[share.seen_from(id)[1].id]:
                common = min(common or credit, credit, key=lambda one: not _TOLD.match(one.words))
            elif share.identical >= _SAME:
                clause = f'where {id} names {credit.name} ("{credit.words}"), others have the same words without it'
                yield clue.outside("credit", "outside added", clause, name=credit.name)
                return
    if common and _TOLD.match(common.words):
        clause = f'what they share says "{common.words}", which is how the reporters of {common.name} write'
        yield clue.outside("credit", "outside told", clause, name=common.name)
    elif common:
        clause = f'what they share quotes {common.name} ("{common.words}")'
        yield clue.outside("credit", "outside quoted", clause)


_TOLD: Final = re.compile(
    r"(?:told|tells|telling|(?:said|stated) to|in an interview with|gegenüber|dijo a|a déclaré à)\b"
)
_SAME: Final = 0.75
"""Share of words in common runs from which on the words are the same; a retelling names whom it will."""
_BESIDE: Final = 60
"""Code points from a passage within which a name stands beside it."""


def _around(shares: Sequence[Share], id: str, place: int) -> Iterator[Share]:
    """What this member shares with others around a place."""
    for share in shares:
        if id in (share.a.id, share.b.id):
            own, _ = share.seen_from(id)
            if any(start - _BESIDE <= place < end + _BESIDE for start, end in own.ranges):
                yield share


def _statements(case: Case) -> Iterator[Clue]:
    said = [(article.id, words) for article in case.members if (words := credits.statement(article.text))]
    for id, words in said:
        yield clue.about(id, "credit", "statement", f'calls itself a "{words}"', of=(len(said), case.size))
