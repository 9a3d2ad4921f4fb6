"""Path patterns: what folders and names of files tell of their articles, as in {source}/{published:%Y%m%d}/{id}."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from syndet.errors import SettingsError
from syndet.readers.intake import OPTIONAL

_HOLE: Final = re.compile(r"\{(\w*)(?::([^{}]*))?\}|(\*)")
_DIRECTIVES: Final = {
    **dict.fromkeys("mdHMSyI", r"\d\d"),
    "Y": r"\d{4}",
    "j": r"\d{3}",
    "b": r"[^\W\d_]+\.?",
    "B": r"[^\W\d_]+",
    "p": "[AaPp][Mm]",
    "z": r"(?:Z|[+-]\d\d:?\d\d)",
}
"""What may stand for a part of a time, by the letter that names it as in Python's strptime."""

_TIMED: Final = frozenset("HIMS")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that paths may end in.

    Attributes:
        expression: finds the end of a path that fits, a group for each field.
        formats: for each group, the field and how its time is written; empty if it is none.
    """

    expression: re.Pattern[str]
    formats: tuple[tuple[str, str], ...]

    def fields(self, path: str) -> dict[str, str]:
        """The fields that a path tells; empty if it does not fit."""
        match = self.expression.search(os.path.abspath(path).replace(os.sep, "/"))
        if match is None:
            return {}
        found: dict[str, str] = {}
        for (name, format), value in zip(self.formats, match.groups(), strict=True):
            told = _time(value, format) if format else value.replace("_", " ") if name == "title" else value
            if told is None:
                return {}
            found[name] = told
        return found


def compiled(pattern: str) -> Pattern:
    """The pattern that a user writes, ready to use; raises SettingsError for one that makes no sense.

    ``{source}``, ``{published:%Y%m%d}``, ``{id}`` and the other fields of an article stand for what a path has there,
    without a slash; ``{}`` and ``*`` for anything without one. It fits the end of a path, from the start of a name on.
    """
    formats: list[tuple[str, str]] = []
    expression = "".join(_pieces(pattern.replace("\\", "/").lstrip("/"), formats))
    names = [name for name, _ in formats]
    if not names or len(set(names)) < len(names):
        message = "names no field" if not names else "names a field twice"
        raise SettingsError(message, field="path_pattern", advice="such as '{source}/{published:%Y%m%d}/{id}.txt'")
    return Pattern(re.compile(rf"(?:^|/){expression}$"), tuple(formats))


def _pieces(pattern: str, formats: list[tuple[str, str]]) -> Iterator[str]:
    """The pieces of the expression, with the fields that its groups stand for."""
    end = 0
    for hole in _HOLE.finditer(pattern):
        yield _literal(pattern[end : hole.start()])
        end = hole.end()
        name, format = hole[1] or "", hole[2] or ""
        if not name:
            yield "[^/]*?"
        elif name not in ("id", *OPTIONAL):
            advice = f"fields are {', '.join(('id', *OPTIONAL))}; {{}} stands for anything"
            raise SettingsError(f"{{{name}}} is no field of an article", field="path_pattern", advice=advice)
        elif format and name != "published":
            raise SettingsError("only published has a format", field="path_pattern", advice="{published:%Y-%m-%d}")
        else:
            formats.append((name, format))
            yield f"({_expression(format)})" if format else "([^/]+?)"
    yield _literal(pattern[end:])


def _literal(text: str) -> str:
    """Text that stands for itself."""
    if set(text) & set("{}"):
        raise SettingsError(f"a brace without its partner in {text!r}", field="path_pattern")
    return re.escape(text)


def _expression(format: str) -> str:
    """What finds a time that is written so."""
    parts = re.split(r"%(.?)", format)
    for n in range(1, len(parts), 2):
        directive = "%" if parts[n] == "%" else _DIRECTIVES.get(parts[n])
        if directive is None:
            advice = f"of a time there are {' '.join('%' + letter for letter in _DIRECTIVES)}"
            raise SettingsError(f"%{parts[n]} is not known", field="path_pattern", advice=advice)
        parts[n] = directive
    return "".join(part if n % 2 else re.escape(part) for n, part in enumerate(parts))


def _time(value: str, format: str) -> str | None:
    """A time as ISO 8601 writes it, as precisely as it was written; None for one that there is not."""
    letters = set(re.findall(r"%(.)", format))
    try:
        time = datetime.strptime(value, format)
    except ValueError:
        return None
    if letters & _TIMED:
        return time.isoformat(timespec="seconds" if "S" in letters else "minutes")
    if letters & {"d", "j"}:
        return time.date().isoformat()
    return f"{time:%Y-%m}" if letters & {"m", "b", "B"} else f"{time:%Y}"
