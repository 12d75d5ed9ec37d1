"""The cohorts of a coordinator, each with how many organisations it has and how many of them are done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, exists, func, select

from flows.pages import CohortLine, HomePage
from storage.programme.rights import GIVEN_NAME, Actor, head_from, theirs
from storage.programme.tables import cohort, coordinator, enrolment, link_use
from storage.tables import conversation, participation

LINES_A_PAGE = 8


def home_page(connection: Connection, actor: Actor, page: int) -> HomePage:
    """A page of the actor's cohorts; a page past the end is the last one.

    Open ones come first, then closed ones, the newest first. Archived ones are in the operator's list alone, last.
    """
    archived = actor.coordinator is None
    found, _ = theirs(actor)
    total = connection.scalar(select(func.count()).select_from(found).where(_listed(archived))) or 0
    pages = max(1, -(-total // LINES_A_PAGE))
    shown = min(max(page, 0), pages - 1)
    lines = _lines(connection, actor, archived, LINES_A_PAGE, shown * LINES_A_PAGE)
    name = connection.scalar(select(GIVEN_NAME).where(coordinator.c.id == (actor.coordinator or 0)))
    return HomePage(lines, actor.may_create, shown, pages, name or "")


def list_cohorts(connection: Connection, actor: Actor, *, archived: bool = False) -> tuple[CohortLine, ...]:
    """All cohorts of an actor in the same order, with those that were archived or without."""
    return _lines(connection, actor, archived, None, 0)


def _lines(
    connection: Connection, actor: Actor, archived: bool, limit: int | None, offset: int
) -> tuple[CohortLine, ...]:
    found, right = theirs(actor)
    rows = connection.execute(
        select(cohort, right.label("right"), _count().label("total"), _count(_is_done()).label("done"))
        .select_from(found)
        .where(_listed(archived))
        .order_by(
            cohort.c.archived_at.is_not(None),
            cohort.c.closed_at.is_not(None),
            cohort.c.created_at.desc(),
            cohort.c.id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return tuple(_line(row) for row in rows)


def _line(row: Row[Any]) -> CohortLine:
    return CohortLine(head_from(row), row.total, row.done)


def _listed(archived: bool) -> ColumnElement[bool]:
    return cohort.c.id.is_not(None) if archived else cohort.c.archived_at.is_(None)


def _count(*wanted: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many organisations of the cohort at hand are like this; those who left are not counted."""
    of_cohort = (enrolment.c.cohort_id == cohort.c.id) & enrolment.c.left_at.is_(None)
    counted = select(func.count()).select_from(enrolment).where(of_cohort, *wanted)
    return counted.correlate(cohort).scalar_subquery()


def _is_done() -> ColumnElement[bool]:
    """Whether somebody finished the check of the organisation, nobody is still at it and nobody is about to begin."""
    parts = participation.c.assessment_id == enrolment.c.assessment_id
    some = exists().where(parts, participation.c.finished_at.is_not(None))
    at_it = exists().where(parts, participation.c.finished_at.is_(None))
    beginning = exists().where(
        link_use.c.enrolment_id == enrolment.c.id,
        conversation.c.id == link_use.c.conversation_id,
        conversation.c.joining == enrolment.c.id,
    )
    return some & ~at_it & ~beginning
