"""The command `syndet cluster`: a Result in every form that it can take."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from syndet.cli.desk import conclude, desk, reported, sources
from syndet.cli.options import configuration, levels, options
from syndet.cli.talk import require, say
from syndet.report.screen import safe

if TYPE_CHECKING:
    from syndet.readers import Reading


@click.command(
    epilog="""\b
Examples:
  syndet cluster news/
  syndet cluster monday/ tuesday.jsonl --level copy
  syndet cluster news/ --html report.html
  zcat dump.gz | syndet cluster - --text-field body --format json -o result.json"""
)
@click.argument("paths", metavar="PATH...", nargs=-1)
@levels
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
@options("table", "json", "jsonl", "csv", "parquet", "graphml", default="table", folder=True)
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

    source = sources(paths)
    require(table is None or format in exports.FLAT, f"--table is for --format {' and '.join(exports.FLAT)}.")
    require(format != "parquet" or output not in (None, "-"), "--format parquet is for a file or folder: -o NAME.")
    files = exports.files(format, table, output)
    require(bool(files) or not os.path.isdir(output or "-"), f"{safe(output or '')} is a directory, not a file.")
    require(html != "-", "--html is for a file: --html report.html.")
    require(html is None or os.path.isdir(os.path.dirname(html) or "."), f"--html: no folder for {safe(str(html))}.")
    with desk(output, files=files) as (sink, meter):
        with meter:
            from syndet import pipeline, readers

            found: list[Reading] = []

            def told(reading: Reading) -> None:
                found.append(reported(reading))

            result = pipeline.detect(
                source,
                level=level,
                threshold=threshold,
                settings=configuration().settings,
                jobs=jobs,
                max_memory=max_memory,
                fields=readers.Fields(**fields),
                progress=meter,
                told=told,
            )
            (reading,) = found
            if html is not None:
                result.to_html(html, progress=meter)
            if format in exports.FORMATS and sink.name is not None:
                exports.write(result, sink, format, table, meter)
        if format in exports.FORMATS and sink.name is None:  # a line of progress would run through it
            exports.write(result, sink, format, table)
        elif format not in exports.FORMATS:
            from syndet.report import table as page

            # Who looks at the table has just read on standard error what went wrong.
            seen = {*reading.notes, *map(str, reading.problems)} if sink.terminal else set()
            result = replace(result, warnings=tuple(text for text in result.warnings if text not in seen))
            sink.write(page.render(result, width=sink.width, color=sink.color))
    if html is not None:
        say(f"The page is {html}.")
    conclude(reading)
