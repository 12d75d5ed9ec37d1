"""The checks of one person as rows: an organisation, an assessment and a participation for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, update

from flows.checks import all_parts, as_part
from flows.conversation import Part
from flows.knowledge import Knowledge
from frameworks.values import Answer
from storage.records import Held
from storage.tables import assessment, membership, organisation, participation

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


def number_of(held: Held, framework: str) -> int | None:
    """The participation of this person in a check."""
    here = held.conversation
    if here.framework == framework:
        return here.number
    part = here.shelf.get(framework)
    return part.number if part else None


def save_parts(connection: Connection, held: Held, knowledge: Knowledge, now: datetime) -> None:
    """Write what is new about the checks themselves: begun, for whom, how much, finished."""
    here = held.conversation
    shelf = {
        key: _saved(connection, held, part, knowledge, now) if _is_changed(held, part) else part
        for key, part in here.shelf.items()
    }
    own = as_part(here)
    if _is_changed(held, own):
        own = _saved(connection, held, own, knowledge, now)
    if own.number != here.number or shelf != here.shelf:
        held.conversation = replace(here, number=own.number, organisation=own.organisation, shelf=shelf)


def _is_changed(held: Held, part: Part) -> bool:
    if part.number is None:
        return bool(part.inputs.organisation) and held.person_id is not None
    stored = held.stored[part.number]
    return (part.inputs, part.finished, part.run) != (stored.inputs, stored.finished, stored.run)


def _saved(connection: Connection, held: Held, part: Part, knowledge: Knowledge, now: datetime) -> Part:
    if part.number is None:
        owner = part.organisation or _found(connection, held, part, knowledge, now)
        return _join(connection, held, replace(part, organisation=owner), now)
    stored = held.stored[part.number]
    values = {"scope": part.inputs.scope, "profile": part.inputs.profile, "run": part.run}
    if part.finished != stored.finished:
        values["finished_at"] = now if part.finished else None
    connection.execute(update(participation).where(participation.c.id == part.number), values)
    if part.inputs != stored.inputs:
        _rename(connection, held, part)
    return part


def _rename(connection: Connection, held: Held, part: Part) -> None:
    """The organisation's own name and size, and what this person does there."""
    connection.execute(
        update(organisation).where(organisation.c.id == part.organisation),
        {"name": part.inputs.organisation, "size": part.inputs.size},
    )
    connection.execute(
        update(membership).where(
            membership.c.organisation_id == part.organisation, membership.c.person_id == held.person_id
        ),
        {"roles": list(part.inputs.roles), "stakeholder": part.inputs.group},
    )


def _join(connection: Connection, held: Held, part: Part, now: datetime) -> Part:
    """One person answering alone: one organisation, one assessment, one participation.

    Another check of the same organisation is one more assessment of it.
    """
    framework, _, version = part.framework.rpartition("-")
    round_id = connection.scalar(
        insert(assessment).returning(assessment.c.id),
        {
            "organisation_id": part.organisation,
            "framework": framework,
            "version": version,
            "round_no": 1,
            "opened_at": now,
        },
    )
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
    return replace(part, number=number)


def _found(connection: Connection, held: Held, part: Part, knowledge: Knowledge, now: datetime) -> int | None:
    """A new organisation, or a place, with this person as its first member."""
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
    connection.execute(
        insert(membership),
        {
            "person_id": held.person_id,
            "organisation_id": owner,
            "roles": list(inputs.roles),
            "stakeholder": inputs.group,
        },
    )
    return owner
