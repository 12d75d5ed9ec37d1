"""What a team's closed round settled, for whoever takes actions up from it: those who lead the team."""

from __future__ import annotations

from sqlalchemy import Connection, select

from frameworks.settling import as_answer
from frameworks.values import Answer
from storage.programme.rights import NotYours
from storage.records import Held
from storage.tables import participation
from storage.team.positions import seat_of
from storage.team.results import frozen


def answers_of_team(connection: Connection, held: Held) -> dict[str, Answer] | None:
    """What the closed round this person is at settled, as if one person had said it; None where it is not theirs to
    see, or nobody else answered. A place keeps to one's own picture: its actions are told group by group.
    """
    here = held.conversation
    if not here.closed or here.number is None or here.organisation is None:
        return None
    try:
        seat = seat_of(connection, held.person_id, here.organisation)
    except NotYours:
        return None
    round_id = connection.scalar(
        select(participation.c.assessment_id).where(participation.c.id == here.number)
    )
    found = frozen(connection, round_id or 0)
    if found is None or found.place or found.people <= 1 or not seat.position.leads:
        return None
    # Where fewer than three gave a level, one's own answer is all that one may be shown.
    said = {
        one: here.answers.get(one) if one in found.few else as_answer(value, found.options.get(one))
        for one, value in found.settled.items()
    }
    return {one: answer for one, answer in said.items() if answer is not None}
