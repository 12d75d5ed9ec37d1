"""An event loop on virtual time: a wait costs nothing, and everything happens in one fixed order.

Where nothing is ready, the clock jumps to the next timer. Code with threads (the asynchronous engine has some)
runs inside `patience()`: there the loop first waits a little in real time for what a thread may bring.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock

BEGIN = datetime(2026, 3, 12, 9, 0, 0, tzinfo=UTC)


PATIENCE = 0.2
# Where no timer is set, only a thread can go on: it is waited for until it surely hangs.
UNTIL_IT_HANGS = 20.0


class _Jump(selectors.DefaultSelector):
    """Instead of waiting for `timeout` seconds, lets that time have passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.patient = 0

    def select(self, timeout: float | None = None) -> list[tuple[Any, int]]:
        ready = super().select(self._patience(timeout))
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits for ever: nothing is ready and no timer is set")
        self.passed += timeout
        return []

    def _patience(self, timeout: float | None) -> float:
        if timeout is None:
            return UNTIL_IT_HANGS
        return PATIENCE if self.patient and timeout else 0


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose time moves only by waiting."""

    def __init__(self) -> None:
        self.jump = _Jump()
        super().__init__(self.jump)
        # After half a year of seconds the usual nanosecond is less than a float can tell: a timer would never be due.
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self.jump.passed

    def now(self) -> datetime:
        """Virtual time as an instant."""
        return BEGIN + timedelta(seconds=self.jump.passed)


@contextmanager
def patience() -> Iterator[None]:
    """Let threads finish their work before virtual time moves on."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    loop.jump.patient += 1
    try:
        yield
    finally:
        loop.jump.patient -= 1


def virtual_clock() -> Clock:
    """The clock of the virtual loop that is running."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    return Clock(loop.now, loop.time, asyncio.sleep)
