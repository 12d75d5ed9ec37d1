"""Fixtures of these tests: the same writers and people as in the storage tests."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reader_engine
from tests.storage.conftest import ana as ana
from tests.storage.conftest import ben as ben
from tests.storage.conftest import memory as memory
from tests.storage.conftest import open_writer as open_writer
from tests.storage.conftest import reader as reader
from tests.storage.conftest import writer as writer


@pytest.fixture
async def readers(database: str) -> AsyncIterator[list[AsyncEngine]]:
    """The engines of three workers."""
    engines = [reader_engine(database) for _ in range(3)]
    yield engines
    for engine in engines:
        await engine.dispose()
