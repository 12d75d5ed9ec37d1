"""Where a chat stands in what it joined: everything about its reminders that is a fact, and why there may be none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, literal, null, select

from flows.reminding import DAYS, QUIET_FROM, QUIET_UNTIL, REMIND_AT, Habit, is_over
from storage.programme.habits import HABIT_COLUMNS, ON, habit_of
from storage.programme.letters import ARRIVED, REMINDER
from storage.programme.tables import cohort, enrolment, habit, letter, link_use
from storage.tables import conversation, participation

KEY_LIMIT = 80
APART = timedelta(hours=20)
"""A reminder by hand does not come on the heels of another one."""

_COHORT_COLUMNS = (
    cohort.c.id.label("cohort_id"),
    cohort.c.framework,
    cohort.c.version,
    cohort.c.round_no,
    cohort.c.deadline,
    cohort.c.zone.label("cohort_zone"),
    cohort.c.remind_days,
    cohort.c.remind_at,
    cohort.c.quiet_from,
    cohort.c.quiet_until,
    cohort.c.closed_at,
    cohort.c.archived_at,
)
_CHAT_COLUMNS = (
    conversation.c.changed_at,
    conversation.c.unreachable,
    participation.c.id.label("participation_id"),
    participation.c.finished_at,
    *HABIT_COLUMNS,
)
JOINED: Select[Any] = (
    select(
        link_use.c.id.label("number"),
        link_use.c.conversation_id,
        link_use.c.at.label("joined_at"),
        enrolment.c.id.label("enrolment_id"),
        enrolment.c.left_at,
        *_COHORT_COLUMNS,
        *_CHAT_COLUMNS,
    )
    .select_from(link_use)
    .join(enrolment, enrolment.c.id == link_use.c.enrolment_id)
    .join(cohort, cohort.c.id == enrolment.c.cohort_id)
    .join(conversation, conversation.c.id == link_use.c.conversation_id)
    .outerjoin(
        participation,
        (participation.c.assessment_id == enrolment.c.assessment_id)
        & (participation.c.person_id == conversation.c.person_id),
    )
    .outerjoin(habit, habit.c.conversation_id == conversation.c.id)
)
# Who asked for reminders and is in no cohort: the check they are at, by the house's own days.
ALONE: Select[Any] = (
    select(
        conversation.c.id.label("number"),
        conversation.c.id.label("conversation_id"),
        conversation.c.changed_at.label("joined_at"),
        null().label("enrolment_id"),
        null().label("left_at"),
        null().label("cohort_id"),
        null().label("framework"),
        null().label("version"),
        null().label("round_no"),
        literal("").label("deadline"),
        literal("").label("cohort_zone"),
        null().label("remind_days"),
        literal(REMIND_AT).label("remind_at"),
        literal(QUIET_FROM).label("quiet_from"),
        literal(QUIET_UNTIL).label("quiet_until"),
        null().label("closed_at"),
        null().label("archived_at"),
        *_CHAT_COLUMNS,
    )
    .select_from(habit)
    .join(conversation, conversation.c.id == habit.c.conversation_id)
    .join(participation, participation.c.id == conversation.c.participation_id)
    .where(
        habit.c.reminders == ON,
        ~exists().where(
            link_use.c.conversation_id == conversation.c.id, link_use.c.enrolment_id.is_not(None)
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One check that a chat joined or began. `reason` says why there is no reminder of it; empty where there may be."""

    conversation_id: int
    cohort_id: int | None
    enrolment_id: int | None
    participation_id: int | None
    check: str
    anchor: datetime
    days: tuple[int, ...]
    remind_at: str
    deadline: str
    cohort_zone: str
    habit: Habit
    reason: str

    @property
    def subject(self) -> str:
        """What is reminded of: a check of a person, or before it is begun the check that it will be."""
        if self.participation_id is not None:
            return f"p{self.participation_id}"
        return f"c{self.conversation_id}:{self.check}"

    def key(self, number: int) -> str:
        """The key of the reminder with this number: the same one whoever plans it."""
        return f"reminder:{number}:{self.subject}"[:KEY_LIMIT]

    def is_of(self, key: str) -> bool:
        """Whether a reminder with this key is of this check."""
        number = key.split(":")[1] if key.startswith("reminder:") else ""
        return number.isdigit() and key == self.key(int(number))


@dataclass(frozen=True, slots=True)
class Past:
    """The reminders of one check so far: how many arrived, when the last one, whether one is on its way.

    `tried` counts those too that could not be sent: the schedule goes on with the next one, not with them again.
    """

    arrived: int = 0
    tried: int = 0
    last: datetime | None = None
    waits: bool = False
    number: int = 0
    elsewhere: datetime | None = None

    def is_recent(self, moment: datetime) -> bool:
        """Whether a reminder by hand would come on the heels of the last one."""
        return self.last is not None and moment - self.last < APART


def standing_of(row: Row[Any], now: datetime, house_zone: str) -> Standing:
    """A row of the people who joined, as values."""
    of_them = habit_of(dict(row._mapping), row.cohort_zone, row.quiet_from, row.quiet_until, house_zone)
    return Standing(
        conversation_id=row.conversation_id,
        cohort_id=row.cohort_id,
        enrolment_id=row.enrolment_id,
        participation_id=row.participation_id,
        check="" if row.framework is None else f"{row.framework}-{row.version}:{row.round_no}",
        anchor=max(row.changed_at, row.joined_at),
        days=DAYS if row.remind_days is None else tuple(sorted(row.remind_days)),
        remind_at=row.remind_at,
        deadline=row.deadline,
        cohort_zone=row.cohort_zone,
        habit=of_them,
        reason=_why_not(row, of_them, now),
    )


def _why_not(row: Row[Any], of_them: Habit, now: datetime) -> str:
    reasons = {
        "closed": row.closed_at is not None or row.archived_at is not None,
        "left": row.left_at is not None,
        "done": row.finished_at is not None,
        "unreachable": row.unreachable is not None,
        "opted_out": of_them.stopped,
        "no_reminders": of_them.off,
        "deadline_over": is_over(row.deadline, row.cohort_zone, now),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def standings(
    connection: Connection, conversation_ids: Collection[int], now: datetime, house_zone: str
) -> list[Standing]:
    """Every check that these chats joined, and of those in no cohort the one they are at."""
    joined = JOINED.where(link_use.c.conversation_id.in_(conversation_ids)).order_by(link_use.c.id)
    alone = ALONE.where(conversation.c.id.in_(conversation_ids))
    rows = [*connection.execute(joined).all(), *connection.execute(alone).all()]
    return [standing_of(row, now, house_zone) for row in rows]


def pasts(
    connection: Connection, found: Sequence[Standing], without: int | None = None
) -> Mapping[tuple[int, str], Past]:
    """The reminders so far, by chat and subject; `without` the letter that is looked at."""
    rows = connection.execute(
        select(letter, cohort.c.framework, cohort.c.version, cohort.c.round_no)
        .outerjoin(cohort, cohort.c.id == letter.c.cohort_id)
        .where(
            letter.c.conversation_id.in_({each.conversation_id for each in found}),
            letter.c.kind == REMINDER,
            letter.c.id != (without or 0),
        )
    ).all()
    of_chat: dict[int, list[Row[Any]]] = {}
    for row in rows:
        of_chat.setdefault(row.conversation_id, []).append(row)
    return {
        (each.conversation_id, each.subject): _past(each, of_chat.get(each.conversation_id, ()))
        for each in found
    }


def _past(standing: Standing, rows: Iterable[Row[Any]]) -> Past:
    own = [row for row in rows if _concerns(row, standing)]
    other = [row for row in rows if row not in own]
    numbers = [int(row.key.split(":")[1]) for row in own if row.key.startswith("reminder:")]
    return Past(
        arrived=sum(row.status in ARRIVED for row in own),
        tried=sum(_was_tried(row) for row in own),
        last=_last(own),
        waits=any(row.status in {"planned", "taken", "sending"} for row in own),
        number=max(numbers, default=-1) + 1,
        elsewhere=_last(other),
    )


def _concerns(row: Row[Any], standing: Standing) -> bool:
    """Reminders from before a check was begun count for it: it is the same round."""
    if row.participation_id is not None:
        return bool(row.participation_id == standing.participation_id)
    return f"{row.framework}-{row.version}:{row.round_no}" == standing.check


def _was_tried(row: Row[Any]) -> bool:
    return row.status in {*ARRIVED, "failed"} or (row.status == "withheld" and row.note_id is None)


def _last(rows: Iterable[Row[Any]]) -> datetime | None:
    times = [row.sent_at or row.taken_at for row in rows if _was_tried(row)]
    return max((at for at in times if at is not None), default=None)
