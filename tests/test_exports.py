"""Exports: every format says what the result says, whatever the articles hold, and a spreadsheet runs none of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_report import COPIED, ECHO, FERRY, FOUND, NEWSROOM, link, origin, passage, result

import syndet
from syndet.model import Article, Cluster, Link, Passage
from syndet.report import comma, exports, frames, graph, lines, output, sheets
from syndet.result import Result

HOSTILE = "=cmd|' /C calc'!A0"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

EXTRAS = (
    {"desk": "coast", "words": 120, "paid": True, "score": 1, "tags": ["a", "é"], "=1+1": "-2", "huge": 1},
    {"desk": None, "words": None, "paid": False, "score": 0.5, "mixed": "x", "huge": 1 << 70},
    {"mixed": 7},
)


def carrying() -> Result:
    """The found result, three articles of which have other columns."""
    articles = [replace(article, extra=extra) for article, extra in zip(NEWSROOM, (*EXTRAS, {}, {}), strict=True)]
    return replace(FOUND, articles=tuple(sorted(articles, key=lambda article: article.id)))


def rows(result: Result, table: str) -> list[dict[str, Any]]:
    """The rows of a table as it is laid out."""
    sheet = sheets.lay_out(result, table)
    found = [dict(zip([column.name for column in sheet.columns], row, strict=True)) for row in sheet.rows()]
    assert len(found) == sheet.size
    return found


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file as strings."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


# Progress


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "graphml"])
def test_long_writing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, format: exports.Format) -> None:
    told: list[tuple[str, int, int]] = []
    with output.opened(str(tmp_path / "result")) as sink:
        exports.write(FOUND, sink, format, progress=lambda *tell: told.append(tell))
        assert not told
        monkeypatch.setattr(exports, "_LONG", 1)
        exports.write(FOUND, sink, format, progress=lambda *tell: told.append(tell))
    assert told == [("writing megabytes", 0, 0)]


# The tables


def test_an_article_stands_with_its_cluster_and_who_had_it_first() -> None:
    found = {row["id"]: row for row in rows(FOUND, "articles")}
    assert list(found) == [article.id for article in FOUND.articles]
    told = found["post/aground.txt"]
    assert told["title"] == "Ferry aground, all safe"
    assert (told["cluster"], told["cluster_size"]) == (FERRY.id, len(FERRY))
    assert (told["is_origin"], told["origin"]) == (False, FERRY.origin.article)
    assert found["wire/ferry.txt"]["is_origin"] is True
    alone = found["review/night-shift.txt"]
    assert alone["length"] == len(FOUND.article("review/night-shift.txt").text)
    assert {alone[column.name] for column in sheets._PLACED} == {None}


def test_a_passage_stands_with_its_words() -> None:
    (first, *_), shown = FOUND.passages, rows(FOUND, "passages")
    assert shown[0]["a_text"] == FOUND.article(first.a).text[first.a_start : first.a_end]
    assert shown[0]["b_text"] == FOUND.article(first.b).text[first.b_start : first.b_end]
    assert [{key: row[key] for key in first.to_dict()} for row in shown] == [p.to_dict() for p in FOUND.passages]


def test_a_link_stands_with_the_cluster_that_holds_both() -> None:
    shown = rows(FOUND, "links")
    assert [{key: row[key] for key in COPIED.to_dict()} for row in shown] == [li.to_dict() for li in FOUND.links]
    assert {(row["a"], row["cluster"]) for row in shown} >= {(ECHO.a, None), (COPIED.a, FERRY.id)}
    assert [row["passages"] for row in shown] == [len(li.passages) for li in FOUND.links]


def test_a_column_for_every_attribute_that_is_one_value() -> None:
    for noun, table in ((Passage, "passages"), (Link, "links")):
        names = [column.name for column in sheets.lay_out(FOUND, table).columns]
        instance = FOUND.passages[0] if noun is Passage else FOUND.links[0]
        assert names[: len(instance.to_dict())] == list(instance.to_dict())
    names = [column.name for column in sheets.lay_out(FOUND, "articles").columns]
    assert {field.name for field in fields(Article)} - {*names} <= {"text", "extra", "found"}


def test_other_columns_come_along_with_kinds_that_have_room() -> None:
    kinds = {column.name: column.kind for column in sheets.lay_out(carrying(), "articles").columns}
    assert {name: kind for name, kind in kinds.items() if name.startswith("extra.")} == {
        "extra.=1+1": "string",
        "extra.desk": "string",
        "extra.huge": "string",
        "extra.mixed": "string",
        "extra.paid": "boolean",
        "extra.score": "number",
        "extra.tags": "string",
        "extra.words": "integer",
    }
    found = {row["id"]: row for row in rows(carrying(), "articles")}
    wire = found["wire/ferry.txt"]
    assert (wire["extra.tags"], wire["extra.words"], wire["extra.score"]) == ('["a","é"]', 120, 1.0)
    assert (found["ledger/fog.txt"]["extra.mixed"], found["post/aground.txt"]["extra.huge"]) == ("7", str(1 << 70))


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(syndet.SettingsError, match="must be one of articles, passages, links, not 'words'"):
        FOUND.to_csv("x.csv", table="words")  # type: ignore[arg-type]


# CSV


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "\ufeff=1", "＝1", "\0=1", "- a list"],
)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert comma.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "'tis", "1-1", "(=1)", "“=", "né à Paris"])
def test_other_cells_are_as_they_were(cell: str) -> None:
    assert comma.harmless(cell) == cell


@given(st.text("=+-@＝\t\r\n '\"\0\ufeffa1,;"))
def test_a_cell_that_was_made_harmless_can_be_told(cell: str) -> None:
    shown = comma.harmless(cell)
    assert not shown.startswith(tuple("=+-@＝＋－＠\t\r"))
    undone = shown[1:] if shown.startswith("'") and comma.harmless(shown[1:]) == shown else shown
    assert undone == cell


TROUBLE = st.text(st.sampled_from("=+-@\t\r\n ,;\"'&<>é\u2028\ud800\U0001f600a\x0b\x00")) | st.text(max_size=8)


@given(st.lists(st.tuples(TROUBLE, TROUBLE | st.none(), st.dictionaries(TROUBLE, TROUBLE, max_size=2)), max_size=4))
def test_whatever_articles_hold_every_format_can_be_read_again(parts: list[Any]) -> None:
    articles = tuple(
        Article(id=f"{number}{id}", title=title, text="A ferry.", extra=extra)
        for number, (id, title, extra) in enumerate(parts)
    )
    found = result(articles, *clustered(articles)) if len(articles) > 1 else result(articles)
    told = rows(found, "articles")
    text = "".join(comma.pieces(sheets.lay_out(found, "articles")))
    assert "\0" not in text  # Python 3.10 refuses to read one
    shown = list(csv.reader(io.StringIO(text, newline="")))
    wanted = [["" if cell is None else comma._shown(cell) for cell in row.values()] for row in told]
    assert [[str(cell) for cell in row] for row in wanted] == shown[1:]
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in shown for cell in row)
    tree = ElementTree.fromstring("".join(graph.pieces(found)).encode())
    nodes = [node.get("id") for node in tree.iter(f"{GRAPHML}node")]
    assert nodes == [re.sub(graph._ILLEGAL, "\ufffd", row["id"]) for row in told]
    kept = [json.loads(line) for line in "".join(lines.pieces(found)).split("\n")[:-1]]
    assert [cluster["articles"][0]["title"] for cluster in kept] == [articles[0].title for _ in found.clusters]


def clustered(articles: tuple[Article, ...]) -> tuple[list[Cluster], list[Link]]:
    """A cluster of all the articles, each linked with the first."""
    first, *others = sorted(articles, key=lambda article: article.id)
    links = [link("copy", passage(first, other, "verbatim", "ferry", "ferry")) for other in others]
    members = tuple(sorted(article.id for article in articles))
    return [Cluster(id=first.id, members=members, origin=origin(first.id), cohesion=1.0)], links


def test_csv_has_no_nul_in_cells_and_names() -> None:
    found = result((Article(id="a\0b", title="\0=1", text="A.", extra={"c\0d": "\0"}),))
    header, row = "".join(comma.pieces(sheets.lay_out(found, "articles"))).splitlines()
    assert header.endswith(",extra.c\ufffdd")
    assert row.startswith("a\ufffdb,\ufffd=1,") and row.endswith(",\ufffd")


def test_csv_as_it_stands() -> None:
    found = result(
        (Article(id="1", title=HOSTILE, text="A.", published="2024-03-12"), Article(id="2", title='"A", b', text="B."))
    )
    assert "".join(comma.pieces(sheets.lay_out(found, "articles"))) == (
        "id,title,source,published,byline,url,language,length,"
        "cluster,cluster_size,is_origin,origin,origin_kind,origin_name,origin_confidence\r\n"
        "1,'=cmd|' /C calc'!A0,,2024-03-12,,,,2,,,,,,,\r\n"
        '2,"""A"", b",,,,,,2,,,,,,,\r\n'
    )


# JSON lines and graphs


def test_a_line_for_each_cluster_with_all_that_is_in_it() -> None:
    found = [json.loads(line) for line in "".join(lines.pieces(FOUND)).splitlines()]
    assert [line["id"] for line in found] == [cluster.id for cluster in FOUND.clusters]
    (line,) = found
    assert {key: line[key] for key in FERRY.to_dict()} == json.loads(json.dumps(FERRY.to_dict()))
    assert [article["id"] for article in line["articles"]] == list(FERRY.members)
    assert {(li["a"], li["b"]) for li in line["links"]} == {
        (li.a, li.b) for li in FOUND.links if {li.a, li.b} <= {*FERRY.members}
    }
    assert line["passages"] == [p.to_dict() for p in FOUND.passages if {p.a, p.b} <= {*FERRY.members}]


def test_a_graph_of_articles_and_links() -> None:
    tree = ElementTree.fromstring("".join(graph.pieces(carrying())).encode())
    names = {key.get("id"): (key.get("attr.name"), key.get("attr.type")) for key in tree.iter(f"{GRAPHML}key")}
    nodes = {
        node.get("id"): {names[data.get("key")][0]: data.text for data in node} for node in tree.iter(f"{GRAPHML}node")
    }
    assert list(nodes) == [article.id for article in FOUND.articles]
    assert nodes["wire/ferry.txt"]["label"] == FOUND.article("wire/ferry.txt").title
    assert nodes["review/night-shift.txt"]["label"] == "review/night-shift.txt"
    assert (nodes["wire/ferry.txt"]["is_origin"], nodes["wire/ferry.txt"]["extra.paid"]) == ("true", "true")
    assert ("weight", "double") in names.values() and ("extra.words", "long") in names.values()
    edges = [(edge.get("source"), edge.get("target")) for edge in tree.iter(f"{GRAPHML}edge")]
    assert edges == [(li.a, li.b) for li in FOUND.links]


def test_the_fingerprint_of_the_settings_is_in_every_format(tmp_path: Path) -> None:
    found = syndet.detect(NEWSROOM)
    fingerprint = found.settings["fingerprint"]
    found.to_csv(tmp_path / "tables")
    for table in (tmp_path / "tables").iterdir():
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
        assert {row["fingerprint"] for row in rows} == {fingerprint}
    assert {json.loads(line)["fingerprint"] for line in "".join(lines.pieces(found)).splitlines()} == {fingerprint}
    tree = ElementTree.fromstring("".join(graph.pieces(found)).encode())
    assert [data.text for data in tree.findall(f"{GRAPHML}graph/{GRAPHML}data")] == [fingerprint]
    found.to_html(tmp_path / "x.html")
    assert f'"fingerprint":"{fingerprint}"' in (tmp_path / "x.html").read_text(encoding="utf-8").replace('": "', '":"')
    assert f"<code>{fingerprint}</code>" in found._repr_html_()
    parquet = pytest.importorskip("pyarrow.parquet", reason="takes pyarrow")
    assert found.to_arrow().schema.metadata == {b"fingerprint": fingerprint.encode()}
    found.to_parquet(tmp_path / "x.parquet", "articles")
    assert parquet.read_schema(tmp_path / "x.parquet").metadata[b"fingerprint"] == fingerprint.encode()


# Files


def test_a_file_or_a_folder(tmp_path: Path) -> None:
    FOUND.to_csv(tmp_path / "news.csv")
    FOUND.to_csv(tmp_path / "all")
    FOUND.to_csv(tmp_path / "news.csv.gz")
    FOUND.to_csv(tmp_path / "links.txt", table="links")
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == [
        "articles.csv",
        "links.csv",
        "links.txt",
        "news.csv",
        "news.csv.gz",
        "passages.csv",
    ]
    assert gzip.decompress((tmp_path / "news.csv.gz").read_bytes()) == (tmp_path / "news.csv").read_bytes()
    assert (tmp_path / "news.csv").read_bytes() == (tmp_path / "all" / "articles.csv").read_bytes()
    assert (tmp_path / "links.txt").read_bytes() == (tmp_path / "all" / "links.csv").read_bytes()
    shown = read_csv((tmp_path / "links.txt").read_text(encoding="utf-8"))
    assert [(row["a"], row["b"]) for row in shown] == [(li.a, li.b) for li in FOUND.links]
    FOUND.to_jsonl(tmp_path / "x.jsonl")
    FOUND.to_graphml(tmp_path / "x.graphml")
    assert (tmp_path / "x.jsonl").read_text(encoding="utf-8") == "".join(lines.pieces(FOUND))
    assert (tmp_path / "x.graphml").read_text(encoding="utf-8") == "".join(graph.pieces(FOUND))


@pytest.mark.parametrize("path", ["out", "out.csv"])
def test_what_fails_half_way_leaves_all_as_it_was(tmp_path: Path, path: str) -> None:
    gone = replace(FOUND, articles=(), settings={})  # its passages are of articles that are not there
    broken = replace(gone, clusters=(FERRY,))
    with pytest.raises(KeyError):
        exports.save(broken, tmp_path / path, "csv", None if path == "out" else "passages")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "links.csv").write_text("yesterday's")
    with pytest.raises(KeyError):
        exports.save(broken, tmp_path / "out", "csv")
    assert [(file.name, file.read_text()) for file in (tmp_path / "out").iterdir()] == [("links.csv", "yesterday's")]


def test_the_same_bytes_whatever_the_order_of_articles(tmp_path: Path) -> None:
    items = [{"id": str(n), "text": FOUND.articles[1].text + f" {n}", "b": n, "a": "x"} for n in range(4)]
    for name, source in (("one", items), ("two", items[::-1])):
        found = syndet.detect(source)
        (tmp_path / name).mkdir()
        found.to_csv(tmp_path / name / "csv")
        found.to_jsonl(tmp_path / name / "x.jsonl")
        found.to_graphml(tmp_path / name / "x.graphml")
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*")]
    assert len(files) == 5
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)


# A notebook


class Page(HTMLParser):
    """What a browser makes of some HTML: its tags, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        assert all(name in ("style", "scope") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_notebook_shows_a_table_of_the_clusters() -> None:
    page = Page(FOUND._repr_html_())
    assert page.tags.count("tr") == 1 + len(FOUND.clusters)
    assert page.text.startswith("5 articles, 1 cluster, 3 links, 3 passages")
    assert "wire/ferry.txt (87%)Published first, and the two others credit it or hold less." in page.text
    assert Page(result(())._repr_html_()).tags == ["div", "p", "b"]


def test_a_notebook_counts_what_it_leaves_out() -> None:
    articles = tuple(Article(id=f"{n:03}", text="A ferry.") for n in range(60))
    clusters, links = clustered(articles[:10])
    pairs = zip(articles[10::2], articles[11::2], strict=True)
    many = [replace(clusters[0], id=a.id, members=(a.id, b.id)) for a, b in pairs]
    text = Page(result(articles, clusters + many, links)._repr_html_()).text
    assert "… and 5 more" in text and text.endswith("… and 6 smaller clusters")


@given(TROUBLE, TROUBLE)
def test_an_article_cannot_script_a_notebook(id: str, title: str) -> None:
    evil = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\u202e"
    articles = (Article(id=f"a{id}{evil}", title=title + evil, text="A ferry."), Article(id="b", text="A ferry."))
    clusters, links = clustered(articles)
    judged = replace(clusters[0], origin=origin(articles[0].id, reason=title + evil))
    page = Page(result(articles, [judged], links)._repr_html_())
    assert {*page.tags} <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}
    assert "<script>alert(1)</script>" in page.text and "\u202e" not in page.text


# Frames


def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pandas", "polars", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    for convert in (FOUND.to_pandas, FOUND.to_polars, FOUND.to_arrow):
        with pytest.raises(syndet.MissingLibraryError, match=r"p\w+ is not installed \(pip install p\w+\)"):
            convert()
    with pytest.raises(ImportError, match=r"pip install 'syndet\[parquet\]'"):
        FOUND.to_parquet(tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", sheets.SHEETS)
def test_frames_of_pandas(table: Any) -> None:
    pandas = pytest.importorskip("pandas")
    frame = carrying().to_pandas(table)
    told = [{key: None if cell is pandas.NA else cell for key, cell in row.items()} for row in frame.to_dict("records")]
    assert told == rows(carrying(), table)
    assert syndet.detect([{"id": 1, "text": "One."}]).to_pandas(table).attrs == {
        "fingerprint": syndet.Settings().fingerprint
    }


@pytest.mark.parametrize("table", sheets.SHEETS)
def test_frames_of_polars(table: Any) -> None:
    pytest.importorskip("polars")
    assert carrying().to_polars(table).to_dicts() == rows(carrying(), table)


@pytest.mark.parametrize("table", sheets.SHEETS)
def test_tables_of_arrow_and_parquet(table: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    assert carrying().to_arrow(table).to_pylist() == rows(carrying(), table)
    monkeypatch.setattr(frames, "BATCH", 2)
    carrying().to_parquet(tmp_path / "x.parquet", table)
    assert parquet.read_table(tmp_path / "x.parquet").to_pylist() == rows(carrying(), table)
    carrying().to_parquet(tmp_path / "all")
    assert {path.stem for path in (tmp_path / "all").iterdir()} == {*sheets.SHEETS}


def test_frames_of_nothing() -> None:
    nothing = result(())
    for name, convert in (("pandas", nothing.to_pandas), ("polars", nothing.to_polars), ("pyarrow", nothing.to_arrow)):
        pytest.importorskip(name)
        assert convert("links").shape == (0, 11)
