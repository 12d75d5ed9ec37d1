"""Who owns a team after its owner has gone: whoever has led it longest, else whoever has been in it longest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from flows.team_pages import Position
from storage.programme.letters import new_letter, plan
from storage.tables import membership
from storage.team.positions import chats_of

TEAM_OWNER = "team_owner"
"""The letter that tells who owns a team now, or does not own it any more."""


def pass_on(connection: Connection, organisations: Collection[int], now: datetime) -> None:
    """Give each of these teams that lost its owner a new one, who is told. The caller has locked them."""
    for organisation_id in sorted(organisations):
        leads = membership.c.position == Position.FACILITATOR.value
        owns = membership.c.position == Position.OWNER.value
        first = connection.execute(
            select(membership.c.id, membership.c.position)
            .where(membership.c.organisation_id == organisation_id)
            .order_by(owns.desc(), leads.desc(), membership.c.id)
            .limit(1)
        ).first()
        if first is None or first.position == Position.OWNER.value:
            continue
        raised = update(membership).where(membership.c.id == first.id)
        connection.execute(raised.values(position=Position.OWNER.value))
        tell_owner(connection, organisation_id, chats_of(connection, organisation_id, (Position.OWNER,)), now)


def tell_owner(connection: Connection, organisation_id: int, chats: Mapping[int, int], now: datetime) -> None:
    """A letter to these people, each in this chat: who owns the team has changed, and whether that is them."""
    stamp, about = int(now.timestamp()), {"organisation": organisation_id}
    plan(
        connection,
        [
            new_letter(f"{TEAM_OWNER}:{organisation_id}:{person}:{stamp}", TEAM_OWNER, chat, now, args=about)
            for person, chat in sorted(chats.items())
        ],
    )
