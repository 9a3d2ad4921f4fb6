"""Compressed files as streams: what is cut off or damaged says so, and what would swell without end is stopped."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO, Final, cast

from syndet.errors import UnreadableError
from syndet.readers.formats import missing, size

FREE: Final = 256 << 20
"""Bytes that any file may unpack to, however small it is."""

RATIO: Final = 200
"""How many times its size a file may unpack to beyond that; text comes to 3 to 20."""

_BUFFER: Final = 1 << 20
_BITE: Final = 4096  # bytes of Zstandard that are unpacked at once: they cannot become more than 128 MiB
_NAMES: Final = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}


def unpacked(file: BinaryIO, packing: str, path: str) -> BinaryIO:
    """What a compressed file holds, as a stream whose reads raise UnreadableError where it breaks.

    `packing` is its suffix. Files of several parts, one after the other, are one stream.
    """
    return cast(BinaryIO, io.BufferedReader(_Guard(file, packing, path), _BUFFER))


class BrokenError(UnreadableError):
    """A compressed file breaks off, after what was read of it."""


class _Guard(io.RawIOBase):
    """The bytes of an unpacking stream, counted against those of the file."""

    def __init__(self, file: BinaryIO, packing: str, path: str) -> None:
        self._file = file
        self._name = _NAMES[packing]
        self._path = path
        self._given = 0
        self._stream = _OPENERS[packing](file, path)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill in what comes next; 0 at the end."""
        try:
            data = self._stream.read1(len(buffer))
        except EOFError as error:
            raise self._broken("cut off", "fetch the file again") from error
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the file's own trouble
            raise self._damaged() from error
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > FREE and self._given > RATIO * self._file.tell():
            message = f"it unpacks to more than {size(FREE)} and {RATIO} times its size, as no text does"
            raise UnreadableError(message, path=self._path, advice="unpack it yourself if you trust it")
        return len(data)

    def _damaged(self) -> UnreadableError:
        self._file.seek(0)
        if self._given or self._file.read(6).startswith(_MAGIC[self._name]):
            return self._broken("damaged", "fetch the file again")
        message = f"not a {self._name} archive, whatever its name says"
        advice = "if it is plain text, leave the last suffix off its name"
        return UnreadableError(message, path=self._path, advice=advice)

    def _broken(self, how: str, advice: str) -> BrokenError:
        return BrokenError(f"the {self._name} archive is {how}", path=self._path, advice=advice)


class _Zst:
    """Unpacks Zstandard; unlike the library's own stream, it tells a file that was cut off."""

    def __init__(self, file: BinaryIO, path: str) -> None:
        try:
            import zstandard
        except ImportError as error:
            raise missing("zstandard", "zst", path) from error
        self._file = file
        self._fresh = zstandard.ZstdDecompressor().decompressobj
        self._frame: Any = self._fresh()
        self._begun = False
        self._rest = b""
        self._left = b""

    def read1(self, most: int) -> bytes:
        """Some of the bytes that come next; raises EOFError inside a frame."""
        while not self._left:
            bite = self._rest or self._file.read(_BITE)
            if not bite:
                if self._begun:
                    raise EOFError
                return b""
            self._begun = True
            self._left = self._frame.decompress(bite)
            self._rest = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._begun = self._fresh(), False
        data, self._left = self._left[:most], self._left[most:]
        return data


def _gzip(file: BinaryIO, path: str) -> Any:
    import gzip

    return gzip.GzipFile(fileobj=file, mode="rb")


def _bz2(file: BinaryIO, path: str) -> Any:
    import bz2

    return bz2.BZ2File(file)


def _xz(file: BinaryIO, path: str) -> Any:
    import lzma

    return lzma.LZMAFile(file)


_OPENERS: Final[dict[str, Callable[[BinaryIO, str], Any]]] = {".gz": _gzip, ".bz2": _bz2, ".xz": _xz, ".zst": _Zst}
_MAGIC: Final = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00", "Zstandard": b"\x28\xb5\x2f\xfd"}
