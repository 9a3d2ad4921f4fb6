"""Which sentences that people judged to say the same are found in Brazilian newspapers, and what is found for nothing.

A pair of sentences counts as found when one passage covers at least half of both, as with the seeds. People did not
judge all pairs, so other passages within an event are no mistakes; between two events every passage is one.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import bench
import corpora
import measures

RETOLD = ("Identity", "Equivalence", "Subsumption")
"""The relations that say: one sentence holds all that the other does."""

MORE = ("Elaboration", "Follow-up", "Historical-background")
"""Relations of sentences that tell other things about one event: were they found as often, it would be by chance."""

KINDS = (*((name,) for name in RETOLD), RETOLD, ("Overlap",), MORE)
"""The rows of the table; sentences that overlap share some of what they say, and each has more of its own."""


def within(event_of: Mapping[str, str]) -> list[measures.Pair]:
    """All pairs of articles on one event, in order."""
    return [(a, b) for a, b in itertools.combinations(sorted(event_of), 2) if event_of[a] == event_of[b]]


def compared(docs: Path, pairs: Sequence[measures.Pair]) -> str:
    """The passages of these pairs, as lines of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pairs.tsv"
        listed.write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
        return bench.syndet("compare", "--pairs", listed, docs).output


def main(arguments: Sequence[str]) -> None:
    """Cluster all articles, compare all pairs on one event, and print the tables and the mistakes."""
    folder = corpora.parser(__doc__).parse_args(arguments).data / "cstnews-pt"
    docs = folder / "docs.jsonl.gz"
    corpora.need(docs, folder / "clusters.tsv", folder / "passages.jsonl")
    event_of = {id: event for id, event, *_ in corpora.rows(folder / "clusters.tsv")}
    pairs = within(event_of)
    judged = list(corpora.records(folder / "passages.jsonl"))
    result = json.loads(bench.syndet("cluster", docs, "--format", "json").output)
    found = measures.turned(pairs, result["passages"])
    listed = measures.turned(pairs, map(json.loads, compared(docs, pairs).splitlines()))
    rows: list[tuple[object, ...]] = []
    for kinds in KINDS:
        gold = measures.turned(pairs, (row for row in judged if row["type"] in kinds))
        counts, total = [measures.met(gold, spans) for spans in (found, listed)], sum(map(len, gold.values()))
        rows.append((" + ".join(kinds), *(value for count in counts for value in (count / total, count)), total))
    columns = ["relation", "clustered", "found", "compared", "found", "judged"]
    bench.show(f"cstnews-pt: {len(event_of)} articles on {len(set(event_of.values()))} events", columns, rows)
    _show_clusters(event_of, result)
    _show_mistakes(event_of, result, docs)


def _show_mistakes(event_of: Mapping[str, str], result: Mapping[str, Any], docs: Path) -> None:
    """The passages between two events, to be read."""
    texts = corpora.texts(docs)
    for p in measures.across(event_of, result["passages"]):
        print(f"between two events: {p['a']} {p['b']}, {p['kind']}, score {p['score']}")
        print(f"  {texts[p['a']][p['a_start'] : p['a_end']]!r}\n  {texts[p['b']][p['b_start'] : p['b_end']]!r}")


def _show_clusters(event_of: Mapping[str, str], result: Mapping[str, Any]) -> None:
    """The clusters beside the events, though two papers on one event need not have copied anything."""
    clusters = [cluster["members"] for cluster in result["clusters"]]
    score = measures.agreement(event_of, clusters)
    bench.show(
        "clusters against events",
        ["figure", "value"],
        [
            ("adjusted Rand index", score.rand),
            ("pair precision", score.precision),
            ("pair recall", score.recall),
            ("clusters", len(clusters)),
            ("clusters that mix events", sum(len({event_of[id] for id in members}) > 1 for members in clusters)),
            ("links between two events", len(measures.across(event_of, result["links"]))),
            ("passages between two events", len(measures.across(event_of, result["passages"]))),
        ],
    )


if __name__ == "__main__":
    main(sys.argv[1:])
