"""JSON as the Bot API takes and gives it: UTF-8, as short as it goes."""

from __future__ import annotations

import json
from typing import Any

import orjson


def to_json(value: object) -> bytes:
    """Raises TypeError for what is no JSON, and for a text with half a pair of surrogates."""
    return orjson.dumps(value)


def from_json(text: bytes) -> Any:
    """Raises ValueError for what is no JSON. Where orjson is stricter than the standard library, that one decides."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text.decode("utf-8", "replace"))
