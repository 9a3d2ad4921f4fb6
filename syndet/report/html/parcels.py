"""Texts and passages in parcels of some hundred kilobytes, packed where the whole is large."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from syndet.model import PassageDifference, dump_json
from syndet.report.html import facts
from syndet.report.html.choice import Choice
from syndet.report.html.plain import whole

PARCEL: Final = 400_000
"""Code points of text, or passages times a hundred, in a parcel; what a browser unpacks in an instant."""

PLAIN_MOST: Final = 2_000_000
"""Code points of text up to which a page is left readable, rather than packed."""

PASSAGE: Final = 100
"""Code points that a passage takes, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A part of the page's data.

    Attributes:
        name: the id of its element.
        packed: whether `body` is zlib data in base64 instead of JSON.
    """

    name: str
    packed: bool
    body: str


def wrap(choice: Choice, progress: Callable[[str, int, int], None]) -> Iterator[Parcel]:
    """The page's data, one parcel after the other: the run first, then texts, then passages."""
    packed = sum(article.length for article in choice.articles[: choice.texts]) > PLAIN_MOST
    texts = _cut([article.length for article in choice.articles[: choice.texts]])
    links = _cut([PASSAGE * max(len(link.passages), 1) for link in choice.links])
    run = facts.run(choice, _numbers(texts), _numbers(links))
    yield _parcel("run", run, packed)
    for number, places in enumerate(texts):
        bodies = [whole(choice.articles[place].text) for place in places]
        yield _parcel(f"texts-{number}", {"first": places.start, "items": bodies}, packed)
    compared = 0
    for number, places in enumerate(links):
        items = [facts.passages(choice.links[place], _changes(choice, place)) for place in places]
        compared += sum(place in choice.changes for place in places)
        progress("comparing words", compared, len(choice.changes))
        yield _parcel(f"links-{number}", {"first": places.start, "items": items}, packed)


def _cut(sizes: Sequence[int]) -> list[range]:
    """The places in runs of about a parcel each."""
    found: list[range] = []
    first = held = 0
    for place, size in enumerate(sizes):
        if held and held + size > PARCEL:
            found.append(range(first, place))
            first, held = place, 0
        held += size
    return [*found, range(first, len(sizes))] if first < len(sizes) else found


def _numbers(parcels: Sequence[range]) -> list[int]:
    """The number of the parcel that each place is in."""
    return [number for number, places in enumerate(parcels) for _ in places]


def _changes(choice: Choice, place: int) -> Sequence[PassageDifference] | None:
    """What the passages of a link change, where the choice has it compared."""
    if place not in choice.changes:
        return None
    link = choice.links[place]
    articles = choice.articles
    a, b = articles[choice.number[link.a]], articles[choice.number[link.b]]
    return choice.result.differ(a, b, link).passages


def _parcel(name: str, value: Any, packed: bool) -> Parcel:
    body = dump_json(value, separators=(",", ":"))
    if packed:
        body = base64.b64encode(zlib.compress(body.encode("utf-8"), 6)).decode("ascii")
    return Parcel(name=name, packed=packed, body=body if packed else _harmless(body))


def _harmless(body: str) -> str:
    """JSON in which nothing can end or open an element, nor break a line in old scripts."""
    return body.translate(_ESCAPES)


_ESCAPES: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
