"""What a team's closed round settled, for whoever takes actions up from it: those who lead the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from flows.conversation import OfTeam
from flows.team_results import ClosedRound
from frameworks.settling import Settled
from storage.programme.rights import NotYours
from storage.tables import assessment, participation
from storage.team.planned import taken_by_others
from storage.team.positions import seat_of
from storage.team.results import frozen

ENOUGH = 3
"""The level that counts, of every check that teams answer; one above it is in place and nothing more."""


def picture_of_team(connection: Connection, person_id: int | None, number: int | None) -> OfTeam | None:
    """The closed round that this person's participation with this number belongs to, as its result shows it.

    None where it is not theirs to see, or nobody else answered. A place keeps to one's own picture: its actions are
    told group by group.
    """
    row = connection.execute(
        select(assessment.c.id, assessment.c.organisation_id)
        .join(participation, participation.c.assessment_id == assessment.c.id)
        .where(participation.c.id == number, assessment.c.closed_at.is_not(None))
    ).first()
    found = frozen(connection, row.id) if row is not None else None
    if row is None or found is None or found.place or found.people <= 1:
        return None
    try:
        seat = seat_of(connection, person_id, row.organisation_id)
    except NotYours:
        return None
    if not seat.position.leads:
        return None
    taken = taken_by_others(connection, found, seat.person_id)
    return OfTeam(_as_printed(found), found.profile, found.scope.value, taken, row.id)


def _as_printed(found: ClosedRound) -> Mapping[str, Settled]:
    """Where fewer than three gave a level, a result says in a word that it is in place, and so no more is told here."""
    return {
        one: replace(value, low=ENOUGH, high=ENOUGH)
        if one in found.few and (value.level or 0) > ENOUGH
        else value
        for one, value in found.settled.items()
    }
