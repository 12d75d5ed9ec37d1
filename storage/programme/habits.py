"""How a chat wants to be written to: its zone, rest days, reminders, snooze and stop. One row for each chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select, update

from flows.pages import HabitPage
from flows.reminding import QUIET_FROM, QUIET_UNTIL, Habit
from storage.inserting import insert_into
from storage.programme.tables import cohort, enrolment, habit, link_use
from storage.tables import conversation

ON, OFF = "on", "off"
REST_MOST = 6
"""Somebody who rests on all seven days would never be written to: that is what "off" is for."""
_NOTHING: dict[str, Any] = {
    "zone": "",
    "rest_days": [],
    "reminders": "",
    "stopped_at": None,
    "snoozed_until": None,
}
HABIT_COLUMNS = tuple(habit.c[name] for name in _NOTHING)
# The cohort joined last, of those that go on and were not left, says what holds where the person said nothing.
_HOURS: Select[str, str, str] = select(cohort.c.zone, cohort.c.quiet_from, cohort.c.quiet_until)
_COHORT = (
    _HOURS.select_from(link_use)
    .join(enrolment, enrolment.c.id == link_use.c.enrolment_id)
    .join(cohort, cohort.c.id == enrolment.c.cohort_id)
    .where(enrolment.c.left_at.is_(None), cohort.c.archived_at.is_(None))
    .order_by(cohort.c.closed_at.is_not(None), link_use.c.at.desc(), link_use.c.id.desc())
    .limit(1)
)


def habit_page(connection: Connection, conversation_id: int, default_zone: str) -> HabitPage:
    """How this chat wants to be written to, with what holds until it says more."""
    said = _said(connection, conversation_id)
    theirs = connection.execute(_COHORT.where(link_use.c.conversation_id == conversation_id)).first()
    return HabitPage(
        zone=said["zone"],
        cohort_zone=theirs.zone if theirs else default_zone,
        rest_days=tuple(said["rest_days"]),
        reminders=said["reminders"],
        stopped=said["stopped_at"] is not None,
        snoozed_until=said["snoozed_until"],
        quiet_from=theirs.quiet_from if theirs else QUIET_FROM,
        quiet_until=theirs.quiet_until if theirs else QUIET_UNTIL,
    )


def read_habit(
    connection: Connection, conversation_id: int, house_zone: str, cohort_id: int | None = None
) -> Habit:
    """The same as the policy takes it. `cohort_id` is the cohort whose hours count; without it the one joined last."""
    said = _said(connection, conversation_id)
    hours = _COHORT.where(link_use.c.conversation_id == conversation_id)
    if cohort_id is not None:
        hours = _HOURS.where(cohort.c.id == cohort_id)
    found = connection.execute(hours).first()
    zone, start, end = found or ("", QUIET_FROM, QUIET_UNTIL)
    return habit_of(said, zone, start, end, house_zone)


def habit_of(
    said: Mapping[str, Any], cohort_zone: str, quiet_from: str, quiet_until: str, house_zone: str
) -> Habit:
    """A habit from the columns of its row (all None where there is no row) and what its cohort says."""
    return Habit(
        zone=said["zone"] or "",
        cohort_zone=cohort_zone,
        house_zone=house_zone,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        rest_days=frozenset(said["rest_days"] or ()),
        snoozed_until=said["snoozed_until"],
        stopped=said["stopped_at"] is not None,
        off=said["reminders"] == OFF,
    )


def is_off(connection: Connection, conversation_id: int) -> bool:
    """Whether this chat wants no reminders, or nothing unasked at all."""
    said = _said(connection, conversation_id)
    return said["reminders"] == OFF or said["stopped_at"] is not None


def set_zone(connection: Connection, conversation_id: int, zone: str) -> None:
    """The zone the person chose, by the name of the zone database."""
    _put(connection, conversation_id, zone=zone)


def toggle_rest_day(connection: Connection, conversation_id: int, weekday: int) -> None:
    """A day of the week (Monday 0) on which nothing unasked comes, or one that is none any more; never all seven."""
    days = set(_said(connection, conversation_id)["rest_days"]) ^ {weekday}
    if len(days) <= REST_MOST:
        _put(connection, conversation_id, rest_days=sorted(days))


def snooze(connection: Connection, conversation_id: int, days: int, now: datetime) -> None:
    """No reminder for so many days."""
    _put(connection, conversation_id, snoozed_until=now + timedelta(days=days))


def stop(connection: Connection, conversation_id: int, now: datetime) -> None:
    """Nothing unasked any more, from any cohort. Said twice, the first time counts."""
    if _said(connection, conversation_id)["stopped_at"] is None:
        _put(connection, conversation_id, stopped_at=now)


def has_stopped(connection: Connection, address: str) -> bool:
    """Whether this chat wants nothing unasked."""
    mine = select(habit.c.conversation_id).join(conversation, conversation.c.id == habit.c.conversation_id)
    found = mine.where(conversation.c.address == address, habit.c.stopped_at.is_not(None))
    return connection.scalar(found) is not None


def restart(connection: Connection, conversation_id: int) -> bool:
    """Take a stop back; False where there was none. Whether reminders are wanted stays as it was."""
    stopped = (habit.c.conversation_id == conversation_id) & habit.c.stopped_at.is_not(None)
    return connection.execute(update(habit).where(stopped).values(stopped_at=None)).rowcount > 0


def set_reminders(connection: Connection, conversation_id: int, *, on: bool) -> None:
    """Whether reminders are wanted; wanting them ends a snooze."""
    more: dict[str, Any] = {"snoozed_until": None} if on else {}
    _put(connection, conversation_id, reminders=ON if on else OFF, **more)


def are_off(connection: Connection, conversation_id: int) -> bool:
    """Whether this chat wants neither reminders nor messages from coordinators."""
    return bool(_said(connection, conversation_id)["reminders"] == OFF)


def agree_to_reminders(connection: Connection, conversation_id: int) -> None:
    """Who joins a cohort whose screen says that its coordinator may remind agrees, unless they said no."""
    if _said(connection, conversation_id)["reminders"] == "":
        _put(connection, conversation_id, reminders=ON)


def _said(connection: Connection, conversation_id: int) -> Mapping[str, Any]:
    row = connection.execute(select(*HABIT_COLUMNS).where(habit.c.conversation_id == conversation_id)).first()
    return _NOTHING if row is None else dict(row._mapping)


def _put(connection: Connection, conversation_id: int, **values: Any) -> None:
    statement = insert_into(connection.dialect.name, habit).on_conflict_do_update(
        index_elements=[habit.c.conversation_id], set_=values
    )
    connection.execute(statement, {"conversation_id": conversation_id, **_NOTHING, **values})
