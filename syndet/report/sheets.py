"""A result as flat tables with typed columns: articles with their cluster, passages, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from syndet.errors import SettingsError
from syndet.model import Article, Cluster, Link, Passage, dump_json

if TYPE_CHECKING:
    from syndet.result import Result

SheetName = Literal["articles", "passages", "links"]
Kind = Literal["string", "integer", "number", "boolean"]
Cell = str | int | float | bool | None

SHEETS: Final[tuple[SheetName, ...]] = ("articles", "passages", "links")

_KINDS: Final[dict[str, Kind]] = {"int": "integer", "float": "number", "bool": "boolean"}
_PARTS: Final = ("Mapping", "tuple")  # what a flat table has no cell for
_WIDEST_INTEGER: Final = 1 << 63
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; any of its cells may be None, for a value that is not there."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat table: its columns, and its rows, made one after the other each time they are asked for.

    Attributes:
        rows: a row has a cell for every column, of the column's kind or None.
        size: how many rows there are.
        fingerprint: that of the settings of the result, if it has any.
    """

    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Sequence[Cell]]]
    size: int
    fingerprint: str | None = None


def lay_out(result: Result, name: str) -> Sheet:
    """The sheet of this name of a result; raises SettingsError for a name that is not among `SHEETS`."""
    if name not in _LAYOUTS:
        raise SettingsError(f"must be one of {', '.join(SHEETS)}, not {name!r}", field="table")
    return replace(_LAYOUTS[name](result), fingerprint=result.fingerprint)


def _articles(result: Result) -> Sheet:
    """Every article with its cluster and who had that first, and behind these the other columns of the input."""
    own = _flat(Article, without=("text",))
    extra = _extra_columns(result.articles)
    home = {member: cluster for cluster in result.clusters for member in cluster.members}

    def rows() -> Iterator[Sequence[Cell]]:
        for article in result.articles:
            carried = [_fitted(article.extra.get(key), column.kind) for key, column in extra.items()]
            told = [_plain(getattr(article, column.name)) for column in own]
            yield [*told, article.length, *_placed(article, home.get(article.id)), *carried]

    columns = (*own, Column("length", "integer"), *_PLACED, *extra.values())
    return Sheet(columns, rows, len(result.articles))


_PLACED: Final = (
    Column("cluster", "string"),
    Column("cluster_size", "integer"),
    Column("is_origin", "boolean"),
    Column("origin", "string"),
    Column("origin_kind", "string"),
    Column("origin_name", "string"),
    Column("origin_confidence", "number"),
)


def _placed(article: Article, cluster: Cluster | None) -> list[Cell]:
    """What an article's cluster says about it; nothing of an article that stands alone."""
    if cluster is None:
        return [None] * len(_PLACED)
    origin = cluster.origin
    told = [_plain(origin.article), origin.kind, _plain(origin.name), origin.confidence]
    return [_plain(cluster.id), len(cluster), article.id == origin.article, *told]


def _passages(result: Result) -> Sheet:
    """Every passage, with the words of both its sides."""
    own = _flat(Passage)
    passages = result.passages

    def rows() -> Iterator[Sequence[Cell]]:
        text = {article.id: article for article in result.articles}
        for passage in passages:
            sides = (
                text[passage.a].text[passage.a_start : passage.a_end],
                text[passage.b].text[passage.b_start : passage.b_end],
            )
            yield [*(_plain(getattr(passage, column.name)) for column in own), *map(_plain, sides)]

    return Sheet((*own, Column("a_text", "string"), Column("b_text", "string")), rows, len(passages))


def _links(result: Result) -> Sheet:
    """Every link, with the cluster that holds both its articles and how many passages they share."""
    own = _flat(Link)
    home = {member: cluster.id for cluster in result.clusters for member in cluster.members}

    def rows() -> Iterator[Sequence[Cell]]:
        for link in result.links:
            cluster = home.get(link.a)
            shared = cluster if cluster == home.get(link.b) else None
            yield [*(_plain(getattr(link, column.name)) for column in own), len(link.passages), _plain(shared)]

    return Sheet((*own, Column("passages", "integer"), Column("cluster", "string")), rows, len(result.links))


_LAYOUTS: Final = {"articles": _articles, "passages": _passages, "links": _links}


def _flat(noun: type, *, without: Sequence[str] = ()) -> tuple[Column, ...]:
    """A column for each attribute of a noun that is one value."""
    return tuple(
        Column(attribute.name, _KINDS.get(str(attribute.type), "string"))
        for attribute in fields(noun)
        if attribute.name not in without and not str(attribute.type).startswith(_PARTS)
    )


def _extra_columns(articles: Sequence[Article]) -> dict[str, Column]:
    """A column for each key of the articles' extra, sorted, of a kind that has room for all of its values."""
    types: dict[str, set[type]] = {}
    for article in articles:
        for key, value in article.extra.items():
            too_wide = isinstance(value, int) and not -_WIDEST_INTEGER <= value < _WIDEST_INTEGER
            types.setdefault(key, set()).add(str if too_wide else type(value))
    return {key: Column(f"extra.{_named(key)}", _kind_of(types[key] - {type(None)})) for key in sorted(types)}


def _named(key: str) -> str:
    """The key as a file of text can hold it, no two keys alike."""
    return key.encode("utf-8", "backslashreplace").decode()


def _kind_of(types: set[type]) -> Kind:
    if types == {bool}:
        return "boolean"
    if types == {int}:
        return "integer"
    return "number" if types and types <= {int, float} else "string"


def _fitted(value: Any, kind: Kind) -> Cell:
    """A value of extra as a cell of a column of this kind; what is no string is spelled as in JSON where it must be."""
    if value is None or isinstance(value, str):
        text: str | None = _plain(value)
        return text
    if kind == "number":
        return float(value)
    if kind == "string":
        return dump_json(value, separators=(",", ":"))
    return bool(value) if kind == "boolean" else int(value)


def _plain(value: Any) -> Any:
    """The same; of a string every half of a character, which no file of text can hold, becomes U+FFFD."""
    if not isinstance(value, str) or value.isascii():
        return value
    return _SURROGATE.sub("\ufffd", value)
