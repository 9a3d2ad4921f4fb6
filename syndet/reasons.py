"""A link to sentences: why two articles are linked, or why they are not."""

from __future__ import annotations

from typing import Final

from syndet.model import Article, Link, Passage

_QUOTE: Final = 90
"""Characters that a reason quotes of a passage at most."""

_WORTH_TELLING: Final = 20
"""Characters below which the likest stretches of two articles are a date or a name."""

_ALIKE: Final = 0.9
"""Matched weight from which two stretches are the same, so that only their shortness speaks against them."""

_TOO_LITTLE: Final = "that is too little, or too often repeated, to be told from chance"


def give(a: Article, b: Article, link: Link, faint: Passage | None, *, copy: float, derived: float) -> tuple[str, ...]:
    """The reasons for a link between `a` and `b`, or for none, the decisive one first.

    `faint`: the likest passage of two articles without one, found by laxer measures; None if there
    is not even that. `copy`, `derived`: the bounds of the two levels, shares.
    """
    if not link and link.passages:
        return (_framed(a, link.passages[0]),)
    if not link:
        return _against(a, b, faint, link.jaccard)
    counted = [passage for passage in link.passages if not passage.boilerplate]
    best = max(counted, key=lambda passage: passage.score, default=None)
    reasons = [_level(link, copy, derived)]
    if best is not None:
        said = _quote(a.text, best.a_start, best.a_end), _quote(b.text, best.b_start, best.b_end)
        stands = f"“{said[0]}” in {a.id}, “{said[1]}” in {b.id}"
        reasons.append(f"The surest passage ({best.kind}, score {best.score:.2f}): {stands}.")
        reasons.append(_how(best))
    return tuple(reasons)


def _framed(a: Article, passage: Passage) -> str:
    return (
        f"They share only boilerplate, which many articles of one source carry and which counts for nothing: "
        f"“{_quote(a.text, passage.a_start, passage.a_end)}”."
    )


def _level(link: Link, copy: float, derived: float) -> str:
    if link.kind == "copy":
        return (
            f"Copies: {link.jaccard:.0%} of the word shingles of {link.a} and {link.b} are the same; "
            f"{copy:.0%} make a copy."
        )
    count = sum(not passage.boilerplate for passage in link.passages)
    how = "a quotation" if link.how == "quote" else f"{'mostly ' if count > 1 else ''}{link.how}"
    shared = (
        f"{count} passage{'s' if count > 1 else ''} ({how}) "
        f"cover{'s' if count == 1 else ''} {link.coverage_a:.0%} of {link.a} and {link.coverage_b:.0%} of {link.b}"
    )
    if link.kind == "derived":
        return f"Derived: {shared}; {_measured(link)}, and {derived:.0%} is enough."
    if link.how == "quote":
        return f"Related, no more: {shared}; what somebody said to both makes neither derived from the other."
    return f"Related, no more: {shared}; {_measured(link)}, and {derived:.0%} would make it derived."


def _measured(link: Link) -> str:
    return f"quotations aside, {link.strength:.0%} of the words of one are said by the other"


def _how(passage: Passage) -> str:
    return (
        f"There {passage.identical:.0%} of the words stand in runs that both have and {passage.matched:.0%} of the "
        f"weight of the words is matched; {passage.ordered:.0%} of the matched words keep their order."
    )


def _against(a: Article, b: Article, faint: Passage | None, jaccard: float) -> tuple[str, ...]:
    for article in (a, b):
        if not any(map(str.isalnum, article.text)):
            return (f"{article.id} has no words.",)
    if faint is None or min(faint.a_end - faint.a_start, faint.b_end - faint.b_start) < _WORTH_TELLING:
        if jaccard > 0.0:
            return (f"{jaccard:.0%} of their word shingles are the same; {_TOO_LITTLE}.",)
        return (f"No sentence of {a.id} says what a sentence of {b.id} says.",)
    if faint.matched >= _ALIKE:
        return (f"They share “{_quote(a.text, faint.a_start, faint.a_end)}”; {_TOO_LITTLE}.",)
    closest = f"“{_quote(a.text, faint.a_start, faint.a_end)}” and “{_quote(b.text, faint.b_start, faint.b_end)}”"
    return (
        f"No stretch of {a.id} matches one of {b.id} well enough to be a passage.",
        f"The closest are {closest}: {faint.matched:.0%} of the weight of their words is matched, "
        "which a shared topic explains as well.",
    )


def _quote(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    if len(words) <= _QUOTE:
        return words
    half = _QUOTE // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"
