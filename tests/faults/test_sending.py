"""The way out under trouble: the person goes on, nothing is stored twice, nothing is repeated blindly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select

from storage.tables import conversation as conversation_table
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, Q3, Q4, Q5
from tests.faults.walking import (
    conversation,
    enter,
    look,
    press,
    presses,
    rows,
    said,
    say,
    stored,
    tap_of,
    with_buttons,
)
from tests.rig import Rig
from tests.telegram_world import Call, Fault, Trouble, bad

pytestmark = pytest.mark.virtual
HALF_A_MINUTE = 31

Plan = Callable[[Trouble, str], Fault]
PLANS: dict[str, Plan] = {
    "429 for 35 s": lambda trouble, method: trouble.too_many(method, retry_after=35),
    "500": lambda trouble, method: trouble.server_error(method),
    "502": lambda trouble, method: trouble.server_error(method, 502),
    "half a reply": lambda trouble, method: trouble.half_reply(method),
    "nothing, not done": lambda trouble, method: trouble.timeout_before(method),
    "nothing, but done": lambda trouble, method: trouble.timeout_after(method),
    "cut, not done": lambda trouble, method: trouble.reset_before(method),
    "cut, but done": lambda trouble, method: trouble.reset_after(method),
    "403": lambda trouble, method: trouble.blocked(method),
    "not modified": lambda trouble, method: trouble.refuse(method, bad("message is not modified: exactly")),
    "not found": lambda trouble, method: trouble.edit_not_found(method),
    "refused": lambda trouble, method: trouble.refuse(method, bad("message is too long")),
    "three times 500": lambda trouble, method: trouble.server_error(method, times=3),
}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("method", ["editMessageText", "sendMessage"])
async def test_whatever_telegram_answers_the_person_goes_on(fx_rig: Rig, method: str, plan: str) -> None:
    """B44, B45: a fault on the screen after Q1, by edit or as a new message; then Q2 by typing."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    fault = PLANS[plan](fx_rig.world.trouble, method)

    await (say(fx_rig, ana, "3") if method == "sendMessage" else press(fx_rig, ana, "3 "))
    await asyncio.sleep(HALF_A_MINUTE)
    await fx_rig.core.worker.reshow()
    await fx_rig.settle()
    assert fault.spent
    if plan == "403":
        # Nothing was shown, so nothing typed can be meant for it: this brings the question.
        await say(fx_rig, ana, "hello")
    await say(fx_rig, ana, "1")

    assert said(fx_rig, ana) == {Q1: 3, Q2: 1}
    assert stored(fx_rig) == (2, 2, 0)
    assert f"How is it with {Q3}?" in ana.screen().text
    assert fx_rig.world.trouble.impatient == 0
    for question in (Q2, Q3):
        sent = [
            call for call in fx_rig.world.calls_of("sendMessage") if question in str(call.payload["text"])
        ]
        assert len([call for call in sent if call.reply.status == 200]) <= 2


@pytest.mark.parametrize("method", ["editMessageText", "sendMessage"])
async def test_the_time_that_telegram_asks_for_is_kept(fx_rig: Rig, method: str) -> None:
    """B44: 429 with 35 s: not one call too early, then the newest screen alone; what came meanwhile is kept."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    fx_rig.world.trouble.too_many(method, retry_after=35)
    begin = fx_rig.world.clock()

    fx_rig.offer(ana.say("3") if method == "sendMessage" else ana.press("3 "))
    await asyncio.sleep(5)
    fx_rig.offer(ana.command("/help"))
    await asyncio.sleep(5)
    await fx_rig.settle()

    shown = [call for call in _shows(fx_rig) if call.at > begin and call.reply.status == 200]
    assert fx_rig.world.trouble.impatient == 0
    assert [call.at - begin >= 35 for call in shown] == [True]
    assert "/resume go on" in ana.screen().text
    await press(fx_rig, ana, "Close", "2 ")
    assert said(fx_rig, ana) == {Q1: 3, Q2: 2}


def _shows(rig: Rig) -> list[Call]:
    return rig.world.calls_of("editMessageText", "sendMessage")


async def test_a_question_whose_sending_timed_out_takes_the_tap(fx_rig: Rig) -> None:
    """B45: the message arrived, the bot never learnt its id; the tap works and no second copy comes."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "2 ", "1 ", "Go on")
    fx_rig.world.trouble.timeout_after("sendMessage")
    await say(fx_rig, ana, "4")
    assert f"How is it with {Q5}?" in ana.screen().text

    await press(fx_rig, ana, "2 ")
    await asyncio.sleep(HALF_A_MINUTE)
    await fx_rig.core.worker.reshow()
    await fx_rig.settle()

    assert (said(fx_rig, ana)[Q4], said(fx_rig, ana)[Q5]) == (4, 2)
    assert not [screen for screen in ana.screens() if Q5 in screen.text]
    assert len([call for call in fx_rig.world.calls_of("sendMessage") if Q5 in call.payload["text"]]) == 1


async def test_an_uncertain_message_is_shown_once_more_and_both_copies_are_harmless(fx_rig: Rig) -> None:
    """B45: after half a minute once more, never a third time; each copy answers, the other is a late copy."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    fx_rig.world.trouble.timeout_after("sendMessage", times=9)
    await say(fx_rig, ana, "3")
    for _ in range(5):
        await asyncio.sleep(HALF_A_MINUTE)
        await fx_rig.core.worker.reshow()
        await fx_rig.settle()

    copies = [screen for screen in ana.screens() if f"How is it with {Q2}?" in screen.text]
    assert len(copies) == 2
    assert tap_of(copies[0], "2 ")[1] == tap_of(copies[1], "2 ")[1]
    fx_rig.world.trouble.clear()
    await press(fx_rig, ana, "2 ", on=copies[0])
    await press(fx_rig, ana, "4 ", on=copies[1])

    assert said(fx_rig, ana) == {Q1: 3, Q2: 2}


async def test_an_uncertain_message_that_never_arrived_is_shown_after_half_a_minute(fx_rig: Rig) -> None:
    """B45: not at once, since nobody knows; then once, and the person can go on."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    fx_rig.world.trouble.timeout_before("sendMessage")
    await say(fx_rig, ana, "3")
    await fx_rig.core.worker.reshow()
    await fx_rig.settle()
    assert not [screen for screen in ana.screens() if Q2 in screen.text]

    await asyncio.sleep(HALF_A_MINUTE)
    await fx_rig.core.worker.reshow()
    await fx_rig.settle()

    assert len([screen for screen in ana.screens() if Q2 in screen.text]) == 1


async def test_a_person_who_blocked_the_bot_is_left_alone_until_they_come_back(fx_rig: Rig) -> None:
    """B44: 403: marked, not tried again; the next thing they do makes them reachable, at their place."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    tap = ana.press("3 ")
    ana.block()
    await fx_rig.at_once([tap])
    assert [row[0] for row in rows(fx_rig, select(conversation_table.c.unreachable))] == ["Forbidden"]
    calls = len(fx_rig.world.calls)
    await asyncio.sleep(HALF_A_MINUTE)
    await fx_rig.core.worker.reshow()
    await fx_rig.settle()
    assert len(fx_rig.world.calls) == calls

    ana.unblock()
    await say(fx_rig, ana, "/start")

    assert f"How is it with {Q2}?" in ana.screen().text
    assert [row[0] for row in rows(fx_rig, select(conversation_table.c.unreachable))] == [None]


TOO_LATE = bad("query is too old and response timeout expired or query ID is invalid")


async def test_a_tap_that_is_acknowledged_too_late_still_counts(
    fx_rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    """B47, B60: "query is too old" is no error: the answer stands, the next question comes, nothing is said."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    capsys.readouterr()
    fx_rig.world.trouble.refuse("answerCallbackQuery", TOO_LATE, times=None)

    await press(fx_rig, ana, "3 ", "2 ")

    assert said(fx_rig, ana) == {Q1: 3, Q2: 2}
    assert f"How is it with {Q3}?" in ana.screen().text
    assert capsys.readouterr().out == ""


async def test_pressing_again_what_changes_nothing_shows_no_error(
    fx_rig: Rig, capsys: pytest.CaptureFixture[str]
) -> None:
    """B60: one button pressed three times fast, then a page opened and closed in turn."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    capsys.readouterr()
    for label in ("More", "Why we ask", "Close"):
        await fx_rig.at_once(presses(ana, ana.screen(), label, 3))

    assert f"How is it with {Q1}?" in ana.screen().text
    assert not ana.toasts
    assert len(ana.answers) == len(ana.queries)
    assert capsys.readouterr().out == ""


async def test_the_same_screen_edited_again_after_a_restart_is_no_error(start: Start) -> None:
    """B60: "message is not modified" after a lost mark counts as shown."""
    rig = start()
    ana = rig.person(1)
    await enter(rig, ana)
    tap = ana.press("3 ")
    await rig.at_once([tap])
    await rig.close()
    rig = start(world=rig.world)

    await rig.at_once([tap])

    last = rig.world.calls_of("editMessageText")[-1]
    assert "message is not modified" in last.outcome
    assert f"How is it with {Q2}?" in ana.screen().text
    await rig.core.intake.write_marks()
    assert look(rig, ana)[1].shown == conversation(rig, ana).revision


async def test_the_living_message_is_edited_while_nothing_stands_below_it(fx_rig: Rig) -> None:
    """B60: taps alone: one message of the bot from the first question to the last."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    living = ana.screen().message_id
    sent = len(fx_rig.world.calls_of("sendMessage"))

    await press(
        fx_rig, ana, "3 ", "More", "Why we ask", "Close", "Back", "Next", "2 ", "1 ", "Go on", "1 ", "2 "
    )

    assert len(fx_rig.world.calls_of("sendMessage")) == sent
    assert [screen.message_id for screen in ana.screens()] == [living]


async def test_below_a_typed_text_comes_a_new_message_and_the_old_one_goes(fx_rig: Rig) -> None:
    """B45: the next changed screen is a new message; its id is stored at once; the old one is deleted."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    old = ana.screen().message_id

    await say(fx_rig, ana, "3")

    assert old not in [screen.message_id for screen in ana.screens()]
    assert len(ana.screens()) == 1
    view = look(fx_rig, ana)[1]
    assert (view.message_id, view.top_id) == (ana.screen().message_id, ana.screen().message_id)


async def test_an_old_message_that_cannot_be_deleted_loses_its_buttons(fx_rig: Rig) -> None:
    """B45: Telegram does not delete what is older than 48 hours: its keyboard is taken away."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    old = ana.screen()
    await asyncio.sleep(49 * 3600)

    await say(fx_rig, ana, "3")

    left = next(screen for screen in ana.screens() if screen.message_id == old.message_id)
    assert (left.text, left.labels) == (old.text, [])
    assert len(with_buttons(ana)) == 1


async def test_a_duplicate_edits_and_never_sends(fx_rig: Rig) -> None:
    """B02, B45: repeated updates send nothing, not even where nobody knows whether the question arrived."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    start, typed = ana.command("/start"), ana.say("hello")
    await fx_rig.at_once([start])
    await fx_rig.at_once([typed])
    fx_rig.world.trouble.timeout_after("sendMessage")
    answer = ana.say("3")
    await fx_rig.at_once([answer])
    sent = len(fx_rig.world.calls_of("sendMessage"))

    await fx_rig.at_once([start, typed, answer, start, answer])

    assert len(fx_rig.world.calls_of("sendMessage")) == sent
    assert [f"How is it with {Q2}?" in screen.text for screen in ana.screens()].count(True) == 1
