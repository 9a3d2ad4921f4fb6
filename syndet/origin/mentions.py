"""Names in a sentence beside words that quote them: told Reuters; according to Yonhap; Meridian Wire reported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from syndet.origin import agencies
from syndet.origin.credit import Credit, CreditKind, quote
from syndet.origin.outlets import Names

_REACH: Final = 48
"""Code points before and after a name in which the words that quote it must stand."""
_MANY_OUTLETS: Final = 32
"""With more outlets than these, those whose first word is not in the text are not searched."""

_TAKEN_OVER: Final = re.compile(
    r"(?<!\w)(?:(?:originally|first)\s(?:published|appeared|posted)|republished|reprinted|reproduced|syndicated|courtesy)"
    r"(?:\s(?:by|in|on|at|of|from|with|permission|the|as)){0,4}\s?[\"“(]?$",
    re.IGNORECASE,
)
_TAKEN_PARTS: Final = "publish appear post reprint reproduc syndicat courtesy".split()
"""One of these is in every such cue; to look for them first is quicker."""
_CUE_BEFORE: Final = re.compile(
    r"(?<!\w)(?:told|tells|telling|(?:said|stated|statement|interview|spoke)\s(?:to|with)|according\sto|as\sper|per|via"
    r"|(?:quoted|cited|reported|carried|conveyed|published|seen|obtained|reviewed)\sby|reports?\s(?:by|in|from)|citing|quoting"
    r"|laut|nach\s(?:Angaben|Informationen)|berichtete[nt]?|berichtet|meldete[nt]?|meldet|gegenüber|zitiert"
    r"|selon|d['’]après|(?:déclaré|confié|indiqué|affirmé)\s(?:à|au)|rapporte|cité\spar|citant"
    r"|según|de\sacuerdo\scon|(?:dijo|declaró)\sa|informó|informa|reportó|citado\spor"
    r"|segundo|de\sacordo\scom|conforme|(?:disse|afirmou)\s(?:à|ao)|informou|noticiou"
    r"|secondo|(?:detto|dichiarato)\sa\w{0,3}|riferisce|riporta|volgens|meldt|meldde|tegen"
    r"|сообщает|сообщил\w{0,2}|передает|передаёт|пишет|по\sданным|со\sссылкой\sна|по\sсообщению|рассказал\w{0,2}"
    r"|повідомляє|повідомив|за\sданими|з\sпосиланням\sна)"
    r"(?:\s[^\s.,!?;:]{1,16}){0,3}\s?[\"“«(]?$"
    r"|(?:据|據|告诉|告訴|引述)$",
    re.IGNORECASE,
)
_CUE_AFTER: Final = re.compile(
    r"(?:['’]s)?(?:\s(?:news|press|wire|state|television|TV|newspaper|agency|service|channel|in\s\w{1,20})){0,3}"
    r"(?:\s(?:has|have|had|first|also|earlier|previously|later|exclusively|hat|ha|a)){0,2}"
    r"\s(?:reported|reports|wrote|writes|revealed|quoted|learned|zufolge|berichtete|berichtet|meldete|meldet|rapporte|rapporté"
    r"|informó|reportó|publicó|informou|noticiou|publicou|riportato|riporta|scrive|meldt|meldde"
    r"|сообщает|сообщил\w{0,2}|передает|передаёт|повідомляє)(?!\w)"
    r"|(?:['’]s)?\s(?:news|press|wire)\s(?:agency|service)(?!\w)"
    r"|\s?(?:报道|報道|報導|消息|によると|によれば|[がは]報じ|[がは]伝え|에\s?따르면|[가이]\s?보도)"
)


def find(text: str, names: Names, credits: Sequence[Credit]) -> list[Credit]:
    """The first mention of each name outside of `credits`, or its credit in a sentence ("first published by").

    Known names are found, and others that end as newspapers' names do: the Velmarch Times.
    """
    # To list the words with capitals and to see which are first words takes half the time of one pattern for all.
    capitals = set(_CAPITAL.findall(text))
    found: dict[str, Credit] = {}
    for name, start, end in chain(_agencies(text, capitals), _outlets(text, names), _papers(text, names, capitals)):
        if name in found or any(credit.start <= start < credit.end for credit in credits):
            continue
        mention = _mention(text, name, start, end)
        if mention:
            found[name] = mention
    return list(found.values())


def _mention(text: str, name: str, start: int, end: int) -> Credit | None:
    """What the name from `start` to `end` is, judged by the words beside it; None without such words."""
    before = text[max(0, start - _REACH) : start]
    if cue := _cue(before):
        kind, place = cue
        first = start - len(before) + place
        return Credit(name, kind, first, end, quote(text[first:end]))
    if after := _CUE_AFTER.match(text, end, end + _REACH):
        return Credit(name, "mention", start, after.end(), quote(text[start : after.end()]))
    return None


@lru_cache(maxsize=4096)
def _cue(before: str) -> tuple[CreditKind, int] | None:
    """What the words before a name make of it, and where they begin; kept, as copies say it in the same words."""
    low = before.casefold()
    if any(map(low.__contains__, _TAKEN_PARTS)) and (taken := _TAKEN_OVER.search(before)):
        return "credit", taken.start()
    cue = _CUE_BEFORE.search(before)
    return ("mention", cue.start()) if cue else None


_CAPITAL: Final = re.compile(r"[A-ZÀ-ÞČŠŽ]\w+")
_OTHER_SCRIPT: Final = re.compile(r"[\u0370-\u1fff\u2e80-\uffff]")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The spellings of agencies that are believed in a sentence, the longest first in each of three lots.

    Attributes:
        agency: the agency of each.
        capital: those that begin with a capital, by their first word; a text mostly has none of these.
        small: those that do not, such as dpa.
        other: those in other scripts, which a text in Latin letters need not be searched for.
    """

    agency: dict[str, str]
    capital: dict[str, list[str]]
    small: list[str]
    other: list[str]


@cache
def _spoken() -> _Spoken:
    agency = {spelling: name for spelling, name, ambiguous in agencies.spellings() if not ambiguous}
    spoken = _Spoken(agency, defaultdict(list), [], [])
    # The longest first, so that Interfax-Ukraine is not read as Interfax.
    for spelling in sorted(agency, key=lambda spelling: (-len(spelling), spelling)):
        if _OTHER_SCRIPT.match(spelling):
            spoken.other.append(spelling)
        elif first := _CAPITAL.match(spelling):
            spoken.capital[first[0]].append(spelling)
        else:
            spoken.small.append(spelling)
    return spoken


def _agencies(text: str, capitals: set[str]) -> Iterator[tuple[str, int, int]]:
    """Where agencies are named, in the order of the text; of two names at one place the longer."""
    spoken = _spoken()
    sought = [spelling for word in capitals & spoken.capital.keys() for spelling in spoken.capital[word]]
    sought += (spelling for spelling in spoken.small if spelling in text)
    if not text.isascii():
        letters = set(_OTHER_SCRIPT.findall(text))
        sought += (spelling for spelling in spoken.other if spelling[0] in letters and spelling in text)
    places = sorted((start, -len(spelling), spelling) for spelling in sought for start in _words(text, spelling))
    end = 0
    for start, length, spelling in places:
        if start >= end:
            end = start - length
            yield spoken.agency[spelling], start, end


_LAST_WORDS: Final = frozenset(
    "Times Post Gazette Herald Tribune Courier Journal Chronicle Observer Telegraph Guardian Examiner Inquirer Dispatch"
    " Mail Mirror Star Sun Standard Register Independent Globe Monitor Zeitung Nachrichten Rundschau Kurier Anzeiger"
    " Tageblatt Daily Wire".split()
)
_FIRST_WORDS: Final = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]{1,20}[ ]){1,3}$")
_LONGEST_PAPER: Final = 64
"""Code points before a newspaper's last word in which the others stand."""


def _papers(text: str, names: Names, capitals: set[str]) -> Iterator[tuple[str, int, int]]:
    """Where newspapers are named that nobody knows: two to four words with capitals, the last one telling."""
    places = sorted((place, word) for word in capitals & _LAST_WORDS for place in _words(text, word))
    for place, word in places:
        first = max(0, place - _LONGEST_PAPER)
        before = _FIRST_WORDS.search(text[first:place])
        if before:
            start, end = first + before.start() + 4 * before[0].startswith("The "), place + len(word)
            if start < place and not names.of(text[start:end]):
                yield text[start:end], start, end


def _outlets(text: str, names: Names) -> Iterator[tuple[str, int, int]]:
    """Where the outlets' names stand with a capital letter, in whatever case the rest is."""
    low = _lower(text)
    first_words = set(names.phrases)
    if len(first_words) > _MANY_OUTLETS:
        first_words &= set(re.findall(r"\w*", low))
    for word in sorted(first_words):
        # Looked for once, however many names begin so: a story may be in thousands of papers called "Daily …".
        starts = [start for start in _occurrences(low, word) if not text[start].islower()]
        for phrase, outlet in names.phrases[word]:
            for start in starts:
                end = start + len(phrase)
                if low.startswith(phrase, start) and _whole(text, start, end):
                    yield outlet, start, end


def _occurrences(text: str, word: str) -> Iterator[int]:
    """Where the word stands, also inside others; everywhere if it is empty, as before a name like "(a)"."""
    start = text.find(word)
    while 0 <= start < len(text):
        yield start
        start = text.find(word, start + 1)


def _words(text: str, word: str) -> Iterator[int]:
    """Where the word stands by itself."""
    return (start for start in _occurrences(text, word) if _whole(text, start, start + len(word)))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before or after; scripts that are written without spaces have no such borders."""
    if text[start] > "\u2e80":
        return True
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())


def _lower(text: str) -> str:
    """The text in lower case, every character in its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(character if len(character.lower()) > 1 else character.lower() for character in text)
