"""Leaving a team: what goes, what stays, and where the person goes on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Handled, Typed
from flows.pages import Invitation
from frameworks.load import shipped
from storage.memory import Memory
from storage.programme.tables import enrolment, join_request, link_use
from storage.retention import DONE_DAYS, forget_aged
from storage.tables import (
    answer,
    answer_history,
    assessment,
    conversation,
    link,
    membership,
    organisation,
    participation,
)
from storage.team.tables import open_consent, round_result, settled
from tests.programme.joined import NOON, Joined
from tests.storage.support import Talker, one, rows
from tests.team.seats import VERBS, Team

IP = shipped()["ip-1.0"]


def leave(team: Team, talker: Talker, where: int) -> None:
    team.act(talker, "leave_team", where)


def frozen(team: Team, where: int) -> int:
    """The newest round of this team, closed and frozen as far as this is about it: its number."""
    number = team.closed(where)
    team.put(
        round_result,
        assessment_id=number,
        people=3,
        scope="full",
        profile="direct",
        sheet=[],
        voices={},
        closed_how="hand",
    )
    team.put(
        settled,
        assessment_id=number,
        element_id="sp.lead.fit",
        element_version=1,
        state="level",
        low=2,
        high=2,
        shown=False,
        agreed=False,
        reason="",
        at=NOON,
    )
    return number


def test_who_leaves_takes_along_all_they_gave_to_the_open_round(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    before = {name: found for name, found in team.dump().items() if name not in {"link", "job"}}
    zoe = team.joined(ana)
    team.answers(zoe)
    leave(team, zoe, where)

    assert team.told(zoe).key == "left_team"
    assert team.told(zoe).args == {"organisation": "Red Cross"}
    after = team.dump()
    for name, found in before.items():
        if name not in {"person", "account"}:
            assert after[name] == found, name
    there = zoe.look()
    assert (there.state, there.organisation, there.number, there.answers) == ("naming", None, None, {})
    assert ben.look().organisation == where
    assert not rows(writer, link_use, conversation_id=one(writer, conversation, address=zoe.address).id)


def test_what_a_closed_round_settled_stays(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    team.answers(ben)
    number = frozen(team, where)
    team.put(open_consent, assessment_id=number, person_id=team.person_of(ben), at=NOON)
    kept = rows(writer, settled), rows(writer, round_result)
    leave(team, ben, where)

    assert (rows(writer, settled), rows(writer, round_result)) == kept
    assert not rows(writer, participation, person_id=team.person_of(ben))
    assert not rows(writer, open_consent)
    assert not rows(writer, answer)


def test_answers_and_leaving_may_come_together(team: Team, memory: Memory, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    team.answers(ben)
    events = [
        ben.incoming(ben.button("l", 3)),
        ben.incoming(Handled(VERBS["leave_team"], where)),
        ben.incoming(Typed("My own")),
    ]
    ben.heard(memory.take_in(events, [], ben.now, False)[-1])

    assert not rows(writer, answer)
    assert not rows(writer, answer_history, person_id=team.person_of(ben))
    assert {row.name for row in rows(writer, organisation)} == {"Red Cross", "My own"}
    assert team.position(ben, team.organisation_of(ben)) == "owner"
    assert team.position(ben, where) == ""


def test_who_leaves_goes_on_with_another_check_of_theirs(writer: Engine) -> None:
    team = Team.offered(writer, IP)
    ana = team.founder_by("sp-1.0", "Red Cross")
    ben = team.founder_by("ip-1.0", "Of Ben")
    own = team.organisation_of(ben)
    kept = rows(writer, participation, person_id=team.person_of(ben))
    where = team.organisation_of(ana)
    team.comes(team.issue(ana, "one")[1], ben)
    assert ben.look().organisation == where
    run = ben.look().run
    leave(team, ben, where)
    there = ben.look()

    assert (there.organisation, there.framework, there.inputs.organisation) == (own, "ip-1.0", "Of Ben")
    assert there.run != run
    assert not there.several
    assert rows(writer, participation, person_id=team.person_of(ben)) == kept
    assert team.position(ben, own) == "owner"


def test_who_leaves_a_team_they_are_not_at_stays_where_they_are(writer: Engine) -> None:
    team = Team.offered(writer, IP)
    ana = team.founder_by("sp-1.0", "Red Cross")
    ben = team.founder_by("ip-1.0", "Of Ben")
    where = team.organisation_of(ana)
    team.comes(team.issue(ana, "one")[1], ben)
    team.answers(ben)
    own = one(writer, participation, person_id=team.person_of(ben), assessment_id=_round(team, "ip"))
    team.act(ben, "turn", own.id)
    before = ben.look()
    assert before.framework == "ip-1.0"
    leave(team, ben, where)
    after = ben.look()

    assert (after.state, after.element, after.organisation) == (
        before.state,
        before.element,
        before.organisation,
    )
    assert team.position(ben, where) == ""
    assert one(writer, participation, person_id=team.person_of(ben)) == own
    ben.tap("K")
    assert all(part.organisation != where for part in ben.look().shelf.values())


def _round(team: Team, framework: str) -> int:
    return int(one(team.writer, assessment, framework=framework).id)


def test_who_left_comes_back_by_a_new_invitation_alone(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    number, code = team.issue(ana, "one")
    ben = team.comes(code)
    asked = team.opens(code)
    team.act(asked, "ask_to_join", number)
    team.act(ana, "team_accept", one(writer, join_request).id)
    team.joins(asked, number)
    for talker in (ben, asked):
        leave(team, talker, where)
        team.opens(code, talker)
        found = team.page(talker)
        assert isinstance(found, Invitation)
        assert found.state == "used"
    team.comes(team.issue(ana, "one")[1], ben)
    assert team.position(ben, where) == "member"


def test_the_last_one_takes_the_organisation_along(team: Team, writer: Engine) -> None:
    other = team.founder("Green Leaf")
    team.issue(other, "one")
    before = team.dump()
    ana = team.founder()
    team.issue(ana, "many")
    team.answers(ana)
    leave(team, ana, team.organisation_of(ana))

    after = team.dump()
    for name, found in before.items():
        if name not in {"person", "account", "job", "link"}:
            assert after[name] == found, name
    assert [row.target.get("organisation") for row in rows(writer, link)] == [
        team.organisation_of(other),
        None,
    ]
    assert ana.look().state == "naming"


def test_a_cohort_keeps_the_organisation_as_long_as_its_team_goes_on(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    made = Joined(writer, ana.now)
    cohort = made.cohort()
    chat = one(writer, conversation, address=ana.address).id
    enrolled = made.join(chat, cohort, begun=False, organisation_id=where)
    until = ana.now + timedelta(days=100)
    made.change(
        enrolment,
        enrolled,
        assessment_id=one(writer, assessment).id,
        share_from=ana.now,
        share_until=until,
    )
    leave(team, ana, where)

    row = one(writer, enrolment)
    assert row.organisation_id == where
    assert None not in {row.joined_at, row.share_from}
    assert not rows(writer, link_use, conversation_id=chat, enrolment_id=enrolled)
    leave(team, ben, where)
    assert not rows(writer, enrolment)
    assert not rows(writer, organisation)


async def test_a_frozen_round_outlives_the_answers_in_it(
    team: Team, writer: Engine, reader: AsyncEngine
) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    team.answers(ana)
    number = frozen(team, where)
    made = Joined(writer, ana.now)
    (part,) = rows(writer, participation, person_id=team.person_of(ana))
    made.change(participation, part.id, finished_at=ana.now)
    assert await forget_aged(reader, ana.now + timedelta(days=DONE_DAYS, hours=1)) == 1

    assert not rows(writer, participation, id=part.id)
    assert rows(writer, settled, assessment_id=number)
    assert rows(writer, assessment, id=number)
    assert team.position(ben, where) == "owner"


def test_nobody_leaves_for_another_and_nobody_leaves_twice(team: Team, writer: Engine) -> None:
    ana, eve = team.founder(), team.founder("Eve's own")
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    leave(team, ben, where)
    before = team.dump()
    for talker, number in ((eve, where), (ben, where), (ana, 0), (ana, 987_654)):
        leave(team, talker, number)
        assert team.told(talker).key == "not_there"
    assert team.dump() == before
    assert rows(writer, membership, organisation_id=where)
