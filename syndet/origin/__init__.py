"""A cluster's articles and links in, who most likely had its text first out; "unknown" where that cannot be told.

`case` gathers what the articles say about themselves (`times`, `credits`, `pointers`, `metadata`), `chronology`,
`weekdays`, `addresses`, `places`, `attribution`, `overlap`, `vocabulary`, `abridgement`, `versions`, `phylogeny` and
`roles` find the clues, `weights` says what each kind counts, and `verdict` adds them up. A new kind of evidence is a
new function that yields clues; a new agency goes into `agencies`, a new language of date lines into `months`.
`derivation` goes on from the verdict: who copied from whom, and what is whose own; `flows` sums that up by outlet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.model import Article, Link, Origin
from syndet.origin import (
    abridgement,
    addresses,
    attribution,
    chronology,
    derivation,
    overlap,
    phylogeny,
    places,
    roles,
    sharing,
    steps,
    verdict,
    versions,
    vocabulary,
    weekdays,
)
from syndet.origin.case import Case, Imprint, dated, imprints, prepare
from syndet.origin.clue import Clue
from syndet.origin.derivation import Tree
from syndet.origin.flows import Taking, takings
from syndet.origin.flows import find as flows
from syndet.origin.outlets import outlet
from syndet.origin.roles import Roles, gather
from syndet.origin.sharing import Share
from syndet.origin.steps import Pair, Step

__all__ = ["Imprint", "Taking", "Trace", "attribute", "flows", "gather", "imprints", "outlet", "tally", "trace"]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the text of a cluster comes from: its origin, its tree, and what its outlets took from each other."""

    origin: Origin
    tree: Tree
    taken: tuple[Taking, ...]


def tally(stated: Mapping[str, Imprint]) -> Roles:
    """What the outlets of a cluster are in it: the first, or not; `gather` adds up those of all clusters.

    `stated` are the imprints of its articles.
    """
    return roles.tally(dated(stated))


def trace(
    members: Sequence[Article],
    links: Sequence[Link],
    known: Roles,
    stated: Mapping[str, Imprint] | None = None,
) -> Trace:
    """The origin and the tree of a cluster of two or more articles with the links among them.

    As `attribute`, but what an outlet is in other clusters counts as well: an agency is first again and again.
    `known` is that of all clusters, this one included. `stated` are the imprints of the members, where they were read.
    """
    case = prepare(members, links, stated)
    elsewhere, relatives, shares = roles.elsewhere(case, known), steps.find(case), sharing.find(case)
    origin = verdict.judge(case, clues(case, shares, relatives, elsewhere))
    tree = derivation.find(case, origin, relatives, elsewhere, shares)
    return Trace(origin, tree, takings(case, tree))


def attribute(members: Sequence[Article], links: Sequence[Link]) -> Origin:
    """Who most likely had the text of a cluster first, with the evidence and one sentence on why.

    `members` are the articles of one cluster, `links` the links among them, both in any order; links
    to other articles are passed over. The origin is an article, "outside" the set (with a name if the
    texts credit one), or "unknown" where evidence is lacking or contradicts itself; the confidence is
    at most 0.97. A file's own times are not asked.
    """
    if len(members) < 2:
        reason = "There is no other article to compare it with."
        return Origin(article=None, kind="unknown", name=None, confidence=0.0, reason=reason, evidence=())
    case = prepare(members, links)
    return verdict.judge(case, clues(case, sharing.find(case), steps.find(case), {}))


_ENOUGH: Final = 1.2
"""How many times what a member carries of the others must be what the fullest one does, for its time to count whole."""


def clues(case: Case, shares: Sequence[Share], relatives: Mapping[Pair, Step], elsewhere: Roles) -> list[Clue]:
    """Every clue in a case of two or more members.

    Asked besides: what they share, the steps between them, and what their outlets are elsewhere.
    """
    carried = sharing.carried(case, shares)
    most = max(carried.values()) or 1.0
    trust = {id: min(1.0, _ENOUGH * share / most) if shares else 1.0 for id, share in carried.items()}
    reworded = overlap.reworded(case, shares)
    leads = vocabulary.leads(case, shares) if reworded else [0.0] * len(shares)
    apart = vocabulary.apart(shares, leads) if reworded else 0.0
    retold = overlap.retold(case, reworded * (1 - apart))
    second_hand = max(retold, attribution.outside(case))
    return [
        *chronology.find(case, second_hand, trust),
        *weekdays.find(case, second_hand),
        *addresses.find(case),
        *places.find(case),
        *attribution.find(case, shares, trust),
        *overlap.containment(case, shares, carried),
        *overlap.unexplained(case, shares, carried),
        *overlap.retelling(case, shares, retold),
        *abridgement.find(case, shares, leads, reworded, apart),
        *versions.find(case, shares),
        *overlap.quotation(case),
        *phylogeny.find(case, relatives, second_hand),
        *roles.find(case, elsewhere, second_hand),
    ]
