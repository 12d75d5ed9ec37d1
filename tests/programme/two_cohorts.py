"""Two cohorts of two coordinators, each with one of everything that a button can name, in the whole bot.

made = build(rig)                 # made.south.note is the number of a draft of the other cohort
await cast(rig, made)             # who presses: strangers, helpers, readers, whoever was removed
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from flows.pages import Right
from flows.roster import RosterRow
from storage.programme import cohorts, invitations, notes
from storage.programme.coordinators import give_right
from storage.programme.note_letters import expand
from storage.programme.rights import OPERATOR, Actor
from storage.programme.roster import import_roster
from storage.programme.tables import enrolment, join_request, question
from storage.tables import conversation, job, membership, metadata
from tests.programme.joined import Joined
from tests.rig import Rig

CHECK = "sp-1.0"
ELEMENT = "sp.lead.fit"
SECRET = "Žłøty"
MISSING = 987_654
# What every event leaves behind, whatever it asks for.
OF_EVERY_EVENT = {"conversation", "claim", "chat_message"}
RIGHTS = {911: Right.HELPER, 912: Right.READ}


@dataclass(frozen=True)
class Made:
    """The numbers of one cohort and of what belongs to it. `other` is an organisation besides that of `respondent`."""

    cohort: int
    coordinator: int
    respondent: int
    enrolment: int
    other: int
    listed: int
    link: int
    serve: int
    request: int
    draft: int
    note: int
    question: int
    job: int


def build(rig: Rig) -> tuple[Made, Made]:
    """North, led by 901, and South, led by 902; who is asked nothing by South is never to read what is in it."""
    return fill(rig, "North", 901, 1), fill(rig, f"South {SECRET}", 902, 11)


def fill(rig: Rig, name: str, lead: int, first_chat: int) -> Made:
    now, rows = rig.core.clock.now(), Joined(rig.writer, rig.core.clock.now())
    with rig.writer.begin() as connection:
        number = cohorts.add_coordinator(connection, "telegram", lead, f"{name} lead", True, now)
        actor = Actor(number, True)
        where = cohorts.create(connection, actor, name, CHECK, "Africa/Nairobi", now)
        for account, right in RIGHTS.items() if lead == 901 else ():
            other = cohorts.add_coordinator(connection, "telegram", account, f"{name} {right}", False, now)
            give_right(connection, actor, where, other, right, now)
        listed = [RosterRow(2, f"{name} listed", f"{name} person", contact=f"{name} +254")]
        import_roster(connection, actor, where, listed, now)
        on_list = connection.scalar(select(enrolment.c.id).where(enrolment.c.cohort_id == where))
        link, _code = invitations.issue(connection, actor, where, "one", now, label=f"{name} guest")
        serve, _code = invitations.issue(connection, actor, where, "helper", now, label=f"{name} help")
    chats = [_answering(rows, first_chat + place, where, f"{name} org {place}") for place in range(2)]
    with rig.writer.begin() as connection:
        asked = {"cohort_id": where, "enrolment_id": chats[1][1], "conversation_id": chats[1][0], "at": now}
        asked |= {"element_id": ELEMENT, "text": f"{name} asks"}
        told = key_of(connection, question, **asked)
        wants = key_of(connection, join_request, link_id=link, conversation_id=chats[1][0], at=now)
        draft, sent = (_note(connection, actor, where, f"{name} note", now) for _ in range(2))
        notes.send(connection, actor, sent, False, now)
        expand(connection, sent, now)
        list_read = {"cohort": where, "file": "x", "store": False}
        read = {"kind": "import", "conversation_id": chats[1][0], "args": list_read, "attempts": 1}
        wished = key_of(connection, job, **read, due_at=now, taken_at=now, done_at=now)
    return Made(
        *(where, number, chats[0][0], chats[0][1], chats[1][1], on_list or 0),
        *(link, serve, wants, draft, sent, told, wished),
    )


def _answering(rows: Joined, number: int, where: int, name: str) -> tuple[int, int]:
    """Somebody at the first question, for this organisation: the chat and the enrolment."""
    chat = rows.chat(number, dimension="lead", element=ELEMENT)
    joined = rows.join(chat, where, name=name, key=name.casefold())
    row = rows.row(conversation, id=chat)
    owner = rows.row(enrolment, id=joined).organisation_id
    with rows.writer.begin() as connection:
        belongs = {"person_id": row.person_id, "organisation_id": owner, "roles": [], "stakeholder": ""}
        connection.execute(insert(membership), belongs)
    return chat, joined


def _note(connection: Connection, actor: Actor, where: int, text: str, now: datetime) -> int:
    return notes.draft(connection, actor, where, "note", text, "all", now)


def key_of(connection: Connection, table: Any, **values: Any) -> int:
    """Put this row; its number."""
    return int(connection.scalar(insert(table).returning(table.c.id), values) or 0)


def cast(rig: Rig, south: Made) -> dict[str, int]:
    """Who presses what is not theirs: their accounts. One of them led South until a moment ago."""
    now = rig.core.clock.now()
    with rig.writer.begin() as connection:
        gone = cohorts.add_coordinator(connection, "telegram", 913, "Gone", True, now)
        give_right(connection, OPERATOR, south.cohort, gone, Right.LEAD, now)
        cohorts.remove_coordinator(connection, "telegram", 913, now)
    people = {"stranger": 700, "respondent": 11, "lead": 901, "helper": 911, "reader": 912, "removed": 913}
    for number in people.values():
        rig.person(number).command("/start")
    return people


def dump(rig: Rig, besides: int = 0) -> Mapping[str, list[tuple[Any, ...]]]:
    """All rows of all tables, without what every event leaves, and without how the chat `besides` is written to."""
    found = {}
    with rig.writer.begin() as connection:
        for name, table in metadata.tables.items():
            if name in OF_EVERY_EVENT:
                continue
            rows = connection.execute(select(table))
            found[name] = sorted(
                (tuple(row) for row in rows if name != "habit" or row.conversation_id != besides), key=repr
            )
    return found
