"""Keys to candidate pairs: articles that share enough keys, found by one sort and counted in rows."""

from __future__ import annotations

from collections.abc import Sequence
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

_BLOCK: Final = 1 << 20
"""Pairs that are counted before they are sorted; a block is 12 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Pairs of articles that are worth comparing.

    Attributes:
        pair: (n, 2) int64, numbers of articles, the smaller first; sorted, each pair once.
        shared: (n,) int32, how many keys the two share, as far as they were counted: in a bucket over
            the cap only some pairs are.
    """

    pair: NDArray[np.int64] = field(repr=False)
    shared: NDArray[np.int32] = field(repr=False)

    def __len__(self) -> int:
        return len(self.pair)


def pairs(keys: Sequence[Keys], *, least_shared: int, cap: int) -> Candidates:
    """The pairs of articles that share `least_shared` keys or more.

    A key that more than `cap` articles have links each of them with the first of them and with the next
    `NEIGHBOURS`, in the order of their numbers, and never all with all: the cost is linear in the bucket, and
    a story in 500 papers still hangs together. The order of the keys does not matter, nor do
    repeats of a key in an article.

    Keys are compared on the bits that the largest article number leaves free: 47 of 64 for 100,000
    articles, where 33 million keys make some 4 false meetings. Takes memory for the keys twice over, however
    many pairs they make; articles should be numbered without large gaps. Raises SettingsError, a
    ValueError, for a number below 1.
    """
    import numpy as np

    from syndet.kernels import pairs as kernels

    for name, value in (("least_shared", least_shared), ("cap", cap)):
        if value < 1:
            raise SettingsError("must be 1 or more", field=name)
    articles = 1 + max((int(part.article.max(initial=0)) for part in keys), default=0)
    bits = (articles - 1).bit_length()
    packed = _pack(keys, bits)
    packed.sort()
    member, partners = np.empty(len(packed), np.uint32), np.empty(len(packed), np.uint32)
    start = np.empty(articles + 1, np.int64)
    kernels.gather(packed, bits, cap, NEIGHBOURS, member, partners, start)
    return _count(member, partners, packed, start, least_shared)


def union(a: Candidates, b: Candidates) -> Candidates:
    """The pairs of either, each with the keys it shares in both together."""
    import numpy as np

    codes = np.concatenate([_codes(a), _codes(b)])
    shared = np.concatenate([a.shared, b.shared])
    code, place = np.unique(codes, return_inverse=True)
    total = np.zeros(len(code), np.int32)
    np.add.at(total, place, shared)
    return Candidates(pair=_pairs(code), shared=total)


def _pack(keys: Sequence[Keys], bits: int) -> NDArray[np.uint64]:
    """Each key with its lowest bits replaced by its article, so that one plain sort orders both.

    Measured on 33 million keys: this sort 1.5-1.8 s, argsort of the whole keys 6-6.5 s. Dropping the keys that
    occur once by a bit table first takes the 1.1-1.7 s that it saves.
    """
    import numpy as np

    packed = np.empty(sum(map(len, keys)), np.uint64)
    at = 0
    for part in keys:
        piece = packed[at : at + len(part)]
        np.right_shift(part.key, np.uint64(bits), out=piece)
        np.left_shift(piece, np.uint64(bits), out=piece)
        np.bitwise_or(piece, part.article, out=piece)
        at += len(part)
    return packed


def _count(
    member: NDArray[np.uint32],
    partners: NDArray[np.uint32],
    place: NDArray[np.uint64],
    start: NDArray[np.int64],
    least: int,
) -> Candidates:
    import numpy as np

    from syndet.kernels import pairs as kernels

    articles = len(start) - 1
    shares, met = np.zeros(articles, np.int32), np.empty(articles, np.uint32)
    most = max(_BLOCK, articles)  # an article must fit, whomever it meets
    code, shared = np.empty(most, np.uint64), np.empty(most, np.int32)
    blocks: list[tuple[NDArray[np.int64], NDArray[np.int32]]] = []
    article = 0
    while article < articles:
        article, n = kernels.count(member, partners, place, start, least, article, shares, met, code, shared)
        order = np.argsort(code[:n])
        blocks.append((_pairs(code[order]), shared[order]))
    return Candidates(
        pair=np.concatenate([pair for pair, _ in blocks]), shared=np.concatenate([counts for _, counts in blocks])
    )


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
