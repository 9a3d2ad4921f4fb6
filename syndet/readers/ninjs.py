"""News in ninjs, the JSON of the IPTC: what an item is, and its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from syndet.readers.findings import Findings
from syndet.readers.markup import plain

_MARKS: Final = frozenset({"versioncreated", "firstcreated", "contentcreated", "bodies", "headlines", "bodytext"})
_MARKS_TOO: Final = frozenset({"bodyxhtml", "bodyhtml", "infosources", "copyrightholder", "usageterms", "pubstatus"})
_DATES: Final = ("firstcreated", "contentcreated", "versioncreated")
_KEPT: Final = ("firstCreated", "versionCreated", "located", "infoSources", "copyrightHolder", "version", "slugline")


def is_item(record: Mapping[Any, Any]) -> bool:
    """Whether an object is an item of ninjs: it has a uri, and fields that only ninjs has."""
    names = _folded(record)
    return "uri" in names and bool((_MARKS | _MARKS_TOO) & set(names))


def article(record: Mapping[Any, Any], findings: Findings) -> str:
    """The text of an item, its fields taken into `findings`; empty if it has none."""
    item = _folded(record)
    findings.add("id", _string(item.get("uri")), "ninjs uri")
    findings.add("title", _headline(item), "ninjs headline")
    for name in _DATES:
        findings.add("published", _string(item.get(name)), f"ninjs {name}")
    findings.add("byline", _string(item.get("byline") or item.get("by")) or _names(item.get("bylines")), "ninjs byline")
    findings.add("source", _names(item.get("infosources")), "ninjs infoSources")
    findings.add("source", _string(item.get("copyrightholder")), "ninjs copyrightHolder")
    findings.add("url", _link(item), "ninjs altids")
    findings.add("language", _string(item.get("language")), "ninjs language")
    for name in _KEPT:
        value = item.get(name.lower())
        findings.keep(name, _names(value) if isinstance(value, (list, dict)) else _string(value))
    return _body(item)


def _folded(record: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields by their names in small letters without underscores: versions 1 and 2 spell them differently."""
    return {re.sub("_", "", str(key)).lower(): value for key, value in record.items()}


def _string(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _names(value: Any) -> str | None:
    """The names in a list of objects, or of one, as one string."""
    parts = value if isinstance(value, list) else [value]
    found = []
    for part in parts:
        part = part if isinstance(part, Mapping) else {"name": part}
        name = next((name for key in ("name", "byline", "value", "literal") if (name := _string(part.get(key)))), None)
        if name and name not in found:
            found.append(name)
    return ", ".join(found) or None


def _headline(item: Mapping[str, Any]) -> str | None:
    headlines = item.get("headlines")
    listed = headlines if isinstance(headlines, list) else []
    main = sorted((part for part in listed if isinstance(part, Mapping)), key=lambda part: part.get("role") != "main")
    return _string(item.get("headline")) or next((v for part in main if (v := _string(part.get("value")))), None)


def _link(item: Mapping[str, Any]) -> str | None:
    uri = _string(item.get("uri")) or ""
    return uri if uri.startswith(("http://", "https://")) else None


def _body(item: Mapping[str, Any]) -> str:
    """The main body: plain text before marked-up text, the longest of a kind."""
    bodies = sorted(_bodies(item), key=lambda body: (body[0], -len(body[1]), body[1]))
    return next((text for _, text in bodies if text.strip()), "")


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Each body with its rank: 0 for a main one, 1 for plain text, 2 for text that was marked up."""
    listed = item.get("bodies")
    for part in listed if isinstance(listed, list) else []:
        value = part.get("value") if isinstance(part, Mapping) else None
        if isinstance(value, str):
            marked = "html" in str(part.get("contentType") or part.get("contenttype") or "")
            main = part.get("role") in (None, "main", "")
            yield (0 if main else 3) + marked, plain(value) if marked else value
    for name, value in item.items():
        if name.startswith("body") and isinstance(value, str):
            marked = "html" in name
            yield 1 + marked, plain(value) if marked else value
