"""What only some states look at: the other checks of a person, and the actions they took up.

Read for conversations in these states alone, so that a tap on an answer never pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, select

from flows.conversation import Chosen, OfTeam, Part
from flows.shelf import all_parts, as_part, shelf_key
from flows.table import WIDE
from frameworks.values import Answer
from storage.inserting import insert_into
from storage.records import Held, Values, answer_of, inputs_of
from storage.tables import (
    ANSWER_FIELDS,
    CHOSEN_FIELDS,
    answer,
    assessment,
    chosen_action,
    membership,
    organisation,
    participation,
)
from storage.team.seen import picture_of_team

# What was said in the round that a person took part in last, closed or not; older rounds of a check are on no shelf.
_later_part, _later = participation.alias(), assessment.alias()
_HAS_LATER = (
    exists()
    .where(
        _later_part.c.person_id == participation.c.person_id,
        _later.c.id == _later_part.c.assessment_id,
        _later.c.organisation_id == assessment.c.organisation_id,
        _later.c.framework == assessment.c.framework,
        _later.c.version == assessment.c.version,
        _later.c.round_no > assessment.c.round_no,
    )
    .correlate(participation, assessment)
)

# What `records.inputs_of` and its neighbours read of a check, from a row that joins these tables.
CHECK_COLUMNS = (
    participation.c.scope,
    participation.c.profile,
    participation.c.finished_at,
    organisation.c.id.label("organisation_id"),
    organisation.c.name.label("organisation_name"),
    organisation.c.size,
    membership.c.roles,
    membership.c.stakeholder,
    membership.c.placed,
    assessment.c.round_no,
    assessment.c.closed_at,
)
_ANSWERS = select(
    answer.c.participation_id, answer.c.element_id, *(answer.c[name] for name in ANSWER_FIELDS)
).where(answer.c.participation_id.in_(bindparam("ids", expanding=True)))
PART: Select[Any] = (
    select(
        participation.c.id,
        participation.c.person_id,
        participation.c.run,
        assessment.c.framework,
        assessment.c.version,
        *CHECK_COLUMNS,
    )
    .join(assessment, assessment.c.id == participation.c.assessment_id)
    .join(organisation, organisation.c.id == assessment.c.organisation_id)
    .outerjoin(
        membership,
        (membership.c.organisation_id == organisation.c.id)
        & (membership.c.person_id == participation.c.person_id),
    )
)
"""A check as a row, which `part_of` reads."""
_PARTS = PART.where(participation.c.person_id.in_(bindparam("people", expanding=True)), ~_HAS_LATER).order_by(
    participation.c.id
)
_CHOSEN = (
    select(
        chosen_action.c.participation_id,
        chosen_action.c.action_id,
        *(chosen_action.c[name] for name in CHOSEN_FIELDS),
    )
    .where(chosen_action.c.participation_id.in_(bindparam("ids", expanding=True)))
    .order_by(chosen_action.c.at, chosen_action.c.action_id)
)


def read_answers(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, Answer]]:
    """The answers of these participations."""
    answers: dict[int, dict[str, Answer]] = {number: {} for number in ids}
    if ids:
        for number, element, *columns in connection.execute(_ANSWERS, {"ids": list(ids)}).all():
            answers[number][element] = answer_of(*columns)
    return answers


def widen(connection: Connection, held: Sequence[Held], *, all_states: bool = False) -> None:
    """Give these conversations what their state looks at. Nothing is decided or written here.

    With `all_states` whatever their state: joining a cohort looks at the other checks from everywhere.
    """
    wide = [
        each
        for each in held
        if each.person_id is not None
        and (all_states or each.conversation.state in WIDE)
        and not each.conversation.wide
    ]
    if not wide:
        return
    rows = connection.execute(_PARTS, {"people": [each.person_id for each in wide]}).all()
    known = {number for each in wide for number in each.stored}
    answers = read_answers(connection, [row.id for row in rows if row.id not in known])
    chosen = _read_chosen(connection, [row.id for row in rows])
    for each in wide:
        own: list[Any] = [row for row in rows if row.person_id == each.person_id]
        here = each.conversation
        of_team = picture_of_team(connection, each.person_id, here.number) if here.closed else None
        _widen(each, own, answers, chosen, of_team)


def _widen(
    each: Held,
    rows: Sequence[Row[Any]],
    answers: dict[int, dict[str, Answer]],
    chosen: dict[int, dict[str, Chosen]],
    of_team: OfTeam | None,
) -> None:
    here = each.conversation
    for row in rows:
        if row.id not in each.stored:
            each.stored[row.id] = part_of(row, answers[row.id])
    own = chosen.get(here.number or 0, {})
    each.stored_actions[here.number or 0] = own
    wide = replace(here, of_team=of_team, wide=True, shelf=_shelf(each), chosen={**own, **here.chosen})
    if each.before is here:
        each.before = wide
    each.conversation = wide


def _shelf(each: Held) -> dict[str, Part]:
    """The other checks, of each the newest round. What was put aside a moment ago is newer than what was read."""
    here = each.conversation
    numbers = {part.number for part in all_parts(here)}
    known = {shelf_key(as_part(here)), *here.shelf}
    read: dict[str, Part] = {}
    for part in (part for number, part in each.stored.items() if number not in numbers):
        key = shelf_key(part)
        if key not in known and (key not in read or read[key].round_no < part.round_no):
            read[key] = part
    return {**read, **here.shelf}


def part_of(row: Row[Any], answers: dict[str, Answer]) -> Part:
    """The check in a row of PART, with its answers."""
    key = f"{row.framework}-{row.version}"
    finished = row.finished_at is not None
    inputs = inputs_of(row)
    run, round_no = row.run or 0, row.round_no
    return Part(
        key,
        inputs,
        answers,
        row.id,
        row.organisation_id,
        finished,
        run,
        round_no=round_no,
        closed=row.closed_at is not None,
    )


def _read_chosen(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, Chosen]]:
    found: dict[int, dict[str, Chosen]] = {}
    if ids:
        for number, action, *columns in connection.execute(_CHOSEN, {"ids": list(ids)}).all():
            found.setdefault(number, {})[action] = Chosen(*columns)
    return found


def save_chosen(connection: Connection, held: Sequence[Held], now: datetime) -> None:
    """Write the actions that were taken up, planned anew, done or dropped. None is ever taken away."""
    rows: list[Values] = []
    pairs = [(each, part) for each in held for part in all_parts(each.conversation)]
    for one, part in pairs:
        before = one.stored_actions.get(part.number or 0, {})
        if part.number is None or before is part.chosen:
            continue
        for action, chosen in part.chosen.items():
            if chosen != before.get(action):
                fields = {name: getattr(chosen, name) for name in CHOSEN_FIELDS}
                from_team = part.number == one.conversation.number and one.conversation.of_team is not None
                keys = {"participation_id": part.number, "action_id": action}
                rows.append({**keys, **fields, "at": now, "from_team": from_team})
    if rows:
        connection.execute(_upsert(connection.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Any:
    statement = insert_into(dialect, chosen_action)
    # The moment it was first taken up stays, which is the order in which they are shown; so does from whose level.
    return statement.on_conflict_do_update(
        index_elements=[chosen_action.c.participation_id, chosen_action.c.action_id],
        set_={name: statement.excluded[name] for name in CHOSEN_FIELDS},
    )
