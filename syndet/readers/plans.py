"""Paths in, the files to read out: each once, in the order of their paths, a name kept for each and little more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Final

from syndet.errors import InputError
from syndet.readers.formats import PACKINGS, SUFFIXES, kind_of_name
from syndet.readers.intake import TOLD, Intake
from syndet.readers.paths import SPELLING, STDIN, check_file, expanded, refusal, slashed

Tell = Callable[[str, int, int], None]
"""Who is told of a stage, how much of it is done, and how much there is, 0 where that is not known."""

_OFTEN: Final = 20_000  # files that are listed between two reports
_KINDS: Final = 10  # of files that are skipped; names such as article.000001 make a kind of each


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


class Plan:
    """The files to read: iterating it makes each Planned as it is asked for, in the order of their paths."""

    def __init__(self, folders: Sequence[_Folder], named: _Named) -> None:
        self._groups: list[_Folder | _Named] = [*folders, named]

    def __len__(self) -> int:
        return sum(map(len, self._groups))

    def __iter__(self) -> Iterator[Planned]:
        full = [group.files() for group in self._groups if len(group)]
        return full[0] if len(full) == 1 else merge(*full, key=lambda file: (file.path, file.id))


class _Folder:
    """The files that were found in a folder: their names below it, sorted; `shown` stands before each in messages."""

    def __init__(self, shown: str, full: str, names: list[str]) -> None:
        self.shown = shown
        self.full = os.path.join(_key(full), "")
        self.names = names
        self.asked: set[str] = set()  # paths of files that were named as well

    def __len__(self) -> int:
        return len(self.names)

    def files(self) -> Iterator[Planned]:
        """The files, sorted by their paths."""
        for name in self.names:
            path = f"{self.shown}{name}"
            yield Planned(path, name, sought=not self.asked or path not in self.asked)

    def drop(self, lost: set[str]) -> None:
        """Let go of the files of these paths."""
        self.names = [name for name in self.names if f"{self.shown}{name}" not in lost]


class _Named:
    """The files that were given by name; ids of articles start below the deepest folder that all such files share."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(paths)
        folders = {os.path.dirname(os.path.abspath(path)) for path in self._paths if _is_single(path)}
        try:
            self._start = len(os.path.join(os.path.commonpath(folders), "")) if folders else 0
        except ValueError:  # several drives of Windows share no folder
            self._start = 0

    def __len__(self) -> int:
        return len(self._paths)

    def files(self) -> Iterator[Planned]:
        """The files, sorted by their paths."""
        return (Planned(path, self._id(path) if _is_single(path) else "") for path in self._paths)

    def _id(self, path: str) -> str:
        return slashed(os.path.abspath(path)[self._start :])

    def drop(self, lost: set[str]) -> None:
        """Let go of the files of these paths; the others keep their ids."""
        self._paths = [path for path in self._paths if path not in lost]


def plan(intake: Intake, given: Iterable[str], tell: Tell | None = None) -> Plan:
    """Every file to read, once; `tell` hears how many were found while there are more to come."""
    folders: list[_Folder] = []
    named: list[str] = []
    for path in expanded(given):
        try:
            if path == "-":
                named.append(STDIN)
            elif os.path.isdir(path):
                folders.append(_search(intake, path, tell))
            else:
                _check(path, None if intake.unread < TOLD else SPELLING)
                named.append(slashed(path))
        except InputError as problem:
            intake.fail(problem)
    return _once(intake, folders, named)


def _once(intake: Intake, folders: list[_Folder], named: list[str]) -> Plan:
    """Each file once, under its longest id: the one that the outermost folder gives it."""
    times = Counter(named)
    for path, count in times.items():
        if count > 1:
            _note(intake, path)
    files = _Named(times)
    spelled = set(map(_key, times))
    rivals = [folder for folder in folders if _overlaps(folder, folders, spelled)]
    if not rivals and len(spelled) == len(times):
        return Plan(folders, files)
    keys: dict[str, list[tuple[int, Planned]]] = {}
    groups: list[_Folder | _Named] = [*rivals, files]
    for number, group in enumerate(groups):
        for file in group.files():
            keys.setdefault(_key(file.path), []).append((number, file))
    lost: list[set[str]] = [set() for _ in groups]
    for same in keys.values():
        if len(same) > 1:
            _note(intake, min(file.path for _, file in same))
            kept, *others = sorted(same, key=lambda found: (-len(found[1].id), found[1].path, found[1].id, found[0]))
            for number, file in others:
                lost[number].add(file.path)
            if kept[0] < len(rivals) and not all(file.sought for _, file in same):
                rivals[kept[0]].asked.add(kept[1].path)
    for number, group in enumerate(groups):
        if lost[number]:
            group.drop(lost[number])
    return Plan(folders, files)


def _key(path: str) -> str:
    """What is the same for all spellings of a path."""
    return os.path.normcase(os.path.abspath(path))


def _overlaps(folder: _Folder, folders: Sequence[_Folder], named: Iterable[str]) -> bool:
    """Whether a file of the folder may have been given in another way too; `named` are the keys of files."""
    return any(
        folder.full.startswith(other.full) or other.full.startswith(folder.full)
        for other in folders
        if other is not folder
    ) or any(path.startswith(folder.full) for path in named)


def _note(intake: Intake, path: str) -> None:
    intake.note("given more than once, read once", path)


def _is_single(path: str) -> bool:
    """Whether a file is one article, as its name tells."""
    format = kind_of_name(path)[0]
    return format is not None and format.single


def _check(path: str, advice: str | None) -> None:
    """Raises InputError, with `advice` for what is not there, for a named file that cannot be read or has no format."""
    check_file(path, advice)
    format, suffix, _ = kind_of_name(path)
    if format is not None:
        return
    message = f"files named {suffix} are not read" if suffix else "its name has no suffix that tells what is in it"
    advice = f"{', '.join(SUFFIXES)} are read, and these with {', '.join(PACKINGS)} behind"
    if suffix in (".zip", ".tar", ".tgz", ".7z", ".rar"):
        advice = "unpack it and give the folder; archives of files are never unpacked here"
    raise InputError(message, path=slashed(path), advice=advice)


def _search(intake: Intake, folder: str, tell: Tell | None) -> _Folder:
    """The files in a folder and below whose formats are known; raises InputError if there is none."""
    shown = slashed(folder)
    found: list[str] = []
    others: Counter[str] = Counter()
    for count, (name, link) in enumerate(_entries(intake, folder), 1):
        format, suffix, packing = kind_of_name(name)
        if format is not None:
            found.append(name)
        else:
            others["(folder link)" if link and os.path.isdir(link) else suffix or packing or "(no suffix)"] += 1
        if tell is not None and not count % _OFTEN:
            tell("listing files", count, 0)
    listed = _listed(others)
    if found and listed:
        intake.note(f"skipped {listed}", shown)
    elif not found:
        advice = f"{', '.join(SUFFIXES)} are read"
        holds = f"it has {listed}" if listed else "it is empty, or all in it is hidden or unreadable"
        raise InputError(f"the folder has no file to read; {holds}", path=shown, advice=advice)
    found.sort()
    return _Folder("" if shown == "." else f"{shown.rstrip('/')}/", folder, found)


def _listed(others: Counter[str]) -> str:
    """How many files there are of each kind, the most frequent first: "2 .pdf, 1 .jpg"."""
    ordered = sorted(others.items(), key=lambda other: (-other[1], other[0]))
    most = _KINDS if len(ordered) > _KINDS + 1 else len(ordered)
    told = [f"{count:,} {what}" for what, count in ordered[:most]]
    rest = [count for _, count in ordered[most:]]
    return ", ".join([*told, f"{sum(rest):,} of {len(rest):,} other kinds"] if rest else told)


def _entries(intake: Intake, folder: str) -> Iterator[tuple[str, str]]:
    """Every visible file and link below a folder, by its name from there on, and the path of one that is a link.

    A folder below that cannot be listed becomes a problem. Raises UnreadableError if the folder itself cannot be.
    """
    waiting = [""]  # a stack of our own: os.walk recurses on Python 3.10 and can run out of it
    while waiting:
        below = waiting.pop()
        path = os.path.join(folder, below[:-1]) if below else folder
        folders = []
        try:
            with os.scandir(path) as entries:
                # One at a time: an entry takes five times as much as its name.
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    link = entry.is_symlink()
                    if not link and entry.is_dir():
                        folders.append(f"{below}{name}/")
                    else:
                        yield f"{below}{name}", entry.path if link else ""
        except OSError as error:
            if not below:
                raise refusal(path, error) from error
            intake.fail(refusal(path, error))
        waiting += sorted(folders, reverse=True)  # problems come in the order of paths
