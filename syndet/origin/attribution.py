"""Clues from credits: whose text the members say they carry, and whom they quote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from syndet.origin import clue, credits, overlap, weights
from syndet.origin.case import Case
from syndet.origin.clue import Clue
from syndet.origin.credit import Credit

Said = list[tuple[str, Credit]]
"""Article ids with what they say."""


def find(case: Case) -> Iterator[Clue]:
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
    for outlet in sorted(inside.keys() & said.keys()):
        yield from _credited(case, inside[outlet], said[outlet])
    yield from _signed(case, signed)
    yield from _outside(case, {name: pairs for name, pairs in said.items() if name not in inside})
    yield from _statements(case)


def outside(case: Case) -> float:
    """0 to 1, the share of the members that credit a source which is not in the set."""
    inside = set(case.outlets.values())
    crediting = [
        id
        for id, found in case.credits.items()
        if any(credit.kind == "credit" and credit.name not in inside for credit in found)
    ]
    return len(crediting) / case.size


def _credited(case: Case, owners: list[str], said: Said) -> Iterator[Clue]:
    """What it says about all of them that some members name the outlet of others."""
    id, credit = min(said, key=_clearest)
    theirs = credit.kind == "credit"
    log_odds = (weights.CREDITED if theirs else weights.MENTIONED) + weights.CREDITED_AGAIN * (len(said) > 1)
    weight = weights.singled_out(log_odds, len(owners), case.size)
    by = f'is {"credited" if theirs else "quoted"} by {clue.and_more(id, len(said), case.size)} ("{credit.words}")'
    for owner in owners:
        yield clue.about(owner, "credit", weight, by)
    whom = owners[0] if len(owners) == 1 else f"{owners[0]} or another of its outlet"
    for id, credit in said:
        theirs = credit.kind == "credit"
        what = f'{"credits" if theirs else "quotes"} {whom} ("{credit.words}")'
        yield clue.about(id, "credit", weights.CREDITS if theirs else weights.MENTIONS, what)


def _clearest(pair: tuple[str, Credit]) -> tuple[str, bool, str]:
    id, credit = pair
    return credit.kind, not credit.opens, id


def _signed(case: Case, signed: Said) -> Iterator[Clue]:
    for id, credit in signed:
        weight = weights.singled_out(weights.SIGNED, len(signed), case.size)
        yield clue.about(id, "credit", weight, f'is signed by its own outlet ("{credit.words}")')


def _outside(case: Case, said: dict[str, Said]) -> Iterator[Clue]:
    """The agencies that are credited and not in the set; else one that is quoted in what the members share."""
    credited = {name: [pair for pair in pairs if pair[1].kind == "credit"] for name, pairs in said.items()}
    ranked = sorted(
        ((name, pairs) for name, pairs in credited.items() if pairs), key=lambda item: (-len(item[1]), item[0])
    )
    if not ranked:
        yield from _quoted_outside(case, said)
    against: dict[str, Clue] = {}
    for rank, (name, pairs) in enumerate(ranked):
        yield _outside_credit(case, name, pairs, second=rank > 0)
        for id, credit in pairs:
            against.setdefault(id, clue.about(id, "credit", weights.CREDITS, f'credits {name} ("{credit.words}")'))
    yield from against.values()


def _outside_credit(case: Case, name: str, said: Said, second: bool) -> Clue:
    id, credit = min(said, key=_clearest)
    least = weights.OUTSIDE_CREDIT_LEAST
    weight = weights.OUTSIDE_CREDIT * (least + (1 - least) * len(said) / case.size)
    by = clue.and_more(id, len(said), case.size)
    clause = f'the text is credited to {name}, which is not in this set, by {by} ("{credit.words}")'
    return clue.outside("credit", weights.OUTSIDE_SECOND if second else weight, clause, name)


def _quoted_outside(case: Case, said: dict[str, Said]) -> Iterator[Clue]:
    """The first agency quoted in a shared passage; in a passage of its own a member may quote whom it will."""
    shared = overlap.shared(case)
    for id, credit in sorted((pair for pairs in said.values() for pair in pairs), key=_clearest):
        if any(start <= credit.start < end for start, end in shared.get(id, ())):
            clause = f'what they share quotes {credit.name} ("{credit.words}")'
            yield clue.outside("credit", weights.OUTSIDE_MENTION, clause)
            return


def _statements(case: Case) -> Iterator[Clue]:
    said = [(article.id, words) for article in case.members if (words := credits.statement(article.text))]
    for id, words in said:
        weight = weights.singled_out(weights.STATEMENT, len(said), case.size)
        yield clue.about(id, "credit", weight, f'calls itself a "{words}"')
