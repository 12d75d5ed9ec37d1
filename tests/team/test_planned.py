"""Which actions others read of: what says who takes it, and what the sharer took up. Nobody else's private plan."""

from __future__ import annotations

from flows.conversation import Chosen
from storage.team.planned import TOLD, planned, planned_by_team
from tests.frameworks.samples import SP
from tests.storage.support import Talker
from tests.team.meeting import ONE, TWO, Meeting, takes
from tests.team.seats import Team
from tests.team.test_shares import made, opens

OWNER, FACILITATOR, MEMBER = 0, 1, 2
THREE, FOUR, FIVE = (one.id for one in SP.elements[2:5])


def three(team: Team) -> Meeting:
    """An owner, a facilitator and a member, whose round is closed."""
    held = Meeting.of(team, 3, facilitators=1)
    held.all_say(1, 2, 4)
    held.close()
    return held


def shown(team: Team, lead: Talker) -> dict[str, str]:
    """The actions behind a new link to this owner's result, with who takes them."""
    page = opens(team, made(team, lead))
    assert page is not None
    return {one.action: one.taken_by for one in page.actions}


def test_of_several_a_link_shows_what_somebody_takes_and_the_sharers_own(team: Team) -> None:
    held = three(team)
    takes(held, MEMBER, f"act.{ONE}.4", taken_by="Ben")
    takes(held, MEMBER, f"act.{TWO}.0")
    takes(held, FACILITATOR, f"act.{THREE}.0")
    takes(held, OWNER, f"act.{FOUR}.0")
    takes(held, OWNER, f"act.{FIVE}.0", status="swapped")

    assert shown(team, held.people[OWNER]) == {f"act.{ONE}.2": "Ben", f"act.{FOUR}.0": ""}


def test_who_owns_the_team_later_shows_nothing_of_theirs_by_the_link_of_another(team: Team) -> None:
    held = three(team)
    code = made(team, held.people[OWNER])
    team.comes(team.issue(held.people[OWNER], "owner")[1], held.people[MEMBER])
    assert team.position(held.people[MEMBER], held.organisation) == "owner"
    takes(held, MEMBER, f"act.{TWO}.0")

    page = opens(team, code)
    assert page is not None and page.actions == ()
    assert shown(team, held.people[MEMBER]) == {f"act.{TWO}.0": ""}


def test_who_is_alone_shows_all_that_they_plan(team: Team) -> None:
    held = Meeting.of(team, 1)
    held.says(OWNER, {ONE: 2})
    takes(held, OWNER, f"act.{ONE}.2")
    takes(held, OWNER, f"act.{TWO}.0", status="done")

    assert shown(team, held.people[OWNER]) == {f"act.{ONE}.2": "", f"act.{TWO}.0": ""}
    held.close()
    assert len(shown(team, held.people[OWNER])) == 2


def test_a_private_plan_gives_its_day_to_nobody_elses(team: Team) -> None:
    held = three(team)
    takes(held, MEMBER, f"act.{ONE}.4", day="2026-05-05", at=held.later())
    takes(held, FACILITATOR, f"act.{ONE}.2", day="2026-06-06", taken_by="Cleo")
    settled = held.kept().settled
    with team.writer.begin() as connection:
        found = planned(connection, held.round, settled, None, TOLD)

    taken = Chosen(day="2026-06-06", chosen_on="2026-03-12", taken_by="Cleo")
    assert found == {f"act.{ONE}.2": taken}


def test_who_leads_later_gave_nothing_of_their_own_level_away_by_it(team: Team) -> None:
    """What a member took up began at their own level, whatever they are by now."""
    held = three(team)
    takes(held, MEMBER, f"act.{ONE}.4", taken_by="Ben", at=held.later())
    before = shown(team, held.people[OWNER])
    team.comes(team.issue(held.people[OWNER], "facilitator")[1], held.people[MEMBER])

    assert shown(team, held.people[OWNER]) == before == {f"act.{ONE}.2": "Ben"}
    now = held.kept()
    with team.writer.begin() as connection:
        found = planned_by_team(connection, now, None)
    assert {action: one.aimed for action, one in found.items()} == {f"act.{ONE}.2": False}
