"""Letters about a round at the moment of sending: only what is still true is said, and only to who is still in it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, delete, update

from storage.programme.habits import stop
from storage.programme.judging import judge
from storage.programme.letters import Letter
from storage.programme.tables import letter
from storage.tables import assessment, membership
from storage.team.round_letters import CLOSED, CLOSING, NEW_ROUND
from tests.storage.support import one, rows
from tests.team.meeting import ONE, Meeting
from tests.team.seats import Team


@pytest.fixture
def held(team: Team) -> Meeting:
    """An owner who is done and two members, of whom the last one has not begun."""
    made = Meeting.of(team, 3)
    made.says(0, {ONE: 1})
    made.says(1, {ONE: 3}, done=False)
    return made


def reason(held: Meeting, kind: str, person: int) -> str:
    """Why the letter of this kind to this person would not be sent now; empty where it would be."""
    row = one(held.team.writer, letter, kind=kind, conversation_id=held.chat(person))
    ours = Letter(
        *(row.id, row.key, row.kind, held.people[person].address, row.conversation_id, row.cohort_id),
        *(row.note_id, row.participation_id, row.args, row.due_at, held.later()),
    )
    with held.team.writer.begin() as connection:
        return judge(connection, ours, held.later(), "UTC").reason


def closes_tomorrow(held: Meeting) -> None:
    held.doing(0, "close_round", extra=1)
    held.told()


def test_who_is_done_meanwhile_is_not_told_that_it_closes(held: Meeting) -> None:
    closes_tomorrow(held)
    assert (reason(held, CLOSING, 1), reason(held, CLOSING, 2)) == ("", "")

    held.says(1, {ONE: 3})
    assert (reason(held, CLOSING, 1), reason(held, CLOSING, 2)) == ("done", "")


def test_nobody_is_told_of_a_day_that_is_another_one_by_now(held: Meeting, writer: Engine) -> None:
    closes_tomorrow(held)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-20"))

    assert reason(held, CLOSING, 1) == "cancelled"


def test_nobody_is_told_that_a_closed_round_will_close(held: Meeting, writer: Engine) -> None:
    closes_tomorrow(held)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closed_at=held.later()))

    assert reason(held, CLOSING, 1) == "closed"


def test_what_waits_is_taken_back_when_the_round_closes(held: Meeting) -> None:
    closes_tomorrow(held)
    held.says(1, {ONE: 3})
    held.close()

    assert rows(held.team.writer, letter, kind=CLOSING) == []


def test_who_has_left_or_stopped_all_letters_gets_none(held: Meeting, writer: Engine) -> None:
    closes_tomorrow(held)
    gone, stopped = held.team.person_of(held.people[1]), held.chat(2)
    with writer.begin() as connection:
        connection.execute(delete(membership).where(membership.c.person_id == gone))
        stop(connection, stopped, held.later())

    assert reason(held, CLOSING, 1) == "left"
    assert reason(held, CLOSING, 2) == "opted_out"


def test_the_news_of_a_closed_round_is_for_who_answered_even_after_leaving(
    held: Meeting, writer: Engine
) -> None:
    held.says(1, {ONE: 3})
    held.close()
    gone = held.team.person_of(held.people[1])
    with writer.begin() as connection:
        connection.execute(delete(membership).where(membership.c.person_id == gone))

    assert (reason(held, CLOSED, 0), reason(held, CLOSED, 1)) == ("", "")


def test_who_has_begun_the_new_round_needs_no_news_of_it(held: Meeting) -> None:
    held.says(1, {ONE: 3})
    held.close()
    held.doing(0, "new_round", held.organisation)
    held.told()
    assert (reason(held, NEW_ROUND, 1), reason(held, NEW_ROUND, 2)) == ("", "")

    held.team.act(held.people[1], "answer_round", held.organisation)
    assert reason(held, NEW_ROUND, 1) == ""
    held.people[1].tap("l", 2)
    assert reason(held, NEW_ROUND, 1) == "done"
