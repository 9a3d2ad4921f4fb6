"""Measures of the answers: passages against gold passages, clusters against gold ones, the seeds against their gold.

Nothing here knows syndet, so that the measures cannot lean towards it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

Pair = tuple[str, str]
"""Two article ids."""

Stretch = tuple[int, int]
"""Code points, end exclusive."""

Span = tuple[int, int, int, int]
"""A stretch of the first article of a pair, then one of the second."""

Spans = Mapping[Pair, Sequence[Span]]

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Detection:
    """How well passages were found (Potthast et al., An evaluation framework for plagiarism detection, COLING 2010).

    Attributes:
        plagdet: 0 to 1, F1 of precision and recall over log2(1 + granularity).
        precision: mean over found passages of the share of their characters that gold ones hit by it cover.
        recall: mean over gold passages of the share of theirs that found ones cover.
        granularity: 1 or more, found passages for each gold one that was found at all.
        found, gold: how many there are.
    """

    plagdet: float
    precision: float
    recall: float
    granularity: float
    found: int
    gold: int


def detection(gold: Spans, found: Spans) -> Detection:
    """How well `found` answers `gold`, both by pair of articles, in one order of the two."""
    recalls: list[float] = []
    precisions: list[float] = []
    pieces: list[int] = []
    for pair in sorted({*gold, *found}):
        cases, answers = gold.get(pair, ()), found.get(pair, ())
        for case in cases:
            hits = [answer for answer in answers if _touch(case, answer)]
            recalls.append(_covered(case, hits))
            pieces += [len(hits)] if hits else []
        precisions += [_covered(answer, [case for case in cases if _touch(case, answer)]) for answer in answers]
    precision, recall = _mean(precisions, 0.0), _mean(recalls, 0.0)
    granularity = _mean(pieces, 1.0)
    both = precision + recall
    plagdet = 2 * precision * recall / both / math.log2(1 + granularity) if both else 0.0
    return Detection(plagdet, precision, recall, granularity, len(precisions), len(recalls))


def by_type(types: Mapping[Pair, str], gold: Spans, found: Spans) -> dict[str, Detection]:
    """The detection in the pairs of each type, in the order of their names, and in "all"."""
    rows = {}
    for name in sorted(set(types.values())):
        of_type = {pair for pair, own in types.items() if own == name}
        rows[name] = detection(_among(gold, of_type), _among(found, of_type))
    return {**rows, "all": detection(_among(gold, types), _among(found, types))}


def turned(types: Iterable[Pair], passages: Iterable[Mapping[str, Any]]) -> dict[Pair, list[Span]]:
    """Passages, dicts with the keys of the output, by pair as `types` names it; those of other pairs are left out."""
    known = set(types)
    spans: dict[Pair, list[Span]] = defaultdict(list)
    for p in passages:
        one, two = (p["a_start"], p["a_end"]), (p["b_start"], p["b_end"])
        if (p["a"], p["b"]) in known:
            spans[p["a"], p["b"]].append((*one, *two))
        elif (p["b"], p["a"]) in known:
            spans[p["b"], p["a"]].append((*two, *one))
    return spans


def met(gold: Spans, found: Spans) -> int:
    """How many of the gold passages one found passage covers by at least half on both sides."""
    return sum(_is_met(case, found.get(pair, ())) for pair, cases in gold.items() for case in cases)


def across(group_of: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those links or passages, dicts with the keys of the output, whose two articles are of different groups."""
    return [row for row in rows if group_of[row["a"]] != group_of[row["b"]]]


def recurring(articles: Mapping[str, Sequence[str]], run: int, least: int) -> dict[str, list[bool]]:
    """For each word of each article, whether it stands in a run of `run` words that `least` of the articles have."""
    runs = {id: [tuple(words[k : k + run]) for k in range(len(words) - run + 1)] for id, words in articles.items()}
    carriers = Counter(one for own in runs.values() for one in set(own))
    recurs = {id: [False] * len(words) for id, words in articles.items()}
    for id, own in runs.items():
        for k, one in enumerate(own):
            if carriers[one] >= least:
                recurs[id][k : k + run] = [True] * run
    return recurs


def _is_met(case: Span, answers: Iterable[Span]) -> bool:
    return any(_halves(case, answer) >= 0.5 for answer in answers)


def _among(spans: Spans, pairs: Iterable[Pair]) -> Spans:
    wanted = set(pairs)
    return {pair: own for pair, own in spans.items() if pair in wanted}


def _touch(one: Span, other: Span) -> bool:
    """Whether two passages overlap on both sides."""
    left = min(one[1], other[1]) > max(one[0], other[0])
    return left and min(one[3], other[3]) > max(one[2], other[2])


def _covered(passage: Span, others: Sequence[Span]) -> float:
    """Share of the characters of both sides of a passage that stand in the others, 0 to 1."""
    inside = sum(
        _within((passage[side], passage[side + 1]), [(other[side], other[side + 1]) for other in others])
        for side in (0, 2)
    )
    return inside / (passage[1] - passage[0] + passage[3] - passage[2])


def _within(stretch: Stretch, others: Iterable[Stretch]) -> int:
    """How many places of a stretch stand in any of the others."""
    count, reached = 0, stretch[0]
    for start, end in sorted(others):
        start, end = max(start, reached), min(end, stretch[1])
        if end > start:
            count += end - start
            reached = end
    return count


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well found clusters agree with gold ones.

    Attributes:
        rand: the Rand index adjusted for chance (Hubert and Arabie 1985), 1 where they are the same.
        precision: share of the pairs of ids in one found cluster that are in one gold cluster.
        recall: share of the pairs of ids in one gold cluster that are in one found cluster.
    """

    rand: float
    precision: float
    recall: float


def agreement(gold: Mapping[str, str], clusters: Iterable[Iterable[str]]) -> Agreement:
    """How well `clusters` agree with `gold`, id to cluster; other ids do not count, one in no cluster is alone."""
    found = {id: number for number, members in enumerate(clusters) for id in members}
    cells = Counter((name, found.get(id, id)) for id, name in gold.items())
    together = _pairs(cells.values())
    in_gold = _pairs(Counter(gold.values()).values())
    in_found = _pairs(Counter(found.get(id, id) for id in gold).values())
    by_chance = in_gold * in_found / max(_pairs([len(gold)]), 1)
    middle = (in_gold + in_found) / 2
    return Agreement(
        rand=(together - by_chance) / (middle - by_chance) if middle != by_chance else 1.0,
        precision=together / in_found if in_found else 1.0,
        recall=together / in_gold if in_gold else 1.0,
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


@dataclass(frozen=True, slots=True)
class SeedsVerdict:
    """How an answer over the five seeds stands against their gold.

    Attributes:
        missed: the strong gold passages that no found one covers by half on both sides, as "001-004: text".
        unknown: found passages that lie by more than half on no gold one, strong or weak, as "001-004 (0, 9, 0, 9)".
        clusters: of two or more, by the first three characters of the ids, sorted.
        clusters_right: whether these are the gold ones.
        across: whether the passage that 000 and 001 share was found.
    """

    missed: tuple[str, ...]
    unknown: tuple[str, ...]
    clusters: tuple[tuple[str, ...], ...]
    clusters_right: bool
    across: bool

    @property
    def holds(self) -> bool:
        """Whether the answer is right; one passage that people did not mark is let pass."""
        return not self.missed and len(self.unknown) <= 1 and self.clusters_right and self.across


def seeds_verdict(gold: Mapping[str, Any], result: Mapping[str, Any]) -> SeedsVerdict:
    """How `result`, a parsed answer in JSON over the seeds, stands against their `gold`."""
    passages = [{**p, "a": _short(p["a"]), "b": _short(p["b"])} for p in result["passages"]]
    found = turned(combinations(sorted(gold["articles"]), 2), passages)
    strong = turned(found.keys() | {(g["a"], g["b"]) for g in gold["strong"]}, gold["strong"])
    known = turned(found, [*gold["strong"], *gold["weak"]])
    texts = {(g["a"], g["b"], g["a_start"], g["b_start"]): g["a_text"] for g in gold["strong"]}
    missed = [
        f"{a}-{b}: {texts[a, b, case[0], case[2]]}"
        for (a, b), cases in strong.items()
        for case in cases
        if not _is_met(case, found.get((a, b), ()))
    ]
    unknown = [
        f"{a}-{b} {answer}"
        for (a, b), answers in found.items()
        for answer in answers
        if not any(_halves(case, answer) > 0.5 for case in known.get((a, b), ()))
    ]
    clusters = sorted(tuple(sorted(map(_short, c["members"]))) for c in result["clusters"] if len(c["members"]) > 1)
    return SeedsVerdict(
        missed=tuple(missed),
        unknown=tuple(unknown),
        clusters=tuple(clusters),
        clusters_right=clusters == sorted(tuple(sorted(members)) for members in gold["clusters"]),
        across=bool(found.get(("000", "001"))),
    )


def _halves(case: Span, answer: Span) -> float:
    """Share of a gold passage that an answer covers, on the side where it covers less, 0 to 1."""
    return min(
        _within((case[side], case[side + 1]), [(answer[side], answer[side + 1])]) / (case[side + 1] - case[side])
        for side in (0, 2)
    )


def _short(id: str) -> str:
    """The number that a seed's id begins with, be it a name or a path."""
    return id.replace("\\", "/").rsplit("/", 1)[-1][:3]
