"""The whole job beside passim 2: both in turn on one file, what each takes, which pairs each finds, and are they real.

passim is found on the path or named by --passim; its own README says how to install it (what pip installs by that
name is another program). Options for Spark go into SPARK_SUBMIT_ARGS, as its README says. A pair counts as found by
passim if a cluster of its passages holds one of each article; by syndet if the two are linked or in one cluster.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations, islice
from pathlib import Path
from typing import Any, Final

import bench
import corpora
import generator
import peers
import truth
from measures import Pair, Span

RUN: Final = 10
"""Words in a row that two articles must share for a pair to be real, whatever was planted."""

SHOWN: Final = 200
"""Code points of a passage that an example shows."""

INVENTED: Final = "invented"

Gold = Mapping[Pair, str]
"""Pairs that belong together, ids in order, and what is known of how."""


@dataclass(slots=True, kw_only=True)
class Tool:
    """One of the two: how it is started, what its runs took, the pairs it found with their passages, or its error."""

    name: str
    command: tuple[str, ...]
    runs: list[dict[str, float]] = field(default_factory=list)
    found: dict[Pair, list[Span]] = field(default_factory=dict)
    error: str | None = None

    def least(self, what: str) -> float:
        """The least of its runs."""
        return min(run[what] for run in self.runs)


def main(arguments: Sequence[str]) -> None:
    """Make or take a corpus, run both in turn, print the tables and the examples, write the JSON."""
    chosen = _options().parse_args(arguments)
    if not hasattr(os, "wait4"):
        sys.exit("memory and processor time of a process are measured by means that this system does not have")
    tools = [_syndet(), _passim(chosen.passim)]
    with tempfile.TemporaryDirectory(prefix="syndet-passim-") as folder:
        file, gold = _corpus(chosen, Path(folder))
        texts = {row["id"]: row["text"] for row in map(json.loads, file.open(encoding="utf-8"))}
        _trial(tools[0], chosen)
        for _ in range(chosen.runs):
            for tool in tools:
                _attempt(tool, file, chosen.limit)
    _show(f"{len(texts):,} articles, {chosen.set}", tools, gold, texts)
    _show_apart(tools, texts, chosen.examples)
    if chosen.json:
        chosen.json.write_text(json.dumps([_kept(tool) for tool in tools], indent=1) + "\n", encoding="utf-8")


def planted(made: generator.Plan) -> dict[Pair, str]:
    """Every pair of one family: how the copy was made from its original, "two copies" of those of one original."""
    families: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for place, (family, member) in enumerate(zip(made.family.tolist(), made.member.tolist(), strict=True)):
        families[family].append((generator.name(place), member))
    return {
        _pair(one, other): generator.kind(made.seed, family, max(first, second)) or ""
        if 0 in (first, second)
        else "two copies"
        for family, members in families.items()
        for (one, first), (other, second) in combinations(members, 2)
    }


def listed(folder: Path, ids: Iterable[str]) -> dict[Pair, str]:
    """The gold pairs among these articles of a set: those listed, or those in one cluster; none if it has no gold."""
    known = set(ids)
    if (folder / "pairs.tsv").exists():
        rows = ((a, b, kind) for a, b, kind, *_ in corpora.rows(folder / "pairs.tsv"))
        return {
            _pair(a, b): kind for a, b, kind in rows if {a, b} <= known and kind not in ("unrelated", "no-plagiarism")
        }
    if not (folder / "clusters.tsv").exists():
        return {}
    clusters = defaultdict(list)
    for id, name, *_ in corpora.rows(folder / "clusters.tsv"):
        if id in known:
            clusters[name].append(id)
    return {_pair(a, b): "one cluster" for members in clusters.values() for a, b in combinations(members, 2)}


def of_passim(rows: Iterable[Mapping[str, Any]]) -> dict[Pair, list[Span]]:
    """The pairs of articles that a cluster of passim's passages holds, with both passages; an article is no pair."""
    clusters: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows:
        clusters[row["cluster"]].append((row["id"], row["begin"], row["end"]))
    found: dict[Pair, list[Span]] = defaultdict(list)
    for passages in clusters.values():
        for (a, a_start, a_end), (b, b_start, b_end) in combinations(sorted(passages), 2):
            if a != b:
                found[a, b].append((a_start, a_end, b_start, b_end))
    return dict(found)


def of_syndet(result: Mapping[str, Any]) -> dict[Pair, list[Span]]:
    """The pairs of articles that a result links or has in one cluster, with the passages that it lists for them."""
    found: dict[Pair, list[Span]] = {_pair(link["a"], link["b"]): [] for link in result["links"]}
    for cluster in result["clusters"]:
        for a, b in combinations(cluster["members"], 2):
            found.setdefault(_pair(a, b), [])
    for p in result["passages"]:
        if (p["a"], p["b"]) in found:
            found[p["a"], p["b"]].append((p["a_start"], p["a_end"], p["b_start"], p["b_end"]))
    return found


def longest_run(one: str, other: str) -> list[str]:
    """The longest run of words that two texts share, letters and digits without case and accents."""
    a, b = truth.words(one), truth.words(other)
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return a[match.a : match.a + match.size]


def _options() -> argparse.ArgumentParser:
    parser = corpora.parser(__doc__)
    parser.add_argument(
        "--set", default=INVENTED, metavar="NAME", help="a set of the corpora in place of invented ones"
    )
    parser.add_argument("--articles", type=int, default=5_000, metavar="N", help="of the corpus (5,000)")
    parser.add_argument("--seed", type=int, default=1, help="of invented articles")
    parser.add_argument(
        "--passim", default="passim", metavar="COMMAND", help="passim's command line, if not on the path"
    )
    parser.add_argument("--runs", type=int, default=1, metavar="N", help="timed runs of each, in turn (1)")
    parser.add_argument("--limit", type=float, default=7_200, metavar="SECONDS", help="for one run (7,200)")
    parser.add_argument(
        "--examples", type=int, default=5, metavar="N", help="pairs to show that passim alone found (5)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the runs and the pairs to FILE, too")
    return parser


def _corpus(chosen: argparse.Namespace, folder: Path) -> tuple[Path, Gold]:
    """The file of JSON lines that both read, and its gold."""
    path = folder / "articles.jsonl"
    if chosen.set == INVENTED:
        made = generator.plan(chosen.articles, seed=chosen.seed)
        generator.write(path, chosen.articles, seed=chosen.seed)
        return path, planted(made)
    source = chosen.data / chosen.set
    corpora.need(source / "docs.jsonl.gz")
    with gzip.open(source / "docs.jsonl.gz", "rt", encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        ids = [json.loads(line)["id"] for line in islice(lines, chosen.articles) if file.write(line)]
    return path, listed(source, ids)


def _syndet() -> Tool:
    import syndet

    command = (sys.executable, "-m", "syndet", "cluster", "FILE", "--format", "json", "-o", "OUT")
    return Tool(name=f"syndet {syndet.__version__}", command=command)


def _passim(command: str) -> Tool:
    place = shutil.which(command)
    error = None if place else f"no command {command}; its README says how it is installed, --passim where it is"
    return Tool(name="passim", command=(place or command, "FILE", "OUT"), error=error)


def _trial(tool: Tool, chosen: argparse.Namespace) -> None:
    """A run of the tool that nobody times: it compiles what is not compiled yet."""
    with tempfile.TemporaryDirectory(prefix="syndet-passim-") as folder:
        path = Path(folder) / "trial.jsonl"
        generator.write(path, peers.TRIAL, seed=chosen.seed + 1)
        _attempt(tool, path, chosen.limit)
    tool.runs.clear()


def _attempt(tool: Tool, file: Path, limit: float) -> None:
    """Run it once, unless it has failed before; keep what it took and what it found."""
    if tool.error:
        return
    print(tool.name, file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="syndet-passim-") as folder:
        out = Path(folder) / "out"
        try:
            given = {"FILE": str(file), "OUT": str(out)}
            tool.runs.append(peers.launched(tool.command, given, Path(folder), limit, sampled=True))
            tool.found = of_passim(_rows(out)) if out.is_dir() else of_syndet(json.loads(out.read_text("utf-8")))
        except (peers.PeerError, OSError, KeyError, ValueError) as problem:
            tool.error = str(problem)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for part in sorted((folder / "out.json").glob("part-*")):
        yield from corpora.records(part)


def _show(title: str, tools: Sequence[Tool], gold: Gold, texts: Mapping[str, str]) -> None:
    """Print what each took and how its pairs stand against the gold, as a whole and by kind."""
    kinds = Counter(gold.values())
    ran = [tool for tool in tools if tool.runs and not tool.error]
    rows = []
    for tool in ran:
        hits = Counter(gold[pair] for pair in tool.found if pair in gold)
        real = sum(is_real(pair, texts) for pair in tool.found)
        cost = f"{tool.least('wall'):.1f}", f"{tool.least('cpu'):.1f}", f"{tool.least('peak') / 1e6:,.0f}"
        shares = (_share(hits.total(), len(gold)), *(_share(hits[kind], kinds[kind]) for kind in sorted(kinds)))
        of_pairs = _share(hits.total(), len(tool.found)) if gold else "-", _share(real, len(tool.found))
        rows.append([tool.name, *cost, len(tool.found), *of_pairs, *shares])
    columns = [
        "tool",
        "wall s",
        "CPU s",
        "peak MB",
        "pairs",
        "in the gold",
        f"share {RUN} words",
        "recall",
        *sorted(kinds),
    ]
    bench.show(f"{title}, {len(gold):,} pairs of gold", columns, rows)
    print("Least of the runs. CPU: all processes. Peak: the largest process. Recall: of all gold, then of each kind.")
    for tool in tools:
        if tool.error:
            print(f"- {tool.name} did not run: {tool.error}")
    if len(ran) == 2:
        wall, cpu = (ran[1].least(what) / ran[0].least(what) for what in ("wall", "cpu"))
        print(f"- {ran[1].name} takes {wall:,.0f} times the wall time and {cpu:,.0f} times the CPU time")


def is_real(pair: Pair, texts: Mapping[str, str]) -> bool:
    """Whether the two articles share a run of `RUN` words anywhere."""
    return len(longest_run(texts[pair[0]], texts[pair[1]])) >= RUN


def _show_apart(tools: Sequence[Tool], texts: Mapping[str, str], examples: int) -> None:
    """Print what one found and the other did not, and those of passim at length, the longest shared runs first."""
    if any(tool.error for tool in tools):
        return
    for tool, other in (tools, tools[::-1]):
        alone = sorted(tool.found.keys() - other.found.keys())
        real = sum(is_real(pair, texts) for pair in alone)
        print(f"- {tool.name} alone: {len(alone):,} pairs, {real:,} of them share {RUN} words in a row")
    ours, theirs = tools
    runs = {pair: longest_run(texts[pair[0]], texts[pair[1]]) for pair in theirs.found.keys() - ours.found.keys()}
    for a, b in sorted(runs, key=lambda pair: (-len(runs[pair]), pair))[:examples]:
        print(f"\n{a} and {b} share {len(runs[a, b])} words in a row: {' '.join(runs[a, b])[:SHOWN]}")
        for a_start, a_end, b_start, b_end in theirs.found[a, b]:
            print(f"  {a} {a_start}-{a_end} of {len(texts[a])}: {_line(texts[a][a_start:a_end])}")
            print(f"  {b} {b_start}-{b_end} of {len(texts[b])}: {_line(texts[b][b_start:b_end])}")


def _line(text: str) -> str:
    return " ".join(text.split())[:SHOWN]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "-"


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _kept(tool: Tool) -> dict[str, Any]:
    found = [[*pair, spans] for pair, spans in sorted(tool.found.items())]
    return {"tool": tool.name, "runs": tool.runs, "error": tool.error, "pairs": found}


if __name__ == "__main__":
    main(sys.argv[1:])
