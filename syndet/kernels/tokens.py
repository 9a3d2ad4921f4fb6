"""The tokeniser: UTF-8 bytes to words, sentences and paragraphs with their offsets, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from syndet import codepoints
from syndet.kernels import compiled, inlined
from syndet.kernels.mixing import mix32
from syndet.kernels.utf8 import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Kernels see module constants as literals.
_OTHER, _LETTER, _DIGIT, _SINGLE = codepoints.OTHER, codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE
_MARK, _IGNORED, _SPACE, _NEWLINE = codepoints.MARK, codepoints.IGNORED, codepoints.SPACE, codepoints.NEWLINE
_STOP, _FULL_STOP = codepoints.STOP, codepoints.FULL_STOP
_OPENER, _QUOTE = codepoints.OPENER, codepoints.QUOTE
_CLASS, _LOWER, _UPPER = codepoints.CLASS_MASK, codepoints.LOWER, codepoints.UPPER
_EXPANDS, _HANGUL, _SHIFT = codepoints.EXPANDS, codepoints.HANGUL, codepoints.PAYLOAD_SHIFT

_FNV_BASIS = np.uint32(0x811C9DC5)
_FNV_PRIME = np.uint32(0x01000193)

# Whether a sentence may end: no stop seen, a stop, a stop and then a space, a full stop of a script
# that puts no space after it.
_NO, _STOPPED, _SPACED, _FULL = 0, 1, 2, 3

# Lines broken to a width: how many full ones show it; in bytes, the longest word that was put on the next
# line, and the longest lines that are a width, of letters with case and without; the share of a line by which one of
# as many letters may be shorter in bytes.
_FULL_LINES, _LONG_WORD, _WIDEST, _WIDEST_CASELESS, _SLACK = 3, 48, 120, 400, 16


@inlined
def _fnv(h: Any, code: Any) -> Any:
    return np.uint32(np.uint32(h ^ np.uint32(code)) * _FNV_PRIME)


@inlined
def _jamo(code: Any, k: Any) -> Any:
    """The letter `k` of a Hangul syllable; 0 beyond its two or three."""
    s = code - 0xAC00
    if k == 0:
        return np.uint32(0x1100 + s // 588)
    if k == 1:
        return np.uint32(0x1161 + s % 588 // 28)
    return np.uint32(0x11A7 + s % 28 if k == 2 and s % 28 else 0)


@inlined
def _kind_at(data: Any, i: Any, last: Any, pages: Any, entries: Any) -> Any:
    """The class of the code point that begins at byte `i`; beyond the text a line ends."""
    if i >= last:
        return np.int64(_NEWLINE)
    code, _ = decode(data, i)
    return np.int64(entries[pages[code >> 8], code & 255] & np.uint32(_CLASS))


@inlined
def _is_letter(data: Any, i: Any, last: Any, pages: Any, entries: Any) -> Any:
    """Whether a letter begins at byte `i`."""
    kind = _kind_at(data, i, last, pages, entries)
    return kind == _LETTER or kind == _SINGLE


@inlined
def _holds(rising: Any, value: Any) -> Any:
    """Whether a sorted array has a value."""
    low, high = 0, len(rising)
    while low < high:
        middle = (low + high) // 2
        if rising[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low < len(rising) and rising[low] == value


@inlined
def _is_wrapped(data: Any, first: Any, last: Any, pages: Any, entries: Any) -> Any:
    """Whether lines were broken to a width: a quarter of the line ends precede a lower-case letter.

    Where that does not say so (other scripts have no case, German has capitals inside sentences), the lines' lengths
    may. Lines of letters without case may be longer in bytes than others.
    """
    breaks = ends = inside = caseless = 0
    for i in range(first, last - 1):
        if data[i] == 10 or data[i] == 13:
            breaks += 1
            j = i + 1
            while j < last and data[j] == 32:
                j += 1
            if j < last and data[j] != 10 and data[j] != 13:
                code, _ = decode(data, j)
                entry = entries[pages[code >> 8], code & 255]
                kind = entry & np.uint32(_CLASS)
                ends += 1
                inside += (entry & np.uint32(_LOWER)) != 0
                caseless += (kind == _LETTER or kind == _SINGLE) and (entry & np.uint32(_LOWER | _UPPER)) == 0
    if inside * 4 > ends:
        return True
    widest = _WIDEST_CASELESS if caseless * 2 > ends else _WIDEST
    # On average over those that are not empty, first: it takes no second look at the text.
    if ends < _FULL_LINES or last - first > widest * (ends + 1) + breaks:
        return False
    longest = _longest_line(data, first, last)
    return longest <= widest and _fills_lines(data, first, last, longest, pages, entries)


@inlined
def _longest_line(data: Any, first: Any, last: Any) -> Any:
    """The bytes of the longest line."""
    longest, begin = np.int64(0), first
    for i in range(first, last):
        if data[i] == 10 or data[i] == 13:
            longest, begin = max(longest, i - begin), i + 1
    return max(longest, last - begin)


@inlined
def _fills_lines(data: Any, first: Any, last: Any, longest: Any, pages: Any, entries: Any) -> Any:
    """Whether most lines are full: with the first word of the next they would be as long as the longest, in bytes.

    The last line of a paragraph, before an empty one, does not count; one that ends a sentence is not full.
    """
    lines = full = 0
    begin = first
    for i in range(first, last):
        if data[i] != 10 and data[i] != 13:
            continue
        j = i + 1
        if data[i] == 13 and j < last and data[j] == 10:
            j += 1
        while j < last and data[j] == 32:
            j += 1
        k = j
        while k < last and k - j < _LONG_WORD and data[k] > 32:
            k += 1
        if i > begin and k > j:
            back = i - 1
            while back > begin and (data[back] & 0xC0 == 0x80 or data[back] == 32):
                back -= 1
            kind = _kind_at(data, back, last, pages, entries)
            lines += 1
            full += i - begin + k - j >= longest - longest // _SLACK and kind != _STOP and kind != _FULL_STOP
        begin = i + 1
    return full >= _FULL_LINES and full * 2 > lines


@inlined
def _best_cut(word: Any, start: Any, end: Any, low: Any, high: Any, unspaced: Any) -> Any:
    """Where to cut a sentence that is too long: the token of low:high before which copies of it are cut, too.

    The words on both sides choose it, so what stands further off does not shift it. A comma, a line end
    or, in a script without spaces, a space goes before a mere gap between words, and that before none.
    """
    best, place = np.uint32(0xFFFFFFFF), high - 1
    for k in range(low, high):
        gap = start[k] - end[k - 1] + unspaced
        level = np.uint32(0 if gap > 1 else 2 - gap)
        drawn = mix32(np.uint32(np.uint32(word[k - 1] * _FNV_PRIME) ^ word[k]))
        rank = np.uint32(np.uint32(level << np.uint32(30)) | np.uint32(drawn >> np.uint32(2)))
        if rank <= best:
            best, place = rank, k
    return place


@inlined
def _closers(code: Any) -> Any:
    """The two marks that close a quotation opened by `code`; 0, 0 if it opens none."""
    if code == 0x22 or code == 0xFF02:  # straight
        return code, code
    if code == 0x201C:
        return 0x201D, 0x201D
    if code == 0x201E or code == 0x201F:  # German: closed by what opens in English
        return 0x201C, 0x201D
    if code == 0x201D:  # Swedish, Finnish
        return code, code
    if code == 0xAB:
        return 0xBB, 0xBB
    if code == 0xBB:
        return 0xAB, 0xBB
    if code == 0x300C or code == 0x300E:
        return code + 1, code + 1
    if code == 0x301D:
        return 0x301E, 0x301F
    return 0, 0


@inlined
def _rarity(letters: Any, digits: Any, capital: Any) -> Any:
    """0 to 255, how rare a word of this form is likely to be; odd for names and numbers."""
    if digits > 0 and letters == 0:
        return 21 if digits == 1 else (51 if digits == 2 else 81)
    if digits > 0:
        return 81
    if letters < 4:
        return 31 if capital and letters > 1 else 0
    return 10 * min(letters, 20) + (15 if capital else 0)


@compiled
def scan(
    data: NDArray[np.uint8],
    article_byte: NDArray[np.int64],
    pages: NDArray[np.uint8],
    entries: NDArray[np.uint32],
    expansions: NDArray[np.uint32],
    abbreviations: NDArray[np.uint32],
    counted: NDArray[np.uint32],
    limits: NDArray[np.int64],
    word: NDArray[np.uint32],
    term: NDArray[np.uint32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    weight: NDArray[np.uint8],
    quoted: NDArray[np.uint8],
    sentence_start: NDArray[np.int32],
    sentence_end: NDArray[np.int32],
    sentence_token: NDArray[np.int64],
    paragraph_sentence: NDArray[np.int64],
    article_paragraph: NDArray[np.int64],
) -> tuple[np.int64, np.int64, np.int64]:
    """Fills the arrays of a `Texts`; the numbers of tokens, sentences and paragraphs written.

    `data` holds the articles end to end, article `a` in bytes ``article_byte[a]:article_byte[a + 1]``.
    `limits`: letters of a prefix stem, tokens after which a space between letters without spaces ends a
    sentence, least tokens of one that is cut and most tokens of any, least, cut and most tokens of a
    paragraph. `abbreviations` are word hashes after which a dot ends no sentence, `counted` those before
    which the dot of a short number does not; both rising.
    """
    stem, phrase, shortest, longest = limits[0], limits[1], limits[2], limits[3]
    par_least, par_cut, par_most = limits[4], limits[5], limits[6]
    nt = ns = npar = np.int64(0)
    sentence_token[0] = paragraph_sentence[0] = article_paragraph[0] = 0
    for a in range(len(article_byte) - 1):
        i, last = article_byte[a], article_byte[a + 1]
        wrapped = _is_wrapped(data, i, last, pages, entries)
        c = 0  # code points read
        letters = digits = 0  # of the last word
        single = numbered = False  # whether it is one letter without spaces; a short number before a dot
        ending = _NO
        first_of_paragraph = nt  # token index
        lead = -1  # where an opening mark stands that the next word leans on
        attached = False  # no space since the last word: marks here belong to it
        tail = 0  # end of the last word with the marks attached to it
        close_a = close_b = 0  # inside a quotation: what ends it
        quote_token, quote_straight = nt, False
        newlines = 0  # line ends since the last word
        while True:
            at_end = i >= last
            code, size, entry, kind = np.int64(0), 1, np.uint32(0), np.int64(_NEWLINE)
            if not at_end:
                code, size = decode(data, i)
                entry = entries[pages[code >> 8], code & 255]
                kind = np.int64(entry & np.uint32(_CLASS))

            if kind == _IGNORED or kind == _MARK:  # of no word
                i += size
                c += 1
                continue

            if kind == _LETTER or kind == _DIGIT or kind == _SINGLE:
                start[nt] = c
                initial, after_single = entry, single
                single = kind == _SINGLE
                h = g = _FNV_BASIS  # hash of the word so far; of its first `stem` letters
                letters = digits = 0
                while True:
                    # Feed the folded code points; a separator inside a number and an ignored mark have none.
                    folded = np.uint32(entry >> np.uint32(_SHIFT))
                    if kind == _DIGIT:
                        h = g = _fnv(h, folded if folded else np.uint32(code))
                        digits += 1
                    elif entry & np.uint32(_EXPANDS | _HANGUL):
                        for k in range(4):
                            part = expansions[folded, k] if entry & np.uint32(_EXPANDS) else _jamo(code, k)
                            if part:
                                h = _fnv(h, part)
                                letters += 1
                                if letters <= stem:
                                    g = h
                    elif kind <= _MARK and kind != _OTHER:
                        h = _fnv(h, folded if folded else np.uint32(code))
                        letters += 1
                        if letters <= stem:
                            g = h
                    i += size
                    c += 1
                    # The rest of most words is ASCII letters: one bit apart from their small ones, no look-up.
                    while kind == _LETTER and i < last and 97 <= data[i] | 32 <= 122:
                        h = _fnv(h, np.uint32(data[i] | 32))
                        letters += 1
                        if letters <= stem:
                            g = h
                        i += 1
                        c += 1
                    at_end = i >= last
                    if at_end:
                        code, kind = np.int64(0), np.int64(_NEWLINE)
                        break
                    code, size = decode(data, i)
                    entry = entries[pages[code >> 8], code & 255]
                    kind = np.int64(entry & np.uint32(_CLASS))
                    if kind == _LETTER or kind == _DIGIT:
                        if single:
                            break
                    elif kind != _MARK and kind != _IGNORED and not (
                        (code == 0x2E or code == 0x2C or code == 0x66B or code == 0x66C or code == 0xFF0E)
                        and digits > 0 and letters == 0
                        and _kind_at(data, i + size, last, pages, entries) == _DIGIT
                    ):  # fmt: skip
                        break
                word[nt] = mix32(h)
                # A sentence may end before this word, or in a place further back if it has too many words.
                held, cut = nt - sentence_token[ns], np.int64(-1)
                if ending >= _SPACED and (
                    ending == _FULL or not (initial & np.uint32(_LOWER) or (numbered and _holds(counted, word[nt])))
                ):
                    cut = nt
                elif held >= phrase:
                    if (single and after_single and newlines == 0 and lead < 0
                            and tail == end[nt - 1] and tail < start[nt]):  # fmt: skip
                        cut = nt
                    elif held >= longest:
                        cut = _best_cut(word, start, end, sentence_token[ns] + shortest, nt, np.int64(single))
                if held > 0 and cut >= 0:
                    sentence_end[ns] = tail if cut == nt else end[cut - 1]
                    ns += 1
                    sentence_token[ns] = cut
                    sentence_start[ns] = start[cut]
                    size_now = cut - first_of_paragraph
                    if size_now >= par_most or (size_now >= par_cut and term[cut - 1] & np.uint32(3) == 0):
                        npar += 1
                        paragraph_sentence[npar] = ns
                        first_of_paragraph = cut
                begins = nt == sentence_token[ns]
                if begins:
                    sentence_start[ns] = lead if lead >= 0 else start[nt]
                capital = not begins and (initial & np.uint32(_UPPER)) != 0
                term[nt] = mix32(g)
                end[nt] = c
                weight[nt] = 20 if single else _rarity(letters, digits, capital)
                quoted[nt] = close_a != 0
                if single and not begins and weight[nt - 1] | 1 == 21 and lead < 0 and tail == end[nt - 1]:
                    # Two letters of a script without spaces (or a digit and a letter, as in 5月) with no mark
                    # between them: the first one's term is the pair. A space or the end of a broken line parts none.
                    term[nt - 1] = mix32(np.uint32(np.uint32(word[nt - 1] * _FNV_PRIME) ^ word[nt]))
                    weight[nt - 1] = 60
                nt += 1
                tail = c
                ending = _NO
                lead = -1
                newlines = 0
                attached = True
                if kind == _LETTER or kind == _DIGIT or kind == _SINGLE:
                    continue

            # Marks and space between words.
            if kind == _NEWLINE or kind == _SPACE:
                attached = False
                if lead >= 0 and (kind == _NEWLINE or close_a == 0 or quote_token != nt or quote_straight):
                    lead = -1  # French puts a space after the mark that opens a quotation
                if ending == _STOPPED:
                    ending = _SPACED
                # The line feed after a carriage return is the same line end.
                if kind == _NEWLINE and not at_end and not (code == 13 and i + 1 < last and data[i + 1] == 10):
                    newlines += 1
                breaks = at_end or (newlines > 0 and (not wrapped or newlines > 1))
                if breaks and nt > sentence_token[ns]:
                    sentence_end[ns] = tail
                    ns += 1
                    sentence_token[ns] = nt
                    ending = _NO
                    if close_a and quote_straight:  # never closed: it was an inch mark, or a slip
                        for k in range(quote_token, nt):
                            quoted[k] = 0
                    close_a = close_b = 0
                if (breaks and ns > paragraph_sentence[npar]
                        and (at_end or nt - first_of_paragraph >= par_least)):  # fmt: skip
                    npar += 1
                    paragraph_sentence[npar] = ns
                    first_of_paragraph = nt
                if at_end:
                    break
            else:
                opens, closes = kind == _OPENER, False
                if kind == _QUOTE:
                    if close_a and (code == close_a or code == close_b):
                        close_a = close_b = 0
                        closes = True  # French puts a space before it
                    elif close_a == 0 and not (
                        attached and (code == 0x22 or code == 0x201D or code == 0xBB)
                        and (code != 0x22 or digits > 0 or not _is_letter(data, i + 1, last, pages, entries))
                    ):  # fmt: skip
                        close_a, close_b = _closers(code)
                        opens = close_a != 0
                        quote_token, quote_straight = nt, code == 0x22 or code == 0x201D
                if opens:
                    if lead < 0:
                        lead = c
                    attached = False
                elif attached or (
                    lead < 0 and nt > sentence_token[ns] and (closes or kind == _STOP or kind == _FULL_STOP)
                ):
                    tail = c + 1
                    attached = True
                if kind == _FULL_STOP:
                    ending = _FULL
                elif kind == _STOP and ending == _NO and nt > sentence_token[ns]:
                    ending = _STOPPED
                    numbered = False
                    if code == 0x2E and end[nt - 1] == c:
                        numbered = letters == 0 and digits <= 2
                        of_name = letters == 1 and digits == 0 and not single  # an initial
                        if of_name or (letters <= 6 and _holds(abbreviations, word[nt - 1])):
                            ending = _NO
                elif kind == _OTHER and ending == _STOPPED:
                    ending = _NO
            i += size
            c += 1
        article_paragraph[a + 1] = npar
    return nt, ns, npar
