"""Formats: every kind of file gives the same article, says where it found what, and breaks with a place and advice."""

from __future__ import annotations

import codecs
import json
import subprocess
import sys
from pathlib import Path

import formats
import pytest
from formats import FILES, NINJS, PACKERS, PAGE, RECORD, TEXT, TIME, TITLE, need, only, problem, put

from syndet.errors import InputError, UnreadableError
from syndet.readers import Fields, pages, read, tables

# Every format


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_article_with_its_fields(tmp_path: Path, name: str) -> None:
    need(name)
    article = only(read([put(tmp_path, name, FILES[name]())]))
    assert (article.title, article.source, article.published, article.byline) == (
        TITLE, "Varna Post", TIME, "Ana Ilieva"
    )  # fmt: skip
    assert " ".join(article.text.split()).endswith(" ".join(TEXT.split()))
    assert "Home" not in article.text and "rights" not in article.text


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("name", FILES)
def test_every_format_may_be_compressed(tmp_path: Path, name: str, packing: str) -> None:
    need(name + packing)
    plain = only(read([put(tmp_path, name, FILES[name]())]))
    article = only(read([put(tmp_path, name + packing, PACKERS[packing](FILES[name]()))]))
    assert (article.text, article.title, article.published) == (plain.text, plain.title, plain.published)


def test_formats_are_mixed_in_one_folder_and_in_one_run(tmp_path: Path) -> None:
    names = [name for name in FILES if not formats.lacking(name)]
    for name in names:
        put(tmp_path, f"news/{name}", FILES[name]())
    reading = read([tmp_path / "news", put(tmp_path, "more.jsonl", '{"id": "more", "text": "More."}')])
    assert not reading.problems
    singles = [name for name in names if name.endswith((".txt", ".md", ".html"))]
    assert {*singles, "dam", "more", "urn:newsml:varna.example:dam@2"} <= {article.id for article in reading}


@pytest.mark.parametrize("name", [name for name in FILES if name.split(".")[1] in ("html", "warc", "parquet")])
def test_without_its_library_a_format_says_what_to_install(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(name)
    path = put(tmp_path, name, FILES[name]())
    pages._library.cache_clear()
    for module in ("trafilatura", "pyarrow", "warcio.archiveiterator"):
        monkeypatch.setitem(sys.modules, module, None)
    found = problem(read([path]))
    assert isinstance(found, UnreadableError)
    assert "is not installed" in found.message
    assert (found.advice or "").startswith('pip install "syndet[')


def test_reading_loads_nothing_that_the_files_do_not_need(tmp_path: Path) -> None:
    for name in ("dam.txt", "dam.md", "dam.jsonl", "dam.json", "dam.csv", "dam.xml"):
        put(tmp_path, name, FILES[name]())
    code = (
        "import sys; from syndet.readers import read; assert len(read([sys.argv[1]])) > 3; "
        "print(sorted({'numpy', 'pyarrow', 'trafilatura', 'lxml', 'warcio', 'charset_normalizer', 'zstandard'} "
        "& set(sys.modules)))"
    )
    root = str(Path(__file__).resolve().parent.parent)
    run = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout.strip() == "[]"


# Where it was found


def test_a_page_says_where_each_field_stood(tmp_path: Path) -> None:
    need("a.html")
    article = only(read([put(tmp_path, "a.html", PAGE)]))
    assert article.found == {
        "title": "JSON-LD headline",
        "published": "JSON-LD datePublished",
        "byline": "JSON-LD author",
        "source": "JSON-LD publisher",
        "language": "JSON-LD inLanguage",
        "url": "link canonical",
    }
    assert article.url == "https://varna.example/dam"
    assert article.extra["updated"] == "2024-05-01T09:00:00+02:00"


CANONICAL = '<link rel="canonical" href="https://wire.example/dam">'


@pytest.mark.parametrize(
    ("head", "url", "place"),
    [
        ("", "https://wire.example/dam", "link canonical"),
        ('<meta property="og:url" content="https://www.wire.example/x">', "https://wire.example/dam", "link canonical"),
        ('<meta property="og:url" content="https://post.example/dam">', "https://post.example/dam", "meta og:url"),
        ("<!-- saved from url=(0024)https://post.example/dam -->", "https://post.example/dam", "saved from"),
        (
            "<!--\n Page saved with SingleFile \n url: https://post.example/dam \n saved date: today -->",
            "https://post.example/dam",
            "saved from",
        ),
    ],
)
def test_a_canonical_link_is_kept_apart_from_the_address_of_the_page(
    tmp_path: Path, head: str, url: str, place: str
) -> None:
    need("a.html")
    body = PAGE.partition("</head>")[2]
    article = only(read([put(tmp_path, "a.html", f"<html><head>{head}{CANONICAL}</head>{body}")]))
    assert (article.url, article.found["url"]) == (url, place)
    assert article.extra["canonical"] == "https://wire.example/dam"


def test_a_canonical_link_in_front_matter_is_the_address_where_there_is_no_other(tmp_path: Path) -> None:
    link = "canonical_url: https://wire.example/dam\n"
    alone = only(read([put(tmp_path, "a.md", f"---\n{link}---\n{TEXT}")]))
    assert alone.url == alone.extra["canonical"] == "https://wire.example/dam"
    beside = only(read([put(tmp_path, "b.md", f"---\n{link}url: https://post.example/dam\n---\n{TEXT}")]))
    assert (beside.url, beside.extra["canonical"]) == ("https://post.example/dam", "https://wire.example/dam")


def test_without_linked_data_meta_elements_tell(tmp_path: Path) -> None:
    need("a.html")
    head = (
        '<meta property="og:title" content="Dam  breaks"><meta property="og:site_name" content="Varna Post">'
        '<meta property="article:published_time" content="2024-05-01T06:40Z"><meta name="author" content="Ana">'
        '<meta property="og:url" content="https://varna.example/x"><meta name="original-source" content="Meridian">'
    )
    body = PAGE.partition("</head>")[2]
    article = only(read([put(tmp_path, "a.html", f"<html lang='bg'><head>{head}</head>{body}")]))
    assert (article.title, article.source, article.byline) == ("Dam breaks", "Varna Post", "Ana")
    assert (article.published, article.url, article.language) == ("2024-05-01T06:40Z", "https://varna.example/x", "bg")
    assert article.found["published"] == "meta article:published_time"
    assert article.extra == {"original_source": "Meridian"}


def test_linked_data_in_a_graph_or_broken_does_no_harm(tmp_path: Path) -> None:
    need("a.html")
    graph = {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["ReportageNewsArticle"], "headline": "Deep"}]}
    scripts = (
        f'<script type="application/ld+json">{{broken</script><script type="application/ld+json">{json.dumps(graph)}'
    )
    page = PAGE.replace('<script type="application/ld+json">', f"{scripts}</script><script>", 1)
    assert only(read([put(tmp_path, "a.html", page)])).title == "Deep"


def test_a_page_declares_its_encoding(tmp_path: Path) -> None:
    need("a.html")
    page = PAGE.replace("utf-8", "windows-1251").replace("Nobody was hurt", "Никто не пострадал").encode("cp1251")
    reading = read([put(tmp_path, "a.html", page)])
    assert "Никто не пострадал" in only(reading).text
    assert reading.notes == ()


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>var x</script></body></html>", "\0\0"])
def test_a_page_without_a_text_is_a_problem_if_named_and_a_note_in_a_folder(tmp_path: Path, page: str) -> None:
    need("a.html")
    path = put(tmp_path, "a.html", page)
    assert isinstance(problem(read([path])), InputError)
    if "\0" not in page:
        put(tmp_path, "b.txt", "Text.")
        reading = read([tmp_path])
        assert [article.id for article in reading] == ["b.txt"]
        assert reading.notes == (f"{path.as_posix()}: passed over, a page without a main text",)


def test_front_matter_is_no_part_of_the_text_and_where_it_ended_is_kept(tmp_path: Path) -> None:
    keys = ["title: 'Dam''s end'  ", "date: 2024-05-01 # day", "tags:", "  - sea", '  - "dam"', "more:", "  deep: 1"]
    head = "\r\n".join(["---", *keys, "---", ""])
    article = only(read([put(tmp_path, "a.md", head + "# Dam\r\n\r\nText.")]))
    assert article.text == "# Dam\r\n\r\nText."
    assert (article.title, article.published, article.extra) == ("Dam's end", "2024-05-01", {"tags": ["sea", "dam"]})
    assert article.found["published"] == "front matter: date"
    assert article.found["text"] == f"after the front matter, from code point {len(head)} of the file"


@pytest.mark.parametrize(
    "text", ["---\n\nA scene break.\n---\nMore.", "---\nno end: here\n", "Text.\n---\na: b\n---\n", "---\n---\nText."]
)
def test_dashes_that_are_no_front_matter_stay(tmp_path: Path, text: str) -> None:
    assert only(read([put(tmp_path, "a.md", text)])).text == text


def test_header_lines_are_read_and_stay_in_the_text(tmp_path: Path) -> None:
    text = "Dam breaks\n\nSource: Varna Post\nDate: 1 May 2024, 06:40\n\nThe water came. Note: it left."
    article = only(read([put(tmp_path, "a.txt", text)]))
    assert article.text == text
    assert (article.title, article.source, article.published) == ("Dam breaks", "Varna Post", "1 May 2024, 06:40")
    assert article.found == {
        "source": "header line: Source", "published": "header line: Date", "title": "first line"
    }  # fmt: skip


def test_a_line_that_is_a_time_is_the_publication_time(tmp_path: Path) -> None:
    article = only(read([put(tmp_path, "a.txt", "Dam breaks\n2024-05-01 06:40 UTC\n\nThe water came.")]))
    assert (article.published, article.found["published"]) == ("2024-05-01 06:40 UTC", "line that is a time")


@pytest.mark.parametrize(
    "text",
    ["Dam: the end\n\nText.", "Update: 5 dead\nThe water came.", "Date: unknown\n\nText.", "Born on\n2024 people"],
)
def test_a_colon_in_a_headline_is_no_header(tmp_path: Path, text: str) -> None:
    article = only(read([put(tmp_path, "a.txt", text)]))
    assert (article.source, article.published, article.byline) == (None, None, None)


# JSON


def test_a_json_file_is_a_list_one_object_a_wrapped_list_or_lines(tmp_path: Path) -> None:
    whole = json.dumps(RECORD)
    shapes = {"list": f"[{whole}]", "one": whole, "wrapped": f'{{"status": "ok", "articles": [{whole}]}}',
              "lines": f"{whole}\n{whole.replace('dam', 'x', 1)}\n"}  # fmt: skip
    for name, text in shapes.items():
        reading = read([put(tmp_path, f"{name}.json", text)])
        assert not reading.problems
        assert reading.articles[0].text == TEXT


def test_one_object_without_an_id_is_called_by_its_file(tmp_path: Path) -> None:
    put(tmp_path, "news/2024/dam.json", '{"text": "The water came."}')
    assert only(read([tmp_path / "news"])).id == "2024/dam.json"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "an empty list"),
        ("7", "a number, not articles"),
        ('{"a": [1]}', "an object without a list of articles"),
        ('{"a": ', "not JSON: expecting value at column 7"),
        ("[" * 100_000, "JSON nested too deeply to be articles"),
    ],
)
def test_json_without_articles_is_a_problem_if_named(tmp_path: Path, text: str, message: str) -> None:
    found = problem(read([put(tmp_path, "a.json", text)]))
    assert isinstance(found, InputError)
    assert found.message == message


def test_items_of_a_list_are_numbered_from_one(tmp_path: Path) -> None:
    reading = read([put(tmp_path, "a.json", json.dumps([RECORD, 7, {"id": "x"}]))])
    assert [(found.line, found.field) for found in reading.problems] == [(2, None), (3, "text")]


def test_files_in_a_folder_that_hold_something_else_are_noted_and_no_fault(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "Text.")
    for name, text in {"settings.json": '{"a": 1}', "list.json": "[1]", "feed.xml": "<rss/>", "sums.csv": "a,b\n1,2\n",
                       "log.jsonl": '{"level": "info"}\n'}.items():  # fmt: skip
        put(tmp_path, name, text)
    reading = read([tmp_path])
    assert not reading.problems and reading.unread == 0 and len(reading.notes) == 5
    named = read([tmp_path / "sums.csv"])
    assert problem(named).message == "there is no column 'text'"


# News of agencies


def test_ninjs_of_both_versions_is_read(tmp_path: Path) -> None:
    second = {
        "uri": "urn:2", "standard": {"name": "ninjs", "version": "2.1"}, "firstCreated": TIME, "by": "Ana Ilieva",
        "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": TITLE}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": TEXT}, {"role": "summary", "value": "x"}],
        "infoSources": [{"name": "Varna Post"}], "language": "en",
    }  # fmt: skip
    other, first = read([put(tmp_path, "a.json", json.dumps([NINJS, second]))])
    assert other.text == TEXT
    assert (other.title, other.byline, other.source) == (first.title, first.byline, first.source)
    assert first.extra == {
        "firstCreated": TIME, "versionCreated": "2024-05-01T09:00:00+02:00", "located": "Varna",
        "infoSources": "Varna Post", "copyrightHolder": "Meridian Wire",
    }  # fmt: skip


def test_an_item_without_a_text_is_a_problem(tmp_path: Path) -> None:
    picture = {"uri": "urn:3", "type": "picture", "versioncreated": TIME}
    found = problem(read([put(tmp_path, "a.json", json.dumps([NINJS, picture]))]))
    assert (found.line, found.message) == (2, "an item of ninjs without a text")


def test_newsml_keeps_what_origins_need(tmp_path: Path) -> None:
    article = only(read([put(tmp_path, "a.xml", formats.NEWSML)]))
    assert article.text == TEXT
    assert article.id == "urn:newsml:varna.example:dam@2"
    assert article.extra == {
        "guid": "urn:newsml:varna.example:dam", "firstCreated": TIME, "versionCreated": "2024-05-01T09:00:00+02:00",
        "provider": "Meridian Wire", "located": "Varna", "infoSources": "Varna Post",
        "copyrightHolder": "Meridian Wire",
    }  # fmt: skip


def test_a_message_holds_several_items_and_a_broken_one_costs_itself_alone(tmp_path: Path) -> None:
    item = formats.NEWSML.partition("?>")[2].replace('version="2"', 'version="3"')
    message = f"<newsMessage><itemSet>{item}<newsItem guid='x'/><packageItem/></itemSet></newsMessage>"
    reading = read([put(tmp_path, "a.xml", message)])
    assert [article.id for article in reading] == ["urn:newsml:varna.example:dam@3"]
    assert (problem(reading).line, problem(reading).message) == (2, "a news item without a text")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"<!DOCTYPE x [<!ENTITY l0 'ha'>{LAUGHS}]><newsItem>&l8;</newsItem>", "it declares a document type"),
        ("<!DOCTYPE x SYSTEM 'http://example.test/x.dtd'><newsItem/>", "it declares a document type"),
        ("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><newsItem>&f;</newsItem>", "it declares a document"),
        ("<newsItem>&f;</newsItem>", "not XML: undefined entity"),
        ("<newsItem><a></newsItem>", "not XML: mismatched tag"),
        ("<a>" * 100_000, "elements nested too deeply to be news"),
        ("", "not XML: no element found"),
        ("<rss></rss>", "no news items in it; it is a 'rss'"),
        ("<newsMessage><packageItem/></newsMessage>", "no news items in it; it is a 'newsMessage'"),
    ],
)
def test_hostile_or_broken_xml_is_a_problem(tmp_path: Path, text: str, message: str) -> None:
    assert problem(read([put(tmp_path, "a.xml", text)])).message.startswith(message)


# Tables


def test_separators_quotes_and_byte_order_marks_are_told(tmp_path: Path) -> None:
    for number, mark in enumerate(",;\t|"):
        data = codecs.BOM_UTF8 + f'id{mark}"text"\r\n{number}{mark}"One {mark} ""two""\r\nthree"\r\n'.encode()
        assert only(read([put(tmp_path, "a.csv", data)])).text == f'One {mark} "two"\r\nthree'


@pytest.mark.parametrize(
    ("encoding", "note"), [("cp1252", "not UTF-8, read as windows-1252"), ("utf-16", None), ("utf-8", None)]
)
def test_a_table_in_another_encoding_is_read(tmp_path: Path, encoding: str, note: str | None) -> None:
    path = put(tmp_path, "a.csv", "id;text\n1;Größe naïve über alles\n".encode(encoding))
    reading = read([path])
    assert only(reading).text == "Größe naïve über alles"
    assert reading.notes == ((f"{path.as_posix()}: {note}",) if note else ())


def test_rows_are_named_by_the_line_they_begin_on_and_empty_cells_are_no_values(tmp_path: Path) -> None:
    rows = 'id,text,source\n1,"One\nmore",\n2,Two\n\n3,Three,VP\n,Four,VP\n'
    reading = read([put(tmp_path, "a.csv", rows)])
    assert [(article.id, article.source) for article in reading] == [("1", None), ("3", "VP")]
    assert [(found.line, found.message) for found in reading.problems] == [
        (4, "2 cells in it, and 3 in the header"), (7, "it has no value")
    ]  # fmt: skip


def test_a_table_without_the_columns_is_one_problem_with_the_likeliest(tmp_path: Path) -> None:
    found = problem(read([put(tmp_path, "a.csv", "url,body\nu,Text.\n" * 50)]))
    assert (found.line, found.message) == (1, "there is no column 'text'")
    assert (found.advice or "").startswith("it has url, body; use --text-field")
    fields = Fields(id="url", text="body")
    assert only(read([put(tmp_path, "b.csv", "url,body\nu,Text.\n")], fields=fields)).id == "u"


def test_long_cells_are_read_and_endless_ones_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(only(read([put(tmp_path, "a.csv", f'id,text\n1,"{"x" * 300_000}"\n')])).text) == 300_000
    monkeypatch.setattr(tables, "MOST_DOCUMENT", 1000)
    reading = read([put(tmp_path, "b.csv", f'id,text\n1,"{"x" * 3000}"\n2,Two.\n')])
    assert [article.id for article in reading] == ["2"]
    assert problem(reading).message.startswith("a cell of more than")


def test_a_quotation_mark_that_is_not_closed_is_a_problem_of_its_row(tmp_path: Path) -> None:
    rows = 'id,text\n1,One.\n2,"Two and\n3,Three.\n4,Four.\n'
    reading = read([put(tmp_path, "a.csv", rows)])
    assert [article.id for article in reading] == ["1"]
    assert problem(reading).line == 3
    assert problem(reading).message == "a quotation mark is not closed; its cell takes in all lines to the end"
    for sound in ('2,"Two and\nmore."\n', '2,A 5" gun\n', '2,"A 5"" gun"', '2,"A" gun\n'):
        assert [article.id for article in read([put(tmp_path, "b.csv", f"id,text\n1,One.\n{sound}")])] == ["1", "2"]


def test_a_file_of_one_endless_cell_has_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndet.readers.tables.MOST_DOCUMENT", 1000)
    assert "a cell of more than" in problem(read([put(tmp_path, "a.csv", "x" * 5000)])).message


def test_a_broken_parquet_file_says_so(tmp_path: Path) -> None:
    need("a.parquet")
    data = formats.parquet()
    for broken in (data[:-9], data[9:], b"", b"PAR1PAR1"):
        found = problem(read([put(tmp_path, "a.parquet", broken)]))
        assert isinstance(found, UnreadableError)
        assert found.message.startswith("the Parquet file is broken")


# Captures


def test_what_is_wrong_with_a_capture_is_said_without_its_bytes(tmp_path: Path) -> None:
    need("a.warc")
    cut = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5000\r\n\r\nHTTP/1.1 200"
    for data, said in ((cut, "a record that is no record"), (b"\x00\x01junk\xff" * 40, "Unknown archive format")):
        found = problem(read([put(tmp_path, "a.warc", data)]))
        assert found.message == f"not WARC: {said}, before its first record"


def test_a_capture_is_called_by_address_and_time_and_the_rest_is_counted(tmp_path: Path) -> None:
    need("a.warc")
    path = put(tmp_path, "a.warc.gz", formats.warc(packed=True))
    reading = read([path])
    article = only(reading)
    assert article.id == "https://varna.example/dam@2024-05-01T10:00:00Z"
    assert (article.url, article.extra["captured"]) == ("https://varna.example/dam", "2024-05-01T10:00:00Z")
    assert reading.notes == (
        f"{path.as_posix()}: passed over records of other kinds than HTML: 1",
        f"{path.as_posix()}: passed over responses with another status than 200: 1",
    )


def test_the_address_of_a_capture_is_where_it_was_captured(tmp_path: Path) -> None:
    need("a.warc")
    page = PAGE.replace("https://varna.example/dam", "https://wire.example/dam")
    article = only(read([put(tmp_path, "a.warc", formats.warc(page=page))]))
    assert (article.url, article.found["url"]) == ("https://varna.example/dam", "WARC-Target-URI")
    assert article.extra["canonical"] == "https://wire.example/dam"


def test_captures_without_a_time_have_ids_of_their_own(tmp_path: Path) -> None:
    need("a.warc")
    records = [
        formats.warc(page=PAGE.replace("Nobody was hurt", f"Nobody of {n} was hurt")).replace(
            b"WARC-Date: 2024-05-01T10:00:00Z\r\n", b""
        )
        for n in range(2)
    ]
    renamed = records[1].replace(b"<urn:uuid:dam>", b"<urn:uuid:again>")
    reading = read([put(tmp_path, "a.warc", records[0] + renamed)])
    assert not reading.problems
    expected = ["https://varna.example/dam@urn:uuid:again", "https://varna.example/dam@urn:uuid:dam"]
    assert [article.id for article in reading] == expected
    bare = [record.replace(b"WARC-Record-ID: <urn:uuid:dam>\r\n", b"") for record in records]
    ids = [[article.id for article in read([put(tmp_path, "b.warc", b"".join(order))])] for order in (bare, bare[::-1])]
    assert ids[0] == ids[1] and len(set(ids[0])) == 2
    assert all(id.startswith("https://varna.example/dam@") for id in ids[0])


def test_a_capture_that_breaks_keeps_what_came_before(tmp_path: Path) -> None:
    need("a.warc")
    one = formats.warc(packed=True)
    reading = read([put(tmp_path, "a.warc.gz", one + one[:200])])
    assert len(reading) == 1
    assert "the gzip archive is cut off, after record 3" in problem(reading).message
    for data in (b"", b"no warc at all\r\n" * 20):
        assert isinstance(problem(read([put(tmp_path, "b.warc", data)])), UnreadableError)
