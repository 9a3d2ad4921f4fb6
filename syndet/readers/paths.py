"""Paths: those that a file lists or a pattern matches, what each is, and why one is refused."""

from __future__ import annotations

import codecs
import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from syndet.errors import InputError, MissingInputError, UnreadableError
from syndet.readers.formats import kind_of_name

STDIN: Final = "<stdin>"
_MANY: Final = 10_000  # names that are compared with a missing one: they take half a second
SPELLING: Final = "check the spelling, and the folder you are in"

_FILE_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def listed(path: str, stdin: BinaryIO | None = None) -> list[str]:
    """The paths that a file lists, one a line, or parted by NUL as find -print0 writes them; '-' is standard input.

    Raises MissingInputError if there is no such file, UnreadableError if it is there and cannot be read.
    """
    try:
        if path == "-":
            data = (stdin or sys.stdin.buffer).read()
        else:
            check_file(path)
            with open(path, "rb") as file:
                data = file.read()
    except (OSError, ValueError) as error:
        raise (error if isinstance(error, InputError) else refusal(path, error)) from error
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\0") if b"\0" in data else data.replace(b"\r\n", b"\n").split(b"\n")
    return [os.fsdecode(line) for line in lines if line.strip()]


def expanded(given: Iterable[str]) -> Iterator[str]:
    """The paths, patterns with *, ? and [ among them as what they match; a path that is there is no pattern."""
    for path in given:
        if set(path) & set("*?[") and "\0" not in path and not os.path.lexists(path):
            yield from sorted(glob.glob(path, recursive=True)) or [path]
        else:
            yield path


def slashed(path: str) -> str:
    """The path with forward slashes and nothing twice."""
    return Path(path).as_posix()


def check_file(path: str, advice: str | None = None) -> None:
    """Raises InputError unless `path` is a regular file; a pipe or device is never opened, it could block.

    `advice` is for a file that is not there, instead of the name next to it that is most like it.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise refusal(path, error, advice) from error
    if not stat.S_ISREG(mode):
        what = _FILE_KINDS.get(stat.S_IFMT(mode), "something special")
        advice = "save it as a file first, or pipe JSON lines into -"
        raise UnreadableError(f"{what}, not a file", path=slashed(path), advice=advice)


def refusal(path: str, error: Exception, missing: str | None = None) -> InputError:
    """The problem for a path that the system refuses, with advice that fits the reason.

    `missing` is the advice for a file that is not there. Without it that is the name next to it that is most like
    it, which takes as long as there are names, so that nobody should ask for it again and again.
    """
    if not path:
        return MissingInputError("a path is empty", advice="name a folder, a file, or - for standard input")
    shown = slashed(path)
    if isinstance(error, PermissionError):
        advice = "ask its owner for the right to read it, or leave it out"
        return UnreadableError("no right to read it", path=shown, advice=advice)
    if "\n" in path or (len(path.split()) > 8 and kind_of_name(path)[0] is None):
        start = " ".join(path.split())[:60]
        advice = "to pass a text itself, wrap it as syndet.Article(id=..., text=...)"
        return MissingInputError("no such file; it reads like a text, not a path", path=f"{start}…", advice=advice)
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        if os.path.islink(path):
            advice = "bring its target back, or leave it out"
            return MissingInputError("a link to something that is not there", path=shown, advice=advice)
        advice = missing if missing and not set(path) & set("*?") else _alike(path)
        return MissingInputError("no such file or folder", path=shown, advice=advice)
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UnreadableError(f"cannot be read: {reason}", path=shown, advice="check the path, or leave it out")


def _alike(path: str) -> str:
    """Advice for a missing path: the name next to it that is most like it, if there is one."""
    import difflib

    if set(path) & set("*?"):
        return "no file matches this pattern"
    folder, name = os.path.split(path.rstrip("/" + os.sep))
    try:
        names = sorted(os.listdir(folder or "."))
        near = difflib.get_close_matches(name, names, n=1) if len(names) <= _MANY else []
    except OSError:
        return "check the path: the folder it names is not there either"
    if near:
        return f"did you mean {Path(folder, near[0]).as_posix()!r}?"
    return SPELLING
