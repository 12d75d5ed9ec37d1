"""Who may do what in which cohort. What is not theirs and what does not exist are the same, to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    String,
    Table,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from flows.pages import CohortHead, Right
from storage.programme.tables import (
    cohort,
    cohort_right,
    coordinator,
    enrolment,
    join_request,
    note,
    question,
)
from storage.tables import conversation, link

LOOK = frozenset({Right.LEAD, Right.HELPER, Right.READ})
WRITE = frozenset({Right.LEAD, Right.HELPER})
LEAD = frozenset({Right.LEAD})
# What a right allows: "write" is notes, reminders, invitations and answers to questions.
ALLOWED = {"look": LOOK, "write": WRITE, "lead": LEAD}


NAMELESS = "#"
"""Before the number of a coordinator who gave no name, it is how other coordinators know them."""

GIVEN_NAME: ColumnElement[str] = func.coalesce(
    func.nullif(coordinator.c.name, literal(NAMELESS).concat(cast(coordinator.c.id, String))), ""
)
"""The name that people read of a coordinator; empty for one who gave none."""


OWN_CHAT: ColumnElement[bool] = (conversation.c.channel == coordinator.c.channel) & (
    conversation.c.chat_id == coordinator.c.external_id
)
"""That a chat is a coordinator's own, with whichever bot."""


class NotYours(LookupError):
    """Not theirs, or not there: nobody learns which."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a coordinator by their number, or the operator, who has none and may do everything."""

    coordinator: int | None
    may_create: bool


OPERATOR = Actor(None, True)


def actor_of(connection: Connection, channel: str, external_id: int) -> Actor | None:
    """The coordinator with this account; None for all others, and at once for one who was removed."""
    row = connection.execute(
        select(coordinator.c.id, coordinator.c.may_create).where(
            coordinator.c.channel == channel,
            coordinator.c.external_id == external_id,
            coordinator.c.removed_at.is_(None),
        )
    ).first()
    return Actor(row.id, row.may_create) if row else None


def theirs(actor: Actor) -> tuple[FromClause, ColumnElement[str]]:
    """The cohorts this actor has a right in, for a FROM, and the column with that right."""
    if actor.coordinator is None:
        return cohort, literal(Right.LEAD.value)
    mine = (cohort_right.c.cohort_id == cohort.c.id) & (cohort_right.c.coordinator_id == actor.coordinator)
    present = (coordinator.c.id == cohort_right.c.coordinator_id) & coordinator.c.removed_at.is_(None)
    return cohort.join(cohort_right, mine).join(coordinator, present), cohort_right.c.right


def right_of(connection: Connection, actor: Actor, cohort_id: int) -> Right | None:
    """The right of this actor in a cohort; the operator leads everywhere."""
    found, right = theirs(actor)
    value = connection.scalar(select(right).select_from(found).where(cohort.c.id == cohort_id))
    return Right(value) if value else None


def require(connection: Connection, actor: Actor, cohort_id: int, what: str) -> CohortHead:
    """The cohort, for an actor who may do this there: "look", "write" or "lead". Raises NotYours."""
    found, right = theirs(actor)
    row = connection.execute(
        select(cohort, right.label("right")).select_from(found).where(cohort.c.id == cohort_id)
    ).first()
    if row is None or Right(row.right) not in ALLOWED[what]:
        raise NotYours
    return head_from(row)


def head_from(row: Row[Any]) -> CohortHead:
    """A cohort from its row, which has the reader's right as `right` besides."""
    return CohortHead(
        row.id,
        row.name,
        f"{row.framework}-{row.version}",
        row.round_no,
        row.deadline,
        row.zone,
        Right(row.right),
        closed=row.closed_at is not None,
        archived=row.archived_at is not None,
        languages=tuple(row.languages),
        min_group=row.min_group,
        remind_days=tuple(row.remind_days),
        remind_at=row.remind_at,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )


def cohort_of_enrolment(connection: Connection, enrolment_id: int) -> int | None:
    return _cohort_of(connection, enrolment, enrolment_id)


def cohort_of_link(connection: Connection, link_id: int) -> int | None:
    return _cohort_of(connection, link, link_id)


def cohort_of_note(connection: Connection, note_id: int) -> int | None:
    return _cohort_of(connection, note, note_id)


def cohort_of_question(connection: Connection, question_id: int) -> int | None:
    return _cohort_of(connection, question, question_id)


def cohort_of_request(connection: Connection, request_id: int) -> int | None:
    asked = select(link.c.cohort_id).join(join_request, join_request.c.link_id == link.c.id)
    return connection.scalar(asked.where(join_request.c.id == request_id))


def _cohort_of(connection: Connection, table: Table, number: int) -> int | None:
    owner: Column[int] = table.c.cohort_id
    return connection.scalar(select(owner).where(table.c.id == number))
