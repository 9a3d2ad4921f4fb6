"""Readers: paths, streams and Python objects in, Articles out, and every trouble named with its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from syndet.errors import SyndetError, UnknownArticleError
from syndet.model import Article
from syndet.readers.bulk import spans
from syndet.readers.files import read_paths
from syndet.readers.intake import TOLD, Intake, Watch
from syndet.readers.originals import originals, spool
from syndet.readers.paths import LINES_SUFFIXES, TEXT_SUFFIXES
from syndet.readers.records import add_item, rows
from syndet.readers.shelf import loaded, texts

__all__ = [
    "LINES_SUFFIXES",
    "TEXT_SUFFIXES",
    "Fields",
    "Reading",
    "collect",
    "known_pairs",
    "loaded",
    "originals",
    "read",
    "spans",
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
    url: str = "url"
    language: str = "language"


_FIELDS: Final = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what was not; iterating it gives the articles.

    Attributes:
        articles: sorted by id, every id once.
        notes: what was done with inputs that are not quite as they should be, one sentence each.
        problems: what could not be used, in the order of path and line.
        order: when each article came, counted from 0, those that were left out included.
        paths, lines: the file of each article, "" for one of a program, and its line, 0 for a file of one article.
    """

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[SyndetError, ...] = ()
    order: tuple[int, ...] = field(default=(), repr=False, compare=False)
    paths: tuple[str, ...] = field(default=(), repr=False, compare=False)
    lines: Sequence[int] = field(default=(), repr=False, compare=False)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


def read(
    paths: Iterable[str | os.PathLike[str]], *, fields: Fields = _FIELDS, stdin: BinaryIO | None = None
) -> Reading:
    """The articles of folders, text files and files of JSON lines; '-' is JSON lines on standard input.

    Nothing in the inputs raises: what cannot be used becomes a problem of the Reading, and the rest
    is read. The answer is the same whatever the order of `paths`, and a file that is given twice is
    read once. `stdin` stands for ``sys.stdin.buffer``.

    A folder is searched for .txt and .md, without hidden entries and without following links to
    folders; its articles are called by their path relative to it. Text files given by name are
    called by their path relative to the deepest folder that they share.

    An article's text is what the bytes decode to, line ends untouched. A byte order mark names the
    encoding (UTF-8, UTF-16 or UTF-32) and is no part of the text, so offsets count from after it.
    Without one the text is UTF-8 or, where it cannot be, what a detector takes it for, with a note.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    intake = Intake()
    read_paths(intake, paths, fields, stdin)
    return _reading(intake)


def collect(
    source: object,
    *,
    fields: Fields = _FIELDS,
    watch: Watch | None = None,
    shelved: bool = False,
    room: int | None = None,
) -> Reading:
    """The articles of whatever a program has: paths, Articles, mappings, rows, a data frame.

    `source` is a path; a Reading, returned as it is; one Article, mapping or row; a data frame of
    pandas, polars or pyarrow; or an iterable in which paths, Articles, mappings and rows may be
    mixed. A row is anything with ``_asdict()`` or ``to_dict()``. Places are row numbers from 1.

    `watch` is handed the texts as they come, a megabyte or two at a time, in the order that the Reading tells; a
    Reading has none to hand on. `shelved` leaves texts in plain files of JSON lines: each is read again when it
    is asked for, which raises UnreadableError if the file has changed. `room` is how many characters of text are held
    in memory; if there are more, all are kept in a temporary file.

    Raises TypeError if `source` is none of these; what is wrong inside it becomes a problem.
    """
    if isinstance(source, Reading):
        return source
    intake = Intake(watch, room)
    paths: list[str | os.PathLike[str]] = []
    for row, item in enumerate(rows(source, fields), 1):
        if isinstance(item, (str, os.PathLike)):
            paths.append(item)
        else:
            add_item(intake, item, fields, row)
    read_paths(intake, paths, fields, None, shelved=shelved)
    return _reading(intake)


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
    return Reading(articles=articles, notes=notes, problems=problems, order=order, paths=paths, lines=lines)
