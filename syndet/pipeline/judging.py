"""Candidate pairs to links, and links to clusters with their origins."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from syndet import align, cluster, kernels, readers, sketch, text
from syndet.model import Article, Cluster, Flow, Level, Link, Texts
from syndet.pipeline import forks
from syndet.pipeline.settings import Settings
from syndet.pipeline.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.origin import Taking, Trace

_Couple = tuple[int, int]
"""Two article numbers, the smaller first."""

_CHUNK_PAIRS: Final = 1_000
"""Pairs that a thread aligns at a time."""

TRACING: Final = ("chances", "shingles")
"""The modules of kernels that origins are traced with; forks find them loaded."""

_PART_PAIRS: Final = 50_000
"""Compared pairs of which clusters are made at a time; what hangs together may be more."""

_RELEASED: Final = 4
"""Chunks of pairs after which memory lets go of words that lie in files: 300 MB each, for pages come by sixteens."""


class Judge:
    """Compares pairs of articles and remembers: `links`, those that share only boilerplate as `framed`, all compared.

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
        self.links: list[Link] = []
        self.framed: list[Link] = []
        self._linked: list[NDArray[np.int64]] = []
        self._compared: list[NDArray[np.int64]] = []

    def __call__(self, pairs: NDArray[np.int64], *, told: bool = True) -> NDArray[np.int64]:
        """Compares pairs that nobody has compared; (n, 2) those that are linked, in the order of their new `links`.

        Every pair has the smaller number first. `told` says whether the work is told as a stage of its own.
        """
        import numpy as np

        self._compared.append(pairs)
        chunks = np.array_split(pairs, max(1, len(pairs) // _CHUNK_PAIRS))
        work, found = self._sharing, [np.empty((0, 2), np.int64)]
        done = self.workers.run("comparing pairs", work, chunks, len) if told else self.workers.each(work, chunks)
        for number, (sharing, links) in enumerate(done, 1):
            found.append(sharing[[bool(link) for link in links]])
            self.links += [link for link in links if link]
            self.framed += [link for link in links if not link]
            if number % _RELEASED == 0:
                text.release(self.texts)
        text.release(self.texts)
        self._linked.append(np.concatenate(found))
        return self._linked[-1]

    @property
    def linked(self) -> NDArray[np.int64]:
        """(n, 2) the pairs of all `links`, in their order."""
        return _joined(self._linked)

    @property
    def compared(self) -> NDArray[np.int64]:
        """(n, 2) all pairs that were compared."""
        return _joined(self._compared)

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


@dataclass(frozen=True, slots=True)
class _Group:
    """A cluster to be: the numbers of its members, the representative first, and the links among them."""

    members: list[int]
    cohesion: float
    links: list[Link]

    def articles(self, judge: Judge) -> list[Article]:
        """Its articles with their texts, by their numbers; they are to be let go again."""
        return readers.loaded([judge.articles[member] for member in sorted(self.members)])


class _Part:
    """Some articles whose links lead to none but each other, and what is known of their pairs."""

    def __init__(
        self, judge: Judge, level: Level, compared: NDArray[np.int64], linked: NDArray[np.int64], links: Sequence[Link]
    ) -> None:
        """`compared`: (n, 2) their pairs, by what holds them together; `linked`: those with one of the `links`."""
        self.judge = judge
        self.level = level
        self.compared = compared
        self.links = dict(zip(_couples(linked), links, strict=True))

    def groups(self) -> list[_Group]:
        """The clusters among them, as yet without their origins."""
        import numpy as np

        pair = self.compared[np.lexsort(self.compared.T[::-1])]
        groups, firm = cluster.group(pair, self._strength(pair, self.links), self._check)
        return list(map(_Group, groups, firm, _links_inside(groups, self.links)))

    def _strength(self, pairs: NDArray[np.int64], links: Mapping[_Couple, Link]) -> NDArray[np.float64]:
        """How strong the links of pairs are, NaN for those that have none which counts at the level."""
        import numpy as np

        found = map(links.get, _couples(pairs))
        strong = (link.strength if link and align.level_reached(link.kind, self.level) else math.nan for link in found)
        return np.fromiter(strong, np.float64, len(pairs))

    def _check(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        before = len(self.judge.links)
        linked = _couples(self.judge(pairs, told=False))
        found = dict(zip(linked, self.judge.links[before:], strict=True))
        self.links.update(found)
        return self._strength(pairs, found)


def clusters(judge: Judge, level: Level) -> tuple[tuple[Cluster, ...], tuple[Flow, ...]]:
    """The clusters at a level, each with its origin and its tree, the largest first; and the flows between outlets."""
    from syndet import origin  # not loaded where origins are not looked for

    groups, left = _plain(judge, level)
    for part in _parts(judge, level, left):
        groups += part.groups()
    groups.sort(key=lambda group: (-len(group.members), min(group.members)))
    # What an outlet is elsewhere is known only after a look at all clusters. Texts are not held for that, and hardly
    # asked: most articles say in a field when they were published.
    stated = [origin.imprints(judge.articles[member] for member in sorted(group.members)) for group in groups]
    known = origin.gather(map(origin.tally, stated))
    made: list[Cluster] = []
    taken: list[Taking] = []
    done, total = 0, sum(len(group.members) for group in groups)

    def trace(number: int) -> Trace:
        return origin.trace(groups[number].articles(judge), groups[number].links, known, stated[number])

    kernels.load(TRACING)
    for group, traced in zip(groups, forks.each(trace, len(groups), judge.workers.jobs), strict=True):
        made.append(_cluster(judge, group, traced))
        taken += traced.taken
        done += len(group.members)
        judge.workers.tell("tracing origins", done, total)
    return tuple(made), origin.flows(taken)


def _cluster(judge: Judge, group: _Group, traced: Trace) -> Cluster:
    return Cluster(
        id=judge.ids[group.members[0]],
        members=tuple(judge.ids[member] for member in sorted(group.members)),
        origin=traced.origin,
        cohesion=round(group.cohesion, 4),
        warnings=cluster.warnings(group.cohesion),
        origins=traced.tree.origins,
        derivations=traced.tree.derivations,
    )


def _plain(judge: Judge, level: Level) -> tuple[list[_Group], NDArray[np.int64]]:
    """The clusters that need no growing, and what is left of the articles, as `cluster.plain` has it."""
    import numpy as np

    number = np.flatnonzero(np.array([align.level_reached(link.kind, level) for link in judge.links], np.bool_))
    number = number[np.lexsort(judge.linked[number].T[::-1])]
    linked = judge.linked[number]
    strength = np.array([judge.links[place].strength for place in number.tolist()], np.float64)
    groups, left = cluster.plain(linked, strength, judge.compared, len(judge.articles))
    # All pairs of such a cluster that were compared are linked.
    label = np.full(len(judge.articles), len(groups))
    for own, members in enumerate(groups):
        label[members] = own
    label = label[linked[:, 0]]
    order = np.argsort(label, kind="stable")
    cuts = np.searchsorted(label[order], np.arange(len(groups) + 1)).tolist()
    links = [_counted(judge.links[place]) for place in number[order[: cuts[-1]]].tolist()]
    inside = [links[begin:end] for begin, end in pairwise(cuts)]
    return [_Group(members, 1.0, own) for members, own in zip(groups, inside, strict=True)], left


def _parts(judge: Judge, level: Level, root: NDArray[np.int64]) -> Iterator[_Part]:
    """The articles of clusters that are to be grown, in parts.

    `root`: (n_articles,) the first article of what hangs together with each, -1 for those that are settled. A pair that
    shares nothing matters only between articles that other links hold together, so most drop out here.
    """
    import numpy as np

    compared, _ = _by_root(root, judge.compared)
    linked, number = _by_root(root, judge.linked)
    pair_root, link_root = root[compared[:, 0]], root[linked[:, 0]]
    # A part ends with the last pair of a root.
    cuts = np.append(np.searchsorted(pair_root, pair_root[_PART_PAIRS::_PART_PAIRS], side="right"), len(pair_root))
    begin = first = 0
    for end in np.unique(cuts[cuts > 0]).tolist():
        last = int(np.searchsorted(link_root, pair_root[end - 1], side="right"))
        links = [judge.links[place] for place in number[first:last].tolist()]
        yield _Part(judge, level, compared[begin:end], linked[first:last], links)
        begin, first = end, last


def _by_root(root: NDArray[np.int64], pairs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs within one root, by root and then rising, and the number of each among `pairs`."""
    import numpy as np

    own = root[pairs]
    number = np.flatnonzero((own[:, 0] == own[:, 1]) & (own[:, 0] >= 0))
    order = np.lexsort((pairs[number, 1], pairs[number, 0], own[number, 0]))
    return pairs[number[order]], number[order]


def _joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The pairs of all parts, which are put together once."""
    import numpy as np

    if len(parts) != 1:
        parts[:] = [np.concatenate([np.empty((0, 2), np.int64), *parts])]
    return parts[0]


def _couples(pairs: NDArray[np.int64]) -> list[_Couple]:
    return list(zip(*pairs.T.tolist(), strict=True))


def _links_inside(groups: Sequence[Sequence[int]], links: Mapping[_Couple, Link]) -> list[list[Link]]:
    """For each group the links among its members, in order, without boilerplate."""
    group_of = {member: number for number, members in enumerate(groups) for member in members}
    inside: dict[int, list[Link]] = defaultdict(list)
    for a, b in sorted(links):
        if a in group_of and group_of[a] == group_of.get(b):
            inside[group_of[a]].append(_counted(links[a, b]))
    return [inside[number] for number in range(len(groups))]


def _counted(link: Link) -> Link:
    """The link without passages that are boilerplate."""
    counted = tuple(passage for passage in link.passages if not passage.boilerplate)
    return replace(link, passages=counted) if counted != link.passages else link
