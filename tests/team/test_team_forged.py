"""Forged buttons and pages of teams: no right, no data, and one answer for what is not theirs and what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from flows.conversation import Conversation
from flows.desk import EXTRA_LIMIT, NUMBER_LIMIT
from flows.events import Commanded
from flows.team_desk import TEAM_LINK_KINDS
from storage.programme.tables import join_request
from storage.tables import link
from tests.programme.joined import Joined
from tests.storage.support import Talker, one
from tests.team.seats import KINDS, Team

SECRET = "Žłøty"
MISSING = 987_654

# What the number of a button names: an organisation, an invitation, or a request to be let in.
PAGES = {
    **dict.fromkeys(("team", "team_invite", "team_links", "team_requests", "team_people"), "team"),
    **dict.fromkeys(("close_round_ask", "new_round_ask", "leave_team_ask", "round_day"), "team"),
    **dict.fromkeys(("shares", "share_label"), "team"),
    "team_link": "link",
    "invited": "link",
}
ACTS = {
    "team_issue_link": "team",
    "leave_team": "team",
    **dict.fromkeys(("team_revoke_link", "join", "ask_to_join", "serve"), "link"),
    **dict.fromkeys(("team_accept", "team_decline"), "request"),
}
EXTRAS = {"team_issue_link": (*range(len(TEAM_LINK_KINDS)), 16, 17), "join": (0, 1)}
# What each may do all the same.
OWN = {
    "member": {"team", "leave_team_ask", "leave_team"},
    "facilitator": {*PAGES, *ACTS} - {"team_people", "shares", "share_label"},
}


@dataclass(frozen=True)
class Victim:
    """A team, with one of everything that a button can name."""

    owner: Talker
    team: int
    link: int
    request: int


@pytest.fixture
def victim(team: Team, writer: Engine) -> Victim:
    ana = team.founder(f"Red Cross {SECRET}")
    used, code = team.issue(ana, "one")
    team.comes(code)
    asks = team.opens(code)
    team.act(asks, "ask_to_join", used)
    number, _ = team.issue(ana, "owner")
    return Victim(ana, team.organisation_of(ana), number, int(one(writer, join_request).id))


ROLES = ("stranger", "outsider", "former", "member", "facilitator")


def played(team: Team, victim: Victim, role: str) -> Talker:
    if role == "stranger":
        talker = team.stranger()
        talker.take(Commanded("about"))
        return talker
    if role == "outsider":
        talker = team.founder("Green Leaf")
        team.issue(talker, "many")
        return talker
    if role == "facilitator":
        return team.joined(victim.owner, "facilitator")
    talker = team.joined(victim.owner)
    if role == "former":
        team.act(talker, "leave_team", victim.team)
    return talker


def forged(names: dict[str, str], role: str, victim: Victim) -> Iterator[tuple[str, int, int]]:
    for name, kind in names.items():
        if name not in OWN.get(role, ()):
            for extra in EXTRAS.get(name, (0,)):
                yield name, getattr(victim, kind), extra


def screen(there: Conversation) -> tuple[object, ...]:
    """All that the screen is drawn from, without what counts its changes."""
    return there.state, there.element, there.panel, there.notice, there.inputs, there.organisation


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_team_is_shown_or_done(team: Team, victim: Victim, role: str) -> None:
    who = played(team, victim, role)
    before = team.dump()
    for name, there, extra in forged({**PAGES, **ACTS}, role, victim):
        found = []
        for number in (there, MISSING):
            team.act(who, name, number, extra)
            found.append((screen(who.conversation), team.page(who)))

        assert found[0] == found[1], f"{role} presses {name}"
        if role not in OWN:
            assert SECRET not in str(found), f"{role} presses {name}"
        assert team.dump() == before, f"{role} presses {name}"


@pytest.mark.parametrize("role", ROLES)
def test_a_page_of_another_team_is_empty_however_it_came_to_be(team: Team, victim: Victim, role: str) -> None:
    """A right may be lost while a page is open."""
    who = played(team, victim, role)
    for name, there, extra in forged(PAGES, role, victim):
        if name != "invited":
            assert team.shown(who, name, there, extra) is team.shown(who, name, MISSING, extra) is None, name


def test_the_notice_of_a_new_link_shows_no_address_to_others(team: Team, victim: Victim) -> None:
    """The notice lies in the conversation of whoever made it: of nobody else."""
    number, _code = team.issue(victim.owner, "many")
    page = team.page(victim.owner)
    other = played(team, victim, "facilitator")
    shown = team.opened(other, "team_link", number)

    assert getattr(page, "address", "")
    assert getattr(shown, "address", None) == ""


def test_links_and_requests_of_a_cohort_are_none_of_a_team(
    team: Team, victim: Victim, writer: Engine
) -> None:
    made = Joined(writer, victim.owner.now)
    cohort = made.cohort()
    chat = made.chat(1)
    made.join(chat, cohort)
    (of_cohort,) = (row for row in made.rows(link) if row.cohort_id == cohort)
    asked = made._put(join_request, link_id=of_cohort.id, conversation_id=chat, at=made.now)
    before = team.dump()
    for name, number in (
        *((name, of_cohort.id) for name in ("team_link", "team_revoke_link")),
        *((name, asked) for name in ("team_accept", "team_decline")),
    ):
        team.act(victim.owner, name, number)
        assert team.told(victim.owner).key == "not_there", name
    assert team.dump() == before


def test_numbers_at_their_limits_change_nothing(team: Team, victim: Victim) -> None:
    before = team.dump()
    for name in {**PAGES, **ACTS}:
        team.act(victim.owner, name, NUMBER_LIMIT - 1, EXTRA_LIMIT - 1)
        assert team.told(victim.owner).key in {"not_there", "unknown_link"}, name
    assert team.dump() == before


def test_an_invitation_of_another_team_lets_in_to_that_one_alone(team: Team, victim: Victim) -> None:
    """Who leads a team cannot withdraw, accept or see what belongs to another one."""
    eve = team.founder("Green Leaf")
    team.act(eve, "team_issue_link", victim.team, KINDS["owner"])

    assert team.told(eve).key == "not_there"
    number, code = team.issue(eve, "owner")
    team.comes(code, victim.owner)
    assert team.position(victim.owner, victim.team) == "owner"
    assert team.position(victim.owner, team.organisation_of(eve)) == "owner"
    assert team.position(eve, victim.team) == ""
    assert number != victim.link
