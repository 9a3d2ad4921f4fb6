"""How often syndet is right on who copied from whom, and on how many origins a cluster has, in newsrooms with gold."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final

import bench
import corpora
import newsroom
import newsrooms
import stories
import verdicts
from verdicts import Edge

import syndet

COLUMNS: Final = (
    "newsroom",
    "clusters",
    "edge F1",
    "precision",
    "recall",
    "F1 of all edges",
    "parents right",
    "ECE",
    "origins right",
    "more than one",
)


def figures(result: syndet.Result, gold: Sequence[newsrooms.Gold]) -> list[object]:
    """The line of one newsroom, without its name.

    Edges count where both articles are in one found cluster; "all edges" are those between articles that syndet kept
    apart as well. A parent is also right where none is named and none is there. The true origins of a cluster are
    the stories that its members are of.
    """
    edges = {edge for story in gold for edge in story.edges}
    number = {id: place for place, story in enumerate(gold) for id in story.members}
    copies = {copy for copy, _ in edges}
    clusters = [cluster for cluster in result.clusters if any(id in number for id in cluster.members)]
    home = {id: cluster.id for cluster in clusters for id in cluster.members}
    inside = {(copy, source) for copy, source in edges if copy in home and home[copy] == home.get(source)}
    derivations = [one for cluster in clusters for one in cluster.derivations if one.article in number]
    found: set[Edge] = {(one.article, one.parent) for one in derivations if one.parent is not None}
    right = [
        (one.article, one.parent) in edges if one.parent is not None else one.article not in copies
        for one in derivations
    ]
    counted = [(cluster.origins, len({number[id] for id in cluster.members if id in number})) for cluster in clusters]
    hits = len(found & inside)
    return [
        len(clusters),
        f"{verdicts.edge_f1(inside, found):.3f}",
        f"{hits / max(1, len(found)):.3f}",
        f"{hits / max(1, len(inside)):.3f}",
        f"{verdicts.edge_f1(edges, found):.3f}",
        f"{verdicts.mean(right):.3f}",
        f"{_calibration_error([one.confidence for one in derivations], right):.3f}",
        f"{verdicts.mean(said == true for said, true in counted):.3f}",
        sum(true > 1 for _, true in counted),
    ]


def _calibration_error(told: Sequence[float], right: Sequence[bool]) -> float:
    """0 to 1, the expected calibration error over ten bins of equal width."""
    gaps = [0.0] * verdicts.BINS
    for confidence, hit in zip(told, right, strict=True):
        gaps[min(int(confidence * verdicts.BINS), verdicts.BINS - 1)] += hit - confidence
    return sum(map(abs, gaps)) / max(1, len(told))


def main(arguments: Sequence[str]) -> None:
    """Make the newsrooms, find who copied from whom, and print the table."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--half", choices=stories.HALVES, default="test", help="which half of the articles")
    parser.add_argument("--trees", type=int, default=newsroom.TREES, metavar="N", help="stories of a newsroom")
    parser.add_argument("--seed", type=int, default=newsroom.SEED)
    chosen: Any = parser.parse_args(arguments)
    begun, rows = bench.processor_seconds(), []
    for condition, meaning in newsrooms.CONDITIONS.items():
        made = newsrooms.make(chosen.data, half=chosen.half, condition=condition, trees=chosen.trees, seed=chosen.seed)
        rows.append([f"({condition}) {meaning}", *figures(syndet.detect(made.rows), made.gold)])
    title = f"who copied from whom, {chosen.half} half, {chosen.trees} stories, seed {chosen.seed}"
    bench.show(title, COLUMNS, rows)
    print(f"{bench.processor_seconds() - begun:.0f} s of CPU time")


if __name__ == "__main__":
    main(sys.argv[1:])
