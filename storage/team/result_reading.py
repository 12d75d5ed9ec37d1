"""The result of a closed round for those who may see it: the team's, where it is for them, and the round before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from flows.conversation import Chosen, Conversation
from flows.pages import SharedWith
from flows.team_pages import Position
from flows.team_results import ClosedRound, TeamResult
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.programme.sharing import cohorts_seeing, shared_with
from storage.tables import answer, assessment, membership, participation
from storage.team.looking_back import looked_back
from storage.team.place_dates import dates_of
from storage.team.planned import OWN, planned, planned_by_team, planned_from_result
from storage.team.positions import seat_of
from storage.team.results import frozen, round_before
from storage.team.rounds import rounds_of
from storage.team.tables import evidence


def summary_page(
    connection: Connection, row_id: int, person_id: int | None, here: Conversation, now: datetime
) -> SharedWith:
    """Who sees the result of this check, and of a closed round of several what this person may see of it."""
    members = _members(connection, person_id, here)
    shared = replace(
        shared_with(connection, row_id, now),
        alone=members == 1,
        waits=members > 1 and not here.closed,
        newer_round=_newer_round(connection, here) if members and here.closed else 0,
    )
    if person_id is None or here.number is None or not (here.closed or here.round_no > 1):
        return shared
    round_id = connection.scalar(
        select(participation.c.assessment_id).where(participation.c.id == here.number)
    )
    if round_id is None:
        return shared
    found = frozen(connection, round_id) if here.closed else None
    if found is None or found.people <= 1:
        before = _own_before(connection, person_id, round_id)
        return replace(
            shared, before=before, looked_back=looked_back(connection, here.number) if before else {}
        )
    if not may_see(connection, person_id, found):
        return replace(shared, with_leads=True)
    return replace(shared, team=team_result(connection, person_id, found))


def result_for(connection: Connection, person_id: int | None, round_id: int, now: datetime) -> SharedWith:
    """The result of this closed round for who may see it, whether they answered or not. Raises NotYours."""
    found = frozen(connection, round_id)
    if found is None or not may_see(connection, person_id, found):
        raise NotYours
    return SharedWith(cohorts_seeing(connection, round_id, now), team_result(connection, person_id, found))


def require_result(reader: Reader, round_id: int) -> None:
    """That there is a result to send: of this closed round, for who may see it, or for 0 one's own.

    Raises NotYours, and BadValue where nothing of one's own is answered yet.
    """
    if round_id:
        result_for(reader.connection, reader.person_id, round_id, reader.now)
    elif not reader.here.answers:
        raise BadValue("not_now_result")


def _newer_round(connection: Connection, here: Conversation) -> int:
    """The round of this check that is open since the one this person is at was closed, by its number; 0 for none."""
    if here.organisation is None:
        return 0
    newest = connection.execute(rounds_of(here.organisation, here.framework).limit(1)).first()
    opened = newest is not None and newest.closed_at is None and newest.round_no > here.round_no
    return int(newest.round_no) if newest is not None and opened else 0


def _members(connection: Connection, person_id: int | None, here: Conversation) -> int:
    """How many people are in the organisation that this person answers for; 0 where they are not in it themselves."""
    if here.organisation is None:
        return 0
    members = select(membership.c.person_id).where(membership.c.organisation_id == here.organisation)
    found = set(connection.scalars(members))
    return len(found) if person_id in found else 0


def may_see(connection: Connection, person_id: int | None, found: ClosedRound) -> bool:
    """Whether the result of this round is for this person: of a place for all of it, else for those who lead.

    What one person alone said is theirs; nobody else reads it as a result of several.
    """
    if found.people <= 1:
        return False
    try:
        seat = seat_of(connection, person_id, found.organisation_id)
    except NotYours:
        return False
    return found.place is not None or seat.position.leads


def team_result(connection: Connection, person_id: int | None, found: ClosedRound) -> TeamResult:
    """All that the result of this round is drawn from; nothing of what only two people know of each other."""
    number, position = found.assessment_id, seat_of(connection, person_id, found.organisation_id).position
    before = round_before(connection, number)
    theirs = before is not None and may_see(connection, person_id, before)
    return TeamResult(
        found,
        before if theirs else _own_before(connection, person_id, number),
        _planned(connection, person_id, found),
        planned_from_result(connection, before) if theirs and before is not None else {},
        _notes(connection, number),
        leads=position.leads,
        owns=position is Position.OWNER,
        dates=dates_of(connection, number),
    )


def _planned(connection: Connection, person_id: int | None, found: ClosedRound) -> dict[str, Chosen]:
    """What is planned in a team; or in a place, where everybody acts from their own picture."""
    if found.place is None:
        return planned_by_team(connection, found, person_id)
    # The id of an action names the level it starts from: there is none of what a place keeps back.
    told = {one: value for one, value in found.settled.items() if one not in found.place.kept_back}
    return planned(connection, found.assessment_id, told, person_id, OWN)


def _own_before(connection: Connection, person_id: int | None, round_id: int) -> ClosedRound | None:
    """The round before, where this person alone answered it: then it is theirs to be compared with."""
    before = round_before(connection, round_id)
    if before is None or before.people != 1:
        return None
    mine = (
        select(answer.c.element_id)
        .join(participation, participation.c.id == answer.c.participation_id)
        .where(participation.c.assessment_id == before.assessment_id, participation.c.person_id == person_id)
        .limit(1)
    )
    return before if connection.scalar(mine) is not None else None


def _notes(connection: Connection, round_id: int) -> dict[str, str]:
    """What people let others read, the newest of each element: the words alone, and nobody's name."""
    rows = connection.execute(
        select(evidence.c.element_id, evidence.c.text)
        .join(participation, participation.c.id == evidence.c.participation_id)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(
            participation.c.assessment_id == round_id,
            assessment.c.closed_at.is_not(None),
            evidence.c.for_team,
            evidence.c.text != "",
        )
        .order_by(evidence.c.at, evidence.c.id)
    )
    return {row.element_id: row.text for row in rows}
