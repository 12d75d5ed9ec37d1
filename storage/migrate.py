"""Bringing a database to the tables of this release, and refusing one that is newer than the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from storage.engine import driver_url, writer_engine


class DatabaseTooNew(RuntimeError):
    """The database was migrated by a newer release; this one must not touch it."""


class DatabaseBehind(RuntimeError):
    """The database lacks migrations; run `tayari migrate` first."""


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


def migrate(address: str) -> str:
    """Apply what is missing and return the revision reached; raises DatabaseTooNew. Safe to run twice."""
    engine = writer_engine(address)
    try:
        with engine.begin() as connection:
            _refuse_newer(connection)
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7382911)")
            command.upgrade(_config(connection), "head")
            return current(connection) or ""
    finally:
        engine.dispose()


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
