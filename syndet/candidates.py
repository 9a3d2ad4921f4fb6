"""Keys to candidate pairs: articles that share enough keys, found by one sort and counted in rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from syndet import columns
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

_STRETCH: Final = 1 << 20
"""Memberships of the articles that a thread counts the pairs of at a time."""


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


class Catalogue:
    """The keys of all articles as they come, in slices by the keys' leading bits, each key in 8 bytes."""

    def __init__(self, articles: int, *, slices: int = 1, filed: bool = False) -> None:
        """Room for the keys of so many `articles`, numbered from 0; `filed` keeps them in temporary files.

        A slice is worked through at a time, `slices` of them, rounded up to a power of two.
        """
        import numpy as np

        self.articles = articles
        self._bits = (slices - 1).bit_length()
        self._slices = [columns.column(np.dtype(np.uint64), filed=filed) for _ in range(1 << self._bits)]

    def add(self, packed: NDArray[np.uint64]) -> None:
        """Take in what `pack` made of some articles' keys."""
        import numpy as np

        first = np.arange(len(self._slices), dtype=np.uint64) << np.uint64(64 - self._bits) if self._bits else [0]
        cuts = [*np.searchsorted(packed, first).tolist(), len(packed)]
        for column, begin, end in zip(self._slices, cuts, cuts[1:], strict=False):
            column.add(packed[begin:end])

    def emptied(self) -> Iterator[NDArray[np.uint64]]:
        """The keys of a slice after the other, in no order; none is held afterwards."""
        import numpy as np

        while self._slices:
            yield np.array(self._slices.pop().closed())

    def __len__(self) -> int:
        return sum(map(len, self._slices))


def pack(keys: Keys, articles: int) -> NDArray[np.uint64]:
    """(n,) each key with its lowest bits replaced by its article's number, rising, each once.

    `articles` says how many bits that takes. One plain sort orders both: measured on 33 million keys, 1.5-1.8 s;
    argsort of the whole keys 6-6.5 s.
    """
    import numpy as np

    bits = np.uint64(max(articles - 1, 0).bit_length())
    packed: NDArray[np.uint64] = (keys.key >> bits << bits) | keys.article
    packed.sort()
    return np.compress(np.diff(packed, prepend=~packed[:1]) != 0, packed)


Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Something that applies a function to many things as `map` does, perhaps several at a time."""


def pairs(keys: Catalogue, *, least_shared: float, cap: int, crowd: int = 1, each: Each = map) -> Candidates:
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
    Neither the order of the keys matters nor how many slices they lie in, nor do repeats of a key in an article.

    Keys are compared on the bits that the largest article number leaves free: 47 of 64 for 100,000
    articles, where 33 million keys make some 4 false meetings. Takes 8 bytes a key while they lie in the
    catalogue, which is emptied on the way, and then 13 for each that another article has too, however many pairs
    they make. `each` is handed the work on slices of keys and on stretches of articles.
    Articles should be numbered without large gaps. Raises SettingsError, a ValueError, for a number out of range.
    """
    import numpy as np

    if not least_shared >= 0:
        raise SettingsError("must be 0 or more", field="least_shared")
    if cap < 1:
        raise SettingsError("must be 1 or more", field="cap")
    if not 1 <= crowd <= _UNIT:
        raise SettingsError(f"must be from 1 to {_UNIT}", field="crowd")
    buckets = _gather(keys, cap, _value(min(cap, keys.articles), crowd), each)
    blocks = [block for some in each(partial(_count, buckets, least_shared), _stretches(buckets)) for block in some]
    return Candidates(
        pair=np.concatenate([np.empty((0, 2), np.int64), *(pair for pair, _ in blocks)]),
        shared=np.concatenate([np.empty(0), *(shared for _, shared in blocks)]),
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
    """The articles that share each key, as `kernels.pairs.gather` and `index` fill them in."""

    member: NDArray[np.uint32]
    partners: NDArray[np.uint32]
    worth: NDArray[np.uint8]
    place: NDArray[Any]
    start: NDArray[np.int64]
    own: NDArray[np.int64]


def _value(cap: int, crowd: int) -> NDArray[np.uint8]:
    """(cap + 2,) uint8, what a key counts by how many articles have it; the last one for all above `cap`."""
    import numpy as np

    value = np.empty(cap + 2, np.uint8)
    value[:-1] = np.maximum(_UNIT / np.sqrt(np.maximum(np.arange(cap + 1) - 1, 1)), 1)
    value[-1] = _UNIT // crowd
    return value


def _gather(keys: Catalogue, cap: int, value: NDArray[np.uint8], each: Each) -> _Buckets:
    import numpy as np

    from syndet.kernels import pairs as kernels

    articles, bits = keys.articles, max(keys.articles - 1, 0).bit_length()

    def gathered(packed: NDArray[np.uint64]) -> tuple[NDArray[Any], ...]:
        packed.sort()
        member, partners = np.empty(len(packed), np.uint32), np.empty(len(packed), np.uint32)
        worth, own = np.empty(len(packed), np.uint8), np.zeros(articles, np.int64)
        n = kernels.gather(packed, bits, cap, NEIGHBOURS, value, member, partners, worth, own)
        return member[:n].copy(), partners[:n].copy(), worth[:n].copy(), own

    own = np.zeros(articles, np.int64)
    parts = tuple(columns.column(np.dtype(kind), filed=False) for kind in (np.uint32, np.uint32, np.uint8))
    for *found, counted in each(gathered, keys.emptied()):
        for column, values in zip(parts, found, strict=True):
            column.add(values)
        own += counted
    member, partners, worth = (column.closed() for column in parts)
    start = np.zeros(articles + 1, np.int64)
    place = np.empty(len(member), np.uint32 if len(member) < 1 << 32 else np.int64)
    kernels.index(member, start, place)
    return _Buckets(member=member, partners=partners, worth=worth, place=place, start=start, own=own)


def _stretches(buckets: _Buckets) -> list[tuple[int, int]]:
    """Stretches of articles with a like number of memberships, first and last, ends exclusive."""
    import numpy as np

    articles = len(buckets.start) - 1
    cuts = np.searchsorted(buckets.start, np.arange(0, len(buckets.place), _STRETCH)[1:]).tolist()
    return [*pairwise(sorted({0, *cuts, articles}))]


def _count(
    buckets: _Buckets, least_shared: float, stretch: tuple[int, int]
) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The pairs whose first is in the stretch that share enough, and what it is worth, in blocks, in order."""
    import numpy as np

    from syndet.kernels import pairs as kernels

    articles = len(buckets.start) - 1
    size = np.sqrt(np.sqrt(np.maximum(buckets.own, _FEWEST) / _USUAL))  # roots are the same to the bit everywhere
    least = float(least_shared * _UNIT)
    shares, met = np.zeros(articles, np.int32), np.empty(articles, np.uint32)
    most = max(_BLOCK, articles)  # an article must fit, whomever it meets
    code, shared = np.empty(most, np.uint64), np.empty(most, np.int32)
    article, stop = stretch
    blocks = []
    while article < stop:
        article, n = kernels.count(
            buckets.member, buckets.partners, buckets.worth, buckets.place, buckets.start,
            size, least, article, stop, shares, met, code, shared,
        )  # fmt: skip
        order = np.argsort(code[:n])
        blocks.append((_pairs(code[order]), shared[order] / _UNIT))
    return blocks


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
