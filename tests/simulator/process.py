"""One run of the bot that can die at any moment: real intake, polling, delivery and worker over a mortal border.

A dead process does nothing any more: its database calls and its requests raise `Crash`, which nobody catches,
as after SIGKILL. What was on its way to Telegram may still have arrived.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from bot.app import make_worker
from bot.channels.http_request import AiohttpRequest
from bot.channels.polling import Polling
from bot.channels.telegram_api import TelegramApi
from tests.rig import Rig
from tests.simulator.content import MARK, played
from tests.simulator.inline import InlineEngine
from tests.telegram_world import TelegramWorld, WorldRequest

LATENCIES = (0.0, 0.01, 0.05, 0.3)
QUEUES = (0.0, 0.0, 0.001, 0.02)
HANG = 3.0
WORK_EVERY = 60.0


class Crash(BaseException):
    """The process is dead. No BaseException handler of the bot may stop it."""


@dataclass
class Database:
    """The database as the storm sees it: away until a time, breaking at a point, or losing its answer."""

    clock: Callable[[], float]
    away_until: float = 0.0
    break_at: int | None = None
    lose_answers: int = 0
    hides_parameters: bool = False

    def knock(self) -> None:
        """Raise while the database is away."""
        if self.clock() < self.away_until:
            raise self._trouble("unable to open database file")

    def pass_point(self, number: int) -> None:
        """Raise in the middle of a transaction, once, where that is planned."""
        if self.break_at == number:
            self.break_at = None
            raise self._trouble("disk I/O error")

    def answer(self, result: Any) -> Any:
        """The result, unless the line breaks after the commit."""
        if self.lose_answers:
            self.lose_answers -= 1
            raise self._trouble("server closed the connection unexpectedly")
        return result

    def _trouble(self, words: str) -> OperationalError:
        """As the engine raises it: somebody's words are among the parameters, and may be hidden."""
        values = {"name": f"{MARK}ania"}
        return OperationalError("INSERT", values, Exception(words), hide_parameters=self.hides_parameters)

    def heal(self) -> None:
        self.away_until, self.break_at, self.lose_answers = 0.0, None, 0


@dataclass
class Life:
    """Whether a process lives, and where it is to die."""

    database: Database
    died: asyncio.Event = field(default_factory=asyncio.Event)
    armed: Counter[int] = field(default_factory=Counter)
    cause: str = ""

    @property
    def over(self) -> bool:
        return self.died.is_set()

    def check(self) -> None:
        if self.over:
            raise Crash

    def end(self, cause: str) -> None:
        self.cause = self.cause or cause
        self.died.set()

    def point(self, number: int) -> None:
        """A numbered point of the walk is passed."""
        self.check()
        if self.armed[number]:
            self.armed[number] -= 1
            if not self.armed[number]:
                self.end(f"crash at point {number}")
                raise Crash
        if number in {2, 3, 4}:
            self.database.pass_point(number)


class MortalRequest(WorldRequest):
    """The network of one process, with a different delay for every call. Replies are read as in production."""

    parse_json_payload = staticmethod(AiohttpRequest.parse_json_payload)

    def __init__(self, world: TelegramWorld, life: Life, random: Random) -> None:
        super().__init__(world, hang=HANG)
        self._life, self._random = life, random

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        self._life.check()
        self.latency = self._random.choice(LATENCIES)
        try:
            answer = await super().do_request(url, method, request_data, read_timeout)
        except Exception:
            self._life.check()
            raise
        self._life.check()
        return answer


class Thread:
    """The one thread for the database: in order, with a little time before and after."""

    def __init__(self, life: Life, random: Random) -> None:
        self._life, self._random = life, random
        self._turn = asyncio.Lock()

    async def call(self, work: Callable[..., Any], *args: Any) -> Any:
        async with self._turn:
            await asyncio.sleep(self._random.choice(QUEUES))
            self._life.check()
            self._life.database.knock()
            result = work(*args)
        await asyncio.sleep(self._random.choice(QUEUES))
        self._life.check()
        return self._life.database.answer(result)


class Process:
    """One run of the bot."""

    def __init__(
        self, writer: Engine, world: TelegramWorld, database: Database, random: Random, framework: str
    ) -> None:
        self.life = Life(database)
        request = MortalRequest(world, self.life, random)
        self.rig = Rig.build(
            writer.url.render_as_string(),
            writer=writer,
            world=world,
            frameworks=played(framework),
            framework=framework,
            pseudo=True,
            point=self.life.point,
            request=request,
            call=Thread(self.life, random).call,
        )
        database.hides_parameters = self.rig.writer.hide_parameters
        core = self.rig.core
        api = TelegramApi(request, "https://telegram.test/bot", world.token)
        polling = Polling(api, self.rig.door, core.clock, core.health, self.life.point)
        engine = cast(AsyncEngine, InlineEngine(writer, self._knock))
        old, delivery = core.worker, core.delivery
        core.worker = make_worker(
            engine, old.channel, delivery, core.screens, core.clock, old.behind, delivery.look
        )
        loops = {"intake": core.intake.run(), "polling": polling.run(), "worker": self._work()}
        self.loops = {name: asyncio.ensure_future(loop) for name, loop in loops.items()}

    def _knock(self) -> None:
        self.life.check()
        self.life.database.knock()

    async def _work(self) -> None:
        """The worker, looking less often than the real one; as there, trouble is waited for."""
        while True:
            await asyncio.sleep(WORK_EVERY)
            try:
                await self.rig.core.worker.once()
            except Exception:
                await asyncio.sleep(5.0)

    async def kill(self, cause: str = "killed") -> None:
        """End it here and now; nothing is written and nothing sent any more."""
        self.life.end(cause)
        await self._end_loops()
        await self.rig.core.tasks.stop(0)
        await self._close()

    async def stop(self) -> None:
        """End it as SIGTERM does: what is in hand is stored and shown."""
        self.loops["polling"].cancel()
        await self.rig.core.tasks.stop(10)
        self.loops["worker"].cancel()
        await self._end_loops()
        await self.rig.core.intake.write_marks()
        self.life.end("stopped")
        await self._close()

    async def _end_loops(self) -> None:
        for loop in self.loops.values():
            loop.cancel()
        await asyncio.gather(*self.loops.values(), return_exceptions=True)

    async def _close(self) -> None:
        self.rig.writer.dispose()
        await self.rig.reader.dispose()

    def ended_wrongly(self) -> list[str]:
        """Loops that ended by themselves, with their reasons. A crash is no reason of theirs."""
        found = []
        for name, loop in self.loops.items():
            if loop.done() and not loop.cancelled():
                cause = loop.exception()
                if not isinstance(cause, Crash):
                    found.append(f"{name} ended: {cause!r}")
        return found
