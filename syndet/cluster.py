"""Links to clusters: groups grow by average linkage and every member answers to a representative.

So a chain of weak links never becomes one giant cluster: two groups become one only if most of the
pairs compared between them are linked.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Check = Callable[[NDArray[np.int64]], NDArray[np.float64]]
    """Pairs that nobody has compared yet, rising, to how strong they are, NaN for those that turn out not linked."""

KINSHIP: Final = 0.6
"""How strong the links between two groups of several must be, in proportion to those within the looser
of them: the copies of one story and the copies of another that quotes the same speech stay apart."""

LOOSE: Final = 0.5
"""Cohesion below which a cluster is told to be loose: half of its members share nothing with each other."""

MOST: Final = 0.5
"""Share of the pairs compared between two groups that must be linked for them to become one."""

_ALONE: Final = -1


def group(pair: NDArray[np.int64], strength: NDArray[np.float64], check: Check) -> tuple[list[list[int]], list[float]]:
    """Clusters of two or more articles, each its representative first and then its members in order; with cohesions.

    The strongest pairs of groups become one first (average linkage over compared pairs). In each group the article with
    the strongest links is its representative; members that `check` finds not to be linked with it form groups among
    themselves. Largest cluster first. Cohesion is the share of the compared pairs among the members that are linked,
    0 to 1. `check` is asked for at most one pair an article in each round.

    `pair`: (n, 2) the pairs that were compared, each once and rising, the smaller number first; `strength`: (n,) how
    strong they are, 0 or more, NaN for those that are not linked.
    """
    import numpy as np

    article = _distinct(pair)
    pair = np.searchsorted(article, pair)
    known = [(pair, strength)]
    home = np.full(len(article), _ALONE)  # the representative of each article's cluster
    while len(pair):
        hub, other = _spokes(pair, strength, len(article))
        spoke = np.stack([np.minimum(hub, other), np.maximum(hub, other)], axis=1)
        place = _places(spoke, pair, len(article))
        found, fresh = strength[place], place < 0
        if fresh.any():
            found[fresh] = check(article[spoke[fresh]])
            known.append((spoke[fresh], found[fresh]))
        linked = ~np.isnan(found)
        home[other[linked]] = home[hub[linked]] = hub[linked]
        left = np.zeros(len(article), np.bool_)
        left[other[~linked]] = True
        still = left[pair].all(axis=1)
        pair, strength = pair[still], strength[still]
    pair, strength = (np.concatenate(parts) for parts in zip(*known, strict=True))
    members, hubs = _listed(home, article)
    return members, _cohesion(home, pair, ~np.isnan(strength))[hubs].tolist()


def _spokes(
    pair: NDArray[np.int64], strength: NDArray[np.float64], articles: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The representative of each article that has another in its group, and that article; rising as pairs."""
    import numpy as np

    root = _agglomerated(pair, strength, articles)
    inside = ~np.isnan(strength) & (root[pair[:, 0]] == root[pair[:, 1]])
    hub = _hubs(pair[inside], strength[inside], root)[root]
    other = np.flatnonzero(hub != np.arange(articles))
    hub = hub[other]
    rising = np.lexsort((np.maximum(hub, other), np.minimum(hub, other)))
    return hub[rising], other[rising]


def _distinct(pair: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers in some pairs, rising, each once."""
    import numpy as np

    number = np.sort(pair, axis=None)
    return number[np.diff(number, prepend=-1) > 0]  # np.unique loads masked arrays, 15 ms


def _agglomerated(pair: NDArray[np.int64], strength: NDArray[np.float64], articles: int) -> NDArray[np.int64]:
    """(n_articles,) for each article one of its group, the same for all in it (sparse UPGMA)."""
    import numpy as np

    from syndet.kernels import linkage as kernels

    linked, edges = ~np.isnan(strength), len(pair)
    tally = np.stack([np.where(linked, strength, 0.0), linked, np.ones(edges)], axis=1)
    root = np.arange(articles, dtype=np.int64)
    kernels.agglomerate(
        pair.ravel().copy(),
        tally,
        np.zeros((articles, 2)),
        MOST,
        KINSHIP,
        np.zeros(1 << (2 * edges).bit_length(), np.int64),
        np.empty((2 * edges, 2), np.int64),
        np.full(articles, -1, np.int64),
        np.zeros(articles, np.int64),
        np.empty(edges, np.int64),
        np.full(edges, -1, np.int64),
        root,
    )
    return root


def _places(some: NDArray[np.int64], pair: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """Where some pairs stand among others, which rise; -1 for those that are not there."""
    import numpy as np

    code, wanted = (both[:, 0] * articles + both[:, 1] for both in (pair, some))
    place = np.searchsorted(code, wanted)
    place[place == len(code)] = 0
    return np.where(code[place] == wanted, place, -1)


def _listed(home: NDArray[np.int64], article: NDArray[np.int64]) -> tuple[list[list[int]], NDArray[np.int64]]:
    """The clusters, the largest first, each its representative first; and their representatives' places."""
    import numpy as np

    member = np.flatnonzero(home != _ALONE)
    size, least = np.bincount(home[member], minlength=len(home)), np.full(len(home), len(home))
    np.minimum.at(least, home[member], member)
    hubs = np.flatnonzero(size)
    hubs = hubs[np.lexsort((least[hubs], -size[hubs]))]
    rank = np.empty(len(home), np.int64)
    rank[hubs] = np.arange(len(hubs))
    member = member[np.lexsort((member != home[member], rank[home[member]]))]
    return _cut(article[member], size[hubs]), hubs


def _cut(members: NDArray[np.int64], size: NDArray[np.int64]) -> list[list[int]]:
    """The members of all clusters, cluster by cluster."""
    import numpy as np

    numbers = members.tolist()
    return [numbers[begin:end] for begin, end in pairwise([0, *np.cumsum(size).tolist()])]


def _cohesion(home: NDArray[np.int64], pair: NDArray[np.int64], linked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(n_articles,) the share of the pairs within the cluster of each representative that are linked."""
    import numpy as np

    own = home[pair[:, 0]]
    inside = (own == home[pair[:, 1]]) & (own != _ALONE)
    known, held = (np.bincount(own[some], minlength=len(home)) for some in (inside, inside & linked))
    return np.where(known > 0, held, 1) / np.maximum(known, 1)


def apart(linked: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """(n_articles,) for each article the first of all that linked pairs hold together with it.

    No cluster reaches across two of these: pairs may be handed to `group` in parts, as long as each part holds all
    pairs of those that are in it. `linked`: (n, 2) numbers of articles.
    """
    import numpy as np

    from syndet.kernels import components as kernels

    root = np.arange(articles, dtype=np.int64)
    kernels.join(linked, root)
    return root


def plain(
    linked: NDArray[np.int64], strength: NDArray[np.float64], compared: NDArray[np.int64], articles: int
) -> tuple[list[list[int]], NDArray[np.int64]]:
    """Clusters that need no growing, as most of copies, and which articles are left to `group`.

    A cluster is plain if all pairs that were compared of what hangs together are linked, none much stronger than
    another, and each article with the representative. It is what `group` would make of these pairs: the representative
    first, then the other members in order.

    `linked`: (n, 2) pairs, rising, with how strong they are, (n,); `compared`: (m, 2) these and all others. What is
    left is (n_articles,) for each article the first of what hangs together with it, -1 for those that are settled.
    """
    import numpy as np

    root = apart(linked, articles)
    own = root[linked[:, 0]]
    size, held = np.bincount(root, minlength=articles), np.bincount(own, minlength=articles)
    within = root[compared[:, 0]]
    known = np.bincount(within[within == root[compared[:, 1]]], minlength=articles)
    weakest, strongest = np.full(articles, np.inf), np.zeros(articles)
    np.minimum.at(weakest, own, strength)
    np.maximum.at(strongest, own, strength)
    hub = _hubs(linked, strength, root)
    links_of = np.bincount(linked.ravel(), minlength=articles)
    simple = (known == held) & (weakest >= KINSHIP * strongest) & (links_of[hub] == size - 1) & (size > 1)
    left = np.where(simple[root] | (size[root] == 1), -1, root)
    member = np.flatnonzero(simple[root])
    member = member[np.lexsort((member != hub[root[member]], root[member]))]
    return _cut(member, size[simple]), left


def _hubs(linked: NDArray[np.int64], strength: NDArray[np.float64], root: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n_articles,) at each root the article with the strongest links in sum, the first of several."""
    import numpy as np

    # Sums of floats depend on their order: that of the pairs, both articles of each in turn.
    total = np.bincount(linked.ravel(), weights=np.repeat(strength, 2), minlength=len(root))
    order = np.lexsort((-total, root))[::-1]
    hub = np.arange(len(root))
    hub[root[order]] = order  # the last one stays
    return hub


def warnings(cohesion: float) -> tuple[str, ...]:
    """What a reader should know of a cluster as cohesive as that."""
    if cohesion >= LOOSE:
        return ()
    return (f"A loose cluster: only {cohesion:.0%} of its compared pairs are linked; look at the passages.",)
