"""Tokens, sentences, paragraphs and quotations: readable cases, laws, and equality with the plain twin."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive import tokens as naive

from syndet import codepoints, text
from syndet.model import Texts

ARRAYS = list(Texts.__dataclass_fields__)

# What decides between two readings somewhere in the tokeniser; the rest of Unicode comes by itself.
BITS = [
    *("Word", "word", "of", "a", "B", "Straße", "ﬁn", "naïve", "Ελλάδα", "слово", "Слово", "अंतर्राष्ट्रीय", "كتاب"),
    *("中", "文", "日本語", "カ", "か\u3099", "ｶﾞ", "ไทย", "ที่นี่", "한국", "\u1112\u1161\u11ab", "Mr", "U", "etc"),
    *("क\u093c", "3.", "Mai"),
    *("0", "7", "12", "1,000.5", "３", "٣", "५", "½", "²", "Ⅳ"),
    *(".", "?", "!", "…", "。", "।", "．", "٫", "٬", "¿", "ʼ", ",", ";", ":", "-", "—", "'", "’", "‘", "*", "$", "😀"),
    *('"', "“", "”", "„", "‟", "«", "»", "「", "」", "『", "』", "〝", "〞", "〟", "＂", "(", ")", "[", "（", "）"),
    *(" ", "  ", "\t", "\u00a0", "\u3000", "\n", "\n\n", "\r\n", "\r", "\r\n\r\n", "\u2028", "\u2029", "\x85", "\f"),
    *("\u0301", "\u0345", "\u3099", "\u093e", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e"),
    *("\ud800", "\udfff", "\x00", "\U0001f3fb"),
]  # fmt: skip
pieces = st.lists(st.sampled_from(BITS) | st.sampled_from([" ", " ", ". ", "\n"]), max_size=60).map("".join)
anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
strings = pieces | anything | st.builds("".join, st.lists(pieces | anything, max_size=4))


def flat(articles: list[list[list[naive.Sentence]]]) -> dict[str, list[int]]:
    """The twin's nested lists as the arrays of a `Texts`."""
    paragraphs = [paragraph for article in articles for paragraph in article]
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
    words = [word for sentence in sentences for word in sentence.words]

    def pointers(sizes: list[int]) -> list[int]:
        return np.cumsum([0, *sizes]).tolist()

    return {
        "word": [word.hash for word in words],
        "term": [word.term for word in words],
        "start": [word.start for word in words],
        "end": [word.end for word in words],
        "weight": [word.weight for word in words],
        "quoted": [int(word.quoted) for word in words],
        "sentence_start": [sentence.start for sentence in sentences],
        "sentence_end": [sentence.end for sentence in sentences],
        "sentence_token": pointers([len(sentence.words) for sentence in sentences]),
        "paragraph_sentence": pointers([len(paragraph) for paragraph in paragraphs]),
        "article_paragraph": pointers([len(article) for article in articles]),
    }


def lists(texts: Texts) -> dict[str, list[int]]:
    return {name: getattr(texts, name).tolist() for name in ARRAYS}


def words(string: str) -> list[str]:
    texts = text.scan([string])
    return [string[a:b] for a, b in zip(texts.start, texts.end, strict=True)]


def quoted(string: str) -> list[str]:
    texts = text.scan([string])
    return [string[a:b] for a, b, inside in zip(texts.start, texts.end, texts.quoted, strict=True) if inside]


def sentences(string: str) -> list[str]:
    texts = text.scan([string])
    return [string[a:b] for a, b in zip(texts.sentence_start, texts.sentence_end, strict=True)]


def hashes(string: str) -> list[int]:
    return text.scan([string]).word.tolist()


# The kernel and its twin


@given(st.lists(strings, max_size=4))
def test_the_kernel_equals_its_plain_twin(batch: list[str]) -> None:
    assert lists(text.scan(batch)) == flat([naive.scan(string) for string in batch])


@given(
    st.lists(st.sampled_from(["word", "Long", "中", "(", "7", ". ", " ", " ", "\n", "。"]), min_size=1),
    st.integers(1, 300),
)
def test_the_twin_agrees_at_the_limits(unit: list[str], times: int) -> None:
    string = "".join(unit) * times
    assert lists(text.scan([string])) == flat([naive.scan(string)])


PARTS = ["word", "Long", "12", "слово", "كتاب", "中文", "ไทย", "।", "。", "．", '"', " "]
LINES = st.lists(st.sampled_from(PARTS), max_size=9)


@given(
    st.lists(LINES.map("".join) | LINES.map(" ".join), max_size=12), st.sampled_from(["\n", "\r\n", "\r", " \n", "\n "])
)
def test_the_twin_agrees_on_broken_lines(lines: list[str], end: str) -> None:
    string = end.join(lines)
    assert lists(text.scan([string])) == flat([naive.scan(string)])


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_twin_agrees_on_news(shared, name: str) -> None:
    (path,) = (shared / "seeds").glob(f"{name}_*.txt")
    string = path.read_text(encoding="utf-8")
    assert lists(text.scan([string])) == flat([naive.scan(string)])


# Batches


@given(st.lists(strings, min_size=1, max_size=6), st.data())
def test_a_batch_is_its_parts_end_to_end(batch: list[str], data: st.DataObject) -> None:
    whole = text.scan(batch)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(batch)), max_size=3)) | {0, len(batch)})
    parts = [text.scan(batch[a:b]) for a, b in pairwise(cuts)]
    assert lists(text.concatenate([*parts])) == lists(whole)
    for (a, b), part in zip(pairwise(cuts), parts, strict=True):
        assert lists(text.part(whole, a, b)) == lists(part)


@given(st.lists(strings, max_size=4))
def test_parts_put_together_again_are_the_batch(batch: list[str]) -> None:
    whole = text.scan(batch)
    singles = [text.part(whole, i, i + 1) for i in range(len(batch))]
    assert lists(text.concatenate([text.scan([]), *singles])) == lists(whole)


def test_types_and_shapes_are_what_the_noun_says() -> None:
    for texts in (text.scan([]), text.scan(["", "One."]), text.concatenate([text.scan(["One."])] * 2)):
        assert [getattr(texts, name).dtype.name for name in ARRAYS] == [
            *("uint32", "uint32", "int32", "int32", "uint8", "uint8"),
            *("int32", "int32", "int64", "int64", "int64"),
        ]
    assert len(text.scan([])) == 0
    assert len(text.scan(["", "One."])) == 2


# Offsets


@given(strings)
def test_offsets_are_exact(string: str) -> None:
    texts = text.scan([string])
    assert all(0 <= a < b <= len(string) for a, b in zip(texts.start, texts.end, strict=True))
    assert all(end <= start for end, start in zip(texts.end[:-1], texts.start[1:], strict=True))
    for a, b in zip(texts.start, texts.end, strict=True):
        inside = [naive.kind(char) for char in string[a:b]]
        assert inside[0] in (codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE)
        last = (codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE, codepoints.MARK, codepoints.IGNORED)
        assert inside[-1] in last


@given(strings)
def test_sentences_part_the_tokens_and_paragraphs_the_sentences(string: str) -> None:
    texts = text.scan([string])
    for pointers, size in (
        (texts.sentence_token, len(texts.word)),
        (texts.paragraph_sentence, len(texts.sentence_end)),
    ):
        assert pointers[0] == 0
        assert pointers[-1] == size
        assert (np.diff(pointers) > 0).all()
    assert texts.article_paragraph.tolist() == [0, len(texts.paragraph_sentence) - 1]
    first, last = texts.sentence_token[:-1], texts.sentence_token[1:] - 1
    assert (texts.sentence_start <= texts.start[first]).all()
    assert (texts.sentence_end >= texts.end[last]).all()
    assert (texts.sentence_end <= len(string)).all()
    assert (texts.sentence_end[:-1] <= texts.sentence_start[1:]).all()


@given(strings)
def test_no_letter_or_digit_is_lost(string: str) -> None:
    inside = set()
    texts = text.scan([string])
    for a, b in zip(texts.start, texts.end, strict=True):
        inside |= set(range(a, b))
    wordy = (codepoints.LETTER, codepoints.DIGIT, codepoints.SINGLE)
    assert {i for i, char in enumerate(string) if naive.kind(char) in wordy} <= inside


# What does not change a word

letters = st.text(st.characters(categories=("Lu", "Ll", "Lt", "Lo", "Nd")), min_size=1, max_size=12)


def every(change: str) -> list[str]:
    """Every character that a normal form or a change of case changes."""
    chars = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    if change in ("NFC", "NFD"):
        return [char for char in chars if unicodedata.normalize(change, char) != char]
    return [char for char in chars if getattr(char, change)() != char]


@given(letters)
def test_normal_forms_do_not_change_a_word(word: str) -> None:
    assert hashes(unicodedata.normalize("NFC", word)) == hashes(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("change", ["NFC", "NFD"])
def test_normal_forms_of_no_character_change_a_word(change: str) -> None:
    chars = every(change)
    given_, changed = ("x" + char for char in chars), ("x" + unicodedata.normalize(change, char) for char in chars)
    assert different(given_, changed) == []


@pytest.mark.parametrize("change", ["upper", "lower", "title", "casefold"])
def test_case_of_no_character_changes_a_word(change: str) -> None:
    # The capital of the first is the plain I, that of the second an apostrophe, which parts words, and N.
    chars = [char for char in every(change) if char not in "ıŉ"]
    assert different(("x" + char for char in chars), ("x" + getattr(char, change)() for char in chars)) == []


def different(ones, others) -> list[tuple[str, str]]:
    """The couples of strings that are not the same words."""
    ones, others = list(ones), list(others)
    a, b = text.scan(ones), text.scan(others)
    if lists(a)["word"] == lists(b)["word"] and lists(a)["sentence_token"] == lists(b)["sentence_token"]:
        return []
    return [(one, other) for one, other in zip(ones, others, strict=True) if hashes(one) != hashes(other)]


@given(letters, st.sampled_from("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u202e\u0301\ufe0f"), st.data())
def test_invisible_marks_do_not_change_a_word(word: str, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word)))
    assert hashes(word[:at] + mark + word[at:]) == hashes(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters", "REUTERS"),
        ("STRASSE", "Straße"),
        ("office", "oﬃce"),
        ("façade", "facade"),
        ("Ｒｅｕｔｅｒｓ２４", "Reuters24"),
        ("ﾆｭｰｽ", "ニュース"),
        ("ｶﾞｽ", "ガス"),
        ("Ёлка", "елка"),
        ("كِتَاب", "كتاب"),
        ("كـــتاب", "كتاب"),
        ("٢٠٢٤", "2024"),
        ("१२", "12"),
        ("12,000", "12000"),
        ("ΟΔΟΣ", "οδος"),
        ("ᾠδή", "ωιδη"),
        ("Zeit\u00adung", "Zeitung"),
        ("İstanbul", "istanbul"),
    ],
)  # fmt: skip
def test_the_same_word_written_differently(one: str, other: str) -> None:
    assert hashes(one) == hashes(other)


@pytest.mark.parametrize(
    ("one", "other"), [("word", "words"), ("か", "が"), ("हिंदी", "हद"), ("한", "하"), ("12", "21")]
)
def test_different_words_differ(one: str, other: str) -> None:
    assert hashes(one) != hashes(other)


def test_terms_compare_the_first_six_letters_and_every_digit() -> None:
    terms = text.scan(["government governments governor gover G20 G7 2024 2025"]).term.tolist()
    assert len(set(terms[:3])) == 1
    assert len(set(terms)) == len(terms) - 2


def test_in_scripts_without_spaces_terms_are_couples_of_letters() -> None:
    one, other = text.scan(["北京市"]), text.scan(["南京市"])
    assert one.word[1:].tolist() == other.word[1:].tolist()
    assert one.term[0] != other.term[0]
    assert one.term[1] == other.term[1]
    assert one.weight.tolist() == [60, 60, 20]


def test_long_words_names_and_numbers_weigh_more() -> None:
    weights = text.scan(["The cat met Zoe; Zuckerberg disestablished 7 laws, 42 acts and 1,250 others"]).weight
    assert weights.tolist() == [0, 0, 0, 31, 115, 140, 21, 40, 51, 40, 0, 81, 60]


# Sizes


def test_a_hundred_thousand_words_in_one_line() -> None:
    texts = text.scan([" ".join(f"word{i % 977}" for i in range(100_000))])
    assert len(texts.word) == 100_000
    assert_sentences_are_cut(texts)
    words_of = np.diff(texts.sentence_token[texts.paragraph_sentence])
    assert words_of.max() < text.PARAGRAPH_MOST + text.SENTENCE_MOST
    assert words_of[:-1].min() >= text.PARAGRAPH_CUT


def test_a_word_of_a_hundred_thousand_letters() -> None:
    texts = text.scan(["x" * 100_000])
    assert (texts.start.tolist(), texts.end.tolist()) == ([0], [100_000])


def test_a_hundred_thousand_chinese_letters_without_a_stop() -> None:
    texts = text.scan(["中文" * 50_000])
    assert len(texts.word) == 100_000
    assert_sentences_are_cut(texts)


def assert_sentences_are_cut(texts: Texts) -> None:
    words_of = np.diff(texts.sentence_token)
    assert words_of.max() <= text.SENTENCE_MOST
    assert words_of[:-1].min() >= text.SENTENCE_LEAST  # what is left over at the end may be short


def test_long_copies_are_cut_at_the_same_places() -> None:
    """A paragraph's sentences decide where it ends, so a lead of its own does not shift every cut."""
    body = " ".join(f"Sentence {i} says that the number of apples was {i * 7919 % 1000} in all." for i in range(400))
    paragraphs = [set(), set()]
    for found, lead in zip(paragraphs, ("", "By our own correspondent in the harbour. "), strict=True):
        texts = text.scan([lead + body])
        tokens = texts.sentence_token[texts.paragraph_sentence]
        found |= {tuple(texts.word[a:b].tolist()) for a, b in pairwise(tokens)}
    assert len(paragraphs[0] & paragraphs[1]) > 0.8 * len(paragraphs[0])


@pytest.mark.parametrize("string", ["", " ", "\n\n", "...", "“”", "\u0301", "\u093e", "\ud800", "\ufeff", "😀"])
def test_nothing_to_read(string: str) -> None:
    texts = text.scan([string, string])
    assert len(texts) == 2
    assert len(texts.word) == len(texts.sentence_end) == 0


# As a reader sees it: the text, its sentences with words parted by a bar, what is quoted.

CASES = {
    "English": (
        "Oil prices rose 3.5% on Monday. “We don’t know why,” said Mr. Smith of OPEC.",
        ["Oil|prices|rose|3.5|on|Monday", "We|don|t|know|why|said|Mr|Smith|of|OPEC"],
        "We don t know why",
    ),
    "initials and titles": (
        "U.S. Sen. J. D. Vance met Dr. Lee, Gov. Hill and others etc. in Washington. It rained.",
        ["U|S|Sen|J|D|Vance|met|Dr|Lee|Gov|Hill|and|others|etc|in|Washington", "It|rained"],
        "",
    ),
    "German": (
        "Die Straße ist 12.000 Meter lang. „Das ist gut“, sagte er. Ist das z. B. wahr?",
        ["Die|Straße|ist|12.000|Meter|lang", "Das|ist|gut|sagte|er", "Ist|das|z|B|wahr"],
        "Das ist gut",
    ),
    "German with guillemets": (
        "»Nein«, sagte sie. »Wirklich?« Er nickte.",
        ["Nein|sagte|sie", "Wirklich", "Er|nickte"],
        "Nein Wirklich",
    ),
    "French": (
        "« C’est l’été », dit M. Dupont. Le prix : 1 200 euros !",
        ["C|est|l|été|dit|M|Dupont", "Le|prix|1|200|euros"],
        "C est l été",
    ),
    "Spanish": (
        "¿Qué pasó? «Nada», dijo el Sr. Gómez. ¡Increíble!",
        ["Qué|pasó", "Nada|dijo|el|Sr|Gómez", "Increíble"],
        "Nada",
    ),
    "Portuguese": (
        'A inflação subiu 0,5%. "Não é bom", disse a Sra. Conceição.',
        ["A|inflação|subiu|0,5", "Não|é|bom|disse|a|Sra|Conceição"],
        "Não é bom",
    ),
    "Russian": (
        "Президент В. Путин сказал: «Мы готовы». Ёлка горит!",
        ["Президент|В|Путин|сказал|Мы|готовы", "Ёлка|горит"],
        "Мы готовы",
    ),
    "Ukrainian": (
        "Київ. «Об'єднання — це сила», — заявив він. Їжа є.",
        ["Київ", "Об|єднання|це|сила|заявив|він", "Їжа|є"],
        "Об єднання це сила",
    ),
    "Arabic": (
        "قال الرئيس: «نحن مستعدون». هل هذا صحيح؟ نعم، صحيح.",
        ["قال|الرئيس|نحن|مستعدون", "هل|هذا|صحيح", "نعم|صحيح"],
        "نحن مستعدون",
    ),
    "Hindi": (
        "प्रधानमंत्री ने कहा, \"हम तैयार हैं।\" बैठक १२ बजे हुई।",
        ["प्रधानमंत्री|ने|कहा|हम|तैयार|हैं", "बैठक|१२|बजे|हुई"],
        "हम तैयार हैं",
    ),
    "Chinese": (
        "他说：“我们准备好了。”会议5月2日举行！",
        ["他|说|我|们|准|备|好|了", "会|议|5|月|2|日|举|行"],
        "我 们 准 备 好 了",
    ),
    "Japanese": (
        "首相は「準備ができた」と述べた。会議はNHKで放送。",
        ["首|相|は|準|備|が|で|き|た|と|述|べ|た", "会|議|は|NHK|で|放|送"],
        "準 備 が で き た",
    ),
    "Thai": (
        "เขาพูดว่า “ไม่รู้” วันนี้",
        ["เ|ข|า|พู|ด|ว่|า|ไ|ม่|รู้|วั|น|นี้"],
        "ไ ม่ รู้",
    ),
    "Korean": (
        "대통령은 “준비됐다”고 말했다. 회의는 3시다.",
        ["대통령은|준비됐다|고|말했다", "회의는|3시다"],
        "준비됐다",
    ),
    "straight quotation marks": (
        'He said "no" and "never again". Yes.',
        ["He|said|no|and|never|again", "Yes"],
        "no never again",
    ),
    "a mark that is never closed": (
        'A 5" pipe and a "7 inch pipe\n\nburst.',
        ["A|5|pipe|and|a|7|inch|pipe", "burst"],
        "",
    ),
    "a long quotation, opened again in each paragraph": (
        "“One two.\n\n“Three four,” he said.",
        ["One|two", "Three|four|he|said"],
        "One two Three four",
    ),
    "Japanese titles": ("彼は『雪国』を読む。", ["彼|は|雪|国|を|読|む"], "雪 国"),
    "Swedish": ("”Vi vet inte”, sade han. Det regnar.", ["Vi|vet|inte|sade|han", "Det|regnar"], "Vi vet inte"),
    "decimals, versions and ends": (
        "Pi is 3.14159. It is not 3. Is it?",
        ["Pi|is|3.14159", "It|is|not|3", "Is|it"],
        "",
    ),
    "a sentence does not begin in lower case": (
        "At 5 p.m. he left. iPhones sold.",
        ["At|5|p|m|he|left|iPhones|sold"],
        "",
    ),
    "dots go with the quotation they begin": ("他说（。他", ["他|说", "他"], ""),
    "a stop without a space": ("See example.com now.Then go.", ["See|example|com|now|Then|go"], ""),
    "hyphens and slashes": ("The well-known and/or e-mail", ["The|well|known|and|or|e|mail"], ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_words_sentences_and_quotations(case: str) -> None:
    string, expected, inside = CASES[case]
    texts = text.scan([string])
    found = words(string)
    assert ["|".join(found[a:b]) for a, b in pairwise(texts.sentence_token)] == expected
    assert " ".join(quoted(string)) == inside


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        ("He left. (She stayed.) “Why?” he asked.", ["He left.", "(She stayed.)", "“Why?” he asked."]),
        ("She asked: “Why?” Nobody knew…", ["She asked: “Why?”", "Nobody knew…"]),
        ("LONDON, May 2 (Reuters) - It rained. It stopped.", ["LONDON, May 2 (Reuters) - It rained.", "It stopped."]),
        ("他说：「好。」她走了。", ["他说：「好。」", "她走了。"]),
        ("他说（。她", ["他说", "（。她"]),
        ("  One!  \n\n * Two\n", ["One!", "Two"]),
    ],
)  # fmt: skip
def test_sentences_carry_their_marks(string: str, expected: list[str]) -> None:
    assert sentences(string) == expected


def paragraphs(string: str) -> list[list[str]]:
    """The first word of every sentence, by paragraphs."""
    texts = text.scan([string])
    firsts = [string[texts.start[t] : texts.end[t]] for t in texts.sentence_token[:-1]]
    return [firsts[a:b] for a, b in pairwise(texts.paragraph_sentence)]


LONG = " ".join(["and so on"] * 10)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2029"])
def test_a_line_is_a_paragraph(end: str) -> None:
    assert paragraphs(end.join([f"One {LONG}", f"Two {LONG}. Three", f"Four {LONG}"])) == [
        ["One"],
        ["Two", "Three"],
        ["Four"],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("line", ["and so on, day by day", "и так далее, день за днём", "ούτω καθεξής και τα λοιπά"])
def test_lines_broken_to_a_width_are_joined(end: str, line: str) -> None:
    block = end.join([line] * 7)
    assert paragraphs(f"One {block}{end}{end}Two {block}") == [["One"], ["Two"]]


def test_a_heading_goes_with_what_follows_and_is_a_sentence() -> None:
    assert paragraphs(f"Storm Hits Coast\n\nOne {LONG}\n\nMore News\n\nTwo {LONG}") == [
        ["Storm", "One"],
        ["More", "Two"],
    ]


def test_a_long_paragraph_is_cut_at_a_sentence() -> None:
    texts = text.scan([f"One {LONG}. " * 40])
    words_of = np.diff(texts.sentence_token[texts.paragraph_sentence])
    assert len(words_of) > 1
    assert words_of.max() < text.PARAGRAPH_MOST + 31
