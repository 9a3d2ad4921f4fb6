"""Many objects of a slotted class at once, from a column for each of their slots."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import repeat
from typing import Any, TypeVar

Noun = TypeVar("Noun")


def made(noun: type[Noun], count: int, columns: Mapping[str, Iterable[Any]]) -> list[Noun]:
    """So many objects of a class; `columns` has the values of every slot that the class and its bases name.

    A slot at a time, because that is one loop in C, ten times as fast as a call for each object. Nothing is checked.
    """
    objects: list[Noun] = list(map(object.__new__, repeat(noun, count)))
    for name, column in columns.items():
        deque(map(_setter(noun, name), objects, column), 0)  # type: ignore[arg-type]  # mypy's own doubt whether classes hash
    return objects


@cache
def _setter(noun: type, name: str) -> Callable[[Any, Any], None]:
    """What sets a slot of an object of this class, frozen or not."""
    put: Callable[[Any, Any], None] = next(vars(base)[name] for base in noun.__mro__ if name in vars(base)).__set__
    return put
