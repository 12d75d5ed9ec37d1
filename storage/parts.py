"""The checks of one person as rows: an organisation, an assessment and a participation for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from flows.conversation import Part
from flows.knowledge import Knowledge
from flows.shelf import all_parts, as_part, shelf_key
from flows.team_pages import Position
from frameworks.values import Answer
from storage.inserting import insert_or_ignore
from storage.programme.invitations import check_of, follow_name, tie
from storage.programme.rights import NotYours
from storage.records import Held
from storage.tables import assessment, membership, organisation, participation
from storage.team.carrying import carry
from storage.team.positions import lock_team, owner_of

NO_ANSWERS: Mapping[str, Answer] = {}


def changed_parts(held: Held) -> Iterator[tuple[Part, Mapping[str, Answer]]]:
    """The checks of this person whose answers may have changed, each with its answers as they were stored."""
    for part in all_parts(held.conversation):
        if part.number is None:
            continue
        stored = held.stored.get(part.number)
        before = stored.answers if stored else NO_ANSWERS
        if part.answers is not before:
            yield part, before


def number_of(held: Held, framework: str, run: int) -> int | None:
    """The participation of this person in the check that had this run, or was begun in this transaction."""
    mine = [part for part in all_parts(held.conversation) if part.framework == framework]
    mine.sort(key=lambda part: (part.run != run, part.number in held.stored))
    return mine[0].number if mine else None


def save_parts(connection: Connection, held: Held, knowledge: Knowledge, now: datetime) -> None:
    """Write what is new about the checks themselves: begun, for whom, how much, finished."""
    here = held.conversation
    founded: dict[int | None, int | None] = {}
    parts: list[Part] = []
    # Those on the shelf were begun before the present one.
    for part in (*here.shelf.values(), as_part(here)):
        if _is_changed(held, part):
            owner = part.organisation
            part = replace(part, organisation=founded.get(owner, owner))
            part = _saved(connection, held, part, knowledge, now)
            founded[owner] = part.organisation
        parts.append(part)
    *shelf, own = parts
    if founded:
        held.conversation = replace(
            here,
            number=own.number,
            organisation=own.organisation,
            shelf={shelf_key(part): part for part in shelf},
        )
    _tie(connection, held)


def _tie(connection: Connection, held: Held) -> None:
    """The check that a cohort was joined with is the present one, once that is begun and where it is the cohort's."""
    here = held.conversation
    if here.joining is None or here.number is None or here.organisation is None:
        return
    if check_of(connection, here.joining) not in {None, here.framework}:
        return
    round_id = connection.scalar(
        select(participation.c.assessment_id).where(participation.c.id == here.number)
    )
    if round_id is not None:
        tie(connection, here.joining, here.organisation, round_id, here.inputs.organisation)
    held.conversation = replace(here, joining=None)


def _is_changed(held: Held, part: Part) -> bool:
    if part.number is None:
        return bool(part.inputs.organisation) and held.person_id is not None
    stored = held.stored[part.number]
    return (part.inputs, part.finished, part.run) != (stored.inputs, stored.finished, stored.run)


def _saved(connection: Connection, held: Held, part: Part, knowledge: Knowledge, now: datetime) -> Part:
    if part.number is None:
        owner = _locked(connection, part) or _found(connection, part, knowledge, now)
        return _join(connection, held, replace(part, organisation=owner), now)
    stored = held.stored[part.number]
    values = {"scope": part.inputs.scope, "profile": part.inputs.profile, "run": part.run}
    if part.finished != stored.finished:
        values["finished_at"] = now if part.finished else None
    connection.execute(update(participation).where(participation.c.id == part.number), values)
    if part.inputs != stored.inputs:
        _rename(connection, held, part)
    return part


def _locked(connection: Connection, part: Part) -> int | None:
    """The organisation that a new part is for, as long as it is there: two who come at once wait for each other."""
    if part.organisation is None:
        return None
    try:
        lock_team(connection, part.organisation)
    except NotYours:
        return None
    return part.organisation


def _rename(connection: Connection, held: Held, part: Part) -> None:
    """The organisation's own name and size, which its owner alone changes, and what this person does there."""
    if part.organisation is not None and owner_of(connection, part.organisation) == held.person_id:
        connection.execute(
            update(organisation).where(organisation.c.id == part.organisation),
            {"name": part.inputs.organisation, "size": part.inputs.size},
        )
        stored = held.stored.get(part.number or 0)
        if stored is None or part.inputs.organisation != stored.inputs.organisation:
            follow_name(connection, part.organisation, part.inputs.organisation)
    own = (membership.c.organisation_id == part.organisation) & (membership.c.person_id == held.person_id)
    connection.execute(update(membership).where(own), {"roles": list(part.inputs.roles)})
    # The group of a link holds, whatever the conversation says.
    free = update(membership).where(own, ~membership.c.placed)
    connection.execute(free, {"stakeholder": part.inputs.group})


def _join(connection: Connection, held: Held, part: Part, now: datetime) -> Part:
    """One person answering alone: one organisation, one assessment, one participation.

    Another check of the same organisation is one more assessment of it. Who comes to an organisation where others
    answer already takes part in theirs. What they had taken up in the round before goes with them.
    """
    _become_member(connection, held, part)
    round_id = _open_round(connection, part) or _new_round(connection, part, now)
    number = connection.scalar(
        insert(participation).returning(participation.c.id),
        {
            "assessment_id": round_id,
            "person_id": held.person_id,
            "scope": part.inputs.scope,
            "profile": part.inputs.profile,
            "consent_version": held.conversation.consent,
            "started_at": now,
            "finished_at": now if part.finished else None,
            "run": part.run,
        },
    )
    if number is not None:
        carry(connection, number)
    return replace(part, number=number)


def _become_member(connection: Connection, held: Held, part: Part) -> None:
    """The first member of an organisation is its owner."""
    first = part.organisation is not None and owner_of(connection, part.organisation) is None
    member = {
        "person_id": held.person_id,
        "organisation_id": part.organisation,
        "roles": list(part.inputs.roles),
        "stakeholder": part.inputs.group,
        "position": (Position.OWNER if first else Position.MEMBER).value,
    }
    connection.execute(insert_or_ignore(connection, membership), member)


def _open_round(connection: Connection, part: Part) -> int | None:
    """The round of this check that is open in this organisation. Nobody closes it before the end of this."""
    framework, _, version = part.framework.rpartition("-")
    found: int | None = connection.scalar(
        select(assessment.c.id)
        .where(
            assessment.c.organisation_id == part.organisation,
            assessment.c.framework == framework,
            assessment.c.version == version,
            assessment.c.closed_at.is_(None),
        )
        .order_by(assessment.c.id.desc())
        .limit(1)
        .with_for_update(read=True)
    )
    return found


def _new_round(connection: Connection, part: Part, now: datetime) -> int | None:
    framework, _, version = part.framework.rpartition("-")
    rounds = select(func.max(assessment.c.round_no)).where(
        assessment.c.organisation_id == part.organisation,
        assessment.c.framework == framework,
        assessment.c.version == version,
    )
    made: int | None = connection.scalar(
        insert(assessment).returning(assessment.c.id),
        {
            "organisation_id": part.organisation,
            "framework": framework,
            "version": version,
            "round_no": (connection.scalar(rounds) or 0) + 1,
            "opened_at": now,
        },
    )
    return made


def _found(connection: Connection, part: Part, knowledge: Knowledge, now: datetime) -> int | None:
    """A new organisation, or a place."""
    inputs = part.inputs
    owner: int | None = connection.scalar(
        insert(organisation).returning(organisation.c.id),
        {
            "kind": knowledge.frameworks[part.framework].unit,
            "name": inputs.organisation,
            "size": inputs.size,
            "created_at": now,
        },
    )
    return owner
