"""The nouns of syndet: what goes in, what stands in the middle as arrays, and what comes out.

One file a noun, and inside downhill too: clusters know derivations and origins, links and differences know passages.
"""

from __future__ import annotations

from syndet.model.articles import Article, article_dict
from syndet.model.clusters import Cluster
from syndet.model.derivations import Derivation, Flow, Source
from syndet.model.differences import Change, ChangeKind, Difference, PassageDifference
from syndet.model.jsontext import SCHEMA_VERSION, dump_json
from syndet.model.links import LEVELS, Explanation, Level, Link, LinkKind, Manner
from syndet.model.made import made
from syndet.model.origins import Chance, Evidence, Origin, OriginKind
from syndet.model.passages import Passage, PassageKind
from syndet.model.texts import Texts

__all__ = [
    "LEVELS",
    "SCHEMA_VERSION",
    "Article",
    "Chance",
    "Change",
    "ChangeKind",
    "Cluster",
    "Derivation",
    "Difference",
    "Evidence",
    "Explanation",
    "Flow",
    "Level",
    "Link",
    "LinkKind",
    "Manner",
    "Origin",
    "OriginKind",
    "Passage",
    "PassageDifference",
    "PassageKind",
    "Source",
    "Texts",
    "article_dict",
    "dump_json",
    "made",
]
