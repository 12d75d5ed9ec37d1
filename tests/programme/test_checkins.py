"""Asking once how an action is going: on its day, at a kind hour, one a day, and not where it came further."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.programme.checkins import is_still_due, plan_all_checkins
from storage.programme.tables import enrolment, letter
from storage.tables import chosen_action, conversation
from tests.programme.actions_made import (
    ACTION,
    TODAY,
    answered,
    changes,
    facts,
    held,
    part_of,
    somebody,
    takes_up,
)
from tests.programme.joined import HONOLULU, NAIROBI, NOON, Joined
from tests.programme.planning import plan_checkins

DAY = timedelta(days=1)


@pytest.fixture
def made(writer: Any) -> Joined:
    return Joined(writer)


def plan(made: Joined, now: datetime = NOON) -> int:
    with made.writer.begin() as connection:
        return plan_checkins(connection, now, "UTC")


def check_ins(made: Joined) -> Sequence[Row[Any]]:
    return made.letters(kind="check_in")


def still_due(made: Joined) -> bool:
    letter_now = held(made)
    with made.writer.begin() as connection:
        return is_still_due(connection, letter_now)


def test_on_its_day_one_is_asked_once(made: Joined) -> None:
    chat = somebody(made)
    takes_up(made, chat)

    assert [plan(made), plan(made), plan(made, NOON + DAY)] == [1, 0, 0]

    (row,) = check_ins(made)
    assert row.key == f"checkin:{part_of(made, chat)}:{ACTION}:{TODAY}"
    assert (row.conversation_id, row.participation_id) == (chat, part_of(made, chat))
    assert row.args == {"action": ACTION, "ask_on": TODAY}
    assert row.due_at == NOON
    assert row.cohort_id is not None


def test_before_its_day_nobody_is_asked(made: Joined) -> None:
    takes_up(made, somebody(made), (NOON + DAY).date().isoformat())

    assert plan(made) == 0
    assert plan(made, NOON + DAY) == 1


@pytest.mark.parametrize(
    ("zone", "due"), [(NAIROBI, NOON.replace(hour=6)), (HONOLULU, NOON.replace(hour=19))]
)
def test_it_comes_at_nine_on_the_persons_own_wall(made: Joined, zone: str, due: datetime) -> None:
    chat = somebody(made)
    made.wants(chat, zone=zone)
    takes_up(made, chat)

    assert plan(made, due - timedelta(hours=2)) == 0
    assert plan(made, due - timedelta(hours=1)) == 1
    assert check_ins(made)[0].due_at == due


def test_quiet_hours_rest_days_and_a_snooze_are_kept(made: Joined) -> None:
    night, resting, snoozing = (somebody(made, number) for number in (1, 2, 3))
    made.wants(resting, rest_days=[NOON.weekday()])
    made.wants(snoozing, snoozed_until=NOON + DAY * 3)
    for chat in (night, resting, snoozing):
        takes_up(made, chat)

    assert plan(made, NOON.replace(hour=21)) == 0
    assert plan(made, NOON.replace(day=13, hour=7)) == 2
    assert {row.conversation_id: row.due_at for row in check_ins(made)} == {
        night: NOON.replace(day=13, hour=8),
        resting: NOON.replace(day=13, hour=8),
    }
    assert plan(made, NOON + DAY * 3) == 1


@pytest.mark.parametrize("wish", [{"reminders": "off"}, {"stopped_at": NOON}])
def test_who_wants_nothing_unasked_is_not_asked(made: Joined, wish: dict[str, Any]) -> None:
    chat = somebody(made)
    made.wants(chat, **wish)
    takes_up(made, chat)

    assert plan(made) == 0


def test_a_chat_that_cannot_be_reached_is_asked_once_it_can(made: Joined) -> None:
    chat = somebody(made, unreachable="blocked")
    takes_up(made, chat)

    assert plan(made) == 0
    made.change(conversation, chat, unreachable=None)
    assert plan(made) == 1


@pytest.mark.parametrize("status", ["done", "dropped", "swapped", "shown"])
def test_only_of_what_is_open_one_is_asked(made: Joined, status: str) -> None:
    takes_up(made, somebody(made), status=status)

    assert plan(made) == 0


def test_three_actions_are_asked_about_on_three_days_the_oldest_first(made: Joined) -> None:
    chat = somebody(made)
    elements = ("culture", "board", "fit")
    for place, element in enumerate(elements):
        day = (NOON - DAY * place).date().isoformat()
        takes_up(made, chat, day, f"act.sp.lead.{element}.2")

    asked = []
    for later in range(4):
        now = NOON + DAY * later
        assert plan(made, now) == (1 if later < 3 else 0)
        plan(made, now)
        for row in made.letters(status="planned"):
            asked.append(row.args["action"])
            made.change(letter, row.id, status="sent", sent_at=now)

    assert asked == ["act.sp.lead.fit.2", "act.sp.lead.board.2", "act.sp.lead.culture.2"]


def test_after_a_month_nobody_is_asked_any_more(made: Joined) -> None:
    takes_up(made, somebody(made))

    assert plan(made, NOON + DAY * 40) == 0


@pytest.mark.parametrize(
    ("said", "level", "open_still"),
    [("level", 2, True), ("level", 1, True), ("level", 3, False), ("not_applicable", None, False)],
)
def test_where_the_element_came_further_there_is_nothing_to_ask(
    made: Joined, said: str, level: int | None, open_still: bool
) -> None:
    first, second = somebody(made, 1), somebody(made, 2)
    takes_up(made, first)
    assert plan(made) == 1

    answered(made, first, said, level)
    takes_up(made, second)
    answered(made, second, said, level)

    assert still_due(made) is open_still
    assert (facts(made).chosen is not None) is open_still
    assert plan(made) == open_still


@pytest.mark.parametrize(
    "change", [{"status": "done"}, {"ask_on": "2026-04-01"}, {"status": "dropped"}, None]
)
def test_a_letter_is_due_no_more_where_the_plan_changed(made: Joined, change: dict[str, Any] | None) -> None:
    takes_up(made, somebody(made))
    plan(made)
    assert still_due(made)

    if change is None:
        with made.writer.begin() as connection:
            connection.execute(chosen_action.delete())
    else:
        changes(made, **change)

    assert not still_due(made)
    assert facts(made).chosen is None


def test_a_new_day_is_asked_about_again(made: Joined) -> None:
    takes_up(made, somebody(made))
    plan(made)
    made.change(letter, check_ins(made)[0].id, status="sent", sent_at=NOON)

    changes(made, ask_on="2026-03-20")

    assert plan(made, NOON.replace(day=19)) == 0
    assert plan(made, NOON.replace(day=20)) == 1
    assert len(check_ins(made)) == 2


def test_without_a_cohort_one_is_asked_by_the_houses_clock(made: Joined) -> None:
    chat = somebody(made)
    part = part_of(made, chat)
    takes_up(made, chat)
    made.change(enrolment, made.rows(enrolment)[0].id, left_at=NOON)

    with made.writer.begin() as connection:
        assert plan_checkins(connection, NOON, HONOLULU) == 0
        assert plan_checkins(connection, NOON.replace(hour=19), HONOLULU) == 1
    assert check_ins(made)[0].cohort_id is None
    assert check_ins(made)[0].participation_id == part


async def test_the_worker_plans_the_same_in_batches(made: Joined, reader: AsyncEngine) -> None:
    for number in range(5):
        takes_up(made, somebody(made, number + 1))

    assert await plan_all_checkins(reader, NOON, "UTC", 2) == 5
    assert await plan_all_checkins(reader, NOON, "UTC", 2) == 0
    assert len(check_ins(made)) == 5
    with made.writer.begin() as connection:
        connection.execute(letter.delete())
        assert plan_checkins(connection, NOON, "UTC", 2) == 5


def test_a_person_with_two_chats_is_asked_in_one(made: Joined) -> None:
    chat = somebody(made, 1)
    person_id = made.row(conversation, id=chat).person_id
    other = made.chat(2, changed_at=NOON + DAY)
    made.change(conversation, other, person_id=person_id)
    takes_up(made, chat)

    assert plan(made) == 1
    assert check_ins(made)[0].conversation_id == chat
