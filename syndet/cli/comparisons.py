"""The command `syndet compare`: what two articles share, or each of many listed pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from syndet.cli.desk import conclude, desk, read
from syndet.cli.options import configuration, options
from syndet.cli.talk import require, say
from syndet.report.screen import count, safe
from syndet.version import __version__

if TYPE_CHECKING:
    from syndet.model import Article
    from syndet.readers import Reading


@click.command(
    epilog="""\b
Examples:
  syndet compare wire.txt reprint.txt
  syndet compare --pairs pairs.tsv articles.jsonl.gz -o passages.jsonl"""
)
@click.argument("paths", metavar="A B | DOCS...", nargs=-1)
@click.option("--pairs", metavar="PAIRS.tsv", help="Compare the listed pairs of ids, one a<TAB>b per line.")
@options("table", "json", "jsonl", default=None)
def compare(
    paths: Sequence[str], pairs: str | None, format: str | None, output: str | None, jobs: int | None, **fields: str
) -> None:
    """Show what two articles share, or why they do not match.

    A and B are files of one article each. With --pairs the articles come from DOCS, as in cluster, and
    every passage found is a line of JSON.
    """
    if pairs is not None:
        require(format in (None, "jsonl"), f"--pairs gives --format jsonl, not {format}.")
        _compare_listed(pairs, paths, output, jobs, fields)
    else:
        require(format != "jsonl", "--format jsonl is for --pairs; give table or json.")
        require(jobs is None, "--jobs is for --pairs; two articles are compared on one core.")
        require(len(paths) == 2, f"compare takes two articles, A and B, not {len(paths)}; see --pairs for more.")
        require(click.get_current_context().params["files_from"] is None, "--files-from is for --pairs.")
        _compare_two(paths, format or "table", output, fields)


def _compare_two(paths: Sequence[str], format: str, output: str | None, fields: dict[str, str]) -> None:
    with desk(output) as (sink, meter):
        with meter:
            from syndet import model, pipeline

            chosen = configuration().settings
            readings = [read([path], fields) for path in paths]
            a, b = _told_apart([_only(reading, path) for reading, path in zip(readings, paths, strict=True)], paths)
            explanation = pipeline.explain(a, b, settings=chosen)
            difference = pipeline.diff_link(a, b, explanation.link)
        if format == "json":
            head = {"schema_version": model.SCHEMA_VERSION, "syndet": __version__, "fingerprint": chosen.fingerprint}
            passages = {"passages": difference.to_dict()["passages"]}  # with their changes
            sink.write(model.dump_json({**head, **explanation.to_dict(), **passages}, indent=1) + "\n")
        else:
            from syndet.report import pair

            page = pair.render(
                explanation,
                difference,
                a,
                b,
                width=sink.width,
                color=sink.color,
                fingerprint=chosen.fingerprint,
            )
            sink.write(page)
    conclude(*readings)


def _only(reading: Reading, path: str) -> Article:
    advice = "compare takes one from each side; --pairs compares more"
    require(len(reading.articles) == 1, f"{safe(path)} holds {count(len(reading.articles), 'article')}; {advice}.")
    return reading.articles[0]


def _told_apart(articles: Sequence[Article], paths: Sequence[str]) -> list[Article]:
    """The articles, called by their paths if their own ids are the same, as those of a/x.txt and b/x.txt are."""
    if articles[0].id != articles[1].id:
        return list(articles)
    require(paths[0] != paths[1], "A and B are the same file.")
    return [replace(article, id=path) for article, path in zip(articles, paths, strict=True)]


def _compare_listed(
    pairs: str, docs: Sequence[str], output: str | None, jobs: int | None, fields: dict[str, str]
) -> None:
    with desk(output, streams=True) as (sink, meter), meter:
        from syndet import pipeline, readers
        from syndet.model import dump_json

        listed = pipeline.read_pairs(pairs)
        reading = read(docs, fields)
        known, problems = readers.known_pairs(listed, reading, path=pairs)
        for problem in problems:
            say(f"Error: {problem}")
        chosen = configuration().settings
        for link in pipeline.compare_pairs(known, reading, settings=chosen, jobs=jobs, progress=meter):
            for passage in link.passages:
                sink.write(dump_json({**passage.to_dict(), "fingerprint": chosen.fingerprint}) + "\n")
    conclude(reading, left_out=len(listed) - len(known))
