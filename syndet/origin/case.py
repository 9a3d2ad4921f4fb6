"""A cluster made ready for judgement: its articles, its links, and what the articles say about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syndet.model import Article, Link
from syndet.origin import credits, metadata, outlets, pointers, times
from syndet.origin.credit import Credit
from syndet.origin.outlets import Names
from syndet.origin.pointers import Page
from syndet.origin.times import Moment


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose an article is and when it was published, as far as it says so: what two passes ask of the same article."""

    owner: str | None
    moment: Moment | None


def imprints(members: Iterable[Article]) -> dict[str, Imprint]:
    """What these say, by their ids. A text is read only where no field tells when the article was published."""
    return {article.id: Imprint(outlets.outlet(article), times.published(article)) for article in members}


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


def prepare(members: Sequence[Article], links: Sequence[Link], stated: Mapping[str, Imprint] | None = None) -> Case:
    """The case of these members and of the links between them, the same whatever their order.

    `stated` are the imprints of the members, which are read if they are not given.
    """
    ordered = tuple(sorted(members, key=lambda article: article.id))
    stated = imprints(ordered) if stated is None else stated
    ids = {article.id for article in ordered}
    inside = (link for link in links if link and link.a in ids and link.b in ids)
    owners, names = _owners(stated)
    # Each text is read once: a wire story is in many papers without a change.
    said = {text: credits.find(text, names) for text in {article.text: None for article in ordered}}
    pages = pointers.owners(ordered, owners) if any(article.extra or article.found for article in ordered) else {}
    return Case(
        members=ordered,
        links=tuple(sorted(inside, key=lambda link: (min(link.a, link.b), max(link.a, link.b)))),
        moments=_moments(stated),
        outlets=owners,
        credits={article.id: _with_data(article, names, pages, said[article.text]) for article in ordered},
    )


def dated(stated: Mapping[str, Imprint]) -> Case:
    """The same of imprints alone, without links and credits: whose its articles are, and when they were published."""
    return Case(members=(), links=(), moments=_moments(stated), outlets=_owners(stated)[0], credits={})


def _moments(stated: Mapping[str, Imprint]) -> dict[str, Moment]:
    return {id: imprint.moment for id, imprint in sorted(stated.items()) if imprint.moment}


def _owners(stated: Mapping[str, Imprint]) -> tuple[dict[str, str], Names]:
    """Whose the articles are, each outlet by one of its spellings, and what their texts may name."""
    owners = {id: imprint.owner for id, imprint in sorted(stated.items()) if imprint.owner}
    names = outlets.names(set(owners.values()))
    return {id: names.of(owner) or owner for id, owner in owners.items()}, names


def _with_data(
    article: Article, names: Names, pages: Mapping[Page, str], said: tuple[Credit, ...]
) -> tuple[Credit, ...]:
    """What an article says, after what its data says: its canonical and syndication links, its byline, its sources."""
    if not (article.extra or article.byline or article.found):
        return said
    # A credit in the text is clearer than one in the data, which is clearer than a mention.
    theirs = [credit for credit in said if credit.kind == "credit"]
    told = pointers.merge(theirs, pointers.merge(metadata.find(article, names), said))
    return pointers.merge(pointers.find(article, names, pages), told)
