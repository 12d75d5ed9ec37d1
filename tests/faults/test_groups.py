"""In groups the bot offers its private chat and nothing else: no answer, no result, no place is touched."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage.tables import conversation as conversation_table
from tests.faults.small import Q1
from tests.faults.walking import enter, press, rows, said, stored
from tests.rig import Rig
from tests.telegram_world import Group

pytestmark = pytest.mark.virtual
LINK = "I work in private chats only. Open mine here: https://t.me/tayari_bot"


@pytest.mark.parametrize(
    "text",
    [
        "/start",
        "/start@tayari_bot",
        "/result",
        "/answers@Tayari_Bot now",
        "👋👋👋 @tayari_bot 3",
        "hello @TAYARI_BOT",
    ],
)
async def test_a_call_in_a_group_gets_the_private_link_alone(fx_rig: Rig, text: str) -> None:
    """B80: recognised after emoji and in any case; one line, no buttons, nothing stored."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)

    await fx_rig.at_once([team.say(ana, text)])

    screens = team.seat(ana).screens()
    assert [(screen.text, screen.labels) for screen in screens] == [(LINK, [])]
    assert rows(fx_rig, select(func.count()).select_from(conversation_table))[0][0] == 0


@pytest.mark.parametrize("text", ["3", "level 3", "pause", "/start@other_bot", "hello", "@tayari"])
async def test_what_is_not_for_the_bot_in_a_group_is_left_alone(fx_rig: Rig, text: str) -> None:
    """B80: no reply, and nothing counts as an answer of somebody who is in the middle."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)
    await enter(fx_rig, ana)
    before = ana.chat()

    await fx_rig.at_once([team.say(ana, text), team.seat(ana).send_photo("3")])

    assert team.seat(ana).screens() == []
    assert (said(fx_rig, ana), ana.chat()) == ({}, before)


async def test_a_result_is_never_posted_in_a_group(fx_rig: Rig) -> None:
    """B80: /result of somebody with answers: the link, and the private chat stays as it is."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)
    await enter(fx_rig, ana, "Org A")
    await press(fx_rig, ana, "3 ")
    before = ana.chat()

    await fx_rig.at_once([team.command(ana, "/result"), team.command(ana, "/mydata")])

    assert {screen.text for screen in team.seat(ana).screens()} == {LINK}
    assert (said(fx_rig, ana), ana.chat()) == ({Q1: 3}, before)


async def test_the_link_speaks_the_language_of_whoever_called(fx_rig: Rig) -> None:
    """B22: a language that is not spoken here falls back, visibly and not to nothing."""
    ana, team = fx_rig.person(1, language_code="sw"), Group(fx_rig.world, -100)

    await fx_rig.at_once([team.command(ana, "/start")])

    assert team.seat(ana).screen().text == LINK


async def test_a_button_in_a_group_is_acknowledged_and_does_nothing(fx_rig: Rig) -> None:
    """B47: button data brought into a group writes nothing; the button stops waiting."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)
    await enter(fx_rig, ana)
    data = ana.screen().find("3 ").data
    assert data is not None
    await fx_rig.at_once([team.command(ana, "/start")])

    tap = team.seat(ana).press_data(team.seat(ana).screen().message_id, data)
    await fx_rig.at_once([tap])
    await fx_rig.settle()

    assert said(fx_rig, ana) == {}
    assert not ana.spinning


async def test_coming_and_going_of_the_bot_and_an_upgrade_of_the_group_are_quiet(fx_rig: Rig) -> None:
    """B46: being added, taken out, and the two service messages of an upgrade: no crash, no reply, no rows."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)
    updates = [team.add_bot(ana)]
    bigger = team.upgrade(ana, -1_000_100)
    updates += [each for each in fx_rig.world.updates.first(100) if each not in updates]
    updates.append(bigger.remove_bot(ana))

    await fx_rig.at_once(updates)

    assert not fx_rig.world.calls
    assert stored(fx_rig) == (0, 0, 0)


async def test_a_group_the_bot_may_not_write_to_stops_nothing(fx_rig: Rig) -> None:
    """B37: thrown out just then: the refusal is nobody's trouble, and private chats go on."""
    ana, team = fx_rig.person(1), Group(fx_rig.world, -100)
    await enter(fx_rig, ana)
    call = team.command(ana, "/start")
    team.room.blocked = True

    await fx_rig.at_once([call])
    await press(fx_rig, ana, "2 ")

    assert said(fx_rig, ana) == {Q1: 2}
