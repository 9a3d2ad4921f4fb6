"""The command line: opens, calls the library, writes; data on standard output, talk on standard error."""

from __future__ import annotations

import errno
import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from syndet.errors import SettingsError, SyndetError
from syndet.report.output import Sink, opened
from syndet.report.progress import Meter
from syndet.report.screen import count, safe
from syndet.version import __version__

if TYPE_CHECKING:
    from syndet.keeping import Selection
    from syndet.model import Article
    from syndet.pipeline.configured import Configuration
    from syndet.readers import Inputs, Reading

INTERRUPTED: Final = 130
"""The exit code that shells know for Ctrl-C: 128 and the number of the signal."""

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
"""The options that no command takes as arguments; `_source` and `_chosen` look at them."""

Command = TypeVar("Command", bound=Callable[..., Any])


class _Syndet(click.Group):
    """The commands, with the library's errors put as a user of the shell expects them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SyndetError as error:
            raise click.ClickException(safe(str(error))) from error
        except OSError as error:
            # Windows says EINVAL for a pipe that nobody reads any more.
            if isinstance(error, BrokenPipeError) or (error.errno == errno.EINVAL and error.filename is None):
                _fall_silent()
                ctx.exit(0)
            place = error.filename or "standard output"
            raise click.ClickException(safe(f"{place}: cannot be written: {error.strerror}")) from error


def _fall_silent() -> None:
    """Send what is still to be flushed into the void: nobody reads on, and that is no error."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            os.dup2(void, stream.fileno())


class _Share(click.FloatRange):
    """A number of a range; click lets NaN through, which is below no bound and above none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


UNITS: Final = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
"""What a size may end with."""


def _bytes(ctx: click.Context, param: click.Parameter, size: str) -> int:
    """The bytes of an amount of memory: 500M, 1.5G."""
    unit = UNITS.get(size[-1:].upper())
    with suppress(ValueError, OverflowError):
        if unit and float(size[:-1]) > 0:
            return int(float(size[:-1]) * unit)
    raise click.BadParameter(f"{size!r} is not a size; write 500M or 1.5G.", ctx, param)


def _options(*formats: str, default: str | None = None, folder: bool = False) -> Callable[[Command], Command]:
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


def _levels(command: Command) -> Command:
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
            click.echo(_chosen().shown(), nl=False)
            return None
        _require(bool(values.get("paths", True) or wishes["files_from"]), "Missing argument 'PATH...'.")
        return command(**values)

    return cast(Command, run)


def _chosen() -> Configuration:
    """What was chosen by the command line, else the environment, else the settings file, else nobody."""
    from syndet.pipeline import configured

    ctx = click.get_current_context()
    given = {}
    for name in configured.names():
        option = name.removesuffix("_field")
        if option in ctx.params and ctx.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE:
            given[name] = (ctx.params[option], f"--{name.replace('_', '-')}")
    return configured.configured(given, ctx.obj)


def _source(paths: Sequence[str]) -> Inputs:
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


@main.command(
    epilog="""\b
Examples:
  syndet cluster news/
  syndet cluster monday/ tuesday.jsonl --level copy
  syndet cluster news/ --html report.html
  zcat dump.gz | syndet cluster - --text-field body --format json -o result.json"""
)
@click.argument("paths", metavar="PATH...", nargs=-1)
@_levels
@click.option(
    "--table",
    type=click.Choice(["articles", "passages", "links"]),
    help="What a file of csv or parquet holds.  [default: articles; to a folder, -o DIR, all three]",
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the result as a web page to FILE besides: one file that needs no network.",
)
@_options("table", "json", "jsonl", "csv", "parquet", "graphml", default="table", folder=True)
def cluster(
    paths: Sequence[str],
    level: Any,
    threshold: float,
    table: str | None,
    html: str | None,
    max_memory: int,
    format: str,
    output: str | None,
    jobs: int | None,
    **fields: str,
) -> None:
    """Cluster articles by the passages they share.

    A PATH is a folder, searched to its bottom; a file (text, Markdown, HTML, JSON, JSON lines, CSV, Parquet, WARC,
    NewsML-G2, also compressed); a pattern such as 'news/*.html'; or - for JSON lines on standard input.
    """
    from syndet.report import exports

    source = _source(paths)
    _require(table is None or format in exports.FLAT, f"--table is for --format {' and '.join(exports.FLAT)}.")
    _require(format != "parquet" or output not in (None, "-"), "--format parquet is for a file or folder: -o NAME.")
    files = exports.files(format, table, output)
    _require(bool(files) or not os.path.isdir(output or "-"), f"{safe(output or '')} is a directory, not a file.")
    _require(html != "-", "--html is for a file: --html report.html.")
    _require(html is None or os.path.isdir(os.path.dirname(html) or "."), f"--html: no folder for {safe(str(html))}.")
    with _desk(output, files=files) as (sink, meter):
        with meter:
            from syndet import pipeline, readers

            found: list[Reading] = []

            def told(reading: Reading) -> None:
                found.append(_told(reading))

            result = pipeline.detect(
                source,
                level=level,
                threshold=threshold,
                settings=_chosen().settings,
                jobs=jobs,
                max_memory=max_memory,
                fields=readers.Fields(**fields),
                progress=meter,
                told=told,
            )
            (reading,) = found
            if html is not None:
                result.to_html(html, progress=meter)
        if format in exports.FORMATS:
            exports.write(result, sink, format, table)
        else:
            from syndet.report import table as page

            # Who looks at the table has just read on standard error what went wrong.
            seen = {*reading.notes, *map(str, reading.problems)} if sink.terminal else set()
            result = replace(result, warnings=tuple(text for text in result.warnings if text not in seen))
            sink.write(page.render(result, width=sink.width, color=sink.color))
    if html is not None:
        _say(f"The page is {html}.")
    _conclude(reading)


@main.command(
    epilog="""\b
Examples:
  syndet dedup articles.jsonl -o kept.jsonl
  syndet dedup news/ --keep prefer=reuters.com,apnews.com -o kept.jsonl
  syndet dedup dump.jsonl.gz --level copy --keep earliest -o kept.jsonl.gz"""
)
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--keep",
    metavar="POLICY",
    default="origin",
    show_default=True,
    help="Which article of a cluster to keep: origin, longest, earliest, first (in the input), or prefer=a.com,b.com, "
    "the first of these outlets. Where a policy leaves it open, the likely origin, the earliest, the longest.",
)
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write a line for every dropped article to FILE: by which it is replaced, and why.  "
    "[default: beside -o, kept.ledger.jsonl for kept.jsonl]",
)
@_levels
@_options()
def dedup(
    paths: Sequence[str],
    keep: str,
    ledger: str | None,
    level: Any,
    threshold: float,
    max_memory: int,
    output: str | None,
    jobs: int | None,
    **fields: str,
) -> None:
    """Keep one article of each cluster, unchanged, and drop the others.

    The clusters are those of syndet cluster, and a PATH is as there: at the default level an article goes although it
    has text of its own, at --level copy only what is nearly the same. Articles from JSON lines are written as the very
    lines that they were, others as lines of JSON.
    """
    from syndet import keeping

    with _as_usage("--keep"):
        keeping.check(keep)
    source = _source(paths)
    ledger = ledger or _ledger_beside(output)
    _require(ledger in (None, "-") or ledger != output, "--ledger is the same file as -o.")
    with _desk(output) as (sink, meter), opened(ledger or os.devnull) as book:
        with meter:
            from syndet import model, pipeline, readers

            names = readers.Fields(**fields)
            stdin = readers.spool() if "-" in source.paths else None
            found: list[Reading] = []

            def told(reading: Reading) -> None:
                found.append(_told(reading))

            result = pipeline.detect(
                source if stdin is None else readers.read(source, fields=names, stdin=stdin),
                level=level,
                threshold=threshold,
                settings=_chosen().settings,
                jobs=jobs,
                max_memory=max_memory,
                fields=names,
                progress=meter,
                told=told,
            )
            (reading,) = found
            selection = keeping.dedup(result, keep)
        for line in readers.originals(reading, selection.kept, fields=names, stdin=stdin):
            sink.put(line)
        for entry in selection.dropped:
            book.write(model.dump_json(entry.to_dict()) + "\n")
    _say(_kept(selection, ledger))
    _conclude(reading)


def _ledger_beside(output: str | None) -> str | None:
    """Where the ledger goes unless said: kept.ledger.jsonl beside kept.jsonl; nowhere beside standard output."""
    if output is None or output == "-":
        return None
    packed = ".gz" if output.lower().endswith(".gz") else ""
    return f"{os.path.splitext(output[: len(output) - len(packed)])[0]}.ledger.jsonl{packed}"


def _kept(selection: Selection, ledger: str | None) -> str:
    """What was done, in one line."""
    done = f"{count(len(selection.kept), 'article')} kept, {len(selection.dropped):,} replaced"
    if not selection.dropped:
        return f"{done}."
    unlike = sum(entry.link is None or entry.link.kind != "copy" for entry in selection.dropped)
    done += f", {unlike:,} of them by one that is no copy (--level copy replaces copies alone)" if unlike else ""
    return f"{done}; {ledger or '--ledger FILE'} says by which and why."


@main.command(
    epilog="""\b
Examples:
  syndet compare wire.txt reprint.txt
  syndet compare --pairs pairs.tsv articles.jsonl.gz -o passages.jsonl"""
)
@click.argument("paths", metavar="A B | DOCS...", nargs=-1)
@click.option("--pairs", metavar="PAIRS.tsv", help="Compare the listed pairs of ids, one a<TAB>b per line.")
@_options("table", "json", "jsonl", default=None)
def compare(
    paths: Sequence[str], pairs: str | None, format: str | None, output: str | None, jobs: int | None, **fields: str
) -> None:
    """Show what two articles share, or why they do not match.

    A and B are files of one article each. With --pairs the articles come from DOCS, as in cluster, and
    every passage found is a line of JSON.
    """
    if pairs is not None:
        _require(format in (None, "jsonl"), f"--pairs gives --format jsonl, not {format}.")
        _compare_listed(pairs, paths, output, jobs, fields)
    else:
        _require(format != "jsonl", "--format jsonl is for --pairs; give table or json.")
        _require(jobs is None, "--jobs is for --pairs; two articles are compared on one core.")
        _require(len(paths) == 2, f"compare takes two articles, A and B, not {len(paths)}; see --pairs for more.")
        _require(click.get_current_context().params["files_from"] is None, "--files-from is for --pairs.")
        _compare_two(paths, format or "table", output, fields)


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise click.UsageError(message, click.get_current_context())


@contextmanager
def _as_usage(option: str) -> Iterator[None]:
    """Let a setting out of its range be a wrong use of this option."""
    try:
        yield
    except SettingsError as error:
        raise click.UsageError(f"{option} {safe(error.message)}.", click.get_current_context()) from error


def _compare_two(paths: Sequence[str], format: str, output: str | None, fields: dict[str, str]) -> None:
    with _desk(output) as (sink, meter):
        with meter:
            from syndet import model, pipeline

            chosen = _chosen().settings
            readings = [_read([path], fields) for path in paths]
            a, b = _told_apart([_only(reading, path) for reading, path in zip(readings, paths, strict=True)], paths)
            explanation = pipeline.explain(a, b, settings=chosen)
            difference = pipeline.diff_link(a, b, explanation.link)
        if format == "json":
            head = {"schema_version": model.SCHEMA_VERSION, "syndet": __version__, "fingerprint": chosen.fingerprint}
            passages = {"passages": difference.to_dict()["passages"]}  # with their changes
            sink.write(model.dump_json({**head, **explanation.to_dict(), **passages}, indent=1) + "\n")
        else:
            from syndet.report import pair

            sink.write(pair.render(explanation, difference, a, b, width=sink.width, color=sink.color))
    _conclude(*readings)


def _only(reading: Reading, path: str) -> Article:
    advice = "compare takes one from each side; --pairs compares more"
    _require(len(reading.articles) == 1, f"{safe(path)} holds {count(len(reading.articles), 'article')}; {advice}.")
    return reading.articles[0]


def _told_apart(articles: Sequence[Article], paths: Sequence[str]) -> list[Article]:
    """The articles, called by their paths if their own ids are the same, as those of a/x.txt and b/x.txt are."""
    if articles[0].id != articles[1].id:
        return list(articles)
    _require(paths[0] != paths[1], "A and B are the same file.")
    return [replace(article, id=path) for article, path in zip(articles, paths, strict=True)]


def _compare_listed(
    pairs: str, docs: Sequence[str], output: str | None, jobs: int | None, fields: dict[str, str]
) -> None:
    with _desk(output, streams=True) as (sink, meter), meter:
        from syndet import pipeline, readers
        from syndet.model import dump_json

        listed = pipeline.read_pairs(pairs)
        reading = _read(docs, fields)
        known, problems = readers.known_pairs(listed, reading, path=pairs)
        for problem in problems:
            _say(f"Error: {problem}")
        for link in pipeline.compare_pairs(known, reading, settings=_chosen().settings, jobs=jobs, progress=meter):
            for passage in link.passages:
                sink.write(dump_json(passage.to_dict()) + "\n")
    _conclude(reading, left_out=len(listed) - len(known))


@contextmanager
def _desk(target: str | None, *, streams: bool = False, files: Sequence[str] = ()) -> Iterator[tuple[Sink, Meter]]:
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
            _say(f"Interrupted while {meter.where}; {kept}.")
            raise click.exceptions.Exit(INTERRUPTED) from None


def _read(paths: Sequence[str], fields: dict[str, str]) -> Reading:
    """The articles of the paths, with everything told that was odd; ends the command if there are none."""
    from syndet import readers

    return _told(readers.read(_source(paths), fields=readers.Fields(**fields)))


def _told(reading: Reading) -> Reading:
    """The same, after everything was told that was odd with it; ends the command if there is nothing in it."""
    for note in reading.notes:
        _say(f"Note: {note}")
    for problem in reading.problems:
        _say(f"Error: {problem}")
    if reading.problems and not reading.articles:
        raise click.exceptions.Exit(1)
    return reading


def _conclude(*readings: Reading, left_out: int = 0) -> None:
    """End with exit code 1 if any input could not be read, or any pair be compared."""
    unread = sum(reading.unread for reading in readings)
    inputs = sum(reading.inputs for reading in readings)
    if left_out:
        _say(f"{count(left_out, 'pair')} not compared, as told above; the rest is done.")
    if unread:
        _say(f"{unread:,} of {count(inputs, 'input')} not read; see {_errors_file()}")
    if unread or left_out:
        raise click.exceptions.Exit(1)


def _errors_file() -> str:
    """The file that lists the errors, or how to get one."""
    return safe(click.get_current_context().params["errors"] or "--errors FILE")


def _say(line: str) -> None:
    click.echo(safe(line), err=True)
