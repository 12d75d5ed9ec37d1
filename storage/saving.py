"""Writing what the steps of a batch changed: in bulk for answers and places, row by row for the rare rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from flows.conversation import Conversation
from flows.events import Incoming
from flows.knowledge import Knowledge
from frameworks.values import Answer
from storage.forgetting import forget
from storage.loading import insert_into, insert_or_ignore
from storage.records import Held, Values, answer_fields, conversation_values, event_json
from storage.tables import (
    ANSWER_FIELDS,
    account,
    answer,
    answer_history,
    assessment,
    chat_message,
    conversation,
    job,
    membership,
    organisation,
    participation,
    person,
    set_aside,
)

_UPDATE = update(conversation).where(conversation.c.id == bindparam("row_id"))
_FINISH = update(participation).where(participation.c.id == bindparam("row_id"))
_DELETE_ANSWERS = delete(answer).where(
    answer.c.participation_id == bindparam("row_id"), answer.c.element_id == bindparam("element")
)


@dataclass(slots=True)
class Writes:
    """What the steps of one batch left to be written, in order of arrival."""

    history: list[Values] = field(default_factory=list)
    messages: list[Values] = field(default_factory=list)
    jobs: list[Values] = field(default_factory=list)
    aside: list[Values] = field(default_factory=list)


def changes_between(
    before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> list[tuple[str, Answer | None, Answer | None]]:
    """The elements whose answer differs, with the answer before and after."""
    if before is after:
        return []
    ids = dict.fromkeys([*before, *after])
    pairs = [(each, before.get(each), after.get(each)) for each in ids]
    return [(each, old, new) for each, old, new in pairs if old is not new and old != new]


def note_step(
    writes: Writes, held: Held, after: Conversation, incoming: Incoming, wishes: Sequence[str], now: datetime
) -> None:
    """Keep what one step changed: history of answers, jobs wished for."""
    for element, old, new in changes_between(held.conversation.answers, after.answers):
        writes.history.append(
            {
                "held": held,
                "element_id": element,
                "run": held.conversation.run,
                "at": now,
                "event_key": incoming.key,
                "before": None if old is None else answer_fields(old),
                "after": None if new is None else answer_fields(new),
            }
        )
    for kind in wishes:
        args = {"top_id": held.view.top_id}
        writes.jobs.append({"kind": kind, "conversation_id": held.row_id, "args": args, "due_at": now})


def note_aside(writes: Writes, incoming: Incoming, cause: str, now: datetime) -> None:
    """Keep an event whose step failed, with its cause, instead of losing it or failing its neighbours."""
    chat = incoming.chat
    writes.aside.append(
        {
            "channel": chat.channel,
            "bot_id": chat.bot_id,
            "key": incoming.key,
            "chat_id": chat.chat_id,
            "at": now,
            "cause": cause,
            "event": event_json(incoming),
        }
    )


def save(
    connection: Connection, held: Sequence[Held], writes: Writes, knowledge: Knowledge, now: datetime
) -> None:
    """Write everything that follows from the batch. Never executes a statement with an empty list."""
    _insert(connection, set_aside, writes.aside)
    gone = [each for each in held if each.conversation.state == "forgotten"]
    kept = [each for each in held if each.conversation.state != "forgotten"]
    for each in kept:
        _save_person(connection, each, now)
        _save_inputs(connection, each, now)
    _save_answers(connection, kept, knowledge, now)
    _save_history(connection, writes, {id(each) for each in kept})
    _save_conversations(connection, kept, now)
    _insert(connection, job, writes.jobs)
    if writes.messages:
        connection.execute(insert_or_ignore(connection, chat_message), writes.messages)
    for each in gone:
        forget(connection, each.conversation.chat, each.person_id)


def _insert(connection: Connection, table: Any, rows: list[Values]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _save_conversations(connection: Connection, held: Sequence[Held], now: datetime) -> None:
    changed = [
        conversation_values(each, now)
        for each in held
        if each.conversation is not each.before or each.view is not each.view_before
    ]
    if changed:
        connection.execute(_UPDATE, changed)
    finished = [
        {"row_id": each.participation_id, "finished_at": now if each.conversation.finished else None}
        for each in held
        if each.participation_id is not None and each.conversation.finished != each.before.finished
    ]
    if finished:
        connection.execute(_FINISH, finished)


def _save_person(connection: Connection, held: Held, now: datetime) -> None:
    version = held.conversation.consent
    if version is None or version == held.before.consent:
        return
    consent = {
        "consent_version": version,
        "consent_language": held.conversation.language,
        "consented_at": now,
    }
    if held.person_id is not None:
        connection.execute(update(person).where(person.c.id == held.person_id), consent)
        return
    held.person_id = connection.scalar(insert(person).returning(person.c.id), consent)
    chat = held.conversation.chat
    connection.execute(
        insert(account),
        {
            "person_id": held.person_id,
            "channel": chat.channel,
            "bot_id": chat.bot_id,
            "external_id": chat.chat_id,
        },
    )


def _save_inputs(connection: Connection, held: Held, now: datetime) -> None:
    inputs = held.conversation.inputs
    if held.participation_id is None:
        if inputs.organisation and held.person_id is not None:
            held.participation_id = _join(connection, held, now)
        return
    if inputs == held.before.inputs:
        return
    connection.execute(
        update(participation).where(participation.c.id == held.participation_id),
        {"scope": inputs.scope, "profile": inputs.profile},
    )
    owner = _organisation_of(connection, held.participation_id)
    connection.execute(
        update(organisation).where(organisation.c.id == owner),
        {"name": inputs.organisation, "size": inputs.size},
    )
    connection.execute(
        update(membership).where(
            membership.c.organisation_id == owner, membership.c.person_id == held.person_id
        ),
        {"roles": list(inputs.roles)},
    )


def _join(connection: Connection, held: Held, now: datetime) -> int:
    """One person answering alone: one organisation, one assessment, one participation."""
    inputs = held.conversation.inputs
    framework, _, version = held.conversation.framework.rpartition("-")
    owner = connection.scalar(
        insert(organisation).returning(organisation.c.id),
        {"kind": "organisation", "name": inputs.organisation, "size": inputs.size, "created_at": now},
    )
    connection.execute(
        insert(membership),
        {"person_id": held.person_id, "organisation_id": owner, "roles": list(inputs.roles)},
    )
    round_id = connection.scalar(
        insert(assessment).returning(assessment.c.id),
        {
            "organisation_id": owner,
            "framework": framework,
            "version": version,
            "round_no": 1,
            "opened_at": now,
        },
    )
    made = connection.scalar(
        insert(participation).returning(participation.c.id),
        {
            "assessment_id": round_id,
            "person_id": held.person_id,
            "scope": inputs.scope,
            "profile": inputs.profile,
            "consent_version": held.conversation.consent,
            "started_at": now,
        },
    )
    assert made is not None
    return int(made)


def _organisation_of(connection: Connection, participation_id: int) -> int | None:
    return connection.scalar(
        select(assessment.c.organisation_id)
        .join(participation, participation.c.assessment_id == assessment.c.id)
        .where(participation.c.id == participation_id)
    )


def _save_answers(connection: Connection, held: Sequence[Held], knowledge: Knowledge, now: datetime) -> None:
    written: list[Values] = []
    removed: list[Values] = []
    for each in held:
        for element, _old, new in changes_between(each.before.answers, each.conversation.answers):
            key = {"participation_id": each.participation_id, "element_id": element}
            if new is None:
                removed.append({"row_id": each.participation_id, "element": element})
                continue
            # Asked for here only: one conversation of an unknown framework must not fail the batch of all.
            framework = knowledge.framework_of(each.conversation)
            version = framework.element_by_id[element].version
            written.append(
                {
                    **key,
                    **answer_fields(new),
                    "element_version": version,
                    "run": each.conversation.run,
                    "at": now,
                }
            )
    if removed:
        connection.execute(_DELETE_ANSWERS, removed)
    if written:
        connection.execute(_upsert(connection.dialect.name), written)


@cache
def _upsert(dialect: str) -> Any:
    """Built once for each dialect: naming what was to be inserted costs more than running it."""
    statement = insert_into(dialect, answer)
    fields = (*ANSWER_FIELDS, "element_version", "run", "at")
    return statement.on_conflict_do_update(
        index_elements=[answer.c.participation_id, answer.c.element_id],
        set_={name: statement.excluded[name] for name in fields},
    )


def _save_history(connection: Connection, writes: Writes, kept: set[int]) -> None:
    rows = []
    for entry in writes.history:
        held: Held = entry.pop("held")
        if id(held) in kept:
            rows.append({**entry, "participation_id": held.participation_id, "person_id": held.person_id})
    _insert(connection, answer_history, rows)
