"""The rounds of a check in an organisation: its open one, a new one, and a person's part in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from flows.conversation import Inputs, Part
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.tables import assessment, membership, organisation, participation
from storage.team.positions import Seat, lock_round, lock_team, owner_of, seat_of
from storage.wide import PART, part_of, read_answers

LONGEST = 366
"""So many days ahead a round may close, at most."""


def new_round(connection: Connection, seat: Seat, framework: str, now: datetime) -> Row[Any]:
    """A new round of this check, for one who leads; raises BadValue where one is open, NotYours where none was."""
    lock_team(connection, seat.organisation_id)
    newest = connection.execute(rounds_of(seat.organisation_id, framework).limit(1)).first()
    if newest is None:
        raise NotYours
    if newest.closed_at is None:
        raise BadValue("round_still_open")
    return _opened(connection, seat.organisation_id, framework, newest, now)


def rounds_of(organisation_id: int, framework: str) -> Select[Any]:
    """The rounds of this check in this organisation, the newest first."""
    name, _, version = framework.rpartition("-")
    return (
        select(assessment)
        .where(
            assessment.c.organisation_id == organisation_id,
            assessment.c.framework == name,
            assessment.c.version == version,
        )
        .order_by(assessment.c.round_no.desc(), assessment.c.id.desc())
    )


def open_round(connection: Connection, organisation_id: int, framework: str) -> Row[Any] | None:
    """The open round of this check, or else of any other one of this organisation that was opened last."""
    name, _, version = framework.rpartition("-")
    mine = (assessment.c.framework == name) & (assessment.c.version == version)
    return connection.execute(
        select(assessment)
        .where(assessment.c.organisation_id == organisation_id, assessment.c.closed_at.is_(None))
        .order_by(mine.desc(), assessment.c.opened_at.desc(), assessment.c.id.desc())
        .limit(1)
    ).first()


def part_to_answer(
    connection: Connection, person_id: int | None, organisation_id: int, framework: str
) -> Part | None:
    """This person's part in the round that is open, of this check if it is; None for who is not in the organisation."""
    try:
        seat = seat_of(connection, person_id, organisation_id)
    except NotYours:
        return None
    row = open_round(connection, organisation_id, framework)
    return None if row is None else part_in(connection, seat, row)


def part_in(connection: Connection, seat: Seat, row: Row[Any]) -> Part:
    """This person's part in a round: the one they have, or a new one that keeps what the way in asked last time."""
    mine = PART.where(
        participation.c.person_id == seat.person_id,
        assessment.c.organisation_id == seat.organisation_id,
        assessment.c.framework == row.framework,
    )
    last = connection.execute(
        mine.order_by((assessment.c.id == row.id).desc(), assessment.c.round_no.desc()).limit(1)
    ).first()
    if last is None:
        return _first_part(connection, seat, row)
    there = connection.scalar(select(participation.c.assessment_id).where(participation.c.id == last.id))
    if there == row.id:
        return part_of(last, read_answers(connection, [last.id])[last.id])
    kept = part_of(last, {})
    key = f"{row.framework}-{row.version}"
    return Part(key, kept.inputs, {}, organisation=seat.organisation_id, round_no=row.round_no)


def _first_part(connection: Connection, seat: Seat, row: Row[Any]) -> Part:
    """Who leads a team and never answered themselves begins with what is known of the organisation."""
    its = connection.execute(
        select(organisation.c.name, organisation.c.size, membership)
        .join(membership, membership.c.organisation_id == organisation.c.id)
        .where(membership.c.id == seat.membership_id)
    ).one()
    first = select(participation.c.profile).join(assessment, assessment.c.id == participation.c.assessment_id)
    said = connection.scalar(
        first.where(
            assessment.c.organisation_id == seat.organisation_id, assessment.c.framework == row.framework
        )
        .order_by(
            (participation.c.person_id == owner_of(connection, seat.organisation_id)).desc(),
            participation.c.id,
        )
        .limit(1)
    )
    group = its.stakeholder or ""
    inputs = Inputs(its.name, its.size, said or "", tuple(its.roles or ()), group=group, placed=its.placed)
    key = f"{row.framework}-{row.version}"
    return Part(key, inputs, {}, organisation=seat.organisation_id, round_no=row.round_no)


def set_day(connection: Connection, row: Row[Any], day: str, today: str) -> None:
    """The last day of a locked, open round, an ISO date, empty for none; BadValue for one too near or too far."""
    if row.closed_at is not None:
        raise BadValue("round_closed")
    if day:
        first = date.fromisoformat(today) + timedelta(days=1)
        if not first <= date.fromisoformat(day) <= first + timedelta(days=LONGEST):
            raise BadValue("round_day_soon" if date.fromisoformat(day) < first else "round_day_far")
    connection.execute(update(assessment).where(assessment.c.id == row.id).values(closes_on=day))


def _opened(
    connection: Connection, organisation_id: int, framework: str, before: Row[Any], now: datetime
) -> Row[Any]:
    """The round after this one; what a place waits for is kept."""
    name, _, version = framework.rpartition("-")
    made = connection.scalar(
        insert(assessment).returning(assessment.c.id),
        {
            "organisation_id": organisation_id,
            "framework": name,
            "version": version,
            "round_no": before.round_no + 1,
            "opened_at": now,
            "budget_on": before.budget_on,
            "election_on": before.election_on,
        },
    )
    return lock_round(connection, made or 0)
