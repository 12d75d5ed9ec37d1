"""Bringing a database to the tables of this release, and refusing one that is newer than the code."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError

from storage.engine import LOCK_MS, driver_url, writer_engine
from storage.loading import is_row_lock

WAIT_MS = 60_000
MIGRATING = 7382911
"""The number of the advisory lock that lets one migration run at a time (PostgreSQL)."""


class DatabaseTooNew(RuntimeError):
    """The database was migrated by a newer release; this one must not touch it."""


class DatabaseBehind(RuntimeError):
    """The database lacks migrations; run `tayari migrate` first."""


class DatabaseHeld(RuntimeError):
    """Somebody else, mostly another migration, held the database for longer than we wait."""


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest migration this release knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def current(connection: Connection) -> str | None:
    """The migration this database stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(address: str, wait_ms: int = WAIT_MS) -> str:
    """Apply what is missing and return the revision reached. Safe to run twice, and in two processes at once.

    Raises DatabaseTooNew, and DatabaseHeld where another migration is not over after `wait_ms`.
    """
    engine = writer_engine(address, wait_ms=wait_ms)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
                # For a table we wait no longer than others do: meanwhile everybody else would stand behind us.
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_MS}")
            _refuse_newer(connection)
            command.upgrade(_config(connection), "head")
            return current(connection) or ""
    except OperationalError as trouble:
        if not _is_held(trouble):
            raise
        raise DatabaseHeld(
            "the database is held by somebody else, perhaps another migration: nothing was changed, try again later"
        ) from trouble
    finally:
        engine.dispose()


def _is_held(trouble: OperationalError) -> bool:
    """True where a lock was not to be had in time, on either database."""
    code = getattr(trouble.orig, "sqlite_errorcode", 0) & 0xFF  # without what makes it one of several kinds
    return code == sqlite3.SQLITE_BUSY or is_row_lock(trouble)


def require_current(address: str) -> None:
    """Raise DatabaseBehind or DatabaseTooNew unless the database stands at this release's migration."""
    engine = create_engine(driver_url(address))
    try:
        with engine.connect() as connection:
            _refuse_newer(connection)
            if current(connection) != head():
                raise DatabaseBehind("the database lacks migrations: run `tayari migrate` first")
    finally:
        engine.dispose()


def _refuse_newer(connection: Connection) -> None:
    stands_at = current(connection)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if stands_at is not None and stands_at not in known:
        raise DatabaseTooNew(f"the database stands at {stands_at}, which this release does not know")
