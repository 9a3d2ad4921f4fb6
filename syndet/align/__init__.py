"""Pairs of tokenised articles to links with their passages.

`finding` makes rows of numbers of them and `linking` makes Links of the rows; `options` says what counts as a passage.
"""

from __future__ import annotations

from syndet.align.finding import find, pair_numbers, renumbered
from syndet.align.linking import ORDERED, Levels, level_reached, links
from syndet.align.options import EDITED, FAINT, VERBATIM, Options

__all__ = [
    "EDITED",
    "FAINT",
    "ORDERED",
    "VERBATIM",
    "Levels",
    "Options",
    "find",
    "level_reached",
    "links",
    "pair_numbers",
    "renumbered",
]
