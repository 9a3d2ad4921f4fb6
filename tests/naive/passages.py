"""The slow and obvious twin of the aligner: articles as lists of sentences, Counters for bags, no scratch arrays."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from syndet.align import Options
from syndet.model import Texts

Stretch = tuple[int, int]  # places of words in one article, end exclusive
Span = tuple[Stretch, Stretch]  # a stretch of a and one of b


class Seed(NamedTuple):
    i: int  # sentence of a
    j: int  # sentence of b
    cosine: float


class Row(NamedTuple):
    """What the kernel's columns say, tokens counted from the start of the batch."""

    pair: int
    a: int
    a_end: int
    b: int
    b_end: int
    is_summary: bool
    matched_a: float
    matched_b: float
    mass: float
    identical: float
    longest: int
    ordered: float


@dataclass(frozen=True)
class Side:
    """One article of a pair: its sentences, terms and words, and where each sentence begins."""

    first: int
    sentences: list[list[int]]
    terms: list[int]
    words: list[int]
    named: list[bool]
    lines: list[bool]  # which sentences have no mark at their end

    @property
    def border(self) -> list[int]:
        return [0, *accumulate(map(len, self.sentences))]

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True)
class Found:
    span: Span
    is_summary: bool = False


def align(texts: Texts, pairs: Sequence[tuple[int, int]], options: Options) -> list[Row]:
    """The passages of each pair, `a` laid out first as it is given."""
    rows = []
    for number, (a, b) in enumerate(pairs):
        sides = side_of(texts, a), side_of(texts, b)
        if all(len(side) for side in sides):
            rows += Pair(sides, options).rows(number)
    return rows


def side_of(texts: Texts, article: int) -> Side:
    borders = texts.sentence_token.tolist()[texts.article_sentence[article] : texts.article_sentence[article + 1] + 1]
    if len(borders) < 2:
        return Side(0, [], [], [], [], [])
    return Side(
        first=borders[0],
        sentences=[texts.term[i:j].tolist() for i, j in pairwise(borders)],
        terms=texts.term[borders[0] : borders[-1]].tolist(),
        words=texts.word[borders[0] : borders[-1]].tolist(),
        named=[form % 2 == 1 for form in texts.weight[borders[0] : borders[-1]].tolist()],
        lines=[is_line(texts, s) for s in range(*texts.article_sentence[article : article + 2].tolist())],
    )


def is_line(texts: Texts, sentence: int) -> bool:
    """Whether no mark ends a sentence, or the dot of a single letter that follows a mark or a space."""
    ends = texts.end[texts.sentence_token[sentence] : texts.sentence_token[sentence + 1]].tolist()
    marks = texts.sentence_end[sentence] - ends[-1]
    return marks == 0 or (marks == 1 and len(ends) > 1 and ends[-1] - ends[-2] == 2)


class Pair:
    """Two articles that are laid beside each other."""

    def __init__(self, sides: tuple[Side, Side], options: Options) -> None:
        self.sides, self.options = sides, options
        sentences = sides[0].sentences + sides[1].sentences
        frequency = Counter(term for sentence in sentences for term in set(sentence))
        most = len(sentences) + 1
        self.weight = {term: math.log(most / n) / math.log(most) for term, n in frequency.items()}
        names = {term for side in sides for term, named in zip(side.terms, side.named, strict=True) if named}
        self.worth = {term: w * (options.name_worth if term in names else 1.0) for term, w in self.weight.items()}

    def rows(self, number: int) -> list[Row]:
        found = joined(self.local(), int(self.options.join))
        for side in (0, 1):
            found = self.with_summary(found, side)
        return [self.tightened(number, self.snapped(self.trimmed(one))) for one in found]

    # Seeds and blocks

    def seeds(self) -> list[Seed]:
        options, weight = self.options, self.weight
        bags = [[Counter(sentence) for sentence in side.sentences] for side in self.sides]
        norms = [[added_up((n * weight[t]) ** 2 for t, n in bag.items()) for bag in side] for side in bags]
        standing = defaultdict(list)  # the sentences of b that a term stands in
        for j, bag in enumerate(bags[1]):
            for term in bag:
                standing[term].append(j)
        seeds = []
        for i, bag in enumerate(bags[0]):
            dot: dict[int, float] = {}
            common: Counter[int] = Counter()
            for term, n in bag.items():
                if len(standing[term]) <= options.most_sentences:
                    for j in standing[term]:
                        dot[j] = dot.get(j, 0.0) + n * bags[1][j][term] * weight[term] * weight[term]
                        common[j] += 1
            for j, product in dot.items():
                norm = math.sqrt(norms[0][i] * norms[1][j])
                dice = 2.0 * common[j] / (len(bag) + len(bags[1][j]))
                if norm > 0.0 and product > options.least_cosine * norm and dice > options.least_dice:
                    seeds.append(Seed(i, j, product / norm))
        return seeds

    def local(self) -> list[Found]:
        """The passages that blocks of seeds make; a block that does not hold is tried again in parts."""
        options = self.options
        places = math.log(float(len(self.sides[0])) * float(len(self.sides[1])))
        least = max(options.least_mass + options.mass_slope * (places - 12.0), options.floor_mass)
        found: list[Found] = []
        todo = [(self.seeds(), 0)]
        while todo:
            seeds, level = todo.pop()
            strong = [seed for seed in seeds if seed.cosine > options.least_cosine + level * options.cosine_step]
            for block in blocks(strong, int(options.gap) - level):
                span = self.settled(self.hull(block), pad=int(options.pad), turns=2 * int(options.rounds))
                evidence = self.evidence(span) if span is not None and self.holds(span) else 0.0
                span = self.settled(span, pad=0, turns=2) if span is not None and self.holds(span) else None
                if span is not None:
                    order = 1.0 + options.order_bonus * (self.ordered(span) - 0.7)
                    found += [Found(span)] if evidence * order >= least else []
                elif level < options.gap and len(block) > 1:
                    todo.append((block, level + 1))
        return found

    def hull(self, block: list[Seed]) -> Span:
        a, b = self.sides[0].border, self.sides[1].border
        i, j = [seed.i for seed in block], [seed.j for seed in block]
        return (a[min(i)], a[max(i) + 1]), (b[min(j)], b[max(j) + 1])

    # Ends

    def settled(self, span: Span, pad: int, turns: int) -> Span | None:
        for turn in range(turns):
            side = turn % 2
            span = put(span, side, self.settled_side(span, side, pad))
            if span[side][0] >= span[side][1]:
                return None
        return span

    def settled_side(self, span: Span, side: int, pad: int) -> Stretch:
        """The stretch around the middle with the most evidence; words match outward, each of the other side once."""
        options, terms, weight = self.options, self.sides[side].terms, self.weight
        (first, last), (other_first, other_last) = span[side], span[1 - side]
        mass, whole = self.matched(span, side)
        share, chance = mass / max(whole, 1e-9), options.chance
        gain = math.log(max(share, chance + 0.05) / chance)
        loss = min(max(math.log((1.0 - min(share, 0.995)) / (1.0 - chance)), options.worst_loss), -0.05)
        reach = int(options.reach)
        low, high = max(0, first - reach), min(len(terms), last + reach)
        said = Counter(self.sides[1 - side].terms[max(0, other_first - pad) : other_last + pad])
        middle = (first + last) // 2
        rightward, leftward = range(middle, high), range(middle - 1, low - 1, -1)
        evidence = {}
        for step in range(max(len(rightward), len(leftward))):
            for places in (rightward, leftward):
                if step < len(places):
                    term = terms[places[step]]
                    evidence[places[step]] = (gain if said[term] > 0 else loss) * weight[term]
                    said[term] -= 1
        start, end = farthest(leftward, evidence), farthest(rightward, evidence)
        return (middle if start is None else start), (middle if end is None else end + 1)

    def matched(self, span: Span, side: int) -> tuple[float, float]:
        """Weight of the words of one side that the other has too, and their whole weight."""
        left = Counter(self.sides[1 - side].terms[slice(*span[1 - side])])
        mass = whole = 0.0
        for term in self.sides[side].terms[slice(*span[side])]:
            whole += self.weight[term]
            if left[term] > 0:
                mass += self.weight[term]
                left[term] -= 1
        return mass, whole

    def evidence(self, span: Span) -> float:
        """Worth of the words that both sides have, less of one that is said again."""
        left = Counter(self.sides[0].terms[slice(*span[0])])
        said: Counter[int] = Counter()
        pieces = []
        for term in self.sides[1].terms[slice(*span[1])]:
            if said[term] < left[term]:
                pieces.append(self.worth[term] * (self.options.repeat_worth if said[term] else 1.0))
                said[term] += 1
        return added_up(pieces)

    def holds(self, span: Span) -> bool:
        shares = [mass / max(whole, 1e-9) for mass, whole in (self.matched(span, 0), self.matched(span, 1))]
        return min(shares) >= self.options.least_share and max(shares) >= self.options.least_best_share

    def snapped(self, one: Found) -> Found:
        """Retelling does not stop inside a sentence, copying may."""
        (mass_a, whole_a), (mass_b, whole_b) = self.matched(one.span, 0), self.matched(one.span, 1)
        if mass_a + mass_b >= self.options.exact * (whole_a + whole_b):
            return one
        least, (a, b) = self.options.snap, one.span
        return replace(one, span=(snap(self.sides[0].border, a, least), snap(self.sides[1].border, b, least)))

    def trimmed(self, one: Found) -> Found:
        """Next to nothing of a sentence at either end, or a line of names there, happens to stand on both sides.

        Unless both sides would keep different parts of the passage, and nothing in common.
        """
        if one.is_summary:
            return one
        span = one.span
        for side in (0, 1, 0, 1):
            span = put(span, side, self.trimmed_side(span, side))
        return replace(one, span=span) if self.matched(span, 0)[0] > 0.0 else one

    def trimmed_side(self, span: Span, side: int) -> Stretch:
        first, last = span[side]
        other = self.sides[1 - side].terms[slice(*span[1 - side])]
        near = int(self.options.heading_near)
        numbered = list(enumerate(pairwise(self.sides[side].border)))
        for s, (begin, end) in numbered:
            if begin <= first < end < last and self.is_trimmed(side, s, (first, end), set(other), set(other[:near])):
                first = end
        for s, (begin, end) in reversed(numbered):
            beside = set(other[max(0, len(other) - near) :])
            if first < begin < last <= end and self.is_trimmed(side, s, (begin, last), set(other), beside):
                last = begin
        return first, last

    def is_trimmed(self, side: int, sentence: int, part: Stretch, said: set[int], beside: set[int]) -> bool:
        options, words, size = self.options, part[1] - part[0], len(self.sides[side].sentences[sentence])
        if words < min(max(options.trim * size, options.trim_words), size):
            return True
        terms = self.sides[side].terms[slice(*part)]
        whole, worth = added_up(self.weight[t] for t in terms), added_up(self.worth[t] for t in terms)
        is_line = self.sides[side].lines[sentence] and size <= options.heading_words
        if is_line and added_up(self.weight[t] for t in terms if t in beside) < options.heading_share * whole:
            return True
        named = whole * (options.name_worth + (1.0 - options.name_worth) * (1.0 - options.trim_names))
        if words == size and said.issuperset(terms):
            return False
        return (is_line or words <= options.trim_line) and worth < named

    def tightened(self, number: int, one: Found) -> Row:
        """The passage's row; what is edited and not retold ends at words that the other side has."""
        row = self.row(number, one)
        if one.is_summary or row.identical < self.options.edited:
            return row
        span = put(one.span, 0, self.matching_part(one.span, 0))
        span = put(span, 1, self.matching_part(span, 1))
        return row if span == one.span else self.tightened(number, Found(span))

    def matching_part(self, span: Span, side: int) -> Stretch:
        terms, (first, last) = self.sides[side].terms, span[side]
        other = set(self.sides[1 - side].terms[slice(*span[1 - side])])
        matching = [k for k in range(first, last) if terms[k] in other]
        return (matching[0], matching[-1] + 1) if matching else (last - 1, last)

    # Summaries

    def with_summary(self, found: list[Found], side: int) -> list[Found]:
        options = self.options
        stretch, evidence = self.standing_out(side)
        if evidence < options.scan_least:
            return found
        source = self.drawn_on(stretch, side)
        length = stretch[1] - stretch[0]
        if source[1] - source[0] < options.summary_ratio * length:
            return found
        inside = [(overlap(stretch, one.span[side]), one) for one in found]
        pieces = [(n, one.span[1 - side]) for n, one in inside if n > 0]
        if pieces:
            if max(n for n, _ in pieces) > options.summary_most * length:
                return found
            total = sum(n for n, _ in pieces)
            near, far = min(first for _, (first, _) in pieces), max(last for _, (_, last) in pieces)
            together = far - near < options.summary_ratio * length or total > options.summary_piece * len(pieces)
            if 2 * total > length and together:
                return found
        kept = [one for n, one in inside if 2 * n <= one.span[side][1] - one.span[side][0]]
        return [*kept, Found((stretch, source) if side == 0 else (source, stretch), is_summary=True)]

    def standing_out(self, side: int) -> tuple[Stretch, float]:
        """The stretch whose words stand in the other article far more than those around it, and its evidence."""
        there = set(self.sides[1 - side].terms)
        mass = whole = 1e-9
        for term in self.sides[side].terms:
            whole += self.weight[term]
            mass += self.weight[term] if term in there else 0.0
        outside = min(max(mass / whole, 0.1), 0.85)
        inside = min(outside + self.options.scan_contrast, 0.95)
        gain, loss = math.log(inside / outside), math.log((1.0 - inside) / (1.0 - outside))
        stretch, best, total, begin = (0, 0), 0.0, 0.0, 0
        for k, term in enumerate(self.sides[side].terms):
            total += self.weight[term] * (gain if term in there else loss)
            if total <= 0.0:
                total, begin = 0.0, k + 1
            elif total > best:
                best, stretch = total, (begin, k + 1)
        return stretch, best

    def drawn_on(self, stretch: Stretch, side: int) -> Stretch:
        """From the first to the last sentence of the other side that shares weighty words with the stretch."""
        said = set(self.sides[side].terms[slice(*stretch)])
        other = self.sides[1 - side]
        sharing = [
            s
            for s, sentence in enumerate(other.sentences)
            if added_up(self.weight[term] for term in sentence if term in said) >= 1.0
        ]
        if not sharing:
            return 0, 0
        if sharing[-1] + 1 - sharing[0] >= self.options.summary_whole * len(other.sentences):
            return 0, len(other)
        return other.border[sharing[0]], other.border[sharing[-1] + 1]

    # Measures

    def row(self, number: int, one: Found) -> Row:
        (a, a_end), (b, b_end) = one.span
        words = [side.words[slice(*stretch)] for side, stretch in zip(self.sides, one.span, strict=True)]
        run = min(int(self.options.run), len(words[0]), len(words[1]))
        in_a, in_b = common(words[0], words[1], run), common(words[1], words[0], run)
        (mass_a, whole_a), (mass_b, whole_b) = self.matched(one.span, 0), self.matched(one.span, 1)
        return Row(
            pair=number,
            a=self.sides[0].first + a,
            a_end=self.sides[0].first + a_end,
            b=self.sides[1].first + b,
            b_end=self.sides[1].first + b_end,
            is_summary=one.is_summary,
            matched_a=mass_a / max(whole_a, 1e-9),
            matched_b=mass_b / max(whole_b, 1e-9),
            mass=self.evidence(one.span),
            identical=(len(covered(in_a, run)) + len(covered(in_b, run))) / (len(words[0]) + len(words[1])),
            longest=longest_row(in_a) + run - 1 if in_a else 0,
            ordered=self.ordered(one.span),
        )

    def ordered(self, span: Span) -> float:
        a, b = (side.terms[slice(*stretch)] for side, stretch in zip(self.sides, span, strict=True))
        once = {term for term, n in Counter(b).items() if n == 1}
        places = [b.index(term) for term in dict.fromkeys(a) if term in once]
        return longest_rise(places) / len(places) if places else 1.0


def blocks(seeds: list[Seed], gap: int) -> list[list[Seed]]:
    """Seeds that a chain of small gaps joins, in their order."""
    left, made = list(range(len(seeds))), []
    while left:
        block, fresh = set(), {left[0]}
        while fresh:
            block |= fresh
            fresh = {x for x in left if x not in block and any(near(seeds[x], seeds[y], gap) for y in fresh)}
        made.append([seeds[x] for x in sorted(block)])
        left = [x for x in left if x not in block]
    return made


def near(one: Seed, other: Seed, gap: int) -> bool:
    return max(abs(one.i - other.i), abs(one.j - other.j)) <= gap + 1


def added_up(numbers: Iterable[float]) -> float:
    """The plain sum, one after the other; `sum` is more exact than that from Python 3.12 on."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def joined(found: list[Found], gap: int) -> list[Found]:
    """Those that overlap on both sides, or follow each other there closely and in one order, made one."""
    for i, one in enumerate(found):
        for j in range(len(found) - 1, i, -1):
            other = found[j]
            nearest = max(-overlap(mine, theirs) for mine, theirs in zip(one.span, other.span, strict=True))
            straight = (other.span[0][0] < one.span[0][0]) == (other.span[1][0] < one.span[1][0])
            if nearest < 0 or (nearest <= gap and straight):
                a, b = (hull_of(mine, theirs) for mine, theirs in zip(one.span, other.span, strict=True))
                return joined([*found[:i], Found((a, b)), *found[i + 1 : j], *found[j + 1 :]], gap)
    return found


def put(span: Span, side: int, stretch: Stretch) -> Span:
    return (stretch, span[1]) if side == 0 else (span[0], stretch)


def overlap(one: Stretch, other: Stretch) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def hull_of(one: Stretch, other: Stretch) -> Stretch:
    return min(one[0], other[0]), max(one[1], other[1])


def farthest(places: Sequence[int], evidence: dict[int, float]) -> int | None:
    """The place at which the sum of the evidence so far is the highest, if it is ever above 0."""
    place, best, total = None, 0.0, 0.0
    for k in places:
        total += evidence[k]
        if total > best:
            best, place = total, k
    return place


def snap(border: list[int], stretch: Stretch, least: float) -> Stretch:
    """The stretch with its first and its last sentence whole, where enough of them lies inside."""
    first, last = stretch
    for begin, end in pairwise(border):
        if begin <= first < end and overlap((begin, end), stretch) >= least * (end - begin):
            first = begin
    for begin, end in pairwise(border):
        if begin < last <= end and overlap((begin, end), stretch) >= least * (end - begin):
            last = end
    return first, last


def common(words: list[int], others: list[int], run: int) -> list[int]:
    """The places at which a run of words begins that the others have too."""
    theirs = {tuple(others[j : j + run]) for j in range(len(others) - run + 1)}
    return [i for i in range(len(words) - run + 1) if tuple(words[i : i + run]) in theirs]


def covered(begins: list[int], run: int) -> set[int]:
    return {k for i in begins for k in range(i, i + run)}


def longest_row(numbers: list[int]) -> int:
    """The most whole numbers in a row."""
    there = set(numbers)
    best = 0
    for n in numbers:
        if n - 1 not in there:
            end = n
            while end in there:
                end += 1
            best = max(best, end - n)
    return best


def longest_rise(numbers: list[int]) -> int:
    """The length of the longest increasing subsequence."""
    tails: list[int] = []
    for n in numbers:
        at = bisect_left(tails, n)
        tails[at : at + 1] = [n]
    return len(tails)
