"""A person with several checks: each goes in its own time, and nothing of the others goes with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.conversation import Notice
from flows.events import Commanded, Typed
from storage.memory import Memory
from storage.retention import DONE_DAYS, OPEN_DAYS, WARNING_DAYS, forget_aged, warn_of_age
from storage.tables import (
    CHOSEN_FIELDS,
    answer,
    answer_history,
    assessment,
    chosen_action,
    conversation,
    job,
    membership,
    organisation,
    participation,
    person,
)
from tests.flows.kinds import other, placed, tiny
from tests.flows.walks import button_of
from tests.frameworks.samples import SP
from tests.storage.support import Talker, counts, knowledge, one, rows

SMALL, PLACE = other(), placed(tiny())
KNOWN = knowledge(SMALL, PLACE)
WARNED = OPEN_DAYS - WARNING_DAYS + 1


@pytest.fixture
def memory(writer: Engine) -> Memory:
    return Memory(writer, KNOWN)


def tap(talker: Talker, action: str, choice: int = 0) -> None:
    framework = KNOWN.framework_of(talker.conversation)
    talker.take(button_of(framework, talker.conversation, action, choice))


def go_to(talker: Talker, key: str, name: str = "Red Cross") -> None:
    """Come to a question of this check, or to where its end is, by all that it asks on the way in."""
    if talker.there is None:
        talker.take(Commanded("start"))
        tap(talker, "G", 0)
        tap(talker, "A")
    else:
        tap(talker, "K")
    tap(talker, "x", KNOWN.checks.index(key))
    if talker.conversation.state == "naming":
        talker.take(Typed(name))
    ways = {"sizing": "Z", "profiling": "P", "grouping": "*", "roles": "R", "scope": "Q"}
    while talker.conversation.state in ways:
        state = talker.conversation.state
        tap(talker, ways[state], 1 if state == "scope" else 0)
        if state == "roles":
            tap(talker, "T")


def begin(talker: Talker, key: str, name: str = "Red Cross") -> int:
    """Answer the first question of this check; its participation."""
    go_to(talker, key, name)
    tap(talker, "l", 1)
    number = talker.conversation.number
    assert number is not None
    return number


def finish(talker: Talker, key: str) -> int:
    """Answer every question of this check; its participation."""
    number = begin(talker, key)
    while talker.conversation.state != "summary":
        tap(talker, "l" if talker.conversation.state == "asking" else "g", 1)
    return number


def take_up_actions(writer: Engine, talker: Talker) -> None:
    """An action in every check there is."""
    values = {**dict.fromkeys(CHOSEN_FIELDS, ""), "smaller": False, "action_id": "x", "at": talker.now}
    taken = [{**values, "participation_id": number} for number in kept(writer)]
    with writer.begin() as connection:
        connection.execute(insert(chosen_action), taken)


def kept(writer: Engine) -> list[int]:
    return [each.id for each in rows(writer, participation)]


def traces(writer: Engine) -> list[set[int]]:
    """Whose answers, history and actions are there, by participation."""
    tables = (answer, answer_history, chosen_action)
    return [{each.participation_id for each in rows(writer, table)} for table in tables]


async def age(talker: Talker, reader: AsyncEngine, days: int = OPEN_DAYS + 1) -> int:
    """Warn in time and let so many days pass; how many people lost something."""
    warned = talker.now + timedelta(days=WARNED)
    await warn_of_age(reader, warned, warned)
    return await forget_aged(reader, talker.now + timedelta(days=days))


def at(writer: Engine) -> Row[tuple[object, ...]]:
    return one(writer, conversation)


async def test_a_finished_check_outlives_the_open_one_a_person_only_looked_into(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    done = finish(ana, SMALL.key)
    begin(ana, SP.key)
    take_up_actions(writer, ana)
    tap(ana, "m")
    before, old = at(writer), button_of(SP, ana.conversation, "l", 2)

    assert await age(ana, reader) == 1

    assert kept(writer) == [done]
    assert traces(writer) == [{done}] * 3
    assert len(rows(writer, assessment)) == len(rows(writer, organisation)) == 1
    assert len(rows(writer, membership)) == 1
    after = at(writer)
    assert (after.participation_id, after.framework, after.state) == (done, SMALL.key, "done")
    assert (after.dimension, after.element, after.last_element) == (None, None, None)
    assert (after.panel, after.notice, after.reviewed) == (None, None, False)
    assert after.run == one(writer, participation).run
    assert (after.place_no, after.revision) == (before.place_no + 1, before.revision + 1)
    assert after.changed_at == before.changed_at
    assert len(ana.look().answers) == len(SMALL.elements)
    ana.take(old)
    assert ana.conversation.state == "done"
    assert ana.conversation.notice == Notice("closed_run")


async def test_all_goes_24_months_after_the_last_visit(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    finish(ana, SMALL.key)
    begin(ana, SP.key)
    await age(ana, reader)

    assert await forget_aged(reader, ana.now + timedelta(days=DONE_DAYS - 1)) == 0
    assert await forget_aged(reader, ana.now + timedelta(days=DONE_DAYS + 1)) == 1
    assert set(counts(writer)) == {"claim"}


async def test_an_open_check_that_is_put_aside_goes_as_well_and_is_warned_of(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    begin(ana, SP.key)
    done = finish(ana, SMALL.key)
    take_up_actions(writer, ana)
    before = at(writer)
    early, late = (ana.now + timedelta(days=days) for days in (WARNED - 2, WARNED))

    assert await warn_of_age(reader, early, early) == 0
    assert await warn_of_age(reader, late, late) == 1
    assert [each.kind for each in rows(writer, job)] == ["warn_age"]
    assert await forget_aged(reader, ana.now + timedelta(days=OPEN_DAYS - 1)) == 0
    assert await forget_aged(reader, ana.now + timedelta(days=OPEN_DAYS + 1)) == 1
    assert kept(writer) == [done]
    assert traces(writer) == [{done}] * 3
    assert at(writer) == before
    assert len(rows(writer, assessment)) == 1


async def test_an_open_check_is_kept_until_it_was_warned_of(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    begin(ana, SP.key)
    finish(ana, SMALL.key)
    late = ana.now + timedelta(days=DONE_DAYS + 1)

    assert await forget_aged(reader, late) == 0
    assert await warn_of_age(reader, late, late) == 1
    assert await forget_aged(reader, late + timedelta(days=WARNING_DAYS)) == 1
    assert set(counts(writer)) == {"claim"}


async def test_the_organisation_of_an_open_check_alone_goes_with_it(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    done = finish(ana, SMALL.key)
    begin(ana, PLACE.key, "Lake District")
    assert len(rows(writer, organisation)) == len(rows(writer, membership)) == 2

    assert await age(ana, reader) == 1

    assert kept(writer) == [done]
    assert [each.name for each in rows(writer, organisation)] == ["Red Cross"]
    assert len(rows(writer, membership)) == len(rows(writer, assessment)) == 1


async def test_what_others_take_part_in_stays(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    done = finish(ana, SMALL.key)
    left = begin(ana, PLACE.key, "Lake District")
    ben.now = ana.now + timedelta(days=100)
    theirs = begin(ben, PLACE.key, "Their own")
    shared = one(writer, participation, id=left).assessment_id
    place = one(writer, assessment, id=shared).organisation_id
    with writer.begin() as connection:
        connection.execute(
            update(participation).where(participation.c.id == theirs).values(assessment_id=shared)
        )
        mine = select(conversation.c.person_id).where(conversation.c.chat_id == ben.number)
        connection.execute(
            update(membership)
            .where(membership.c.person_id == mine.scalar_subquery())
            .values(organisation_id=place)
        )

    assert await age(ana, reader) == 1

    assert kept(writer) == [done, theirs]
    assert one(writer, assessment, id=shared).organisation_id == place
    assert one(writer, organisation, id=place).name == "Lake District"
    assert len(rows(writer, membership, organisation_id=place)) == 1
    assert ben.look().answers


async def test_two_open_checks_are_warned_of_once_and_go_with_the_person(
    ana: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    begin(ana, SP.key)
    begin(ana, SMALL.key)
    late = ana.now + timedelta(days=WARNED)

    assert await warn_of_age(reader, late, late) == 1
    assert await warn_of_age(reader, late, late) == 0
    assert len(rows(writer, job)) == 1
    assert await forget_aged(reader, ana.now + timedelta(days=OPEN_DAYS + 1)) == 1
    assert set(counts(writer)) == {"claim"}


@pytest.mark.parametrize("at_the_old_one", [False, True])
async def test_an_old_result_goes_where_there_is_a_newer_one(
    ana: Talker, reader: AsyncEngine, writer: Engine, at_the_old_one: bool
) -> None:
    old = finish(ana, SMALL.key)
    finished = one(writer, participation, id=old).finished_at
    ana.now += timedelta(days=300)
    new = finish(ana, PLACE.key)
    ana.now += timedelta(days=300)
    if at_the_old_one:
        go_to(ana, SMALL.key)
    ana.take(Commanded("help"))

    assert await forget_aged(reader, finished + timedelta(days=DONE_DAYS)) == 0
    assert kept(writer) == [old, new]
    assert await forget_aged(reader, finished + timedelta(days=DONE_DAYS + 1)) == 1
    assert kept(writer) == [new]
    assert (at(writer).participation_id, at(writer).framework) == (new, PLACE.key)
    assert at(writer).state == ("done" if at_the_old_one else "summary")
    # The last one stays as long as they come.
    assert await forget_aged(reader, ana.now + timedelta(days=DONE_DAYS - 1)) == 0
    assert len(rows(writer, person)) == 1
