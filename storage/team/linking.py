"""The links of a team, whatever they are for: one row each, of whose code only a hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from storage.programme.links import CODE_BYTES, hashed
from storage.tables import link


def make_link(
    connection: Connection,
    kind: str,
    organisation_id: int,
    target: Mapping[str, Any],
    now: datetime,
    ends_at: datetime,
    use_limit: int | None = None,
    label: str = "",
) -> tuple[int, str]:
    """A new link of this kind: its number, and its code, which cannot be read again."""
    code = secrets.token_urlsafe(CODE_BYTES)
    row = {
        "code_hash": hashed(code),
        "kind": kind,
        "target": dict(target),
        "organisation_id": organisation_id,
        "use_limit": use_limit,
        "uses": 0,
        "created_at": now,
        "ends_at": ends_at,
        "label": label,
    }
    return int(connection.execute(insert(link).returning(link.c.id), row).scalar_one()), code
