"""What a round's people took up, as others may read it: what says who takes it, and nobody's private plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from flows.agenda import element_of
from flows.conversation import Chosen
from frameworks.settling import Settled
from storage.tables import CHOSEN_FIELDS, chosen_action, participation

OWN = ("open", "shown", "dropped")
"""What a team sees of its own actions: one that was left for another year by choice is not put first again."""

TOLD = ("open", "shown", "done")
"""What others are told of: nothing that was put aside again."""


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

    Those that say who takes them, and those of `person_id`; all of them where one person `alone` answered.
    Whoever took one up first stands for it, an open one before one that was left for another year; a later one fills
    in who takes it.
    """
    rows = connection.execute(
        select(chosen_action, participation.c.person_id)
        .join(participation, participation.c.id == chosen_action.c.participation_id)
        .where(participation.c.assessment_id == round_id, chosen_action.c.status.in_(statuses))
        .order_by(chosen_action.c.at, chosen_action.c.participation_id, chosen_action.c.action_id)
    )
    found: dict[str, Chosen] = {}
    for row in rows:
        value = settled.get(element_of(row.action_id))
        theirs = alone or row.taken_by or row.person_id == person_id
        if not theirs or value is None or not value.counts:
            continue
        action = f"act.{element_of(row.action_id)}.{value.level or 0}"
        chosen = Chosen(*(getattr(row, name) for name in CHOSEN_FIELDS))
        before = found.get(action)
        if before is None or (before.status == "dropped" and chosen.status != "dropped"):
            found[action] = chosen
        elif not before.taken_by:
            found[action] = replace(before, taken_by=chosen.taken_by)
    return found
