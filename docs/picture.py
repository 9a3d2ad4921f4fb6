"""Draws the pictures of the README and of docs/tour.md: what commands print on a terminal, as SVG."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from syndet import cli

HERE = Path(__file__).parent
NEWS = "examples/newsroom"
WIDTH = 80

PICTURES = {
    "demo.svg": (f"syndet cluster {NEWS}", 29),  # the first cluster whole
    "tour-compare.svg": (
        f"syndet compare {NEWS}/vantrose-bakeries/press-release-oven-line.md "
        f"{NEWS}/brenmoor-courier/vantrose-salt-oven.txt",
        99,
    ),
    "tour-retold.svg": (
        f"syndet compare {NEWS}/velmarch-times/stolen-maps-found.txt {NEWS}/norrvale-ledger/atlas-thief-garden.txt",
        45,
    ),
}
"""The command that each shows, and how many lines of what it prints."""


def printed(command: str, *, color: bool) -> str:
    """What a syndet command writes to standard output, as a terminal of 80 columns shows it."""
    page = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with (
        contextlib.redirect_stdout(page),
        contextlib.redirect_stderr(io.StringIO()),
        _environment(NO_COLOR="" if color else "1", FORCE_COLOR="1" if color else ""),
    ):
        cli.main(shlex.split(command)[1:], standalone_mode=False)
    page.flush()
    written: io.BytesIO = page.buffer  # type: ignore[assignment]
    return written.getvalue().decode("utf-8")


@contextlib.contextmanager
def _environment(**changes: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def draw(name: str) -> str:
    """The picture as SVG that asks for nothing from the network: the viewer's own monospaced font will do."""
    command, lines = PICTURES[name]
    page = printed(command, color=True).splitlines()
    shown = "\n".join([*page[:lines], *(["…"] if len(page) > lines and name != "demo.svg" else [])])
    console = Console(record=True, width=WIDTH, force_terminal=True, color_system="truecolor", file=io.StringIO())
    console.print(Text.from_ansi(f"$ {command}\n\n{shown}"))
    svg = console.export_svg(title="syndet", unique_id=Path(name).stem)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->\s*", "", svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas"), flags=re.DOTALL)


def main() -> None:
    """Write all pictures anew, from the project's root."""
    os.chdir(HERE.parent)
    for name in PICTURES:
        (HERE / name).write_text(draw(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
