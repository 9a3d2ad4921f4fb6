"""The page as a file: what it holds, what it leaves out, that nothing in it can run but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pages
import pytest
from hypothesis import given
from hypothesis import strategies as st

import syndet
from syndet.model import Cluster, Derivation, Origin, Source
from syndet.report.html import choice, descent, parcels
from syndet.report.html.page import SCRIPTS, STYLES
from syndet.result import Result

ASSETS = Path(syndet.__file__).parent / "report" / "html" / "assets"
ELEMENT = re.compile(r'<script type="([^"]+)" id="([^"]+)">(.*?)</script>', re.DOTALL)


def written(result: Result, folder: Path) -> str:
    """The page of a result."""
    result.to_html(folder / "report.html")
    return (folder / "report.html").read_text(encoding="utf-8")


def held(page: str) -> dict[str, Any]:
    """The data of a page by the names of its parcels."""
    found = {}
    for form, name, body in ELEMENT.findall(page):
        text = body if form == "application/json" else zlib.decompress(base64.b64decode(body)).decode("utf-8")
        found[name] = json.loads(text)
    return found


def rows(table: dict[str, Any]) -> list[dict[str, Any]]:
    """A table's rows by the names of their columns."""
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


@pytest.fixture(scope="module")
def newsroom() -> Result:
    return pages.newsroom()


def test_every_number_is_the_results(newsroom: Result, tmp_path: Path) -> None:
    data = held(written(newsroom, tmp_path))
    articles, links = rows(data["run"]["articles"]), rows(data["run"]["links"])
    assert [article["id"] for article in articles] == [
        pages.WIRE.id,
        pages.MOVED.id,
        pages.LEDGER.id,
        pages.TIMES.id,
        pages.ALONE.id,
    ]
    assert data["texts-0"]["items"] == [newsroom.article(article["id"]).text for article in articles]
    link, told = newsroom.links[0], links[0]
    assert (articles[told["a"]]["id"], articles[told["b"]]["id"]) == (link.a, link.b)
    assert all(told[name] == value for name, value in link.to_dict().items() if name not in "ab")
    found, changes = data["links-0"]["items"][0]
    names = "a_start a_end b_start b_end kind score identical matched ordered quoted boilerplate".split()
    assert [dict(zip(names, row, strict=True)) for row in found] == [
        {name: passage.to_dict()[name] for name in names} for passage in link.passages
    ]
    kinds = ["kept", "changed", "added", "dropped"]
    for numbers, part in zip(changes, newsroom.diff(link.a, link.b).passages, strict=True):
        steps = [(kinds[k], a, b) for k, a, b in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)]
        assert steps == [(c.kind, c.a_end - c.a_start, c.b_end - c.b_start) for c in part.changes]
    cluster, _ = data["run"]["clusters"]
    assert cluster["origin"]["reason"] == newsroom.clusters[0].origin.reason
    assert [articles[member]["id"] for member in cluster["members"]] == list(newsroom.clusters[0].members)


def test_times_and_outlets_are_those_the_origin_is_judged_by(newsroom: Result, tmp_path: Path) -> None:
    run = held(written(newsroom, tmp_path))["run"]
    wire, moved, _, _, alone = rows(run["articles"])
    assert [run["outlets"][article["outlet"]] for article in (wire, moved, alone)] == [
        "Meridian Wire",
        "Skerrin Post",
        "Tallow Review",
    ]
    assert moved["time"] - wire["time"] == (6 * 60 + 50) * 60
    assert wire["words"] == "2024-03-12 06:40 UTC"
    assert alone["time"] is None


def test_the_same_result_gives_the_same_bytes(newsroom: Result, tmp_path: Path) -> None:
    first = written(newsroom, tmp_path)
    again = syndet.detect([pages.ALONE, pages.TIMES, pages.MOVED, pages.LEDGER, pages.WIRE], jobs=1)
    assert written(again, tmp_path) == first


def test_only_its_own_script_and_style_may_run(newsroom: Result, tmp_path: Path) -> None:
    page = written(newsroom, tmp_path)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    told = policy[1].replace("&#39;", "'")
    for name in ("script", "style"):
        (body,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode("utf-8")).digest()).decode("ascii")
        assert f"{name}-src 'sha256-{digest}'" in told.replace("&#43;", "+")
    assert "default-src 'none'" in told
    assert "unsafe" not in told
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|\sstyle=|\son\w+=", page.partition("<style>")[0])
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page.partition("<script>")[2])


def test_hostile_text_closes_nothing(tmp_path: Path) -> None:
    page = written(pages.hostile(), tmp_path)
    bodies = [body for _, _, body in ELEMENT.findall(page)]
    assert len(bodies) == 4
    assert not any(re.search("[<>&\u2028\u2029]", body) for body in bodies)
    assert page.count("<script") == len(bodies) + 1
    assert page.count("</script>") == len(bodies) + 1


@given(st.text(), st.text())
def test_any_text_comes_out_as_it_went_in(title: str, text: str) -> None:
    parcel = parcels._parcel("x", {"first": 0, "items": [title, text]}, packed=False)
    assert not set("<>&\u2028\u2029") & set(parcel.body)
    assert json.loads(parcel.body)["items"] == [title, text]


def test_a_large_page_is_packed_and_says_the_same(
    newsroom: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = written(newsroom, tmp_path)
    monkeypatch.setattr(parcels, "PLAIN_MOST", 10)
    monkeypatch.setattr(parcels, "PARCEL", 500)
    packed = written(newsroom, tmp_path)
    assert 'type="application/json"' not in packed
    data = held(packed)
    assert sum(name.startswith("texts-") for name in data) == 4  # the last two are short enough for one
    articles = rows(data["run"]["articles"])
    texts = [data[f"texts-{row['parcel']}"] for row in articles]
    assert [text["items"][place - text["first"]] for place, text in enumerate(texts)] == held(plain)["texts-0"]["items"]


def test_what_is_left_out_is_said(newsroom: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert held(written(newsroom, tmp_path))["run"]["omissions"] == []
    monkeypatch.setattr(choice, "MOST_ALONE", 0)
    monkeypatch.setattr(choice, "MOST_TEXT", pages.WIRE.length)
    monkeypatch.setattr(choice, "MOST_CHANGES", 0)
    data = held(written(newsroom, tmp_path))
    assert [row["parcel"] for row in rows(data["run"]["articles"])] == [0, -1, -1, -1]
    assert data["links-0"]["items"][0][1] is None
    assert data["run"]["omissions"] == [
        "1 article that share nothing are not listed.",
        "The texts of 3 articles are left out, the first ones kept.",
        "Changes are marked word by word in 0 pairs; the others show their passages without: syndet compare A B "
        "marks them.",
    ]
    monkeypatch.setattr(choice, "MOST_LINKS", 0)
    assert "2 links of 2 are left out, the weakest." in held(written(newsroom, tmp_path))["run"]["omissions"]


def test_a_result_without_anything(tmp_path: Path) -> None:
    run = held(written(syndet.detect([]), tmp_path))["run"]
    assert run["counts"] == dict.fromkeys(run["counts"], 0)


def test_at_level_copy_there_are_no_passages_to_show(tmp_path: Path) -> None:
    twin = replace(pages.WIRE, id="norrvale-ledger/ferry")
    data = held(written(syndet.detect([pages.WIRE, twin], level="copy"), tmp_path))
    assert data["links-0"]["items"] == [[[], None]]


def test_a_page_that_cannot_be_written_leaves_nothing(newsroom: Result, tmp_path: Path) -> None:
    with pytest.raises(OSError) as caught:
        newsroom.to_html(tmp_path / "missing" / "report.html")
    assert caught.value.filename == str(tmp_path / "missing" / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_every_asset_is_used_and_small() -> None:
    assert {path.name for path in ASSETS.iterdir()} == {*SCRIPTS, *STYLES, "page.html.j2"}
    for path in ASSETS.iterdir():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450
        assert "innerHTML" not in path.read_text(encoding="utf-8")


# Where the text came from

UNKNOWN = Origin(article=None, kind="unknown", name=None, confidence=0.0, reason="", evidence=())


def test_the_derivations_are_the_results() -> None:
    derivations = (
        Derivation(article="a", parent=None, outside=True, confidence=0.9, lag=None, copied=0.7, sources=(), own=()),
        Derivation(
            article="b",
            parent="a",
            outside=False,
            confidence=0.8,
            lag=95,
            copied=0.6,
            sources=(Source(article="a", share=0.5, how="edited"), Source(article="c", share=0.1, how="verbatim")),
            own=((0, 10),),
        ),
    )
    cluster = Cluster(id="a", members=("a", "b", "c"), origin=UNKNOWN, cohesion=1.0, derivations=derivations)
    assert list(descent.rows(cluster, {"a": 7, "b": 8, "c": 9})) == [
        [None, 1, None, 0.9, 0.7, []],
        [7, 0, "edited", 0.8, 0.6, [[7, 0.5], [9, 0.1]]],
        [None, 0, None, None, 0, []],
    ]


def test_flows_are_the_results(newsroom: Result, tmp_path: Path) -> None:
    flows = held(written(newsroom, tmp_path))["run"]["flows"]
    assert flows == [[flow.source, flow.target, flow.articles, flow.lag] for flow in newsroom.flows]
    assert ["Meridian Wire", "Skerrin Post", 1, 410.0] in flows
