"""Who is due for a reminder: each check of a person once, at most three times, and nobody who should be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete, event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.programme.habits import set_reminders, snooze, stop
from storage.programme.reminders import plan_reminders
from storage.programme.tables import cohort, enrolment, letter, link_use
from storage.tables import conversation, participation
from tests.programme.joined import HONOLULU, KATHMANDU, NOON, PARIS, Joined

DAY = timedelta(days=1)


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def at(zone: str, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


async def planned(made: Joined, reader: AsyncEngine, now: datetime) -> list[tuple[int, datetime]]:
    """What stands planned after the planner has looked at this time: chat and due time."""
    await plan_reminders(reader, now, "UTC")
    return [(row.conversation_id, row.due_at) for row in made.letters(status="planned")]


async def test_a_reminder_is_planned_within_the_hour_before_it_is_due(
    made: Joined, reader: AsyncEngine
) -> None:
    ana = made.chat(1)
    made.join(ana, made.cohort(zone=PARIS))

    assert await planned(made, reader, at(PARIS, 14, 7, 59)) == []
    assert await planned(made, reader, at(PARIS, 14, 8)) == [(ana, at(PARIS, 14, 9))]
    assert await planned(made, reader, at(PARIS, 14, 8, 30)) == [(ana, at(PARIS, 14, 9))]


async def test_each_is_reminded_at_nine_on_their_own_wall(made: Joined, reader: AsyncEngine) -> None:
    """B39: the person's zone, and where it is not known the cohort's."""
    where = made.cohort(zone=PARIS)
    chats = {zone: made.chat(number) for number, zone in enumerate((KATHMANDU, HONOLULU, ""), 1)}
    for zone, chat in chats.items():
        made.join(chat, where)
        made.wants(chat, zone=zone)
    seen: dict[int, datetime] = {}

    for hour in range(36, 60):
        seen.update(await planned(made, reader, NOON + timedelta(hours=hour)))

    assert seen == {
        chats[KATHMANDU]: at(KATHMANDU, 14, 9),
        chats[HONOLULU]: at(HONOLULU, 14, 9),
        chats[""]: at(PARIS, 14, 9),
    }


Doing = Callable[[Joined, int, int], None]


def on_habit(change: Callable[..., Any], *args: Any, **more: Any) -> Doing:
    def do(made: Joined, chat: int, _joined: int) -> None:
        with made.writer.begin() as connection:
            change(connection, chat, *args, **more)

    return do


def done(made: Joined, chat: int, _joined: int) -> None:
    own = made.row(conversation, id=chat).participation_id
    made.change(participation, own, finished_at=NOON)


NOBODY: dict[str, Doing] = {
    "done": done,
    "left": lambda made, _chat, joined: made.change(enrolment, joined, left_at=NOON),
    "closed": lambda made, _chat, _joined: made.change(cohort, 1, closed_at=NOON),
    "archived": lambda made, _chat, _joined: made.change(cohort, 1, archived_at=NOON),
    "deadline over": lambda made, _chat, _joined: made.change(cohort, 1, deadline="2026-03-13"),
    "no days": lambda made, _chat, _joined: made.change(cohort, 1, remind_days=[]),
    "unreachable": lambda made, chat, _joined: made.change(conversation, chat, unreachable="Forbidden"),
    "stopped": on_habit(stop, NOON),
    "off": on_habit(set_reminders, on=False),
    "snoozed": on_habit(snooze, 9, NOON),
    "acted since": lambda made, chat, _joined: made.change(conversation, chat, changed_at=NOON + DAY),
}


@pytest.mark.parametrize("case", NOBODY)
async def test_who_should_be_left_alone_is(made: Joined, reader: AsyncEngine, case: str) -> None:
    """B29, B37 and the rest: the same with nothing said is planned, so each case shows its own reason."""
    ana, ben = made.chat(1), made.chat(2)
    joined = made.join(ana, made.cohort())
    assert made.row(cohort).id == 1
    made.join(ben, made.cohort(name="Another"))

    NOBODY[case](made, ana, joined)

    assert await planned(made, reader, at("UTC", 14, 9)) == [(ben, at("UTC", 14, 9))]


async def test_the_last_day_counts_to_its_end_in_the_cohorts_zone(made: Joined, reader: AsyncEngine) -> None:
    ana = made.chat(1)
    made.join(ana, made.cohort(zone=HONOLULU, deadline="2026-03-14"))

    assert await planned(made, reader, at(HONOLULU, 14, 9)) == [(ana, at(HONOLULU, 14, 9))]


async def test_one_person_in_two_cohorts_with_the_same_assessment_is_reminded_once(
    made: Joined, reader: AsyncEngine
) -> None:
    """B29: the one that is due first, whichever cohort it comes from."""
    ana = made.chat(1)
    first, second = made.cohort(remind_at="09:30"), made.cohort(remind_at="09:00")
    tied = made.join(ana, first)
    made.join(ana, second, same_as=tied)

    assert await planned(made, reader, at("UTC", 14, 8, 15)) == [(ana, at("UTC", 14, 9))]
    assert await planned(made, reader, at("UTC", 14, 8, 45)) == [(ana, at("UTC", 14, 9))]
    assert made.letters()[0].cohort_id == second


async def test_two_cohorts_joined_and_not_begun_are_one_check_too(made: Joined, reader: AsyncEngine) -> None:
    ana = made.chat(1)
    made.join(ana, made.cohort(), begun=False)
    made.join(ana, made.cohort(), begun=False)

    assert len(await planned(made, reader, at("UTC", 14, 9))) == 1
    assert made.letters()[0].participation_id is None


async def test_two_checks_of_one_person_are_reminded_of_on_different_days(
    made: Joined, reader: AsyncEngine
) -> None:
    ana = made.chat(1)
    made.join(ana, made.cohort())
    first = made.row(conversation, id=ana).participation_id
    made.join(ana, made.cohort(framework="ob"))
    sent(made, ana, first, at("UTC", 14, 9), key="reminder:0:p1")

    assert await planned(made, reader, at("UTC", 14, 9)) == []
    assert await planned(made, reader, at("UTC", 15, 8, 30)) == [(ana, at("UTC", 15, 9))]


def sent(
    made: Joined, chat: int, number: int | None, when: datetime, key: str, status: str = "sent", **more: Any
) -> None:
    """A reminder that went out at that time."""
    made.letter(chat, key, when, "reminder", participation_id=number, status=status, sent_at=when, **more)


async def days_of(made: Joined, reader: AsyncEngine, days: int) -> list[datetime]:
    """Plan twice a day for so many days, before nine and at nine; what is planned goes out when it is due."""
    times = []
    for half_day in range(1, 2 * days):
        now = at("UTC", 12, 8, 30) + timedelta(days=half_day // 2, minutes=30 * (half_day % 2))
        for row in made.letters(status="planned"):
            if row.due_at <= now:
                made.change(letter, row.id, status="sent", sent_at=now)
                times.append(now)
        await plan_reminders(reader, now, "UTC")
    return times


async def test_three_reminders_come_on_their_days_and_then_no_more(made: Joined, reader: AsyncEngine) -> None:
    made.join(made.chat(1), made.cohort(remind_days=[5, 2, 10, 11]))

    assert await days_of(made, reader, 14) == [at("UTC", day, 9) for day in (14, 17, 22)]


async def test_reminders_by_hand_and_from_before_the_check_was_begun_count(
    made: Joined, reader: AsyncEngine
) -> None:
    ana, where = made.chat(1), made.cohort()
    joined = made.join(ana, where, begun=False)
    sent(made, ana, None, NOON - DAY, key="reminder:0:before", cohort_id=where)
    number = made.begin(ana, joined)
    by_hand = made.note(where, "reminder")
    sent(made, ana, number, NOON, key=f"note:{by_hand}:{ana}", cohort_id=where, note_id=by_hand)

    assert await days_of(made, reader, 14) == [at("UTC", 22, 9)]


@pytest.mark.parametrize("status", ["failed", "withheld"])
async def test_a_reminder_that_could_not_be_sent_is_not_tried_again_the_next_minute(
    made: Joined, reader: AsyncEngine, status: str
) -> None:
    ana = made.chat(1)
    made.join(ana, made.cohort())
    number = made.row(conversation, id=ana).participation_id
    now = at("UTC", 14, 9)
    more = {"participation_id": number, "status": status, "taken_at": now}
    made.letter(ana, "reminder:0:p1", now, "reminder", **more)

    assert await planned(made, reader, now + timedelta(minutes=1)) == []
    assert await planned(made, reader, at("UTC", 17, 9)) == [(ana, at("UTC", 17, 9))]


async def test_who_asked_for_reminders_without_a_cohort_gets_them_and_others_do_not(
    made: Joined, reader: AsyncEngine
) -> None:
    ana, ben, col = (made.chat(number) for number in (1, 2, 3))
    where = made.cohort(remind_days=[])
    for chat in (ana, ben, col):
        made.begin(chat, made.join(chat, where))
    with made.writer.begin() as connection:
        connection.execute(delete(link_use).where(link_use.c.conversation_id.in_((ana, ben))))
    made.wants(ana, zone=PARIS)
    made.wants(col)

    assert await planned(made, reader, at(PARIS, 14, 9)) == [(ana, at(PARIS, 14, 9))]
    assert made.letters()[0].cohort_id is None


async def test_after_four_days_away_there_is_one_for_each_at_the_next_allowed_time(
    made: Joined, reader: AsyncEngine
) -> None:
    """B34: nothing is planned at ten in the evening; in the morning one, not three."""
    where = made.cohort()
    chats = [made.chat(number) for number in range(1, 31)]
    for chat in chats:
        made.join(chat, where)

    assert await planned(made, reader, at("UTC", 24, 22)) == []
    assert await planned(made, reader, at("UTC", 25, 7)) == [(chat, at("UTC", 25, 8)) for chat in chats]


async def test_many_planners_at_once_plan_each_reminder_once(
    made: Joined, readers: list[AsyncEngine]
) -> None:
    """B36."""
    where = made.cohort()
    for number in range(1, 11):
        made.join(made.chat(number), where)

    await asyncio.gather(*(plan_reminders(engine, at("UTC", 14, 9), "UTC") for engine in readers * 2))

    assert len(made.letters()) == 10


async def test_a_large_cohort_is_read_in_a_few_statements(
    made: Joined, reader: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two about cohorts and zones, two for each batch of people, one for those without a cohort."""
    monkeypatch.setattr("storage.programme.reminders.BATCH", 7)
    where = made.cohort()
    for number in range(1, 21):
        made.join(made.chat(number), where)
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(reader.sync_engine, "before_cursor_execute", note)
    await plan_reminders(reader, at("UTC", 14, 9), "UTC")

    assert len(made.letters()) == 20
    reads = [each for each in statements if each.startswith("SELECT")]
    assert len(reads) == 2 + 3 * 2 + 1
    assert sum(each.startswith("INSERT") for each in statements) == 3
