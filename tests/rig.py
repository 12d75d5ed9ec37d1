"""The whole bot around an in-test Telegram, on virtual time: real screens, way in, way out and database.

    rig = Rig.build(database)                # inside a virtual loop
    ana = rig.person(1)
    await rig.do(ana.command("/start"))      # an update, taken in and shown
    await rig.do(ana.press("English"))
    assert "runs this check" in ana.screen().text

Updates go through the real door; the commit happens inline, in the same thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import Bot

from bot.app import FIRST_FRAMEWORK, Call, Core, make_core, make_screens
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_door import TelegramDoor
from bot.channels.telegram_out import TelegramChannel
from bot.settings import Settings
from bot.words import Words, load_words
from frameworks.load import shipped
from frameworks.model import Framework
from storage.batch import Outcome
from storage.engine import reader_engine, writer_engine
from tests.telegram_world import Person, TelegramWorld, WorldRequest
from tests.virtual import patience, virtual_clock

OPERATOR = "Example programme"
THINKING = 20.0

Update = dict[str, Any]


async def inline(work: Callable[..., Any], *args: Any) -> Any:
    """Database work at once, in this thread."""
    return work(*args)


@cache
def languages(*, pseudo: bool) -> dict[str, Words]:
    """The bot's phrases, read once."""
    return load_words(pseudo=pseudo)


def test_settings(**more: Any) -> Settings:
    given: dict[str, Any] = {"_env_file": None, "privacy_contact": "privacy@example.org", **more}
    return Settings(operator_name=OPERATOR, **given)


test_settings.__test__ = False  # type: ignore[attr-defined]


@dataclass
class Rig:
    """One bot, one Telegram, one database."""

    world: TelegramWorld
    core: Core
    door: TelegramDoor
    writer: Engine
    reader: AsyncEngine
    thinking: float = THINKING
    framework: str = FIRST_FRAMEWORK
    _people: dict[int, Person] = field(default_factory=dict)
    _intake: asyncio.Task[None] | None = None

    @classmethod
    def build(
        cls,
        database: str,
        *,
        world: TelegramWorld | None = None,
        frameworks: dict[str, Framework] | None = None,
        framework: str = FIRST_FRAMEWORK,
        pseudo: bool = False,
        point: Callable[[int], None] = lambda _number: None,
        request: WorldRequest | None = None,
        call: Call = inline,
        writer: Engine | None = None,
        **settings: Any,
    ) -> Rig:
        """A bot at the beginning, over an existing Telegram (after a restart) or a new one.

        `request` is a network of the test's own, `call` its own way to run database work, `writer` an
        engine that outlives this bot (its statements are compiled once).
        """
        clock = virtual_clock()
        world = world or TelegramWorld(lambda: clock.now().timestamp())
        request = request or WorldRequest(world, sleep=clock.sleep)
        base = "https://telegram.test/bot"
        api = TelegramApi(request, base, world.token)
        bot = Bot(world.token, base_url=base, request=request, get_updates_request=request)
        channel = TelegramChannel(api, bot)
        words = languages(pseudo=pseudo)
        screens = make_screens(test_settings(**settings), frameworks or dict(shipped()), words)
        writer, reader = writer or writer_engine(database, durable=False), reader_engine(database)
        core = make_core(channel, screens, writer, reader, call, clock, point, framework)
        if core.worker.letters is not None:
            core.worker.letters.pace = 0.0  # beside threads each wait costs real time: see tests.virtual
        core.worker.long = ()  # in one thread, work beside all else stands in its way
        door = TelegramDoor(core.intake, core.delivery, channel, core.tasks, clock, 1, "tayari_bot")
        door.groups = core.worker.groups
        return cls(world, core, door, writer, reader, framework=framework)

    def person(self, number: int, language_code: str = "en") -> Person:
        """The person with this Telegram id, the same one every time."""
        if number not in self._people:
            self._people[number] = Person(self.world, number, language_code=language_code)
        return self._people[number]

    def offer(self, update: Update) -> asyncio.Future[Outcome] | None:
        """Hand an update in and do not wait."""
        self._start()
        return self.door.offer(update, acknowledge=True)

    async def do(self, *updates: Update) -> list[Outcome]:
        """Let some time pass, hand these updates in together, wait until all is stored and shown."""
        await asyncio.sleep(self.thinking)
        return await self.at_once(updates)

    async def at_once(self, updates: Iterable[Update]) -> list[Outcome]:
        """Hand these updates in together, now, and wait until all is stored and shown."""
        futures = [future for update in updates if (future := self.offer(update)) is not None]
        outcomes = [await future for future in futures]
        await self.core.tasks.settle()
        return outcomes

    async def settle(self) -> None:
        """Wait until nothing is on its way out."""
        await self.core.tasks.settle()

    async def work(self) -> None:
        """One look of the worker at everything there is to do."""
        with patience():
            await self.core.worker.once()
        await self.core.tasks.settle()

    def _start(self) -> None:
        if self._intake is None:
            self._intake = asyncio.ensure_future(self.core.intake.run())

    async def stop(self) -> None:
        """End this bot as a clean shutdown does; the Telegram and the database stay."""
        await self.core.tasks.settle()
        await self.core.intake.write_marks()
        await self.close()

    async def close(self) -> None:
        """End this bot without writing anything more, as a kill does."""
        if self._intake is not None:
            self._intake.cancel()
            with suppress(asyncio.CancelledError):
                await self._intake
        await self.core.tasks.stop(0)
        self.writer.dispose()
        with patience():
            await self.reader.dispose()
