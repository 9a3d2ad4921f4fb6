"""Gathers what one reading finds, in any order: articles, notes and problems, equal ids settled, repeats summed up."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice, repeat
from operator import attrgetter, lt
from typing import TYPE_CHECKING, Final, Protocol

from syndet.errors import DuplicateIdError, RecordError, SyndetError
from syndet.model import Article
from syndet.readers.shelf import Shelved, Spill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Spans = tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]
    """Texts as UTF-8: text `i` is ``data[begin[i]:end[i]]``."""

TOLD: Final = 5  # troubles of one kind that are told one by one before the rest is summed up
OPTIONAL: Final = ("title", "source", "published", "byline", "url", "language")

BATCH: Final = 1_000_000  # characters of the texts that are handed on together

Log = Callable[[SyndetError], None]


class Watch(Protocol):
    """Who is handed the texts while others are still read."""

    def take(self, texts: list[str]) -> None:
        """Be handed some texts."""

    def take_spans(self, texts: Spans) -> None:
        """Be handed some texts as UTF-8."""


_Found = tuple[str, int, Article]  # with its path and line: "" without a path, 0 for a file of one article


class Intake:
    """What one reading gathers, in any order; `settled()` sorts it and settles equal ids.

    `watch` is handed the texts; beyond `room` characters they are kept in a temporary file. `log` is called with every
    problem, those included that are summed up; `strict` raises the first. `expect` is told before a kernel reads so
    many bytes; without it none does.
    """

    def __init__(
        self,
        watch: Watch | None = None,
        room: int | None = None,
        *,
        expect: Callable[[int], None] | None = None,
        log: Log | None = None,
        strict: bool = False,
    ) -> None:
        self.expect = expect
        self._watch = watch
        self._room = room
        self._spill: Spill | None = None
        self._log = log
        self.strict = strict
        self._failing: tuple[object, ...] = ()
        self._unread = 0
        self._left_out = 0
        self._batch: list[str] = []
        self._waiting = 0
        # Columns: a tuple for each article would take as much as all its fields.
        self._articles: list[Article] = []
        self._paths: list[str] = []
        self._lines = array("q")
        self._notes: dict[str, set[tuple[str, int, str]]] = {}
        self._problems: list[SyndetError] = []
        self._told: Counter[tuple[object, ...]] = Counter()
        self._untold: dict[tuple[object, ...], SyndetError] = {}

    def add(self, article: Article, path: str | None, line: int = 0, text: str | None = None) -> None:
        """Take in an article from this place; `text` is its own, if that is at hand."""
        if self._watch is not None:
            self._batch.append(article.text if text is None else text)
            self._waiting += article.length
        self._articles.append(self._placed(article))
        self._paths.append(path or "")
        self._lines.append(line)
        if self._watch is not None and self._waiting >= BATCH:
            self._show(self._watch)

    def _placed(self, article: Article) -> Article:
        """The same article, its text in the temporary file if there is no room for it."""
        if isinstance(article, Shelved) or self._room is None:
            return article
        self._room -= article.length
        if self._room >= 0:
            return article
        return self._filed().keep(article)

    def spill(self, characters: int) -> Spill | None:
        """The temporary file that so much more text goes to, if there is no room for it in memory."""
        if self._room is None or (self._spill is None and characters <= self._room):
            return None
        return self._filed()

    def _filed(self) -> Spill:
        """The temporary file, which from now on takes all texts."""
        self._room = -1
        self._spill = self._spill or self._spilled()
        return self._spill

    def _spilled(self) -> Spill:
        """A temporary file that holds the texts of all articles so far."""
        spill = Spill()
        for number, article in enumerate(self._articles):
            if not isinstance(article, Shelved):
                self._articles[number] = spill.keep(article)
        return spill

    def _show(self, watch: Watch) -> None:
        """Hand on the texts that wait."""
        if self._batch:
            batch, self._batch, self._waiting = self._batch, [], 0
            watch.take(batch)

    def add_plain(self, articles: Sequence[Article], path: str, lines: NDArray[np.int64], texts: Spans) -> None:
        """Take in articles from these lines, all of a type, whose texts are at hand as UTF-8."""
        if self._watch is not None:
            self._show(self._watch)
            self._watch.take_spans(texts)
        self._articles.extend(articles if isinstance(articles[0], Shelved) else map(self._placed, articles))
        self._paths += repeat(path, len(articles))
        self._lines.frombytes(lines.tobytes())

    def note(self, text: str, path: str, line: int = 0, kind: str | None = None) -> None:
        """Take in a note, told once for its place; many of one kind are summed up."""
        self._notes.setdefault(kind or text, set()).add((path, line, text))

    def fail(self, problem: SyndetError) -> None:
        """Take in a problem; broken records of one file and field, doubled ids, and like files are summed up."""
        self._count(problem)
        if isinstance(problem, RecordError):
            kind: tuple[object, ...] = (problem.path, problem.field)
        else:
            kind = (DuplicateIdError,) if isinstance(problem, DuplicateIdError) else (type(problem), problem.message)
        self._told[kind] += 1
        if self._told[kind] <= TOLD:
            # A traceback would keep every frame alive, with the file's bytes in it.
            self._problems.append(problem.with_traceback(None))
        else:
            self._untold.setdefault(kind, problem)

    def _count(self, problem: SyndetError) -> None:
        """Count the input that is at fault, once where several of its fields are; log the problem, or raise it."""
        if isinstance(problem, DuplicateIdError):
            self._left_out += 1
        else:
            place = (problem.path, problem.line)
            self._unread += place != self._failing
            self._failing = place
        if self._log is not None:
            self._log(problem)
        if self.strict:
            # Whoever catches it on the way tells it again, which is to change nothing.
            self._log = None
            raise problem

    @property
    def unread(self) -> int:
        """Inputs that could not be used."""
        return self._unread + self._left_out

    @property
    def inputs(self) -> int:
        """Articles that were looked at, and files of which nothing could be."""
        return len(self._articles) + self._unread

    def settled(self) -> tuple[tuple[int, ...], tuple[Article, ...], tuple[str, ...], tuple[SyndetError, ...]]:
        """Everything taken in, in order: when each article came, counted from 0, the articles, notes and problems."""
        if self._watch is not None:
            self._show(self._watch)
        ids = list(map(attrgetter("id"), self._articles))
        if all(map(lt, ids, islice(ids, 1, None))):  # as in many a dump; then none comes twice
            order = tuple(range(len(ids)))
        else:
            order = tuple(sorted(self._kept(ids), key=ids.__getitem__))
        summed = [_sum_up(problem, self._told[kind] - TOLD) for kind, problem in self._untold.items()]
        # A path that is given twice fails twice, and is told once.
        problems = {(type(problem), str(problem)): problem for problem in self._problems + summed}
        return (
            order,
            tuple(map(self._articles.__getitem__, order)),
            tuple(self._told_notes()),
            tuple(sorted(problems.values(), key=_order)),
        )

    def places(self, order: Sequence[int]) -> tuple[tuple[str, ...], Sequence[int]]:
        """The paths and the lines of the articles that came at these numbers."""
        if order == tuple(range(len(self._paths))):
            return tuple(self._paths), self._lines
        lines = array("q", map(self._lines.__getitem__, order))  # a list would be four times as large
        return tuple(map(self._paths.__getitem__, order)), lines

    def _found(self, number: int) -> _Found:
        return self._paths[number], self._lines[number], self._articles[number]

    def _kept(self, ids: list[str]) -> Sequence[int]:
        """The numbers of the articles of these ids, every id once: an equal text is noted, another fails.

        The first place in a file wins. Items of a program have no order that counts: the least content wins.
        """
        if len(set(ids)) == len(ids):
            return range(len(ids))
        kept: dict[str, int] = {}
        rivals: dict[str, list[int]] = {}
        for number, id in enumerate(ids):
            first = kept.setdefault(id, number)
            if first != number:
                rivals.setdefault(id, [first]).append(number)
        others: list[int] = []
        for id, numbers in rivals.items():
            kept[id], *rest = sorted(numbers, key=lambda number: _rank(self._found(number)))
            others += rest
        for other in sorted(others, key=lambda number: self._found(number)[:2]):
            self._settle(self._found(other), self._found(kept[ids[other]]))
        return list(kept.values())

    def _settle(self, other: _Found, kept: _Found) -> None:
        """Tell of an article that is left out because another has its id."""
        path, line, article = other
        where = f"{article.id!r} is also in {_place(*kept[:2])}"
        if article.text == kept[2].text:
            differing = [name for name in (*OPTIONAL, "extra") if getattr(article, name) != getattr(kept[2], name)]
            but = f" but another {', '.join(differing)}" if differing else ""
            self.note(f"{where} with the same text{but}; kept once", path, line, kind="ids with the same text again")
            return
        advice = "give every article an id of its own"
        if path and kept[0] and not line and not kept[1]:
            advice = "give the folder that holds both, so that their ids differ"
        message = f"{where} with another text; this one is left out"
        self.fail(DuplicateIdError(message, path=path or None, line=line or None, advice=advice))

    def _told_notes(self) -> list[str]:
        told = []
        for kind, notes in self._notes.items():
            ordered = sorted(notes)
            told += [(path, line, f"{_place(path, line)}: {text}") for path, line, text in ordered[:TOLD]]
            if len(ordered) > TOLD:
                told.append((*ordered[TOLD][:2], f"… and {len(ordered) - TOLD:,} more: {kind}"))
        return [text for _, _, text in sorted(told)]


def _place(path: str, line: int) -> str:
    if not path:
        return f"row {line}"
    return f"{path}:{line}" if line else path


def _rank(found: _Found) -> tuple[object, ...]:
    """What decides between equal ids: the place in a file, else the content; row numbers only name the loser."""
    path, line, article = found
    if path:
        return path, line
    fields = [getattr(article, name) or "" for name in ("published", "title", "source", "byline", "url", "language")]
    return path, 0, article.text, *fields, json.dumps(article.extra, sort_keys=True), line


def _order(problem: SyndetError) -> tuple[str, int, str, str]:
    return problem.path or "", problem.line or 0, problem.field or "", problem.message


def _sum_up(problem: SyndetError, count: int) -> SyndetError:
    if isinstance(problem, RecordError):
        noun = "line" if problem.path else "row"
    else:
        noun = "article" if isinstance(problem, DuplicateIdError) else "input"
    message = f"… and {count:,} more {noun}{'s' if count > 1 else ''} with this problem"
    return type(problem)(message, path=problem.path, line=problem.line, field=problem.field)
