"""Work in Python spread over processes that share this one's memory, as threads cannot do it side by side."""

from __future__ import annotations

import gc
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeVar

from syndet.pipeline.workers import THREADS

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Done = TypeVar("Done")

LEAST: Final = 400
"""Pieces of work that are worth a fork, which takes some hundredths of a second."""

_CHUNK: Final = 16
"""Pieces whose results a fork hands back together."""

_FIRST: Final = 64
"""Pieces at the beginning that are handed back one by one: the largest clusters are the first."""


def each(work: Callable[[int], Done], count: int, jobs: int) -> Iterator[Done]:
    """What `work` makes of the numbers from 0 up to `count`, in their order, by so many forks where that is safe.

    A fork sees everything as it is now, texts included, and hands back what it made, pickled. One that fails leaves the
    rest of its work to this process, which then raises what there is to raise.
    """
    if jobs < 2 or count < LEAST or not _is_safe():
        yield from map(work, range(count))
        return
    cuts = [*range(min(_FIRST, count)), *range(_FIRST, count, _CHUNK), count]
    chunks = [range(begin, end) for begin, end in pairwise(cuts)]
    gc.freeze()  # so that looking for garbage does not touch, and thereby copy, what is shared
    forks: list[_Fork] = []
    try:
        with suppress(OSError):  # no more processes or files are allowed: this one does what is left
            for number in range(jobs):
                forks.append(_Fork(work, chunks[number::jobs]))
        for number, chunk in enumerate(chunks):
            done = forks[number % jobs].next() if number % jobs < len(forks) else None
            yield from map(work, chunk) if done is None else done
    finally:
        for fork in forks:
            fork.end()
        gc.unfreeze()


def _is_safe() -> bool:
    """Whether nobody but our own idle threads can hold a lock that a fork would wait for without end.

    macOS has libraries that do not survive a fork, Windows has none. A worker of a pool of processes may have none.
    """
    from multiprocessing import current_process

    main = threading.main_thread()
    others = all(_holds_nothing(thread) for thread in threading.enumerate() if thread is not main)
    allowed = sys.platform == "linux" and not current_process().daemon
    return allowed and threading.current_thread() is main and others


def _holds_nothing(thread: threading.Thread) -> bool:
    """Whether it is one of ours, or draws the line of progress, which no fork does."""
    return thread.name.startswith(THREADS) or type(thread).__module__ == "rich.live"


class _Fork:
    """A process like this one that does some of the work."""

    def __init__(self, work: Callable[[int], Any], chunks: Sequence[Sequence[int]]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._results, given = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(work, chunks, given, self._results), daemon=True)
        try:
            with warnings.catch_warnings():
                # Python warns of any other thread, those of libraries included, which know how to be forked.
                warnings.simplefilter("ignore", DeprecationWarning)
                self._process.start()
        except OSError:
            self._results.close()
            raise
        finally:
            given.close()

    def next(self) -> list[Any] | None:
        """What it made of its next chunk; None if it made nothing of it."""
        with suppress(EOFError, OSError):
            done: list[Any] = self._results.recv()
            return done
        return None

    def end(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()  # a request to terminate may be one that the caller of all this has chosen to ignore
        self._process.join()
        self._results.close()


def _do(
    work: Callable[[int], Any], chunks: Sequence[Sequence[int]], results: Connection, other_end: Connection
) -> None:
    """Do the work in a fork and hand back what comes of it, until something goes wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever forked is interrupted, too, and ends this
    other_end.close()  # else nothing would go wrong, and this wait for ever, where whoever forked is no more
    with suppress(Exception):
        for chunk in chunks:
            results.send([work(number) for number in chunk])
    results.close()
