"""The command of coordinators: it stands in their own chats' menus and nowhere else."""

from __future__ import annotations

import pytest

from bot.channels.telegram_in import CHANNEL
from storage.programme.coordinators import add_coordinator, coordinators_page
from storage.programme.rights import OPERATOR
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
