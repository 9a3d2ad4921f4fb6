"""How well the passages of a set of listed pairs are found, by plagdet, per type of pair."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple

import bench
import corpora
import measures

COLUMNS = ["type", "plagdet", "precision", "recall", "granularity", "found", "gold"]


def main(arguments: Sequence[str]) -> None:
    """Compare the listed pairs of a set as a user does, and print the table."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--set", required=True, metavar="NAME", help="pan13-train or wmt-spliced")
    chosen = parser.parse_args(arguments)
    corpus = corpora.listed(chosen.data / chosen.set)
    run = bench.syndet("compare", "--pairs", corpus.pairs, corpus.docs)
    found = measures.turned(corpus.types, map(json.loads, run.output.splitlines()))
    rows = measures.by_type(corpus.types, corpus.gold, found)
    title = f"{chosen.set}: {len(corpus.types):,} pairs compared in {run.seconds:.1f} s, {bench.peak_megabytes()} MB"
    bench.show(title, COLUMNS, [(name, *astuple(row)) for name, row in rows.items()])


if __name__ == "__main__":
    main(sys.argv[1:])
