"""Polling: nothing is confirmed before it is stored, and only a refused token ends the loop."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.channel import NotAuthorised
from bot.channels.polling import Polling
from bot.clock import Clock
from storage.tables import claim
from tests.processes.in_process import Inside, bot_inside, until
from tests.telegram_world import Person, TelegramWorld, serve
from tests.telegram_world.reply import RefusedError


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(time.time)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    return Person(world, 1001)


@asynccontextmanager
async def polled(
    world: TelegramWorld, database: str, clock: Clock | None = None, **limits: Any
) -> AsyncIterator[tuple[Inside, asyncio.Task[None]]]:
    async with serve(world) as telegram, bot_inside(world, telegram, database, clock) as inside:
        how = {"poll_seconds": 1, **limits}
        loop = Polling(inside.api, inside.door, inside.core.clock, inside.core.health, **how)
        task = asyncio.ensure_future(loop.run())
        try:
            yield inside, task
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, NotAuthorised):
                await task


def offsets(world: TelegramWorld) -> list[int | None]:
    return [call.payload.get("offset") for call in world.calls_of("getUpdates")]


def claimed(inside: Inside) -> list[str]:
    with inside.writer.connect() as connection:
        return sorted(connection.scalars(select(claim.c.key)))


async def test_the_offset_moves_on_only_after_the_commit(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with polled(world, sqlite_database) as (inside, _task):
        other = sqlite3.connect(sqlite_database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        first = ana.command("/start")["update_id"]
        await until(lambda: len(world.calls_of("getUpdates")) >= 2, "polled again while the database is held")
        assert set(offsets(world)) == {None}
        assert world.updates.pending
        ben = Person(world, 1002)
        second = ben.command("/start")["update_id"]
        await asyncio.sleep(0.1)
        other.execute("ROLLBACK")
        other.close()
        await until(lambda: offsets(world)[-1] == second + 1, "both are confirmed")
        assert claimed(inside) == sorted([str(first), str(second)])
        assert not world.updates.pending
        await until(lambda: ana.screens() and ben.screens(), "both have their screen")


async def test_a_second_poller_is_named_and_forgotten_a_minute_after_it_is_gone(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    """The clock runs a hundred times faster here."""
    refusal = RefusedError(409, "Conflict: terminated by other getUpdates request")
    world.trouble.refuse("getUpdates", refusal, times=2)
    fast = Clock(seconds=lambda: time.monotonic() * 100)
    with capture_logs() as logs:
        async with polled(world, sqlite_database, fast) as (inside, _task):
            health = inside.core.health
            await until(lambda: health.trouble(fast.seconds()), "the conflict is seen")
            assert health.trouble(fast.seconds()) == ["another process polls with the same token"]
            ana.command("/start")
            await until(ana.screens, "it goes on")
            await until(lambda: not health.trouble(fast.seconds()), "health is green again")
    assert {each["log_level"] for each in logs if "another process polls" in each["event"]} == {"error"}


@pytest.mark.slow
async def test_two_pollers_say_so_once_each_and_take_every_update_in_once(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    with capture_logs() as logs:
        async with (
            serve(world) as telegram,
            bot_inside(world, telegram, sqlite_database) as one,
            bot_inside(world, telegram, sqlite_database) as two,
        ):
            loops = [
                Polling(each.api, each.door, each.core.clock, each.core.health, poll_seconds=1)
                for each in (one, two)
            ]
            tasks = [asyncio.ensure_future(loop.run()) for loop in loops]
            sent = []
            for _ in range(6):
                sent.append(ana.command("/start")["update_id"])
                await asyncio.sleep(1.0)
            await until(lambda: not world.updates.pending, "all is confirmed")
            assert all(each.core.health.trouble(each.core.clock.seconds()) for each in (one, two))
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            assert claimed(one) == sorted(map(str, sent))
    assert len([each for each in logs if "another process polls" in each["event"]]) <= 2
    assert len(world.calls_of("getUpdates")) < 60


async def test_a_token_that_is_refused_ends_the_loop(world: TelegramWorld, sqlite_database: str) -> None:
    async with polled(world, sqlite_database) as (_inside, task):
        world.trouble.refuse("getUpdates", RefusedError(401, "Unauthorized"))
        with pytest.raises(NotAuthorised):
            await asyncio.wait_for(task, 20)


@pytest.mark.parametrize("trouble", ["server_error", "reset_before", "reset_after", "half_reply", "too_many"])
async def test_a_poll_that_goes_wrong_is_repeated_and_nothing_is_lost(
    world: TelegramWorld, ana: Person, sqlite_database: str, trouble: str
) -> None:
    how: dict[str, Any] = {"retry_after": 1} if trouble == "too_many" else {}
    getattr(world.trouble, trouble)("getUpdates", times=1, **how)
    sent = [ana.command("/start")["update_id"] for _ in range(3)]
    async with polled(world, sqlite_database) as (inside, _task):
        await until(lambda: not world.updates.pending, "all is confirmed")
        assert claimed(inside) == sorted(map(str, sent))


async def test_a_connection_that_says_nothing_more_is_given_up_and_polled_again(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    """A half-open line: the call is taken and no answer ever comes. Its own total limit ends it."""
    world.trouble.timeout_before("getUpdates")
    update = ana.command("/start")["update_id"]
    async with polled(world, sqlite_database, grace_seconds=0.2) as (inside, _task):
        await until(ana.screens, "it polls again")
        assert claimed(inside) == [str(update)]
    assert not world.trouble.pending
    assert set(offsets(world)[:2]) == {None}


async def test_health_turns_red_while_telegram_is_away_and_the_backlog_comes_in_order(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    """The clock runs a hundred times faster here: ninety seconds without contact are one."""
    fast = Clock(seconds=lambda: time.monotonic() * 100)
    async with polled(world, sqlite_database, fast) as (inside, _task):
        health = inside.core.health
        ana.command("/start")
        await until(ana.screens, "it runs")
        world.down = True
        await until(lambda: health.trouble(fast.seconds()), "health turns red")
        assert "no contact with Telegram" in health.trouble(fast.seconds())[0]
        people = [Person(world, 2000 + number) for number in range(30)]
        for each in people:
            each.command("/start")
        ana.press("English")
        ana.press("English")
        ana.say("in between")
        world.down = False
        await until(lambda: all(each.screens() for each in people), "everybody has a screen")
        await until(lambda: not health.trouble(fast.seconds()), "health is green again")
        await until(lambda: not world.updates.pending, "all is confirmed")
        assert len(claimed(inside)) == 34
        assert "I agree" in ana.screen().labels
