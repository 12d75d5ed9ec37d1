"""The command of coordinators: it stands in their own chats' menus and nowhere else."""

from __future__ import annotations

import pytest

from bot.channels.telegram_in import CHANNEL
from flows.pages import Right
from storage.programme.coordinators import (
    add_coordinator,
    coordinators_page,
    drop_coordinator,
    grant,
    known_coordinators,
    remove_coordinator,
)
from storage.programme.rights import OPERATOR, actor_of
from tests.playing import Player
from tests.programme.test_joining import at_the_invitation, linked, made
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def test_who_accepts_to_coordinate_sees_the_command_and_others_do_not(database: str) -> None:
    rig = Rig.build(database)
    cohort = made(rig)
    _number, code = linked(rig, cohort, "helper", label="Amina")

    player = await at_the_invitation(rig, 7, code)
    await player.press("button.serve")
    await rig.work()

    assert "cohorts" in rig.world.profile.commands_for(chat=7)
    assert "cohorts" in rig.world.profile.commands_for("fr", chat=7)
    assert "cohorts" not in rig.world.profile.commands_for(chat=8)
    assert "cohorts" not in rig.world.profile.commands_for()
    with rig.writer.begin() as connection:
        page = coordinators_page(connection, OPERATOR, cohort)
    assert [(name, right.value) for _id, name, right, _me in page.people] == [("Amina", "helper")]
    await rig.close()


def shown(rig: Rig, chat: int, language: str = "") -> bool:
    return "cohorts" in rig.world.profile.commands_for(language, chat=chat)


async def serving(rig: Rig, number: int, cohort: int) -> Player:
    """Somebody who accepted to help with this cohort, and sees the command."""
    player = await at_the_invitation(rig, number, linked(rig, cohort, "helper", label="Amina")[1])
    await player.press("button.serve")
    await rig.work()
    assert shown(rig, number)
    return player


async def test_who_is_removed_sees_the_usual_menu_again_in_every_language(database: str) -> None:
    rig = Rig.build(database)
    await serving(rig, 7, made(rig))

    with rig.writer.begin() as connection:
        remove_coordinator(connection, CHANNEL, 7, rig.core.clock.now())
    await rig.work()

    assert not shown(rig, 7)
    assert rig.world.profile.commands_for("fr", chat=7) == rig.world.profile.commands_for(chat=7) == {}
    await rig.close()


async def test_who_is_dropped_keeps_the_command_while_there_is_a_cohort(database: str) -> None:
    rig = Rig.build(database)
    first, second = made(rig), made(rig, "South")
    await serving(rig, 7, first)
    with rig.writer.begin() as connection:
        actor = actor_of(connection, CHANNEL, 7)
        assert actor is not None and actor.coordinator is not None
        grant(connection, second, actor.coordinator, Right.READ, rig.core.clock.now())
    for cohort, left in ((first, True), (second, False)):
        with rig.writer.begin() as connection:
            drop_coordinator(connection, OPERATOR, cohort, actor.coordinator, rig.core.clock.now())
        await rig.work()
        assert shown(rig, 7) is left
    with rig.writer.begin() as connection:
        assert known_coordinators(connection, CHANNEL) == []
        grant(connection, second, actor.coordinator, Right.READ, rig.core.clock.now())
    await rig.work()
    assert shown(rig, 7)
    await rig.close()


async def test_who_is_added_while_the_bot_runs_sees_the_command_and_who_has_no_chat_is_no_trouble(
    database: str,
) -> None:
    rig = Rig.build(database)
    player = Player(rig, rig.person(8))
    await player.say("/start")
    with rig.writer.begin() as connection:
        for number in (8, 9):
            add_coordinator(connection, CHANNEL, number, "Pat", True, rig.core.clock.now())
    await rig.work()

    assert shown(rig, 8) and shown(rig, 8, "fr")
    assert not shown(rig, 9)
    await rig.close()


async def test_at_the_start_of_the_bot_its_name_and_the_coordinators_are_known(database: str) -> None:
    rig = Rig.build(database)
    now = rig.core.clock.now()
    with rig.writer.begin() as connection:
        add_coordinator(connection, CHANNEL, 90, "Grace", True, now)

    known = rig.core.memory.meet_coordinators(CHANNEL, 1, "tayari_bot", (91,), now)

    assert sorted(known) == [90, 91]
    again = rig.core.memory.meet_coordinators(CHANNEL, 1, "tayari_bot", (91,), now)
    assert sorted(again) == [90, 91]
    await rig.close()
