"""One article of each cluster is kept and the others are dropped: by which policy, and for each by which and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from syndet.errors import SettingsError
from syndet.model import Article, Cluster, Link
from syndet.origin import outlets, times

if TYPE_CHECKING:
    from syndet.result import Result

POLICIES: Final = ("origin", "longest", "earliest", "first", "prefer=A,B")
"""What may be asked for, as it is written; A and B are outlets or sites, the most wanted first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An article that is not kept, and the one that is kept in its place.

    Attributes:
        article: its id.
        kept: the id of the article of the same cluster that is kept.
        cluster: the id of the cluster, its representative, with which both are linked or which they are.
        why: one sentence on why that one is kept.
        link: what the two share, `a` being the dropped one; None if they were not compared or share too little: of a
            large cluster not all pairs are.
    """

    article: str
    kept: str
    cluster: str
    why: str
    link: Link | None = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain JSON values, with the link's own without its ids."""
        link = self.link.to_dict() if self.link else None
        told = {key: link[key] for key in link if key not in ("a", "b")} if link else None
        return {"article": self.article, "kept": self.kept, "cluster": self.cluster, "why": self.why, "link": told}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles of a result are kept, and a ledger of the others.

    Attributes:
        policy: the one that was asked for.
        kept: the ids of all articles that are kept, sorted, those that stand alone among them.
        dropped: the others, sorted by their ids.
    """

    policy: str
    kept: tuple[str, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = field(repr=False)

    def __repr__(self) -> str:
        return f"<Selection by {self.policy}: {len(self.kept)} kept, {len(self.dropped)} dropped>"


_Step = Callable[[Cluster, Sequence[Article]], tuple[Sequence[Article], str]]
"""Narrows the articles that may be kept, in a clause that says why; both may be as they were, the clause empty."""


def dedup(result: Result, keep: str = "origin") -> Selection:
    """Which article of each cluster is kept, and for each of the others by which it is replaced and why.

    What stands alone is kept. `keep` is a policy: "origin", the likely origin; "earliest", by the time of publication
    (the field, a date line in the text, the URL); "longest", in characters; "first", the first in the input; or
    "prefer=a.com,b.com", the first of these outlets (an article's source, the host of its URL, a folder in its id).
    Where a policy leaves more than one, the next decides: prefer, origin, earliest, longest, the first by id. At level
    "copy" no origins are looked for, so there "origin" is as "earliest".

    Raises SettingsError for another policy.
    """
    steps = _steps(keep, result)
    articles = {article.id: article for article in result.articles}
    dropped: list[Dropped] = []
    for cluster in result.clusters:
        kept, why = _choose(cluster, [articles[member] for member in cluster.members], steps)
        dropped += [
            Dropped(article=member, kept=kept, cluster=cluster.id, why=why, link=result.link(member, kept))
            for member in cluster.members
            if member != kept
        ]
    gone = {entry.article for entry in dropped}
    return Selection(
        policy=keep,
        kept=tuple(id for id in articles if id not in gone),
        dropped=tuple(sorted(dropped, key=lambda entry: entry.article)),
    )


def check(keep: str) -> None:
    """Raises SettingsError if this is no policy."""
    _steps(keep, None)


def _steps(keep: str, result: Result | None) -> tuple[_Step, ...]:
    if keep == "first":
        articles, order = (result.articles, result.order) if result else ((), ())
        place = dict(zip((article.id for article in articles), order, strict=False))
        return (partial(_first, place),)
    name, _, wanted = keep.partition("=")
    names = [part.strip() for part in wanted.split(",") if part.strip()]
    if name == "prefer" and names:
        return partial(_preferred, names), _origin, _earliest, _longest
    plain: dict[str, tuple[_Step, ...]] = {
        "origin": (_origin, _earliest, _longest),
        "earliest": (_earliest, _longest),
        "longest": (_longest, _earliest),
    }
    if keep not in plain:
        raise SettingsError(f"must be one of {', '.join(POLICIES)}, not {keep!r}", field="keep")
    return plain[keep]


def _choose(cluster: Cluster, members: Sequence[Article], steps: Sequence[_Step]) -> tuple[str, str]:
    """The id of the one that is kept, and a sentence on why."""
    clauses = []
    for step in steps:
        members, clause = step(cluster, members)
        clauses += [clause] if clause else []
        if len(members) == 1:
            break
    else:
        clauses.append("the kept one is the first by its id")
    sentence = "; ".join(clauses)
    return min(article.id for article in members), f"{sentence[0].upper()}{sentence[1:]}."


def _origin(cluster: Cluster, members: Sequence[Article]) -> tuple[Sequence[Article], str]:
    origin = cluster.origin
    found = [article for article in members if article.id == origin.article]
    if found:
        return found, f"the kept one is the likely origin, {origin.confidence:.0%} sure"
    if origin.kind == "article":
        return members, "the likely origin is another"
    known = f", {origin.name}" if origin.name else ""
    return members, f"the likely origin is outside{known}" if origin.kind == "outside" else "the origin is not known"


def _earliest(_: Cluster, members: Sequence[Article]) -> tuple[Sequence[Article], str]:
    """Those that were published by the earliest time; none of the others is known to have been before them."""
    moments = {article.id: moment for article in members if (moment := times.published(article))}
    if not moments:
        return members, "no time of publication is known"
    first = min(moments.values(), key=lambda moment: (moment.end, moment.instant))
    found = [article for article in members if article.id in moments and moments[article.id].end == first.end]
    others = [moments.get(article.id) for article in members if article not in found]
    certain = all(other and times.order(first, other) == -1 for other in others)
    which = "the kept one is the earliest" if certain else "none is known to be earlier than it"
    return found, f"{which} ({first})"


def _longest(_: Cluster, members: Sequence[Article]) -> tuple[Sequence[Article], str]:
    most = max(article.length for article in members)
    found = [article for article in members if article.length == most]
    which = "the kept one is the longest" if len(found) == 1 else "none is longer than it"
    return found, f"{which} ({most:,} characters)"


def _first(place: Mapping[str, int], _: Cluster, members: Sequence[Article]) -> tuple[Sequence[Article], str]:
    if not all(article.id in place for article in members):
        return members, ""
    return [min(members, key=lambda article: place[article.id])], "the kept one is the first in the input"


def _preferred(names: Sequence[str], _: Cluster, members: Sequence[Article]) -> tuple[Sequence[Article], str]:
    for name in names:
        found = [article for article in members if _is_of(article, name)]
        if found:
            return found, f"the kept one is of {name}"
    return members, f"none is of {' or '.join(names)}"


def _is_of(article: Article, name: str) -> bool:
    """Whether an article is of this outlet: its source, the host of its URL, or a folder in its id says so."""
    wanted = name.casefold().removeprefix("www.")
    sites = (_host(value) for value in (article.source, article.url, *article.id.split("/")[:-1]) if value)
    if "." in wanted:
        return any(site == wanted or site.endswith(f".{wanted}") for site in sites)
    whose = outlets.outlet(article)
    return wanted in sites or (whose is not None and outlets.key(whose) == outlets.key(name))


_HOST: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}://)?(?P<host>[^/?#:@\s]{1,255})(?=[/?#:]|$)", re.IGNORECASE)


def _host(value: str) -> str:
    """The host of an address in small letters; of any other name the name itself."""
    match = _HOST.match(value.strip())
    return (match["host"] if match else value.strip()).casefold().removeprefix("www.")
