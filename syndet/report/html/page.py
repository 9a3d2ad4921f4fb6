"""The page: one template, the styles and scripts of `assets/` joined into it, and a policy that lets in no others."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from syndet.report.html import parcels
from syndet.report.html.choice import Choice
from syndet.report.screen import count

if TYPE_CHECKING:
    from jinja2 import Template

STYLES: Final = ("page.css", "overview.css", "cluster.css", "pair.css", "print.css")

SCRIPTS: Final = (
    "dom.js",
    "words.js",
    "data.js",
    "charts.js",
    "filters.js",
    "timeline.js",
    "matrix.js",
    "overview.js",
    "descent.js",
    "lags.js",
    "members.js",
    "cluster.js",
    "passages.js",
    "ribbons.js",
    "common.js",
    "moved.js",
    "pair.js",
    "compare.js",
    "main.js",
)
"""The scripts, each after those that it uses while it is read."""


def pieces(choice: Choice, progress: Callable[[str, int, int], None]) -> Iterator[str]:
    """The page in pieces, made one after the other: the texts of a large one never stand in memory at once."""
    style, script = _style(), _script()
    yield from _template().generate(
        title=_title(choice),
        policy=_policy(style, script),
        style=style,
        script=script,
        parcels=parcels.wrap(choice, progress),
    )
    yield "\n"


def _title(choice: Choice) -> str:
    result = choice.result
    return f"syndet: {count(len(result.articles), 'article')}, {count(len(result.clusters), 'cluster')}"


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy under which nothing runs, styles or loads but these two texts."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _style() -> str:
    return "\n" + "\n".join(map(_asset, STYLES))


def _script() -> str:
    """The scripts as one, strict, with names that nothing outside can reach."""
    return '\n"use strict";\n(() => {\n' + "\n".join(map(_asset, SCRIPTS)) + "})();\n"


@cache
def _asset(name: str) -> str:
    """The text of a file in `assets/`, its line ends those that a browser hashes."""
    text = resources.files("syndet.report.html").joinpath("assets", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    # Keeping the trailing newline off, blocks trimmed: the page's bytes are the same on every system.
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_asset("page.html.j2"))
