"""Invitations to a team as those who lead it make and withdraw them. Only the owner gives a position away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from flows.reminding import is_over
from flows.team_desk import MANY_USES, TEAM_LINK_KINDS
from flows.team_pages import Position, TeamHead, TeamLinkLine
from storage.programme.links import end_of_day
from storage.programme.rights import NotYours
from storage.programme.tables import join_request, link_use
from storage.tables import link, membership
from storage.team.linking import make_link
from storage.team.positions import require_lead, require_owner

KINDS = dict(zip(TEAM_LINK_KINDS, ("team_one", "team_many", "team_facilitate", "team_own"), strict=True))
"""What an invitation is called outside, and in its row."""
CALLED = {stored: kind for kind, stored in KINDS.items()}
POSITIONS = {
    "one": Position.MEMBER,
    "many": Position.MEMBER,
    "facilitator": Position.FACILITATOR,
    "owner": Position.OWNER,
}
MEMBER_DAYS, POSITION_DAYS = 30, 7
SHOWN = 20


def issue(
    connection: Connection,
    person_id: int | None,
    head: TeamHead,
    kind: str,
    now: datetime,
    *,
    zone: str,
    group: str = "",
) -> tuple[int, str]:
    """A new invitation: its number, and its code, which cannot be read again. Raises NotYours.

    One for many lets ten people in and ends with the last day of the round, the others after some days. `zone` is
    where that day ends. `group` is the group of partners that it is for.
    """
    require = require_lead if POSITIONS[kind] is Position.MEMBER else require_owner
    require(connection, person_id, head.organisation_id)
    target = {
        "organisation": head.organisation_id,
        "framework": head.framework,
        "by": person_id,
        "group": group,
    }
    limit = MANY_USES if kind == "many" else 1
    end = _end(head, kind, now, zone)
    return make_link(connection, KINDS[kind], head.organisation_id, target, now, end, limit)


def _end(head: TeamHead, kind: str, now: datetime, zone: str) -> datetime:
    if POSITIONS[kind] is not Position.MEMBER:
        return now + timedelta(days=POSITION_DAYS)
    if kind == "many" and head.closes_on and not head.closed and not is_over(head.closes_on, zone, now):
        return end_of_day(head.closes_on, zone)
    return now + timedelta(days=MEMBER_DAYS)


def revoke(connection: Connection, person_id: int | None, link_id: int, now: datetime) -> int:
    """Let nobody else in by this invitation; a second time changes nothing. Its organisation; raises NotYours."""
    row = own_link(connection, person_id, link_id)
    if POSITIONS[CALLED[row.kind]] is not Position.MEMBER:
        require_owner(connection, person_id, row.organisation_id)
    this = update(link).where(link.c.id == link_id, link.c.revoked_at.is_(None))
    connection.execute(this.values(revoked_at=now))
    return int(row.organisation_id)


def own_link(connection: Connection, person_id: int | None, link_id: int) -> Row[Any]:
    """The row of an invitation to a team that this person leads. Raises NotYours."""
    found = select(link).where(link.c.id == link_id, link.c.kind.in_(CALLED))
    row = connection.execute(found).first()
    if row is None or row.organisation_id is None:
        raise NotYours
    require_lead(connection, person_id, row.organisation_id)
    return row


def newest_lines(connection: Connection, organisation_id: int, now: datetime) -> tuple[TeamLinkLine, ...]:
    """The invitations to a team, the newest first, at most 20."""
    ours = select(link).where(link.c.organisation_id == organisation_id, link.c.kind.in_(CALLED))
    rows = connection.execute(ours.order_by(link.c.id.desc()).limit(SHOWN))
    return tuple(line_of(connection, row, now) for row in rows)


def line_of(connection: Connection, row: Row[Any], now: datetime) -> TeamLinkLine:
    """One invitation as those who lead the team see it."""
    return TeamLinkLine(
        row.id,
        CALLED[row.kind],
        state_of(connection, row, now),
        row.uses,
        row.use_limit,
        row.created_at,
        row.ends_at,
        row.target.get("group", ""),
        connection.scalar(select(func.max(link_use.c.at)).where(link_use.c.link_id == row.id)),
    )


def state_of(connection: Connection, row: Row[Any], now: datetime) -> str:
    """How an invitation stands for whoever comes next: open, used, full, ended, revoked.

    What gives a position away holds for as long as its maker owns the team: otherwise a former owner would come
    back by an invitation of their own.
    """
    if row.revoked_at is not None:
        return "revoked"
    if row.use_limit is not None and row.uses >= row.use_limit:
        return "used" if row.use_limit == 1 else "full"
    if row.ends_at is not None and row.ends_at <= now:
        return "ended"
    position = POSITIONS[CALLED[row.kind]]
    return "open" if position is Position.MEMBER or _owns(connection, row) else "revoked"


def _owns(connection: Connection, row: Row[Any]) -> bool:
    maker = select(membership.c.id).where(
        membership.c.organisation_id == row.organisation_id,
        membership.c.person_id == row.target.get("by"),
        membership.c.position == Position.OWNER.value,
    )
    return connection.scalar(maker) is not None


def forget_maker(connection: Connection, person_id: int, organisations: Collection[int]) -> None:
    """Nobody made these organisations' links any more: the number of who goes may be somebody else's one day.

    What they called a link goes with them.
    """
    ours = select(link.c.id, link.c.target).where(link.c.organisation_id.in_(organisations))
    for row in connection.execute(ours).all():
        if row.target.get("by") == person_id:
            target = {**row.target, "by": None}
            connection.execute(update(link).where(link.c.id == row.id).values(target=target, label=""))


def retire_links(connection: Connection, organisations: Collection[int], now: datetime) -> None:
    """Leave nothing of the links of these organisations, which go, but that there were some.

    Their numbers are not given away again: they may still stand in a chat that opened one.
    """
    ours = link.c.organisation_id.in_(organisations)
    numbers = list(connection.scalars(select(link.c.id).where(ours)))
    if not numbers:
        return
    for table in (join_request, link_use):
        connection.execute(delete(table).where(table.c.link_id.in_(numbers)))
    gone: dict[str, Any] = {"organisation_id": None, "target": {}, "label": "", "revoked_at": now}
    connection.execute(update(link).where(link.c.id.in_(numbers)).values(gone))
