"""Articles to Texts: words, sentences, paragraphs and quotations, each with offsets into the original."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from syndet import codepoints, columns
from syndet.model import Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEM: Final = 6
"""Letters of a prefix stem. On PAN13 stems of 6 or 7 do as well as the Snowball stemmer."""

PHRASE: Final = 40
"""Letters of a script without spaces after which a space ends the sentence: Thai has no other stop."""

SENTENCE_LEAST: Final = 20
"""Words that a sentence keeps at least when it is cut."""

SENTENCE_MOST: Final = 60
"""Words after which a sentence is cut: tables and lists without stops end somewhere. The words themselves choose
where, between `SENTENCE_LEAST` and here, so that two copies of one list are cut at the same places."""

PARAGRAPH_LEAST: Final = 25
"""Words a paragraph needs to stand alone; a heading goes with what follows it."""

PARAGRAPH_CUT: Final = 100
"""Words after which a sentence's last word may end the paragraph (one word in four does), so that
two copies of one long paragraph are cut at the same places."""

PARAGRAPH_MOST: Final = 250
"""Words after which a paragraph is cut at the next sentence whatever it holds."""

# A dot after one of these ends no sentence: words that stand before names, numbers and German nouns, for
# what goes on in lower case does so without them. A dot after a single letter (an initial, "U.S.") never does.
_ABBREVIATIONS: Final = """
    mr mrs ms dr prof sen rep gov gen lt col sgt capt cmdr adm rev hon pres supt st jr sr mt ft
    inc corp co ltd no nos vs etc dept est jan feb mar apr jun jul aug sep sept oct nov dec
    bzw ca usw nr abs str evtl vgl mio mrd sog mme mlle sra srta dra av art fig vol pp ed approx
    tsd rd ggf inkl exkl zzgl geb gest verh tel dipl ing mag bd hrsg hl fr allg einschl usf
    mm mgr ste cie bd chap env janv fevr avr juil
    sres sras dn ee uu gral cnel lic arq mons pdte num pag pags tfno avda sto sta fco
    srs drs dras exmo exma profa cel maj
    ул просп пр пл пер бул наб пос дер респ им ред св см гр тов акад проф доц ген полк
    вул пров ім див смт буд корп кв стор
    डॉ प्रो पं मो सं बी सी डी एफ जी एच जे के एल एम एन पी आर एस टी यू वी
""".split()

# Before one of these a number with a dot is an ordinal: German writes both so, and nouns with capitals.
_COUNTED: Final = """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    jahrhundert jahrhunderts jahrtausend lebensjahr geburtstag weltkrieg weltkriegs mal runde spieltag minute platz
    klasse etage stock obergeschoss bundesliga liga fc sc sv wahlperiode senat strafsenat zivilsenat kammer auflage
""".split()


def scan(texts: Sequence[str]) -> Texts:
    """The tokens, sentences and paragraphs of `texts`, as flat arrays.

    A word is a run of letters and digits (Unicode UAX #29 in spirit; apostrophes and hyphens part
    words, a comma or dot inside a number does not); a letter of a script written without spaces is a
    word by itself. Words are compared folded: case, accents, width and ligatures do not count, nor which of
    the letters stands that Arabic writers put for one another. Any string will do, lone surrogates included; the
    answer for one text does not depend on the others.
    """
    return _scan(texts, _words("abbreviations"), _words("counted"))


def concatenate(parts: Iterable[Texts], *, filed: bool = False) -> Texts:
    """One batch holding the articles of all `parts`, of which there is one at least, in order.

    Each part is taken in as it comes and let go, so that memory does not hold the batch twice. `filed` keeps the
    arrays in temporary files, of which memory holds what is in use; `release` lets go of that.
    """
    pointers = ("sentence_token", "paragraph_sentence", "article_paragraph")
    made: dict[str, columns.Column] = {}
    last = dict.fromkeys(pointers, 0)
    for part in parts:
        for name in (field.name for field in fields(Texts)):
            values = getattr(part, name)
            if name not in made:
                made[name] = columns.column(values.dtype, filed=filed)
                made[name].add(values)
            else:
                made[name].add(values[1:] + last[name] if name in last else values)
            if name in last:
                last[name] += int(values[-1])
    return Texts(**{name: column.closed() for name, column in made.items()})


def release(texts: Texts) -> None:
    """Let go of what memory holds of a batch that lies in files."""
    columns.release(getattr(texts, field.name) for field in fields(Texts))


def part(texts: Texts, start: int, stop: int) -> Texts:
    """The articles start:stop of a batch as a batch of their own; word arrays are views, not copies."""
    paragraphs = slice(int(texts.article_paragraph[start]), int(texts.article_paragraph[stop]))
    sentences = slice(*texts.paragraph_sentence[[paragraphs.start, paragraphs.stop]].tolist())
    tokens = slice(*texts.sentence_token[[sentences.start, sentences.stop]].tolist())
    return Texts(
        word=texts.word[tokens],
        term=texts.term[tokens],
        start=texts.start[tokens],
        end=texts.end[tokens],
        weight=texts.weight[tokens],
        quoted=texts.quoted[tokens],
        sentence_start=texts.sentence_start[sentences],
        sentence_end=texts.sentence_end[sentences],
        sentence_token=texts.sentence_token[sentences.start : sentences.stop + 1] - tokens.start,
        paragraph_sentence=texts.paragraph_sentence[paragraphs.start : paragraphs.stop + 1] - sentences.start,
        article_paragraph=texts.article_paragraph[start : stop + 1] - paragraphs.start,
    )


@cache
def _words(kind: Literal["abbreviations", "counted"]) -> NDArray[np.uint32]:
    """The rising hashes of a list of words."""
    import numpy as np

    none = np.empty(0, np.uint32)
    words = _ABBREVIATIONS if kind == "abbreviations" else _COUNTED
    return np.sort(_scan(["\n".join(words)], none, none).word)


def _scan(texts: Sequence[str], abbreviations: NDArray[np.uint32], counted: NDArray[np.uint32]) -> Texts:
    import numpy as np

    from syndet.kernels import tokens

    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    article_byte = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(data) for data in encoded], out=article_byte[1:])
    data = np.frombuffer(b"".join(encoded), np.uint8)
    table = codepoints.load()
    # A word takes two bytes at least (one and a space, or a letter of several bytes).
    most = len(data) // 2 + len(texts) + 1
    word, term = np.empty(most, np.uint32), np.empty(most, np.uint32)
    start, end = np.empty(most, np.int32), np.empty(most, np.int32)
    weight, quoted = np.empty(most, np.uint8), np.empty(most, np.uint8)
    sentence_start, sentence_end = np.empty(most, np.int32), np.empty(most, np.int32)
    sentence_token, paragraph_sentence = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    article_paragraph = np.empty(len(texts) + 1, np.int64)
    limits = np.array(
        [STEM, PHRASE, SENTENCE_LEAST, SENTENCE_MOST, PARAGRAPH_LEAST, PARAGRAPH_CUT, PARAGRAPH_MOST], np.int64
    )
    n_tokens, n_sentences, n_paragraphs = tokens.scan(
        data, article_byte, table.pages, table.entries, table.expansions, abbreviations, counted, limits,
        word, term, start, end, weight, quoted,
        sentence_start, sentence_end, sentence_token, paragraph_sentence, article_paragraph,
    )  # fmt: skip
    return Texts(
        word=word[:n_tokens].copy(),
        term=term[:n_tokens].copy(),
        start=start[:n_tokens].copy(),
        end=end[:n_tokens].copy(),
        weight=weight[:n_tokens].copy(),
        quoted=quoted[:n_tokens].copy(),
        sentence_start=sentence_start[:n_sentences].copy(),
        sentence_end=sentence_end[:n_sentences].copy(),
        sentence_token=sentence_token[: n_sentences + 1].copy(),
        paragraph_sentence=paragraph_sentence[: n_paragraphs + 1].copy(),
        article_paragraph=article_paragraph,
    )
