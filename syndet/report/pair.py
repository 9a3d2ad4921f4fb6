"""One link on a terminal: what two articles share, side by side, or why they share nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from syndet.model import Article, Explanation, Link, Passage, PassageKind
from syndet.report.screen import count, elide, paint, percent, safe

if TYPE_CHECKING:
    from rich.console import RenderableType

KIND_STYLE: Final[dict[str, str]] = {"verbatim": "red", "edited": "yellow", "paraphrased": "cyan", "summary": "blue"}
OWN_WORD: Final = "magenta"
"""The style of a word that only one side has."""

SHARED_WORD: Final = "bold"
"""The style of a word that both sides have, where most are not shared."""

STEM: Final = 6
"""Letters by which two forms of a word are taken for one."""

LEGEND: Final = "Coloured words stand on one side only; in a paraphrase, bold words stand on both."

GUTTER: Final = 3
NARROW: Final = 60
"""Columns below which two texts stand one above the other instead of side by side."""

LINES: Final = 24
"""Lines that one side of a passage may fill before its middle is left out."""

PASSAGES: Final = 50
"""Passages shown for one pair; the JSON has them all."""

LONGEST_MARKED: Final = 20_000
"""Code points of one side beyond which no words are marked: the memory for it grows with the square."""

OMISSION: Final = " […] "

# A word for the eye: letters and digits in a row; one character where a script does not part its words.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


def render(explanation: Explanation, a: Article, b: Article, *, width: int, color: bool) -> str:
    """The explanation of the pair `a`, `b` as text of at most `width` columns, ending in a line end.

    `a` and `b` are the articles of `explanation.link`, in its order.
    """
    link = explanation.link
    page: list[RenderableType] = [_heads(link, a, b, width), "", _verdict(link)]
    page += [_reason(reason) for reason in explanation.reasons]
    for number, passage in enumerate(link.passages[:PASSAGES], 1):
        page += ["", _passage_line(passage, number, len(link.passages)), ""]
        page.append(side_by_side(passage, a, b, width=width, lines=LINES))
    if len(link.passages) > PASSAGES:
        page += ["", Text(f"… and {count(len(link.passages) - PASSAGES, 'passage')} more with --format json")]
    if color and link.passages:
        page += ["", Text(LEGEND, "dim")]
    return paint(page, width=width, color=color)


def side_by_side(
    passage: Passage, a: Article, b: Article, *, width: int, lines: int, heads: tuple[Text, Text] | None = None
) -> Table:
    """The two texts of a passage in two columns under their `heads`, about `lines` lines at most.

    A longer text loses its middle; telling words are marked. Below 60 columns the two texts stand one
    above the other. `a` and `b` are the passage's articles, in its order.
    """
    left, right = a.text[passage.a_start : passage.a_end], b.text[passage.b_start : passage.b_end]
    if max(len(left), len(right)) <= LONGEST_MARKED:
        marked = mark_words(safe(left), safe(right), passage.kind)
    else:
        marked = (Text(safe(_ends(left))), Text(safe(_ends(right))))
    cells = column(width) * lines
    texts = (_without_middle(marked[0], cells), _without_middle(marked[1], cells))
    return _columns([heads, texts] if heads else [texts], width)


def column(width: int) -> int:
    """The width of one of two columns, or of the only one where two would be too narrow to read."""
    return width if width < NARROW else (width - GUTTER) // 2


def _columns(rows: Sequence[tuple[Text, Text]], width: int) -> Table:
    """The rows in two columns, or, where those would be too narrow, the left column above the right."""
    grid = Table.grid()
    grid.add_column(width=column(width), overflow="fold")
    if width >= NARROW:
        grid.add_column(width=GUTTER)  # releases of rich differ in whether a column's width counts its padding
        grid.add_column(width=column(width), overflow="fold")
        for left, right in rows:
            grid.add_row(left, "", right)
        return grid
    for cell in [*(left for left, _ in rows), Text(), *(right for _, right in rows)]:
        grid.add_row(cell)
    return grid


def mark_words(left: str, right: str, kind: PassageKind) -> tuple[Text, Text]:
    """The two texts with the words marked that tell most about a passage of that kind.

    In verbatim and edited texts, compared word by word, those are the words that only one side has; in
    paraphrases and summaries, where the order means little, the words that stand on both sides.
    """
    spans = [[match.span() for match in _WORD.finditer(text)] for text in (left, right)]
    words = [[text[i:j].casefold() for i, j in side] for text, side in zip((left, right), spans, strict=True)]
    reworded = kind in ("paraphrased", "summary")
    marked = _shared(*words) if reworded else _own(*words)
    texts = (Text(left), Text(right))
    for text, side, numbers in zip(texts, spans, marked, strict=True):
        for number in numbers:
            text.stylize(SHARED_WORD if reworded else OWN_WORD, *side[number])
    return texts


def _own(left: list[str], right: list[str]) -> tuple[list[int], list[int]]:
    """The numbers of the words that only one side has, word by word in order."""
    from rapidfuzz.distance import Indel

    own: tuple[list[int], list[int]] = ([], [])
    for step in Indel.opcodes(left, right):
        if step.tag == "delete":
            own[0].extend(range(step.src_start, step.src_end))
        elif step.tag == "insert":
            own[1].extend(range(step.dest_start, step.dest_end))
    return own


def _shared(left: list[str], right: list[str]) -> tuple[list[int], list[int]]:
    """The numbers of the words that both sides have somewhere, but for the short ones that all texts have."""
    stems = [[word[:STEM] if _telling(word) else "" for word in side] for side in (left, right)]
    both = set(stems[0]) & set(stems[1]) - {""}
    return (
        [number for number, stem in enumerate(stems[0]) if stem in both],
        [number for number, stem in enumerate(stems[1]) if stem in both],
    )


def _telling(word: str) -> bool:
    return len(word) > 4 or word > "\u2e80" or not word.isalpha()


def _ends(text: str) -> str:
    """As much of a text's beginning and end as could ever be shown, if it is very long."""
    half = LONGEST_MARKED // 2
    return text if len(text) <= LONGEST_MARKED else f"{text[:half]} {text[-half:]}"


def _without_middle(text: Text, cells: int) -> Text:
    """`text` if it fits into `cells` columns of line, else its first three fifths and its end."""
    plain = text.plain
    if cell_len(plain) <= cells:
        return text
    head = len(set_cell_size(plain, cells * 3 // 5))
    tail = len(plain) - len(set_cell_size(plain[::-1], cells * 2 // 5))
    # Cut between words where one ends nearby; a script without spaces is cut where it is.
    space = plain.rfind(" ", head - 25, head + 1)
    head = space if space > 0 else head
    space = plain.find(" ", tail - 1, tail + 25)
    tail = space + 1 if space > 0 else tail
    return Text.assemble(text[:head], (OMISSION, "dim"), text[tail:])


def _heads(link: Link, a: Article, b: Article, width: int) -> Table:
    """Who the two sides are and how much of each is shared, above the columns that hold their texts."""
    room = column(width)
    rows = [
        (Text(elide(name(a), room), "bold"), Text(elide(name(b), room), "bold")),
        (Text(elide(a.id, room, start=True), "dim"), Text(elide(b.id, room, start=True), "dim")),
        (Text(elide(_when(a), room), "dim"), Text(elide(_when(b), room), "dim")),
        (Text(f"{percent(link.coverage_a)} shared"), Text(f"{percent(link.coverage_b)} shared")),
    ]
    return _columns([row for row in rows if row[0] or row[1]], width)


def name(article: Article) -> str:
    """The title of an article; without one its first line, which mostly is one; its id if it is empty."""
    opening = article.text.lstrip("\ufeff# \t\r\n")[:500].partition("\n")[0]
    return article.title or opening or article.id


def _when(article: Article) -> str:
    return " · ".join(part for part in (article.source, date(article)) if part)


def about(article: Article, room: int) -> str:
    """Source, date and id of an article, made safe, in at most `room` columns; the id has most of them."""
    parts = [elide(part, room * 3 // 10) for part in (article.source, date(article)) if part]
    left = room - sum(cell_len(part) + 3 for part in parts)
    return " · ".join([*parts, elide(article.id, left, start=True)])


def date(article: Article) -> str:
    """The publication time as the input states it, an ISO one without its T and its seconds; "" for none."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?", r"\1 \2", (article.published or "").strip())


def _verdict(link: Link) -> Text:
    if not link:
        return Text("Nothing that one has from the other", "bold")
    text = Text.assemble((link.kind.capitalize(), "bold"))
    if link.how:
        text.append(", mostly ").append(link.how, KIND_STYLE[link.how])
    return text.append(f", score {link.score:.2f}")


def _reason(reason: str) -> Padding:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("-", Text(safe(reason)))
    return Padding(grid, (0, 0, 0, 2))


def _passage_line(passage: Passage, number: int, of: int) -> Text:
    place = f"characters {passage.a_start}-{passage.a_end} and {passage.b_start}-{passage.b_end}"
    return Text.assemble(
        (f"Passage {number} of {of}: ", "bold"),
        (passage.kind, KIND_STYLE[passage.kind]),
        f" {passage.score:.2f}   ",
        (place, "dim"),
    )
