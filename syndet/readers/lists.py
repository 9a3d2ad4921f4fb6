"""JSON files in, Articles out: a list of objects, one object, an item of ninjs, or lines."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from syndet.errors import RecordError, UnreadableError
from syndet.readers import ninjs
from syndet.readers.encodings import decoded
from syndet.readers.findings import Findings
from syndet.readers.formats import File, NothingHereError
from syndet.readers.intake import Intake
from syndet.readers.lines import read_lines, reason
from syndet.readers.records import add_record, kind_of


def read_list(intake: Intake, file: File) -> None:
    """Take in the articles of a JSON file; the number of an item in its list stands for its line."""
    data = file.data()
    try:
        value = _loaded(data, file.path)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and data[: error.pos].strip().startswith(b"{"):
            read_lines(intake, replace(file, stream=BytesIO(data), plain=False, shelved=False))
            return
        message = f"not JSON: {reason(error)} at column {error.colno:,}"
        raise RecordError(message, path=file.path, line=error.lineno, advice="look at what wrote it") from error
    items = _items(value, file)
    if items is None:
        if isinstance(value, dict):
            _add(intake, {file.fields.id: file.id or os.path.basename(file.path), **value}, file, 0)
        return
    if file.sought and not any(isinstance(item, dict) and _holds_text(item, file) for item in items):
        raise NothingHereError("its objects hold no text", path=file.path)
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            _add(intake, item, file, number)
        else:
            advice = "a list of articles holds objects"
            intake.fail(RecordError(f"{kind_of(item)}, not an object", path=file.path, line=number, advice=advice))


def _loaded(data: bytes, path: str) -> Any:
    """What the file says; raises UnreadableError for what is no text, or too deep."""
    import msgspec

    try:
        return msgspec.json.decode(data)
    except (ValueError, RecursionError):  # it is stricter than json, which has the last word
        text, _ = decoded(data, path)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableError("JSON nested too deeply to be articles", path=path) from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:  # the one that is left: Python's guard against endless digits
        raise UnreadableError("a number with too many digits to be read", path=path) from error


def _items(value: Any, file: File) -> list[Any] | None:
    """The objects of a list, or of the only list that an object holds; None if it is one article itself.

    Raises NothingHereError for anything else.
    """
    if isinstance(value, list):
        if not value:
            raise NothingHereError("an empty list", path=file.path, advice="look at what was to write it")
        return value
    if isinstance(value, dict):
        if _holds_text(value, file):
            return None
        lists = [part for part in value.values() if isinstance(part, list)]
        lists = [part for part in lists if part and all(isinstance(item, dict) for item in part)]
        if len(lists) == 1 and any(_holds_text(item, file) for item in lists[0]):
            return lists[0]
    message = "an object without a list of articles" if isinstance(value, dict) else f"{kind_of(value)}, not articles"
    advice = f"articles are objects with {file.fields.id!r} and {file.fields.text!r}; --text-field names another"
    raise NothingHereError(message, path=file.path, advice=advice)


def _holds_text(item: Mapping[str, Any], file: File) -> bool:
    return file.fields.text in item or ninjs.is_item(item)


def _add(intake: Intake, item: dict[str, Any], file: File, number: int) -> None:
    """Take in one object: a record with the columns that are asked for, else an item of ninjs."""
    if file.fields.text in item or not ninjs.is_item(item):
        add_record(intake, item, file.fields, file.path, number, placed=file.placed)
        return
    findings = Findings()
    text = ninjs.article(item, findings)
    if not text.strip():
        advice = "an item with body_text, body_xhtml or bodies is an article; pictures and packages are none"
        intake.fail(RecordError("an item of ninjs without a text", path=file.path, line=number or None, advice=advice))
        return
    findings.place(file.placed)
    intake.add(findings.article(file, text), file.path, number)
