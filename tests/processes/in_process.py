"""A whole bot in the test's own loop, over real HTTP and on real time, with its parts at hand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import uvicorn
from sqlalchemy import Engine
from starlette.types import ASGIApp
from telegram import Bot

from bot.app import Core, Thread, make_core, make_screens
from bot.channels.http_request import AiohttpRequest
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_door import TelegramDoor
from bot.channels.telegram_out import TelegramChannel
from bot.clock import Clock
from frameworks.load import shipped
from storage.engine import reader_engine, writer_engine
from tests.processes.process import PATIENCE
from tests.rig import languages, test_settings
from tests.telegram_world import TelegramWorld


async def until(true: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something that has to come to pass."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it did not come to pass: {what}"
        await asyncio.sleep(0.01)


@dataclass
class Inside:
    """The parts of one bot."""

    world: TelegramWorld
    api: TelegramApi
    core: Core
    door: TelegramDoor
    writer: Engine


@asynccontextmanager
async def bot_inside(
    world: TelegramWorld, telegram: str, database: str, clock: Clock | None = None, total: float = 5.0
) -> AsyncIterator[Inside]:
    """A bot whose way in runs; what feeds it is up to the test."""
    async with AsyncExitStack() as stack:
        request = AiohttpRequest(total)
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        base = f"{telegram}/bot"
        api = TelegramApi(request, base, world.token)
        channel = TelegramChannel(api, Bot(world.token, base, request=request, get_updates_request=request))
        writer, reader, thread = writer_engine(database), reader_engine(database), Thread()
        stack.push_async_callback(reader.dispose)
        stack.callback(writer.dispose)
        stack.callback(thread.close)
        screens = make_screens(test_settings(), dict(shipped()), languages(pseudo=False))
        core = make_core(channel, screens, writer, reader, thread.call, clock or Clock())
        door = TelegramDoor(core.intake, core.delivery, channel, core.tasks, core.clock, 1, "tayari_bot")
        intake = asyncio.ensure_future(core.intake.run())
        try:
            yield Inside(world, api, core, door, writer)
        finally:
            await core.tasks.stop(5)
            intake.cancel()
            with suppress(asyncio.CancelledError):
                await intake


class _Server(uvicorn.Server):
    """Without a hold on the test's signals."""

    def install_signal_handlers(self) -> None:
        return


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[str]:
    """The application on a free port of this machine; its address."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off", http="httptools"
    )
    server = _Server(config)
    task = asyncio.ensure_future(server._serve())
    try:
        await until(lambda: server.started, "the server listens")
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
