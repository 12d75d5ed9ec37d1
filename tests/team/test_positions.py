"""Owner, facilitators, members: how a position is given and handed over, and what each may look at."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from flows.events import Commanded, Handled, Typed
from flows.pages import Invitation
from flows.team_desk import TEAM_LINK_KINDS
from flows.team_pages import PlainTeamPage, TeamPage
from frameworks.load import shipped
from storage.memory import Memory
from storage.programme.letter_facts import facts_of
from storage.programme.letters import Letter
from storage.programme.tables import join_request, letter
from storage.tables import conversation, link, membership, organisation
from tests.flows.walks import button_of
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, at_once, knowledge, one, rows, take
from tests.team.seats import KINDS, Team, state

EC = shipped()["ec-1.0"]


def owners(writer: Engine, organisation_id: int) -> list[int]:
    found = rows(writer, membership, organisation_id=organisation_id, position="owner")
    return [row.person_id for row in found]


def test_the_first_is_the_owner_and_who_comes_by_a_link_is_a_member(team: Team) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)

    assert team.position(ana, where) == "owner"
    assert team.position(team.joined(ana, "one"), where) == "member"
    assert team.position(team.joined(ana, "many"), where) == "member"
    assert team.position(team.joined(ana, "facilitator"), where) == "facilitator"


def test_the_owner_alone_renames_the_organisation(team: Team, writer: Engine) -> None:
    ana = team.founder()
    ben = team.joined(ana)
    for talker, name in ((ben, "Not theirs"), (ana, "Red Crescent")):
        team.answers(talker)
        talker.tap("V")
        talker.tap("I")
        talker.take(Typed(name))

    assert one(writer, organisation).name == "Red Crescent"
    team.comes(team.issue(ana, "owner")[1], ben)
    ben.tap("V")
    ben.tap("I")
    ben.take(Typed("Of Ben"))
    assert one(writer, organisation).name == "Of Ben"


def test_who_takes_an_owners_link_owns_and_the_former_owner_leads(team: Team, writer: Engine) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    number, code = team.issue(ana, "owner")
    later, kept = team.issue(ana, "owner")[1], team.issue(ana, "facilitator")[1]
    before = one(writer, membership, person_id=team.person_of(ben))
    team.comes(code, ben)

    assert owners(writer, where) == [team.person_of(ben)]
    assert team.position(ana, where) == "facilitator"
    assert len(rows(writer, membership)) == 2
    assert one(writer, membership, person_id=team.person_of(ben)).id == before.id
    (told,) = rows(writer, letter, kind="team_owner")
    assert told.conversation_id == one(writer, conversation, address=ana.address).id
    # What a former owner gave away goes with the office, or they could take it back.
    for other in (later, kept):
        assert state(team, other) == "revoked"
    assert state(team, code, ana) == "joined"
    assert one(writer, link, id=number).uses == 1


def test_a_letter_says_who_owns_the_team_now(team: Team, writer: Engine) -> None:
    ana = team.founder()
    team.comes(team.issue(ana, "owner")[1], team.joined(ana))
    row = one(writer, letter, kind="team_owner")
    held = Letter(
        *(row.id, row.key, row.kind, ana.address, row.conversation_id, None, None, None, row.args),
        *(row.due_at, row.due_at),
    )
    with writer.begin() as connection:
        facts = facts_of(connection, held)

    assert (facts.organisation, facts.position) == ("Red Cross", "facilitator")


def test_a_member_is_raised_by_a_link_and_never_lowered(team: Team) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    ben = team.joined(ana)
    team.comes(team.issue(ana, "facilitator")[1], ben)
    assert team.position(ben, where) == "facilitator"

    assert state(team, team.issue(ana, "one")[1], ben) == "joined"
    for kind in TEAM_LINK_KINDS:
        assert state(team, team.issue(ana, kind)[1], ana) == "joined"
    assert (team.position(ana, where), team.position(ben, where)) == ("owner", "facilitator")


@pytest.mark.parametrize("kind", ["facilitator", "owner"])
def test_who_comes_too_late_by_a_position_is_let_in_as_a_member(
    team: Team, writer: Engine, kind: str
) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    number, code = team.issue(ana, kind)
    zoe = team.opens(code)
    zoe.now += timedelta(days=8)
    team.act(zoe, "ask_to_join", number)
    (asked,) = rows(writer, join_request)
    team.act(ana, "team_accept", asked.id)
    team.joins(zoe, number)

    assert team.position(zoe, where) == "member"
    assert owners(writer, where) == [team.person_of(ana)]


def test_two_who_take_over_at_once_leave_one_owner(
    team: Team, writer: Engine, open_writer: OpenWriter
) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    made = [team.issue(ana, "owner") for _ in range(2)]
    both = [team.opens(code) for _, code in made]
    taps = [each.incoming(Handled("=", number)) for each, (number, _) in zip(both, made, strict=True)]
    memories = [Memory(open_writer(), knowledge()) for _ in both]
    at_once([partial(take, memory, tap) for memory, tap in zip(memories, taps, strict=True)])

    assert len(owners(writer, where)) == 1
    assert sorted(team.position(each, where) for each in both) == ["", "owner"]
    assert team.position(ana, where) == "facilitator"


def test_a_facilitator_invites_members_and_gives_no_position_away(team: Team, writer: Engine) -> None:
    ana = team.founder()
    fay, ben = team.joined(ana, "facilitator"), team.joined(ana)
    team.issue(fay, "one")
    team.issue(fay, "many")
    theirs, _ = team.issue(ana, "owner")
    before = team.dump()
    for talker, kinds in ((fay, ("facilitator", "owner")), (ben, TEAM_LINK_KINDS)):
        for kind in kinds:
            team.act(talker, "team_issue_link", 0, KINDS[kind])
            assert team.told(talker).key == "not_there"
    for talker in (fay, ben):
        team.act(talker, "team_revoke_link", theirs)
        assert team.told(talker).key == "not_there"
    for extra in (4, 15, 16, 16 * 5, 64**2 - 1):
        team.act(ana, "team_issue_link", 0, extra)
        assert team.told(ana).key == "not_there", extra
    assert team.dump() == before


PAGES = {
    "team": "ofm",
    "team_invite": "of",
    "team_links": "of",
    "team_requests": "of",
    "team_people": "o",
    "close_round_ask": "of",
    "new_round_ask": "of",
    "round_day": "of",
    "leave_team_ask": "ofm",
}


@pytest.mark.parametrize(("name", "seen_by"), PAGES.items())
def test_each_page_opens_for_those_it_is_for(team: Team, name: str, seen_by: str) -> None:
    ana = team.founder()
    where = team.organisation_of(ana)
    people = {"o": ana, "f": team.joined(ana, "facilitator"), "m": team.joined(ana)}
    for letter_of, talker in people.items():
        for number in (where, 0):
            assert (team.opened(talker, name, number) is not None) is (letter_of in seen_by), name
        assert (team.shown(talker, name, where) is not None) is (letter_of in seen_by), name


def test_counts_are_of_people_and_what_they_did_alone(team: Team, writer: Engine) -> None:
    ana = team.founder()
    fay, ben = team.joined(ana, "facilitator"), team.joined(ana)
    team.answers(ben)
    page = team.opened(fay, "team")

    assert isinstance(page, TeamPage)
    assert (page.people, page.begun, page.done, page.rounds) == (3, 1, 0, 1)
    assert (page.groups, page.missing) == ((), ())
    ask = team.opened(ana, "leave_team_ask")
    assert isinstance(ask, PlainTeamPage)
    assert (ask.people, ask.alone) == (3, False)
    alone = team.opened(team.founder("Alone"), "leave_team_ask")
    assert isinstance(alone, PlainTeamPage)
    assert (alone.people, alone.alone) == (1, True)


@pytest.fixture
def place(writer: Engine) -> Team:
    """Teams where places are looked at."""
    return Team.offered(writer, EC, framework=EC.key)


def official(place: Team, group: int) -> Talker:
    """Somebody of this group, at the first question about their place."""
    talker = place.stranger()
    talker.take(Commanded("start"))
    talker.tap("G", 0)
    talker.tap("A")
    talker.tap("x", place.knowledge.checks.index(EC.key))
    talker.take(Typed("Kisumu"))
    talker.tap("P", 0)
    return grouped(talker, group)


def grouped(talker: Talker, group: int | None = None) -> Talker:
    """On to the questions of a place, by whatever is asked before."""
    for here, action, choice in (
        *(("profiling", "P", 0), ("grouping", "*", group)),
        *(("roles", "T", 0), ("scope", "Q", 1)),
    ):
        if talker.conversation.state == here:
            talker.tap(action, choice or 0)
    return talker


def test_a_link_for_a_group_of_partners_says_so(place: Team, writer: Engine) -> None:
    ana = official(place, 0)
    number, code = place.issue(ana, "many", group=2)
    second = EC.groups[1].id

    assert one(writer, link, id=number).target["group"] == second
    ben = place.opens(code)
    seen = place.page(ben)
    assert isinstance(seen, Invitation)
    assert seen.group == second
    place.joins(ben, number)
    where = place.organisation_of(ana)
    assert one(writer, membership, person_id=place.person_of(ben)).stakeholder == second
    for extra in (16 * (len(EC.groups) + 1), 16 * 200):
        place.act(ana, "team_issue_link", where, extra)
        assert place.told(ana).key == "not_there"


def test_who_leads_a_place_sees_each_group_and_which_deciding_one_is_missing(place: Team) -> None:
    ana = official(place, 0)
    ana.take(button_of(EC, ana.conversation, "l", 2))
    ben = place.comes(place.issue(ana, "one", group=2)[1])
    page = place.opened(ana, "team")

    assert isinstance(page, TeamPage)
    assert page.groups[:3] == ((EC.groups[0].id, 1, 0), (EC.groups[1].id, 1, 0), (EC.groups[2].id, 0, 0))
    assert len(page.groups) == len(EC.groups)
    profile = ana.look().inputs.profile
    deciding = {each for one in EC.elements for each in EC.deciding_groups(one, profile)}
    assert set(page.missing) == deciding - {EC.groups[0].id} != set()
    grouped(ben, 1)
    ben.take(button_of(EC, ben.conversation, "l", 2))
    heard = place.opened(ana, "team")
    assert isinstance(heard, TeamPage)
    assert set(heard.missing) == deciding - {EC.groups[0].id, EC.groups[1].id}
    own = place.opened(ben, "team")
    assert isinstance(own, TeamPage)
    assert (own.people, own.groups, own.missing, own.requests) == (2, (), (), 0)


def test_nobody_is_invited_to_a_fit_check(writer: Engine) -> None:
    team = Team.offered(writer, shipped()["fit-1.0"])
    ana = team.stranger().to_roles()
    for action, choice in (("R", 2), ("T", 0), ("j", 0)):
        ana.tap(action, choice)
    assert ana.look().framework == "fit-1.0"
    number, _ = team.issue(ana, "one")

    assert one(writer, link, id=number).target["framework"] == "sp-1.0"
