"""docs/schema.json describes what every command writes: all of it, and nothing that is not there."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from test_docs import NEWSROOM, REPRINT, WIRE, command, inside

import syndet
from syndet.report import sheets

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is in the test extra")

ROOT = Path(__file__).resolve().parents[1]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "schema.json").read_text(encoding="utf-8"))
MIXED = [
    {"id": 1, "text": "The ferry ran aground in dense fog outside Port Elara. " * 4, "desk": {"name": "coast"}},
    {"id": 2, "text": "The ferry ran aground in dense fog outside Port Elara. " * 4, "title": "Aground"},
    {"id": 3, "text": ""},
]


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not name."""
    schema = copy.deepcopy(schema)
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "properties" in part:
                part.setdefault("additionalProperties", False)
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return schema


def check(value: Any, name: str = "result") -> None:
    """Raises unless a value is what the schema says of this name, its keys in the order that it has them in."""
    schema = closed({**SCHEMA, "$ref": f"#/$defs/{name}"})
    jsonschema.Draft202012Validator(schema).validate(value)
    assert list(value) == list(SCHEMA["$defs"][name]["properties"])


def test_the_schema_is_one_and_describes_the_result() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$ref"] == "#/$defs/result"
    used = {part.partition('"')[0] for part in json.dumps(SCHEMA).split('"$ref": "#/$defs/')[1:]}
    lines = {"comparison", "cluster_line", "ledger_entry", "listed_passage"}
    assert used | lines == set(SCHEMA["$defs"])
    assert all(f"#/$defs/{name}" in SCHEMA["description"] for name in lines)


@pytest.mark.parametrize("level", ["copy", "derived", "related"])
def test_cluster_as_json_and_json_lines(level: str, tmp_path: Path) -> None:
    with inside(ROOT):
        check(json.loads(command("cluster", "examples/newsroom", "--format", "json", "--level", level)))
    path = tmp_path / "mixed.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in MIXED), encoding="utf-8")
    check(json.loads(command("cluster", path, "--format", "json", "--level", level)))
    lines = command("cluster", path, NEWSROOM, "--format", "jsonl", "--level", level).splitlines()
    assert lines
    for line in lines:
        check(json.loads(line), "cluster_line")


@pytest.mark.parametrize("other", [REPRINT, "harbour-gazette/chess-on-the-crane.txt"])
def test_compare_as_json(other: str) -> None:
    check(json.loads(command("compare", NEWSROOM / WIRE, NEWSROOM / other, "--format", "json")), "comparison")


def test_listed_pairs(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(f"{WIRE}\t{REPRINT}\n", encoding="utf-8")
    lines = command("compare", "--pairs", pairs, NEWSROOM).splitlines()
    assert lines
    for line in lines:
        check(json.loads(line), "listed_passage")
        assert json.loads(line)["fingerprint"] == syndet.Settings().fingerprint


@pytest.mark.parametrize("level", ["copy", "related"])
def test_the_ledger(level: str, tmp_path: Path) -> None:
    path, ledger = tmp_path / "mixed.jsonl", tmp_path / "ledger.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in MIXED), encoding="utf-8")
    command("dedup", path, NEWSROOM, "--level", level, "--keep", "longest", "--ledger", ledger)
    lines = ledger.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        check(json.loads(line), "ledger_entry")
        assert json.loads(line)["fingerprint"] == syndet.Settings(level=level).fingerprint


def test_what_is_wrong_is_found() -> None:
    value = syndet.detect(MIXED).to_dict()
    check(value)
    for change in ({"warnings": None}, {"schema_version": 2}, {"more": 1}, {"links": [{"a": "1"}]}):
        with pytest.raises(jsonschema.ValidationError):
            check({**value, **change})


def test_the_tables_have_the_columns_that_the_schema_names() -> None:
    """All but what a flat table has no cell for, and in articles the place of the cluster."""
    found = syndet.detect(MIXED)
    for table, name in (("articles", "article"), ("links", "link"), ("passages", "passage")):
        columns = {column.name: column.kind for column in sheets.lay_out(found, table).columns}
        for key, part in SCHEMA["$defs"][name]["properties"].items():
            if part.get("type") != "object":
                assert key in columns, key
            if part.get("type") in ("integer", "number", "boolean"):
                assert columns[key] == part["type"], key
