"""Rounds of teams in the worker: closing what was wished for or is over, and the letter the day before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from bot.delivery import Delivery
from bot.screens.draw import Screens
from frameworks.model import Framework
from storage.engine import writing
from storage.jobs import Job
from storage.team.closing import BY_DAY, BY_HAND, NOTHING, Closed, FrameworkGone, PeopleChanged, close
from storage.team.due_rounds import chat_number, due_rounds
from storage.team.round_letters import CLOSING, plan_letters

LOOK_EVERY = 60.0
TRIES = 5

log = structlog.get_logger("rounds")


@dataclass
class Rounds:
    """Does the jobs of rounds, and once a minute looks for rounds whose last day is near or over."""

    engine: AsyncEngine
    delivery: Delivery
    screens: Screens
    clock: Clock
    _looked: float = field(default=-LOOK_EVERY)

    @property
    def kinds(self) -> dict[str, Callable[[Job], Awaitable[None]]]:
        return {"close_round": self._wished, "tell_round": self._tell}

    async def once(self) -> None:
        """Where a minute has gone by: close what is over, one round at a time, and tell who is not done."""
        if self.clock.seconds() - self._looked < LOOK_EVERY:
            return
        self._looked = self.clock.seconds()
        today = self.clock.now().astimezone(self.screens.house.zone).date().isoformat()
        async with self.engine.connect() as connection:
            over, tomorrow = await connection.run_sync(due_rounds, today)
        for number in over:
            await self._close(number, how=BY_DAY)
        for number in tomorrow:
            await self._write(plan_letters, CLOSING, number, None, self.clock.now())

    async def _wished(self, job: Job) -> None:
        async with self.engine.connect() as connection:
            chat = await connection.run_sync(chat_number, job.address)
        if chat is not None:
            await self._close(int(job.args["assessment"]), how=BY_HAND, asked_in=chat)

    async def _tell(self, job: Job) -> None:
        """Letters to others about what somebody did."""
        args = job.args
        await self._write(
            plan_letters, str(args["letter"]), int(args["assessment"]), args.get("by"), self.clock.now()
        )

    async def _close(self, number: int, **how: Any) -> None:
        """Close one round, and show its people what they see now. One that fails stands in no other's way."""
        try:
            closed = await self._closed(number, **how)
        except FrameworkGone as trouble:
            log.error("round not closed", round=number, cause=f"no framework {trouble}")
            return
        # A round closes at midnight somewhere: the letter about it waits for the morning, the screen rings nobody.
        for address in closed.addresses:
            await self.delivery.reshow(address, silent=how["how"] == BY_DAY)

    async def _closed(self, number: int, **how: Any) -> Closed:
        """Whoever comes while its people are being locked is locked by the next try; so is who stood in its way."""
        for _ in range(TRIES):
            try:
                closed: Closed = await self._write(
                    partial(close_now, frameworks=self.screens.frameworks, **how), number, self.clock.now()
                )
            except PeopleChanged:
                continue
            except OperationalError as trouble:
                if not is_in_the_way(trouble):
                    raise
                continue
            return closed
        return NOTHING

    async def _write(self, work: Callable[..., Any], *args: Any) -> Any:
        """This work in a transaction of its own that writes."""
        async with writing(self.engine).begin() as connection:
            return await connection.run_sync(work, *args)


def close_now(
    connection: Connection, number: int, now: datetime, *, frameworks: Mapping[str, Framework], **how: Any
) -> Closed:
    """`storage.team.closing.close`, with what it is given by the worker."""
    return close(connection, number, frameworks, now, **how)


def is_in_the_way(trouble: OperationalError) -> bool:
    """Whether two transactions waited for each other, and this one gave way (PostgreSQL only)."""
    return getattr(trouble.orig, "sqlstate", "") == "40P01"
