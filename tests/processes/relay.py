"""A front for several bots behind one address, as bad as it may be: any bot, doubled posts, old posts again."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from types import TracebackType

import aiohttp
from aiohttp import web

from tests.processes.process import free_port


class Relay:
    """Posts each update to one of the bots, whose answer counts, and copies of it to all of them."""

    def __init__(self, path: str, ports: list[int], seed: int, again: float = 0.5) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{path}"
        self.copies = 0
        self._path, self._ports, self._again = path, ports, again
        self._random = random.Random(seed)
        self._old: list[tuple[bytes, dict[str, str]]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Relay:
        app = web.Application()
        app.router.add_post(self._path, self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.quiet()
        await self._session.close()
        await self._runner.cleanup()

    async def quiet(self) -> None:
        """Wait until all copies are delivered."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: request.headers[name] for name in ("Content-Type", "X-Telegram-Bot-Api-Secret-Token")
        }
        self._old.append((body, headers))
        for port in self._ports:
            if self._random.random() < self._again:
                self._copy(port, body, headers, 0.0)
            if self._random.random() < self._again / 4:
                self._copy(port, *self._random.choice(self._old), self._random.uniform(0.0, 0.3))
        status, answer = await self._post(self._random.choice(self._ports), body, headers)
        return web.Response(status=status, body=answer, content_type="application/json")

    async def _post(self, port: int, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        url = f"http://127.0.0.1:{port}{self._path}"
        async with self._session.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.read()

    def _copy(self, port: int, body: bytes, headers: dict[str, str], wait: float) -> None:
        async def later() -> None:
            await asyncio.sleep(wait)
            with suppress(aiohttp.ClientError):
                await self._post(port, body, headers)

        self.copies += 1
        task = asyncio.get_running_loop().create_task(later())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
