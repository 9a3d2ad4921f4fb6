"""The documents are true: what they describe is there, what they show runs, where they point is something.

``python tests/test_docs.py`` writes what is generated in them: docs/cli.md, the outputs of the examples in
docs/library.md and docs/tour.md, and the example in docs/output.md; ``python docs/picture.py`` the pictures.
"""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import syndet
from syndet import align, cli, errors, keeping

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NEWSROOM = ROOT / "examples" / "newsroom"
WIRE = "meridian-wire/ferry-collision.txt"
REPRINT = "saltmarsh-daily/two-seriously-hurt-as-ships-collide.txt"
STATEMENT = "vantrose-bakeries/press-release-oven-line.md"
COPY = "brenmoor-courier/vantrose-salt-oven.txt"
WIDTH = 80
"""Columns of the command line reference."""

STALE = "python tests/test_docs.py writes it anew"


def read(path: Path) -> str:
    """The text of a document."""
    return path.read_text(encoding="utf-8")


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def command(*arguments: object) -> str:
    """What a command writes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "output")
        with contextlib.redirect_stderr(io.StringIO()):  # its notes
            cli.main([*map(str, arguments), "-o", str(file)], standalone_mode=False)
        return read(file)


# The command line reference


def reference() -> str:
    """What docs/cli.md has to be: the help of every command, as a terminal of `WIDTH` columns shows it."""
    group = click.Context(cli.main, info_name="syndet", terminal_width=WIDTH, **cli.main.context_settings)
    pages = [("syndet", cli.main.get_help(group))]
    for name in cli.main.list_commands(group):
        command = cli.main.get_command(group, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=group, terminal_width=WIDTH)
        pages.append((f"syndet {name}", command.get_help(context)))
    head = """# The command line

What each command says with `--help`; `python tests/test_docs.py` writes this page. Data goes to standard output,
progress and messages to standard error. [The output](output.md) describes the JSON and the
[exit codes](output.md#exit-codes).
"""
    blocks = [f"\n## {title}\n\n```text\n{text.rstrip()}\n```\n" for title, text in pages]
    return head + "".join(blocks)


def test_the_command_line_reference_is_up_to_date() -> None:
    assert read(DOCS / "cli.md") == reference(), STALE


# The description of the output


def newsroom() -> dict[str, Any]:
    """What `syndet cluster examples/newsroom --format json` writes in the project's root."""
    with inside(ROOT):
        value: dict[str, Any] = json.loads(command("cluster", "examples/newsroom", "--format", "json"))
        return value


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    """The result that the tables and the example describe."""
    return newsroom()


def tables(document: str) -> dict[str, list[dict[str, str]]]:
    """The rows of the tables of keys, by the heading that they stand under."""
    found: dict[str, list[dict[str, str]]] = {}
    for section in re.split(r"^#{2,3} ", document, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        lines = [re.split(r" *\| *", line.strip("| ")) for line in body.splitlines() if line.startswith("|")]
        if lines and lines[0][0] == "Key":
            rows = [re.split(r" *\| *", line[2:-2]) for line in body.splitlines() if line.startswith("| `")]
            found[heading] = [dict(zip(lines[0], row, strict=True)) for row in rows]
    return found


OUTPUT = tables(read(DOCS / "output.md"))

PLACES = {
    "The result": "",
    "settings": "settings",
    "settings.alignment": "settings.alignment",
    "articles": "articles",
    "clusters": "clusters",
    "origin": "clusters.origin",
    "evidence": "clusters.origin.evidence",
    "derivations": "clusters.derivations",
    "sources": "clusters.derivations.sources",
    "flows": "flows",
    "links": "links",
    "passages": "passages",
}
"""Where in a result the objects of a table stand."""

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array of objects": list,
    "array of strings": list,
    "array of arrays": list,
    "null": type(None),
}


def objects(value: Any, place: str) -> list[dict[str, Any]]:
    """The objects at a place of a result, those of lists one by one."""
    for key in filter(None, place.split(".")):
        parts = [value] if isinstance(value, dict) else value
        value = [item for part in parts for item in (part[key] if isinstance(part[key], list) else [part[key]])]
    return [value] if isinstance(value, dict) else value


def check(rows: list[dict[str, str]], found: list[dict[str, Any]]) -> None:
    """The objects have the keys that a table describes, in its order, with values of its types and ranges."""
    assert found
    for item in found:
        assert [row["Key"].strip("`") for row in rows] == list(item)
        for row, value in zip(rows, item.values(), strict=True):
            assert any(isinstance(value, TYPES[name]) for name in row["Type"].split(" or ")), row["Key"]
            bounds = re.fullmatch(r"([\d.]+) to ([\d.]+)", row.get("Range", ""))
            assert bounds is None or float(bounds[1]) <= value <= float(bounds[2]), row["Key"]


def test_every_object_of_a_result_has_a_table() -> None:
    assert set(OUTPUT) == {*PLACES, "Two articles: `compare A B`", "changes", "The ledger"}


@pytest.mark.parametrize("heading", PLACES)
def test_a_table_describes_the_keys_of_a_result_and_no_other(result: dict[str, Any], heading: str) -> None:
    check(OUTPUT[heading], objects(result, PLACES[heading]))


def test_the_table_describes_the_comparison_of_two() -> None:
    written = json.loads(command("compare", NEWSROOM / WIRE, NEWSROOM / REPRINT, "--format", "json"))
    check(OUTPUT["Two articles: `compare A B`"], [written])
    check(OUTPUT["links"], [written["link"]])
    check(OUTPUT["changes"], objects(written, "passages.changes"))
    check(
        OUTPUT["passages"],
        [{key: passage[key] for key in passage if key != "changes"} for passage in written["passages"]],
    )
    assert all(list(passage)[-1] == "changes" for passage in written["passages"])


def test_the_table_describes_the_lines_of_listed_pairs(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(f"{WIRE}\t{REPRINT}\n", encoding="utf-8")
    passages = [json.loads(line) for line in command("compare", "--pairs", pairs, NEWSROOM).splitlines()]
    assert {passage.pop("fingerprint") for passage in passages} == {syndet.Settings().fingerprint}
    check(OUTPUT["passages"], passages)


def test_the_table_describes_the_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    command("dedup", NEWSROOM, "--ledger", ledger)
    check(OUTPUT["The ledger"], [json.loads(line) for line in read(ledger).splitlines()])


def test_every_format_and_policy_is_described() -> None:
    options = {option.name: option for option in cli.main.commands["cluster"].params}
    formats = re.findall(r"^\| (\w+) \| `result", read(DOCS / "output.md"), flags=re.MULTILINE)
    assert ["table", *formats] == list(options["format"].type.choices)  # type: ignore[attr-defined]
    policies = re.findall(
        r"^\| (\w+)", read(DOCS / "output.md").partition("| `--keep` |")[2].partition("\n\n")[0], re.M
    )
    assert policies == [policy.partition("=")[0] for policy in ("origin", "earliest", "longest", "first", "prefer=")]
    assert sorted(policies) == sorted(policy.partition("=")[0] for policy in keeping.POLICIES)


def test_the_defaults_are_the_defaults(result: dict[str, Any]) -> None:
    unsaid = ("fingerprint", "alignment")
    said = {row["Key"].strip("`"): row["Default"] for row in OUTPUT["settings"] if row["Default"]}
    assert said == {key: str(value) for key, value in result["settings"].items() if key not in unsaid}


def test_the_kinds_of_evidence_are_described(result: dict[str, Any]) -> None:
    kinds = set(re.findall(r"^\| (\w+) \|", section("Kinds of evidence"), flags=re.MULTILINE)) - {"Kind"}
    assert {evidence["kind"] for evidence in objects(result, "clusters.origin.evidence")} <= kinds
    doc = inspect.getdoc(syndet.Evidence) or ""
    assert kinds == set(re.findall(r'"(\w+)"', doc))


def test_the_bounds_of_kinds_are_the_bounds() -> None:
    kinds = section("Passages: verbatim, edited, paraphrased, summary")
    assert f"| verbatim | `identical` at least {align.VERBATIM} |" in kinds
    assert f"| edited | `identical` at least {align.EDITED} |" in kinds
    assert f"is below {align.ORDERED}." in section("Links: copy, derived, related, none")


def section(heading: str) -> str:
    """What docs/output.md says under a heading."""
    return read(DOCS / "output.md").partition(f"### {heading}\n")[2].partition("\n#")[0]


def with_example(document: str, result: dict[str, Any]) -> str:
    """The document with its example: the cluster of the press release, one article, link and passage of it."""
    pair = (COPY, STATEMENT)
    settings = result["settings"]
    shown = {
        **result,
        "settings": {**settings, "alignment": dict([*settings["alignment"].items()][:1])},
        "articles": [article for article in result["articles"] if article["id"] == STATEMENT],
        "clusters": [cluster for cluster in result["clusters"] if STATEMENT in cluster["members"]],
        "links": [link for link in result["links"] if (link["a"], link["b"]) == pair],
        "passages": [passage for passage in result["passages"] if (passage["a"], passage["b"]) == pair][:1],
        "flows": [flow for flow in result["flows"] if flow["source"] == "Vantrose Bakeries"],
    }
    block = f"```json\n{json.dumps(shown, ensure_ascii=False, indent=1)}\n```"
    return re.sub(r"```json\n.*?```", lambda _: block, document, count=1, flags=re.DOTALL)


def test_the_example_is_real(result: dict[str, Any]) -> None:
    document = read(DOCS / "output.md")
    assert document == with_example(document, result), STALE


# The library page

EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:(\n```text\n).*?(```\n))?", re.DOTALL)
"""A block of Python, and right below it the block that shows what it prints."""

ARTICLES = (WIRE, REPRINT, STATEMENT, COPY)
"""What the examples read."""


def played(document: str) -> str:
    """The document with what its examples print, run one after the other; those that lack a library stay."""
    names: dict[str, Any] = {}

    def play(example: re.Match[str]) -> str:
        code, opening, closing = example.groups()
        needed = re.findall(r"^(?:import|from) (\w+)", code, flags=re.MULTILINE)
        if any(importlib.util.find_spec(name) is None for name in needed):
            return example[0]
        place = f"line {document[: example.start()].count(chr(10)) + 2} of docs/library.md"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, place, "exec"), names)
        assert bool(printed.getvalue()) == bool(opening), f"{place}: what it prints is to be shown, and no more"
        return f"```python\n{code}```\n" + (f"{opening}{printed.getvalue()}{closing}" if opening else "")

    with tempfile.TemporaryDirectory() as folder, inside(Path(folder)):
        for id in ARTICLES:
            Path("news", id).parent.mkdir(parents=True)
            shutil.copy(NEWSROOM / id, Path("news", id))
        return EXAMPLE.sub(play, document)


def with_family(document: str) -> str:
    """The document with the family tree of the errors."""
    tree = re.findall(r"^    (.+)$", (errors.__doc__ or "").partition("Each is also")[0], flags=re.MULTILINE)
    heading, _, rest = document.partition("\n## Errors\n")
    text = "\n".join(["```text", *tree, "```"])
    return f"{heading}\n## Errors\n" + re.sub(r"```text\n.*?```", lambda _: text, rest, count=1, flags=re.DOTALL)


def test_the_examples_of_the_library_page_run() -> None:
    document = read(DOCS / "library.md")
    assert document == played(document), STALE


def test_the_family_of_errors_is_drawn() -> None:
    document = read(DOCS / "library.md")
    assert document == with_family(document), STALE


def test_every_function_of_the_face_has_an_example() -> None:
    document = read(DOCS / "library.md")
    shown = "".join(example[1] for example in EXAMPLE.finditer(document))
    functions = [name for name in syndet.__all__ if inspect.isfunction(getattr(syndet, name))]
    assert [name for name in functions if not re.search(rf"\b(syndet|result)\.{name}\(", shown)] == []


# The tour

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def picture() -> Any:
    """The script that draws the pictures."""
    spec = importlib.util.spec_from_file_location("picture", DOCS / "picture.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def toured(document: str) -> str:
    """The document with what its commands print, run one after the other in a folder that holds the example."""
    printed = picture().printed

    def play(line: str) -> str:
        if head := re.fullmatch(r"head -n (\d+) (\S+)", line):
            return "".join(read(Path(head[2])).splitlines(keepends=True)[: int(head[1])])
        shown: str = printed(line, color=False)
        return shown.replace("\r\n", "\n")

    def block(console: re.Match[str]) -> str:
        lines = [line[2:] for line in console[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {line}\n{play(line)}" for line in lines) + "```"

    with tempfile.TemporaryDirectory() as folder, inside(Path(folder)):
        shutil.copytree(NEWSROOM, Path("examples", "newsroom"))
        return CONSOLE.sub(block, document)


def test_the_tour_shows_what_its_commands_print() -> None:
    document = read(DOCS / "tour.md")
    assert document == toured(document), STALE


def test_the_examples_in_python_of_the_tour_run(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    shutil.copytree(NEWSROOM, tmp_path / "examples" / "newsroom")
    (code,) = re.findall(r"```python\n(.*?)```", read(DOCS / "tour.md"), flags=re.DOTALL)
    with inside(tmp_path):
        exec(compile(code, "docs/tour.md", "exec"), {})
    assert sorted(path.name for path in (tmp_path / "tables").iterdir())[0] == "articles.csv"


def words(svg: str) -> list[str]:
    """What a picture shows, however it is laid out."""
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", svg, flags=re.DOTALL)
    return text.replace("&#160;", " ").split()


@pytest.mark.parametrize("name", sorted(picture().PICTURES))
def test_the_pictures_show_what_commands_print(name: str) -> None:
    with inside(ROOT):
        assert words(read(DOCS / name)) == words(picture().draw(name)), "python docs/picture.py draws it anew"


# Links

DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in [ROOT / "README.md", *DOCS.glob("*.md")])
LINK = re.compile(r"\]\(([^()\s]+)[^()]*\)|\b(?:src|href)=\"([^\"]+)\"")


def prose(document: str) -> str:
    """A document without its blocks of code."""
    return re.sub(r"^```.*?^```", "", document, flags=re.MULTILINE | re.DOTALL)


def anchors(document: str) -> set[str]:
    """The names by which a link finds a heading: small letters, no punctuation, hyphens for blanks."""
    headings = re.findall(r"^#+ (.+)$", prose(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    astray = []
    for link in LINK.finditer(prose(read(ROOT / name))):
        target = link[1] or link[2]
        if re.match(r"[a-z]+:", target):
            continue  # elsewhere on the web
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        if not file.exists() or (anchor and anchor not in anchors(read(file))):
            astray.append(target)
    assert astray == []


def write() -> None:
    """Write anew what is generated."""
    output, library, tour = DOCS / "output.md", DOCS / "library.md", DOCS / "tour.md"
    pages = {
        DOCS / "cli.md": reference(),
        output: with_example(read(output), newsroom()),
        library: with_family(played(read(library))),
        tour: toured(read(tour)),
    }
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
