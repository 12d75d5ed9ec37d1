"""The one press of a process, for all who wish for files: begun with the first of them, ended after the last."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.report.press import Press, ReportFault

log = structlog.get_logger("report")


@dataclass
class PressRoom:
    """Lets one file be made at a time."""

    _waiting: int = 0
    _press: Press | None = None
    _one_at_a_time: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def made(self, make: Callable[[Press], Awaitable[bytes]]) -> bytes | None:
        """The file; None where it cannot be made."""
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                self._press = self._press or Press()
                return await make(self._press)
        except ReportFault as trouble:
            log.error("report not made", cause=str(trouble)[:200])
            return None
        finally:
            self._waiting -= 1
            await self._rest()

    async def _rest(self) -> None:
        """End the other process once nobody waits for it: it holds memory, and takes as long to begin as a file."""
        if not self._waiting and self._press is not None:
            press, self._press = self._press, None
            await press.close()
