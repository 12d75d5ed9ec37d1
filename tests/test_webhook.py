"""Telegram's posts: who may post, when 200 is said, what rides in the reply, and the pages for machines."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.channels.webhook import LARGEST_BODY, Webhook, web_app
from storage.tables import claim
from tests.processes.in_process import Inside, bot_inside, served
from tests.telegram_world import Json, Person, TelegramWorld, serve

SECRET = "right-secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/hook"


class Hook:
    """A bot behind a webhook, and posts to it."""

    def __init__(self, inside: Inside, url: str, session: aiohttp.ClientSession) -> None:
        self.inside, self.url, self._session = inside, url, session

    async def post(self, body: Any, secret: str | None = SECRET, path: str = PATH) -> tuple[int, str, Any]:
        """Status, text and headers of the answer to one post."""
        headers = {"Content-Type": "application/json"} | ({} if secret is None else {HEADER: secret})
        how: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._session.post(self.url + path, headers=headers, **how) as answer:
            return answer.status, await answer.text(), answer.headers

    async def get(self, path: str) -> tuple[int, str]:
        async with self._session.get(self.url + path) as answer:
            return answer.status, await answer.text()

    def claims(self) -> int:
        with self.inside.writer.connect() as connection:
            return connection.scalar(select(func.count()).select_from(claim)) or 0

    async def shown(self) -> None:
        await self.inside.core.tasks.settle()


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(time.time)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    return Person(world, 1001)


@asynccontextmanager
async def hooked(world: TelegramWorld, database: str, wait: float = 3.0) -> AsyncIterator[Hook]:
    async with serve(world) as telegram, bot_inside(world, telegram, database) as inside:
        app = web_app(inside.core.health, inside.core.clock, Webhook(inside.door, SECRET, wait), PATH)
        async with served(app) as url, aiohttp.ClientSession() as session:
            yield Hook(inside, url, session)


@contextmanager
def held(database: str) -> Iterator[None]:
    """Somebody else holds the database's write lock."""
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "é"])
async def test_a_post_without_the_right_secret_is_refused(
    world: TelegramWorld, ana: Person, sqlite_database: str, secret: str | None
) -> None:
    async with hooked(world, sqlite_database) as hook:
        status, _text, _headers = await hook.post(ana.command("/start"), secret)
        assert status == 403
        assert hook.claims() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"no json", b"\xff\xfe", b'{"update_id": NaN'])
async def test_a_post_that_is_not_json_is_a_bad_request(
    world: TelegramWorld, sqlite_database: str, body: bytes
) -> None:
    async with hooked(world, sqlite_database) as hook:
        assert (await hook.post(body))[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        [], "text", 7, b"null", {}, {"update_id": "7", "message": {}}, {"update_id": 1},
        {"update_id": 2, "message": None}, {"update_id": 3, "message": {"chat": {"id": {}, "type": "private"}}},
        {"update_id": 4, "callback_query": {"id": 5}}, {"update_id": 2**70, "message": {}},
        {"update_id": 6, "poll": {"id": "1"}}, {"update_id": 8, "callback_query": []},
        {"update_id": 9, "edited_message": "x"}, {"update_id": True, "message": {}},
    ],
)  # fmt: skip
async def test_json_that_is_no_update_for_us_is_taken_and_forgotten(
    world: TelegramWorld, sqlite_database: str, body: Any
) -> None:
    async with hooked(world, sqlite_database) as hook:
        assert (await hook.post(body))[0] == 200
        assert hook.claims() == 0


async def test_a_post_that_is_too_large_is_refused(world: TelegramWorld, sqlite_database: str) -> None:
    async with hooked(world, sqlite_database) as hook:
        assert (await hook.post(b" " * (LARGEST_BODY + 1)))[0] == 413


async def test_only_posts_to_the_path_are_taken(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        update = ana.command("/start")
        assert (await hook.post(update, path="/"))[0] == 404
        assert (await hook.post(update, path=PATH + "/more"))[0] == 404
        assert (await hook.get(PATH))[0] == 405
        assert hook.claims() == 0


async def test_200_is_said_once_the_update_is_stored_and_not_before(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        with held(sqlite_database):
            post = asyncio.ensure_future(hook.post(ana.command("/start")))
            await asyncio.sleep(0.3)
            assert not post.done()
        assert (await post)[0] == 200
        assert hook.claims() == 1


async def test_an_update_that_cannot_be_stored_is_sent_back_and_taken_when_it_comes_again(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database, wait=0.2) as hook:
        update = ana.command("/start")
        with held(sqlite_database):
            status, _text, headers = await hook.post(update)
            assert status == 503
            assert int(headers["Retry-After"]) > 0
        assert (await hook.post(update))[0] == 200
        assert (await hook.post(update))[0] == 200
        assert hook.claims() == 1
        await hook.shown()
    assert len(ana.screens()) == 1


async def test_the_answer_to_a_tap_rides_in_the_reply(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        await hook.post(ana.command("/start"))
        await hook.shown()
        world.calls.clear()
        tap = ana.press("English")
        status, text, headers = await hook.post(tap)
        await hook.shown()
    query = tap["callback_query"]["id"]
    assert status == 200
    assert headers["Content-Type"] == "application/json"
    assert text == f'{{"method":"answerCallbackQuery","callback_query_id":"{query}"}}'
    assert [call.method for call in world.calls] == ["editMessageText"]


async def test_a_late_copy_of_a_tap_says_in_the_reply_what_is_saved(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        await hook.post(ana.command("/start"))
        await hook.shown()
        way_in = ("English", "I agree", "My organisation", "", "10 to 49", "Not sure", "Finance officer")
        for label in (*way_in, "Done", "Full"):
            await hook.post(ana.press(label) if label else ana.say("Red Cross"))
            await hook.shown()
        question = ana.screen()
        await hook.post(ana.press("2", question))
        await hook.shown()
        _status, text, _headers = await hook.post(ana.press("2", question))
    assert '"text":"Saved: 2"' in text


async def test_an_update_without_a_tap_has_an_empty_reply(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        assert (await hook.post(ana.command("/start")))[:2] == (200, "")


async def test_a_tap_we_cannot_read_is_released_by_a_call(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        await hook.post(ana.command("/start"))
        await hook.shown()
        update: Json = ana.press("English")
        del update["callback_query"]["message"]
        assert (await hook.post(update))[:2] == (200, "")
        await hook.shown()
    assert not ana.spinning


async def test_health_says_why_it_is_red_and_metrics_count(
    world: TelegramWorld, ana: Person, sqlite_database: str
) -> None:
    async with hooked(world, sqlite_database) as hook:
        assert await hook.get("/health") == (200, '{"well":true,"trouble":[]}')
        update = ana.command("/start")
        await hook.post(update)
        await hook.post(update)
        _status, page = await hook.get("/metrics")
        assert "tayari_events_total 2.0" in page
        assert "tayari_duplicates_total 1.0" in page
        assert "tayari_holding 0.0" in page
        hook.inside.core.health.hold(hook.inside.core.clock.seconds() - 7)
        status, words = await hook.get("/health")
        assert status == 503
        assert '"well":false' in words
        assert "the database has not taken events for 7 s" in words
        assert "tayari_holding 1.0" in (await hook.get("/metrics"))[1]


async def test_pages_name_nobody(world: TelegramWorld, ana: Person, sqlite_database: str) -> None:
    async with hooked(world, sqlite_database) as hook:
        await hook.post(ana.command("/start"))
        told = (await hook.get("/metrics"))[1] + (await hook.get("/health"))[1]
    assert "1001" not in told
    assert world.token not in told
    assert SECRET not in told
