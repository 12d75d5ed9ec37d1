"""The lines of a page of organisations: where the slowest person of each stands. Read for a few at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from flows.pages import ProgressLine, Status
from frameworks.model import Framework
from frameworks.route import asked
from frameworks.values import Answer, Scope
from storage.programme.progress_people import Participant, participants
from storage.programme.tables import enrolment
from storage.tables import assessment, conversation, organisation, participation
from storage.wide import read_answers

Answers = Mapping[str, Answer]


def read_lines(
    connection: Connection, ids: Sequence[int], frameworks: Mapping[str, Framework]
) -> list[ProgressLine]:
    """These organisations in this order, those that are not there left out."""
    rows = _organisations(connection, ids)
    people: dict[int, list[Participant]] = {number: [] for number in ids}
    for each in participants(connection, enrolment.c.id.in_(ids)):
        people[each.enrolment_id].append(each)
    slowest = {number: found[0] for number, found in people.items() if found}
    places = _places(connection, list(slowest.values()), frameworks)
    return [_line(rows[number], people[number], places.get(number, {})) for number in ids if number in rows]


def _organisations(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    last = select(func.max(participation.c.finished_at)).where(
        participation.c.assessment_id == enrolment.c.assessment_id
    )
    found = (
        select(
            enrolment.c.id,
            enrolment.c.name,
            enrolment.c.joined_at,
            enrolment.c.left_at,
            organisation.c.name.label("own_name"),
            last.scalar_subquery().label("done_at"),
        )
        .outerjoin(organisation, organisation.c.id == enrolment.c.organisation_id)
        .where(enrolment.c.id.in_(ids))
    )
    return _by_id(connection, found)


def _by_id(connection: Connection, found: Select[Any]) -> dict[int, Row[Any]]:
    return {row.id: row for row in connection.execute(found)}


def _line(row: Row[Any], people: Sequence[Participant], place: Mapping[str, Any]) -> ProgressLine:
    """Of those who left, nothing is told but that."""
    if row.left_at is not None:
        return ProgressLine(row.id, row.name, Status.LEFT)
    own = row.own_name or ""
    status = people[0].status if people else Status.INVITED
    reason = str(place.get("reason") or "") if status is Status.UNREACHABLE else ""
    return ProgressLine(
        row.id,
        row.name or own,
        status,
        element=place.get("element") or "",
        done=place.get("done", 0),
        total=place.get("total", 0),
        since=_since(status, row, place),
        people=len(people),
        people_done=sum(each.status is Status.DONE for each in people),
        own_name=own if row.name and own != row.name else "",
        reason=reason,
    )


def _since(status: Status, row: Row[Any], place: Mapping[str, Any]) -> datetime | None:
    """When they were done, or were last here; before the first question when they joined."""
    if status is Status.DONE:
        done_at: datetime | None = row.done_at
        return done_at
    return place.get("since") or (row.joined_at if status is Status.NOT_STARTED else None)


def _places(
    connection: Connection, people: Sequence[Participant], frameworks: Mapping[str, Framework]
) -> dict[int, dict[str, Any]]:
    """Where these people stand, by enrolment. The open question counts only while they are at this check."""
    chats = _chats(connection, [each.conversation_id for each in people if each.conversation_id is not None])
    parts = _parts(
        connection, [each.participation_id for each in people if each.participation_id is not None]
    )
    answers = read_answers(connection, list(parts))
    found: dict[int, dict[str, Any]] = {}
    for each in people:
        place: dict[str, Any] = {}
        chat, part = chats.get(each.conversation_id or 0), parts.get(each.participation_id or 0)
        if part is not None:
            elements = _asked(part, answers[part.id], frameworks)
            place |= _counted(elements, answers[part.id])
        if chat is not None:
            place["reason"] = chat.unreachable
            if part is not None and chat.participation_id == part.id:
                element = _open_question(chat.element, elements, answers[part.id])
                place |= {"element": element, "since": chat.changed_at}
        found[each.enrolment_id] = place
    return found


def _chats(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    names = ("id", "participation_id", "element", "changed_at", "unreachable")
    columns = (conversation.c[name] for name in names)
    return _by_id(connection, select(*columns).where(conversation.c.id.in_(ids)))


def _parts(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    own = (participation.c.id, participation.c.scope, participation.c.profile)
    found = (
        select(*own, assessment.c.framework, assessment.c.version)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(participation.c.id.in_(ids))
    )
    return _by_id(connection, found)


def _asked(part: Row[Any], answers: Answers, frameworks: Mapping[str, Framework]) -> list[str]:
    """The questions that this person is asked, in order; none where the framework is not shipped any more."""
    framework = frameworks.get(f"{part.framework}-{part.version}")
    if framework is None:
        return []
    return [element.id for element in asked(framework, answers, part.profile, Scope(part.scope))]


def _counted(elements: Sequence[str], answers: Answers) -> dict[str, int]:
    """How many questions are asked of this person, and how many of them have an answer."""
    return {"done": sum(each in answers for each in elements), "total": len(elements)} if elements else {}


def _open_question(here: str | None, elements: Sequence[str], answers: Answers) -> str | None:
    """The question somebody goes on with. Between two parts `here` is the last one, which has its answer."""
    if here not in elements or here not in answers:
        return here
    place = elements.index(here) + 1
    later = (each for each in (*elements[place:], *elements[:place]) if each not in answers)
    return next(later, None)
