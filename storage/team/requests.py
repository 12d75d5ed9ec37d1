"""Asking to be let into a team by an invitation that is used up or over: those who lead it decide."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from storage.programme.letters import new_letter, plan
from storage.programme.rights import NotYours
from storage.programme.tables import join_request
from storage.tables import conversation, link
from storage.team.positions import LEADS, chats_of, require_lead

TEAM_ASKED, TEAM_OPEN = "team_asked", "team_open"
"""Letters: to those who lead, that somebody asks to be let in; and to whom they let in."""
MAY_ASK = frozenset({"used", "full", "ended", "asked"})
REQUESTS_SHOWN = 20


def tell_leads(connection: Connection, row: Row[Any], number: int, bot_id: int, now: datetime) -> None:
    """A letter about this request to each person who leads the team that this link invites to, once."""
    chats = chats_of(connection, row.organisation_id, LEADS, bot_id)
    about = {"organisation": row.organisation_id}
    plan(
        connection,
        [
            new_letter(f"{TEAM_ASKED}:{number}:{person}", TEAM_ASKED, chat, now, args=about)
            for person, chat in sorted(chats.items())
        ],
    )


def waiting(connection: Connection, organisation_id: int) -> tuple[tuple[int, datetime], ...]:
    """Who waits to be let in, the longest first, at most 20."""
    rows = connection.execute(
        select(join_request.c.id, join_request.c.at)
        .join(link, link.c.id == join_request.c.link_id)
        .where(link.c.organisation_id == organisation_id, join_request.c.decided_at.is_(None))
        .order_by(join_request.c.at, join_request.c.id)
        .limit(REQUESTS_SHOWN)
    )
    return tuple((row.id, row.at) for row in rows)


def count_waiting(connection: Connection, organisation_id: int) -> int:
    """How many people wait to be let in."""
    counted = (
        select(func.count())
        .select_from(join_request)
        .join(link, link.c.id == join_request.c.link_id)
        .where(link.c.organisation_id == organisation_id, join_request.c.decided_at.is_(None))
    )
    return connection.scalar(counted) or 0


def decide(
    connection: Connection, person_id: int | None, request_id: int, now: datetime, *, accepted: bool
) -> int:
    """Let them in, which they are told, or leave them out, which nobody is told. The first who decides has decided.

    The organisation's number; raises NotYours for all but those who lead it.
    """
    asked: Select[Any] = (
        select(join_request.c.conversation_id, join_request.c.link_id, link.c.organisation_id)
        .join(link, link.c.id == join_request.c.link_id)
        .where(join_request.c.id == request_id, link.c.organisation_id.is_not(None))
    )
    row = connection.execute(asked).first()
    if row is None:
        raise NotYours
    require_lead(connection, person_id, row.organisation_id)
    # The chat before what is kept of it: whoever asked may be going at this moment.
    chat = select(conversation.c.id).where(conversation.c.id == row.conversation_id)
    if connection.scalar(chat.with_for_update(read=True, key_share=True)) is None:
        raise NotYours
    decided = connection.execute(
        update(join_request)
        .where(join_request.c.id == request_id, join_request.c.decided_at.is_(None))
        .values(decided_at=now, accepted=accepted)
    )
    if decided.rowcount and accepted:
        _tell_accepted(connection, row, request_id, now)
    return int(row.organisation_id)


def _tell_accepted(connection: Connection, row: Row[Any], request_id: int, now: datetime) -> None:
    key = f"{TEAM_OPEN}:{request_id}:{int(now.timestamp())}"
    about = {"organisation": row.organisation_id, "link": row.link_id}
    plan(connection, [new_letter(key, TEAM_OPEN, row.conversation_id, now, args=about)])
