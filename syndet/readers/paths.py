"""Paths in, the files to read and their names out: what a path is, what a folder holds, and why one is refused."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from syndet.errors import InputError, MissingInputError, UnreadableError
from syndet.readers.intake import Intake

TEXT_SUFFIXES: Final = (".txt", ".md")
LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
STDIN: Final = "<stdin>"

_FILE_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def plan(intake: Intake, given: list[str]) -> list[tuple[str, str]]:
    """Every file to read, once, as (path, id); the id is empty where the file names its own articles."""
    files: list[tuple[str, str]] = []
    texts: list[str] = []
    for path in given:
        try:
            if path == "-":
                files.append((STDIN, ""))
            elif os.path.isdir(path):
                files += _search(intake, path)
            elif _is_text(path):
                texts.append(path)
            else:
                files.append((Path(path).as_posix(), ""))
        except InputError as problem:
            intake.fail(problem)
    return _once(intake, files + _named(texts))


def _is_text(path: str) -> bool:
    """Whether a file given by name is one article (else JSON lines); raises InputError if it is neither."""
    check_file(path)
    name = path.lower()
    if name.endswith(TEXT_SUFFIXES) or name.endswith(LINES_SUFFIXES):
        return name.endswith(TEXT_SUFFIXES)
    advice = f"{', '.join(TEXT_SUFFIXES + LINES_SUFFIXES)} are read"
    if name.endswith(".json"):
        advice += "; if it is a list, jq -c '.[]' turns it into JSON lines"
    suffix = suffix_of(path)
    message = f"files named {suffix} are not read" if suffix else "its name has no suffix that tells what is in it"
    raise InputError(message, path=Path(path).as_posix(), advice=advice)


def suffix_of(path: str) -> str:
    """The last suffix of a path in small letters, with its dot; empty if it has none."""
    return os.path.splitext(path)[1].lower()


def _named(texts: list[str]) -> list[tuple[str, str]]:
    """(path, id) of text files given by name; ids start below the deepest folder they share."""
    full = [os.path.abspath(path) for path in texts]
    try:
        base = os.path.commonpath([os.path.dirname(path) for path in full]) if full else ""
        ids = [os.path.relpath(path, base) for path in full]
    except ValueError:  # several drives of Windows share no folder
        ids = full
    return [(Path(path).as_posix(), Path(id).as_posix()) for path, id in zip(texts, ids, strict=True)]


def _once(intake: Intake, files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each file once, under its longest id: the one that the outermost folder gives it."""
    names: dict[str, list[tuple[str, str]]] = {}
    for path, id in files:
        names.setdefault(os.path.normcase(os.path.abspath(path)), []).append((path, id))
    for same in names.values():
        if len(same) > 1:
            intake.note("given more than once, read once", min(same)[0])
    return sorted(min(same, key=lambda file: (-len(file[1]), file)) for same in names.values())


def _search(intake: Intake, folder: str) -> list[tuple[str, str]]:
    """(path, id) of the articles in a folder and below; raises InputError if there is none."""
    shown = Path(folder).as_posix()
    found: list[tuple[str, str]] = []
    others: Counter[str] = Counter()
    for entry in _entries(intake, folder):
        if suffix_of(entry.name) in TEXT_SUFFIXES:
            found.append((Path(entry.path).as_posix(), Path(os.path.relpath(entry.path, folder)).as_posix()))
        else:
            others["(folder link)" if os.path.isdir(entry.path) else suffix_of(entry.name) or "(no suffix)"] += 1
    listed = ", ".join(f"{count:,} {what}" for what, count in sorted(others.items(), key=lambda o: (-o[1], o[0])))
    lines = [suffix for suffix in others if suffix in (".jsonl", ".ndjson", ".gz")]
    if found and listed:
        intake.note(f"skipped {listed}; a folder is searched for .txt and .md only", shown)
    elif not found:
        advice = "give files of JSON lines by name" if lines else "articles are .txt or .md files, one article each"
        holds = f"it has {listed}" if listed else "it is empty, or all in it is hidden or unreadable"
        raise InputError(f"the folder has no .txt or .md file; {holds}", path=shown, advice=advice)
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
        raise UnreadableError(f"{what}, not a file", path=Path(path).as_posix(), advice=advice)


def refusal(path: str, error: Exception) -> InputError:
    """The problem for a path that the system refuses, with advice that fits the reason."""
    if not path:
        return MissingInputError("a path is empty", advice="name a folder, a file, or - for standard input")
    shown = Path(path).as_posix()
    if isinstance(error, PermissionError):
        advice = "ask its owner for the right to read it, or leave it out"
        return UnreadableError("no right to read it", path=shown, advice=advice)
    if "\n" in path or (len(path.split()) > 8 and not path.lower().endswith(TEXT_SUFFIXES + LINES_SUFFIXES)):
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
