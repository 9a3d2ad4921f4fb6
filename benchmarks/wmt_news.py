"""Clusters of 600 news stories in many translations each, among 9,000 articles where little is copied."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import bench
import corpora
import measures


def main(arguments: Sequence[str]) -> None:
    """Cluster both sets in one run and print the table."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    stories, others = data / "wmt-news-en", data / "allsides"
    corpora.need(stories / "docs.jsonl.gz", stories / "clusters.tsv", others / "docs.jsonl.gz")
    story_of = {id: story for id, story, *_ in corpora.rows(stories / "clusters.tsv")}
    run = bench.syndet("cluster", stories / "docs.jsonl.gz", others / "docs.jsonl.gz", "--format", "json")
    result = json.loads(run.output)
    clusters = [cluster["members"] for cluster in result["clusters"]]
    found = [{story_of.get(id) for id in members} for members in clusters]
    score = measures.agreement(story_of, clusters)
    bench.show(
        f"wmt-news-en with allsides: {len(result['articles']):,} articles",
        ["figure", "value"],
        [
            ("adjusted Rand index", score.rand),
            ("pair precision", score.precision),
            ("pair recall", score.recall),
            ("clusters with a story", sum(kinds != {None} for kinds in found)),
            ("clusters that mix stories", sum(len(kinds - {None}) > 1 for kinds in found)),
            ("clusters that mix a story with allsides", sum(None in kinds and len(kinds) > 1 for kinds in found)),
            ("clusters within allsides", sum(kinds == {None} for kinds in found)),
            ("wall, s", run.seconds),
            ("peak, MB", bench.peak_megabytes()),
        ],
    )


if __name__ == "__main__":
    main(sys.argv[1:])
