"""Draws docs/demo.svg, the README's picture: what `syndet cluster examples/newsroom` prints on a terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

import syndet
from syndet.report import table

HERE = Path(__file__).parent
WIDTH = 80
LINES = 29  # the first cluster whole


def draw() -> str:
    """The picture as SVG that asks for nothing from the network: the viewer's own monospaced font will do."""
    page = table.render(syndet.detect(HERE.parent / "examples" / "newsroom"), width=WIDTH, color=True)
    shown = "\n".join(page.splitlines()[:LINES])
    console = Console(record=True, width=WIDTH, force_terminal=True, color_system="truecolor", file=io.StringIO())
    console.print(Text.from_ansi(f"$ syndet cluster examples/newsroom\n\n{shown}"))
    svg = console.export_svg(title="syndet", unique_id="demo")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->\s*", "", svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas"), flags=re.DOTALL)


if __name__ == "__main__":
    (HERE / "demo.svg").write_text(draw(), encoding="utf-8", newline="\n")
