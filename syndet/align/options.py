"""What counts as a passage: the options of the aligner and their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EDITED: Final = 0.5
"""Share of the words in common runs from which a passage is edited; below, it is paraphrased."""

VERBATIM: Final = 0.9
"""Share of the words in common runs from which a passage is verbatim: quotation marks and a typing
error or two may differ."""


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
