"""Copies alone, fast: texts are marked while others are read, and pairs of like marks are compared exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from itertools import chain, repeat
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Final

from syndet import cluster, columns, copies, readers, sketch
from syndet.model import Article, Cluster, Link, Origin, made
from syndet.pipeline import preparing
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KERNELS: Final = ("components", "copies", "lines", "linkage", "marks", "words")
"""The modules whose kernels are used here."""

_ROOM: Final = 4
"""Characters of room for each word that is kept in memory, which takes 4 bytes: 250 MB of 2 GB."""

_RELEASED: Final = 2
"""Parts of the pairs after which memory lets go of words that lie in a file: 60 MB, for pages come by sixteens."""

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

    def __init__(self, settings: Settings, workers: Workers, room: int) -> None:
        """`room`: characters that can be worked on in memory; words beyond that are kept in a file."""
        import numpy as np

        self.workers = workers
        self.words = columns.spilling(np.dtype(np.uint32), room // _ROOM)
        self._adding = Lock()
        self.shingle = settings.shingle
        self.bands, rows = copies.plan(settings.threshold, settings.permutations)
        self.draw = sketch.draw(self.bands * rows)
        self.parts: list[Future[copies.Marks]] = []

    def expect(self, characters: int) -> None:
        """Be told that so much text is coming, before any kernel is used."""
        preparing.expect(self.workers, characters, KERNELS)

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
        word, start = copies.words(texts())
        marks = copies.mark(word, start, *self.draw, shingle=self.shingle, bands=self.bands)
        with self._adding:
            before = len(self.words)
            self.words.add(word)
        return replace(marks, first=marks.first + before)

    def marks(self, reading: readers.Reading) -> copies.Marks:
        """The marks of what was read, in its order."""
        import numpy as np

        order = np.array(reading.order, np.int64)
        if not self.parts:  # it had been read before, or there is nothing
            for texts in preparing.chunks(reading.articles):
                self.take(texts)
            order = np.arange(len(reading))
        parts = [part.result() for part in self.parts]
        self.parts.clear()
        marks = copies.gathered(parts, order)
        if len(reading):
            self.workers.tell("reading articles", len(reading), len(reading))
        return marks


class Twins:
    """Copies among articles: folds those with the same words, and compares pairs of the others exactly.

    `word`: the words of all of them, where the marks say that they begin.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        marks: copies.Marks,
        word: NDArray[np.uint32],
        settings: Settings,
        workers: Workers,
    ) -> None:
        self.word = word
        self.ids = list(map(attrgetter("id"), articles))
        self.marks = marks
        self.settings = settings
        self.workers = workers

    def find(self) -> tuple[tuple[Cluster, ...], tuple[Link, ...]]:
        """The clusters, the largest first, and the links."""
        import numpy as np

        leader = copies.leaders(self.marks)
        leading = np.flatnonzero(leader == np.arange(len(leader)))
        proposed = copies.candidates(self.marks, leading, threshold=self.settings.threshold, each=self.workers.each)
        compared = self._compared(proposed)
        linked = self._linked(compared)
        plain, left = cluster.plain(linked.pair, linked.similar, compared.pair, len(self.ids))
        grown, firm, more = self._grown(compared, left)
        groups, firm = [*plain, *grown], [*[1.0] * len(plain), *firm]
        links = copies.links(self.ids, copies.spread(copies.joined([linked, more]), leader))
        return self._clusters(groups, firm, leader), tuple(links)

    def _linked(self, compared: copies.Shared) -> copies.Shared:
        return compared.taken(compared.similar >= self.settings.threshold)

    def _grown(
        self, compared: copies.Shared, left: NDArray[np.int64]
    ) -> tuple[list[list[int]], list[float], copies.Shared]:
        """The clusters of articles that are left, the cohesion of each, and links found on the way."""
        root = left[compared.pair]
        mine = compared.taken((root[:, 0] == root[:, 1]) & (root[:, 0] >= 0))
        more: list[copies.Shared] = []

        def check(pairs: NDArray[np.int64]) -> NDArray[np.float64]:
            found = self._compared(pairs)
            more.append(self._linked(found))
            return self._strength(found)

        return *cluster.group(mine.pair, self._strength(mine), check), copies.joined(more)

    def _strength(self, compared: copies.Shared) -> NDArray[np.float64]:
        """How similar pairs are, NaN for those that are no copies."""
        import numpy as np

        similar = compared.similar
        return np.where(similar >= self.settings.threshold, similar, np.nan)

    def _compared(self, pairs: NDArray[np.int64]) -> copies.Shared:
        """What the articles of these pairs share, the pairs in their order."""
        import numpy as np

        parts = list(copies.slices(pairs, self.marks))
        shared = partial(copies.shared, self.word, self.marks, shingle=self.settings.shingle)
        found = []
        for number, part in enumerate(self.workers.run("comparing pairs", shared, parts, len)):
            found.append(part)
            if number % _RELEASED == 0:
                columns.release([self.word])
        compared = copies.joined(found)
        return compared.taken(np.lexsort((compared.pair[:, 1], compared.pair[:, 0])))

    def _clusters(
        self, groups: Sequence[list[int]], firm: Sequence[float], leader: NDArray[np.int64]
    ) -> tuple[Cluster, ...]:
        """The groups and those that the same words make, as clusters; a text stands for all with the same words."""
        import numpy as np

        own = np.full(len(self.ids), -1)
        own[np.fromiter(chain.from_iterable(groups), np.int64)] = np.repeat(np.arange(len(groups)), [*map(len, groups)])
        leading = np.flatnonzero((np.bincount(leader, minlength=len(own)) > 1) & (own < 0))
        own[leading] = np.arange(len(leading)) + len(groups)
        hub = np.array([*(group[0] for group in groups), *leading.tolist()], np.int64)
        cohesion = np.array([*firm, *[1.0] * len(leading)])
        own = own[leader]
        member = np.flatnonzero(own >= 0)
        member = member[np.argsort(own[member], kind="stable")]
        size = np.bincount(own[member], minlength=len(hub))
        begin = np.cumsum(size) - size
        # Ids sort as the numbers of articles do, and no two clusters begin with the same one.
        rank = np.lexsort((member[begin], -size))
        names = list(map(self.ids.__getitem__, member.tolist()))
        places = zip(begin[rank].tolist(), (begin + size)[rank].tolist(), strict=True)
        shares = cohesion[rank].tolist()
        slots: dict[str, Iterable[object]] = {
            "id": map(self.ids.__getitem__, hub[rank].tolist()),
            "members": [tuple(names[i:j]) for i, j in places],
            "origin": repeat(_NOT_LOOKED_FOR),
            "cohesion": [round(share, 4) for share in shares],
            "warnings": map(cluster.warnings, shares),
            "origins": repeat(None),
            "derivations": repeat(()),
        }
        return tuple(made(Cluster, len(rank), slots))
