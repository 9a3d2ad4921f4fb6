"""The nouns of syndet: what goes in, what stands in the middle as arrays, and what comes out."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Level = Literal["copy", "derived", "related"]
LinkKind = Literal["copy", "derived", "related", "none"]
PassageKind = Literal["verbatim", "edited", "paraphrased", "summary"]
Manner = Literal["verbatim", "edited", "paraphrased", "summary", "quote"]
OriginKind = Literal["article", "outside", "unknown"]
ChangeKind = Literal["kept", "changed", "added", "dropped"]

LEVELS: Final[tuple[Level, ...]] = ("copy", "derived", "related")
"""Levels of link, strongest first; a cluster at one level is built from it and all before it."""

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as given; `text` is never changed, every offset of a result points into it.

    Attributes:
        id: unique in a run; a folder's articles are called by their path relative to it.
        source: the outlet that published it.
        published: the publication time as the input states it, unparsed.
        byline: who wrote it, or whose text it says it is.
        extra: every other column of the input row, carried through.
        found: where the fields stood that no record states, by their names: "published": "JSON-LD datePublished".
    """

    id: str
    text: str = field(repr=False)
    title: str | None = None
    source: str | None = None
    published: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    found: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        compared = (name for name, column in Article.__dataclass_fields__.items() if column.compare)
        return all(getattr(self, name) == getattr(other, name) for name in compared)

    @property
    def length(self) -> int:
        """Code points of the text."""
        return len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """A batch of tokenised articles as flat arrays: articles > paragraphs > sentences > tokens.

    Each level points into the next by its first element, with one closing entry: the tokens of
    sentence `s` are ``sentence_token[s]:sentence_token[s + 1]``. Offsets are code points from the
    start of the token's own article, end exclusive. A paragraph or sentence has at least one token;
    an article may have none.

    Attributes:
        word: (n_tokens,) uint32, hash of the whole folded word.
        term: (n_tokens,) uint32, hash of its prefix stem; of the character bigram in scripts
            that are written without spaces. This is what passages and rare pairs compare.
        start, end: (n_tokens,) int32, code points.
        weight: (n_tokens,) uint8, how rare the word is likely to be from its form alone, 0 to 255; odd
            for a number, and for a name: a word with a capital inside a sentence.
        quoted: (n_tokens,) uint8, 1 inside quotation marks.
        sentence_start, sentence_end: (n_sentences,) int32, code points, punctuation included.
        sentence_token: (n_sentences + 1,) int64.
        paragraph_sentence: (n_paragraphs + 1,) int64.
        article_paragraph: (n_articles + 1,) int64.
    """

    word: NDArray[np.uint32]
    term: NDArray[np.uint32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    weight: NDArray[np.uint8]
    quoted: NDArray[np.uint8]
    sentence_start: NDArray[np.int32]
    sentence_end: NDArray[np.int32]
    sentence_token: NDArray[np.int64]
    paragraph_sentence: NDArray[np.int64]
    article_paragraph: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.article_paragraph) - 1

    @property
    def article_sentence(self) -> NDArray[np.int64]:
        """(n_articles + 1,) int64, the first sentence of each article."""
        return self.paragraph_sentence[self.article_paragraph]

    @property
    def article_token(self) -> NDArray[np.int64]:
        """(n_articles + 1,) int64, the first token of each article."""
        return self.sentence_token[self.article_sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of article `a` and the stretch of article `b` that says the same.

    Attributes:
        a_start, a_end, b_start, b_end: code points into the texts as given, end exclusive.
        kind: how the two stretches relate, decided from the measurements below.
        score: 0 to 1, how sure it is that one stretch comes from the other or from a common source.
        identical: 0 to 1, share of the words that stand in common runs, same words in same order.
        matched: 0 to 1, share of the words, weighted by rarity, that the other side has too.
        ordered: 0 to 1, share of the matched words that keep their order.
        ratio: 0 to 1, words of the shorter side over those of the longer.
        quoted: 0 to 1, share of the words that stand inside quotation marks.
        boilerplate: whether it is for the most part what frames many articles of its source, such as a contact
            line; it is shown, and counts for nothing.
    """

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    kind: PassageKind
    score: float
    identical: float
    matched: float
    ordered: float
    ratio: float
    quoted: float
    boilerplate: bool

    @property
    def length(self) -> int:
        """Code points on both sides together."""
        return self.a_end - self.a_start + self.b_end - self.b_start

    def mirrored(self) -> Passage:
        """The same passage seen from the other article."""
        return Passage(
            a=self.b,
            a_start=self.b_start,
            a_end=self.b_end,
            b=self.a,
            b_start=self.a_start,
            b_end=self.a_end,
            kind=self.kind,
            score=self.score,
            identical=self.identical,
            matched=self.matched,
            ordered=self.ordered,
            ratio=self.ratio,
            quoted=self.quoted,
            boilerplate=self.boilerplate,
        )

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values."""
        return {
            "a": self.a,
            "a_start": self.a_start,
            "a_end": self.a_end,
            "b": self.b,
            "b_start": self.b_start,
            "b_end": self.b_end,
            "kind": self.kind,
            "score": self.score,
            "identical": self.identical,
            "matched": self.matched,
            "ordered": self.ordered,
            "ratio": self.ratio,
            "quoted": self.quoted,
            "boilerplate": self.boilerplate,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two articles share; falsy when that is nothing.

    Boilerplate counts for nothing in it: neither its passages nor its words.

    Attributes:
        kind: the level of the link: "copy", "derived" or "related"; "none" without one.
        how: the kind of passage that covers most of it; "quote" if what they share is nearly all quoted, which
            is never more than related; None without passages that count.
        coverage_a, coverage_b: 0 to 1, share of the words of `a` (of `b`) that stand in passages.
        strength: 0 to 1, share of the words of the more covered side that the other side says too, quotations
            left out; this makes a link "derived", and clusters grow by it.
        score: 0 to 1, how sure the link is: its best passage's score.
        jaccard: 0 to 1, exact Jaccard similarity of the two sets of word shingles.
        passages: in the order of `a`, every one with this link's `a` and `b`.
    """

    a: str
    b: str
    kind: LinkKind
    how: Manner | None
    coverage_a: float
    coverage_b: float
    strength: float
    score: float
    jaccard: float
    passages: tuple[Passage, ...] = field(repr=False)

    def __bool__(self) -> bool:
        return self.kind != "none"

    def mirrored(self) -> Link:
        """The same link seen from the other article."""
        passages = sorted((p.mirrored() for p in self.passages), key=lambda p: (p.a_start, p.b_start))
        return Link(
            a=self.b,
            b=self.a,
            kind=self.kind,
            how=self.how,
            coverage_a=self.coverage_b,
            coverage_b=self.coverage_a,
            strength=self.strength,
            score=self.score,
            jaccard=self.jaccard,
            passages=tuple(passages),
        )

    def to_dict(self) -> dict[str, Any]:
        """The link as plain JSON values, without its passages."""
        return {
            "a": self.a,
            "b": self.b,
            "kind": self.kind,
            "how": self.how,
            "coverage_a": self.coverage_a,
            "coverage_b": self.coverage_b,
            "strength": self.strength,
            "score": self.score,
            "jaccard": self.jaccard,
        }


_SEEN_FROM_THE_OTHER_SIDE: Final[Mapping[ChangeKind, ChangeKind]] = {
    "kept": "kept",
    "changed": "changed",
    "added": "dropped",
    "dropped": "added",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words of one side of a passage and those that stand in their place on the other.

    Attributes:
        kind: "kept" for the same words, but for case, accents and marks; "changed" for others; "added"
            for words of `b` alone, "dropped" for words of `a` alone.
        a_start, a_end, b_start, b_end: code points into the texts as given, end exclusive; the side
            without words is empty and says where they would stand.
    """

    kind: ChangeKind
    a_start: int
    a_end: int
    b_start: int
    b_end: int

    def mirrored(self) -> Change:
        """The same change seen from the other article."""
        return Change(
            kind=_SEEN_FROM_THE_OTHER_SIDE[self.kind],
            a_start=self.b_start,
            a_end=self.b_end,
            b_start=self.a_start,
            b_end=self.a_end,
        )

    def to_dict(self) -> dict[str, Any]:
        """The change as plain JSON values."""
        return {
            "kind": self.kind,
            "a_start": self.a_start,
            "a_end": self.a_end,
            "b_start": self.b_start,
            "b_end": self.b_end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDifference:
    """A passage and the changes that lead from its `a` to its `b`.

    Attributes:
        changes: in the order of the text; one after the other they are all of the passage on either
            side, kept ones and others by turns.
    """

    passage: Passage
    changes: tuple[Change, ...] = field(repr=False)

    def mirrored(self) -> PassageDifference:
        """The same seen from the other article."""
        return PassageDifference(
            passage=self.passage.mirrored(), changes=tuple(change.mirrored() for change in self.changes)
        )

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values, with its changes as one more key."""
        return {**self.passage.to_dict(), "changes": [change.to_dict() for change in self.changes]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two articles keep, change, add and drop inside the passages that they share.

    Attributes:
        passages: those of the link, in its order, each with its changes.
    """

    a: str
    b: str
    passages: tuple[PassageDifference, ...] = field(repr=False)

    def mirrored(self) -> Difference:
        """The same difference seen from the other article."""
        passages = sorted(
            (part.mirrored() for part in self.passages), key=lambda part: (part.passage.a_start, part.passage.b_start)
        )
        return Difference(a=self.b, b=self.a, passages=tuple(passages))

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain JSON values."""
        return {"a": self.a, "b": self.b, "passages": [part.to_dict() for part in self.passages]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One observation that speaks for or against an origin.

    Attributes:
        kind: "time", "credit", "containment", "paraphrase", "quotation", "phylogeny" or "role".
        text: the observation as one plain sentence.
        article: the id of the article that it speaks for, None when it speaks for a source outside.
        weight: log-odds that it adds; negative speaks against.
    """

    kind: str
    text: str
    article: str | None
    weight: float

    def to_dict(self) -> dict[str, Any]:
        """The evidence as plain JSON values."""
        return {"kind": self.kind, "text": self.text, "article": self.article, "weight": self.weight}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How probable it is that one member of a cluster had its text first.

    Attributes:
        probability: 0 to 1.
    """

    article: str
    probability: float

    def to_dict(self) -> dict[str, Any]:
        """The chance as plain JSON values."""
        return {"article": self.article, "probability": self.probability}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who most likely had a cluster's text first.

    Attributes:
        article: the id of that article, None unless `kind` is "article".
        kind: "article"; "outside" for a source that is not in the set; "unknown".
        name: the outside source as the texts name it ("Reuters"), or None.
        confidence: 0 to 1 that the verdict holds; 0 for "unknown".
        reason: one plain sentence on why.
        ranking: every member with its probability, the most probable first; empty if nothing was weighed.
        outside, unknown: 0 to 1, the probabilities that none of them had it first and that it cannot be told; with
            those of the members they sum to 1, but for rounding.
        evidence: the heaviest first.
    """

    article: str | None
    kind: OriginKind
    name: str | None
    confidence: float
    reason: str
    ranking: tuple[Chance, ...] = field(default=(), repr=False)
    outside: float = 0.0
    unknown: float = 1.0
    evidence: tuple[Evidence, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The origin as plain JSON values."""
        return {
            "article": self.article,
            "kind": self.kind,
            "name": self.name,
            "confidence": self.confidence,
            "reason": self.reason,
            "ranking": [chance.to_dict() for chance in self.ranking],
            "outside": self.outside,
            "unknown": self.unknown,
            "evidence": [e.to_dict() for e in self.evidence],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A member of a cluster from which another has some of its text.

    Attributes:
        article: its id.
        share: 0 to 1, share of the other's text, code points, that it has from here and from no source named before.
        how: the kind of passage that covers most of what the two share; "quote" if that is nearly all quoted.
    """

    article: str
    share: float
    how: Manner

    def to_dict(self) -> dict[str, Any]:
        """The source as plain JSON values."""
        return {"article": self.article, "share": self.share, "how": self.how}


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Where a member of a cluster has its text from; those of all members are a tree.

    Attributes:
        article: its id.
        parent: the member that it most likely copied from, first of all; None for none of them.
        outside: whether it has what it shares from a source that is not in the set; only without a parent.
        confidence: 0 to 1 that it has its text from this parent; without one, that it has it from no member.
        lag: minutes from the parent's publication to its own where both times allow it, else None; below 0
            where the clocks contradict the texts.
        copied: 0 to 1, share of its text, code points, that it has from others.
        sources: whom it has that from, the parent first, then others for what the parent does not have.
        own: the stretches that are its own, (start, end) in code points, end exclusive, in order.
    """

    article: str
    parent: str | None
    outside: bool
    confidence: float
    lag: int | None
    copied: float
    sources: tuple[Source, ...]
    own: tuple[tuple[int, int], ...] = field(repr=False)

    @property
    def how(self) -> Manner | None:
        """How it was copied from its parent; None without one."""
        return self.sources[0].how if self.sources else None

    def to_dict(self) -> dict[str, Any]:
        """The derivation as plain JSON values."""
        return {
            "article": self.article,
            "parent": self.parent,
            "outside": self.outside,
            "confidence": self.confidence,
            "lag": self.lag,
            "copied": self.copied,
            "how": self.how,
            "sources": [source.to_dict() for source in self.sources],
            "own": [list(stretch) for stretch in self.own],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How often and how late one outlet took text from another, over all clusters.

    Attributes:
        source, target: the outlets, whose text it was and who took it; the same for an outlet's own reissues.
        articles: articles of the target whose parent is the source's.
        confidence: 0 to 1, the mean confidence of these derivations.
        lag: the median of their lags in minutes, None where no lag is known.
        lags: how many of them have one.
    """

    source: str
    target: str
    articles: int
    confidence: float
    lag: float | None
    lags: int

    def to_dict(self) -> dict[str, Any]:
        """The flow as plain JSON values."""
        return {
            "source": self.source,
            "target": self.target,
            "articles": self.articles,
            "confidence": self.confidence,
            "lag": self.lag,
            "lags": self.lags,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Two or more articles that carry one text between them.

    Attributes:
        id: the representative's article id.
        members: article ids, sorted.
        cohesion: 0 to 1, share of the compared pairs of members that are linked at the clusters' level.
        warnings: what a reader should know before relying on it.
        origins: how many independent origins its text has, in the set or outside; None where none was looked for.
        derivations: where each member has its text from, in the order of the members; empty where none was looked for.
    """

    id: str
    members: tuple[str, ...]
    origin: Origin
    cohesion: float
    warnings: tuple[str, ...] = ()
    origins: int | None = None
    derivations: tuple[Derivation, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.members)

    def to_dict(self) -> dict[str, Any]:
        """The cluster as plain JSON values."""
        return {
            "id": self.id,
            "members": list(self.members),
            "origin": self.origin.to_dict(),
            "cohesion": self.cohesion,
            "warnings": list(self.warnings),
            "origins": self.origins,
            "derivations": [derivation.to_dict() for derivation in self.derivations],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two articles are linked, or why they are not.

    Attributes:
        link: what was found between them, "none" included.
        reasons: plain sentences, the decisive one first.
    """

    link: Link
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON values."""
        return {
            "link": self.link.to_dict(),
            "passages": [p.to_dict() for p in self.link.passages],
            "reasons": list(self.reasons),
        }


def article_dict(article: Article, cluster: str | None) -> dict[str, Any]:
    """The article as plain JSON values, without its text; `cluster` is the id of the one that it is in."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
        "cluster": cluster,
        "length": article.length,
        "extra": dict(article.extra),
        "found": dict(article.found),
    }


def _finite(value: Any) -> Any:
    """The value with null for every number that JSON cannot say."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(part) for key, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, (list, tuple)) else value


_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_json(value: object, *, indent: int | None = None, separators: tuple[str, str] | None = None) -> str:
    """JSON text of `value`, readable as written, with only lone surrogates escaped."""
    try:
        text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, default=str, allow_nan=False)
    except ValueError:  # JSON has no NaN and no infinity; an input's own columns may
        text = json.dumps(_finite(value), ensure_ascii=False, indent=indent, separators=separators, default=str)
    return text if text.isascii() else _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
