"""Joining a team by an invitation: it counts once, and makes a member, one who leads, or the owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from flows.intents import notice
from flows.pages import Invitation
from flows.team_pages import Position
from storage.inserting import insert_or_ignore
from storage.programme.acting import Desk, Performed
from storage.programme.joining import take_use
from storage.programme.rights import NotYours
from storage.programme.tables import link_use
from storage.tables import membership
from storage.team.opening import RANK, link_row, team_invitation
from storage.team.positions import LEADS, chats_of, lock_team
from storage.team.rounds import rounds_of
from storage.team.succession import tell_owner


def joined(desk: Desk) -> Performed:
    """In the team. Where its round is closed and no other is open yet, they stay at what they were at."""
    invitation = desk.invitation
    if invitation is None:
        raise NotYours
    try:
        join_team(desk.connection, invitation, desk.row_id, desk.person_id, desk.now)
    except NotYours:
        # Without a seat nobody goes on to the questions either.
        return Performed(notice=notice("not_there"), stays=True)
    named = {"organisation": invitation.organisation}
    leads = invitation.position in {each.value for each in LEADS}
    told = notice("team_led", named) if leads else notice("team_joined", named)
    return Performed(notice=told, stays=_between_rounds(desk.connection, invitation))


def join_team(
    connection: Connection,
    invitation: Invitation,
    conversation_id: int,
    person_id: int | None,
    now: datetime,
) -> None:
    """This person is in the team by this invitation, which the caller looked at with `lock`.

    Who is in it already has the position it gives from now on. Raises NotYours where it is not open, or not any more.
    """
    if person_id is None or invitation.state != "open" or invitation.organisation_id is None:
        raise NotYours
    lock_team(connection, invitation.organisation_id)
    row = link_row(connection, invitation.link)
    # Read again: whoever made it may have handed the team over meanwhile.
    present = team_invitation(connection, row, conversation_id, person_id, now)
    if present is None or present.state != "open":
        raise NotYours
    take_use(connection, row, conversation_id)
    came = {"link_id": row.id, "conversation_id": conversation_id, "at": now}
    connection.execute(insert(link_use), came)
    position = Position(present.position)
    if position is Position.OWNER:
        _hand_over(connection, row, now)
    _sit(connection, row, person_id, position)


def _hand_over(connection: Connection, row: Row[Any], now: datetime) -> None:
    """Who owned the team leads its rounds from now on, and is told."""
    owner = (membership.c.organisation_id == row.organisation_id) & (
        membership.c.position == Position.OWNER.value
    )
    chats = chats_of(connection, row.organisation_id, (Position.OWNER,))
    connection.execute(update(membership).where(owner).values(position=Position.FACILITATOR.value))
    tell_owner(connection, row.organisation_id, chats, now)


def _sit(connection: Connection, row: Row[Any], person_id: int, position: Position) -> None:
    """A seat in the team; who has one keeps it, in the higher position of the two. The group of a link holds."""
    group = str(row.target.get("group", ""))
    seat = {"person_id": person_id, "organisation_id": row.organisation_id, "roles": []}
    connection.execute(insert_or_ignore(connection, membership), {**seat, "position": position.value})
    own = (membership.c.person_id == person_id) & (membership.c.organisation_id == row.organisation_id)
    had = Position(connection.scalar(select(membership.c.position).where(own)) or position)
    connection.execute(update(membership).where(own).values(position=max(had, position, key=RANK.index)))
    if group:
        offices = update(membership).where(own, membership.c.stakeholder != group)
        connection.execute(offices.values(roles=[]))
        connection.execute(update(membership).where(own).values(stakeholder=group, placed=True))


def _between_rounds(connection: Connection, invitation: Invitation) -> bool:
    """Whether this check has closed rounds and no open one."""
    rounds = connection.execute(rounds_of(invitation.organisation_id or 0, invitation.framework)).all()
    return bool(rounds) and all(row.closed_at is not None for row in rounds)
