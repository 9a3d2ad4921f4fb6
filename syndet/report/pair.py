"""One link on a terminal: what two articles share, side by side, or why they share nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from syndet.model import Article, Change, ChangeKind, Difference, Explanation, Link, Passage
from syndet.report import rows as rows_of
from syndet.report.screen import count, elide, paint, percent, safe

if TYPE_CHECKING:
    from rich.console import RenderableType

KIND_STYLE: Final[dict[str, str]] = {
    "verbatim": "red",
    "edited": "yellow",
    "paraphrased": "cyan",
    "summary": "blue",
    "quote": "green",
}
CHANGE_STYLE: Final[dict[ChangeKind, str]] = {"kept": "", "changed": "magenta", "added": "green", "dropped": "red"}

MOVED_WORD: Final = "bold"
"""The style, besides that of its change, of a word that a change on the other side has too."""

IN_ORDER: Final = 0.9
"""Share of the matched words in order from which none is marked as moved: the few would be so by chance."""

STEM: Final = 6
"""Letters by which two forms of a word are taken for one."""

LEGEND: Final = (
    "Magenta words are changed, red ones dropped from the left, green ones added on the right; "
    "bold ones among them stand elsewhere on the other side."
)

GUTTER: Final = 3
NARROW: Final = 60
"""Columns below which two texts stand one above the other instead of side by side."""

LINES: Final = 60
"""Lines that one side of a passage may fill before its middle is left out."""

PASSAGES: Final = 50
"""Passages shown for one pair; the JSON has them all."""

LONGEST_MARKED: Final = 20_000
"""Code points of one side beyond which no words are marked: of so many only the ends could be shown."""

OMISSION: Final = " […] "

ZONED: Final = 22
"""Columns of a date with a time of day and a zone: "2024-03-12 06:40+08:00"."""


def render(
    explanation: Explanation,
    difference: Difference,
    a: Article,
    b: Article,
    *,
    width: int,
    color: bool,
    fingerprint: str | None = None,
) -> str:
    """The explanation of the pair `a`, `b` as text of at most `width` columns, ending in a line end.

    `a` and `b` are the articles of `explanation.link`, in its order, and `difference` is that link's; `fingerprint`
    stands for the settings that both were made with.
    """
    link = explanation.link
    page: list[RenderableType] = [_heads(link, a, b, width), "", _verdict(link)]
    page += [_reason(reason) for reason in explanation.reasons]
    for number, part in enumerate(difference.passages[:PASSAGES], 1):
        page += ["", _passage_line(part.passage, number, len(link.passages)), ""]
        page.append(side_by_side(part.passage, part.changes, a, b, width=width, lines=LINES))
    if len(link.passages) > PASSAGES:
        page += ["", Text(f"… and {count(len(link.passages) - PASSAGES, 'passage')} more with --format json")]
    if color and link.passages:
        page += ["", Text(LEGEND, "dim")]
    settings = settings_line(fingerprint)
    return paint([*page, *([""] if settings else []), *settings], width=width, color=color)


def settings_line(fingerprint: str | None) -> list[Text]:
    """The line that names the settings; none where they are not known."""
    return [Text(f"Settings {fingerprint}", "dim")] if fingerprint else []


def side_by_side(
    passage: Passage,
    changes: Sequence[Change],
    a: Article,
    b: Article,
    *,
    width: int,
    lines: int,
    heads: tuple[Text, Text] | None = None,
) -> Table:
    """The two texts of a passage in two columns under their `heads`, about `lines` lines at most.

    A longer text loses its middle; `changes`, those of the passage, are marked, none if they are empty, and where the
    columns would drift apart, a sentence that both have begins on one line. Below 60 columns the two texts stand one
    above the other. `a` and `b` are the passage's articles, in its order.
    """
    left, right = a.text[passage.a_start : passage.a_end], b.text[passage.b_start : passage.b_end]
    room = column(width)
    rows: list[tuple[Text, Text]] = []
    if changes and max(len(left), len(right)) <= LONGEST_MARKED:
        blocks = rows_of.arranged(a.text, b.text, changes, room=room, lines=lines) if width >= NARROW else [changes]
        rows = _marked(a.text, b.text, blocks, moved=passage.ordered < IN_ORDER)
    else:
        rows = [(Text(safe(_ends(left))), Text(safe(_ends(right))))]
    if len(rows) == 1:
        rows = [(_without_middle(rows[0][0], room * lines), _without_middle(rows[0][1], room * lines))]
    return _columns([heads, *rows] if heads else rows, width)


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


def mark_words(left: str, right: str, changes: Sequence[Change], *, moved: bool) -> tuple[Text, Text]:
    """What the changes cover of the two texts, made safe, each in the style of its kind.

    `moved` marks besides the words that are in changes on both sides: they stand in another place or form.
    """
    return _marked(left, right, [changes], moved=moved)[0]


def _marked(left: str, right: str, blocks: Sequence[Sequence[Change]], *, moved: bool) -> list[tuple[Text, Text]]:
    """The same for blocks of changes, a pair of texts for each; a block without any stands for what is left out."""
    rows = [
        (
            _in_styles((left[change.a_start : change.a_end], CHANGE_STYLE[change.kind]) for change in changes),
            _in_styles((right[change.b_start : change.b_end], CHANGE_STYLE[change.kind]) for change in changes),
        )
        if changes
        else (Text(OMISSION.strip(), "dim"), Text(OMISSION.strip(), "dim"))
        for changes in blocks
    ]
    if moved:
        _mark_moved(rows)
    return rows


def _in_styles(pieces: Iterable[tuple[str, str]]) -> Text:
    """The pieces of one text, each in its style; together they read as the text does when it is made safe."""
    text = Text()
    for piece, style in pieces:
        # A letter on either side keeps the space at the piece's ends, and a mark off the first place.
        before = "x" if text else ""
        shown = safe(f"{before}{piece}x")[len(before) : -1]
        text.append(shown.lstrip(" ") if text.plain.endswith(" ") else shown, style or None)
    text.rstrip()
    return text


def _mark_moved(rows: Sequence[tuple[Text, Text]]) -> None:
    """Mark the words that stand in a change on both sides, but for the short ones that all texts have."""
    sides = [
        [(text, *found) for text in column for found in _changed_words(text)] for column in zip(*rows, strict=True)
    ]
    both = {stem for _, stem, _ in sides[0]} & {stem for _, stem, _ in sides[1]}
    for text, stem, span in [*sides[0], *sides[1]]:
        if stem in both:
            text.stylize(MOVED_WORD, *span)


def _changed_words(text: Text) -> Iterator[tuple[str, tuple[int, int]]]:
    """The telling words among the styled ones of a text, cut to their stems, and where they stand."""
    for change in text.spans:
        for match in rows_of.WORD.finditer(text.plain, change.start, change.end):
            word = match[0].casefold()
            if _telling(word):
                yield word[:STEM], match.span()


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
    when = date(article)
    wide = ZONED if when[:4].isdecimal() and room > 2 * ZONED else 0  # a time tells little without its zone
    limits = (article.source, room * 3 // 10), (when, max(room * 3 // 10, wide))
    parts = [elide(part, limit) for part, limit in limits if part]
    left = room - sum(cell_len(part) + 3 for part in parts)
    return " · ".join([*parts, elide(article.id, left, start=True)])


def date(article: Article) -> str:
    """The publication time as the input states it, an ISO one without its T and its seconds; "" for none."""
    return re.sub(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?", r"\1 \2", (article.published or "").strip())


def _verdict(link: Link) -> Text:
    if not link:
        return Text("Nothing that one has from the other" + ", but boilerplate" * bool(link.passages), "bold")
    text = Text.assemble((link.kind.capitalize(), "bold"))
    if link.how:
        text.append(", mostly ").append(link.how, KIND_STYLE[link.how])
    return text.append(f", score {link.score:.2f}")


def _reason(reason: str) -> Padding:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(overflow="fold")  # a script without spaces is no single word to be cut
    grid.add_row("-", Text(safe(reason)))
    return Padding(grid, (0, 0, 0, 2))


def _passage_line(passage: Passage, number: int, of: int) -> Text:
    place = f"characters {passage.a_start}-{passage.a_end} and {passage.b_start}-{passage.b_end}"
    return Text.assemble(
        (f"Passage {number} of {of}: ", "bold"),
        (passage.kind, KIND_STYLE[passage.kind]),
        f" {passage.score:.2f}{', boilerplate' * passage.boilerplate}   ",
        (place, "dim"),
    )
