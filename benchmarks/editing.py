"""What an editor does to an article from elsewhere: cut, a new lead, a local paragraph, other words, credit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

import rewording
import stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article as an outlet prints it, in its parts.

    Attributes:
        byline, dateline, closing: the lines and words around the text, "" without one; a dateline stands
            before the first paragraph.
        credited: the outlet that the piece names as its source, None without one.
        link: the outlet whose page its canonical link names, None without one.
    """

    headline: str
    paragraphs: tuple[str, ...]
    byline: str = ""
    dateline: str = ""
    closing: str = ""
    credited: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What an editor works with: chance, other words, and paragraphs of articles that are about something else."""

    random: Random
    table: rewording.Table
    others: Sequence[str]

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share


Operation = Callable[[Piece, Desk], Piece]


def cut_from_bottom(piece: Piece, desk: Desk) -> Piece:
    """Without its last paragraphs, a tenth to two thirds of them, and without what closed it."""
    count = len(piece.paragraphs)
    keep = max(2, round(count * desk.random.uniform(0.35, 0.9)))
    return replace(piece, paragraphs=piece.paragraphs[:keep], closing=piece.closing if keep == count else "")


def new_lead(piece: Piece, desk: Desk) -> Piece:
    """With its first paragraph told in other words, now and then after one of the outlet's own."""
    first, *rest = piece.paragraphs
    lead = [rewording.heavy(first, desk.random, desk.table)]
    if desk.chance(0.4):
        lead.insert(0, desk.random.choice(desk.others))
    return replace(piece, paragraphs=(*lead, *rest))


def local_paragraph(piece: Piece, desk: Desk) -> Piece:
    """With one or two paragraphs of the outlet's own somewhere after the first."""
    paragraphs = list(piece.paragraphs)
    for _ in range(1 + desk.chance(0.3)):
        paragraphs.insert(desk.random.randint(1, len(paragraphs)), desk.random.choice(desk.others))
    return replace(piece, paragraphs=tuple(paragraphs))


def other_headline(piece: Piece, desk: Desk) -> Piece:
    """With a headline made of words of its lead, or the old one in other words."""
    words = [word.strip('.,;:"“”') for word in piece.paragraphs[0].split()]
    if desk.chance(0.5) and len(words) > 8:
        start = desk.random.randrange(min(4, len(words) - 7))
        chosen = " ".join(words[start : start + desk.random.randint(5, 9)])
        return replace(piece, headline=f"{chosen[0].upper()}{chosen[1:]}")
    headline = rewording.light(piece.headline, 0.9, desk.random, desk.table)
    kept = headline.split()
    return replace(piece, headline=" ".join(kept[: max(4, len(kept) - desk.random.randint(0, 3))]))


def merged_paragraphs(piece: Piece, desk: Desk) -> Piece:
    """With a third or so of its paragraphs joined to the one before."""
    made: list[str] = []
    for paragraph in piece.paragraphs:
        if made and desk.chance(0.35):
            made[-1] = f"{made[-1]} {paragraph}"
        else:
            made.append(paragraph)
    return replace(piece, paragraphs=tuple(made))


def left_out(piece: Piece, desk: Desk) -> Piece:
    """Without one or two paragraphs of its middle."""
    paragraphs = list(piece.paragraphs)
    for _ in range(desk.random.randint(1, 2)):
        if len(paragraphs) > 4:
            del paragraphs[desk.random.randrange(1, len(paragraphs) - 1)]
    return replace(piece, paragraphs=tuple(paragraphs))


def light_rewording(piece: Piece, desk: Desk) -> Piece:
    """With some words replaced by others of the same meaning."""
    share = desk.random.uniform(0.1, 0.5)
    made = (rewording.light(paragraph, share, desk.random, desk.table) for paragraph in piece.paragraphs)
    return replace(piece, paragraphs=tuple(made))


def heavy_rewording(piece: Piece, desk: Desk) -> Piece:
    """Told in other words throughout, shorter as a rule."""
    made = tuple(rewording.heavy(paragraph, desk.random, desk.table) for paragraph in piece.paragraphs)
    return replace(piece, paragraphs=made)


def misprint(piece: Piece, desk: Desk) -> Piece:
    """With two letters of a word exchanged."""
    paragraphs = list(piece.paragraphs)
    place = desk.random.randrange(len(paragraphs))
    words = paragraphs[place].split(" ")
    long = [n for n, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if long:
        n = desk.random.choice(long)
        words[n] = f"{words[n][:2]}{words[n][3]}{words[n][2]}{words[n][4:]}"
    paragraphs[place] = " ".join(words)
    return replace(piece, paragraphs=tuple(paragraphs))


_QUOTED: Final = re.compile(r"[\"“][^\"“”]{25,}[\"”]")


def quotation_only(piece: Piece, desk: Desk) -> Piece:
    """An article about something else that takes over the sentences with quotations."""
    quoted = [s for paragraph in piece.paragraphs for s in stories.split(paragraph) if _QUOTED.search(s)]
    own = [desk.random.choice(desk.others) for _ in range(4)]
    for sentence in quoted[:2]:
        own.insert(desk.random.randint(1, len(own)), sentence)
    return Piece(headline=own[0][:60].rpartition(" ")[0], paragraphs=tuple(own))


def mixed_with(piece: Piece, second: Piece, desk: Desk) -> Piece:
    """With a third to a half of another article's paragraphs after its own."""
    taken = second.paragraphs[: max(2, round(len(second.paragraphs) * desk.random.uniform(0.3, 0.5)))]
    keep = max(2, round(len(piece.paragraphs) * desk.random.uniform(0.5, 1)))
    return replace(piece, paragraphs=(*piece.paragraphs[:keep], *taken), closing="")


OPERATIONS: Final[tuple[tuple[float, Operation], ...]] = (
    (0.12, heavy_rewording),
    (0.35, light_rewording),
    (0.5, cut_from_bottom),
    (0.2, left_out),
    (0.25, new_lead),
    (0.3, local_paragraph),
    (0.3, merged_paragraphs),
    (0.7, other_headline),
    (0.1, misprint),
)
"""What an editor does and in which share of the copies, in this order; a copy may have several done to it."""

REPRINTED: Final = 0.12
"""Share of the copies to which nothing is done but for the headline and the credit."""


def edited(piece: Piece, desk: Desk) -> Piece:
    """The piece after an editor had it, credits apart."""
    if desk.chance(REPRINTED):
        return other_headline(piece, desk) if desk.chance(0.5) else piece
    for share, operation in OPERATIONS:
        if desk.chance(share):
            piece = operation(piece, desk)
    return piece


# Credits


def wire(piece: Piece, agency: str, city: str, desk: Desk) -> Piece:
    """The piece as an agency sends it, with its dateline and mostly with the names of its desk."""
    dash = desk.random.choice([" - ", " — ", " – "])
    closing = desk.random.choice(["", *[f"(Reporting by {_person(desk)}; editing by {_person(desk)})"] * 2])
    return replace(piece, dateline=f"{city} ({agency}){dash}", closing=closing)


def stripped(piece: Piece) -> Piece:
    """The piece without any sign of whose it is; what its sentences say stays."""
    return replace(piece, byline="", dateline="", closing="", credited=None, link=None)


def credited(piece: Piece, outlet: str, desk: Desk) -> Piece:
    """The piece with a credit of `outlet` in one of the forms that newspapers use."""
    piece = replace(stripped(piece), credited=outlet)
    form = desk.random.choice(_FORMS)
    return form(piece, outlet, desk)


def _byline(piece: Piece, outlet: str, desk: Desk) -> Piece:
    lines = [f"By {_person(desk)}, {outlet}", f"By {outlet}", f"Source: {outlet}", f"{_person(desk)} | {outlet}"]
    return replace(piece, byline=desk.random.choice(lines))


def _closing(piece: Piece, outlet: str, desk: Desk) -> Piece:
    lines = [f"({outlet})", f"Source: {outlet}", f"This article was originally published by {outlet}.", f"© {outlet}"]
    return replace(piece, closing=desk.random.choice(lines))


def _mention(piece: Piece, outlet: str, desk: Desk) -> Piece:
    """With a sentence of it that says who reported that."""
    first, *rest = piece.paragraphs
    spoken = outlet if outlet.isupper() or len(outlet.split()) == 1 else f"the {outlet}"
    place = desk.random.randrange(2)
    if place and rest and rest[0].endswith("."):
        rest[0] = f"{rest[0][:-1]}, {spoken} reported."
    elif first.endswith("."):
        first = f"{first[:-1]}, {desk.random.choice(['according to ' + spoken, spoken + ' reported'])}."
    else:
        first = f"{first} The story was first reported by {spoken}."
    return replace(piece, paragraphs=(first, *rest))


def _linked(piece: Piece, outlet: str, desk: Desk) -> Piece:
    return replace(piece, link=outlet)


_FORMS: Final = (_byline, _closing, _mention, _mention, _linked)

_FIRST: Final = "Anna Marco Jane Peter Lucia David Ruth Omar Helen Ivan Nora Paul Mei Carlos Sara Tom".split()
_LAST: Final = "Holt Brandt Ortiz Weber Silva Novak Reed Okafor Lind Kato Marsh Duarte Frey Nilsson Park Boyd".split()


def _person(desk: Desk) -> str:
    return f"{desk.random.choice(_FIRST)} {desk.random.choice(_LAST)}"


def signed(piece: Piece, desk: Desk) -> Piece:
    """The piece with a byline of the outlet's own people, as copies and originals carry it alike."""
    return replace(piece, byline=f"By {_person(desk)}")
