"""Readers: paths, streams and Python objects in, Articles out, and every trouble named with its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from syndet.errors import SyndetError, UnknownArticleError
from syndet.model import Article
from syndet.readers.files import read_paths
from syndet.readers.formats import SUFFIXES
from syndet.readers.intake import TOLD, Intake, Log, Watch
from syndet.readers.originals import originals, spool
from syndet.readers.paths import listed
from syndet.readers.records import add_item, rows
from syndet.readers.shelf import loaded, texts

if TYPE_CHECKING:
    from syndet.readers.patterns import Pattern
    from syndet.readers.plans import Tell

__all__ = [
    "SUFFIXES",
    "Fields",
    "Inputs",
    "Reading",
    "collect",
    "known_pairs",
    "listed",
    "loaded",
    "originals",
    "read",
    "spool",
    "texts",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The name of the column that holds each field of an article."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    source: str = "source"
    published: str = "published"
    byline: str = "byline"
    url: str = "url"
    language: str = "language"


_FIELDS: Final = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Paths, and how to read them: a source for whatever takes one.

    Attributes:
        paths: folders, files, patterns such as news/*.html, and "-" for JSON lines on standard input.
        pattern: what the paths of files tell of their articles, such as "{source}/{published:%Y%m%d}/{id}.txt".
        strict: raise the first problem, in the order of paths, instead of reading the rest.
        log: called with every problem as it comes, those included that a Reading sums up.
    """

    paths: Iterable[str | os.PathLike[str]]
    pattern: str | None = None
    strict: bool = False
    log: Log | None = None

    def compiled(self) -> Pattern | None:
        """The pattern ready to use; raises SettingsError for one that makes no sense."""
        if self.pattern is None:
            return None
        from syndet.readers import patterns

        return patterns.compiled(self.pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what was not; iterating it gives the articles.

    Attributes:
        articles: sorted by id, every id once.
        notes: what was done with inputs that are not quite as they should be, one sentence each.
        problems: what could not be used, in the order of path and line; many of a kind are summed up.
        inputs: how many there were: articles, those included that were left out, and files without any.
        unread: how many of them could not be used.
        order: when each article came, counted from 0, those that were left out included.
        paths, lines: the file of each article, "" for one of a program, and its line, 0 for a file of one article.
    """

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[SyndetError, ...] = ()
    inputs: int = field(default=0, compare=False)
    unread: int = field(default=0, compare=False)
    order: tuple[int, ...] = field(default=(), repr=False, compare=False)
    paths: tuple[str, ...] = field(default=(), repr=False, compare=False)
    lines: Sequence[int] = field(default=(), repr=False, compare=False)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


def read(
    paths: Iterable[str | os.PathLike[str]] | Inputs, *, fields: Fields = _FIELDS, stdin: BinaryIO | None = None
) -> Reading:
    """The articles of folders and files, each read as its suffix says; '-' is JSON lines on standard input.

    Nothing in the inputs raises: what cannot be used becomes a problem of the Reading, and the rest
    is read. The answer is the same whatever the order of `paths`, and a file that is given twice is
    read once. `stdin` stands for ``sys.stdin.buffer``. docs/inputs.md tells what each format gives.

    A folder is searched for all formats, without hidden entries and without following links to
    folders; files of one article each are called by their path relative to it. Such files given by name are
    called by their path relative to the deepest folder that they share.

    An article's text is what the bytes decode to, line ends untouched. A byte order mark names the
    encoding (UTF-8, UTF-16 or UTF-32) and is no part of the text, so offsets count from after it.
    Without one the text is UTF-8 or, where it cannot be, what a detector takes it for, with a note.

    Raises SettingsError for a pattern of Inputs that makes no sense, and with its `strict` the first problem.
    """
    inputs = _inputs(paths)
    intake = Intake(log=inputs.log, strict=inputs.strict)
    read_paths(intake, inputs.paths, fields, stdin, pattern=inputs.compiled())
    return _reading(intake)


def collect(
    source: object,
    *,
    fields: Fields = _FIELDS,
    watch: Watch | None = None,
    shelved: bool = False,
    room: int | None = None,
    expect: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> Reading:
    """The articles of whatever a program has: paths, Articles, mappings, rows, a data frame.

    `source` is a path; Inputs; a Reading, returned as it is; one Article, mapping or row; a data frame of
    pandas, polars or pyarrow; or an iterable in which paths, Articles, mappings and rows may be
    mixed. A row is anything with ``_asdict()`` or ``to_dict()``. Places are row numbers from 1.

    `watch` is handed the texts as they come, a megabyte or two at a time, in the order that the Reading tells; a
    Reading has none to hand on. `shelved` leaves texts in plain files of JSON lines: each is read again when it
    is asked for, which raises UnreadableError if the file has changed. `room` is how many characters of text are held
    in memory; if there are more, all are kept in a temporary file. `expect` is told before a compiled kernel reads so
    many bytes; without it none does. `tell` hears of long listings and many files.

    Raises TypeError if `source` is none of these; what is wrong inside it becomes a problem, as in `read`.
    """
    if isinstance(source, Reading):
        return source
    inputs = source if isinstance(source, Inputs) else Inputs(paths=())
    intake = Intake(watch, room, expect=expect, log=inputs.log, strict=inputs.strict)
    pattern = inputs.compiled()
    paths: list[str | os.PathLike[str]] = []
    for row, item in enumerate(rows(_inputs(source).paths if source is inputs else source, fields), 1):
        if isinstance(item, (str, os.PathLike)):
            paths.append(item)
        else:
            add_item(intake, item, fields, row)
    read_paths(intake, paths, fields, None, shelved=shelved, pattern=pattern, tell=tell)
    return _reading(intake)


def _inputs(paths: Iterable[str | os.PathLike[str]] | Inputs | object) -> Inputs:
    """The same as Inputs; one path alone is a list of one."""
    inputs = paths if isinstance(paths, Inputs) else Inputs(paths=paths)  # type: ignore[arg-type]
    return replace(inputs, paths=[inputs.paths]) if isinstance(inputs.paths, (str, os.PathLike)) else inputs


def known_pairs(
    pairs: Iterable[tuple[str, str]], reading: Reading, *, path: str | None = None
) -> tuple[list[tuple[str, str]], list[UnknownArticleError]]:
    """The pairs whose ids both name articles, in their order, and a problem for each of the others.

    `path` is the file that lists the pairs. The problems after the fifth are summed up in one.
    """
    ids = {article.id for article in reading}
    known: list[tuple[str, str]] = []
    problems: list[UnknownArticleError] = []
    untold = 0
    for pair in pairs:
        strange = [repr(id) for id in dict.fromkeys(pair) if id not in ids]
        if not strange:
            known.append(pair)
        elif len(problems) < TOLD:
            message = f"no article is called {' or '.join(strange)}; the pair {pair[0]!r}, {pair[1]!r} is left out"
            problems.append(UnknownArticleError(message, path=path))
        else:
            untold += 1
    if untold:
        message = f"… and {untold:,} more pair{'s' if untold > 1 else ''} with this problem"
        problems.append(UnknownArticleError(message, path=path))
    return known, problems


def _reading(intake: Intake) -> Reading:
    order, articles, notes, problems = intake.settled()
    paths, lines = intake.places(order)
    return Reading(
        articles=articles,
        notes=notes,
        problems=problems,
        inputs=intake.inputs,
        unread=intake.unread,
        order=order,
        paths=paths,
        lines=lines,
    )
