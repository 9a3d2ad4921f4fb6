"""Path patterns and lists of paths: what they tell, what gives way to what, and which of them make no sense."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet.errors import MissingInputError, SettingsError, UnreadableError
from syndet.readers import Inputs, listed, patterns, read

DAILY = "{source}/{published:%Y%m%d}/{id}.txt"


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        (DAILY, "news/Varna Post/20240501/dam.txt",
         {"source": "Varna Post", "published": "2024-05-01", "id": "dam"}),
        (DAILY, "news/Varna Post/20241301/dam.txt", {}),
        (DAILY, "news/Varna Post/20240501/dam.md", {}),
        (DAILY, "news/Varna Post/2024050/dam.txt", {}),
        ("{source}/{published:%Y/%m/%d}/*", "vp/2024/05/01/dam.html", {"source": "vp", "published": "2024-05-01"}),
        ("{source}_{published:%Y-%m-%dT%H%M}_{}.txt", "vp_2024-05-01T0640_x.txt",
         {"source": "vp", "published": "2024-05-01T06:40"}),
        ("{published:%d.%m.%y}.txt", "01.05.24.txt", {"published": "2024-05-01"}),
        ("{published:%Y-%j}.txt", "2024-122.txt", {"published": "2024-05-01"}),
        ("{published:%Y-%m}/*", "2024-05/dam.txt", {"published": "2024-05"}),
        ("{published:%Y}/*", "2024/dam.txt", {"published": "2024"}),
        ("{published:%Y%m%dT%H%M%S%z}.txt", "20240501T064000+0200.txt", {"published": "2024-05-01T06:40:00+02:00"}),
        ("{language}/{title}.md", "bg/The_dam_breaks.md", {"language": "bg", "title": "The dam breaks"}),
        ("/{source}/*.txt", "news/a+b (c)/x.txt", {"source": "a+b (c)"}),
        ("{source}.txt", "a/b.txt", {"source": "b"}),
        ("b{source}.txt", "ab1.txt", {}),
    ],
)  # fmt: skip
def test_what_a_path_tells(pattern: str, path: str, fields: dict[str, str]) -> None:
    assert patterns.compiled(pattern).fields(path) == fields


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("news/*.txt", "names no field"),
        ("{source}/{source}", "names a field twice"),
        ("{outlet}/{id}", "{outlet} is no field of an article"),
        ("{source:%Y}", "only published has a format"),
        ("{published:%Q}", "%Q is not known"),
        ("{published:%Y%}", "% is not known"),
        ("{source", "a brace without its partner in '{source'"),
    ],
)
def test_a_pattern_that_makes_no_sense_raises(pattern: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        patterns.compiled(pattern)
    assert caught.value.message == message
    assert caught.value.field == "path_pattern"


@given(st.text(st.sampled_from("{}%:*/\\aYmd.[](source|published)^$"), max_size=30), st.text(max_size=30))
def test_any_pattern_compiles_or_raises_our_error(pattern: str, path: str) -> None:
    try:
        compiled = patterns.compiled(pattern)
    except SettingsError:
        return
    assert all(isinstance(value, str) for value in compiled.fields(path).values())


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_the_file_says_counts_for_more_than_its_path_and_that_for_more_than_a_guess(tmp_path: Path) -> None:
    put(tmp_path / "vp/20240501/dam.txt", "Source: Varna Post\nBy: Ana\n\nThe water came.")
    put(tmp_path / "vp/20240502/end.txt", "The end\n\nThe water left.")
    put(tmp_path / "other.txt", "Other.")
    reading = read(Inputs(paths=[tmp_path], pattern=DAILY))
    articles = {article.id: article for article in reading}
    assert set(articles) == {"dam", "end", "other.txt"}
    assert (articles["dam"].source, articles["dam"].published) == ("Varna Post", "2024-05-01")
    assert articles["end"].found == {"source": "path", "published": "path", "id": "path", "title": "first line"}
    assert reading.notes == (f"{tmp_path.as_posix()}/other.txt: does not fit the path pattern",)


def test_records_take_from_the_path_what_they_do_not_say(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "One.", "source": "VP"}, {"id": "2", "text": "Two."}]
    put(tmp_path / "wire/2024-05-01.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    put(tmp_path / "wire/2024-05-02.csv", "id,text,source\n3,Three.,\n")
    first, second, third = read(Inputs(paths=[tmp_path], pattern="{source}/{published:%Y-%m-%d}.*"))
    assert (first.source, first.found) == ("VP", {"published": "path"})
    assert (second.source, second.found) == ("wire", {"source": "path", "published": "path"})
    assert (third.source, third.published) == ("wire", "2024-05-02")


def test_a_list_of_paths_has_one_a_line_or_is_parted_by_nul(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    for data in (b"a.txt\r\nb c.txt\n\n", b"\xef\xbb\xbfa.txt\nb c.txt", b"a.txt\0b c.txt\0"):
        path.write_bytes(data)
        assert listed(str(path)) == ["a.txt", "b c.txt"]
    assert listed("-", io.BytesIO(b"a.txt\n")) == ["a.txt"]
    with pytest.raises(MissingInputError):
        listed(str(tmp_path / "gone.txt"))
    with pytest.raises(UnreadableError, match="a folder, not a file"):
        listed(str(tmp_path))
