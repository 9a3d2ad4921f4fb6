"""Finds the passages that news articles share, clusters the articles, and says who likely had them first.

The whole library is behind the names of `__all__`; each loads what it needs when it is first used,
so that ``import syndet`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from syndet.version import __version__

if TYPE_CHECKING:
    from syndet.errors import (
        DuplicateIdError,
        InputError,
        MissingInputError,
        MissingLibraryError,
        RecordError,
        SettingsError,
        StorageError,
        SyndetError,
        UnknownArticleError,
        UnreadableError,
    )
    from syndet.keeping import Dropped, Selection, dedup
    from syndet.model import (
        Article,
        Change,
        Cluster,
        Difference,
        Evidence,
        Explanation,
        Link,
        Origin,
        Passage,
        PassageDifference,
    )
    from syndet.pipeline import Settings, compare, compare_pairs, detect, diff, explain
    from syndet.readers import Fields, Inputs, Reading, read
    from syndet.result import Result

__all__ = [
    "Article",
    "Change",
    "Cluster",
    "Difference",
    "Dropped",
    "DuplicateIdError",
    "Evidence",
    "Explanation",
    "Fields",
    "InputError",
    "Inputs",
    "Link",
    "MissingInputError",
    "MissingLibraryError",
    "Origin",
    "Passage",
    "PassageDifference",
    "Reading",
    "RecordError",
    "Result",
    "Selection",
    "Settings",
    "SettingsError",
    "StorageError",
    "SyndetError",
    "UnknownArticleError",
    "UnreadableError",
    "__version__",
    "compare",
    "compare_pairs",
    "dedup",
    "detect",
    "diff",
    "explain",
    "read",
]

_HOME = {
    "Article": "syndet.model.articles",
    "Change": "syndet.model.differences",
    "Cluster": "syndet.model.clusters",
    "Difference": "syndet.model.differences",
    "Dropped": "syndet.keeping",
    "DuplicateIdError": "syndet.errors",
    "Evidence": "syndet.model.origins",
    "Explanation": "syndet.model.links",
    "Fields": "syndet.readers",
    "InputError": "syndet.errors",
    "Inputs": "syndet.readers",
    "Link": "syndet.model.links",
    "MissingInputError": "syndet.errors",
    "MissingLibraryError": "syndet.errors",
    "Origin": "syndet.model.origins",
    "Passage": "syndet.model.passages",
    "PassageDifference": "syndet.model.differences",
    "Reading": "syndet.readers",
    "RecordError": "syndet.errors",
    "Result": "syndet.result",
    "Selection": "syndet.keeping",
    "Settings": "syndet.pipeline.settings",
    "SettingsError": "syndet.errors",
    "StorageError": "syndet.errors",
    "SyndetError": "syndet.errors",
    "UnknownArticleError": "syndet.errors",
    "UnreadableError": "syndet.errors",
    "compare": "syndet.pipeline",
    "compare_pairs": "syndet.pipeline",
    "dedup": "syndet.keeping",
    "detect": "syndet.pipeline",
    "diff": "syndet.pipeline",
    "explain": "syndet.pipeline",
    "read": "syndet.readers",
}
"""The module that each name of the face lives in; a test holds it equal to `__all__`."""


def __getattr__(name: str) -> object:  # object, not Any: a type checker then still objects to a misspelt name
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value  # the next use finds it without coming here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
