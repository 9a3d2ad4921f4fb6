"""Matching sees through how a letter is written: the same words in any spelling, and offsets into what is written."""

from __future__ import annotations

import unicodedata

import pytest

import syndet
from syndet.model import Article

STORY = (
    "Der Präsident eröffnete am Dienstag die neue Fußgängerbrücke über die Elbe, zehn Jahre nach dem ersten "
    "Entwurf. Die Kosten stiegen von fünf auf elf Millionen Euro, teilte die Behörde mit. "
    "Offizielle Zahlen fehlten zunächst; finanziert wurde sie aus Mitteln der Länder."
)
ENGLISH = (
    "The official office confirmed five efficient offshore flights on Tuesday, the first since the affair ended in "
    "conflict. Officials said 214 staff were reshuffled before the fleet could finally sail again from Port Elara."
)


def inserted(text: str, what: str) -> str:
    """The text with something inside every word of five letters or more."""
    return " ".join(word[:3] + what + word[3:] if len(word) > 4 else word for word in text.split(" "))


def wide(text: str) -> str:
    """The text in full-width letters, figures and punctuation, its spaces as they are."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def ligated(text: str) -> str:
    """The text with the ligatures of print."""
    for letters, ligature in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(letters, ligature)
    return text


SPELLINGS = {
    "composed": unicodedata.normalize("NFC", STORY),
    "decomposed": unicodedata.normalize("NFD", STORY),
    "soft hyphens": inserted(STORY, "\u00ad"),
    "zero-width spaces": inserted(STORY, "\u200b"),
    "zero-width joiners": inserted(STORY, "\u200d"),
    "word joiners": inserted(STORY, "\u2060"),
    "byte order marks": inserted(STORY, "\ufeff"),
    "right-to-left marks": inserted(STORY, "\u200f"),
    "embeddings": inserted(STORY, "\u202a"),
    "capitals": STORY.upper(),
    "no-break spaces": STORY.replace(" ", "\u00a0"),
    "Windows line ends": STORY.replace(". ", ".\r\n"),
}
ENGLISH_SPELLINGS = {
    "ligatures": ligated(ENGLISH),
    "full width": wide(ENGLISH),
    "mathematical": "".join(chr(0x1D41A + ord(c) - 97) if c.islower() else c for c in ENGLISH),
}


def check(told: str, spelled: str, apart: float) -> None:
    """The two texts share one whole passage whose offsets cut exactly the story out of both."""
    before, after = "Ganz anderes zuvor.\n\n", "\n\nUnd etwas danach, das nicht dazugehört."
    a = Article(id="a", text=told)
    b = Article(id="b", text=before + spelled + after)
    link = syndet.compare(a, b)
    (passage,) = link.passages
    assert passage.identical >= apart
    assert a.text[passage.a_start : passage.a_end] == told
    assert b.text[passage.b_start : passage.b_end] == spelled


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_same_words_in_another_spelling_are_the_same(spelling: str) -> None:
    check(STORY, SPELLINGS[spelling], 1.0)


@pytest.mark.parametrize("spelling", ENGLISH_SPELLINGS)
def test_the_same_words_in_other_letters_are_the_same(spelling: str) -> None:
    check(ENGLISH, ENGLISH_SPELLINGS[spelling], 1.0)


def test_lone_surrogates_and_nul_bytes_shift_no_offset() -> None:
    check(STORY, STORY.replace(" mit. ", " mit.\x00 \ud83d "), 0.9)


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    a = Article(id="a", text=STORY)
    b = Article(id="b", text="😀𝒳😀\n\n" + STORY)
    (passage,) = syndet.compare(a, b).passages
    assert b.text[passage.b_start : passage.b_end] == STORY
