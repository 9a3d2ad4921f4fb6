"""The names of outlets and agencies: whose an article is, and which spellings mean the same one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from syndet.model import Article
from syndet.origin import agencies

_ASIDE: Final = re.compile(r"\([^()]{0,40}\)")
_SITE: Final = re.compile(
    r"(?:https?://)?(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[a-z]{2,12})(?:[/:?#]\S*)?", re.IGNORECASE
)
_SECOND_LEVEL: Final = frozenset("ac co com edu gov net or org".split())


@dataclass(frozen=True, slots=True)
class Names:
    """The outlets and agencies that a text may name.

    Attributes:
        own: the outlets by their keys; the agencies of the table are known as well.
        phrases: the outlets alone, by the first word of their names: the name in lower case, and the name.
    """

    own: dict[str, str]
    phrases: dict[str, list[tuple[str, str]]]

    def of(self, spelling: str) -> str | None:
        """The name that a spelling stands for, None for a spelling of nothing known.

        A name of two or three letters is taken in capitals or as the table has it, so that Pa. is no agency.
        """
        folded = key(spelling)
        name = self.own.get(folded) or agency_keys().get(folded)
        if name and len(folded) < 4 and spelling != spelling.upper() and spelling not in (name, name.casefold()):
            return None
        return name


def names(outlets: Iterable[str]) -> Names:
    """What a text may name: these outlets, and the agencies of the table."""
    own = {key(outlet): outlet for outlet in sorted(outlets) if key(outlet) not in agency_keys()}
    phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for outlet in sorted(own.values()):
        phrase = outlet.lower().removeprefix("the ")
        if len(phrase) > 2:
            phrases[re.split(r"\W", phrase)[0]].append((phrase, outlet))
    return Names(own, dict(phrases))


def outlet(article: Article) -> str | None:
    """Whose article it is: its source, else the folder in its id, else the host of its URL; else None.

    An agency is called by its name in the table, whatever the spelling.
    """
    for stated, read in ((article.source, str), (article.id, _folder), (article.url, site)):
        name = read(stated) if stated else None
        if name and (owner := _owner(name)):
            return owner
    return None


@lru_cache(maxsize=4096)
def _owner(name: str) -> str | None:
    """The outlet that a name stands for; None for one without letters."""
    cleaned = _clean(name)
    return agency_keys().get(key(cleaned), cleaned) if any(map(str.isalpha, cleaned)) else None


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """What is left of a name when its spelling does not matter: "The Meridian-Wire" and meridianwire are one."""
    folded = unicodedata.normalize("NFKD", name[:100].casefold()).removeprefix("the ")
    return "".join(filter(str.isalnum, folded))


@cache
def agency_keys() -> dict[str, str]:
    """The agencies of the table by the keys of their spellings."""
    return {key(spelling): name for spelling, name, _ in agencies.spellings()}


def _clean(name: str) -> str:
    """The name without what a list of sources adds to it: CNN (Web News), www.reuters.com."""
    name = _ASIDE.sub("", name[:200]).strip()
    return site(name) or name


def site(url: str) -> str | None:
    """What a site is called: "bbc" for https://www.bbc.co.uk/news; None for what is no address."""
    match = _SITE.fullmatch(url[:500].strip())
    if not match:
        return None
    *labels, _ = match["host"].split(".")
    if len(labels) > 1 and labels[-1].lower() in _SECOND_LEVEL:
        labels.pop()
    return labels[-1]


def _folder(id: str) -> str | None:
    """The last folder of an id as a name: "news/meridian-wire/ferry.txt" is of the Meridian Wire."""
    folders = id[-500:].split("/")[:-1]
    if not folders:
        return None
    words = re.split(r"[-_.\s]+", folders[-1][:100])
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or None
