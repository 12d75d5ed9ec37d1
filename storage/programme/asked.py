"""What respondents ask their coordinator from any question, and what is answered: letters both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, insert, literal, or_, select, update

from flows.pages import AskedListPage, AskedPage, CohortHead, Right
from storage.programme.audit import note_act
from storage.programme.coordinators import chats_of_writers
from storage.programme.letters import ANSWER, new_letter, plan
from storage.programme.notes import checked_text
from storage.programme.rights import WRITE, Actor, NotYours, cohort_of_question, head_from, require
from storage.programme.tables import cohort, cohort_right, coordinator, enrolment, letter, question
from storage.tables import conversation, organisation, participation

ASKED = "asked"
LONGEST = 1000
LISTED = 10


def cohorts_to_ask(connection: Connection, conversation_id: int) -> tuple[CohortHead, ...]:
    """The cohorts of the check this chat is at that have somebody to ask, the newest first."""
    return tuple(head_from(row) for row in connection.execute(_there(conversation_id)))


def _there(conversation_id: int) -> Select[Any]:
    somebody = exists().where(
        cohort_right.c.cohort_id == cohort.c.id,
        cohort_right.c.right.in_(WRITE),
        coordinator.c.id == cohort_right.c.coordinator_id,
        coordinator.c.removed_at.is_(None),
    )
    theirs = or_(
        enrolment.c.assessment_id == participation.c.assessment_id, enrolment.c.id == conversation.c.joining
    )
    return (
        select(cohort, literal(Right.READ.value).label("right"), enrolment.c.id.label("enrolment_id"))
        .select_from(conversation)
        .outerjoin(participation, participation.c.id == conversation.c.participation_id)
        .join(enrolment, theirs)
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .where(
            conversation.c.id == conversation_id,
            enrolment.c.left_at.is_(None),
            cohort.c.archived_at.is_(None),
            somebody,
        )
        .order_by(cohort.c.created_at.desc(), cohort.c.id.desc(), enrolment.c.id)
    )


def ask(
    connection: Connection,
    conversation_id: int,
    person_id: int | None,
    element_id: str,
    text: str,
    now: datetime,
) -> tuple[int, ...]:
    """Ask the coordinators of the newest of these cohorts; the question's number, or nothing where there is none.

    `element_id` is where it was asked, or empty. Each of them who may answer gets a letter. Raises BadValue for a
    text that is empty or too long.
    """
    found = connection.execute(_there(conversation_id)).first()
    if found is None or person_id is None:
        return ()
    row = {
        "cohort_id": found.id,
        "enrolment_id": found.enrolment_id,
        "conversation_id": conversation_id,
        "element_id": element_id,
        "text": checked_text(text, LONGEST),
        "at": now,
    }
    number = int(connection.execute(insert(question).returning(question.c.id), row).scalar_one())
    bot_id = connection.scalar(select(conversation.c.bot_id).where(conversation.c.id == conversation_id))
    chats = sorted(chats_of_writers(connection, found.id, int(bot_id or 0)).values())
    key, about = _key(ASKED, number, now), {"question": number}
    letters = [
        new_letter(f"{key}:{chat}", ASKED, chat, now, cohort_id=found.id, args=about) for chat in chats
    ]
    plan(connection, letters)
    return (number,)


def _key(kind: str, number: int, asked_at: datetime) -> str:
    """With the moment it was asked, as the number of a question that was forgotten may be given again."""
    return f"{kind}:{number}:{int(asked_at.timestamp())}"


_QUESTIONS: Select[Any] = (
    select(question, enrolment.c.name.label("listed"), organisation.c.name.label("own_name"))
    .join(enrolment, enrolment.c.id == question.c.enrolment_id)
    .outerjoin(organisation, organisation.c.id == enrolment.c.organisation_id)
)


def asked_list_page(connection: Connection, actor: Actor, cohort_id: int) -> AskedListPage:
    """Those that wait for an answer, the longest first, then the newest answered ones. Raises NotYours."""
    head = require(connection, actor, cohort_id, "look")
    of_cohort = _QUESTIONS.where(question.c.cohort_id == cohort_id).limit(LISTED)
    waiting = of_cohort.where(question.c.answered_at.is_(None)).order_by(question.c.id)
    answered = of_cohort.where(question.c.answered_at.is_not(None)).order_by(
        question.c.answered_at.desc(), question.c.id.desc()
    )
    rows = [*connection.execute(waiting), *connection.execute(answered)][:LISTED]
    return AskedListPage(head, tuple(_page(head, row) for row in rows))


def asked_page(connection: Connection, actor: Actor, question_id: int) -> AskedPage:
    """One question, with its answer if there is one. Raises NotYours."""
    head = _head(connection, actor, question_id, "look")
    return _page(head, connection.execute(_QUESTIONS.where(question.c.id == question_id)).one())


def _head(connection: Connection, actor: Actor, question_id: int, what: str) -> CohortHead:
    cohort_id = cohort_of_question(connection, question_id)
    if cohort_id is None:
        raise NotYours
    return require(connection, actor, cohort_id, what)


def _page(head: CohortHead, row: Row[Any]) -> AskedPage:
    name = row.listed or row.own_name or ""
    return AskedPage(head, row.id, name, row.element_id, row.text, row.at, row.answer)


def answer(connection: Connection, actor: Actor, question_id: int, text: str, now: datetime) -> None:
    """Answer a question, or answer it again: whoever asked gets a letter with it.

    Raises NotYours, and BadValue for a text that is empty or too long.
    """
    head = _head(connection, actor, question_id, "write")
    held = connection.execute(select(question).where(question.c.id == question_id).with_for_update()).one()
    values = {"answer": checked_text(text, LONGEST), "answered_at": now, "coordinator_id": actor.coordinator}
    connection.execute(update(question).where(question.c.id == question_id).values(values))
    keys = _keys(connection, held)
    if not _waits(connection, keys):
        key, about = f"{_key(ANSWER, held.id, held.at)}:{len(keys)}", {"question": question_id}
        made = new_letter(key, ANSWER, held.conversation_id, now, cohort_id=head.number, args=about)
        plan(connection, [made])
    note_act(connection, actor, head.number, "answered", now, held.enrolment_id, question=question_id)


def _keys(connection: Connection, held: Row[Any]) -> list[str]:
    """The letters with answers to this question so far."""
    to_them = (letter.c.conversation_id == held.conversation_id) & (letter.c.kind == ANSWER)
    beginning = f"{_key(ANSWER, held.id, held.at)}:"
    keys = connection.scalars(select(letter.c.key).where(to_them))
    return [key for key in keys if key.startswith(beginning)]


def _waits(connection: Connection, keys: Sequence[str]) -> bool:
    """Whether one of these letters is planned still: it brings whatever the answer is when it goes.

    It is locked by this, so that no worker reads the former answer for it any more.
    """
    planned = letter.c.key.in_(keys) & (letter.c.status == "planned")
    return connection.execute(update(letter).where(planned).values(status="planned")).rowcount > 0
