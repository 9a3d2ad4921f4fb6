"""Decodes text files: byte order marks, UTF-8, UTF-8 that was cut, and a guess at whatever else it is."""

from __future__ import annotations

import codecs
import io
import re
from contextlib import suppress
from typing import Any, BinaryIO, Final, cast

from syndet.errors import UnreadableError

_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_FIRST: Final = frozenset(mark[:1] for mark, _ in _MARKS)
_WESTERN_LETTERS: Final = (  # beyond ASCII, by language: French, German, Spanish, Portuguese, Italian, Nordic
    "àâæçèéêëîïôùûüÿœ",
    "äéöüß",
    "áéíñóúü",
    "àáâãçéêíóôõúü",
    "àèéìíîòóùú",
    "äåæéöø",
)
_USUAL: Final = {  # what a language is written in where it is not UTF-8, by far the commonest first
    **dict.fromkeys(("Croatian", "Czech", "Hungarian", "Polish", "Slovak", "Slovene"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("Bulgarian", "Russian", "Ukrainian"), ("cp1251",)),
    **dict.fromkeys(("Latvian", "Lithuanian"), ("cp1257",)),
    "Greek": ("cp1253",),
    "Turkish": ("cp1254",),
}
_WESTERN_MARKS: Final = frozenset("‘’‚“”„‹›«»–—…•·¿¡§€£°©®™\u00a0")


def decoded(data: bytes, path: str) -> tuple[str, str | None]:
    """The text of a file and a note if it is not clean; raises UnreadableError if it is no text."""
    mark = next((name for start, name in _MARKS if data.startswith(start)), None) if data[:1] in _FIRST else None
    encoding = mark or "utf-8"
    wide = encoding in ("utf-16", "utf-32")
    if not wide and b"\0" in data:
        return _with_nuls(data, path)
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        if wide:
            message = f"begins as {encoding.upper()} and breaks at byte {error.start:,}"
            raise UnreadableError(message, path=path, advice="save it again as UTF-8") from error
    return _mended(data, encoding) or _guessed(data, path)


def _with_nuls(data: bytes, path: str) -> tuple[str, str]:
    """The text of a file with NUL bytes and a note; raises UnreadableError if it is none.

    Every other byte of UTF-16 in a Latin script is one; in UTF-8 a few may be left of a crash or an old export.
    """
    count = data.count(0)
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        odd = data[first::2]
        if len(data) % 2 == 0 and odd.count(0) * 5 > len(odd) * 2 and odd.count(0) * 20 > count * 19:
            with suppress(UnicodeDecodeError):
                return data.decode(encoding), "UTF-16 without a byte order mark"
    if count * 20 <= len(data):
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig"), "it has NUL bytes, kept as they are"
    advice = "only text is read; if it is UTF-16 without a byte order mark, save it as UTF-8"
    raise UnreadableError("looks like a binary file: it has NUL bytes", path=path, advice=advice)


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
    if not matches:
        return ""
    best = matches[0]
    # Code pages often tie: then the usual one of the language, or Windows-1252, by far the commonest on the web.
    ties = [match for match in matches if match.chaos <= best.chaos and match.coherence >= best.coherence - 0.1]
    near = [match for match in ties if match.coherence >= best.coherence - 0.05]
    for encoding, among in (*((usual, ties) for usual in _USUAL.get(best.language, ())), ("cp1252", near)):
        if any(encoding in match.could_be_from_charset for match in among):
            return encoding
    return best.encoding


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


def as_utf8(stream: BinaryIO, path: str) -> tuple[BinaryIO, bool]:
    """A stream of UTF-8 and whether it was UTF-16 or UTF-32 before, as its byte order mark says."""
    peek = getattr(stream, "peek", None)
    start = peek(4)[:4] if peek is not None else b""
    encoding = next((encoding for mark, encoding in _MARKS[:4] if start.startswith(mark)), None)
    if encoding is None:
        return stream, False
    return cast(BinaryIO, io.BufferedReader(_Recoded(stream, encoding, path), 1 << 16)), True


class _Recoded(io.RawIOBase):
    """The bytes of another stream in UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, path: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding
        self._path = path
        self._left = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill in what comes next; 0 at the end."""
        while not self._left:
            data = self._stream.read(1 << 16)
            try:
                text = self._decoder.decode(data, not data)
            except UnicodeDecodeError as error:
                message = f"begins as {self._encoding.upper()} and breaks"
                raise UnreadableError(message, path=self._path, advice="save it again as UTF-8") from error
            self._left = text.encode("utf-8", "surrogatepass")
            if not data:
                break
        data, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
