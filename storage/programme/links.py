"""Invitations as coordinators make and revoke them: for one person, for many, or to coordinate with them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from flows.pages import CohortHead
from flows.reading import clean_name
from flows.reminding import is_over, moment_of, zone_of
from storage.programme.audit import INVITED_EACH, note_act, note_act_on_each
from storage.programme.cohort_values import NAME_LIMIT, BadValue, reckoned
from storage.programme.rights import Actor, NotYours, cohort_of_link, require
from storage.programme.tables import enrolment, invitee
from storage.tables import link

KINDS = {
    "one": "cohort_one",
    "many": "cohort_many",
    "lead": "coordinate_lead",
    "helper": "coordinate_helper",
    "read": "coordinate_read",
}
"""What an invitation is called outside, and in its row. The last three make coordinators."""
TO_RESPOND = ("one", "many")
CALLED = {stored: kind for kind, stored in KINDS.items()}

CODE_BYTES = 9
MANY_DEFAULT, MANY_MOST = 50, 1000
MANY_DAYS, COORDINATE_DAYS = 90, 14


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation with whom it is for, as the coordinator's list has them. The code cannot be read again."""

    number: int
    code: str
    organisation: str
    person: str
    contact: str


def hashed(code: str) -> str:
    """What is stored of a code. It was drawn from 72 bits, so nobody finds it from this."""
    return sha256(code.encode()).hexdigest()


def called(stored: str) -> str:
    """The kind of an invitation from its row."""
    return CALLED[stored]


def issue(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    kind: str,
    now: datetime,
    *,
    label: str = "",
    uses: int | None = None,
    ends_at: datetime | None = None,
    invitee: int | None = None,
    listed: int | None = None,
) -> tuple[int, str]:
    """A new invitation: its number, and its code, which cannot be read again. Raises NotYours and BadValue.

    One for many ends with the cohort's deadline, or after 90 days; one to coordinate after 14 days. `invitee` is
    somebody on the list of this cohort, whom it then stands for; `listed` is an organisation on it, of which nobody is
    named: who comes by the link is that organisation.
    """
    head = _open_head(connection, actor, cohort_id, kind)
    target = {"by": actor.coordinator, **_on_list(connection, cohort_id, invitee, listed)}
    code, row = _new_link(head, kind, now, label, uses, ends_at, target)
    number: int = connection.execute(insert(link).returning(link.c.id), row).scalar_one()
    note_act(connection, actor, cohort_id, "invited", now, target.get("enrolment"), kind=kind, link=number)
    return number, code


def issue_for_waiting(
    connection: Connection, actor: Actor, cohort_id: int, now: datetime, ends_at: datetime | None = None
) -> list[Issued]:
    """A new one-person invitation for everybody on the list who has not joined, in order of the list.

    Raises NotYours and BadValue. Invitations they had already stay as they are; whichever is used first holds.
    """
    head = _open_head(connection, actor, cohort_id, "one")
    made: dict[str, tuple[str, str, str, str]] = {}
    rows = []
    waiting = _waiting(connection, cohort_id)
    for each in waiting:
        target = {"by": actor.coordinator, "enrolment": each.enrolment_id}
        target |= {} if each.invitee_id is None else {"invitee": each.invitee_id}
        code, row = _new_link(head, "one", now, "", None, ends_at, target)
        rows.append(row)
        made[row["code_hash"]] = (code, each.organisation, each.person or "", each.contact or "")
    if not rows:
        return []
    last = connection.scalar(select(func.max(link.c.id))) or 0
    connection.execute(insert(link), rows)
    invited = (each.enrolment_id for each in waiting)
    note_act_on_each(connection, actor, cohort_id, INVITED_EACH, now, invited)
    note_act(connection, actor, cohort_id, "invited", now, kind="one", links=len(rows))
    numbers = connection.execute(
        select(link.c.code_hash, link.c.id).where(link.c.cohort_id == cohort_id, link.c.id > last)
    )
    number_of = {row.code_hash: row.id for row in numbers}
    return [Issued(number_of[key], *rest) for key, rest in made.items()]


def _waiting(connection: Connection, cohort_id: int) -> Sequence[Row[Any]]:
    """Everybody on the list who has not joined, and the organisations of which nobody is named and nobody joined."""
    nobody_came = invitee.c.id.is_(None) & enrolment.c.joined_at.is_(None)
    wanted: Select[Any] = (
        select(
            enrolment.c.id.label("enrolment_id"),
            enrolment.c.name.label("organisation"),
            invitee.c.id.label("invitee_id"),
            invitee.c.name.label("person"),
            invitee.c.contact,
        )
        .outerjoin(invitee, invitee.c.enrolment_id == enrolment.c.id)
        .where(
            enrolment.c.cohort_id == cohort_id,
            (invitee.c.id.is_not(None) & invitee.c.joined_at.is_(None)) | nobody_came,
        )
        .order_by(enrolment.c.id, invitee.c.id)
    )
    return connection.execute(wanted).all()


def _open_head(connection: Connection, actor: Actor, cohort_id: int, kind: str) -> CohortHead:
    if kind not in KINDS:
        raise NotYours
    head = require(connection, actor, cohort_id, "write" if kind in TO_RESPOND else "lead")
    if head.closed or head.archived:
        raise BadValue("cohort_closed")
    return head


def _on_list(
    connection: Connection, cohort_id: int, number: int | None, listed: int | None
) -> dict[str, int]:
    if number is None:
        return {} if listed is None else _organisation_on_list(connection, cohort_id, listed)
    found = connection.execute(
        select(invitee.c.enrolment_id)
        .join(enrolment, enrolment.c.id == invitee.c.enrolment_id)
        .where(invitee.c.id == number, enrolment.c.cohort_id == cohort_id)
    ).first()
    if found is None:
        raise NotYours
    return {"invitee": number, "enrolment": found.enrolment_id}


def _organisation_on_list(connection: Connection, cohort_id: int, number: int) -> dict[str, int]:
    this = (enrolment.c.id == number) & (enrolment.c.cohort_id == cohort_id)
    if connection.scalar(select(enrolment.c.id).where(this)) is None:
        raise NotYours
    return {"enrolment": number}


def _new_link(
    head: CohortHead,
    kind: str,
    now: datetime,
    label: str,
    uses: int | None,
    ends_at: datetime | None,
    target: Mapping[str, Any],
) -> tuple[str, dict[str, Any]]:
    """The code and the row of an invitation."""
    name = clean_name(label)
    if len(name) > NAME_LIMIT:
        raise BadValue("name_long", limit=NAME_LIMIT)
    limit = (MANY_DEFAULT if uses is None else uses) if kind == "many" else 1
    if not 1 <= limit <= MANY_MOST:
        raise BadValue("link_uses_bad", most=MANY_MOST)
    if ends_at is not None and ends_at <= now:
        raise BadValue("day_past")
    code = secrets.token_urlsafe(CODE_BYTES)
    return code, {
        "code_hash": hashed(code),
        "kind": KINDS[kind],
        "target": dict(target),
        "use_limit": limit,
        "uses": 0,
        "created_at": now,
        "ends_at": ends_at or _usual_end(head, kind, now),
        "cohort_id": head.number,
        "label": name,
    }


def _usual_end(head: CohortHead, kind: str, now: datetime) -> datetime | None:
    if kind == "one":
        return None
    if kind != "many":
        return now + timedelta(days=COORDINATE_DAYS)
    if head.deadline and not is_over(head.deadline, head.zone, now):
        return end_of_day(reckoned(head.deadline, head.zone, now).isoformat(), head.zone)
    return now + timedelta(days=MANY_DAYS)


def end_of_day(day: str, zone: str) -> datetime:
    """The instant at which this day (ISO date) is over there."""
    return moment_of(date.fromisoformat(day) + timedelta(days=1), time(0), zone_of(zone))


def revoke(connection: Connection, actor: Actor, link_id: int, now: datetime) -> None:
    """Let nobody else in by this invitation; a second time changes nothing. Raises NotYours."""
    row = own_link(connection, actor, link_id, "write")
    if called(row.kind) not in TO_RESPOND:
        require(connection, actor, row.cohort_id, "lead")
    withdrawn = connection.execute(
        update(link).where(link.c.id == link_id, link.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    if withdrawn.rowcount:
        note_act(
            connection, actor, row.cohort_id, "link_revoked", now, listed_for(connection, row), link=link_id
        )


def listed_for(connection: Connection, row: Row[Any]) -> int | None:
    """The organisation on the list that this invitation stands for; None where there is none, or it is gone."""
    number = row.target.get("enrolment") or 0
    return connection.scalar(select(enrolment.c.id).where(enrolment.c.id == number))


def own_link(connection: Connection, actor: Actor, link_id: int, what: str) -> Row[Any]:
    """The row of an invitation, for an actor who may do this in its cohort. Raises NotYours."""
    cohort_id = cohort_of_link(connection, link_id)
    if cohort_id is None:
        raise NotYours
    require(connection, actor, cohort_id, what)
    return connection.execute(select(link).where(link.c.id == link_id)).one()
