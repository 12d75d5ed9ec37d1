"""Asking once how an action is going, on the day that was set when it was taken up. It is no reminder of a check."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.agenda import is_ahead
from flows.reminding import QUIET_FROM, QUIET_UNTIL, REMIND_AT, Habit, moment_of, next_allowed, wall_time
from frameworks.values import Answer
from storage.programme.habits import HABIT_COLUMNS, OFF, habit_of
from storage.programme.letters import ARRIVED, CHECK_IN, Letter, new_letter, plan_in_turns
from storage.programme.tables import cohort, enrolment, habit, letter
from storage.programme.tried import tried
from storage.tables import assessment, chosen_action, conversation, participation
from storage.team.seen import picture_of_team
from storage.wide import read_answers

BATCH = 500
AHEAD = timedelta(hours=1)
APART = timedelta(hours=20)
"""Who took up several actions is asked about one of them a day."""
LATEST = timedelta(days=30)
"""After so long, as after a long outage, nobody is asked any more: they have moved on."""
FURTHEST = timedelta(hours=14)
"""How far ahead of UTC a day may begin."""

# The hours of the cohort that the check is done for count where the person said nothing.
_HOURS = (
    cohort.c.id.label("cohort_id"),
    func.coalesce(cohort.c.zone, "").label("cohort_zone"),
    func.coalesce(cohort.c.quiet_from, QUIET_FROM).label("quiet_from"),
    func.coalesce(cohort.c.quiet_until, QUIET_UNTIL).label("quiet_until"),
    func.coalesce(cohort.c.remind_at, REMIND_AT).label("remind_at"),
)


def _key_of(number: ColumnElement[int]) -> ColumnElement[str]:
    """The key of the letter about an action, as that of the participation with this number."""
    parts = (
        cast(number, String),
        literal(":"),
        chosen_action.c.action_id,
        literal(":"),
        chosen_action.c.ask_on,
    )
    key: ColumnElement[str] = literal("checkin:")
    for part in parts:
        key = key.op("||")(part)
    return key


_KEY = _key_of(chosen_action.c.participation_id)
# Of what was taken along into a new round nobody is asked again where they were asked in the one before.
_mine, _its, _earlier, _before = (
    *(participation.alias("mine"), assessment.alias("its")),
    *(participation.alias("earlier"), assessment.alias("before")),
)
_ASKED_BEFORE = (
    exists()
    .where(
        _mine.c.id == chosen_action.c.participation_id,
        _its.c.id == _mine.c.assessment_id,
        _earlier.c.person_id == _mine.c.person_id,
        _earlier.c.id != _mine.c.id,
        _before.c.id == _earlier.c.assessment_id,
        _before.c.organisation_id == _its.c.organisation_id,
        _before.c.framework == _its.c.framework,
        letter.c.key == _key_of(_earlier.c.id),
        letter.c.status.in_(ARRIVED),
    )
    .correlate(chosen_action)
)


async def plan_all_checkins(engine: AsyncEngine, now: datetime, house_zone: str, most: int = BATCH) -> int:
    """Plan the check-ins that are due within the hour, each once; how many. For any number of callers."""
    return await plan_in_turns(engine, partial(due_among, now=now, house_zone=house_zone, most=most))


def is_still_due(connection: Connection, held: Letter) -> bool:
    """Whether there is still something to ask: the action is open, for the same day, and its element no further."""
    action = str(held.args.get("action", ""))
    row = connection.execute(
        select(chosen_action, participation.c.person_id)
        .join(participation, participation.c.id == chosen_action.c.participation_id)
        .where(chosen_action.c.participation_id == held.participation_id, chosen_action.c.action_id == action)
    ).first()
    if row is None or row.status != "open" or row.ask_on != held.args.get("ask_on", row.ask_on):
        return False
    said = read_answers(connection, [row.participation_id])[row.participation_id]
    return _is_open(connection, row, said)


def _is_open(connection: Connection, row: Row[Any], said: Mapping[str, Answer]) -> bool:
    """Whether the element has come no further than where this action begins; in a team, by what all settled."""
    of_team = picture_of_team(connection, row.person_id, row.participation_id)
    return is_ahead(row.action_id, said, of_team)


def due_among(
    connection: Connection, after: int, now: datetime, house_zone: str, most: int
) -> tuple[list[dict[str, Any]], int | None]:
    """The letters to plan among the next people in line, and the last of these; None where nobody comes after."""
    people = list(connection.scalars(_people(now).where(participation.c.id > after).limit(most)))
    rows = connection.execute(_open_actions(now, people)).all() if people else []
    said = read_answers(connection, people)
    planned: dict[int, dict[str, Any]] = {}
    for row in _best_chats(rows):
        if row.conversation_id in planned or not _may_ask(row):
            continue
        if not _is_open(connection, row, said[row.participation_id]):
            continue
        made = tried(_letter, row, now, house_zone)
        if made is not None:
            planned[row.conversation_id] = made
    return list(planned.values()), people[-1] if len(people) == most else None


def _best_chats(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """One row for each action: its first one, which names the chat where the person is at this check, or the latest."""
    met: set[tuple[int, str]] = set()
    for row in rows:
        if (row.participation_id, row.action_id) not in met:
            met.add((row.participation_id, row.action_id))
            yield row


def _may_ask(row: Row[Any]) -> bool:
    wanted = row.stopped_at is None and row.reminders != OFF
    return wanted and row.unreachable is None and not row.asked


def _waiting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Actions whose day may have come somewhere, of which nobody was asked yet."""
    latest, first = (now + FURTHEST).date(), (now - LATEST).date()
    return (
        chosen_action.c.status == "open",
        chosen_action.c.ask_on.between(first.isoformat(), latest.isoformat()),
        ~exists().where(letter.c.key == _KEY),
        ~_ASKED_BEFORE,
    )


def _people(now: datetime) -> Select[Any]:
    return (
        select(participation.c.id)
        .join(chosen_action, chosen_action.c.participation_id == participation.c.id)
        .where(*_waiting(now))
        .distinct()
        .order_by(participation.c.id)
    )


def _open_actions(now: datetime, people: Collection[int]) -> Select[Any]:
    """These people's actions, the oldest day first, with each chat of theirs, the best first, and their wishes."""
    asked = exists().where(
        letter.c.conversation_id == conversation.c.id,
        letter.c.kind == CHECK_IN,
        or_(letter.c.status.in_(("planned", "taken", "sending")), letter.c.sent_at > now - APART),
    )
    at_it = case((conversation.c.participation_id == participation.c.id, 0), else_=1)
    return (
        select(
            chosen_action,
            participation.c.person_id,
            conversation.c.id.label("conversation_id"),
            conversation.c.unreachable,
            asked.label("asked"),
            *_HOURS,
            *HABIT_COLUMNS,
        )
        .join(participation, participation.c.id == chosen_action.c.participation_id)
        .join(conversation, conversation.c.person_id == participation.c.person_id)
        .outerjoin(habit, habit.c.conversation_id == conversation.c.id)
        .outerjoin(
            enrolment,
            (enrolment.c.assessment_id == participation.c.assessment_id) & enrolment.c.left_at.is_(None),
        )
        .outerjoin(cohort, cohort.c.id == enrolment.c.cohort_id)
        .where(*_waiting(now), participation.c.id.in_(people))
        .order_by(
            *(participation.c.person_id, chosen_action.c.ask_on, chosen_action.c.action_id),
            *(at_it, conversation.c.changed_at.desc(), conversation.c.id, enrolment.c.id.desc()),
        )
    )


def _letter(row: Row[Any], now: datetime, house_zone: str) -> dict[str, Any] | None:
    """The letter about one action; None where its time is not within the hour."""
    wish = habit_of(dict(row._mapping), row.cohort_zone, row.quiet_from, row.quiet_until, house_zone)
    due = _due_at(row, wish, now)
    if due > now + AHEAD:
        return None
    return new_letter(
        f"checkin:{row.participation_id}:{row.action_id}:{row.ask_on}",
        CHECK_IN,
        row.conversation_id,
        due,
        cohort_id=row.cohort_id,
        participation_id=row.participation_id,
        args={"action": row.action_id, "ask_on": row.ask_on},
    )


def _due_at(row: Row[Any], wish: Habit, now: datetime) -> datetime:
    morning = moment_of(date.fromisoformat(row.ask_on), wall_time(row.remind_at, REMIND_AT), wish.place)
    return next_allowed(max(morning, now, wish.snoozed_until or now), wish)
