"""What is said on standard error, and how a wrong use of the command is put."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from syndet.errors import SettingsError
from syndet.report.screen import safe


def say(line: str) -> None:
    """Say the line on standard error."""
    click.echo(safe(line), err=True)


def require(condition: bool, message: str) -> None:
    """End the command as wrongly used, with this message, unless the condition holds."""
    if not condition:
        raise click.UsageError(message, click.get_current_context())


@contextmanager
def as_usage(option: str) -> Iterator[None]:
    """Let a setting out of its range be a wrong use of this option."""
    try:
        yield
    except SettingsError as error:
        raise click.UsageError(f"{option} {safe(error.message)}.", click.get_current_context()) from error
