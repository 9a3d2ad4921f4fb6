"""The formats that are read: by which suffix each is known, how it may be packed, and which function reads it."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Final

from syndet.errors import InputError, UnreadableError

if TYPE_CHECKING:
    from syndet.readers import Fields
    from syndet.readers.intake import Intake

MOST_DOCUMENT: Final = 64 << 20
"""Bytes of one article's file, and of one line or record of others; what is longer is no article."""

MOST_LIST: Final = 1 << 30
"""Bytes of a file that has to be held whole, such as a list in JSON."""

_PIECE: Final = 1 << 16  # bytes
_LONGEST_SUFFIX: Final = 13  # characters, with its dot

PACKINGS: Final = (".gz", ".bz2", ".xz", ".zst")
"""The suffixes of compressed files; any format may have one of them behind its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    Attributes:
        suffixes: what its names end in, small letters.
        home: the module and the function that read it; loaded for the first file of that kind.
        single: whether a file is one article, called by its path.
        most: bytes that are held at once.
        extra: what is to be installed besides, as pip names it; empty if nothing.
    """

    suffixes: tuple[str, ...]
    home: str
    single: bool = False
    most: int = MOST_DOCUMENT
    extra: str = ""

    def reader(self) -> Callable[[Intake, File], None]:
        """The function that takes in the articles of a file of this kind."""
        return _loaded(self.home)


@cache
def _loaded(home: str) -> Callable[[Intake, File], None]:
    module, _, name = home.partition(":")
    read: Callable[[Intake, File], None] = getattr(import_module(f"syndet.readers.{module}"), name)
    return read


FORMATS: Final = (
    Format(suffixes=(".txt",), home="plain:read_text", single=True),
    Format(suffixes=(".md", ".markdown"), home="plain:read_markdown", single=True),
    Format(suffixes=(".html", ".htm", ".xhtml"), home="pages:read_page", single=True, extra="html"),
    Format(suffixes=(".jsonl", ".ndjson"), home="lines:read_lines"),
    Format(suffixes=(".json",), home="lists:read_list", most=MOST_LIST),
    Format(suffixes=(".csv", ".tsv"), home="tables:read_table"),
    Format(suffixes=(".parquet",), home="tables:read_parquet", most=MOST_LIST, extra="parquet"),
    Format(suffixes=(".warc",), home="captures:read_captures", extra="warc"),
    Format(suffixes=(".xml",), home="newsml:read_newsml"),
)
"""Every format, in the order in which messages name them."""

SUFFIXES: Final = tuple(suffix for format in FORMATS for suffix in format.suffixes)

_BY_SUFFIX: Final = {suffix: format for format in FORMATS for suffix in format.suffixes}


class NothingHereError(InputError):
    """A file of a kind that may hold anything holds no articles: a fault where it was named, else a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that is being read.

    Attributes:
        path: as messages show it.
        id: what its article is called, if it is one and says nothing of its own.
        suffix: of its format, without that of its packing.
        stream: its bytes, unpacked.
        fields: the names of the columns.
        placed: the fields that its path tells.
        plain: whether the stream is the file itself, not unpacked.
        shelved: whether texts stay in it and are read again; then it is plain.
        sought: whether it was found in a folder rather than named.
        most: bytes of it that may be held at once.
    """

    path: str
    id: str
    suffix: str
    stream: BinaryIO
    fields: Fields
    placed: Mapping[str, str] = field(default_factory=dict)
    plain: bool = False
    shelved: bool = False
    sought: bool = False
    most: int = MOST_DOCUMENT

    def data(self) -> bytes:
        """All its bytes; raises UnreadableError if they are more than one article, or one list, can have."""
        data, more = self.stream.read(_PIECE), self.stream.read(_PIECE)
        if more:  # whoever asks for all that is allowed gets so much memory at once
            pieces = [data, more]
            while pieces[-1] and sum(map(len, pieces)) <= self.most:
                pieces.append(self.stream.read(16 * _PIECE))
            data = b"".join(pieces)
        if len(data) > self.most:
            message = f"more than {size(self.most)} in one piece"
            raise UnreadableError(message, path=self.path, advice="split it, or give its articles as JSON lines")
        return data

    def seekable(self) -> BinaryIO:
        """Its bytes as a stream in which one can go back."""
        return self.stream if self.stream.seekable() else io.BytesIO(self.data())


def kind_of_name(path: str) -> tuple[Format | None, str, str]:
    """The format of a path, its own suffix and that of its packing; None and the suffix if it is none of ours.

    What stands behind the last dot is no suffix if it is longer than twelve characters or has blanks, but a sentence.
    """
    # Nearly every name is told by what follows its last dot, three times as fast as by taking it apart.
    dot = path.rfind(".")
    suffix = path[dot:].lower()
    if suffix in _BY_SUFFIX and dot > 0 and path[dot - 1] not in "./\\":
        return _BY_SUFFIX[suffix], suffix, ""
    name, suffix = os.path.splitext(path.lower())
    packing = ""
    if suffix in PACKINGS:
        packing, suffix = suffix, os.path.splitext(name)[1]
    if len(suffix) > _LONGEST_SUFFIX or " " in suffix or not suffix.isprintable():
        suffix = ""
    return _BY_SUFFIX.get(suffix), suffix, packing


def size(count: int) -> str:
    """So many bytes in a round unit: "64 MiB"."""
    return f"{count >> 30} GiB" if count >= 1 << 30 else f"{count >> 20} MiB"


def missing(module: str, extra: str, path: str) -> UnreadableError:
    """The problem of a format whose library is not installed."""
    advice = f'pip install "syndet[{extra}]"'
    return UnreadableError(f"reading this takes {module}, which is not installed", path=path, advice=advice)
