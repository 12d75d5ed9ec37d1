"""One active worker: an advisory lock in PostgreSQL, a lock on a file beside an SQLite database."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import Clock
from storage.engine import plain_url

ADVISORY = 7382912
TRY_EVERY = 15.0


@asynccontextmanager
async def only_one(engine: AsyncEngine, address: str, clock: Clock) -> AsyncIterator[None]:
    """Wait until this process is the only worker, and stay it until the block ends."""
    url = plain_url(address)
    if url.drivername == "postgresql":
        async with _advisory(engine, clock):
            yield
    elif url.database and url.database != ":memory:":
        async with _file(Path(f"{url.database}.worker"), clock):
            yield
    else:
        yield


@asynccontextmanager
async def _advisory(engine: AsyncEngine, clock: Clock) -> AsyncIterator[None]:
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        while not await connection.scalar(text(f"SELECT pg_try_advisory_lock({ADVISORY})")):
            await clock.sleep(TRY_EVERY)
        yield


@asynccontextmanager
async def _file(path: Path, clock: Clock) -> AsyncIterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        while not await asyncio.to_thread(_locked, file.fileno()):
            await clock.sleep(TRY_EVERY)
        yield


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
