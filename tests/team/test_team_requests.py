"""Asking to be let into a team by an invitation that is used up or over: those who lead it decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from flows.team_pages import TeamPage, TeamRequestsPage
from storage.programme.tables import join_request, letter
from storage.tables import conversation, link
from tests.storage.support import one, rows
from tests.team.seats import Team, invitation, state


def test_who_comes_too_late_asks_and_those_who_lead_decide(team: Team, writer: Engine) -> None:
    ana = team.founder()
    fay = team.joined(ana, "facilitator")
    ben = team.joined(ana)
    number, code = team.issue(ana, "one")
    team.comes(code)
    zoe = team.opens(code)
    for _ in range(2):
        team.act(zoe, "ask_to_join", number)

    assert invitation(team, zoe).state == "asked"
    (asked,) = rows(writer, join_request)
    told = {each.conversation_id for each in rows(writer, letter, kind="team_asked")}
    chats = {one(writer, conversation, address=each.address).id for each in (ana, fay)}
    assert told == chats
    page = team.opened(fay, "team_requests")
    assert isinstance(page, TeamRequestsPage)
    assert page.requests == ((asked.id, asked.at),)
    shown = team.opened(ana, "team")
    assert isinstance(shown, TeamPage)
    assert shown.requests == 1

    team.act(ben, "team_accept", asked.id)
    assert team.told(ben).key == "not_there"
    team.act(fay, "team_accept", asked.id)
    team.act(ana, "team_decline", asked.id)
    assert one(writer, join_request).accepted
    (let_in,) = rows(writer, letter, kind="team_open")
    assert let_in.args == {"organisation": team.organisation_of(ana), "link": number}

    team.joins(zoe, number)
    assert team.position(zoe, team.organisation_of(ana)) == "member"
    assert one(writer, link, id=number).uses == 2
    assert state(team, code) == "used"


def test_who_is_turned_down_stays_outside_and_nobody_is_told(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    team.comes(code)
    zoe = team.opens(code)
    team.act(zoe, "ask_to_join", number)
    team.act(ana, "team_decline", one(writer, join_request).id)
    team.joins(zoe, number)

    assert team.position(zoe, team.organisation_of(ana)) == ""
    assert not rows(writer, letter, kind="team_open")
    assert invitation(team, zoe).state == "used"


@pytest.mark.parametrize("kind", ["one", "many"])
def test_a_link_that_is_over_may_be_asked_by_and_a_withdrawn_one_not(
    team: Team, writer: Engine, kind: str
) -> None:
    ana = team.founder()
    number, code = team.issue(ana, kind)
    ben, zoe = team.opens(code), team.opens(code)
    ben.now += timedelta(days=31)
    team.act(ben, "ask_to_join", number)
    team.act(ana, "team_revoke_link", number)
    team.act(zoe, "ask_to_join", number)

    assert len(rows(writer, join_request)) == 1
    assert team.told(zoe).key == "not_there"
    assert invitation(team, ben).state == "revoked"
    # Who decides after that lets in this one person all the same; who withdraws it then keeps them out.
    team.act(ana, "team_accept", one(writer, join_request).id)
    assert invitation(team, ben).state == "open"
    with writer.begin() as connection:
        connection.execute(update(link).values(revoked_at=ana.now + timedelta(minutes=1)))
    team.joins(ben, number)
    assert team.position(ben, team.organisation_of(ana)) == ""
