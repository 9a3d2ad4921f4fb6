"""The slow and obvious twin of the tokeniser: one string, its code points, nested lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from naive.sketch import mix32

from syndet import codepoints, text
from syndet.codepoints import (
    DIGIT,
    FULL_STOP,
    IGNORED,
    LETTER,
    MARK,
    NEWLINE,
    OPENER,
    OTHER,
    QUOTE,
    SINGLE,
    SPACE,
    STOP,
)

# What closes a quotation, by what opened it.
CLOSERS = {
    '"': '"',
    "＂": "＂",
    "“": "”",
    "„": "“”",
    "‟": "“”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
}
# These open nothing right after a word, and a line end without their partner unsays them.
AFTER_A_WORD_CLOSE = '"”»'
MAY_BE_INCHES = '"”'


def entry(char: str) -> int:
    table = codepoints.load()
    return int(table.entries[table.pages[ord(char) >> 8], ord(char) & 255])


def kind(char: str) -> int:
    return entry(char) & codepoints.CLASS_MASK


def folded(char: str) -> list[int]:
    """The code points that stand for a letter, digit or mark when words are compared."""
    if entry(char) & codepoints.HANGUL:
        lead, vowel, tail = (ord(char) - 0xAC00) // 588, (ord(char) - 0xAC00) % 588 // 28, (ord(char) - 0xAC00) % 28
        return [0x1100 + lead, 0x1161 + vowel] + ([0x11A7 + tail] if tail else [])
    payload = entry(char) >> codepoints.PAYLOAD_SHIFT
    if entry(char) & codepoints.EXPANDS:
        return [int(code) for code in codepoints.load().expansions[payload] if code]
    return [payload or ord(char)]


def fnv(codes: Iterable[int]) -> int:
    """FNV-1a over whole code points, spread."""
    h = 0x811C9DC5
    for code in codes:
        h = (h ^ code) * 0x01000193 % 2**32
    return mix32(h)


@dataclass
class Word:
    start: int
    end: int
    hash: int
    term: int
    letters: int
    digits: int
    single: bool
    first: str
    weight: int = 0
    quoted: bool = False
    codes: tuple[int, ...] = ()


@dataclass
class Sentence:
    start: int
    end: int = 0
    words: list[Word] = field(default_factory=list)


def separates(string: str, i: int) -> bool:
    """Whether a dot or comma, Arabic or full-width ones among them, stands here with a digit after it."""
    return string[i] in ".,\u066b\u066c\uff0e" and any(kind(char) == DIGIT for char in string[i + 1 : i + 2])


def word_at(string: str, start: int) -> Word:
    """The word whose first letter or digit stands at `start`."""
    single = kind(string[start]) == SINGLE
    codes: list[int] = []
    stem = letters = digits = 0
    i = start
    while i < len(string):
        this = kind(string[i])
        if this == DIGIT and not single:
            codes += folded(string[i])
            digits += 1
            stem = len(codes)
        elif this == MARK or (this == SINGLE and i == start) or (this == LETTER and not single):
            for code in folded(string[i]):
                codes.append(code)
                letters += 1
                if letters <= text.STEM:
                    stem = len(codes)
        elif this != IGNORED and not (digits and not letters and separates(string, i)):
            break
        i += 1
    word = Word(start, i, fnv(codes), fnv(codes[:stem]), letters, digits, single, string[start])
    word.codes = tuple(codes)
    return word


def pieces(string: str) -> Iterator[tuple[int, Word | str]]:
    """Words and all other code points in order, each with its place; what is not there left out."""
    i = 0
    while i < len(string):
        if kind(string[i]) in (LETTER, DIGIT, SINGLE):
            word = word_at(string, i)
            yield i, word
            i = word.end
        else:
            if kind(string[i]) not in (IGNORED, MARK):
                yield i, string[i]
            i += 1


def is_wrapped(string: str) -> bool:
    """Whether a quarter of the line ends before a line with something on it precede a lower-case letter.

    If not, whether no line is too long to be a width, and most of them fill it.
    """
    nexts = [string[i + 1 :].lstrip(" ")[:1] for i, char in enumerate(string) if char in "\n\r"]
    nexts = [char for char in nexts if char and char not in "\n\r"]
    if sum(bool(entry(char) & codepoints.LOWER) for char in nexts) * 4 > len(nexts):
        return True
    caseless = sum(kind(char) in (LETTER, SINGLE) and not entry(char) & CASED for char in nexts)
    longest = max(map(size, re.split("[\r\n]", string)))
    breaks = len(re.findall("[\r\n]", string[:-1]))
    width = WIDEST_CASELESS if caseless * 2 > len(nexts) else WIDEST
    if len(nexts) < FULL_LINES or size(string) > width * (len(nexts) + 1) + breaks:
        return False
    return longest <= width and fills_lines(string, longest)


CASED = codepoints.LOWER | codepoints.UPPER
FULL_LINES, LONG_WORD, WIDEST, WIDEST_CASELESS, SLACK = 3, 48, 120, 400, 16


def fills_lines(string: str, longest: int) -> bool:
    """Whether most lines, with the first word of the next, are as long as the longest and end no sentence."""
    full = []
    for line, following in pairwise(re.split("\r\n|\r|\n", string)):
        word = re.match(r"[^\x00- ]*", following.lstrip(" ")).group()
        if line and word:
            last = (line[:1] + line[1:].rstrip(" "))[-1]
            long = size(line) + min(size(word), LONG_WORD) >= longest - longest // SLACK
            full.append(long and kind(last) not in (STOP, FULL_STOP))
    return sum(full) >= FULL_LINES and sum(full) * 2 > len(full)


def size(string: str) -> int:
    """The bytes of a string."""
    return len(string.encode("utf-8", "surrogatepass"))


def rarity(word: Word, inside: bool) -> int:
    """How rare a word of this form is likely to be; `inside`: it is not the first of its sentence."""
    capital = inside and bool(entry(word.first) & codepoints.UPPER)
    if word.single:
        return 20
    if word.digits:
        return {1: 21, 2: 51}.get(word.digits, 81) if not word.letters else 81
    if word.letters < 4:
        return 31 if capital and word.letters > 1 else 0
    return 10 * min(word.letters, 20) + (15 if capital else 0)


def hashes(words: Iterable[str]) -> set[int]:
    return {word.hash for string in words for _, word in pieces(string) if isinstance(word, Word)}


ABBREVIATIONS, COUNTED = hashes(text._ABBREVIATIONS), hashes(text._COUNTED)


class Reader:
    """Reads the pieces of one article into paragraphs of sentences of words."""

    def __init__(self, string: str) -> None:
        self.wrapped = is_wrapped(string)
        self.string = string
        self.paragraphs: list[list[Sentence]] = []
        self.paragraph: list[Sentence] = []
        self.sentence: Sentence | None = None
        self.last: Word | None = None  # of this article
        self.tail = 0  # end of the last word with the marks that belong to it
        self.attached = False  # nothing but marks since the last word
        self.lead: int | None = None  # where the opening marks before the next word begin
        self.numbered = False  # whether the stop is the dot of a number of one or two digits
        self.ending = ""  # of the sentence: "", "stop", "stop and space", "full stop"
        self.line_ends = 0  # since the last word
        self.closers = ""  # inside a quotation: what ends it
        self.opener = ""
        self.quotation: list[Word] = []

    def read(self) -> list[list[Sentence]]:
        for at, piece in pieces(self.string):
            if isinstance(piece, Word):
                self.read_word(piece)
            elif kind(piece) in (SPACE, NEWLINE):
                self.read_space(at, piece)
            else:
                self.read_mark(at, piece)
        self.end_block(least=0)
        return self.paragraphs

    def read_word(self, word: Word) -> None:
        if self.sentence and self.ends_before(word):
            self.end_sentence()
            self.maybe_cut_paragraph()
        elif self.sentence and len(self.sentence.words) >= text.SENTENCE_MOST:
            self.cut_sentence(word)
        if not self.sentence:
            self.sentence = Sentence(word.start if self.lead is None else self.lead)
        words = self.sentence.words
        word.weight = rarity(word, inside=bool(words))
        word.quoted = bool(self.closers)
        if word.single and words and words[-1].weight in (20, 21) and self.only_space_before():
            words[-1].term = mix32((words[-1].hash * 0x01000193 % 2**32) ^ word.hash)
            words[-1].weight = 60
        words.append(word)
        self.quotation.append(word)
        self.last, self.tail = word, word.end
        self.attached, self.lead, self.ending, self.line_ends = True, None, "", 0

    def ends_before(self, word: Word) -> bool:
        if self.ending == "stop and space":
            lower = bool(entry(word.first) & codepoints.LOWER)
            return not lower and not (self.numbered and word.hash in COUNTED)
        phrase = word.single and self.last.single and self.only_space_before() and word.start > self.last.end
        long = len(self.sentence.words) >= text.PHRASE
        return self.ending == "full stop" or (phrase and long and not self.line_ends)

    def only_space_before(self) -> bool:
        """Whether no mark of any consequence stands between the last word and here."""
        return self.tail == self.last.end and self.lead is None

    def end_sentence(self) -> None:
        self.sentence.end = self.tail
        self.paragraph.append(self.sentence)
        self.sentence = None

    def cut_sentence(self, word: Word) -> None:
        """Ends a sentence that is too long at the place that its words choose, before `word`."""
        words = self.sentence.words
        unspaced = int(word.single)

        def rank(k: int) -> tuple[int, int, int]:
            gap = words[k].start - words[k - 1].end + unspaced
            drawn = mix32((words[k - 1].hash * 0x01000193 % 2**32) ^ words[k].hash)
            return max(2 - gap, 0), drawn >> 2, -k

        at = min(range(text.SENTENCE_LEAST, len(words)), key=rank)
        self.paragraph.append(Sentence(self.sentence.start, words[at - 1].end, words[:at]))
        self.sentence = Sentence(words[at].start, words=words[at:])
        self.maybe_cut_paragraph()

    def size(self) -> int:
        return sum(len(sentence.words) for sentence in self.paragraph)

    def maybe_cut_paragraph(self) -> None:
        """Ends a long paragraph at a sentence's end that its last word chooses."""
        chosen = self.paragraph[-1].words[-1].term % 4 == 0
        if self.size() >= text.PARAGRAPH_MOST or (self.size() >= text.PARAGRAPH_CUT and chosen):
            self.end_paragraph()

    def end_paragraph(self) -> None:
        self.paragraphs.append(self.paragraph)
        self.paragraph = []

    def read_space(self, at: int, char: str) -> None:
        self.attached = False
        just_opened = self.closers and self.opener not in MAY_BE_INCHES and not self.quotation
        if kind(char) == NEWLINE or not just_opened:
            self.lead = None
        if self.ending == "stop":
            self.ending = "stop and space"
        if kind(char) == NEWLINE and self.string[at : at + 2] != "\r\n":
            self.line_ends += 1
        if self.line_ends > (1 if self.wrapped else 0):
            self.end_block(least=text.PARAGRAPH_LEAST)

    def end_block(self, least: int) -> None:
        """Ends the sentence and any quotation here; and the paragraph, if it has `least` words."""
        if self.sentence:
            self.end_sentence()
            self.ending = ""
            if self.closers and self.opener in MAY_BE_INCHES:
                for word in self.quotation:
                    word.quoted = False
            self.closers = ""
        if self.paragraph and self.size() >= least:
            self.end_paragraph()

    def read_mark(self, at: int, char: str) -> None:
        opens, closes = kind(char) == OPENER, False
        if kind(char) == QUOTE:
            if self.closers:
                closes = char in self.closers
                self.closers = "" if char in self.closers else self.closers
            elif not (self.attached and char in AFTER_A_WORD_CLOSE) or self.leans_on_a_letter(at):
                self.closers, self.opener, self.quotation = CLOSERS.get(char, ""), char, []
                opens = bool(self.closers)
        ends = kind(char) in (STOP, FULL_STOP)
        if opens:
            self.lead = at if self.lead is None else self.lead
            self.attached = False
        elif self.attached or ((closes or ends) and self.sentence and self.lead is None):
            self.attached, self.tail = True, at + 1
        if kind(char) == FULL_STOP:
            self.ending = "full stop"
        elif kind(char) == STOP and not self.ending and self.sentence and not self.is_abbreviated(at, char):
            self.ending = "stop"
            self.numbered = char == "." and self.last.end == at and not self.last.letters and self.last.digits <= 2
        elif kind(char) == OTHER and self.ending == "stop":
            self.ending = ""

    def is_abbreviated(self, at: int, char: str) -> bool:
        """Whether this is the dot of an initial or of a known abbreviation."""
        word = self.last
        if char != "." or word.end != at or word.letters > 6:
            return False
        initial = word.letters == 1 and not word.digits and not word.single
        return initial or word.hash in ABBREVIATIONS

    def leans_on_a_letter(self, at: int) -> bool:
        """Whether this is a straight mark between a word and a letter, and so can only open."""
        following = [kind(char) for char in self.string[at + 1 : at + 2]]
        return self.string[at] == '"' and not self.last.digits and following in ([LETTER], [SINGLE])


def scan(string: str) -> list[list[Sentence]]:
    """The paragraphs of one article, each a list of sentences with their words."""
    return Reader(string).read()
