"""The command line's ways in: which inputs, how they are read, with which settings, and what is said of the rest."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

import syndet
from syndet import cli

Run = Callable[..., tuple[int, str, str]]

STORY = (
    "The ferry ran aground in dense fog outside Port Elara on Tuesday morning, the coastguard said. All 214 people "
    "aboard were taken off by lifeboats within two hours, and nobody was seriously hurt."
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``syndet ARGUMENTS`` in an empty folder; gives the exit code, what it wrote and what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(argument) for argument in arguments], prog_name="syndet")
        written = capsys.readouterr()
        return int(end.value.code or 0), written.out, written.err

    return run


def put(path: str, text: str) -> str:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="\n")
    return path


def result(run: Run, *arguments: object) -> dict[str, object]:
    """The JSON of a run that goes well."""
    code, out, said = run("cluster", *arguments, "--format", "json", "--jobs", 1)
    assert code == 0, said
    return dict(json.loads(out))


def ids(found: dict[str, object]) -> list[str]:
    articles = found["articles"]
    assert isinstance(articles, list)
    return [article["id"] for article in articles]


def test_the_closing_sum_names_the_file_that_has_every_problem(run: Run) -> None:
    put("a.jsonl", "".join(f'{{"id": {n}, "text": "{n}."}}\n' for n in range(20)) + "broken\n" * 9 + "{}\n")
    put("b.html.gz", "no gzip")
    code, out, said = run("cluster", "a.jsonl", "b.html.gz", "--errors", "errors.jsonl", "--format", "json")
    assert code == 1 and len(json.loads(out)["articles"]) == 20
    assert said.splitlines()[-1] == "11 of 31 inputs not read; see errors.jsonl"
    errors = [json.loads(line) for line in Path("errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(errors) == 12  # the empty object lacks both its id and its text
    assert errors[0] == {
        "error": "RecordError", "path": "a.jsonl", "line": 21, "field": None,
        "message": "not JSON: expecting value at column 1",
        "advice": "each line holds one whole JSON object; jq -c . writes them so",
    }  # fmt: skip
    code, _, said = run("cluster", "a.jsonl", "--format", "json")
    assert said.splitlines()[-1] == "10 of 30 inputs not read; see --errors FILE"


def test_strict_stops_at_the_first_and_writes_nothing(run: Run) -> None:
    put("a.jsonl", '{"id": 1, "text": "One."}\nbroken\nbroken\n')
    code, out, said = run("cluster", "a.jsonl", "--strict", "-o", "out.json", "--errors", "errors.jsonl")
    assert (code, out) == (1, "")
    assert said.startswith("Error: a.jsonl:2: not JSON")
    assert not Path("out.json").exists()
    assert len(Path("errors.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_paths_come_from_a_file_and_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c d.txt"):
        put(name, name)
    put("list", "a.txt\nc d.txt\n")
    assert ids(result(run, "--files-from", "list")) == ["a.txt", "c d.txt"]
    assert ids(result(run, "b.txt", "--files-from", "list")) == ["a.txt", "b.txt", "c d.txt"]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"b.txt\0c d.txt\0")))
    assert ids(result(run, "--files-from", "-")) == ["b.txt", "c d.txt"]
    assert run("cluster", "--files-from", "gone")[0] == 1
    assert run("compare", "a.txt", "b.txt", "--files-from", "list")[0] == 2


def test_a_path_pattern_tells_outlets_and_times_and_so_the_origin(run: Run) -> None:
    put("news/Gull Wire/202403120640.txt", STORY)
    put("news/Evening Post/202403141800.txt", STORY)
    found = result(run, "news", "--path-pattern", "{source}/{published:%Y%m%d%H%M}.txt")
    (cluster,) = found["clusters"]  # type: ignore[misc]
    assert cluster["origin"]["article"] == "Gull Wire/202403120640.txt"
    code, _, said = run("cluster", "news", "--path-pattern", "{outlet}/*")
    assert code == 1 and "{outlet} is no field of an article" in said


def test_settings_come_from_the_option_else_the_variable_else_the_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a.jsonl", json.dumps({"id": 1, "body": STORY}) + "\n" + json.dumps({"id": 2, "body": STORY}))
    put("syndet.toml", 'text-field = "body"\nlevel = "related"\nthreshold = 0.7\nderived = 0.4\n[alignment]\ngap = 4\n')
    settings = result(run, "a.jsonl")["settings"]
    assert isinstance(settings, dict)
    assert (settings["level"], settings["threshold"], settings["derived"]) == ("related", 0.7, 0.4)
    assert settings["alignment"]["gap"] == 4.0
    assert re_fingerprint(settings) == settings["fingerprint"]
    monkeypatch.setenv("SYNDET_THRESHOLD", "0.6")
    settings = result(run, "a.jsonl", "--level", "copy")["settings"]
    assert isinstance(settings, dict)
    assert (settings["level"], settings["threshold"], settings["derived"]) == ("copy", 0.6, 0.4)


def re_fingerprint(settings: dict[str, object]) -> str:
    """The fingerprint made anew from what the result says."""
    alignment = settings["alignment"]
    assert isinstance(alignment, dict)
    plain = {name: value for name, value in settings.items() if name not in ("fingerprint", "alignment")}
    from syndet.align import Options

    return syndet.Settings(**plain, alignment=Options(**alignment)).fingerprint  # type: ignore[arg-type]


def test_show_config_tells_where_each_came_from_and_needs_no_path(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("mine.toml", "level = 'copy'\n")
    monkeypatch.setenv("SYNDET_CAP", "9")
    code, out, _ = run("cluster", "--show-config", "--threshold", 0.5, "--config", "mine.toml")
    assert code == 0
    shown = {'level = "copy"  # mine.toml', "cap = 9  # SYNDET_CAP", "threshold = 0.5  # --threshold", "bands = 16"}
    assert shown <= set(out.splitlines())
    assert run("compare", "--show-config")[0] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("levle = 'copy'", "Error: syndet.toml: field 'levle': there is no such setting (did you mean level?)"),
        ("threshold = 7", "Error: syndet.toml: field 'threshold': must be a number above 0 and at most 1"),
        ("level = ", "Error: syndet.toml: not TOML"),
    ],
)
def test_nonsense_in_the_settings_file_ends_the_command(run: Run, text: str, message: str) -> None:
    put("syndet.toml", text)
    put("a.txt", "Text.")
    code, out, said = run("cluster", "a.txt")
    assert (code, out) == (1, "")
    assert said.startswith(message)
    assert run("cluster", "--help")[0] == 0


def test_compare_uses_the_settings_too(run: Run) -> None:
    put("a.txt", STORY)
    put("b.txt", STORY.replace("Tuesday", "Wednesday"))
    _, before, _ = run("compare", "a.txt", "b.txt", "--format", "json")
    put("syndet.toml", "threshold = 0.2\n")
    code, after, _ = run("compare", "a.txt", "b.txt", "--format", "json")
    assert code == 0
    assert json.loads(before)["link"]["kind"] == "derived" and json.loads(after)["link"]["kind"] == "copy"
    assert json.loads(before)["fingerprint"] == syndet.Settings().fingerprint != json.loads(after)["fingerprint"]


class Stuck(io.RawIOBase):
    """A stream that takes nothing."""

    def __init__(self, number: int) -> None:
        self.number = number

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, data: object) -> int:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize(
    ("number", "platform", "code"),
    [(errno.EPIPE, "linux", 0), (errno.EINVAL, "win32", 0), (errno.EINVAL, "linux", 1), (errno.ENOSPC, "linux", 1)],
)
def test_only_a_pipe_that_nobody_reads_ends_in_silence(
    run: Run, monkeypatch: pytest.MonkeyPatch, number: int, platform: str, code: int
) -> None:
    put("a.txt", STORY)
    monkeypatch.setattr(cli, "_fall_silent", lambda: None)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=Stuck(number), flush=lambda: None))
    with pytest.raises(SystemExit) as end, monkeypatch.context() as patch:
        patch.setattr("syndet.report.output.sys", SimpleNamespace(platform=platform, stdout=sys.stdout))
        cli.main(["cluster", "a.txt", "--format", "json"], prog_name="syndet")
    assert end.value.code == code


def test_an_error_that_is_no_pipe_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    put("a.txt", STORY)
    monkeypatch.setattr("syndet.pipeline.detect", fail)
    code, _, said = run("cluster", "a.txt", "-o", "out.json")
    assert code == 1 and "Invalid argument" in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to try")
@pytest.mark.parametrize("format", ["json", "csv"])
def test_a_full_disk_is_told_with_the_file(run: Run, format: str) -> None:
    put("a.txt", STORY)
    code, _, said = run("cluster", "a.txt", "--format", format, "-o", "/dev/full")
    assert code == 1 and said.splitlines()[-1].startswith("Error: /dev/full: cannot be written: ")
