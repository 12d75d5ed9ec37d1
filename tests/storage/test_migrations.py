"""Migrations: they lead to exactly the tables of the code, twice, back and forth, and never touch a newer database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Inspector, inspect, text

import storage.engine
from storage.engine import writer_engine
from storage.migrate import (
    DatabaseBehind,
    DatabaseHeld,
    DatabaseTooNew,
    _config,
    current,
    head,
    migrate,
    require_current,
)
from storage.tables import metadata
from tests.databases import copied
from tests.storage.support import at_once


@pytest.fixture
def empty(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    nothing = tmp_path / "nothing.db"
    nothing.touch()
    yield from copied(database_kind, str(nothing) if database_kind == "sqlite" else "template0", tmp_path)


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_the_migrations_lead_to_the_tables_of_the_code(writer: Engine) -> None:
    assert differences(writer) == []


def test_a_missing_column_would_be_noticed(writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(text("ALTER TABLE answer DROP COLUMN seconds"))

    assert len(differences(writer)) == 1


def test_references_and_their_indexes_are_the_same_too(writer: Engine) -> None:
    """Every reference deletes along or is let go, and has an index to be found by."""
    found = inspect(writer)
    for name, table in metadata.tables.items():
        keys = found.get_foreign_keys(name)
        assert len(keys) == len(table.foreign_keys)
        indexed = {tuple(index["column_names"]) for index in found.get_indexes(name)}
        indexed |= set(kept_unique(found, name))
        for key in keys:
            (column,) = key["constrained_columns"]
            lost = "SET NULL" if table.c[column].nullable else "CASCADE"
            assert key["options"].get("ondelete") in {"CASCADE", lost}, (name, key)
            assert any(columns[0] == column for columns in indexed), (name, column)


def kept_unique(found: Inspector, table: str) -> list[tuple[str, ...]]:
    """The columns of the primary key and of each unique constraint: the database finds rows by these as well."""
    unique = [tuple(each["column_names"]) for each in found.get_unique_constraints(table)]
    return [tuple(found.get_pk_constraint(table)["constrained_columns"]), *unique]


def test_no_index_repeats_the_beginning_of_another(writer: Engine) -> None:
    found = inspect(writer)
    for name in metadata.tables:
        unique = kept_unique(found, name)
        own = [
            tuple(index["column_names"])
            for index in found.get_indexes(name)
            if not index.get("duplicates_constraint") and not index["unique"]
        ]
        assert len(set(own)) == len(own), name
        for columns in own:
            longer = [each for each in (*own, *unique) if each != columns or each in unique]
            assert not any(each[: len(columns)] == columns for each in longer), (name, columns)


def test_the_index_of_those_who_are_behind_holds_them_alone(writer: Engine) -> None:
    """Going through everybody took 60 ms of the one thread at 200,000 conversations."""
    indexes = {index["name"]: index for index in inspect(writer).get_indexes("conversation")}
    behind = indexes["ix_conversation_behind"]

    assert behind["column_names"] == ["changed_at"]
    where = behind["dialect_options"][f"{writer.dialect.name}_where"]
    assert str(where).strip("()") == "shown < revision"


def test_migrating_twice_changes_nothing(empty: str) -> None:
    assert migrate(empty) == head()
    assert migrate(empty) == head()
    require_current(empty)


def test_migrating_keeps_what_is_stored(database: str, writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(
            text("INSERT INTO claim (channel, bot_id, key, at) VALUES ('t', 1, '1', '2026-03-12 09:00:00')")
        )
    writer.dispose()
    migrate(database)

    with writer.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM claim")) == 1


def test_two_processes_may_migrate_at_once(empty: str) -> None:
    assert at_once([lambda: migrate(empty)] * 3) == [head()] * 3


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody but a migration gives up soon, so that the tests are short."""
    for name in ("LOCK_MS", "BUSY_MS"):
        monkeypatch.setattr(storage.engine, name, 50)


@contextmanager
def another_migration(address: str) -> Iterator[None]:
    """A migration of another process is under way while the block runs."""
    engine = writer_engine(address)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7382911)")
        yield
    engine.dispose()


def test_a_migration_waits_for_another_one(impatient: None, empty: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with another_migration(empty):
            ours = pool.submit(migrate, empty)
            with pytest.raises(TimeoutError):
                ours.result(0.6)

        assert ours.result(30) == head()


def test_a_migration_that_waited_for_too_long_says_so(impatient: None, empty: str) -> None:
    with another_migration(empty), pytest.raises(DatabaseHeld, match="another migration"):
        migrate(empty, wait_ms=100)

    assert migrate(empty) == head()


def test_up_down_and_up_again_leads_to_the_same_tables(empty: str) -> None:
    engine = writer_engine(empty)
    try:
        for direction in ("up", "down", "up"):
            with engine.begin() as connection:
                move = command.upgrade if direction == "up" else command.downgrade
                move(_config(connection), "head" if direction == "up" else "base")
                stands_at = current(connection)
            assert stands_at == (head() if direction == "up" else None)
            expected = set(metadata.tables) if direction == "up" else set()
            assert tables(engine) - {"alembic_version"} == expected
        assert differences(engine) == []
    finally:
        engine.dispose()


def test_a_newer_database_is_refused_and_left_alone(database: str, writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("ALTER TABLE claim ADD COLUMN later INTEGER"))
    writer.dispose()
    for touch in (migrate, require_current):
        with pytest.raises(DatabaseTooNew, match="9999"):
            touch(database)

    with writer.connect() as connection:
        assert current(connection) == "9999"
        assert "later" in {column["name"] for column in inspect(connection).get_columns("claim")}


def test_a_database_that_lacks_migrations_is_told_apart(empty: str) -> None:
    with pytest.raises(DatabaseBehind, match="tayari migrate"):
        require_current(empty)

    migrate(empty)
    require_current(empty)
