"""Text files in, one Article each: plain, or Markdown with front matter."""

from __future__ import annotations

import re
from typing import Final

from syndet.readers import headers
from syndet.readers.encodings import decoded
from syndet.readers.findings import Findings
from syndet.readers.formats import File
from syndet.readers.intake import Intake

_TITLE_LENGTH: Final = 200  # code points; a longer first line is a paragraph, not a headline


def read_text(intake: Intake, file: File) -> None:
    """Take in the article of a plain text file."""
    _read(intake, file, markdown=False)


def read_markdown(intake: Intake, file: File) -> None:
    """Take in the article of a Markdown file; its text is what comes after the front matter."""
    _read(intake, file, markdown=True)


def _read(intake: Intake, file: File, *, markdown: bool) -> None:
    text, note = decoded(file.data(), file.path)
    if note:
        intake.note(note, file.path)
    findings = Findings()
    if markdown:
        body = headers.front_matter(text, findings)
        if body:
            findings.say("text", f"after the front matter, from code point {body:,} of the file")
            text = text[body:]
    headers.header_block(text, findings)
    findings.place(file.placed)
    findings.add("title", _title(text, markdown=markdown), "first line")
    findings.settle()
    intake.add(findings.article(file, text), file.path)


def _title(text: str, *, markdown: bool) -> str | None:
    """The first line that is not empty, if it is short and more follows."""
    line, _, rest = text.lstrip().replace("\r", "\n", 1).partition("\n")
    line = line.rstrip()
    if markdown:
        line = re.sub(r"^#{1,6}[ \t]+", "", line)
    return line if 0 < len(line) <= _TITLE_LENGTH and re.search(r"\S", rest) else None
