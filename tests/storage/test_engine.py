"""Engines: how each database is opened, which addresses are understood, how times are stored."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import (
    BUSY_MS,
    LOCK_MS,
    UnknownDatabase,
    is_sqlite,
    plain_url,
    reader_engine,
    writer_engine,
)
from storage.migrate import migrate, require_current
from storage.tables import claim
from tests.storage.conftest import OpenWriter

NOON = datetime(2026, 3, 12, 12, 0, 0, 123456, tzinfo=UTC)


def pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_sqlite_keeps_what_was_acknowledged_and_its_references(sqlite_database: str) -> None:
    engine = writer_engine(sqlite_database)
    found = {
        name: pragma(engine, name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    engine.dispose()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS}


async def test_the_reader_of_sqlite_is_set_up_alike(sqlite_database: str) -> None:
    engine = reader_engine(sqlite_database)
    found = {}
    async with engine.connect() as connection:
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            found[name] = (await connection.execute(text(f"PRAGMA {name}"))).scalar()
    await engine.dispose()

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_MS}


def test_a_transaction_of_the_way_in_holds_the_write_lock_of_sqlite_from_its_beginning(
    sqlite_database: str,
) -> None:
    """Without it one that reads first may fail at its first write, however long others wait."""
    first, second = writer_engine(sqlite_database), writer_engine(sqlite_database)
    order: list[str] = []

    def write() -> None:
        with second.begin() as connection:
            order.append("second")
            connection.execute(insert(claim), claim_row("2"))

    other = threading.Thread(target=write)
    with first.begin() as connection:
        connection.execute(select(claim)).all()
        other.start()
        other.join(0.2)
        order.append("first")
        connection.execute(insert(claim), claim_row("1"))
    other.join()
    for engine in (first, second):
        engine.dispose()

    assert order == ["first", "second"]


def claim_row(key: str, at: datetime = NOON) -> dict[str, object]:
    return {"channel": "telegram", "bot_id": 1, "key": key, "at": at}


def test_postgresql_gives_up_a_row_that_is_held_after_the_time_set(writer: Engine, database: str) -> None:
    if is_sqlite(database):
        assert pragma(writer, "busy_timeout") == BUSY_MS
        return
    with writer.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == f"{LOCK_MS // 1000}s"
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar() == "1min"
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_a_writer_is_one_connection(open_writer: OpenWriter) -> None:
    engine = open_writer()

    assert engine.pool.size() == 1  # type: ignore[attr-defined]
    assert engine.pool._max_overflow == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("sqlite:///some/file.db", "sqlite:///some/file.db"),
        ("sqlite+aiosqlite:////data/file.db", "sqlite:////data/file.db"),
        ("postgres://a:b@host/name", "postgresql://a:b@host/name"),
        (
            "postgresql://a:b@host:5433/name?sslmode=require",
            "postgresql://a:b@host:5433/name?sslmode=require",
        ),
        ("postgresql+psycopg://a@host/name", "postgresql://a@host/name"),
        ("postgresql+asyncpg://a@host/name", "postgresql://a@host/name"),
        ("postgresql+psycopg2://a:postgres%3A%2F%2F@host/name", "postgresql://a:postgres%3A%2F%2F@host/name"),
    ],
)
def test_every_spelling_of_an_address_is_understood(address: str, wanted: str) -> None:
    assert plain_url(address).render_as_string(hide_password=False) == wanted
    assert is_sqlite(address) is wanted.startswith("sqlite")


@pytest.mark.parametrize("address", ["mysql://root:secret@host/db", "oracle+cx://u:secret@h/d"])
def test_another_database_is_refused_without_telling_the_password(address: str) -> None:
    with pytest.raises(UnknownDatabase, match="must begin with sqlite:// or postgresql://") as trouble:
        plain_url(address)

    assert "secret" not in str(trouble.value)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/not/yet/tayari.db"
    migrate(address)

    require_current(address)
    assert (tmp_path / "not" / "yet" / "tayari.db").exists()


@pytest.mark.parametrize(
    "moment", [NOON, NOON.astimezone(timezone(timedelta(hours=5, minutes=45))), NOON.replace(microsecond=0)]
)
def test_a_time_comes_back_as_the_same_instant_in_utc(writer: Engine, moment: datetime) -> None:
    with writer.begin() as connection:
        connection.execute(insert(claim), claim_row("1", moment))
        found = connection.scalar(select(claim.c.at))
        again = connection.scalar(select(claim.c.key).where(claim.c.at == moment))

    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC
    assert again == "1"


def test_a_time_without_a_zone_is_refused(writer: Engine) -> None:
    with pytest.raises(StatementError, match="without a zone"), writer.begin() as connection:
        connection.execute(insert(claim), claim_row("1", NOON.replace(tzinfo=None)))


def test_times_compare_rightly_whatever_zone_they_were_given_in(writer: Engine) -> None:
    west = NOON.astimezone(timezone(timedelta(hours=-8)))
    with writer.begin() as connection:
        connection.execute(
            insert(claim), [claim_row("early", west - timedelta(seconds=1)), claim_row("late", west)]
        )
        found = list(connection.scalars(select(claim.c.key).where(claim.c.at < NOON)))

    assert found == ["early"]


def test_an_error_never_prints_the_values_of_a_statement(writer: Engine) -> None:
    with pytest.raises(StatementError) as trouble, writer.begin() as connection:
        connection.execute(insert(claim), claim_row("what somebody wrote", NOON.replace(tzinfo=None)))

    assert "INSERT INTO claim" in str(trouble.value)
    assert "what somebody wrote" not in str(trouble.value)


async def test_a_read_does_not_wait_for_a_write_in_progress(writer: Engine, reader: AsyncEngine) -> None:
    with writer.begin() as writing:
        writing.execute(insert(claim), claim_row("1"))
        async with reader.connect() as reading:
            assert (await reading.execute(select(claim))).all() == []
