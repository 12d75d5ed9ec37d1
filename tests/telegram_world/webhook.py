"""Posts updates to the bot's webhook: each person's in order, several people's at once, until a 200."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from tests.telegram_world.polling import listening
from tests.telegram_world.updates import Pending, Webhook
from tests.telegram_world.world import TelegramWorld

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
POST_SECONDS = 60.0


class WebhookPump:
    """Keeps one task for each person with updates waiting."""

    def __init__(self, world: TelegramWorld, latency: float, backoff: float, longest: float) -> None:
        self.world, self.latency, self.backoff, self.longest = world, latency, backoff, longest
        self.active: dict[int, asyncio.Task[None]] = {}
        self.slots = asyncio.Semaphore(40)
        self.slot_count = 40

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Pump while the block runs."""
        timeout = aiohttp.ClientTimeout(total=POST_SECONDS)
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            main = asyncio.create_task(self._run(session))
            try:
                yield
            finally:
                tasks = [main, *self.active.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, session: aiohttp.ClientSession) -> None:
        with listening(self.world) as changed:
            while True:
                self._start_lines(session)
                await changed.wait()
                changed.clear()

    def _start_lines(self, session: aiohttp.ClientSession) -> None:
        webhook = self.world.updates.webhook
        if webhook is None or self.world.down:
            return
        if webhook.max_connections != self.slot_count:
            self.slot_count = webhook.max_connections
            self.slots = asyncio.Semaphore(self.slot_count)
        with self.world.lock:
            waiting = [line for line in self.world.updates.lines if line not in self.active]
        for line in waiting:
            self.active[line] = asyncio.create_task(self._drain(session, line))

    async def _drain(self, session: aiohttp.ClientSession, line: int) -> None:
        updates = self.world.updates
        try:
            while pending := updates.head(line, self.world.clock()):
                webhook = updates.webhook
                if webhook is None or self.world.down:
                    return
                async with self.slots:
                    pause = await self._deliver(session, webhook, pending)
                if pause is None:
                    updates.done(pending)
                else:
                    pending.tries += 1
                    await asyncio.sleep(pause)
        finally:
            del self.active[line]

    async def _deliver(
        self, session: aiohttp.ClientSession, webhook: Webhook, pending: Pending
    ) -> float | None:
        """Post once. None: it is done; else the seconds to wait before the next try."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        body = json.dumps(pending.update, ensure_ascii=False).encode()
        pause = min(self.backoff * 2.0**pending.tries, self.longest)
        await self._travel()
        try:
            async with session.post(webhook.url, data=body, headers=headers, allow_redirects=False) as answer:
                content = await answer.read()
                await self._travel()
                if 200 <= answer.status <= 299:
                    self._perform(content)
                    return None
                self._note(webhook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _retry_after(answer.headers.get("Retry-After"), pause)
        except TimeoutError:
            self._note(webhook, "Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._note(webhook, "Connection refused")
        except aiohttp.ClientError as problem:
            self._note(webhook, f"Connection failed: {problem}")
        return pause

    def _perform(self, content: bytes) -> None:
        """Carry out a call found in the reply; whatever comes of it, the bot does not hear of it."""
        try:
            call = json.loads(content)
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            payload = {name: value for name, value in call.items() if name != "method"}
            self.world.call(call["method"], payload, via="webhook reply")

    def _note(self, webhook: Webhook, words: str) -> None:
        webhook.last_error_date = int(self.world.clock())
        webhook.last_error_message = words

    async def _travel(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency / 2)


def _retry_after(given: str | None, pause: float) -> float:
    try:
        return float(given) if given else pause
    except ValueError:
        return pause
