"""Who may do what in a team: its owner everything, a facilitator the rounds, a member their own answers.

What is not theirs and what does not exist are the same, to everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from flows.team_pages import Position, TeamHead
from frameworks.model import Result
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.tables import assessment, conversation, membership, organisation

PLACE = "place"
LEADS = (Position.OWNER, Position.FACILITATOR)
OTHERS_MOST = 10
"""So many other teams of one person are a button each."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in an organisation."""

    membership_id: int
    person_id: int
    organisation_id: int
    position: Position


def seat_of(connection: Connection, person_id: int | None, organisation_id: int) -> Seat:
    """This person's seat there; raises NotYours for all who have none."""
    row = connection.execute(
        select(membership).where(
            membership.c.person_id == person_id, membership.c.organisation_id == organisation_id
        )
    ).first()
    if row is None or person_id is None:
        raise NotYours
    return Seat(row.id, person_id, organisation_id, Position(row.position))


def require_lead(connection: Connection, person_id: int | None, organisation_id: int) -> Seat:
    """The seat of an owner or a facilitator; raises NotYours for all others."""
    seat = seat_of(connection, person_id, organisation_id)
    if not seat.position.leads:
        raise NotYours
    return seat


def require_owner(connection: Connection, person_id: int | None, organisation_id: int) -> Seat:
    """The seat of the owner; raises NotYours for all others."""
    seat = seat_of(connection, person_id, organisation_id)
    if seat.position is not Position.OWNER:
        raise NotYours
    return seat


def head_for(reader: Reader, organisation_id: int) -> TeamHead:
    """The team and its newest round of the check the reader is at; 0 is that check's own. Raises NotYours."""
    number = organisation_id or reader.here.organisation or 0
    seat = seat_of(reader.connection, reader.person_id, number)
    fits = {each.id for each in reader.knowledge.frameworks.values() if each.result is Result.FIT}
    return team_head(reader.connection, seat, reader.here.framework, fits)


def team_head(connection: Connection, seat: Seat, framework: str, fits: Collection[str] = ()) -> TeamHead:
    """The team with the newest round of this check, or of any where it has none of this one.

    A fit check, whose ids are `fits`, is one person's look at another check: no team answers it.
    """
    name, _, version = framework.rpartition("-")
    mine = (assessment.c.framework == name) & (assessment.c.version == version)
    row = connection.execute(
        select(assessment)
        .where(assessment.c.organisation_id == seat.organisation_id, assessment.c.framework.not_in(fits))
        .order_by(mine.desc(), assessment.c.round_no.desc(), assessment.c.id.desc())
        .limit(1)
    ).first()
    return _head(connection, seat, row, framework)


def head_of_round(reader: Reader, assessment_id: int) -> TeamHead:
    """The team of this very round, for somebody of it. Raises NotYours."""
    row = reader.connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if row is None:
        raise NotYours
    seat = seat_of(reader.connection, reader.person_id, row.organisation_id)
    return _head(reader.connection, seat, row, "")


def _head(connection: Connection, seat: Seat, row: Row[Any] | None, framework: str) -> TeamHead:
    its = connection.execute(select(organisation).where(organisation.c.id == seat.organisation_id)).one()
    if row is None:
        return TeamHead(its.id, its.name, framework, seat.position, place=its.kind == PLACE)
    return TeamHead(
        its.id,
        its.name,
        f"{row.framework}-{row.version}",
        seat.position,
        row.id,
        row.round_no,
        row.closed_at is not None,
        row.closes_on,
        its.kind == PLACE,
    )


def lock_round(connection: Connection, assessment_id: int) -> Row[Any]:
    """The row of a round, locked. Conversations are locked before rounds, rounds in order of id. Raises NotYours."""
    row = connection.execute(
        select(assessment).where(assessment.c.id == assessment_id).with_for_update()
    ).first()
    if row is None:
        raise NotYours
    return row


def lock_team(connection: Connection, organisation_id: int) -> None:
    """Nobody else changes who is in this team before the end of the transaction. Locked before its rounds.

    Raises NotYours where there is no such organisation.
    """
    this = select(organisation.c.id).where(organisation.c.id == organisation_id)
    # Not in the way of those who only refer to it.
    if connection.scalar(this.with_for_update(key_share=True)) is None:
        raise NotYours


def chats_of(
    connection: Connection, organisation_id: int, positions: Collection[Position], bot_id: int = 0
) -> dict[int, int]:
    """One chat of each person with such a position, by person, the one with this bot where they have it."""
    rows = connection.execute(
        select(membership.c.person_id, conversation.c.id)
        .join(conversation, conversation.c.person_id == membership.c.person_id)
        .where(
            membership.c.organisation_id == organisation_id,
            membership.c.position.in_([each.value for each in positions]),
        )
        .order_by(conversation.c.bot_id == bot_id, conversation.c.id)
    )
    return {row.person_id: row.id for row in rows}


def owner_of(connection: Connection, organisation_id: int) -> int | None:
    """The person who owns the organisation's results; None where nobody is in it any more."""
    members = select(membership.c.person_id).where(membership.c.organisation_id == organisation_id)
    is_owner = membership.c.position == Position.OWNER.value
    return connection.scalar(members.order_by(is_owner.desc(), membership.c.id).limit(1))


def newest_of(connection: Connection, person_id: int | None) -> int | None:
    """The organisation that this person came to last; None for who is in none."""
    theirs = select(membership.c.organisation_id).where(membership.c.person_id == person_id)
    return connection.scalar(theirs.order_by(membership.c.id.desc()).limit(1))


def other_teams(
    connection: Connection, person_id: int | None, organisation_id: int
) -> tuple[tuple[int, str], ...]:
    """The numbers and names of this person's other organisations, the newest first; nameless ones are left out."""
    its = organisation.c.id
    theirs = (
        select(its, organisation.c.name)
        .join(membership, membership.c.organisation_id == its)
        .where(membership.c.person_id == person_id, its != organisation_id, organisation.c.name != "")
    )
    rows = connection.execute(theirs.order_by(membership.c.id.desc()).limit(OTHERS_MOST))
    return tuple((row.id, row.name) for row in rows)


def people_in(connection: Connection, organisation_id: int | None) -> int:
    """How many people are in this team."""
    counted = select(func.count()).select_from(membership)
    return connection.scalar(counted.where(membership.c.organisation_id == organisation_id)) or 0
