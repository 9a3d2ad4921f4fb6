"""A result as JSON lines, a cluster on each: with its articles, their links, and the passages that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from syndet.model import Link, article_dict, dump_json

if TYPE_CHECKING:
    from syndet.result import Result


def pieces(result: Result) -> Iterator[str]:
    """A line for each cluster, the largest first; what is in no cluster is not in them."""
    articles = {article.id: article for article in result.articles}
    home = {member: cluster.id for cluster in result.clusters for member in cluster.members}
    links: dict[str, list[Link]] = {cluster.id: [] for cluster in result.clusters}
    sharing: dict[str, list[Link]] = {cluster.id: [] for cluster in result.clusters}
    for link in sorted((*result.links, *result.boilerplate), key=lambda link: (link.a, link.b)):
        cluster_id = home.get(link.a)
        if cluster_id is not None and cluster_id == home.get(link.b):
            sharing[cluster_id].append(link)
            if link:
                links[cluster_id].append(link)
    for cluster in result.clusters:
        line = {
            **cluster.to_dict(),
            "articles": [article_dict(articles[member], cluster.id) for member in cluster.members],
            "links": [link.to_dict() for link in links[cluster.id]],
            "passages": [passage.to_dict() for link in sharing[cluster.id] for passage in link.passages],
            **({"fingerprint": result.fingerprint} if result.fingerprint else {}),
        }
        yield dump_json(line) + "\n"
