"""Two organisations of one person in the whole bot: the way there and back as it is seen and tapped."""

from __future__ import annotations

import asyncio

import pytest

from storage.programme.habits import set_reminders
from storage.tables import conversation
from tests.faults.walking import press, rows, said, stored
from tests.playing import Given, Player, restarted
from tests.rig import Rig

pytestmark = pytest.mark.virtual
DAY = 86400.0


async def in_two(rig: Rig) -> Player:
    """Two answers for Umoja, then one for Elimu, in the same check."""
    ana = Player(rig, rig.person(1))
    await ana.begin(organisation="Umoja")
    await ana.answer("sp.lead.fit", Given(2))
    await ana.answer("sp.lead.board", Given(1))
    await ana.say("/answers")
    await ana.press("button.details")
    await ana.press("button.another_organisation")
    await ana.say("Elimu")
    await ana.way_in("small", "direct", "", ["finance"])
    await ana.how_much(full=True)
    await ana.answer("sp.lead.fit", Given(1))
    return ana


async def checks(ana: Player) -> None:
    await ana.press("button.more")
    await ana.press("button.checks")


async def test_one_goes_back_and_forth_by_buttons_that_say_for_whom_each_check_is(
    rig: Rig, database: str
) -> None:
    ana = await in_two(rig)
    old = ana.screen
    assert old.text.startswith("For Elimu\n")
    await checks(ana)
    assert ana.screen.find("My organisation: Elimu (1 of 30)")
    ana.rig = await restarted(rig, database)

    await ana.tap("My organisation: Umoja (2 of 30)")
    assert ana.screen.text.startswith("Umoja: 2 of 30 done.")
    assert said(ana.rig, ana.person) == {"sp.lead.fit": 2, "sp.lead.board": 1}
    await press(ana.rig, ana.person, "4 ", on=old)
    assert "That round is closed." in ana.screen.text
    await checks(ana)
    await ana.say("My organisation: Elimu (1 of 30)")
    assert said(ana.rig, ana.person) == {"sp.lead.fit": 1}
    await checks(ana)
    await ana.press("button.back")
    await ana.say("/result")
    assert "Elimu" in ana.screen.text and "Umoja" not in ana.screen.text
    assert stored(ana.rig) == (3, 3, 0)
    await ana.rig.close()


async def test_a_reminder_of_one_organisation_leads_there_from_the_other(rig: Rig) -> None:
    ana = await in_two(rig)
    elimu = ana.conversation.number
    (chat,) = rows(rig, conversation.select())
    with rig.writer.begin() as connection:
        set_reminders(connection, chat.id, on=True)
    await asyncio.sleep(3 * DAY)
    await rig.work()
    letter = ana.person.screens()[-1]
    assert "Elimu: you stopped at" in letter.text and "Umoja" not in letter.text
    await ana.say("/start")
    await checks(ana)
    await ana.tap("My organisation: Umoja")

    await press(rig, ana.person, "Go on", on=letter)

    assert (ana.conversation.number, ana.conversation.inputs.organisation) == (elimu, "Elimu")
    assert "Elimu: 1 of 30 done." in ana.screen.text
