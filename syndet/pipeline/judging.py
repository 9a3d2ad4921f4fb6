"""Candidate pairs to links, and links to clusters with their origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from syndet import align, cluster, origin, sketch
from syndet.model import Article, Cluster, Level, Link, Texts
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK_PAIRS: Final = 1_000
"""Pairs that a thread aligns at a time."""

_LOOSE: Final = 0.5
"""Cohesion below which a cluster is told to be loose: half of its members share nothing with each other."""


class Judge:
    """Compares pairs of articles and remembers: `links`, those that share only boilerplate as `framed`, `compared` all.

    `body` is what counts of each article, as `boilerplate.Frames` has it.
    """

    def __init__(
        self,
        texts: Texts,
        body: NDArray[np.int64],
        articles: Sequence[Article],
        settings: Settings,
        workers: Workers,
    ) -> None:
        self.texts = texts
        self.body = body
        self.articles = articles
        self.ids = [article.id for article in articles]
        self.settings = settings
        self.workers = workers
        self.links: dict[cluster.Pair, Link] = {}
        self.framed: dict[cluster.Pair, Link] = {}
        self.compared: set[cluster.Pair] = set()

    def __call__(self, pairs: NDArray[np.int64]) -> list[cluster.Pair]:
        """Those of the pairs that are linked; every pair has the smaller number first."""
        import numpy as np

        self.compared.update(zip(*pairs.T.tolist(), strict=True))
        chunks = np.array_split(pairs, max(1, len(pairs) // _CHUNK_PAIRS))
        found = []
        for sharing, links in self.workers.run("comparing pairs", self._sharing, chunks, len):
            for pair, link in zip(map(tuple, sharing.tolist()), links, strict=True):
                (self.links if link else self.framed)[pair] = link
                found += [pair] if link else []
        return found

    def each(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Link]:
        """The link of every pair, in their order, without remembering any."""
        import numpy as np

        chunks = np.array_split(np.array(pairs, np.int64).reshape(-1, 2), max(1, len(pairs) // _CHUNK_PAIRS))
        for links in self.workers.run("comparing pairs", self._links, chunks, len):
            yield from links

    def _links(self, pairs: NDArray[np.int64]) -> list[Link]:
        return self._drawn(pairs, *self._measured(pairs))

    def _sharing(self, pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[Link]]:
        """Those of the pairs that share something, and their links; most candidates share nothing."""
        import numpy as np

        rows, jaccard = self._measured(pairs)
        hits = np.union1d(align.pair_numbers(rows), np.flatnonzero(jaccard >= self.settings.threshold))
        rows = align.renumbered(rows, hits)
        return pairs[hits], self._drawn(pairs[hits], rows, jaccard[hits])

    def _measured(self, pairs: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        rows = align.find(self.texts, pairs, options=self.settings.alignment)
        return rows, sketch.jaccard(self.texts, pairs, shingle=self.settings.shingle)

    def _drawn(self, pairs: NDArray[np.int64], rows: NDArray[np.float64], jaccard: NDArray[np.float64]) -> list[Link]:
        return align.links(self.texts, self.body, self.ids, pairs, rows, jaccard, levels=self.settings.levels)


def clusters(judge: Judge, level: Level) -> tuple[Cluster, ...]:
    """The clusters at a level, each with its origin, the largest first."""
    import numpy as np

    def linked(pairs: Iterable[cluster.Pair]) -> dict[cluster.Pair, float]:
        links = ((pair, judge.links[pair]) for pair in pairs)
        return {pair: link.strength for pair, link in links if align.level_reached(link.kind, level)}

    def check(pairs: Sequence[cluster.Pair]) -> Mapping[cluster.Pair, float]:
        return linked(judge(np.array(pairs, np.int64).reshape(-1, 2))) if pairs else {}

    groups = cluster.group(linked(sorted(judge.links)), judge.compared, check)
    firm = set(linked(judge.links))
    inside = _links_inside(groups, judge.links)
    made = []
    for members, cohesion, links in zip(groups, cluster.cohesion(groups, judge.compared, firm), inside, strict=True):
        articles = [judge.articles[member] for member in sorted(members)]
        made.append(
            Cluster(
                id=judge.ids[members[0]],
                members=tuple(article.id for article in articles),
                origin=origin.attribute(articles, links),
                cohesion=round(cohesion, 4),
                warnings=warnings(cohesion),
            )
        )
    return tuple(made)


def _links_inside(groups: Sequence[Sequence[int]], links: Mapping[cluster.Pair, Link]) -> list[list[Link]]:
    """For each group the links among its members, in order, without boilerplate."""
    group_of = {member: number for number, members in enumerate(groups) for member in members}
    inside: dict[int, list[Link]] = defaultdict(list)
    for a, b in sorted(links):
        if a in group_of and group_of[a] == group_of.get(b):
            link = links[a, b]
            counted = tuple(passage for passage in link.passages if not passage.boilerplate)
            inside[group_of[a]].append(replace(link, passages=counted) if counted != link.passages else link)
    return [inside[number] for number in range(len(groups))]


def warnings(cohesion: float) -> tuple[str, ...]:
    """What a reader should know of a cluster as cohesive as that."""
    if cohesion >= _LOOSE:
        return ()
    return (f"A loose cluster: only {cohesion:.0%} of its compared pairs are linked; look at the passages.",)
