"""What is found of the fields of an article that no record states, and where each was found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from syndet.model import Article
from syndet.readers.intake import OPTIONAL

if TYPE_CHECKING:
    from syndet.readers.formats import File

PATH: Final = "path"
"""Where a field was found that the pattern of paths tells."""

_LONGEST: Final = 2000  # code points of a field; what is longer is no title, name or address


class Findings:
    """The fields of one article, gathered from the surest place to the least sure: the first that tells one is kept."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._found: dict[str, str] = {}
        self._supposed: list[tuple[str, str | None, str]] = []
        self.extra: dict[str, Any] = {}

    def add(self, name: str, value: str | None, place: str) -> None:
        """Take a field from this place, unless it is known or empty; white space counts as one space."""
        if name in self._values or value is None:
            return
        value = " ".join(value[:_LONGEST].split())
        if value:
            self._values[name] = value
            self._found[name] = place

    def suppose(self, name: str, value: str | None, place: str) -> None:
        """Keep a guess, for `settle` to take where nothing surer comes."""
        self._supposed.append((name, value, place))

    def settle(self) -> None:
        """Take the guesses at the fields that nothing has told."""
        for name, value, place in self._supposed:
            self.add(name, value, place)

    def keep(self, name: str, value: Any) -> None:
        """Take along something that is no field of an article, unless it is empty or known."""
        if value not in (None, "", [], {}):
            self.extra.setdefault(name, value)

    def say(self, name: str, place: str) -> None:
        """Say where something was found that is no field, such as the text."""
        self._found[name] = place

    def has(self, name: str) -> bool:
        """Whether a field is known."""
        return name in self._values

    def place(self, placed: Mapping[str, str]) -> None:
        """Take the fields that the path tells."""
        for name, value in placed.items():
            self.add(name, value, PATH)

    def article(self, file: File, text: str) -> Article:
        """The article, called by its own id, that of its path, or the path."""
        fields = {name: self._values.get(name) for name in OPTIONAL}
        id = self._values.get("id") or file.id
        found = _shared(tuple(self._found.items()))
        return Article(id=id, text=text, extra=self.extra or _NOTHING, found=found, **fields)


_NOTHING: Final[dict[str, Any]] = {}  # one for all; nobody writes into it


@lru_cache(maxsize=1024)
def _shared(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """One object for all files whose fields stand in the same places: it would take more than the fields."""
    return dict(items)
