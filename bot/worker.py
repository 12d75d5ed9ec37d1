"""The worker: wished-for work, screens that fell behind, and the daily sweep. One of them is active at a time.

It holds a lock (an advisory one in PostgreSQL, a file lock for SQLite), so that any number of processes may
run it and one works. What it sends is sent at most once where its fate is uncertain.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel, ChannelTrouble, MustWait, Uncertain
from bot.clock import Clock
from bot.delivery import Delivery
from bot.my_data import readable
from bot.screens.draw import Screens
from flows.events import ChatKey
from storage.jobs import Job, finish_job, messages_to_clear, postpone_job, sweep, take_jobs
from storage.mine import all_of

RESHOW_EVERY = 60.0
SWEEP_EVERY = timedelta(hours=24)
BEHIND_MOST = 500
RESHOW_PAUSE = 0.05
LOOK_EVERY = 1.0

log = structlog.get_logger("worker")

Behind = Callable[[datetime], Awaitable[list[str]]]


@dataclass
class Worker:
    """The loop of the worker. `behind` names chats whose screen is not the newest."""

    engine: AsyncEngine
    channel: Channel
    delivery: Delivery
    screens: Screens
    clock: Clock
    behind: Behind
    _swept: datetime | None = field(default=None)
    _reshown: float = field(default=-RESHOW_EVERY)

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        while True:
            try:
                await self.once()
            except Exception as trouble:
                log.warning("worker waits", cause=type(trouble).__name__)
                await self.clock.sleep(LOOK_EVERY * 5)
            await self.clock.sleep(LOOK_EVERY)

    async def once(self) -> None:
        """One look at everything there is to do."""
        for job in await take_jobs(self.engine, self.clock.now(), 20):
            await self._do(job)
        if self.clock.seconds() - self._reshown >= RESHOW_EVERY:
            self._reshown = self.clock.seconds()
            await self.reshow()
        if self._swept is None or self.clock.now() - self._swept >= SWEEP_EVERY:
            self._swept = self.clock.now()
            gone = await sweep(self.engine, self.clock.now())
            log.info("swept", rows=gone)

    async def reshow(self) -> None:
        """Show again what has been behind for half a minute, slowly."""
        for address in await self.behind(self.clock.now()):
            await self.delivery.reshow(address)
            await self.clock.sleep(RESHOW_PAUSE)

    async def _do(self, job: Job) -> None:
        try:
            await self._work(job)
        except Uncertain:
            pass
        except ChannelTrouble as trouble:
            wait = trouble.seconds if isinstance(trouble, MustWait) else 30.0 * job.attempts
            due = self.clock.now() + timedelta(seconds=wait)
            await postpone_job(self.engine, job.id, due, str(trouble))
            return
        await finish_job(self.engine, job.id, self.clock.now())

    async def _work(self, job: Job) -> None:
        if job.kind == "my_data":
            await self._send_my_data(job.address)
        elif job.kind == "hide":
            up_to = int(job.args.get("top_id") or 0)
            found = await messages_to_clear(self.engine, job.address, up_to)
            await self.channel.clear(chat_of(job.address), found)
        else:
            log.error("unknown job", kind=job.kind)

    async def _send_my_data(self, address: str) -> None:
        data = await all_of(self.engine, address)
        whole = json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8")
        found = await self.delivery.look(address)
        if found is not None:
            text = readable(self.screens.sight(found[0]), data)
            await self.channel.send_file(chat_of(address), "my-data.txt", text.encode("utf-8"))
        await self.channel.send_file(chat_of(address), "my-data.json", whole)


def chat_of(address: str) -> ChatKey:
    """The chat an address names."""
    channel, bot_id, chat_id = address.split(":")
    return ChatKey(channel, int(bot_id), int(chat_id))
