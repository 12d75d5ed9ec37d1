"""The letters of a note: who gets one and when, who gets none and why, and how a note comes to its end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select, update

from flows.pages import Status
from flows.reminding import MOST, Habit, next_allowed
from storage.programme import progress
from storage.programme.habits import HABIT_COLUMNS, habit_of
from storage.programme.letters import REMINDER, new_letter, plan
from storage.programme.rights import Actor, NotYours, require
from storage.programme.standing import JOINED, Past, Standing, pasts, standing_of
from storage.programme.tables import cohort, enrolment, habit, letter, link_use, note
from storage.tables import conversation

CHUNK = 500
EVERYBODY = "all"
RUNNING = ("planned", "sending")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a note is for. `reason` says why they get no letter of it, else it is empty."""

    conversation_id: int
    participation_id: int | None
    reason: str
    due_at: datetime


def expand(connection: Connection, note_id: int, now: datetime, most: int = CHUNK) -> int:
    """Plan the letters of a note that is on its way, at most so many at a time; how many were planned or withheld.

    Called again until there are none left. A note whose writer may not write there any more stops instead.
    """
    row = locked(connection, note_id)
    if row is None or row.status != "planned":
        return 0
    if why_stopped(connection, note_id):
        stop(connection, row, "not_allowed", now)
        return 0
    waiting = without_letter(connection, row, now)
    chunk = dict(list(waiting.items())[:most])
    _plan(connection, row, recipients(connection, row, chunk, now))
    if len(waiting) <= most:
        connection.execute(update(note).where(note.c.id == note_id).values(status="sending"))
    return len(chunk)


def to_expand(connection: Connection) -> list[int]:
    """The notes whose letters are not all planned yet, the oldest first."""
    return list(connection.scalars(select(note.c.id).where(note.c.status == "planned").order_by(note.c.id)))


def finish(connection: Connection, now: datetime) -> None:
    """End the notes whose letters have all ended, and stop those whose writer may not write there any more."""
    running = select(note.c.id).where(note.c.status.in_(RUNNING)).order_by(note.c.id)
    for number in list(connection.scalars(running)):
        if why_stopped(connection, number) != "not_allowed":
            continue
        row = locked(connection, number)
        if row is not None and row.status in RUNNING:
            stop(connection, row, "not_allowed", now)
    waits = exists().where(
        letter.c.note_id == note.c.id, letter.c.status.in_(("planned", "taken", "sending"))
    )
    over = (note.c.status == "sending") & ~waits
    connection.execute(update(note).where(over).values(status="done", ended_at=now))


def may_go_on(connection: Connection, note_id: int) -> bool:
    """Whether letters of this note may still be sent. Asked again before each of them."""
    return not why_stopped(connection, note_id)


def why_stopped(connection: Connection, note_id: int) -> str:
    """Why no letter of this note may be sent: cancelled, or not_allowed; empty where they may."""
    row = connection.execute(
        select(note.c.cohort_id, note.c.coordinator_id, note.c.status).where(note.c.id == note_id)
    ).first()
    if row is None or row.status not in RUNNING:
        return "cancelled"
    try:
        require(
            connection,
            Actor(row.coordinator_id, may_create=row.coordinator_id is None),
            row.cohort_id,
            "write",
        )
    except NotYours:
        return "not_allowed"
    return ""


def stop(connection: Connection, row: Row[Any], reason: str, now: datetime) -> None:
    """Withhold every letter that no worker holds yet, those not planned yet among them; the note is cancelled."""
    waits = (letter.c.note_id == row.id) & (letter.c.status == "planned")
    connection.execute(update(letter).where(waits).values(status="withheld", reason=reason))
    if row.status == "planned":
        waiting = without_letter(connection, row, now)
        nobody = [Recipient(each, number, reason, now) for each, (number, _status) in waiting.items()]
        _plan(connection, row, nobody)
    connection.execute(update(note).where(note.c.id == row.id).values(status="cancelled", ended_at=now))


def locked(connection: Connection, note_id: int) -> Row[Any] | None:
    """A note, locked: two who change it come one after the other."""
    return connection.execute(select(note).where(note.c.id == note_id).with_for_update()).first()


People = dict[int, tuple[int | None, Status]]


def everybody(connection: Connection, row: Row[Any], now: datetime) -> People:
    """Those a note is for, each chat once: participation and status, by the number of the chat."""
    status = None if row.audience == EVERYBODY else Status(row.audience)
    found: People = {}
    for chat, participation, _enrolment, stands in progress.audience(
        connection, row.cohort_id, status, row.enrolment_id, now
    ):
        # Who is there for two organisations gets one letter, for the one that is not done.
        if chat not in found or found[chat][1] in {Status.DONE, Status.LEFT}:
            found[chat] = (participation, stands)
    return dict(sorted(found.items()))


def without_letter(connection: Connection, row: Row[Any], now: datetime) -> People:
    """Those of them who have no letter of this note yet."""
    have = set(connection.scalars(select(letter.c.conversation_id).where(letter.c.note_id == row.id)))
    return {chat: rest for chat, rest in everybody(connection, row, now).items() if chat not in have}


def recipients(connection: Connection, row: Row[Any], people: People, now: datetime) -> list[Recipient]:
    """Who of these people gets a letter of this note when, and who gets none."""
    hours = connection.execute(select(cohort).where(cohort.c.id == row.cohort_id)).one()
    found: list[Recipient] = []
    for some in _in_chunks(people):
        checks = _checks(connection, row, some, now) if row.kind == REMINDER else {}
        for chat in _chats(connection, some):
            wish = habit_of(dict(chat._mapping), hours.zone, hours.quiet_from, hours.quiet_until, "")
            number, status = people[chat.id]
            due = now if row.at_night else _next_time(row, wish, now)
            reason = _why_none(row.kind, chat, wish, status)
            if chat.id in checks and not reason:
                reason = _why_not_reminded(*checks[chat.id], due)
            found.append(Recipient(chat.id, number, reason, due))
    return found


def _in_chunks(people: People) -> Iterator[list[int]]:
    chats = list(people)
    yield from (chats[start : start + CHUNK] for start in range(0, len(chats), CHUNK))


def _chats(connection: Connection, ids: Sequence[int]) -> Iterable[Row[Any]]:
    return connection.execute(
        select(conversation.c.id, conversation.c.unreachable, *HABIT_COLUMNS)
        .outerjoin(habit, habit.c.conversation_id == conversation.c.id)
        .where(conversation.c.id.in_(ids))
        .order_by(conversation.c.id)
    ).all()


def _why_none(kind: str, chat: Row[Any], wish: Habit, status: Status) -> str:
    """Whoever wants no reminders wants no notes either; of a reminder its own check says so."""
    if status is Status.LEFT:
        return "left"
    if wish.stopped or (wish.off and kind != REMINDER):
        return "opted_out"
    return "" if chat.unreachable is None else "unreachable"


def _next_time(row: Row[Any], wish: Habit, now: datetime) -> datetime:
    later = wish.snoozed_until if row.kind == REMINDER else None
    return next_allowed(max(now, later or now), wish)


def _checks(
    connection: Connection, row: Row[Any], chats: Collection[int], now: datetime
) -> Mapping[int, tuple[Standing, Past]]:
    """What these chats would be reminded of, with the reminders so far; what is not done goes before what is."""
    here = (cohort.c.id == row.cohort_id) & link_use.c.conversation_id.in_(chats)
    if row.enrolment_id is not None:
        here &= enrolment.c.id == row.enrolment_id
    joined = connection.execute(JOINED.where(here).order_by(link_use.c.id)).all()
    own = [standing_of(each, now, "") for each in joined]
    known = pasts(connection, own) if own else {}
    last_first = sorted(own, key=lambda each: not each.reason)
    return {each.conversation_id: (each, known[each.conversation_id, each.subject]) for each in last_first}


def _why_not_reminded(standing: Standing, past: Past, due: datetime) -> str:
    if standing.reason:
        return standing.reason
    if past.arrived + past.waits >= MOST:
        return "limit"
    return "just_reminded" if past.is_recent(due) else ""


def _plan(connection: Connection, row: Row[Any], some: Iterable[Recipient]) -> None:
    plan(connection, [_letter(row, each) for each in some])


def _letter(row: Row[Any], each: Recipient) -> dict[str, Any]:
    made = new_letter(
        f"note:{row.id}:{each.conversation_id}",
        row.kind,
        each.conversation_id,
        each.due_at,
        cohort_id=row.cohort_id,
        note_id=row.id,
        participation_id=each.participation_id,
    )
    return {**made, "status": "withheld", "reason": each.reason} if each.reason else made
