"""The slow and obvious twin of boilerplate: runs as tuples of words, articles as lists, sets for words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from syndet import boilerplate
from syndet.model import Texts

RUN, HEAD, TAIL = boilerplate.RUN, boilerplate.HEAD, boilerplate.TAIL
Run = tuple[int, ...]
Body = tuple[int, int]


class Article:
    """One article: its words, where they begin in the batch, and its source."""

    def __init__(self, texts: Texts, number: int, source: str | None) -> None:
        self.first, self.last = texts.article_token[number : number + 2].tolist()
        self.words = texts.word[self.first : self.last].tolist()
        self.source = source

    def run(self, k: int) -> tuple[str | None, Run]:
        return self.source, tuple(self.words[k : k + RUN])

    def places(self) -> list[int]:
        """Where a run begins that stands in the head or in the tail."""
        n = len(self.words)
        return [k for k in range(n - RUN + 1) if k + RUN <= HEAD or k >= n - TAIL]

    def body(self, known: set[tuple[str | None, Run]]) -> Body:
        """What stands between the known runs at both ends, tokens of the batch."""
        n = len(self.words)
        begin, reach = 0, boilerplate.EDGE
        for k in range(min(HEAD, n) - RUN + 1):
            if k <= reach and self.run(k) in known:
                begin, reach = k + RUN, k + RUN + boilerplate.SLOT
        end, reach = n, n - RUN - boilerplate.EDGE
        for k in range(n - RUN, max(n - TAIL, 0) - 1, -1):
            if k >= reach and self.run(k) in known:
                end, reach = k, k - RUN - boilerplate.SLOT
        return (self.first + begin, self.first + end) if begin < end else (self.last, self.last)


def bodies(texts: Texts, sources: Sequence[str | None]) -> list[Body]:
    """What `boilerplate.recognise` leaves of each article."""
    articles = [Article(texts, number, source) for number, source in enumerate(sources)]
    carriers = defaultdict(list)
    for number, article in enumerate(articles):
        for run in sorted({article.run(k) for k in article.places()}, key=repr):
            carriers[run].append(number)
    sizes = Counter(sources)
    common = {
        run: numbers
        for run, numbers in carriers.items()
        if len(numbers) >= max(boilerplate.LEAST, math.ceil(boilerplate.ROOT * math.sqrt(sizes[run[0]])))
    }
    tentative = [article.body(set(common)) for article in articles]
    known = {run for run, numbers in common.items() if mostly_unlike(texts, tentative, numbers)}
    return [article.body(known) for article in articles]


def mostly_unlike(texts: Texts, tentative: list[Body], numbers: list[int]) -> bool:
    half = len(numbers) // 2
    pairs = [(n, numbers[(rank + half) % len(numbers)]) for rank, n in enumerate(numbers[: boilerplate.SAMPLE])]
    told = [likeness for a, b in pairs if (likeness := alike(texts, tentative[a], tentative[b])) is not None]
    unlike = sum(likeness < boilerplate.LIKE for likeness in told)
    return unlike >= boilerplate.LEAST - 1 and 2 * unlike > len(told)


def alike(texts: Texts, a: Body, b: Body) -> float | None:
    one, other = (
        {
            term
            for term, weight in zip(texts.term[i:j].tolist(), texts.weight[i:j].tolist(), strict=True)
            if weight >= 50
        }
        for i, j in (a, b)
    )
    lesser = min(len(one), len(other))
    return len(one & other) / lesser if lesser >= 10 else None
