"""What the meeting about a closed round agrees on: levels, the reason of each, what shows it or excuses it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from flows.reading import clean_name
from flows.team_desk import AGREED_EXCUSE, AGREED_UNKNOWN, REASON_MOST
from frameworks.model import Element, Framework
from frameworks.settling import State, asks_proof, may_not_apply, only_reason, settle_one
from frameworks.values import Answer, Said, Shown
from storage.programme.cohort_values import BadValue
from storage.programme.rights import NotYours
from storage.team.branching import ask_anew
from storage.team.deciding import confirms
from storage.team.positions import lock_round, require_lead
from storage.team.results import value_of
from storage.team.tables import round_result, settled


def round_to_agree(connection: Connection, person_id: int | None, assessment_id: int) -> Row[Any]:
    """A closed round, locked, for one who leads it. Raises NotYours, or BadValue while it is open."""
    row = lock_round(connection, assessment_id)
    require_lead(connection, person_id, row.organisation_id)
    if row.closed_at is None:
        raise BadValue("round_not_closed")
    return row


def answer_for(framework: Framework, element: Element, value: int) -> Answer:
    """What a button of one element stands for. Raises NotYours for what no button of it says."""
    if value == AGREED_UNKNOWN:
        return Answer(Said.DONT_KNOW)
    if value == AGREED_EXCUSE > framework.levels and may_not_apply(element):
        return Answer(Said.NOT_APPLICABLE, option=only_reason(element))
    if not 1 <= value <= framework.levels:
        raise NotYours
    return Answer(Said.LEVEL, value)


def write_agreed(
    connection: Connection,
    framework: Framework,
    assessment_id: int,
    answers: Mapping[str, Answer],
    now: datetime,
    others: Collection[str] = (),
) -> int:
    """Store what the meeting agreed on, by element; how many were stored. The round is locked by `round_to_agree`.

    What is not talked about is left out: what was not asked, and what a place keeps back. On `others` somebody else
    decides: they are left out as well, unless they stay where they stand. Where the level stays as it was agreed
    before, so do its reason and its proof, unless a proof is named. What else is asked is looked at anew.
    """
    rows = to_agree(connection, assessment_id)
    stored = 0
    for element in framework.elements:
        answer, row = answers.get(element.id), rows.get(element.id)
        if row is None or answer is None or answer.said is Said.NOT_MY_AREA:
            continue
        if element.id not in others or confirms(framework, element, answer, value_of(row)):
            _write(connection, framework, element, answer, row, now)
            stored += 1
    ask_anew(connection, framework, assessment_id)
    return stored


def to_agree(connection: Connection, assessment_id: int) -> dict[str, Row[Any]]:
    """The rows of what a meeting may agree on; none where one person answered alone."""
    result = connection.execute(
        select(round_result).where(round_result.c.assessment_id == assessment_id)
    ).first()
    if result is None or result.people < 2:
        return {}
    kept_back = set(result.voices.get("kept_back", ()))
    rows = connection.execute(select(settled).where(settled.c.assessment_id == assessment_id)).all()
    return {
        row.element_id: row
        for row in rows
        if row.state != State.NOT_ASKED and row.element_id not in kept_back
    }


def in_line(framework: Framework, rows: Collection[str], part: int) -> tuple[str, ...]:
    """What a line about this part answers, in the order of its signs; `rows` is what a meeting may agree on."""
    here = framework.dimensions[part].elements if part < len(framework.dimensions) else ()
    return tuple(each.id for each in here if each.id in rows)


def write_reason(connection: Connection, assessment_id: int, element: str, text: str) -> None:
    """The one sentence on why. Raises BadValue where it is too long, or where nothing was agreed on yet."""
    reason = clean_name(text)
    if not reason:
        raise BadValue("reason_empty")
    if len(reason) > REASON_MOST:
        raise BadValue("reason_long", limit=REASON_MOST)
    _agreed_row(connection, assessment_id, element)
    _update(connection, assessment_id, element, {"reason": reason})


def write_proof(
    connection: Connection, framework: Framework, assessment_id: int, element: Element, option: int
) -> None:
    """What shows the agreed level, by the number of its proof, 0 for nothing yet; or why it does not apply.

    Raises NotYours for what is no option.
    """
    row = _agreed_row(connection, assessment_id, element.id)
    if not _may_name(framework, element, row, option):
        raise NotYours
    shown = row.state == State.LEVEL and option > 0
    _update(connection, assessment_id, element.id, {"shown": shown, "option": option})


def _may_name(framework: Framework, element: Element, row: Row[Any], option: int) -> bool:
    if row.state == State.NOT_APPLICABLE:
        return 1 <= option <= len(element.na_reasons)
    asked = row.state == State.LEVEL and asks_proof(framework, element, row.low)
    return asked and 0 <= option <= len(element.proof)


def _agreed_row(connection: Connection, assessment_id: int, element: str) -> Row[Any]:
    row = to_agree(connection, assessment_id).get(element)
    if row is None:
        raise NotYours
    if not row.agreed:
        raise BadValue("agree_first")
    return row


def _write(
    connection: Connection,
    framework: Framework,
    element: Element,
    answer: Answer,
    row: Row[Any],
    now: datetime,
) -> None:
    value = settle_one(framework, element, answer)
    same = row.agreed and (row.state, row.low, row.high) == (value.state, value.low, value.high)
    proved = answer.shown is not None
    named = value.shown or value.state is State.NOT_APPLICABLE
    option = 0 if answer.shown is Shown.NOTHING else answer.option if named else None
    values = {
        "state": value.state.value,
        "low": value.low,
        "high": value.high,
        "shown": row.shown if same and not proved else value.shown,
        "agreed": True,
        "option": row.option if same and not proved else option,
        "reason": row.reason if same else "",
        "at": now,
    }
    _update(connection, row.assessment_id, element.id, values)


def _update(connection: Connection, assessment_id: int, element: str, values: Mapping[str, Any]) -> None:
    this = (settled.c.assessment_id == assessment_id) & (settled.c.element_id == element)
    connection.execute(update(settled).where(this).values(dict(values)))
