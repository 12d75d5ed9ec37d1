"""One active worker: a lock that is lost with its connection ends the work, and is sought again."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot.clock import Clock
from bot.lock import alone, only_one
from storage.engine import reader_engine
from tests.processes.in_process import until
from tests.processes.proxy import Line

HURRY = 100


async def _hurried(seconds: float) -> None:
    await asyncio.sleep(seconds / HURRY)


class Workers:
    """Two who would work, each over a line of its own that can be cut."""

    def __init__(self, address: str) -> None:
        self.lines = [Line(address), Line(address)]
        self.engines = [reader_engine(line.address) for line in self.lines]
        self.at_work: set[int] = set()
        self.most = 0

    async def work(self, number: int) -> None:
        self.at_work.add(number)
        self.most = max(self.most, len(self.at_work))
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.at_work.discard(number)

    async def live(self, number: int) -> None:
        clock = Clock(sleep=_hurried)
        address = self.lines[number].address
        await alone(self.engines[number], address, clock, lambda: self.work(number))


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
async def test_the_work_passes_to_another_when_the_lock_is_lost_and_nobody_ends(database: str) -> None:
    workers = Workers(database)
    async with workers.lines[0] as first, workers.lines[1] as second:
        tasks = [asyncio.ensure_future(workers.live(0))]
        await until(lambda: workers.at_work == {0}, "the first works")
        tasks.append(asyncio.ensure_future(workers.live(1)))
        await asyncio.sleep(0.5)
        assert workers.at_work == {0}
        await first.cut()
        await until(lambda: workers.at_work == {1}, "the second works")
        await second.cut()
        await until(lambda: not workers.at_work, "nobody can work")
        await first.mend()
        await second.mend()
        await until(lambda: len(workers.at_work) == 1, "one works again")
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        assert not workers.at_work
        for engine in workers.engines:
            await engine.dispose()


async def test_a_lock_on_a_file_is_one_processs_and_goes_with_it(sqlite_database: str) -> None:
    engine = reader_engine(sqlite_database)
    clock = Clock(sleep=_hurried)
    entered = asyncio.Event()

    async def second() -> None:
        async with only_one(engine, sqlite_database, clock):
            entered.set()

    async with only_one(engine, sqlite_database, clock):
        task = asyncio.ensure_future(second())
        await asyncio.sleep(0.4)
        assert not entered.is_set()
    await task
    assert entered.is_set()
    await engine.dispose()
