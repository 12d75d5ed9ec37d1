"""Who takes part in a cohort and where they stand, as statements that the database counts by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    case,
    func,
    null,
    or_,
    select,
)

from flows.pages import Status
from storage.programme.tables import enrolment, habit
from storage.tables import answer, conversation, participation

# How far a person is, as one number: those who may be written to come first, whoever has fewer answers before others,
# then those who may not, and at the end who is done. So the lowest of an organisation is the one furthest behind of
# those who can be helped on, and tells its status: one who is away hides no colleague.
_UNREACHABLE, _OPTED_OUT, _GOING_ON, _STEP = 0, 1, 2, 3
_AWAY = 1_000_000 * _STEP
_DONE = 2 * _AWAY

_GONE: ColumnElement[bool] = or_(conversation.c.id.is_(None), conversation.c.unreachable.is_not(None))
_STOPPED: ColumnElement[bool] = or_(
    habit.c.stopped_at.is_not(None), func.coalesce(habit.c.reminders, "") == "off"
)
_PLACE = case((_GONE, _AWAY + _UNREACHABLE), (_STOPPED, _AWAY + _OPTED_OUT), else_=_GOING_ON)
_ANSWERS = (
    select(func.count())
    .select_from(answer)
    .where(answer.c.participation_id == participation.c.id)
    .correlate(participation)
    .scalar_subquery()
)
IS_DONE: ColumnElement[bool] = participation.c.finished_at.is_not(None)
BEGUN_RANK: ColumnElement[int] = case((IS_DONE, _DONE), else_=_ANSWERS * _STEP + _PLACE)
MIDWAY: tuple[ColumnElement[bool], ...] = (~IS_DONE, ~_GONE, ~_STOPPED, _ANSWERS > 0)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person of an organisation of a cohort. Without a participation they joined and have not begun."""

    enrolment_id: int
    participation_id: int | None
    conversation_id: int | None
    rank: int

    @property
    def status(self) -> Status:
        return status_in(self.rank)


def status_in(rank: int) -> Status:
    """Where a person of this rank stands."""
    if rank >= _DONE:
        return Status.DONE
    place = rank % _STEP
    if place == _UNREACHABLE:
        return Status.UNREACHABLE
    if place == _OPTED_OUT:
        return Status.OPTED_OUT
    return Status.MIDWAY if rank >= _STEP else Status.NOT_STARTED


def status_of(rank: ColumnElement[Any]) -> ColumnElement[str]:
    """The same for the database; no rank: nobody has joined."""
    return case(
        (rank.is_(None), Status.INVITED.value),
        (rank >= _DONE, Status.DONE.value),
        (rank % _STEP == _UNREACHABLE, Status.UNREACHABLE.value),
        (rank % _STEP == _OPTED_OUT, Status.OPTED_OUT.value),
        (rank >= _STEP, Status.MIDWAY.value),
        else_=Status.NOT_STARTED.value,
    )


def begun(*columns: Any) -> Select[Any]:
    """The people of enrolments who have a part in their assessment."""
    return (
        select(*columns)
        .select_from(participation)
        .outerjoin(conversation, conversation.c.person_id == participation.c.person_id)
        .outerjoin(habit, habit.c.conversation_id == conversation.c.id)
        .where(participation.c.assessment_id == enrolment.c.assessment_id)
    )


def waiting(*columns: Any, of: ColumnElement[bool]) -> Select[Any]:
    """The people `of` some enrolments who joined and have not begun; each is in `conversation.joining`."""
    theirs = select(enrolment.c.id).where(enrolment.c.left_at.is_(None), of)
    return (
        select(*columns)
        .select_from(conversation)
        .outerjoin(habit, habit.c.conversation_id == conversation.c.id)
        .where(conversation.c.joining.in_(theirs))
    )


def statuses(cohort_id: int) -> CTE:
    """Every organisation of a cohort with its `id`, `name`, `key` and `status`, worked out once."""
    of_cohort = enrolment.c.cohort_id == cohort_id
    slowest = begun(func.min(BEGUN_RANK)).correlate(enrolment).scalar_subquery()
    idle = (
        waiting(conversation.c.joining, func.min(_PLACE).label("rank"), of=of_cohort)
        .group_by(conversation.c.joining)
        .subquery("idle")
    )
    ranked = (
        select(
            enrolment.c.id,
            enrolment.c.name,
            enrolment.c.key,
            enrolment.c.left_at,
            slowest.label("begun"),
            idle.c.rank.label("waiting"),
        )
        .outerjoin(idle, idle.c.joining == enrolment.c.id)
        .where(of_cohort)
        .cte("ranked")
        # Otherwise SQLite works a rank out again wherever it is looked at.
        .prefix_with("MATERIALIZED")
    )
    lowest = case(
        (ranked.c.waiting.is_(None), ranked.c.begun),
        (ranked.c.begun < ranked.c.waiting, ranked.c.begun),
        else_=ranked.c.waiting,
    )
    status = case((ranked.c.left_at.is_not(None), Status.LEFT.value), else_=status_of(lowest))
    return select(ranked.c.id, ranked.c.name, ranked.c.key, status.label("status")).cte("statuses")


def participants(connection: Connection, of: ColumnElement[bool]) -> list[Participant]:
    """The people `of` some enrolments that were not left, each once for each enrolment, in order of enrolment."""
    with_part = begun(enrolment.c.id, participation.c.id, conversation.c.id, BEGUN_RANK)
    idle = waiting(conversation.c.joining, null(), conversation.c.id, _PLACE, of=of)
    rows = [
        *connection.execute(with_part.where(enrolment.c.left_at.is_(None), of)),
        *connection.execute(idle),
    ]
    people = [Participant(*tuple(row)) for row in rows]
    return sorted(people, key=lambda each: (each.enrolment_id, each.rank))


def people_count(connection: Connection, cohort_id: int) -> int:
    """How many take part in a cohort, each counted once for each of its organisations."""
    of_cohort = enrolment.c.cohort_id == cohort_id
    with_part = (
        select(func.count())
        .select_from(enrolment)
        .join(participation, participation.c.assessment_id == enrolment.c.assessment_id)
        .where(enrolment.c.left_at.is_(None), of_cohort)
    )
    idle = waiting(func.count(), of=of_cohort)
    return (connection.scalar(with_part) or 0) + (connection.scalar(idle) or 0)
