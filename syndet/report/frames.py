"""A result's tables as frames of pandas, polars or pyarrow, and as Parquet; each is imported where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from syndet.errors import MissingLibraryError
from syndet.report.sheets import Cell, Sheet

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

BATCH: Final = 20_000
"""Rows that are held as columns at a time while Parquet is written; together they are one row group."""

_PANDAS: Final = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def to_pandas(sheet: Sheet) -> pandas.DataFrame:
    """The sheet as a frame of pandas, its columns of the types that know missing values.

    `attrs` has the `fingerprint` of the settings, which a frame of polars has no place for.
    """
    library = _library("pandas", "pandas")
    cells = next(_batches(sheet, sheet.size + 1))
    columns = zip(sheet.columns, cells, strict=True)
    frame = library.DataFrame({column.name: library.array(c, dtype=_PANDAS[column.kind]) for column, c in columns})
    frame.attrs.update(_about(sheet))
    return frame


def to_polars(sheet: Sheet) -> polars.DataFrame:
    """The sheet as a frame of polars."""
    library = _library("polars", "polars")
    types = {"string": library.String, "integer": library.Int64, "number": library.Float64, "boolean": library.Boolean}
    schema = {column.name: types[column.kind] for column in sheet.columns}
    return library.DataFrame(dict(zip(schema, next(_batches(sheet, sheet.size + 1)), strict=True)), schema=schema)


def to_arrow(sheet: Sheet) -> pyarrow.Table:
    """The sheet as a table of pyarrow; the schema's metadata have the `fingerprint` of the settings."""
    library = _library("pyarrow", "pyarrow")
    schema = _schema(library, sheet)
    batches = [library.record_batch(cells, schema=schema) for cells in _arrays(library, sheet, schema)]
    return library.Table.from_batches(batches, schema=schema)


def check_parquet() -> None:
    """Raises MissingLibraryError if Parquet cannot be written."""
    _library("pyarrow", "parquet")


def write_parquet(sheet: Sheet, stream: BinaryIO) -> None:
    """Write the sheet as a Parquet file, some rows at a time, with the same metadata."""
    library, parquet = _library("pyarrow", "parquet"), import_module("pyarrow.parquet")
    schema = _schema(library, sheet)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for cells in _arrays(library, sheet, schema):
            writer.write_batch(library.record_batch(cells, schema=schema))


def _library(name: str, extra: str) -> Any:
    """The library of this name; raises MissingLibraryError if it is not there."""
    try:
        return import_module(name)
    except ImportError as error:
        advice = f"pip install {name}" if extra == name else f"pip install 'syndet[{extra}]'"
        raise MissingLibraryError(f"{name} is not installed", advice=advice) from error


def _schema(library: Any, sheet: Sheet) -> Any:
    # Large strings, because the passages of a large run hold more than 2 GB of text together.
    types = {
        "string": library.large_string(),
        "integer": library.int64(),
        "number": library.float64(),
        "boolean": library.bool_(),
    }
    columns = [(column.name, types[column.kind]) for column in sheet.columns]
    return library.schema(columns, metadata=_about(sheet) or None)


def _about(sheet: Sheet) -> dict[str, str]:
    """What is kept with a table besides its cells."""
    return {"fingerprint": sheet.fingerprint} if sheet.fingerprint else {}


def _arrays(library: Any, sheet: Sheet, schema: Any) -> Iterator[list[Any]]:
    for cells in _batches(sheet, BATCH):
        yield [library.array(column, type=field.type) for column, field in zip(cells, schema, strict=True)]


def _batches(sheet: Sheet, size: int) -> Iterator[list[list[Cell]]]:
    """The cells column by column, `size` rows at a time; at least one batch, which may be empty."""
    rows = sheet.rows()
    some = list(islice(rows, size))
    yield [list(column) for column in zip(*some, strict=True)] if some else [[] for _ in sheet.columns]
    while some := list(islice(rows, size)):
        yield [list(column) for column in zip(*some, strict=True)]
