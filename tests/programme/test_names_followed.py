"""The name of an organisation in its cohort: what a person typed follows what they type later, what is listed stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.pages import ProgressLine
from flows.roster import RosterRow
from storage.programme import invitations, progress
from storage.programme.rights import OPERATOR
from storage.programme.roster import import_roster
from storage.programme.tables import enrolment
from tests.playing import Player
from tests.programme.test_joining import at_the_invitation, linked, made, rows
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def named(rig: Rig, cohort: int, name: str = "Atlantis") -> Player:
    """A new person who came by a link for one and typed this name."""
    player = await at_the_invitation(rig, 1, linked(rig, cohort)[1])
    await player.press("button.join_share")
    await player.press("button.close")
    await player.say(name)
    return player


def seen(rig: Rig, cohort: int) -> ProgressLine:
    """The one organisation of this cohort as its coordinators see it."""
    with rig.writer.begin() as connection:
        page = progress.progress_page(
            connection, OPERATOR, cohort, None, 0, rig.core.clock.now(), rig.core.screens.frameworks
        )
    (line,) = page.lines
    return replace(line, since=None)


def put_on_a_list(rig: Rig, cohort: int, *names: str) -> None:
    with rig.writer.begin() as connection:
        listed = [RosterRow(line, name) for line, name in enumerate(names, start=2)]
        import_roster(connection, OPERATOR, cohort, listed, rig.core.clock.now())


async def test_the_name_that_was_typed_follows_its_correction(database: str) -> None:
    rig = Rig.build(database)
    cohort = made(rig)
    player = await named(rig, cohort)
    assert seen(rig, cohort).name == "Atlantis"

    await player.say("/back")
    await player.say("Hope Homes")

    (there,) = rows(rig, enrolment)
    assert (there.name, there.key) == ("Hope Homes", "hopehomes")
    assert (seen(rig, cohort).name, seen(rig, cohort).own_name) == ("Hope Homes", "")
    await rig.close()


async def test_it_follows_after_the_first_answer_as_well(database: str) -> None:
    rig = Rig.build(database)
    cohort = made(rig)
    player = await named(rig, cohort)
    await player.way_in("medium", "direct", "", ["finance"])
    await player.how_much(full=True)
    await player.tap("2")
    await player.say("/answers")
    await player.press("button.details")

    await player.say("Hope Homes")

    assert (seen(rig, cohort).name, seen(rig, cohort).own_name) == ("Hope Homes", "")
    await rig.close()


async def test_a_name_that_was_listed_since_stays_with_their_own_beside_it(database: str) -> None:
    """The list holds it under another spelling, which is met again: nothing else changes by that."""
    rig = Rig.build(database)
    cohort = made(rig)
    player = await named(rig, cohort)
    put_on_a_list(rig, cohort, "ATLANTIS")
    put_on_a_list(rig, cohort, "ATLANTIS")

    await player.say("/back")
    await player.say("Hope Homes")

    assert (seen(rig, cohort).name, seen(rig, cohort).own_name) == ("Atlantis", "Hope Homes")
    await rig.close()


async def test_a_name_that_was_listed_before_stays_too(database: str) -> None:
    rig = Rig.build(database)
    cohort = made(rig)
    with rig.writer.begin() as connection:
        listed = [RosterRow(2, "Kigali Care", "Ana")]
        import_roster(connection, OPERATOR, cohort, listed, rig.core.clock.now())
        (waiting,) = invitations.issue_for_waiting(connection, OPERATOR, cohort, rig.core.clock.now())
    player = await at_the_invitation(rig, 1, waiting.code)
    await player.press("button.join_share")
    await player.press("button.close")

    await player.say("/back")
    await player.say("Hope Homes")

    assert (seen(rig, cohort).name, seen(rig, cohort).own_name) == ("Kigali Care", "Hope Homes")
    await rig.close()


async def test_a_cohort_that_was_left_learns_no_new_name(database: str) -> None:
    rig = Rig.build(database)
    player = await named(rig, made(rig))
    await player.say("/sharing")
    await player.tap("Leave")
    await player.press("button.leave_yes")
    await player.press("button.close")

    await player.say("/back")
    await player.say("Hope Homes")

    assert [each.name for each in rows(rig, enrolment)] == ["Atlantis"]
    await rig.close()
