"""Letters about who is in a team, judged at the moment of sending, and what every letter of a team says of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select

from flows.team_pages import Position
from storage.programme.letters import Letter
from storage.tables import conversation, link, membership, organisation
from storage.team.requests import TEAM_ASKED, TEAM_OPEN, count_waiting
from storage.team.shares import SHARE_AGREED, TEAM_SHARE, can_be_read, waits_for
from storage.team.succession import TEAM_OWNER

TEAM_LETTERS = (TEAM_ASKED, TEAM_OPEN, TEAM_OWNER, TEAM_SHARE, SHARE_AGREED)


def why_not(connection: Connection, held: Letter) -> str:
    """Why this letter is not sent any more; empty where it may go."""
    row = _its_organisation(connection, held)
    if row is None:
        return "left"
    if held.kind == TEAM_OPEN:
        return "done" if row.position else _against_link(connection, held)
    if not row.position or not Position(row.position).leads:
        return "not_allowed"
    if held.kind == TEAM_ASKED and not count_waiting(connection, row.id):
        return "nothing_left"
    if held.kind == TEAM_SHARE and not waits_for(connection, row.person_id, int(held.args.get("share", 0))):
        return "nothing_left"
    if held.kind == SHARE_AGREED and not can_be_read(
        connection, int(held.args.get("share", 0)), held.taken_at
    ):
        return "nothing_left"
    return ""


def _against_link(connection: Connection, held: Letter) -> str:
    """Whether they can still join by the link they were let in by; the number alone may be another team's by now."""
    wanted = link.c.id == held.args.get("link"), link.c.organisation_id == held.args.get("organisation")
    found = connection.execute(select(link.c.revoked_at).where(*wanted)).first()
    return "left" if found is None else "cancelled" if found.revoked_at is not None else ""


def team_facts(connection: Connection, held: Letter) -> dict[str, Any]:
    """The name of the organisation that a letter is about, and what its reader may do there; nothing for others."""
    row = _its_organisation(connection, held)
    return {} if row is None else {"organisation": row.name, "position": row.position or ""}


def _its_organisation(connection: Connection, held: Letter) -> Row[Any] | None:
    """The organisation this letter names by number, with the position of whoever reads it."""
    number = held.args.get("organisation")
    if not isinstance(number, int):
        return None
    reader = select(conversation.c.person_id).where(conversation.c.id == held.conversation_id)
    there = (membership.c.organisation_id == organisation.c.id) & (
        membership.c.person_id == reader.scalar_subquery()
    )
    found: Select[Any] = select(
        organisation.c.id, organisation.c.name, membership.c.position, membership.c.person_id
    )
    return connection.execute(
        found.select_from(organisation).outerjoin(membership, there).where(organisation.c.id == number)
    ).first()
