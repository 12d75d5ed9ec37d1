"""A team's group chat: counts and dates, once each, also after it became a supergroup. Never an answer or a result."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from storage.tables import assessment
from tests.playing import Player
from tests.rig import Rig
from tests.telegram_world import Group

pytestmark = pytest.mark.virtual


async def linked(rig: Rig) -> tuple[Player, Group]:
    """Somebody who leads a team, and the group they linked to it."""
    ana = Player(rig, rig.person(1))
    rig.core.memory.meet_coordinators("telegram", 1, "tayari_bot", [], rig.core.clock.now())
    await ana.begin()
    await ana.tap("2")
    await ana.say("/team")
    await ana.press("button.team_groups")
    await ana.press("button.link_group")
    code = ana.screen.text.rpartition("startgroup=")[2].split()[0]
    group = Group(rig.world, -100)
    await rig.at_once([group.say(ana.person, f"/start@tayari_bot {code}")])
    return ana, group


def heard(group: Group, ana: Player) -> list[str]:
    return [screen.text for screen in group.seat(ana.person).screens()]


async def test_a_linked_group_hears_counts_and_where_to_answer(rig: Rig) -> None:
    ana, group = await linked(rig)

    (said,) = heard(group, ana)

    assert "Hope Homes, round 1: 0 of 1 person has finished." in said
    assert "https://t.me/tayari_bot" in said


async def test_a_code_links_one_group_once(rig: Rig) -> None:
    ana, _group = await linked(rig)
    code = ana.screen.text.rpartition("startgroup=")[2].split()[0]
    other = Group(rig.world, -200)

    await rig.at_once([other.say(ana.person, f"/start@tayari_bot {code}")])

    assert "round" not in heard(other, ana)[0]


async def test_a_new_last_day_is_told_once(rig: Rig) -> None:
    ana, group = await linked(rig)
    with rig.writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2040-03-12"))

    for _ in range(3):
        await rig.work()
        rig.core.worker.groups._looked = -60.0  # type: ignore[union-attr]

    assert ["Last day to answer: 12 March 2040." in text for text in heard(group, ana)] == [False, True]


async def test_it_survives_becoming_a_supergroup(rig: Rig) -> None:
    """B46: told by the message in the group, or by the error of the next call, whichever comes first."""
    ana, group = await linked(rig)
    bigger = group.upgrade(ana.person, -1_000_000)
    with rig.writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2040-03-12"))

    await rig.work()

    assert "Last day to answer: 12 March 2040." in heard(bigger, ana)[-1]
    await rig.at_once([group.seat(ana.person).send({"migrate_to_chat_id": -1_000_000})])
    await rig.at_once([bigger.say(ana.person, "/team@tayari_bot")])
    assert "round 1" in heard(bigger, ana)[-1]


async def test_a_group_the_bot_was_taken_out_of_is_forgotten(rig: Rig) -> None:
    ana, group = await linked(rig)
    group.remove_bot(ana.person)
    with rig.writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2040-03-12"))

    await rig.work()

    await ana.say("/team")
    await ana.press("button.team_groups")
    assert ana.words.say("groups.none") in ana.screen.text
