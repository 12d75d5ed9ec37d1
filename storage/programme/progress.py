"""Progress of a cohort as its coordinators see it. What is shared and what is not shows nowhere here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, exists, func, literal, null, select, union_all

from flows.pages import CohortHead, CohortPage, OrganisationPage, ProgressPage, Status
from frameworks.model import Framework
from storage.programme.letters import ARRIVED, REMINDER
from storage.programme.progress_lines import read_lines as read_lines
from storage.programme.progress_people import MIDWAY, begun, participants, statuses
from storage.programme.question_counts import question_counts as question_counts
from storage.programme.question_counts import question_counts_page as question_counts_page
from storage.programme.rights import Actor, NotYours, cohort_of_enrolment, require
from storage.programme.tables import enrolment, invitee, join_request, letter, link_use, question
from storage.tables import answer, conversation, link, participation

LINES_A_PAGE = 8
HARDEST = 3
SILENT = timedelta(days=1)
_COUNT, _LINE = "count", "line"


def cohort_page(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> CohortPage:
    """How many organisations are in each status, and what waits for the coordinator. Raises NotYours."""
    head = require(connection, actor, cohort_id, "look")
    waits = (
        select(func.count())
        .select_from(join_request)
        .join(link, link.c.id == join_request.c.link_id)
        .where(link.c.cohort_id == cohort_id, join_request.c.decided_at.is_(None))
    )
    unanswered = select(func.count()).where(
        question.c.cohort_id == cohort_id, question.c.answered_at.is_(None)
    )
    return CohortPage(
        head,
        status_counts(connection, cohort_id),
        connection.scalar(waits) or 0,
        connection.scalar(unanswered) or 0,
    )


def status_counts(connection: Connection, cohort_id: int) -> dict[Status, int]:
    """How many organisations of a cohort are in each status, those with none included."""
    rows = connection.execute(_counted(statuses(cohort_id))).all()
    return _by_status({row.status: row.number for row in rows})


def _counted(found: CTE) -> Select[Any]:
    return select(literal(_COUNT).label("what"), found.c.status, func.count().label("number")).group_by(
        found.c.status
    )


def _by_status(numbers: Mapping[str, int]) -> dict[Status, int]:
    return {status: numbers.get(status.value, 0) for status in Status}


def progress_page(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    status: Status | None,
    page: int,
    now: datetime,
    frameworks: Mapping[str, Framework],
) -> ProgressPage:
    """A page of organisations by name, those with this status only, if one is given. Raises NotYours.

    A page past the end is the last one.
    """
    head = require(connection, actor, cohort_id, "look")
    counts, ids = _page(connection, cohort_id, status, page)
    total = counts[status] if status else sum(counts.values())
    pages = max(1, -(-total // LINES_A_PAGE))
    if page >= pages:
        page = pages - 1
        counts, ids = _page(connection, cohort_id, status, page)
    lines = tuple(read_lines(connection, ids, frameworks))
    return ProgressPage(head, counts, lines, status, page, pages, hardest(connection, head, now, frameworks))


def _page(
    connection: Connection, cohort_id: int, status: Status | None, page: int
) -> tuple[dict[Status, int], list[int]]:
    """The counts and the organisations of a page, in one statement: it works out who stands where once."""
    found = statuses(cohort_id)
    columns = (literal(_LINE).label("what"), null().label("status"), found.c.id.label("number"))
    lines = _in_order(select(*columns), found, status).limit(LINES_A_PAGE).offset(page * LINES_A_PAGE)
    rows = connection.execute(union_all(_counted(found), select(lines.subquery()))).all()
    counts = {row.status: row.number for row in rows if row.what == _COUNT}
    return _by_status(counts), [row.number for row in rows if row.what == _LINE]


def _in_order(lines: Select[Any], found: CTE, status: Status | None) -> Select[Any]:
    """Those with this status by name; who has no name yet comes last."""
    if status is not None:
        lines = lines.where(found.c.status == status.value)
    return lines.order_by(found.c.name == "", found.c.key, found.c.id)


def organisation_ids(
    connection: Connection, actor: Actor, cohort_id: int, status: Status | None
) -> list[int]:
    """The organisations of all pages, in the order of the pages. Raises NotYours."""
    require(connection, actor, cohort_id, "look")
    found = statuses(cohort_id)
    return list(connection.scalars(_in_order(select(found.c.id), found, status)))


def hardest(
    connection: Connection, head: CohortHead, now: datetime, frameworks: Mapping[str, Framework]
) -> tuple[tuple[str, int], ...]:
    """At which questions most people have stayed for a day: midway, at this check, and without an answer to it."""
    answered = exists().where(
        answer.c.participation_id == participation.c.id, answer.c.element_id == conversation.c.element
    )
    rows = connection.execute(
        begun(conversation.c.element, func.count())
        .where(
            enrolment.c.cohort_id == head.number,
            enrolment.c.left_at.is_(None),
            conversation.c.participation_id == participation.c.id,
            conversation.c.element.is_not(None),
            conversation.c.changed_at < now - SILENT,
            ~answered,
            *MIDWAY,
        )
        .group_by(conversation.c.element)
    ).all()
    framework = frameworks.get(head.framework)
    places = {each.id: place for place, each in enumerate(framework.elements)} if framework else {}
    order = sorted(rows, key=lambda row: (-row[1], places.get(row[0], len(places)), row[0]))
    return tuple((element, number) for element, number in order[:HARDEST])


def organisation_page(
    connection: Connection,
    actor: Actor,
    enrolment_id: int,
    now: datetime,
    frameworks: Mapping[str, Framework],
) -> OrganisationPage:
    """One organisation, with the people on the coordinator's own list. Raises NotYours."""
    cohort_id = cohort_of_enrolment(connection, enrolment_id)
    if cohort_id is None:
        raise NotYours
    head = require(connection, actor, cohort_id, "look")
    (line,) = read_lines(connection, [enrolment_id], frameworks)
    named = select(invitee.c.name).where(invitee.c.enrolment_id == enrolment_id, invitee.c.name != "")
    chats = [
        each.conversation_id
        for each in participants(connection, enrolment.c.id == enrolment_id)
        if each.conversation_id is not None
    ]
    reminders = select(func.count()).where(
        letter.c.conversation_id.in_(chats),
        letter.c.cohort_id == cohort_id,
        letter.c.kind == REMINDER,
        letter.c.status.in_(ARRIVED),
    )
    people = tuple(connection.scalars(named.order_by(invitee.c.id)))
    return OrganisationPage(head, line, people, connection.scalar(reminders) or 0)


def _came_by_it(connection: Connection, of: ColumnElement[bool]) -> set[tuple[int | None, int | None]]:
    """The chats that came by a link of the cohort, each with the enrolment."""
    came = select(link_use.c.conversation_id, link_use.c.enrolment_id)
    rows = connection.execute(came.join(enrolment, enrolment.c.id == link_use.c.enrolment_id).where(of))
    return {(row.conversation_id, row.enrolment_id) for row in rows}


def audience(
    connection: Connection, cohort_id: int, status: Status | None, enrolment_id: int | None, now: datetime
) -> list[tuple[int, int | None, int, Status]]:
    """Whom a coordinator may write to: conversation, participation if begun, enrolment, where the person stands.

    With a status: the people of the organisations that have it, without those who are done themselves, if it is
    another one. Those who left are never among them, nor those who came by a link of their own team: nobody told
    them that coordinators write.
    """
    wanted = enrolment.c.cohort_id == cohort_id
    if enrolment_id is not None:
        wanted &= enrolment.c.id == enrolment_id
    people = participants(connection, wanted)
    came = _came_by_it(connection, wanted)
    slowest: dict[int, Status] = {}
    for each in people:
        slowest.setdefault(each.enrolment_id, each.status)
    return [
        (each.conversation_id, each.participation_id, each.enrolment_id, each.status)
        for each in people
        if each.conversation_id is not None
        and (each.conversation_id, each.enrolment_id) in came
        and (status is None or slowest[each.enrolment_id] is status)
        and (status in {None, Status.DONE} or each.status is not Status.DONE)
    ]
