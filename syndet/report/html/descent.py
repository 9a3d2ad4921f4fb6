"""Who a member of a cluster has its text from, as rows that the page draws a tree and bars from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from syndet.model import Cluster, Derivation


def rows(cluster: Cluster, number: Mapping[str, int]) -> Iterator[list[Any]]:
    """For each member its parent, whether it is from outside, how, how sure, copied share, sources with their shares.

    `number` is the place of each article in the page. Where no derivations were looked for, every member is a root.
    """
    found = {derivation.article: derivation for derivation in cluster.derivations}
    for member in cluster.members:
        yield _row(found[member], number) if member in found else [None, 0, None, None, 0, []]


def _row(derivation: Derivation, number: Mapping[str, int]) -> list[Any]:
    return [
        None if derivation.parent is None else number[derivation.parent],
        int(derivation.outside),
        derivation.how,
        derivation.confidence,
        derivation.copied,
        [[number[source.article], source.share] for source in derivation.sources],
    ]
