"""A cluster's articles and links in, who most likely had its text first out; "unknown" where that cannot be told.

`case` gathers what the articles say about themselves (`times`, `credits`), `chronology`,
`attribution` and `overlap` find the clues, `weights` says what each kind counts, and `verdict` adds
them up. A new kind of evidence is a new function that yields clues; a new agency goes into
`agencies`, a new language of date lines into `months`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from syndet.model import Article, Link, Origin
from syndet.origin import attribution, chronology, overlap, sharing, verdict
from syndet.origin.case import Case, prepare
from syndet.origin.clue import Clue
from syndet.origin.outlets import outlet

__all__ = ["attribute", "outlet"]


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
    return verdict.judge(case, clues(case))


_ENOUGH: Final = 1.2
"""How many times what a member carries of the others must be what the fullest one does, for its time to count whole."""


def clues(case: Case) -> list[Clue]:
    """Every clue in a case of two or more members."""
    shares = sharing.find(case)
    carried = sharing.carried(case, shares)
    most = max(carried.values()) or 1.0
    trust = {id: min(1.0, _ENOUGH * share / most) if shares else 1.0 for id, share in carried.items()}
    retold = overlap.retold(case, shares)
    return [
        *chronology.find(case, max(retold, attribution.outside(case)), trust),
        *attribution.find(case, shares, trust),
        *overlap.containment(case, shares, carried),
        *overlap.unexplained(case, shares, carried),
        *overlap.retelling(case, shares, retold),
        *overlap.quotation(case),
    ]
