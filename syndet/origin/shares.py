"""What of a member's text stands in passages with others, whom it has each stretch from, and what is its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.model import Manner, Source
from syndet.origin import sharing
from syndet.origin.case import Case
from syndet.origin.sharing import Share

Span = tuple[int, int]
"""Start and end of a stretch of a text, code points, end exclusive."""

_LEAST: Final = 0.03
"""Share of a text from which on what it has from one more source is told."""

_OVERLAP: Final = 60
"""Code points from which on two stretches are of the same text, rather than of neighbouring sentences."""

_MOST: Final = 8
"""Sources of one article that are told."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What a member shares with another: the stretches of its text, merged and in order, and how."""

    spans: tuple[Span, ...]
    how: Manner


@dataclass(frozen=True, slots=True)
class Taken:
    """What a member has from others, 0 to 1, from whom, and what is its own."""

    copied: float
    sources: tuple[Source, ...]
    own: tuple[Span, ...]


def find(case: Case, found: Iterable[Share]) -> dict[str, dict[str, Shared]]:
    """For each member what it shares with each of those that it has a link with, of what each such pair shares."""
    shared: dict[str, dict[str, Shared]] = {article.id: {} for article in case.members}
    for share in found:
        shared[share.a.id][share.b.id] = Shared(tuple(share.a.ranges), share.how)
        shared[share.b.id][share.a.id] = Shared(tuple(share.b.ranges), share.how)
    return shared


def take(text: str, shared: Mapping[str, Shared], order: Sequence[str]) -> Taken:
    """What a text has from the members in `order`, from each of them what those before it do not have."""
    covered: tuple[Span, ...] = ()
    size, gains = 0, []
    for id in order:
        covered = merged((*covered, *shared[id].spans))
        wider = sharing.size(trimmed(text, covered))
        gains.append((id, wider - size))
        size = wider
    own = trimmed(text, gaps(covered, len(text)))
    total = (size + sharing.size(own)) or 1
    told = [(id, gain) for place, (id, gain) in enumerate(gains) if not place or gain >= _LEAST * total][:_MOST]
    sources = (Source(article=id, share=round(gain / total, 4), how=shared[id].how) for id, gain in told)
    return Taken(round(size / total, 4), tuple(sources), own)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches in order, those that overlap or touch made one."""
    return tuple(sharing.merged(spans))


def gaps(spans: Sequence[Span], length: int) -> list[Span]:
    """What lies before, between and behind stretches that are in order."""
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return list(zip([0, *ends], [*starts, length], strict=True))


def trimmed(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches that hold a letter or a digit, without the space around them."""
    made: list[Span] = []
    for start, end in spans:
        words = text[start:end]
        if any(map(str.isalnum, words)):
            made.append((end - len(words.lstrip()), start + len(words.rstrip())))
    return tuple(made)


def groups(ids: Iterable[str], shared: Mapping[str, Mapping[str, Shared]]) -> int:
    """How many groups some members make if those that share text are together, directly or by a third member.

    Two members share text by a third if what they share with it overlaps there; quotations are nobody's.
    Takes time linear in the number of links, but for sorting.
    """
    chosen = set(ids)
    top = {id: id for id in chosen}

    def whole(id: str) -> str:
        while top[id] != id:
            top[id] = id = top[top[id]]
        return id

    for host, parts in sorted(shared.items()):
        others = {id: part for id, part in parts.items() if id in chosen and part.how != "quote"}
        if host in chosen:
            for id in others:
                top[whole(id)] = whole(host)
            continue
        reach, last = 0, ""
        for start, end, id in sorted((start, end, id) for id, part in others.items() for start, end in part.spans):
            if min(end, reach) - start >= _OVERLAP:
                top[whole(id)] = whole(last)
            if end > reach:
                reach, last = end, id
    return sum(whole(id) == id for id in chosen)
