"""Forgetting a person: every row that is theirs, in one transaction."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, select

from flows.events import ChatKey
from storage.records import address_of
from storage.tables import (
    assessment,
    conversation,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)


def forget(connection: Connection, chat: ChatKey, person_id: int | None) -> None:
    """Remove a person and all that is theirs; an organisation goes with its last member."""
    if person_id is not None:
        owners = list(
            connection.scalars(
                select(membership.c.organisation_id).where(membership.c.person_id == person_id)
            )
        )
        connection.execute(delete(person).where(person.c.id == person_id))
        _forget_deserted(connection, owners)
    connection.execute(delete(conversation).where(conversation.c.address == address_of(chat)))
    connection.execute(
        delete(set_aside).where(
            set_aside.c.channel == chat.channel,
            set_aside.c.bot_id == chat.bot_id,
            set_aside.c.chat_id == chat.chat_id,
        )
    )


def forget_checks(connection: Connection, person_id: int, numbers: Collection[int]) -> None:
    """Remove these participations of a person, who stays; the conversation must be at none of them.

    An assessment goes with its last participation, a membership with the person's last one there, an
    organisation with its last member.
    """
    mine = participation.c.id.in_(numbers)
    rounds = list(connection.scalars(select(participation.c.assessment_id).where(mine)))
    owned = select(assessment.c.organisation_id).where(assessment.c.id.in_(rounds))
    owners = set(connection.scalars(owned))
    connection.execute(delete(participation).where(mine))
    taken_part_in = exists().where(participation.c.assessment_id == assessment.c.id)
    connection.execute(delete(assessment).where(assessment.c.id.in_(rounds), ~taken_part_in))
    at_home = (
        select(assessment.c.organisation_id)
        .join(participation, participation.c.assessment_id == assessment.c.id)
        .where(participation.c.person_id == person_id)
    )
    connection.execute(
        delete(membership).where(
            membership.c.person_id == person_id,
            membership.c.organisation_id.in_(owners),
            membership.c.organisation_id.not_in(at_home),
        )
    )
    _forget_deserted(connection, owners)


def _forget_deserted(connection: Connection, owners: Collection[int]) -> None:
    """Remove those of these organisations that have no member any more."""
    member = exists().where(membership.c.organisation_id == organisation.c.id)
    connection.execute(delete(organisation).where(organisation.c.id.in_(owners), ~member))
