"""Three workers on one database, two of them lost in the middle of a round: everybody is reminded once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.buttons import Screen
from bot.programme import reminding
from bot.programme.reminding import Letters
from flows.events import ChatKey
from storage.programme.letters import LEASE
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import Borrowed, counts, crowd, letters, made, one_more, until, work_hourly
from tests.programme.conftest import readers as readers
from tests.rig import Rig
from tests.virtual import patience

pytestmark = pytest.mark.virtual

MANY, A_HANDFUL = 30, 10
DUE = (2026, 3, 14, 9)


@dataclass
class Halt:
    """A place where a worker stands still, once, until it is killed or let go on."""

    reached: bool = False
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def here(self) -> None:
        if not self.reached:
            self.reached = True
            await self.go_on.wait()


@dataclass
class Fallen:
    """Two workers that stand still: one with letters in its hands, one in the middle of a call."""

    holding: asyncio.Task[None]
    calling: asyncio.Task[None]
    held: Halt
    called: Halt


def halted_between(letters: Letters, halt: Halt) -> Letters:
    """It has sent one letter, and stands still before it marks the next one of those it took."""

    async def sleep(seconds: float) -> None:
        await halt.here()
        await asyncio.sleep(seconds)

    return replace(letters, clock=replace(letters.clock, sleep=sleep))


def halted_in_the_call(letters: Letters, halt: Halt, *, arrives: bool) -> Letters:
    """It stands still after `sending` was committed; what it sent has arrived, or never left."""
    send: Callable[[ChatKey, Screen], Awaitable[int]] = letters.channel.send

    async def stuck(chat: ChatKey, screen: Screen) -> int:
        number = await send(chat, screen) if arrives or halt.reached else 0
        await halt.here()
        return number

    return replace(letters, channel=Borrowed(letters.channel, stuck))  # type: ignore[arg-type]


async def stand_still(rig: Rig, engines: list[AsyncEngine], *, arrives: bool) -> Fallen:
    """Let two workers begin the round, until both stand still."""
    held, called = Halt(), Halt()
    first = halted_between(one_more(rig, engines[0]), held)
    second = halted_in_the_call(one_more(rig, engines[1]), called, arrives=arrives)
    holding, calling = (asyncio.ensure_future(each.once()) for each in (first, second))
    while not (held.reached and called.reached):
        assert not (holding.done() or calling.done()), "each of the two has letters to send"
        # A timer: without one, time stands still for good where a database is slow.
        await asyncio.sleep(0.01)
    return Fallen(holding, calling, held, called)


async def kill(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def statuses(rig: Rig) -> Counter[str]:
    return Counter(each.status for each in letters(rig))


async def all_look(rig: Rig, engines: list[AsyncEngine], times: int = 3) -> None:
    """Three workers look at once, and again."""
    workers = [one_more(rig, engine) for engine in engines]
    for _ in range(times):
        await asyncio.gather(*(worker.once() for worker in workers))
        await asyncio.sleep(1)


@pytest.fixture(autouse=True)
def by_handfuls(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few at once that each of three has some."""
    monkeypatch.setattr(reminding, "AT_ONCE", A_HANDFUL)


async def test_three_workers_at_once_remind_everybody_once(fx_rig: Rig, readers: list[AsyncEngine]) -> None:
    """B36: all three plan the same round, and send it together."""
    people = crowd(fx_rig, made(fx_rig, zone="UTC"), MANY)
    await until(fx_rig, *DUE)

    with patience():
        await all_look(fx_rig, readers)

    assert counts(people) == [1] * MANY
    assert statuses(fx_rig) == {"sent": MANY}


@pytest.mark.parametrize("arrives", [True, False], ids=["arrived", "never left"])
async def test_two_killed_in_the_middle_leave_nobody_out_and_remind_nobody_twice(
    fx_rig: Rig, readers: list[AsyncEngine], arrives: bool
) -> None:
    """B36, B45: the lease frees what was held; what may have arrived is never repeated."""
    people = crowd(fx_rig, made(fx_rig, zone="UTC"), MANY)
    await until(fx_rig, *DUE)
    with patience():
        fallen = await stand_still(fx_rig, readers, arrives=arrives)
        assert statuses(fx_rig) == {"sent": 1, "taken": 18, "sending": 1, "planned": 10}
        await all_look(fx_rig, [readers[2]])
        assert statuses(fx_rig) == {"sent": 11, "taken": 18, "sending": 1}
        await kill(fallen.holding, fallen.calling)
        await all_look(fx_rig, readers)
        assert statuses(fx_rig) == {"sent": 11, "taken": 18, "sending": 1}

        await asyncio.sleep(LEASE.total_seconds() + 61)
        await all_look(fx_rig, readers)

    assert statuses(fx_rig) == {"sent": MANY - 1, "uncertain": 1}
    await work_hourly(fx_rig, 24)
    assert sorted(counts(people)) == [1 if arrives else 0, *[1] * (MANY - 1)]


async def test_two_that_only_slept_and_wake_after_the_lease_send_nothing_twice(
    fx_rig: Rig, readers: list[AsyncEngine]
) -> None:
    """B36: a laptop lid, a stopped machine: what others took over meanwhile is not theirs any more."""
    people = crowd(fx_rig, made(fx_rig, zone="UTC"), MANY)
    await until(fx_rig, *DUE)
    with patience():
        fallen = await stand_still(fx_rig, readers, arrives=True)
        await asyncio.sleep(LEASE.total_seconds() + 61)
        await all_look(fx_rig, [readers[2]])

        fallen.held.go_on.set()
        fallen.called.go_on.set()
        await asyncio.gather(fallen.holding, fallen.calling)
        await all_look(fx_rig, readers)

    assert counts(people) == [1] * MANY
    assert set(statuses(fx_rig)) <= {"sent", "uncertain"}
