"""How often the origin that syndet names is right: in newsrooms with gold, and on sets where the truth is known."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

import bench
import corpora
import newsrooms
import stories
import verdicts
from newsrooms import Gold, Newsroom, Row
from verdicts import OUTSIDE, Verdict

import syndet

TREES: Final = 200
"""Stories of a newsroom."""

SEED: Final = 1
_UPDATES: Final = 6_000
"""Neighbouring articles of the Reuters set among which updates are looked for."""
_UPDATED_WITHIN: Final = timedelta(hours=24)

Judged = tuple[syndet.Cluster, Gold]
"""A found cluster and the story that it is of."""


def judged(result: syndet.Result, gold: Iterable[Gold]) -> Iterator[Judged]:
    """For each story the found cluster of its source, or that of most of its members if the source was taken out.

    A cluster needs two of them to count; one of two stories is judged by the story that it has more of.
    """
    cluster_of = {id: cluster for cluster in result.clusters for id in cluster.members}
    best: dict[str, tuple[int, Gold]] = {}
    for story in gold:
        home = cluster_of.get(story.root or "")
        found = [cluster_of[id].id for id in story.members if id in cluster_of]
        counts = Counter(name for name in found if story.root is None or (home and home.id == name))
        name, count = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count > 1 and count > best.get(name, (1, story))[0]:
            best[name] = count, story
    for name, (_, story) in sorted(best.items()):
        yield cluster_of[name], story


def verdict(cluster: syndet.Cluster, story: Gold) -> Verdict:
    """What syndet says of a cluster."""
    origin = cluster.origin
    chances = {chance.article: chance.probability for chance in origin.ranking}
    return Verdict(
        gold=story.root,
        chances=chances,
        outside=origin.outside,
        unknown=origin.unknown,
        silent=origin.kind == "unknown",
    )


# Rules of thumb to beat: the members that each would name, several if it cannot choose.


def earliest(articles: Sequence[syndet.Article]) -> list[str]:
    """Those with the smallest time in their field or their date line; all if none has one."""
    times = {article.id: found for article in articles if (found := _stated(article))}
    first = min(times.values(), default="")
    return [article.id for article in articles if times.get(article.id, "") == first]


def _stated(article: syndet.Article) -> str:
    """The time of an article as text that sorts as times do, "" without one; the address is asked last."""
    from syndet.origin import times

    moment = times.published(article)
    return moment.instant.isoformat() if moment else ""


def longest(articles: Sequence[syndet.Article]) -> list[str]:
    """The longest text."""
    most = max(article.length for article in articles)
    return [article.id for article in articles if article.length == most]


def anyone(articles: Sequence[syndet.Article]) -> list[str]:
    """All of them: one by lot."""
    return [article.id for article in articles]


RULES: Final[Mapping[str, Callable[[Sequence[syndet.Article]], list[str]]]] = {
    "earliest": earliest,
    "longest": longest,
    "first in input": lambda articles: [articles[0].id],
    "random": anyone,
}


Line = tuple[str, str]
"""A set by name, and who says: syndet or a rule."""


def _said(result: syndet.Result, gold: Sequence[Gold], order: Mapping[str, int]) -> dict[str, list[Verdict]]:
    """What is said of the stories of one set, by who says it: syndet first, then the rules."""
    pairs = list(judged(result, gold))
    said = {"syndet": [verdict(*pair) for pair in pairs]}
    for rule, choose in RULES.items():
        said[rule] = []
        for cluster, story in pairs:
            articles = sorted(map(result.article, cluster.members), key=lambda article: order[article.id])
            said[rule].append(verdicts.certain(story.root, cluster.members, choose(articles)))
    return said


def gathered(answers: Iterable[Answer]) -> dict[Line, list[list[Verdict]]]:
    """The verdicts of each line of the table, a list for each draw of the set."""
    lines: dict[Line, list[list[Verdict]]] = {}
    for name, result, gold, order in answers:
        for who, said in _said(result, gold, order).items():
            lines.setdefault((name, who), []).append(said)
    return lines


def table(lines: Mapping[Line, Sequence[Sequence[Verdict]]]) -> list[list[object]]:
    """The rows: of several draws the mean of each figure.

    Then the calibration error of all their clusters together, and what it would be if they were calibrated exactly.
    """
    rows: list[list[object]] = []
    for (name, who), draws in lines.items():
        figures = zip(*map(_figures, draws), strict=True)
        means = [_mean_cell(cells) for cells in figures]
        together = [one for draw in draws for one in draw]
        errors = verdicts.calibration_error(together), verdicts.chance_error(together)
        rows.append([name if who == "syndet" else "", who, *means, *map(_cell, errors)])
    return rows


def _mean_cell(cells: Sequence[object]) -> object:
    if "-" in cells:
        return "-"
    mean = verdicts.mean(float(str(cell)) for cell in cells)
    return round(mean) if isinstance(cells[0], int) else _cell(mean)


COLUMNS: Final = (
    "set",
    "who says",
    "clusters",
    "source@1",
    "MRR",
    "right at 80 %",
    "says outside",
    "unknown",
    "Brier",
    "ECE",
    "ECE of all",
    "by chance",
)


def _figures(said: Sequence[Verdict]) -> list[object]:
    inside = [one for one in said if one.gold is not OUTSIDE]
    return [
        len(said),
        _cell(verdicts.mean(one.first_right for one in inside)),
        _cell(verdicts.mean(one.reciprocal_rank for one in inside)),
        _cell(verdicts.accuracy_at(said, 0.8)),
        _cell(verdicts.mean(one.says_outside for one in said)),
        _cell(verdicts.mean(not one.confidence for one in said)),
        _cell(verdicts.mean(one.brier for one in said)),
        _cell(verdicts.calibration_error(said)),
    ]


def _cell(value: float) -> str:
    return "-" if value != value else f"{value:.3f}"


# The sets


def onestop(data: Path, half: str) -> Newsroom | None:
    """Articles in three rewrites each, of which Adv is nearest the original; ids and order tell nothing."""
    return _grouped(data / "onestop-en", half, root=".Adv")


def translations(data: Path, half: str) -> Newsroom | None:
    """News in translation, of which the original is not among them: by stories of two to all of their translations."""
    return _grouped(data / "wmt-news-en", half, root=None)


def _grouped(folder: Path, half: str, root: str | None) -> Newsroom | None:
    """The clusters of a corpus, every second one; `root` ends the id of the source, None if it is outside."""
    if not (folder / "clusters.tsv").exists():
        return None
    groups: dict[str, list[str]] = {}
    for id, name, *_ in corpora.rows(folder / "clusters.tsv"):
        groups.setdefault(name, []).append(id)
    texts, rows, gold = corpora.texts(folder / "docs.jsonl.gz"), [], []
    chosen = [ids for ids in groups.values() if len(ids) > 1][stories.HALVES.index(half) :: 2]
    for number, ids in enumerate(chosen):
        random = Random(f"{folder.name} {number}")
        members = random.sample(ids, min(len(ids), random.choice([2, 3, 4, 6, len(ids)])) if root is None else len(ids))
        names = {id: f"{number:03}-{place}" for place, id in enumerate(members)}
        rows += [{"id": name, "text": texts[id]} for id, name in names.items()]
        source = next((name for id, name in names.items() if root and id.endswith(root)), None)
        gold.append(Gold(root=source, members=tuple(names.values()), edges=frozenset()))
    return Newsroom(tuple(rows), tuple(gold))


WINDOWS: Final[Mapping[str, tuple[int, ...]]] = {"development": (8_000, 0, 14_000, 20_000, 36_000), "test": (28_000,)}
"""Where the stretches of the Reuters set begin in which updates are looked for, by half; they do not overlap."""


def updates(data: Path, half: str, window: int = 0) -> tuple[Newsroom, Mapping[str, datetime]] | None:
    """Neighbouring Reuters articles without their clocks, and when each was published."""
    file = data / "reuters-2006-2011" / "docs.jsonl.gz"
    if not file.exists():
        return None
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        start = WINDOWS[half][window]
        found = [json.loads(line) for line in islice(lines, start, start + _UPDATES)]
    Random(f"{half} {window}" if window else half).shuffle(found)
    rows: list[Row] = []
    clocks: dict[str, datetime] = {}
    for number, row in enumerate(found):
        id = f"r{number:05}"
        rows.append({"id": id, "title": row["title"], "source": row["source"], "text": row["text"]})
        clocks[id] = datetime.fromisoformat(row["published"])
    return Newsroom(tuple(rows), ()), clocks


def _versions(result: syndet.Result, clocks: Mapping[str, datetime]) -> list[Gold]:
    """The clusters whose articles came within a day, with the earliest as the source."""
    gold = []
    for cluster in result.clusters:
        times = sorted((clocks[id], id) for id in cluster.members)
        if times[-1][0] - times[0][0] <= _UPDATED_WITHIN and times[0][0] < times[1][0]:
            gold.append(Gold(root=times[0][1], members=cluster.members, edges=frozenset()))
    return gold


Answer = tuple[str, syndet.Result, Sequence[Gold], Mapping[str, int]]
"""A set by name, what syndet answers, what is true, and the place of each article in the input."""


def sets(data: Path, half: str, trees: int, seed: int) -> Iterator[Answer]:
    """Every set that is there, answered."""
    yield from made(data, half, trees, seed)
    yield from real(data, half)


def made(data: Path, half: str, trees: int, seed: int) -> Iterator[Answer]:
    """The made newsrooms, which depend on the seed, answered."""
    for condition, meaning in newsrooms.CONDITIONS.items():
        room = newsrooms.make(data, half=half, condition=condition, trees=trees, seed=seed)
        yield _answer(f"({condition}) {meaning}", room)


def real(data: Path, half: str, windows: int = 1) -> Iterator[Answer]:
    """The real sets that are there, which do not, answered; updates of so many stretches."""
    for name, find in (("onestop-en", onestop), ("wmt-news-en", translations)):
        if found := find(data, half):
            yield _answer(name, found)
    for window in range(min(windows, len(WINDOWS[half]))):
        if versions := updates(data, half, window):
            name, result, _, order = _answer("reuters updates", versions[0])
            yield name, result, _versions(result, versions[1]), order


def _answer(name: str, made: Newsroom) -> Answer:
    return name, syndet.detect(made.rows), made.gold, {row["id"]: place for place, row in enumerate(made.rows)}


def main(arguments: Sequence[str]) -> None:
    """Make the newsrooms, judge them, and print the table: of several seeds the mean."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--half", choices=stories.HALVES, default="test", help="which half of the articles")
    parser.add_argument("--trees", type=int, default=TREES, metavar="N", help="stories of a newsroom")
    parser.add_argument("--seed", type=int, nargs="+", default=[SEED], help="of several the mean is told")
    chosen: Any = parser.parse_args(arguments)
    begun = bench.processor_seconds()
    rooms = (answer for seed in chosen.seed for answer in made(chosen.data, chosen.half, chosen.trees, seed))
    lines = {**gathered(rooms), **gathered(real(chosen.data, chosen.half))}
    seeds = ", ".join(map(str, chosen.seed))
    bench.show(f"origins, {chosen.half} half, {chosen.trees} stories, seed {seeds}", COLUMNS, table(lines))
    print(f"{bench.processor_seconds() - begun:.0f} s of CPU time")


if __name__ == "__main__":
    main(sys.argv[1:])
