"""The command `syndet dedup`: the articles that are kept, and a ledger of the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from syndet.cli.desk import conclude, desk, reported, sources
from syndet.cli.options import configuration, levels, options
from syndet.cli.talk import as_usage, require, say
from syndet.report.output import opened
from syndet.report.screen import count

if TYPE_CHECKING:
    from syndet.keeping import Selection
    from syndet.readers import Reading
    from syndet.report.output import Sink
    from syndet.report.progress import Meter

_OFTEN: Final = 1000  # articles that are written between two reports


@click.command(
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
@levels
@options()
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

    with as_usage("--keep"):
        keeping.check(keep)
    source = sources(paths)
    ledger = ledger or _ledger_beside(output)
    require(ledger in (None, "-") or ledger != output, "--ledger is the same file as -o.")
    with desk(output) as (sink, meter), opened(ledger or os.devnull) as book:
        with meter:
            from syndet import model, pipeline, readers

            names = readers.Fields(**fields)
            stdin = readers.spool() if "-" in source.paths else None
            found: list[Reading] = []

            def told(reading: Reading) -> None:
                found.append(reported(reading))

            result = pipeline.detect(
                source if stdin is None else readers.read(source, fields=names, stdin=stdin),
                level=level,
                threshold=threshold,
                settings=configuration().settings,
                jobs=jobs,
                max_memory=max_memory,
                fields=names,
                progress=meter,
                told=told,
            )
            (reading,) = found
            selection = keeping.dedup(result, keep)
            lines = readers.originals(reading, selection.kept, fields=names, stdin=stdin)
            if sink.name is not None:
                _write(sink, lines, len(selection.kept), meter)
        for line in lines:  # to standard output, where a line of progress would run through them
            sink.put(line)
        for entry in selection.dropped:
            book.write(model.dump_json({**entry.to_dict(), "fingerprint": result.fingerprint}) + "\n")
    say(_kept(selection, ledger))
    say(f"Settings {result.fingerprint}")
    conclude(reading)


def _ledger_beside(output: str | None) -> str | None:
    """Where the ledger goes unless said: kept.ledger.jsonl beside kept.jsonl; nowhere beside standard output."""
    if output is None or output == "-":
        return None
    packed = ".gz" if output.lower().endswith(".gz") else ""
    return f"{os.path.splitext(output[: len(output) - len(packed)])[0]}.ledger.jsonl{packed}"


def _write(sink: Sink, lines: Iterable[bytes], count: int, meter: Meter) -> None:
    """Write so many lines, and tell of it as it goes on."""
    for number, line in enumerate(lines):
        if number % _OFTEN == 0:
            meter("writing articles", number, count)
        sink.put(line)


def _kept(selection: Selection, ledger: str | None) -> str:
    """What was done, in one line."""
    done = f"{count(len(selection.kept), 'article')} kept, {len(selection.dropped):,} replaced"
    if not selection.dropped:
        return f"{done}."
    unlike = sum(entry.link is None or entry.link.kind != "copy" for entry in selection.dropped)
    done += f", {unlike:,} of them by one that is no copy (--level copy replaces copies alone)" if unlike else ""
    return f"{done}; {ledger or '--ledger FILE'} says by which and why."
