"""Copies alone, fast: texts are marked while others are read, and pairs of like marks are compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from syndet import cluster, copies, kernels, readers, sketch
from syndet.model import Article, Cluster, Link, Origin
from syndet.pipeline import judging, preparing
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KERNELS: Final = ("copies", "lines", "marks", "words")
"""The modules whose kernels are used here."""

_NOT_LOOKED_FOR: Final = Origin(
    article=None,
    kind="unknown",
    name=None,
    confidence=0.0,
    reason='Origins are not looked for at level "copy"; level "derived" looks for them.',
    evidence=(),
)


class Marking:
    """Marks texts while others are still being read."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.workers = workers
        self.shingle = settings.shingle
        self.bands, rows = copies.plan(settings.threshold, settings.permutations)
        self.draw = sketch.draw(self.bands * rows)
        self.parts: list[Future[copies.Marks]] = []

    def expect(self, characters: int) -> None:
        """Be told that so much text is coming, before any kernel is used."""
        if kernels.choose(characters, KERNELS):
            self.workers.tell(preparing.FIRST_RUN, 0, 0)

    def take(self, texts: list[str]) -> None:
        """Have some texts marked."""
        # If there are more, these are so many that they are worth compiling for.
        if not self.parts:
            self.expect(sum(map(len, texts)))
        self.parts.append(self.workers.later(self._mark, lambda: copies.encoded(texts)))

    def take_spans(self, texts: tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]) -> None:
        """Have some texts marked that are UTF-8 already."""
        data, begin, end = texts
        self.parts.append(self.workers.later(self._mark, lambda: copies.Bytes(data=data, begin=begin, end=end)))

    def _mark(self, texts: Callable[[], copies.Bytes]) -> copies.Marks:
        return copies.mark(texts(), *self.draw, shingle=self.shingle, bands=self.bands)

    def marks(self, reading: readers.Reading) -> copies.Marks:
        """The marks of what was read, in its order."""
        import numpy as np

        order = np.array(reading.order, np.int64)
        if len(reading) and not self.parts:  # it had been read before
            for texts in preparing.chunks(reading.articles):
                self.take(texts)
            order = np.arange(len(reading))
        marks = copies.gathered([part.result() for part in self.parts], order)
        self.parts.clear()
        if len(reading):
            self.workers.tell("reading articles", len(reading), len(reading))
        return marks


class Twins:
    """Copies among articles: folds those with the same words, compares pairs of the others exactly, and remembers."""

    def __init__(self, articles: Sequence[Article], marks: copies.Marks, settings: Settings, workers: Workers) -> None:
        self.articles = articles
        self.marks = marks
        self.settings = settings
        self.workers = workers
        self.leader = copies.leaders(marks)
        self.sizes: dict[cluster.Pair, tuple[int, int, int]] = {}
        self.compared: set[cluster.Pair] = set()

    def find(self) -> tuple[tuple[Cluster, ...], tuple[Link, ...]]:
        """The clusters, the largest first, and the links."""
        import numpy as np

        found = self._check(copies.candidates(self.marks, np.unique(self.leader), threshold=self.settings.threshold))

        def check(pairs: Sequence[cluster.Pair]) -> Mapping[cluster.Pair, float]:
            return self._check(np.array(pairs, np.int64)) if pairs else {}

        plain, left, compared = cluster.plain(found, self.compared)
        groups = [*plain, *cluster.group(left, compared, check)]
        followers = copies.followers(self.leader)
        return self._clusters(groups, followers), self._links(followers)

    def _check(self, pairs: NDArray[np.int64]) -> dict[cluster.Pair, float]:
        """Those of the pairs that are copies, with how similar they are."""
        found: dict[cluster.Pair, float] = {}
        parts = list(copies.slices(pairs, self.marks))
        shared = self.workers.run("comparing pairs", self._shared, parts, len)
        for part, (both, size) in zip(parts, shared, strict=True):
            similar = both / (size.sum(axis=1) - both)
            close = similar >= self.settings.threshold
            self.compared.update(zip(*part.T.tolist(), strict=True))
            copied = list(zip(*part[close].T.tolist(), strict=True))
            self.sizes.update(zip(copied, zip(both[close].tolist(), *size[close].T.tolist(), strict=True), strict=True))
            found.update(zip(copied, similar[close].tolist(), strict=True))
        return found

    def _shared(self, pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many shingles two articles share and each has, for every pair; each article is read once."""
        import numpy as np

        numbers, places = np.unique(pairs, return_inverse=True)
        places = places.reshape(pairs.shape).astype(np.int64, copy=False)
        both, size = copies.shared(self._texts(numbers), places, shingle=self.settings.shingle)
        return both, size[places]

    def _texts(self, numbers: NDArray[np.int64]) -> copies.Bytes:
        """The texts of these articles, read again where they are in a file."""
        articles = [self.articles[number] for number in numbers.tolist()]
        spans = readers.spans(articles)
        if spans is None:
            return copies.encoded(readers.texts(articles))
        data, begin, end = spans
        return copies.Bytes(data=data, begin=begin, end=end)

    def _clusters(self, groups: Sequence[list[int]], followers: Mapping[int, list[int]]) -> tuple[Cluster, ...]:
        """The groups and those that the same words make, as clusters; a text stands for all with the same words."""
        placed = {member for members in groups for member in members}
        alike = [[leader] for leader in followers if leader not in placed]
        firm = cluster.cohesion(groups, self.compared, self.sizes) + [1.0] * len(alike)
        whole = [[a for member in members for a in followers.get(member, [member])] for members in [*groups, *alike]]
        made = [self._cluster(members, cohesion) for members, cohesion in zip(whole, firm, strict=True)]
        return tuple(sorted(made, key=lambda cluster: (-len(cluster), cluster.members)))

    def _cluster(self, members: Sequence[int], cohesion: float) -> Cluster:
        return Cluster(
            id=self.articles[members[0]].id,
            members=tuple(self.articles[member].id for member in sorted(members)),
            origin=_NOT_LOOKED_FOR,
            cohesion=round(cohesion, 4),
            warnings=judging.warnings(cohesion),
        )

    def _links(self, followers: Mapping[int, list[int]]) -> tuple[Link, ...]:
        ids = [article.id for article in self.articles]
        spread = sorted(copies.spread(self.sizes, followers))
        return tuple(copies.links([(ids[a], ids[b], sizes) for a, b, sizes in spread]))
