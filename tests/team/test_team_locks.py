"""Two processes at one team or two: whoever meets there waits for the other, in one order, and nothing is lost."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine, update

import storage.engine
from flows.desk import act_of_panel
from flows.events import Commanded, Handled
from flows.team_desk import CHOICES
from storage.memory import Memory
from storage.programme.tables import join_request, letter
from storage.tables import assessment, job, membership, organisation, participation
from storage.team.closing import Closed, PeopleChanged, close
from storage.team.tables import round_result, settled
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, at_once, knowledge, one, rows
from tests.team.meeting import FRAMEWORKS, ONE, Meeting, ordinal
from tests.team.seats import KINDS, VERBS, Team
from tests.team.two_processes import Two, gives_way

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])
TIMES, MANY = 6, 15


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in a circle is told so by the database after a second; all others wait as long as it takes."""
    monkeypatch.setattr(storage.engine, "LOCK_MS", 30_000)


@pytest.fixture
def two(team: Team, open_writer: OpenWriter) -> Two:
    engines = [open_writer() for _ in range(2)]
    for engine in engines:
        gives_way(engine)
    return Two(team, engines, [Memory(engine, knowledge()) for engine in engines])


def does(name: str, number: int = 0, extra: int = 0) -> Handled:
    return Handled(VERBS[name], number, extra)


def owners(writer: Engine, organisation_id: int) -> list[int]:
    found = rows(writer, membership, organisation_id=organisation_id, position="owner")
    return [row.person_id for row in found]


def closing(held: Meeting, round_id: int, engine: Engine, asked_in: int | None = None) -> Closed:
    """What the worker does, which tries again where somebody came meanwhile."""
    how = {} if asked_in is None else {"how": "hand", "asked_in": asked_in}
    while True:
        try:
            with engine.begin() as connection:
                return close(connection, round_id, FRAMEWORKS, held.later(), **how)  # type: ignore[arg-type]
        except PeopleChanged:
            continue


def code_of(team: Team, lead: Talker, organisation_id: int, kind: str = "one") -> str:
    """A new invitation to this team of theirs."""
    team.act(lead, "team_issue_link", organisation_id, KINDS[kind])
    return str(team.told(lead).args["code"])


def invited(talker: Talker, code: str) -> int:
    """Somebody opens this invitation: its number."""
    talker.take(Commanded("start", code))
    page = act_of_panel(talker.conversation.panel)
    assert page is not None and page.name == "invited", talker.conversation
    return page.number


def in_both(team: Team) -> tuple[Talker, Talker, list[int]]:
    """Two people who each lead both of two teams: the first one owns one, the other one the other."""
    ana, ben = team.founder("Umoja"), team.founder("Elimu")
    where = [team.organisation_of(each) for each in (ana, ben)]
    team.joins(ben, invited(ben, code_of(team, ana, where[0], "facilitator")))
    team.joins(ana, invited(ana, code_of(team, ben, where[1], "facilitator")))
    return ana, ben, where


def test_two_owners_take_over_from_each_other_at_once(two: Two, writer: Engine) -> None:
    """Each is in the middle of an event while the other's event writes them a letter."""
    team = two.team
    ana, ben = team.founder("Umoja"), team.founder("Elimu")
    where = [team.organisation_of(each) for each in (ana, ben)]
    for _ in range(MANY):
        codes = [code_of(team, each, its, "owner") for each, its in zip((ana, ben), where, strict=True)]
        first, second = invited(ana, codes[1]), invited(ben, codes[0])
        two.take([(ana, does("join", first))], [(ben, does("join", second))])
        where.reverse()

        assert [team.told(each).key for each in (ana, ben)] == ["team_led"] * 2
        assert [owners(writer, its) for its in where] == [[team.person_of(each)] for each in (ana, ben)]


def test_what_two_people_do_in_two_teams_in_opposite_order(two: Two, writer: Engine) -> None:
    """Several taps of one person in one batch: an invitation of one team, a round of the other."""
    team = two.team
    ana, ben, where = in_both(team)
    codes = [code_of(team, each, its, "many") for each, its in zip((ana, ben), where, strict=True)]
    for number in range(MANY):
        with writer.begin() as connection:
            connection.execute(update(assessment).values(closed_at=ana.now))
        two.take(
            [
                (ana, does("new_round", where[0])),
                (ana, Commanded("start", codes[1])),
                (ana, does("new_round", where[1])),
            ],
            [
                (ben, does("new_round", where[1])),
                (ben, Commanded("start", codes[0])),
                (ben, does("new_round", where[0])),
            ],
        )
        for its in where:
            assert [row.round_no for row in rows(writer, assessment, organisation_id=its)] == list(
                range(1, number + 3)
            )


def test_parts_in_new_rounds_of_two_teams_are_begun_in_opposite_order(two: Two, writer: Engine) -> None:
    """Each batch has one person of each team, who are written in order of their chats."""
    team = two.team
    ana, ben, where = in_both(team)
    cleo, dan = team.stranger(), team.stranger()
    for talker, lead, its in ((cleo, ben, where[1]), (dan, ana, where[0])):
        team.comes(code_of(team, lead, its), talker)
    team.act(ana, "team", where[0])
    for number in range(TIMES):
        with writer.begin() as connection:
            connection.execute(update(assessment).values(closed_at=ana.now))
        for its in where:
            team.act(ana, "new_round", its)
        two.take(
            [(ana, does("answer_round", where[0])), (ben, does("answer_round", where[1]))],
            [(cleo, does("answer_round", where[1])), (dan, does("answer_round", where[0]))],
        )
        assert {each.look().round_no for each in (ana, ben, cleo, dan)} == {number + 2}
        for its in where:
            newest = rows(writer, assessment, organisation_id=its)[-1]
            assert len(rows(writer, participation, assessment_id=newest.id)) == 2


def test_somebody_joins_while_the_round_closes(two: Two, writer: Engine) -> None:
    team = two.team
    held = Meeting.of(team, 2, facilitators=1)
    round_id, many = held.round, ""
    for number in range(TIMES):
        for person in (0, 1):
            held.says(person, {ONE: 1 + 2 * person}, round_id=round_id)
        many = many if number % 10 else team.issue(held.people[0], "many")[1]
        newcomer = team.opens(many)
        link = newcomer.conversation.invitation or 0
        closed = two.beside([(newcomer, does("join", link))], partial(closing, held, round_id))

        assert closed.closed
        assert one(writer, round_result, assessment_id=round_id).people == 2
        assert len(rows(writer, settled, assessment_id=round_id)) == len(SP.elements)
        assert team.position(newcomer, held.organisation) == "member"
        there = newcomer.look()
        assert there.number is None or there.closed
        assert held.doing(0, "new_round", held.organisation) == "round_opened"
        round_id = int(rows(writer, assessment)[-1].id)
        for person in (0, 1):
            held.doing(person, "answer_round", held.organisation)


def test_the_last_one_goes_while_a_colleague_joins(two: Two, writer: Engine) -> None:
    """Either the colleague owns what is left, or there is nothing left to join: the machine says who is first."""
    team = two.team
    for number in range(MANY):
        ana = team.founder(f"Umoja {number}")
        its = team.organisation_of(ana)
        ben = team.opens(code_of(team, ana, its))
        link = ben.conversation.invitation or 0
        ana.take(Commanded("delete"))
        batches = [(ana, ana.button("W"))], [(ben, does("join", link))]
        two.take(*(batches if number % 2 else batches[::-1]))

        there = bool(rows(writer, organisation, id=its))
        assert team.memory.look(ana.address) is None
        assert team.told(ben).key in ({"team_joined"} if there else {"not_there", "unknown_link"})
        assert owners(writer, its) == ([team.person_of(ben)] if there else [])
        assert len(rows(writer, membership, organisation_id=its)) == there
        assert (ben.look().organisation == its) == there
        if not there:
            team.act(ben, "alone")
            assert ben.look().state == "naming"


def test_two_people_close_a_round_at_once(two: Two, writer: Engine) -> None:
    team = two.team
    held = Meeting.of(team, 3, facilitators=1)
    round_id = held.round
    for number in range(TIMES):
        for person, level in enumerate((1, 3, 3)):
            held.says(person, {ONE: level}, round_id=round_id)
        two.take(*([(each, does("close_round", round_id))] for each in held.people[:2]))
        assert [team.told(each).key for each in held.people[:2]] == ["round_closing"] * 2
        assert len(rows(writer, job, kind="close_round")) == 2 * (number + 1)
        works = [
            partial(closing, held, round_id, each, held.chat(who)) for who, each in enumerate(two.engines)
        ]

        assert sorted(each.closed for each in at_once(works)) == [False, True]
        assert one(writer, round_result, assessment_id=round_id).people == 3
        assert len(rows(writer, letter, kind="closed")) == 2 * (number + 1)
        assert held.doing(0, "new_round", held.organisation) == "round_opened"
        round_id = int(rows(writer, assessment)[-1].id)
        for person in range(3):
            held.doing(person, "answer_round", held.organisation)


def test_the_meeting_agrees_while_its_owner_leaves(two: Two, writer: Engine) -> None:
    """Who agrees becomes the owner, by a letter, in the middle of it; who left comes back and is the next."""
    team = two.team
    held = Meeting.of(team, 3, facilitators=1)
    held.all_say(1, 3, 3)
    held.close()
    owner, other = held.people[:2]
    for number in range(TIMES):
        level = 1 + number % 4
        agrees = [(other, does("agree", held.round, ordinal(ONE) * CHOICES + level))]
        again = (other, does("new_round", held.organisation))
        two.take([(owner, does("leave_team", held.organisation))], [*agrees, again])

        assert held.kept().settled[ONE].level == level
        assert owners(writer, held.organisation) == [team.person_of(other)]
        assert team.position(owner, held.organisation) == ""
        team.joins(owner, invited(owner, code_of(team, other, held.organisation, "facilitator")))
        owner, other = other, owner
    assert len(rows(writer, assessment, organisation_id=held.organisation)) == 2


def test_who_asks_to_be_let_in_goes_at_the_moment_they_are(two: Two, writer: Engine) -> None:
    team = two.team
    ana = team.founder()
    its = team.organisation_of(ana)
    code = code_of(team, ana, its)
    ben = team.comes(code)
    for _ in range(MANY):
        zoe = team.opens(code)
        team.act(zoe, "ask_to_join", zoe.conversation.invitation or 0)
        (asked,) = rows(writer, join_request)
        zoe.take(Commanded("delete"))
        two.take([(zoe, zoe.button("W"))], [(ana, does("team_accept", asked.id))])

        assert team.memory.look(zoe.address) is None
        assert rows(writer, join_request) == rows(writer, letter, kind="team_open") == []
    assert team.position(ben, its) == "member"


def test_who_came_by_an_invitation_goes_while_somebody_else_opens_it(two: Two, writer: Engine) -> None:
    team = two.team
    ana = team.founder()
    its, zoe = team.organisation_of(ana), team.stranger()
    for _ in range(MANY):
        code = code_of(team, ana, its)
        ben = team.comes(code)
        ben.take(Commanded("delete"))
        two.take([(ben, ben.button("W"))], [(zoe, Commanded("start", code))])

        assert team.memory.look(ben.address) is None
        assert len(rows(writer, membership, organisation_id=its)) == 1
