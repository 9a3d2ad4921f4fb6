"""The command line: options reach the library, data and talk keep apart, exit codes tell the truth."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import syndet
from syndet import cli, readers
from syndet.errors import SettingsError
from syndet.model import Article, Change, Difference, Explanation, Link, Passage, PassageDifference
from syndet.pipeline import configured
from syndet.report import output, progress
from syndet.result import Result

ROOT = Path(__file__).parents[1]
LINE = "The ferry ran aground in dense fog outside Port Elara."


class Stand(ModuleType):
    """Stands in for the pipeline: remembers how it was called, gives a small answer."""

    def __init__(self) -> None:
        super().__init__("syndet.pipeline")
        self.configured = configured
        self.calls: list[dict[str, Any]] = []
        self.trouble: BaseException | None = None

    def _called(self, **arguments: Any) -> None:
        self.calls.append(arguments)
        arguments.get("progress", lambda *_: None)("aligning", 1200, 5000)
        if self.trouble:
            raise self.trouble

    def detect(self, paths: Any, *, told: Any, fields: Any, **options: Any) -> Result:
        """A result without any link."""
        source = readers.collect(paths, fields=fields)
        told(source)
        self._called(source=source, **options)
        return Result(
            version="9",
            settings={},
            articles=source.articles,
            clusters=(),
            links=(),
            warnings=(*source.notes, *map(str, source.problems)),
            explainer=self.explain,
            differ=self.diff_link,
        )

    def explain(self, a: Article, b: Article, **_: Any) -> Explanation:
        """One passage, the whole of the texts."""
        self._called(a=a, b=b)
        return Explanation(link=whole(a, b), reasons=("They are the same.",))

    def diff_link(self, a: Article, b: Article, link: Link) -> Difference:
        """Every passage kept from its beginning to its end."""
        kept = [
            Change(kind="kept", a_start=p.a_start, a_end=p.a_end, b_start=p.b_start, b_end=p.b_end)
            for p in link.passages
        ]
        parts = zip(link.passages, kept, strict=True)
        passages = tuple(PassageDifference(passage=passage, changes=(change,)) for passage, change in parts)
        return Difference(a=a.id, b=b.id, passages=passages)

    def read_pairs(self, path: str) -> list[tuple[str, str]]:
        """The pairs of a file that needs no care."""
        pairs = [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()]
        return [(a, b) for a, b in pairs]

    def compare_pairs(self, pairs: Iterable[tuple[str, str]], articles: Any, **options: Any) -> Iterator[Link]:
        """A link for each pair; only those of the same text have a passage."""
        found = {article.id: article for article in articles}
        for a, b in pairs:
            yield whole(found[a], found[b])
        self._called(**options)


def whole(a: Article, b: Article) -> Link:
    """The link of two articles: everything if the texts are equal, else nothing."""
    same = a.text == b.text
    passage = Passage(
        a=a.id,
        a_start=0,
        a_end=len(a.text),
        b=b.id,
        b_start=0,
        b_end=len(b.text),
        kind="verbatim",
        score=1.0,
        identical=1.0,
        matched=1.0,
        ordered=1.0,
        ratio=1.0,
        quoted=0.0,
        boilerplate=False,
    )
    return Link(
        a=a.id,
        b=b.id,
        kind="copy" if same else "none",
        how="verbatim" if same else None,
        coverage_a=float(same),
        coverage_b=float(same),
        score=float(same),
        strength=float(same),
        jaccard=float(same),
        passages=(passage,) if same else (),
    )


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand()
    monkeypatch.setitem(sys.modules, "syndet.pipeline", stand)
    monkeypatch.setattr(syndet, "pipeline", stand, raising=False)
    return stand


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Runs ``syndet ARGUMENTS``; gives the exit code, what it wrote and what it said."""

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([str(argument) for argument in arguments], prog_name="syndet")
        written = capsysbinary.readouterr()
        said = written.err.decode("utf-8").replace("\r\n", "\n")
        return int(end.value.code or 0), written.out.decode("utf-8"), said

    return run


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with two articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("wire.txt", "reprint.txt"):
        (folder / name).write_text(f"Ferry aground – all “safe”\n\n{LINE}\n", encoding="utf-8", newline="\n")
    return folder


def lines(path: Path, *rows: dict[str, Any]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# Help


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_examples(run: Run, flag: str) -> None:
    code, out, _ = run(flag)
    assert code == 0
    assert "  syndet cluster news/\n" in out
    for command in ("cluster", "compare", "dedup"):
        code, out, _ = run(command, flag)
        assert (code, "Examples:\n" in out) == (0, True)


def test_help_imports_nothing_that_takes_time() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "syndet", "cluster", "--help"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stderr
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in said.splitlines()}
    assert "click" in modules
    assert not modules & {"numpy", "numba", "scipy", "rich", "datasketch", "rapidfuzz", "charset_normalizer"}


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"syndet {syndet.__version__}\n", "")


# cluster


def test_a_table_is_the_default(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("cluster", news)
    assert (code, said) == (0, "")
    assert out.startswith("No cluster: the two articles do not share a passage.\n")
    assert out.endswith("\n2 articles, 0 clusters; 2 stand alone\n")


def test_json(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("cluster", news, "--format", "json")
    assert (code, said) == (0, "")
    assert out.endswith("}\n") and "\r" not in out and "“safe”" in out
    found = json.loads(out)
    assert found["schema_version"] == 1
    assert [article["id"] for article in found["articles"]] == ["reprint.txt", "wire.txt"]


def test_a_table_to_standard_output(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("cluster", news, "--format", "csv")
    assert (code, said) == (0, "")
    assert [line.split(",")[0] for line in out.split("\r\n")] == ["id", "reprint.txt", "wire.txt", ""]
    assert run("cluster", news, "--format", "csv", "--table", "links")[1].startswith("a,b,kind,")
    assert run("cluster", news, "--format", "jsonl") == (0, "", "")
    assert run("cluster", news, "--format", "graphml")[1].endswith("</graphml>\n")


def test_tables_to_a_folder(run: Run, pipeline: Stand, news: Path) -> None:
    assert run("cluster", news, "--format", "csv", "-o", news.parent / "out") == (0, "", "")
    names = sorted(path.name for path in (news.parent / "out").iterdir())
    assert names == ["articles.csv", "links.csv", "passages.csv"]
    pipeline.trouble = KeyboardInterrupt()
    assert run("cluster", news, "--format", "csv", "-o", news.parent / "new")[0] == 130
    assert not (news.parent / "new").exists()


def test_options_reach_the_library(run: Run, pipeline: Stand, news: Path) -> None:
    options = ("--level", "copy", "--threshold", "0.5", "--jobs", "3", "--max-memory", "1.5g")
    assert run("cluster", news, *options)[0] == 0
    (call,) = pipeline.calls
    assert (call["level"], call["threshold"], call["jobs"]) == ("copy", 0.5, 3)
    assert call["max_memory"] == 1_500_000_000
    assert run("cluster", news)[0] == 0
    call = pipeline.calls[1]
    assert (call["level"], call["threshold"], call["jobs"]) == ("derived", 0.8, None)


def test_fields_can_be_renamed(run: Run, pipeline: Stand, tmp_path: Path) -> None:
    names = {field: f"my {field}" for field in cli.FIELDS}
    path = lines(tmp_path / "a.jsonl", {names[field]: f"the {field}" for field in names} | {"desk": "foreign"})
    options = [part for field, name in names.items() for part in (f"--{field}-field", name)]
    assert run("cluster", path, *options)[0] == 0
    (article,) = pipeline.calls[0]["source"].articles
    assert {field: getattr(article, field) for field in names} == {field: f"the {field}" for field in names}
    assert article.extra == {"desk": "foreign"}


def test_standard_input(run: Run, pipeline: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps({"id": 7, "text": LINE}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("cluster", "-")[0] == 0
    assert [article.id for article in pipeline.calls[0]["source"]] == ["7"]


def test_what_cannot_be_read_is_told_and_the_rest_is_done(run: Run, pipeline: Stand, news: Path) -> None:
    path = lines(news.parent / "more.jsonl", {"id": "x", "text": LINE}, {"id": "y"})
    code, out, said = run("cluster", news, path, news.parent / "missing", "--format", "json")
    assert code == 1
    assert len(json.loads(out)["articles"]) == 3
    errors = said.splitlines()
    assert len(errors) == 3
    assert f"{path.as_posix()}:2: field 'text': there is no such field (" in said
    assert "missing" in said
    assert errors[-1] == "2 of 5 inputs not read; see --errors FILE"


def test_notes_are_told_and_do_no_harm(run: Run, pipeline: Stand, news: Path) -> None:
    (news / "old.txt").write_bytes("Übung macht den Müller, sagt Frau Größe und geht.\n".encode("latin-1") * 9)
    code, _, said = run("cluster", news)
    assert (code, said.count("\n")) == (0, 1)
    assert said.startswith("Note: ") and "old.txt: not UTF-8" in said


def test_warnings_are_told_once_to_whoever_looks_and_kept_in_what_is_kept(
    run: Run, pipeline: Stand, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lines(news.parent / "more.jsonl", {"id": "y"})
    _, page, _ = run("cluster", news, path)
    assert "there is no such field" in " ".join(page.split())  # a long path ends its line where it will
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    _, _, said = run("cluster", news, path)
    assert "there is no such field" in said
    assert "there is no such field" not in terminal.shown and "2 articles, 0 clusters" in terminal.shown


def test_nothing_to_read_writes_nothing(run: Run, pipeline: Stand, tmp_path: Path) -> None:
    code, out, said = run("cluster", tmp_path / "missing", "-o", tmp_path / "out.json")
    assert (code, out) == (1, "")
    assert said.startswith("Error: ") and "missing" in said
    assert list(tmp_path.iterdir()) == [] and not pipeline.calls


def test_a_file_name_cannot_paint_the_terminal(run: Run, pipeline: Stand, tmp_path: Path) -> None:
    _, _, said = run("cluster", tmp_path / "a\x1b[2Jb.txt")
    assert "\x1b" not in said and said.count("\n") == 1 and "␛[2J" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument 'PATH...'"),
        (("news", "--level", "some"), "'some' is not one of"),
        (("news", "--threshold", "0"), "not in the range"),
        (("news", "--threshold", "1.01"), "not in the range"),
        (("news", "--threshold", "nan"), "nan is not a number"),
        (("news", "--jobs", "0"), "not in the range"),
        (("news", "--max-memory", "500"), "'500' is not a size; write 500M or 1.5G"),
        (("news", "--max-memory", "-1G"), "'-1G' is not a size"),
        (("news", "--max-memory", "infG"), "'infG' is not a size"),
        (("news", "--max-memory", ""), "'' is not a size"),
        (("news", "--format", "xml"), "'xml' is not one of"),
        (("news", "-o", "."), "is a directory"),
        (("news", "--format", "csv", "--table", "links", "-o", "."), "is a directory"),
        (("news", "--format", "csv", "--table", "words"), "'words' is not one of"),
        (("news", "--format", "json", "--table", "links"), "--table is for --format csv and parquet"),
        (("news", "--format", "parquet"), "--format parquet is for a file or folder"),
        (("news", "--colour"), "No such option"),
    ],
)
def test_wrong_usage(run: Run, arguments: Sequence[str], message: str) -> None:
    code, out, said = run("cluster", *arguments)
    assert (code, out) == (2, "")
    assert message in said and "Usage: syndet cluster" in said


def test_an_error_of_the_library_is_one_line(run: Run, pipeline: Stand, news: Path) -> None:
    pipeline.trouble = SettingsError("jobs is 99", advice="give fewer")
    assert run("cluster", news) == (1, "", "Error: jobs is 99 (give fewer)\n")


# Where it goes


def test_output_to_a_file(run: Run, pipeline: Stand, news: Path) -> None:
    target = news.parent / "result.json"
    assert run("cluster", news, "--format", "json", "-o", target) == (0, "", "")
    assert target.read_bytes() == run("cluster", news, "--format", "json", "-o", "-")[1].encode()
    assert sorted(path.name for path in news.parent.iterdir()) == ["news", "result.json"]


@pytest.mark.parametrize(
    ("trouble", "code", "told"),
    [
        (SettingsError("no"), 1, "Error: no\n"),
        (KeyboardInterrupt(), 130, "Interrupted while aligning (1,200 of 5,000); {target} is as it was.\n"),
    ],
)
def test_a_file_appears_whole_or_not_at_all(
    run: Run, pipeline: Stand, news: Path, trouble: BaseException, code: int, told: str
) -> None:
    target = news.parent / "result.json"
    target.write_text("yesterday's")
    pipeline.trouble = trouble
    assert run("cluster", news, "-o", target) == (code, "", told.format(target=target))
    assert target.read_text() == "yesterday's"
    assert sorted(path.name for path in news.parent.iterdir()) == ["news", "result.json"]


def test_a_page_is_written_besides(run: Run, pipeline: Stand, news: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    code, written, said = run("cluster", news, "--html", page)
    assert code == 0
    assert "No cluster" in written
    assert f"The page is {page}." in said
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_page_in_no_folder_is_refused_before_the_work(run: Run, pipeline: Stand, news: Path) -> None:
    code, _, said = run("cluster", news, "--html", news / "missing" / "report.html")
    assert code == 2
    assert "no folder for" in said
    assert run("cluster", news, "--html", "-")[0] == 2
    assert pipeline.calls == []


def test_a_file_that_cannot_be_written(run: Run, pipeline: Stand, news: Path) -> None:
    target = news.parent / "nowhere" / "result.json"
    code, out, said = run("cluster", news, "-o", target)
    assert (code, out) == (1, "")
    assert said == f"Error: {target}: cannot be written: {os.strerror(2)}\n"
    assert not pipeline.calls  # told before the work, not after it


def test_a_device_is_written_to(run: Run, pipeline: Stand, news: Path) -> None:
    assert run("cluster", news, "-o", os.devnull) == (0, "", "")
    assert os.path.exists(os.devnull) and not os.path.isfile(os.devnull)


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("links need a right that this user has not")
    with output.opened(str(link)) as sink:
        sink.write("new")
        assert real.read_text() == "old"
    assert link.is_symlink() and real.read_text() == "new"


def test_lone_surrogates_can_be_written(tmp_path: Path) -> None:
    with output.opened(str(tmp_path / "out")) as sink:
        sink.write("a\ud800b\n")
    assert (tmp_path / "out").read_bytes() == b"a\\ud800b\n"


class Terminal(io.TextIOWrapper):
    """A terminal that somebody looks at."""

    def __init__(self) -> None:
        buffer = io.BytesIO()
        buffer.isatty = lambda: True  # type: ignore[method-assign]
        super().__init__(buffer, encoding="utf-8", write_through=True)

    @property
    def shown(self) -> str:
        """Everything that went to it."""
        data: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]
        return data.decode("utf-8")


@pytest.mark.parametrize(
    ("environment", "terminal", "color"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_where_it_is_welcome(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, color: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.TextIOWrapper(io.BytesIO()))
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    with output.opened(None) as sink:
        assert (sink.terminal, sink.color) == (terminal, color)


def test_standard_output_that_is_closed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as Python has it after `syndet cluster news >&-`
    with pytest.raises(OSError, match="standard output"), output.opened(None):
        pass


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("300", 160), ("12", 40)])
def test_the_page_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", Terminal())
    with output.opened("-") as sink:
        assert sink.width == width
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    with output.opened("-") as sink:
        assert sink.width == 80  # the same bytes whoever pipes it


STAND = """
import sys, types
from syndet import cli, readers, result
stand = types.ModuleType("syndet.pipeline")
def detect(paths, told, fields, **options):
    source = readers.collect(paths, fields=fields)
    told(source)
    return result.Result(version="9", settings={}, articles=source.articles * 3000, clusters=(), links=(),
                        warnings=(), explainer=None, differ=None)
stand.detect = detect
from syndet.pipeline import configured
stand.configured = configured
sys.modules["syndet.pipeline"] = sys.modules["syndet"].pipeline = stand
cli.main(sys.argv[1:], prog_name="syndet")
"""


def shell(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """``syndet ARGUMENTS`` in a Python of its own, with the same stand-in."""
    return subprocess.Popen(
        [sys.executable, "-c", STAND, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_data_is_utf_8_whatever_the_locale(news: Path) -> None:
    with shell("cluster", news, "--format", "json", PYTHONIOENCODING="ascii", LC_ALL="C") as process:
        out, said = process.communicate()
    assert (process.returncode, said) == (0, b"")
    assert "Ferry aground – all “safe”".encode() in out and b"\r" not in out


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX closes them")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_stream_that_was_closed_from_the_start_is_left_alone(closed: str) -> None:
    command = f'"$0" -m syndet --version {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_leaves_early_hears_no_complaint(news: Path) -> None:
    with shell("cluster", news, "--format", "json") as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# compare


def test_compare_two(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("compare", news / "wire.txt", news / "reprint.txt")
    assert (code, said) == (0, "")
    assert "Copy, mostly verbatim, score 1.00" in out and "  - They are the same.\n" in out
    assert out.endswith(f"\n\nSettings {syndet.Settings().fingerprint}\n")


def test_compare_two_as_json(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("compare", news / "wire.txt", news / "reprint.txt", "--format", "json")
    assert (code, said) == (0, "")
    found = json.loads(out)
    assert list(found) == ["schema_version", "syndet", "fingerprint", "link", "passages", "reasons"]
    assert (found["schema_version"], found["syndet"]) == (1, syndet.__version__)
    assert (found["link"]["a"], found["link"]["b"]) == ("wire.txt", "reprint.txt")
    assert [change["kind"] for passage in found["passages"] for change in passage["changes"]] == ["kept"]


def test_compare_files_of_one_name(run: Run, pipeline: Stand, news: Path) -> None:
    other = news.parent / "other"
    other.mkdir()
    (other / "wire.txt").write_text("Something else entirely.\n", encoding="utf-8")
    code, _, _ = run("compare", news / "wire.txt", other / "wire.txt", "--format", "json")
    assert code == 0
    (call,) = pipeline.calls
    assert [call["a"].id, call["b"].id] == [str(news / "wire.txt"), str(other / "wire.txt")]


def test_compare_single_lines_with_other_fields(run: Run, pipeline: Stand, news: Path) -> None:
    path = lines(news / "one.jsonl", {"id": 1, "body": LINE})
    assert run("compare", news / "wire.txt", path, "--text-field", "body")[0] == 0
    assert pipeline.calls[0]["b"].text == LINE


def test_compare_takes_one_article_from_each_side(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("compare", news, news / "wire.txt")
    assert (code, out) == (2, "")
    assert "holds 2 articles; compare takes one from each side; --pairs compares more." in said
    code, _, said = run("compare", news / "wire.txt", news / "wire.txt")
    assert (code, "A and B are the same file." in said) == (2, True)


def test_compare_a_missing_file(run: Run, pipeline: Stand, news: Path) -> None:
    code, out, said = run("compare", news / "wire.txt", news / "missing.txt")
    assert (code, out, said.count("\n")) == (1, "", 1)
    assert said.startswith("Error: ") and "missing.txt" in said


@pytest.mark.parametrize("data", ["", "\n \n", "{}\n"])
def test_compare_a_file_without_articles(run: Run, pipeline: Stand, news: Path, data: str) -> None:
    path = news / "none.jsonl"
    path.write_text(data, encoding="utf-8")
    for arguments in (("compare", news / "wire.txt", path), ("compare", path, news / "wire.txt"), ("cluster", path)):
        code, out, said = run(*arguments)
        assert (code, out) == (1, "")
        assert said.startswith(f"Error: {path.as_posix()}") and "Usage" not in said
    assert not pipeline.calls


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Missing argument"),
        (("a",), "compare takes two articles, A and B, not 1"),
        (("a", "b", "c"), "compare takes two articles, A and B, not 3"),
        (("a", "b", "--format", "jsonl"), "--format jsonl is for --pairs"),
        (("a", "b", "--jobs", "2"), "--jobs is for --pairs"),
        (("--pairs", "p", "docs", "--format", "table"), "--pairs gives --format jsonl, not table"),
    ],
)
def test_wrong_usage_of_compare(run: Run, arguments: Sequence[str], message: str) -> None:
    code, out, said = run("compare", *arguments)
    assert (code, out) == (2, "")
    assert message in said and "Usage: syndet compare" in said


@pytest.fixture
def pairs(news: Path) -> Path:
    """A list of three pairs, one of which shares nothing."""
    (news / "other.txt").write_text("Something else entirely.\n", encoding="utf-8")
    path = news.parent / "pairs.tsv"
    path.write_text("wire.txt\treprint.txt\nwire.txt\tother.txt\nreprint.txt\twire.txt\n", encoding="utf-8")
    return path


def test_listed_pairs(run: Run, pipeline: Stand, news: Path, pairs: Path) -> None:
    code, out, said = run("compare", "--pairs", pairs, news, "--jobs", "2")
    assert (code, said) == (0, "")
    found = [json.loads(line) for line in out.splitlines()]
    assert [(passage["a"], passage["b"]) for passage in found] == [
        ("wire.txt", "reprint.txt"),
        ("reprint.txt", "wire.txt"),
    ]
    assert list(found[0])[:8] == ["a", "a_start", "a_end", "b", "b_start", "b_end", "kind", "score"]
    assert pipeline.calls[0]["jobs"] == 2
    assert run("compare", "--pairs", pairs, news, "--format", "jsonl")[1] == out


def test_listed_pairs_of_articles_that_are_not_there(run: Run, pipeline: Stand, news: Path, pairs: Path) -> None:
    known = run("compare", "--pairs", pairs, news)[1]
    with pairs.open("a", encoding="utf-8") as file:
        file.writelines(f"wire.txt\tlost-{number}.txt\n" for number in range(9))
    code, out, said = run("compare", "--pairs", pairs, news)
    assert (code, out) == (1, known)
    told = said.splitlines()
    assert len(told) == 7
    assert told[0] == (
        f"Error: {pairs}: no article is called 'lost-0.txt'; the pair 'wire.txt', 'lost-0.txt' is left out"
    )
    assert told[5] == f"Error: {pairs}: … and 4 more pairs with this problem"
    assert told[6] == "9 pairs not compared, as told above; the rest is done."


def test_listed_pairs_interrupted(run: Run, pipeline: Stand, news: Path, pairs: Path) -> None:
    pipeline.trouble = KeyboardInterrupt()
    code, out, said = run("compare", "--pairs", pairs, news)
    assert (code, out.count("\n")) == (130, 2)
    assert said == "Interrupted while aligning (1,200 of 5,000); 2 lines written.\n"


# Progress


def test_progress_hides_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress.Meter(delay=0) as meter:
        meter("aligning", 5, 10)
        time.sleep(0.05)
    assert sys.stderr.getvalue() == ""
    assert meter.where == "aligning (5 of 10)"


def test_progress_is_silent_about_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress.Meter(delay=60) as meter:
        meter("aligning", 5, 10)
    assert sys.stderr.shown == ""


@pytest.mark.parametrize("colorless", [False, True])
def test_progress_names_stage_and_count(monkeypatch: pytest.MonkeyPatch, colorless: bool) -> None:
    if colorless:
        monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress.Meter(delay=0) as meter:
        meter("compiling the kernels", 0, 0)
        wait_for(terminal, "compiling the kernels")
        for done in range(0, 5001, 1250):
            meter("aligning\x07", done, 5000)
            wait_for(terminal, f"{done:,} of 5,000")
    assert "aligning␇" in terminal.shown
    assert ("\x1b[3" in terminal.shown) is not colorless


def wait_for(terminal: Terminal, text: str) -> None:
    """Wait until a thread has written that text."""
    deadline = time.monotonic() + 10
    while text not in terminal.shown:
        assert time.monotonic() < deadline, terminal.shown
        time.sleep(0.01)
