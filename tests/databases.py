"""A migrated database for each test: a copied file for SQLite, a copied template for PostgreSQL."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from storage.migrate import migrate

SERVER = "TAYARI_TEST_POSTGRES"
KINDS = ("sqlite", "postgresql")


def postgres_address() -> str:
    """The server tests may use, as postgresql://user@host:port/database; skips, or fails under CI, without one."""
    address = os.environ.get(SERVER, "")
    if not address:
        reason = f"no PostgreSQL server: {SERVER} is not set (make test starts one)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return address


def _run_on_server(address: str, *statements: sql.Composed) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def make_template(kind: str, folder: Path) -> str:
    """A migrated database that others are copied from; its file or name."""
    if kind == "sqlite":
        path = folder / "template.db"
        migrate(f"sqlite:///{path}")
        return str(path)
    name = f"template_{uuid.uuid4().hex[:12]}"
    address = postgres_address()
    _run_on_server(address, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    migrate(_with_name(address, name))
    return name


def copied(kind: str, template: str, folder: Path) -> Iterator[str]:
    """The address of a fresh copy, dropped at the end."""
    if kind == "sqlite":
        path = folder / "tayari.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    address = postgres_address()
    name = f"test_{uuid.uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run_on_server(address, create.format(sql.Identifier(name), sql.Identifier(template)))
    yield _with_name(address, name)
    _run_on_server(address, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _with_name(address: str, name: str) -> str:
    return f"{address.rsplit('/', 1)[0]}/{name}"
