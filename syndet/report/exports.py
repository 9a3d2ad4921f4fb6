"""The formats that a result is written in, and the files that each of them takes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from syndet.errors import SettingsError
from syndet.report import comma, frames, graph, lines, sheets
from syndet.report.output import Sink, opened

if TYPE_CHECKING:
    from syndet.result import Result

Format = Literal["json", "jsonl", "csv", "parquet", "graphml"]

FORMATS: Final[tuple[Format, ...]] = ("json", "jsonl", "csv", "parquet", "graphml")
FLAT: Final = ("csv", "parquet")
"""Formats that hold one table a file."""

_LONG: Final = 64_000_000  # characters: they take a second or so; what is shorter is written before anybody asks
_STEP: Final = 1_000_000  # characters between two reports


def save(result: Result, path: str | os.PathLike[str], format: Format, table: str | None = None) -> None:
    """Write the result to a file, or to the files of a folder, which appear whole or not at all.

    Without a `table`, a flat format takes a name that ends like its files ("news.csv") for a file with the articles,
    and any other for a folder of three files. Raises OSError where it cannot write, SettingsError for an unknown table.
    """
    path = os.fspath(path)
    with opened(path, files(format, table, path)) as sink:
        write(result, sink, format, table)


def files(format: str, table: str | None, path: str | None) -> tuple[str, ...]:
    """The names of the files in the folder `path` that this takes; none where `path` is one file.

    Raises SettingsError for a table that is not there, or that a format has no use for, and MissingLibraryError for
    a format that takes a library that is not there.
    """
    if format == "parquet":
        frames.check_parquet()
    if table is not None and table not in sheets.SHEETS:
        raise SettingsError(f"must be one of {', '.join(sheets.SHEETS)}, not {table!r}", field="table")
    if table is not None and format not in FLAT:
        raise SettingsError(f"{format} holds all of them; csv and parquet take one a file", field="table")
    if format not in FLAT or table or path in (None, "-"):
        return ()
    one = str(path).lower().removesuffix(".gz").endswith(f".{format}")
    return () if one else tuple(f"{sheet}.{format}" for sheet in sheets.SHEETS)


def write(
    result: Result,
    sink: Sink,
    format: str,
    table: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Write the result to an open file, or each of its tables to the file of that name in an open folder.

    A flat format writes the articles to a single file unless `table` names another sheet. `progress` is told how many
    megabytes are written, where they are many.
    """
    for name, part in sink.parts.items():
        write(result, part, format, os.path.splitext(name)[0], progress)
    if sink.parts:
        return
    if format == "parquet":
        frames.write_parquet(sheets.lay_out(result, table or "articles"), sink.stream)
        return
    written, due = 0, _LONG
    for piece in _pieces(result, format, table or "articles"):
        sink.write(piece)
        written += len(piece)
        if progress is not None and written >= due:
            due = written + _STEP
            progress("writing megabytes", written // 1_000_000, 0)


def _pieces(result: Result, format: str, table: str) -> Iterator[str]:
    """The result as text in one of the formats that are text."""
    if format == "csv":
        return comma.pieces(sheets.lay_out(result, table))
    if format == "jsonl":
        return lines.pieces(result)
    return graph.pieces(result) if format == "graphml" else _document(result)


def _document(result: Result) -> Iterator[str]:
    yield from result.json_pieces()
    yield "\n"
