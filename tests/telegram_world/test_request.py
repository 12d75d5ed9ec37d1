"""The front for python-telegram-bot: the whole library works over the world, without a network."""

import asyncio
import json
import time
from collections.abc import Callable

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.telegram_world import (
    DEFAULT_TOKEN,
    Person,
    TelegramWorld,
    WorldRequest,
)


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(time.time)


@pytest.fixture
def ana(world: TelegramWorld) -> Person:
    person = Person(world, 1001)
    person.command("/start")
    return person


def bot_of(world: TelegramWorld, token: str = DEFAULT_TOKEN, latency: float = 0.0) -> Bot:
    requests = (WorldRequest(world, latency=latency), WorldRequest(world, latency=latency))
    return Bot(token, request=requests[0], get_updates_request=requests[1])


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        await asyncio.sleep(0.005)


async def test_the_library_works_over_the_world(world: TelegramWorld, ana: Person) -> None:
    async with bot_of(world) as bot:
        assert bot.username == "tayari_bot"
        (update,) = await bot.get_updates()
        assert update.message and update.message.text == "/start"
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
        sent = await bot.send_message(1001, "<b>Ready?</b>", parse_mode="HTML", reply_markup=markup)
        assert sent.entities[0].type == "bold"
        ana.press("Yes")
        (tap,) = await bot.get_updates(offset=update.update_id + 1)
        assert tap.callback_query and tap.callback_query.data == "y"
        assert await tap.callback_query.answer("Saved", show_alert=True)
        await tap.callback_query.edit_message_text("Done")
        await bot.send_document(1001, b"%PDF", filename="r.pdf", caption="Yours")
        await bot.set_my_commands([("start", "Begin")], language_code="sw")
        assert await bot.delete_message(1001, sent.message_id)
    assert ana.chat() == "Ana: /start\nBot: (document: r.pdf) Yours"
    assert (ana.toasts[0].text, ana.toasts[0].alert) == ("Saved", True)
    assert ana.documents[0].content == b"%PDF"
    assert world.profile.commands_for("sw") == {"start": "Begin"}


async def test_troubles_become_the_library_s_errors(
    world: TelegramWorld, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # RetryAfter warns without it
    trouble = world.trouble
    async with bot_of(world) as bot:
        plan: list[tuple[Callable[[str], object], type[TelegramError]]] = [
            (trouble.timeout_before, TimedOut),
            (trouble.timeout_after, TimedOut),
            (trouble.reset_after, NetworkError),
            (trouble.half_reply, TelegramError),
            (trouble.server_error, NetworkError),
            (trouble.blocked, Forbidden),
            (trouble.edit_not_found, BadRequest),
            (trouble.too_many, RetryAfter),
        ]
        for schedule, expected in plan:
            schedule("sendMessage")
            with pytest.raises(expected):
                await bot.send_message(1001, "x")
    assert len(ana.screens()) == 3
    with pytest.raises(InvalidToken):
        await bot_of(world, "999:" + "A" * 35).get_me()


async def test_long_polls_wait_wake_up_and_give_way(world: TelegramWorld, ana: Person) -> None:
    async with bot_of(world) as bot:
        (first,) = await bot.get_updates()
        after = first.update_id + 1
        older = asyncio.create_task(bot.get_updates(offset=after, timeout=30))
        await until(lambda: len(world.updates._listeners) == 1)
        newer = asyncio.create_task(bot.get_updates(offset=after, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await older
        assert not newer.done()
        ana.say("hi")
        (update,) = await newer
        assert update.message and update.message.text == "hi"
        assert await bot.get_updates(offset=update.update_id + 1, timeout=1) == ()
    assert len(world.calls_of("getUpdates")) == 4


async def test_latency_uses_the_given_sleep(world: TelegramWorld) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    request = WorldRequest(world, latency=0.5, sleep=sleep, hang=None, read_timeout=7.0)
    url = f"https://api.telegram.org/bot{DEFAULT_TOKEN}/getMe"
    status, body = await request.do_request(url, "POST")
    assert (status, json.loads(body)["ok"], slept) == (200, True, [0.25, 0.25])
    world.trouble.timeout_before()
    with pytest.raises(TimedOut):
        await request.do_request(url, "POST")
    assert slept == [0.25, 0.25, 0.25, 7.0]
