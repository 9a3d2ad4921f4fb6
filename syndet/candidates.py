"""Keys to candidate pairs: articles that share enough keys, found by one sort and counted in rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from syndet.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from syndet.sketch import Keys

NEIGHBOURS: Final = 2
"""Articles after it that a member of a bucket over the cap is linked with: one would do for a chain, the
second holds it together where the next article turns out to share nothing."""

_UNIT: Final = 240
"""What a key counts that only two articles have; the worth of every other is a whole number of these parts."""

_USUAL: Final = 400
"""Different keys of a usual article, some 600 words."""

_FEWEST: Final = 50
"""Different keys that every article is taken to have: under them a single key would be too much to go by."""

_BLOCK: Final = 1 << 20
"""Pairs that are counted before they are sorted; a block is 12 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Pairs of articles that are worth comparing.

    Attributes:
        pair: (n, 2) int64, numbers of articles, the smaller first; sorted, each pair once.
        shared: (n,) float64, what the keys that the two share are worth together, as far as they were
            counted: of the articles with a crowded key only some pairs are.
    """

    pair: NDArray[np.int64] = field(repr=False)
    shared: NDArray[np.float64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.pair)


def pairs(keys: list[Keys], *, least_shared: float, cap: int, crowd: int = 1) -> Candidates:
    """The pairs of articles whose shared keys are worth `least_shared` or more, for articles of a usual length.

    A key that only two articles have is worth 1, one that n have ``1 / sqrt(n - 1)``, to 1/240. Long articles share
    more by chance: what is asked of two grows with the fourth root of how many different keys each has, beside
    the usual 400. An article of fewer than 50 counts as one of 50. At `least_shared` 0 one key
    of any worth will do. Measured with the 6 rarest words of a sentence, shuffled passages of PAN13 at 7 pairs an
    article: 0.86 found with neither of the two, 0.90 with the worth, 0.92 with the length, 0.93 with both.

    A key is crowded when more than `cap` articles have it. It links each of them with the first of them and
    with the next `NEIGHBOURS`, in the order of their numbers, and never all with all: the cost is linear, and
    a story in 500 papers still hangs together. Such keys say little one by one (a common phrase)
    and much together (that story, which makes nothing else): it takes `crowd` of them, 1 to 240, to be
    worth 1.
    The order of the keys does not matter, nor do repeats of a key in an article.

    Keys are compared on the bits that the largest article number leaves free: 47 of 64 for 100,000
    articles, where 33 million keys make some 4 false meetings. Takes 20 bytes a key, those of `keys` included,
    however many pairs they make: the list is emptied on the way, so that no key is held in two forms for long.
    Articles should be numbered without large gaps. Raises SettingsError, a ValueError, for a number out of range.
    """
    import numpy as np

    if not least_shared >= 0:
        raise SettingsError("must be 0 or more", field="least_shared")
    if cap < 1:
        raise SettingsError("must be 1 or more", field="cap")
    if not 1 <= crowd <= _UNIT:
        raise SettingsError(f"must be from 1 to {_UNIT}", field="crowd")
    articles = 1 + max((int(part.article.max(initial=0)) for part in keys), default=0)
    blocks = list(_count(_gather(keys, articles, cap, _value(min(cap, articles), crowd)), least_shared))
    return Candidates(
        pair=np.concatenate([pair for pair, _ in blocks]), shared=np.concatenate([shared for _, shared in blocks])
    )


def union(a: Candidates, b: Candidates) -> Candidates:
    """The pairs of either, each with what its keys are worth in both together."""
    import numpy as np

    codes = np.concatenate([_codes(a), _codes(b)])
    shared = np.concatenate([a.shared, b.shared])
    code, place = np.unique(codes, return_inverse=True)
    total = np.zeros(len(code), np.float64)
    np.add.at(total, place, shared)
    return Candidates(pair=_pairs(code), shared=total)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Buckets:
    """The articles that share each key, as `kernels.pairs.gather` fills them in."""

    member: NDArray[np.uint32]
    partners: NDArray[np.uint32]
    worth: NDArray[np.uint8]
    place: NDArray[np.uint64]
    start: NDArray[np.int64]
    own: NDArray[np.int64]


def _value(cap: int, crowd: int) -> NDArray[np.uint8]:
    """(cap + 2,) uint8, what a key counts by how many articles have it; the last one for all above `cap`."""
    import numpy as np

    value = np.empty(cap + 2, np.uint8)
    value[:-1] = np.maximum(_UNIT / np.sqrt(np.maximum(np.arange(cap + 1) - 1, 1)), 1)
    value[-1] = _UNIT // crowd
    return value


def _gather(keys: list[Keys], articles: int, cap: int, value: NDArray[np.uint8]) -> _Buckets:
    import numpy as np

    from syndet.kernels import pairs as kernels

    bits = (articles - 1).bit_length()
    packed = _pack(keys, bits)
    packed.sort()
    buckets = _Buckets(
        member=np.empty(len(packed), np.uint32),
        partners=np.empty(len(packed), np.uint32),
        worth=np.empty(len(packed), np.uint8),
        place=packed,
        start=np.empty(articles + 1, np.int64),
        own=np.zeros(articles, np.int64),
    )
    kernels.gather(
        packed, bits, cap, NEIGHBOURS, value,
        buckets.member, buckets.partners, buckets.worth, buckets.start, buckets.own,
    )  # fmt: skip
    return buckets


def _pack(keys: list[Keys], bits: int) -> NDArray[np.uint64]:
    """Each key with its lowest bits replaced by its article, so that one plain sort orders both; empties the list.

    Measured on 33 million keys: this sort 1.5-1.8 s, argsort of the whole keys 6-6.5 s. Dropping the keys that
    occur once by a bit table first takes the 1.1-1.7 s that it saves.
    """
    import numpy as np

    packed = np.empty(sum(map(len, keys)), np.uint64)
    at = 0
    while keys:
        part = keys.pop()
        piece = packed[at : at + len(part)]
        np.right_shift(part.key, np.uint64(bits), out=piece)
        np.left_shift(piece, np.uint64(bits), out=piece)
        np.bitwise_or(piece, part.article, out=piece)
        at += len(part)
    return packed


def _count(buckets: _Buckets, least_shared: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The pairs that share enough and what it is worth, block after block, in order."""
    import numpy as np

    from syndet.kernels import pairs as kernels

    articles = len(buckets.start) - 1
    size = np.sqrt(np.sqrt(np.maximum(buckets.own, _FEWEST) / _USUAL))  # roots are the same to the bit everywhere
    least = float(least_shared * _UNIT)
    shares, met = np.zeros(articles, np.int32), np.empty(articles, np.uint32)
    most = max(_BLOCK, articles)  # an article must fit, whomever it meets
    code, shared = np.empty(most, np.uint64), np.empty(most, np.int32)
    article = 0
    while article < articles:
        article, n = kernels.count(
            buckets.member, buckets.partners, buckets.worth, buckets.place, buckets.start,
            size, least, article, shares, met, code, shared,
        )  # fmt: skip
        order = np.argsort(code[:n])
        yield _pairs(code[order]), shared[order] / _UNIT


def _pairs(code: NDArray[np.uint64]) -> NDArray[np.int64]:
    """(n, 2) int64 from the smaller article over the larger, 32 bits each."""
    import numpy as np

    pair = np.empty((len(code), 2), np.int64)
    pair[:, 0], pair[:, 1] = code >> np.uint64(32), code & np.uint64(0xFFFFFFFF)
    return pair


def _codes(candidates: Candidates) -> NDArray[np.uint64]:
    import numpy as np

    codes: NDArray[np.uint64] = candidates.pair.astype(np.uint64)
    return codes[:, 0] << np.uint64(32) | codes[:, 1]
