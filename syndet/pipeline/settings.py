"""Everything that an answer depends on, besides the articles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from syndet import align
from syndet.errors import SettingsError
from syndet.model import LEVELS, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an answer depends on, besides the articles.

    Attributes:
        level: the level of link that clusters are built from.
        threshold: Jaccard similarity of word shingles from which two articles are copies, above 0 to 1.
        derived: share of the words of one side that the other says too, quotations left out, from which
            one is derived from the other, above 0 to 1.
        shingle: words of a shingle.
        permutations: values of a MinHash signature.
        bands: parts of a signature that are keys; more find less similar texts and cost more. 16 bands of
            8 values find 0.95 of what is 0.8 similar. At level "copy" as many as the threshold takes.
        rare_words: the rarest words of a sentence, all pairs of which are keys, as are all neighbours among
            the article's words of four letters or more.
        least_shared: what the shared keys of two articles of a usual length must be worth for them to be compared: 1
            for a key that only these two have, less for one that more have. Long articles need more.
        cap: articles that may share a key before it is linked as a star and a chain.
        crowd: how many such keys are worth 1.
        alignment: what counts as a passage.
    """

    level: Level = "derived"
    threshold: float = 0.8
    derived: float = 0.23
    shingle: int = 5
    permutations: int = 128
    bands: int = 16
    rare_words: int = 4
    least_shared: float = 1.6
    cap: int = 12
    crowd: int = 16
    alignment: align.Options = field(default_factory=align.Options)

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise SettingsError(f"must be one of {', '.join(LEVELS)}", field="level")
        for name in ("threshold", "derived"):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not 0.0 < value <= 1.0:
                raise SettingsError("must be a number above 0 and at most 1", field=name)
        if not isinstance(self.least_shared, (int, float)) or not 0.0 < self.least_shared < 1 << 31:
            raise SettingsError("must be a number above 0", field="least_shared")
        for name in ("shingle", "permutations", "bands", "rare_words", "cap", "crowd"):
            least, most = (2 if name == "rare_words" else 1), (240 if name == "crowd" else 1 << 31)
            value = getattr(self, name)
            if not isinstance(value, int) or not least <= value <= most:
                raise SettingsError(f"must be a whole number from {least} to {most}", field=name)
        if self.bands > self.permutations:
            raise SettingsError("must not be more than permutations", field="bands")

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that stand for the settings: the same for the same values."""
        text = json.dumps(_alike(asdict(self)), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        """The settings and their fingerprint as plain JSON values."""
        return {"fingerprint": self.fingerprint, **asdict(self)}

    @property
    def levels(self) -> align.Levels:
        """The part that says when a link counts as what."""
        return align.Levels(copy=self.threshold, derived=self.derived)


def _alike(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every number spelled in one way: 1 and 1.0 set the same."""
    return {
        name: _alike(value) if isinstance(value, Mapping) else value if isinstance(value, str) else float(value)
        for name, value in values.items()
    }
