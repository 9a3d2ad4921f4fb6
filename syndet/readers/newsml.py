"""NewsML-G2 in, Articles out: the items of news agencies, as the IPTC has them in XML."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from syndet.errors import RecordError
from syndet.readers.findings import Findings
from syndet.readers.formats import File, NothingHereError
from syndet.readers.intake import Intake
from syndet.readers.markup import plain

_DEEPEST: Final = 200  # elements inside each other; news has some twenty
_OTHERS: Final = ("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")


def read_newsml(intake: Intake, file: File) -> None:
    """Take in the news items of a file of NewsML-G2; the number of an item stands for its line.

    Document types, and so entities, are refused, and nothing that the file names is fetched.
    """
    root = _tree(file)
    items = list(root.iter("newsItem"))
    if not items:
        advice = "XML is read if it is NewsML-G2: a newsItem, or a newsMessage that holds some"
        if any(element.tag in _OTHERS for element in root.iter()):
            advice = "its packages and concepts hold no texts; give the news items that they name"
        raise NothingHereError(f"no news items in it; it is a {root.tag[:40]!r}", path=file.path, advice=advice)
    for number, item in enumerate(items, 1):
        _add(intake, item, file, number if len(items) > 1 else 0)


def _tree(file: File) -> Element:
    """The elements of a file, their names without namespaces; raises RecordError with the line where it breaks."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _broken(file, parser, "elements nested too deeply to be news")
        builder.start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    def refuse(*_: object) -> None:
        raise _broken(file, parser, "it declares a document type, which may hold entities that swell or fetch")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    data = file.data()
    try:
        parser.Parse(data, True)
    except RecordError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
        raise _broken(file, parser, f"not XML: {reason}") from error
    return builder.close()


def _broken(file: File, parser: expat.XMLParserType, message: str) -> RecordError:
    advice = "look at what wrote it"
    return RecordError(message, path=file.path, line=parser.CurrentLineNumber, advice=advice)


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def _add(intake: Intake, item: Element, file: File, number: int) -> None:
    text = _text(item)
    if not text.strip():
        advice = "an item with inlineXML or inlineData is an article; pictures and references are none"
        intake.fail(RecordError("a news item without a text", path=file.path, line=number or None, advice=advice))
        return
    findings = Findings()
    _describe(item, findings)
    findings.place(file.placed)
    intake.add(findings.article(file, text), file.path, number)


def _describe(item: Element, findings: Findings) -> None:
    """Take what an item says of itself."""
    guid, version = item.get("guid") or "", item.get("version")
    findings.add("id", f"{guid}@{version}" if guid and version else guid, "NewsML-G2 guid and version")
    findings.add("title", _first(item, "contentMeta/headline"), "NewsML-G2 headline")
    for path in ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated"):
        findings.add("published", _first(item, path), f"NewsML-G2 {path.partition('/')[2]}")
    findings.add("byline", _all(item, "contentMeta/by"), "NewsML-G2 by")
    findings.add("source", _all(item, "contentMeta/infoSource"), "NewsML-G2 infoSource")
    findings.add("source", _all(item, "itemMeta/provider"), "NewsML-G2 provider")
    findings.add("source", _all(item, "rightsInfo/copyrightHolder"), "NewsML-G2 copyrightHolder")
    languages = [element.get("tag") for element in item.iterfind("contentMeta/language")]
    findings.add("language", next(filter(None, languages), None), "NewsML-G2 language")
    findings.keep("guid", guid)
    for name in ("firstCreated", "versionCreated", "provider"):
        findings.keep(name, _all(item, f"itemMeta/{name}"))
    for name in ("located", "dateline", "creditline", "slugline"):
        findings.keep(name, _all(item, f"contentMeta/{name}"))
    findings.keep("infoSources", _all(item, "contentMeta/infoSource"))
    findings.keep("copyrightHolder", _all(item, "rightsInfo/copyrightHolder"))


def _first(item: Element, path: str) -> str | None:
    return next((name for element in item.iterfind(path) if (name := _name(element))), None)


def _all(item: Element, path: str) -> str | None:
    names = [_name(element) for element in item.iterfind(path)]
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _name(element: Element) -> str:
    """What an element says: its name, its text, or the code that stands for it."""
    name = next((" ".join(part.itertext()) for part in element.iterfind("name")), "")
    said = name or ("" if len(element) else element.text or "") or " ".join(element.itertext())
    return " ".join(said.split()) or element.get("literal") or element.get("qcode") or element.get("uri") or ""


def _text(item: Element) -> str:
    """The longest text among the contents of an item."""
    found = [""]
    for part in item.iterfind("contentSet/inlineXML"):
        body = next(part.iter("body.content"), None)
        body = body if body is not None else next(part.iter("body"), part)
        body.tail = None
        found.append(plain(tostring(body, encoding="unicode", method="html")))
    for part in item.iterfind("contentSet/inlineData"):
        data = "".join(part.itertext())
        found.append(plain(data) if "html" in (part.get("contenttype") or "") else data.strip("\r\n"))
    return max(found, key=len)
