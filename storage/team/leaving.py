"""Leaving a team: everything that a person gave it goes, what closed rounds settled stays."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from flows.intents import notice
from flows.parting import parted
from storage.forgetting import forget_deserted
from storage.programme.acting import Desk, Performed
from storage.programme.invitations import forget_joined
from storage.programme.tables import enrolment, join_request, link_use
from storage.tables import assessment, conversation, link, membership, organisation, participation
from storage.team.inviting import forget_maker
from storage.team.positions import lock_team, seat_of
from storage.team.tables import open_consent


def leave(desk: Desk) -> Performed:
    """Out of the team, and at another check. An owner leaves it to who led it longest. Raises NotYours."""
    connection, number = desk.connection, desk.act.number
    seat = seat_of(connection, desk.person_id, number)
    lock_team(connection, number)
    name = connection.scalar(select(organisation.c.name).where(organisation.c.id == number)) or ""
    gone = _participations(connection, seat.person_id, number)
    connection.execute(
        update(conversation).where(conversation.c.participation_id.in_(gone)).values(participation_id=None)
    )
    _forget_ways_in(connection, desk.row_id, seat.person_id, number)
    _forget_parts(connection, seat.person_id, number, gone)
    forget_maker(connection, seat.person_id, [number])
    connection.execute(delete(membership).where(membership.c.id == seat.membership_id))
    forget_deserted(connection, [number], desk.now)
    place = parted(desk.here, number, desk.knowledge, desk.now)
    told = notice("left_team", {"organisation": name})
    return Performed(notice=told, place=place, gone=frozenset(gone))


def _participations(connection: Connection, person_id: int, organisation_id: int) -> list[int]:
    found = (
        select(participation.c.id)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(assessment.c.organisation_id == organisation_id, participation.c.person_id == person_id)
    )
    return list(connection.scalars(found))


def _forget_ways_in(connection: Connection, chat: int, person_id: int, organisation_id: int) -> None:
    """How this chat came here and was let in: who comes back is invited anew. Cohorts see one person less."""
    forget_joined(connection, chat, person_id, organisation_id)
    enrolled = select(enrolment.c.id).where(enrolment.c.organisation_id == organisation_id)
    mine = link_use.c.conversation_id == chat
    connection.execute(delete(link_use).where(mine, link_use.c.enrolment_id.in_(enrolled)))
    links = select(link.c.id).where(link.c.organisation_id == organisation_id)
    connection.execute(delete(link_use).where(mine, link_use.c.link_id.in_(links)))
    asked = join_request.c.conversation_id == chat
    connection.execute(delete(join_request).where(asked, join_request.c.link_id.in_(links)))


def _forget_parts(connection: Connection, person_id: int, organisation_id: int, gone: list[int]) -> None:
    rounds = select(assessment.c.id).where(assessment.c.organisation_id == organisation_id)
    connection.execute(
        delete(open_consent).where(
            open_consent.c.person_id == person_id, open_consent.c.assessment_id.in_(rounds)
        )
    )
    connection.execute(delete(participation).where(participation.c.id.in_(gone)))
