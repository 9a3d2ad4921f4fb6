"""Fits the model behind a passage's score on half of the pairs, and shows on the other half how far it can be trusted.

The score is to be the share of such passages that are real: that overlap a planted one on both sides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import aligning
import bench
import corpora
import numpy as np

from syndet import align
from syndet.kernels import passages as columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

SETS = ("pan13-train", "wmt-spliced")
NAMES = ("SCORE_BASE", "SCORE_MASS", "SCORE_SHARE", "SCORE_PLACES")
STEPS = 30
"""Steps of Newton's method; it has long arrived by then."""

RIDGE = 0.01
"""Holds the coefficients where passages that are not real are few."""


def collect(corpus: corpora.Listed) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 4) evidence of each passage found, and (n,) 1 for a real one."""
    prepared = aligning.prepare_listed(corpus)
    found, rows = aligning.find(prepared, align.Options())
    shares = rows[:, [columns.MATCHED_A, columns.MATCHED_B]].min(axis=1)
    words = np.diff(prepared.texts.article_token)[prepared.numbers[rows[:, columns.PAIR].astype(np.int64)]]
    places = np.log(words.astype(np.float64)).sum(axis=1)
    evidence = np.column_stack([np.ones(len(rows)), np.log(rows[:, columns.MASS]), shares, places])
    real = [
        any(min(s[1], g[1]) > max(s[0], g[0]) and min(s[3], g[3]) > max(s[2], g[2]) for g in corpus.gold.get(pair, ()))
        for pair, s in found
    ]
    return evidence, np.array(real, np.float64)


def fit(evidence: NDArray[np.float64], real: NDArray[np.float64]) -> NDArray[np.float64]:
    """(4,) coefficients of the logistic model, by Newton's method."""
    weights = np.zeros(evidence.shape[1])
    ridge = RIDGE * np.eye(len(weights))
    for _ in range(STEPS):
        likely = predict(evidence, weights)
        slope = evidence.T @ (real - likely) - ridge @ weights
        bend = (evidence * (likely * (1.0 - likely))[:, None]).T @ evidence + ridge
        weights += np.linalg.solve(bend, slope)
    return weights


def predict(evidence: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) scores, 0 to 1."""
    scores: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(evidence @ weights)))
    return scores


def reliability(scores: NDArray[np.float64], real: NDArray[np.float64]) -> list[tuple[object, ...]]:
    """A row for each tenth of the passages, the least sure first: their scores and the share that is real."""
    order = np.argsort(scores, kind="stable")
    return [
        (
            f"{scores[part[0]]:.3f} to {scores[part[-1]]:.3f}",
            len(part),
            f"{scores[part].mean():.3f}",
            f"{real[part].mean():.3f}",
        )
        for part in np.array_split(order, min(10, len(order)))
    ]


def main(arguments: Sequence[str]) -> None:
    """Fit on every second pair of both sets and print the tables."""
    data = corpora.parser(__doc__).parse_args(arguments).data
    corpus = [corpora.listed(data / name) for name in SETS]
    learn, test = (
        [np.concatenate(parts) for parts in zip(*(collect(c.thinned(2, half)) for c in corpus), strict=True)]
        for half in (0, 1)
    )
    fitted = fit(*learn)
    present = np.array([getattr(align, name) for name in NAMES])
    rows = [(name, f"{new:.3f}", f"{old:.3f}") for name, new, old in zip(NAMES, fitted, present, strict=True)]
    bench.show(f"fitted on {len(learn[1]):,} passages", ["coefficient", "fitted", "present"], rows)
    for which, weights in (("fitted", fitted), ("present", present)):
        title = f"reliability of the {which} ones on the other {len(test[1]):,}"
        bench.show(title, ["score", "passages", "mean score", "real"], reliability(predict(test[0], weights), test[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
