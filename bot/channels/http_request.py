"""HTTP for python-telegram-bot, at its documented extension point; bodies are UTF-8 JSON.

The library's own client slows down with calls in flight. Small calls go over kept lines of our own; aiohttp
sends files, and whatever goes through a proxy. No error raised here carries an address, since the bot's
token is part of every address.
"""

from __future__ import annotations

import asyncio
import ssl
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.json_text import from_json, to_json
from bot.channels.lines import CONNECT_SECONDS, Lines

URL_SIGNS = "/:;@&=+$,!*'()%?"
PORTS = {"http": 80, "https": 443}


class AiohttpRequest(BaseRequest):
    """One session for all calls. `total` is the longest a call may take, in seconds, unless it says so."""

    def __init__(self, total: float = 15.0) -> None:
        self._total = total
        self._session: aiohttp.ClientSession | None = None
        self._ways: dict[tuple[str, str], Lines | str] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._total

    async def initialize(self) -> None:
        if self._session is None:
            limit = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
        for way in self._ways.values():
            if isinstance(way, Lines):
                await way.close()
        self._ways.clear()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the HTTP session is not open")
        total = read_timeout if isinstance(read_timeout, int | float) else self._total
        try:
            async with asyncio.timeout(total):
                return await self._sent(self._session, method, url, request_data)
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as trouble:
            raise NetworkError(type(trouble).__name__) from None
        except Exception as trouble:
            raise NetworkError(f"HTTP failed: {type(trouble).__name__}") from None

    async def _sent(
        self, session: aiohttp.ClientSession, method: str, url: str, data: RequestData | None
    ) -> tuple[int, bytes]:
        split = urlsplit(url)
        way = self._ways.get((split.scheme, split.netloc))
        if way is None:
            way = self._find_way(split)
        if isinstance(way, Lines) and (data is None or not data.contains_files):
            return await way.call(_request(method, url, data))
        proxy = None if isinstance(way, Lines) else way or None
        async with session.request(method, url, proxy=proxy, **_body(data)) as response:
            return response.status, await response.read()

    def _find_way(self, split: SplitResult) -> Lines | str:
        """Lines to this server, or the proxy that the environment names for it, looked up once.

        The client's own `trust_env` looks at each call, in a thread, and reads ~/.netrc: that costs as much as
        the call itself. An address with a password in it goes through aiohttp, with or without a proxy.
        """
        host = split.hostname or ""
        proxy = "" if proxy_bypass(host) else getproxies().get(split.scheme, "")
        way: Lines | str = proxy
        if not proxy and split.username is None:
            tls = ssl.create_default_context() if split.scheme == "https" else None
            way = Lines(host, split.port or PORTS[split.scheme], tls)
        self._ways[split.scheme, split.netloc] = way
        return way

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does, but silent: a reply may hold what a person wrote."""
        try:
            parsed: dict[str, Any] = from_json(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return parsed


def _request(method: str, url: str, data: RequestData | None) -> bytes:
    """A whole request as it goes over the line."""
    parameters = data.parameters if data is not None else {}
    body = to_json(parameters) if parameters else b""
    kind = "Content-Type: application/json\r\n" if body else ""
    return f"{_head(method, url)}{kind}Content-Length: {len(body)}\r\n\r\n".encode("ascii") + body


@lru_cache(maxsize=256)
def _head(method: str, url: str) -> str:
    """Request line and host. Kept: one bot calls few methods, again and again."""
    split = urlsplit(url)
    query = f"?{quote(split.query, safe=URL_SIGNS)}" if split.query else ""
    return f"{method} {quote(split.path, safe=URL_SIGNS)}{query} HTTP/1.1\r\nHost: {split.netloc}\r\n"


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None or not data.parameters:
        return {}
    if not data.contains_files:
        return {"data": to_json(data.parameters), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
