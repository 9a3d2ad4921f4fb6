"""Decodes text files: byte order marks, UTF-8, UTF-8 that was cut, and a guess at whatever else it is."""

from __future__ import annotations

import codecs
import re
from typing import Final

from syndet.errors import UnreadableError

_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_WESTERN_LETTERS: Final = (  # beyond ASCII, by language: French, German, Spanish, Portuguese, Italian, Nordic
    "àâæçèéêëîïôùûüÿœ",
    "äéöüß",
    "áéíñóúü",
    "àáâãçéêíóôõúü",
    "àèéìíîòóùú",
    "äåæéöø",
)
_WESTERN_MARKS: Final = frozenset("‘’‚“”„‹›«»–—…•·¿¡§€£°©®™\u00a0")


def decoded(data: bytes, path: str) -> tuple[str, str | None]:
    """The text of a file and a note if it is not clean; raises UnreadableError if it is no text."""
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    encoding = mark or "utf-8"
    wide = encoding in ("utf-16", "utf-32")
    if not wide and b"\0" in data:
        advice = "only text is read; if it is UTF-16 without a byte order mark, save it as UTF-8"
        raise UnreadableError("looks like a binary file: it has NUL bytes", path=path, advice=advice)
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        if wide:
            message = f"begins as {encoding.upper()} and breaks at byte {error.start:,}"
            raise UnreadableError(message, path=path, advice="save it again as UTF-8") from error
    return _mended(data, encoding) or _guessed(data, path)


def _mended(data: bytes, encoding: str) -> tuple[str, str] | None:
    """UTF-8 with some broken bytes, as a copy that was cut in mid-letter has; None if it is something else.

    Text of another encoding hardly ever holds well-formed UTF-8 letters, so a file with more good
    ones than broken ones is UTF-8; decoding all of it otherwise would garble the good ones.
    """
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if encoding == "utf-8" and len(re.findall("[^\x00-\x7f]", text)) <= 2 * broken:
        return None
    return text, "not all of it UTF-8, the broken bytes read as U+FFFD"


def _guessed(data: bytes, path: str) -> tuple[str, str]:
    """The text in the likeliest encoding, as its letters or a detector have it; raises UnreadableError if none fits."""
    encoding = "cp1252" if _is_western(data) else _detected(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        advice = "save it as UTF-8"
        raise UnreadableError("not UTF-8, and no other encoding fits", path=path, advice=advice) from error
    return text, f"not UTF-8, read as {re.sub('^cp125', 'windows-125', encoding).replace('_', '-')}"


def _detected(data: bytes) -> str:
    """The encoding that a detector finds likeliest, empty if none fits."""
    from charset_normalizer import from_bytes

    # UTF-16 and UTF-32 without a mark hold NUL bytes, and there are none: short Latin text only looks like them.
    matches = list(from_bytes(data, cp_exclusion=["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_7"]))
    best = matches[0] if matches else None
    # Western texts often tie with other code pages; Windows-1252 is by far the commonest of them on the web.
    western = any(
        "cp1252" in match.could_be_from_charset
        for match in matches
        if best is not None and match.chaos <= best.chaos and match.coherence >= best.coherence - 0.05
    )
    return "cp1252" if western else best.encoding if best else ""


def _is_western(data: bytes) -> bool:
    """Whether Windows-1252 makes the bytes words of one Western language, too few of them for a detector to tell.

    Letters of one language at a time: Czech, Hungarian or Turkish in their own code pages turn into a mixture.
    """
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = set(re.sub(r"[\x00-\x7f]", "", text).lower()) - _WESTERN_MARKS
    if not any(letters.issubset(alphabet) for alphabet in _WESTERN_LETTERS):
        return False
    # Cyrillic or Greek would be words of such letters alone; in the West two in a row are the most ("créée").
    return bool(letters) and not re.search(r"[^\W\d_a-zA-Z]{3}", text)
