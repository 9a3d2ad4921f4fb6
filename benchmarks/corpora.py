"""The corpora that the figures are measured on: where they lie, what is in them, and their gold."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measures import Pair, Span, turned

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Where the corpora are looked for unless --data says otherwise: beside the checkout."""


def parser(about: str | None) -> argparse.ArgumentParser:
    """A parser that takes --data; `about` is the script's docstring."""
    made = argparse.ArgumentParser(description=about)
    made.add_argument("--data", type=Path, default=BESIDE, metavar="DIR", help="folder of the corpora")
    return made


def need(*paths: Path) -> None:
    """End the script, as skipped, if a corpus is not there: the corpora are no part of this project."""
    for path in paths:
        if not path.exists():
            print(f"skipped: {path} is not there; --data DIR says where the corpora are")
            sys.exit(0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A corpus with listed pairs of articles and the passages planted in them.

    Attributes:
        folder: where docs.jsonl.gz, pairs.tsv and passages.jsonl lie.
        types: every listed pair and its type, in the order of the list.
        gold: the planted passages by pair.
    """

    folder: Path
    types: Mapping[Pair, str]
    gold: Mapping[Pair, list[Span]]

    @property
    def docs(self) -> Path:
        """The file of the articles."""
        return self.folder / "docs.jsonl.gz"

    @property
    def pairs(self) -> Path:
        """The file of the listed pairs."""
        return self.folder / "pairs.tsv"

    def articles(self) -> dict[str, str]:
        """The text of every article by id, in the order of the file."""
        return texts(self.docs)

    def thinned(self, step: int, first: int = 0) -> Listed:
        """The same with every `step`-th pair only, from the one numbered `first`."""
        types = dict(list(self.types.items())[first::step])
        return Listed(self.folder, types, {pair: spans for pair, spans in self.gold.items() if pair in types})


def listed(folder: Path) -> Listed:
    """The corpus in this folder; ends the script as skipped if it is not there."""
    need(folder / "docs.jsonl.gz", folder / "pairs.tsv", folder / "passages.jsonl")
    types = {(a, b): kind for a, b, kind, *_ in rows(folder / "pairs.tsv")}
    return Listed(folder, types, turned(types, records(folder / "passages.jsonl")))


def texts(docs: Path) -> dict[str, str]:
    """The text of every article by id, in the order of the file: compressed lines of JSON."""
    with gzip.open(docs, "rt", encoding="utf-8") as file:
        return {row["id"]: row["text"] for row in map(json.loads, file)}


def rows(path: Path) -> Iterator[list[str]]:
    """The columns of each line of a file parted by tabs."""
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n").split("\t") for line in file if line.strip())


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
