"""The page of a large run: how long it takes to write, how large it is, and how soon a browser shows its views.

The articles are invented (generator.py); of 24,000 some 10,000 are in clusters. Writing is CPU time of this process;
the browser's times are by the clock, from asking for a view to its heading, and need playwright and a chromium.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import bench
import generator

import syndet

VIEWS = (("overview", "#/"), ("largest cluster", "#/cluster/0"), ("its pair", "#/pair/0/1"))


def shown(path: Path, runs: int) -> Iterator[tuple[str, str]]:
    """What a browser takes for each view, the least of some runs, each in a fresh page."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        yield "in a browser", "not measured: playwright is missing"
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        for name, address in VIEWS:
            yield f"{name} shown", f"{min(_visit(browser, path.as_uri() + address) for _ in range(runs)):.2f} s"
        browser.close()


def _visit(browser: object, address: str) -> float:
    page = browser.new_page()  # type: ignore[attr-defined]
    begun = time.perf_counter()
    page.goto(address)
    page.locator("h1").wait_for()
    seconds = time.perf_counter() - begun
    page.close()
    return seconds


def main() -> None:
    """Invent the articles, find their clusters, write the page, and look at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=24_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", metavar="FILE", help="write the page here and keep it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        news, page = Path(folder, "news.jsonl"), Path(options.keep or Path(folder, "report.html")).resolve()
        generator.write(news, options.articles)
        result = syndet.detect(news)
        begun = time.process_time()
        result.to_html(page)
        seconds = time.process_time() - begun
        rows = [
            ("articles", f"{len(result.articles):,}"),
            ("in clusters", f"{sum(map(len, result.clusters)):,} in {len(result.clusters):,}"),
            ("links", f"{len(result.links):,}"),
            ("text", f"{sum(article.length for article in result.articles) / 1e6:.0f} million characters"),
            ("writing", f"{seconds:.1f} s of CPU"),
            ("page", f"{page.stat().st_size / 1e6:.1f} MB"),
            ("most memory", f"{bench.own_peak_megabytes():,.0f} MB, detection included"),
            *shown(page, options.runs),
        ]
    bench.show("The page of a large run", ("Figure", "Value"), rows)


if __name__ == "__main__":
    main()
