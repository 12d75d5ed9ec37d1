"""INSERT ... ON CONFLICT for both databases: the same statement under two names."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.dml import Insert as SqliteInsert


def insert_or_ignore(connection: Connection, table: Table) -> SqliteInsert:
    """INSERT ... ON CONFLICT DO NOTHING for the database at hand."""
    return _insert_or_ignore(connection.dialect.name, table)


@cache
def _insert_or_ignore(dialect: str, table: Table) -> SqliteInsert:
    return insert_into(dialect, table).on_conflict_do_nothing()


def insert_into(dialect: str, table: Table) -> SqliteInsert:
    """An INSERT of this dialect, with its ON CONFLICT: both have the same one, under two names."""
    make = sqlite_insert if dialect == "sqlite" else postgres_insert
    return make(table)  # type: ignore[return-value]
