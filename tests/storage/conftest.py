"""Fixtures of the storage tests: connections that are closed, and people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reader_engine, writer_engine
from storage.memory import Memory
from tests.storage.support import Talker, knowledge

OpenWriter = Callable[[], Engine]


@pytest.fixture
def open_writer(database: str) -> Iterator[OpenWriter]:
    """Makes further writers of the same database, each as a process of its own would; all are closed."""
    made: list[Engine] = []

    def open_one() -> Engine:
        made.append(writer_engine(database, durable=False))
        return made[-1]

    yield open_one
    for engine in made:
        engine.dispose()


@pytest.fixture
def writer(open_writer: OpenWriter) -> Engine:
    return open_writer()


@pytest.fixture
async def reader(database: str) -> AsyncIterator[AsyncEngine]:
    engine = reader_engine(database)
    yield engine
    await engine.dispose()


@pytest.fixture
def memory(writer: Engine) -> Memory:
    return Memory(writer, knowledge())


@pytest.fixture
def ana(memory: Memory) -> Talker:
    return Talker(memory, 7)


@pytest.fixture
def ben(memory: Memory) -> Talker:
    return Talker(memory, 8)
