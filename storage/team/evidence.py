"""Notes and proofs as rows: kept with the part of the person who sent them, and what a team may see of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from flows.evidence import NOTES_MOST, EvidenceLine
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.tables import assessment, participation
from storage.team.tables import evidence

LARGEST = 2**31 - 1
"""What the column of sizes can hold; larger files are said to be so large."""


def own_lines(
    connection: Connection, participation_id: int | None, element_id: str
) -> tuple[EvidenceLine, ...]:
    """What this person put to an element, in the order it came."""
    rows = connection.execute(
        select(evidence).where(*_of(participation_id, element_id)).order_by(evidence.c.id)
    )
    return tuple(EvidenceLine(row.id, row.kind, row.text, row.size, row.for_team) for row in rows)


def how_many(connection: Connection, participation_id: int | None, element_id: str | None) -> int:
    """How many notes and proofs this person put to an element."""
    counted = select(func.count()).select_from(evidence).where(*_of(participation_id, element_id or ""))
    return connection.scalar(counted) or 0


def _of(participation_id: int | None, element_id: str) -> tuple[ColumnElement[bool], ...]:
    return evidence.c.participation_id == participation_id, evidence.c.element_id == element_id


def add(
    connection: Connection,
    participation_id: int,
    element_id: str,
    kind: str,
    text: str,
    now: datetime,
    *,
    file: str = "",
    size: int = 0,
) -> None:
    """Keep a note or a proof, which nobody else sees before its writer says so. Raises BadValue where it is full."""
    if how_many(connection, participation_id, element_id) >= NOTES_MOST:
        raise BadValue("evidence_full", most=NOTES_MOST)
    row = {
        "participation_id": participation_id,
        "element_id": element_id,
        "kind": kind,
        "text": text,
        "file": file,
        "size": min(size, LARGEST),
        "for_team": False,
        "at": now,
    }
    connection.execute(insert(evidence), row)


def drop(connection: Connection, participation_id: int | None, number: int) -> str:
    """Remove one's own note or proof; the element it was put to. Raises NotYours."""
    return _found(
        connection.scalar(delete(evidence).where(*_own(participation_id, number)).returning(_ELEMENT))
    )


def show(connection: Connection, participation_id: int | None, number: int, *, for_team: bool) -> str:
    """Whether the team may see one's own note or proof from now on; its element. Raises NotYours."""
    mine = update(evidence).where(*_own(participation_id, number)).values(for_team=for_team)
    return _found(connection.scalar(mine.returning(_ELEMENT)))


_ELEMENT = evidence.c.element_id


def _own(participation_id: int | None, number: int) -> tuple[ColumnElement[bool], ...]:
    return evidence.c.participation_id == participation_id, evidence.c.id == number


def _found(element_id: str | None) -> str:
    if element_id is None:
        raise NotYours
    return element_id


def for_team(connection: Connection, assessment_id: int, element_id: str) -> tuple[str, ...]:
    """What people of a closed round let their team read about an element, without a word of who wrote it.

    In the order of the alphabet, so that the order tells nothing either.
    """
    rows = connection.scalars(
        select(evidence.c.text)
        .join(participation, participation.c.id == evidence.c.participation_id)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(
            assessment.c.id == assessment_id,
            assessment.c.closed_at.is_not(None),
            evidence.c.element_id == element_id,
            evidence.c.for_team,
            evidence.c.text != "",
        )
    )
    return tuple(sorted(rows))
