"""Readers: paths, streams and Python objects in, Articles out, and every trouble named with its place."""

from __future__ import annotations

import codecs
import gzip
import json
import math
import os
import re
import shlex
import stat
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from numbers import Number
from pathlib import Path
from typing import Any, BinaryIO, Final

from syndet.errors import (
    DuplicateIdError,
    InputError,
    MissingInputError,
    RecordError,
    SyndetError,
    UnknownArticleError,
    UnreadableError,
)
from syndet.model import Article

TEXT_SUFFIXES: Final = (".txt", ".md")
LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_STDIN: Final = "<stdin>"
_TOLD: Final = 5  # troubles of one kind that are told one by one before the rest is summed up
_TITLE_LENGTH: Final = 200  # code points; a longer first line is a paragraph, not a headline
_DEEPEST: Final = 100  # containers inside each other in a value of extra; one that holds itself has no end
_OPTIONAL: Final = ("title", "source", "published", "url", "language")
_ID_NAMES: Final = ("id", "_id", "uuid", "guid", "docid", "doc_id", "article_id", "key", "url", "link")
_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_FILE_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_VALUE_KINDS: Final[dict[type, str]] = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
    bytes: "bytes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The name of the column that holds each field of an article."""

    id: str = "id"
    text: str = "text"
    title: str = "title"
    source: str = "source"
    published: str = "published"
    url: str = "url"
    language: str = "language"


_FIELDS: Final = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read, and what was not; iterating it gives the articles.

    Attributes:
        articles: sorted by id, every id once.
        notes: what was done with inputs that are not quite as they should be, one sentence each.
        problems: what could not be used, in the order of path and line.
    """

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[SyndetError, ...] = ()

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


def read(
    paths: Iterable[str | os.PathLike[str]], *, fields: Fields = _FIELDS, stdin: BinaryIO | None = None
) -> Reading:
    """The articles of folders, text files and files of JSON lines; '-' is JSON lines on standard input.

    Nothing in the inputs raises: what cannot be used becomes a problem of the Reading, and the rest
    is read. The answer is the same whatever the order of `paths`, and a file that is given twice is
    read once. `stdin` stands for ``sys.stdin.buffer``.

    A folder is searched for .txt and .md, without hidden entries and without following links to
    folders; its articles are called by their path relative to it. Text files given by name are
    called by their path relative to the deepest folder that they share.

    An article's text is what the bytes decode to, line ends untouched. A byte order mark names the
    encoding (UTF-8, UTF-16 or UTF-32) and is no part of the text, so offsets count from after it.
    Without one the text is UTF-8 or, where it cannot be, what a detector takes it for, with a note.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    intake = _Intake()
    _read_paths(intake, paths, fields, stdin)
    return intake.reading()


def collect(source: object, *, fields: Fields = _FIELDS) -> Reading:
    """The articles of whatever a program has: paths, Articles, mappings, rows, a data frame.

    `source` is a path; a Reading, returned as it is; one Article, mapping or row; a data frame of
    pandas, polars or pyarrow; or an iterable in which paths, Articles, mappings and rows may be
    mixed. A row is anything with ``_asdict()`` or ``to_dict()``. Places are row numbers from 1.

    Raises TypeError if `source` is none of these; what is wrong inside it becomes a problem.
    """
    if isinstance(source, Reading):
        return source
    intake = _Intake()
    paths: list[str | os.PathLike[str]] = []
    for row, item in enumerate(_rows(source, fields), 1):
        if isinstance(item, (str, os.PathLike)):
            paths.append(item)
        else:
            _add_item(intake, item, fields, row)
    _read_paths(intake, paths, fields, None)
    return intake.reading()


def known_pairs(
    pairs: Iterable[tuple[str, str]], reading: Reading, *, path: str | None = None
) -> tuple[list[tuple[str, str]], list[UnknownArticleError]]:
    """The pairs whose ids both name articles, in their order, and a problem for each of the others.

    `path` is the file that lists the pairs. The problems after the fifth are summed up in one.
    """
    ids = {article.id for article in reading}
    known: list[tuple[str, str]] = []
    problems: list[UnknownArticleError] = []
    untold = 0
    for pair in pairs:
        strange = [repr(id) for id in dict.fromkeys(pair) if id not in ids]
        if not strange:
            known.append(pair)
        elif len(problems) < _TOLD:
            message = f"no article is called {' or '.join(strange)}; the pair {pair[0]!r}, {pair[1]!r} is left out"
            problems.append(UnknownArticleError(message, path=path))
        else:
            untold += 1
    if untold:
        message = f"… and {untold:,} more pair{'s' if untold > 1 else ''} with this problem"
        problems.append(UnknownArticleError(message, path=path))
    return known, problems


_Found = tuple[str, int, Article]  # with its path and line: "" without a path, 0 for a file of one article


class _Intake:
    """What one reading gathers, in any order; `reading()` sorts it and settles equal ids."""

    def __init__(self) -> None:
        self._found: list[_Found] = []
        self._notes: dict[str, set[tuple[str, int, str]]] = {}
        self._problems: list[SyndetError] = []
        self._told: Counter[tuple[object, ...]] = Counter()
        self._untold: dict[tuple[object, ...], SyndetError] = {}

    def add(self, article: Article, path: str | None, line: int = 0) -> None:
        """Take in an article from this place."""
        self._found.append((path or "", line, article))

    def note(self, text: str, path: str, line: int = 0, kind: str | None = None) -> None:
        """Take in a note, told once for its place; many of one kind are summed up."""
        self._notes.setdefault(kind or text, set()).add((path, line, text))

    def fail(self, problem: SyndetError) -> None:
        """Take in a problem; broken records of one file and field, and doubled ids, are summed up."""
        if isinstance(problem, RecordError):
            kind: tuple[object, ...] = (problem.path, problem.field)
        else:
            kind = (DuplicateIdError,) if isinstance(problem, DuplicateIdError) else (problem,)
        self._told[kind] += 1
        if self._told[kind] <= _TOLD:
            # A traceback would keep every frame alive, with the file's bytes in it.
            self._problems.append(problem.with_traceback(None))
        else:
            self._untold.setdefault(kind, problem)

    def reading(self) -> Reading:
        """Everything taken in, in order."""
        articles = self._settled()
        summed = [_sum_up(problem, self._told[kind] - _TOLD) for kind, problem in self._untold.items()]
        # A path that is given twice fails twice, and is told once.
        problems = {(type(problem), str(problem)): problem for problem in self._problems + summed}
        return Reading(
            articles=tuple(sorted(articles, key=lambda article: article.id)),
            notes=tuple(self._told_notes()),
            problems=tuple(sorted(problems.values(), key=_order)),
        )

    def _settled(self) -> list[Article]:
        """The articles with every id once: an equal text is noted, another fails.

        The first place in a file wins. Items of a program have no order that counts: the least content wins.
        """
        same: dict[str, list[_Found]] = {}
        for found in self._found:
            same.setdefault(found[2].id, []).append(found)
        kept: dict[str, _Found] = {}
        others: list[_Found] = []
        for id, rivals in same.items():
            kept[id], *rest = sorted(rivals, key=_rank) if len(rivals) > 1 else rivals
            others += rest
        for other in sorted(others, key=lambda found: found[:2]):
            self._settle(other, kept[other[2].id])
        return [article for _, _, article in kept.values()]

    def _settle(self, other: _Found, kept: _Found) -> None:
        """Tell of an article that is left out because another has its id."""
        path, line, article = other
        where = f"{article.id!r} is also in {_place(*kept[:2])}"
        if article.text == kept[2].text:
            differing = [name for name in (*_OPTIONAL, "extra") if getattr(article, name) != getattr(kept[2], name)]
            but = f" but another {', '.join(differing)}" if differing else ""
            self.note(f"{where} with the same text{but}; kept once", path, line, kind="ids with the same text again")
            return
        advice = "give every article an id of its own"
        if path and kept[0] and not line and not kept[1]:
            advice = "give the folder that holds both, so that their ids differ"
        message = f"{where} with another text; this one is left out"
        self.fail(DuplicateIdError(message, path=path or None, line=line or None, advice=advice))

    def _told_notes(self) -> list[str]:
        told = []
        for kind, notes in self._notes.items():
            ordered = sorted(notes)
            told += [(path, line, f"{_place(path, line)}: {text}") for path, line, text in ordered[:_TOLD]]
            if len(ordered) > _TOLD:
                told.append((*ordered[_TOLD][:2], f"… and {len(ordered) - _TOLD:,} more: {kind}"))
        return [text for _, _, text in sorted(told)]


def _place(path: str, line: int) -> str:
    if not path:
        return f"row {line}"
    return f"{path}:{line}" if line else path


def _rank(found: _Found) -> tuple[object, ...]:
    """What decides between equal ids: the place in a file, else the content; row numbers only name the loser."""
    path, line, article = found
    if path:
        return path, line
    fields = [getattr(article, name) or "" for name in ("published", "title", "source", "url", "language")]
    return path, 0, article.text, *fields, json.dumps(article.extra, sort_keys=True), line


def _order(problem: SyndetError) -> tuple[str, int, str, str]:
    return problem.path or "", problem.line or 0, problem.field or "", problem.message


def _sum_up(problem: SyndetError, count: int) -> SyndetError:
    noun = "article" if isinstance(problem, DuplicateIdError) else "line" if problem.path else "row"
    message = f"… and {count:,} more {noun}{'s' if count > 1 else ''} with this problem"
    return type(problem)(message, path=problem.path, line=problem.line, field=problem.field)


# Paths


def _read_paths(
    intake: _Intake, paths: Iterable[str | os.PathLike[str]], fields: Fields, stdin: BinaryIO | None
) -> None:
    for path, id in _plan(intake, [os.fsdecode(path) for path in paths]):
        try:
            if path == _STDIN:
                _read_lines(intake, stdin or _standard_input(), fields, path)
            elif id:
                _read_text(intake, path, id)
            else:
                with _open(path) as file:
                    _read_lines(intake, gzip.GzipFile(fileobj=file) if _suffix(path) == ".gz" else file, fields, path)
        except InputError as problem:
            intake.fail(problem)
        except OSError as error:
            intake.fail(_refusal(path, error))


def _plan(intake: _Intake, given: list[str]) -> list[tuple[str, str]]:
    """Every file to read, once, as (path, id); the id is empty where the file names its own articles."""
    files: list[tuple[str, str]] = []
    texts: list[str] = []
    for path in given:
        try:
            if path == "-":
                files.append((_STDIN, ""))
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
    _check_file(path)
    name = path.lower()
    if name.endswith(TEXT_SUFFIXES) or name.endswith(LINES_SUFFIXES):
        return name.endswith(TEXT_SUFFIXES)
    advice = f"{', '.join(TEXT_SUFFIXES + LINES_SUFFIXES)} are read"
    if name.endswith(".json"):
        advice += "; if it is a list, jq -c '.[]' turns it into JSON lines"
    suffix = _suffix(path)
    message = f"files named {suffix} are not read" if suffix else "its name has no suffix that tells what is in it"
    raise InputError(message, path=Path(path).as_posix(), advice=advice)


def _suffix(path: str) -> str:
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


def _once(intake: _Intake, files: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each file once, under its longest id: the one that the outermost folder gives it."""
    names: dict[str, list[tuple[str, str]]] = {}
    for path, id in files:
        names.setdefault(os.path.normcase(os.path.abspath(path)), []).append((path, id))
    for same in names.values():
        if len(same) > 1:
            intake.note("given more than once, read once", min(same)[0])
    return sorted(min(same, key=lambda file: (-len(file[1]), file)) for same in names.values())


def _search(intake: _Intake, folder: str) -> list[tuple[str, str]]:
    """(path, id) of the articles in a folder and below; raises InputError if there is none."""
    shown = Path(folder).as_posix()
    found: list[tuple[str, str]] = []
    others: Counter[str] = Counter()
    for entry in _entries(intake, folder):
        if _suffix(entry.name) in TEXT_SUFFIXES:
            found.append((Path(entry.path).as_posix(), Path(os.path.relpath(entry.path, folder)).as_posix()))
        else:
            others["(folder link)" if os.path.isdir(entry.path) else _suffix(entry.name) or "(no suffix)"] += 1
    listed = ", ".join(f"{count:,} {what}" for what, count in sorted(others.items(), key=lambda o: (-o[1], o[0])))
    lines = [suffix for suffix in others if suffix in (".jsonl", ".ndjson", ".gz")]
    if found and listed:
        intake.note(f"skipped {listed}; a folder is searched for .txt and .md only", shown)
    elif not found:
        advice = "give files of JSON lines by name" if lines else "articles are .txt or .md files, one article each"
        holds = f"it has {listed}" if listed else "it is empty, or all in it is hidden or unreadable"
        raise InputError(f"the folder has no .txt or .md file; {holds}", path=shown, advice=advice)
    return found


def _entries(intake: _Intake, folder: str) -> Iterator[os.DirEntry[str]]:
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
                raise _refusal(path, error) from error
            intake.fail(_refusal(path, error))
            continue
        waiting += below
        yield from (entry for entry in visible if entry.path not in below)


# Files


def _check_file(path: str) -> None:
    """Raises InputError unless `path` is a regular file; a pipe or device is never opened, it could block."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        raise _refusal(path, error) from error
    if not stat.S_ISREG(mode):
        what = _FILE_KINDS.get(stat.S_IFMT(mode), "something special")
        advice = "save it as a file first, or pipe JSON lines into -"
        raise UnreadableError(f"{what}, not a file", path=Path(path).as_posix(), advice=advice)


def _open(path: str) -> BinaryIO:
    _check_file(path)
    return open(path, "rb")


def _standard_input() -> BinaryIO:
    stream: BinaryIO | None = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise UnreadableError("there is no standard input", path=_STDIN, advice="give a path instead of -")
    return stream


def _refusal(path: str, error: Exception) -> InputError:
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


# Text files


def _read_text(intake: _Intake, path: str, id: str) -> None:
    with _open(path) as file:
        data = file.read()
    text, note = _decoded(data, path)
    if note:
        intake.note(note, path)
    intake.add(Article(id=id, text=text, title=_title(text, markdown=_suffix(path) == ".md")), path)


def _decoded(data: bytes, path: str) -> tuple[str, str | None]:
    """The text of a file and a note if it is not clean; raises UnreadableError if it is no text."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    encoding = mark or "utf-8"
    wide = encoding in ("utf-16", "utf-32")
    if not wide and b"\0" in data:
        advice = "only text is read; if it is UTF-16 without a byte order mark, save it as UTF-8"
        raise UnreadableError("looks like a binary file: it has NUL bytes", path=path, advice=advice)
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        if wide:
            message = f"begins as {encoding.upper()} and breaks at byte {error.start:,}"
            raise UnreadableError(message, path=path, advice="save it again as UTF-8") from error
    return _mended(data, encoding) or _guessed(data, path)


def _mended(data: bytes, encoding: str) -> tuple[str, str] | None:
    """UTF-8 with some broken bytes, as a copy that was cut in mid-letter has; None if it is something else.

    Text of another encoding hardly ever holds well-formed UTF-8 letters, so a file with more good
    ones than broken ones is UTF-8; decoding all of it otherwise would garble the good ones.
    """
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if encoding == "utf-8" and len(re.findall("[^\x00-\x7f]", text)) <= 2 * broken:
        return None
    return text, "not all of it UTF-8, the broken bytes read as U+FFFD"


def _guessed(data: bytes, path: str) -> tuple[str, str]:
    """The text in the likeliest encoding, as its letters or a detector have it; raises UnreadableError if none fits."""
    encoding = "cp1252" if _is_western(data) else _detected(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        advice = "save it as UTF-8"
        raise UnreadableError("not UTF-8, and no other encoding fits", path=path, advice=advice) from error
    return text, f"not UTF-8, read as {re.sub('^cp125', 'windows-125', encoding).replace('_', '-')}"


def _detected(data: bytes) -> str:
    """The encoding that a detector finds likeliest, empty if none fits."""
    from charset_normalizer import from_bytes

    # UTF-16 and UTF-32 without a mark hold NUL bytes, and there are none: short Latin text only looks like them.
    matches = list(from_bytes(data, cp_exclusion=["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_7"]))
    best = matches[0] if matches else None
    # Western texts often tie with other code pages; Windows-1252 is by far the commonest of them on the web.
    western = any(
        "cp1252" in match.could_be_from_charset
        for match in matches
        if best is not None and match.chaos <= best.chaos and match.coherence >= best.coherence - 0.05
    )
    return "cp1252" if western else best.encoding if best else ""


_WESTERN_LETTERS: Final = (  # beyond ASCII, by language: French, German, Spanish, Portuguese, Italian, Nordic
    "àâæçèéêëîïôùûüÿœ",
    "äéöüß",
    "áéíñóúü",
    "àáâãçéêíóôõúü",
    "àèéìíîòóùú",
    "äåæéöø",
)
_WESTERN_MARKS: Final = frozenset("‘’‚“”„‹›«»–—…•·¿¡§€£°©®™\u00a0")


def _is_western(data: bytes) -> bool:
    """Whether Windows-1252 makes the bytes words of one Western language, too few of them for a detector to tell.

    Letters of one language at a time: Czech, Hungarian or Turkish in their own code pages turn into a mixture.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = set(re.sub(r"[\x00-\x7f]", "", text).lower()) - _WESTERN_MARKS
    if not any(letters.issubset(alphabet) for alphabet in _WESTERN_LETTERS):
        return False
    # Cyrillic or Greek would be words of such letters alone; in the West two in a row are the most ("créée").
    return bool(letters) and not re.search(r"[^\W\d_a-zA-Z]{3}", text)


def _title(text: str, *, markdown: bool) -> str | None:
    """The first line that is not empty, if it is short and more follows."""
    line, _, rest = text.lstrip().replace("\r", "\n", 1).partition("\n")
    line = line.rstrip()
    if markdown:
        line = re.sub(r"^#{1,6}[ \t]+", "", line)
    return line if 0 < len(line) <= _TITLE_LENGTH and re.search(r"\S", rest) else None


# JSON lines


def _read_lines(intake: _Intake, stream: Iterable[bytes], fields: Fields, path: str) -> None:
    empty = True
    for line, raw in _lines(stream, path):
        if line == 1:
            raw = _checked_start(raw, path)
        if not raw.strip():
            continue
        empty = False
        try:
            _add_record(intake, _object(raw, path, line), fields, path, line)
        except RecordError as problem:
            intake.fail(problem)
    if empty:
        raise InputError("no lines in it", path=path, advice="look at what was to write them")


def _lines(stream: Iterable[bytes], path: str) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream, numbered from 1; raises UnreadableError where it breaks, after what came before."""
    line = 0
    try:
        for line, raw in enumerate(stream, 1):
            yield line, raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        if line == 0 and isinstance(error, gzip.BadGzipFile):
            message, advice = "not a gzip archive, whatever its name says", "if it is plain text, name it .jsonl"
        else:
            broken = "cut off" if isinstance(error, EOFError) else "damaged"
            message = f"the gzip archive is {broken} {f'after line {line:,}' if line else 'before its first line'}"
            advice = f"{'the lines before are used; ' if line else ''}fetch the file again"
        raise UnreadableError(message, path=path, line=line or None, advice=advice) from error
    except (OSError, ValueError) as error:
        advice = "the lines before are used" if line else "check that it is there and open"
        raise UnreadableError(f"reading fails: {error}", path=path, line=line or None, advice=advice) from error


def _checked_start(raw: bytes, path: str) -> bytes:
    """The first line without a byte order mark; raises UnreadableError if no line can be JSON in UTF-8."""
    if raw.startswith(b"\x1f\x8b"):
        advice = "pipe it through gzip -dc" if path == _STDIN else "name it .jsonl.gz"
        raise UnreadableError("a gzip archive, not lines of text", path=path, advice=advice)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableError("UTF-16 or UTF-32, and JSON lines are UTF-8", path=path, advice="save it as UTF-8")
    return raw.removeprefix(codecs.BOM_UTF8)


def _object(raw: bytes, path: str, line: int) -> dict[str, Any]:
    """The JSON object on one line; raises RecordError saying what stands there instead."""
    advice = "each line holds one whole JSON object; jq -c . writes them so"
    try:
        value = json.loads(raw.rstrip(b"\r\n").decode("utf-8", "surrogatepass"))
        if isinstance(value, dict):
            return value
        message = f"{_kind(value)}, not an object"
        if isinstance(value, list):
            advice = "jq -c '.[]' turns a list of objects into lines"
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start + 1:,} of the line is 0x{raw[error.start]:02x}"
        advice = "save the file as UTF-8"
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:].removesuffix(" at")
        message = f"not JSON: {reason} at column {error.colno:,}"
    except RecursionError:
        message = "JSON nested too deeply to be an article"
    except ValueError:  # the one that is left: Python's guard against endless digits
        message = "a number with too many digits to be read"
    raise RecordError(message, path=path, line=line, advice=advice)


# Records


def _add_record(intake: _Intake, record: Mapping[Any, Any], fields: Fields, path: str | None, line: int) -> None:
    """Take in the article of one line or row, or the reasons why there is none."""
    faults = [_fault(record, "id", fields, path, line), _fault(record, "text", fields, path, line)]
    if any(faults):
        for fault in filter(None, faults):
            intake.fail(fault)
        return
    values: dict[str, str | None] = {}
    used = {fields.id, fields.text}
    for name in _OPTIONAL:
        column = getattr(fields, name)
        value = record.get(column)
        values[name] = None if _missing(value) else _plain(value)
        if values[name] is not None or _missing(value):
            used.add(column)
        else:
            where = path or "rows"
            intake.note(f"{column!r} holds {_kind(value)}; carried along in extra, not used as {name}", where)
    id, text = _plain(record[fields.id]), str(record[fields.text])
    intake.add(Article(id=id or "", text=text, extra=_extra(record, used), **values), path, line)


def _extra(record: Mapping[Any, Any], used: set[str]) -> dict[str, Any]:
    """Every column that is not used, as JSON has it; a mapping called extra is spread, as Article has it."""
    extra = _json_object({key: value for key, value in record.items() if key not in used})
    nested = extra.get("extra")
    if isinstance(nested, dict):
        del extra["extra"]
        extra = {**nested, **extra}
    return extra


def _json_object(values: Mapping[Any, Any], depth: int = _DEEPEST) -> dict[str, Any]:
    return {str(key): _json_value(value, depth) for key, value in values.items()}


def _json_value(value: Any, depth: int) -> Any:
    """The value as JSON reads it back: what JSON cannot say becomes its spelling, else the name of its type."""
    if hasattr(value, "tolist"):  # numpy's numbers and arrays
        value = value.tolist()
    if isinstance(value, (Mapping, list, tuple, set, frozenset)):
        if depth == 0:
            return type(value).__name__
        if isinstance(value, Mapping):
            return _json_object(value, depth - 1)
        parts = [_json_value(part, depth - 1) for part in value]
        return sorted(parts, key=json.dumps) if isinstance(value, (set, frozenset)) else parts
    if _missing(value) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (bool, int, float)):
        return value
    spelled = _plain(value)
    return type(value).__name__ if spelled is None else spelled


def _fault(record: Mapping[Any, Any], name: str, fields: Fields, path: str | None, line: int) -> RecordError | None:
    """What is wrong with a record's id or text, or None."""
    column: str = getattr(fields, name)
    value = record.get(column)
    advice = f"every article needs {'an id of its own' if name == 'id' else 'a text'}"
    if column not in record:
        message, advice = "there is no such field", _instead(record, name, fields, path)
    elif _missing(value):
        message = "it has no value"
    elif name == "text" and not isinstance(value, str):
        message = f"{_kind(value)}, not a string"
        if _likeliest(record, name, fields):
            advice = _instead(record, name, fields, path)
    elif name == "id" and not _plain(value):
        message = f"{_kind(value)}, not a string or a number" if _plain(value) is None else "it is empty"
    else:
        return None
    return RecordError(message, path=path, line=line, field=column, advice=advice)


def _instead(record: Mapping[Any, Any], name: str, fields: Fields, path: str | None) -> str:
    """Advice for a column that is not there: those that are, and the likeliest of them."""
    columns = [str(key)[:40] for key in record]
    if not columns:
        return "the object is empty"
    more = f" and {len(columns) - 8} more" if len(columns) > 8 else ""
    guess = _likeliest(record, name, fields)
    python = f"Fields({name}={guess or '...'!r})"
    use = f"--{name}-field {shlex.quote(guess) if guess else 'NAME'}, or {python} in Python" if path else python
    return f"it has {', '.join(columns[:8])}{more}; use {use}"


def _likeliest(record: Mapping[Any, Any], name: str, fields: Fields) -> str | None:
    """The column that most likely holds the id, by its name, or the text, by its length."""
    if name == "id":
        known = [str(key) for key in record if str(key).lower() in _ID_NAMES]
        return min(known, key=lambda key: _ID_NAMES.index(key.lower()), default=None)
    mapped = {getattr(fields, other) for other in ("id", *_OPTIONAL)}
    texts = [(len(value), str(key)) for key, value in record.items() if isinstance(value, str) and key not in mapped]
    return max(texts, default=(0, None))[1]


def _missing(value: object) -> bool:
    """Whether a value stands for none: None, NaN, or a data frame's own sign for it."""
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):  # an array cannot say; pandas.NA will not
        return type(value).__name__ == "NAType"


def _plain(value: Any) -> str | None:
    """A string, number, date or name as one string; None for a truth value or anything with parts."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bool, Iterable)):
        return None
    if isinstance(value, Number):
        # A frame turns a column of whole numbers with gaps into floats: 12 is meant, not 12.0.
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    # A UUID, say, spells itself out; what has no spelling of its own would show its memory address.
    return str(value) if any("__str__" in vars(kind) for kind in type(value).__mro__[:-1]) else None


def _kind(value: object) -> str:
    return _VALUE_KINDS.get(type(value)) or f"a value of type {type(value).__name__}"


# Python objects


def _rows(source: Any, fields: Fields) -> Iterable[Any]:
    """The items of what a program has; raises TypeError if it has no articles to give."""
    if isinstance(source, (str, os.PathLike, Article, Mapping)) or hasattr(source, "_asdict"):
        return [source]
    if hasattr(source, "iter_rows"):  # polars
        return source.iter_rows(named=True)  # type: ignore[no-any-return]
    if hasattr(source, "to_batches"):  # pyarrow
        return (row for batch in source.to_batches() for row in batch.to_pylist())
    if hasattr(source, "itertuples"):  # pandas; a named index is a column like the others
        named = source.index.name is not None and source.index.name not in source.columns
        return (source.reset_index() if named else source).to_dict("records")  # type: ignore[no-any-return]
    row = _mapping(source)  # a pandas Series may be one row, or a column of paths
    if row is not None and fields.text in row:
        return [row]
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)) and not hasattr(source, "read"):
        return source
    what = "an open file, give its path instead" if hasattr(source, "read") else f"a {type(source).__name__}"
    raise TypeError(f"expected a path, articles, mappings or a data frame, not {what}")


def _mapping(item: Any) -> Mapping[Any, Any] | None:
    """A mapping, a named tuple or a row of a frame as a mapping; None for anything else."""
    if isinstance(item, Mapping):
        return item
    convert = getattr(item, "_asdict", None) or getattr(item, "to_dict", None)
    row = convert() if callable(convert) else None
    return row if isinstance(row, Mapping) else None


def _add_item(intake: _Intake, item: object, fields: Fields, row: int) -> None:
    """Take in one item of an iterable, whatever kind of article it is."""
    if isinstance(item, Article):
        stated = [value for name in _OPTIONAL if (value := getattr(item, name)) is not None]
        typed = all(isinstance(value, str) for value in (item.id, item.text, *stated))
        if typed and item.id:
            intake.add(replace(item, extra=_json_object(item.extra)), None, row)
            return
        named = {getattr(fields, name): getattr(item, name) for name in ("id", "text", *_OPTIONAL)}
        item = {**item.extra, **named}  # made without a type checker: its values are looked at like a row's
    record = _mapping(item)
    if record is not None:
        _add_record(intake, record, fields, None, row)
    else:
        advice = f"give syndet.Article objects, or mappings with {fields.id!r} and {fields.text!r}"
        intake.fail(RecordError(f"{_kind(item)}, not an article", line=row, advice=advice))
