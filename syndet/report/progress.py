"""The progress line: on a terminal only, on long work only, gone when the work is done."""

from __future__ import annotations

import os
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final

from syndet.report.screen import safe

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

DELAY: Final = 1.0
"""Seconds of work before anything shows; a flash of progress on short work only unsettles."""


class Meter:
    """A callable (stage, done, total) that shows how far the work is, as a context manager.

    Nothing is shown where standard error is not a terminal; the last report is kept all the same, so that
    `where` can tell of it. A `total` of 0 stands for work of unknown length, which nobody should have to
    wait for without knowing why: it is told in a line everywhere.
    """

    def __init__(self, *, delay: float = DELAY, hidden: bool = False) -> None:
        self._visible = not hidden and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._timer = threading.Timer(delay, self._show)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._closed = False
        self._stage, self._done, self._total = "reading", 0, 0

    @property
    def where(self) -> str:
        """The last report in words: "aligning (1,200 of 5,000)"."""
        if not self._total:
            return f"{self._stage} ({self._done:,})" if self._done else self._stage
        return f"{self._stage} ({self._done:,} of {self._total:,})"

    def __enter__(self) -> Meter:
        if self._visible:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._bar is not None:
                self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of `stage` are finished."""
        stage = safe(stage)
        if not total and stage != self._stage:
            print(f"{stage} ...", file=sys.stderr)
        with self._lock:
            begins = stage != self._stage
            self._stage, self._done, self._total = stage, done, total
            if self._bar is not None:
                self._update(self._bar, begins)

    def _show(self) -> None:
        """Open the line; runs in the timer's thread, so that work without any report shows too."""
        bar = _new_bar()
        with self._lock:
            if self._closed:
                return
            self._bar = bar
            self._update(bar, True)
            bar.start()

    def _update(self, bar: Progress, begins: bool) -> None:
        """Show the last report, on a fresh line when its stage begins, so that the rate is its own."""
        total = self._total or None
        if begins or self._task is None:
            if self._task is not None:
                bar.remove_task(self._task)
            self._task = bar.add_task(self._stage, total=total, completed=self._done)
        else:
            bar.update(self._task, total=total, completed=self._done)


def _new_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Count(ProgressColumn):
        """Steps done, of how many, and how many a second."""

        def render(self, task: Task) -> Text:
            rate = f"  {task.speed:,.0f}/s" if task.speed else ""
            if task.total is None:
                return Text(f"{task.completed:,.0f}{rate}" if task.completed else "", style="dim")
            return Text(f"{task.completed:,.0f} of {task.total:,.0f}{rate}", style="dim")

    class Left(ProgressColumn):
        """How long the stage will still take at the rate of the last half minute."""

        def render(self, task: Task) -> Text:
            left = task.time_remaining
            if task.finished or left is None:
                return Text("")
            minutes, seconds = divmod(round(left), 60)
            return Text(f"{minutes}:{seconds:02} left", style="dim")

    columns = (TextColumn("{task.description}", markup=False), BarColumn(24), Count(), TimeElapsedColumn(), Left())
    return Progress(*columns, console=Console(file=sys.stderr), transient=True, redirect_stdout=False)
