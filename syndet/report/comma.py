"""A result's tables as comma-separated values that a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from syndet.report.sheets import Cell, Sheet

_PIECE: Final = 500
"""Rows that are written at a time."""

_SIGNS: Final = "=+\\-@＝＋－＠"
_RUN: Final = re.compile(rf"[\s'\0-\x1f\u200b\ufeff]*[{_SIGNS}]|'*[\t\r\n]")
"""What begins like a formula, after blanks that a program may drop, or what begins with a tab or the end of a line;
quotes before it are counted in, so that the one that is put before it can be taken away again."""


def pieces(sheet: Sheet) -> Iterator[str]:
    """The sheet as CSV (RFC 4180: commas, quotes doubled, lines end in CR LF), a piece for some of its rows each.

    The first line holds the names of the columns; the last one is the fingerprint of the settings, if it is known. A
    missing value is an empty cell. Text that a spreadsheet would take for a formula stands behind an apostrophe, and
    NUL, which many readers of CSV refuse, is U+FFFD.
    """
    name, value = ((), ()) if sheet.fingerprint is None else (("fingerprint",), (sheet.fingerprint,))
    yield _lines([[*(_shown(column.name) for column in sheet.columns), *name]])
    rows = sheet.rows()
    while some := list(islice(rows, _PIECE)):
        yield _lines([*map(_shown, row), *value] for row in some)


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe before whatever begins like a formula."""
    return f"'{text}" if _RUN.match(text) else text


def _lines(rows: Iterable[Iterable[Cell]]) -> str:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue()


def _shown(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    # Python 3.10 cannot write a NUL itself.
    return harmless(cell.replace("\0", "\ufffd")) if isinstance(cell, str) else cell
