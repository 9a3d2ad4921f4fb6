"""A cluster made ready for judgement: its articles, its links, and what the articles say about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syndet.model import Article, Link
from syndet.origin import credits, outlets, pointers, times
from syndet.origin.credit import Credit
from syndet.origin.outlets import Names
from syndet.origin.times import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A cluster with what its articles say about themselves.

    Attributes:
        members: sorted by id.
        links: those between two members that share something, in a fixed order.
        moments: when it was published, by article id, for those that say so.
        outlets: whose it is, by article id, for those of whom it is known.
        credits: whom it credits or quotes, by article id.
    """

    members: tuple[Article, ...]
    links: tuple[Link, ...]
    moments: dict[str, Moment]
    outlets: dict[str, str]
    credits: dict[str, tuple[Credit, ...]]

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)


def prepare(members: Sequence[Article], links: Sequence[Link]) -> Case:
    """The case of these members and of the links between them, the same whatever their order."""
    ordered = tuple(sorted(members, key=lambda article: article.id))
    ids = {article.id for article in ordered}
    inside = (link for link in links if link and link.a in ids and link.b in ids)
    owners = {article.id: owner for article in ordered if (owner := outlets.outlet(article))}
    names = outlets.names(set(owners.values()))
    # Each text is read once: a wire story is in many papers without a change.
    said = {text: credits.find(text, names) for text in {article.text: None for article in ordered}}
    return Case(
        members=ordered,
        links=tuple(sorted(inside, key=lambda link: (min(link.a, link.b), max(link.a, link.b)))),
        moments={article.id: moment for article in ordered if (moment := times.published(article))},
        outlets={id: names.of(owner) or owner for id, owner in owners.items()},
        credits={article.id: _pointed(article, names, said[article.text]) for article in ordered},
    )


def dated(members: Sequence[Article]) -> Case:
    """The same without links and credits: whose its articles are, and when they were published."""
    owners = {article.id: owner for article in members if (owner := outlets.outlet(article))}
    names = outlets.names(set(owners.values()))
    return Case(
        members=tuple(sorted(members, key=lambda article: article.id)),
        links=(),
        moments={article.id: moment for article in members if (moment := times.published(article))},
        outlets={id: names.of(owner) or owner for id, owner in owners.items()},
        credits={},
    )


def _pointed(article: Article, names: Names, said: tuple[Credit, ...]) -> tuple[Credit, ...]:
    """What an article says, after what its canonical and syndication links say."""
    return pointers.merge(pointers.find(article, names), said) if article.extra else said
