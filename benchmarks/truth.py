"""Which articles of a file are alike by exact Jaccard similarity, and how an answer compares with that.

Nothing here knows how the file was made or how syndet works. Words are runs of letters and digits without case and
accents; an article is the set of its word 5-shingles, each a number of 64 bits; the pairs are complete: no pair at or
above the threshold can be missed, because two such sets share one of the least members of both (prefix filtering:
of n members in one fixed order, a set that must share k of them shares one of the first n - k + 1).
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

SHINGLE: Final = 5
"""Words of a shingle."""

THRESHOLD: Final = 0.8
"""Similarity from which two articles are alike."""

_FLOOR: Final = THRESHOLD - 1e-9
"""The same with room for rounding, where it only decides what is looked at."""

_WORDS: Final = re.compile(r"[^\W_]+")

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """Every pair of articles at or above the threshold.

    Attributes:
        ids: the ids of the articles in the order of the file.
        pairs: (n, 2) int64, places in `ids`, the lesser first; sorted.
        jaccard: (n,) float64, `THRESHOLD` to 1.
    """

    ids: tuple[str, ...] = field(repr=False)
    pairs: Places = field(repr=False)
    jaccard: NDArray[np.float64] = field(repr=False)

    def save(self, path: Path) -> None:
        """Keep it in a file, for `load`."""
        np.savez(path, ids=np.array(self.ids), pairs=self.pairs, jaccard=self.jaccard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How an answer compares with the truth; None where it says nothing to compare.

    Attributes:
        recall: share of the alike pairs that are in one cluster of the answer.
        precision: share of the alike among all pairs of articles that are in one cluster.
        named: pairs that the answer names; None if it only has clusters.
        named_recall: share of the alike pairs that are named.
        named_precision: share of the alike among the named pairs.
        largest: articles in the largest cluster.
    """

    recall: float | None
    precision: float | None
    named: int | None
    named_recall: float | None
    named_precision: float | None
    largest: int


def load(path: Path) -> Truth:
    """What `Truth.save` kept."""
    with np.load(path) as kept:
        return Truth(ids=tuple(kept["ids"].tolist()), pairs=kept["pairs"], jaccard=kept["jaccard"])


def find(path: Path) -> Truth:
    """The truth of a file of JSON lines with the fields id and text; an article without words is like no other."""
    with tempfile.TemporaryFile() as file:
        ids, start, key, owner = _read(path, file)
        member = np.memmap(file, np.uint64, "r", shape=(int(start[-1]),)) if start[-1] else np.empty(0, np.uint64)
        pairs = _candidates(key, owner, np.diff(start))
        jaccard = np.array([_jaccard(member, start, a, b) for a, b in pairs.tolist()], np.float64)
        del member  # before its file is closed: Windows insists
    alike = jaccard >= THRESHOLD
    return Truth(ids=ids, pairs=pairs[alike], jaccard=jaccard[alike])


def score(truth: Truth, clusters: Iterable[Sequence[str]], named: Iterable[Sequence[str]] | None) -> Score:
    """How clusters of ids, and pairs of ids if the tool names pairs, compare with the truth.

    No article may be in two clusters; a pair may be named more than once and either way round. Raises
    ValueError for an article in two clusters, KeyError for an id that is not in the file.
    """
    place = {id: number for number, id in enumerate(truth.ids)}
    label = np.arange(-1, -1 - len(place), -1)
    sizes = []
    for number, cluster in enumerate(clusters):
        members = sorted({place[id] for id in cluster})
        if (label[members] >= 0).any():
            raise ValueError("an article is in two clusters")
        label[members] = number
        sizes.append(len(members))
    together = int((label[truth.pairs[:, 0]] == label[truth.pairs[:, 1]]).sum())
    claimed = sum(size * (size - 1) // 2 for size in sizes)
    found, count = 0, None
    if named is not None:
        numbers = {(min(a, b), max(a, b)) for a, b in ((place[a], place[b]) for a, b in named)}
        found, count = len(numbers & set(map(tuple, truth.pairs.tolist()))), len(numbers)
    return Score(
        recall=_share(together, len(truth.pairs)),
        precision=_share(together, claimed),
        named=count,
        named_recall=None if count is None else _share(found, len(truth.pairs)),
        named_precision=None if count is None else _share(found, count),
        largest=max(sizes, default=0),
    )


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, without case and accents."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _WORDS.findall(text.casefold())


def _read(path: Path, file: BinaryIO) -> tuple[tuple[str, ...], Places, NDArray[np.uint64], NDArray[np.uint32]]:
    """The ids; where each article's shingles begin in `file`, sorted sets of uint64; the least of each and whose."""
    number: dict[str, int] = {}
    ids, start = [], [0]
    keys, owners = [np.empty(0, np.uint64)], [np.empty(0, np.uint32)]
    for place, (id, text) in enumerate(_articles(path)):
        word = np.array([number.setdefault(word, len(number)) for word in words(text)], np.uint64)
        members = _shingles(word)
        file.write(members.tobytes())
        ids.append(id)
        start.append(start[-1] + len(members))
        keys.append(members[: len(members) - _shared(len(members)) + 1])
        owners.append(np.full(len(keys[-1]), place, np.uint32))
    file.flush()
    return tuple(ids), np.array(start), np.concatenate(keys), np.concatenate(owners)


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row["text"]


def _shingles(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The set of an article's shingles, sorted: the words' numbers mixed into one; fewer words make one shingle."""
    size = min(SHINGLE, len(word))
    if not size:
        return word
    windows = np.lib.stride_tricks.sliding_window_view(word, size)
    mixed = np.zeros(len(windows), np.uint64)
    for column in range(size):
        mixed = (mixed ^ windows[:, column]) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(size)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    return np.unique(mixed)


def _shared(members: int) -> int:
    """How many of its members a set shares at least with one that is alike: J >= t asks for t of the larger set."""
    return ceil(_FLOOR * members)


def _candidates(key: NDArray[np.uint64], owner: NDArray[np.uint32], size: Places) -> Places:
    """(n, 2) int64: the pairs that share a key and are not too different in size to be alike, each once, sorted."""
    order = np.argsort(key, kind="stable")
    key, article = key[order], owner[order].astype(np.int64)
    packed = [np.empty(0, np.int64)]
    apart, going = 1, np.flatnonzero(key[1:] == key[:-1])
    while len(going):  # first the neighbours with one key, then those two apart, and so on through the largest group
        a, b = article[going], article[going + apart]
        near = np.minimum(size[a], size[b]) >= _FLOOR * np.maximum(size[a], size[b])
        packed.append(np.unique((np.minimum(a, b) * len(size) + np.maximum(a, b))[near]))
        apart += 1
        going = going[going + apart < len(key)]
        going = going[key[going + apart] == key[going]]
    both = np.unique(np.concatenate(packed))
    return np.stack((both // len(size), both % len(size)), axis=1)


def _jaccard(member: NDArray[np.uint64], start: Places, a: int, b: int) -> float:
    first, second = member[start[a] : start[a + 1]], member[start[b] : start[b + 1]]
    both = len(np.intersect1d(first, second, assume_unique=True))
    return both / (len(first) + len(second) - both)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
