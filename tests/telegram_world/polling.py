"""The waiting part of getUpdates, shared by the fronts: one poller waits, a newer one ends it."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.telegram_world.args import Args
from tests.telegram_world.receiving import OTHER_POLLER
from tests.telegram_world.reply import Json, RefusedError, Reply
from tests.telegram_world.trouble import conflict
from tests.telegram_world.world import TelegramWorld

Sleep = Callable[[float], Awaitable[object]]
LONGEST_POLL = 50


@contextmanager
def listening(world: TelegramWorld) -> Iterator[asyncio.Event]:
    """An event that is set at each change of the updates, from whichever thread it comes."""
    event, loop, here = asyncio.Event(), asyncio.get_running_loop(), threading.get_ident()

    def wake() -> None:
        if threading.get_ident() == here:
            event.set()
        else:
            loop.call_soon_threadsafe(event.set)

    with world.updates.heard_by(wake):
        yield event


async def long_poll(world: TelegramWorld, payload: Json, *, token: str, via: str, sleep: Sleep) -> Reply:
    """getUpdates with its `timeout`: answers as soon as there is an update, recorded once."""
    ticket = world.updates.new_poll()
    with listening(world) as changed:
        reply = world.answer("getUpdates", payload, token=token)
        seconds = _seconds(payload)
        if seconds and _is_empty(reply):
            over: asyncio.Future[Any] = asyncio.ensure_future(sleep(seconds))
            try:
                reply = await _wait(world, payload, token, ticket, changed, over, reply)
            finally:
                over.cancel()
                await asyncio.gather(over, return_exceptions=True)
    return world.record("getUpdates", payload, reply, via=via)


async def _wait(
    world: TelegramWorld, payload: Json, token: str, ticket: int, changed: asyncio.Event,
    over: "asyncio.Future[Any]", reply: Reply,
) -> Reply:  # fmt: skip
    while _is_empty(reply) and not over.done():
        news = asyncio.ensure_future(changed.wait())
        try:
            await asyncio.wait([news, over], return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
        changed.clear()
        if world.updates.poll_ticket != ticket:
            return conflict(OTHER_POLLER)
        reply = world.answer("getUpdates", payload, token=token)
    return reply


def _seconds(payload: Json) -> int:
    try:
        return min(max(Args(payload).integer("timeout"), 0), LONGEST_POLL)
    except RefusedError:
        return 0


def _is_empty(reply: Reply) -> bool:
    return reply.ok and reply.body.get("result") == []
