"""Last time: what a person said to the present question in the round before, and what their team agreed on then."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from flows.conversation import Conversation
from flows.round_pages import LastTime
from flows.team_results import ClosedRound
from storage.programme.reader import Reader
from storage.tables import answer, assessment, conversation, participation
from storage.team.results import round_before
from storage.team.tables import evidence


def looks_back(here: Conversation) -> bool:
    """Whether the present screen shows a question together with what was said to it in the round before."""
    return here.state == "asking" and here.round_no > 1 and here.panel in {None, "recap"}


def last_time(reader: Reader) -> LastTime | None:
    """What is known of the present question from the round before; None where it asked something else, or nothing."""
    element = reader.here.element or ""
    before = _before(reader, element)
    if before is None:
        return None
    own = _own_answer(reader, before, element)
    agreed = before.settled[element].level if element in before.agreed else None
    if own is None and agreed is None:
        return None
    return LastTime(
        level=own.level if own else None,
        said=own.said if own else "",
        reason=before.reasons.get(element, "") if agreed is not None else "",
        agreed=agreed,
        day=reader.knowledge.day(before.closed_at),
        note=_note(reader.connection, own.participation_id, element) if own else "",
    )


def level_before(reader: Reader, element: str) -> tuple[int, str] | None:
    """The level this person gave to a question in the round before, and the day it was closed; None without one."""
    before = _before(reader, element) if reader.here.round_no > 1 else None
    own = _own_answer(reader, before, element) if before is not None else None
    if before is None or own is None or own.level is None:
        return None
    return own.level, reader.knowledge.day(before.closed_at)


def _before(reader: Reader, element: str) -> ClosedRound | None:
    """The round before, where it asked the same question."""
    framework = reader.knowledge.frameworks.get(reader.here.framework)
    asked = framework.element_by_id.get(element) if framework else None
    number = _participation(reader)
    if asked is None or number is None:
        return None
    before = round_before(reader.connection, _round_of(reader.connection, number))
    return before if before is not None and before.versions.get(asked.id) == asked.version else None


def _participation(reader: Reader) -> int | None:
    """The check this person is at, as it is stored: what was begun just now has a number there first."""
    stored = select(conversation.c.participation_id).where(conversation.c.id == reader.row_id)
    return reader.here.number or reader.connection.scalar(stored)


def _round_of(connection: Connection, number: int) -> int:
    found = select(participation.c.assessment_id).where(participation.c.id == number)
    return connection.scalar(found) or 0


def _own_answer(reader: Reader, before: ClosedRound, element: str) -> Row[Any] | None:
    return reader.connection.execute(
        select(answer)
        .join(participation, participation.c.id == answer.c.participation_id)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(
            participation.c.person_id == reader.person_id,
            assessment.c.id == before.assessment_id,
            answer.c.element_id == element,
            answer.c.element_version == before.versions[element],
        )
    ).first()


def _note(connection: Connection, number: int, element: str) -> str:
    """The person's newest note on it."""
    found = (
        select(evidence.c.text)
        .where(
            evidence.c.participation_id == number,
            evidence.c.element_id == element,
            evidence.c.kind == "note",
        )
        .order_by(evidence.c.id.desc())
        .limit(1)
    )
    return connection.scalar(found) or ""
