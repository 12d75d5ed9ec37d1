"""Letters about who is in a team: at the moment of sending only present facts count."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from bot.buttons import Screen
from bot.programme.letter_screens import letter_screen
from flows.events import Handled
from storage.loading import load
from storage.programme.judging import judge
from storage.programme.letter_facts import facts_of
from storage.programme.letters import Letter
from storage.programme.tables import join_request, letter
from storage.tables import conversation
from tests.screens_made import SCREENS
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team


def held(team: Team, kind: str, talker: Talker) -> Letter:
    """The newest letter of this kind to this person, as a worker holds it."""
    chat = one(team.writer, conversation, address=talker.address).id
    row = rows(team.writer, letter, kind=kind, conversation_id=chat)[-1]
    return Letter(
        *(row.id, row.key, row.kind, talker.address, chat, row.cohort_id, row.note_id),
        *(row.participation_id, row.args, row.due_at, row.due_at),
    )


def why_not(team: Team, letter_held: Letter, talker: Talker) -> str:
    """Why it is not sent; empty where it goes by day."""
    noon = talker.now.replace(hour=12) + timedelta(days=1)
    with team.writer.begin() as connection:
        found = judge(connection, letter_held, noon, "UTC")
    assert (found.due is None) is bool(found.reason)
    return found.reason


def drawn(team: Team, letter_held: Letter, talker: Talker) -> Screen:
    with team.writer.begin() as connection:
        facts = facts_of(connection, letter_held)
        there = load(connection, [talker.address])[talker.address].conversation
    screen = letter_screen(SCREENS, there, letter_held, facts)
    assert screen is not None
    return screen


def test_who_leads_is_told_that_somebody_asks_as_long_as_it_is_theirs_to_decide(
    team: Team, writer: Engine
) -> None:
    ana = team.founder()
    fay = team.joined(ana, "facilitator")
    number, code = team.issue(ana, "one")
    team.comes(code)
    team.act(team.opens(code), "ask_to_join", number)
    where = team.organisation_of(ana)
    mine, theirs = held(team, "team_asked", ana), held(team, "team_asked", fay)

    assert why_not(team, mine, ana) == why_not(team, theirs, fay) == ""
    screen = drawn(team, mine, ana)
    assert "Red Cross" in screen.text
    assert screen.rows[0][0].tap == Handled("(r", where)
    team.act(fay, "leave_team", where)
    assert why_not(team, theirs, fay) == "not_allowed"
    team.act(ana, "team_decline", one(writer, join_request).id)
    assert why_not(team, mine, ana) == "nothing_left"


def test_who_is_let_in_is_told_until_they_are_in(team: Team, writer: Engine) -> None:
    ana = team.founder()
    number, code = team.issue(ana, "one")
    team.comes(code)
    zoe = team.opens(code)
    team.act(zoe, "ask_to_join", number)
    team.act(ana, "team_accept", one(writer, join_request).id)
    told = held(team, "team_open", zoe)

    assert why_not(team, told, zoe) == ""
    assert drawn(team, told, zoe).rows[0][0].tap == Handled("j", number)
    team.act(zoe, "stop")
    assert why_not(team, told, zoe) == "opted_out"
    team.act(zoe, "restart_reminders")
    team.act(ana, "team_revoke_link", number)
    assert why_not(team, told, zoe) == "cancelled"
    team.comes(team.issue(ana, "one")[1], zoe)
    assert why_not(team, told, zoe) == "done"


def test_old_and_new_owners_are_told_what_they_are_now(team: Team) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.comes(team.issue(ana, "owner")[1])
    before = held(team, "team_owner", ana)

    assert why_not(team, before, ana) == ""
    assert "Somebody took your invitation" in drawn(team, before, ana).text
    team.act(ben, "leave_team", where)
    now = held(team, "team_owner", ana)
    assert now.id != before.id
    assert "You now look after the team of Red Cross" in drawn(team, now, ana).text
    team.act(ana, "leave_team", where)
    assert why_not(team, now, ana) == "left"
