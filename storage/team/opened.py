"""Open mode: the people of a round let each other see who gave which level. It holds only where all of them agreed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from flows.round_pages import GivenLevel
from storage.inserting import insert_or_ignore
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.tables import answer, assessment, membership, participation
from storage.team.positions import lock_round, seat_of
from storage.team.tables import open_consent, round_result


def consent(
    connection: Connection, person_id: int | None, assessment_id: int, now: datetime, *, agrees: bool
) -> bool:
    """This person agrees that all may see each other's levels, or takes that back, which nobody can after closing.

    Whether that is new. Raises NotYours for who does not take part in the round, BadValue where it is too late.
    """
    row = lock_round(connection, assessment_id)
    there = people_in if row.closed_at is None else who_could
    if person_id is None or person_id not in there(connection, assessment_id):
        raise NotYours
    seat_of(connection, person_id, row.organisation_id)
    if not agrees and row.closed_at is not None:
        raise BadValue("open_mode_fixed")
    if agrees:
        said = {"assessment_id": assessment_id, "person_id": person_id, "at": now}
        new = person_id not in agreed_in(connection, assessment_id)
        connection.execute(insert_or_ignore(connection, open_consent), said)
        return new
    mine = (open_consent.c.assessment_id == assessment_id) & (open_consent.c.person_id == person_id)
    return bool(connection.execute(delete(open_consent).where(mine)).rowcount)


def people_in(connection: Connection, assessment_id: int) -> list[int]:
    """The persons who gave any answer in this round, the first one first."""
    answered = select(answer.c.element_id).where(answer.c.participation_id == participation.c.id).exists()
    return list(
        connection.scalars(
            select(participation.c.person_id)
            .where(participation.c.assessment_id == assessment_id, answered)
            .order_by(participation.c.id)
        )
    )


def who_could(connection: Connection, assessment_id: int) -> list[int]:
    """The persons who could open their levels to each other: all who answered, where they are two or more.

    Nobody once somebody of a closed round is gone: with the spread of all, the levels of all others would tell theirs.
    """
    people = people_in(connection, assessment_id)
    answered = connection.scalar(
        select(round_result.c.people).where(round_result.c.assessment_id == assessment_id)
    )
    gone = answered is not None and answered != len(people)
    return [] if gone or len(people) < 2 else people


def agreed_in(connection: Connection, assessment_id: int) -> set[int]:
    """The persons who agreed to it."""
    found = select(open_consent.c.person_id).where(open_consent.c.assessment_id == assessment_id)
    return set(connection.scalars(found))


def is_open(connection: Connection, assessment_id: int) -> bool:
    """Whether levels may be seen by person: the round is closed, several answered, all are there and agreed."""
    closed = select(assessment.c.closed_at).where(assessment.c.id == assessment_id)
    if connection.scalar(closed) is None:
        return False
    people = who_could(connection, assessment_id)
    return bool(people) and set(people) <= agreed_in(connection, assessment_id)


def is_open_to(connection: Connection, assessment_id: int, reader: int | None) -> bool:
    """Whether this person may see levels by person: all agreed to show them to each other, and to nobody else."""
    return reader in people_in(connection, assessment_id) and is_open(connection, assessment_id)


def given_levels(
    connection: Connection, assessment_id: int, element: str, reader: int | None
) -> tuple[GivenLevel, ...]:
    """Each person's level of one element, or none, by number from 1, with their roles and which is the reader's.

    Only for who may see it: see `is_open_to`.
    """
    of_team = (membership.c.person_id == participation.c.person_id) & (
        membership.c.organisation_id == assessment.c.organisation_id
    )
    its = (answer.c.participation_id == participation.c.id) & (answer.c.element_id == element)
    rows = connection.execute(
        select(participation.c.person_id, answer.c.level, membership.c.roles)
        .outerjoin(answer, its)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .outerjoin(membership, of_team)
        .where(participation.c.assessment_id == assessment_id)
    )
    levels = {row.person_id: row for row in rows}
    numbers = {person: number for number, person in enumerate(people_in(connection, assessment_id), 1)}
    return tuple(
        GivenLevel(number, levels[person].level, tuple(levels[person].roles or ()), person == reader)
        for person, number in numbers.items()
    )
