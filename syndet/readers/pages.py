"""Web pages in, Articles out: the main text as trafilatura finds it, and what the page says of itself."""

from __future__ import annotations

import codecs
import logging
import re
from contextlib import suppress
from functools import cache
from typing import Any, Final

from syndet.errors import UnreadableError
from syndet.readers import linked
from syndet.readers.encodings import decoded
from syndet.readers.findings import Findings
from syndet.readers.formats import File, NothingHereError, missing
from syndet.readers.intake import Intake

_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_META: Final = (
    ("title", "og:title", "twitter:title", "dc.title", "headline", "parsely-title"),
    ("source", "og:site_name", "application-name", "dc.publisher", "publisher", "parsely-site", "copyright"),
    ("published", "article:published_time", "og:published_time", "datepublished", "date.published", "pubdate",
     "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
     "dc.date", "dcterms.created", "dcterms.date", "date", "cxenseparse:recs:publishtime"),
    ("byline", "author", "article:author", "byl", "dc.creator", "parsely-author", "sailthru.author"),
    ("url", "og:url", "parsely-link"),
    ("language", "content-language", "dc.language", "og:locale"),
)  # fmt: skip
"""The fields and the names of the meta elements that tell them, the surest first."""

_SAVED: Final = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|page saved with singlefile\s+url:\s*)(https?://[^\s<>]{1,2000})", re.IGNORECASE
)
"""The comment of a browser, or of the SingleFile extension, that says where a page was saved from."""

_KEPT: Final = {
    "updated": ("article:modified_time", "og:updated_time", "last-modified", "datemodified"),
    "original_source": ("original-source", "syndication-source"),
}
"""What is taken along besides: by the names in `extra`, the names of meta elements."""


def read_page(intake: Intake, file: File) -> None:
    """Take in the article of a web page; raises NothingHereError for one without a main text."""
    findings = Findings()
    text, note = text_of(file.data(), file.path, findings)
    if not text:
        advice = "pages of links and of scripts have none; save the page as your browser shows it"
        raise NothingHereError("a page without a main text", path=file.path, advice=advice)
    if note:
        intake.note(note, file.path)
    findings.place(file.placed)
    findings.settle()
    intake.add(findings.article(file, text), file.path)


def text_of(data: bytes, path: str, findings: Findings, charset: str | None = None) -> tuple[str, str | None]:
    """The main text of a page, empty if there is none, and a note if its encoding was guessed.

    What the page says of itself goes into `findings`; `charset` is the encoding that its server named. Raises
    UnreadableError for what is no text, and where trafilatura is not installed.
    """
    try:
        trafilatura = _library()
    except ImportError as error:
        raise missing("trafilatura", "html", path) from error
    markup, note = _decoded(data, path, charset)
    try:
        tree: Any = trafilatura.load_html(markup)
        if tree is None:
            return "", note
        saved = _SAVED.search(markup[:4096])
        findings.add("url", saved and saved[1], "saved from")
        _describe(tree, findings)
        _guess(trafilatura.extract_metadata(markup, date_config=_DATES), findings)
        page: Any = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    except Exception as error:  # whatever a page does to the libraries, it costs that page alone
        raise UnreadableError(f"trafilatura cannot read it: {error}"[:300], path=path) from error
    return (page.text or "") if page is not None else "", note


@cache
def _library() -> Any:
    """trafilatura, kept from talking to the terminal where nobody has asked for its log."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


_DATES: Final = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d", "max_date": None}


def _decoded(data: bytes, path: str, charset: str | None) -> tuple[str, str | None]:
    """A page as text: UTF-8 if it can be, else what it declares, else what a detector takes it for."""
    with suppress(UnicodeDecodeError):
        if b"\0" not in data:
            return data.decode("utf-8-sig"), None
    declared = _DECLARED.search(data[:4096])
    for name in filter(None, (charset, declared and declared[1].decode("ascii"))):
        with suppress(LookupError, UnicodeDecodeError):
            # Pages that declare ISO 8859-1 are Windows-1252 all the same, as browsers know.
            known = codecs.lookup(str(name)).name
            if known not in ("utf-8", "utf-7") and b"\0" not in data:
                return data.decode("cp1252" if known in ("iso8859-1", "ascii") else known), None
    return decoded(data, path)


def _describe(tree: Any, findings: Findings) -> None:
    """Take what a page says of itself: in JSON-LD, in its meta elements, and in its links.

    A canonical link may name a page elsewhere, of which this one is a copy: it is kept apart, and is the address of the
    page only where the page names no other that is its own.
    """
    for script in tree.iterfind(".//script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            linked.describe(script.text or "", findings)
    canonical = next(
        (link.get("href") for link in tree.iterfind(".//link") if (link.get("rel") or "").lower() == "canonical"), None
    )
    meta: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"), element.get("http-equiv"))
        for name in filter(None, names):
            meta.setdefault(name.lower(), element.get("content") or "")
    if canonical and canonical.startswith(("http://", "https://")):
        findings.keep("canonical", " ".join(canonical.split())[:2000])
        own = meta.get("og:url", "")
        if own.startswith(("http://", "https://")) and _host(own) != _host(canonical):
            findings.add("url", own, "meta og:url")
        findings.add("url", canonical, "link canonical")
    for field, *known in _META:
        for name in known:
            value = meta.get(name, "")
            if field != "byline" or not value.startswith("http"):
                findings.add(field, value, f"meta {name}")
    for key, listed in _KEPT.items():
        for name in listed:
            findings.keep(key, " ".join(meta.get(name, "").split())[:2000])
    findings.add("language", tree.get("lang"), "html lang")
    _timed(tree, findings)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower().removeprefix("www.")


def _timed(tree: Any, findings: Findings) -> None:
    """Take the publication time from the first time element of the article."""
    for element in tree.iterfind(".//time"):
        findings.add("published", element.get("datetime"), "time element")
        return


def _guess(said: Any, findings: Findings) -> None:
    """Keep for later what trafilatura makes of the rest of the page."""
    named = (("title", "title"), ("published", "date"), ("byline", "author"), ("url", "url"))
    for field, name in named:
        findings.suppose(field, getattr(said, name, None), "trafilatura")
    findings.suppose("source", getattr(said, "sitename", None), "trafilatura")
