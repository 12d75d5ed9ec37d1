"""What a round's people took up, as others may read it: what says who takes it, and nobody's private plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from flows.agenda import element_of, from_level
from flows.conversation import Chosen
from flows.team_results import ClosedRound
from frameworks.settling import Settled
from storage.tables import CHOSEN_FIELDS, chosen_action, participation

OWN = ("open", "shown", "dropped")
"""What a team sees of its own actions: one that was left for another year by choice is not put first again."""

TOLD = ("open", "shown", "done")
"""What others are told of: nothing that was put aside again."""

_TAKEN_UP: Select[Any] = (
    select(chosen_action, participation.c.person_id)
    .join(participation, participation.c.id == chosen_action.c.participation_id)
    .order_by(chosen_action.c.at, chosen_action.c.participation_id, chosen_action.c.action_id)
)


def planned(
    connection: Connection,
    round_id: int,
    settled: Mapping[str, Settled],
    person_id: int | None,
    statuses: Collection[str],
    *,
    alone: bool = False,
) -> dict[str, Chosen]:
    """The actions of a round with such a status, by the id they have at the level that counts, not at anybody's own.

    Those that say who takes them, and those of `person_id`; all of them where one person `alone` answered. These, and
    what those who lead took up from a team's result, have the id they were chosen by, and are over once it is reached.
    Whoever took one up first stands for it, an open one before one that was left for another year; a later one fills
    in who takes it.
    """
    found: dict[str, Chosen] = {}
    for row in _rows(connection, round_id, settled, statuses):
        as_chosen = alone or row.from_team
        if not (alone or row.taken_by or row.person_id == person_id) or (
            as_chosen and _is_reached(row, settled)
        ):
            continue
        _put(found, row.action_id if as_chosen else _at_level(row, settled), _chosen(row))
    return found


def planned_by_team(connection: Connection, now: ClosedRound, person_id: int | None) -> dict[str, Chosen]:
    """The actions of a team's closed round for somebody who leads it: theirs, and those that say who takes them.

    Theirs, and what was taken up from this very result, have the id they were chosen by. Others began at a level that
    is their owner's own: they stand at the level that counts, and lead to none that could be told.
    """
    found: dict[str, Chosen] = {}
    for row in _rows(connection, now.assessment_id, now.settled, OWN):
        if row.person_id == person_id or (row.taken_by and row.from_team):
            _put(found, row.action_id, _chosen(row))
        elif row.taken_by:
            _put(found, _at_level(row, now.settled), replace(_chosen(row), aimed=False))
    return found


def planned_from_result(connection: Connection, one: ClosedRound) -> dict[str, Chosen]:
    """What those who lead took up from the result of this round and somebody takes: the same for all who read it."""
    found: dict[str, Chosen] = {}
    for row in _rows(connection, one.assessment_id, one.settled, TOLD):
        if row.taken_by and row.from_team:
            _put(found, row.action_id, _chosen(row))
    return found


def taken_by_others(connection: Connection, now: ClosedRound, person_id: int) -> frozenset[str]:
    """The elements that colleagues of this person took up in a closed round, or left for another year, by name."""
    return frozenset(
        element_of(row.action_id)
        for row in _rows(connection, now.assessment_id, now.settled, OWN)
        if row.taken_by
        and row.person_id != person_id
        and not (row.from_team and _is_reached(row, now.settled))
    )


def _at_level(row: Row[Any], settled: Mapping[str, Settled]) -> str:
    element = element_of(row.action_id)
    return f"act.{element}.{settled[element].level or 0}"


def _is_reached(row: Row[Any], settled: Mapping[str, Settled]) -> bool:
    """Whether its element has come further than where this open action begins."""
    level = settled[element_of(row.action_id)].level or 0
    return row.status in {"open", "shown"} and level > from_level(row.action_id)


def _rows(
    connection: Connection, round_id: int, settled: Mapping[str, Settled], statuses: Collection[str]
) -> Iterator[Row[Any]]:
    """What was taken up in this round, of elements that count."""
    wanted = (participation.c.assessment_id == round_id, chosen_action.c.status.in_(statuses))
    for row in connection.execute(_TAKEN_UP.where(*wanted)):
        value = settled.get(element_of(row.action_id))
        if value is not None and value.counts:
            yield row


def _chosen(row: Row[Any]) -> Chosen:
    return Chosen(*(getattr(row, name) for name in CHOSEN_FIELDS))


def _put(found: dict[str, Chosen], action: str, chosen: Chosen) -> None:
    before = found.get(action)
    if before is None or (before.status == "dropped" and chosen.status != "dropped"):
        found[action] = chosen
    elif not before.taken_by:
        found[action] = replace(before, taken_by=chosen.taken_by)
