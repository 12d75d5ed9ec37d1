"""Wishes that the worker does: they outlast Telegram's pauses and old messages; what is deleted stays deleted."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from sqlalchemy import select

from storage.jobs import MOST_ATTEMPTS
from storage.tables import conversation as conversation_table
from storage.tables import job
from tests.faults.walking import act, count, enter, rows, say
from tests.rig import Rig

pytestmark = pytest.mark.virtual
HOUR = 3_600


async def work_until_done(rig: Rig, looks: int = 30) -> int:
    """Let the worker look every five seconds until no wish is open; how often it looked."""
    for number in range(looks):
        if not rows(rig, select(job.c.id).where(job.c.done_at.is_(None))):
            return number
        await rig.work()
        await asyncio.sleep(5)
    raise AssertionError(f"still open: {rows(rig, select(job))}")


@pytest.mark.parametrize(("wish", "method"), [("/hide", "deleteMessages"), ("/mydata", "sendDocument")])
async def test_a_wish_is_not_given_up_however_often_telegram_says_wait(
    fx_rig: Rig, wish: str, method: str
) -> None:
    """B44: ten times 429, each for some seconds; then it is done, once."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await say(fx_rig, ana, wish)
    begin = len(fx_rig.world.calls_of(method))
    fx_rig.world.trouble.too_many(method, retry_after=4, times=2 * MOST_ATTEMPTS)

    assert await work_until_done(fx_rig) > 2 * MOST_ATTEMPTS

    calls = fx_rig.world.calls_of(method)[begin:]
    assert [call.reply.status for call in calls[:10]] == [429] * 10
    assert {call.reply.status for call in calls[10:]} == {200}
    assert fx_rig.world.trouble.impatient == 0
    assert [document.name for document in ana.documents] == (
        ["my-data.txt", "my-data.json"] if wish == "/mydata" else []
    )


async def test_a_file_that_arrived_is_not_sent_again_while_the_other_waits(fx_rig: Rig) -> None:
    """B44: Telegram lets the first file pass and stops the second, again and again."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await say(fx_rig, ana, "/mydata")
    fx_rig.world.trouble.too_many("sendDocument", retry_after=4, skip=1, times=7)

    await work_until_done(fx_rig)

    assert [document.name for document in ana.documents] == ["my-data.txt", "my-data.json"]


async def test_clearing_the_chat_leaves_messages_that_are_too_old_and_takes_the_others(fx_rig: Rig) -> None:
    """B45: Telegram refuses the whole list where one message of it is older than 48 hours."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await say(fx_rig, ana, "an old one")
    await asyncio.sleep(47 * HOUR)
    await say(fx_rig, ana, "a young one")
    await fx_rig.work()  # sweeps what is old by then, and not again before another day has passed
    await asyncio.sleep(2 * HOUR)
    await say(fx_rig, ana, "/hide")

    await work_until_done(fx_rig)

    assert "an old one" in ana.chat()
    assert "a young one" not in ana.chat()
    assert "/hide" not in ana.chat()


async def test_a_deletion_that_comes_twice_leaves_nothing_and_says_nothing_more(fx_rig: Rig) -> None:
    """B02: the update is repeated at once and a minute later; no row knows the chat again until they write."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await say(fx_rig, ana, "/delete")
    wipe = ana.press("Yes, delete all")
    await fx_rig.at_once([wipe])
    told = ana.screen().text
    calls = len(fx_rig.world.calls_of("sendMessage", "editMessageText"))
    for pause in (0, 60):
        await asyncio.sleep(pause)
        await act(fx_rig, partial(dict, wipe))

    assert count(fx_rig, conversation_table) == 0
    assert ana.screen().text == told
    assert len(fx_rig.world.calls_of("sendMessage", "editMessageText")) == calls
    assert not ana.spinning
    await say(fx_rig, ana, "/start")
    assert count(fx_rig, conversation_table) == 1
