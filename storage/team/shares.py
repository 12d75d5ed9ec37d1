"""Sharing a result by a link that ends: made and ended by the owner alone, read by whoever was given the link."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from flows.share_pages import ShareLine, SharesPage
from flows.team_pages import TeamHead
from storage.programme.cohort_values import BadValue
from storage.programme.links import hashed
from storage.programme.rights import NotYours
from storage.tables import assessment, link, membership
from storage.team.linking import make_link
from storage.team.positions import lock_team, owner_of, require_owner, seat_of
from storage.team.result_shared import is_ready, profile_of_round
from storage.team.tables import result_share

RESULT = "result"
DAYS = 30
MOST_OPEN, LINES = 5, 8
PAYERS = {"donor": ("donor",), "both": ("government", "donor")}
"""Who pays by the profile of a place; the government where it names nobody else."""


def make(
    connection: Connection,
    person_id: int | None,
    head: TeamHead,
    now: datetime,
    *,
    stage: bool,
    asked_for: bool,
) -> tuple[int, str]:
    """A new link to this team's result: the share's number and the code, which cannot be read again.

    Raises NotYours for all but the owner, and BadValue where there is no result that may be shared yet.
    """
    lock_team(connection, head.organisation_id)
    require_owner(connection, person_id, head.organisation_id)
    if not is_ready(connection, head.assessment):
        raise BadValue("share_not_ready")
    if sum(line.state in ("open", "waits") for line in lines_of(connection, head, now)) >= MOST_OPEN:
        raise BadValue("share_many", most=MOST_OPEN)
    about, until = {"assessment": head.assessment, "by": person_id}, now + timedelta(days=DAYS)
    number, code = make_link(connection, RESULT, head.organisation_id, about, now, until)
    row = {
        "assessment_id": head.assessment,
        "link_id": number,
        "asked_for": asked_for,
        "stage": stage,
        "opened": 0,
        "made_at": now,
        "agreed_at": None if head.place else now,
    }
    share: int = connection.execute(insert(result_share).returning(result_share.c.id), row).scalar_one()
    return share, code


def end(connection: Connection, person_id: int | None, share: int, now: datetime) -> int:
    """Nobody reads the result by this link any more; the organisation's number. A second time changes nothing."""
    row = _row(connection, share)
    require_owner(connection, person_id, row.organisation_id)
    connection.execute(
        update(link).where(link.c.id == row.link_id, link.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return int(row.organisation_id)


def agree(connection: Connection, person_id: int | None, share: int, now: datetime) -> int:
    """Let the result of a place leave its group: by somebody who leads for those who pay, not by who made the link.

    Raises NotYours for all others.
    """
    row = _row(connection, share)
    if not may_agree(
        connection, person_id, row.organisation_id, profile_of_round(connection, row.assessment_id)
    ):
        raise NotYours
    connection.execute(
        update(result_share)
        .where(result_share.c.id == share, result_share.c.agreed_at.is_(None))
        .values(agreed_at=now)
    )
    return int(row.organisation_id)


def may_agree(connection: Connection, person_id: int | None, organisation_id: int, profile: str) -> bool:
    """Whether this person leads for those who pay and is not the owner, who made the link."""
    seat = seat_of(connection, person_id, organisation_id)
    group = connection.scalar(select(membership.c.stakeholder).where(membership.c.id == seat.membership_id))
    payers = PAYERS.get(profile, ("government",))
    return seat.position.leads and person_id != owner_of(connection, organisation_id) and group in payers


def shares_page(connection: Connection, person_id: int | None, head: TeamHead, now: datetime) -> SharesPage:
    """Who may read this team's result by a link, until when. Raises NotYours for who may neither share nor agree."""
    owner = owner_of(connection, head.organisation_id) == person_id
    profile = profile_of_round(connection, head.assessment)
    if not owner and not (head.place and may_agree(connection, person_id, head.organisation_id, profile)):
        raise NotYours
    ready = is_ready(connection, head.assessment)
    return SharesPage(head, lines_of(connection, head, now), ready=ready, owner=owner)


def lines_of(connection: Connection, head: TeamHead, now: datetime) -> tuple[ShareLine, ...]:
    """The links to the organisation's results of this check, the newest first."""
    rows = connection.execute(
        _SHARES.where(assessment.c.organisation_id == head.organisation_id)
        .order_by(result_share.c.id.desc())
        .limit(LINES)
    ).all()
    return tuple(line_of(row, now) for row in rows)


def line_of(row: Row[Any], now: datetime) -> ShareLine:
    """One share, from a row of `share_row`."""
    return ShareLine(row.id, state_of(row, now), row.ends_at, row.stage, row.asked_for, row.opened)


def state_of(row: Row[Any], now: datetime) -> str:
    """Whether a result can be read by this link now, or why it cannot."""
    if row.revoked_at is not None:
        return "revoked"
    if row.ends_at is not None and row.ends_at <= now:
        return "ended"
    return "open" if row.agreed_at is not None else "waits"


_SHARES: Select[Any] = (
    select(result_share, link.c.target, link.c.ends_at, link.c.revoked_at, assessment.c.organisation_id)
    .join(link, link.c.id == result_share.c.link_id)
    .join(assessment, assessment.c.id == result_share.c.assessment_id)
)


def share_row(connection: Connection, share: int) -> Row[Any] | None:
    """A share with its link's end and its organisation."""
    return connection.execute(_SHARES.where(result_share.c.id == share)).first()


def share_of_code(connection: Connection, code: str) -> int | None:
    """The share that the link with this code shows; None for all other codes."""
    found = (
        select(result_share.c.id)
        .join(link, link.c.id == result_share.c.link_id)
        .where(link.c.code_hash == hashed(code), link.c.kind == RESULT)
    )
    return connection.scalar(found)


def count_opened(connection: Connection, share: int) -> None:
    connection.execute(
        update(result_share).where(result_share.c.id == share).values(opened=result_share.c.opened + 1)
    )


def _row(connection: Connection, share: int) -> Row[Any]:
    row = share_row(connection, share)
    if row is None:
        raise NotYours
    return row
