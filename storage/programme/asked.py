"""What respondents ask their coordinator from any question, and what is answered: letters both ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    exists,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from flows.pages import AskedListPage, AskedPage, AskPage, CohortHead, Right
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
OTHERS = 8
"""So many other cohorts are on offer where a question is written: more than anybody is in at one check."""


def cohorts_to_ask(connection: Connection, conversation_id: int) -> tuple[CohortHead, ...]:
    """The cohorts of the check this chat is at that have somebody to ask, the newest first."""
    return tuple(head_from(row) for row in connection.execute(_there(conversation_id)))


def ask_page(connection: Connection, conversation_id: int, cohort_id: int) -> AskPage | None:
    """Who reads what is written there, see `ask`; None where nobody would. Without a number others are on offer."""
    first, *others = connection.execute(_there(conversation_id, cohort_id)).all() or (None,)
    if first is None:
        return None
    names = {} if cohort_id else {each.id: each.name for each in others if each.id != first.id}
    return AskPage(first.name, tuple(names.items())[:OTHERS], here=bool(first.here))


def _there(conversation_id: int, cohort_id: int = 0) -> Select[Any]:
    """The cohorts of the check this chat is at, the newest first; with a number that one, at whichever check."""
    here = enrolment.c.assessment_id == participation.c.assessment_id
    theirs = or_(_of_person() if cohort_id else here, enrolment.c.id == conversation.c.joining)
    at_it = case((here, 1), else_=0).label("here")
    return (
        select(cohort, literal(Right.READ.value).label("right"), enrolment.c.id.label("enrolment_id"), at_it)
        .select_from(conversation)
        .outerjoin(participation, participation.c.id == conversation.c.participation_id)
        .join(enrolment, theirs)
        .join(cohort, cohort.c.id == enrolment.c.cohort_id)
        .where(
            conversation.c.id == conversation_id,
            cohort.c.id == cohort_id if cohort_id else true(),
            enrolment.c.left_at.is_(None),
            cohort.c.archived_at.is_(None),
            _somebody(),
        )
        .order_by(cohort.c.created_at.desc(), cohort.c.id.desc(), at_it.desc(), enrolment.c.id)
    )


def _of_person() -> ColumnElement[bool]:
    """That an enrolment is about a check which the person of this chat has a part in."""
    own = participation.alias()
    mine = select(own.c.assessment_id).where(own.c.person_id == conversation.c.person_id)
    return enrolment.c.assessment_id.in_(mine)


def _somebody() -> ColumnElement[bool]:
    """That a cohort has somebody who may answer."""
    return exists().where(
        cohort_right.c.cohort_id == cohort.c.id,
        cohort_right.c.right.in_(WRITE),
        coordinator.c.id == cohort_right.c.coordinator_id,
        coordinator.c.removed_at.is_(None),
    )


def ask(
    connection: Connection,
    conversation_id: int,
    person_id: int | None,
    element_id: str,
    text: str,
    now: datetime,
    cohort_id: int = 0,
) -> tuple[int, ...]:
    """Ask the coordinators of this cohort; the question's number, or nothing where this person is not in it.

    Without a number it is the newest cohort of the check they are at. `element_id` is where it was asked, or empty;
    it is kept where it is of the cohort's check. Each of them who may answer gets a letter. Raises BadValue for a text
    that is empty or too long.
    """
    found = connection.execute(_there(conversation_id, cohort_id)).first()
    if found is None or person_id is None:
        return ()
    row = {
        "cohort_id": found.id,
        "enrolment_id": found.enrolment_id,
        "conversation_id": conversation_id,
        "element_id": element_id if found.here else "",
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
