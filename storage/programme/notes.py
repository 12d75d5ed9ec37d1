"""What coordinators write to one, some or all, and reminders by hand: drafted, looked at, sent once, cancelled."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from flows.pages import CohortHead, NotePage, NotesPage, Status
from storage.programme.audit import note_act
from storage.programme.cohort_values import BadValue
from storage.programme.letters import NOTE, REMINDER
from storage.programme.note_letters import (
    EVERYBODY,
    RUNNING,
    Recipient,
    everybody,
    locked,
    recipients,
    stop,
    without_letter,
)
from storage.programme.note_letters import expand as expand
from storage.programme.note_letters import finish as finish
from storage.programme.note_letters import may_go_on as may_go_on
from storage.programme.rights import GIVEN_NAME, Actor, NotYours, cohort_of_enrolment, cohort_of_note, require
from storage.programme.tables import coordinator, letter, note
from storage.programme.tables import enrolment as enrolments

LONGEST = 1500
LISTED = 10
BEGINNING = 160
_EMPTY_LINES = re.compile(r"\n{3,}")
_KEPT = "\n\u200c\u200d"


def draft(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    kind: str,
    text: str,
    audience: str,
    now: datetime,
    *,
    enrolment: int | None = None,
) -> int:
    """Keep a note to look at before it is sent; its number. Nothing goes out yet.

    `audience` is a status or "all"; `enrolment` narrows it to one organisation. A reminder is written anew for each
    person, so it has no text of its own. Raises BadValue for a text that is empty or too long.
    """
    require(connection, actor, cohort_id, "write")
    if enrolment is not None and cohort_of_enrolment(connection, enrolment) != cohort_id:
        raise NotYours
    if kind not in {NOTE, REMINDER} or audience not in {EVERYBODY, *Status}:
        raise NotYours
    values = {
        "cohort_id": cohort_id,
        "coordinator_id": actor.coordinator,
        "kind": kind,
        "text": checked_text(text, LONGEST) if kind == NOTE else "",
        "audience": audience,
        "enrolment_id": enrolment,
        "at_night": False,
        "status": "draft",
        "made_at": now,
    }
    return int(connection.scalar(insert(note).returning(note.c.id), values) or 0)


def clean_text(text: str) -> str:
    """A typed text as it was meant: without invisible signs, its lines kept, at most one empty one in between."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(
        sign
        for sign in plain
        if sign in _KEPT or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in shown.split("\n"))).strip()


def checked_text(text: str, longest: int) -> str:
    """The text as it is kept; raises BadValue where nothing in it can be read, or it is too long."""
    cleaned = clean_text(text)
    if not any(sign.isprintable() and not sign.isspace() for sign in cleaned):
        raise BadValue("note_empty")
    if len(cleaned) > longest:
        raise BadValue("note_long", limit=longest)
    return cleaned


def send(connection: Connection, actor: Actor, note_id: int, at_night: bool, now: datetime) -> None:
    """Send a draft, once; a second call changes nothing. Who sends it is its writer.

    `at_night` sends it where it is quiet now as well; a reminder waits for the morning all the same.
    """
    row, _head = _mine(connection, actor, note_id, "write")
    sent = connection.execute(
        update(note)
        .where(note.c.id == note_id, note.c.status == "draft")
        .values(
            status="planned",
            at_night=at_night and row.kind == NOTE,
            planned_at=now,
            coordinator_id=actor.coordinator,
        )
    )
    if sent.rowcount:
        _note_act(connection, actor, row, "note_sent", now)


def cancel(connection: Connection, actor: Actor, note_id: int, now: datetime) -> None:
    """Stop a note, also half-way: letters that no worker holds yet do not go. What has ended stays as it is."""
    _mine(connection, actor, note_id, "write")
    row = locked(connection, note_id)
    if row is None or row.status not in {"draft", *RUNNING}:
        return
    if row.status == "draft":
        ended = {"status": "cancelled", "ended_at": now}
        connection.execute(update(note).where(note.c.id == note_id).values(ended))
        return
    stop(connection, row, "cancelled", now)
    _note_act(connection, actor, row, "note_cancelled", now)


def _note_act(connection: Connection, actor: Actor, row: Row[Any], act: str, now: datetime) -> None:
    detail = {"note": row.id, "kind": row.kind, "audience": row.audience}
    note_act(connection, actor, row.cohort_id, act, now, row.enrolment_id, **detail)


def _mine(connection: Connection, actor: Actor, note_id: int, what: str) -> tuple[Row[Any], CohortHead]:
    cohort_id = cohort_of_note(connection, note_id)
    if cohort_id is None:
        raise NotYours
    head = require(connection, actor, cohort_id, what)
    return connection.execute(select(note).where(note.c.id == note_id)).one(), head


def note_page(connection: Connection, actor: Actor, note_id: int, now: datetime) -> NotePage:
    """A note as it stands: a draft with whom it would reach, later the result so far."""
    row, head = _mine(connection, actor, note_id, "look")
    figures = _preview(connection, row, now) if row.status == "draft" else _result(connection, row, now)
    named = select(enrolments.c.name).where(enrolments.c.id == row.enrolment_id)
    return NotePage(
        head=head,
        number=row.id,
        kind=row.kind,
        text=row.text,
        audience=row.audience,
        status=row.status,
        organisation="" if row.enrolment_id is None else connection.scalar(named) or "",
        writer=connection.scalar(_writer(row, actor)) or "",
        **figures,
    )


def _writer(row: Row[Any], actor: Actor) -> Select[Any]:
    """The name its readers see: who sent it, or will."""
    number = actor.coordinator if row.status == "draft" else row.coordinator_id
    return select(GIVEN_NAME).where(coordinator.c.id == number)


def _preview(connection: Connection, row: Row[Any], now: datetime) -> dict[str, Any]:
    """Whom a draft would reach, who would get it later as it is quiet there, and who not at all."""
    found = recipients(connection, row, everybody(connection, row, now), now)
    later = [each.due_at for each in found if not each.reason and each.due_at > now]
    return {
        "people": len(found),
        "quiet": len(later),
        "waiting": sum(not each.reason for each in found),
        "withheld": dict(Counter(each.reason for each in found if each.reason)),
        "next_at": max(later, default=None),
    }


def _result(connection: Connection, row: Row[Any], now: datetime) -> dict[str, Any]:
    """What became of the letters of a note so far, and will become of those that are not planned yet."""
    counted = connection.execute(
        select(letter.c.status, letter.c.reason, func.count().label("letters"))
        .where(letter.c.note_id == row.id)
        .group_by(letter.c.status, letter.c.reason)
    ).all()
    by_status: Counter[str] = Counter()
    for each in counted:
        by_status[each.status] += each.letters
    unplanned: list[Recipient] = []
    if row.status == "planned":
        unplanned = recipients(connection, row, without_letter(connection, row, now), now)
    going = [each.due_at for each in unplanned if not each.reason]
    dues = [due for due in going if due > now]
    none = Counter({each.reason: each.letters for each in counted if each.status == "withheld"})
    none.update(each.reason for each in unplanned if each.reason)
    later = connection.execute(
        select(func.count(), func.max(letter.c.due_at)).where(
            letter.c.note_id == row.id, letter.c.status == "planned", letter.c.due_at > now
        )
    ).one()
    return {
        "people": by_status.total() + len(unplanned),
        "quiet": later[0] + len(dues),
        "sent": by_status["sent"],
        "failed": by_status["failed"],
        "uncertain": by_status["uncertain"],
        "waiting": sum(by_status[each] for each in ("planned", "taken", "sending")) + len(going),
        "withheld": dict(none),
        "next_at": max((due for due in (later[1], *dues) if due is not None), default=None),
    }


def notes_page(connection: Connection, actor: Actor, cohort_id: int) -> NotesPage:
    """The newest notes and rounds of reminders of a cohort."""
    head = require(connection, actor, cohort_id, "look")
    rows = connection.execute(
        select(note).where(note.c.cohort_id == cohort_id).order_by(note.c.id.desc()).limit(LISTED)
    )
    return NotesPage(
        head, tuple((row.id, row.kind, row.text[:BEGINNING], row.status, row.made_at) for row in rows)
    )
