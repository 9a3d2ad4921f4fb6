"""Newsrooms: derivation trees of articles made by an editor's operations, printed under five conditions, with gold.

A newsroom has some hundred stories. Each begins with one real article, the source, in the house of an agency or of a
newspaper; 1 to 39 copies follow, each made from the source or from a copy by the operations in editing.py. The first
two copies are made from the source. Which outlet prints what, whether it keeps, adds or strips the credit, its
quotation marks, its clock and its zone, the form of its dates and addresses are drawn for sources and copies alike;
ids and the order of the articles are drawn over the whole newsroom. The days of the week that a source
names are as far from its day in the newsroom as they were from its own. Lone articles stand between the stories; a copy
may mix one of them in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, Final

import editing
import rewording
import stories
from editing import Desk, Piece

CONDITIONS: Final[Mapping[str, str]] = {
    "a": "times to the minute",
    "b": "days only",
    "c": "no times",
    "d": "source taken out",
    "e": "one clock wrong",
}

_SIZES: Final = ((0.3, 2, 2), (0.5, 3, 3), (0.75, 4, 6), (0.9, 7, 12), (1.0, 13, 40))
"""Up to which share of the trees have how many members, from and to."""

_AGENCIES: Final = ("Reuters", "AP", "AFP", "dpa", "UPI", "Xinhua", "Kyodo", "EFE", "Meridian Wire", "Nordpress")
"""Eight that every list of agencies has, and two that none has."""

_PLACES: Final = (
    "Harbour Saltmarsh Velmarch Norrvale Brenmoor Skerrin Tallow Fennick Ashby Corran Delmere Eastvale Farrow Glenn"
    " Hartley Ingram Jarrow Kelso Lindow Marlow"
).split()
_PAPERS: Final = "Gazette Post Times Courier Herald Tribune Daily".split()

_WIRE: Final = 0.6
"""Share of the stories that an agency had first."""
_CITED: Final = 0.45
"""Share of the copies of a newspaper's story that name it."""
_KEPT: Final = 0.35
_ANEW: Final = 0.65
"""Of the copies of an agency's story: to the first, the dateline stays; to the second, the credit has another form."""
_NEVER_FIRST: Final = 4
"""Every so many newspapers only take over what others have."""
_LONE: Final = 0.15
"""Articles that are the source of nothing but a part of copies of two sources, for each story."""
_PACE: Final = 180
"""Minutes from one story to the next."""

_BEGUN: Final = datetime(2012, 3, 1, tzinfo=timezone.utc)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What is true of one story.

    Attributes:
        root: the id of the source, None if it was taken out.
        members: the ids of its articles.
        edges: each copy with what it was made from; a copy of two sources comes twice.
    """

    root: str | None
    members: tuple[str, ...]
    edges: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Articles as rows of a file, in no order that tells anything, and what is true of them."""

    rows: tuple[Row, ...]
    gold: tuple[Gold, ...]


@dataclass(slots=True)
class _Node:
    """A member of a tree while it is made: what it was made from, whose it is, its minute in the newsroom's time."""

    piece: Piece
    outlet: str
    parents: tuple[_Node, ...]
    minutes: int
    id: str = ""


_Tree = list[_Node]
"""The source first, every copy after what it was made from."""


def make(data: Path, *, half: str, condition: str, trees: int, seed: int) -> Newsroom:
    """A newsroom under one condition; the texts of the others are the same but for their date lines."""
    count = trees + math.ceil(trees * _LONE)
    found = stories.find(data, half, count + trees)
    random = Random(f"newsroom {half} {seed}")
    real = any(story.city for story in found)
    others = [paragraph for story in found[count:] for paragraph in story.paragraphs[1:] if len(paragraph) > 80]
    desk = Desk(random, rewording.english() if real else rewording.invented(), others)
    lone = [[_source(story, desk)] for story in found[trees:count]]
    grown = [
        _tree(story, lone[place * len(lone) // trees][0], desk, place) for place, story in enumerate(found[:trees])
    ]
    for place, (node,) in enumerate(lone):
        node.minutes = (place * trees // len(lone)) * _PACE - random.randint(10, 600)
    ids = [f"a{number:05}" for number in range(sum(map(len, grown + lone)))]
    random.shuffle(ids)
    for tree in grown + lone:
        for node in tree:
            node.id = ids.pop()
    if condition == "d":
        grown = [tree for tree in grown if len(tree) > 2]
    printed = [_printed(tree, condition, seed) for tree in grown + lone]
    rows = sorted((row for tree in printed for row in tree), key=lambda row: Random(f"order {row['id']}").random())
    return Newsroom(tuple(rows), tuple(_gold(tree, condition) for tree in grown))


def _tree(story: stories.Story, second: _Node, desk: Desk, place: int) -> _Tree:
    """A source and its copies; a copy of two sources takes from `second` too."""
    random = desk.random
    drawn = random.random()
    low, high = next((low, high) for share, low, high in _SIZES if drawn < share)
    tree, closed = [_source(story, desk)], set()
    tree[0].minutes = place * _PACE + random.randrange(_PACE)
    tree[0].piece = _moved(tree[0], story.weekday)
    size = random.randint(low, high)
    papers = random.sample(_newspapers(), size)
    for number in range(1, size):
        open_ones = [node for node in tree[1:] if id(node) not in closed]
        parent = tree[0] if number < 3 or desk.chance(0.6) or not open_ones else random.choice(open_ones)
        node = _copy(parent, tree[0].outlet, papers[number], second, desk)
        tree.append(node)
        if not _worth_copying(node, parent):
            closed.add(id(node))
    return tree


def _worth_copying(node: _Node, parent: _Node) -> bool:
    """Whether a copy has enough of its source left that another can be made from it."""
    return (
        len(node.parents) == 1
        and len(node.piece.paragraphs) > 3
        and not set(node.piece.paragraphs).isdisjoint(parent.piece.paragraphs)
    )


def _newspapers() -> list[str]:
    return [f"{place} {paper}" for paper in _PAPERS for place in _PLACES]


def _source(story: stories.Story, desk: Desk) -> _Node:
    random = desk.random
    piece = Piece(headline=story.headline, paragraphs=story.paragraphs)
    if desk.chance(_WIRE):
        outlet = random.choice(_AGENCIES)
        piece = editing.wire(piece, outlet, story.city or random.choice(_PLACES).upper(), desk)
    else:
        papers = _newspapers()
        outlet = random.choice([paper for place, paper in enumerate(papers) if place % _NEVER_FIRST])
        piece = editing.signed(piece, desk) if desk.chance(0.5) else piece
    # A reporter writes "told Reuters" of the own house, whichever that is.
    own = outlet if outlet in _AGENCIES else f"the {outlet}"
    piece = replace(piece, paragraphs=tuple(part.replace("Reuters", own) for part in piece.paragraphs))
    return _Node(_in_house_style(piece, outlet), outlet, (), 0)


_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY: Final = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")


def _moved(source: _Node, weekday: int | None) -> Piece:
    """The piece of a source with the days of the week that it names moved as its own was, from `weekday` on."""
    if weekday is None:
        return source.piece
    by = _local(source).weekday() - weekday
    parts = (_DAY.sub(lambda day: _DAYS[(_DAYS.index(day[0]) + by) % 7], part) for part in source.piece.paragraphs)
    return replace(source.piece, paragraphs=tuple(parts))


def _copy(parent: _Node, origin: str, outlet: str, second: _Node, desk: Desk) -> _Node:
    if outlet in (origin, parent.outlet):
        outlet = f"{outlet} Online"
    parents: tuple[_Node, ...] = (parent,)
    drawn = desk.random.random()
    if drawn < 0.05:
        piece = editing.quotation_only(parent.piece, desk)
    else:
        piece = editing.edited(parent.piece, desk)
        if drawn > 0.95 and len(piece.paragraphs) > 4:
            piece, parents = editing.mixed_with(piece, second.piece, desk), (parent, second)
        piece = _with_credit(piece, parent, origin, desk)
    return _Node(_in_house_style(piece, outlet), outlet, parents, parent.minutes + _lag(desk.random))


def _with_credit(piece: Piece, parent: _Node, origin: str, desk: Desk) -> Piece:
    """The copy with the credit kept, put in another form, or stripped."""
    drawn = desk.random.random()
    if origin in _AGENCIES:
        if drawn < _KEPT:
            return piece
        credit = drawn < _ANEW
    else:
        piece = editing.stripped(piece)
        credit = drawn < _CITED
    if credit:
        return editing.credited(piece, origin if desk.chance(0.8) else parent.outlet, desk)
    piece = editing.stripped(piece)
    return editing.signed(piece, desk) if desk.chance(0.4) else piece


def _lag(random: Random) -> int:
    """Minutes from an article to its copy: one in 100 comes by machine at once, the median of the others is 90."""
    if random.random() < 0.01:
        return random.randint(0, 1)
    return min(4 * 24 * 60, 1 + int(random.lognormvariate(math.log(90), 1.5)))


def _style(outlet: str) -> Random:
    """Chance that is the same whenever an outlet's habits are drawn."""
    return Random(f"style {outlet}")


def _in_house_style(piece: Piece, outlet: str) -> Piece:
    """The piece with the quotation marks of the house."""
    curly = _style(outlet).random() < 0.5
    return replace(piece, paragraphs=tuple(_marked(part, curly) for part in piece.paragraphs))


def _marked(paragraph: str, curly: bool) -> str:
    plain = re.sub("[“”]", '"', paragraph).replace("’", "'")
    if not curly:
        return plain
    return re.sub(r'(?<!\S)"|(?<=[(\[—–-])"', "“", plain).replace('"', "”").replace("'", "’")


# Printing


def _gold(tree: _Tree, condition: str) -> Gold:
    kept = tree[1:] if condition == "d" else tree
    edges = {(node.id, parent.id) for node in kept for parent in node.parents if condition != "d" or parent.parents}
    root = None if condition == "d" else tree[0].id
    return Gold(root=root, members=tuple(node.id for node in kept), edges=frozenset(edges))


def _printed(tree: _Tree, condition: str, seed: int) -> list[Row]:
    """The rows of a tree's members."""
    wrong = _wrong_clock(tree, Random(f"clock {tree[0].id} {seed}")) if condition == "e" else {}
    addresses = {node.outlet: _address(node, condition) for node in reversed(tree)}
    kept = tree[1:] if condition == "d" and len(tree) > 1 else tree
    return [_row(node, _moment(node) + wrong.get(node.outlet, timedelta()), condition, addresses) for node in kept]


def _moment(node: _Node) -> datetime:
    return _BEGUN + timedelta(minutes=node.minutes)


_ZONES: Final = (-8, -5, 0, 0, 1, 1, 2, 8, 9)
"""Hours ahead of UTC, of which an outlet has one."""


def _local(node: _Node) -> datetime:
    """When a member came out by the clock on its outlet's wall."""
    return _moment(node).astimezone(timezone(timedelta(hours=_style(f"{node.outlet} clock").choice(_ZONES))))


def _wrong_clock(tree: _Tree, random: Random) -> dict[str, timedelta]:
    """One of the tree's outlets, whose clock is some hours or days off, mostly so that it misleads."""
    node = random.choice(tree)
    hours = 3 * 24 ** random.random()
    early = (node is not tree[0]) == (random.random() < 0.8)
    return {node.outlet: timedelta(hours=-hours if early else hours)}


def _address(node: _Node, condition: str) -> str:
    """The address of an article's page; half of the outlets have the date in it, where a clock is wrong none."""
    slug = "-".join(re.findall(r"[a-z]+", node.piece.headline.lower())[:6]) or "story"
    day = f"{_moment(node):%Y/%m/%d}/"
    dated = condition not in ("c", "e") and _style(f"{node.outlet} address").random() < 0.5
    return f"https://www.{_host(node.outlet)}.example/{day if dated else 'news/'}{slug}-{node.id[1:]}"


def _host(outlet: str) -> str:
    return re.sub(r"\W", "", outlet).lower()


def _row(node: _Node, moment: datetime, condition: str, addresses: Mapping[str, str]) -> Row:
    """An article as an outlet hands it over: what it says of itself, and its time in the form of the house."""
    piece, habits = node.piece, _style(f"{node.outlet} clock")
    local = moment.astimezone(timezone(timedelta(hours=habits.choice(_ZONES))))
    place = habits.random() if condition in ("b", "c") else habits.random() * 0.9
    row: Row = {"id": node.id, "title": piece.headline, "source": node.outlet}
    line = ""
    if condition != "c" and place < 0.75:
        row["published"] = f"{local:%Y-%m-%d}" if condition == "b" else local.isoformat()
    elif condition != "c" and place < 0.9:
        line = _date_line(local, condition)
    row["text"] = "\n\n".join(_lines(piece, line))
    row["url"] = addresses[node.outlet]
    if piece.link:
        row["canonical_url"] = addresses.get(piece.link) or f"https://www.{_host(piece.link)}.example/"
    if habits.random() < 0.05:
        del row["source"]
    return row


def _date_line(local: datetime, condition: str) -> str:
    day = f"{local.day} {local:%B %Y}"
    if condition == "b":
        return f"Published: {day}"
    offset = f"{local:%z}"
    return f"Published: {day}, {local:%H:%M} {offset[:3]}:{offset[3:]}"


def _lines(piece: Piece, line: str) -> Iterator[str]:
    """The parts of a text from its headline to what closes it."""
    yield piece.headline
    yield from (part for part in (piece.byline, line) if part)
    first, *rest = piece.paragraphs
    yield f"{piece.dateline}{first}"
    yield from rest
    if piece.closing:
        yield piece.closing
