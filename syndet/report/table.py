"""A result as a table for a terminal: the clusters, who likely had each first, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from syndet.model import Article, Change, Cluster, Link, Origin, Passage
from syndet.report import pair, ties
from syndet.report.screen import count, elide, paint, percent, safe

if TYPE_CHECKING:
    from rich.console import RenderableType

    from syndet.result import Result

CLUSTERS: Final = 20
"""Clusters shown, the largest; the JSON has them all."""

MEMBERS: Final = 15
"""Articles shown of one cluster."""

PAIRS: Final = 5
"""Pairs shown of those that share a passage outside the clusters."""

DETOURS: Final = 3
"""Copies of copies that are told of one cluster."""

LINES: Final = 8
"""Lines that one side of a cluster's best passage may fill."""

INDENT: Final = 3
GAP: Final = 2
SHARE: Final = 18 + GAP
"""Columns of the share and its kind, "100% paraphrased", and the gap after it."""

WIDE: Final = 120
"""Columns from which an article's particulars stand beside its title instead of below it."""

DATE: Final = 17
"""Columns for a date and a time of day, at the least."""

MARK: Final = "★"
LEGEND: Final = "Percentages: how much of an article it shares with the origin, or else with the nearest of the others."

HINTS: Final = {
    "copy": "--level derived clusters what shares a substantial part, --level related any passage.",
    "derived": "--level related clusters whatever shares a passage.",
}
"""What to try when a level gives no cluster."""

TELLING: Final = 240
"""Code points on one side from which a longer passage makes no better example."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the page is laid out from: the result, sorted to hand.

    Attributes:
        articles: by id.
        inside: the links within each shown cluster, by the cluster's id.
        outside: the links that are within no cluster, the strongest first.
        width: columns of the page.
    """

    result: Result
    articles: dict[str, Article]
    inside: dict[str, list[Link]]
    outside: list[Link]
    width: int
    color: bool


def render(result: Result, *, width: int, color: bool) -> str:
    """The result as text of at most `width` columns, ending in a line end; ANSI colours only if `color`."""
    desk = _lay_out(result, width, color)
    page: list[RenderableType] = []
    for number, cluster in enumerate(result.clusters[:CLUSTERS], 1):
        page += _cluster(desk, number, cluster)
    if len(result.clusters) > CLUSTERS:
        more = count(len(result.clusters) - CLUSTERS, "smaller cluster")
        page += [Text(f"… and {more}; -o FILE --format json has them all"), ""]
    page += [] if result.clusters else _nothing(desk)
    page += _pairs(desk)
    page += _foot(desk)
    return paint(page, width=width, color=color)


def _lay_out(result: Result, width: int, color: bool) -> _Desk:
    home = {member: cluster.id for cluster in result.clusters for member in cluster.members}
    inside: dict[str, list[Link]] = {cluster.id: [] for cluster in result.clusters[:CLUSTERS]}
    outside: list[Link] = []
    for link in result.links:
        if link.a not in home or home[link.a] != home.get(link.b):
            outside.append(link)
        elif home[link.a] in inside:
            inside[home[link.a]].append(link)
    articles = {article.id: article for article in result.articles}
    return _Desk(result, articles, inside, sorted(outside, key=ties.rank), width, color)


def _cluster(desk: _Desk, number: int, cluster: Cluster) -> list[RenderableType]:
    links = desk.inside[cluster.id]
    tied = ties.by_member(cluster, links)
    members = sorted(cluster.members, key=lambda id: (id != cluster.origin.article, -ties.share(tied[id], id), id))
    page: list[RenderableType] = [_heading(number, cluster, tied), ""]
    page.append(_entries(desk, [(_label(id, cluster.origin, tied[id]), desk.articles[id]) for id in members[:MEMBERS]]))
    if len(members) > MEMBERS:
        page.append(_indented(Text(f"… and {len(members) - MEMBERS:,} more", "dim")))
    page += ["", _origin(cluster.origin), *_detours(cluster)]
    page += [_indented(Text(f"! {safe(warning)}", "yellow")) for warning in cluster.warnings]
    return [*page, *_example(desk, cluster.origin.article, links), ""]


def _indented(block: RenderableType) -> Padding:
    return Padding(block, (0, 0, 0, INDENT))


def _heading(number: int, cluster: Cluster, tied: dict[str, Link | None]) -> Text:
    """How many articles, at which level even the loosest of them hangs on, and how close they stand."""
    loosest = ties.loosest(tied)
    facts = [count(len(cluster), "article"), *([loosest.kind] if loosest else [])]
    facts += [f"cohesion {min(cluster.cohesion, 0.99):.2f}"] if cluster.cohesion < 1 else []
    facts += [f"{cluster.origins} independent origins"] if (cluster.origins or 1) > 1 else []
    return Text.assemble((f"Cluster {number}: ", "bold cyan"), (", ".join(facts), "bold"))


def _label(id: str, origin: Origin, tie: Link | None) -> Text:
    return Text(f"{MARK} likely origin", "bold green") if id == origin.article else _shared(tie, id)


def _shared(link: Link | None, id: str) -> Text:
    """How much of an article a link covers, and how: "92% verbatim"."""
    if link is None:
        return Text()
    how = link.how or link.kind
    return Text.assemble(f"  {percent(ties.share(link, id)):>4} ", (how, pair.KIND_STYLE.get(how, "")))


def _entries(desk: _Desk, rows: Sequence[tuple[Text, Article]]) -> RenderableType:
    """Articles with what is said of each, its title, and where it stood, below the title or beside it."""
    if desk.width < pair.NARROW:
        return _indented(_stacked(rows, desk.width - INDENT))
    room = desk.width - INDENT - SHARE
    articles = [article for _, article in rows]
    cells = _beside(articles, room) if desk.width >= WIDE else _below(articles, room)
    grid = Table.grid()
    grid.add_column(width=SHARE)
    for (label, _), row in zip(rows, cells, strict=True):
        grid.add_row(label, *row)
    return _indented(grid)


def _stacked(rows: Sequence[tuple[Text, Article]], room: int) -> Table:
    """What is said of each article above its title and where it stood, where there is no room for it beside them."""
    grid = Table.grid()
    grid.add_column(width=room)
    cells = _below([article for _, article in rows], room)
    for (label, _), (cell,) in zip(rows, cells, strict=True):
        grid.add_row(Text.assemble(label, "\n", cell) if label else cell)
    return grid


def _below(articles: Sequence[Article], room: int) -> list[list[Text]]:
    """One cell for each article, two lines."""
    lines = [(elide(pair.name(article), room), pair.about(article, room)) for article in articles]
    return [[Text.assemble((title, "bold"), "\n", (about, "dim"))] for title, about in lines]


def _beside(articles: Sequence[Article], room: int) -> list[list[Text]]:
    """Title, source, date and id of each article in cells of their own; the id has what the others leave."""
    part = room // 6
    sources = _even([elide(article.source or "", part) for article in articles])
    dates = _even([elide(pair.date(article), max(part, DATE)) for article in articles])
    head = room * 2 // 5 if sources[0] or dates[0] else room // 2
    titles = _even([elide(pair.name(article), head) for article in articles], head)
    left = room - sum(cell_len(column[0]) for column in (titles, sources, dates))
    ids = [elide(article.id, left, start=True) for article in articles]
    styles = ("bold", "dim", "dim", "dim")
    rows = zip(titles, sources, dates, ids, strict=True)
    return [[Text(cell, style) for cell, style in zip(row, styles, strict=True)] for row in rows]


def _even(cells: Sequence[str], width: int = 0) -> list[str]:
    """The cells filled up to the widest of them and a gap, or to `width` and a gap; an empty column stays empty."""
    width = width or max(map(cell_len, cells))
    return [set_cell_size(cell, width + GAP if width else 0) for cell in cells]


def _origin(origin: Origin) -> RenderableType:
    """Who had it first, how sure that is, and why, in one paragraph."""
    sure = f" ({percent(origin.confidence)} sure)"
    if origin.kind == "article":
        head = (f"{MARK} Origin{sure}: ", "bold green")
    elif origin.kind == "outside":
        head = (f"Origin outside these articles{f', {safe(origin.name)}' if origin.name else ''}{sure}: ", "bold")
    else:
        head = ("Origin unknown: ", "bold")
    return _indented(Text.assemble(head, safe(origin.reason)))


def _detours(cluster: Cluster) -> list[RenderableType]:
    """Which members most likely copied from another than the origin, the surest first."""
    found = [d for d in cluster.derivations if d.parent not in (None, cluster.origin.article)]
    found.sort(key=lambda derivation: (-derivation.confidence, derivation.article))
    lines: list[RenderableType] = []
    for derivation in found[:DETOURS]:
        late = "" if derivation.lag is None or derivation.lag < 0 else f", {derivation.lag:,} min later"
        said = (
            f"{derivation.article} likely copied from {derivation.parent}{late} ({percent(derivation.confidence)} sure)"
        )
        lines.append(_indented(Text(safe(said), "dim")))
    if len(found) > DETOURS:
        lines.append(_indented(Text(f"… and {len(found) - DETOURS:,} more copies of copies", "dim")))
    return ["", *lines] if lines else []


def _example(desk: _Desk, origin: str | None, links: list[Link]) -> list[RenderableType]:
    """The passage that shows best what the cluster shares, the origin on the left if it takes part."""
    passages = [passage for link in links for passage in link.passages if not passage.boilerplate]
    if not passages:
        return []
    best = min(passages, key=lambda passage: _as_example(passage, origin))
    best = best.mirrored() if best.b == origin else best
    a, b = desk.articles[best.a], desk.articles[best.b]
    head = Text.assemble("Best passage, ", (best.kind, pair.KIND_STYLE[best.kind]), f" {best.score:.2f}")
    width = desk.width - INDENT
    room = pair.column(width)
    heads = (_name(a, b, origin, room), _name(b, a, origin, room))
    texts = pair.side_by_side(best, _changes(desk, best), a, b, width=width, lines=LINES, heads=heads)
    return ["", _indented(head), "", _indented(texts)]


def _changes(desk: _Desk, passage: Passage) -> tuple[Change, ...]:
    """What the two sides of a passage change; nothing where no colour could show it."""
    if not desk.color:
        return ()
    parts = desk.result.diff(passage.a, passage.b).passages
    return next(part.changes for part in parts if part.passage == passage)


def _as_example(passage: Passage, origin: str | None) -> tuple[bool, float, int, str, str, int, int]:
    """Sort key of passages: with the origin in it, sure and long enough to tell, and then rather short than cut."""
    size = min(passage.a_end - passage.a_start, passage.b_end - passage.b_start, TELLING) / TELLING
    without_origin = origin is not None and origin not in (passage.a, passage.b)
    worth = round(passage.score * size, 1)
    return without_origin, -worth, passage.length, passage.a, passage.b, passage.a_start, passage.b_start


def _name(article: Article, other: Article, origin: str | None, room: int) -> Text:
    """What to call an article beside another: its source if that tells the two apart, else its id."""
    told_apart = article.source and other.source and article.source != other.source
    name = (article.source if told_apart else None) or article.id
    mark = f"{MARK} " if article.id == origin else ""
    return Text(mark + elide(name, room - len(mark), start=not told_apart), "bold underline")


def _pairs(desk: _Desk) -> list[RenderableType]:
    """The strongest of the pairs that share a passage and are no cluster."""
    if not desk.outside:
        return []
    heading = f"{count(len(desk.outside), 'related pair')}: a passage in common, too little for a cluster"
    page: list[RenderableType] = [Text(heading, "bold"), ""]
    for link in desk.outside[:PAIRS]:
        page += [_entries(desk, [(_shared(link, id), desk.articles[id]) for id in (link.a, link.b)]), ""]
    if len(desk.outside) > PAIRS:
        page += [_indented(Text(f"… and {len(desk.outside) - PAIRS:,} more with --format json", "dim")), ""]
    return page


def _nothing(desk: _Desk) -> list[RenderableType]:
    """Why there is no cluster, and what might bring one."""
    articles = desk.result.articles
    if len(articles) < 2:
        had = "Only one article was read" if articles else "No article was read"
        return [Text(f"{had}: there is nothing to compare.", "bold"), ""]
    level = str(desk.result.settings.get("level", "derived"))
    if desk.outside:
        why, hint = f"share enough to count as {level}", HINTS.get(level, "")
    else:
        why, hint = (
            "share a passage",
            "A topic, a name or a fact in common is no passage; syndet compare A B tells more.",
        )
    who = "the two articles do not" if len(articles) == 2 else f"no two of {len(articles):,} articles"
    empty = sum(not article.text.strip() for article in articles)
    page: list[RenderableType] = [Text(f"No cluster: {who} {why}.", "bold")]
    page += [hint] if hint else []
    page += [f"{count(empty, 'article')} had no text."] if empty else []
    return [*page, ""]


def _foot(desk: _Desk) -> list[RenderableType]:
    page: list[RenderableType] = [Text(f"! {safe(warning)}", "yellow") for warning in desk.result.warnings]
    page += [""] if page else []
    if desk.result.clusters:
        page += [Text(f"{LEGEND} {pair.LEGEND}" if desk.color else LEGEND, "dim"), ""]
    return [*page, Text(_summary(desk), "bold"), *pair.settings_line(desk.result.fingerprint)]


def _summary(desk: _Desk) -> str:
    """The result in one line: '12 articles, 3 clusters, 2 related pairs; 5 stand alone'."""
    result = desk.result
    alone = len(result.articles) - sum(map(len, result.clusters))
    found = [count(len(result.articles), "article"), count(len(result.clusters), "cluster")]
    found += [count(len(desk.outside), "related pair")] if desk.outside else []
    found += [f"{count(len(result.boilerplate), 'pair')} with boilerplate only"] if result.boilerplate else []
    return ", ".join(found) + (f"; {alone:,} stand{'s' if alone == 1 else ''} alone" if alone else "")
