"""What growth must not break: right answers where a shortcut would be quadratic, memory, and interrupting."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import syndet
from syndet import columns, readers
from syndet.errors import SettingsError, StorageError
from syndet.model import Level

ROOT = Path(__file__).parents[1]
NEWSROOM = ROOT / "examples" / "newsroom"


def benchmark(name: str) -> Any:
    """One of the scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        return import_module(name)


@pytest.fixture(scope="module")
def growth() -> Any:
    """The corpora of the benchmark, to be made small."""
    return benchmark("growth")


# Corpora that tempt a quadratic step


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("one paragraph in all", 60),
        ("a story reprinted", 60),
        ("one article over and over", 200),
        ("a giant", 150_000),
        ("one line each", 400),
    ],
)
def test_what_tempts_a_quadratic_step_is_answered_right(growth: Any, name: str, size: int) -> None:
    case = growth.CASES[name]
    result = syndet.detect(list(case.rows(size)))
    assert [len(cluster) for cluster in result.clusters] == case.sizes(size)
    assert len(result.links) < 16 * len(result.articles)


def test_articles_that_share_a_paragraph_hang_together_where_that_is_the_level(growth: Any) -> None:
    result = syndet.detect(list(growth.CASES["one paragraph in all"].rows(60)), level="related")
    assert [len(cluster) for cluster in result.clusters] == [60]
    assert {link.kind for link in result.links} == {"related"}


def test_a_story_in_five_hundred_outlets_is_one_cluster_of_five_hundred(growth: Any) -> None:
    # Each changes a word of its own, so that no two texts are the same; nearly all of their keys are crowded.
    words = growth.story(0, 0, 120).split()
    rows = [
        {
            "id": f"{n:03}",
            "text": growth.story(n + 1, 0, 10) + "\n\n" + " ".join(words[: n % 119] + words[n % 119 + 1 :]),
        }
        for n in range(500)
    ]
    result = syndet.detect([*rows, *({"id": f"other-{n}", "text": growth.story(900 + n)} for n in range(20))])
    assert [cluster.members for cluster in result.clusters] == [tuple(row["id"] for row in rows)]


def test_cost_against_size_is_a_picture() -> None:
    scale, speed = benchmark("scale"), benchmark("speed")
    sizes = (10, 100, 1000)
    runs = [
        [speed.Stage(name, n * 0.01, n * 0.02, 50.0 + n, n, "articles") for name in ("reading", "pairing")]
        for n in sizes
    ]
    drawn = ElementTree.fromstring(scale.picture(sizes, runs))
    named = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"reading", "pairing", "all", "seconds", "10", "100", "1,000"} <= named
    assert scale.exponent(sizes, [1.0, 7.0, 70.0]) == pytest.approx(1.0)


# Memory


def same_whatever_the_memory(source: Any, **options: Any) -> None:
    held, filed = (syndet.detect(source, max_memory=bytes, **options) for bytes in (None, 1))
    assert filed.to_json() == held.to_json()
    assert [article.text for article in filed.articles] == [article.text for article in held.articles]


@pytest.mark.parametrize("level", ["copy", "derived"])
@pytest.mark.parametrize("jobs", [1, 3])
def test_memory_does_not_change_a_byte(level: Any, jobs: int) -> None:
    same_whatever_the_memory(NEWSROOM, level=level, jobs=jobs)


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=40), max_size=6))
@settings(max_examples=20)
def test_memory_does_not_change_a_byte_of_any_text(texts: list[str]) -> None:
    same_whatever_the_memory([{"id": str(n), "text": text} for n, text in enumerate(texts)])


def test_many_slices_and_parts_do_not_show(growth: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*growth.CASES["one line each"].rows(300), *growth.CASES["a story reprinted"].rows(30)]
    rows = [{**row, "id": f"{n:04}"} for n, row in enumerate(rows)]
    whole = syndet.detect(rows).to_json()
    monkeypatch.setattr("syndet.pipeline.preparing.SLICE_WORDS", 1_000)
    monkeypatch.setattr("syndet.pipeline.preparing.CHUNK_CHARACTERS", 5_000)
    monkeypatch.setattr("syndet.pipeline.judging._PART_PAIRS", 5)
    monkeypatch.setattr("syndet.pipeline.judging._CHUNK_PAIRS", 20)
    monkeypatch.setattr("syndet.boilerplate.SLICE", 500)
    assert syndet.detect(rows, max_memory=1).to_json() == whole


def test_texts_that_do_not_fit_are_kept_in_a_file_until_the_result_goes() -> None:
    reading = readers.collect(NEWSROOM, room=10)
    assert all(type(article) is not syndet.Article for article in reading.articles)
    assert reading.articles == readers.read([NEWSROOM]).articles
    assert [type(article) for article in readers.loaded(reading.articles)] == [syndet.Article] * len(reading)
    result = pickle.loads(pickle.dumps(syndet.detect(NEWSROOM, max_memory=1)))
    assert [article.text for article in result.articles] == [article.text for article in reading.articles]


@pytest.mark.parametrize("bytes", [0, -1])
def test_no_memory_at_all_is_refused(bytes: int) -> None:
    with pytest.raises(SettingsError, match="'max_memory': must be 1 byte or more"):
        syndet.detect(NEWSROOM, max_memory=bytes)


def test_no_room_for_temporary_files_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    monkeypatch.setattr("tempfile.tempdir", missing)
    monkeypatch.setenv("TMPDIR", missing)
    with pytest.raises(StorageError, match=r"a temporary file cannot be written.*TMPDIR"):
        syndet.detect(NEWSROOM, max_memory=1)


@pytest.mark.parametrize("level", ["copy", "derived"])
def test_nor_are_lines_left_out_for_want_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, level: Level) -> None:
    """A kernel reads these: the file is sound, and what it holds is not to be missing from an answer."""
    file = tmp_path / "a.jsonl"
    file.write_text("".join(f'{{"id": "{n}", "text": "The ferry ran aground on Monday {n}."}}\n' for n in range(99)))
    monkeypatch.setattr("syndet.readers.lines._LITTLE", 0)
    missing = str(tmp_path / "missing")
    monkeypatch.setattr("tempfile.tempdir", missing)
    monkeypatch.setenv("TMPDIR", missing)
    with pytest.raises(StorageError, match=r"a temporary file cannot be written.*TMPDIR"):
        syndet.detect(file, level=level, max_memory=1)


@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=9), max_size=9), st.booleans())
def test_a_column_holds_what_was_added(parts: list[list[int]], filed: bool) -> None:
    column = columns.column(np.dtype(np.uint64), filed=filed)
    for part in parts:
        column.add(np.array(part, np.uint64))
    assert len(column) == sum(map(len, parts))
    closed = column.closed()
    columns.release([closed])
    assert closed.dtype == np.uint64 and closed.tolist() == [value for part in parts for value in part]


# Interrupting

INTERRUPTED = """
import signal, sys
from syndet import cli, pipeline
signal.signal(signal.SIGINT, signal.default_int_handler)  # where the suite runs in the background, a shell ignores it
judge = pipeline.Judge.__call__
def interrupted(*arguments, **options):
    found = judge(*arguments, **options)
    signal.raise_signal(signal.SIGINT)
    return found
pipeline.Judge.__call__ = interrupted
cli.main(sys.argv[1:], prog_name="syndet")
"""


def test_ctrl_c_leaves_no_half_written_file_and_says_what_was_done(tmp_path: Path) -> None:
    target, scratch = tmp_path / "result.json", tmp_path / "scratch"
    target.write_text("as it was", encoding="utf-8")
    scratch.mkdir()
    arguments = ["cluster", NEWSROOM, "--format", "json", "-o", target, "--max-memory", "1K"]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(scratch)},
        capture_output=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stdout) == (130, "")
    *_, said = done.stderr.splitlines()
    assert said == f"Interrupted while comparing pairs (18 of 18); {target} is as it was."
    assert target.read_text(encoding="utf-8") == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result.json", "scratch"]
    assert not [*scratch.glob("syndet-*")]
