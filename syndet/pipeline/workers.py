"""Threads that work through batches, and whom they tell how far they are."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from syndet.errors import SettingsError

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
        self._jobs = jobs or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._jobs)
        self._waiting: deque[Future[Any]] = deque()
        self.tell: Progress = progress or (lambda stage, done, total: None)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def later(self, work: Callable[[Item], Done], item: Item) -> Future[Done]:
        """What `work` will have made of the item; waits while there is enough to do, so that little piles up."""
        while len(self._waiting) > self._jobs:
            self._waiting.popleft().result()
        future = self._pool.submit(work, item)
        self._waiting.append(future)
        return future

    def run(
        self, stage: str, work: Callable[[Item], Done], batches: Sequence[Item], size: Callable[[Item], int]
    ) -> Iterator[Done]:
        """What `work` makes of each batch, in their order; `size` is how many articles or pairs one holds."""
        done, total = 0, sum(map(size, batches))
        for batch, result in zip(batches, self._pool.map(work, batches), strict=True):
            done += size(batch)
            if total:
                self.tell(stage, done, total)
            yield result
