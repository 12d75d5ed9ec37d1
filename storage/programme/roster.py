"""Storing a coordinator's list in a cohort: who is new, who changed, and who is the same under another spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from flows.roster import RosterReport, RosterRow
from storage.programme.audit import note_act
from storage.programme.cohort_values import BadValue
from storage.programme.merging import Listed, Merged, merge
from storage.programme.rights import Actor, require
from storage.programme.tables import cohort, enrolment, invitee

_CHANGE_ORGANISATION = (
    update(enrolment).where(enrolment.c.id == bindparam("row_id")).values(code=bindparam("new_code"))
)
_CHANGE_PERSON = (
    update(invitee)
    .where(invitee.c.id == bindparam("row_id"))
    .values(language=bindparam("new_language"), contact=bindparam("new_contact"))
)


def import_roster(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    rows: Sequence[RosterRow],
    now: datetime,
    *,
    store: bool = True,
) -> RosterReport:
    """Store these rows in a cohort, and report; with `store` false only report what would be done.

    The same organisation, and the same person within it, are met again in other spellings; the spelling known first
    is kept. Values that a row leaves empty stay as they are, and so does who is not in the list: the same list
    twice changes nothing. Faulty lines are reported, all others stored. Raises NotYours, and BadValue where the
    cohort is closed.
    """
    head = require(connection, actor, cohort_id, "write")
    if head.closed or head.archived:
        raise BadValue("cohort_closed")
    if store:
        # Two lists at once would each find the same organisation new.
        connection.execute(select(cohort.c.id).where(cohort.c.id == cohort_id).with_for_update())
    listed = _listed(connection, cohort_id)
    merged = merge(rows, listed)
    report = merged.report(stored=store)
    if store:
        _put_on_list(connection, listed, merged, now)
    if store and report.changes:
        _store(connection, cohort_id, merged, now)
        note_act(connection, actor, cohort_id, "list_imported", now, **_counted(report))
    return report


def _put_on_list(connection: Connection, listed: Sequence[Listed], merged: Merged, now: datetime) -> None:
    """Who came by themselves and stands on this list is listed from now on, under the name that is known."""
    came = {each.number for each in listed if each.came_by_itself}
    here = [each.number for each in merged.organisations if each.number in came]
    if here:
        connection.execute(update(enrolment).where(enrolment.c.id.in_(here)).values(added_at=now))


def _counted(report: RosterReport) -> dict[str, int]:
    return {
        "organisations": report.organisations.new,
        "people": report.people.new,
        "changed": report.organisations.changed + report.people.changed,
    }


def _listed(connection: Connection, cohort_id: int) -> list[Listed]:
    """Every organisation of the cohort that has a name, the oldest first, with its people."""
    people: dict[int, list[Any]] = {}
    listed_people = select(invitee).join(enrolment, enrolment.c.id == invitee.c.enrolment_id)
    for row in connection.execute(
        listed_people.where(enrolment.c.cohort_id == cohort_id).order_by(invitee.c.id)
    ):
        people.setdefault(row.enrolment_id, []).append(row)
    named = select(enrolment).where(enrolment.c.cohort_id == cohort_id, enrolment.c.key != "")
    return [
        Listed(
            row.id,
            row.name,
            row.key,
            row.code,
            {each.key: each for each in reversed(people.get(row.id, ()))},
            # Who came by a link for many was never on a list, and is not missing from one.
            came_by_itself=row.added_at == row.joined_at,
        )
        for row in connection.execute(named.order_by(enrolment.c.id))
    ]


def _store(connection: Connection, cohort_id: int, merged: Merged, now: datetime) -> None:
    new = [
        {
            "cohort_id": cohort_id,
            "name": each.name,
            "key": each.key,
            "code": each.code,
            "added_at": now,
            "share_stage": False,
        }
        for each in merged.organisations
        if each.number is None
    ]
    if new:
        connection.execute(insert(enrolment), new)
    changed = [
        {"row_id": each.number, "new_code": each.code} for each in merged.organisations if each.is_changed
    ]
    if changed:
        connection.execute(_CHANGE_ORGANISATION, changed)
    _store_people(connection, merged, _numbers(connection, cohort_id))


def _numbers(connection: Connection, cohort_id: int) -> Mapping[str, int]:
    """The number of the oldest enrolment with each key."""
    rows = connection.execute(
        select(enrolment.c.key, enrolment.c.id)
        .where(enrolment.c.cohort_id == cohort_id)
        .order_by(enrolment.c.id.desc())
    )
    return {row.key: row.id for row in rows}


def _store_people(connection: Connection, merged: Merged, number_of: Mapping[str, int]) -> None:
    pairs = [(owner, person) for owner in merged.organisations for person in owner.people.values()]
    new = [
        {
            "enrolment_id": number_of[owner.key],
            "name": person.name,
            "key": person.key,
            "language": person.language,
            "contact": person.contact,
        }
        for owner, person in pairs
        if person.number is None
    ]
    if new:
        connection.execute(insert(invitee), new)
    changed = [
        {"row_id": person.number, "new_language": person.language, "new_contact": person.contact}
        for _owner, person in pairs
        if person.is_changed
    ]
    if changed:
        connection.execute(_CHANGE_PERSON, changed)
