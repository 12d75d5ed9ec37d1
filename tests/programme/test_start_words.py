"""START as a whole message turns messages on again, also where a name is asked for and it may be that name."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.programme.habits import set_reminders
from storage.tables import conversation as chats
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.walking import conversation, press, say
from tests.programme.test_stop_words import own_text, stopped, told_once
from tests.rig import Rig

pytestmark = pytest.mark.virtual


@pytest.mark.parametrize("word", ["START", "Start!"])
async def test_start_turns_messages_on_where_a_name_is_asked(fx_rig: Rig, word: str) -> None:
    """B29: as the answer to STOP says. Where messages are on, it is only asked whether that is the name."""
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    for who in (ana, ben):
        await say(fx_rig, who, "/start")
        await press(fx_rig, who, "English", "I agree")
    await told_once(fx_rig, ana, "STOP")

    await say(fx_rig, ana, word)
    await say(fx_rig, ben, word)

    assert not stopped(fx_rig, ana)
    assert own_text("en", "started_again") in ana.screen().text
    assert own_text("en", "started_again") not in ben.screen().text
    for who in (ana, ben):
        assert f"Is “{word}” the name of your organisation?" in who.screen().text
    await press(fx_rig, ana, f"Yes, the name is {word}")
    await say(fx_rig, ben, "Hope")
    assert conversation(fx_rig, ana).inputs.organisation == word
    assert conversation(fx_rig, ben).inputs.organisation == "Hope"


async def test_stop_on_a_page_over_the_name_is_no_name_and_leaves_the_page(fx_rig: Rig) -> None:
    """The name was not asked for on the screen: only what is on it can be meant."""
    ana = fx_rig.person(1)
    await say(fx_rig, ana, "/start")
    await press(fx_rig, ana, "English", "I agree")
    await say(fx_rig, ana, "/privacy")
    page = ana.screen().text

    await say(fx_rig, ana, "STOP")

    assert stopped(fx_rig, ana)
    assert page in ana.screen().text
    assert "the name of your organisation?" not in ana.screen().text


async def test_start_says_so_where_reminders_and_notes_stay_off(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await say(fx_rig, ana, "/start")
    await press(fx_rig, ana, "English", "I agree")
    with fx_rig.writer.begin() as connection:
        row = connection.execute(select(chats.c.id).where(chats.c.chat_id == ana.user_id)).scalar_one()
        set_reminders(connection, row, on=False)
    await told_once(fx_rig, ana, "STOP")

    await say(fx_rig, ana, "START")

    assert not stopped(fx_rig, ana)
    assert own_text("en", "started_again_off") in ana.screen().text
