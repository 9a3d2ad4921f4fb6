"""The command line: opens, calls the library, writes; data on standard output, talk on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from syndet.cli.clusters import cluster
from syndet.cli.comparisons import compare
from syndet.cli.options import FIELDS
from syndet.cli.selections import dedup
from syndet.errors import SyndetError
from syndet.report.screen import safe
from syndet.version import __version__

__all__ = ["FIELDS", "main"]


class _Syndet(click.Group):
    """The commands, with the library's errors put as a user of the shell expects them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SyndetError as error:
            raise click.ClickException(safe(str(error))) from error
        except BrokenPipeError:
            _fall_silent()
            ctx.exit(0)
        except OSError as error:
            place = error.filename or "standard output"
            raise click.ClickException(safe(f"{place}: cannot be written: {error.strerror}")) from error


def _fall_silent() -> None:
    """Send what is still to be flushed into the void: nobody reads on, and that is no error."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            os.dup2(void, stream.fileno())


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"syndet {__version__}")
        ctx.exit()


@click.group(
    cls=_Syndet,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  syndet cluster news/
  syndet cluster articles.jsonl.gz --format json -o result.json
  syndet dedup articles.jsonl --keep longest -o kept.jsonl
  syndet compare wire.txt reprint.txt""",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def main() -> None:
    """Find which news articles share passages, and who likely had them first."""


main.add_command(cluster)
main.add_command(dedup)
main.add_command(compare)
