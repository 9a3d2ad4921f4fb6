"""The run as tables of plain values, which the page's scripts read: articles, clusters, links, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Final

from syndet.model import Article, Cluster, Link, Origin, PassageDifference
from syndet.report import pair, ties
from syndet.report.html import descent
from syndet.report.html.choice import Choice
from syndet.report.html.plain import short, whole

MOST_CHANCES: Final = 5
"""Members of a cluster that are shown with how probable it is that they had it first."""

LONGEST_URL: Final = 2_000
"""Code points of an address that a page links to."""


def run(choice: Choice, text_parcels: Sequence[int], link_parcels: Sequence[int]) -> dict[str, Any]:
    """All that the page shows before a text is opened; the parcels are those in which each text and link is."""
    result = choice.result
    outlets = choice.outlets
    names = sorted({name for name in outlets if name})
    number = {name: place for place, name in enumerate(names)}
    rows = zip(choice.articles, outlets, strict=True)
    return {
        "syndet": result.version,
        "settings": {key: result.settings.get(key) for key in ("level", "threshold", "derived", "fingerprint")},
        "counts": _counts(choice),
        "warnings": [whole(text) for text in result.warnings],
        "omissions": list(choice.omissions()),
        "outlets": names,
        "articles": _table(
            "id name outlet url time precision zone words cluster length parcel",
            [
                [*_article(choice, article, number.get(outlet or "", -1)), *_at(text_parcels, place)]
                for place, (article, outlet) in enumerate(rows)
            ],
        ),
        "clusters": _clusters(choice),
        "flows": [[short(flow.source), short(flow.target), flow.articles, flow.lag] for flow in result.flows],
        "links": _table(
            "a b kind how coverage_a coverage_b strength score jaccard passages parcel",
            [[*_link(choice, link), *_at(link_parcels, place)] for place, link in enumerate(choice.links)],
        ),
    }


def passages(link: Link, changes: Sequence[PassageDifference] | None) -> list[Any]:
    """The passages of a link as rows, and the changes of each as kinds and lengths on both sides, or None."""
    rows = [
        [
            passage.a_start,
            passage.a_end,
            passage.b_start,
            passage.b_end,
            passage.kind,
            passage.score,
            passage.identical,
            passage.matched,
            passage.ordered,
            passage.quoted,
            int(passage.boilerplate),
        ]
        for passage in link.passages
    ]
    return [rows, None if changes is None else [_steps(part) for part in changes]]


def _steps(part: PassageDifference) -> list[int]:
    """The changes of a passage, each as three numbers: its kind, its code points in `a`, those in `b`."""
    return [
        value
        for change in part.changes
        for value in (_CHANGES[change.kind], change.a_end - change.a_start, change.b_end - change.b_start)
    ]


_CHANGES: Final = {"kept": 0, "changed": 1, "added": 2, "dropped": 3}


def _table(columns: str, rows: list[list[Any]]) -> dict[str, Any]:
    return {"columns": columns.split(), "rows": rows}


def _at(parcels: Sequence[int], place: int) -> tuple[int]:
    """The parcel that a thing is in, -1 for what is in none."""
    return (parcels[place] if place < len(parcels) else -1,)


def _counts(choice: Choice) -> dict[str, int]:
    result = choice.result
    clustered = sum(map(len, result.clusters))
    return {
        "articles": len(result.articles),
        "clusters": len(result.clusters),
        "clustered": clustered,
        "links": len(result.links),
        "passages": sum(len(link.passages) for link in result.links),
        "alone": len(result.articles) - clustered,
    }


def _article(choice: Choice, article: Article, outlet: int) -> list[Any]:
    moment = choice.roles.moment(article)
    url = article.url if article.url and len(article.url) <= LONGEST_URL else None
    return [
        whole(article.id),
        short(pair.name(article)),
        outlet,
        whole(url) if url else None,
        _seconds(moment.instant) if moment else None,
        moment.precision if moment else None,
        int(moment.zone) if moment else 0,
        short(str(moment)) if moment else None,
        choice.home.get(article.id, -1),
        article.length,
    ]


def _seconds(instant: datetime) -> int:
    """Seconds since 1970 in UTC; a time without a zone is taken as it is written."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)
    return int(aware.timestamp())


def _clusters(choice: Choice) -> list[dict[str, Any]]:
    within = choice.within()
    return [_cluster(choice, cluster, within.get(place, ())) for place, cluster in enumerate(choice.result.clusters)]


def _cluster(choice: Choice, cluster: Cluster, links: Sequence[Link]) -> dict[str, Any]:
    tied = choice.ties[cluster.id]
    loosest = ties.loosest(tied)
    return {
        "id": choice.number[cluster.id],
        "members": [choice.number[member] for member in cluster.members],
        "level": loosest.kind if loosest else None,
        "kinds": sorted({link.how for link in links if link.how}),
        "cohesion": cluster.cohesion,
        "warnings": [whole(text) for text in cluster.warnings],
        "origin": _origin(choice, cluster.origin),
        "origins": cluster.origins,
        "descent": list(descent.rows(cluster, choice.number)),
    }


def _origin(choice: Choice, origin: Origin) -> dict[str, Any]:
    return {
        "kind": origin.kind,
        "article": None if origin.article is None else choice.number[origin.article],
        "name": short(origin.name) if origin.name else None,
        "confidence": origin.confidence,
        "reason": whole(origin.reason),
        "chances": [[choice.number[chance.article], chance.probability] for chance in origin.ranking[:MOST_CHANCES]],
        "outside": origin.outside,
        "unknown": origin.unknown,
        "evidence": [
            [
                item.kind,
                whole(item.text),
                None if item.article is None else choice.number.get(item.article),
                item.weight,
            ]
            for item in origin.evidence
        ],
    }


def _link(choice: Choice, link: Link) -> list[Any]:
    return [
        choice.number[link.a],
        choice.number[link.b],
        link.kind,
        link.how,
        link.coverage_a,
        link.coverage_b,
        link.strength,
        link.score,
        link.jaccard,
        len(link.passages),
    ]
