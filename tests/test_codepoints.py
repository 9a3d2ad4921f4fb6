"""The table of code points: what ships is what `build` makes, and what its classes and foldings say."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from syndet import codepoints
from syndet.codepoints import CodePoints

SHIPPED = "15.1.0"
"""The Unicode version of the Python that made the table. Other versions have other characters, and a few
changed their properties in between: `test_what_ships_is_what_build_makes` compares the rest."""

ALL = 0x110000
FLAGS = (1 << codepoints.PAYLOAD_SHIFT) - 1


def entries(table: CodePoints) -> np.ndarray:
    """(0x110000,) uint32, the entry of every code point."""
    return table.entries[table.pages].reshape(-1)


@pytest.fixture(scope="module")
def built() -> CodePoints:
    return codepoints.build()


def meanings(table: CodePoints) -> np.ndarray:
    """(0x110000, 5): class and flags of every code point, and what it folds to, whatever row says so."""
    found = np.zeros((ALL, 5), np.uint32)
    found[:, 0] = entries(table) & FLAGS
    payload = entries(table) >> codepoints.PAYLOAD_SHIFT
    expands = (entries(table) & codepoints.EXPANDS) > 0
    found[:, 1] = np.where(expands, 0, payload)
    found[expands, 1:] = table.expansions[payload[expands]]
    return found


def test_what_ships_is_what_build_makes(built: CodePoints) -> None:
    """Exactly, on a Python with the same Unicode version; on another, where both know the character, but a few."""
    shipped = codepoints.load()
    if unicodedata.unidata_version == SHIPPED:
        for name in ("pages", "entries", "expansions"):
            assert getattr(shipped, name).tolist() == getattr(built, name).tolist()
        return
    differ = np.nonzero((meanings(shipped) != meanings(built)).any(axis=1))[0]
    differ = [f"U+{code:04X}" for code in differ if was_and_is_assigned(chr(code))]
    # Unicode mends the properties of a character now and then (14.0 to 15.1: five modifier letters).
    assert len(differ) <= 20, differ


def was_and_is_assigned(char: str) -> bool:
    """Whether both the running Python and the one that made the table knew this character."""
    if unicodedata.category(char) == "Cn":
        return False
    older = [int(n) for n in unicodedata.unidata_version.split(".")] < [int(n) for n in SHIPPED.split(".")]
    return older or meanings_of(char)[0] != codepoints.OTHER


def test_the_table_fits_its_types_and_bits() -> None:
    table = codepoints.load()
    assert (table.pages.dtype, table.entries.dtype, table.expansions.dtype) == (np.uint8, np.uint32, np.uint32)
    assert table.pages.shape == (ALL // 256,)
    assert table.entries.shape == (int(table.pages.max()) + 1, 256)
    assert table.expansions.shape[1] == 4
    payload = entries(table) >> codepoints.PAYLOAD_SHIFT
    expands = (entries(table) & codepoints.EXPANDS) > 0
    assert payload[expands].max() == len(table.expansions) - 1
    assert payload[~expands].max() < ALL
    assert (table.expansions[:, :2] > 0).all()


def test_only_words_have_flags_and_foldings() -> None:
    table = entries(codepoints.load())
    kinds = table & codepoints.CLASS_MASK
    assert set(kinds.tolist()) == set(range(codepoints.QUOTE + 1))
    wordy = [codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE, codepoints.MARK]
    assert (table[~np.isin(kinds, wordy)] <= codepoints.CLASS_MASK).all()


def test_what_folding_gives_is_folded() -> None:
    """A folded code point is a word's, and folds to itself: words compare the same however often folded."""
    table = codepoints.load()
    entry, expands = entries(table), entries(table) & codepoints.EXPANDS > 0
    payload = entry >> codepoints.PAYLOAD_SHIFT
    targets = np.union1d(payload[~expands], table.expansions)[1:]  # without 0, for "itself"
    kinds = entry[targets] & codepoints.CLASS_MASK
    assert np.isin(kinds, [codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE, codepoints.MARK]).all()
    assert [chr(code) for code in targets[payload[targets] > 0]] == []


@pytest.mark.parametrize(
    ("kind", "chars"),
    [
        (codepoints.LETTER, "aZßéıﬁŒЖїΩאبक한ᄒğÅₓ²½Ⅳªʻ"),
        (codepoints.DIGIT, "09٣۴५๓０𝟗"),
        (codepoints.SINGLE, "中〇々あアーｱไลកကㄅꀀ㐀𠀀"),
        (codepoints.MARK, "\u093e\u094d\u0902\u0e31\u0e49\u3099\u309a\uff9e\u0345"),
        (codepoints.IGNORED, "\u0301\u00ad\u200b\u200c\u200d\u200e\u202e\u2060\ufeff\ufe0f\u05b0\u064b\u0640\u0483"),
        (codepoints.IGNORED, "\u093c\u09bc"),
        (codepoints.SPACE, " \t\u00a0\u2009\u202f\u3000\x00\x1b"),
        (codepoints.NEWLINE, "\n\r\v\f\x85\u2028\u2029"),
        (codepoints.STOP, ".!?…．‼"),
        (codepoints.FULL_STOP, "。！？｡।॥؟۔։።"),
        (codepoints.OPENER, "([{‘‚‹〈（【¿¡"),
        (codepoints.CLOSER, ")]}’›〉）】"),
        (codepoints.QUOTE, '"“”„‟«»「」『』〝〞〟＂'),
        (codepoints.OTHER, "'-–—,;:/@#$%&*_+=|~`^ʼ€™😀、，；：・\ud800\udfff\ue000\U0010ffff\u0378"),
    ],
)  # fmt: skip
def test_classes(kind: int, chars: str) -> None:
    table = entries(codepoints.load())
    assert {char: int(table[ord(char)]) & codepoints.CLASS_MASK for char in chars} == dict.fromkeys(chars, kind)


@pytest.mark.parametrize(
    ("char", "folded"),
    [
        ("a", "a"), ("A", "a"), ("É", "e"), ("ß", "ss"), ("ẞ", "ss"), ("ﬁ", "fi"), ("Æ", "æ"), ("Ø", "ø"),
        ("ё", "е"), ("Й", "и"), ("ς", "σ"), ("ᾳ", "αι"), ("Ω", "ω"), ("K", "k"), ("İ", "i"), ("ı", "ı"),
        ("أ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ی", "ي"), ("ک", "ك"), ("ة", "ه"), ("ﺔ", "ه"), ("ﻼ", "لا"),
        ("Ａ", "a"), ("３", "3"), ("٣", "3"), ("𝟗", "9"), ("½", "12"), ("²", "2"),
        ("ｶ", "カ"), ("ガ", "カ\u3099"), ("ﾞ", "\u3099"), ("\u0958", "\u0915"), ("中", "中"), ("\uf900", "豈"),
    ],
)  # fmt: skip
def test_foldings(char: str, folded: str) -> None:
    assert "".join(map(chr, codepoints.fold(char))) == folded
    _, found = meanings_of(char)
    assert "".join(map(chr, found)) == folded


def meanings_of(char: str) -> tuple[int, list[int]]:
    """Class and flags of one character in the table that ships, and what it folds to."""
    table = codepoints.load()
    entry = int(table.entries[table.pages[ord(char) >> 8], ord(char) & 255])
    payload = entry >> codepoints.PAYLOAD_SHIFT
    if entry & codepoints.EXPANDS:
        return entry & FLAGS, [code for code in table.expansions[payload].tolist() if code]
    return entry & FLAGS, [payload or ord(char)]


def test_case_flags() -> None:
    for char, flags in {"a": 1, "ß": 1, "д": 1, "A": 2, "Д": 2, "ǅ": 2, "中": 0, "א": 0, "7": 0}.items():
        found = meanings_of(char)[0]
        assert bool(found & codepoints.LOWER) + 2 * bool(found & codepoints.UPPER) == flags, char


def test_every_hangul_syllable_is_made_of_its_letters() -> None:
    hangul = np.nonzero(entries(codepoints.load()) & codepoints.HANGUL)[0]
    assert (hangul[0], hangul[-1], len(hangul)) == (0xAC00, 0xD7A3, 11172)
