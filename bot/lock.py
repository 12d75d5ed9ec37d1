"""One active worker: an advisory lock in PostgreSQL, a lock on a file beside an SQLite database."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from storage.engine import plain_url

ADVISORY = 7382912
TRY_EVERY = 15.0
AGAIN_AFTER = 5.0

log = structlog.get_logger("lock")

Watch = Callable[[], Awaitable[None]]


async def alone(engine: AsyncEngine, address: str, clock: Clock, work: Callable[[], Awaitable[None]]) -> None:
    """Do this work as the only process that does. A lock lost or out of reach ends the work and is sought again."""
    while True:
        try:
            async with only_one(engine, address, clock) as watch:
                await _first_of(work, watch)
        except Exception as trouble:
            log.warning("not the worker now", cause=type(trouble).__name__)
        await clock.sleep(AGAIN_AFTER)


async def _first_of(*all_work: Callable[[], Awaitable[None]]) -> None:
    """Run these together until one ends; raises what it raised."""
    tasks: list[asyncio.Future[Any]] = [asyncio.ensure_future(work()) for work in all_work]
    try:
        done, _left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


@asynccontextmanager
async def only_one(engine: AsyncEngine, address: str, clock: Clock) -> AsyncIterator[Watch]:
    """Wait until this process is the only worker, and stay it until the block ends.

    Gives a watch over the lock: it raises once the lock is lost.
    """
    url = plain_url(address)
    if url.drivername == "postgresql":
        async with _advisory(engine, clock) as watch:
            yield watch
    else:
        async with _file(Path(f"{url.database}.worker"), clock):
            yield _never_lost


@asynccontextmanager
async def _advisory(engine: AsyncEngine, clock: Clock) -> AsyncIterator[Watch]:
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(text(f"SELECT pg_try_advisory_lock({ADVISORY})")):
            await clock.sleep(TRY_EVERY)

        async def watch() -> None:
            """The lock lives as long as its connection, which nobody else looks at."""
            while True:
                await clock.sleep(TRY_EVERY)
                await connection.scalar(text("SELECT 1"))

        yield watch


@asynccontextmanager
async def _file(path: Path, clock: Clock) -> AsyncIterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        while not await asyncio.to_thread(_locked, file.fileno()):
            await clock.sleep(TRY_EVERY)
        yield


async def _never_lost() -> None:
    await asyncio.get_running_loop().create_future()


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
