"""The asynchronous engine of the worker without its threads: everything at once, so that a seed decides all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine


@dataclass(frozen=True)
class InlineConnection:
    """What the worker uses of an asynchronous connection."""

    connection: Connection

    async def execute(self, *args: Any) -> Any:
        return self.connection.execute(*args)

    async def scalars(self, *args: Any) -> Any:
        return self.connection.scalars(*args)

    async def scalar(self, *args: Any) -> Any:
        return self.connection.scalar(*args)

    async def run_sync(self, work: Callable[..., Any], *args: Any) -> Any:
        return work(self.connection, *args)


@dataclass(frozen=True)
class InlineEngine:
    """What the worker uses of an asynchronous engine. `knock` may raise before each use."""

    engine: Engine
    knock: Callable[[], None]

    def execution_options(self, **_options: Any) -> InlineEngine:
        """The writer engine, which this is, takes the write lock at once anyway."""
        return self

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[InlineConnection]:
        self.knock()
        with self.engine.begin() as connection:
            yield InlineConnection(connection)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[InlineConnection]:
        self.knock()
        with self.engine.connect() as connection:
            yield InlineConnection(connection)
