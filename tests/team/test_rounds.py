"""New rounds: opened by who leads, answered anew with the way in kept, last time's answer beside each question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import make_screens
from flows.events import Commanded, Handled
from flows.pages import SharedWith
from flows.round_pages import LastTime
from frameworks.values import Scope
from storage.programme.tables import letter
from storage.retention import DONE_DAYS, forget_rounds
from storage.tables import assessment, participation
from storage.team.results import frozen, round_before
from storage.team.tables import evidence, round_result, settled
from tests.frameworks.samples import SP
from tests.rig import languages, test_settings
from tests.storage.conftest import OpenWriter
from tests.storage.support import at_once, one, rows
from tests.team.meeting import ONE, TWO, Meeting, ordinal, two_who_answered
from tests.team.seats import Team

SCREENS = make_screens(test_settings(), {SP.key: SP}, languages(pseudo=False))


@pytest.fixture
def held(team: Team) -> Meeting:
    return two_who_answered(team)


def renewed(held: Meeting) -> int:
    """A new round, opened by the owner: its number."""
    assert held.doing(0, "new_round", held.organisation) == "round_opened"
    return int(rows(held.team.writer, assessment)[-1].id)


def last_time(held: Meeting, person: int) -> LastTime | None:
    found = held.team.page(held.people[person])
    assert found is None or isinstance(found, LastTime)
    return found


def goes(held: Meeting, person: int) -> None:
    held.team.act(held.people[person], "answer_round", held.organisation)


def test_a_new_round_counts_on_and_everybody_else_is_told(held: Meeting) -> None:
    number = renewed(held)
    row = one(held.team.writer, assessment, id=number)
    held.told()

    assert (row.round_no, row.closed_at, row.organisation_id) == (2, None, held.organisation)
    (told,) = rows(held.team.writer, letter, kind="round_new")
    assert told.conversation_id == held.chat(1)
    assert told.participation_id == held.part(1).id
    assert told.args["organisation"] == held.organisation


def test_who_is_still_at_the_closed_round_finds_the_new_one_on_its_summary(held: Meeting) -> None:
    """The letter is not the only way: /start, /resume and /result show it too."""
    member = held.people[1]

    def labels() -> list[str]:
        screen = SCREENS.draw(member.conversation, held.team.page(member))
        return [button.label for row in screen.rows for button in row]

    member.take(Commanded("result"))
    assert "Answer now" not in labels()
    renewed(held)
    for command in ("result", "start", "resume"):
        member.take(Commanded(command))
        assert labels()[0] == "Answer now", command
        screen = SCREENS.draw(member.conversation, held.team.page(member))
        assert "Round 2 is open. You answer again there" in screen.text
        # Answers of a closed round are fixed: there is nothing to start over.
        assert "Start over" not in labels()
    member.take(screen.rows[0][0].tap)
    assert (member.conversation.round_no, member.conversation.closed) == (2, False)
    member.take(Commanded("start"))
    assert "Start over" in labels()


def test_a_newer_round_is_offered_to_nobody_who_left_the_team(held: Meeting) -> None:
    member = held.people[1]
    member.take(Commanded("result"))
    renewed(held)
    found = held.team.page(member)
    assert isinstance(found, SharedWith) and found.newer_round == 2
    held.doing(1, "leave_team", held.organisation)
    found = held.team.page(member)
    assert not isinstance(found, SharedWith) or not found.newer_round


def test_only_who_leads_opens_one_and_only_when_none_is_open(team: Team) -> None:
    made = Meeting.of(team, 2)
    made.all_say(1, 3)
    assert made.doing(0, "new_round", made.organisation) == "round_still_open"
    made.close()

    assert made.doing(1, "new_round", made.organisation) == "not_there"
    assert made.doing(0, "new_round", made.organisation) == "round_opened"
    assert made.doing(0, "new_round", made.organisation) == "round_still_open"
    assert len(rows(team.writer, assessment)) == 2


def test_two_who_open_one_at_once_open_one(team: Team, open_writer: OpenWriter) -> None:
    made = Meeting.of(team, 2, facilitators=1)
    made.all_say(1, 3)
    made.close()
    for talker in made.people:
        talker.memory = type(talker.memory)(open_writer(), talker.memory._knowledge)

    at_once([lambda person=person: made.doing(person, "new_round", made.organisation) for person in (0, 1)])  # type: ignore[misc]
    assert len(rows(team.writer, assessment)) == 2


def test_the_new_round_keeps_the_way_in_and_no_answer(held: Meeting) -> None:
    number = renewed(held)
    there = held.people[1].look()
    goes(held, 1)
    after = held.people[1].conversation

    assert (after.state, after.element, dict(after.answers)) == ("asking", ONE, {})
    assert after.inputs == there.inputs
    assert (after.round_no, after.closed) == (2, False)
    assert after.run != there.run
    stored = held.people[1].look()
    assert (stored.round_no, stored.closed, stored.state) == (2, False, "asking")
    assert stored.number == held.part(1, number).id


def test_going_there_twice_goes_to_the_same_part(held: Meeting) -> None:
    renewed(held)
    goes(held, 1)
    held.people[1].tap("l", 2)
    answers = held.people[1].look().answers
    goes(held, 1)

    assert held.people[1].look().answers == answers
    assert len(rows(held.team.writer, participation, person_id=held.team.person_of(held.people[1]))) == 2


def test_two_taps_in_one_batch_begin_one_part(held: Meeting) -> None:
    renewed(held)
    ben = held.people[1]
    taps = [ben.incoming(Handled("(A", held.organisation)) for _ in range(2)]
    outcomes = ben.memory.take_in(taps, [], ben.now, False)

    assert [outcome.conversation is not None for outcome in outcomes] == [True, True]
    assert len(rows(held.team.writer, participation, person_id=held.team.person_of(ben))) == 2
    assert ben.look().round_no == 2


def test_without_an_open_round_it_says_so(held: Meeting) -> None:
    there = held.people[1].look()
    assert held.doing(1, "answer_round", held.organisation) == "round_none_open"
    assert held.people[1].look().number == there.number
    stranger = held.team.founder("Other")
    held.team.act(stranger, "answer_round", held.organisation)
    assert held.team.told(stranger).key == "not_there"


def test_each_question_shows_what_was_said_last_time(held: Meeting) -> None:
    held.doing(0, "agree", extra=ordinal(ONE) * 8 + 2)
    held.doing(0, "agree_reason", extra=ordinal(ONE))
    part = held.part(1)
    held.team.put(
        evidence,
        participation_id=part.id,
        element_id=TWO,
        kind="note",
        text="See the plan",
        file="",
        size=0,
        for_team=False,
        at=held.later(),
    )
    renewed(held)
    goes(held, 1)

    assert last_time(held, 1) == LastTime(3, "level", "", 2, "2026-03-12")
    held.people[1].tap("l", 2)
    assert held.people[1].conversation.element == TWO
    assert last_time(held, 1) == LastTime(3, "level", "", None, "2026-03-12", "See the plan")
    held.people[1].tap("l", 2)
    assert last_time(held, 1) is None


def test_nobody_sees_what_somebody_else_said_last_time(held: Meeting) -> None:
    renewed(held)
    goes(held, 0)
    goes(held, 1)

    found = [last_time(held, person) for person in (0, 1)]
    assert [each.level for each in found if each] == [1, 3]


def test_another_version_of_a_question_is_another_question(held: Meeting, writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(update(settled).values(element_version=99))
    renewed(held)
    goes(held, 1)

    assert last_time(held, 1) is None


def test_in_the_first_round_nothing_is_looked_up(team: Team) -> None:
    made = Meeting.of(team, 1)

    assert made.people[0].conversation.state == "asking"
    assert team.page(made.people[0]) is None


def test_answers_of_the_new_round_leave_the_old_one_as_it_was(held: Meeting) -> None:
    before = held.frozen_rows()
    number = renewed(held)
    goes(held, 1)
    held.people[1].tap("l", 4)

    assert held.frozen_rows() == before
    assert held.kept().settled[ONE].level is None
    with held.team.writer.begin() as connection:
        assert frozen(connection, number) is None
        earlier = round_before(connection, number)
    assert earlier is not None
    assert (earlier.assessment_id, earlier.scope) == (held.round, Scope.FULL)


def test_the_round_before_is_the_newest_closed_one_of_this_check(held: Meeting, writer: Engine) -> None:
    second = renewed(held)
    goes(held, 0)
    held.says(0, {ONE: 4}, round_id=second)
    held.close(second)
    third = renewed(held)
    other = {
        "organisation_id": held.organisation,
        "framework": "ob",
        "version": "1.0",
        "round_no": 2,
        "opened_at": held.later(),
    }
    with writer.begin() as connection:
        first_of_other = connection.scalar(insert(assessment).returning(assessment.c.id), other)
    with writer.begin() as connection:
        found = [round_before(connection, each) for each in (third, second, held.round, first_of_other or 0)]

    assert [each.assessment_id if each else None for each in found] == [second, held.round, None, None]


def test_who_takes_up_a_check_anew_after_leaving_it_closed_finds_its_result(held: Meeting) -> None:
    """The closed check stays on the shelf until a newer round is begun."""
    ben = held.people[1]
    assert ben.look().closed
    held.team.act(ben, "answer_round", held.organisation)
    renewed(held)
    goes(held, 1)
    assert not ben.look().closed
    assert len({row.assessment_id for row in rows(held.team.writer, participation)}) == 2


async def test_a_closed_round_is_kept_for_24_months(held: Meeting, reader: AsyncEngine) -> None:
    closed = one(held.team.writer, assessment).closed_at
    assert await forget_rounds(reader, closed + timedelta(days=DONE_DAYS)) == 0
    assert len(held.frozen_rows()) > 1

    assert await forget_rounds(reader, closed + timedelta(days=DONE_DAYS, seconds=1)) == 1
    assert held.frozen_rows() == []
    with held.team.writer.begin() as connection:
        left = connection.scalar(select(func.count()).select_from(participation))
    assert left == 2  # answers go with their own time
    assert await forget_rounds(reader, closed + timedelta(days=DONE_DAYS + 9)) == 0
    assert rows(held.team.writer, round_result) == []
    assert SP.key in held.team.memory._knowledge.frameworks
