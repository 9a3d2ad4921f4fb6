"""What every command opens and ends with: its inputs, its outputs, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from syndet.cli.talk import say
from syndet.errors import SyndetError
from syndet.report.output import Sink, opened
from syndet.report.progress import Meter
from syndet.report.screen import count, safe

if TYPE_CHECKING:
    from syndet.readers import Inputs, Reading

INTERRUPTED: Final = 130
"""The exit code that shells know for Ctrl-C: 128 and the number of the signal."""


def sources(paths: Sequence[str]) -> Inputs:
    """The paths, those of --files-from too, to be read as the options say."""
    from syndet import readers

    ctx = click.get_current_context()
    wishes = ctx.params
    if wishes["files_from"] is not None:
        paths = [*paths, *readers.listed(wishes["files_from"])]
    return readers.Inputs(
        paths=tuple(paths), pattern=wishes["path_pattern"], strict=wishes["strict"], log=_logged(ctx, wishes["errors"])
    )


def _logged(ctx: click.Context, path: str | None) -> Callable[[SyndetError], None] | None:
    """What writes a problem to the file of --errors, which is there when the command ends, however it ends."""
    if path is None:
        return None
    if "errors" not in ctx.meta:
        file = opened(path)
        ctx.meta["errors"] = file.__enter__()
        # However the command ends, the file is whole: an exception would take it back.
        ctx.call_on_close(lambda: file.__exit__(None, None, None))
    from syndet.model import dump_json

    sink: Sink = ctx.meta["errors"]
    return lambda problem: sink.write(dump_json(problem.to_dict()) + "\n")


@contextmanager
def desk(target: str | None, *, streams: bool = False, files: Sequence[str] = ()) -> Iterator[tuple[Sink, Meter]]:
    """Where to write and how to show progress; Ctrl-C ends it with a line that says what was done.

    With `files` the target is a folder, and these are the names of those that are written into it.
    Progress stays hidden where the lines of data that the command `streams` would run through it.
    """
    with opened(target, files) as sink:
        meter = Meter(hidden=streams and sink.terminal)
        try:
            yield sink, meter
        except KeyboardInterrupt:
            kept = f"{sink.name} is as it was" if sink.name else f"{count(sink.writes, 'line')} written"
            kept = kept if sink.name or sink.writes else "nothing was written"
            say(f"Interrupted while {meter.where}; {kept}.")
            raise click.exceptions.Exit(INTERRUPTED) from None


def read(paths: Sequence[str], fields: dict[str, str]) -> Reading:
    """The articles of the paths, with everything told that was odd; ends the command if there are none."""
    from syndet import readers

    return reported(readers.read(sources(paths), fields=readers.Fields(**fields)))


def reported(reading: Reading) -> Reading:
    """The same, after everything was told that was odd with it; ends the command if there is nothing in it."""
    for note in reading.notes:
        say(f"Note: {note}")
    for problem in reading.problems:
        say(f"Error: {problem}")
    if reading.problems and not reading.articles:
        raise click.exceptions.Exit(1)
    return reading


def conclude(*readings: Reading, left_out: int = 0) -> None:
    """End with exit code 1 if any input could not be read, or any pair be compared."""
    unread = sum(reading.unread for reading in readings)
    inputs = sum(reading.inputs for reading in readings)
    if left_out:
        say(f"{count(left_out, 'pair')} not compared, as told above; the rest is done.")
    if unread:
        say(f"{unread:,} of {count(inputs, 'input')} not read; see {_errors_file()}")
    if unread or left_out:
        raise click.exceptions.Exit(1)


def _errors_file() -> str:
    """The file that lists the errors, or how to get one."""
    return safe(click.get_current_context().params["errors"] or "--errors FILE")
