"""Who owns a team after its owner left it or was forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from storage.programme.tables import letter
from storage.tables import conversation, link
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team, invitation

Gone = Callable[[Team, Talker, int], None]


def leave(team: Team, talker: Talker, where: int) -> None:
    team.act(talker, "leave_team", where)


def delete(_team: Team, talker: Talker, _where: int) -> None:
    """What /delete does once it is confirmed."""
    talker.tap("W")


ways = pytest.mark.parametrize("gone", [leave, delete], ids=["leaves", "is forgotten"])


@ways
def test_who_led_longest_owns_the_team_next(team: Team, writer: Engine, gone: Gone) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    people = [team.joined(ana, kind) for kind in ("one", "facilitator", "facilitator")]
    gone(team, ana, where)

    assert [team.position(each, where) for each in people] == ["member", "owner", "facilitator"]
    (told,) = rows(writer, letter, kind="team_owner")
    assert told.conversation_id == one(writer, conversation, address=people[1].address).id
    assert told.args == {"organisation": where}


@ways
def test_where_nobody_leads_who_was_there_first_owns_it(team: Team, gone: Gone) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    people = [team.joined(ana) for _ in range(2)]
    gone(team, ana, where)

    assert [team.position(each, where) for each in people] == ["owner", "member"]
    gone(team, people[0], where)
    assert team.position(people[1], where) == "owner"


@ways
def test_a_member_who_goes_changes_nobodys_position(team: Team, writer: Engine, gone: Gone) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben, zoe = team.joined(ana), team.joined(ana)
    gone(team, ben, where)

    assert [team.position(each, where) for each in (ana, zoe)] == ["owner", "member"]
    assert not rows(writer, letter)


def test_whoever_is_forgotten_made_no_invitation_any_more(team: Team, writer: Engine) -> None:
    ana = team.founder()
    ben = team.joined(ana, "facilitator")
    number, _ = team.issue(ben, "many")
    position, code = team.issue(ana, "facilitator")
    delete(team, ana, 0)

    assert one(writer, link, id=position).target["by"] is None
    assert one(writer, link, id=number).target["by"] == team.person_of(ben)
    assert invitation(team, team.opens(code)).state == "revoked"
