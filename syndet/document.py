"""JSON as results are written: quickly, in pieces, as Python's own `json` writes it with an indent of 1."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from json.encoder import encode_basestring
from operator import is_
from typing import Any, Final, cast

from syndet.model import dump_json

_PIECE: Final = 500
"""Items that are written at a time."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_BETWEEN: Final = "\x7f"
"""A character that JSON need not escape and that texts hardly ever hold."""


def listed(items: Iterator[Any]) -> Iterator[str]:
    """A list inside a JSON object, as `json` writes it with an indent of 1, a piece for some of its items each."""
    return pieces(_spelled(part, 2) for part in some(items))


def some(items: Iterator[Any]) -> Iterator[list[Any]]:
    """The items some hundred at a time."""
    while part := list(islice(items, _PIECE)):
        yield part


def pieces(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """A list inside a JSON object whose items are spelled in parts."""
    lead = "["
    for part in parts:
        yield f"{lead}\n  " + ",\n  ".join(part)
        lead = ","
    yield "[]" if lead == "[" else "\n ]"


def _spelled(values: Sequence[Any], depth: int) -> Iterable[str]:
    """The JSON of each value, inside so many lists and objects. With an indent `json` is Python code, and slow.

    So they go a column at a time: most columns hold one type, which one function in C spells. Others are sorted into
    such columns, and so is what lists and objects hold.
    """
    if not values:
        return ()
    if values[0] is values[-1] and all(map(is_, values, repeat(values[0]))):
        # What all of them share is spelled once.
        return [_alone(values[0], depth)] * len(values)
    kinds = set(map(type, values))
    if kinds <= {str, type(None)}:
        return _strings(values)
    if kinds == {int} or (kinds == {float} and all(map(math.isfinite, values))):
        return map(repr, values)
    if kinds == {list}:
        return _lists(values, depth)
    if kinds == {dict}:
        keys = list(map(tuple, values))
        if len(set(keys)) > 1:
            return _by_kind(values, keys, depth)
        if keys[0] and set(map(type, keys[0])) == {str}:
            return table(keys[0], zip(*(value.values() for value in values), strict=True), len(values), depth)
    if len(kinds) > 1:
        return _by_kind(values, list(map(type, values)), depth)
    return [_alone(value, depth) for value in values]


def _are_same(values: Sequence[Any], others: Sequence[Any]) -> bool:
    """Whether two columns hold the same objects."""
    return len(values) == len(others) and all(map(is_, values, others))


def _by_kind(values: Sequence[Any], kinds: Sequence[Hashable], depth: int) -> list[str]:
    """The JSON of each value, those of a kind as a column."""
    columns: dict[Hashable, list[Any]] = {}
    for value, kind in zip(values, kinds, strict=True):
        columns.setdefault(kind, []).append(value)
    spelled = {kind: iter(_spelled(column, depth)) for kind, column in columns.items()}
    return [next(spelled[kind]) for kind in kinds]


def _lists(values: Sequence[list[Any]], depth: int) -> list[str]:
    """The JSON of each list, the items of all of them as one column."""
    margin = "\n" + " " * depth
    items = iter(_spelled(list(chain.from_iterable(values)), depth + 1))
    inner = f",{margin} "
    return [f"[{margin} {inner.join(islice(items, len(value)))}{margin}]" if value else "[]" for value in values]


def _alone(value: Any, depth: int) -> str:
    """The JSON of one value, inside so many lists and objects."""
    # No string of JSON holds a line end, so that those there are can be moved in.
    return dump_json(value, indent=1).replace("\n", "\n" + " " * depth)


def table(keys: Sequence[str], columns: Iterable[Sequence[Any]], count: int, depth: int) -> Iterable[str]:
    """So many objects with these keys, from a column for each; what all have in common is spelled once."""
    margin = "\n" + " " * depth
    row: list[Iterable[str]] = []
    fixed = "{"
    before: Sequence[Any] = ()
    spelled: list[str] = []
    for key, column in zip(_strings(keys), columns, strict=True):
        # A score that is the similarity, too, need not be spelled twice.
        spelled = spelled if _are_same(column, before) else list(_spelled(column, depth + 1))
        before = column
        fixed += f"{margin} {key}: "
        if spelled.count(spelled[0]) == count:
            fixed += f"{spelled[0]},"
        else:
            row += [repeat(fixed), spelled]
            fixed = ","
    # Joining is four times as fast as the % operator here.
    return map("".join, zip(*row, repeat(f"{fixed[:-1]}{margin}}}", count), strict=False))


def _strings(values: Sequence[str | None]) -> list[str]:
    """Strings as `dump_json` writes them, and null for None."""
    if None in values:
        spelled = iter(_spelled_strings([value for value in values if value is not None]))
        return ["null" if value is None else next(spelled) for value in values]
    return _spelled_strings(cast("Sequence[str]", values))


def _spelled_strings(values: Sequence[str]) -> list[str]:
    """Strings as `dump_json` writes them; all at once, unless one of them holds what is put between them."""
    joined = _BETWEEN.join(values)
    if joined.count(_BETWEEN) == len(values) - 1:
        return _escaped(joined).replace(_BETWEEN, f'"{_BETWEEN}"').split(_BETWEEN)
    return list(map(_escaped, values))


def _escaped(value: str) -> str:
    spelled = encode_basestring(value)
    return spelled if spelled.isascii() else _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", spelled)
