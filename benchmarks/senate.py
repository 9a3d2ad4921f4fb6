"""Press releases of 38 senators: are joint statements linked, and contact blocks, menus and standing phrases not?

senate-pairs.tsv lists pairs that were read and judged: "joint", the same text or mostly, from two senators;
"boilerplate", nothing in common but what stands on many releases, or a phrase; "reissue", a senator's own
release once more; "form", one letter with other names and sums filled in. Reissues and forms are real copies.
"""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import bench
import corpora
import measures

JUDGED: Final = Path(__file__).resolve().parent / "senate-pairs.tsv"
"""The judged pairs: ids and judgement, no text."""

RUN: Final = 6
"""Words in a row that recur; fewer are idiom."""

LEAST: Final = 10
"""Releases of one senator from which a run of words is a phrase of his."""

MOSTLY: Final = 0.8
"""Share of the words of a link's passages that recur, from which the link rests on them."""

MARGIN: Final = 80
"""Words at either end of a release where contact lines, menus and biographies stand."""

KINDS: Final = ("copy", "derived", "related")

Passage = Mapping[str, Any]


class Releases:
    """The words of every release, where they stand, and which of them recur in others of the same senator."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.places = {id: [word.span() for word in re.finditer(r"\w+", text)] for id, text in texts.items()}
        by_senator: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for id, text in texts.items():
            by_senator[senator(id)][id] = [text[start:end].casefold() for start, end in self.places[id]]
        self.recurs: dict[str, list[bool]] = {}
        for releases in by_senator.values():
            self.recurs.update(measures.recurring(releases, RUN, LEAST))

    def sides(self, passages: Sequence[Passage]) -> list[tuple[str, int, int]]:
        """Both sides of each passage: the release, its first word and the one after its last."""
        found = []
        for p in passages:
            for id, start, end in ((p["a"], p["a_start"], p["a_end"]), (p["b"], p["b_start"], p["b_end"])):
                places = self.places[id]
                first = bisect_right(places, start, key=lambda place: place[1])
                found.append((id, first, bisect_left(places, end, key=lambda place: place[0])))
        return found

    def rests_on_phrases(self, sides: Sequence[tuple[str, int, int]]) -> bool:
        """Whether most of the words recur in other releases of their senator."""
        words = [recurs for id, first, last in sides for recurs in self.recurs[id][first:last]]
        return sum(words) >= MOSTLY * len(words)

    def in_margins(self, sides: Sequence[tuple[str, int, int]]) -> bool:
        """Whether all lies at the beginnings and ends of the releases."""
        return all(last <= MARGIN or first >= len(self.places[id]) - MARGIN for id, first, last in sides)


def senator(id: str) -> str:
    """Whose release this is: ids are "Senator/file"."""
    return id.split("/", 1)[0]


def counts_for_links(passage: Passage) -> bool:
    """Whether a passage is more than boilerplate that the run itself has recognised."""
    return not passage.get("boilerplate", False)


def show_links(result: Mapping[str, Any], releases: Releases) -> None:
    """The links within a senator's releases and between two senators', and what they rest on."""
    passages: dict[measures.Pair, list[Passage]] = defaultdict(list)
    for p in filter(counts_for_links, result["passages"]):
        passages[p["a"], p["b"]].append(p)
    counts = Counter[tuple[str, str, str]]()
    for link in result["links"]:
        where = "within" if senator(link["a"]) == senator(link["b"]) else "between"
        sides = releases.sides(passages[link["a"], link["b"]])
        counts[where, link["kind"], "all"] += 1
        if releases.rests_on_phrases(sides):
            counts[where, link["kind"], "phrases"] += 1
            counts[where, link["kind"], "margins"] += releases.in_margins(sides)
    rows = [
        (f"{where}, {kind}", *(counts[where, kind, what] for what in ("all", "phrases", "margins")))
        for where in ("between", "within")
        for kind in KINDS
    ]
    bench.show("links between senators and within one", ["link", "all", "on phrases", "in the margins"], rows)


def show_judged(result: Mapping[str, Any], judged: Sequence[Sequence[str]], compared: set[frozenset[str]]) -> None:
    """What became of the judged pairs, and how many show a passage when they are compared by themselves."""
    kind_of = {frozenset((link["a"], link["b"])): link["kind"] for link in result["links"]}
    cluster_of = {id: cluster["id"] for cluster in result["clusters"] for id in cluster["members"]}
    counts = Counter[tuple[str, str]]()
    for a, b, judgement in judged:
        pair = frozenset((a, b))
        counts[judgement, "pairs"] += 1
        counts[judgement, kind_of.get(pair, "none")] += 1
        counts[judgement, "together"] += a in cluster_of and cluster_of[a] == cluster_of.get(b)
        counts[judgement, "compared"] += pair in compared
    columns = ("pairs", *KINDS, "none", "together", "compared")
    rows = [(name, *(counts[name, column] for column in columns)) for name in dict.fromkeys(row[2] for row in judged)]
    bench.show(
        "judged pairs: links of the run, one cluster, a passage if compared by themselves", ["pairs", *columns], rows
    )


def main(arguments: Sequence[str]) -> None:
    """Cluster all releases, compare the judged pairs, and print the tables."""
    docs = corpora.parser(__doc__).parse_args(arguments).data / "senate-press" / "docs.jsonl.gz"
    corpora.need(docs)
    judged = list(corpora.rows(JUDGED))
    run = bench.syndet("cluster", docs, "--format", "json")
    result = json.loads(run.output)
    listed = map(json.loads, bench.syndet("compare", "--pairs", JUDGED, docs).output.splitlines())
    compared = {frozenset((p["a"], p["b"])) for p in filter(counts_for_links, listed)}
    sizes = [len(cluster["members"]) for cluster in result["clusters"]]
    spanning = sum(len({senator(id) for id in cluster["members"]}) > 1 for cluster in result["clusters"])
    title = f"senate-press: {len(result['articles']):,} releases in {run.seconds:.0f} s, {bench.peak_megabytes()} MB"
    figures = [("clusters", len(sizes)), ("that span senators", spanning), ("the largest", max(sizes, default=0))]
    bench.show(title, ["figure", "value"], figures)
    show_links(result, Releases(corpora.texts(docs)))
    show_judged(result, judged, compared)


if __name__ == "__main__":
    main(sys.argv[1:])
