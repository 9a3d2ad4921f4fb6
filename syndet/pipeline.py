"""The main job from end to end: articles in, a Result out; also one pair of articles, and a list of pairs."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from syndet import (
    align,
    boilerplate,
    candidates,
    changes,
    cluster,
    copies,
    kernels,
    origin,
    readers,
    reasons,
    sketch,
    text,
)
from syndet.errors import (
    InputError,
    MissingInputError,
    RecordError,
    SettingsError,
    UnknownArticleError,
    UnreadableError,
)
from syndet.model import LEVELS, Article, Cluster, Difference, Explanation, Level, Link, Origin, Result, Texts
from syndet.version import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.readers import Fields


class Progress(Protocol):
    """What `detect` tells of long work: a function that it calls from the main thread."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` articles or pairs of a stage are through; a total of 0 is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an answer depends on, besides the articles.

    Attributes:
        level: the level of link that clusters are built from.
        threshold: Jaccard similarity of word shingles from which two articles are copies, above 0 to 1.
        derived: share of the words of one side that the other says too, quotations left out, from which
            one is derived from the other, above 0 to 1.
        shingle: words of a shingle.
        permutations: values of a MinHash signature.
        bands: parts of a signature that are keys; more find less similar texts and cost more. 16 bands of
            8 values find 0.95 of what is 0.8 similar. At level "copy" as many as the threshold takes.
        rare_words: the rarest words of a sentence, all pairs of which are keys, as are all neighbours among
            the article's words of four letters or more.
        least_shared: what the shared keys of two articles of a usual length must be worth for them to be compared: 1
            for a key that only these two have, less for one that more have. Long articles need more.
        cap: articles that may share a key before it is linked as a star and a chain.
        crowd: how many such keys are worth 1.
        alignment: what counts as a passage.
    """

    level: Level = "derived"
    threshold: float = 0.8
    derived: float = 0.23
    shingle: int = 5
    permutations: int = 128
    bands: int = 16
    rare_words: int = 4
    least_shared: float = 1.6
    cap: int = 12
    crowd: int = 16
    alignment: align.Options = field(default_factory=align.Options)

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise SettingsError(f"must be one of {', '.join(LEVELS)}", field="level")
        for name in ("threshold", "derived"):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not 0.0 < value <= 1.0:
                raise SettingsError("must be a number above 0 and at most 1", field=name)
        if not isinstance(self.least_shared, (int, float)) or not 0.0 < self.least_shared < 1 << 31:
            raise SettingsError("must be a number above 0", field="least_shared")
        for name in ("shingle", "permutations", "bands", "rare_words", "cap", "crowd"):
            least, most = (2 if name == "rare_words" else 1), (240 if name == "crowd" else 1 << 31)
            value = getattr(self, name)
            if not isinstance(value, int) or not least <= value <= most:
                raise SettingsError(f"must be a whole number from {least} to {most}", field=name)
        if self.bands > self.permutations:
            raise SettingsError("must not be more than permutations", field="bands")

    @property
    def levels(self) -> align.Levels:
        """The part that says when a link counts as what."""
        return align.Levels(copy=self.threshold, derived=self.derived)


FIRST_RUN: Final = "First large run on this machine: compiling, half a minute or so, once"
"""The stage that `progress` is told before a run that has to compile first."""

_FINDING: Final = ("frames", "minhash", "pairs", "passages", "tokens")
"""The modules of kernels that passages are found with; copies alone take their own."""

_COMPARING: Final = ("frames", "minhash", "passages", "tokens")
"""The modules of kernels that pairs are compared with; only finding the pairs takes the others."""

_CHUNK_CHARACTERS: Final = 4_000_000
"""Characters that a thread tokenises at a time; batches do not depend on the number of threads."""

_CHUNK_PAIRS: Final = 1_000
"""Pairs that a thread aligns at a time."""

Item = TypeVar("Item")
Done = TypeVar("Done")


def detect(
    source: object,
    *,
    level: Level | None = None,
    threshold: float | None = None,
    settings: Settings | None = None,
    jobs: int | None = None,
    fields: Fields | None = None,
    progress: Progress | None = None,
    told: Callable[[readers.Reading], None] | None = None,
) -> Result:
    """The clusters, links and passages among the articles of `source`, each cluster with its likely origin.

    `source` is a path or several (a folder, .txt, .md, .jsonl, .jsonl.gz), a Reading, a data frame, or an
    iterable of articles: Article, mapping or row, with `fields` naming their columns. `level` and
    `threshold` override those of `settings`. `jobs` is the number of threads, all cores unless said;
    the answer does not depend on it, nor on the order of the articles. Inputs that cannot be used are
    told in the result's warnings; `told` is called with what was read, as soon as it is.

    At level "copy" copies alone are looked for, without passages and origins. The texts of plain files of JSON
    lines then stay there: an article of the result reads its own again when it is asked for, and raises
    UnreadableError if the file has changed.

    Raises SettingsError, a ValueError, for a setting out of range, and InputError, a ValueError, if none
    of the inputs can be used.
    """
    chosen = _override(settings, level, threshold)
    with Workers(jobs, progress) as workers:
        if chosen.level == "copy":
            return _copies(source, fields, chosen, workers, told)
        reading = _used(readers.collect(source, fields=fields or readers.Fields()), told)
        texts = prepare(reading.articles, workers)
        pairs = candidate_pairs(texts, chosen, workers)
        framed = frames(texts, reading.articles)
        judge = Judge(texts, framed.body, reading.articles, chosen, workers)
        judge(pairs)
        made = clusters(judge, chosen.level)
    return Result(
        version=__version__,
        settings=asdict(chosen),
        articles=reading.articles,
        clusters=made,
        links=tuple(judge.links[pair] for pair in sorted(judge.links)),
        boilerplate=tuple(judge.framed[pair] for pair in sorted(judge.framed)),
        warnings=(*reading.notes, *map(str, reading.problems)),
        explainer=partial(_explain, settings=chosen, runs=framed.runs),
        differ=diff_link,
    )


def _used(reading: readers.Reading, told: Callable[[readers.Reading], None] | None) -> readers.Reading:
    """The reading, after it was told; raises its first problem if there is nothing else in it."""
    if told is not None:
        told(reading)
    if reading.problems and not reading.articles:
        raise reading.problems[0]
    return reading


def _copies(
    source: object,
    fields: Fields | None,
    settings: Settings,
    workers: Workers,
    told: Callable[[readers.Reading], None] | None,
) -> Result:
    """The answer at level "copy", where nothing but copies is looked for: no passages, no origins.

    Articles are marked while others are still read, and their texts are then let go.
    """
    marking = Marking(settings, workers)
    reading = readers.collect(source, fields=fields or readers.Fields(), watch=marking.take, shelved=True)
    marks = marking.marks(_used(reading, told))
    clusters, links = Twins(reading.articles, marks, settings, workers).find()
    return Result(
        version=__version__,
        settings=asdict(settings),
        articles=reading.articles,
        clusters=clusters,
        links=links,
        warnings=(*reading.notes, *map(str, reading.problems)),
        explainer=partial(_explain, settings=settings),
        differ=partial(_diff_anew, settings=settings),
    )


def compare(a: object, b: object, *, settings: Settings | None = None) -> Link:
    """The link between two articles; falsy, of kind "none", if they share nothing.

    Each is an Article, a mapping with its fields, or a row. ``compare(b, a)`` is the mirror of
    ``compare(a, b)``. Raises InputError for what is no article.
    """
    return _compare(_article(a, "a"), _article(b, "b"), settings or Settings())


def explain(a: object, b: object, *, settings: Settings | None = None) -> Explanation:
    """Why two articles are linked or why they are not, as sentences beside the link that `compare` gives."""
    return _explain(_article(a, "a"), _article(b, "b"), settings=settings or Settings())


def _explain(a: Article, b: Article, *, settings: Settings, runs: NDArray[np.uint64] | None = None) -> Explanation:
    link = _compare(a, b, settings, runs)
    faint = None
    if not link and not link.passages:
        likely = _compare(a, b, replace(settings, alignment=align.FAINT)).passages
        faint = max(likely, key=lambda passage: passage.score, default=None)
    told = reasons.give(a, b, link, faint, copy=settings.threshold, derived=settings.derived)
    return Explanation(link=link, reasons=told)


def diff(a: object, b: object, *, settings: Settings | None = None) -> Difference:
    """What the passages that two articles share keep, change, add and drop, word by word.

    The articles are given as for `compare`. ``diff(b, a)`` is the mirror of ``diff(a, b)``.
    """
    first, second = _article(a, "a"), _article(b, "b")
    return diff_link(first, second, _compare(first, second, settings or Settings()))


def diff_link(a: Article, b: Article, link: Link) -> Difference:
    """The same for two articles whose link is known; its sides are they, in this order."""
    with Workers(1, None) as workers:
        return changes.find(prepare([a, b], workers, ("tokens",)), link)


def _diff_anew(a: Article, b: Article, link: Link, *, settings: Settings) -> Difference:
    """The same where the link that is known has no passages."""
    return diff_link(a, b, _compare(a, b, settings) if link else link)


def compare_pairs(
    pairs: Iterable[tuple[str, str]],
    articles: object,
    *,
    settings: Settings | None = None,
    jobs: int | None = None,
    fields: Fields | None = None,
    progress: Progress | None = None,
) -> Iterator[Link]:
    """The link of each listed pair of ids, in their order; of kind "none" where two share nothing.

    `articles` is any source that `detect` takes, `fields` names its columns. The links come as they are
    made. Raises UnknownArticleError, a KeyError, at the call for an id that none of the articles has.
    """
    reading = readers.collect(articles, fields=fields or readers.Fields())
    number = {article.id: place for place, article in enumerate(reading.articles)}
    listed = list(pairs)
    missing = sorted({id for pair in listed for id in pair if id not in number})
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise UnknownArticleError(f"no article is called {missing[0]!r}{more}", advice="ids are those of the articles")
    numbered = [(number[a], number[b]) for a, b in listed]
    return _linked(numbered, reading.articles, settings or Settings(), Workers(jobs, progress))


def _linked(
    pairs: Sequence[tuple[int, int]], articles: Sequence[Article], settings: Settings, workers: Workers
) -> Iterator[Link]:
    with workers:
        texts = prepare(articles, workers, _COMPARING)
        yield from Judge(texts, frames(texts, articles).body, articles, settings, workers).each(pairs)


def frames(texts: Texts, articles: Sequence[Article]) -> boilerplate.Frames:
    """What frames the articles of each outlet, learnt from all of them together."""
    return boilerplate.recognise(texts, _outlets(articles))


def _outlets(articles: Sequence[Article]) -> list[str | None]:
    return [origin.outlet(article) for article in articles]


def read_pairs(path: str) -> list[tuple[str, str]]:
    """The pairs of a file with two ids a line, parted by a tab; further columns are passed over.

    Raises MissingInputError if there is no such file, UnreadableError if it is there and cannot be read,
    RecordError with the line for one without two ids.
    """
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = file.read().replace("\r\n", "\n").split("\n")
    except FileNotFoundError:
        raise MissingInputError("no such file", path=path, advice="give a file of a<TAB>b lines") from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UnreadableError(reason.lower(), path=path, advice="give a file of a<TAB>b lines") from error
    except UnicodeDecodeError as error:
        raise RecordError("not UTF-8", path=path, advice="save the pairs as UTF-8") from error
    pairs = []
    for number, line in enumerate(lines, start=1):
        ids = line.split("\t")
        if len(ids) >= 2 and ids[0] and ids[1]:
            pairs.append((ids[0], ids[1]))
        elif line.strip():
            raise RecordError("not two ids parted by a tab", path=path, line=number, advice="write a<TAB>b")
    return pairs


def prepare(articles: Sequence[Article], workers: Workers, needed: Sequence[str] = _FINDING) -> Texts:
    """The articles tokenised, in their order; the first step that needs kernels, those of the modules `needed`."""
    if kernels.choose(sum(len(article.text) for article in articles), needed):
        workers.tell(FIRST_RUN, 0, 0)
    return text.concatenate(workers.run("reading articles", text.scan, _chunks(articles), len))


def _chunks(articles: Sequence[Article]) -> list[list[str]]:
    """The texts in batches of a like length."""
    chunks: list[list[str]] = [[]]
    size = 0
    for article in articles:
        if size > _CHUNK_CHARACTERS:
            chunks.append([])
            size = 0
        chunks[-1].append(article.text)
        size += len(article.text)
    return chunks


def candidate_pairs(texts: Texts, settings: Settings, workers: Workers) -> NDArray[np.int64]:
    """(n, 2) numbers of the articles worth comparing: similar by MinHash, or sharing enough rare pairs."""
    import numpy as np

    if len(texts) < 2:
        return np.empty((0, 2), np.int64)
    bands, rare = _keys(texts, settings, workers)
    similar = candidates.pairs(bands, least_shared=0, cap=settings.cap)
    sharing = candidates.pairs(rare, least_shared=settings.least_shared, cap=settings.cap, crowd=settings.crowd)
    return candidates.union(similar, sharing).pair


def _keys(texts: Texts, settings: Settings, workers: Workers) -> tuple[list[sketch.Keys], list[sketch.Keys]]:
    """The MinHash bands and the rare pairs of all articles, in parts."""

    def keys(span: tuple[int, int]) -> tuple[sketch.Keys, sketch.Keys]:
        part = text.part(texts, *span)
        bands = sketch.sketch(
            part, shingle=settings.shingle, permutations=settings.permutations, bands=settings.bands, first=span[0]
        )
        return bands.keys, sketch.rare_pair_keys(part, words=settings.rare_words, first=span[0])

    both = list(workers.run("sketching articles", keys, _spans(texts), lambda span: span[1] - span[0]))
    return [bands for bands, _ in both], [rare for _, rare in both]


def _spans(texts: Texts) -> list[tuple[int, int]]:
    """Stretches of articles that hold a like number of words."""
    import numpy as np

    tokens = texts.article_token
    cuts = np.searchsorted(tokens, np.arange(0, int(tokens[-1]) + 1, _CHUNK_CHARACTERS // 6)[1:])
    borders = sorted({0, *cuts.tolist(), len(texts)})
    return list(pairwise(borders))


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


class Marking:
    """Marks texts while others are still being read."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.workers = workers
        self.shingle = settings.shingle
        self.bands, rows = copies.plan(settings.threshold, settings.permutations)
        self.draw = sketch.draw(self.bands * rows)
        self.parts: list[Future[copies.Marks]] = []

    def take(self, texts: list[str]) -> None:
        """Have some texts marked."""
        # If there are more, these are so many that they are worth compiling for.
        if not self.parts and kernels.choose(sum(map(len, texts)), ("copies",)):
            self.workers.tell(FIRST_RUN, 0, 0)
        self.parts.append(self.workers.later(self._mark, texts))

    def _mark(self, texts: Sequence[str]) -> copies.Marks:
        return copies.mark(copies.encoded(texts), *self.draw, shingle=self.shingle, bands=self.bands)

    def marks(self, reading: readers.Reading) -> copies.Marks:
        """The marks of what was read, in its order."""
        import numpy as np

        order = np.array(reading.order, np.int64)
        if len(reading) and not self.parts:  # it had been read before
            for texts in _chunks(reading.articles):
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
        texts = copies.encoded(readers.texts([self.articles[number] for number in numbers.tolist()]))
        both, size = copies.shared(texts, places, shingle=self.settings.shingle)
        return both, size[places]

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
            warnings=_cluster_warnings(cohesion),
        )

    def _links(self, followers: Mapping[int, list[int]]) -> tuple[Link, ...]:
        spread = [*copies.spread(self.sizes, followers)]
        return tuple(copies.link(self.articles[a].id, self.articles[b].id, *sizes) for a, b, sizes in sorted(spread))


_NOT_LOOKED_FOR: Final = Origin(
    article=None,
    kind="unknown",
    name=None,
    confidence=0.0,
    reason='Origins are not looked for at level "copy"; level "derived" looks for them.',
    evidence=(),
)


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
                warnings=_cluster_warnings(cohesion),
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


def _cluster_warnings(cohesion: float) -> tuple[str, ...]:
    if cohesion >= _LOOSE:
        return ()
    return (f"A loose cluster: only {cohesion:.0%} of its compared pairs are linked; look at the passages.",)


_LOOSE: Final = 0.5
"""Cohesion below which a cluster is told to be loose: half of its members share nothing with each other."""


def _compare(a: Article, b: Article, settings: Settings, runs: NDArray[np.uint64] | None = None) -> Link:
    """The link of two articles; `runs` are those that are known as boilerplate from the articles around them."""
    import numpy as np

    with Workers(1, None) as workers:
        texts = prepare([a, b], workers, _COMPARING)
        body = boilerplate.mark(texts, _outlets([a, b]), np.empty(0, np.uint64) if runs is None else runs)
        return next(Judge(texts, body, [a, b], settings, workers).each([(0, 1)]))


def _article(item: object, name: str) -> Article:
    """The article that an Article, mapping or row describes; `name` is its id where it brings none."""
    if isinstance(item, (str, os.PathLike)):
        advice = "give a syndet.Article or {'text': ...}; syndet.read takes paths"
        raise InputError(f"{name} is a {type(item).__name__}, not an article", advice=advice)
    if isinstance(item, Mapping) and item.get("id") is None:
        item = {**item, "id": name}
    reading = readers.collect([item])
    if reading.problems:
        raise reading.problems[0]
    return reading.articles[0]


def _override(settings: Settings | None, level: Level | None, threshold: float | None) -> Settings:
    chosen = settings or Settings()
    if level is not None:
        chosen = replace(chosen, level=level)
    return chosen if threshold is None else replace(chosen, threshold=threshold)


class Workers:
    """Threads that work through batches, in order, and tell how far they are."""

    def __init__(self, jobs: int | None, progress: Progress | None) -> None:
        if jobs is not None and jobs < 1:
            raise SettingsError("must be 1 or more", field="jobs")
        self._jobs = jobs or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._jobs)
        self._waiting: deque[Future[Any]] = deque()
        self.tell: Progress = progress or (lambda stage, done, total: None)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def later(self, work: Callable[[Item], Done], item: Item) -> Future[Done]:
        """What `work` will have made of the item; waits while there is enough to do, so that little piles up."""
        while len(self._waiting) > self._jobs:
            self._waiting.popleft().result()
        future = self._pool.submit(work, item)
        self._waiting.append(future)
        return future

    def run(
        self, stage: str, work: Callable[[Item], Done], batches: Sequence[Item], size: Callable[[Item], int]
    ) -> Iterator[Done]:
        """What `work` makes of each batch, in their order; `size` is how many articles or pairs one holds."""
        done, total = 0, sum(map(size, batches))
        for batch, result in zip(batches, self._pool.map(work, batches), strict=True):
            done += size(batch)
            if total:
                self.tell(stage, done, total)
            yield result
