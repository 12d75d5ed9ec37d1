"""Who is due for a reminder: everybody who joined and is not done, each check of a person once, whatever its cohorts.

The planner plans what is due within the next hour, so that changed settings and habits hold at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.reminding import DAYS, MOST, REMIND_AT, SNOOZE_DAYS, due_at, is_over, moment_of, wall_time, zone_of
from storage.columns import UtcTime
from storage.programme.habits import OFF
from storage.programme.letters import ARRIVED, REMINDER, new_letter, plan_in_turns
from storage.programme.standing import ALONE, JOINED, Past, Standing, pasts, standing_of
from storage.programme.tables import cohort, enrolment, habit, letter, link_use
from storage.programme.tried import tried
from storage.tables import conversation, participation

AHEAD = timedelta(hours=1)
BATCH = 100
"""People judged in one go: the loop that answers people waits no longer than for these."""


def due_of(standing: Standing, past: Past, now: datetime) -> datetime | None:
    """When the next scheduled reminder of this check goes; None where there is none."""
    if standing.reason:
        return None
    due = due_at(
        standing.anchor,
        past.tried,
        past.last,
        standing.days,
        standing.remind_at,
        standing.habit,
        now,
        past.elsewhere,
    )
    return None if due is None or is_over(standing.deadline, standing.cohort_zone, due) else due


def comes_after_snooze(standing: Standing, past: Past, now: datetime) -> bool:
    """Whether one more would come where a reminder goes now and its reader puts the next one off."""
    habit = replace(standing.habit, snoozed_until=now + timedelta(days=SNOOZE_DAYS))
    after = replace(past, tried=past.tried + 1, last=now)
    return due_of(replace(standing, anchor=now, habit=habit), after, now) is not None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Who is reminded on the same days at the same time: cohorts that agree on it, or those in none."""

    who: Select[Any]
    number: ColumnElement[int]
    condition: ColumnElement[bool]


async def plan_reminders(engine: AsyncEngine, now: datetime, house_zone: str) -> int:
    """Plan every reminder that is due within the hour; how many. Called as often and by as many as one likes."""
    async with engine.connect() as connection:
        rhythms = await connection.run_sync(_rhythms, now + AHEAD, house_zone)
    looks = [partial(_due_among, rhythm=rhythm, now=now, house_zone=house_zone) for rhythm in rhythms]
    return sum([await plan_in_turns(engine, look) for look in looks])


def _rhythms(connection: Connection, horizon: datetime, house_zone: str) -> list[Rhythm]:
    """Those who may be due by then. The days of most are over or still to come: they are not even read."""
    zones = set(connection.scalars(select(habit.c.zone).distinct())) - {""}
    rows = connection.execute(
        select(cohort.c.id, cohort.c.remind_days, cohort.c.remind_at, cohort.c.zone).where(
            cohort.c.closed_at.is_(None), cohort.c.archived_at.is_(None)
        )
    ).all()
    alike: dict[Reminded, list[int]] = {}
    for row in rows:
        reminded = tried(_reminded, row.remind_days, row.remind_at, row.zone, house_zone)
        if reminded is not None and reminded.days:
            alike.setdefault(reminded, []).append(row.id)
    found = [
        rhythm
        for reminded, ids in alike.items()
        if (rhythm := tried(_rhythm, reminded, ids, zones, horizon)) is not None
    ]
    alone = _may_be_due(Reminded(DAYS, REMIND_AT, "", house_zone), zones, horizon, _BEGUN)
    return [*found, Rhythm(ALONE, conversation.c.id, alone)]


def _reminded(days: Sequence[int], at: str, zone: str, house_zone: str) -> Reminded:
    return Reminded(tuple(sorted(days)), at, zone, house_zone)


def _rhythm(
    reminded: Reminded, cohorts: Collection[int], zones: Collection[str], horizon: datetime
) -> Rhythm:
    """The people of these cohorts, which remind alike."""
    there = cohort.c.id.in_(cohorts) & enrolment.c.left_at.is_(None)
    due = _may_be_due(reminded, zones, horizon, _BEGUN | _NOT_BEGUN)
    return Rhythm(JOINED, link_use.c.id, there & due)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Days and time of reminding, and the zones that count for those who did not choose one."""

    days: tuple[int, ...]
    at: str
    zone: str
    house_zone: str

    def end_of_day(self, own_zone: str, horizon: datetime, back: int) -> datetime:
        """Where the clock has passed the time of reminding last, by the horizon: the end of so many days before."""
        zone = zone_of(own_zone, self.zone, self.house_zone)
        local = horizon.astimezone(zone)
        passed = moment_of(local.date(), wall_time(self.at, REMIND_AT), zone) <= horizon
        day = local.date() - timedelta(days=back - (1 if passed else 0))
        return moment_of(day, time(0), zone)


_BEGUN = (
    (letter.c.conversation_id == conversation.c.id)
    & (letter.c.kind == REMINDER)
    & (letter.c.participation_id == participation.c.id)
)
_NOT_BEGUN = (
    (letter.c.conversation_id == conversation.c.id)
    & (letter.c.kind == REMINDER)
    & participation.c.id.is_(None)
    & letter.c.participation_id.is_(None)
    & (letter.c.cohort_id == cohort.c.id)
)
_TRIED = letter.c.status.in_((*ARRIVED, "failed")) | (
    (letter.c.status == "withheld") & letter.c.note_id.is_(None)
)


def _may_be_due(
    reminded: Reminded, zones: Collection[str], horizon: datetime, own: ColumnElement[bool]
) -> ColumnElement[bool]:
    """True for everybody whose next reminder is due by then, and for few others. `own`: letters of their check."""

    def before(column: ColumnElement[datetime], back: int) -> ColumnElement[bool]:
        ends = {zone: reminded.end_of_day(zone, horizon, back) for zone in zones}
        usual = literal(reminded.end_of_day("", horizon, back), UtcTime)
        whens = [(habit.c.zone == zone, literal(end, UtcTime)) for zone, end in ends.items()]
        return column < (case(*whens, else_=usual) if whens else usual)

    days = reminded.days[:MOST]
    gaps = [max(later - earlier, 1) for earlier, later in pairwise(days)]
    tried = select(func.count()).select_from(letter).where(own, _TRIED).scalar_subquery()
    steps = []
    for number, back in enumerate(days):
        step = (tried == number) & before(conversation.c.changed_at, back)
        if number:
            sent = exists().where(own, ~before(letter.c.sent_at, min(gaps[number - 1 :])))
            step &= ~sent
        steps.append(step)
    # Who put the last one off has done nothing since, and their days do not begin anew.
    steps.append((tried < len(days)) & (habit.c.snoozed_until >= conversation.c.changed_at))
    waits = exists().where(own, letter.c.status.in_(("planned", "taken", "sending")))
    return and_(or_(*steps), ~waits, *_welcome(horizon))


def _welcome(horizon: datetime) -> Sequence[ColumnElement[bool]]:
    return (
        conversation.c.unreachable.is_(None),
        participation.c.finished_at.is_(None),
        habit.c.stopped_at.is_(None),
        func.coalesce(habit.c.reminders, "") != OFF,
        # On the day a snooze ends, the hour of reminding may come before its own.
        or_(habit.c.snoozed_until.is_(None), habit.c.snoozed_until <= horizon + timedelta(days=1)),
    )


def _due_among(
    connection: Connection, after: int, rhythm: Rhythm, now: datetime, house_zone: str
) -> tuple[list[dict[str, Any]], int | None]:
    """The letters to plan among the next people in line, and the last of these; None where nobody comes after."""
    some = rhythm.who.where(rhythm.condition, rhythm.number > after).order_by(rhythm.number).limit(BATCH)
    rows = connection.execute(some).all()
    found = [each for row in rows if (each := tried(standing_of, row, now, house_zone)) is not None]
    known = pasts(connection, found) if found else {}
    planned: dict[str, dict[str, Any]] = {}
    for each in found:
        past = known[each.conversation_id, each.subject]
        due = None if past.waits else tried(due_of, each, past, now)
        if due is not None and due <= now + AHEAD:
            made = _letter(each, past, due)
            if made["key"] not in planned or due < planned[made["key"]]["due_at"]:
                planned[made["key"]] = made
    return list(planned.values()), rows[-1].number if len(rows) == BATCH else None


def _letter(standing: Standing, past: Past, due: datetime) -> dict[str, Any]:
    return new_letter(
        standing.key(past.number),
        REMINDER,
        standing.conversation_id,
        due,
        cohort_id=standing.cohort_id,
        participation_id=standing.participation_id,
    )
