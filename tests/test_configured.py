"""Settings files and the environment: what is found where, what counts for more, and what is said of nonsense."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet import align, cli
from syndet.errors import MissingInputError, SettingsError, SyndetError
from syndet.pipeline import Settings, configured

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOCS = Path(__file__).parents[1] / "docs"


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_nothing_set_is_the_defaults(tmp_path: Path) -> None:
    assert configured.load(environment={}, folder=str(tmp_path)) == configured.Configuration()


def test_a_file_and_the_environment_set_values_and_the_environment_counts_for_more(tmp_path: Path) -> None:
    text = 'level = "copy"\nthreshold = 1\ntext-field = "body"\n[alignment]\ngap = 4\n'
    path = write(tmp_path / "syndet.toml", text)
    environment = {"SYNDET_THRESHOLD": "0.9", "SYNDET_JOBS": "2", "SYNDET_STRICT": "yes", "SYNDET_ALIGNMENT_PAD": "3",
                   "HOME": "/"}  # fmt: skip
    made = configured.load(environment=environment, folder=str(tmp_path))
    alignment = replace(align.Options(), gap=4.0, pad=3.0)
    assert made.settings == Settings(level="copy", threshold=0.9, alignment=alignment)
    assert (made.fields.text, made.jobs, made.strict) == ("body", 2, True)
    assert made.places == {
        "level": path, "threshold": "SYNDET_THRESHOLD", "text_field": path, "jobs": "SYNDET_JOBS",
        "strict": "SYNDET_STRICT", "alignment.gap": path, "alignment.pad": "SYNDET_ALIGNMENT_PAD",
    }  # fmt: skip
    assert configured.load(path, environment={}).places["level"] == path
    assert configured.load(environment={"SYNDET_CONFIG": path}, folder="/").settings.level == "copy"


def test_the_nearest_file_counts_and_a_pyproject_only_with_our_table(tmp_path: Path) -> None:
    write(tmp_path / "syndet.toml", "jobs = 1")
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\njobs = 9")
    inner = write(tmp_path / "a" / "b" / "pyproject.toml", "[tool.syndet]\njobs = 2")
    assert configured.load(environment={}, folder=str(tmp_path / "a")).jobs == 1
    below = tmp_path / "a" / "b" / "c"
    below.mkdir()
    made = configured.load(environment={}, folder=str(below))
    assert (made.jobs, made.places) == (2, {"jobs": inner})


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("levle = 'copy'", "levle", "there is no such setting"),
        ("threshold = 2", "threshold", "must be a number above 0 and at most 1"),
        ("threshold = '0.5'", "threshold", "must be a number"),
        ("bands = 200", "bands", "must not be more than permutations"),
        ("permutations = 8", "bands", "must not be more than permutations"),
        ("cap = true", "cap", "must be a whole number"),
        ("jobs = 0", "jobs", "must be a whole number from 1"),
        ("level = 'all'", "level", "must be one of copy, derived, related"),
        ("strict = 1", "strict", "must be true or false"),
        ("alignment = 3", "alignment", "there is no such setting"),
        ("[alignment]\ngapp = 3", "alignment.gapp", "there is no such setting"),
        ("jobs = ", None, "not TOML: Invalid value"),
    ],
)
def test_nonsense_in_a_file_is_named_with_its_place(tmp_path: Path, text: str, field: str, message: str) -> None:
    path = write(tmp_path / "syndet.toml", text)
    with pytest.raises(SettingsError) as caught:
        configured.load(path, environment={})
    assert (caught.value.path, caught.value.field) == (path, field)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("variable", "text"),
    [("SYNDET_JOBS", "two"), ("SYNDET_THRESHOL", "1"), ("SYNDET_STRICT", "maybe"), ("SYNDET_THRESHOLD", "nan")],
)
def test_nonsense_in_the_environment_is_named_by_its_variable(tmp_path: Path, variable: str, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configured.load(environment={variable: text}, folder=str(tmp_path))
    assert caught.value.path == variable


def test_a_file_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"gone\.toml: no such settings file"):
        configured.load(str(tmp_path / "gone.toml"), environment={})


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_settings_or_our_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "syndet.toml"
    path.write_bytes(data)
    with contextlib.suppress(SyndetError):
        configured.load(str(path), environment={})


def test_what_is_shown_reads_back_as_the_same_settings(tmp_path: Path) -> None:
    made = configured.configured({"threshold": (0.7, "x"), "source_field": ('a "b"', "y"), "alignment.gap": (2, "z")})
    path = write(tmp_path / "syndet.toml", made.shown())
    again = configured.load(path, environment={})
    assert (again.settings, again.fields) == (made.settings, made.fields)
    assert f"# fingerprint of the settings: {made.settings.fingerprint}\n" in made.shown()
    assert "threshold = 0.7  # x\n" in made.shown()


def test_a_fingerprint_tells_settings_apart_and_nothing_else() -> None:
    assert Settings().fingerprint == Settings(threshold=0.8).fingerprint
    assert Settings(least_shared=2).fingerprint == Settings(least_shared=2.0).fingerprint
    changed = [Settings(level="copy"), Settings(cap=11), Settings(alignment=replace(align.Options(), gap=4.0))]
    assert len({settings.fingerprint for settings in [Settings(), *changed]}) == 4
    assert re.fullmatch("[0-9a-f]{12}", Settings().fingerprint)


def test_every_setting_is_described_with_its_default() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w.]+)` \| ([^|]*?) \|", page, flags=re.MULTILINE))
    values = {name: value for name, value in configured.Configuration().values().items() if "." not in name}
    assert rows == {name: "not set" if value is None else str(value).lower() for name, value in values.items()}


def test_the_settings_of_the_page_are_settings() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    known = set(configured.names())
    found = tomllib.loads(example)["tool"]["syndet"]
    named = {key for key in found if key != "alignment"} | {f"alignment.{key}" for key in found.get("alignment", ())}
    assert {name.replace("-", "_") for name in named} <= known


def test_the_columns_of_the_command_line_are_those_of_the_readers() -> None:
    from syndet.readers import Fields

    assert list(cli.FIELDS) == [column.name for column in fields(Fields)]
