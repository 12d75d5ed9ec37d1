"""An invitation to a team as those meet it who come by it: what it makes of this chat's person, and whether it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from flows.pages import Invitation
from flows.team_pages import Position
from storage.programme.habits import is_off
from storage.programme.tables import join_request
from storage.tables import assessment, link, membership, organisation
from storage.team.inviting import CALLED, POSITIONS, state_of
from storage.team.positions import people_in
from storage.team.rounds import rounds_of

RANK = (Position.MEMBER, Position.FACILITATOR, Position.OWNER)
"""Positions, the one that may do most last."""


def team_invitation(
    connection: Connection, row: Row[Any], conversation_id: int, person_id: int | None, now: datetime
) -> Invitation | None:
    """What the link of this row invites this chat to; None where the organisation is gone.

    Who comes too late by what gives a position away may still ask to be let in, as a member.
    """
    its = connection.execute(select(organisation).where(organisation.c.id == row.organisation_id)).first()
    if its is None:
        return None
    state = state_of(connection, row, now)
    position = POSITIONS[CALLED[row.kind]] if state == "open" else Position.MEMBER
    return Invitation(
        row.id,
        _state(connection, row, state, position, conversation_id, person_id),
        framework=str(row.target.get("framework", "")),
        deadline=_last_day(connection, row),
        organisation=its.name,
        organisation_id=its.id,
        size=its.size,
        asks_sharing=False,
        reminders=not is_off(connection, conversation_id),
        position=position.value,
        people=people_in(connection, its.id),
        group=str(row.target.get("group", "")),
    )


def _state(
    connection: Connection,
    row: Row[Any],
    state: str,
    position: Position,
    conversation_id: int,
    person_id: int | None,
) -> str:
    has = connection.execute(
        select(membership.c.position, membership.c.stakeholder, membership.c.placed).where(
            membership.c.organisation_id == row.organisation_id, membership.c.person_id == person_id
        )
    ).first()
    if has is not None and RANK.index(Position(has.position)) >= RANK.index(position) and _stays(has, row):
        return "joined"
    asked = connection.execute(
        select(join_request).where(
            join_request.c.link_id == row.id, join_request.c.conversation_id == conversation_id
        )
    ).first()
    if asked is None or state == "open":
        return state
    if asked.accepted and (row.revoked_at is None or row.revoked_at < asked.decided_at):
        return "open"
    return "asked" if asked.decided_at is None and state != "revoked" else state


def _stays(has: Any, row: Row[Any]) -> bool:
    """Whether this link leaves them in their group: who was put into the wrong one gets into another by a link."""
    group = str(row.target.get("group", ""))
    chose_it = bool(has.stakeholder) and not has.placed
    return not group or has.stakeholder == group or chose_it


def _last_day(connection: Connection, row: Row[Any]) -> str:
    """The last day of the round that is open now."""
    rounds = rounds_of(row.organisation_id, str(row.target.get("framework", "")))
    newest = connection.execute(rounds.where(assessment.c.closed_at.is_(None)).limit(1)).first()
    return newest.closes_on if newest else ""


def link_row(connection: Connection, link_id: int) -> Row[Any]:
    """The row of a link that is there."""
    return connection.execute(select(link).where(link.c.id == link_id)).one()
