"""Articles for a newsroom to start from: real ones as headline and paragraphs, or else invented ones."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

import generator

HALVES: Final = ("development", "test")
"""Each takes every second article of a corpus, so that nothing is measured on what was looked at."""

_SHORTEST: Final = 5
_LONGEST: Final = 40
"""Paragraphs of an article that an editor can do something with."""

_PER_PARAGRAPH: Final = 2
"""Sentences that are made a paragraph where a corpus has lost its own."""


@dataclass(frozen=True, slots=True)
class Story:
    """An article without what an outlet puts around it.

    Attributes:
        city: where it was written, "" if it does not say.
        weekday: the day of the week on which it was published, 0 for Monday; None if that is not known.
    """

    headline: str
    city: str
    paragraphs: tuple[str, ...]
    weekday: int | None = None


def find(data: Path, half: str, count: int) -> tuple[Story, ...]:
    """Up to `count` stories of one half: from reuters-2006-2011 and allsides by turns, else invented ones."""
    files = [data / name / "docs.jsonl.gz" for name in ("reuters-2006-2011", "allsides")]
    if not all(file.exists() for file in files):
        return tuple(invented(half, count))
    wire, papers = (list(islice(_read(file, half), count - count // 2)) for file in files)
    return tuple(story for pair in zip(wire, papers, strict=True) for story in pair)[:count]


def invented(half: str, count: int) -> Iterator[Story]:
    """Stories in words that nobody wrote, by the generator of invented articles."""
    for family in range(HALVES.index(half), 2 * count, 2):
        text = generator.spell(generator.code(1, family, 0), typographic=False)
        paragraphs = tuple(_long_enough(text.split("\n\n")))[:_LONGEST]
        yield Story(" ".join(paragraphs[0].split()[:8]).strip('.,"'), "", paragraphs)


def _long_enough(paragraphs: Sequence[str]) -> Iterator[str]:
    """The paragraphs, the last one parted until there are enough of them."""
    sentences = [sentence for paragraph in paragraphs for sentence in split(paragraph)]
    if len(paragraphs) >= _SHORTEST:
        yield from paragraphs
    else:
        yield from sentences


def _read(file: Path, half: str) -> Iterator[Story]:
    """The stories of one half of a corpus, spread over all of it."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = list(islice(lines, HALVES.index(half), None, 2))
    # Neighbours are of one day and often of one event; a stride that shares no factor with many sizes spreads them.
    for place in range(len(rows)):
        story = _story(json.loads(rows[place * 7919 % len(rows)]))
        if story:
            yield story


_DATELINE: Final = re.compile(r"^(?:(?P<city>[A-Z][\w .,/'-]{1,60}?)\s*)?\((?:Reuters|AP|CNN)\)\s*[-–—]*\s*")
_CLOSING: Final = re.compile(
    r"\s*\((?:Additional |Writing|Reporting|Editing|Compiled|With )[^()]*\)\s*$", re.IGNORECASE
)
_TICKER: Final = re.compile(r"\s?\(\s[A-Z.]{2,9}\s\)")
_FRAME: Final = re.compile(
    r"©|copyright|contributed to this|^\(?(?:follow|read more|click|watch|related)\b|\(CNN\)|press writers?\b",
    re.IGNORECASE,
)
"""What says whose an article is, or leads elsewhere: in a newsroom it is another outlet's."""
_WIRE_BREAK: Final = re.compile(r"\s*\n\s*\n\s*|\s{2,}(?=[\"“A-Z])")


def _story(row: dict[str, str]) -> Story | None:
    """The story of a row of a corpus, None if it is too short or too long for an editor."""
    text = _TICKER.sub("", row["text"].strip())
    title = " ".join((row.get("title") or "").split())
    dateline = _DATELINE.match(text)
    text = text[dateline.end() :] if dateline else text
    while (shorter := _CLOSING.sub("", text)) != text:
        text = shorter
    paragraphs = [" ".join(part.split()) for part in _WIRE_BREAK.split(text)]
    paragraphs = [part for part in paragraphs if len(part) > 40 and part != title and not _FRAME.search(part)]
    if len(paragraphs) < _SHORTEST:
        sentences = [sentence for part in paragraphs for sentence in split(part)]
        paragraphs = [" ".join(sentences[n : n + _PER_PARAGRAPH]) for n in range(0, len(sentences), _PER_PARAGRAPH)]
    if not (title and _SHORTEST <= len(paragraphs) <= _LONGEST):
        return None
    city = (dateline["city"] or "").strip(" ,") if dateline else ""
    return Story(title, city, tuple(paragraphs), _weekday(row.get("published")))


def _weekday(published: str | None) -> int | None:
    return datetime.fromisoformat(published).weekday() if published else None


_END: Final = re.compile(r"(?<=[.!?])(?P<mark>[\"”’']?)\s+(?=[\"“‘'(]?[A-Z0-9])")
_SHORT: Final = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Inc|Corp|Co|Ltd|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No))\.$"
)


def split(paragraph: str) -> list[str]:
    """The sentences of a paragraph, by their marks; an abbreviation ends none."""
    sentences, start = [], 0
    for match in _END.finditer(paragraph):
        if not _SHORT.search(paragraph[start : match.start()]):
            sentences.append(paragraph[start : match.end("mark")])
            start = match.end()
    return [*sentences, paragraph[start:]]
