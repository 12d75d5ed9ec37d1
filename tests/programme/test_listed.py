"""An organisation that is listed without people: its own link brings in that organisation."""

from __future__ import annotations

import re

import pytest

from flows.pages import Right
from flows.roster import RosterRow
from storage.programme import cohorts
from storage.programme.rights import OPERATOR
from storage.programme.roster import import_roster
from storage.programme.tables import enrolment, invitee
from storage.tables import link
from tests.playing import Player
from tests.programme.test_joining import joined, made, rows
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def at_the_page_of(rig: Rig, cohort: int, row: RosterRow) -> Player:
    """A lead of this cohort, at the page of the one organisation of its list."""
    now = rig.core.clock.now()
    with rig.writer.begin() as connection:
        import_roster(connection, OPERATOR, cohort, [row], now)
        number = cohorts.add_coordinator(connection, "telegram", 900, "Grace", True, now)
        cohorts.grant(connection, cohort, number, Right.LEAD, now)
    grace = Player(rig, rig.person(900))
    await grace.say("/cohorts")
    await grace.tap("1. North")
    await grace.press("desk.progress")
    await grace.tap(f"1. {row.organisation}")
    return grace


async def test_who_comes_by_the_link_of_a_listed_organisation_is_that_organisation(database: str) -> None:
    rig = Rig.build(database)
    grace = await at_the_page_of(rig, made(rig), RosterRow(2, "Hope Homes"))

    await grace.press("desk.invite_listed")
    (code,) = re.findall(r"start=([\w-]{12})", grace.screen.text)
    ana = await joined(rig, 1, code)

    assert ana.conversation.inputs.organisation == "Hope Homes"
    (there,) = rows(rig, enrolment)
    assert there.joined_at is not None and there.assessment_id is not None
    await grace.say("/cohorts")
    assert "0 of 1" in grace.screen.text
    await rig.close()


async def test_once_somebody_joined_no_further_link_is_made_for_the_organisation(database: str) -> None:
    rig = Rig.build(database)
    grace = await at_the_page_of(rig, made(rig), RosterRow(2, "Hope Homes"))
    page = grace.screen
    await grace.press("desk.invite_listed")
    (code,) = re.findall(r"start=([\w-]{12})", grace.screen.text)
    await joined(rig, 1, code)

    await grace.tap("Make a link for them", page)

    assert grace.screen.text.startswith("That is not here")
    assert len(rows(rig, link)) == 1
    await rig.close()


async def test_who_is_listed_by_name_has_a_link_of_their_own(database: str) -> None:
    rig = Rig.build(database)
    grace = await at_the_page_of(rig, made(rig), RosterRow(2, "Hope Homes", "Ana"))

    await grace.press("desk.invite_listed")

    (person,) = rows(rig, invitee)
    (made_for,) = rows(rig, link)
    assert made_for.target["invitee"] == person.id
    await rig.close()
