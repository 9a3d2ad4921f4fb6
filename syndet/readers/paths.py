"""Paths in, the files to read and their names out: what a path is, what a folder holds, and why one is refused."""

from __future__ import annotations

import codecs
import glob
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from syndet.errors import InputError, MissingInputError, UnreadableError
from syndet.readers.formats import PACKINGS, SUFFIXES, kind_of_name
from syndet.readers.intake import Intake

STDIN: Final = "<stdin>"

_FILE_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to read.

    Attributes:
        path: with forward slashes, as messages show it.
        id: what its article is called if it is one; empty for a file given by name that holds several.
        sought: whether it was found in a folder, rather than named.
    """

    path: str
    id: str
    sought: bool = False


def plan(intake: Intake, given: list[str]) -> list[Planned]:
    """Every file to read, once, sorted by its path."""
    files: list[Planned] = []
    singles: list[str] = []
    for path in _expanded(given):
        try:
            if path == "-":
                files.append(Planned(STDIN, ""))
            elif os.path.isdir(path):
                files += _search(intake, path)
            elif _is_single(path):
                singles.append(path)
            else:
                files.append(Planned(_slashed(path), ""))
        except InputError as problem:
            intake.fail(problem)
    return _once(intake, files + _named(singles))


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


def _expanded(given: list[str]) -> Iterator[str]:
    """The paths, patterns with *, ? and [ among them as what they match; a path that is there is no pattern."""
    for path in given:
        if set(path) & set("*?[") and "\0" not in path and not os.path.lexists(path):
            yield from sorted(glob.glob(path, recursive=True)) or [path]
        else:
            yield path


def _is_single(path: str) -> bool:
    """Whether a file given by name is one article; raises InputError if it is of no format."""
    check_file(path)
    format, suffix, _ = kind_of_name(path)
    if format is not None:
        return format.single
    message = f"files named {suffix} are not read" if suffix else "its name has no suffix that tells what is in it"
    advice = f"{', '.join(SUFFIXES)} are read, and these with {', '.join(PACKINGS)} behind"
    if suffix in (".zip", ".tar", ".tgz", ".7z", ".rar"):
        advice = "unpack it and give the folder; archives of files are never unpacked here"
    raise InputError(message, path=_slashed(path), advice=advice)


def _slashed(path: str) -> str:
    """The path with forward slashes and nothing twice."""
    return Path(path).as_posix()


def _named(texts: list[str]) -> list[Planned]:
    """The files of one article each that were given by name; ids start below the deepest folder they share."""
    full = [os.path.abspath(path) for path in texts]
    try:
        base = os.path.commonpath([os.path.dirname(path) for path in full]) if full else ""
        ids = [os.path.relpath(path, base) for path in full]
    except ValueError:  # several drives of Windows share no folder
        ids = full
    return [Planned(_slashed(path), _slashed(id)) for path, id in zip(texts, ids, strict=True)]


def _once(intake: Intake, files: list[Planned]) -> list[Planned]:
    """Each file once, under its longest id: the one that the outermost folder gives it."""
    names: dict[str, list[Planned]] = {}
    for file in files:
        names.setdefault(os.path.normcase(os.path.abspath(file.path)), []).append(file)
    kept = []
    for same in names.values():
        first = min(same, key=lambda file: (-len(file.id), file.path, file.id))
        if len(same) > 1:
            intake.note("given more than once, read once", min(file.path for file in same))
            first = replace(first, sought=all(file.sought for file in same))
        kept.append(first)
    return sorted(kept, key=lambda file: (file.path, file.id))


def _search(intake: Intake, folder: str) -> list[Planned]:
    """The files in a folder and below whose formats are known; raises InputError if there is none."""
    shown = _slashed(folder)
    start = len(os.path.join(folder, ""))
    found: list[Planned] = []
    others: Counter[str] = Counter()
    for entry in _entries(intake, folder):
        format, suffix, _ = kind_of_name(entry.name)
        if format is not None:
            below = entry.path[start:].replace(os.sep, "/")
            found.append(Planned(below if shown == "." else f"{shown.rstrip('/')}/{below}", below, sought=True))
        else:
            others["(folder link)" if os.path.isdir(entry.path) else suffix or "(no suffix)"] += 1
    listed = ", ".join(f"{count:,} {what}" for what, count in sorted(others.items(), key=lambda o: (-o[1], o[0])))
    if found and listed:
        intake.note(f"skipped {listed}", shown)
    elif not found:
        advice = f"{', '.join(SUFFIXES)} are read"
        holds = f"it has {listed}" if listed else "it is empty, or all in it is hidden or unreadable"
        raise InputError(f"the folder has no file to read; {holds}", path=shown, advice=advice)
    return found


def _entries(intake: Intake, folder: str) -> Iterator[os.DirEntry[str]]:
    """Every visible file and link below a folder; a folder below that cannot be listed becomes a problem.

    Raises UnreadableError if the folder itself cannot be listed.
    """
    waiting = [folder]  # a stack of our own: os.walk recurses on Python 3.10 and can run out of it
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
                below = {entry.path for entry in visible if not entry.is_symlink() and entry.is_dir()}
        except OSError as error:
            if path == folder:
                raise refusal(path, error) from error
            intake.fail(refusal(path, error))
            continue
        waiting += below
        yield from (entry for entry in visible if entry.path not in below)


def check_file(path: str) -> None:
    """Raises InputError unless `path` is a regular file; a pipe or device is never opened, it could block."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise refusal(path, error) from error
    if not stat.S_ISREG(mode):
        what = _FILE_KINDS.get(stat.S_IFMT(mode), "something special")
        advice = "save it as a file first, or pipe JSON lines into -"
        raise UnreadableError(f"{what}, not a file", path=_slashed(path), advice=advice)


def refusal(path: str, error: Exception) -> InputError:
    """The problem for a path that the system refuses, with advice that fits the reason."""
    if not path:
        return MissingInputError("a path is empty", advice="name a folder, a file, or - for standard input")
    shown = _slashed(path)
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
        return MissingInputError("no such file or folder", path=shown, advice=_alike(path))
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return UnreadableError(f"cannot be read: {reason}", path=shown, advice="check the path, or leave it out")


def _alike(path: str) -> str:
    """Advice for a missing path: the name next to it that is most like it, if there is one."""
    import difflib

    if set(path) & set("*?"):
        return "no file matches this pattern"
    folder, name = os.path.split(path.rstrip("/" + os.sep))
    try:
        near = difflib.get_close_matches(name, sorted(os.listdir(folder or ".")), n=1)
    except OSError:
        return "check the path: the folder it names is not there either"
    if near:
        return f"did you mean {Path(folder, near[0]).as_posix()!r}?"
    return "check the spelling, and the folder you are in"
