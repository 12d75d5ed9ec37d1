"""The one place that reads the time, and the one way to wait. Tests bring their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

Sleep = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` in UTC for what is stored, `seconds` for measuring how long something takes, `sleep` to wait."""

    now: Callable[[], datetime] = utc_now
    seconds: Callable[[], float] = monotonic
    sleep: Sleep = asyncio.sleep
