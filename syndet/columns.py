"""Arrays that grow piece by piece: in memory, or in a temporary file that is mapped when it is whole."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from syndet.errors import StorageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Column(Protocol):
    """An array that grows."""

    def __len__(self) -> int:
        """How many values there are."""

    def add(self, values: NDArray[Any]) -> None:
        """Put the values after those that are there."""

    def closed(self) -> NDArray[Any]:
        """The values that are there; nothing is added any more."""


def column(dtype: np.dtype[Any], *, filed: bool) -> Column:
    """An empty array of this type; `filed` keeps it in a temporary file, which goes when nobody uses it any more."""
    return _Filed(dtype) if filed else _Held(dtype)


def spilling(dtype: np.dtype[Any], room: int) -> Column:
    """An empty array of this type that goes to such a file once it has more than `room` values."""
    return _Spilling(dtype, room)


def release(arrays: Iterable[NDArray[Any]]) -> None:
    """Let go of what memory holds of arrays that lie in files; they are read again where they are used again."""
    unneeded: int | None = getattr(mmap, "MADV_DONTNEED", None)  # Windows takes such memory back by itself
    for array in arrays:
        lying = mapped(array)
        if lying is not None and unneeded is not None:
            lying.madvise(unneeded)


def mapped(array: NDArray[Any]) -> mmap.mmap | None:
    """The file that an array lies in, mapped; None for one in memory."""
    base: Any = array.base
    if isinstance(base, memoryview):  # as some versions of numpy have it
        base = base.obj
    return base if isinstance(base, mmap.mmap) else None


def scratch() -> BinaryIO:
    """A temporary file without a name, gone when it is closed.

    It lies where TMPDIR says, else in /var/tmp: on many systems /tmp is memory. Raises StorageError, an OSError.
    """
    spacious = Path("/var/tmp")
    named = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    try:
        folder = spacious if not named and os.access(spacious, os.W_OK) else None
        return tempfile.TemporaryFile(prefix="syndet-", dir=folder)
    except OSError as error:
        raise _trouble(error) from error


def write(file: BinaryIO, data: bytes | memoryview) -> None:
    """Write to a scratch file; raises StorageError, an OSError, where it does not fit."""
    try:
        file.write(data)
    except OSError as error:
        raise _trouble(error) from error


def _trouble(error: OSError) -> StorageError:
    folder = os.environ.get("TMPDIR") or tempfile.gettempdir()
    return StorageError(
        f"a temporary file cannot be written: {error.strerror or error}",
        path=folder,
        advice="make room there, name another folder in TMPDIR, or give more memory",
    )


class _Held:
    """An array that grows by a sixteenth, in place where the system can, and is cut to what it holds at the end.

    numpy writes zeros to what is new, so that memory holds it from then on: growing by half would take a quarter more.
    """

    def __init__(self, dtype: np.dtype[Any]) -> None:
        import numpy as np

        self._array = np.empty(0, dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, values: NDArray[Any]) -> None:
        """Put the values after those that are there."""
        size = self._size + len(values)
        if size > len(self._array):
            self._array.resize(size + size // 16 if self._size else size, refcheck=False)
        self._array[self._size : size] = values
        self._size = size

    def closed(self) -> NDArray[Any]:
        """The values that are there."""
        if len(self._array) > self._size:
            self._array.resize(self._size, refcheck=False)
        return self._array


class _Filed:
    """An array that grows in a file."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self._dtype = dtype
        self._file: BinaryIO | None = None
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, values: NDArray[Any]) -> None:
        """Put the values after those that are there."""
        import numpy as np

        if len(values):
            self._file = self._file or scratch()
            self._size += len(values)
            write(self._file, np.ascontiguousarray(values, self._dtype).data)

    def closed(self) -> NDArray[Any]:
        """The values that are there."""
        import numpy as np

        if self._file is None:
            return np.empty(0, self._dtype)
        try:
            self._file.flush()
        except OSError as error:
            raise _trouble(error) from error
        # Writable, as an array in memory is: kernels are compiled for one kind of array. The map holds the file.
        return np.frombuffer(mmap.mmap(self._file.fileno(), 0), self._dtype)


class _Spilling:
    """An array that grows in memory as far as there is room, then in a file."""

    def __init__(self, dtype: np.dtype[Any], room: int) -> None:
        self._dtype = dtype
        self._room = room
        self._column: Column = _Held(dtype)

    def __len__(self) -> int:
        return len(self._column)

    def add(self, values: NDArray[Any]) -> None:
        """Put the values after those that are there."""
        if len(self) <= self._room < len(self) + len(values):
            held, self._column = self._column.closed(), _Filed(self._dtype)
            self._column.add(held)
        self._column.add(values)

    def closed(self) -> NDArray[Any]:
        """The values that are there."""
        return self._column.closed()
