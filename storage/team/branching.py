"""What else is asked hangs on what a meeting agrees on: elements come into a closed round or leave it by its branches.

An element that leaves keeps where it stood, and stands there again where it comes back. What groups of a place said
to a question that was not asked is not kept: what small groups may not show was looked at without it, so it comes
back as not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update

from frameworks.model import Framework
from frameworks.pooling import only_asked
from frameworks.settling import Settled, State
from frameworks.values import Scope
from storage.team.results import value_of
from storage.team.tables import round_result, settled

LEFT_OUT = "left_out"
"""In `voices` of a round: where the elements stand that a branch leaves out."""

Json = dict[str, Any]


def left_out_json(values: Mapping[str, Settled], asked: Mapping[str, Settled]) -> Json:
    """What is kept of those that are not asked; nothing of those of which nothing is known."""
    left = {one: value for one, value in values.items() if asked[one].state is State.NOT_ASKED}
    known = {one: value for one, value in left.items() if value.state not in (State.NOT_ASKED, State.UNKNOWN)}
    kept = {one: [value.state.value, value.low, value.high, value.shown] for one, value in known.items()}
    return {LEFT_OUT: kept} if kept else {}


def ask_anew(connection: Connection, framework: Framework, assessment_id: int) -> None:
    """Look again at what is asked, by the levels as they stand now. The round is locked by `round_to_agree`."""
    if all(one.asked_if is None or one.asked_if.element is None for one in framework.elements):
        return
    result = connection.execute(
        select(round_result).where(round_result.c.assessment_id == assessment_id)
    ).one()
    rows = connection.execute(select(settled).where(settled.c.assessment_id == assessment_id)).all()
    values = _values(framework, rows, result.voices.get(LEFT_OUT, {}))
    asked = only_asked(framework, values, result.profile, Scope(result.scope))
    _write(connection, assessment_id, rows, asked)
    others = {key: value for key, value in result.voices.items() if key != LEFT_OUT}
    voices = others | left_out_json(values, asked)
    if voices != result.voices:
        this = update(round_result).where(round_result.c.assessment_id == assessment_id)
        connection.execute(this.values(voices=voices))


def _values(framework: Framework, rows: Collection[Row[Any]], left: Mapping[str, Any]) -> dict[str, Settled]:
    """Where every element stands, asked or not."""
    found = {row.element_id: value_of(row) for row in rows}
    unknown = Settled(State.UNKNOWN, 1, framework.levels)
    for one, value in found.items():
        if one in left:
            state, low, high, shown = left[one]
            found[one] = Settled(State(state), low, high, shown)
        elif value.state is State.NOT_ASKED:
            found[one] = unknown
    return found


def _write(
    connection: Connection, assessment_id: int, rows: Collection[Row[Any]], asked: Mapping[str, Settled]
) -> None:
    """The rows of what is asked now and was not before, and the other way round."""
    for row in rows:
        value = asked[row.element_id]
        if (value.state is State.NOT_ASKED) == (row.state == State.NOT_ASKED):
            continue
        this = (settled.c.assessment_id == assessment_id) & (settled.c.element_id == row.element_id)
        stands = {"state": value.state.value, "low": value.low, "high": value.high, "shown": value.shown}
        connection.execute(update(settled).where(this).values(stands))
