"""The head of a text file: front matter between dashes, lines such as "Published: …", and a line that is a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from syndet.readers.findings import Findings

_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("id", "guid", "uid"), "id"),
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("source", "outlet", "publication", "publisher", "newspaper", "site"), "source"),
    **dict.fromkeys(("published", "date", "datetime", "pubdate", "publishdate", "publicationdate"), "published"),
    **dict.fromkeys(("datepublished", "publishedat", "publishedon"), "published"),
    **dict.fromkeys(("author", "authors", "byline", "by", "writer"), "byline"),
    **dict.fromkeys(("url", "link", "permalink"), "url"),
    **dict.fromkeys(("canonical", "canonicalurl", "canonicallink"), "canonical"),
    **dict.fromkeys(("language", "lang"), "language"),
}
"""What the keys of a head mean, without hyphens, underscores and spaces."""

_FRONT: Final = re.compile(
    r"\s*---[ \t]*(?:\r\n|\n|\r)(.*?)(?:\r\n|\n|\r)(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)", re.DOTALL
)
_LONGEST_FRONT: Final = 20_000  # code points
_PAIR: Final = re.compile(r"([\w][\w .-]{0,40}?)[ \t]*:(?:[ \t]+(.*))?$")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)$")
_LABEL: Final = re.compile(r"[ \t]*([A-Za-z][A-Za-z _-]{0,20}?)[ \t]*:[ \t]+(\S.*)$")
_HEAD: Final = 2000  # code points
_HEAD_LINES: Final = 12
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?))?)?"
)


def front_matter(text: str, findings: Findings) -> int:
    """Where the body begins after front matter between lines of three dashes, 0 if there is none.

    Of YAML, keys with one value and lists of values are read; what is nested deeper is passed over. Keys that name
    no field of an article are kept along.
    """
    match = _FRONT.match(text[:_LONGEST_FRONT])
    values = _yaml(match[1]) if match else {}
    if match is None or not values:
        return 0
    for key, value in values.items():
        name = _NAMES.get(re.sub(r"[\s_-]", "", key).lower())
        if name is None or findings.has(name):
            findings.keep(key, value)
        else:
            _tell(findings, name, ", ".join(value) if isinstance(value, list) else value, f"front matter: {key}")
    return match.end()


def _tell(findings: Findings, name: str, value: str, place: str) -> None:
    """Take a field; a canonical link is no field, and the address only where nothing else is."""
    if name == "canonical":
        findings.keep(name, value)
        findings.suppose("url", value, place)
    else:
        findings.add(name, value, place)


def _yaml(block: str) -> dict[str, str | list[str]]:
    """The keys of a block with one value, or a list of them; empty if it is something else."""
    values: dict[str, str | list[str]] = {}
    last = ""
    for line in block.splitlines():
        pair, item = _PAIR.match(line), _ITEM.match(line)
        if pair:
            last = pair[1]
            values[last] = _value(pair[2] or "")
        elif item and last and not (isinstance(values[last], str) and values[last]):
            values[last] = [*(values[last] or []), _unquoted(item[1])]
        elif line.strip() and not line[0].isspace() and not line.startswith("#"):
            return {}
    return {key: value for key, value in values.items() if value}


def _value(spelled: str) -> str | list[str]:
    spelled = spelled.strip()
    if spelled.startswith("[") and spelled.endswith("]"):
        return [part for part in map(_unquoted, spelled[1:-1].split(",")) if part]
    return "" if spelled in ("|", ">", "~", "null", "{}") else _unquoted(spelled)


def _unquoted(spelled: str) -> str:
    spelled = spelled.strip()
    if len(spelled) > 1 and spelled[0] == spelled[-1] and spelled[0] in "\"'":
        return spelled[1:-1].replace("''", "'") if spelled[0] == "'" else spelled[1:-1].replace('\\"', '"')
    return re.sub(r"[ \t]+#.*$", "", spelled)


def header_block(text: str, findings: Findings) -> None:
    """Take the fields from the lines at the head of a text; they stay part of it.

    Two lines or more such as "Source: Varna Post" name fields: at the very top, or below a title. So does a line
    among the first few that is nothing but a time in figures, such as 2024-05-01 06:40 UTC. Times in words, and the
    credits of agencies, are left to whoever weighs origins: there they are evidence, with a language and a doubt.
    """
    lines = [line.strip() for line in text[:_HEAD].splitlines()[:_HEAD_LINES] if line]
    labels: list[tuple[str, str, str]] = []
    for number, line in enumerate(filter(None, lines)):
        match = _LABEL.match(line) if ":" in line else None
        name = _NAMES.get(re.sub(r"[\s_-]", "", match[1]).lower()) if match else None
        if match and name and name != "id":
            labels.append((name, match[2], match[1]))
        elif number > 0 or labels:
            break
    for name, value, label in labels if len(labels) > 1 else []:
        _tell(findings, name, value, f"header line: {label}")
    for line in lines[:5]:
        if line[:2].isdigit() and _TIME.fullmatch(line):
            findings.add("published", line, "line that is a time")
