"""Files of every format with one known article in them, for the tests of the readers and for the fuzzer."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from syndet.errors import SyndetError
from syndet.model import Article
from syndet.readers import Reading

TEXT = (
    "The water reached the first houses at noon, the mayor of Varna said.\n\nNobody was hurt in the two streets below."
)
TITLE = "Dam breaks above Varna"
TIME = "2024-05-01T06:40:00+02:00"

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} - Varna Post</title>
<link rel="canonical" href="https://varna.example/dam">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "{TIME}", "dateModified": "2024-05-01T09:00:00+02:00", "author": [{{"name": "Ana Ilieva"}}],
"publisher": {{"@type": "Organization", "name": "Varna Post"}}, "inLanguage": "en"}}</script>
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{TITLE}</h1><p>The water reached the first houses at noon, the mayor of Varna said.</p>
<p>Nobody was hurt in the two streets below.</p></article><footer>All rights reserved</footer></body></html>
"""

NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:varna.example:dam" version="2">
 <rightsInfo><copyrightHolder literal="Meridian Wire"/></rightsInfo>
 <itemMeta><provider literal="Meridian Wire"/><versionCreated>2024-05-01T09:00:00+02:00</versionCreated>
  <firstCreated>{TIME}</firstCreated></itemMeta>
 <contentMeta><located qcode="city:varna"><name>Varna</name></located><by>Ana Ilieva</by>
  <infoSource literal="Varna Post"/><language tag="en"/><headline>{TITLE}</headline></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
  <p>The water reached the first houses at noon, the mayor of Varna said.</p>
  <p>Nobody was hurt in the two streets below.</p></body></html></inlineXML></contentSet>
</newsItem>
"""

NINJS: dict[str, Any] = {
    "uri": "urn:ninjs:varna.example:dam",
    "type": "text",
    "versioncreated": "2024-05-01T09:00:00+02:00",
    "firstcreated": TIME,
    "headline": TITLE,
    "byline": "Ana Ilieva",
    "located": "Varna",
    "language": "en",
    "infosources": [{"name": "Varna Post"}],
    "copyrightholder": "Meridian Wire",
    "body_xhtml": "<p>The water reached the first houses at noon, the mayor of Varna said.</p>"
    "<p>Nobody was hurt in the two streets below.</p>",
}

RECORD = {"id": "dam", "text": TEXT, "title": TITLE, "source": "Varna Post", "published": TIME, "byline": "Ana Ilieva"}


def parquet() -> bytes:
    """A Parquet file of one row."""
    import pyarrow
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist([RECORD]), file)
    return file.getvalue()


def warc(*, packed: bool = False, page: str = PAGE) -> bytes:
    """A WARC file with a page, a picture, and a page that was not there; each record packed for itself."""
    records = []
    for name, kind, status in (("dam", "text/html", "200 OK"), ("dam.png", "image/png", "200 OK"),
                               ("gone", "text/html", "404 Not Found")):  # fmt: skip
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\n"
            f"WARC-Target-URI: https://varna.example/{name}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


FILES: dict[str, Callable[[], bytes]] = {
    "dam.txt": lambda: f"{TITLE}\nSource: Varna Post\nPublished: {TIME}\nBy: Ana Ilieva\n\n{TEXT}".encode(),
    "dam.md": lambda: (
        f"---\ntitle: {TITLE}\ndate: {TIME}\nauthor: Ana Ilieva\noutlet: Varna Post\n---\n{TEXT}".encode()
    ),
    "dam.html": PAGE.encode,
    "dam.jsonl": lambda: json.dumps(RECORD).encode() + b"\n",
    "dam.json": lambda: json.dumps([RECORD]).encode(),
    "ninjs.json": lambda: json.dumps(NINJS).encode(),
    "dam.csv": lambda: ("id,text,title,source,published,byline\n" + ",".join(
        f'"{value}"' for value in RECORD.values()) + "\n").encode(),
    "dam.tsv": lambda: ("\t".join(RECORD) + "\n" + "\t".join(f'"{value}"' for value in RECORD.values())).encode(),
    "dam.parquet": parquet,
    "dam.warc": warc,
    "dam.xml": NEWSML.encode,
}  # fmt: skip
"""A file of each format, by its name."""

NEEDED = {".html": ["trafilatura"], ".warc": ["warcio", "trafilatura"], ".parquet": ["pyarrow"], ".zst": ["zstandard"]}
"""The libraries that a suffix needs."""


def zst(data: bytes) -> bytes:
    """The data as Zstandard packs it."""
    import zstandard

    packed: bytes = zstandard.ZstdCompressor(write_checksum=True).compress(data)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lambda data: lzma.compress(data, preset=0),
    ".zst": zst,
}


def lacking(name: str) -> list[str]:
    """The libraries that are needed to read a file of this name and are not installed."""
    needed = [module for suffix, modules in NEEDED.items() if suffix in name for module in modules]
    return [module for module in needed if importlib.util.find_spec(module) is None]


def put(folder: Path, name: str, data: bytes | str) -> Path:
    """A file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def need(name: str) -> None:
    """Skip the test if a file of this name cannot be read here."""
    modules = lacking(name)
    if modules:
        pytest.skip(f"{', '.join(modules)} is not installed")


def only(reading: Reading) -> Article:
    """The article of a reading without problems."""
    assert not reading.problems, reading.problems
    (article,) = reading
    return article


def problem(reading: Reading) -> SyndetError:
    """The problem of a reading with one."""
    (found,) = reading.problems
    return found
