"""Files that were kept at a question, by the channel's handle: for who sent them, and for who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from storage.programme.rights import NotYours
from storage.tables import assessment, conversation, participation
from storage.team.positions import require_lead
from storage.team.tables import evidence

Files = Sequence[tuple[int, str, str]]
"""The number, the kind and the handle of each, in no order that tells who sent it."""


def how_many_shown(connection: Connection, assessment_id: int, element_id: str) -> int:
    """How many files people of a round let those who lead see."""
    return connection.scalar(_of_team(select(func.count(evidence.c.id)), assessment_id, element_id)) or 0


def files_for(
    connection: Connection, person_id: int | None, own: int | None, number: int, element_id: str
) -> Files:
    """The files of this round that who leads its team may see; with the number 0 those of one's own part `own`.

    Raises NotYours where there is none, or not for this person.
    """
    fields = select(evidence.c.id, evidence.c.kind, evidence.c.file)
    if number:
        _require_closed(connection, person_id, number)
        statement = _of_team(fields, number, element_id)
    else:
        mine = participation.c.person_id == person_id
        theirs = fields.join(participation, participation.c.id == evidence.c.participation_id)
        statement = theirs.where(participation.c.id == own, mine, *_with_file(element_id))
    order = (evidence.c.kind, evidence.c.size, evidence.c.file)
    found = [(row.id, row.kind, row.file) for row in connection.execute(statement.order_by(*order))]
    if not found:
        raise NotYours
    return found


def files_for_chat(connection: Connection, address: str, number: int, element_id: str) -> Files:
    """The same for the person of a chat, as things stand now."""
    row = connection.execute(select(conversation).where(conversation.c.address == address)).first()
    if row is None:
        raise NotYours
    return files_for(connection, row.person_id, row.participation_id, number, element_id)


def _with_file(element_id: str) -> tuple[ColumnElement[bool], ...]:
    return evidence.c.element_id == element_id, evidence.c.file != ""


def _of_team(fields: Select[Any], assessment_id: int, element_id: str) -> Select[Any]:
    theirs = fields.join(participation, participation.c.id == evidence.c.participation_id)
    return theirs.where(
        participation.c.assessment_id == assessment_id, evidence.c.for_team, *_with_file(element_id)
    )


def _require_closed(connection: Connection, person_id: int | None, assessment_id: int) -> None:
    row = connection.execute(select(assessment).where(assessment.c.id == assessment_id)).first()
    if row is None or row.closed_at is None:
        raise NotYours
    require_lead(connection, person_id, row.organisation_id)
