"""[Remind me in 3 days] reminds in 3 days, at the hour of reminding; where no reminder would come it is not offered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.reminding import DAYS, Habit, due_at
from storage.programme.letters import REMINDER
from storage.programme.reminders import plan_reminders
from storage.programme.tables import cohort
from storage.tables import conversation
from tests.programme.joined import KATHMANDU, PARIS, Joined
from tests.programme.story import Tale
from tests.programme.test_joining import linked
from tests.programme.test_joining import made as made_in
from tests.rig import Rig

LATER = "Remind me in 3 days"


def at(day: int, hour: int, minute: int = 0, zone: str = PARIS) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("anchor", "last", "until", "expected"),
    [
        (at(14, 12), at(14, 9), at(17, 12), at(17, 9)),
        (at(14, 8, 59), at(13, 9), at(17, 8, 59), at(17, 9)),
        (at(14, 12), at(14, 9), at(15, 12), at(15, 9)),
        (at(14, 12), at(17, 9), at(17, 12), at(20, 9)),  # that one has come: the days go on from it
        (at(18, 12), at(14, 9), at(17, 12), at(23, 9)),  # went on answering after that day
    ],
)
def test_the_day_that_was_said_counts_until_it_has_come(
    anchor: datetime, last: datetime, until: datetime, expected: datetime
) -> None:
    now = max(anchor, last)
    assert due_at(anchor, 1, last, DAYS, "09:00", Habit(PARIS, snoozed_until=until), now) == expected


@pytest.mark.parametrize("zone", ["UTC", KATHMANDU])
async def test_the_planner_looks_at_those_who_put_it_off(
    writer: Engine, reader: AsyncEngine, zone: str
) -> None:
    made = Joined(writer)
    ana = made.chat(1)
    made.join(ana, made.cohort(zone=zone))
    own = made.row(conversation, id=ana).participation_id
    sent = at(14, 9, zone=zone)
    sent_one = {"participation_id": own, "status": "sent", "sent_at": sent, "taken_at": sent}
    made.letter(ana, f"reminder:0:p{own}", sent, REMINDER, cohort_id=1, **sent_one)
    made.change(conversation, ana, changed_at=sent + timedelta(hours=5))
    made.wants(ana, snoozed_until=sent + timedelta(days=3, hours=5))

    for hour in range(71):
        await plan_reminders(reader, sent + timedelta(hours=hour), "UTC")
    assert not made.letters(status="planned")
    await plan_reminders(reader, sent + timedelta(hours=71), "UTC")
    assert [each.due_at for each in made.letters(status="planned")] == [at(17, 9, zone=zone)]


@pytest.mark.virtual
async def test_three_reminders_two_of_them_put_off(sqlite_database: str) -> None:
    tale = Tale(Rig.build(sqlite_database), sqlite_database)
    await tale.begins_on("2026-10-12 09:00")
    ana = tale.person("Ana", 1, "Africa/Nairobi")
    await ana.say(f"/start {linked(tale.rig, made_in(tale.rig))[1]}")
    for key in ("language.name", "button.agree", "button.join_share"):
        await ana.press(key)
    await ana.picks_city()
    await ana.say("Hope Homes")
    await ana.begins()
    await ana.answers_some(3)
    await tale.until("2026-10-14 12:00")
    await ana.tap(LATER)
    await tale.until("2026-10-17 19:00")
    await ana.tap(LATER)
    await tale.until("2026-11-20 12:00")

    assert [row.local_time[:16] for _who, row in tale.letters(kind=REMINDER)] == [
        "2026-10-14 09:00",
        "2026-10-17 09:00",
        "2026-10-20 09:00",
    ]
    last = ana.person.screens()[-1]
    assert last.text.startswith("A reminder from")
    assert last.labels == ["Go on", "Stop all messages"]
    await tale.rig.close()


@pytest.mark.virtual
async def test_where_the_last_day_comes_first_it_is_not_offered(sqlite_database: str) -> None:
    tale = Tale(Rig.build(sqlite_database), sqlite_database)
    await tale.begins_on("2026-10-12 09:00")
    ana = tale.person("Ana", 1, "Africa/Nairobi")
    where = made_in(tale.rig)
    Joined(tale.rig.writer).change(cohort, where, deadline="2026-10-16")
    await ana.say(f"/start {linked(tale.rig, where)[1]}")
    for key in ("language.name", "button.agree", "button.join_share"):
        await ana.press(key)
    await ana.picks_city()
    await tale.until("2026-10-14 12:00")

    (reminder,) = [each for each in ana.person.screens() if each.text.startswith("A reminder from")]
    assert LATER not in reminder.labels
    await tale.rig.close()
