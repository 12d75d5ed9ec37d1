"""The front for any bot: a real server on this machine, with long polls, troubles and webhooks."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.telegram_world import DEFAULT_TOKEN, Json, Person, TelegramWorld, serve, serve_in_thread


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(time.time)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    person = Person(world, 1001)
    person.command("/start")
    return person


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.005)


# --- calls ---


@asynccontextmanager
async def client(url: str) -> AsyncIterator[Callable[..., Coroutine[Any, Any, Json]]]:
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **how: object) -> Json:
            async with session.post(f"{url}/bot{DEFAULT_TOKEN}/{method}", **how) as answer:  # type: ignore[arg-type]
                body: Json = await answer.json()
                assert answer.status == (200 if body["ok"] else body["error_code"])
                return body

        yield call


async def test_http_takes_json_forms_multipart_and_queries(world: TelegramWorld, ana: Person) -> None:
    async with serve(world) as url, client(url) as call:
        assert (await call("sendMessage", json={"chat_id": 1001, "text": "json"}))["ok"]
        assert (await call("sendMessage", data={"chat_id": "1001", "text": "form"}))["ok"]
        assert (await call("sendMessage?chat_id=1001&text=query"))["ok"]
        form = aiohttp.FormData({"chat_id": "1001", "caption": "multipart"})
        form.add_field("document", b"%PDF", filename="r.pdf", content_type="application/pdf")
        assert (await call("sendDocument", data=form))["ok"]
        assert (await call("noSuchMethod"))["error_code"] == 404
        broken = await call("sendMessage", data=b"{", headers={"Content-Type": "application/json"})
        assert broken["error_code"] == 400
    assert [screen.text for screen in ana.screens()] == ["json", "form", "query", "multipart"]
    assert ana.documents[0].name == "r.pdf"


async def test_http_troubles(world: TelegramWorld, ana: Person) -> None:
    message = {"chat_id": 1001, "text": "x"}
    async with serve(world, latency=0.04) as url, client(url) as call:
        began = time.monotonic()
        assert (await call("sendMessage", json=message))["ok"]
        assert time.monotonic() - began >= 0.04
        world.trouble.reset_after()
        with pytest.raises(aiohttp.ClientError):
            await call("sendMessage", json=message)
        world.trouble.half_reply()
        with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
            await call("sendMessage", json=message)
        world.trouble.timeout_after()
        with pytest.raises(TimeoutError):
            await call("sendMessage", json=message, timeout=aiohttp.ClientTimeout(total=0.1))
        world.down = True
        with pytest.raises(aiohttp.ClientError):
            await call("sendMessage", json=message)
    assert len(ana.screens()) == 4


async def test_http_long_poll(world: TelegramWorld, ana: Person) -> None:
    async with serve(world) as url, client(url) as call:
        (first,) = (await call("getUpdates"))["result"]
        again = {"offset": first["update_id"] + 1, "timeout": 30}
        older = asyncio.create_task(call("getUpdates", json=again))
        await until(lambda: world.updates.poll_ticket == 2)
        newer = asyncio.create_task(call("getUpdates", json=again))
        assert (await older)["error_code"] == 409
        said = ana.say("hi")
        assert (await newer)["result"] == [said]


def test_a_server_in_its_own_thread(world: TelegramWorld, ana: Person) -> None:
    async def fetch(url: str) -> Json:
        async with client(url) as call:
            first = (await call("getUpdates"))["result"][0]["update_id"]
            waiting = asyncio.create_task(call("getUpdates", json={"offset": first + 1, "timeout": 30}))
            await until(lambda: world.updates.poll_ticket == 2)
            ana.say("from another thread")
            return await waiting

    with serve_in_thread(world) as url:
        assert asyncio.run(fetch(url))["result"][0]["message"]["text"] == "from another thread"


# --- webhooks ---


class Hook:
    """A bot's webhook: answers as told, first in `replies`, then with 200."""

    def __init__(self) -> None:
        self.got: list[tuple[int, str]] = []
        self.secrets: set[str | None] = set()
        self.replies: list[web.Response] = []
        self.together = self.most_together = 0

    async def handle(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append((update["message"]["from"]["id"], update["message"]["text"]))
        self.together += 1
        self.most_together = max(self.together, self.most_together)
        await asyncio.sleep(0.02)
        self.together -= 1
        return self.replies.pop(0) if self.replies else web.Response()

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/hook", self.handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        finally:
            await runner.cleanup()


async def test_webhook_keeps_each_person_s_order_and_repeats(world: TelegramWorld) -> None:
    people, hook = [Person(world, 3000 + number) for number in range(5)], Hook()
    hook.replies = [web.Response(status=500), web.Response(status=503, headers={"Retry-After": "0"})]
    async with hook.served() as target, serve(world, backoff=0.01) as _:
        for text in ("1", "2", "3"):
            for person in people:
                person.say(text)
        world.call("setWebhook", {"url": target, "secret_token": "s3cret"})
        await until(lambda: not world.updates.pending)
    assert (len(hook.got), hook.secrets, hook.most_together > 1) == (17, {"s3cret"}, True)
    for person in people:
        told = [text for user, text in hook.got if user == person.user_id]
        assert sorted(told) == told
        assert list(dict.fromkeys(told)) == ["1", "2", "3"]
    assert (
        world.call("getWebhookInfo")
        .result["last_error_message"]
        .startswith("Wrong response from the webhook")
    )


async def test_webhook_survives_trouble_and_honours_limits(world: TelegramWorld, ana: Person) -> None:
    hook = Hook()
    async with serve(world, backoff=0.01, longest_backoff=0.02) as _:
        world.call("setWebhook", {"url": "http://127.0.0.1:9/hook", "max_connections": 1})
        await until(
            lambda: world.call("getWebhookInfo").result.get("last_error_message") == "Connection refused"
        )
        Person(world, 1002).say("hi")
        world.down = True
        async with hook.served() as target:
            world.call("setWebhook", {"url": target})
            assert world.updates.webhook
            world.down = False
            world.call("setWebhook", {"url": target, "max_connections": 1})
            await until(lambda: not world.updates.pending)
            repeated = ana.say("again")
            await until(lambda: not world.updates.pending)
            world.repeat(repeated)
            await until(lambda: not world.updates.pending)
    assert hook.most_together == 1
    assert [text for _, text in hook.got].count("again") == 2


async def test_a_call_in_the_webhook_reply_is_carried_out_and_its_errors_are_lost(
    world: TelegramWorld, ana: Person
) -> None:
    hook = Hook()
    hook.replies = [
        web.json_response({"method": "sendMessage", "chat_id": 1001, "text": "by reply"}),
        web.json_response({"method": "sendMessage", "chat_id": 4, "text": "lost"}),
    ]
    async with hook.served() as target, serve(world) as _:
        world.call("setWebhook", {"url": target})
        ana.say("more")
        await until(lambda: not world.updates.pending)
    assert [(call.via, call.outcome) for call in world.calls_of("sendMessage")] == [
        ("webhook reply", "ok"),
        ("webhook reply", "400 Bad Request: chat not found"),
    ]
    assert ana.screen().text == "by reply"
