"""Marked-up text as plain text: paragraphs parted by empty lines, nothing of tags, scripts and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hl1 hl2 hr li main nav ol p pre section table tbody td tfoot th thead title tr ul block body.content"
    " body.head body.end hedline byline dateline tagline media media-caption note".split()
)
_SILENT: Final = frozenset("head script style template noscript iframe object svg math".split())


def plain(markup: str) -> str:
    """The text of HTML, XHTML or NITF as a reader sees it, block by block."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    blocks = (re.sub(r"[ \t\r\n\f]+", " ", block).strip() for block in "".join(reader.parts).split("\0"))
    return "\n\n".join(block.replace("\x01", "\n") for block in blocks if block)


class _Reader(HTMLParser):
    """Gathers the text; NUL parts blocks, and SOH lines: no markup has either."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or a stretch that is not shown."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\x01")
        elif tag in _BLOCKS:
            self.parts.append("\0")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself holds nothing."""
        if tag == "br":
            self.parts.append("\x01")
        elif tag in _BLOCKS:
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        """End a block, or a stretch that is not shown."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._silent:
            self.parts.append(data.replace("\0", " ").replace("\x01", " "))
