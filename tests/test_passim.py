"""The benchmark beside passim: what surrounds it, without passim installed."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"

HOUSE = "The mayor opened the new library on Monday and thanked everybody who had paid for it."


@pytest.fixture
def passim(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("passim")


def test_passages_in_one_cluster_make_pairs_of_their_articles(passim: Any) -> None:
    rows = [
        {"cluster": 1, "id": "b", "begin": 5, "end": 90, "text": "…"},
        {"cluster": 1, "id": "a", "begin": 0, "end": 80, "text": "…"},
        {"cluster": 1, "id": "a", "begin": 100, "end": 190, "text": "…"},
        {"cluster": 2, "id": "b", "begin": 200, "end": 290, "text": "…"},
        {"cluster": 2, "id": "c", "begin": 7, "end": 97, "text": "…"},
    ]
    assert passim.of_passim(rows) == {
        ("a", "b"): [(0, 80, 5, 90), (100, 190, 5, 90)],
        ("b", "c"): [(200, 290, 7, 97)],
    }
    assert passim.of_passim(rows[1:3]) == {}  # twice the same article


def test_links_and_clusters_make_pairs_and_passages_without_a_link_do_not(passim: Any) -> None:
    places = {"a_start": 1, "a_end": 2, "b_start": 3, "b_end": 4}
    result = {
        "links": [{"a": "a", "b": "b"}],
        "clusters": [{"members": ["c", "b", "a"]}, {"members": ["d"]}],
        "passages": [{"a": "a", "b": "b", **places}, {"a": "a", "b": "d", **places}],
    }
    assert passim.of_syndet(result) == {("a", "b"): [(1, 2, 3, 4)], ("a", "c"): [], ("b", "c"): []}


def test_planted_pairs_are_those_of_a_family(passim: Any) -> None:
    made = passim.generator.plan(60, seed=3)
    gold = passim.planted(made)
    family = {passim.generator.name(place): number for place, number in enumerate(made.family.tolist())}
    assert set(gold) == {(a, b) for a in family for b in family if a < b and family[a] == family[b]}
    assert set(gold.values()) <= {"reprint", "edited", "update", "two copies"}


def test_gold_of_a_set_is_what_is_listed_of_the_articles_taken(passim: Any, tmp_path: Path) -> None:
    assert passim.listed(tmp_path, ["a", "b"]) == {}
    (tmp_path / "clusters.tsv").write_text("a\tx\nc\tx\nb\tx\nd\ty\n", encoding="utf-8")
    assert passim.listed(tmp_path, ["b", "a", "d"]) == {("a", "b"): "one cluster"}
    (tmp_path / "pairs.tsv").write_text("b\ta\tedited\na\td\tunrelated\na\tz\tedited\n", encoding="utf-8")
    assert passim.listed(tmp_path, ["a", "b", "d"]) == {("a", "b"): "edited"}


def test_a_pair_is_real_if_its_articles_share_words_in_a_row(passim: Any) -> None:
    texts = {"a": HOUSE, "b": f"“{HOUSE.upper()}”", "c": " ".join(reversed(HOUSE.split()))}
    assert passim.is_real(("a", "b"), texts)
    assert not passim.is_real(("a", "c"), texts)
    assert passim.longest_run("Café, at last: open", "a cafe at last") == ["cafe", "at", "last"]


def test_a_passim_that_is_not_there_is_listed(passim: Any, capsys: pytest.CaptureFixture[str]) -> None:
    tool = passim._passim("no-such-passim")
    passim._attempt(tool, Path("nowhere"), 1.0)
    passim._show("nothing", [tool], {}, {})
    assert "- passim did not run: no command no-such-passim" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(__import__("os"), "wait4"), reason="this system has no wait4")
def test_the_folder_that_passim_writes_is_read(passim: Any, tmp_path: Path) -> None:
    rows = [{"cluster": 1, "id": id, "begin": 0, "end": 60} for id in ("a", "b")]
    script = tmp_path / "script.py"
    script.write_text(
        "import pathlib, sys\n"
        "out = pathlib.Path(sys.argv[1]) / 'out.json'\n"
        "out.mkdir(parents=True)\n"
        f"(out / 'part-0').write_text({json.dumps(chr(10).join(map(json.dumps, rows)))})\n",
        encoding="utf-8",
    )
    tool = passim.Tool(name="passim", command=(sys.executable, str(script), "OUT"))
    passim._attempt(tool, script, 60.0)
    assert not tool.error
    assert tool.found == {("a", "b"): [(0, 60, 0, 60)]}
    assert tool.least("wall") > 0
