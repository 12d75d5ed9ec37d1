"""The one transaction of the way in: everything that waits, in one commit.

An ordinary function: it awaits nothing, calls no network and reads no clock. Its order is part of the
design. Chats never met are inserted first, in order of address, then every touched conversation is locked,
in order of id (the reverse deadlocks between two processes). Only then are event ids claimed, so claims
never wait. Everything else is read after the lock, in statements of its own. Steps run in order of arrival.
A chat that was met by copies alone was forgotten since, and stays so: its new row goes before anybody reads it.
A step that raises is undone (it made new values only) and set aside, with its cause, in this same
transaction; its neighbours never notice. Errors about the database itself are not caught here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, case, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from flows.conversation import Conversation, Notice
from flows.cut_texts import with_moment
from flows.echoes import told_of_lost
from flows.events import Handled, Incoming, Tapped
from flows.knowledge import Knowledge
from flows.step import Step, step
from storage.ahead import lock_ahead
from storage.beside import look_beside, perform_all
from storage.inserting import insert_or_ignore
from storage.loading import load, lock, meet
from storage.records import Held, View, address_of, claim_of
from storage.saving import Writes, note_aside, note_step, save
from storage.tables import UtcTime, chat_message, claim, conversation
from storage.wide import widen


class Fate(StrEnum):
    """What became of an event."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set_aside"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of one event and the conversation as it stands after it.

    That is None where the event waits, and where nothing is kept of its chat. `redraw` asks for the screen to be
    shown even where it counts as shown.
    """

    fate: Fate
    conversation: Conversation | None = None
    view: View = field(default_factory=View)
    ack: Notice | None = None
    redraw: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What the way out has shown in a chat. `new_message` is True where a message was sent, not edited.

    `since` is when the place with this number came on the screen, where that is known.
    """

    address: str
    revision: int
    message_id: int | None
    new_message: bool = False
    place_no: int = -1
    since: datetime | None = None


Numbered = Callable[[int], None]
ClaimKey = tuple[str, int, str]


def no_trouble(_point: int) -> None:
    """The crash points of a program that is not under test: nothing happens at them."""


def take_in(
    connection: Connection,
    incomings: Sequence[Incoming],
    marks: Sequence[Mark],
    knowledge: Knowledge,
    now: datetime,
    *,
    skip_locked: bool = False,
    point: Numbered = no_trouble,
) -> list[Outcome]:
    """Take these events in. The caller begins and commits; nothing has happened before the commit."""
    met = meet(connection, incomings, knowledge, now, skip_locked=skip_locked) if incomings else set()
    touched = sorted({address_of(each.chat) for each in incomings} | {mark.address for mark in marks})
    locked = set(lock(connection, touched, skip_locked=skip_locked))
    _write_marks(connection, [mark for mark in marks if mark.address in locked], now)
    ready = [each for each in incomings if address_of(each.chat) in locked]
    fresh = _claim(connection, ready, now)
    point(3)
    forgotten = met - {address_of(each.chat) for each in ready if _claim_key(each) in fresh}
    _part_from(connection, forgotten)
    held = load(connection, sorted({address_of(each.chat) for each in ready} - forgotten))
    lock_ahead(connection, ready, held)
    writes = Writes()
    outcomes = [
        Outcome(Fate.DUPLICATE)
        if address_of(each.chat) in forgotten
        else _taken(connection, each, held, fresh, writes, knowledge, now)
        for each in incomings
    ]
    outcomes = _widened(connection, list(held.values()), outcomes)
    point(4)
    save(connection, list(held.values()), writes, knowledge, now)
    return outcomes


def _widened(connection: Connection, held: Sequence[Held], outcomes: list[Outcome]) -> list[Outcome]:
    """Those that arrived in a state that looks at more, with what it looks at."""
    before = {id(each.conversation): each for each in held}
    widen(connection, held)
    return [
        replace(outcome, conversation=each.conversation)
        if (each := before.get(id(outcome.conversation))) and each.conversation is not outcome.conversation
        else outcome
        for outcome in outcomes
    ]


def _part_from(connection: Connection, addresses: Set[str]) -> None:
    """Remove chats that were met for nothing."""
    if addresses:
        connection.execute(delete(conversation).where(conversation.c.address.in_(sorted(addresses))))


def _claim(connection: Connection, incomings: Sequence[Incoming], now: datetime) -> set[ClaimKey]:
    """Claim the event ids; those that are new. A claim is an insert that does nothing where it stands already."""
    rows = {_claim_key(each): claim_of(each, now) for each in incomings}
    if not rows:
        return set()
    statement = insert_or_ignore(connection, claim).returning(claim.c.channel, claim.c.bot_id, claim.c.key)
    return {tuple(row) for row in connection.execute(statement, list(rows.values()))}


def _claim_key(incoming: Incoming) -> ClaimKey:
    return (incoming.chat.channel, incoming.chat.bot_id, incoming.key)


def _taken(
    connection: Connection,
    incoming: Incoming,
    held_by_address: dict[str, Held],
    fresh: set[ClaimKey],
    writes: Writes,
    knowledge: Knowledge,
    now: datetime,
) -> Outcome:
    held = held_by_address.get(address_of(incoming.chat))
    if held is None:
        return Outcome(Fate.WAITS)
    if _claim_key(incoming) not in fresh:
        return Outcome(Fate.DUPLICATE, held.conversation, held.view)
    fresh.discard(_claim_key(incoming))
    from_living = _seen(incoming, held, writes, now)
    # Nobody can have meant a question by a text that came before its screen did; what opened it may be an
    # earlier event of this very batch.
    unseen = held.view.shown < held.conversation.revision or held.view.message_id is None
    try:
        result, after = _stepped(connection, incoming, held, knowledge, now, from_living, unseen)
    except SQLAlchemyError:
        raise
    except Exception as trouble:
        note_aside(writes, incoming, f"{type(trouble).__name__} in the step", now)
        return Outcome(Fate.SET_ASIDE, held.conversation, held.view)
    note_step(writes, held, after, incoming, result.wishes, now)
    # A tap that changes nothing: a double tap, or an older screen or a letter covers the newest one. Draw it again.
    idle = isinstance(incoming.event, Tapped | Handled) and after is held.conversation
    held.conversation = after
    return Outcome(Fate.TAKEN, held.conversation, held.view, result.ack, redraw=idle)


def _stepped(
    connection: Connection,
    incoming: Incoming,
    held: Held,
    knowledge: Knowledge,
    now: datetime,
    from_living: bool,
    unseen: bool,
) -> tuple[Step, Conversation]:
    """The step for one event, and the conversation after what the step asks to be done beside it."""
    beside = look_beside(connection, incoming, held, knowledge, now)
    facts = knowledge.facts_for(
        held.conversation,
        now,
        from_living=from_living,
        unseen=unseen,
        page=beside.page,
        invitation=beside.invitation,
        renewed=beside.renewed,
        turned=beside.turned,
    )
    result = step(held.conversation, incoming, facts, knowledge.framework_of(held.conversation), now)
    after = with_moment(perform_all(connection, held, result, beside, knowledge, now), incoming)
    return result, told_of_lost(held.conversation, after, incoming.event, facts.press)


def _seen(incoming: Incoming, held: Held, writes: Writes, now: datetime) -> bool:
    """Note the message ids an event carries; True where a tap came from the living message, or none is known."""
    number = incoming.message_id
    if number is None:
        return True
    if isinstance(incoming.event, Tapped):
        living = held.view.message_id
        # A tap's own message wins over an older mark: a crash may have lost the id of a newer one. What stands
        # on it is not known, so it counts as not shown.
        if living is None or number > living:
            top = max(number, held.view.top_id or 0)
            held.view = replace(held.view, message_id=number, top_id=top, shown=-1)
            return True
        return number == living
    held.view = replace(held.view, top_id=max(number, held.view.top_id or 0))
    if isinstance(incoming.event, Handled):
        return (
            True  # it may stand under a letter, which is no screen: that is not taken for the living message
        )
    # When it was written, not when it was heard: a message counts as old by its own time in the channel too.
    at = min(incoming.at, now)
    writes.messages.append({"conversation_id": held.row_id, "message_id": number, "at": at})
    return True


_SINCE = bindparam("mark_since", type_=UtcTime)
_MARK = (
    update(conversation)
    .where(
        conversation.c.address == bindparam("mark_address"), conversation.c.shown < bindparam("mark_shown")
    )
    .values(
        shown=bindparam("mark_shown"),
        message_id=bindparam("mark_message"),
        shown_at=case(
            (
                (conversation.c.place_no == bindparam("mark_place")) & (conversation.c.shown_at < _SINCE),
                _SINCE,
            ),
            else_=conversation.c.shown_at,
        ),
    )
)
_TOP = (
    update(conversation)
    .where(
        conversation.c.address == bindparam("mark_address"),
        func.coalesce(conversation.c.top_id, 0) < bindparam("mark_message"),
    )
    .values(top_id=bindparam("mark_message"))
)
_SENT = select(conversation.c.id, bindparam("mark_message"), bindparam("mark_at", type_=UtcTime)).where(
    conversation.c.address == bindparam("mark_address")
)


def put_marks(connection: Connection, marks: Sequence[Mark], now: datetime) -> None:
    """Lock the chats of these marks, in order of id, and write the marks."""
    locked = set(lock(connection, sorted({mark.address for mark in marks}), skip_locked=True))
    _write_marks(connection, [mark for mark in marks if mark.address in locked], now)


def _write_marks(connection: Connection, marks: Sequence[Mark], now: datetime) -> None:
    """Keep what is on people's screens. A mark never goes back, and never stands in an answer's way."""
    if not marks:
        return
    rows = [
        {
            "mark_address": each.address,
            "mark_shown": each.revision,
            "mark_message": each.message_id,
            "mark_place": each.place_no,
            "mark_since": each.since or now,
        }
        for each in marks
    ]
    connection.execute(_MARK, rows)
    sent = [
        {"mark_address": each.address, "mark_message": each.message_id}
        for each in marks
        if each.new_message and each.message_id is not None
    ]
    if sent:
        connection.execute(_TOP, sent)
        keep = insert_or_ignore(connection, chat_message).from_select(
            ["conversation_id", "message_id", "at"], _SENT
        )
        connection.execute(keep, [{**each, "mark_at": now} for each in sent])
