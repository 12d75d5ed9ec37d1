"""The front for python-telegram-bot inside one process: a request object that asks the world."""

import asyncio
import re
from typing import Any

from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from tests.telegram_world.args import UploadedFile
from tests.telegram_world.polling import Sleep, long_poll
from tests.telegram_world.reply import Reply
from tests.telegram_world.world import TelegramWorld, canonical

_FILE = re.compile(r"/documents/([\w-]+)$")
_URL = re.compile(r"/bot([^/]+)/(\w+)/?$")


class WorldRequest(BaseRequest):
    """Answers every request from the world; nothing touches a network.

    `latency` is the length of one call in seconds, half of it on the way there. `hang` is how long a
    call that gets no answer waits before it times out (None: the read timeout of that call).
    Both use `sleep`, as long polls do, so that virtual time works.
    """

    def __init__(
        self, world: TelegramWorld, *, latency: float = 0.0, sleep: Sleep = asyncio.sleep,
        hang: float | None = 0.0, read_timeout: float = 5.0,
    ) -> None:  # fmt: skip
        self.world, self.latency, self.sleep, self.hang = world, latency, sleep, hang
        self.is_open = False
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float | None:
        """How long a call waits for its answer."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open; remembered, so that a test can see it."""
        self.is_open = True

    async def shutdown(self) -> None:
        """Nothing to close; remembered, so that a test can see it."""
        self.is_open = False

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
        """One request, answered by the world."""
        if (held := _FILE.search(url)) and held[1] in self.world.files:
            return 200, self.world.files[held[1]].content
        address = _URL.search(url)
        if address is None:
            return 404, self.world.not_found().raw()
        await self._travel()
        reply = await self._ask(address[1], address[2], request_data)
        if reply.wire == "timeout":
            patience = self._read_timeout if isinstance(read_timeout, DefaultValue) else read_timeout
            await self._pause(patience if self.hang is None else self.hang)
            raise TimedOut
        await self._travel()
        if reply.wire == "reset":
            raise NetworkError("Connection reset by peer")
        return reply.status, reply.raw()

    async def _ask(self, token: str, method: str, data: RequestData | None) -> Reply:
        payload: dict[str, Any] = dict(data.json_parameters) if data else {}
        if canonical(method) == "getUpdates":
            return await long_poll(self.world, payload, token=token, via="request", sleep=self.sleep)
        return self.world.call(method, payload, files=_files(data), token=token, via="request")

    async def _travel(self) -> None:
        await self._pause(self.latency / 2)

    async def _pause(self, seconds: float | None) -> None:
        if seconds:
            await self.sleep(seconds)


def _files(data: RequestData | None) -> dict[str, UploadedFile]:
    if data is None or not data.contains_files:
        return {}
    files = {}
    for name, (file_name, content, mime) in data.multipart_data.items():
        whole = content if isinstance(content, bytes) else content.read()
        files[name] = UploadedFile(file_name, whole, mime)
    return files
