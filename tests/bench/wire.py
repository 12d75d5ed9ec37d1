"""HTTP/1.1 for the stand-in, on bare protocols: a server for calls, kept connections for webhook posts."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httptools

CONNECTIONS = 100

Reply = Callable[[int, bytes], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    path: str
    is_json: bool
    body: bytes


class Server(asyncio.Protocol):
    """One connection of the bot. `called` gets each request and the function that answers it."""

    def __init__(self, called: Callable[[Request, Reply], None]) -> None:
        self._called = called
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._path, self._json, self._body = b"", False, b""

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self._json = value.startswith(b"application/json")

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._called(Request(self._path.decode(), self._json, self._body), self._reply)

    def _reply(self, status: int, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode() + body)


class Line(asyncio.Protocol):
    """One kept connection to the bot's webhook, with one post at a time."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self.transport: asyncio.WriteTransport | None = None
        self.done: Reply | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        done, self.done = self.done, None
        self._poster.lost(self)
        if done is not None:
            done(0, b"")

    def send(self, request: bytes, done: Reply) -> None:
        assert self.transport is not None
        self.done = done
        self._body = b""
        self._parser = httptools.HttpResponseParser(self)
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        done, self.done = self.done, None
        status, body = self._parser.get_status_code(), self._body
        self._poster.free(self)
        if done is not None:
            done(status, body)


class Poster:
    """Posts updates to the webhook, over at most as many connections as Telegram opens."""

    def __init__(self, url: str, secret: str) -> None:
        split = urlsplit(url)
        self._host, self._port = split.hostname or "", split.port or 80
        self._head = (
            f"POST {split.path or '/'} HTTP/1.1\r\nHost: {split.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        )
        self._idle: list[Line] = []
        self._lines: set[Line] = set()
        self._opening: set[asyncio.Task[None]] = set()
        self._queue: deque[tuple[bytes, Reply]] = deque()

    def post(self, body: bytes, done: Reply) -> None:
        self._queue.append((f"{self._head}{len(body)}\r\n\r\n".encode() + body, done))
        if self._idle:
            self._next(self._idle.pop())
        elif len(self._lines) + len(self._opening) < CONNECTIONS:
            task = asyncio.get_running_loop().create_task(self._open())
            self._opening.add(task)
            task.add_done_callback(self._opening.discard)

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                _transport, line = await loop.create_connection(lambda: Line(self), self._host, self._port)
                break
            except OSError:
                await asyncio.sleep(0.05)
        self._lines.add(line)
        self._next(line)

    def _next(self, line: Line) -> None:
        if self._queue:
            line.send(*self._queue.popleft())
        else:
            self._idle.append(line)

    def free(self, line: Line) -> None:
        self._next(line)

    def lost(self, line: Line) -> None:
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)

    def close(self) -> None:
        for task in self._opening:
            task.cancel()
        for line in list(self._lines):
            if line.transport is not None:
                line.transport.abort()
