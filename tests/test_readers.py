"""Readers: every rule on what may come in, what it is called, and what is said when it cannot be used."""

from __future__ import annotations

import codecs
import dataclasses
import datetime
import decimal
import gzip
import io
import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import uuid
from collections import namedtuple
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet.errors import (
    DuplicateIdError,
    InputError,
    MissingInputError,
    RecordError,
    SyndetError,
    UnknownArticleError,
    UnreadableError,
)
from syndet.model import Article
from syndet.readers import Fields, Reading, collect, known_pairs, read

STORY = "Dam breaks above Varna\n\nThe water reached the first houses at noon."


def write(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_lines(path: Path, *records: Mapping[str, Any] | str) -> Path:
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    return write(path, "".join(line + "\n" for line in lines))


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading]


def only_article(reading: Reading) -> Article:
    assert not reading.problems
    (article,) = reading
    return article


def only_problem(reading: Reading) -> SyndetError:
    (problem,) = reading.problems
    return problem


def told(reading: Reading) -> tuple[object, ...]:
    """A reading as values that compare equal: errors themselves compare by identity."""
    return reading.articles, reading.notes, [(type(problem), str(problem)) for problem in reading.problems]


def link_or_skip(link: Path, target: str, *, folder: bool = False) -> None:
    try:
        link.symlink_to(target, target_is_directory=folder)
    except OSError as error:
        pytest.skip(f"this system makes no symbolic links: {error}")


def lock_or_skip(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("this user reads whatever the rights say (root, or a system without them)")


# Names of articles


def test_a_folder_is_read_to_its_bottom_and_names_articles_by_their_path_in_it(tmp_path: Path) -> None:
    write(tmp_path / "news" / "a.txt")
    write(tmp_path / "news" / "varna" / "local" / "b.md")
    assert ids(read([tmp_path / "news"])) == ["a.txt", "varna/local/b.md"]


def test_suffixes_count_in_any_case(tmp_path: Path) -> None:
    write(tmp_path / "news" / "A.TXT")
    write(tmp_path / "news" / "B.Md")
    write_lines(tmp_path / "C.JSONL", {"id": "c", "text": "C"})
    assert ids(read([tmp_path / "news", tmp_path / "C.JSONL"])) == ["A.TXT", "B.Md", "c"]


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "news" / "a.txt")
    write(tmp_path / "news" / ".draft.txt")
    write(tmp_path / "news" / ".git" / "b.txt")
    reading = read([tmp_path / "news"])
    assert told(reading) == ((reading.articles[0],), (), [])
    assert ids(reading) == ["a.txt"]


def test_a_hidden_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    write(tmp_path / ".inbox" / "a.txt")
    assert ids(read([tmp_path / ".inbox"])) == ["a.txt"]


def test_links_to_folders_are_not_followed_so_loops_end(tmp_path: Path) -> None:
    write(tmp_path / "news" / "sub" / "a.txt")
    link_or_skip(tmp_path / "news" / "sub" / "up", "..", folder=True)
    reading = read([tmp_path / "news"])
    assert ids(reading) == ["sub/a.txt"]
    assert "skipped 1 (folder link)" in reading.notes[0]


def test_a_link_to_a_file_is_an_article(tmp_path: Path) -> None:
    write(tmp_path / "store" / "0001", STORY)
    (tmp_path / "news").mkdir()
    link_or_skip(tmp_path / "news" / "a.txt", os.path.join("..", "store", "0001"))
    assert only_article(read([tmp_path / "news"])).text == STORY


def test_a_folder_that_is_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "news.txt" / "day.txt" / "a.txt")
    assert ids(read([tmp_path / "news.txt"])) == ["day.txt/a.txt"]


def test_one_file_is_called_by_its_name(tmp_path: Path) -> None:
    assert only_article(read([write(tmp_path / "deep" / "down" / "a.txt")])).id == "a.txt"


def test_files_are_called_by_their_path_below_the_deepest_folder_they_share(tmp_path: Path) -> None:
    seeds = [write(tmp_path / "seeds" / name, name) for name in ("000_x.txt", "001_y.txt")]
    assert ids(read(seeds)) == ["000_x.txt", "001_y.txt"]
    assert ids(read([*seeds, write(tmp_path / "more" / "z.md")])) == ["more/z.md", "seeds/000_x.txt", "seeds/001_y.txt"]


def test_json_lines_and_missing_files_do_not_change_the_names_of_text_files(tmp_path: Path) -> None:
    text = write(tmp_path / "news" / "a.txt")
    lines = write_lines(tmp_path / "archive" / "old.jsonl", {"id": "old", "text": "Old."})
    assert ids(read([text, lines, tmp_path / "gone" / "b.txt"])) == ["a.txt", "old"]


def test_relative_paths_and_pathlike_objects_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "news" / "a.txt")
    monkeypatch.chdir(tmp_path)
    expected = read([tmp_path / "news"]).articles
    assert read(["news"]).articles == read([os.path.join(".", "news", "")]).articles == expected
    assert read("news").articles == read([Path("news")]).articles == expected


@pytest.mark.skipif(sys.platform != "linux", reason="other systems change the form of file names themselves")
def test_composed_and_decomposed_file_names_stay_as_they_are(tmp_path: Path) -> None:
    composed, decomposed = "caf\u00e9.txt", "cafe\u0301.txt"
    write(tmp_path / composed, "One.")
    write(tmp_path / decomposed, "Two.")
    assert set(ids(read([tmp_path]))) == {composed, decomposed}


def test_a_file_that_is_given_twice_is_read_once_under_its_longest_name(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "varna" / "a.txt")
    reading = read([path, tmp_path / "news", tmp_path / "news" / "varna", path])
    assert ids(reading) == ["varna/a.txt"]
    assert reading.notes == (f"{path.as_posix()}: given more than once, read once",)
    assert not reading.problems


# Text


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    text = "One.\r\nTwo.\rThree.\n\n"
    assert only_article(read([write(tmp_path / "a.txt", text)])).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_is_no_part_of_the_text(
    tmp_path: Path, mark: bytes, encoding: str
) -> None:
    reading = read([write(tmp_path / "a.txt", mark + "Ænes\r\n日本".encode(encoding))])
    assert only_article(reading).text == "Ænes\r\n日本"
    assert not reading.notes


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp1252", "windows-1252", "The café on Main Street reopened, the mayor said."),
        (
            "cp1252",
            "windows-1252",
            "São Paulo não é a única cidade onde a inflação subiu; o ministro não quis comentar.",
        ),
        ("cp1252", "windows-1252", "“We do not know,” she said — the office declined to comment."),
        ("cp1252", "windows-1252", "café naïve résumé déjà vu. Le navire a heurté la jetée."),
        ("cp1252", "windows-1252", "Die Fähre lief auf Grund; «niemand» weiß, warum."),
        ("cp1252", "windows-1252", "¿Quién habló? El niño."),
        ("cp1252", "windows-1252", "A ligação não é boa."),
        ("cp1252", "windows-1252", "La città è più bella."),
        ("cp1252", "windows-1252", "Færgen gik på grund ved Ærø."),
        ("cp1251", "windows-1251", "Президент заявил журналистам, что переговоры продолжатся в понедельник."),
        (
            "cp1251",
            "windows-1251",
            "Паром сел на мель в густом тумане у гавани в понедельник утром, никто не пострадал, сообщили власти.",
        ),
        (
            "cp1250",
            "windows-1250",
            "Trajekt najel v pondělí ráno v husté mlze na mělčinu před přístavem. Nikdo nebyl zraněn, uvedly úřady.",
        ),
        (
            "iso8859_2",
            "iso8859-2",
            "Prom osiadł na mieliźnie we mgle przed portem w poniedziałek rano. Nikt nie został ranny, mówi świadek.",
        ),
        (
            "cp1254",
            "windows-1254",
            "Feribot pazartesi sabahı yoğun siste liman açıklarında karaya oturdu. İşçiler şaşkındı, dedi başkan.",
        ),
    ],
)
def test_text_that_is_not_utf8_is_decoded_by_a_detector_and_a_note_says_so(
    tmp_path: Path, encoding: str, name: str, text: str
) -> None:
    path = write(tmp_path / "a.txt", text.encode(encoding))
    reading = read([path])
    assert only_article(reading).text == text
    assert reading.notes == (f"{path.as_posix()}: not UTF-8, read as {name}",)


def test_utf8_that_was_cut_in_mid_letter_is_still_utf8(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "“Não,” disse São João".encode() + "é".encode()[:1])
    reading = read([path])
    assert only_article(reading).text == "“Não,” disse São João\ufffd"
    assert reading.notes == (f"{path.as_posix()}: not all of it UTF-8, the broken bytes read as U+FFFD",)


def test_many_notes_of_one_kind_are_summed_up(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path / f"{number}.txt", f"Café number {number} reopened, the mayor said.".encode("cp1252"))
    notes = read([tmp_path]).notes
    assert len(notes) == 6
    assert notes[0] == f"{tmp_path.as_posix()}/0.txt: not UTF-8, read as windows-1252"
    assert notes[5] == "… and 4 more: not UTF-8, read as windows-1252"


def test_nul_bytes_mean_a_binary_file(tmp_path: Path) -> None:
    problem = only_problem(read([write(tmp_path / "photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00")]))
    assert isinstance(problem, UnreadableError)
    assert problem.path == (tmp_path / "photo.txt").as_posix()
    assert problem.message == "looks like a binary file: it has NUL bytes"


def test_broken_utf16_is_a_problem_that_names_the_byte(tmp_path: Path) -> None:
    problem = only_problem(read([write(tmp_path / "a.txt", "Dam breaks".encode("utf-16")[:-1])]))
    assert isinstance(problem, UnreadableError)
    assert problem.message == "begins as UTF-16 and breaks at byte 20"


def test_an_empty_file_is_an_empty_article(tmp_path: Path) -> None:
    assert only_article(read([write(tmp_path / "a.txt", "")])) == Article(id="a.txt", text="")


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "Dam breaks\n\nThe water came.", "Dam breaks"),
        ("a.txt", "\r\n \r\n  Dam breaks \r\nThe water came.", "Dam breaks"),
        ("a.txt", "Dam breaks\rThe water came.", "Dam breaks"),
        ("a.txt", "# Dam breaks\n\nThe water came.", "# Dam breaks"),
        ("a.md", "# Dam breaks\n\nThe water came.", "Dam breaks"),
        ("a.MD", "### Dam breaks\n\nThe water came.", "Dam breaks"),
        ("a.md", "#hashtag\n\nThe water came.", "#hashtag"),
        ("a.md", "# \n\nThe water came.", "#"),
        ("a.txt", "Dam breaks", None),
        ("a.txt", "Dam breaks\n \n", None),
        ("a.txt", "x" * 200 + "\nThe water came.", "x" * 200),
        ("a.txt", "x" * 201 + "\nThe water came.", None),
        ("a.txt", " \n", None),
    ],
)
def test_the_title_of_a_text_file_is_its_first_line_if_it_is_short_and_more_follows(
    tmp_path: Path, name: str, text: str, title: str | None
) -> None:
    article = only_article(read([write(tmp_path / name, text)]))
    assert article == Article(id=name, text=text, title=title)


# JSON lines


def test_json_lines_fill_every_field_and_carry_the_rest_along(tmp_path: Path) -> None:
    known = {
        "title": "T",
        "source": "Varna Post",
        "published": "2024-05-01",
        "url": "https://x.test/1",
        "language": "en",
    }
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "One.", **known, "desk": "city", "tags": ["dam"]})
    expected = Article(id="1", text="One.", **known, extra={"desk": "city", "tags": ["dam"]})
    assert only_article(read([path])) == expected


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.NDJSON.GZ"])
def test_json_lines_may_be_compressed(tmp_path: Path, name: str) -> None:
    data = b'{"id": "1", "text": "One."}\n'
    path = write(tmp_path / name, gzip.compress(data, mtime=0) if name.lower().endswith("gz") else data)
    assert only_article(read([path])) == Article(id="1", text="One.")


def test_columns_are_renamed_by_fields(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"uri": 7, "body": "One.", "outlet": "Varna Post", "id": "row 7"})
    article = only_article(read([path], fields=Fields(id="uri", text="body", source="outlet")))
    assert article == Article(id="7", text="One.", source="Varna Post", extra={"id": "row 7"})


def test_blank_lines_carriage_returns_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    data = codecs.BOM_UTF8 + b'{"id": "1", "text": "One."}\r\n\r\n  \r\n{"id": "2", "text": "Two."}'
    reading = read([write(tmp_path / "a.jsonl", data)])
    assert ids(reading) == ["1", "2"]
    assert told(reading)[1:] == ((), [])


def test_lone_surrogates_survive(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", r'{"id": "1", "text": "cut \ud83d here"}')
    assert only_article(read([path])).text == "cut \ud83d here"


@pytest.mark.parametrize(("id", "expected"), [(7, "7"), (7.0, "7"), (7.5, "7.5"), ("007", "007"), (-1, "-1")])
def test_an_id_may_be_a_number(tmp_path: Path, id: object, expected: str) -> None:
    assert only_article(read([write_lines(tmp_path / "a.jsonl", {"id": id, "text": "One."})])).id == expected


def test_optional_numbers_become_strings_and_nulls_none(tmp_path: Path) -> None:
    line = '{"id": "1", "text": "One.", "published": 2011, "title": null, "source": NaN, "url": 1.5, "score": NaN}'
    article = only_article(read([write(tmp_path / "a.jsonl", line)]))
    assert article == Article(id="1", text="One.", published="2011", url="1.5", extra={"score": None})


def test_an_optional_value_that_is_no_plain_value_is_carried_along_with_one_note(tmp_path: Path) -> None:
    records = [{"id": number, "text": str(number), "source": {"name": "Varna Post"}} for number in range(3)]
    path = write_lines(tmp_path / "a.jsonl", *records)
    reading = read([path])
    assert [article.source for article in reading] == [None] * 3
    assert reading.articles[0].extra == {"source": {"name": "Varna Post"}}
    assert reading.notes == (
        f"{path.as_posix()}: 'source' holds an object; carried along in extra, not used as source",
    )


@pytest.mark.parametrize(
    ("line", "field", "message", "advice"),
    [
        ("{'id': 1}", None, "not JSON: expecting property name enclosed in double quotes at column 2", "jq -c ."),
        ('{"id": "2", "text": "cut o', None, "not JSON: unterminated string starting at column 21", "one whole"),
        ("[]", None, "a list, not an object", "jq -c '.[]'"),
        ('"text"', None, "a string, not an object", "one whole JSON object"),
        ("[" * 100_000, None, "JSON nested too deeply", "one whole JSON object"),
        ('{"id": 1' + "0" * 9999 + "}", None, "a number with too many digits", "one whole JSON object"),
        ('{"text": "One."}', "id", "there is no such field", "it has text; use --id-field NAME, or Fields(id='...')"),
        ('{"url": "u", "text": "One."}', "id", "there is no such field", "use --id-field url, or Fields(id='url')"),
        ('{"id": null, "text": "One."}', "id", "it has no value", "every article needs an id of its own"),
        ('{"id": "", "text": "One."}', "id", "it is empty", "an id of its own"),
        ('{"id": true, "text": "One."}', "id", "true or false, not a string or a number", "an id of its own"),
        ('{"id": [1], "text": "One."}', "id", "a list, not a string or a number", "an id of its own"),
        ('{"id": "2", "title": "A dam", "body": "A"}', "text", "there is no such field", "use --text-field body, or"),
        ('{"id": "2", "full text": "One."}', "text", "there is no such field", "--text-field 'full text', or"),
        ('{"id": "2"}', "text", "there is no such field", "it has id; use --text-field NAME"),
        ('{"id": "2", "text": null}', "text", "it has no value", "every article needs a text"),
        ('{"id": "2", "text": 7}', "text", "a number, not a string", "every article needs a text"),
        ('{"id": "2", "text": ["A"], "plain": "A"}', "text", "a list, not a string", "use --text-field plain, or"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_with_its_field_and_advice_and_the_rest_is_read(
    tmp_path: Path, line: str, field: str | None, message: str, advice: str
) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, line, {"id": "3", "text": "Three."})
    reading = read([path])
    problem = only_problem(reading)
    assert ids(reading) == ["1", "3"]
    assert isinstance(problem, RecordError)
    assert (problem.path, problem.line, problem.field) == (path.as_posix(), 2, field)
    assert problem.message.startswith(message)
    assert advice in (problem.advice or "")


def test_a_problem_reads_as_one_line_that_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "news.jsonl", {"id": 1, "headline": "Dam breaks", "body": "The water came at noon."})
    assert str(only_problem(read([path]))) == (
        f"{path.as_posix()}:1: field 'text': there is no such field "
        "(it has id, headline, body; use --text-field body, or Fields(text='body') in Python)"
    )


def test_a_line_that_is_not_utf8_is_named_with_its_byte(tmp_path: Path) -> None:
    data = '{"id": "1", "text": "One."}\n{"id": "2", "text": "café"}\n'.encode("latin-1")
    reading = read([write(tmp_path / "a.jsonl", data)])
    assert ids(reading) == ["1"]
    assert only_problem(reading).line == 2
    assert only_problem(reading).message == "not UTF-8: byte 25 of the line is 0xe9"


def test_an_object_with_neither_id_nor_text_gets_both_problems(tmp_path: Path) -> None:
    problems = read([write_lines(tmp_path / "a.jsonl", {})]).problems
    assert [(problem.field, problem.advice) for problem in problems] == [
        ("id", "the object is empty"),
        ("text", "the object is empty"),
    ]


def test_a_wide_record_names_its_first_columns_only(tmp_path: Path) -> None:
    record = {f"column {number}": number for number in range(30)}
    problems = read([write_lines(tmp_path / "a.jsonl", record)]).problems
    assert "column 7 and 22 more; use" in (problems[0].advice or "")


def test_the_same_problem_in_every_line_is_told_five_times_and_then_counted(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", *({"id": number, "body": "One."} for number in range(12_045)))
    problems = read([path]).problems
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5, 6]
    assert isinstance(problems[5], RecordError)
    assert problems[5].field == "text"
    assert problems[5].message == "… and 12,040 more lines with this problem"


def test_problems_are_counted_by_file_and_field(tmp_path: Path) -> None:
    bad = [{"id": "1"}] * 5 + [{"text": "One."}] * 6
    paths = [write_lines(tmp_path / name, *bad) for name in ("a.jsonl", "b.jsonl")]
    problems = read(paths).problems
    assert [problem.field for problem in problems] == (["text"] * 5 + ["id"] * 6) * 2
    assert problems[10].message == "… and 1 more line with this problem"


@pytest.mark.parametrize("data", [b"", b"\n\n", codecs.BOM_UTF8])
def test_a_file_without_lines_is_a_problem(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a.jsonl", data)
    for reading, place in ((read([path]), path.as_posix()), (read(["-"], stdin=io.BytesIO(data)), "<stdin>")):
        assert isinstance(only_problem(reading), InputError)
        assert str(only_problem(reading)) == f"{place}: no lines in it (look at what was to write them)"


def test_what_stands_before_the_break_of_a_gzip_archive_is_kept(tmp_path: Path) -> None:
    lines = [json.dumps({"id": number, "text": str(number**3)}) for number in range(5_000)]
    whole = gzip.compress("\n".join(lines).encode(), mtime=0)
    path = write(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2])
    reading = read([path])
    problem = only_problem(reading)
    assert 1_000 < len(reading) < 5_000
    assert isinstance(problem, UnreadableError)
    assert problem.line == len(reading)
    assert problem.message == f"the gzip archive is cut off after line {len(reading):,}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            gzip.compress(b'{"id": "1", "text": "One."}\n', mtime=0)[:-8] + b"12345678",
            "the gzip archive is damaged after line 1",
        ),
        (
            gzip.compress(b'{"id": "1", "text": "One."}\n', mtime=0)[:5],
            "the gzip archive is cut off before its first line",
        ),
        (b'{"id": "1", "text": "One."}\n', "not a gzip archive, whatever its name says"),
    ],
)
def test_a_gzip_archive_that_is_damaged_or_none_is_a_problem(tmp_path: Path, data: bytes, message: str) -> None:
    problem = only_problem(read([write(tmp_path / "a.jsonl.gz", data)]))
    assert isinstance(problem, UnreadableError)
    assert problem.message == message


@pytest.mark.parametrize(
    ("data", "message", "advice"),
    [
        (gzip.compress(b"{}", mtime=0), "a gzip archive, not lines of text", "name it .jsonl.gz"),
    ],
)
def test_a_file_that_cannot_be_json_lines_is_one_problem_and_not_one_a_line(
    tmp_path: Path, data: bytes, message: str, advice: str
) -> None:
    problem = only_problem(read([write(tmp_path / "a.jsonl", data)]))
    assert isinstance(problem, UnreadableError)
    assert (problem.message, problem.advice) == (message, advice)


# Standard input


def test_a_dash_is_json_lines_on_standard_input(tmp_path: Path) -> None:
    stdin = io.BytesIO(b'{"id": "b", "text": "Two."}\nnot JSON\n')
    reading = read(["-", write(tmp_path / "a.txt", "One.")], stdin=stdin)
    assert ids(reading) == ["a.txt", "b"]
    assert only_problem(reading).place == "<stdin>:2"


def test_standard_input_is_read_once_however_often_it_is_given() -> None:
    reading = read(["-", "-"], stdin=io.BytesIO(b'{"id": "b", "text": "Two."}\n'))
    assert ids(reading) == ["b"]
    assert told(reading)[1:] == (("<stdin>: given more than once, read once",), [])


def test_without_a_stream_the_process_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "b", "text": "Two."}\n')))
    assert ids(read(["-"])) == ["b"]
    monkeypatch.setattr(sys, "stdin", None)
    assert only_problem(read(["-"])).message == "there is no standard input"


def test_a_closed_standard_input_is_a_problem() -> None:
    stdin = io.BytesIO()
    stdin.close()
    assert isinstance(only_problem(read(["-"], stdin=stdin)), UnreadableError)


def test_compressed_standard_input_gets_its_own_advice() -> None:
    problem = only_problem(read(["-"], stdin=io.BytesIO(gzip.compress(b"{}", mtime=0))))
    assert problem.advice == "pipe it through gzip -dc"


# Paths that cannot be used


def test_a_missing_path_is_named_with_the_name_that_is_like_it(tmp_path: Path) -> None:
    write(tmp_path / "newsroom" / "a.txt")
    reading = read([tmp_path / "newsrom", tmp_path / "newsroom"])
    problem = only_problem(reading)
    assert ids(reading) == ["a.txt"]
    assert isinstance(problem, MissingInputError)
    assert isinstance(problem, FileNotFoundError)
    assert problem.path == (tmp_path / "newsrom").as_posix()
    assert problem.message == "no such file or folder"
    assert problem.advice == f"did you mean {(tmp_path / 'newsroom').as_posix()!r}?"


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("zzz", "check the spelling, and the folder you are in"),
        ("zzz/a.txt", "check the path: the folder it names is not there either"),
        ("*.txt", "no file matches this pattern"),
    ],
)
def test_a_missing_path_gets_advice_that_fits(tmp_path: Path, path: str, advice: str) -> None:
    problem = only_problem(read([tmp_path / path]))
    assert isinstance(problem, InputError)
    if sys.platform != "win32" or "*" not in path:
        assert problem.advice == advice


def test_a_path_that_fails_twice_is_told_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    gone = tmp_path / "gone.txt"
    assert [problem.path for problem in read([gone, empty, gone, empty]).problems] == [
        empty.as_posix(),
        gone.as_posix(),
    ]


def test_an_empty_path_is_not_the_current_folder() -> None:
    assert only_problem(read([""])).message == "a path is empty"


def test_a_text_that_is_given_as_a_path_is_recognised() -> None:
    problem = only_problem(collect([STORY]))
    assert isinstance(problem, MissingInputError)
    assert problem.path == "Dam breaks above Varna The water reached the first houses at…"
    assert "syndet.Article(id=..., text=...)" in (problem.advice or "")


@pytest.mark.parametrize("path", ["x" * 5_000, "a\0b.txt", "\udcff\ud800.txt"])
def test_a_path_that_no_system_takes_is_a_problem(path: str) -> None:
    assert isinstance(only_problem(read([path])), InputError)


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    problem = only_problem(read([tmp_path]))
    assert isinstance(problem, InputError)
    assert problem.path == tmp_path.as_posix()
    assert problem.message.startswith("the folder has no file to read; it is empty")


def test_a_folder_without_articles_is_a_problem_that_names_what_was_there(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "LICENSE"):
        write(tmp_path / name)
    problem = only_problem(read([tmp_path]))
    assert problem.message == "the folder has no file to read; it has 2 .pdf, 1 (no suffix)"
    assert (problem.advice or "").startswith(".txt, .md, ")


def test_what_a_folder_has_besides_is_counted_and_named_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.pdf", "sub/c.pdf", "d.jpg"):
        write(tmp_path / name)
    reading = read([tmp_path])
    assert ids(reading) == ["a.txt"]
    assert reading.notes == (f"{tmp_path.as_posix()}: skipped 2 .pdf, 1 .jpg",)


def test_names_that_all_end_in_another_number_are_summed_up(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt.pdf", "c.pdf", "He left. Then he came home", *(f"story.{n:06}" for n in range(30))):
        write(tmp_path / name)
    (note,) = read([tmp_path]).notes
    skipped = ", ".join(f"1 .{n:06}" for n in range(8))
    assert note == f"{tmp_path.as_posix()}: skipped 2 .pdf, 1 (no suffix), {skipped}, 22 of 22 other kinds"


def test_a_file_of_unknown_suffix_is_a_problem_that_lists_the_suffixes(tmp_path: Path) -> None:
    problem = only_problem(read([write(tmp_path / "a.pdf")]))
    assert isinstance(problem, InputError)
    assert problem.message == "files named .pdf are not read"
    assert problem.advice == (
        ".txt, .md, .markdown, .html, .htm, .xhtml, .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .warc, .xml are "
        "read, and these with .gz, .bz2, .xz, .zst behind"
    )


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_archives_of_files_are_never_unpacked(tmp_path: Path, name: str) -> None:
    assert "unpack it and give the folder" in (only_problem(read([write(tmp_path / name)])).advice or "")


def test_a_file_without_suffix_is_a_problem(tmp_path: Path) -> None:
    assert only_problem(read([write(tmp_path / "notes")])).message == "its name has no suffix that tells what is in it"


def test_a_file_without_read_rights_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    lock_or_skip(write(tmp_path / "b.txt"))
    reading = read([tmp_path])
    assert ids(reading) == ["a.txt"]
    assert isinstance(only_problem(reading), UnreadableError)
    assert only_problem(reading).message == "no right to read it"


def test_a_folder_without_read_rights_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    locked = write(tmp_path / "locked" / "b.txt").parent
    lock_or_skip(locked)
    try:
        below, alone = read([tmp_path]), read([locked])
    finally:
        locked.chmod(0o700)
    assert ids(below) == ["a.txt"]
    assert [only_problem(reading).path for reading in (below, alone)] == [locked.as_posix()] * 2


def test_rights_are_told_even_where_this_user_has_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "locked" / "b.txt")
    listed = os.scandir

    def scandir(path: str) -> Any:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    reading = read([tmp_path])
    alone = read([tmp_path / "locked"])
    assert ids(reading) == ["a.txt"]
    assert str(only_problem(reading)) == str(only_problem(alone))
    assert str(only_problem(alone)) == (
        f"{tmp_path.as_posix()}/locked: no right to read it (ask its owner for the right to read it, or leave it out)"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_a_problem_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.jsonl")
    write(tmp_path / "a.txt")
    reading = read([tmp_path, tmp_path / "pipe.jsonl"])
    assert ids(reading) == ["a.txt"]
    assert [(type(problem), problem.message) for problem in reading.problems] == [
        (UnreadableError, "a named pipe, not a file")
    ] * 2


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="this system has no device files")
def test_a_device_is_a_problem() -> None:
    assert only_problem(read(["/dev/null"])).message == "a device, not a file"


def test_a_link_to_nothing_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    link_or_skip(tmp_path / "b.txt", "gone.txt")
    problem = only_problem(read([tmp_path]))
    assert isinstance(problem, MissingInputError)
    assert problem.message == "a link to something that is not there"


def test_problems_come_in_the_order_of_path_and_line(tmp_path: Path) -> None:
    bad = write_lines(tmp_path / "b.jsonl", *["x"] * 3)
    write(tmp_path / "news" / "a.txt", b"\0")
    places = [problem.place for problem in read([tmp_path / "zzz", bad, tmp_path / "news", tmp_path / "a"]).problems]
    root = tmp_path.as_posix()
    assert places == [f"{root}/{name}" for name in ("a", "b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "news/a.txt", "zzz")]


# Equal ids


def test_the_same_article_twice_is_kept_once_with_a_note(tmp_path: Path) -> None:
    paths = [
        write_lines(tmp_path / name, {"id": "x", "text": "One.", "title": name}) for name in ("b.jsonl", "a.jsonl")
    ]
    reading = read(paths)
    root = tmp_path.as_posix()
    assert only_article(reading).title == "a.jsonl"
    assert reading.notes == (
        f"{root}/b.jsonl:1: 'x' is also in {root}/a.jsonl:1 with the same text but another title; kept once",
    )


def test_which_of_equal_ids_is_kept_does_not_depend_on_the_order_of_items() -> None:
    rows = [
        {"id": "a", "text": "Two."},
        {"id": "a", "text": "One.", "published": "2024-05-02"},
        {"id": "a", "text": "One.", "published": "2024-05-01", "title": "T", "desk": "world"},
        {"id": "a", "text": "One.", "published": "2024-05-01", "title": "T", "desk": "city"},
    ]
    for order in itertools.permutations(rows):
        for items in (order, [collect([row]).articles[0] for row in order]):
            reading = collect(items)
            (article,) = reading
            assert (article.published, article.extra) == ("2024-05-01", {"desk": "city"})
            notes = [note.partition(" with ")[2] for note in reading.notes]
            assert sorted(notes) == [
                "the same text but another extra; kept once",
                "the same text but another title, published, extra; kept once",
            ]
            assert isinstance(only_problem(reading), DuplicateIdError)


def test_two_texts_under_one_id_are_a_problem_that_names_both_places(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", {"id": "x", "text": "One."}, {"id": 1, "text": "1"}, {"id": "x", "text": "2"}
    )
    reading = read([path])
    problem = only_problem(reading)
    assert [(article.id, article.text) for article in reading] == [("1", "1"), ("x", "One.")]
    assert isinstance(problem, DuplicateIdError)
    assert (problem.path, problem.line) == (path.as_posix(), 3)
    assert problem.message == f"'x' is also in {path.as_posix()}:1 with another text; this one is left out"
    assert problem.advice == "give every article an id of its own"


def test_two_folders_with_files_of_one_name_are_told_to_come_as_one_folder(tmp_path: Path) -> None:
    write(tmp_path / "mon" / "a.txt", "One.")
    write(tmp_path / "tue" / "a.txt", "Two.")
    reading = read([tmp_path / "tue", tmp_path / "mon"])
    problem = only_problem(reading)
    assert reading.articles[0].text == "One."
    assert problem.path == (tmp_path / "tue" / "a.txt").as_posix()
    assert problem.advice == "give the folder that holds both, so that their ids differ"
    assert ids(read([tmp_path])) == ["mon/a.txt", "tue/a.txt"]


def test_many_equal_ids_are_told_five_times_and_then_counted(tmp_path: Path) -> None:
    for number in range(30):
        write(tmp_path / "mon" / f"{number:02}.txt", "One.")
        write(tmp_path / "tue" / f"{number:02}.txt", "Two." if number % 2 else "One.")
    reading = read([tmp_path / "mon", tmp_path / "tue"])
    assert len(reading) == 30
    assert [type(problem) for problem in reading.problems] == [DuplicateIdError] * 6
    assert reading.problems[5].message == "… and 10 more articles with this problem"
    assert len(reading.notes) == 6
    assert reading.notes[5] == "… and 10 more: ids with the same text again"


# What a program has


def test_a_reading_is_returned_as_it_is(tmp_path: Path) -> None:
    reading = read([write(tmp_path / "a.txt")])
    assert collect(reading) is reading


def test_a_path_a_pathlike_object_and_an_iterable_of_paths_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    expected = read([path])
    assert collect(str(path)) == collect(path) == collect([path]) == collect(iter([str(path)])) == expected


def test_articles_are_taken_as_they_are_and_sorted() -> None:
    articles = [Article(id="b", text="Two.", extra={"desk": "city"}), Article(id="a", text="One.")]
    assert list(collect(articles)) == [articles[1], articles[0]]
    assert list(collect(articles[0])) == [articles[0]]


def test_one_article_object_twice_is_noted_too() -> None:
    article = Article(id="a", text="One.")
    reading = collect([article, article])
    assert only_article(reading) == article
    assert reading.notes == ("row 2: 'a' is also in row 1 with the same text; kept once",)


def test_an_article_made_with_a_number_for_an_id_is_mended() -> None:
    careless: Any = 7
    article = Article(id=careless, text="One.", source="Varna Post", extra={"desk": "city"})
    assert only_article(collect([article])) == dataclasses.replace(article, id="7")


def test_an_article_without_a_text_is_a_problem() -> None:
    nothing: Any = None
    assert only_problem(collect([Article(id="a", text=nothing)])).place == "row 1: field 'text'"


def test_mappings_are_articles() -> None:
    row = {"id": 7, "text": "One.", "source": "Varna Post", "desk": "city"}
    expected = Article(id="7", text="One.", source="Varna Post", extra={"desk": "city"})
    assert only_article(collect([row])) == only_article(collect(row)) == expected


def test_an_article_survives_the_way_through_a_mapping() -> None:
    article = Article(id="7", text="One.", title="T", extra={"desk": "city"})
    assert only_article(collect([dataclasses.asdict(article)])) == article


def test_the_columns_of_mappings_are_renamed_by_fields() -> None:
    rows = [{"uri": "7", "body": "One."}]
    assert only_article(collect(rows, fields=Fields(id="uri", text="body"))) == Article(id="7", text="One.")


def test_named_tuples_are_articles() -> None:
    Row = namedtuple("Row", ["id", "text", "published"])
    row = Row(7, "One.", datetime.date(2024, 5, 1))
    expected = Article(id="7", text="One.", published="2024-05-01")
    assert only_article(collect([row])) == only_article(collect(row)) == expected


class Unsure:
    """Stands for pandas.NA: comparing it gives no truth value."""

    def __ne__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")


Unsure.__name__ = "NAType"


@pytest.mark.parametrize("value", [None, math.nan, decimal.Decimal("NaN"), Unsure()])
def test_missing_values_of_any_kind_become_none(value: object) -> None:
    article = only_article(collect([{"id": 1, "text": "One.", "title": value, "score": value}]))
    assert article == Article(id="1", text="One.", extra={"score": None})


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 12, 30, tzinfo=datetime.timezone.utc), "2024-05-01T12:30:00+00:00"),
        ("May 1", "May 1"),
        (1714566600, "1714566600"),
        (2024.0, "2024"),
    ],
)
def test_a_publication_time_is_carried_as_a_string(value: object, published: str) -> None:
    assert only_article(collect([{"id": 1, "text": "One.", "published": value}])).published == published


def test_an_id_may_be_anything_that_spells_itself_out() -> None:
    key = uuid.UUID(int=7)
    assert only_article(collect([{"id": key, "text": "One."}])).id == str(key)
    problem = only_problem(collect([{"id": object(), "text": "One."}]))
    assert problem.message == "a value of type object, not a string or a number"


def test_rows_without_an_id_are_problems_with_their_row_number() -> None:
    reading = collect([{"id": "a", "text": "One."}, {"text": "Two."}, {"id": math.nan, "text": "Three."}])
    assert ids(reading) == ["a"]
    assert [(type(problem), problem.path, problem.line) for problem in reading.problems] == [
        (RecordError, None, 2),
        (RecordError, None, 3),
    ]
    assert str(reading.problems[0]) == "row 2: field 'id': there is no such field (it has text; use Fields(id='...'))"


def test_equal_ids_in_rows_name_both_rows() -> None:
    rows = [{"id": "a", "text": "One."}, {"id": "a", "text": "Two."}, {"id": "a", "text": "One."}]
    reading = collect(rows)
    assert reading.notes == ("row 3: 'a' is also in row 1 with the same text; kept once",)
    assert str(only_problem(reading)) == (
        "row 2: 'a' is also in row 1 with another text; this one is left out (give every article an id of its own)"
    )


def test_things_that_are_no_articles_are_problems_and_the_rest_is_taken(tmp_path: Path) -> None:
    items = [3, ("a", "One."), {"id": "b", "text": "Two."}, Article(id="c", text="Three."), write(tmp_path / "d.txt")]
    reading = collect(items)
    assert ids(reading) == ["b", "c", "d.txt"]
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (1, "a number, not an article"),
        (2, "a value of type tuple, not an article"),
    ]


@pytest.mark.parametrize("source", [7, None, b"news", object()])
def test_a_source_of_the_wrong_type_raises(source: object) -> None:
    with pytest.raises(TypeError, match="expected a path, articles, mappings or a data frame, not a"):
        collect(source)


def test_an_open_file_raises_with_advice(tmp_path: Path) -> None:
    with write(tmp_path / "a.jsonl").open() as file, pytest.raises(TypeError, match="give its path instead"):
        collect(file)


class PolarsLike:
    """A data frame as polars has it."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def iter_rows(self, *, named: bool) -> Iterable[dict[str, Any]]:
        assert named
        return iter(self.rows)


class ArrowLike:
    """A table as pyarrow has it, or one of its batches."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def to_batches(self) -> list[ArrowLike]:
        return [ArrowLike(self.rows[:1]), ArrowLike(self.rows[1:])]

    def to_pylist(self) -> list[dict[str, Any]]:
        return self.rows


class Series:
    """A row or a column as pandas has it."""

    def __init__(self, values: dict[Any, Any]) -> None:
        self.values = values

    def to_dict(self) -> dict[Any, Any]:
        return self.values

    def __iter__(self) -> Any:
        return iter(self.values.values())


ROWS = [{"id": 1, "text": "One.", "source": math.nan, "desk": "city"}, {"id": 2, "text": "Two.", "source": "VP"}]
ARTICLES = (
    Article(id="1", text="One.", extra={"desk": "city"}),
    Article(id="2", text="Two.", source="VP"),
)


@pytest.mark.parametrize("source", [PolarsLike(ROWS), ArrowLike(ROWS), [Series(row) for row in ROWS]])
def test_data_frames_are_known_by_what_they_can_do(source: object) -> None:
    assert collect(source).articles == ARTICLES


class Scalar:
    """A number as numpy has it."""

    def tolist(self) -> int:
        return 7


class Nameless:
    """What has no spelling of its own."""


def test_extra_is_what_json_can_say() -> None:
    endless: list[Any] = []
    endless.append(endless)
    row = {
        1: (1, "b", None),
        "day": datetime.date(2024, 5, 1),
        "time": datetime.datetime(2024, 5, 1, 12, 30),
        "tags": {"sea", "fog"},
        "mixed": {1, "a", None},
        "views": Scalar(),
        "share": math.nan,
        "most": math.inf,
        "deep": {2: [{"when": datetime.date(2024, 5, 1), "rate": -math.inf}]},
        "key": uuid.UUID(int=7),
        "thing": Nameless(),
        "raw": b"raw",
    }
    expected = {
        "1": [1, "b", None],
        "day": "2024-05-01",
        "time": "2024-05-01T12:30:00",
        "tags": ["fog", "sea"],
        "mixed": ["a", 1, None],
        "views": 7,
        "share": None,
        "most": None,
        "deep": {"2": [{"when": "2024-05-01", "rate": None}]},
        "key": str(uuid.UUID(int=7)),
        "thing": "Nameless",
        "raw": "bytes",
    }
    careless: Any = row
    for item in ({"id": "a", "text": "One.", **row}, Article(id="a", text="One.", extra=careless)):
        article = only_article(collect([item]))
        assert article.extra == expected == json.loads(json.dumps(article.extra))
    assert json.dumps(only_article(collect([{"id": "a", "text": "One.", "loop": endless}])).extra)


def test_extra_may_hold_numbers_and_arrays_of_numpy() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is not installed")
    row = {"views": numpy.int64(7), "share": numpy.float32("nan"), "tags": numpy.array(["a", "b"]), "on": numpy.True_}
    article = only_article(collect([{"id": "a", "text": "One.", **row}]))
    assert article.extra == {"views": 7, "share": None, "tags": ["a", "b"], "on": True}
    assert [type(value) for value in article.extra.values()] == [int, type(None), list, bool]


def test_a_result_reads_back_from_json_as_it_is() -> None:
    time: Any = datetime.datetime(2024, 5, 1)
    rows: list[object] = [
        {"id": 1, "text": "One.", "tags": {"b", "a"}, "at": (time, math.nan, {3: 4})},
        Article(id="2", text="Two.", published=time, extra={"at": time}),
    ]
    result = syndet.detect(rows)
    assert json.loads(result.to_json()) == result.to_dict()


def test_a_series_is_a_row_or_a_column_of_paths(tmp_path: Path) -> None:
    assert collect(Series(ROWS[1])).articles == ARTICLES[1:]
    assert ids(collect(Series({0: str(write(tmp_path / "a.txt"))}))) == ["a.txt"]


def frame_rows() -> list[dict[str, Any]]:
    time = datetime.datetime(2024, 5, 1, 12, 30)
    return [
        {"id": 1, "text": "One.", "source": None, "published": time, "views": 3},
        {"id": 2, "text": "Two.", "source": "VP", "published": None, "views": 4},
    ]


FRAME_ARTICLES = (
    Article(id="1", text="One.", published="2024-05-01T12:30:00", extra={"views": 3}),
    Article(id="2", text="Two.", source="VP", extra={"views": 4}),
)


def test_pandas_frames_rows_and_named_indexes_are_articles() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.DataFrame(frame_rows())
    assert collect(frame).articles == FRAME_ARTICLES
    assert collect(frame.set_index("id")).articles == FRAME_ARTICLES
    assert collect(row for _, row in frame.iterrows()).articles == FRAME_ARTICLES
    assert collect(frame.itertuples(index=False)).articles == FRAME_ARTICLES
    assert collect(frame.convert_dtypes()).articles == FRAME_ARTICLES
    assert collect(frame.iloc[0]).articles == FRAME_ARTICLES[:1]


def test_pandas_columns_of_paths_are_read(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    assert ids(collect(pandas.Series([str(write(tmp_path / "a.txt"))]))) == ["a.txt"]


def test_polars_frames_are_articles() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    assert collect(polars.DataFrame(frame_rows())).articles == FRAME_ARTICLES


def test_pyarrow_tables_are_articles() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    assert collect(pyarrow.Table.from_pylist(frame_rows())).articles == FRAME_ARTICLES


# Pairs


def test_pairs_are_parted_into_those_that_name_articles_and_problems() -> None:
    reading = collect([Article(id="a", text="One."), Article(id="b", text="Two.")])
    known, problems = known_pairs([("b", "a"), ("a", "x"), ("x", "y"), ("x", "x"), ("a", "b")], reading, path="p.tsv")
    assert known == [("b", "a"), ("a", "b")]
    assert [str(problem) for problem in problems] == [
        "p.tsv: no article is called 'x'; the pair 'a', 'x' is left out",
        "p.tsv: no article is called 'x' or 'y'; the pair 'x', 'y' is left out",
        "p.tsv: no article is called 'x'; the pair 'x', 'x' is left out",
    ]
    assert all(isinstance(problem, UnknownArticleError) for problem in problems)


def test_many_unknown_pairs_are_summed_up() -> None:
    _, problems = known_pairs([("a", str(number)) for number in range(6)], collect([Article(id="a", text="One.")]))
    assert [problem.message for problem in problems[5:]] == ["… and 1 more pair with this problem"]


# Laws


def test_a_reading_can_be_iterated_and_counted() -> None:
    reading = collect([Article(id="a", text="One.")])
    assert (len(reading), list(reading), list(reading)) == (1, list(reading.articles), list(reading.articles))


def test_reading_clean_text_loads_no_heavy_module(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    code = (
        "import sys; from syndet.readers import read; assert read([sys.argv[1]]).articles; "
        "print(sorted({'numpy', 'numba', 'pandas', 'polars', 'pyarrow', 'charset_normalizer'} & set(sys.modules)))"
    )
    root = str(Path(__file__).resolve().parent.parent)
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout.strip() == "[]"


UNICODE = st.text(st.characters(exclude_categories=["Cs"]))


@given(UNICODE.filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_any_text_comes_back_unchanged_through_a_text_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert only_article(read([write(Path(folder, "a.txt"), text)])).text == text


@given(st.lists(st.text(st.characters()), min_size=1, max_size=4), st.booleans())
def test_any_text_comes_back_unchanged_through_json_lines(texts: list[str], ascii: bool) -> None:
    lines = [json.dumps({"id": number, "text": text}, ensure_ascii=ascii) for number, text in enumerate(texts)]
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    reading = read(["-"], stdin=io.BytesIO(data))
    assert [article.text for article in reading] == texts
    assert not reading.problems


@given(
    st.binary() | st.binary().map(lambda data: b'{"id": 1, "text": "' + data),
    st.sampled_from(["txt", "jsonl", "jsonl.gz"]),
)
@settings(deadline=None)  # the detector of encodings loads on first use
def test_no_bytes_whatever_raise(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading = read([write(Path(folder, f"a.{suffix}"), data)])
    assert all(isinstance(problem, InputError) and problem.path for problem in reading.problems)
    assert len(reading) + len(reading.problems) + len(reading.notes) >= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "text", "title", "extra"]), JSON) | JSON, max_size=4))
def test_no_record_whatever_raises_and_every_article_is_well_formed(records: list[Any]) -> None:
    data = "\n".join(map(json.dumps, records)).encode()
    for reading in (
        read(["-"], stdin=io.BytesIO(data)),
        collect(item for item in records if not isinstance(item, str)),
    ):
        assert all(article.id and isinstance(article.text, str) for article in reading)
        assert all(isinstance(article.title, (str, type(None))) for article in reading)
        assert ids(reading) == sorted(set(ids(reading)))


@pytest.fixture(scope="module")
def muddle(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Paths of every kind: clean, doubled, nested, clashing, broken and missing."""
    root = tmp_path_factory.mktemp("muddle")
    write(root / "mon" / "a.txt", "One.")
    write(root / "mon" / "sub" / "b.md", "Café".encode("cp1252"))
    write(root / "tue" / "a.txt", "Two.")
    write(root / "tue" / "b.txt", b"\0")
    write_lines(root / "x.jsonl", *({"id": number % 9, "text": str(number)} for number in range(20)), *["bad"] * 9)
    write_lines(root / "y.jsonl", {"id": 1, "text": "1"}, {"id": 2}, {"id": "a.txt", "text": "One."})
    names = ["mon", "tue", "mon/sub", "mon/a.txt", "tue/a.txt", "x.jsonl", "y.jsonl", "x.jsonl", "gone", "mon/sub/b.md"]
    return [str(root / name) for name in names]


@given(data=st.data())
@settings(deadline=None)
def test_the_order_of_the_paths_changes_nothing(muddle: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(muddle), max_size=8))
    shuffled = data.draw(st.permutations(chosen))
    assert told(read(shuffled)) == told(read(chosen))
