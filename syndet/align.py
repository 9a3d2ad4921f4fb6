"""Pairs of tokenised articles to links with their passages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from syndet.model import Level, Link, LinkKind, Manner, Passage, PassageKind, Texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


EDITED: Final = 0.5
"""Share of the words in common runs from which a passage is edited; below, it is paraphrased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What counts as a passage. Set on pan13-train and wmt-spliced together by benchmarks/tune.py.

    "Weight" is that of words: 1 for one that a single sentence of the two articles has, 0 for one
    that all have. A `share` is of weight, 0 to 1; lengths are in words unless said otherwise.
    The fields stand in the order of `kernels.passages`.
    """

    least_cosine: float = 0.28
    """Cosine of two sentences that makes them a seed; lower finds looser retellings and more chance."""
    least_dice: float = 0.1
    """Dice coefficient of their terms, beside the cosine: one shared rare word is no seed."""
    cosine_step: float = 0.13
    """What the cosine rises by each time a block that does not hold is tried in parts."""
    most_sentences: float = 64
    """Sentences of one article that a term may stand in and still propose seeds; bounds the cost."""
    gap: float = 5
    """Sentences that may lie between two seeds of one block, on either side."""
    reach: float = 100
    """Words beyond its seeds that a passage may grow to on each end."""
    rounds: float = 3
    """Turns in which the two sides settle their ends."""
    pad: float = 10
    """Words beside the other side's stretch that still count as said there while ends are settled."""
    chance: float = 0.05
    """Share of weight that a stretch outside a passage matches by chance."""
    worst_loss: float = -4.0
    """Bound on what one unmatched word may cost, in nats: a verbatim passage survives a typing error."""
    least_best_share: float = 0.4
    """Share that the better matched side of a passage needs."""
    least_share: float = 0.4
    """Share that the other side needs."""
    least_mass: float = 5.0
    """Weight that a passage must match in two articles of 400 words each."""
    snap: float = 0.4
    """Share of a sentence's words inside a retold passage that takes in the whole sentence."""
    scan_contrast: float = 0.45
    """How much more of its weight a summary matches than the text around it."""
    scan_least: float = 14.0
    """Log-likelihood ratio, in nats of weight, from which a stretch that stands out is a summary."""
    summary_ratio: float = 2.0
    """How many times as long as the summary is what it sums up."""
    summary_whole: float = 0.3
    """Share of the other article that the sentences drawn on span for it to be summed up whole."""
    summary_most: float = 0.9
    """Share of a summary that one ordinary passage may explain."""
    run: float = 3
    """Words in a row that count as identical."""
    mass_slope: float = 1.5
    """How `least_mass` grows with the log of the product of the two lengths: so do chance matches."""
    summary_piece: float = 60
    """Mean length from which passages inside a would-be summary are passages by themselves."""
    exact: float = 0.85
    """Share from which a passage is copied rather than retold, so that it may end inside a sentence."""
    floor_mass: float = 4.5
    """Weight that a passage must match however short the articles are."""
    trim: float = 0.2
    """Share of a sentence below which a passage that ends in it leaves it out: a word or two by chance."""
    name_worth: float = 0.4
    """What a name or a number counts for in the evidence: names, titles and dates alone are no passage."""
    order_bonus: float = 0.3
    """How much more the evidence counts where all of the matched words keep their order than where 0.7 do."""
    join: float = 20
    """Words between two passages on either side, up to which one continues the other and both are one."""
    trim_words: float = 3
    """Words of a cut sentence below which a passage that ends in it leaves it out."""
    repeat_worth: float = 0.1
    """What a word counts for in the evidence when both sides say it again: a subject is named often."""
    trim_names: float = 0.7
    """Share of the weight of a short line that names and numbers have, from which a passage that ends in it leaves it
    out: date lines and bylines are alike by chance."""
    trim_line: float = 8
    """Words that such a line has at most."""
    heading_words: float = 14
    """Words that a line without a mark at its end, a heading or a date line, has at most."""
    heading_share: float = 0.5
    """Share of the weight of such a line that the other side must say at the same end for a passage to end in it."""
    heading_near: float = 50
    """Words of the other side that are its end there."""
    edited: float = EDITED
    """Share of the words in common runs from which a passage ends at words that match, not where a sentence does."""


FAINT: Final = Options(
    least_cosine=0.15,
    least_dice=0.1,
    least_best_share=0.2,
    least_share=0.15,
    least_mass=1.0,
    mass_slope=0.0,
    floor_mass=1.0,
)
"""Lax enough to find what two articles without a passage have most in common."""


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


VERBATIM: Final = 0.9
"""Share of the words in common runs from which a passage is verbatim: quotation marks and a typing
error or two may differ."""

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


def find(texts: Texts, pairs: NDArray[np.int64], *, options: Options) -> NDArray[np.float64]:
    """The passages of each pair of articles as rows of `kernels.passages`, in the order of the pairs.

    `pairs`: (n, 2) article numbers of `texts`. The longer article of a pair is always laid out first,
    so the answer for (b, a) is the mirror of that for (a, b). Pure and thread-safe; releases the GIL.
    """
    import numpy as np

    from syndet.kernels import passages as kernels

    sentences = _sentences(texts, pairs)
    swapped = _comes_second(texts, sentences)
    ordered = np.where(swapped[:, None, None], sentences[:, ::-1], sentences)
    rows = kernels.align(
        texts.word, texts.term, texts.weight, texts.end, texts.sentence_end, texts.sentence_token,
        ordered.reshape(-1), np.array(astuple(options), np.float64),
    ).reshape(-1, kernels.N_COLUMNS)  # fmt: skip
    span, matched = kernels.SPAN, kernels.MATCHED_A
    back = swapped[rows[:, kernels.PAIR].astype(np.int64)]
    rows[back, span : span + 4] = rows[back][:, [span + 2, span + 3, span, span + 1]]
    rows[back, matched : matched + 2] = rows[back][:, [matched + 1, matched]]
    return rows


def pair_numbers(rows: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) the numbers of the pairs that have a passage among the rows of `find`, each once, in order."""
    import numpy as np

    from syndet.kernels import passages as kernels

    return np.unique(rows[:, kernels.PAIR].astype(np.int64))


def renumbered(rows: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """The rows of `find` with their pairs counted among `pairs`, which are sorted and hold all of theirs."""
    import numpy as np

    from syndet.kernels import passages as kernels

    rows = rows.copy()
    rows[:, kernels.PAIR] = np.searchsorted(pairs, rows[:, kernels.PAIR])
    return rows


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

    from syndet.kernels import passages as kernels

    rows = _with_whole_copies(texts, pairs, rows, jaccard, levels.copy)
    starts = np.searchsorted(rows[:, kernels.PAIR], np.arange(len(pairs) + 1)).tolist()
    listed = _listed(rows)
    places = _offsets(texts, rows[:, kernels.SPAN : kernels.SPAN + 4].astype(np.int64)).tolist()
    # Only of the articles in pairs: there may be a million others.
    sizes = np.diff(texts.sentence_token[_sentences(texts, pairs)])[:, :, 0].tolist()
    own, similar = body[pairs].tolist(), jaccard.tolist()
    return [
        _link(
            texts, (ids[a], ids[b]), sizes[q], own[q],
            listed[starts[q] : starts[q + 1]], places[starts[q] : starts[q + 1]], similar[q], levels,
        )
        for q, (a, b) in enumerate(pairs.tolist())
    ]  # fmt: skip


class Row(NamedTuple):
    """A row of `kernels.passages` by the names of its columns; tokens are counted from the start of the batch."""

    pair: int
    a: int
    a_end: int
    b: int
    b_end: int
    is_summary: int
    matched_a: float
    matched_b: float
    mass: float
    identical: float
    longest: float
    ordered: float


def _listed(rows: NDArray[np.float64]) -> list[Row]:
    """The rows one by one: plain numbers are read far faster than an array's."""
    import numpy as np

    from syndet.kernels import passages as kernels

    whole, measured = rows[:, : kernels.MATCHED_A].astype(np.int64), rows[:, kernels.MATCHED_A :]
    return [Row(*places, *shares) for places, shares in zip(whole.tolist(), measured.tolist(), strict=True)]


def _with_whole_copies(
    texts: Texts, pairs: NDArray[np.int64], rows: NDArray[np.float64], jaccard: NDArray[np.float64], copy: float
) -> NDArray[np.float64]:
    """The rows with one over the whole of both articles for each pair of copies that has none.

    Where an article is a few words long, or one sentence over and over, no word tells one place from
    another; that the two are copies is known from their shingles, and so are the measurements.
    """
    import numpy as np

    from syndet.kernels import passages as kernels

    bare = np.setdiff1d(np.flatnonzero(jaccard >= copy), pair_numbers(rows))
    if not len(bare):
        return rows
    first, last = np.moveaxis(texts.sentence_token[_sentences(texts, pairs[bare])], 2, 0)
    whole = np.zeros((len(bare), kernels.N_COLUMNS))
    whole[:, kernels.PAIR] = bare
    whole[:, kernels.SPAN : kernels.SPAN + 4] = np.stack([first, last], axis=2).reshape(-1, 4)
    for column in (kernels.MATCHED_A, kernels.MATCHED_B, kernels.IDENTICAL):
        whole[:, column] = jaccard[bare]
    whole[:, kernels.MASS] = whole[:, kernels.LONGEST] = (last - first).min(axis=1)
    whole[:, kernels.ORDERED] = 1.0
    together = np.concatenate([rows, whole])
    return together[np.argsort(together[:, kernels.PAIR], kind="stable")]


def _link(
    texts: Texts,
    ids: tuple[str, str],
    sizes: Sequence[int],
    spans: Sequence[Sequence[int]],
    rows: Sequence[Row],
    places: Sequence[Sequence[int]],
    jaccard: float,
    levels: Levels,
) -> Link:
    passages = [_passage(texts, ids, sizes, spans, row, place) for row, place in zip(rows, places, strict=True)]
    if len(passages) > 1:
        passages.sort(key=lambda p: (p.a_start, p.b_start, p.a_end, p.b_end))
    (coverage_a, own_a), (coverage_b, own_b) = (_coverage(texts, rows, side, span) for side, span in enumerate(spans))
    counted = [passage for passage in passages if not passage.boilerplate]
    how = _commonest(counted)
    strength = max(own_a, own_b) * _likeness(counted)
    strength = max(strength, jaccard) if jaccard >= levels.copy and counted else strength
    kind = _kind_of_link(jaccard, strength, how, levels)
    return Link(
        a=ids[0],
        b=ids[1],
        kind=kind,
        how=how,
        coverage_a=round(coverage_a, 4),
        coverage_b=round(coverage_b, 4),
        strength=round(strength, 4),
        score=max((passage.score for passage in counted), default=0.0),
        jaccard=round(jaccard, 4),
        passages=tuple(passages),
    )


def _passage(
    texts: Texts,
    ids: tuple[str, str],
    sizes: Sequence[int],
    spans: Sequence[Sequence[int]],
    row: Row,
    place: Sequence[int],
) -> Passage:
    words_a, words_b = row.a_end - row.a, row.b_end - row.b
    words = words_a + words_b
    quoted = _quoted(texts, row.a, row.a_end) + _quoted(texts, row.b, row.b_end)
    counting = _common_part((row.a, row.a_end), spans[0]) + _common_part((row.b, row.b_end), spans[1])
    return Passage(
        a=ids[0],
        a_start=place[0],
        a_end=place[1],
        b=ids[1],
        b_start=place[2],
        b_end=place[3],
        kind=_kind_of_passage(row.identical, row.is_summary > 0),
        score=round(_score(row, sizes), 4),
        identical=round(row.identical, 4),
        matched=round((row.matched_a + row.matched_b) / 2, 4),
        ordered=round(row.ordered, 4),
        ratio=round(min(words_a, words_b) / max(words_a, words_b), 4),
        quoted=round(quoted / words, 4),
        boilerplate=2 * counting < words,
    )


def _quoted(texts: Texts, first: int, last: int) -> int:
    """How many of the words first:last stand inside quotation marks."""
    return texts.quoted[first:last].tobytes().count(1)  # for a few hundred words faster than any sum


def _common_part(one: Sequence[int], other: Sequence[int]) -> int:
    """How many places two stretches have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _kind_of_passage(identical: float, is_summary: bool) -> PassageKind:
    if identical >= VERBATIM:
        return "verbatim"
    if is_summary:
        return "summary"
    return "edited" if identical >= EDITED else "paraphrased"


def _likeness(passages: Sequence[Passage]) -> float:
    """Share of the words of passages that is matched, on average; less where the order is not kept.

    Two accounts of one event share its words, and only one taken from the other tells them in its order.
    """
    whole = sum(passage.length for passage in passages)
    # Exact, so that it is the same in the order of either article.
    return math.fsum(p.matched * min(1.0, p.ordered / ORDERED) * p.length for p in passages) / max(whole, 1)


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


def _commonest(passages: Sequence[Passage]) -> Manner | None:
    """The kind of passage that covers most characters, the plainer where two cover as many; "quote" of quotations."""
    if not passages:
        return None
    kinds: tuple[PassageKind, ...] = ("verbatim", "edited", "paraphrased", "summary")
    lengths = dict.fromkeys(kinds, 0)
    for passage in passages:
        lengths[passage.kind] += passage.length
    whole = sum(lengths.values())
    if whole and math.fsum(passage.quoted * passage.length for passage in passages) >= QUOTED * whole:
        return "quote"
    return max(kinds, key=lengths.__getitem__)


def _coverage(texts: Texts, rows: Sequence[Row], side: int, span: Sequence[int]) -> tuple[float, float]:
    """Shares of the words of one side that count (tokens `span`) and stand in passages: of all, and of the unquoted.

    Of what a summary sums up only the matched share counts: it says that much of it, not all. Of an
    article that quotes nearly throughout, a part of the quotations counts among the unquoted words.
    """
    covered = own = 0.0
    end = 0
    for first, last, said in sorted((_said(row, side) for row in rows), key=itemgetter(0, 1)):
        start, stop = max(first, end, span[0]), min(last, span[1])
        if stop > start:
            covered += (stop - start) * said
            own += (stop - start - _quoted(texts, start, stop)) * said
            end = stop
    words = span[1] - span[0]
    unquoted = words - _quoted(texts, span[0], span[1])
    return covered / max(words, 1), own / max(unquoted, words * LEAST_UNQUOTED, 1)


def _said(row: Row, side: int) -> tuple[int, int, float]:
    """First and last word of one side of a passage, end exclusive, and the share of it that the other side says."""
    words_a, words_b = row.a_end - row.a, row.b_end - row.b
    if side == 0:
        return row.a, row.a_end, row.matched_a if row.is_summary and words_a > words_b else 1.0
    return row.b, row.b_end, row.matched_b if row.is_summary and words_b > words_a else 1.0


def _score(row: Row, sizes: Sequence[int]) -> float:
    """How sure a passage is, 0 to 1, in two articles of so many words."""
    evidence = (
        SCORE_BASE
        + SCORE_MASS * math.log(max(row.mass, LEAST_SCORED))
        + SCORE_SHARE * min(row.matched_a, row.matched_b)
        + SCORE_PLACES * math.log(sizes[0] * sizes[1])
    )
    return 1.0 / (1.0 + math.exp(-evidence))


def _offsets(texts: Texts, spans: NDArray[np.int64]) -> NDArray[np.int64]:
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


def _sentences(texts: Texts, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, 2, 2) first and last sentence, end exclusive, of both articles of each pair."""
    import numpy as np

    # Looked up for these alone: `Texts.article_sentence` would be made for all articles, at every batch of pairs.
    places = np.stack([pairs, pairs + 1], axis=2)
    return texts.paragraph_sentence[texts.article_paragraph[places]]


def _comes_second(texts: Texts, sentences: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) whether the first article of a pair is the shorter one, or as long with the lesser layout."""
    import numpy as np

    words = np.diff(texts.sentence_token[sentences])[:, :, 0]
    second: NDArray[np.bool_] = words[:, 0] < words[:, 1]
    for q in np.flatnonzero(words[:, 0] == words[:, 1]).tolist():
        second[q] = _is_less(texts, *sentences[q].tolist())
    return second


def _is_less(texts: Texts, one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether one of two articles of as many words, given by their sentences, has the lesser words, terms or borders.

    That is all that the kernel sees of an article: two that are equal here may stand in either order.
    """
    import numpy as np

    borders = [texts.sentence_token[first : last + 1] for first, last in (one, other)]
    for part in (texts.word, texts.term):
        mine, theirs = (part[border[0] : border[-1]] for border in borders)
        different = np.flatnonzero(mine != theirs)
        if len(different):
            return bool(mine[different[0]] < theirs[different[0]])
    mine, theirs = ((border - border[0]).tolist() for border in borders)
    return bool(mine < theirs)
