"""Databases that are away or full, for a while: on both kinds, by what they offer themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from storage.engine import is_sqlite
from tests.databases import postgres_address
from tests.rig import Rig

END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@contextmanager
def lost(rig: Rig, database: str) -> Iterator[None]:
    """The database takes no writes (SQLite), or no connections at all (PostgreSQL), while the block runs."""
    if is_sqlite(database):
        with _read_only(rig):
            yield
        return
    name = database.rsplit("/", 1)[1]
    with psycopg.connect(postgres_address(), autocommit=True) as server:
        allow = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
        server.execute(allow.format(sql.Identifier(name), sql.SQL("false")))
        server.execute(END, (name,))
        try:
            yield
        finally:
            server.execute(allow.format(sql.Identifier(name), sql.SQL("true")))


@contextmanager
def full_disk(rig: Rig) -> Iterator[None]:
    """An SQLite file that may not grow: what room its pages had left is taken by claims of nobody."""
    _pragma(rig, "max_page_count = 1")
    _fill(rig)
    try:
        yield
    finally:
        _pragma(rig, "max_page_count = 1073741823")


def _fill(rig: Rig) -> None:
    """Insert until several inserts in a row find no room."""
    failed, number = 0, 0
    while failed < 5:
        number += 1
        try:
            with rig.writer.begin() as connection:
                connection.exec_driver_sql(
                    "INSERT INTO claim (channel, bot_id, key, at) VALUES ('t', 1, ?, '2026-03-12 09:00:00.000000')",
                    (f"{100_000_000 + number * 7919}",),
                )
        except Exception:
            failed += 1


@contextmanager
def _read_only(rig: Rig) -> Iterator[None]:
    _pragma(rig, "query_only = ON")
    try:
        yield
    finally:
        _pragma(rig, "query_only = OFF")


def _pragma(rig: Rig, words: str) -> None:
    """Set it on the one connection of the writer."""
    raw = rig.writer.raw_connection()
    try:
        raw.cursor().execute(f"PRAGMA {words}").close()
    finally:
        raw.close()
