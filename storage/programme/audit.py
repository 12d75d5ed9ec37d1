"""Who did what in a cohort: written with each act, read by its leads, and by its people as far as it concerns them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, ScalarSelect, and_, func, insert, or_, select

from flows.pages import AuditLine, AuditPage
from storage.programme.rights import Actor, require
from storage.programme.tables import audit, coordinator, enrolment

LINES_A_PAGE = 8
# Acts on a whole cohort that concern each organisation in it: what reached it, who looks on, what was taken along.
# All other acts without an enrolment are about others, or about the coordinators' own desk.
FOR_ALL = frozenset(
    {
        "renamed",
        "deadline_set",
        "zone_set",
        "days_set",
        "hour_set",
        "min_group_set",
        "round_set",
        "languages_set",
        "closed",
        "reopened",
        "archived",
        "right_given",
        "coordinator_dropped",
        "note_sent",
        "note_cancelled",
        "exported",
    }
)
LISTED = "list_imported"
# Written for each organisation beside one line for the whole cohort, which would drown in hundreds of them.
INVITED_EACH = "invited_each"

# What an organisation decides about what it shares: no coordinator is told that something is not shared.
OF_SHARING = frozenset({"shared", "share_ended", "stage_shown", "stage_hidden"})


def note_act(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    act: str,
    now: datetime,
    enrolment: int | None = None,
    **detail: str | int,
) -> None:
    """Write down an act. `detail` holds numbers and words of ours: never a name or a text of a person."""
    connection.execute(insert(audit), _row(actor, cohort_id, act, now, enrolment, detail))


def note_act_on_each(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    act: str,
    now: datetime,
    enrolments: Iterable[int],
) -> None:
    """Write down an act that was done about each of these organisations, once for each; for them alone to read."""
    rows = [_row(actor, cohort_id, act, now, each, {}) for each in dict.fromkeys(enrolments)]
    if rows:
        connection.execute(insert(audit), rows)


def _row(
    actor: Actor,
    cohort_id: int,
    act: str,
    now: datetime,
    enrolment: int | None,
    detail: Mapping[str, str | int],
) -> dict[str, Any]:
    return {
        "at": now,
        "cohort_id": cohort_id,
        "coordinator_id": actor.coordinator,
        "enrolment_id": enrolment,
        "act": act,
        "detail": dict(detail),
    }


def read_audit(
    connection: Connection,
    cohort_id: int,
    page: int,
    enrolment: int | None = None,
    *,
    lines: int = LINES_A_PAGE,
    hidden: Collection[str] = (),
) -> tuple[tuple[AuditLine, ...], int]:
    """A page of the log, the newest first, and how many pages there are; a page past the end is the last one.

    With an enrolment: what was done about that organisation, the import of the list that first named it included, and
    what was done in the whole cohort from its joining on. Rights are the caller's to check.
    """
    wanted = _wanted(cohort_id, enrolment) & audit.c.act.not_in(hidden)
    total = connection.scalar(select(func.count()).select_from(audit).where(wanted)) or 0
    pages = max(1, -(-total // lines))
    rows = connection.execute(
        select(audit.c.at, audit.c.act, audit.c.detail, audit.c.coordinator_id, coordinator.c.name)
        .outerjoin(coordinator, coordinator.c.id == audit.c.coordinator_id)
        .where(wanted)
        .order_by(audit.c.at.desc(), audit.c.id.desc())
        .limit(lines)
        .offset(min(page, pages - 1) * lines)
    )
    return tuple(AuditLine(row.at, row.name or "", row.act, row.detail) for row in rows), pages


def audit_page(connection: Connection, actor: Actor, cohort_id: int, page: int) -> AuditPage:
    """The log of a cohort for its leads, without a word on who shares what. Raises NotYours."""
    head = require(connection, actor, cohort_id, "lead")
    read, pages = read_audit(connection, cohort_id, page, hidden=OF_SHARING)
    return AuditPage(head.name, head.zone, read, cohort_id, min(page, pages - 1), pages)


def _wanted(cohort_id: int, enrolment_id: int | None) -> ColumnElement[bool]:
    of_cohort = audit.c.cohort_id == cohort_id
    if enrolment_id is None:
        return of_cohort & (audit.c.act != INVITED_EACH)
    of_whole = audit.c.enrolment_id.is_(None)
    for_all = and_(
        of_whole, audit.c.act.in_(FOR_ALL), audit.c.at >= _moment(enrolment.c.joined_at, enrolment_id)
    )
    # An organisation is stored at the moment of its import. Later lists are about others.
    listed = and_(of_whole, audit.c.act == LISTED, audit.c.at == _moment(enrolment.c.added_at, enrolment_id))
    return of_cohort & or_(audit.c.enrolment_id == enrolment_id, for_all, listed)


def _moment(column: Column[datetime], enrolment_id: int) -> ScalarSelect[datetime]:
    return select(column).where(enrolment.c.id == enrolment_id).scalar_subquery()
