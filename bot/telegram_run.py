"""Running the bot on Telegram: by polling or webhook, with health pages and the worker beside it.

Whatever loop ends, the process ends: with code 1 where it should not have ended. On SIGTERM nothing new is
taken, what is in hand is stored and shown, and the worker's lock is let go.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
import uvicorn
from starlette.types import ASGIApp
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.app import Core, Foundation
from bot.channels.channel import ChannelTrouble, NotAuthorised, Refused
from bot.channels.http_request import AiohttpRequest
from bot.channels.polling import Polling
from bot.channels.telegram_api import TelegramApi
from bot.channels.telegram_door import TelegramDoor
from bot.channels.telegram_in import CHANNEL, UPDATES
from bot.channels.telegram_out import TelegramChannel
from bot.channels.webhook import Webhook, web_app
from bot.clock import Clock
from bot.lock import alone
from bot.programme.menus import coordinator_menu, menu_of
from bot.words import Words
from flows.events import ChatKey

GRACE_SECONDS = 10.0
START_PAUSE, START_LONGEST = 1.0, 30.0

log = structlog.get_logger("run")


class CannotRun(Exception):
    """The bot cannot run as it is set; the message says why and what to do."""


@dataclass
class OnTelegram:
    """One bot, connected: what polling, webhook and worker share."""

    foundation: Foundation
    bot: Bot
    api: TelegramApi
    channel: TelegramChannel
    core: Core
    door: TelegramDoor


async def connect(foundation: Foundation, stack: AsyncExitStack) -> OnTelegram:
    """Open HTTP, ask Telegram who we are, put the pieces together. Waits while Telegram is away."""
    settings = foundation.settings
    token = settings.bot_token.get_secret_value()
    if not token:
        raise CannotRun("BOT_TOKEN is not set. Get one from BotFather, or try `tayari chat` without one.")
    request = AiohttpRequest()
    await request.initialize()
    stack.push_async_callback(request.shutdown)
    try:
        bot = Bot(
            token,
            base_url=settings.telegram_base_url,
            base_file_url=settings.telegram_base_file_url,
            request=request,
            get_updates_request=request,
        )
    except InvalidToken:
        raise CannotRun("BOT_TOKEN does not look like a token. Copy it again from BotFather.") from None
    api = TelegramApi(request, settings.telegram_base_url, token)
    me = await _insist(api, foundation.clock, "getMe", {})
    channel = TelegramChannel(api, bot)
    core = foundation.core_on(channel)
    who = int(me["id"]), str(me["username"])
    door = TelegramDoor(
        core.intake, core.delivery, channel, core.tasks, core.clock, *who, groups=core.worker.groups
    )
    return OnTelegram(foundation, bot, api, channel, core, door)


async def _insist(api: TelegramApi, clock: Clock, method: str, payload: dict[str, Any]) -> Any:
    """The result of a call without which nothing runs. Waits while Telegram is away; raises CannotRun."""
    pause = START_PAUSE
    while True:
        try:
            return await api.call(method, payload)
        except NotAuthorised:
            raise CannotRun("Telegram does not accept BOT_TOKEN. Copy it again from BotFather.") from None
        except Refused as trouble:
            raise CannotRun(f"Telegram refuses {method}: {trouble}") from None
        except ChannelTrouble as trouble:
            log.warning("Telegram does not answer yet", cause=str(trouble))
            await clock.sleep(pause)
            pause = min(pause * 2, START_LONGEST)


async def introduce(on: OnTelegram) -> None:
    """Commands and descriptions in every language. A failure here is said and does not stop the bot."""
    for language, words in on.core.screens.house.languages.items():
        code = None if language == "en" else language
        try:
            await _introduce_in(on.bot, words, code)
        except TelegramError as trouble:
            log.warning("commands not set", language=language, cause=type(trouble).__name__)


async def _introduce_in(bot: Bot, words: Words, code: str | None) -> None:
    commands = [BotCommand(name, text) for name, text in menu_of(words).items()]
    await bot.set_my_commands(commands, language_code=code)
    await bot.set_my_short_description(words.say("bot.short"), language_code=code)
    await bot.set_my_description(words.say("bot.long"), language_code=code)


async def meet_coordinators(on: OnTelegram) -> None:
    """Let the coordinators of the settings in, and show all of them their command; links name this bot."""
    core, settings = on.core, on.foundation.settings
    known = await on.foundation.thread.call(
        core.memory.meet_coordinators,
        CHANNEL,
        on.door.bot_id,
        on.door.username,
        settings.coordinator_ids,
        core.clock.now(),
    )
    menu = coordinator_menu(core.screens.house.languages)
    for number in known:
        try:
            await on.channel.set_menu(ChatKey(CHANNEL, on.door.bot_id, number), menu)
        except ChannelTrouble as trouble:
            # Who never wrote to the bot has no menu to see; it is set once they become one in the chat.
            log.info("menu not set", cause=type(trouble).__name__)


async def run_bot(foundation: Foundation) -> None:
    """The bot in the mode that is set, until a signal; raises CannotRun."""
    async with AsyncExitStack() as stack:
        on = await connect(foundation, stack)
        await introduce(on)
        await meet_coordinators(on)
        ways_in = await _ways_in(on)
        stopped = _on_signals()
        log.info("running", bot=on.door.username, mode=foundation.settings.bot_mode)
        await _until_one_ends([on.core.intake.run(), _work(on), *ways_in], stopped)
        await _leave(on)


async def _ways_in(on: OnTelegram) -> list[Awaitable[None]]:
    """Tell Telegram how updates come in; the loops that take them, with the pages for machines."""
    settings, core = on.foundation.settings, on.core
    if settings.bot_mode == "webhook":
        secret = settings.webhook_secret.get_secret_value()
        hook = {
            "url": settings.webhook_url,
            "secret_token": secret,
            "allowed_updates": UPDATES,
            "max_connections": 100,
        }
        await _insist(on.api, core.clock, "setWebhook", hook)
        log.info("webhook set")
        path = urlsplit(settings.webhook_url).path or "/"
        return [_serve(on.foundation, web_app(core.health, core.clock, Webhook(on.door, secret), path))]
    await _insist(on.api, core.clock, "deleteWebhook", {"drop_pending_updates": False})
    loops = [Polling(on.api, on.door, core.clock, core.health).run()]
    if settings.webhook_port is not None:
        loops.append(_serve(on.foundation, web_app(core.health, core.clock)))
    return list(loops)


async def run_worker(foundation: Foundation) -> None:
    """The worker alone, until a signal."""
    async with AsyncExitStack() as stack:
        on = await connect(foundation, stack)
        stopped = _on_signals()
        log.info("worker", bot=on.door.username)
        await _until_one_ends([_work(on), on.core.intake.run()], stopped)
        await _leave(on)


async def _work(on: OnTelegram) -> None:
    async def work() -> None:
        log.info("this process is the worker")
        await on.core.worker.run()

    foundation = on.foundation
    await alone(foundation.reader, foundation.settings.database, on.core.clock, work)


async def _leave(on: OnTelegram) -> None:
    await on.core.tasks.stop(GRACE_SECONDS)
    await on.core.intake.write_marks()


class _Server(uvicorn.Server):
    """uvicorn without its own hold on signals: the process ends after its last batch, not before."""

    def install_signal_handlers(self) -> None:
        return


async def _serve(foundation: Foundation, app: ASGIApp) -> None:
    settings = foundation.settings
    config = uvicorn.Config(
        app,
        host=settings.webhook_listen,
        port=settings.webhook_port or 0,
        log_config=None,
        access_log=False,
        lifespan="off",
        http="httptools",
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    try:
        await server._serve()
    except SystemExit:
        raise CannotRun(f"The web server cannot listen on port {settings.webhook_port}.") from None
    except asyncio.CancelledError:
        await server.shutdown()
        raise


def _on_signals() -> asyncio.Event:
    """From here on a signal does not end the process but sets this event."""
    stopped = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, stopped.set)
    return stopped


async def _until_one_ends(loops: list[Awaitable[None]], stopped: asyncio.Event) -> None:
    """Run until a signal, or until a loop ends, which then ends them all."""
    tasks = [asyncio.ensure_future(each) for each in loops]
    waiter = asyncio.ensure_future(stopped.wait())
    done, _left = await asyncio.wait([*tasks, waiter], return_when=asyncio.FIRST_COMPLETED)
    await _cancel_in_order(tasks, waiter)
    for task in done - {waiter}:
        trouble = task.exception()
        if isinstance(trouble, CannotRun):
            raise trouble
        if isinstance(trouble, NotAuthorised):
            raise CannotRun("Telegram does not accept BOT_TOKEN any more.")
        raise CannotRun(f"a loop ended: {type(trouble).__name__ if trouble else 'for no reason'}")


async def _cancel_in_order(tasks: Sequence[asyncio.Future[None]], waiter: asyncio.Future[Any]) -> None:
    """Ways in first, so that nothing new comes; the intake last, so that what is in hand is stored."""
    for task in [waiter, *reversed(tasks)]:
        task.cancel()
        await asyncio.wait([task])


Run = Callable[[Foundation], Awaitable[None]]
