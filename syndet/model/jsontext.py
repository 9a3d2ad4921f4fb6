"""JSON as results are written: its version, and its text."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

SCHEMA_VERSION: Final = 1

_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_json(value: object, *, indent: int | None = None, separators: tuple[str, str] | None = None) -> str:
    """JSON text of `value`, readable as written, with only lone surrogates escaped."""
    try:
        text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, default=str, allow_nan=False)
    except ValueError:  # JSON has no NaN and no infinity; an input's own columns may
        text = json.dumps(_finite(value), ensure_ascii=False, indent=indent, separators=separators, default=str)
    return text if text.isascii() else _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _finite(value: Any) -> Any:
    """The value with null for every number that JSON cannot say."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(part) for key, part in value.items()}
    return [_finite(part) for part in value] if isinstance(value, (list, tuple)) else value
