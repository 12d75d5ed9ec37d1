"""The front for any bot: a real HTTP server on this machine, with long polling and webhooks."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from queue import Queue
from typing import TypedDict, Unpack

from aiohttp import web

from tests.telegram_world.args import UploadedFile
from tests.telegram_world.polling import long_poll
from tests.telegram_world.reply import Json, Reply, error
from tests.telegram_world.webhook import WebhookPump
from tests.telegram_world.world import TelegramWorld, canonical

BODY_LIMIT = 64 * 1024 * 1024
_Started = Queue[tuple[str, asyncio.AbstractEventLoop, asyncio.Event] | BaseException]


class Options(TypedDict, total=False):
    """How a server behaves.

    `latency` is the length of one call in seconds. `hang` is how long a call that gets no answer keeps
    its connection. `backoff` is the first pause before a failed webhook post is repeated; it doubles up
    to `longest_backoff` (Telegram: 1 and 60). `port` 0 takes a free one.
    """

    latency: float
    hang: float
    backoff: float
    longest_backoff: float
    port: int


class WorldServer:
    """Serves `/bot<token>/<method>` over one world."""

    def __init__(self, world: TelegramWorld, **options: Unpack[Options]) -> None:
        self.world = world
        self.latency, self.hang = options.get("latency", 0.0), options.get("hang", 3600.0)
        self.backoff, self.longest_backoff = options.get("backoff", 1.0), options.get("longest_backoff", 60.0)
        self.port = options.get("port", 0)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Serve while the block runs; gives the address, to which "/bot" is added."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        await site.start()
        pump = WebhookPump(self.world, self.latency, self.backoff, self.longest_backoff)
        try:
            async with pump.running():
                yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method, token = request.match_info["method"], request.match_info["token"]
        try:
            payload, files = await _read(request)
        except ValueError:
            return _response(error(400, "Bad Request: can't parse request body JSON object"))
        await self._travel()
        if canonical(method) == "getUpdates":
            reply = await long_poll(self.world, payload, token=token, via="http", sleep=asyncio.sleep)
        else:
            reply = self.world.call(method, payload, files=files, token=token, via="http")
        if reply.wire == "timeout":
            await asyncio.sleep(self.hang)
        await self._travel()
        if reply.wire in ("timeout", "reset"):
            _cut(request)
        return _response(reply)

    async def _travel(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency / 2)


async def _read(request: web.Request) -> tuple[Json, dict[str, UploadedFile]]:
    payload: Json = dict(request.query)
    files: dict[str, UploadedFile] = {}
    if request.content_type == "application/json":
        body = await request.json() if request.can_read_body else {}
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return payload | body, files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = UploadedFile(value.filename, value.file.read(), value.content_type)
            value.file.close()
        else:
            payload[name] = value if isinstance(value, str) else bytes(value).decode()
    return payload, files


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _response(reply: Reply) -> web.Response:
    return web.Response(body=reply.raw(), status=reply.status or 502, content_type="application/json")


@asynccontextmanager
async def serve(world: TelegramWorld, **options: Unpack[Options]) -> AsyncIterator[str]:
    """Serve the world in this loop: `async with serve(world) as url`."""
    async with WorldServer(world, **options).running() as url:
        yield url


@contextmanager
def serve_in_thread(world: TelegramWorld, **options: Unpack[Options]) -> Iterator[str]:
    """Serve the world in a thread with its own loop: `with serve_in_thread(world) as url`."""
    server, started = WorldServer(world, **options), _Started()
    thread = threading.Thread(target=lambda: asyncio.run(_live(server, started)), name="telegram-world")
    thread.start()
    first = started.get()
    if isinstance(first, BaseException):
        thread.join()
        raise first
    url, loop, stop = first
    try:
        yield url
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


async def _live(server: WorldServer, started: _Started) -> None:
    stop = asyncio.Event()
    try:
        async with server.running() as url:
            started.put((url, asyncio.get_running_loop(), stop))
            await stop.wait()
    except OSError as problem:
        started.put(problem)
