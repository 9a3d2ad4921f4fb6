"""Mappings, rows and data frames in, Articles out, with every column that is no field of theirs in extra."""

from __future__ import annotations

import json
import math
import os
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from numbers import Number
from typing import TYPE_CHECKING, Any, Final

from syndet.errors import RecordError
from syndet.model import Article
from syndet.readers.intake import OPTIONAL, Intake

if TYPE_CHECKING:
    from syndet.readers import Fields

_DEEPEST: Final = 100  # containers inside each other in a value of extra; one that holds itself has no end
_ID_NAMES: Final = ("id", "_id", "uuid", "guid", "docid", "doc_id", "article_id", "key", "url", "link")
_VALUE_KINDS: Final[dict[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
    bytes: "bytes",
}


def add_record(
    intake: Intake,
    record: Mapping[Any, Any],
    fields: Fields,
    path: str | None,
    line: int,
    left: Callable[[Article], Article] | None = None,
    placed: Mapping[str, str] | None = None,
) -> None:
    """Take in the article of one line or row, or the reasons why there is none.

    `left` leaves its text where it is; `placed` are the fields that the path of its file tells, for those that the
    record does not.
    """
    if placed and _missing(record.get(fields.id)) and "id" in placed:
        record = {**record, fields.id: placed["id"]}
    faults = [_fault(record, "id", fields, path, line), _fault(record, "text", fields, path, line)]
    if any(faults):
        for fault in filter(None, faults):
            intake.fail(fault)
        return
    values: dict[str, str | None] = {}
    used = {fields.id, fields.text}
    for name in OPTIONAL:
        column = getattr(fields, name)
        value = record.get(column)
        values[name] = None if _missing(value) else _plain(value)
        if values[name] is not None or _missing(value):
            used.add(column)
        else:
            where = path or "rows"
            intake.note(f"{column!r} holds {kind_of(value)}; carried along in extra, not used as {name}", where)
    found = {name: "path" for name in OPTIONAL if placed and values[name] is None and name in placed}
    if placed and found:
        values.update({name: placed[name] for name in found})
    id, text = _plain(record[fields.id]), str(record[fields.text])
    extra = _extra(record, used)
    article = Article(id=id or "", text=text, extra=extra, found=_found(extra, found), **values)
    intake.add(left(article) if left else article, path, line, text)


def _found(extra: dict[str, Any], found: dict[str, str]) -> dict[str, str]:
    """Where fields were found, what an article that went through JSON says of it included."""
    said = extra.get("found")
    if isinstance(said, dict) and all(isinstance(value, str) for value in said.values()):
        del extra["found"]
        return {**said, **found}
    return found


def _extra(record: Mapping[Any, Any], used: set[str]) -> dict[str, Any]:
    """Every column that is not used, as JSON has it; a mapping called extra is spread, as Article has it."""
    extra = _json_object({key: value for key, value in record.items() if key not in used})
    nested = extra.get("extra")
    if isinstance(nested, dict):
        del extra["extra"]
        extra = {**nested, **extra}
    return extra


def _json_object(values: Mapping[Any, Any], depth: int = _DEEPEST) -> dict[str, Any]:
    return {str(key): _json_value(value, depth) for key, value in values.items()}


def _json_value(value: Any, depth: int) -> Any:
    """The value as JSON reads it back: what JSON cannot say becomes its spelling, else the name of its type."""
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        value = value.tolist()
    if isinstance(value, (Mapping, list, tuple, set, frozenset)):
        if depth == 0:
            return type(value).__name__
        if isinstance(value, Mapping):
            return _json_object(value, depth - 1)
        parts = [_json_value(part, depth - 1) for part in value]
        return sorted(parts, key=json.dumps) if isinstance(value, (set, frozenset)) else parts
    if _missing(value) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (bool, int, float)):
        return value
    spelled = _plain(value)
    return type(value).__name__ if spelled is None else spelled


def _fault(record: Mapping[Any, Any], name: str, fields: Fields, path: str | None, line: int) -> RecordError | None:
    """What is wrong with a record's id or text, or None."""
    column: str = getattr(fields, name)
    value = record.get(column)
    advice = f"every article needs {'an id of its own' if name == 'id' else 'a text'}"
    if column not in record:
        message, advice = "there is no such field", instead(record, name, fields, path)
    elif _missing(value):
        message = "it has no value"
    elif name == "text" and not isinstance(value, str):
        message = f"{kind_of(value)}, not a string"
        if _likeliest(record, name, fields):
            advice = instead(record, name, fields, path)
    elif name == "id" and not _plain(value):
        message = f"{kind_of(value)}, not a string or a number" if _plain(value) is None else "it is empty"
    else:
        return None
    return RecordError(message, path=path, line=line, field=column, advice=advice)


def instead(record: Mapping[Any, Any], name: str, fields: Fields, path: str | None) -> str:
    """Advice for a column that is not there: those that are, and the likeliest of them."""
    columns = [str(key)[:40] for key in record]
    if not columns:
        return "the object is empty"
    more = f" and {len(columns) - 8} more" if len(columns) > 8 else ""
    guess = _likeliest(record, name, fields)
    python = f"Fields({name}={guess or '...'!r})"
    use = f"--{name}-field {shlex.quote(guess) if guess else 'NAME'}, or {python} in Python" if path else python
    return f"it has {', '.join(columns[:8])}{more}; use {use}"


def _likeliest(record: Mapping[Any, Any], name: str, fields: Fields) -> str | None:
    """The column that most likely holds the id, by its name, or the text, by its length."""
    if name == "id":
        known = [str(key) for key in record if str(key).lower() in _ID_NAMES]
        return min(known, key=lambda key: _ID_NAMES.index(key.lower()), default=None)
    mapped = {getattr(fields, other) for other in ("id", *OPTIONAL)}
    texts = [(len(value), str(key)) for key, value in record.items() if isinstance(value, str) and key not in mapped]
    return max(texts, default=(0, None))[1]


def _missing(value: object) -> bool:
    """Whether a value stands for none: None, NaN, or a data frame's own sign for it."""
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):  # an array cannot say; pandas.NA will not
        return type(value).__name__ == "NAType"


def _plain(value: Any) -> str | None:
    """A string, number, date or name as one string; None for a truth value or anything with parts."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bool, Iterable)):
        return None
    if isinstance(value, Number):
        # A frame turns a column of whole numbers with gaps into floats: 12 is meant, not 12.0.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    # A UUID, say, spells itself out; what has no spelling of its own would show its memory address.
    return str(value) if any("__str__" in vars(kind) for kind in type(value).__mro__[:-1]) else None


def kind_of(value: object) -> str:
    """What a value is, in words that fit a message: a list, a number, a value of type date."""
    return _VALUE_KINDS.get(type(value)) or f"a value of type {type(value).__name__}"


# Python objects


def rows(source: Any, fields: Fields) -> Iterable[Any]:
    """The items of what a program has; raises TypeError if it has no articles to give."""
    if isinstance(source, (str, os.PathLike, Article, Mapping)) or hasattr(source, "_asdict"):
        return [source]
    if hasattr(source, "iter_rows"):  # polars
        return source.iter_rows(named=True)  # type: ignore[no-any-return]
    if hasattr(source, "to_batches"):  # pyarrow
        return (row for batch in source.to_batches() for row in batch.to_pylist())
    if hasattr(source, "itertuples"):  # pandas; a named index is a column like the others
        named = source.index.name is not None and source.index.name not in source.columns
        return (source.reset_index() if named else source).to_dict("records")  # type: ignore[no-any-return]
    row = _mapping(source)  # a pandas Series may be one row, or a column of paths
    if row is not None and fields.text in row:
        return [row]
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)) and not hasattr(source, "read"):
        return source
    what = "an open file, give its path instead" if hasattr(source, "read") else f"a {type(source).__name__}"
    raise TypeError(f"expected a path, articles, mappings or a data frame, not {what}")


def _mapping(item: Any) -> Mapping[Any, Any] | None:
    """A mapping, a named tuple or a row of a frame as a mapping; None for anything else."""
    if isinstance(item, Mapping):
        return item
    convert = getattr(item, "_asdict", None) or getattr(item, "to_dict", None)
    row = convert() if callable(convert) else None
    return row if isinstance(row, Mapping) else None


def add_item(intake: Intake, item: object, fields: Fields, row: int) -> None:
    """Take in one item of an iterable, whatever kind of article it is."""
    if isinstance(item, Article):
        stated = [value for name in OPTIONAL if (value := getattr(item, name)) is not None]
        typed = all(isinstance(value, str) for value in (item.id, item.text, *stated))
        if typed and item.id:
            intake.add(replace(item, extra=_json_object(item.extra)), None, row)
            return
        named = {getattr(fields, name): getattr(item, name) for name in ("id", "text", *OPTIONAL)}
        item = {**item.extra, **named}  # made without a type checker: its values are looked at like a row's
    record = _mapping(item)
    if record is not None:
        add_record(intake, record, fields, None, row)
    else:
        advice = f"give syndet.Article objects, or mappings with {fields.id!r} and {fields.text!r}"
        intake.fail(RecordError(f"{kind_of(item)}, not an article", line=row, advice=advice))
