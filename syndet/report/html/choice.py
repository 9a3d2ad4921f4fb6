"""What of a result a page has room for, in the order in which it is kept there, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from syndet.model import Article, Cluster, Link
from syndet.report import ties
from syndet.report.html.plain import short
from syndet.report.screen import count

if TYPE_CHECKING:
    from syndet.origin.times import Moment
    from syndet.result import Result

MOST_TEXT: Final = 60_000_000
"""Code points of text in a page; a browser on a small machine still opens the 25 MB that these take packed."""

MOST_ALONE: Final = 5_000
"""Articles without any link that a page lists, for the comparison of any two."""

MOST_LINKS: Final = 100_000
"""Links in a page; those that speak for a member of a cluster come first."""

MOST_CHANGES: Final = 5_000
"""Links whose passages are compared word by word: a millisecond or two each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What the report is told of an article by those who can read it.

    Attributes:
        outlet: whose it is, None if nothing says so.
        moment: when it was published, None if nothing says so.
    """

    outlet: Callable[[Article], str | None]
    moment: Callable[[Article], Moment | None]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A result and the part of it that goes into a page.

    Attributes:
        articles: those of clusters first, in the order of the clusters; then those that are linked; then others.
        texts: how many of `articles`, from the first, have their text in the page.
        links: the kept ones, those within a cluster first, in the clusters' order; each pair's `a` and `b` as
            in the result; pairs that share only boilerplate last.
        ties: the link that speaks for each member, by cluster and member.
        changes: the links of `links`, by their place, whose words are compared.
    """

    result: Result
    roles: Roles
    articles: tuple[Article, ...]
    texts: int
    links: tuple[Link, ...]
    ties: Mapping[str, Mapping[str, Link | None]]
    changes: frozenset[int]

    @cached_property
    def number(self) -> dict[str, int]:
        """The place of each kept article, by its id."""
        return {article.id: place for place, article in enumerate(self.articles)}

    @cached_property
    def outlets(self) -> list[str | None]:
        """Whose each kept article is."""
        told = map(self.roles.outlet, self.articles)
        return [short(name) if name else None for name in told]

    @cached_property
    def home(self) -> dict[str, int]:
        """The place of each member's cluster, by the member's id."""
        return _homes(self.result.clusters)

    def within(self) -> Mapping[int, Sequence[Link]]:
        """The kept links within each cluster, by the cluster's place."""
        found: dict[int, list[Link]] = {}
        for link in self.links:
            cluster = self.home.get(link.a)
            if cluster is not None and cluster == self.home.get(link.b):
                found.setdefault(cluster, []).append(link)
        return found

    def omissions(self) -> Iterator[str]:
        """What the page leaves out, one sentence each."""
        result = self.result
        linkable = len(result.links) + len(result.boilerplate)
        if len(self.articles) < len(result.articles):
            yield f"{count(len(result.articles) - len(self.articles), 'article')} that share nothing are not listed."
        if self.texts < len(self.articles):
            yield f"The texts of {count(len(self.articles) - self.texts, 'article')} are left out, the first ones kept."
        if len(self.links) < linkable:
            yield f"{count(linkable - len(self.links), 'link')} of {linkable:,} are left out, the weakest."
        if len(self.changes) < sum(bool(link.passages) for link in self.links):
            yield (
                f"Changes are marked word by word in {count(len(self.changes), 'pair')}; the others show their "
                "passages without: syndet compare A B marks them."
            )


def choose(result: Result, roles: Roles) -> Choice:
    """The choice for a page of this result; a small result goes in whole."""
    homes = _homes(result.clusters)
    tied = _ties(result, homes)
    articles = _articles(result, homes)
    links = _links(result, homes, tied, {article.id for article in articles})
    marked = [place for place, link in enumerate(links) if link.passages]
    marked.sort(key=lambda place: (not _is_tie(links[place], homes, result, tied), place))
    return Choice(
        result=result,
        roles=roles,
        articles=articles,
        texts=_fitting(articles),
        links=links,
        ties=tied,
        changes=frozenset(marked[:MOST_CHANGES]),
    )


def _homes(clusters: Sequence[Cluster]) -> dict[str, int]:
    return {member: place for place, cluster in enumerate(clusters) for member in cluster.members}


def _ties(result: Result, homes: Mapping[str, int]) -> dict[str, Mapping[str, Link | None]]:
    inside: dict[int, list[Link]] = {}
    for link in result.links:
        home = homes.get(link.a)
        if home is not None and home == homes.get(link.b):
            inside.setdefault(home, []).append(link)
    return {cluster.id: ties.by_member(cluster, inside.get(place, ())) for place, cluster in enumerate(result.clusters)}


def _articles(result: Result, homes: Mapping[str, int]) -> tuple[Article, ...]:
    """Members of clusters, then what else is linked, then as many others as there is room for."""
    linked = {id for link in (*result.links, *result.boilerplate) for id in (link.a, link.b)}
    last = len(result.clusters)
    ranks = ((homes.get(article.id, last + (article.id not in linked)), article) for article in result.articles)
    ordered = sorted(ranks, key=lambda pair: (pair[0], pair[1].id))
    shared = sum(rank <= last for rank, _ in ordered)
    return tuple(article for _, article in ordered[: shared + MOST_ALONE])


def _fitting(articles: Sequence[Article]) -> int:
    """How many of the articles, from the first, have texts that fit."""
    left = MOST_TEXT
    for place, article in enumerate(articles):
        left -= article.length
        if left < 0:
            return place
    return len(articles)


def _links(
    result: Result,
    homes: Mapping[str, int],
    tied: Mapping[str, Mapping[str, Link | None]],
    shown: set[str],
) -> tuple[Link, ...]:
    """The links in the order of the page: by cluster, then those outside, then boilerplate."""
    last = len(result.clusters)

    def order(link: Link) -> tuple[bool, int, tuple[int, float, float, str, str]]:
        same = link.a in homes and homes[link.a] == homes.get(link.b)
        return link.kind == "none", homes[link.a] if same else last, ties.rank(link)

    found = [link for link in (*result.links, *result.boilerplate) if link.a in shown and link.b in shown]
    if len(found) > MOST_LINKS:
        found.sort(key=lambda link: (not _is_tie(link, homes, result, tied), ties.rank(link)))
        del found[MOST_LINKS:]
    return tuple(sorted(found, key=order))


def _is_tie(
    link: Link, homes: Mapping[str, int], result: Result, tied: Mapping[str, Mapping[str, Link | None]]
) -> bool:
    """Whether a link speaks for one of its two articles in their cluster."""
    home = homes.get(link.a)
    if home is None or home != homes.get(link.b):
        return False
    own = tied[result.clusters[home].id]
    return own[link.a] is link or own[link.b] is link
