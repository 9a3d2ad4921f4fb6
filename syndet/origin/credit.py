"""The noun of this package's readers: a place where a text names its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

CreditKind = Literal["credit", "mention"]

_LONGEST_QUOTE: Final = 60


@dataclass(frozen=True, slots=True)
class Credit:
    """A place where a text names an agency or an outlet as a source.

    Attributes:
        name: the agency or outlet.
        kind: "credit" where the text says that it is theirs: a dateline, a byline, a copyright, a
            closing "(dpa)"; "mention" where they are quoted: "told Reuters", "Yonhap reported".
        start, end: code points, end exclusive, of the words that say so.
        words: those words, on one line and not too long for a sentence.
        opens: whether it is a dateline, which opens the story itself.
    """

    name: str
    kind: CreditKind
    start: int
    end: int
    words: str
    opens: bool = False


def quote(words: str) -> str:
    """`words` on one line, cut to a length that fits into a sentence."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"
