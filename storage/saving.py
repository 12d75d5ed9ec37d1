"""Writing what the steps of a batch changed: in bulk for answers and places, row by row for the rare rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from flows.conversation import Conversation
from flows.events import Incoming
from flows.knowledge import Knowledge
from frameworks.values import Answer
from storage.forgetting import forget
from storage.inserting import insert_into, insert_or_ignore
from storage.parts import changed_parts, number_of, save_parts
from storage.records import Held, Values, answer_fields, conversation_values, event_json
from storage.tables import (
    ANSWER_FIELDS,
    account,
    answer,
    answer_history,
    chat_message,
    conversation,
    job,
    person,
    set_aside,
)
from storage.wide import save_chosen

_UPDATE = update(conversation).where(conversation.c.id == bindparam("row_id"))
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
    before = held.conversation
    if (before.framework, before.number) != (after.framework, after.number):
        return  # another check was taken up: its answers are no changes of the former one's
    for element, old, new in changes_between(held.conversation.answers, after.answers):
        writes.history.append(
            {
                "held": held,
                "framework": after.framework,
                "number": after.number,
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
        save_person(connection, each, now)
        save_parts(connection, each, knowledge, now)
    save_chosen(connection, kept, now)
    _save_answers(connection, kept, knowledge, now)
    _save_history(connection, writes, {id(each) for each in kept})
    _save_conversations(connection, kept, now)
    _insert(connection, job, writes.jobs)
    if writes.messages:
        connection.execute(insert_or_ignore(connection, chat_message), writes.messages)
    for each in gone:
        forget(connection, each.conversation.chat, each.person_id, now)


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


def save_person(connection: Connection, held: Held, now: datetime) -> None:
    """Write who agreed to be kept, and to what; a second time changes nothing."""
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


def _save_answers(connection: Connection, held: Sequence[Held], knowledge: Knowledge, now: datetime) -> None:
    written: list[Values] = []
    removed: list[Values] = []
    for part, before in (pair for each in held for pair in changed_parts(each)):
        for element, _old, new in changes_between(before, part.answers):
            key = {"participation_id": part.number, "element_id": element}
            if new is None:
                removed.append({"row_id": part.number, "element": element})
                continue
            # Asked for here only: one conversation of an unknown framework must not fail the batch of all.
            version = knowledge.frameworks[part.framework].element_by_id[element].version
            fields = answer_fields(new)
            written.append({**key, **fields, "element_version": version, "run": part.run, "at": now})
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
        framework, number = entry.pop("framework"), entry.pop("number")
        number = number or number_of(held, framework, entry["run"])
        # Of a check that was left there is nothing to keep.
        if id(held) in kept and number is not None and number not in held.gone:
            rows.append({**entry, "participation_id": number, "person_id": held.person_id})
    _insert(connection, answer_history, rows)
