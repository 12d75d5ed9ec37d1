"""The agenda of who leads a team: the summary, the page of an action and what is stored speak of the same action."""

from __future__ import annotations

import pytest

from flows.conversation import Chosen, OfTeam
from frameworks.load import shipped
from storage.tables import chosen_action
from storage.team.planned import TOLD, planned, planned_by_team
from storage.team.seen import ENOUGH, picture_of_team
from tests.programme.story import Told
from tests.storage.support import rows
from tests.team.meeting import ONE, TWO, Meeting, takes
from tests.team.planning_made import Said, part, team_of
from tests.team.seats import Team

CASH, DATA, FIT = "sp.fin.cash", "sp.meas.data", "sp.lead.fit"
CASH_NAME, DATA_NAME = "Cash to wait for payment", "Reliable outcome data"
TALK = f'Talk about "{CASH_NAME}" for 15 minutes, then choose one level together.'
OWNER, FACILITATOR, MEMBER = 0, 1, 2


async def planned_for_october(person: Told) -> None:
    await person.tap("I will do this")
    await person.say("30 October")


@pytest.mark.virtual
async def test_what_is_to_be_agreed_is_to_be_agreed_on_every_page(sqlite_database: str) -> None:
    tale, (ana, *_others) = await team_of(sqlite_database, 3, {CASH: (1, 3, 3), FIT: (2, 2, 2)})
    await ana.say("/result")
    assert f"1. {TALK}" in part(ana.screen.text, "THEN")[0]

    await ana.say("/agenda")
    await ana.tap(CASH_NAME)
    assert f"{CASH_NAME}: not agreed yet.\n\n{TALK}" in ana.screen.text
    assert "not known" not in ana.screen.text

    await planned_for_october(ana)
    line = f"{CASH_NAME}. On 30 October I will do this: Talk for 15 minutes, then choose one level together."
    assert part(ana.screen.text, "YOUR NEXT STEPS") == [line]
    await ana.say("/result")
    assert part(ana.screen.text, "PLANNED") == [f"{CASH_NAME}."]
    assert TALK not in ana.screen.text
    assert [row.action_id for row in rows(tale.rig.writer, chosen_action)] == [f"act.{CASH}.0"]

    await tale.until("2026-10-30 12:30", "Africa/Nairobi")
    assert line in ana.screen.text
    await tale.rig.close()


@pytest.mark.virtual
async def test_it_is_kept_whether_an_action_began_at_the_level_of_all(sqlite_database: str) -> None:
    """Who leads acts from the team's result, a member from their own: whatever position they have later."""
    tale, (ana, ben, *_others) = await team_of(sqlite_database, 3, {DATA: (2, 1, 1)})
    for person in (ana, ben):
        await person.say("/agenda")
        await person.tap(DATA_NAME)
        await planned_for_october(person)

    kept = [(row.action_id, row.from_team) for row in rows(tale.rig.writer, chosen_action)]
    assert sorted(kept) == [(f"act.{DATA}.1", False), (f"act.{DATA}.1", True)]
    await tale.rig.close()


@pytest.mark.virtual
async def test_it_is_agreed_on_the_meeting_sheet_and_is_planned_no_more(sqlite_database: str) -> None:
    tale, (ana, *_others) = await team_of(sqlite_database, 3, {CASH: (1, 3, 3), FIT: (2, 2, 2)})
    await ana.say("/agenda")
    await ana.tap(CASH_NAME)
    await planned_for_october(ana)
    await ana.tap(CASH_NAME)

    await ana.press("letter.to_sheet")
    assert f"{CASH_NAME}" in ana.screen.text
    await ana.tap("2 Starting")
    await ana.say("/agenda")
    assert "You have no step planned yet." in ana.screen.text
    await ana.say("/result")
    assert part(ana.screen.text, "PLANNED") == []
    await tale.rig.close()


@pytest.mark.virtual
async def test_what_few_gave_is_begun_where_the_summary_says_it_begins(sqlite_database: str) -> None:
    said: Said = {DATA: ("?", "?", "?", 2, 2), CASH: (1, 3, 3, 3, 4), "sp.ops.hire": ("?",) * 5}
    tale, (ana, *_others) = await team_of(sqlite_database, 5, said)
    await ana.say("/result")
    assert part(ana.screen.text, "DO THIS FIRST")[0].startswith("Check 3 records today")

    await ana.press("button.start_step")
    assert ana.screen.text.startswith(f"{DATA_NAME}: 2 Starting now.\n\nUse one form")
    await planned_for_october(ana)
    assert part(ana.screen.text, "YOUR NEXT STEPS") == [
        f"{DATA_NAME}. On 30 October I will do this: Check 3 records today and write down each gap.",
        "Target: 3 In place by 30 October.",
    ]
    await ana.say("/result")
    assert part(ana.screen.text, "PLANNED") == [f"{DATA_NAME}. Target: 3 In place by 30 October."]
    assert [row.action_id for row in rows(tale.rig.writer, chosen_action)] == [f"act.{DATA}.2"]
    await tale.rig.close()


@pytest.mark.virtual
async def test_a_letter_comes_although_ones_own_answer_is_higher_than_what_the_team_settled(
    sqlite_database: str,
) -> None:
    tale, (ana, *_others) = await team_of(sqlite_database, 3, {DATA: (3, 1, 1)})
    await ana.say("/result")
    await ana.press("button.start_step")
    await planned_for_october(ana)

    await tale.until("2026-10-30 12:30", "Africa/Nairobi")
    assert f"{DATA_NAME}. On 30 October" in ana.screen.text
    await tale.rig.close()


def test_a_plan_to_ask_stays_one_whatever_level_was_settled_since(team: Team) -> None:
    held = closed(team)
    takes(held, OWNER, f"act.{ONE}.0")
    assert list(planned_for(held, OWNER)) == [f"act.{ONE}.0"]
    assert picture_for(held, OWNER).taken == frozenset()


def test_a_link_tells_nothing_of_what_was_asked_and_is_answered(team: Team) -> None:
    held = closed(team)
    takes(held, OWNER, f"act.{ONE}.0")
    takes(held, OWNER, f"act.{TWO}.0")
    settled, number = held.kept().settled, person(held, OWNER)
    with held.team.writer.begin() as connection:
        told = planned(connection, held.round, settled, number, TOLD)
    assert list(told) == [f"act.{TWO}.0"]


def test_a_target_is_told_where_it_was_chosen_from_the_result_and_of_nobodys_private_plan(team: Team) -> None:
    held = closed(team)
    takes(held, FACILITATOR, f"act.{ONE}.2", taken_by="Cleo")
    takes(held, MEMBER, f"act.{TWO}.1", taken_by="Ben")

    found = planned_for(held, OWNER)
    assert {each: one.aimed for each, one in found.items()} == {f"act.{ONE}.2": True, f"act.{TWO}.0": False}


def test_whatever_level_a_member_began_at_others_read_the_same(team: Team) -> None:
    held = closed(team)
    seen = []
    for level in range(5):
        takes(held, MEMBER, f"act.{ONE}.{level}", taken_by="Ben")
        seen.append(planned_for(held, OWNER))
        forgets(held)
    assert seen == [seen[0]] * 5
    assert list(seen[0]) == [f"act.{ONE}.2"]


def test_what_colleagues_take_is_not_suggested_in_ones_agenda(team: Team) -> None:
    held = closed(team)
    takes(held, FACILITATOR, f"act.{ONE}.2", taken_by="Cleo")
    takes(held, FACILITATOR, f"act.{TWO}.0")
    assert picture_for(held, OWNER).taken == {ONE}
    assert picture_for(held, FACILITATOR).taken == frozenset()


def person(held: Meeting, place: int) -> int:
    return held.team.person_of(held.people[place])


def planned_for(held: Meeting, place: int) -> dict[str, Chosen]:
    kept, number = held.kept(), person(held, place)
    with held.team.writer.begin() as connection:
        return planned_by_team(connection, kept, number)


def picture_for(held: Meeting, place: int) -> OfTeam:
    number, part_no = person(held, place), held.part(place).id
    with held.team.writer.begin() as connection:
        found = picture_of_team(connection, number, part_no)
    assert found is not None
    return found


def forgets(held: Meeting) -> None:
    with held.team.writer.begin() as connection:
        connection.execute(chosen_action.delete())


def closed(team: Team) -> Meeting:
    """An owner, a facilitator and a member, who settle on level 2 of the first question."""
    held = Meeting.of(team, 3, facilitators=1)
    held.all_say(1, 2, 4)
    held.close()
    return held


def test_of_what_few_gave_no_more_is_told_than_that_it_is_in_place() -> None:
    """The agenda knows no framework where it is read: the level that counts is the same in all that teams answer."""
    teams = [one for one in shipped().values() if one.action_by_id]
    assert {one.in_place for one in teams} == {ENOUGH}


@pytest.mark.parametrize("level", [3, 4])
def test_two_people_in_place_show_one_level_whichever_it_is(team: Team, level: int) -> None:
    held = Meeting.of(team, 2)
    held.all_say(level, level)
    held.close()
    assert picture_for(held, OWNER).settled[ONE].level == ENOUGH
