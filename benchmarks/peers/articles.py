"""What the adapters share: to read the articles, to cut them into shingles, to join pairs, to write the answer.

An adapter is run as ``python ADAPTER FILE OUT [OPTION...]`` by the Python of the tool's own environment, so only the
standard library is used here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

THRESHOLD = 0.8
PERMUTATIONS = 128
SHINGLE = 5

_WORDS = re.compile(r"\w+")


def read(path: str) -> tuple[list[str], list[str]]:
    """The ids and the texts of a file of JSON lines."""
    ids, texts = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            ids.append(row["id"])
            texts.append(row["text"])
    return ids, texts


def shingles(text: str) -> list[str]:
    """The word shingles of a text, each once, in its order, for tools that leave the words to their users."""
    words = _WORDS.findall(text.lower())
    starts = range(max(1, len(words) - SHINGLE + 1))
    return list(dict.fromkeys(" ".join(words[start : start + SHINGLE]) for start in starts))


def join(groups: Iterable[Sequence[int]]) -> list[list[int]]:
    """The connected components of groups of places, those of two and more."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        while parent.setdefault(place, place) != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for first, *others in groups:
        for other in others:
            parent[root(other)] = root(first)
    members: dict[int, list[int]] = {}
    for place in parent:
        members.setdefault(root(place), []).append(place)
    return [places for places in members.values() if len(places) > 1]


def pairs(found: Iterable[Iterable[int]]) -> Iterator[tuple[int, int]]:
    """The pairs that the answers to a query for every article name, each once."""
    for place, others in enumerate(found):
        yield from ((place, other) for other in others if other > place)


def write(
    path: str,
    ids: Sequence[str],
    clusters: Iterable[Iterable[int]],
    named: Iterable[tuple[int, int]] | None = None,
) -> None:
    """Write the clusters, and the pairs if the tool names pairs, given as places, as ids."""
    answer = {
        "clusters": [[ids[place] for place in cluster] for cluster in clusters],
        "pairs": None if named is None else [[ids[a], ids[b]] for a, b in named],
    }
    Path(path).write_text(json.dumps(answer), encoding="utf-8")
