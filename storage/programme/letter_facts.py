"""What a letter is drawn from beside its conversation, read at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from flows.conversation import Chosen, OfTeam, Part
from storage.programme.checkins import is_still_due
from storage.programme.letters import CHECK_IN, Letter
from storage.programme.rights import GIVEN_NAME
from storage.programme.tables import cohort, coordinator, enrolment, habit, link_use, note, question
from storage.tables import (
    CHOSEN_FIELDS,
    chosen_action,
    conversation,
    participation,
)
from storage.team.seen import picture_of_team
from storage.team.team_letters import team_facts
from storage.wide import PART, part_of, read_answers


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Present facts about one letter; empty where it has none of them.

    `framework` is the key of the cohort's check, `deadline` a day in `zone`, the cohort's. `zone_is_own`: the person
    chose the zone whose clock is followed; else it is the cohort's. `writer` is the coordinator's name, empty for the
    operator and for what nobody wrote. `organisation` is the name on the coordinator's list; in a team's letter it is
    that team's, and `position` what the reader may do in it. `text` is the note's or
    the question's, `answer` the question's, `element` where it was asked, `number` the question's. `action` and
    `chosen` belong to a check-in that is still due, in a team with what all settled as `of_team`. `part` is the check
    the letter is about, where the person is at another one now. `may_snooze`: another reminder would come where its
    reader puts it off.
    """

    cohort: str = ""
    framework: str = ""
    deadline: date | None = None
    zone: str = ""
    zone_is_own: bool = True
    writer: str = ""
    organisation: str = ""
    text: str = ""
    answer: str = ""
    element: str = ""
    number: int = 0
    action: str = ""
    chosen: Chosen | None = None
    of_team: OfTeam | None = None
    part: Part | None = None
    position: str = ""
    may_snooze: bool = True


def facts_of(connection: Connection, letter: Letter) -> LetterFacts:
    """What this letter says, as things stand now."""
    found: dict[str, Any] = {}
    for read in (_cohort, _note, _question, _check_in, team_facts):
        found |= read(connection, letter)
    if "organisation" not in found:
        found["organisation"] = _listed_name(connection, letter)
    return LetterFacts(**found, part=_other_part(connection, letter))


def _cohort(connection: Connection, letter: Letter) -> dict[str, Any]:
    own = connection.scalar(select(habit.c.zone).where(habit.c.conversation_id == letter.conversation_id))
    row = connection.execute(select(cohort).where(cohort.c.id == letter.cohort_id)).first()
    if row is None:
        return {"zone_is_own": bool(own)}
    return {
        "cohort": row.name,
        "framework": f"{row.framework}-{row.version}",
        "deadline": date.fromisoformat(row.deadline) if row.deadline else None,
        "zone": row.zone,
        "zone_is_own": bool(own),
    }


def _writer(connection: Connection, number: int | None) -> str:
    return connection.scalar(select(GIVEN_NAME).where(coordinator.c.id == number)) or ""


def _note(connection: Connection, letter: Letter) -> dict[str, Any]:
    row = connection.execute(select(note).where(note.c.id == letter.note_id)).first()
    return {} if row is None else {"text": row.text, "writer": _writer(connection, row.coordinator_id)}


def _question(connection: Connection, letter: Letter) -> dict[str, Any]:
    if "question" not in letter.args:
        return {}
    asked: Select[Any] = select(question, enrolment.c.name.label("organisation")).join(
        enrolment, enrolment.c.id == question.c.enrolment_id
    )
    row = connection.execute(asked.where(question.c.id == letter.args["question"])).first()
    if row is None:
        return {}
    return {
        "number": row.id,
        "organisation": row.organisation,
        "element": row.element_id,
        "text": row.text,
        "answer": row.answer or "",
        "writer": _writer(connection, row.coordinator_id),
    }


def _check_in(connection: Connection, letter: Letter) -> dict[str, Any]:
    if letter.kind != CHECK_IN or not is_still_due(connection, letter):
        return {}
    action = letter.args["action"]
    fields = (chosen_action.c[name] for name in CHOSEN_FIELDS)
    taken_up = (
        select(participation.c.person_id, *fields)
        .join(participation, participation.c.id == chosen_action.c.participation_id)
        .where(
            chosen_action.c.participation_id == letter.participation_id, chosen_action.c.action_id == action
        )
    )
    row = connection.execute(taken_up).first()
    if row is None:
        return {}
    person_id, *values = row
    of_team = picture_of_team(connection, person_id, letter.participation_id)
    return {"action": action, "chosen": Chosen(*values), "of_team": of_team}


def _listed_name(connection: Connection, letter: Letter) -> str:
    """The name under which this chat came to the cohort."""
    came = (
        select(enrolment.c.name)
        .join(link_use, link_use.c.enrolment_id == enrolment.c.id)
        .where(
            link_use.c.conversation_id == letter.conversation_id, enrolment.c.cohort_id == letter.cohort_id
        )
        .order_by(link_use.c.id.desc())
        .limit(1)
    )
    return connection.scalar(came) or ""


def _other_part(connection: Connection, letter: Letter) -> Part | None:
    """The check that the letter is about, where the chat is not at it just now."""
    present = select(conversation.c.participation_id).where(conversation.c.id == letter.conversation_id)
    if letter.participation_id is None or connection.scalar(present) == letter.participation_id:
        return None
    row = connection.execute(PART.where(participation.c.id == letter.participation_id)).first()
    return None if row is None else part_of(row, read_answers(connection, [row.id])[row.id])
