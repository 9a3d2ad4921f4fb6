"""The options that commands share, and what was chosen with them."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from syndet.cli.talk import require

if TYPE_CHECKING:
    from syndet.pipeline.configured import Configuration

FIELDS: Final = {
    "id": "id",
    "text": "text",
    "title": "headline",
    "source": "outlet",
    "published": "publication time",
    "byline": "name of its author",
    "url": "address",
    "language": "language",
}
"""The fields of an article that an option can rename, and what they hold."""

WISHES: Final = ("files_from", "path_pattern", "errors", "strict", "config", "show_config")
"""The options that no command takes as arguments; `desk.sources` and `configuration` look at them."""

UNITS: Final = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
"""What a size may end with."""

Command = TypeVar("Command", bound=Callable[..., Any])


class _Share(click.FloatRange):
    """A number of a range; click lets NaN through, which is below no bound and above none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


def _bytes(ctx: click.Context, param: click.Parameter, size: str) -> int:
    """The bytes of an amount of memory: 500M, 1.5G."""
    unit = UNITS.get(size[-1:].upper())
    with suppress(ValueError, OverflowError):
        if unit and float(size[:-1]) > 0:
            return int(float(size[:-1]) * unit)
    raise click.BadParameter(f"{size!r} is not a size; write 500M or 1.5G.", ctx, param)


def options(*formats: str, default: str | None = None, folder: bool = False) -> Callable[[Command], Command]:
    """The options that all commands share; `folder` if what they write may be several files."""

    def decorate(command: Command) -> Command:
        command = _showing(command)
        for name, what in reversed(FIELDS.items()):
            option = click.option(
                f"--{name}-field",
                name,
                default=name,
                show_default=True,
                metavar="NAME",
                help=f"Field or column of records that holds the {what}.",
            )
            command = option(command)
        jobs = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Cores to use.  [default: all]")
        target = click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=folder),
            metavar="FILE",
            help="Write to FILE, all at once at the end.",
        )
        if not formats:
            return _wishes(target(jobs(command)))
        form = click.option("--format", type=click.Choice(formats), default=default, show_default=default is not None)
        return _wishes(form(target(jobs(command))))

    return decorate


def levels(command: Command) -> Command:
    """The options that say what counts as a cluster, and in how much memory to look for it."""
    threshold = click.option(
        "--threshold",
        type=_Share(0, 1, min_open=True),
        default=0.8,
        show_default=True,
        metavar="SHARE",
        help="Similarity from which two articles are copies: the share of their word 5-shingles that both have.",
    )
    level = click.option(
        "--level",
        type=click.Choice(["copy", "derived", "related"]),
        default="derived",
        show_default=True,
        help="How much two articles must share to be in one cluster: nearly all, a substantial part, any passage. "
        "At copy nothing else is looked for: no passages, no origins.",
    )
    memory = click.option(
        "--max-memory",
        callback=_bytes,
        default="2G",
        show_default=True,
        metavar="SIZE",
        help="Memory to stay below: what does not fit is kept in temporary files.",
    )
    return level(threshold(memory(command)))


def _wishes(command: Command) -> Command:
    """The options that say which inputs are read, how, and with which settings; a command never sees them."""
    listed = click.option(
        "--files-from", metavar="LIST", help="Read the paths that LIST names too, one a line; - is stdin."
    )
    pattern = click.option(
        "--path-pattern",
        metavar="PATTERN",
        help="What paths tell of their articles: '{source}/{published:%Y%m%d}/{id}.txt'.",
    )
    errors = click.option("--errors", metavar="FILE", help="Write every input that is not read to FILE, as JSON lines.")
    strict = click.option("--strict", is_flag=True, help="Stop at the first input that cannot be read.")
    config = click.option(
        "--config",
        metavar="FILE",
        is_eager=True,
        callback=_configure,
        help="Settings file.  [default: the nearest syndet.toml, or pyproject.toml with tool.syndet]",
    )
    show = click.option("--show-config", is_flag=True, help="Show all settings and where they come from, and exit.")
    return listed(pattern(errors(strict(config(show(command))))))


def _configure(ctx: click.Context, _: click.Parameter, path: str | None) -> None:
    """Let what the settings file and the environment say be the defaults of the options."""
    from syndet.pipeline import configured

    ctx.obj = chosen = configured.load(path)
    values = chosen.values()
    given = {name.removesuffix("_field"): values[name] for name in chosen.places if "." not in name}
    ctx.default_map = {**(ctx.default_map or {}), **given}


def _showing(command: Command) -> Command:
    """The command without the options of `_wishes`, which it reads from the context; --show-config takes its place."""

    @wraps(command)
    def run(**values: Any) -> Any:
        wishes = {name: values.pop(name) for name in WISHES}
        if wishes["show_config"]:
            click.echo(configuration().shown(), nl=False)
            return None
        require(bool(values.get("paths", True) or wishes["files_from"]), "Missing argument 'PATH...'.")
        return command(**values)

    return cast(Command, run)


def configuration() -> Configuration:
    """What was chosen by the command line, else the environment, else the settings file, else nobody."""
    from syndet.pipeline import configured

    ctx = click.get_current_context()
    given = {}
    for name in configured.names():
        option = name.removesuffix("_field")
        if option in ctx.params and ctx.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE:
            given[name] = (ctx.params[option], f"--{name.replace('_', '-')}")
    return configured.configured(given, ctx.obj)
