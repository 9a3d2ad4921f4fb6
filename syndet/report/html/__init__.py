"""A result as one HTML file that opens from the disk: no server, no network, nothing but what the result says.

`choice` decides what the page has room for, `facts` tells the run as tables, `shares` adds up where a text came
from, `parcels` packs texts and passages to be unpacked when they are looked at, `page` puts it together with the
template, the styles and the scripts in `assets/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from syndet.report.html import page
from syndet.report.html.choice import Roles, choose
from syndet.report.output import opened

if TYPE_CHECKING:
    from syndet.result import Result

__all__ = ["Roles", "write"]


def write(
    result: Result,
    path: str | os.PathLike[str],
    roles: Roles,
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Write the page of a result to `path`, which appears whole or not at all.

    `roles` says whose an article is and when it was published. The same result gives the same bytes. Raises
    OSError, with `path` for its file name, when the file cannot be written.
    """
    with opened(os.fspath(path)) as sink:
        for piece in page.pieces(choose(result, roles), progress or _silent):
            sink.write(piece)


def _silent(stage: str, done: int, total: int) -> None:
    """Take no note of the progress."""
