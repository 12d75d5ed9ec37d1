"""What one tap of a meeting agrees on: the levels that nobody who may see them contradicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from frameworks.model import Framework
from frameworks.pooling import excused_in, levels_of
from frameworks.settling import Settled, State
from frameworks.teams import Member, given_by, pooled
from frameworks.values import Answer, Said, Shown
from storage.tables import assessment
from storage.team.agreeing import to_agree
from storage.team.freezing import answering, read_voters
from storage.team.opened import is_open_to
from storage.team.tables import round_result


def same_views(
    connection: Connection, framework: Framework, assessment_id: int, reader: int | None
) -> dict[str, Answer]:
    """The levels that one tap agrees on: those all lean to and this person may see, of what is not agreed on yet."""
    rows = to_agree(connection, assessment_id)
    found = _of_sheet(connection, assessment_id, rows)
    if is_open_to(connection, assessment_id, reader):
        found |= opened_views(connection, framework, assessment_id)
    return {
        one: Answer(Said.LEVEL, value.level, shown=Shown.OPTION if value.shown else None)
        for one, value in found.items()
        if one in rows and not rows[one].agreed
    }


def opened_views(connection: Connection, framework: Framework, assessment_id: int) -> dict[str, Settled]:
    """The levels of a round that nobody contradicts, also by "does not apply": for those to whom it is open.

    Of a must nothing that only somebody said whom it does not ask.
    """
    if framework.is_place:
        return {}
    organisation = select(assessment.c.organisation_id).where(assessment.c.id == assessment_id)
    voters = read_voters(connection, assessment_id, connection.execute(organisation).scalar_one())
    members = [Member(one.roles, one.answers) for one in answering(framework, voters)]
    given = given_by(framework, members)
    return {
        one: value
        for one, value in pooled(framework, members).items()
        if value.state is State.LEVEL and len(set(levels_of(given[one]))) == 1 and not excused_in(given[one])
    }


def _of_sheet(connection: Connection, assessment_id: int, rows: Mapping[str, Row[Any]]) -> dict[str, Settled]:
    sheet = connection.scalar(
        select(round_result.c.sheet).where(round_result.c.assessment_id == assessment_id)
    )
    return {
        line["element"]: Settled(State.LEVEL, line["level"], line["level"], rows[line["element"]].shown)
        for line in sheet or ()
        if line["topic"] == "same_view" and line["level"] is not None and line["element"] in rows
    }
