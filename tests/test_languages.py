"""Eleven languages on the same defaults: borders where a reader puts them, words that fold, quotations, broken lines.

What is found in an article, its edited copy and an unrelated one of each language, tests/test_cases.py asks.
"""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import syndet
from syndet import text

LANGUAGES = ["ar", "de", "es", "fr", "hi", "ja", "pt", "ru", "th", "uk", "zh"]
UNSPACED = ["ja", "th", "zh"]


def article(language: str, name: str) -> str:
    """The text of a fixture."""
    path = Path(__file__).resolve().parent / "languages" / language / f"{name}.txt"
    return path.read_text(encoding="utf-8")


def sentences(string: str) -> list[str]:
    texts = text.scan([string])
    return [string[a:b] for a, b in zip(texts.sentence_start, texts.sentence_end, strict=True)]


def hashes(string: str) -> list[int]:
    return text.scan([string]).word.tolist()


def test_every_language_has_its_fixtures() -> None:
    folder = Path(__file__).resolve().parent / "languages"
    assert sorted(path.name for path in folder.iterdir()) == LANGUAGES


# Sentences

BORDERS = {
    "de": [
        "Am 3. März tagte der Rat zum 4. Mal, wie Dr. h. c. Anna Voss sagte.",
        "„Das kostet ca. 5 Mio. Euro“, rief sie.",
        "Im 19. Jahrhundert stand hier, z. B. in der Seestraße Nr. 12, ein Turm.",
        "Er war erst 42.",
        "»Wirklich?«",
        "Niemand antwortete.",
    ],
    "fr": [
        "M. Dupont et MM. Leroy ont signé le 1er mars.",
        "« Nous partirons demain. »",
        "Mme Roy, de l’av. Foch, s’étonne : « Pourquoi si tôt ? »",
        "Qui paiera les 1 200 euros ?",
        "C’est fini !",
    ],
    "es": [
        "El Sr. Gómez y la Dra. Ruiz llegaron de EE. UU. el lunes.",
        "¿Quién abrió la puerta?",
        "¡Nadie!",
        "«No fui yo», dijo J. L. Peña.",
        "“Tampoco yo.”",
        "Costó 3.500,75 euros.",
    ],
    "pt": [
        "O Sr. Silva mora na av. Brasil, n.º 12, em S. Paulo.",
        "“Não sei de nada.”",
        "A Profa. Lúcia Dias discorda?",
        "Sim, e a inflação subiu 0,5%.",
        "O Exmo. Sr. Prefeito calou-se…",
    ],
    "ru": [
        "Жители г. Москва и пос. Лесной собрались на ул. Садовой, д. 5.",
        "«Мы ждали А. С. Петрова», — сказал акад. Орлов.",
        "Завод им. Кирова закрыт?",
        "Да, с 3 марта.",
        "Потеряно 2,5 млн руб. и 40 тыс. тонн зерна!",
    ],
    "uk": [
        "Мешканці м. Київ і смт. Лісове зійшлися на вул. Садовій, буд. 5.",
        "«Ми чекали на О. В. Петренка», — сказав проф. Орлюк.",
        "Чи з'явився він?",
        "Ні.",
        "П’ять разів дзвонили!",
    ],
    "ar": [
        "وصل د. أحمد سالم إلى المدينة يوم الثلاثاء.",
        "«لا نعرف السبب»، قال المتحدث.",
        "متى تنتهي الأزمة؟",
        "لا أحد يجيب!",
        'وأضاف أن "النتائج قريبة".',
        "بلغ العدد ٤٬٣٠٠ شخص.",
    ],
    "hi": [
        "डॉ. शर्मा और एस. के. वर्मा मंगलवार को पटना पहुँचे।",
        "“हम तैयार हैं।”",
        "क्या बैठक १२ बजे होगी?",
        "प्रो. मीना राव ने मना कर दिया।",
        "वे घर गए.",
        "फिर बारिश हुई है.",
        "सब रुक गया!",
    ],
    "zh": [
        "他说：“我们准备好了。”",
        "会议5月2日举行！",
        "谁来参加？",
        "「没有人。」",
        "一共花了1,200.5万元。",
        "U.S. Steel公司没有回应……",
    ],
    "ja": [
        "首相は「準備ができた」と述べた。",
        "会議は5月2日にNHKで放送。",
        "だれが来るのか？",
        "（写真は昨年のもの。）",
        "『雪国』も並ぶ！",
        "費用は３．５億円だ。",
    ],
    "th": [
        "ชาวบ้านกว่า 200 คนรวมตัวกันหน้าที่ว่าการอำเภอเมื่อวันที่ 3 มีนาคมเพื่อขอให้ซ่อมถนน",
        "นายอำเภอกล่าวว่า “เราจะเริ่มซ่อมให้เร็วที่สุดเท่าที่จะทำได้” พร้อมขอให้ทุกคนอดทน",
        "ฝนที่ตกหนักตลอดสัปดาห์ทำให้สะพานไม้สองแห่งใช้การไม่ได้และโรงเรียนต้องปิด",
        "คาดว่าจะใช้งบ 1.5 ล้านบาท",
    ],
}
"""What a reader would call a sentence. Written one after the other they must be read so again."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_end_where_a_reader_ends_them(language: str) -> None:
    between = "" if language in ("ja", "zh") else " "
    assert sentences(between.join(BORDERS[language])) == BORDERS[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["original", "copy", "unrelated"])
def test_sentences_do_not_depend_on_the_normal_form(language: str, name: str) -> None:
    composed = unicodedata.normalize("NFC", article(language, name))
    decomposed = unicodedata.normalize("NFD", composed)
    assert [unicodedata.normalize("NFC", sentence) for sentence in sentences(decomposed)] == sentences(composed)


def test_a_thai_phrase_is_no_sentence_and_spaces_are_not_its_letters() -> None:
    """A space ends a sentence of some length only, and two letters are the same couple with it or without."""
    assert len(sentences("ฝนตกหนัก น้ำท่วมถนน รถติดยาว")) == 1
    assert text.scan(["ฝนตก หนัก"]).term.tolist() == text.scan(["ฝนตกหนัก"]).term.tolist()


# Words

SAME = {
    "de": [("Straße", "STRASSE"), ("Größe", "GRO\u0308SSE"), ("Müller", "MÜLLER"), ("Zeit\u00adung", "Zeitung")],
    "fr": [("L’ÉTÉ", "l'été"), ("cœur", "CŒUR"), ("déjà", "DEJA"), ("ﬁn", "fin"), ("Noël", "NOEL")],
    "es": [("AÑO", "año"), ("acción", "ACCION"), ("pingüino", "PINGÜINO"), ("¿Qué", "que")],
    "pt": [("Ação", "AÇÃO"), ("você", "VOCE"), ("n.º", "Nº".replace("N", "n."))],
    "ru": [("ёлка", "ЕЛКА"), ("Йод", "йод"), ("за\u0301мок", "замок")],
    "uk": [("м'яч", "м’яч"), ("м'яч", "мʼяч"), ("Їжак", "їжак"), ("ҐАНОК", "ґанок")],
    "ar": [
        ("كِتَابٌ", "كتاب"), ("كـــتاب", "كتاب"), ("أحمد", "احمد"), ("إلى", "الى"), ("الآن", "الان"),
        ("ٱلكتاب", "الكتاب"), ("على", "علي"), ("مدرسة", "مدرسه"), ("کتاب", "كتاب"), ("فی", "في"), ("ﻻ", "لا"),
        ("٤٬٣٠٠", "4,300"), ("٣٫٥", "3.5"), ("قا\u200fل", "قال"),
    ],
    "hi": [
        ("फ़िल्म", "फिल्म"), ("\u0958लम", "क\u093cलम"), ("सड़क", "सडक"), ("२,३००", "2,300"),
        ("क्\u200dष", "क्ष"), ("३.५", "3.5"),
    ],
    "zh": [("２０２４年", "2024年"), ("Ｎ９５", "n95"), ("\uf900", "豈"), ("３．５", "3.5")],
    "ja": [("ﾆｭｰｽ", "ニュース"), ("ｶﾞｽ", "ガス"), ("が", "か\u3099"), ("Ｊリーグ", "jリーグ")],
    "th": [("๒๕๖๗", "2567")],
}  # fmt: skip

DIFFERENT = {
    "de": [("Mutter", "Mütze"), ("schon", "schwer")],
    "fr": [("pêche", "peur")],
    "es": [("casa", "caso")],
    "pt": [("avó", "ave")],
    "ru": [("мир", "мор")],
    "uk": [("кіт", "кит")],
    "ar": [("كتاب", "كاتب"), ("في", "من")],
    "hi": [("हिंदी", "हद"), ("की", "का"), ("दिन", "दीन")],
    "zh": [("北京", "南京")],
    "ja": [("か", "が"), ("ハ", "パ")],
    "th": [("ไม่", "ไม้"), ("ที่", "ที")],
}

ONE_WORD = {
    "de": ["Müllverbrennungsanlage"],
    "fr": ["aujourd", "2024"],
    "es": ["cigüeña"],
    "pt": ["coração"],
    "ru": ["пого\u0301да"],
    "uk": ["їжачок"],
    "ar": ["مُسْتَشْفَى", "بـــيت", "٤٬٣٠٠"],
    "hi": ["अंतर्राष्ट्रीय", "क्\u200dष", "विद्\u200cया", "पढ़ाई", "२,३००"],
    "zh": ["龘"],
    "ja": ["ガ", "か\u3099"],
    "th": ["น้", "กี่", "รู้"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_fold_as_their_readers_fold_them(language: str) -> None:
    assert [couple for couple in SAME[language] if hashes(couple[0]) != hashes(couple[1])] == []
    assert [couple for couple in DIFFERENT[language] if hashes(couple[0]) == hashes(couple[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_part_no_word(language: str) -> None:
    assert {word: len(hashes(word)) for word in ONE_WORD[language]} == dict.fromkeys(ONE_WORD[language], 1)


# Quotations

SAID = {
    "de": ("„", "“", "Das Schiff lag ganz ruhig, und keiner ist in Panik geraten"),
    "fr": ("« ", " »", "Nous avions demandé des travaux en 2019, puis en 2021, et personne ne nous a répondu"),
    "es": ("«", "»", "El viento cambió tres veces en una hora y tuvimos que retirar a las brigadas"),
    "pt": (
        "“",
        "”",
        "Foi um curto-circuito causado por um ninho de pássaro no transformador, algo que nunca tínhamos visto",
    ),
    "ru": ("«", "»", "Он съел двенадцать килограммов мёда, опрокинул весы и лёг спать под прилавком"),
    "uk": ("«", "»", "Ми шукали м'яч, який закотився під дошки, а витягли справжній скарб"),
    "ar": ("«", "»", "سمعنا هديراً كالقطار ثم رأينا خزانات الماء تطفو في الشارع"),
    "hi": ("“", "”", "हमने ढोल बजाए, मिर्च का धुआँ किया, पर वह केले खाने के बाद ही हटा"),
    "zh": ("“", "”", "火是从后台的配电箱烧起来的，当时风很大，十分钟就蹿上了房梁。"),
    "ja": ("「", "」", "目印が消えて真っ暗になり、波の音だけを頼りに船を止めた"),
    "th": ("“", "”", "ผมเห็นหมอกลงหนามากจนมองไม่เห็นหัวเรือ พอรู้ตัวก็หักพวงมาลัยไม่ทันแล้ว"),
}
"""The quotation in each original, with its marks."""

STYLES = [
    ("„", "“"),
    ("„", "”"),
    ("“", "”"),
    ("«", "»"),
    ("« ", " »"),
    ("»", "«"),
    ("「", "」"),
    ("『", "』"),
    ('"', '"'),
]
"""Quotation marks that newspapers put for one another."""


def inside(string: str) -> list[bool]:
    return text.scan([string]).quoted.astype(bool).tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_quoted_is_known_whatever_the_marks(language: str) -> None:
    opening, closing, said = SAID[language]
    original = article(language, "original")
    known = inside(original)
    assert sum(known) >= len(hashes(said))
    for start, stop in STYLES:
        restyled = original.replace(f"{opening}{said}{closing}", f"{start}{said}{stop}")
        assert restyled != original or (start, stop) == (opening, closing)
        assert inside(restyled) == known, (start, stop)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passage_that_is_only_a_quotation_says_so(language: str) -> None:
    """Nor is an article taken from another because both quote one sentence."""
    opening, closing, said = SAID[language]
    paragraphs = article(language, "unrelated").strip().split("\n\n")
    own = "\n\n".join([*paragraphs[:2], f"{opening}{said}{closing}", *paragraphs[2:]])
    original = syndet.Article(id="original", text=article(language, "original"))
    link = syndet.compare(original, syndet.Article(id="own", text=own))
    assert link.kind == "related"
    assert [passage.quoted > 0.9 for passage in link.passages] == [True]


# Lines broken to a width


def broken(string: str, width: int, language: str) -> str:
    """The text with its paragraphs broken into lines of at most so many characters, as a mail program does."""
    return "\n\n".join(
        "\n".join(lines(paragraph, width, language)) for paragraph in string.strip().split("\n\n")
    )  # fmt: skip


def lines(paragraph: str, width: int, language: str) -> list[str]:
    if language not in UNSPACED:
        return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
    found = [""]
    for piece in re.findall(r"[\d.,A-Za-z]+|\s+|.[\u0e31-\u0e3a\u0e47-\u0e4e]*[。、，！？」』”）：》]*", paragraph):
        if len(found[-1]) + len(piece.strip()) > width:
            found.append("")
        found[-1] += piece
    return [line.strip() for line in found]


@given(st.sampled_from(LANGUAGES), st.sampled_from(["original", "copy"]), st.data())
def test_broken_lines_are_read_as_the_paragraph_they_are(language: str, name: str, data: st.DataObject) -> None:
    """In letters; and a sentence of Thai that ended at a space may go on where that space broke a line."""
    width = data.draw(st.integers(28, 36) if language in UNSPACED else st.integers(30, 45))
    string = article(language, name)
    whole, parts = text.scan([string]), text.scan([broken(string, width, language)])
    assert parts.word.tolist() == whole.word.tolist()
    if language != "th":
        assert parts.sentence_token.tolist() == whole.sentence_token.tolist()
        assert parts.term.tolist() == whole.term.tolist()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_with_broken_lines_is_found(language: str) -> None:
    original = syndet.Article(id="original", text=article(language, "original"))
    for width in (32, 60):
        copy = syndet.Article(id="broken", text=broken(original.text, width, language))
        (link,) = syndet.detect([original, copy]).links
        assert (link.kind, link.jaccard) == ("copy", 1.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_of_one_line_are_not_taken_for_broken_ones(language: str) -> None:
    """Nor are verses, names and headings, whose lines have all lengths."""
    for name in ("original", "copy", "unrelated"):
        string = article(language, name)
        dense = string.replace("\n\n", "\n")
        assert text.scan([dense]).sentence_token.tolist() == text.scan([string]).sentence_token.tolist()


# Texts without the end of a sentence

SYLLABLES = {
    "en": "ka lo mi te ru sa no bel dor fin gat hul".split(),
    "th": "เรือ ตลาด น้ำ ปลา ข้าว บ้าน ถนน สะพาน ฝน ลม ทะเล เด็ก ครู หมอ วัด ช้าง ไฟ ดิน หิน ผ้า ใหญ่ เก่า แดง เดิน ซื้อ ส่ง พบ".split(),
    "zh": list("山水火木金土日月星云雨雪风江河湖海田城门车马鸟鱼花草竹石玉米"),
}  # fmt: skip


def stopless(language: str, words: int, seed: int) -> str:
    """Words without a stop: an English list, Thai in phrases, Chinese without any mark."""
    draw = random.Random(f"{language} {seed}")
    syllables = SYLLABLES[language]
    made = ["".join(draw.choice(syllables) for _ in range(draw.randint(2, 4))) for _ in range(words)]
    if language == "en":
        return " ".join(made)
    return "".join(word + " " * (language == "th" and n % 5 == 4) for n, word in enumerate(made)).strip()


@given(st.sampled_from(sorted(SYLLABLES)), st.integers(0, 99), st.integers(1, 80))
def test_copies_without_stops_are_cut_at_the_same_places(language: str, seed: int, lead: int) -> None:
    """What stands before does not move the cuts for long: the words on both sides choose them."""
    body = stopless(language, 1_000, seed)
    before = stopless(language, lead, seed + 1_000)
    cut = []
    for string in (body, before + (" " if language != "zh" else "") + body):
        texts = text.scan([string])
        cut.append({tuple(texts.word[a:b].tolist()) for a, b in pairwise(texts.sentence_token)})
        sizes = np.diff(texts.sentence_token)
        assert sizes.max() <= text.SENTENCE_MOST
    assert len(cut[0] & cut[1]) > 0.5 * len(cut[0])


@pytest.mark.parametrize("language", sorted(SYLLABLES))
def test_detect_finds_a_copied_stretch_without_stops(language: str) -> None:
    """It starts from keys of sentences; compare, which needs none, finds the same."""
    parts = [stopless(language, words, seed) for seed, words in enumerate((170, 260, 150, 90, 200))]
    space = "" if language == "zh" else " "
    articles = [
        syndet.Article(id="one", text=space.join([parts[0], parts[1], parts[2]])),
        syndet.Article(id="other", text=space.join([parts[3], parts[1], parts[4]])),
    ]
    (link,) = syndet.detect(articles).links
    assert link == syndet.compare(*articles)
    start = articles[0].text.index(parts[1])
    shared = set(range(start, start + len(parts[1])))
    covered = set().union(*(range(passage.a_start, passage.a_end) for passage in link.passages))
    assert len(shared & covered) > 0.8 * len(shared)
