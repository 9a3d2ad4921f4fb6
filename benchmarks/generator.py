"""Invented news articles with planted reprints, edited copies and updates: any number, the same for a seed anywhere.

The words are made of syllables, so nothing here was written by anybody. What a file holds:

- **Articles** of 120 to 1,220 words, mean 487, 3.1 kB, short ones more often than long ones; sentences of 8 to 32
  words, mean 20; paragraphs of one sentence or more, mean 2.2. One sentence in seven is quoted. An article has 4
  quotations or so, 5 possessives, 3 dashes; commas and capitals stand where news has about as many.
- **Vocabulary** of 30,000 words, the word of rank r drawn in proportion to 1 / (r + 3), so the two most frequent are
  5 % of a text. Frequent words are short. Two unrelated articles share hardly a word 5-shingle.
- **Families**: of 1,000, 800 have one article, 120 two, 40 three, 20 four, 16 five to eight, 4 nine to twelve;
  so 42 % of the articles have a relative. A family's first article is the original; each other is made from it alone:

      30 %  reprint      the same text, Jaccard of word 5-shingles 1
      45 %  edited copy  words replaced, left out and put in, 1 to 3 in a row, spread over the text; the Jaccard
                         with the original aims at .76 to .84 in one half and .70 to .95 in the other, and lies
                         within .05 of its aim: the median is .80, a twentieth each is below .71 and above .92
      25 %  update       one to three paragraphs cut, most from the bottom, or added at the end or before: .5 to .99,
                         the median .85

  Two copies of one original are less alike than each is to it. Of the related pairs half are at .8 or above, three
  in ten between .7 and .8.
- **Typography**, where asked, in 70 % of the articles, drawn for each on its own: curly quotes and apostrophes, em
  dashes, and accents on every fiftieth word of the vocabulary but the 100 most frequent (the `e` of another article
  is an `é` here), 7 to an article. Without case and accents the words stay the same, and so does every Jaccard.
- **Order**: relatives lie anywhere in the file. A copy has another outlet than its original as a rule, and
  is published minutes to two days after it.

Only whole numbers are drawn, from a mixer of 64 bits that is written out below, never from a library's generator:
the bytes depend on the number of articles, the seed and the typography alone, not on platform or version.
Any article can be made without those before it, and memory does not grow with the text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
"""The words of a text in their order, each ``rank * len(FORMS) + form``."""

Draws = NDArray[np.uint64]

WORDS: Final = 30_000
"""Words of the vocabulary."""

FORMS: Final = ("{w} ", "{W} ", '"{W} ', "{w}, ", "{w}'s ", "{w} - ", "{w}. ", '{w}." ', "{w}.\n\n", '{w}."\n\n')
"""How a word stands in a text, white space after it included; `W` has a capital."""

PLAIN, CAPITAL, OPENING, COMMA, OWNER, DASH, STOP, CLOSING, PARAGRAPH, CLOSING_PARAGRAPH = range(len(FORMS))

SIZES: Final = ((800, (1,)), (120, (2,)), (40, (3,)), (20, (4,)), (16, (5, 6, 7, 8)), (4, (9, 10, 11, 12)))
"""Of 1,000 families, how many have one of these numbers of articles."""

TYPOGRAPHIC: Final = 700
"""Of 1,000 articles, how many are typographic where that is asked."""

REPRINT, EDITED, UPDATE = "reprint", "edited", "update"

_INNER: Final = np.repeat(np.array([COMMA, CAPITAL, OWNER, DASH, PLAIN], np.int32), [14, 16, 3, 2, 221])
"""How a word inside a sentence stands, for each of 256 draws."""

_SLOT: Final = 8
"""Words that an edit has to itself: two edits never spoil the same shingle twice."""

_DRAWING: Final = 18
"""Bits of a draw that choose a word."""

_START: Final = datetime(2021, 1, 1, tzinfo=timezone.utc)

_ACCENTS: Final = str.maketrans("aeioucn", "áéíöüçñ")

_OUTLETS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """Which article stands where, before any text is made.

    Attributes:
        seed: what everything is drawn from.
        typographic: whether articles with curly quotes, dashes and accents are among them.
        family: (n,) int64, the family of the article at each place of the file.
        member: (n,) int64, its number in the family; 0 is the original.
    """

    seed: int
    typographic: bool
    family: NDArray[np.int64] = field(repr=False)
    member: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.family)


def plan(articles: int, *, seed: int = 1, typographic: bool = False) -> Plan:
    """The plan of a file of so many articles; raises ValueError for fewer than one."""
    if articles < 1:
        raise ValueError("a file has one article or more")
    # No family is empty, so there are at most as many families as articles; the last one is cut to fit.
    draw = draws(seed, 1, articles)
    choice, among = (draw >> np.uint64(32)) % np.uint64(1000), draw & np.uint64(0xFFFF)
    size = np.zeros(articles, np.int64)
    below = 0
    for share, sizes in SIZES:
        chosen = (choice >= below) & (choice < below + share)
        size[chosen] = np.array(sizes)[among[chosen] % np.uint64(len(sizes))]
        below += share
    family = np.repeat(np.arange(articles), size)[:articles]
    member = np.arange(articles) - np.searchsorted(family, family)
    order = np.argsort(draws(seed, 2, articles), kind="stable")
    return Plan(seed=seed, typographic=typographic, family=family[order], member=member[order])


def write(path: Path, articles: int, *, seed: int = 1, typographic: bool = False) -> None:
    """Write a file of JSON lines with the fields id, text, source and published."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(plan(articles, seed=seed, typographic=typographic)))


def lines(made: Plan) -> Iterator[str]:
    """The lines of the file, each with its line end."""
    for place, (family, member) in enumerate(zip(made.family.tolist(), made.member.tolist(), strict=True)):
        source, published = _imprint(made.seed, family, member)
        row = {
            "id": name(place),
            "text": spell(code(made.seed, family, member), made.typographic and _is_typographic(made.seed, place)),
            "source": source,
            "published": published,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def name(place: int) -> str:
    """The id of the article at this place of the file; ids sort as the places do."""
    return f"g{place:07}"


def kind(seed: int, family: int, member: int) -> str | None:
    """How this member was made from its original; None for the original."""
    if not member:
        return None
    choice = _draw(seed, _stream(4, family, member)) % 100
    return REPRINT if choice < 30 else EDITED if choice < 75 else UPDATE


def code(seed: int, family: int, member: int) -> Codes:
    """The words of one article."""
    original = _original(seed, family)
    how = kind(seed, family, member)
    if how == EDITED:
        return _edited(original, draws(seed, _stream(5, family, member), len(original) + 3))
    return _updated(original, seed, family, member) if how == UPDATE else original


def spell(code: Codes, typographic: bool) -> str:
    """The text of these words."""
    return _spelled(code, typographic)[0].decode("utf-8").rstrip()


def pieces(seed: int, number: int, words: int, count: int) -> list[str]:
    """So many texts of so many words each, 16 or more, whole sentences on one line; many in the time of a few articles.

    Another `number` has other texts, and no article of this seed has them.
    """
    code = _prose(draws(seed, _stream(9, number, 0), words * count), words)
    letters, end = _spelled(code, False)
    border = [0, *end[words - 1 :: words].tolist()]
    text = letters.decode("ascii")
    return [text[first:last].rstrip().replace("\n\n", " ") for first, last in pairwise(border)]


def draws(seed: int, stream: int, n: int) -> Draws:
    """(n,) uint64, spread evenly, of a stream of their own: the finaliser of SplitMix64 over a counter."""
    start = _draw(seed, stream)
    drawn = np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(start)
    drawn = (drawn ^ (drawn >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Draws = drawn ^ (drawn >> np.uint64(31))
    return mixed


@cache
def vocabulary() -> tuple[str, ...]:
    """The words, the most frequent first: no two alike, all of ASCII letters, short ones in front."""
    onsets = "b c d f g h k l m n p r s t v w b d h l m n r s t br cl gr pl st th tr sh ch".split()
    nuclei = "a e i o u a e i o ai ea ou".split()
    codas = ["", "", "", "", "n", "r", "s", "l", "t", "m", "nd", "ck"]
    made: dict[str, None] = {}
    for drawn in draws(0, 0, 8 * WORDS).tolist():
        rank = len(made)
        syllables = 1 if rank < 150 else 2 if rank < 6_000 else 2 + drawn % 2
        parts: list[str] = []
        for place in range(syllables):
            bits = drawn >> (4 + 18 * place)
            parts += onsets[bits % len(onsets)], nuclei[(bits >> 6) % len(nuclei)]
        made.setdefault("".join((*parts, codas[(drawn >> 58) % len(codas)])))
        if len(made) == WORDS:
            return tuple(made)
    raise AssertionError("too few different words")


@cache
def _drawing() -> Codes:
    """(2 ** _DRAWING,) int32: a rank for every draw, each rank as often as its weight says and once at least."""
    weight = (1 << 40) // (np.arange(WORDS, dtype=np.int64) + 3)
    room = (1 << _DRAWING) - WORDS
    border = np.cumsum(weight) * room // weight.sum()
    times = np.diff(border, prepend=0) + 1
    return np.repeat(np.arange(WORDS, dtype=np.int32), times)


@cache
def _spellings(typographic: bool) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Every word in every form one after another as UTF-8; where each begins and how long it is, by its code."""
    forms: tuple[str, ...] = FORMS
    words: Sequence[str] = vocabulary()
    if typographic:
        forms = tuple(
            form.replace('"{', "“{").replace('"', "”").replace("'", "’").replace(" - ", " — ") for form in forms
        )
        words = [word if rank < 100 or rank % 50 else word.translate(_ACCENTS) for rank, word in enumerate(words)]
    spelled = [form.format(w=word, W=word.capitalize()).encode("utf-8") for word in words for form in forms]
    length = np.array([len(letters) for letters in spelled])
    return np.frombuffer(b"".join(spelled), np.uint8), np.cumsum(length) - length, length


def _original(seed: int, family: int) -> Codes:
    first, second = (_draw(seed, _stream(3, family, n)) % 1_101 for n in (1, 2))
    return _prose(draws(seed, _stream(3, family, 0), 120 + min(first, second)))


def _spelled(code: Codes, typographic: bool) -> tuple[bytes, NDArray[np.int64]]:
    """These words with the white space after each, as UTF-8, and where in it each ends."""
    blob, start, length = _spellings(typographic)
    size = length.take(code)
    end = np.cumsum(size)
    # Twice as fast as a join of strings: they lie all over the memory.
    place = np.repeat(start.take(code) - end + size, size) + np.arange(end[-1])
    return blob.take(place).tobytes(), end


def _prose(drawn: Draws, text: int | None = None) -> Codes:
    """Sentences and paragraphs, a word for every draw; texts of `text` words one after another, or one text of all."""
    words, n = _drawing().take((drawn >> np.uint64(64 - _DRAWING)).view(np.int64)), len(drawn)
    # The top bits choose the word, those from 38 on its form, those below lengths, quotations and paragraphs.
    form = _INNER.take(((drawn >> np.uint64(38)) & np.uint64(255)).view(np.int64))
    few = drawn[: n // 8 + 1]
    length = np.uint64(8) + (few >> np.uint64(24)) % np.uint64(13) + (few & np.uint64(0xFFFF)) % np.uint64(13)
    last = np.cumsum(length.astype(np.int64)) - 1
    text = text or n
    within = last % text
    last = last[(last < n) & (within >= 7) & (within < text - 8)]
    last = np.union1d(last, np.arange(text - 1, n, text))
    first = np.concatenate(([0], last[:-1] + 1))
    quoted = ((drawn[first] >> np.uint64(32)) & np.uint64(63)) < 9
    ending = ((drawn[last] >> np.uint64(32)) & np.uint64(63)) < 29
    form[first] = np.where(quoted, OPENING, CAPITAL)
    form[last] = STOP + quoted + 2 * ending
    form[text - 1 :: text] = PARAGRAPH + quoted[last % text == text - 1]
    code: Codes = words * np.int32(len(FORMS)) + form
    return code


def _edited(code: Codes, drawn: Draws) -> Codes:
    """The text with words replaced, left out and put in, to a Jaccard that the last draws choose."""
    n, options = len(code), drawn[-3:].tolist()
    aim = 760 + options[1] % 81 if options[0] % 2 else 700 + options[1] % 251  # thousandths
    # An edit spoils some five shingles of each side, measured 4.8; what m edits leave of n, (n - 4.8 m) / (n + 4.8 m),
    # is the aim for this m, rounded.
    edits = (n * (1_000 - aim) * 10 + 24 * (1_000 + aim)) // (48 * (1_000 + aim))
    slots = n // _SLOT - 1
    slot = np.argsort(drawn[:slots], kind="stable")[: max(1, min(edits, slots))]
    place, chosen = slot * _SLOT + 1, drawn[slot]
    new = _drawing()[drawn[place] & np.uint64((1 << _DRAWING) - 1)] * np.int32(len(FORMS))
    times = np.ones(n, np.int64)
    what = (chosen >> np.uint64(8)) % np.uint64(10)  # 0 to 5 replace, 6 and 7 leave out, 8 and 9 put in
    plain = code[place] % len(FORMS) == PLAIN  # others are replaced, so that sentences keep their ends
    times[place[(what >= 6) & (what < 8) & plain]] = 0
    times[place[(what >= 8) & plain]] = 2
    replaced = (what < 6) | ~plain
    done = code.copy()
    done[place[replaced]] = new[replaced] + code[place[replaced]] % len(FORMS)
    for more in (1, 2):  # six in ten replace one word, three two, one three
        along = place[replaced & ((chosen >> np.uint64(20)) % np.uint64(10) >= (0, 6, 9)[more])] + more
        fresh = _drawing()[drawn[along] >> np.uint64(64 - _DRAWING)]
        done[along] = fresh * np.int32(len(FORMS)) + code[along] % len(FORMS)
    taken = np.repeat(np.arange(n), times)
    result: Codes = done[taken]
    put_in = np.flatnonzero(np.diff(taken) == 0)
    result[put_in] = new[(what >= 8) & plain][np.argsort(place[(what >= 8) & plain], kind="stable")]
    return result


def _updated(code: Codes, seed: int, family: int, member: int) -> Codes:
    """The text with one to three paragraphs cut or added, none of them where it has too few."""
    stream = _stream(6, family, member)
    what, how_many, where = (_draw(seed, stream + n) for n in range(3))
    end = np.flatnonzero(code % len(FORMS) >= PARAGRAPH) + 1
    few = min(1 + how_many % 3, max(1, len(end) // 4))
    if what % 2 and len(end) > 2:
        start = np.concatenate(([0], end[:-1]))
        first = len(end) - few if where % 3 else where // 3 % (len(end) - few)  # two in three are cut from the bottom
        return np.delete(code, slice(start[first], end[first + few - 1]))
    added = _prose(draws(seed, stream + 3, 20 + 35 * few))
    border = np.concatenate(([0], end))
    place = border[-1] if where % 2 else border[where // 2 % len(border)]
    return np.insert(code, place, added)


def _imprint(seed: int, family: int, member: int) -> tuple[str, str]:
    """The outlet and the time of an article, to the minute."""
    stream = _stream(7, family, member)
    outlet, minutes = _draw(seed, stream), _draw(seed, _stream(7, family, 0) + 1) % (730 * 24 * 60)
    if member:
        minutes += 2 + _draw(seed, stream + 2) % 2_880 * (_draw(seed, stream + 3) % 2_880) // 2_880
    place, paper = vocabulary()[200 + outlet % _OUTLETS], ("Times", "Herald", "Post", "Courier")[outlet % 4]
    return f"The {place.capitalize()} {paper}", (_START + timedelta(minutes=minutes)).isoformat()


def _is_typographic(seed: int, place: int) -> bool:
    return _draw(seed, _stream(8, place, 0)) % 1_000 < TYPOGRAPHIC


def _stream(purpose: int, family: int, member: int) -> int:
    """The number of a stream that nothing else draws from: room for 2 ** 40 families of 2 ** 12 articles."""
    return purpose << 56 | family << 16 | member << 4


def _draw(seed: int, stream: int) -> int:
    """One number of 64 bits, a stream's only one."""
    return _mixed(_mixed(seed) ^ stream)


@lru_cache(maxsize=1 << 10)
def _mixed(number: int) -> int:
    """The finaliser of SplitMix64 for one number."""
    number = (number + 0x9E3779B97F4A7C15) % (1 << 64)
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % (1 << 64)
    number = (number ^ number >> 27) * 0x94D049BB133111EB % (1 << 64)
    return number ^ number >> 31


def main() -> None:
    """Write the file that the options ask for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write the JSON lines")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--typographic", action="store_true", help="curly quotes, dashes and accents in 70 %% of them")
    chosen = parser.parse_args()
    write(chosen.file, chosen.articles, seed=chosen.seed, typographic=chosen.typographic)


if __name__ == "__main__":
    main()
