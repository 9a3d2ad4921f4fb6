"""What clusters and their origins cost, part by part, in CPU time a cluster: a share of every set of articles."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from unittest import mock

import bench
import corpora
import generator
import scale
import speed

from syndet import Settings, origin, pipeline, readers
from syndet.origin import arborescence, chances, derivation, margins, mentions, shares, sharing, steps, verdict

RUNS: Final = 3

PARTS: Final[Sequence[tuple[str, ModuleType, str]]] = (
    ("outlets and times", origin, "imprints"),
    ("roles of outlets", origin, "tally"),
    ("credits in margins", margins, "find"),
    ("mentions", mentions, "find"),
    ("the rest of a case", origin, "prepare"),
    ("steps from text to text", steps, "find"),
    ("what pairs share", sharing, "find"),
    ("clues", origin, "clues"),
    ("verdict", verdict, "judge"),
    ("cheapest tree", arborescence, "minimum"),
    ("all trees", chances, "of"),
    ("what is copied and own", shares, "take"),
    ("the rest of a tree", derivation, "find"),
)
"""Each part and the function that does it; what others of them do inside does not count for it."""


class Clock:
    """CPU time by part, each without the parts inside it."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._parts: list[str] = []
        self._begun = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Counts for a part what is done inside."""
        self._count()
        self._parts.append(name)
        yield
        self._count()
        self._parts.pop()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, counted for a part."""

        def done(*given: Any, **named: Any) -> Any:
            with self.part(name):
                return work(*given, **named)

        return done

    def _count(self) -> None:
        now = time.process_time()
        if self._parts:
            self.seconds[self._parts[-1]] += now - self._begun
        self._begun = now


def write(data: Path, size: int, path: Path) -> None:
    """A corpus of that many articles: the first of each set, in proportion, as neighbours are often related."""
    sets = [list(rows) for _, rows in groupby(scale.articles(data), key=lambda row: row["id"].partition("/")[0])]
    share = size / sum(map(len, sets))
    scale.dump([row for rows in sets for row in rows[: round(share * len(rows))]], path)


def compared(path: Path, workers: pipeline.Workers) -> pipeline.Judge:
    """The judge of a corpus, all of its pairs compared."""
    settings = Settings()
    articles = readers.collect([path]).articles
    texts = pipeline.prepare(articles, workers)
    pairs = pipeline.candidate_pairs(texts, settings, workers)
    judge = pipeline.Judge(texts, pipeline.frames(texts, articles, workers).body, articles, settings, workers)
    judge(pairs)
    return judge


def measure(judge: pipeline.Judge, level: Any) -> tuple[Counter[str], float, int]:
    """Seconds by part, seconds without looking at the parts, and the clusters, each once."""
    begun = time.process_time()
    made, _ = pipeline.clusters(judge, level)
    whole = time.process_time() - begun
    clock = Clock()
    with ExitStack() as patched:
        for name, module, function in PARTS:
            timed = clock.timed(name, getattr(module, function))
            patched.enter_context(mock.patch.object(module, function, timed))
        with clock.part("clusters, and the rest"):
            pipeline.clusters(judge, level)
    return clock.seconds, whole, len(made)


def main(arguments: Sequence[str]) -> None:
    """Compare the pairs of a corpus, then make clusters and origins of them several times and print the least."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="articles of the corpus")
    chosen = parser.parse_args(arguments)
    speed.warm_up()
    with tempfile.TemporaryDirectory() as folder, pipeline.Workers(1, None) as workers:  # forks would count apart
        path = Path(folder) / "articles.jsonl"
        if scale.is_there(chosen.data):
            write(chosen.data, chosen.articles, path)
        else:
            generator.write(path, chosen.articles)
        judge = compared(path, workers)
        runs = [measure(judge, Settings().level) for _ in range(RUNS)]
    count = runs[0][2]
    least = {name: min(seconds[name] for seconds, _, _ in runs) for name in runs[0][0]}
    rows: list[tuple[object, ...]] = [
        (name, f"{seconds:.2f}", f"{1000 * seconds / count:.3f}")
        for name, seconds in sorted(least.items(), key=lambda item: -item[1])
    ]
    whole = min(whole for _, whole, _ in runs)
    rows.append(("all, unwatched", f"{whole:.2f}", f"{1000 * whole / count:.3f}"))
    bench.show(f"{chosen.articles:,} articles, {count:,} clusters", ["part", "CPU s", "ms a cluster"], rows)


if __name__ == "__main__":
    main(sys.argv[1:])
