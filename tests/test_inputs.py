"""The page of inputs is true: its examples are files, and are read as it shows.

``python tests/test_inputs.py`` writes what is made of each example into docs/inputs.md.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

import formats
import pytest

from syndet.readers import Fields, read
from syndet.readers.formats import FORMATS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "inputs.md"
EXAMPLE = re.compile(r"```(\w+) (\S+)\n(.*?)```\n(\n```json\n.*?```\n)?", re.DOTALL)


def put(folder: Path, language: str, name: str, content: str) -> Path:
    """The file of an example, which a piece of Python may write."""
    path = folder / name
    if language == "python":
        before = Path.cwd()
        os.chdir(folder)
        try:
            exec(compile(content, name, "exec"), {})
        finally:
            os.chdir(before)
    else:
        # WARC has Windows line ends and ends each record with two.
        text = content.replace("\n", "\r\n") + "\r\n\r\n" if name.endswith(".warc") else content
        path.write_bytes(text.encode())
    return path


def made(folder: Path, language: str, name: str, content: str) -> str:
    """The block that shows the articles of an example."""
    reading = read([put(folder, language, name, content)])
    assert not reading.problems and not reading.notes, (reading.problems, reading.notes)
    lines = []
    for article in reading:
        fields = ("id", "text", "title", "source", "published", "byline", "url", "language", "extra", "found")
        shown = {name: value for name in fields if (value := getattr(article, name))}
        lines.append(",\n ".join(f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in shown.items()))
    return "\n```json\n" + "\n".join(f"{{{line}}}" for line in lines) + "\n```\n"


def written(page: str) -> str:
    """The page with what is made of each example; what needs a library that is not there stays."""

    def show(example: re.Match[str]) -> str:
        language, name, content, _ = example.groups()
        if formats.lacking(name):
            return example[0]
        with tempfile.TemporaryDirectory() as folder:
            block = made(Path(folder), language, name, content)
        return f"```{language} {name}\n{content}```\n{block}"

    return EXAMPLE.sub(show, page)


def test_the_examples_are_read_as_shown() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), "python tests/test_inputs.py writes it anew"


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.suffixes[0])
def test_every_format_is_listed_and_has_an_example(format: object) -> None:
    page = PAGE.read_text(encoding="utf-8")
    suffixes = format.suffixes  # type: ignore[attr-defined]
    assert f"| {', '.join(f'`{suffix}`' for suffix in suffixes)} |" in page
    assert any(example[2].endswith(suffixes) for example in EXAMPLE.finditer(page))


def test_every_field_is_listed() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8").partition("## Fields")[2], re.MULTILINE)
    assert listed == [*Fields.__dataclass_fields__, "extra", "found"]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
