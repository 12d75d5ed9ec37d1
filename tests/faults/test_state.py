"""Where a person is survives everything: restarts, silence, odd words, old buttons, /start in the middle."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from sqlalchemy import select

from bot.lock import only_one
from storage.engine import is_sqlite
from storage.tables import answer_history
from tests.faults.conftest import Start
from tests.faults.small import Q1, Q2, Q3, Q4, Q5, Q6
from tests.faults.trouble import lost
from tests.faults.walking import (
    act,
    conversation,
    enter,
    finish,
    marked,
    press,
    rows,
    said,
    say,
    stored,
    with_buttons,
)
from tests.rig import Rig
from tests.virtual import patience

pytestmark = pytest.mark.virtual
FOUR = ("3 ", "2 ", "1 ", "Go on", "4 ")


async def test_a_hard_stop_in_the_middle_costs_nobody_their_place(start: Start) -> None:
    """B05: killed right after an answer; one goes on by the button in front of them, one by typing."""
    first = start()
    ana, ben = first.person(1), first.person(2)
    for one in (ana, ben):
        await enter(first, one)
        await press(first, one, *FOUR)
    await first.close()
    second = start(world=first.world)

    await press(second, ana, "2 ")
    await say(second, ben, "2")
    if Q5 not in said(second, ben):
        # The stop came before it was noted that Q5 is on the screen: it is shown again, with what is stored.
        assert ben.screen().text.startswith(f"I have 4 for “Name of {Q4}”. This is “Name of {Q5}”.")
        await say(second, ben, "2")

    assert said(second, ana) == said(second, ben) == {Q1: 3, Q2: 2, Q3: 1, Q4: 4, Q5: 2}
    for one in (ana, ben):
        await finish(second, one)
    assert ana.screen().text == ben.screen().text
    assert "In place: 2. Started: 3. Not yet: 1." in ana.screen().text


async def test_killed_after_every_single_tap_the_bot_always_goes_on(start: Start) -> None:
    """B05, B17: a new process for every tap of a whole assessment; no mark of what was shown is ever saved."""
    rig = start()
    ana = rig.person(1)
    await enter(rig, ana)
    levels = ("3 ", "2 ", "1 ", "Go on", "4 ", "1 ", "2 ", "Go on", "See the summary")
    for label in levels:
        await rig.close()
        rig = start(world=rig.world)
        await press(rig, ana, label)

    assert said(rig, ana) == {Q1: 3, Q2: 2, Q3: 1, Q4: 4, Q5: 1, Q6: 2}
    assert stored(rig) == (6, 6, 0)
    assert "Your readiness check" in ana.screen().text
    assert len(with_buttons(ana)) == 1


async def test_a_broken_file_beside_the_database_costs_nothing(start: Start, database: str) -> None:
    """B17: the only other file, the worker's lock, holds half-written rubbish; the worker starts and works."""
    rig = start()
    if is_sqlite(database):
        with open(f"{database.removeprefix('sqlite:///')}.worker", "wb") as lock:  # noqa: ASYNC230, PTH123
            lock.write(b"\x80\x04\x95 half a pickle")

    with patience():
        async with only_one(rig.reader, database, rig.core.clock):
            await rig.core.worker.once()
        await asyncio.get_running_loop().shutdown_default_executor()

    await enter(rig, rig.person(1))
    assert Q1 in rig.person(1).screen().text


@pytest.mark.parametrize("silence", [3_600, 2 * 86_400, 35 * 86_400])
async def test_after_any_silence_a_hello_is_no_answer_and_resets_nothing(fx_rig: Rig, silence: int) -> None:
    """B15: three answers, then an hour, two days, five weeks of nothing, then "hi"."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "2 ", "1 ", "Go on")
    place = conversation(fx_rig, ana).place_no
    await asyncio.sleep(silence)

    await say(fx_rig, ana, "hi")

    assert said(fx_rig, ana) == {Q1: 3, Q2: 2, Q3: 1}
    assert conversation(fx_rig, ana).place_no == place
    assert "Finance, 1 of 3 · 3 of 6 done" in ana.screen().text
    await press(fx_rig, ana, "2 ")
    assert said(fx_rig, ana)[Q4] == 2


async def test_a_cancelled_save_blocks_neither_the_person_nor_others(fx_rig: Rig, database: str) -> None:
    """B19: the save hangs, its handler is cancelled; once saving works, the same tap counts, for others too."""
    rig = fx_rig
    ana, ben = rig.person(1), rig.person(2)
    for one in (ana, ben):
        await enter(rig, one)
    with lost(rig, database):
        update = ana.press("2 ")
        hanging = rig.offer(update)
        assert hanging is not None
        await asyncio.sleep(3)
        hanging.cancel()
        await asyncio.sleep(3)
        assert [toast.text[:14] for toast in ana.toasts] == ["Not saved yet."]

    await press(rig, ben, "4 ")
    await press(rig, ana, "3 ")
    await rig.at_once([update])

    assert (said(rig, ana), said(rig, ben)) == ({Q1: 3}, {Q1: 4})
    assert stored(rig) == (2, 2, 0)


async def test_after_a_restart_every_kind_of_old_button_does_something_sensible(start: Start) -> None:
    """B47: the present keyboard works, an older one opens its question with its level, rubbish is polite."""
    rig = start()
    ana = rig.person(1)
    await enter(rig, ana)
    q1 = ana.screen()
    await press(rig, ana, "3 ", "2 ")
    await say(rig, ana, "what is this?")
    await rig.close()
    rig = start(world=rig.world)

    await press(rig, ana, "2 ", on=q1)
    assert said(rig, ana) == {Q1: 3, Q2: 2}
    assert f"How is it with {Q1}?" in ana.screen().text
    assert marked(ana.screen()) == ["3 Level 3 ✓"]
    await act(rig, partial(ana.press_data, ana.screen().message_id, "invented"))
    assert ana.screen().text.startswith("That screen is closed. Here is where you are:")
    assert f"How is it with {Q1}?" in ana.screen().text
    await press(rig, ana, "Next", "Next", "1 ")

    assert said(rig, ana) == {Q1: 3, Q2: 2, Q3: 1}
    assert not ana.spinning


@pytest.mark.parametrize(
    "raw", ["", "l", "lAAA", "l" * 64, "§§§§", "OAAAAAAAA", "l____D____", "?AAA", "C___z"]
)
async def test_invented_data_at_any_place_changes_nothing(fx_rig: Rig, raw: str) -> None:
    """B47: data that no button of ours carries is acknowledged, and the present screen comes."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ")

    await act(fx_rig, partial(ana.press_data, ana.screen().message_id, raw))

    assert said(fx_rig, ana) == {Q1: 3}
    assert f"How is it with {Q2}?" in ana.screen().text
    assert not ana.spinning


async def test_a_late_copy_from_the_living_message_is_told_what_is_saved(fx_rig: Rig) -> None:
    """B47: a second press of the same button, long after: a short word, and the open question stays."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    q1 = ana.screen()
    await press(fx_rig, ana, "2 ")
    before = ana.screen()

    await press(fx_rig, ana, "4 ", on=q1)

    assert ana.toasts[-1].text == "Saved: 2"
    assert not ana.toasts[-1].alert
    assert ana.screen() == before


async def test_a_button_of_a_round_that_was_started_over_is_closed(fx_rig: Rig) -> None:
    """B47: the keyboard of a closed run says so; it neither writes nor opens anything."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    old = ana.screen()
    await press(fx_rig, ana, "3 ")
    await say(fx_rig, ana, "/start")
    await press(fx_rig, ana, "Start over", "Yes, start over", "Full")
    assert said(fx_rig, ana) == {}

    await press(fx_rig, ana, "4 ", on=old)

    assert said(fx_rig, ana) == {}
    assert ana.screen().text.startswith("That round is closed. Here is where you are:")
    await press(fx_rig, ana, "1 ")
    assert said(fx_rig, ana) == {Q1: 1}
    history = rows(fx_rig, select(answer_history.c.element_id, answer_history.c.after))
    assert [row.after and row.after["level"] for row in history] == [3, None, 1]


async def test_a_button_from_before_an_erasure_fits_nowhere(fx_rig: Rig) -> None:
    """B47: after /delete the person is a stranger; the old keyboard begins anew and writes nothing."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    old = ana.screen()
    await say(fx_rig, ana, "/delete")
    await press(fx_rig, ana, "Yes, delete all")

    for _ in range(2):
        await press(fx_rig, ana, "3 ", on=old)
        assert ana.screen().find("English")
    await press(fx_rig, ana, "English", "I agree")
    await say(fx_rig, ana, "Org B")
    await press(fx_rig, ana, "Under 10", "We would pay first", "Lead", "Done", "Full")
    await press(fx_rig, ana, "3 ", on=old)

    assert said(fx_rig, ana) == {}
    assert conversation(fx_rig, ana).inputs.organisation == "Org B"


async def test_going_back_shows_what_was_answered_and_changes_nothing(fx_rig: Rig) -> None:
    """B55: Back, Back, Next, Next; the saved level is marked on each; a change is kept with its history."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "2 ", "3 ")
    shown = []
    for label in ("Back", "Back", "Next", "Next"):
        await press(fx_rig, ana, label)
        shown.append(marked(ana.screen()))
    assert shown == [["3 Level 3 ✓"], ["2 Level 2 ✓"], ["3 Level 3 ✓"], []]
    assert stored(fx_rig) == (2, 2, 0)
    await press(fx_rig, ana, "Back", "Back", "4 ")
    assert said(fx_rig, ana) == {Q1: 4, Q2: 3}
    history = rows(fx_rig, select(answer_history).where(answer_history.c.element_id == Q1))
    assert [(row.before and row.before["level"], row.after["level"]) for row in history] == [
        (None, 2),
        (2, 4),
    ]

    await say(fx_rig, ana, "back", "back", "back", "back", "back")

    assert said(fx_rig, ana) == {Q1: 4, Q2: 3}
    assert ana.screen().labels
