"""The credits around an article: in its dateline, its byline, its copyright line, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from syndet.origin import months
from syndet.origin.credit import Credit, quote
from syndet.origin.outlets import Names

HEAD: Final = 700
TAIL: Final = 400
LINES: Final = 6
"""A credit stands in the first or last lines of a text: code points, and lines that are not empty."""
LONGEST_BYLINE: Final = 100
"""Code points of a line beyond which it is a paragraph."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without what surrounds it, and where it starts in the text, code points."""

    string: str
    start: int

    def credit(self, name: str, start: int, end: int, opens: bool = False) -> Credit:
        """The credit of `name` that stands from `start` to `end` of the line."""
        words = quote(self.string[start:end])
        return Credit(name, "credit", self.start + start, self.start + end, words, opens)


def find(text: str, names: Names) -> list[Credit]:
    """The credits in the first and last lines of a text, known names and others; some may come twice."""
    first, last = head(text), tail(text)
    found = [credit for line in first for credit in list(_dateline(line, text, names)) or _margin(line, names)]
    found += [credit for line in last for credit in _margin(line, names)]
    return found + list(_closing(last[-1], names) if last else ())


def head(text: str) -> list[Line]:
    """The first lines of a text that are not empty; what is longer than a byline may be cut."""
    end = text.find("\n", HEAD, HEAD + LONGEST_BYLINE)
    return _lines(text, 0, end if end >= 0 else HEAD + LONGEST_BYLINE)[:LINES]


def tail(text: str) -> list[Line]:
    """The last lines of a text that are not empty; a last line that is longer than TAIL is cut at its beginning."""
    start = max(0, len(text) - TAIL)
    if start and (end := text.rstrip().find("\n", start)) >= 0:
        start = end + 1
    return _lines(text, start, len(text))[-LINES:]


_AROUND: Final = "\n\v\f\x1c\x1d\x1e\x85\u2028\u2029 \t\r\u00a0\u3000*_#>•·"
"""Space, line ends, and the marks of Markdown and of lists."""


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines = []
    for raw in text[start:end].splitlines(keepends=True):
        body = raw.strip(_AROUND)
        if body:
            lines.append(Line(body, start + raw.index(body)))
        start += len(raw)
    return lines


def _margin(line: Line, names: Names) -> list[Credit]:
    found = list(_copyright(line, names))
    if len(line.string) <= LONGEST_BYLINE:
        found += _byline(line, names)
    return found


# Datelines: BERLIN, 12 March (AP) —

_BRACKETED: Final = re.compile(
    r"(?P<place>[^()（）\[\]【】\n]{0,90})(?P<credit>[(（\[【](?P<name>[^()（）\[\]【】\n]{2,40})[)）\]】]"
    r"(?:\s{0,3}(?P<dash>\.?\s?[-–—:=]{1,3}|\.))?)"
)
_SLASHED: Final = re.compile(r"(?P<place>(?:[^/\n]{0,60}[\s.,])?)(?P<credit>/(?P<name>[^/\n]{2,40})/)")
_DASHED: Final = re.compile(
    r"(?:(?P<place>[^\n]{1,40})[,/]\s?)?(?P<credit>(?P<name>[^\n,/–—-]{2,30}?)\s?\.?\s?[-–—]{1,2})\s"
)
_WIRED: Final = re.compile(r"(?P<credit>(?P<name>[\u4e00-\u9fff]{2}[社网])[^\n，。]{0,20}[电電])")

_DATELINES: Final = ((_BRACKETED, "(（[【"), (_SLASHED, "/"), (_DASHED, "-–—"), (_WIRED, "社网"))
"""The forms of a dateline, each with the marks of which it has one; to look for these first is quicker."""
_LONGEST_DATELINE: Final = 100
"""Code points of a line in which the first such mark of a dateline stands."""


def _dateline(line: Line, text: str, names: Names) -> Iterator[Credit]:
    """The credit of a line that opens as an agency's story does; several for "(dpa/afp)"."""
    beginning = line.string[:_LONGEST_DATELINE]
    for pattern, marks in _DATELINES:
        if not any(map(beginning.__contains__, marks)):
            continue
        match = pattern.match(line.string)
        found = match and _named(match, text, names)
        if match and found:
            for name in found:
                yield line.credit(name, match.start("credit"), match.end("credit"), opens=True)
            return


def _named(match: re.Match[str], text: str, names: Names) -> list[str]:
    groups = match.groupdict()
    place, inside = (groups.get("place") or "").strip(' ,.-–—"“”'), groups["name"].strip()
    if not _like_a_place(place) or _PICTURE.search(inside) or _MEMBER.match(inside):
        return []
    known = _known(inside, names)
    if known or not (place and groups.get("dash")):
        return known
    return [inside] if _like_a_name(inside) and not _explained(inside, place, text) else []


_PICTURE: Final = re.compile(r"photo|getty|images?\b|picture|foto|handout", re.IGNORECASE)
_MEMBER: Final = re.compile(r"[A-Z]-[A-Z]")  # of a parliament: (R-IA)
_SMALL: Final = frozenset("of on the and am den de del do da dos das la le les el y e et und di der die in a i".split())


def _like_a_place(place: str) -> bool:
    """Whether these words can stand before an agency's name: a town, a date, no part of a sentence."""
    words = re.findall(r"[^\W\d_]+", place)
    return len(words) <= 12 and all(not word[0].islower() or word in _SMALL or _of_calendar(word) for word in words)


def _of_calendar(word: str) -> bool:
    return months.number(word) is not None or word in months.WEEKDAYS


_NEWSY: Final = re.compile(
    r"press|presse|prensa|news|wire|agency|agence|agentur|agencia|agência|agenzia|media|times|post|gazette|herald"
    r"|tribune|courier|journal|daily|mail|report|telegraph|chronicle|observer|zeitung|blatt|kurier|radio",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(
    r"[^\W\d_]\s(?:Times|Post|Gazette|Herald|Tribune|Courier|Journal|Chronicle|Observer|Telegraph|Guardian|Daily|Wire|News"
    r"|Zeitung|Nachrichten|Rundschau|Kurier|Anzeiger)$"
)
_NAME: Final = re.compile(r"[^\W\d_][\w.&'’-]{1,24}(?:\s[\w.&'’-]{1,24}){0,4}")
_NOT_NAMES: Final = frozenset(
    "inc corp co ltd plc llc ag sa nv photo photos video file updated update updates updating corrects corrected adds"
    " analysis opinion live reporting editing listen watch advertisement sponsored continued exclusive".split()
)


def _like_a_name(inside: str) -> bool:
    """Whether words that stand where an agency's name does can be one: Meridian Wire, no R-Texas, no Q3."""
    if not _NAME.fullmatch(inside) or not inside[0].isupper() or re.search(r"\d|^[A-Z]-", inside):
        return False
    words = re.findall(r"[\w'’]+", inside)
    return all(
        (word[0].isupper() or word in _SMALL)
        and word.casefold() not in _NOT_NAMES
        and not _of_calendar(word.casefold())
        for word in words
    )


_STORY: Final = 5000
"""Code points of a text in which a country that has a part in it is named."""


def _explained(inside: str, place: str, text: str) -> bool:
    """Whether the brackets explain what is before them: World Health Organization (WHO), MOSCOU (Rússia)."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", place)).casefold()
    if inside.casefold() in initials or place.rpartition(" ")[2].casefold() in _NOT_NAMES:
        return True
    if inside.isupper() or _NEWSY.search(inside):
        return False
    # A country has a part in the story, as itself or in "Russian"; an agency that nobody knows has none.
    stem = months.fold(inside)[:4]
    return len(re.findall(r"\b" + re.escape(stem), months.fold(text[:_STORY]))) > 1


# Bylines and labels: By Anna Holt, Associated Press; Source: Nordpress; Meridian Wire | 12 March 2024

_BY: Final = re.compile(
    r"(?:by|von|par|por|di|door|av|af|från|with|mit|avec|agenc(?:y|ies)|additional reporting(?: by)?|reporting by"
    r"|with reporting by|contains material from|with material from|mit material von)\s?[:：]?\s{1,3}",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"(?:source|sources|via|fonte|quelle|quellen|fuente|bron|kilde|källa|źródło|источник|джерело|来源|來源|出典|출처)"
    r"\s?[:：]\s{0,3}",
    re.IGNORECASE,
)
_PARTED: Final = re.compile(
    r"\s{0,2}[,|/;&+=·•–—]\s{0,2}|\s-\s|\s(?:and|und|et|y|e|en|with|via|(?:of|for) [Tt]he)\s|\s{2,}"
)
_STAFF: Final = re.compile(
    r"(?:['’]s)?\s(?:staff|writers?|reporters?|correspondents?|editors?|desk|newsroom|news agency|news service|wire"
    r"|agency|contributors?|redaktion|online|international|world|business|sports?)$",
    re.IGNORECASE,
)
_STAFF_ENDS: Final = tuple(
    "staff writer writers reporter reporters correspondent correspondents editor editors desk newsroom agency service"
    " wire contributor contributors redaktion online international world business sport sports".split()
)
"""What a spelling with such a word ends with, in lower case: a quick look."""


def _parts(string: str) -> list[str]:
    return [part.strip(' .\t"“”*_()') for part in _PARTED.split(string[:LONGEST_BYLINE])]


def _known(string: str, names: Names) -> list[str]:
    """The known names that a string lists, or is."""
    whole = _name(string.strip(), names)
    return [whole] if whole else [name for part in _parts(string) if (name := _name(part, names))]


def _name(spelling: str, names: Names) -> str | None:
    """The known name that a spelling stands for, without staff words and editions: Reuters Staff, dpa-AFX."""
    for _ in range(3):
        if name := names.of(spelling):
            return name
        if not spelling.lower().endswith(_STAFF_ENDS):
            break
        shorter = _STAFF.sub("", spelling)
        if shorter == spelling:
            break
        spelling = shorter
    return names.of(spelling.partition("-")[0]) if "-" in spelling else None


def _byline(line: Line, names: Names) -> Iterator[Credit]:
    """The credits of a short line that says who wrote it, or where it is from, or whose it is."""
    string = line.string
    source, by = _SOURCE.match(string), _BY.match(string)
    label = source or by
    rest = string[label.end() :] if label else string
    parts = _parts(rest)
    found = _known(rest, names) if label or _heads(rest, parts, names) else []
    if not found:
        found = [rest] if source and _like_a_name(rest) else _newspapers(parts, bool(label))
    if found and not _PICTURE.search(string):
        for name in found:
            yield line.credit(name, 0, len(string))


def _newspapers(parts: Sequence[str], labelled: bool) -> list[str]:
    """The names in a byline that nobody knows and that read as a newspaper's: "Anna Holt, Velmarch Times"."""
    if not (labelled or (len(parts) == 2 and _like_a_name(parts[0]))):
        return []
    return [part for part in parts if _PAPER.search(part) and _like_a_name(part)]


def _heads(string: str, parts: Sequence[str], names: Names) -> bool:
    """Whether a line without a label is a name with its date or author, rather than a headline."""
    if names.of(parts[0]) is None and _name(parts[-1], names) is None:
        return False
    if "/" in string:  # John Smith/AFP is who took the picture
        return all(_name(part, names) for part in parts)
    return all(
        _name(part, names) or re.search(r"\d", part) or (len(part.split()) <= 4 and _like_a_place(part))
        for part in parts
    )


# Copyright lines and the ends of texts: © 2024 AFP; (dpa); dpa/afp; — Reuters

_COPYRIGHT: Final = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s{0,2}(?:©|\(c\))?\s{0,2}(?:by\s)?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?\s{0,2}(?:by\s)?(?:the\s)?"
    r"(?P<owner>[^\n.;|©]{2,60})",
    re.IGNORECASE,
)
_OWNED: Final = ("©", "(c)", "(C)", "opyright", "OPYRIGHT")
"""One of these is in every copyright line; others need not be searched."""
_LAST_BRACKETS: Final = re.compile(r"[(（](?P<name>[^()（）\n]{2,40})[)）]\W{0,3}$")
_LAST_OTHERS: Final = re.compile(r"/(?P<slashed>[^/\n]{2,20})/\W{0,3}$|[-–—]{1,2}\s?(?P<dashed>[^-–—\n]{2,30})$")
_LONGEST_CLOSING: Final = 60
"""Code points at the end of a text in which its closing credit stands."""
_ENDED: Final = re.compile(r"[.!?。！？\"”“'’»]\s{0,3}$|^\s{0,3}$")


def _copyright(line: Line, names: Names) -> Iterator[Credit]:
    if not any(map(line.string.__contains__, _OWNED)):
        return
    for match in _COPYRIGHT.finditer(line.string):
        words = match["owner"].split()
        for count in range(min(5, len(words)), 0, -1):
            owner = " ".join(words[:count]).strip(" ,:")
            name = _name(owner, names) or (owner if _PAPER.search(owner) and _like_a_name(owner) else None)
            if name:
                yield line.credit(name, match.start(), match.start("owner") + len(" ".join(words[:count])))
                break


def _closing(line: Line, names: Names) -> Iterator[Credit]:
    """The credit that ends a text."""
    end = line.string[-_LONGEST_CLOSING:]
    match = _LAST_BRACKETS.search(end) or _LAST_OTHERS.search(end)
    if not match:
        return
    inside = match[match.lastgroup or 0]
    found = _known(inside, names)
    if not found and match.lastgroup == "name" and _ENDED.search(end[: match.start()]):
        # Brackets behind the last sentence hold an author's name as well; an agency's tells that it is one.
        found = [inside] if _like_a_name(inside) and _NEWSY.search(inside) else []
    offset = len(line.string) - len(end)
    for name in found:
        yield line.credit(name, offset + match.start(), offset + match.end())
