"""The errors syndet raises, one family, each carrying its place and what to do about it.

    SyndetError
    ├── InputError (ValueError)      an input cannot be used
    │   ├── MissingInputError (FileNotFoundError)   a path is not there
    │   ├── UnreadableError (OSError)               a path is there and cannot be read
    │   ├── RecordError                             one line or row of a file is broken
    │   └── DuplicateIdError                        two different articles carry one id
    ├── StorageError (OSError)           there is no room for temporary files
    ├── UnknownArticleError (KeyError)   an id names no article of this result
    ├── SettingsError (ValueError)       a setting is out of its range
    └── MissingLibraryError (ImportError)   a library is needed that is not installed

Each is also the built-in error that a caller would expect.
"""

from __future__ import annotations


class SyndetError(Exception):
    """Base of every error that syndet raises on purpose.

    Attributes:
        message: what is wrong, one sentence without the place.
        path: the file or folder it happened in, or None.
        line: the 1-based line (or row) in that file, or None.
        field: the name of the field at fault, or None.
        advice: what to do about it, one sentence, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        field: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.field = field
        self.advice = advice

    @property
    def place(self) -> str:
        """Where it happened: ``path:line: field 'name'``, without a path ``row 2``; empty when nothing is known."""
        where = self.path or ""
        if self.line is not None:
            where += f":{self.line}" if where else f"row {self.line}"
        if self.field is not None:
            where += f"{': ' if where else ''}field {self.field!r}"
        return where

    def to_dict(self) -> dict[str, object]:
        """The error as plain JSON values: its kind, and what its attributes are."""
        return {
            "error": type(self).__name__,
            "path": self.path,
            "line": self.line,
            "field": self.field,
            "message": self.message,
            "advice": self.advice,
        }

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.advice})" if self.advice else text


class InputError(SyndetError, ValueError):
    """An input cannot be used at all."""


class MissingInputError(InputError, FileNotFoundError):
    """A path does not exist."""


class UnreadableError(InputError, OSError):
    """A path exists and cannot be read: rights, a broken archive, a device."""


class RecordError(InputError):
    """One record of a file is broken; the records around it are fine."""


class DuplicateIdError(InputError):
    """Two articles carry the same id and different texts."""


class StorageError(SyndetError, OSError):
    """What does not fit in memory cannot be written to a temporary file."""


class UnknownArticleError(SyndetError, KeyError):
    """An id that names no article of the result."""


class SettingsError(SyndetError, ValueError):
    """A setting is outside its range."""


class MissingLibraryError(SyndetError, ImportError):
    """A library that one task alone needs is not installed."""
