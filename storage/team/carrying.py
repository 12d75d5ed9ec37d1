"""What a person took up goes with them into the next round: the plan, its day, and the letter that asks about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from flows.agenda import is_ahead
from storage.tables import assessment, chosen_action, participation
from storage.team.seen import picture_of_team
from storage.wide import read_answers

OPEN = ("open", "shown")

_now, _its = participation.alias("now"), assessment.alias("its")


def rounds_of_part(number: int) -> Select[Any]:
    """The participations of this one's person in all rounds of its check, the newest round first."""
    return (
        select(participation.c.id, participation.c.person_id, assessment.c.round_no)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .join(_now, _now.c.person_id == participation.c.person_id)
        .join(_its, _its.c.id == _now.c.assessment_id)
        .where(
            _now.c.id == number,
            assessment.c.organisation_id == _its.c.organisation_id,
            assessment.c.framework == _its.c.framework,
            assessment.c.version == _its.c.version,
        )
        .order_by(assessment.c.round_no.desc(), assessment.c.id.desc())
    )


def present_part(connection: Connection, person_id: int | None, number: int) -> int | None:
    """Where a check of this person goes on that a letter named by this number; None where it is not theirs."""
    newest = connection.execute(rounds_of_part(number).limit(1)).first()
    return newest.id if newest is not None and newest.person_id == person_id else None


def carry(connection: Connection, number: int) -> None:
    """Take what is open into this participation, which begins now, from the round its person was in before.

    What was chosen stays with the old round too, as its result tells it, but nobody is asked about it there any more.
    """
    before = connection.execute(rounds_of_part(number).where(participation.c.id != number).limit(1)).first()
    if before is None:
        return
    of_team = picture_of_team(connection, before.person_id, before.id)
    said = read_answers(connection, [before.id])[before.id]
    mine = (chosen_action.c.participation_id == before.id, chosen_action.c.status.in_(OPEN))
    taken_up = connection.execute(select(chosen_action).where(*mine)).all()
    rows = [_row(each, number) for each in taken_up if is_ahead(each.action_id, said, of_team)]
    if rows:
        connection.execute(insert(chosen_action), rows)
    connection.execute(update(chosen_action).where(*mine).values(ask_on=""))


def _row(row: Row[Any], number: int) -> dict[str, Any]:
    return {**row._mapping, "participation_id": number}
