"""START as a whole message turns messages on again, also where a name is asked for and it may be that name."""

from __future__ import annotations

import pytest

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
