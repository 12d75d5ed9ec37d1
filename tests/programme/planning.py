"""Check-ins planned in the transaction of a test, some people at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage.programme.checkins import BATCH, due_among
from storage.programme.letters import plan


def plan_checkins(connection: Connection, now: datetime, zone_default: str, most: int = BATCH) -> int:
    """Plan the check-ins that are due within the hour; how many."""
    planned = 0
    last: int | None = 0
    while last is not None:
        rows, last = due_among(connection, last, now, zone_default, most)
        plan(connection, rows)
        planned += len(rows)
    return planned
