"""Settings from outside a program: a TOML file and the environment, each value with the place that it came from."""

from __future__ import annotations

import difflib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import ModuleType
from typing import Any, Final

from syndet import align
from syndet.errors import InputError, MissingInputError, SettingsError, UnreadableError
from syndet.pipeline.settings import Settings
from syndet.readers import Fields

PREFIX: Final = "SYNDET_"
"""What the names of environment variables begin with; the rest is the name of the setting in capitals."""

NAMES: Final = ("syndet.toml", "pyproject.toml")
"""The files that are looked for, in the folder one is in and then in those above."""

_FIELDS: Final = {f"{column.name}_field": column.name for column in fields(Fields)}
_PLAIN: Final = {column.name: getattr(Settings(), column.name) for column in fields(Settings)}
_OTHERS: Final[dict[str, type]] = {"jobs": int, "path_pattern": str, "strict": bool}
_ALIGNMENT: Final = "alignment"
_WORDS: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What a user has set, or left as it is.

    Attributes:
        settings: what the answer depends on.
        fields: the names of the columns of records.
        jobs: threads; None for all cores.
        path_pattern: what the paths of files tell of their articles; None for nothing.
        strict: whether the first problem ends the work.
        places: where each value came from that is not a default, by its name.
    """

    settings: Settings = field(default_factory=Settings)
    fields: Fields = field(default_factory=Fields)
    jobs: int | None = None
    path_pattern: str | None = None
    strict: bool = False
    places: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Every value by its name; those of `alignment` as ``alignment.name``."""
        plain = asdict(self.settings)
        alignment = plain.pop(_ALIGNMENT)
        columns = {name: getattr(self.fields, column) for name, column in _FIELDS.items()}
        others = {name: getattr(self, name) for name in _OTHERS}
        return {**plain, **columns, **others, **{f"{_ALIGNMENT}.{name}": value for name, value in alignment.items()}}

    def shown(self) -> str:
        """All of it as a syndet.toml, with where each value came from and the fingerprint of the settings."""
        lines = [f"# fingerprint of the settings: {self.settings.fingerprint}"]
        heading = ""
        for name, value in self.values().items():
            table, _, key = name.rpartition(".")
            if table != heading:
                heading = table
                lines += ["", f"[{table}]"]
            comment = f"  # {self.places[name]}" if name in self.places else ""
            # What has no value has no place in TOML: it is shown as the default that it is.
            lines.append(f"# {key} is not set" if value is None else f"{key} = {json.dumps(value)}{comment}")
        return "\n".join(lines) + "\n"


def load(path: str | None = None, environment: Mapping[str, str] | None = None, folder: str = ".") -> Configuration:
    """What a settings file and the environment set; the environment counts for more.

    The file is `path`, else the one that the variable SYNDET_CONFIG names, else the nearest syndet.toml, or
    pyproject.toml with a table ``[tool.syndet]``, in `folder` or above it.

    Raises MissingInputError or UnreadableError for a file that cannot be read, SettingsError with its place for a
    value or a name that makes no sense.
    """
    environment = os.environ if environment is None else environment
    found = path or environment.get(f"{PREFIX}CONFIG") or _nearest(folder)
    given = dict(_from_file(found)) if found else {}
    given.update(_from_environment(environment))
    return configured(given)


def configured(given: Mapping[str, tuple[Any, str]], base: Configuration | None = None) -> Configuration:
    """The `base`, else the defaults, with the values that are given by name, each with its place.

    Raises SettingsError with that place for a name that there is not, and a value of another type or out of range.
    """
    made = base or Configuration()
    for name, (value, place) in given.items():
        try:
            made = _with(made, name, value)
        except SettingsError as error:
            raise SettingsError(error.message, path=place, field=name, advice=error.advice) from error
    _check(made, given)
    return replace(made, places={**made.places, **{name: place for name, (_, place) in given.items()}})


def _with(made: Configuration, name: str, value: Any) -> Configuration:
    table, _, key = name.rpartition(".")
    if table == _ALIGNMENT and key in {column.name for column in fields(align.Options)}:
        alignment = replace(made.settings.alignment, **{key: float(_typed(value, float))})
        return replace(made, settings=_unchecked(made.settings, _ALIGNMENT, alignment))
    if name in _PLAIN and name != _ALIGNMENT:
        return replace(made, settings=_unchecked(made.settings, name, _typed(value, type(_PLAIN[name]))))
    if name in _FIELDS:
        return replace(made, fields=replace(made.fields, **{_FIELDS[name]: _typed(value, str)}))
    if name in _OTHERS:
        return replace(made, **{name: _typed(value, _OTHERS[name])})
    near = difflib.get_close_matches(name, names(), n=1)
    raise SettingsError("there is no such setting", advice=f"did you mean {near[0]}?" if near else "see --show-config")


def _unchecked(settings: Settings, name: str, value: Any) -> Settings:
    """The settings with one value changed; what does not fit the others yet is looked at when all are there."""
    changed = object.__new__(Settings)
    for column in fields(Settings):
        object.__setattr__(changed, column.name, value if column.name == name else getattr(settings, column.name))
    return changed


def _check(made: Configuration, given: Mapping[str, tuple[Any, str]]) -> None:
    """Raises SettingsError with its place for what is out of range."""
    if made.jobs is not None and made.jobs < 1:
        raise SettingsError("must be a whole number from 1", path=given["jobs"][1], field="jobs")
    try:
        replace(made.settings)
    except SettingsError as error:
        place = next((given[name][1] for name in (error.field or "", "permutations") if name in given), None)
        raise SettingsError(error.message, path=place, field=error.field, advice=error.advice) from error


def _typed(value: Any, kind: type) -> Any:
    """A value of a type, text turned into it where the environment has nothing but text."""
    kinds: dict[type, tuple[type, ...]] = {float: (float, int)}
    if isinstance(value, kinds.get(kind, (kind,))) and (kind is bool or not isinstance(value, bool)):
        return value
    if isinstance(value, _Word):
        try:
            return _WORDS[value.text.lower()] if kind is bool else kind(value.text)
        except (KeyError, ValueError):
            pass
    what = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}[kind]
    raise SettingsError(f"must be {what}")


@dataclass(frozen=True, slots=True)
class _Word:
    """A value of the environment."""

    text: str


def names() -> list[str]:
    """The names of all settings, those of `alignment` as ``alignment.name``."""
    return list(Configuration().values())


def _from_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, tuple[Any, str]]]:
    for variable, text in sorted(environment.items()):
        if variable.startswith(PREFIX) and variable != f"{PREFIX}CONFIG":
            name = variable[len(PREFIX) :].lower()
            alignment = name.startswith(f"{_ALIGNMENT}_")
            yield (name.replace("_", ".", 1) if alignment else name), (_Word(text), variable)


def _nearest(folder: str) -> str | None:
    """The settings file of a folder, or of the nearest above it that has one."""
    here = os.path.abspath(folder)
    while True:
        for name in NAMES:
            path = os.path.join(here, name)
            if os.path.isfile(path) and (name == NAMES[0] or _own(_parsed(path)) is not None):
                return os.path.normpath(os.path.join(folder, name)) if here == os.path.abspath(folder) else path
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


def _from_file(path: str) -> Iterator[tuple[str, tuple[Any, str]]]:
    """The values of a settings file by their names, hyphens and underscores being the same."""
    values = _parsed(path)
    if os.path.basename(path) == NAMES[1]:
        values = _own(values) or {}
    for key, value in values.items():
        name = key.replace("-", "_")
        if name == _ALIGNMENT and isinstance(value, dict):
            yield from ((f"{_ALIGNMENT}.{part.replace('-', '_')}", (inner, path)) for part, inner in value.items())
        else:
            yield name, (value, path)


def _own(values: dict[str, Any]) -> dict[str, Any] | None:
    """The table of a pyproject.toml that is ours."""
    tools = values.get("tool")
    own = tools.get("syndet") if isinstance(tools, dict) else None
    return own if isinstance(own, dict) else None


def _parsed(path: str) -> dict[str, Any]:
    """What a TOML file says; raises MissingInputError, UnreadableError, or SettingsError where it is no TOML."""
    tomllib = _tomllib()
    try:
        with open(path, "rb") as file:
            values: dict[str, Any] = tomllib.load(file)
        return values
    except FileNotFoundError as error:
        raise MissingInputError("no such settings file", path=path, advice="give the path of a TOML file") from error
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise UnreadableError(reason, path=path, advice="give the path of a TOML file") from error
    except (ValueError, RecursionError) as error:  # broken TOML, or bytes that are no UTF-8
        if isinstance(error, InputError):
            raise
        raise SettingsError(f"not TOML: {error}", path=path, advice="see docs/settings.md") from error


def _tomllib() -> ModuleType:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib
