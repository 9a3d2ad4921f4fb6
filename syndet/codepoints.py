"""What every Unicode code point means to the tokeniser, as one table that ships with the package.

The table is made from Python's own character database by ``python -m syndet.codepoints`` and kept as a
file, so that the same text gives the same tokens whatever Unicode version the running Python has.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Classes of code points; the low bits of an entry.
OTHER: Final = 0  # ends a word
LETTER: Final = 1  # of a script that is written with spaces
DIGIT: Final = 2
SINGLE: Final = 3  # a letter of a script without spaces: a word by itself
MARK: Final = 4  # goes on with the word before it, of either kind: vowel signs, kana's voicing marks
IGNORED: Final = 5  # it is not there: accents, soft hyphens, zero-width and bidi marks
SPACE: Final = 6
NEWLINE: Final = 7
STOP: Final = 8  # ends a sentence when a space follows
FULL_STOP: Final = 9  # ends a sentence whatever follows
OPENER: Final = 10
CLOSER: Final = 11
QUOTE: Final = 12  # opens or closes, by its partner

CLASS_MASK: Final = 15
LOWER: Final = 1 << 4  # a lower-case letter: no sentence begins with it
UPPER: Final = 1 << 5
EXPANDS: Final = 1 << 6  # the payload is a row of `expansions`
HANGUL: Final = 1 << 7  # a syllable: it stands for its two or three letters, by arithmetic
PAYLOAD_SHIFT: Final = 8  # above: the folded code point, 0 for itself; or the row

_FILE: Final = Path(__file__).with_name("codepoints.npz")
_PAGE: Final = 256
_LIMIT: Final = 0x110000

_QUOTES: Final = frozenset('"“”„‟«»「」『』〝〞〟＂')
_FULL_STOPS: Final = frozenset("。！？｡।॥؟۔։።፧៕၊။")
_STOPS: Final = frozenset(".!?…‼⁇⁈⁉‽．")
_VOICING: Final = frozenset("ﾞﾟ")  # half-width: letters to Unicode, marks to the reader
_OPENERS: Final = frozenset("¿¡")  # punctuation to Unicode; a sentence begins with them
_APOSTROPHE: Final = 0x2BC  # a letter to Unicode; Ukrainian writes it, ’ and ' for one another, and those part words
# Letters that Arabic writers and keyboards put for one another: final yeh without dots, the yeh and kaf of Persian,
# teh marbuta without dots, alef with a wasla.
_VARIANTS: Final = {0x649: 0x64A, 0x6CC: 0x64A, 0x6A9: 0x643, 0x629: 0x647, 0x671: 0x627}
# Scripts written without spaces between words, by the first word of their characters' names.
_UNSPACED: Final = frozenset(
    "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA IDEOGRAPHIC THAI LAO KHMER MYANMAR BOPOMOFO YI HENTAIGANA TANGUT".split()
)
# Marks that a writer may leave out without changing the word: Latin, Greek and Cyrillic accents, Hebrew
# points, Arabic short vowels and stretching, variation selectors; and, by their names, the nuktas of Indic
# scripts. Their vowel signs stay, and so does the Greek iota subscript (0x345), whose capital is a letter.
_ACCENT_RANGES: Final = (
    (0x300, 0x344), (0x346, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x640, 0x640), (0x64B, 0x65F),
    (0x670, 0x670), (0x6D6, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE2F),
    (0xE0100, 0xE01EF),
)  # fmt: skip
_ACCENTS: Final = frozenset(code for low, high in _ACCENT_RANGES for code in range(low, high + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePoints:
    """The table, in two stages: ``entries[pages[c >> 8], c & 255]`` describes code point `c`.

    Attributes:
        pages: (4352,) uint8.
        entries: (n_pages, 256) uint32: class, flags, and the folded code point from bit 8 up.
        expansions: (n, 4) uint32, what a code point folds to when that is several; 0 pads.
    """

    pages: NDArray[np.uint8]
    entries: NDArray[np.uint32]
    expansions: NDArray[np.uint32]


@cache
def load() -> CodePoints:
    """The table that ships with the package."""
    import numpy as np

    with np.load(_FILE) as file:
        return CodePoints(pages=file["pages"], entries=file["entries"], expansions=file["expansions"])


def build() -> CodePoints:
    """The table made anew from the character database of the running Python."""
    import numpy as np

    expansions: dict[tuple[int, ...], int] = {}
    entries = np.array([_entry(chr(c), expansions) for c in range(_LIMIT)], dtype=np.uint32)
    distinct, pages = np.unique(entries.reshape(-1, _PAGE), axis=0, return_inverse=True)
    rows = [list(row) + [0] * (4 - len(row)) for row in expansions]
    return CodePoints(
        pages=pages.reshape(-1).astype(np.uint8), entries=distinct, expansions=np.array(rows, dtype=np.uint32)
    )


def _entry(char: str, expansions: dict[tuple[int, ...], int]) -> int:
    kind = _class(char)
    if kind not in (LETTER, DIGIT, SINGLE, MARK):
        return kind
    if 0xAC00 <= ord(char) <= 0xD7A3:
        return kind | HANGUL
    flags = (LOWER if char.islower() else 0) | (UPPER if char.isupper() or char.istitle() else 0)
    folded = fold(char)
    if folded == (ord(char),):
        return kind | flags
    if len(folded) == 1:
        return kind | flags | folded[0] << PAYLOAD_SHIFT
    row = expansions.setdefault(folded, len(expansions))
    return kind | flags | EXPANDS | row << PAYLOAD_SHIFT


def fold(char: str) -> tuple[int, ...]:
    """The 1 to 4 code points that stand for `char` when words are compared.

    Case, accents, width and ligatures are folded away: compatibility decomposition (NFKD), case
    folding, accents dropped, variants of a letter made one. Digits of every script become ASCII digits.
    """
    if char.isdecimal():
        return (ord("0") + unicodedata.decimal(char),)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = [_VARIANTS.get(ord(c), ord(c)) for c in parts if _is_wordy(c) and not _is_accent(c)]
    return tuple(kept[:4]) or (ord(char),)


def _is_wordy(char: str) -> bool:
    return ord(char) != _APOSTROPHE and (char.isalnum() or unicodedata.category(char)[0] == "M")


def _is_accent(char: str) -> bool:
    nukta = unicodedata.category(char)[0] == "M" and "NUKTA" in unicodedata.name(char, "")
    return ord(char) in _ACCENTS or nukta


def _class(char: str) -> int:
    code = ord(char)
    category = unicodedata.category(char)
    if char in "\n\r\v\f\x85\u2028\u2029":
        return NEWLINE
    if _is_accent(char) or category == "Cf":
        return IGNORED
    if category in ("Zs", "Cc"):
        return SPACE
    if char in _QUOTES:
        return QUOTE
    if char in _FULL_STOPS:
        return FULL_STOP
    if char in _STOPS:
        return STOP
    if code == _APOSTROPHE:
        return OTHER
    if category in ("Ps", "Pi") or char in _OPENERS:
        return OPENER
    if category in ("Pe", "Pf"):
        return CLOSER
    if char.isdecimal():
        return DIGIT
    if category in ("Mn", "Mc") or char in _VOICING:
        return MARK
    if category[0] == "L" or category in ("Nl", "No"):
        name = unicodedata.name(char, "").replace("HALFWIDTH ", "").replace("FULLWIDTH ", "")
        return SINGLE if name.split(" ")[0] in _UNSPACED else LETTER
    return OTHER


if __name__ == "__main__":
    import numpy as np

    table = build()
    np.savez_compressed(_FILE, pages=table.pages, entries=table.entries, expansions=table.expansions)
    print(f"{_FILE.name}: Unicode {unicodedata.unidata_version}, {len(table.entries)} pages, "
          f"{len(table.expansions)} expansions, {_FILE.stat().st_size} bytes")  # fmt: skip
