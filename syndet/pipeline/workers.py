"""Threads that work through batches, and whom they tell how far they are."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Protocol, TypeVar

from syndet.errors import SettingsError

THREADS: Final = "syndet"
"""What the names of our threads begin with."""

Item = TypeVar("Item")
Done = TypeVar("Done")


class Progress(Protocol):
    """What `detect` tells of long work: a function that it calls from the main thread."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` articles or pairs of a stage are through; a total of 0 is not known."""


class Workers:
    """Threads that work through batches, in order, and tell how far they are."""

    def __init__(self, jobs: int | None, progress: Progress | None) -> None:
        if jobs is not None and jobs < 1:
            raise SettingsError("must be 1 or more", field="jobs")
        self.jobs: Final = jobs or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self.jobs, THREADS)
        self._waiting: deque[Future[Any]] = deque()
        self.tell: Progress = progress or (lambda stage, done, total: None)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def later(self, work: Callable[[Item], Done], item: Item) -> Future[Done]:
        """What `work` will have made of the item; waits while there is enough to do, so that little piles up."""
        while len(self._waiting) > self.jobs:
            self._waiting.popleft().result()
        future = self._pool.submit(work, item)
        self._waiting.append(future)
        return future

    def run(
        self,
        stage: str,
        work: Callable[[Item], Done],
        batches: Iterable[Item],
        size: Callable[[Item], int],
        total: int | None = None,
    ) -> Iterator[Done]:
        """What `work` makes of each batch, in their order; `size` is how many articles or pairs one holds.

        Batches are asked for as they are needed, so they need not all be there; `total` is what they hold together, for
        those that cannot be counted first.
        """
        if total is None:
            batches = list(batches)
            total = sum(map(size, batches))
        done = 0
        for length, result in self._each(work, batches, size):
            done += length
            if total:
                self.tell(stage, done, total)
            yield result

    def _each(
        self, work: Callable[[Item], Done], batches: Iterable[Item], size: Callable[[Item], int]
    ) -> Iterator[tuple[int, Done]]:
        """The size of each batch with what becomes of it; few are begun before they are asked for."""
        begun: deque[tuple[int, Future[Done]]] = deque()
        for batch in batches:
            begun.append((size(batch), self._pool.submit(work, batch)))
            del batch  # whoever works on it holds it
            if len(begun) > self.jobs:
                length, future = begun.popleft()
                yield length, future.result()
        while begun:
            length, future = begun.popleft()
            yield length, future.result()

    def each(self, work: Callable[[Item], Done], items: Iterable[Item]) -> Iterator[Done]:
        """What `work` makes of each item, in their order, without telling; items are asked for as they are needed."""
        return (result for _, result in self._each(work, items, lambda item: 1))
