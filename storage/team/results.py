"""What a closed round left: where every element stood, frozen, with what the meeting agreed on since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from flows.team_results import ClosedRound
from frameworks.settling import Settled, State
from frameworks.values import Scope
from storage.tables import assessment, organisation
from storage.team.sheets import place_from, views_from
from storage.team.tables import round_result, settled

_ROUNDS: Select[Any] = (
    select(
        assessment,
        organisation.c.name.label("organisation"),
        organisation.c.size,
        round_result.c.people,
        round_result.c.scope,
        round_result.c.profile,
        round_result.c.sheet,
        round_result.c.voices,
    )
    .join(organisation, organisation.c.id == assessment.c.organisation_id)
    .join(round_result, round_result.c.assessment_id == assessment.c.id)
    .where(assessment.c.closed_at.is_not(None))
)


def frozen(connection: Connection, assessment_id: int) -> ClosedRound | None:
    """This round as it was frozen; None while it is open, or where it is not there any more."""
    row = connection.execute(_ROUNDS.where(assessment.c.id == assessment_id)).first()
    return None if row is None else _frozen(connection, row)


def round_before(connection: Connection, assessment_id: int) -> ClosedRound | None:
    """The newest closed round before this one, of the same organisation and check, in whichever version."""
    here = connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if here is None:
        return None
    earlier = (
        (assessment.c.organisation_id == here.organisation_id)
        & (assessment.c.framework == here.framework)
        & (assessment.c.round_no < here.round_no)
    )
    newest = _ROUNDS.where(earlier).order_by(assessment.c.round_no.desc(), assessment.c.id.desc()).limit(1)
    row = connection.execute(newest).first()
    return None if row is None else _frozen(connection, row)


def _frozen(connection: Connection, row: Row[Any]) -> ClosedRound:
    elements: Sequence[Row[Any]] = connection.execute(
        select(settled).where(settled.c.assessment_id == row.id)
    ).all()
    agreed = frozenset(each.element_id for each in elements if each.agreed)
    levels = {each.element_id: value_of(each) for each in elements}
    place = place_from(row.voices, levels, agreed) if "view" in row.voices else None
    # What the meeting agreed on may have left a question out by a branch, or brought it in.
    sheet = tuple(line for line in row.sheet if levels[line["element"]].state is not State.NOT_ASKED)
    few = frozenset(line["element"] for line in sheet if not line["spread"] and place is None)
    return ClosedRound(
        assessment_id=row.id,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        size=row.size or "",
        framework=f"{row.framework}-{row.version}",
        round_no=row.round_no,
        people=row.people,
        scope=Scope(row.scope),
        profile=row.profile,
        closed_at=row.closed_at,
        settled=levels,
        agreed=agreed,
        reasons={each.element_id: each.reason for each in elements if each.reason},
        options={each.element_id: each.option for each in elements if each.option is not None},
        versions={each.element_id: each.element_version for each in elements},
        few=few - agreed,
        sheet=sheet,
        place=place,
        views=views_from(row.voices),
    )


def value_of(row: Row[Any]) -> Settled:
    """Where an element stands, from its row."""
    return Settled(State(row.state), row.low, row.high, row.shown)
