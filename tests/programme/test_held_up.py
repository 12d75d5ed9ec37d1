"""What is stored and cannot be reckoned with holds up nobody but its own people: not planning, not sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from flows.reminding import is_over
from storage.programme import invitations
from storage.programme.checkins import plan_all_checkins
from storage.programme.joining import share_day
from storage.programme.reminders import plan_reminders
from storage.programme.rights import OPERATOR
from storage.programme.tables import cohort, habit, letter
from storage.tables import link
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import counts, crowd, letters, remind_by_hand, until, work_at
from tests.faults.reminded import made as made_in
from tests.programme.actions_made import somebody, takes_up
from tests.programme.joined import HONOLULU, KATHMANDU, NOON, Joined
from tests.rig import Rig

LAST = "9999-12-31"
"""The last day of the calendar: nothing can be added to it."""
NINE = datetime(2026, 3, 14, 9, tzinfo=UTC)


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def unreadable(made: Joined, chat: int) -> None:
    """Rest days that are none: whoever reckons with them fails."""
    made.wants(chat)
    with made.writer.begin() as connection:
        connection.execute(update(habit).where(habit.c.conversation_id == chat).values(rest_days=5))


@pytest.mark.parametrize("zone", ["UTC", HONOLULU, KATHMANDU])
def test_the_last_day_of_the_calendar_is_never_over(zone: str) -> None:
    assert not is_over(LAST, zone, NOON)
    assert is_over("2026-03-11", zone, NOON)


def test_a_stored_day_too_far_away_is_held_to_the_limit_by_all_that_adds_to_it(made: Joined) -> None:
    where = made.cohort(deadline=LAST)
    with made.writer.begin() as connection:
        number, _code = invitations.issue(connection, OPERATOR, where, "many", NOON, uses=9)

    assert share_day(LAST, "UTC", NOON) == date(2037, 6, 30)
    assert made.row(link, id=number).ends_at == datetime(2037, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("stored", [{"deadline": LAST}, {"remind_days": [10**9]}, {"remind_days": [2, "x"]}])
async def test_whatever_one_cohort_has_stored_the_others_are_reminded(
    made: Joined, reader: AsyncEngine, stored: dict[str, object]
) -> None:
    ana, ben = made.chat(1), made.chat(2)
    made.join(ana, made.cohort(**stored))
    made.join(ben, made.cohort(name="South"))

    await plan_reminders(reader, NINE, "UTC")

    assert ben in [row.conversation_id for row in made.letters(status="planned")]


async def test_one_person_that_cannot_be_reckoned_with_holds_up_no_colleague(
    made: Joined, reader: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    where = made.cohort()
    ana, ben = made.chat(1), made.chat(2)
    for chat in (ana, ben):
        made.join(chat, where)
    unreadable(made, ana)

    await plan_reminders(reader, NINE, "UTC")

    assert [row.conversation_id for row in made.letters()] == [ben]
    assert "TypeError" in caplog.text


async def test_nor_anybody_who_is_asked_about_an_action(made: Joined, reader: AsyncEngine) -> None:
    ana, ben = somebody(made, 1), somebody(made, 2)
    for chat in (ana, ben):
        takes_up(made, chat)
    unreadable(made, ana)

    await plan_all_checkins(reader, NOON, "UTC")

    assert [row.conversation_id for row in made.letters(kind="check_in")] == [ben]


@pytest.mark.virtual
async def test_a_planner_that_fails_leaves_the_others_at_work(fx_rig: Rig) -> None:
    people = crowd(fx_rig, made_in(fx_rig, zone="UTC"), 2)
    worker = fx_rig.core.worker
    assert worker.letters is not None

    async def fails(_engine: AsyncEngine, _now: datetime, _zone: str) -> int:
        raise OverflowError("what Ana wrote")

    worker.letters = replace(worker.letters, planners=(fails, *worker.letters.planners))
    with capture_logs() as logs:
        await work_at(fx_rig, 2026, 3, 14, 9)

    assert counts(people) == [1, 1]
    assert [(each["log_level"], each["cause"]) for each in logs if "cause" in each] == [
        ("error", "OverflowError")
    ]
    assert "Ana" not in str(logs)


@pytest.mark.virtual
async def test_a_letter_that_cannot_be_judged_stands_in_nobodys_way(fx_rig: Rig) -> None:
    """Its facts changed after it was planned; it is the first of those that are due."""
    people = crowd(fx_rig, made_in(fx_rig, zone="UTC"), 3)
    await work_at(fx_rig, 2026, 3, 14, 8, 30)
    rows = Joined(fx_rig.writer)
    unreadable(rows, letters(fx_rig)[0].conversation_id)

    await work_at(fx_rig, 2026, 3, 14, 9)

    assert sorted(counts(people)) == [0, 1, 1]
    assert not rows.letters(status="taken")


@pytest.mark.virtual
async def test_reminders_by_hand_that_cannot_be_planned_hold_up_no_other_letter(fx_rig: Rig) -> None:
    first, second = made_in(fx_rig, zone="UTC"), made_in(fx_rig, "South", zone="UTC")
    people = crowd(fx_rig, second, 1)
    rows = Joined(fx_rig.writer, fx_rig.core.clock.now())
    rows.join(rows.chat(50), first)
    rows.change(cohort, first, remind_days=[2, "x"])
    await until(fx_rig, 2026, 3, 13, 12)
    remind_by_hand(fx_rig, first)
    remind_by_hand(fx_rig, second)

    await fx_rig.work()

    assert counts(people) == [1]
    assert not rows.rows(letter, cohort_id=first)
