"""Who may see the result of a closed round, what is in it, and what stays with whoever said it."""

from __future__ import annotations

from sqlalchemy import Engine, insert, update

from flows.pages import SharedWith
from frameworks.settling import State
from storage.tables import assessment, conversation, membership, participation
from storage.team.result_reading import summary_page
from storage.team.tables import evidence
from tests.storage.support import Talker, one
from tests.team.meeting import ONE, TWO, Meeting, takes
from tests.team.seats import Team

OWNER, FACILITATOR, MEMBER = 0, 1, 2


def page_of(held: Meeting, person: int) -> SharedWith:
    """What the summary of this person is drawn from."""
    talker: Talker = held.people[person]
    row, here = one(held.team.writer, conversation, address=talker.address), talker.look()
    with held.team.writer.begin() as connection:
        return summary_page(connection, row.id, row.person_id, here, held.later())


def three(team: Team) -> Meeting:
    """An owner, a facilitator and a member, who answered one question apart."""
    held = Meeting.of(team, 3, facilitators=1)
    held.all_say(1, 2, 4)
    return held


def test_while_the_round_is_open_nobody_sees_a_result(team: Team) -> None:
    held = three(team)

    assert [page_of(held, person) for person in range(3)] == [SharedWith(waits=True)] * 3


def test_those_who_lead_see_it_and_the_member_knows_of_it(team: Team) -> None:
    held = three(team)
    held.close()

    pages = [page_of(held, person) for person in range(3)]

    for page in pages[:2]:
        assert page.team is not None and page.team.now.people == 3
        assert page.team.now.settled[ONE].level == 2
        assert not page.with_leads
    assert pages[MEMBER] == SharedWith(with_leads=True)


def test_who_left_the_team_sees_its_result_no_more(team: Team, writer: Engine) -> None:
    held = three(team)
    held.close()
    person = team.person_of(held.people[FACILITATOR])
    with writer.begin() as connection:
        connection.execute(membership.delete().where(membership.c.person_id == person))

    assert page_of(held, FACILITATOR) == SharedWith(with_leads=True)


def test_what_one_person_alone_said_is_nobody_elses_result(team: Team) -> None:
    held = Meeting.of(team, 3, facilitators=1)
    held.says(MEMBER, {ONE: 3})
    held.close()

    assert [page_of(held, person) for person in range(3)] == [SharedWith()] * 3


def test_the_place_where_somebody_looks_now_decides_what_they_may_see(team: Team, writer: Engine) -> None:
    held = three(team)
    held.close()
    person = team.person_of(held.people[MEMBER])
    with writer.begin() as connection:
        lead = update(membership).where(membership.c.person_id == person)
        connection.execute(lead.values(position="facilitator"))

    assert page_of(held, MEMBER).team is not None


def test_how_two_differ_is_not_in_what_is_read(team: Team) -> None:
    held = Meeting.of(team, 2)
    for person, level in ((0, 2), (1, 3)):
        held.says(person, {ONE: level, TWO: 3})
    held.close()

    team_now = page_of(held, OWNER).team
    assert team_now is not None
    assert (team_now.now.settled[ONE].state, team_now.now.settled[ONE].high) == (State.OPEN, 4)
    assert {ONE, TWO} <= team_now.now.few


def test_an_action_of_others_is_there_with_who_takes_it_and_without_their_level(team: Team) -> None:
    held = three(team)
    held.close()
    takes(held, MEMBER, f"act.{ONE}.1", taken_by="Ben")
    takes(held, MEMBER, f"act.{TWO}.1")
    takes(held, OWNER, f"act.{TWO}.3", status="dropped")

    result = page_of(held, OWNER).team
    assert result is not None
    assert {action: one.taken_by for action, one in result.chosen.items()} == {
        f"act.{ONE}.2": "Ben",
        f"act.{TWO}.3": "",
    }
    assert result.chosen[f"act.{TWO}.3"].status == "dropped"


def test_only_notes_that_are_for_the_team_are_read(team: Team) -> None:
    held = three(team)
    held.close()
    note = {
        "participation_id": held.part(MEMBER).id,
        "kind": "note",
        "file": "",
        "size": 0,
        "at": held.later(),
    }
    rows = [
        {**note, "element_id": ONE, "text": "Board minute of May", "for_team": True},
        {**note, "element_id": TWO, "text": "mine", "for_team": False},
    ]
    with team.writer.begin() as connection:
        connection.execute(insert(evidence), rows)

    result = page_of(held, OWNER).team
    assert result is not None and result.notes == {ONE: "Board minute of May"}


def again(held: Meeting) -> int:
    """A round after the first one, answered by all who were there."""
    before = one(held.team.writer, assessment, id=held.round)
    held.team.put(
        assessment,
        organisation_id=before.organisation_id,
        framework=before.framework,
        version=before.version,
        round_no=2,
        opened_at=held.later(),
        closes_on="",
    )
    number = held.team.closed(held.organisation)
    with held.team.writer.begin() as connection:
        connection.execute(update(assessment).where(assessment.c.id == number).values(closed_at=None))
    return number


def goes_to(held: Meeting, person: int, round_id: int) -> None:
    """This person's chat is at this round."""
    old = held.part(person)
    kept = {
        name: getattr(old, name)
        for name in ("person_id", "scope", "profile", "consent_version", "started_at")
    }
    with held.team.writer.begin() as connection:
        made = connection.execute(
            insert(participation).returning(participation.c.id), {**kept, "assessment_id": round_id}
        ).scalar_one()
        chat = update(conversation).where(conversation.c.address == held.people[person].address)
        connection.execute(chat.values(participation_id=made))


def test_the_round_before_comes_along_for_those_who_lead(team: Team) -> None:
    held = three(team)
    held.close()
    number = again(held)
    for person, level in enumerate((3, 3, 3)):
        goes_to(held, person, number)
        held.says(person, {ONE: level}, round_id=number)
    assert page_of(held, OWNER) == SharedWith(waits=True)
    held.close(number)

    result = page_of(held, OWNER).team
    assert result is not None and result.before is not None
    assert (result.before.settled[ONE].level, result.now.settled[ONE].level) == (2, 3)
    assert page_of(held, MEMBER) == SharedWith(with_leads=True)


def test_a_round_of_ones_own_is_looked_back_on_by_that_person_alone(team: Team) -> None:
    held = Meeting.of(team, 2)
    held.says(OWNER, {ONE: 1})
    held.close()
    number = again(held)
    for person in range(2):
        goes_to(held, person, number)

    mine, theirs = page_of(held, 0), page_of(held, 1)
    assert mine.before is not None and mine.before.settled[ONE].level == 1
    assert theirs == SharedWith(waits=True)


def test_who_is_alone_in_their_organisation_waits_for_nobody(team: Team) -> None:
    held = Meeting.of(team, 1)
    held.says(OWNER, {ONE: 1})

    assert page_of(held, OWNER) == SharedWith(alone=True)
