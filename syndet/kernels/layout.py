"""Places in the arrays that the kernels of the aligner share."""

from __future__ import annotations

from typing import Final

# Places in the array of options; what they mean and their values stand in syndet/align/options.py.
LEAST_COSINE: Final = 0
LEAST_DICE: Final = 1
COSINE_STEP: Final = 2
MOST_SENTENCES: Final = 3
GAP: Final = 4
REACH: Final = 5
ROUNDS: Final = 6
PAD: Final = 7
CHANCE: Final = 8
WORST_LOSS: Final = 9
LEAST_BEST_SHARE: Final = 10
LEAST_SHARE: Final = 11
LEAST_MASS: Final = 12
SNAP: Final = 13
SCAN_CONTRAST: Final = 14
SCAN_LEAST: Final = 15
SUMMARY_RATIO: Final = 16
SUMMARY_WHOLE: Final = 17
SUMMARY_MOST: Final = 18
RUN: Final = 19
MASS_SLOPE: Final = 20
SUMMARY_PIECE: Final = 21
EXACT: Final = 22
FLOOR_MASS: Final = 23
TRIM: Final = 24
NAME_WORTH: Final = 25
ORDER_BONUS: Final = 26
JOIN: Final = 27
TRIM_WORDS: Final = 28
REPEAT_WORTH: Final = 29
TRIM_NAMES: Final = 30
TRIM_LINE: Final = 31
HEADING_WORDS: Final = 32
HEADING_SHARE: Final = 33
HEADING_NEAR: Final = 34
EDITED: Final = 35
N_OPTIONS: Final = 36

# Columns of the answer: the pair's number, four tokens counted from the start of the batch, 1 for a
# summary; then what was measured, as `measures.measure` says.
PAIR: Final = 0
SPAN: Final = 1
IS_SUMMARY: Final = 5
MATCHED_A: Final = 6
MATCHED_B: Final = 7
MASS: Final = 8
IDENTICAL: Final = 9
LONGEST: Final = 10
ORDERED: Final = 11
N_COLUMNS: Final = 12

STRIDE: Final = 5  # of the spans found in a pair: four places, and 1 for a summary

# What is known about each term of a pair, `ABOUT` numbers each: the last place in `bag` that holds it, 1 if
# it is a name or a number somewhere, and how many sentences of a and of b have it.
ABOUT: Final = 4
LAST: Final = 0
NAMED: Final = 1
IN_A: Final = 2
IN_B: Final = 3

# The distinct terms of each sentence, `BAG` numbers each: the term, how often the sentence has it, the
# sentence, and the place that held the term before this one, 0 if none did.
BAG: Final = 4
TERM: Final = 0
COUNT: Final = 1
SENTENCE: Final = 2
BEFORE: Final = 3

# What is added up for each sentence, `SUMS` numbers each: its squared norm; and while it is held against another
# sentence their dot product and how many terms they share.
SUMS: Final = 3
NORM: Final = 0
DOT: Final = 1
COMMON: Final = 2

# What was last measured of a pair's spans: for either side its four places, the weight of its words that the other side
# has and of all; and four places with the worth of the words that both sides have.
KNOWN: Final = 17
WHOLE: Final = 6  # numbers that either side takes
WORTH: Final = 12  # where the last five begin
