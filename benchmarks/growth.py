"""What growth must not break: corpora that tempt a quadratic step, each with its time, memory and right answer.

Each runs in a process of its own, through `syndet.detect`, kernels loaded.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import bench
import generator

SEED: Final = 4

BLOCK_WORDS: Final = 150_000
"""Words that are made at a time: more take longer for each."""

COLUMNS: Final = ("corpus", "size", "s", "CPU s", "peak MB", "links", "clusters")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A corpus that tempts a quadratic step.

    Attributes:
        rows: the articles of a corpus of some size.
        sizes: the sizes of its clusters that are right, the largest first, for that size.
        size: the size of the row in the table.
        things: what the size counts.
    """

    rows: Callable[[int], Iterator[Row]]
    sizes: Callable[[int], list[int]]
    size: int
    things: str = "articles"


def story(number: int, first: int = 0, last: int | None = None) -> str:
    """Some words of an invented article; different numbers share no more than single words."""
    text = generator.spell(generator.code(SEED, number, 0), False)
    if (first, last) == (0, None):
        return text.rstrip()
    return " ".join(text.split()[first:last]).rstrip('.,"') + "."


def own(words: int) -> Iterator[str]:
    """Texts of so many words without end, whole sentences on one line, that share no more than single words."""
    for block in count():
        yield from generator.pieces(SEED, block, words, BLOCK_WORDS // words)


def shared_paragraph(size: int) -> Iterator[Row]:
    """Articles of some 350 words, a paragraph of 50 in their middle the same in all and one of 150 on each side not."""
    paragraph, texts = story(0, 0, 50), own(150)
    for number, before, after in zip(range(size), texts, texts, strict=False):
        yield _row(number, f"{before}\n\n{paragraph}\n\n{after}")


def reprints(size: int) -> Iterator[Row]:
    """One story in so many papers, with twenty words of their own before and after."""
    text, texts = story(0), own(20)
    for number, before, after in zip(range(size), texts, texts, strict=False):
        yield _row(number, f"{before}\n\n{text}\n\n{after}")


def one_article(size: int) -> Iterator[Row]:
    """One article, so many times."""
    text = story(0)
    for number in range(size):
        yield _row(number, text)


def giant(size: int) -> Iterator[Row]:
    """An article of so many characters, one that took a story from its middle, and ten that share nothing with it."""
    parts, length = [story(100)], 0
    while (length := length + len(parts[-1]) + 2) < size:
        parts.append(story(100 + len(parts)))
    yield _row(0, "\n\n".join(parts))
    yield _row(1, f"{story(1, 0, 100)}\n\n{parts[len(parts) // 2]}")
    for other in range(2, 12):
        yield _row(other, story(other))


def one_line(size: int) -> Iterator[Row]:
    """Articles of twenty words, a sentence or two in one line; of ten in a row the last is the same as the first."""
    first = ""
    for number, text in zip(range(size), own(20), strict=False):
        first = first if number % 10 else text
        yield _row(number, first if number % 10 == 9 else text)


def _row(number: int, text: str) -> Row:
    word = generator.vocabulary()[200 + number % 997]
    return {"id": f"{number:07}", "text": text, "source": f"The {word.capitalize()} Post"}


CASES: Final[Mapping[str, Case]] = {
    "one paragraph in all": Case(shared_paragraph, lambda size: [], 200_000),
    "a story reprinted": Case(reprints, lambda size: [size], 5_000, "reprints"),
    "one article over and over": Case(one_article, lambda size: [size], 100_000, "copies"),
    "a giant": Case(giant, lambda size: [2], 20_000_000, "characters"),
    "one line each": Case(one_line, lambda size: [2] * (size // 10), 1_000_000),
}


def write(case: Case, size: int, path: Path) -> None:
    """Write the corpus of that size as JSON lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row) + "\n" for row in case.rows(size))


def measure(path: str) -> dict[str, Any]:
    """Seconds, CPU seconds, peak MB and the sizes of the clusters of a run over this file, kernels loaded."""
    import speed

    import syndet

    speed.warm_up()
    begun, cpu = time.perf_counter(), bench.processor_seconds()
    result = syndet.detect(path)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": bench.processor_seconds() - cpu,
        "peak": bench.own_peak_megabytes(),
        "links": len(result.links),
        "sizes": [len(cluster) for cluster in result.clusters],
    }


def run(name: str, share: float) -> list[object]:
    """The row of a case in the table, told as soon as it is known."""
    case = CASES[name]
    size = max(20, round(case.size * share))
    things = f"{size:,} {case.things}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.jsonl"
        begun = time.perf_counter()
        write(case, size, path)
        say(f"{name}, {things}: {path.stat().st_size / 1e6:,.0f} MB written in {time.perf_counter() - begun:.0f} s")
        here = str(Path(__file__).parent)
        script = f"import sys; sys.path.insert(0, {here!r}); import growth; growth.tell({str(path)!r})"
        found = json.loads(bench.python("-c", script).output)
    right = "right" if found["sizes"] == case.sizes(size) else "WRONG"
    seconds, cpu, peak = f"{found['seconds']:,.1f}", f"{found['cpu']:,.1f}", f"{found['peak']:,.0f}"
    say(f"{name}, {things}: {seconds} s, CPU {cpu} s, {peak} MB, {found['links']:,} links, clusters {right}")
    if right == "WRONG":
        say(f"  clusters of each size: {sizes(found['sizes'])}; right would be {sizes(case.sizes(size))}")
    return [name, things, seconds, cpu, peak, found["links"], right]


def say(line: str) -> None:
    """Tell what has been done so far, beside the table."""
    print(line, file=sys.stderr, flush=True)


def sizes(clusters: Sequence[int]) -> str:
    """How many clusters there are of each size, the largest first."""
    return ", ".join(f"{number:,} of {size:,}" for size, number in sorted(Counter(clusters).items())[::-1]) or "none"


def tell(path: str) -> None:
    """Print what `measure` finds as JSON."""
    print(json.dumps(measure(path)))


def main(arguments: Sequence[str]) -> None:
    """Run the cases one after the other and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", nargs="+", choices=list(CASES), default=list(CASES), metavar="CASE")
    parser.add_argument("--share", type=float, default=1.0, help="of each corpus's size (1)")
    chosen = parser.parse_args(arguments)
    rows = [run(name, chosen.share) for name in chosen.only]
    bench.show("what growth must not break", COLUMNS, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
