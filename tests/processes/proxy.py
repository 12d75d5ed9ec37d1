"""A line to a server that can be cut: all connections break, and no new one is taken until it is mended."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from urllib.parse import urlsplit

from tests.processes.process import free_port


class Line:
    """Carries bytes between a port of its own and the server of a database address."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._port = free_port()
        self.address = parts._replace(netloc=f"{parts.username}@127.0.0.1:{self._port}").geturl()
        self._stack = AsyncExitStack()
        self._listener: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Line:
        await self.mend()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.cut()

    async def mend(self) -> None:
        """Take connections."""
        self._listener = await asyncio.start_server(self._carry, "127.0.0.1", self._port)

    async def cut(self) -> None:
        """Break all connections and refuse new ones."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for writer in self._open:
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, forth = await asyncio.open_connection(*self._server)
        self._open |= {back, forth}
        try:
            await asyncio.gather(_pump(near, forth), _pump(far, back))
        finally:
            for writer in (back, forth):
                self._open.discard(writer)
                writer.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()
