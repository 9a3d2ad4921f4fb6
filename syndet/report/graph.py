"""A result as a graph in GraphML, articles joined by their links, for Gephi and its like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from syndet.report import sheets
from syndet.report.sheets import Cell, Column

if TYPE_CHECKING:
    from syndet.result import Result

_TYPES: Final = {"string": "string", "integer": "long", "number": "double", "boolean": "boolean"}
_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_ESCAPED: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)
"""The line ends because a program that reads XML would take each for another, or for a blank."""

_ILLEGAL: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What XML 1.0 has no way to say. Compiling it takes 8 ms, which no other format is to wait for."""


def pieces(result: Result) -> Iterator[str]:
    """The graph as XML, a line for each node and edge.

    A node is an article and has the columns of the sheet of articles, and `label`: its title, or else its id. An
    edge is a link, without a direction; it has the columns of the sheet of links, and `weight`: its strength. The
    graph itself has the fingerprint of the settings.
    """
    articles, links = sheets.lay_out(result, "articles"), sheets.lay_out(result, "links")
    label, weight = Column("label", "string"), Column("weight", "number")
    nodes, edges = (label, *articles.columns[1:]), (weight, *links.columns[2:])
    yield _HEAD
    yield from _keys("node", nodes)
    yield from _keys("edge", edges)
    if result.fingerprint:
        yield '<key id="g0" for="graph" attr.name="fingerprint" attr.type="string"/>\n'
    yield '<graph edgedefault="undirected">\n'
    if result.fingerprint:
        yield f"{_data('g', [result.fingerprint])}\n"
    title = [column.name for column in articles.columns].index("title")
    for row in articles.rows():
        yield f"<node id={_quoted(row[0])}>{_data('n', [row[title] or row[0], *row[1:]])}</node>\n"
    strength = [column.name for column in links.columns].index("strength")
    for row in links.rows():
        ends = f"source={_quoted(row[0])} target={_quoted(row[1])}"
        yield f"<edge {ends}>{_data('e', [row[strength], *row[2:]])}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _keys(what: str, columns: Sequence[Column]) -> Iterator[str]:
    """What the data of nodes or edges is called and how it is to be read."""
    for number, column in enumerate(columns):
        name, kind = _quoted(column.name), _TYPES[column.kind]
        yield f'<key id="{what[0]}{number}" for="{what}" attr.name={name} attr.type="{kind}"/>\n'


def _data(letter: str, row: Sequence[Cell]) -> str:
    """The cells of a row that are not empty."""
    return "".join(
        f'<data key="{letter}{number}">{_legal(_spelled(cell))}</data>'
        for number, cell in enumerate(row)
        if cell is not None
    )


def _spelled(cell: Cell) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _quoted(cell: Cell) -> str:
    return f'"{_legal(str(cell))}"'


def _legal(text: str) -> str:
    return re.sub(_ILLEGAL, "\ufffd", text).translate(_ESCAPED)
