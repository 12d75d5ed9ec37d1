"""Who did what in a cohort: written with each act, read by its leads, and by its people as far as it concerns them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select

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
    row = {
        "at": now,
        "cohort_id": cohort_id,
        "coordinator_id": actor.coordinator,
        "enrolment_id": enrolment,
        "act": act,
        "detail": detail,
    }
    connection.execute(insert(audit), row)


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

    With an enrolment: what concerns that organisation, from its joining on. Rights are the caller's to check.
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
        return of_cohort
    joined = select(enrolment.c.joined_at).where(enrolment.c.id == enrolment_id).scalar_subquery()
    for_all = and_(audit.c.enrolment_id.is_(None), audit.c.act.in_(FOR_ALL), audit.c.at >= joined)
    return of_cohort & or_(audit.c.enrolment_id == enrolment_id, for_all)
