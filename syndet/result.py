"""What one run found, whole: to look things up in, and to write out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from syndet import document
from syndet.errors import UnknownArticleError
from syndet.model import (
    SCHEMA_VERSION,
    Article,
    Cluster,
    Difference,
    Explanation,
    Flow,
    Link,
    Passage,
    article_dict,
    dump_json,
)
from syndet.report import exports, frames, notebook, sheets

if TYPE_CHECKING:
    from os import PathLike

    import pandas
    import polars
    import pyarrow

    from syndet.report.sheets import SheetName


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one run found: its articles, clusters, links and passages, all in a fixed order.

    Attributes:
        version: the syndet that made it.
        settings: every setting that the answer depends on.
        articles: sorted by id.
        clusters: the largest first; an article that is in none stands alone.
        links: sorted by their two ids, `a` before `b`; "related" ones too, whatever the level, but at level "copy"
            copies alone, without passages.
        boilerplate: the same for pairs that share nothing but boilerplate, of kind "none"; of what thousands
            have in common, only a few pairs are looked at.
        flows: which outlet takes text from which, over all clusters; sorted by their names.
        warnings: what went wrong with single inputs, and what was left out.
        order: when each article came, counted from 0; empty where that is not known.
    """

    version: str
    settings: Mapping[str, Any] = field(repr=False)
    articles: tuple[Article, ...] = field(repr=False)
    clusters: tuple[Cluster, ...] = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)
    warnings: tuple[str, ...] = field(repr=False)
    boilerplate: tuple[Link, ...] = field(default=(), repr=False)
    flows: tuple[Flow, ...] = field(default=(), repr=False)
    order: tuple[int, ...] = field(default=(), repr=False, compare=False)
    explainer: Callable[[Article, Article], Explanation] = field(repr=False, compare=False)
    differ: Callable[[Article, Article, Link], Difference] = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return (
            f"<Result: {len(self.articles)} articles, {len(self.clusters)} clusters, "
            f"{len(self.links)} links, {len(self.passages)} passages>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebook.render(self)

    @property
    def fingerprint(self) -> str | None:
        """The twelve digits that stand for its settings (docs/settings.md); None where those are not known."""
        return self.settings.get("fingerprint")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of every link and of the pairs that share only boilerplate, in the order of their ids."""
        sharing = [link for link in (*self.links, *self.boilerplate) if link.passages]
        return tuple(p for link in sorted(sharing, key=lambda link: (link.a, link.b)) for p in link.passages)

    def article(self, id: str) -> Article:
        """The article of this id, which may be cut short at a mark ("001" for "001.txt") if no other begins so.

        Raises UnknownArticleError, a KeyError, for an id that names none or several.
        """
        id = str(id)
        first = bisect_left(self.articles, id, key=lambda article: article.id)
        if first < len(self.articles) and self.articles[first].id == id:
            return self.articles[first]
        begun = []
        for article in islice(self.articles, first, None):
            if not article.id.startswith(id):
                break
            if not (article.id[len(id)].isalnum() and id[-1:].isalnum()):
                begun.append(article)
        if len(begun) == 1:
            return begun[0]
        problem = "several articles begin with" if begun else "no article is called"
        raise UnknownArticleError(f"{problem} {id!r}", advice="result.articles lists the ids")

    def explain(self, a: str, b: str) -> Explanation:
        """Why the articles of ids `a` and `b` are linked, or why they are not; ids as `article` takes them.

        The two are compared anew, so the answer also covers pairs that the run never looked at.
        """
        return self.explainer(self.article(a), self.article(b))

    def diff(self, a: str, b: str) -> Difference:
        """What the passages of the articles of ids `a` and `b` keep, change, add and drop; ids as `article` takes them.

        The passages are those of their link in this result; two that it does not link are compared anew.
        ``diff(b, a)`` is the mirror of ``diff(a, b)``.
        """
        first, second = self.article(a), self.article(b)
        link = self.link(first.id, second.id) or self.explainer(first, second).link
        return self.differ(first, second, link)

    def link(self, a: str, b: str) -> Link | None:
        """The link of the articles of these two ids, seen from `a`; None if this result has none."""
        pair = min(a, b), max(a, b)
        place = bisect_left(self.links, pair, key=lambda link: (link.a, link.b))
        if place == len(self.links) or (self.links[place].a, self.links[place].b) != pair:
            return None
        return self.links[place] if a == pair[0] else self.links[place].mirrored()

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON values, schema version 1 (docs/output.md)."""
        return {
            key: list(part) if isinstance(part, Iterator) else part for key, part in self._parts(self._cluster_of())
        }

    def to_json(self) -> str:
        """The result as one JSON document, encodable as UTF-8 whatever the articles hold."""
        return "".join(self.json_pieces())

    def json_pieces(self) -> Iterator[str]:
        """The same in pieces, made one after the other: a large document never stands in memory whole."""
        lead, cluster_of = "{", self._cluster_of()
        rows: dict[str, Callable[[Sequence[Any]], Iterable[str]]] = {
            "articles": partial(_article_rows, cluster_of),
            "clusters": _cluster_rows,
            "links": _link_rows,
        }
        for key, values in self._parts(cluster_of):
            yield f'{lead}\n "{key}": '
            lead = ","
            if key in rows:
                yield from document.pieces(map(rows[key], document.some(iter(getattr(self, key)))))
            elif isinstance(values, Iterator):
                yield from document.listed(values)
            else:
                yield dump_json(values, indent=1).replace("\n", "\n ")
        yield "\n}"

    def to_jsonl(self, path: str | PathLike[str]) -> None:
        """Write a line of JSON for each cluster, the largest first, with its articles, links and passages."""
        exports.save(self, path, "jsonl")

    def to_csv(self, path: str | PathLike[str], table: SheetName | None = None) -> None:
        """Write one table ("articles", "passages" or "links") to a file, or all three to a folder.

        Without `table` a path that ends in .csv becomes a file with the articles, each with its cluster, any other a
        folder. What a spreadsheet would run as a formula stands behind an apostrophe.
        """
        exports.save(self, path, "csv", table)

    def to_parquet(self, path: str | PathLike[str], table: SheetName | None = None) -> None:
        """The same as Parquet; raises MissingLibraryError where pyarrow is not installed."""
        exports.save(self, path, "parquet", table)

    def to_graphml(self, path: str | PathLike[str]) -> None:
        """Write the articles as nodes and the links as edges, in GraphML, for Gephi and its like."""
        exports.save(self, path, "graphml")

    def to_pandas(self, table: SheetName = "articles") -> pandas.DataFrame:
        """One table ("articles", "passages" or "links") as a frame; raises MissingLibraryError without pandas."""
        return frames.to_pandas(sheets.lay_out(self, table))

    def to_polars(self, table: SheetName = "articles") -> polars.DataFrame:
        """The same as a frame of polars; raises MissingLibraryError without it."""
        return frames.to_polars(sheets.lay_out(self, table))

    def to_arrow(self, table: SheetName = "articles") -> pyarrow.Table:
        """The same as a table of pyarrow; raises MissingLibraryError without it."""
        return frames.to_arrow(sheets.lay_out(self, table))

    def to_html(self, path: str | PathLike[str], *, progress: Callable[[str, int, int], None] | None = None) -> None:
        """Write the result as one HTML page that needs nothing besides (docs/report.md), whole or not at all.

        `progress` is called as that of `detect` is, while changed words are looked for. Raises OSError, with
        `path` for its file name, when the file cannot be written.
        """
        from syndet import origin
        from syndet.origin import times
        from syndet.report import html

        html.write(self, path, html.Roles(outlet=origin.outlet, moment=times.published), progress)

    def _cluster_of(self) -> dict[str, str]:
        return {member: cluster.id for cluster in self.clusters for member in cluster.members}

    def _parts(self, cluster_of: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        """What the document holds, in order; a list as an iterator, so that it need not be made first."""
        yield "schema_version", SCHEMA_VERSION
        yield "syndet", self.version
        yield "settings", dict(self.settings)
        yield "articles", (article_dict(article, cluster_of.get(article.id)) for article in self.articles)
        yield "clusters", (cluster.to_dict() for cluster in self.clusters)
        yield "links", (link.to_dict() for link in self.links)
        yield "passages", (passage.to_dict() for passage in self.passages)
        yield "flows", (flow.to_dict() for flow in self.flows)
        yield "warnings", iter(self.warnings)


_ARTICLE: Final = (
    *("id", "title", "source", "published", "byline", "url", "language"),
    *("cluster", "length", "extra", "found"),
)
"""What `article_dict` holds."""

_CLUSTER: Final = ("id", "members", "origin", "cohesion", "warnings", "origins", "derivations")
"""What `Cluster.to_dict` holds."""

_LINK: Final = ("a", "b", "kind", "how", "coverage_a", "coverage_b", "strength", "score", "jaccard")
"""What `Link.to_dict` holds."""


def _article_rows(cluster_of: Mapping[str, str], articles: Sequence[Article]) -> Iterable[str]:
    """The articles as JSON."""
    columns: dict[str, list[Any]] = {
        "cluster": [cluster_of.get(article.id) for article in articles],
        "extra": [dict(extra) if extra else _NOTHING for extra in map(attrgetter("extra"), articles)],
        "found": [dict(found) if found else _NOTHING for found in map(attrgetter("found"), articles)],
    }
    return _rows(articles, _ARTICLE, columns)


def _cluster_rows(clusters: Sequence[Cluster]) -> Iterable[str]:
    """The clusters as JSON; where no origins were looked for, all have one and the same."""
    origins = {id(cluster.origin): cluster.origin.to_dict() for cluster in clusters[:1]}
    columns: dict[str, list[Any]] = {
        "members": [list(cluster.members) for cluster in clusters],
        "origin": [origins.get(id(cluster.origin)) or cluster.origin.to_dict() for cluster in clusters],
        "warnings": [list(cluster.warnings) for cluster in clusters],
        "derivations": [[derivation.to_dict() for derivation in cluster.derivations] for cluster in clusters],
    }
    return _rows(clusters, _CLUSTER, columns)


def _link_rows(links: Sequence[Link]) -> Iterable[str]:
    """The links as JSON, without their passages."""
    return _rows(links, _LINK, {})


def _rows(items: Sequence[Any], names: Sequence[str], columns: Mapping[str, list[Any]]) -> Iterable[str]:
    """Objects as JSON, a column at a time: those given, and attributes of the items for the others."""
    values = (columns[name] if name in columns else list(map(attrgetter(name), items)) for name in names)
    return document.table(names, values, len(items), 2)


_NOTHING: Final[dict[str, Any]] = {}
