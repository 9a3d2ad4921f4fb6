"""Trouble with files: packed ones that break or swell, endless lines, odd encodings, paths that vanish or loop."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
from pathlib import Path
from typing import Any

import formats
import pytest
from formats import PACKERS, TEXT, need, only, problem, put

from syndet.errors import InputError, RecordError, SyndetError, UnreadableError
from syndet.readers import Inputs, collect, lines, packed, paths, read
from syndet.readers import formats as known

# Packed, cut, damaged, swollen


@pytest.mark.parametrize("packing", PACKERS)
def test_an_archive_that_is_cut_keeps_what_came_before_and_says_where(tmp_path: Path, packing: str) -> None:
    need(packing)
    digits = random.Random(7).randbytes(800_000).hex()
    rows = "".join(json.dumps({"id": n, "text": digits[n * 200 : n * 200 + 200]}) + "\n" for n in range(8_000)).encode()
    whole = PACKERS[packing](rows)
    reading = read([put(tmp_path, f"a.jsonl{packing}", whole[: len(whole) * 2 // 3])])
    found = problem(reading)
    assert isinstance(found, UnreadableError)
    assert 0 < len(reading) < 8_000 and found.line == len(reading)
    assert "archive is cut off after line" in found.message


@pytest.mark.parametrize("packing", PACKERS)
def test_a_damaged_archive_is_a_problem_whatever_is_in_it(tmp_path: Path, packing: str) -> None:
    need(packing)
    whole = bytearray(PACKERS[packing](TEXT.encode() * 50))
    whole[len(whole) // 2] ^= 0xFF
    assert "archive is" in problem(read([put(tmp_path, f"a.txt{packing}", bytes(whole))])).message
    found = problem(read([put(tmp_path, f"b.csv{packing}", b"id,text\n1,Text.\n")]))
    assert "archive, whatever its name says" in found.message


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".csv", ".json"])
def test_a_decompression_bomb_is_stopped(
    tmp_path: Path, packing: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(packing)
    monkeypatch.setattr(packed, "FREE", 1 << 20)
    found = read([put(tmp_path, f"a{suffix}{packing}", PACKERS[packing](b"id,text\n" + b" " * (6 << 20)))]).problems[0]
    assert isinstance(found, UnreadableError)
    assert found.message.startswith("it unpacks to more than 1 MiB and 200 times its size")


def test_archives_of_several_parts_are_one_file(tmp_path: Path) -> None:
    for packing, pack in PACKERS.items():
        if not formats.lacking(packing):
            parts = b"".join(pack(f'{{"id": {n}, "text": "{n}."}}\n'.encode()) for n in range(3))
            assert len(read([put(tmp_path, f"a.jsonl{packing}", parts)])) == 3


# Sizes


def test_a_line_that_is_too_long_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_DOCUMENT", 1 << 20)
    rows = [json.dumps({"id": n, "text": "x" * (3 << 20 if n == 1 else 9)}) for n in range(3)]
    path = put(tmp_path, "a.jsonl", "\n".join(rows))
    reading = read([path])
    assert [article.id for article in reading] == ["0", "2"]
    assert isinstance(problem(reading), RecordError)
    assert str(problem(reading)) == (
        f"{path.as_posix()}:2: a line of more than 1 MiB (each line holds one whole JSON object, an article)"
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.xml", "a.html", "a.json"])
def test_a_file_that_is_too_large_for_one_article_is_a_problem(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(name)
    small = [known.Format(suffixes=f.suffixes, home=f.home, single=f.single, most=1 << 20) for f in known.FORMATS]
    monkeypatch.setattr(known, "_BY_SUFFIX", {suffix: f for f in small for suffix in f.suffixes})
    assert problem(read([put(tmp_path, name, b"x" * (1 << 20) + b"x")])).message == "more than 1 MiB in one piece"


def test_texts_are_read_again_after_a_line_that_was_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_DOCUMENT", 1000)
    rows = [json.dumps({"id": str(n), "text": "x" * (5000 if n == 1 else n)}) for n in range(4)]
    reading = collect(put(tmp_path, "a.jsonl", "\n".join(rows)), shelved=True)
    assert [article.text for article in reading] == ["", "xx", "xxx"]


# Encodings


def test_json_lines_in_utf16_are_read(tmp_path: Path) -> None:
    data = json.dumps({"id": "1", "text": "Ænes – 日本"}, ensure_ascii=False) + "\n"
    for encoding in ("utf-16", "utf-32"):
        assert only(read([put(tmp_path, "a.jsonl", data.encode(encoding))])).text == "Ænes – 日本"
    found = problem(read([put(tmp_path, "a.jsonl", data.encode("utf-16")[:-1])]))
    assert found.message == "begins as UTF-16 and breaks"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nul_bytes(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path, "a.txt", TEXT.encode(encoding))
    reading = read([path])
    assert only(reading).text == TEXT
    assert reading.notes == (f"{path.as_posix()}: UTF-16 without a byte order mark",)


def test_a_few_nul_bytes_stay_in_the_text_with_a_note(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", TEXT + "\0\0")
    reading = read([path])
    assert only(reading).text == TEXT + "\0\0"
    assert reading.notes == (f"{path.as_posix()}: it has NUL bytes, kept as they are",)


# Paths


def test_a_pattern_that_no_shell_has_spelled_out_is(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "sub/c.txt", "[odd].txt"):
        put(tmp_path, name, name)
    assert [article.id for article in read([tmp_path / "?.txt"])] == ["a.txt", "b.txt"]
    assert [article.id for article in read([tmp_path / "**" / "c.txt"])] == ["c.txt"]
    assert [article.id for article in read([tmp_path / "[odd].txt"])] == ["[odd].txt"]


def test_a_loop_of_links_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "One.")
    try:
        (tmp_path / "b.txt").symlink_to("c.txt")
        (tmp_path / "c.txt").symlink_to("b.txt")
    except OSError as error:
        pytest.skip(f"this system makes no symbolic links: {error}")
    reading = read([tmp_path])
    assert [article.id for article in reading] == ["a.txt"]
    assert len(reading.problems) == 2 and all(isinstance(found, InputError) for found in reading.problems)


def test_names_like_a_missing_one_are_looked_for_a_few_times_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time takes as long as there are names in the folder: a thousand vanished files took hours."""
    looked: list[str] = []
    monkeypatch.setattr(paths, "_alike", lambda path: looked.append(path) or "look")
    missing = [tmp_path / f"{n}.txt" for n in range(20)]
    reading = read(missing)
    assert (len(looked), reading.unread) == (5, 20)
    for path in missing:
        path.write_text("The water reached the first houses at noon.", encoding="utf-8")

    def vanish(stage: str, done: int, total: int) -> None:
        for path in missing if stage == "reading files" and not done else []:
            path.unlink()

    reading = collect([tmp_path], tell=vanish)
    assert (len(looked), reading.unread) == (5, 20)
    assert "it was there when files were listed" in str(reading.problems[0])


def test_a_file_that_vanishes_while_others_are_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(tmp_path, name, name)
    opened = open

    def vanishing(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith("a.txt"):
            (tmp_path / "b.txt").unlink()
        return opened(path, *arguments, **options)

    monkeypatch.setattr("builtins.open", vanishing)
    reading = read([tmp_path])
    monkeypatch.undo()
    assert [article.id for article in reading] == ["a.txt", "c.txt"]
    assert problem(reading).message == "no such file or folder"


def test_a_file_whose_reading_fails_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

        def readline(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    for name in ("a.txt", "a.jsonl"):
        path = put(tmp_path, name, TEXT)
        monkeypatch.setattr("builtins.open", lambda *_, **__: Failing())
        found = problem(read([path]))
        monkeypatch.undo()
        assert "Input/output error" in found.message and found.path == path.as_posix()


# Whole readings


def test_every_problem_is_logged_though_a_reading_sums_them_up(tmp_path: Path) -> None:
    rows = ['{"id": 1, "text": "One."}', *["broken"] * 20, "{}"]
    log: list[SyndetError] = []
    reading = read(Inputs(paths=[put(tmp_path, "a.jsonl", "\n".join(rows)), tmp_path / "gone.txt"], log=log.append))
    assert [found.line for found in log] == [None, *range(2, 22), 22, 22]
    assert len(reading.problems) == 9
    assert (reading.unread, reading.inputs) == (22, 23)


def test_strict_raises_the_first_problem_in_the_order_of_paths(tmp_path: Path) -> None:
    put(tmp_path, "b.jsonl", '{"id": 1, "text": "One."}\nbroken\nbroken\n')
    put(tmp_path, "a.txt", "Text.")
    log: list[SyndetError] = []
    with pytest.raises(RecordError, match=r"b\.jsonl:2: not JSON"):
        read(Inputs(paths=[tmp_path], strict=True, log=log.append))
    assert len(log) == 1


def test_a_thousand_like_files_are_summed_up(tmp_path: Path) -> None:
    for number in range(30):
        put(tmp_path, f"{number:02}.txt", "\0" * 9)
    reading = read([tmp_path])
    assert len(reading.problems) == 6
    assert reading.problems[-1].message == "… and 25 more inputs with this problem"
    assert (reading.unread, reading.inputs) == (30, 30)


def test_gzip_of_standard_library_agrees(tmp_path: Path) -> None:
    data = os.urandom(100_000).hex().encode()
    path = put(tmp_path, "a.txt.gz", gzip.compress(data, mtime=0))
    assert only(read([path])).text == data.decode()
