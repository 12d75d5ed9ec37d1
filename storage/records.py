"""Values of the flow to rows and back. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from flows.checks import as_part
from flows.conversation import PLACE_LIMIT, RUN_LIMIT, Chosen, Conversation, Inputs, Notice, Part
from flows.events import ChatKey, Incoming
from flows.machine import known_state
from frameworks.values import Answer, Said, Shown

Values = dict[str, Any]

REVISION_EPOCH = 1_750_000_000


@dataclass(frozen=True, slots=True)
class View:
    """What the way out showed: the living message, the newest message in the chat, the revision on screen."""

    message_id: int | None = None
    top_id: int | None = None
    shown: int = -1


@dataclass(slots=True)
class Held:
    """A locked conversation during the transaction: as it was read, and as it is now."""

    row_id: int
    person_id: int | None
    before: Conversation
    conversation: Conversation
    view: View
    view_before: View
    # The checks as they stand in the database, by number, and the actions taken up in the one that was read.
    stored: dict[int, Part] = field(default_factory=dict)
    stored_actions: dict[int, Mapping[str, Chosen]] = field(default_factory=dict)
    # The checks that this transaction removed.
    gone: set[int] = field(default_factory=set)

    def part_from(self, numbers: Collection[int]) -> None:
        """These checks are there no more: nothing is written to them."""
        self.gone.update(numbers)
        for number in numbers:
            self.stored.pop(number, None)


def address_of(chat: ChatKey) -> str:
    """The one text that names a chat in the database."""
    return f"{chat.channel}:{chat.bot_id}:{chat.chat_id}"


def chat_of(address: str) -> ChatKey:
    """The chat an address names."""
    channel, bot_id, chat_id = address.split(":")
    return ChatKey(channel, int(bot_id), int(chat_id))


def claim_of(incoming: Incoming, now: datetime) -> Values:
    """The row that marks an event as taken in."""
    chat = incoming.chat
    return {"channel": chat.channel, "bot_id": chat.bot_id, "key": incoming.key, "at": now}


def new_conversation(incoming: Incoming, language: str, framework: str, now: datetime) -> Values:
    """The row of a chat never met. Counters begin at the clock: no button or screen from before an erasure fits."""
    seed = int(now.timestamp())
    revision = seed - REVISION_EPOCH
    return {
        "address": address_of(incoming.chat),
        "channel": incoming.chat.channel,
        "bot_id": incoming.chat.bot_id,
        "chat_id": incoming.chat.chat_id,
        "framework": framework,
        "language": language,
        "state": "new",
        "run": seed % RUN_LIMIT,
        "newest_run": seed % RUN_LIMIT,
        "place_no": seed % PLACE_LIMIT,
        "revision": revision,
        "reviewed": False,
        "shown_at": now,
        "changed_at": now,
        "shown": revision,
    }


def held_of(row: Row[Any], answers: dict[str, Answer]) -> Held:
    """A row of `loading.CONVERSATION` as values; raises UnknownState for a state name no release ever had."""
    conversation = Conversation(
        chat=ChatKey(row.channel, row.bot_id, row.chat_id),
        language=row.language,
        framework=row.framework,
        shown_at=row.shown_at,
        state=known_state(row.state),
        dimension=row.dimension,
        element=row.element,
        last_element=row.last_element,
        inputs=_inputs(row),
        answers=answers,
        run=row.run,
        place_no=row.place_no,
        revision=row.revision,
        panel=row.panel,
        notice=None if row.notice is None else Notice(row.notice["key"], row.notice["args"]),
        reviewed=row.reviewed,
        consent=row.consent_version,
        finished=row.finished_at is not None,
        number=row.participation_id,
        organisation=row.organisation_id,
        invitation=row.invitation,
        joining=row.joining,
        round_no=row.round_no or 1,
        closed=row.closed_at is not None,
        several=row.several,
        newest_run=row.newest_run,
    )
    view = View(row.message_id, row.top_id, row.shown)
    held = Held(row.id, row.person_id, conversation, conversation, view, view)
    if row.participation_id is not None:
        held.stored[row.participation_id] = as_part(conversation)
    return held


def _inputs(row: Row[Any]) -> Inputs:
    if row.participation_id is None:
        return Inputs()
    return inputs_of(row)


def inputs_of(row: Row[Any]) -> Inputs:
    """What the way in asked, from a row that holds a participation with its organisation and membership."""
    return Inputs(
        row.organisation_name,
        row.size,
        row.profile,
        tuple(row.roles or ()),
        row.scope,
        row.stakeholder or "",
        bool(row.placed),
    )


def conversation_values(held: Held, now: datetime) -> Values:
    """The columns of a conversation that a step may change, keyed for a bulk update by `row_id`."""
    conversation = held.conversation
    notice = conversation.notice
    return {
        "row_id": held.row_id,
        "person_id": held.person_id,
        "participation_id": conversation.number,
        "framework": conversation.framework,
        "language": conversation.language,
        "state": conversation.state,
        "dimension": conversation.dimension,
        "element": conversation.element,
        "last_element": conversation.last_element,
        "run": conversation.run,
        "newest_run": conversation.newest_run,
        "place_no": conversation.place_no,
        "revision": conversation.revision,
        "panel": conversation.panel,
        "notice": None if notice is None else {"key": notice.key, "args": dict(notice.args)},
        "reviewed": conversation.reviewed,
        "invitation": conversation.invitation,
        "joining": conversation.joining,
        "several": conversation.several,
        "shown_at": conversation.shown_at,
        "changed_at": now,
        "shown": held.view.shown,
        "message_id": held.view.message_id,
        "top_id": held.view.top_id,
        "unreachable": None,
    }


@lru_cache(maxsize=10_000)
def answer_of(
    said: str,
    level: int | None,
    shown: str | None,
    option: int | None,
    who: str | None,
    kept: bool,
    seconds: int,
) -> Answer:
    """The answer in these columns. Kept, since each tap reads all of a person's, and equal ones are many."""
    return Answer(Said(said), level, None if shown is None else Shown(shown), option, who, kept, seconds)


def answer_fields(answer: Answer) -> Values:
    return {
        "said": answer.said.value,
        "level": answer.level,
        "shown": None if answer.shown is None else answer.shown.value,
        "option": answer.option,
        "who": answer.who,
        "kept": answer.kept,
        "seconds": answer.seconds,
    }


def event_json(incoming: Incoming) -> Values:
    """The event that was set aside, for whoever looks into the cause."""
    event = incoming.event
    fields = {name: getattr(event, name) for name in event.__dataclass_fields__}
    return {"kind": type(event).__name__, **fields}
