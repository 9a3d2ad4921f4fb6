"""A random search for the options of the aligner, on every second pair of both sets of listed pairs.

Prints each set of options that beats all before it; the last line is what goes into `align.Options`,
rounded to what a reader can remember.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import aligning
import corpora
import measures

from syndet import align

SPACE: Final = {
    "least_cosine": (0.2, 0.22, 0.25, 0.28, 0.3, 0.33),
    "least_dice": (0.1, 0.15, 0.2, 0.25),
    "cosine_step": (0.03, 0.05, 0.07, 0.1),
    "gap": (3, 4, 5, 6, 8),
    "reach": (30, 60, 100),
    "rounds": (1, 2, 3),
    "pad": (5, 10, 15, 20, 30),
    "chance": (0.04, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12),
    "worst_loss": (-2.5, -3.0, -4.0, -5.0),
    "least_best_share": (0.4, 0.45, 0.5, 0.55),
    "least_share": (0.3, 0.33, 0.35, 0.38, 0.4),
    "least_mass": (4.0, 4.5, 5.0, 5.5, 6.0),
    "mass_slope": (1.0, 1.25, 1.5, 1.75, 2.0),
    "floor_mass": (3.0, 3.5, 4.0, 4.5),
    "name_worth": (0.3, 0.4, 0.5, 0.6, 0.7),
    "order_bonus": (0.0, 0.15, 0.3, 0.45, 0.6),
    "snap": (0.3, 0.35, 0.4, 0.45, 0.5, 2.0),
    "exact": (0.7, 0.75, 0.8, 0.85, 0.9, 0.95),
    "scan_contrast": (0.3, 0.35, 0.4, 0.45),
    "scan_least": (12.0, 14.0, 16.0, 18.0),
    "summary_ratio": (2.0, 2.5, 3.0),
    "summary_whole": (0.3, 0.5),
    "summary_most": (0.7, 0.8, 0.9),
    "summary_piece": (40.0, 50.0, 60.0),
}
"""The values tried of each option; a snap of 2 never takes in a whole sentence."""

Found = dict[measures.Pair, list[measures.Span]]
Finder = Callable[[align.Options], Found]


def finder(corpus: aligning.Prepared) -> Finder:
    """A function from options to the passages found with them."""

    def find(options: align.Options) -> Found:
        spans: Found = defaultdict(list)
        for pair, span in aligning.find(corpus, options)[0]:
            spans[pair].append(span)
        return spans

    return find


def score(pan: dict[str, measures.Detection], wmt: dict[str, measures.Detection]) -> float:
    """Plagdet over both sets, verbatim to translated alike; summaries count a third, what is not there costs."""
    kinds = ("no-obfuscation", "random-obfuscation", "translation-obfuscation", "all")
    gained = sum(pan[kind].plagdet for kind in kinds) + pan["summary-obfuscation"].plagdet / 3 + 2 * wmt["all"].plagdet
    return gained / (len(kinds) + 1 / 3 + 2) - 0.002 * (pan["no-plagiarism"].found + wmt["unrelated"].found)


class Seeds:
    """The five seeds: few, but the first thing that anybody tries."""

    def __init__(self, folder: Path) -> None:
        corpora.need(folder / "gold.json")
        self.gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
        self.find = finder(aligning.prepare(texts, list(itertools.combinations(texts, 2))))

    def cost(self, options: align.Options) -> float:
        """What these options cost by what they miss here."""
        names = ("a_start", "a_end", "b_start", "b_end")
        found = self.find(options).items()
        passages = [
            {"a": a, "b": b, **dict(zip(names, span, strict=True))} for (a, b), spans in found for span in spans
        ]
        verdict = measures.seeds_verdict(self.gold, {"passages": passages, "clusters": []})
        return 0.01 * len(verdict.missed) + 0.005 * len(verdict.unknown) + 0.02 * (not verdict.across)


def main(arguments: Sequence[str]) -> None:
    """Search for the given time and print each improvement."""
    parser = corpora.parser(__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="how long to search")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    chosen = parser.parse_args(arguments)
    seeds = Seeds(chosen.data.parent / "seeds")
    halves = [corpora.listed(chosen.data / name).thinned(2) for name in ("pan13-train", "wmt-spliced")]
    finders = [finder(aligning.prepare_listed(half)) for half in halves]

    def objective(options: align.Options) -> float:
        rows = [
            measures.by_type(half.types, half.gold, find(options)) for half, find in zip(halves, finders, strict=True)
        ]
        return score(*rows) - seeds.cost(options)

    rng = random.Random(chosen.seed)
    best = align.Options()
    highest = objective(best)
    print(f"{highest:.4f}  the defaults", flush=True)
    end = time.monotonic() + chosen.seconds
    while time.monotonic() < end:
        names = rng.sample(list(SPACE), rng.choice((1, 1, 2, 3)))
        options = replace(best, **{name: rng.choice(SPACE[name]) for name in names})
        reached = objective(options)
        if reached > highest:
            best, highest = options, reached
            changed = {n: v for n, v in asdict(best).items() if v != getattr(align.Options(), n)}
            print(f"{highest:.4f}  {changed}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
