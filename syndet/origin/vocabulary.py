"""How many different words members have for what they share: a translator has as many, who simplifies fewer."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from syndet.origin import overlap
from syndet.origin.case import Case
from syndet.origin.sharing import Ranges, Share
from syndet.origin.steps import UNSPACED

_ALIKE: Final = 0.09
_APART: Final = 0.12
"""Mean logarithm of the ratio of the different words of two members: to the first, translators of one story differ (in
235 of 244 clusters), and never beyond the second but for one; from there on, one text was made simpler or shorter."""

_LETTERS: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_WORD: Final = re.compile(rf"([{_LETTERS}]|[^\W{_LETTERS}]+)")
_ASCII_WORD: Final = re.compile(r"(\w+)", re.ASCII)
"""The same for a text of ASCII, in two thirds of the time."""


def leads(case: Case, shares: Sequence[Share]) -> list[float]:
    """For each share the logarithm of the different words that its first member has for it over those of its second.

    Every word counts once, without case. Takes time linear in the texts and the shares.
    """
    words = {article.id: _Words(article.text) for article in case.members}
    counts = [
        (words[share.a.id].different(share.a.ranges), words[share.b.id].different(share.b.ranges)) for share in shares
    ]
    # Not the logarithm of their ratio: seen from the other side a lead is to be the same to the last digit.
    return [math.log(a) - math.log(b) for a, b in counts]


def apart(shares: Sequence[Share], leads: Sequence[float]) -> float:
    """0 to 1, how much it looks as if one member was made from another in fewer words, of those with these leads.

    Retellings of one story that none of the members wrote have about as many different words for it, be they
    by people or by machines; who retells it for other readers leaves out details and takes the plainer word.
    """
    sizes = [share.a.size + share.b.size for share in shares]
    mean = math.fsum(abs(lead) * size for lead, size in zip(leads, sizes, strict=True)) / (sum(sizes) or 1)
    return overlap.between(mean, _ALIKE, _APART)


class _Words:
    """The words of a text and where each begins."""

    def __init__(self, text: str) -> None:
        # Words at odd places, what stands between them at even ones: quicker than a match object for each.
        parts = (_ASCII_WORD if text.isascii() else _WORD).split(text)
        self._words = list(map(str.casefold, parts[1::2]))
        self._starts = list(accumulate(map(len, parts)))[:-1:2]

    def different(self, ranges: Ranges) -> int:
        """How many different words begin in these stretches, 1 or more."""
        seen: set[str] = set()
        for start, end in ranges:
            seen.update(self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)])
        return max(1, len(seen))
