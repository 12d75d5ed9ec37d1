"""Forgetting a person: every row that is theirs, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, or_, select, update

from flows.events import ChatKey
from storage.programme.invitations import forget_joined
from storage.programme.tables import coordinator, enrolment, link_use, note
from storage.records import address_of
from storage.tables import (
    assessment,
    conversation,
    link,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)
from storage.team.inviting import forget_maker, retire_links
from storage.team.positions import lock_team
from storage.team.succession import pass_on
from storage.team.tables import round_result


def forget(connection: Connection, chat: ChatKey, person_id: int | None, now: datetime) -> None:
    """Remove a person and all that is theirs; an organisation goes with its last member, or has another owner.

    Who coordinates cohorts goes on doing so: that is an office, which the operator or a lead ends.
    """
    # Teams before their links and what cohorts keep of them, as wherever both are changed.
    owners = _lock_teams(
        connection, select(membership.c.organisation_id).where(membership.c.person_id == person_id)
    )
    _forget_in_cohorts(connection, chat, person_id)
    if person_id is not None:
        forget_maker(connection, person_id, owners)
        connection.execute(delete(person).where(person.c.id == person_id))
        forget_deserted(connection, owners, now)
    connection.execute(delete(conversation).where(conversation.c.address == address_of(chat)))
    connection.execute(
        delete(set_aside).where(
            set_aside.c.channel == chat.channel,
            set_aside.c.bot_id == chat.bot_id,
            set_aside.c.chat_id == chat.chat_id,
        )
    )


def _lock_teams(connection: Connection, which: Select[Any]) -> list[int]:
    """These organisations, locked: nobody becomes their owner or a member meanwhile."""
    numbers = sorted(set(connection.scalars(which)))
    for number in numbers:
        lock_team(connection, number)
    return numbers


def _forget_in_cohorts(connection: Connection, chat: ChatKey, person_id: int | None) -> None:
    """What coordinators keep of this person: their name on a list, what was written to them alone, past rights.

    The log keeps what was done, and by a number only. Their letters and questions go with the conversation.
    """
    theirs = conversation.c.address == address_of(chat)
    if person_id is not None:
        theirs |= conversation.c.person_id == person_id
    for number in list(connection.scalars(select(conversation.c.id).where(theirs))):
        _forget_use(connection, number, person_id)
    office = (coordinator.c.channel == chat.channel) & (coordinator.c.external_id == chat.chat_id)
    connection.execute(delete(coordinator).where(office, coordinator.c.removed_at.is_not(None)))


def _forget_use(connection: Connection, conversation_id: int, person_id: int | None) -> None:
    came = link_use.c.conversation_id == conversation_id
    # What a coordinator calls a link for one person may be that person's name.
    by = select(link_use.c.link_id).where(came)
    connection.execute(update(link).where(link.c.id.in_(by), link.c.use_limit == 1).values(label=""))
    joined = list(
        connection.scalars(select(link_use.c.enrolment_id).where(came, link_use.c.enrolment_id.is_not(None)))
    )
    if not joined:
        return
    forget_joined(connection, conversation_id, person_id)
    deserted = select(enrolment.c.id).where(enrolment.c.id.in_(joined), enrolment.c.joined_at.is_(None))
    connection.execute(delete(note).where(note.c.enrolment_id.in_(deserted)))


def forget_checks(connection: Connection, person_id: int, numbers: Collection[int], now: datetime) -> None:
    """Remove these participations of a person, who stays; the conversation must be at none of them.

    An assessment goes with its last participation, unless it was closed and frozen or others are in the
    organisation; a membership with the person's last one there, an organisation with its last member.
    """
    mine = participation.c.id.in_(numbers)
    rounds = list(connection.scalars(select(participation.c.assessment_id).where(mine)))
    owned = select(assessment.c.organisation_id).where(assessment.c.id.in_(rounds))
    owners = _lock_teams(connection, owned)
    connection.execute(delete(participation).where(mine))
    is_needed = or_(
        exists().where(participation.c.assessment_id == assessment.c.id),
        exists().where(round_result.c.assessment_id == assessment.c.id),
        exists().where(
            membership.c.organisation_id == assessment.c.organisation_id, membership.c.person_id != person_id
        ),
    )
    connection.execute(delete(assessment).where(assessment.c.id.in_(rounds), ~is_needed))
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
    forget_deserted(connection, owners, now)


def forget_deserted(connection: Connection, owners: Collection[int], now: datetime) -> None:
    """Remove those of these organisations that have no member any more; the others have an owner, old or new.

    In a cohort their name goes too, where no coordinator had listed them: they were added when they joined.
    """
    pass_on(connection, owners, now)
    member = exists().where(membership.c.organisation_id == organisation.c.id)
    deserted = list(
        connection.scalars(select(organisation.c.id).where(organisation.c.id.in_(owners), ~member))
    )
    if not deserted:
        return
    unlisted = enrolment.c.added_at == enrolment.c.joined_at
    connection.execute(delete(enrolment).where(enrolment.c.organisation_id.in_(deserted), unlisted))
    retire_links(connection, deserted, now)
    connection.execute(delete(organisation).where(organisation.c.id.in_(deserted)))
