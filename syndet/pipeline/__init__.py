"""The main job from end to end: articles in, a Result out; also one pair of articles, and a list of pairs.

`preparing` makes arrays of articles and proposes pairs, `judging` makes links and clusters of them, `twins` does both
where only copies are looked for; `settings` says what the answer depends on, `workers` spreads the work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from syndet import align, boilerplate, changes, readers, reasons
from syndet.errors import InputError, UnknownArticleError
from syndet.model import Article, Difference, Explanation, Level, Link
from syndet.pipeline.judging import Judge, clusters
from syndet.pipeline.listed import read_pairs
from syndet.pipeline.preparing import COMPARING, FIRST_RUN, candidate_pairs, expect, frames, outlets, prepare, room
from syndet.pipeline.settings import Settings
from syndet.pipeline.twins import Marking, Twins
from syndet.pipeline.workers import Progress, Workers
from syndet.result import Result
from syndet.version import __version__

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.readers import Fields

__all__ = [
    "FIRST_RUN",
    "Judge",
    "Progress",
    "Settings",
    "Workers",
    "candidate_pairs",
    "clusters",
    "compare",
    "compare_pairs",
    "detect",
    "diff",
    "diff_link",
    "expect",
    "explain",
    "frames",
    "prepare",
    "read_pairs",
    "room",
]


def detect(
    source: object,
    *,
    level: Level | None = None,
    threshold: float | None = None,
    settings: Settings | None = None,
    jobs: int | None = None,
    max_memory: int | None = None,
    fields: Fields | None = None,
    progress: Progress | None = None,
    told: Callable[[readers.Reading], None] | None = None,
) -> Result:
    """The clusters, links and passages among the articles of `source`, each cluster with its likely origin.

    `source` is a path or several (a folder, or files of any format in docs/inputs.md), Inputs, a Reading, a data
    frame, or an iterable of articles: Article, mapping or row, with `fields` naming their columns. `level` and
    `threshold` override those of `settings`. `jobs` is the number of threads, and of forks where those are safe,
    all cores unless said; the answer does not depend on it, nor on the order of the articles. `max_memory` is how
    many bytes the run should stay below, 2,000,000,000 unless said: texts, words and keys that do not fit are kept in
    temporary files, texts for as long as the result is there; links, and articles without their texts, stay in memory
    whatever it says, 1 to 10 kB an article. Inputs that cannot be used are told in the result's warnings; `told` is
    called with what was read, as soon as it is.

    At level "copy" copies alone are looked for, without passages and origins. The texts of plain files of JSON
    lines then stay there: an article of the result reads its own again when it is asked for, and raises
    UnreadableError if the file has changed.

    Raises SettingsError, a ValueError, for a setting out of range, InputError, a ValueError, if none of the inputs can
    be used, or the first that cannot where Inputs are strict, and StorageError, an OSError, if there is no room for
    temporary files.
    """
    chosen = _override(settings, level, threshold)
    held = room(max_memory)
    with Workers(jobs, progress) as workers:
        if chosen.level == "copy":
            return _copies(source, fields, chosen, workers, held, told)
        collected = readers.collect(
            source,
            fields=fields or readers.Fields(),
            room=held,
            expect=partial(expect, workers),
            tell=workers.tell,
        )
        reading = _used(collected, told)
        filed = sum(article.length for article in reading.articles) > held
        texts = prepare(reading.articles, workers, filed=filed)
        pairs = candidate_pairs(texts, chosen, workers, filed=filed)
        framed = frames(texts, reading.articles, workers, filed=filed)
        judge = Judge(texts, framed.body, reading.articles, chosen, workers)
        judge(pairs)
        made, flows = clusters(judge, chosen.level)
    return Result(
        version=__version__,
        settings=chosen.to_dict(),
        articles=reading.articles,
        clusters=made,
        links=_sorted(judge.links),
        boilerplate=_sorted(judge.framed),
        flows=flows,
        warnings=(*reading.notes, *map(str, reading.problems)),
        order=reading.order,
        explainer=partial(_explain, settings=chosen, runs=framed.runs),
        differ=diff_link,
    )


def _sorted(links: list[Link]) -> tuple[Link, ...]:
    """The links by their two ids; ids sort as the numbers of articles do."""
    return tuple(sorted(links, key=lambda link: (link.a, link.b)))


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
    held: int,
    told: Callable[[readers.Reading], None] | None,
) -> Result:
    """The answer at level "copy", where nothing but copies is looked for: no passages, no origins.

    Articles are marked while others are still read, and their texts are then let go.
    """
    marking = Marking(settings, workers, held)
    reading = readers.collect(
        source,
        fields=fields or readers.Fields(),
        watch=marking,
        shelved=True,
        room=held,
        expect=marking.expect,
        tell=workers.tell,
    )
    marks = marking.marks(_used(reading, told))
    clusters, links = Twins(reading.articles, marks, marking.words.closed(), settings, workers).find()
    return Result(
        version=__version__,
        settings=settings.to_dict(),
        articles=reading.articles,
        clusters=clusters,
        links=links,
        warnings=(*reading.notes, *map(str, reading.problems)),
        order=reading.order,
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
        texts = prepare(articles, workers, COMPARING)
        yield from Judge(texts, frames(texts, articles, workers).body, articles, settings, workers).each(pairs)


def _compare(a: Article, b: Article, settings: Settings, runs: NDArray[np.uint64] | None = None) -> Link:
    """The link of two articles; `runs` are those that are known as boilerplate from the articles around them."""
    import numpy as np

    with Workers(1, None) as workers:
        texts = prepare([a, b], workers, COMPARING)
        body = boilerplate.mark(texts, outlets([a, b]), np.empty(0, np.uint64) if runs is None else runs)
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
