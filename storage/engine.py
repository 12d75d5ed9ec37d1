"""Engines for both databases, from one address: synchronous for the way in, asynchronous for all else.

What people wrote is among the parameters of statements, so no error prints those.

SQLite: WAL, foreign keys, a busy timeout, `synchronous=FULL` (what was acknowledged survives a power cut),
and BEGIN IMMEDIATE, without which a transaction that reads first may fail at its first write.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_MS = 5000
LOCK_MS = 1000
IDLE_MS = 60_000
"""A process that stands still in the middle of a transaction must not hold its rows for ever (PostgreSQL)."""
WAL_TRIES = 20
NO_JIT = "-c jit=off"
"""PostgreSQL would compile the statements of a large cohort's pages: ten times as long as they take to run."""
PSYCOPG = "postgresql+psycopg"


class UnknownDatabase(ValueError):
    """The database address names neither an SQLite file nor PostgreSQL. The message never repeats it."""


def plain_url(address: str) -> URL:
    """The address without a driver. Takes every spelling people paste: postgres://, sqlite+aiosqlite:// ..."""
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError):
        # What could not be read may be any part of it, the password too.
        raise UnknownDatabase("DATABASE_URL cannot be read; %-encode / : @ in a password") from None
    family = url.drivername.split("+")[0]
    if family not in {"sqlite", "postgresql"}:
        raise UnknownDatabase(f"DATABASE_URL must begin with sqlite:// or postgresql://, not {family}://")
    if family == "sqlite" and url.database in {None, "", ":memory:"}:
        raise UnknownDatabase("DATABASE_URL names no file; write sqlite:///data/tayari.db")
    return url.set(drivername=family)


def driver_url(address: str) -> URL:
    """The address with the synchronous driver of its database."""
    url = plain_url(address)
    return url if url.drivername == "sqlite" else url.set(drivername=PSYCOPG)


def is_sqlite(address: str) -> bool:
    return plain_url(address).drivername == "sqlite"


def writer_engine(address: str, *, durable: bool = True, wait_ms: int | None = None) -> Engine:
    """One connection, for the one thread that writes what comes in.

    `wait_ms` is how long it waits for what others hold, where not as usual; `durable=False` is for tests only.
    """
    url = plain_url(address)
    if url.drivername == "sqlite":
        _make_folder(url)
        engine = create_engine(
            url,
            pool_size=1,
            max_overflow=0,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
        _prepare_sqlite(engine, durable=durable, busy_ms=wait_ms)
        return engine
    limits = f"-c lock_timeout={wait_ms or LOCK_MS} -c idle_in_transaction_session_timeout={IDLE_MS} {NO_JIT}"
    return create_engine(
        url.set(drivername=PSYCOPG),
        pool_size=1,
        max_overflow=0,
        connect_args={"options": limits, "connect_timeout": 5},
        hide_parameters=True,
    )


def reader_engine(address: str) -> AsyncEngine:
    """For reads, jobs and exports: off the tap path, never in a transaction of the way in."""
    url = plain_url(address)
    if url.drivername == "sqlite":
        _make_folder(url)
        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"), pool_size=2, hide_parameters=True
        )
        _prepare_sqlite(engine.sync_engine, immediate=False)
        return engine
    return create_async_engine(
        url.set(drivername=PSYCOPG),
        pool_size=4,
        pool_pre_ping=True,
        connect_args={"options": NO_JIT},
        hide_parameters=True,
    )


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that read and then write: on SQLite they take the write lock at once.

    Otherwise they fail, without waiting, where somebody else wrote between the two.
    """
    return engine.execution_options(writes=True)


def _make_folder(url: URL) -> None:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _to_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to WAL. At that SQLite waits for nobody: where others are in the way, wait for them as a writer does."""
    for _ in range(WAL_TRIES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            cursor.execute("BEGIN EXCLUSIVE")
            cursor.execute("ROLLBACK")
    cursor.execute("PRAGMA journal_mode=WAL")


def _prepare_sqlite(
    engine: Engine, *, durable: bool = True, immediate: bool = True, busy_ms: int | None = None
) -> None:
    def connected(connection: Any, _record: object) -> None:
        raw: sqlite3.Connection = connection
        raw.isolation_level = None
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={busy_ms or BUSY_MS}")
        _to_wal(cursor)
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'OFF'}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    def begun(connection: Connection) -> None:
        at_once = immediate or connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if at_once else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
