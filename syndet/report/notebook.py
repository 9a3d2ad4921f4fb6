"""A result as a small table of HTML, for a notebook: its clusters, who likely had each first, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from syndet.report.screen import count, percent, safe

if TYPE_CHECKING:
    from syndet.model import Article, Cluster
    from syndet.result import Result

CLUSTERS: Final = 20
"""Clusters shown, the largest."""

MEMBERS: Final = 5
"""Articles named of one cluster."""

LONGEST: Final = 120
"""Characters of a title or an id."""

_LEFT: Final = '"text-align: left; vertical-align: top"'
_HEADS: Final = ("articles", "likely origin", "why", "members")


def render(result: Result) -> str:
    """The result as HTML without style or script; whatever the articles hold is text in it."""
    articles = {article.id: article for article in result.articles}
    heads = "".join(f'<th scope="col" style={_LEFT}>{head}</th>' for head in _HEADS)
    rows = "".join(_row(cluster, articles) for cluster in result.clusters[:CLUSTERS])
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>" if rows else ""
    more = len(result.clusters) - CLUSTERS
    rest = f"<p>… and {count(more, 'smaller cluster')}</p>" if more > 0 else ""
    settings = f"<p>Settings <code>{escape(result.fingerprint)}</code></p>" if result.fingerprint else ""
    return f"<div><p><b>{_summary(result)}</b></p>{table}{rest}{settings}</div>"


def _summary(result: Result) -> str:
    found = [count(len(result.articles), "article"), count(len(result.clusters), "cluster")]
    return ", ".join([*found, count(len(result.links), "link"), count(len(result.passages), "passage")])


def _row(cluster: Cluster, articles: dict[str, Article]) -> str:
    origin = cluster.origin
    names = {"article": origin.article or "", "outside": f"outside: {origin.name or 'not named'}", "unknown": "unknown"}
    who = names[origin.kind] if origin.kind == "unknown" else f"{names[origin.kind]} ({percent(origin.confidence)})"
    members = [_member(articles[member]) for member in cluster.members[:MEMBERS]]
    more = len(cluster) - MEMBERS
    members += [f"… and {more:,} more"] if more > 0 else []
    cells = (f"{len(cluster):,}", _shown(who), _shown(origin.reason, 1000), "<br>".join(members))
    return (
        "<tr>" + "".join(f'<td style="text-align: left; vertical-align: top">{cell}</td>' for cell in cells) + "</tr>"
    )


def _member(article: Article) -> str:
    title = f" {_shown(article.title)}" if article.title else ""
    return f"<code>{_shown(article.id)}</code>{title}"


def _shown(text: str, longest: int = LONGEST) -> str:
    """The text as HTML, harmless and not too long."""
    line = safe(text[: longest * 8])  # of a very long one no more than could be shown
    return escape(line if len(line) <= longest else f"{line[: longest - 1]}…")
