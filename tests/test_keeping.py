"""What is kept of each cluster and what replaces the rest; kept lines are the very lines that were read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import Run, plain, run  # noqa: F401  # fixtures
from test_report import link, origin, passage, result

import syndet
from syndet import readers
from syndet.model import Article, Cluster
from syndet.report import output
from syndet.result import Result

WORD = "ferry"
STORY = (
    "A passenger ferry with 214 people aboard ran aground in dense fog outside Port Elara early on Tuesday, the"
    " coastguard said. Nobody was hurt. Rescue boats took the passengers off one by one before the tide turned."
)


def article(id: str, **fields: Any) -> Article:
    """An article of the story."""
    return Article(id=id, **{"text": WORD, **fields})


def cluster_of(*members: Article, verdict: Any = None, order: tuple[int, ...] = ()) -> Result:
    """A result with one cluster of these articles, each linked with the first."""
    members = tuple(sorted(members, key=lambda member: member.id))
    links = [link("copy", passage(members[0], other, "verbatim", WORD, WORD), a=0.5, b=0.9) for other in members[1:]]
    ids = tuple(member.id for member in members)
    clusters = [Cluster(id=ids[0], members=ids, origin=verdict or origin(), cohesion=1.0)]
    return replace(result((*members, article("z alone")), clusters, links), order=order)


def kept(found: Result, keep: str = "origin") -> tuple[str, str]:
    """The one of the cluster that is kept, and why."""
    selection = syndet.dedup(found, keep)
    assert {entry.kept for entry in selection.dropped} <= {*selection.kept}
    assert "z alone" in selection.kept and len(selection.kept) == 2
    (why,) = {entry.why for entry in selection.dropped}
    return next(id for id in selection.kept if id != "z alone"), why


# Policies, as a person would put them

WIRE = article("a wire", published="2024-03-12T06:40:00Z", source="Meridian Wire", url="https://www.meridian.com/1")
POST = article("b post", published="2024-03-12T09:00:00Z", source="Skerrin Post", text=f"{WORD} and more")
SITE = article("news.example.org/c", url="https://example.org/x")


@pytest.mark.parametrize(
    ("keep", "id", "why"),
    [
        ("origin", "b post", "The kept one is the likely origin, 87% sure."),
        ("earliest", "a wire", "None is known to be earlier than it (2024-03-12 06:40 UTC)."),
        ("longest", "b post", "The kept one is the longest (14 characters)."),
        ("first", "news.example.org/c", "The kept one is the first in the input."),
        ("prefer=nobody.com,meridian.com", "a wire", "The kept one is of meridian.com."),
        ("prefer=skerrin post, meridian.com", "b post", "The kept one is of skerrin post."),
        ("prefer=the Meridian-wire", "a wire", "The kept one is of the Meridian-wire."),
        ("prefer=example.org", "news.example.org/c", "The kept one is of example.org."),
        ("prefer=ample.org", "b post", "None is of ample.org; the kept one is the likely origin, 87% sure."),
    ],
)
def test_each_policy_keeps_another(keep: str, id: str, why: str) -> None:
    found = cluster_of(WIRE, POST, SITE, verdict=origin("b post", confidence=0.87), order=(2, 1, 0, 3))
    assert kept(found, keep) == (id, why)


@pytest.mark.parametrize(
    ("members", "verdict", "id", "why"),
    [
        (
            (WIRE, POST),
            origin(kind="outside", name="Nordpress"),
            "a wire",
            "The likely origin is outside, Nordpress; the kept one is the earliest (2024-03-12 06:40 UTC).",
        ),
        (
            (article("a"), article("b", text="ferry!")),
            origin(),
            "b",
            "The origin is not known; no time of publication is known; the kept one is the longest (6 characters).",
        ),
        (
            (article("b"), article("a")),
            origin(),
            "a",
            "The origin is not known; no time of publication is known; none is longer than it (5 characters); "
            "the kept one is the first by its id.",
        ),
    ],
)
def test_where_the_origin_is_no_member_the_next_best_sign_decides(
    members: tuple[Article, ...], verdict: Any, id: str, why: str
) -> None:
    assert kept(cluster_of(*members, verdict=verdict)) == (id, why)


def test_a_day_is_not_taken_for_its_first_minute() -> None:
    day = article("a day", published="2024-03-12")
    assert kept(cluster_of(day, replace(WIRE, id="b wire")), "earliest")[0] == "b wire"


def test_a_date_line_counts_where_the_field_is_empty() -> None:
    dated = article("b", text=f"Published: 11 March 2024\n{WORD}")
    assert kept(cluster_of(article("a", published="2024-03-12"), dated), "earliest")[0] == "b"


def test_the_ledger_says_what_the_two_share() -> None:
    selection = syndet.dedup(cluster_of(WIRE, POST, SITE), "prefer=example.org")
    by_id = {entry.article: entry for entry in selection.dropped}
    told = by_id["a wire"].to_dict()
    assert (told["kept"], told["cluster"]) == ("news.example.org/c", "a wire")
    assert told["link"] == {
        "kind": "copy",
        "how": "verbatim",
        "coverage_a": 0.5,
        "coverage_b": 0.9,
        "strength": 0.6,
        "score": 1.0,
        "jaccard": 0.4,
    }
    assert by_id["b post"].to_dict()["link"] is None  # each is linked with the first alone
    assert repr(selection) == "<Selection by prefer=example.org: 2 kept, 2 dropped>"


@pytest.mark.parametrize("keep", ["", "newest", "prefer", "prefer=", "prefer= ,", "origin=a", "Longest"])
def test_no_such_policy(keep: str) -> None:
    with pytest.raises(syndet.SettingsError, match="must be one of origin, longest, earliest, first, prefer=A,B"):
        syndet.dedup(cluster_of(WIRE, POST), keep)


# Laws

POLICIES = st.sampled_from(["origin", "longest", "earliest", "first", "prefer=a.com,b"])


@st.composite
def results(draw: Callable[..., Any]) -> Result:
    """Any partition of some articles into clusters, with any verdicts, links, times and sources."""
    number = draw(st.integers(0, 9))
    published = st.sampled_from([None, "2024-03-12", "2024-03-12T06:40Z", "2024-03-12 07:00", "soon"])
    sources = st.sampled_from([None, "a.com", "B", "www.b.com"])
    articles = tuple(
        article(str(n), published=draw(published), source=draw(sources), text=WORD * draw(st.integers(1, 3)))
        for n in range(number)
    )
    homes: dict[int, list[Article]] = {}
    for one in articles:
        homes.setdefault(draw(st.integers(0, 3)), []).append(one)
    groups = [group for home, group in homes.items() if home and len(group) > 1]
    pairs = [(group[0], other) for group in groups for other in group[1:] if draw(st.booleans())]
    clusters = [
        Cluster(
            id=group[0].id,
            members=tuple(member.id for member in group),
            origin=origin(draw(st.sampled_from([None, *(member.id for member in group)]))),
            cohesion=1.0,
        )
        for group in groups
    ]
    links = sorted(
        (link("copy", passage(a, b, "verbatim", WORD, WORD)) for a, b in pairs), key=lambda link: (link.a, link.b)
    )
    order = tuple(draw(st.permutations(range(number))))
    return replace(result(articles, clusters, links), order=order)


@given(results(), POLICIES)
def test_kept_and_dropped_are_all_and_each_dropped_has_a_kept_one_in_its_cluster(found: Result, keep: str) -> None:
    selection = syndet.dedup(found, keep)
    dropped = [entry.article for entry in selection.dropped]
    assert sorted([*selection.kept, *dropped]) == [article.id for article in found.articles]
    assert [*selection.kept] == sorted(selection.kept) and dropped == sorted(dropped)
    home = {member: cluster for cluster in found.clusters for member in cluster.members}
    for entry in selection.dropped:
        assert entry.kept in selection.kept and entry.kept in home[entry.article].members
        assert entry.cluster == home[entry.article].id
        assert entry.link is None or (entry.link.a, entry.link.b) == (entry.article, entry.kept)
    for cluster in found.clusters:
        assert sum(member in selection.kept for member in cluster.members) == 1
    assert {*selection.kept} >= {article.id for article in found.articles} - {*home}


@settings(max_examples=12)
@given(st.permutations(range(6)), st.sampled_from(["copy", "derived"]), POLICIES)
def test_the_order_of_the_input_does_not_matter(turn: list[int], level: Any, keep: str) -> None:
    items = [{"id": str(n), "text": f"{STORY} {'Rain. ' * (n % 3)}", "published": f"2024-03-1{n}"} for n in range(5)]
    items.append({"id": "5", "text": "Something else entirely, about bread and the moose in the tunnel."})
    found = syndet.dedup(syndet.detect([items[n] for n in turn], level=level), keep)
    first = min((n for n in turn if n < 5), key=turn.index) if keep == "first" else None
    if first is None:
        assert found == syndet.dedup(syndet.detect(items, level=level), keep)
    else:
        assert found.kept == (str(first), "5")


# The lines


LINES = [
    b'{"id":1,  "text": "' + STORY.encode() + b'", "desk": "coast", "z": 1.50, "n": null}\r\n',
    b"\n",
    b'{"id": "broken"}\n',
    b'{"text":"Bread is baked while the sun is asleep.","id":"b"  ,"extra":{"a":1}}\n',
    b'{"id": 1, "text": "' + STORY.encode() + b'", "again": true}\n',
    b'{"id": "c", "text": "' + STORY.encode() + b' Rain.", "published": "2024-03-12"}',
]


def test_the_kept_lines_are_the_very_bytes(tmp_path: Path, run: Run) -> None:  # noqa: F811
    path, target = tmp_path / "in.jsonl", tmp_path / "kept.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"".join(LINES))
    code, out, said = run("dedup", path, "--keep", "first", "-o", target)
    assert (code, out) == (1, "")  # a line was broken
    assert f"2 articles kept, 1 replaced; {tmp_path / 'kept.ledger.jsonl'} says by which and why.\n" in said
    assert target.read_bytes() == LINES[0] + LINES[3]
    (entry,) = [json.loads(line) for line in (tmp_path / "kept.ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (entry["article"], entry["kept"]) == ("c", "1")
    run("dedup", path, "--keep", "longest", "-o", target)
    assert target.read_bytes() == LINES[3] + LINES[5] + b"\n"


@pytest.mark.parametrize("level", ["copy", "derived"])
def test_packed_files_and_standard_input_too(
    tmp_path: Path,
    run: Run,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    level: str,
) -> None:
    data = b"".join([*LINES[:2], *LINES[3:4], LINES[5]])
    path, target = tmp_path / "in.jsonl.gz", tmp_path / "kept.jsonl.gz"
    path.write_bytes(gzip.compress(data, mtime=0))
    assert run("dedup", path, "--keep", "first", "--level", level, "-o", target)[0] == 0
    assert gzip.decompress(target.read_bytes()) == LINES[0] + LINES[3]
    assert json.loads(gzip.decompress((tmp_path / "kept.ledger.jsonl.gz").read_bytes()))["article"] == "c"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    code, out, said = run("dedup", "-", "--keep", "first", "--level", level)
    assert (code, out.encode()) == (0, LINES[0] + LINES[3])
    settings = f"Settings {syndet.Settings(level=level).fingerprint}\n"
    assert said == f"2 articles kept, 1 replaced; --ledger FILE says by which and why.\n{settings}"


@pytest.mark.parametrize("suffix", ["", ".bz2", ".xz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_kept_lines_of_any_packing_and_encoding(tmp_path: Path, run: Run, suffix: str, encoding: str) -> None:  # noqa: F811
    packed = {"": bytes, ".bz2": bz2.compress, ".xz": lzma.compress}[suffix]
    path, target = tmp_path / f"in.jsonl{suffix}", tmp_path / "kept.jsonl"
    path.write_bytes(packed(b"".join([LINES[0], LINES[3], LINES[5]]).decode().encode(encoding)))
    assert run("dedup", path, "--keep", "first", "-o", target)[0] == 0
    assert target.read_bytes() == LINES[0] + LINES[3]


def test_kept_lines_whose_ids_are_told_by_their_paths(tmp_path: Path, run: Run) -> None:  # noqa: F811
    for name, text in (("a", STORY), ("b", STORY), ("c", "A ferry.")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"text": text}) + "\n")
    target = tmp_path / "out" / "kept.jsonl"
    target.parent.mkdir()
    pattern = ("--path-pattern", f"{tmp_path.as_posix()}/{{id}}.jsonl")
    code, _, said = run("dedup", *sorted(tmp_path.glob("*.jsonl")), *pattern, "--keep", "first", "-o", target)
    assert code == 0, said
    assert target.read_text().splitlines() == [json.dumps({"text": STORY}), json.dumps({"text": "A ferry."})]


def test_it_says_how_many_are_no_copies(tmp_path: Path, run: Run) -> None:  # noqa: F811
    bread = "Bread is baked while the sun is asleep, and for forty years that was our excuse for the smoke. " * 2
    rows = [{"id": "a", "text": STORY}, {"id": "b", "text": f"{STORY} {bread}"}, {"id": "c", "text": bread[:60]}]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code, _, said = run("dedup", path, "--keep", "longest")
    assert code == 0
    assert "1 of them by one that is no copy (--level copy replaces copies alone); --ledger FILE says" in said
    code, out, said = run("dedup", path, "--level", "copy")
    assert out == path.read_text(encoding="utf-8")
    assert said.startswith("3 articles kept, 0 replaced.\nSettings ")


def test_a_file_can_take_its_own_place(tmp_path: Path, run: Run) -> None:  # noqa: F811
    path = tmp_path / "in.jsonl"
    path.write_bytes(LINES[0] + LINES[5])
    assert run("dedup", path, "--keep", "first", "--level", "copy", "-o", path)[0] == 0
    assert path.read_bytes() == LINES[0]


def test_text_files_become_lines_of_json(tmp_path: Path, run: Run) -> None:  # noqa: F811
    (tmp_path / "a.txt").write_text(f"Ferry aground\n\n{STORY}\n", encoding="utf-8", newline="\r\n")
    code, out, _ = run("dedup", tmp_path, "--text-field", "body")
    assert (code, json.loads(out)) == (
        0,
        {"id": "a.txt", "title": "Ferry aground", "body": f"Ferry aground\r\n\r\n{STORY}\r\n"},
    )


def test_a_folder_may_be_called_like_a_file_of_lines(tmp_path: Path) -> None:
    folder = tmp_path / "news.jsonl"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (record,) = readers.originals(readers.read(folder), ["a.txt"], fields=readers.Fields())
    assert json.loads(record) == {"id": "a.txt", "text": STORY}


def test_records_of_a_program_keep_their_columns() -> None:
    rows = [{"nr": 7, "body": STORY, "desk": "coast", "tags": ["a"]}]
    names = readers.Fields(id="nr", text="body")
    reading = readers.collect(rows, fields=names)
    (line,) = readers.originals(reading, ["7"], fields=names)
    assert json.loads(line) == {"nr": "7", "body": STORY, "desk": "coast", "tags": ["a"]}


def test_lines_come_in_the_order_of_the_input(tmp_path: Path) -> None:
    for name, ids in (("b", "zya"), ("a", "mkl")):
        rows = [json.dumps({"id": id, "text": id * 3}) + "\n" for id in ids]
        (tmp_path / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")
    reading = readers.read([tmp_path / "b.jsonl", tmp_path / "a.jsonl"])
    lines = readers.originals(reading, "lmayz", fields=readers.Fields())
    assert [json.loads(line)["id"] for line in lines] == ["m", "l", "z", "y", "a"]


@pytest.mark.parametrize("change", [b"", b'{"id": "x", "text": "y"}\n', b"{}\n", b"gone\n"])
def test_a_file_that_has_changed_is_not_copied(tmp_path: Path, change: bytes) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(LINES[0] + LINES[3])
    reading = readers.read(path)
    path.write_bytes(change)
    with pytest.raises(syndet.UnreadableError, match=r"in.jsonl:1: '1' is no longer there \(leave the file as it is"):
        list(readers.originals(reading, ["1", "b"], fields=readers.Fields()))


def test_wrong_use(run: Run, tmp_path: Path) -> None:  # noqa: F811
    code, out, said = run("dedup", tmp_path, "--keep", "newest")
    assert (code, out) == (2, "") and "--keep must be one of origin, " in said
    code, out, said = run("dedup", tmp_path, "-o", "x", "--ledger", "x")
    assert (code, out) == (2, "") and "--ledger is the same file as -o." in said


def test_the_same_archive_whenever_it_is_written(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        with output.opened(str(tmp_path / name)) as sink:
            sink.write("the same")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == b"the same"
