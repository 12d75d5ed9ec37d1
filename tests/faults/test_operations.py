"""Running it: polling through cuts, two pollers, a bad update by webhook, an outage seen from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from bot.channels.polling import Polling
from bot.channels.telegram_api import TelegramApi
from bot.channels.webhook import Webhook, web_app
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, Q3, Q4, Q5
from tests.faults.test_outages import people_at_q1, poisoned
from tests.faults.trouble import lost
from tests.faults.walking import enter, press, said, say, stored
from tests.rig import Rig, Update
from tests.telegram_world import WorldRequest

pytestmark = pytest.mark.virtual
SECRET = "a-secret-for-tests"


@asynccontextmanager
async def polling(rig: Rig) -> AsyncIterator[Polling]:
    """The real polling loop over this bot's Telegram while the block runs."""
    request = WorldRequest(rig.world, sleep=rig.core.clock.sleep, hang=None)
    api = TelegramApi(request, "https://telegram.test/bot", rig.world.token)
    loop = Polling(api, rig.door, rig.core.clock, rig.core.health)
    running = [asyncio.ensure_future(each) for each in (loop.run(), rig.core.intake.run())]
    try:
        yield loop
    finally:
        for task in running:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def trouble(rig: Rig) -> list[str]:
    return rig.core.health.trouble(rig.core.clock.seconds())


@pytest.mark.parametrize("cut", ["all calls break off", "the line is half-open"])
async def test_polling_comes_back_by_itself_and_health_said_so(fx_rig: Rig, cut: str) -> None:
    """B63: ten minutes without Telegram: red meanwhile, then the backlog in order and once, with no human."""
    ana = fx_rig.person(1)
    async with polling(fx_rig):
        for text in ("/start", "hello"):
            ana.say(text)
            await asyncio.sleep(30)
        assert trouble(fx_rig) == []
        if cut == "all calls break off":
            fx_rig.world.down = True
        else:
            fx_rig.world.trouble.timeout_before("getUpdates", times=None)
        await asyncio.sleep(600)
        assert "no contact with Telegram for" in trouble(fx_rig)[0]

        fx_rig.world.trouble.clear()
        fx_rig.world.down = False
        for label in ("English", "I agree"):
            ana.press(label)
            await asyncio.sleep(20)

        assert trouble(fx_rig) == []
        assert "For which organisation do you answer?" in ana.screen().text
        assert not fx_rig.world.updates.pending


async def test_a_backlog_is_taken_in_order_and_once(fx_rig: Rig) -> None:
    """B63: while nothing comes through, a person goes on typing; afterwards each word counted once, in order."""
    ana = fx_rig.person(1)
    async with polling(fx_rig):
        for update in ("/start", "English", "I agree", "Org A", "Under 10", "We would pay first", "Lead"):
            ana.say(update)
            await asyncio.sleep(5)
        fx_rig.world.down = True
        for word in ("Done", "Full", "/help"):
            ana.say(word)
            await asyncio.sleep(30)
        fx_rig.world.down = False
        await asyncio.sleep(60)

    assert "/resume go on" in ana.screen().text
    assert stored(fx_rig)[2] == 0
    await say(fx_rig, ana, "/resume", "2")
    assert said(fx_rig, ana) == {Q1: 2}


async def test_two_pollers_lose_and_double_nothing_and_the_mistake_is_named(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """B64: a second instance with the same token: answers count once; health names it; the log is no flood."""
    first = start()
    ana = first.person(1)
    await enter(first, ana)
    second = start(world=first.world)
    async with polling(first), polling(second):
        for label in ("3 ", "2 ", "1 ", "Go on", "4 ", "2 "):
            ana.press(label)
            await asyncio.sleep(20)
        seen = {each for rig in (first, second) for each in trouble(rig)}
        await asyncio.sleep(60)
        seen |= {each for rig in (first, second) for each in trouble(rig)}
        await first.settle()
        await second.settle()

        assert "another process polls with the same token" in seen
        assert said(first, ana) == {Q1: 3, Q2: 2, Q3: 1, Q4: 4, Q5: 2}
        assert stored(first) == (5, 5, 0)
        capsys.readouterr()
        await asyncio.sleep(60)
        assert capsys.readouterr().out.count("another process polls") <= 2


async def test_the_new_instance_takes_over_in_a_rolling_restart(start: Start) -> None:
    """B64: the old one ends while the new one waits; the person notices nothing."""
    first = start()
    ana = first.person(1)
    await enter(first, ana)
    second = start(world=first.world)
    async with polling(second):
        async with polling(first):
            ana.press("3 ")
            await asyncio.sleep(20)
        ana.press("2 ")
        await asyncio.sleep(40)
        await second.settle()
        assert said(second, ana) == {Q1: 3, Q2: 2}

        # A conflict stays in health for a minute, since two pollers push each other aside in turns.
        await asyncio.sleep(60)
        assert trouble(second) == []
        assert f"How is it with {Q3}?" in ana.screen().text


async def test_polling_keeps_what_is_not_stored_and_hears_others_meanwhile(
    fx_rig: Rig, database: str
) -> None:
    """B62: while the database is away nothing is confirmed to Telegram, and newcomers are told as well."""
    ana, ben = await people_at_q1(fx_rig, 2)
    async with polling(fx_rig):
        await asyncio.sleep(5)
        with lost(fx_rig, database):
            ana.press("2 ")
            await asyncio.sleep(10)
            ben.press("3 ")
            await asyncio.sleep(10)
            assert all(one.toasts[-1].text.startswith("Not saved yet.") for one in (ana, ben))
            assert len(fx_rig.world.updates.pending) >= 2
        await asyncio.sleep(30)
        await fx_rig.settle()

        assert (said(fx_rig, ana), said(fx_rig, ben)) == ({Q1: 2}, {Q1: 3})
        await asyncio.sleep(30)
        assert not fx_rig.world.updates.pending


def client(rig: Rig) -> httpx.AsyncClient:
    """Telegram's side of the webhook, without a socket."""
    app = web_app(rig.core.health, rig.core.clock, Webhook(rig.door, SECRET), "/hook")
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://bot")


async def post(http: httpx.AsyncClient, update: Update, secret: str = SECRET) -> httpx.Response:
    return await http.post("/hook", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": secret})


async def test_a_bad_update_by_webhook_is_answered_and_told_once(fx_rig: Rig) -> None:
    """B62: among ten good ones, and again: 200 for all, ten stored, one aside, one apology."""
    *people, ana = await people_at_q1(fx_rig, 11)
    poisoned(fx_rig)
    bad = ana.say("poison")
    async with client(fx_rig) as http:
        replies = await asyncio.gather(
            *(post(http, each) for each in [bad, *(one.press("2 ") for one in people), bad, bad])
        )
        await fx_rig.settle()
        replies.append(await post(http, bad))
        await fx_rig.settle()

    assert [reply.status_code for reply in replies] == [200] * 14
    assert stored(fx_rig) == (10, 10, 1)
    assert [screen.text[:32] for screen in ana.screens()].count("Sorry, that did not work here. I") == 1
    await press(fx_rig, ana, "4 ")
    assert said(fx_rig, ana) == {Q1: 4}


async def test_an_outage_by_webhook_asks_telegram_to_try_again(fx_rig: Rig, database: str) -> None:
    """B62: 503 with a time to wait, health red, the person told; the repeated update is stored once."""
    ana = (await people_at_q1(fx_rig, 1))[0]
    async with client(fx_rig) as http:
        with lost(fx_rig, database):
            tap = ana.press("2 ")
            reply = await post(http, tap)
            health = await http.get("/health")
            assert (reply.status_code, reply.headers["Retry-After"]) == (503, "2")
            assert (health.status_code, health.json()["well"]) == (503, False)
            assert ana.toasts[-1].text.startswith("Not saved yet.")
        await asyncio.sleep(2)
        replies = [await post(http, tap), await post(http, tap)]
        health = await http.get("/health")

    assert [reply.status_code for reply in replies] == [200, 200]
    assert said(fx_rig, ana) == {Q1: 2}
    assert stored(fx_rig) == (1, 1, 0)
    assert (health.status_code, health.json()) == (200, {"well": True, "trouble": []})


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"update_id": "x"}', b'{"message": 3}']
)
async def test_rubbish_by_webhook_is_answered_and_stores_nothing(fx_rig: Rig, body: bytes) -> None:
    """B62: what is no update never makes Telegram, or anybody, repeat it for ever."""
    await people_at_q1(fx_rig, 1)
    async with client(fx_rig) as http:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        reply = await http.post("/hook", content=body, headers=headers)
        refused = await http.post("/hook", content=body, headers={})

    assert reply.status_code in {200, 400}
    assert refused.status_code == 403
    assert stored(fx_rig) == (0, 0, 0)
