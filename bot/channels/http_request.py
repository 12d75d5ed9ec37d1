"""HTTP for python-telegram-bot on aiohttp, its documented extension point; bodies are UTF-8 JSON.

The library's own client slows down with calls in flight. No error raised here carries an address, since the
bot's token is part of every address.
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.json_text import from_json, to_json

CONNECTIONS = 256


class AiohttpRequest(BaseRequest):
    """One session for all calls. `total` is the longest a call may take, in seconds, unless it says so."""

    def __init__(self, total: float = 15.0) -> None:
        self._total = total
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._total

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        limit = aiohttp.ClientTimeout(total=total, connect=10.0)
        try:
            options = {"timeout": limit, "proxy": self._proxy_for(url), **_body(request_data)}
            async with self._session.request(method, url, **options) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as trouble:
            raise NetworkError(type(trouble).__name__) from None
        except asyncio.CancelledError:
            raise
        except Exception as trouble:
            raise NetworkError(f"HTTP failed: {type(trouble).__name__}") from None

    def _proxy_for(self, url: str) -> str | None:
        """The proxy that the environment names for this server, looked up once.

        The client's own `trust_env` looks at each call, in a thread, and reads ~/.netrc: that costs as much as
        the call itself.
        """
        split = urlsplit(url)
        server = f"{split.scheme}://{split.netloc}"
        if server not in self._proxies:
            bypass = bool(proxy_bypass(split.hostname or ""))
            self._proxies[server] = None if bypass else getproxies().get(split.scheme)
        return self._proxies[server]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library does, but silent: a reply may hold what a person wrote."""
        try:
            parsed: dict[str, Any] = from_json(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return parsed


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
