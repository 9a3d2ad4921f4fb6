"""What the aligner found to links with their passages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Final

from syndet.align.finding import pair_numbers, sentences_of
from syndet.align.options import EDITED, VERBATIM
from syndet.model import Level, Link, LinkKind, Manner, Passage, PassageKind, Texts, made

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """When a link counts as what.

    Attributes:
        copy: least Jaccard similarity of the word shingles.
        derived: least strength, the share of the words of one side that the other says too, quotations
            left out.
    """

    copy: float = 0.8
    derived: float = 0.23


ORDERED: Final = 0.7
"""Share of the matched words that keep their order in nearly every translation of one text."""

LEAST_UNQUOTED: Final = 0.5
"""Share of an article's words that count as its own however much of it is quotation."""

# The logistic model of a passage's score: matched weight, the lesser matched share, and the pairs of
# places that the two articles offer to chance. Fitted on pan13-train and wmt-spliced, the fewer passages of the
# latter counted four times; benchmarks/calibrate.py fits it anew and shows how far it can be trusted.
SCORE_BASE: Final = 1.2
SCORE_MASS: Final = 2.92
SCORE_SHARE: Final = 1.34
SCORE_PLACES: Final = -0.46


LEAST_SCORED: Final = 0.1
"""Evidence below which a score does not fall: lax options let passages through that are next to nothing."""


QUOTED: Final = 0.8
"""Share of the words of passages inside quotation marks from which two articles share a quotation, no more."""


def links(
    texts: Texts,
    body: NDArray[np.int64],
    ids: Sequence[str],
    pairs: NDArray[np.int64],
    rows: NDArray[np.float64],
    jaccard: NDArray[np.float64],
    *,
    levels: Levels,
) -> list[Link]:
    """One Link a pair, in their order, from the rows that `find` gave and the pairs' Jaccard similarities.

    `body`: (n_articles, 2) first and last token of what counts of each article, end exclusive; the rest is
    boilerplate. `ids`: of the articles of `texts`. A pair that shares nothing has a link of kind "none".
    """
    import numpy as np

    from syndet.kernels import layout

    rows = _with_whole_copies(texts, pairs, rows, jaccard, levels.copy)
    starts = np.searchsorted(rows[:, layout.PAIR], np.arange(len(pairs) + 1))
    bodies = body[pairs].reshape(-1, 4)
    shares = _coverage(texts.quoted, rows, starts, bodies).T.tolist()
    named = [ids[a] for a in pairs[:, 0].tolist()], [ids[b] for b in pairs[:, 1].tolist()]
    passages = _passages(texts, pairs, named, bodies, rows)
    inside = [tuple(passages[begin:end]) for begin, end in pairwise(starts.tolist())]
    hows, scores, likeness = zip(*map(_judged, inside), strict=True) if inside else ((), (), ())
    similar = jaccard.tolist()
    strengths = list(map(_strength, shares[1], shares[3], likeness, similar, hows, repeat(levels)))
    columns: dict[str, Iterable[object]] = {
        "a": named[0],
        "b": named[1],
        "kind": map(_kind_of_link, similar, strengths, hows, repeat(levels)),
        "how": hows,
        "coverage_a": _rounded(shares[0]),
        "coverage_b": _rounded(shares[2]),
        "strength": _rounded(strengths),
        "score": scores,
        "jaccard": _rounded(similar),
        "passages": inside,
    }
    return made(Link, len(pairs), columns)


def _with_whole_copies(
    texts: Texts, pairs: NDArray[np.int64], rows: NDArray[np.float64], jaccard: NDArray[np.float64], copy: float
) -> NDArray[np.float64]:
    """The rows with one over the whole of both articles for each pair of copies that has none.

    Where an article is a few words long, or one sentence over and over, no word tells one place from
    another; that the two are copies is known from their shingles, and so are the measurements.
    """
    import numpy as np

    from syndet.kernels import layout

    bare = np.setdiff1d(np.flatnonzero(jaccard >= copy), pair_numbers(rows))
    if not len(bare):
        return rows
    first, last = np.moveaxis(texts.sentence_token[sentences_of(texts, pairs[bare])], 2, 0)
    whole = np.zeros((len(bare), layout.N_COLUMNS))
    whole[:, layout.PAIR] = bare
    whole[:, layout.SPAN : layout.SPAN + 4] = np.stack([first, last], axis=2).reshape(-1, 4)
    for column in (layout.MATCHED_A, layout.MATCHED_B, layout.IDENTICAL):
        whole[:, column] = jaccard[bare]
    whole[:, layout.MASS] = whole[:, layout.LONGEST] = (last - first).min(axis=1)
    whole[:, layout.ORDERED] = 1.0
    together = np.concatenate([rows, whole])
    return together[np.argsort(together[:, layout.PAIR], kind="stable")]


def _judged(passages: Sequence[Passage]) -> tuple[Manner | None, float, float]:
    """How two articles tell most of what they share, and from 0 to 1 its best passage's score and its likeness."""
    counted = [passage for passage in passages if not passage.boilerplate]
    lengths = [passage.length for passage in counted]
    return (
        _commonest(counted, lengths),
        max([passage.score for passage in counted], default=0.0),
        _likeness(counted, lengths),
    )


def _strength(
    share_a: float, share_b: float, likeness: float, jaccard: float, how: Manner | None, levels: Levels
) -> float:
    """`share_a`, `share_b`: of the unquoted words of a and of b that stand in passages."""
    strength = max(share_a, share_b) * likeness
    return max(strength, jaccard) if jaccard >= levels.copy and how is not None else strength


def _rounded(values: Iterable[float]) -> Iterator[float]:
    """To the four places that results have."""
    return map(round, values, repeat(4))


def _passages(
    texts: Texts,
    pairs: NDArray[np.int64],
    named: tuple[Sequence[str], Sequence[str]],
    bodies: NDArray[np.int64],
    rows: NDArray[np.float64],
) -> list[Passage]:
    """The passage of each row, those of a pair in the order of its first article; `named`: the ids of the pairs."""
    import numpy as np

    from syndet.kernels import coverage, layout

    place = offsets(texts, rows[:, layout.SPAN : layout.SPAN + 4].astype(np.int64))
    order = np.lexsort((*place[:, [3, 1, 2, 0]].T, rows[:, layout.PAIR]))
    rows, place = rows[order], place[order]
    number = rows[:, layout.PAIR].astype(np.int64)
    spans = rows[:, layout.SPAN : layout.SPAN + 4].astype(np.int64)
    counts = np.empty((len(rows), 2), np.int64)
    coverage.inside(texts.quoted, spans, bodies[number], counts)
    words = spans[:, 1::2] - spans[:, ::2]
    both = words.sum(axis=1)
    matched = rows[:, layout.MATCHED_A : layout.MATCHED_B + 1]
    identical = rows[:, layout.IDENTICAL].tolist()
    numbers, places = number.tolist(), place.T.tolist()
    columns: dict[str, Iterable[object]] = {
        "a": map(named[0].__getitem__, numbers),
        "a_start": places[0],
        "a_end": places[1],
        "b": map(named[1].__getitem__, numbers),
        "b_start": places[2],
        "b_end": places[3],
        "kind": map(_kind_of_passage, identical, (rows[:, layout.IS_SUMMARY] > 0).tolist()),
        "score": _rounded(_scores(texts, pairs, rows)),
        "identical": _rounded(identical),
        "matched": _rounded(((matched[:, 0] + matched[:, 1]) / 2).tolist()),
        "ordered": _rounded(rows[:, layout.ORDERED].tolist()),
        "ratio": _rounded((words.min(axis=1) / words.max(axis=1)).tolist()),
        "quoted": _rounded((counts[:, 0] / both).tolist()),
        "boilerplate": (2 * counts[:, 1] < both).tolist(),
    }
    return made(Passage, len(rows), columns)


def _scores(texts: Texts, pairs: NDArray[np.int64], rows: NDArray[np.float64]) -> Iterator[float]:
    """How sure the passage of each row is."""
    import numpy as np

    from syndet.kernels import layout

    least = rows[:, layout.MATCHED_A : layout.MATCHED_B + 1].min(axis=1)
    places = np.diff(texts.sentence_token[sentences_of(texts, pairs)])[:, :, 0].prod(axis=1)
    places = places[rows[:, layout.PAIR].astype(np.int64)]
    return map(_score, rows[:, layout.MASS].tolist(), least.tolist(), places.tolist())


def _kind_of_passage(identical: float, is_summary: bool) -> PassageKind:
    if identical >= VERBATIM:
        return "verbatim"
    if is_summary:
        return "summary"
    return "edited" if identical >= EDITED else "paraphrased"


def _likeness(passages: Sequence[Passage], lengths: Sequence[int]) -> float:
    """Share of the words of passages that is matched, on average; less where the order is not kept.

    Two accounts of one event share its words, and only one taken from the other tells them in its order.
    """
    said = [p.matched * min(1.0, p.ordered / ORDERED) * length for p, length in zip(passages, lengths, strict=True)]
    return math.fsum(said) / max(sum(lengths), 1)  # exact, so that it is the same in the order of either article


def _kind_of_link(jaccard: float, strength: float, how: Manner | None, levels: Levels) -> LinkKind:
    if how is None:
        return "none"
    if jaccard >= levels.copy:
        return "copy"
    return "derived" if strength >= levels.derived and how != "quote" else "related"


def level_reached(kind: LinkKind, level: Level) -> bool:
    """Whether a link of this kind counts at this level: a copy counts at every one."""
    order: tuple[LinkKind, ...] = ("copy", "derived", "related", "none")
    return order.index(kind) <= order.index(level)


def _commonest(passages: Sequence[Passage], lengths: Sequence[int]) -> Manner | None:
    """The kind of passage that covers most characters, the plainer where two cover as many; "quote" of quotations."""
    if not passages:
        return None
    whole = sum(lengths)
    if whole and math.fsum(p.quoted * length for p, length in zip(passages, lengths, strict=True)) >= QUOTED * whole:
        return "quote"
    if len(passages) == 1:
        return passages[0].kind
    kinds: tuple[PassageKind, ...] = ("verbatim", "edited", "paraphrased", "summary")
    totals = dict.fromkeys(kinds, 0)
    for passage, length in zip(passages, lengths, strict=True):
        totals[passage.kind] += length
    return max(kinds, key=totals.__getitem__)


def _coverage(
    quoted: NDArray[np.uint8], rows: NDArray[np.float64], starts: NDArray[np.int64], bodies: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(n_pairs, 4) shares of the words of a and of b that count and stand in passages: of all, of the unquoted.

    `bodies`: (n_pairs, 4) the tokens that count of a and of b. Of an article that quotes nearly throughout, a part of
    the quotations counts among the unquoted words.
    """
    import numpy as np

    from syndet.kernels import coverage, layout

    shares = np.empty((len(bodies), 4))
    spans, said = rows[:, layout.SPAN : layout.SPAN + 4].astype(np.int64), _said(rows)
    for side in range(2):
        first, last = spans[:, 2 * side], spans[:, 2 * side + 1]
        order = np.lexsort((last, first, rows[:, layout.PAIR]))
        coverage.union(quoted, order, starts, spans, said, bodies, side, LEAST_UNQUOTED, shares)
    return shares


def _said(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) how much of each side of a passage the other says; of what is summed up only the share that matches."""
    import numpy as np

    from syndet.kernels import layout

    spans = rows[:, layout.SPAN : layout.SPAN + 4]
    words = spans[:, 1::2] - spans[:, ::2]
    summed_up = (rows[:, layout.IS_SUMMARY, None] > 0) & (words > words[:, ::-1])
    return np.where(summed_up, rows[:, layout.MATCHED_A : layout.MATCHED_B + 1], 1.0)


def _score(mass: float, matched: float, places: int) -> float:
    """How sure a passage is, 0 to 1: its evidence, the lesser matched share, and places that two articles offer."""
    evidence = (
        SCORE_BASE
        + SCORE_MASS * math.log(max(mass, LEAST_SCORED))
        + SCORE_SHARE * matched
        + SCORE_PLACES * math.log(places)
    )
    return 1.0 / (1.0 + math.exp(-evidence))


def offsets(texts: Texts, spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 4) code points of (n, 4) token spans; an end at a sentence's border takes its marks along."""
    import numpy as np

    places = np.empty_like(spans)
    for side in (0, 2):
        first, last = spans[:, side], spans[:, side + 1]
        opening = np.searchsorted(texts.sentence_token, first, side="right") - 1
        closing = np.searchsorted(texts.sentence_token, last, side="left") - 1
        at_border = texts.sentence_token[opening] == first
        places[:, side] = np.where(at_border, texts.sentence_start[opening], texts.start[first])
        at_border = texts.sentence_token[closing + 1] == last
        places[:, side + 1] = np.where(at_border, texts.sentence_end[closing], texts.end[last - 1])
    return places
