"""Telegram by polling: nothing is confirmed before it is stored.

The offset moves on after the commit. While the database holds a batch, getUpdates is asked again at the same
offset every two seconds, so that others who tap meanwhile are taken in hand and told. A second poller, a
broken line or a server error never ends the loop; a token that is not accepted does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.channels.channel import ChannelTrouble, MustWait, NotAuthorised
from bot.channels.telegram_api import AnotherPoller, TelegramApi
from bot.channels.telegram_door import TelegramDoor
from bot.channels.telegram_in import UPDATES
from bot.clock import Clock
from bot.health import Health
from storage.batch import Outcome

POLL_SECONDS = 25
GRACE_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
LIMIT = 100

log = structlog.get_logger("polling")

Pending = dict[int, "asyncio.Future[Outcome] | None"]


@dataclass
class Polling:
    """The loop over getUpdates."""

    api: TelegramApi
    door: TelegramDoor
    clock: Clock
    health: Health
    point: Callable[[int], None] = lambda _number: None
    poll_seconds: int = POLL_SECONDS
    grace_seconds: float = GRACE_SECONDS
    _offset: int | None = field(default=None)

    async def run(self) -> None:
        """Poll until cancelled; raises NotAuthorised where the token is not accepted."""
        self.health.polling = True
        self.health.contact(self.clock.seconds())
        pause = FIRST_PAUSE
        while True:
            try:
                updates = await self._fetch(self.poll_seconds)
                pause = FIRST_PAUSE
            except NotAuthorised:
                raise
            except ChannelTrouble as trouble:
                self._say(trouble)
                await self.clock.sleep(trouble.seconds if isinstance(trouble, MustWait) else pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if updates:
                await self._take_in(updates)

    def _say(self, trouble: ChannelTrouble) -> None:
        """Say a conflict once, loudly; other troubles as they come, quietly."""
        if not isinstance(trouble, AnotherPoller):
            log.warning("no contact", cause=str(trouble))
        elif self.health.conflict(self.clock.seconds()):
            log.error("another process polls with the same token, or a webhook is set; trying on")

    async def _fetch(self, seconds: int) -> list[dict[str, Any]]:
        payload: dict[str, Any] = {"timeout": seconds, "allowed_updates": UPDATES, "limit": LIMIT}
        if self._offset is not None:
            payload["offset"] = self._offset
        updates = await self.api.call("getUpdates", payload, seconds=seconds + self.grace_seconds)
        self.health.contact(self.clock.seconds())
        self.point(1)
        return [update for update in updates if isinstance(update, dict)]

    async def _take_in(self, updates: list[dict[str, Any]]) -> None:
        """Hand in a batch, wait until all of it is stored, then confirm it by moving the offset."""
        pending: Pending = {}
        self._offer(updates, pending)
        while not await self._stored(pending):
            try:
                self._offer(await self._fetch(0), pending)
            except ChannelTrouble as trouble:
                log.info("no contact while holding", cause=str(trouble))
        self.point(6)
        self._offset = max([*pending, (self._offset or 0) - 1]) + 1

    def _offer(self, updates: list[dict[str, Any]], pending: Pending) -> None:
        for update in updates:
            number = update.get("update_id")
            if isinstance(number, int) and number not in pending:
                pending[number] = self.door.offer(update, acknowledge=True)

    async def _stored(self, pending: Pending) -> bool:
        """True once every event has its outcome; False after two seconds, to look for others."""
        open_now = [future for future in pending.values() if future is not None and not future.done()]
        if not open_now:
            return True
        _done, left = await asyncio.wait(open_now, timeout=LOOK_AGAIN_SECONDS)
        return not left
