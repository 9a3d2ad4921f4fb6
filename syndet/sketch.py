"""Tokens to keys: word shingles, MinHash signatures and their bands, rare pairs; to and from datasketch.

Everything here is a function of an article's own text, without statistics of the others: the answer for
a batch is the answers for its parts, one after the other, so batches may be cut and run in threads.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from syndet.errors import InputError, SettingsError

if TYPE_CHECKING:
    import numpy as np
    from datasketch import MinHash  # type: ignore[import-untyped]  # it ships no types
    from numpy.typing import NDArray

    from syndet.model import Texts


PARAGRAPH_BANDS: Final = 2
"""Bands of a paragraph's signature that are keys. They are for the paragraph that stands unchanged in many articles,
whose rare pairs are all crowded: equal signatures agree in every band. Of 15,800 derived pairs of wire
stories, 16 bands find 14 that rare pairs do not, and make a fifth of all keys."""

TELLING: Final = 40
"""Weight of a term from which it makes keys with its neighbours: words of four letters or more, numbers of two
digits. From 50 on there are a fifth fewer keys, and WMT needs half as many pairs again for the same recall."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Keys:
    """What articles can be found by: two articles that share a key may share a passage.

    Attributes:
        key: (n,) uint64, spread evenly over its range.
        article: (n,) uint32, the number of the article that has the key; one article may repeat a key.
    """

    key: NDArray[np.uint64] = field(repr=False)
    article: NDArray[np.uint32] = field(repr=False)

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sketch:
    """The MinHash side of a batch of articles.

    Attributes:
        signature: (n_articles, permutations) uint32, all 0xFFFFFFFF for an article without words.
        keys: one key a band for the whole article, fewer for each of its paragraphs.
    """

    signature: NDArray[np.uint32] = field(repr=False)
    keys: Keys


def shingle_hashes(
    texts: Texts, *, size: int, within: Literal["article", "paragraph"] = "article"
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hashes of all word shingles in reading order, and where each article's or paragraph's begin.

    A shingle is `size` words in a row, compared folded. Those within an article run across the borders of
    its paragraphs; those within a paragraph stop there. What is shorter than `size` words is one
    shingle of all its words; an article without words has none.

    Returns (n,) uint32 and (n_articles + 1,) or (n_paragraphs + 1,) int64. Raises SettingsError, a
    ValueError, for a size below 1.
    """
    borders = texts.article_token if within == "article" else _paragraph_token(texts)
    return _shingles(texts, borders[:-1], borders[1:], size)


def signatures(texts: Texts, *, shingle: int, permutations: int, seed: int = 1) -> NDArray[np.uint32]:
    """The MinHash signature of each article, (n_articles, permutations) uint32.

    It is the element-wise least of the article's paragraphs, and bit for bit what `datasketch.MinHash`
    (2.x, scheme "affine32", the same seed) holds when it is fed the article's 32-bit shingle hashes within
    paragraphs. Raises SettingsError, a ValueError, for a number below 1.
    """
    return sketch(texts, shingle=shingle, permutations=permutations, bands=0, seed=seed).signature


def sketch(
    texts: Texts,
    *,
    shingle: int,
    permutations: int,
    bands: int,
    paragraph_bands: int = PARAGRAPH_BANDS,
    first: int = 0,
    seed: int = 1,
) -> Sketch:
    """The signatures of the articles, and the band keys of their paragraphs and of themselves, in one pass.

    A band is ``permutations // bands`` values of a signature, left to right; what is left over stays out.
    Paragraphs and articles share the keys of a band, so that an article that is one paragraph meets the same
    paragraph inside another; paragraphs of longer articles have the first `paragraph_bands` alone.
    Articles are numbered from `first`. Raises SettingsError, a ValueError, for a shingle or permutations
    below 1, bands outside 0 to `permutations`, or paragraph bands below 0.
    """
    import numpy as np

    from syndet.kernels import minhash

    _require(shingle >= 1, "shingle", "must be 1 word or more")
    _require(permutations >= 1, "permutations", "must be 1 or more")
    _require(0 <= bands <= permutations, "bands", "must be 0 or more and not exceed the permutations")
    _require(paragraph_bands >= 0, "paragraph_bands", "must be 0 or more")
    a, b = draw(permutations, seed)
    paragraph_token = _paragraph_token(texts)
    longest = int(np.diff(paragraph_token).max(initial=0))
    paragraphs = np.diff(texts.article_paragraph)
    paragraph_bands = min(paragraph_bands, bands)
    n_keys = bands * int((paragraphs > 0).sum()) + paragraph_bands * int(paragraphs[paragraphs > 1].sum())
    signature = np.empty((len(texts), permutations), np.uint32)
    keys = Keys(key=np.empty(n_keys, np.uint64), article=np.empty(n_keys, np.uint32))
    mixed, row = np.empty(longest, np.uint32), np.empty(permutations, np.uint32)
    minhash.sketch(
        texts.word, paragraph_token, texts.article_paragraph, shingle, a, b, bands, paragraph_bands, first,
        mixed, row, signature, keys.key, keys.article,
    )  # fmt: skip
    return Sketch(signature=signature, keys=keys)


def rare_pair_keys(texts: Texts, *, words: int = 4, telling: int = TELLING, first: int = 0) -> Keys:
    """A key for every unordered pair among each sentence's `words` rarest terms, and for every two neighbours.

    The rarest are those of the highest weight; equals are drawn by their scrambled hash, so that two copies of a
    sentence draw alike. A term counts once a sentence, at its highest weight; terms of weight 0
    never do. Such a pair survives translation, reordering and paraphrase. Neighbours are two different terms of
    weight `telling` or more without a third between them, in one sentence or across sentences: such a pair survives
    where sentences end elsewhere, as in shuffled text, lists and wrapped lines. Measured at 7 pairs an article,
    verbatim and shuffled passages of PAN13 and passages of WMT: 0.988, 0.931 and 0.977 by the first alone (with 6
    words, four fifths of the keys), 1, 0.984 and 0.965 by the second alone, 1, 0.987 and 0.981 by both.
    Articles are numbered from `first`. Raises SettingsError, a ValueError, for fewer than 2 words.
    """
    import numpy as np

    from syndet.kernels import minhash

    _require(words >= 2, "words", "must be 2 or more")
    taken = np.minimum(np.diff(texts.sentence_token), words)
    most = int((taken * (taken - 1) // 2).sum()) + len(texts.term)
    key, article = np.empty(most, np.uint64), np.empty(most, np.uint32)
    # A repeated key in one article is left in: candidates.pairs counts it once, after a sort it needs anyway.
    n = minhash.rare_pairs(
        texts.term, texts.weight, texts.sentence_token, texts.article_sentence, telling, first,
        np.empty(words, np.uint64), key, article,
    )  # fmt: skip
    return Keys(key=key[:n].copy(), article=article[:n].copy())  # a slice would hold on to all the room


def jaccard(texts: Texts, pairs: NDArray[np.int64], *, shingle: int) -> NDArray[np.float64]:
    """The exact Jaccard similarity of each pair of articles, (n_pairs,) float64, 0 to 1.

    It compares the sets of the articles' word shingles (`shingle_hashes` within articles); two
    articles without words share nothing: 0. `pairs` is (n_pairs, 2) int64, places in `texts`. Only
    the articles in pairs are looked at, each once. Raises SettingsError, a ValueError, for a
    shingle below 1.
    """
    import numpy as np

    from syndet.kernels import minhash

    articles, pair = np.unique(pairs, return_inverse=True)
    pair = pair.reshape(pairs.shape).astype(np.int64, copy=False)
    # Only of these: `Texts.article_token` would be made for all articles, at every batch of pairs.
    first, last = (
        texts.sentence_token[texts.paragraph_sentence[texts.article_paragraph[articles + n]]] for n in (0, 1)
    )
    hashes, start = _shingles(texts, first, last, shingle)
    most = np.diff(start)[pair].sum(axis=1).max(initial=8)
    table = np.empty(1 << (2 * int(most) - 1).bit_length(), np.uint64)
    similarity = np.empty(len(pair), np.float64)
    minhash.jaccard(hashes, start, pair, table, similarity)
    return similarity


def to_datasketch(signature: NDArray[np.uint32], *, seed: int = 1) -> MinHash:
    """A `datasketch.MinHash` that holds one row of `signatures`, made with the same seed.

    It can be compared with, merged into and indexed beside any other of the scheme "affine32" and that
    seed whose elements were the same shingle hashes; `update` takes such a hash as it is.
    """
    from datasketch import MinHash

    return MinHash(hashvalues=signature, seed=seed, scheme="affine32", hashfunc=int)


def from_datasketch(minhash: MinHash) -> NDArray[np.uint32]:
    """The signature that a `datasketch.MinHash` (or LeanMinHash) holds, (permutations,) uint32, as a copy.

    Raises InputError, a ValueError, if it was made with another scheme than "affine32".
    """
    import numpy as np

    if minhash.scheme != "affine32":
        raise InputError(f"a MinHash of scheme {minhash.scheme!r}", advice='make it with scheme="affine32"')
    return np.array(minhash.hashvalues, dtype=np.uint32)


def draw(n: int, seed: int = 1) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The `a` (odd) and `b` of n permutations ``a * h + b mod 2**32``, drawn as datasketch draws them.

    Drawn here because importing datasketch loads scipy, which takes longer than a small run; and by Python's own
    Mersenne Twister, seeded as numpy seeds its RandomState (Matsumoto and Nishimura's init_genrand), because loading
    numpy's takes longer than all the rest of this.
    """
    import numpy as np

    state = [seed]
    for k in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + k) % (1 << 32))
    twister = random.Random()
    twister.setstate((3, (*state, 624), None))
    drawn = np.array([twister.getrandbits(32) for _ in range(2 * n)], np.uint32)
    return drawn[:n] << np.uint32(1) | np.uint32(1), drawn[n:]


def _paragraph_token(texts: Texts) -> NDArray[np.int64]:
    """(n_paragraphs + 1,) int64, the first token of each paragraph."""
    return texts.sentence_token[texts.paragraph_sentence]


def _shingles(
    texts: Texts, begin: NDArray[np.int64], end: NDArray[np.int64], size: int
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The shingle hashes of each stretch of tokens, and where each stretch's begin."""
    import numpy as np

    from syndet.kernels import minhash

    _require(size >= 1, "shingle", "must be 1 word or more")
    words = end - begin
    start = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.where(words > 0, np.maximum(words - size + 1, 1), 0), out=start[1:])
    hashes = np.empty(start[-1], np.uint32)
    minhash.shingles(texts.word, begin, end, size, hashes)
    return hashes, start


def _require(holds: bool, setting: str, problem: str) -> None:
    if not holds:
        raise SettingsError(problem, field=setting)
