"""Forgetting a person: every row that is theirs, in one transaction."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from flows.events import ChatKey
from storage.records import address_of
from storage.tables import conversation, membership, organisation, person, set_aside


def forget(connection: Connection, chat: ChatKey, person_id: int | None) -> None:
    """Remove a person and all that is theirs; an organisation goes with its last member."""
    if person_id is not None:
        owners = list(
            connection.scalars(
                select(membership.c.organisation_id).where(membership.c.person_id == person_id)
            )
        )
        connection.execute(delete(person).where(person.c.id == person_id))
        for owner in owners:
            others = select(membership.c.id).where(membership.c.organisation_id == owner)
            if connection.scalar(others) is None:
                connection.execute(delete(organisation).where(organisation.c.id == owner))
    connection.execute(delete(conversation).where(conversation.c.address == address_of(chat)))
    connection.execute(
        delete(set_aside).where(
            set_aside.c.channel == chat.channel,
            set_aside.c.bot_id == chat.bot_id,
            set_aside.c.chat_id == chat.chat_id,
        )
    )
