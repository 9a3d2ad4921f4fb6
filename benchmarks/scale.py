"""The whole job on large corpora: time and memory by stage, as the corpus grows, and the exponent of that growth.

All sets of articles together, topped up with edited copies; where they are not there, as many articles of the
generator. Each size runs in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import bench
import corpora
import generator
import speed

SETS = (
    "allsides", "cstnews-pt", "onestop-en", "pan13-train", "reuters-2006-2011", "senate-press", "wmt-news-en",
    "wmt-spliced",
)  # fmt: skip
SIZES = (10_000, 100_000, 1_000_000)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
LOST, CHANGED = 0.1, 0.05
"""Shares of an edited copy's sentences that are left out, and of its words that are others."""


def articles(data: Path) -> Iterator[dict[str, Any]]:
    """All articles of all sets, a set after the other, with ids that tell them apart."""
    for name in SETS:
        with gzip.open(data / name / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                kept = {key: row[key] for key in ("title", "source", "published", "url") if key in row}
                yield {"id": f"{name}/{row['id']}", "text": row["text"], **kept}


def edited(text: str, draw: random.Random) -> str:
    """A copy as an editor might leave it: sentences cut, words changed for others of the same text."""
    words = text.split()
    sentences = [sentence for sentence in SENTENCE.split(text) if draw.random() >= LOST]
    return " ".join(
        draw.choice(words) if draw.random() < CHANGED else word for sentence in sentences for word in sentence.split()
    )


def write(data: Path, size: int, path: Path, share: float = 1.0) -> None:
    """A corpus of that many articles as JSON lines: a sample of all, topped up with edited copies of those in it.

    `share` of them are in the sample, or as many as there are.
    """
    draw = random.Random(size)
    rows = list(articles(data))
    chosen = draw.sample(rows, min(round(share * size), len(rows)))
    originals = (draw.choice(chosen) for _ in range(size - len(chosen)))
    copies = (
        {"id": f"{row['id']}/copy-{number}", "text": edited(row["text"], draw), "source": "copies"}
        for number, row in enumerate(originals)
    )
    dump(chain(chosen, copies), path)


def dump(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def grown(data: Path, sizes: Sequence[int], share: float, folder: Path | None) -> list[list[speed.Stage]]:
    """The stages of a run of each size, over a corpus in a temporary folder; `share` of it are no copies."""
    runs = []
    with tempfile.TemporaryDirectory(dir=folder) as made:
        for size in sizes:
            path = Path(made) / f"{size}.jsonl"
            if is_there(data):
                write(data, size, path, share)
            else:
                generator.write(path, size)
            print(f"{size:,} articles, {path.stat().st_size / 1e6:,.0f} MB", file=sys.stderr, flush=True)
            runs.append(speed.in_own_process(path))
            path.unlink()
    return runs


def is_there(data: Path) -> bool:
    """Whether all sets are there."""
    return all((data / name / "docs.jsonl.gz").exists() for name in SETS)


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The power of the first number with which the second grows from the one before the last to the last."""
    return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])


def picture(sizes: Sequence[int], runs: Sequence[Sequence[speed.Stage]]) -> str:
    """Cost against size as SVG, both scales logarithmic: seconds of all and of each stage, and peak memory."""
    seconds = [[run[stage].seconds for run in runs] for stage in range(len(runs[0]))]
    lines = [(stage.name, values, False) for stage, values in zip(runs[0], seconds, strict=True)]
    lines.append(("all", [sum(stage.seconds for stage in run) for run in runs], True))
    panels = (
        _panel(40, "seconds", sizes, lines),
        _panel(440, "peak memory, MB", sizes, [("", [run[-1].peak for run in runs], True)]),
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 320" width="760" height="320" '
        'font-family="sans-serif" font-size="11" fill="#555"><title>Cost against the number of articles</title>'
        f'<rect width="760" height="320" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


def _panel(left: int, title: str, sizes: Sequence[int], lines: Sequence[tuple[str, Sequence[float], bool]]) -> str:
    """One of the two halves; a dashed line says what grows in proportion."""
    least = math.floor(min(math.log10(max(v, 0.1)) for _, values, _ in lines for v in values))
    most = math.ceil(max(math.log10(max(v, 0.1)) for _, values, _ in lines for v in values))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - first) / ((last - first) or 1.0)
        up = (math.log10(max(value, 10**least)) - least) / ((most - least) or 1)
        return left + 220 * across, 270 - 230 * up

    def drawn(sizes: Sequence[float], values: Sequence[float], style: str) -> str:
        dots = [place(size, value) for size, value in zip(sizes, values, strict=True)]
        return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in dots)}" fill="none" {style}/>'

    parts = [f'<rect x="{left}" y="40" width="220" height="230" fill="none" stroke="#ccc"/>']
    parts.append(f'<text x="{left}" y="28" font-weight="bold">{title}</text>')
    for power in range(least, most + 1):
        y = place(sizes[0], 10.0**power)[1]
        parts.append(f'<text x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{place(size, 1)[0]:.1f}" y="286" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{left + 110}" y="304" text-anchor="middle">articles</text>')
    for _, values, whole in lines:
        parts.append(
            drawn(sizes, values, 'stroke="#0a7" stroke-width="2.5"' if whole else 'stroke="#88a" stroke-width="1"')
        )
    begin = max(lines[-1][1][0], 0.1)
    end = min(sizes[-1], sizes[0] * 10.0**most / begin)  # where it leaves the picture
    linear = [begin, begin * end / sizes[0]]
    parts.append(drawn([sizes[0], end], linear, 'stroke="#aaa" stroke-dasharray="4"'))
    parts += _names(left + 226, [(name, place(sizes[-1], values[-1])[1]) for name, values, _ in lines])
    return "".join(parts)


def _names(x: int, names: Sequence[tuple[str, float]]) -> Iterator[str]:
    """The names at the ends of lines, pushed apart where they would stand on one another."""
    free = 0.0
    for name, y in sorted(names, key=lambda named: named[1]):
        free = max(free + 12, y + 4)
        yield f'<text x="{x}" y="{free:.1f}">{name}</text>'


def main(arguments: Sequence[str]) -> None:
    """Run every size and print the table, and how the time grows from the last size but one to the last."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="articles of each run")
    parser.add_argument(
        "--share",
        type=float,
        default=1.0,
        metavar="S",
        help="of the articles that are no copies, at most (1: all sets)",
    )
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where there is room for a corpus: 3.5 GB a million")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw cost against size as SVG")
    chosen = parser.parse_args(arguments)
    runs = grown(chosen.data, chosen.sizes, chosen.share, chosen.folder)
    rows: list[tuple[object, ...]] = [
        (several[0].name, *(f"{stage.seconds:.1f}" for stage in several), *(f"{stage.peak:,.0f}" for stage in several))
        for several in zip(*runs, strict=True)
    ]
    totals = [sum(stage.seconds for stage in run) for run in runs]
    rows.append(("all", *(f"{total:.1f}" for total in totals), *(f"{run[-1].peak:,.0f}" for run in runs)))
    sizes = [f"{size:,}" for size in chosen.sizes]
    title = "all sets, topped up with edited copies" if is_there(chosen.data) else "generated articles"
    bench.show(title, ["stage", *(f"s, {size}" for size in sizes), *(f"MB, {size}" for size in sizes)], rows)
    print("; ".join(f"{size}: {run[3].count:,} pairs" for size, run in zip(sizes, runs, strict=True)))
    if len(totals) > 1:
        cpu = [sum(stage.cpu for stage in run) for run in runs]
        print(
            f"from {sizes[-2]} to {sizes[-1]} articles, time grows with the power {exponent(chosen.sizes, totals):.2f} "
            f"of the number of articles, CPU time with {exponent(chosen.sizes, cpu):.2f}"
        )
    if chosen.picture:
        chosen.picture.write_text(picture(chosen.sizes, runs), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
