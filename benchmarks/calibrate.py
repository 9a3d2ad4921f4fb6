"""Fits the model behind a passage's score on half of the pairs, and shows on the other half how far it can be trusted.

The score is to be the share of such passages that are real: that overlap a planted one on both sides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import aligning
import bench
import corpora
import numpy as np

from syndet import align
from syndet.kernels import layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

SETS = ("pan13-train", "wmt-spliced")
NAMES = ("SCORE_BASE", "SCORE_MASS", "SCORE_SHARE", "SCORE_PLACES")
STEPS = 30
"""Steps of Newton's method; it has long arrived by then."""

EDGES = [0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99, 0.999]
"""Where one bin of scores ends and the next begins."""

RIDGE = 0.01
"""Holds the coefficients where passages that are not real are few."""


def collect(corpus: corpora.Listed) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 4) evidence of each passage found, and (n,) 1 for a real one."""
    prepared = aligning.prepare_listed(corpus)
    found, rows = aligning.find(prepared, align.Options())
    shares = rows[:, [layout.MATCHED_A, layout.MATCHED_B]].min(axis=1)
    words = np.diff(prepared.texts.article_token)[prepared.numbers[rows[:, layout.PAIR].astype(np.int64)]]
    places = np.log(words.astype(np.float64)).sum(axis=1)
    evidence = np.column_stack([np.ones(len(rows)), np.log(rows[:, layout.MASS]), shares, places])
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
    """A row for each bin of scores that has passages: how many, their mean score, the share that is real."""
    bin_of = np.digitize(scores, EDGES)
    rows: list[tuple[object, ...]] = []
    for number in np.unique(bin_of):
        inside = bin_of == number
        low, high = ([0.0, *EDGES][number], [*EDGES, 1.0][number])
        measured = (f"{value[inside].mean():.3f}" for value in (scores, real))
        rows.append((f"{low:g} to {high:g}", int(inside.sum()), *measured))
    return rows


def picture(rows: Sequence[tuple[object, ...]]) -> str:
    """The reliability curve as SVG: the share that is real over the mean score, on the line where both are equal."""

    def place(score: object, share: object) -> tuple[float, float]:
        return 40 + 240 * float(str(score)), 260 - 240 * float(str(share))

    dots = [place(score, share) for _, _, score, share in rows]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#0a7"/>' for x, y in dots)
    ticks = "".join(
        f'<text x="{40 + 240 * t:.0f}" y="276" text-anchor="middle">{t:g}</text>'
        f'<text x="34" y="{264 - 240 * t:.0f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300" width="300" height="300" '
        'font-family="sans-serif" font-size="11" fill="#555"><title>Reliability of scores</title>'
        '<rect width="300" height="300" fill="#fff"/><rect x="40" y="20" width="240" height="240" fill="none" '
        'stroke="#ccc"/><line x1="40" y1="260" x2="280" y2="20" stroke="#aaa" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#0a7" stroke-width="2"/>{marks}{ticks}'
        '<text x="160" y="294" text-anchor="middle">score</text>'
        '<text x="12" y="140" text-anchor="middle" transform="rotate(-90 12 140)">share that is real</text></svg>\n'
    )


def main(arguments: Sequence[str]) -> None:
    """Fit on every second pair of both sets and print the tables."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the present curve as SVG")
    chosen = parser.parse_args(arguments)
    data = chosen.data
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
        curve = reliability(predict(test[0], weights), test[1])
        bench.show(title, ["score", "passages", "mean score", "real"], curve)
    if chosen.picture:
        chosen.picture.write_text(picture(curve), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
