"""Kept HTTP/1.1 connections to one server, one call at a time on each: the way of all small calls.

A general HTTP client spends more on such a call than the system does on sending it. This one knows what the
Bot API needs: a body out, a status and a body back. Redirects are not followed.
"""

from __future__ import annotations

import asyncio
import ssl

import httptools

AT_ONCE = 256
IDLE_SECONDS = 15.0
CONNECT_SECONDS = 10.0

Reply = tuple[int, bytes]


class NotConnected(OSError):
    """No connection came about: the call surely had no effect."""


class Broken(OSError):
    """The connection ended, or made no sense, before the whole reply was there."""


class Line(asyncio.Protocol):
    """One connection. Its parser calls the methods that begin with `on_`."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._parser = httptools.HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._body = b""
        self._has_head = self._has_length = False
        self.idle_since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._lines.all.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lines.all.discard(self)
        if exc is None and self._has_head and not self._has_length:
            self.on_message_complete()  # such a reply ends with its connection
        self._transport = None
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_exception(Broken())

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()

    def send(self, request: bytes, reply: asyncio.Future[Reply]) -> None:
        if self._transport is None:
            raise NotConnected
        self._reply = reply
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        try:
            if self._reply is None:
                raise httptools.HttpParserError("nobody asked")
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self.close()

    def on_message_begin(self) -> None:
        self._body = b""
        self._has_head = self._has_length = False

    def on_header(self, name: bytes, _value: bytes) -> None:
        if name.lower() in {b"content-length", b"transfer-encoding"}:
            self._has_length = True

    def on_headers_complete(self) -> None:
        self._has_head = True

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self._has_head = False
        reply, self._reply = self._reply, None
        if reply is None or not self._parser.should_keep_alive():
            self.close()
        if reply is not None and not reply.done():
            reply.set_result((self._parser.get_status_code(), self._body))


class Lines:
    """The connections to one server. Whoever finds all of them taken waits for one."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._free = asyncio.Semaphore(AT_ONCE)
        self._idle: list[Line] = []
        self.all: set[Line] = set()

    async def call(self, request: bytes) -> Reply:
        """Send a whole request and wait for the whole reply; raises NotConnected, Broken or TimeoutError."""
        loop = asyncio.get_running_loop()
        async with self._free:
            line = self._kept(loop.time()) or await self._opened(loop)
            reply: asyncio.Future[Reply] = loop.create_future()
            line.send(request, reply)
            try:
                found = await reply
            except asyncio.CancelledError:
                line.close()
                raise
            if line.is_open:
                line.idle_since = loop.time()
                self._idle.append(line)
            return found

    def _kept(self, now: float) -> Line | None:
        """The line that was used last, where it is not too old: the other side may just be closing it."""
        while self._idle:
            line = self._idle.pop()
            if line.is_open and now - line.idle_since < IDLE_SECONDS:
                return line
            line.close()
        return None

    async def _opened(self, loop: asyncio.AbstractEventLoop) -> Line:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                _transport, line = await loop.create_connection(
                    lambda: Line(self), self._host, self._port, ssl=self._tls, happy_eyeballs_delay=0.25
                )
        except TimeoutError:
            raise
        except OSError:
            raise NotConnected from None
        return line

    async def close(self) -> None:
        """Close all lines; calls in hand break."""
        for line in list(self.all):
            line.close()
        await asyncio.sleep(0)
