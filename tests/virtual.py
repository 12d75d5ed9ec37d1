"""An event loop on virtual time: a wait costs nothing, and everything happens in one fixed order.

Only for code without threads and sockets: where nothing is ready, the clock jumps to the next timer.
"""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock

BEGIN = datetime(2026, 3, 12, 9, 0, 0, tzinfo=UTC)


class _Jump(selectors.DefaultSelector):  # type: ignore[misc,valid-type]
    """Instead of waiting for `timeout` seconds, lets that time have passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[Any, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits for ever: nothing is ready and no timer is set")
        self.passed += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose time moves only by waiting."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self) -> float:
        return self._jump.passed

    def now(self) -> datetime:
        """Virtual time as an instant."""
        return BEGIN + timedelta(seconds=self._jump.passed)


def virtual_clock() -> Clock:
    """The clock of the virtual loop that is running."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return Clock(loop.now, loop.time, asyncio.sleep)
