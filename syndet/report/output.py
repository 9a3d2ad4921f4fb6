"""Where a report goes: standard output as UTF-8 bytes, or a file that appears whole or not at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Final, cast

PLAIN_WIDTH: Final = 80
"""Columns of a report that goes to a file or a pipe: fits a mail and half a screen."""

NARROWEST: Final = 40
WIDEST: Final = 160
"""Columns between which a report follows the terminal; wider lines tire the eye."""


@dataclass(slots=True)
class Sink:
    """An open place to write text to, and what it is able to show.

    Attributes:
        name: the file as the user called it, None for standard output.
        terminal: whether somebody looks at it right now.
        width: columns that a report may use.
        color: whether ANSI colours are welcome.
        writes: how many times something was written.
        parts: the files of a folder, by their names; the folder itself cannot be written to.
    """

    stream: BinaryIO
    name: str | None
    terminal: bool
    width: int
    color: bool
    writes: int = 0
    parts: dict[str, Sink] = field(default_factory=dict)

    def write(self, text: str) -> None:
        """Write `text` as UTF-8, its line ends as they are; a terminal shows it at once."""
        self.put(text.encode("utf-8", "backslashreplace"))

    def put(self, data: bytes) -> None:
        """Write bytes as they are."""
        try:
            self.stream.write(data)
            self.writes += 1
            if self.terminal:
                self.stream.flush()
        except OSError as error:
            raise _told(error, self.name) from error


@contextmanager
def opened(path: str | None, files: Sequence[str] = ()) -> Iterator[Sink]:
    """A Sink for `path`, or for standard output if that is None or "-"; with names of `files`, for a folder of these.

    A folder is made if it is not there. A file is written under a temporary name beside its own and takes its
    place when the block ends well; if the block raises, whatever stood there before stands there still. Raises
    OSError, with `path` for its file name, when the file cannot be written. A name in .gz gives a gzip archive.
    """
    if path is None or path == "-":
        if sys.stdout is None:  # whoever started us has closed it
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
        stream = sys.stdout.buffer
        terminal = stream.isatty()
        yield Sink(stream, None, terminal, _terminal_width() if terminal else PLAIN_WIDTH, _wants_color(terminal))
        try:
            stream.flush()
        except OSError as error:
            raise _told(error, None) from error
        return
    if files:
        with _opened_folder(path, files) as sink:
            yield sink
        return
    real = os.path.realpath(path)
    # A device or a named pipe cannot be replaced by a file, and need not be: it keeps nothing.
    keeps = not os.path.exists(real) or stat.S_ISREG(os.stat(real).st_mode)
    with _replacing(real, path) if keeps else _closing(_created(real, path), path) as stream:
        if not path.lower().endswith(".gz"):
            yield Sink(stream, path, False, PLAIN_WIDTH, False)
            return
        # Without a name and a time inside, so that the same input gives the same bytes.
        with gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
            yield Sink(cast(BinaryIO, packed), path, False, PLAIN_WIDTH, False)
            with _blaming(path):
                packed.close()


@contextmanager
def _opened_folder(path: str, files: Sequence[str]) -> Iterator[Sink]:
    made = not os.path.isdir(path)
    if made:
        with _blaming(path):
            os.mkdir(path)
    try:
        with ExitStack() as stack:
            parts = {file: stack.enter_context(opened(os.path.join(path, file))) for file in files}
            yield Sink(io.BytesIO(), path, False, PLAIN_WIDTH, False, parts=parts)
            for part in parts.values():  # a full disk is told before the first of them takes its place
                part.stream.flush()
    except BaseException:
        if made:
            with suppress(OSError):
                os.rmdir(path)
        raise


@contextmanager
def _replacing(real: str, path: str) -> Iterator[BinaryIO]:
    part = f"{real}.{os.getpid()}.part"
    stream = _created(part, path)
    try:
        with _closing(stream, path):
            yield stream
        with _blaming(path):
            os.replace(part, real)
    except BaseException:
        os.unlink(part)
        raise


@contextmanager
def _closing(stream: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """Close the stream at the end, which may be when a disk turns out to be full."""
    try:
        yield stream
    except BaseException:
        with suppress(OSError):
            stream.close()
        raise
    with _blaming(path):
        stream.close()


def _created(real: str, path: str) -> BinaryIO:
    with _blaming(path):
        return open(real, "wb")


def _told(error: OSError, name: str | None) -> OSError:
    """The error with the file in it that was written to, None for standard output.

    Where nobody reads on, it is a BrokenPipeError on every system: Windows says EINVAL for that, which anywhere else is
    another trouble.
    """
    if name is None and error.errno == errno.EINVAL and sys.platform == "win32":
        return BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
    return OSError(error.errno, error.strerror, name)


@contextmanager
def _blaming(path: str) -> Iterator[None]:
    """Let an OSError name the file that the user asked for, not the one that we made of it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def _wants_color(terminal: bool) -> bool:
    """NO_COLOR forbids colour, FORCE_COLOR asks for it, a terminal invites it."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if not terminal or os.environ.get("TERM") == "dumb":
        return False
    if sys.platform == "win32":
        from rich.console import detect_legacy_windows

        return not detect_legacy_windows()
    return True


def _terminal_width() -> int:
    return max(NARROWEST, min(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, WIDEST))
