"""The whole job on large corpora: time and memory by stage, as the corpus grows, and the exponent of that growth.

All sets of articles together, topped up with edited copies; each size runs in a process of its own.
"""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import bench
import corpora
import speed

SETS = (
    "allsides", "cstnews-pt", "onestop-en", "pan13-train", "reuters-2006-2011", "senate-press", "wmt-news-en",
    "wmt-spliced",
)  # fmt: skip
SIZES = (10_000, 30_000, 100_000)
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


def write(data: Path, size: int, path: Path) -> None:
    """A corpus of that many articles as JSON lines: a sample of all, or all and edited copies of some of them."""
    draw = random.Random(size)
    rows = list(articles(data))
    chosen = draw.sample(rows, min(size, len(rows)))
    with path.open("w", encoding="utf-8") as file:
        for row in chosen:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        for number in range(size - len(chosen)):
            row = draw.choice(rows)
            copy = {"id": f"{row['id']}/copy-{number}", "text": edited(row["text"], draw), "source": "copies"}
            file.write(json.dumps(copy, ensure_ascii=False) + "\n")


def grown(data: Path, sizes: Sequence[int]) -> list[list[speed.Stage]]:
    """The stages of a run of each size."""
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.jsonl"
            write(data, size, path)
            runs.append(speed.in_own_process(path))
            path.unlink()
    return runs


def main(arguments: Sequence[str]) -> None:
    """Run every size and print the table, and how the time grows from the first size to the last."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="articles of each run")
    chosen = parser.parse_args(arguments)
    corpora.need(*(chosen.data / name / "docs.jsonl.gz" for name in SETS))
    runs = grown(chosen.data, chosen.sizes)
    rows: list[tuple[object, ...]] = [
        (several[0].name, *(f"{stage.seconds:.1f}" for stage in several), *(f"{stage.peak:,.0f}" for stage in several))
        for several in zip(*runs, strict=True)
    ]
    totals = [sum(stage.seconds for stage in run) for run in runs]
    rows.append(("all", *(f"{total:.1f}" for total in totals), *(f"{run[-1].peak:,.0f}" for run in runs)))
    sizes = [f"{size:,}" for size in chosen.sizes]
    bench.show("all sets", ["stage", *(f"s, {size}" for size in sizes), *(f"MB, {size}" for size in sizes)], rows)
    if len(totals) > 1:
        exponent = math.log(totals[-1] / totals[0]) / math.log(chosen.sizes[-1] / chosen.sizes[0])
        print(f"time grows with the {exponent:.2f}th power of the number of articles")


if __name__ == "__main__":
    main(sys.argv[1:])
