"""Deletion takes every row of a person and nobody else's; "my data" gives every row of a person and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Commanded, Tapped, Typed
from storage.batch import Fate, Mark, Outcome
from storage.memory import Memory
from storage.mine import all_of
from storage.programme import tables as cohort_tables
from storage.tables import (
    account,
    answer,
    assessment,
    claim,
    conversation,
    membership,
    metadata,
    organisation,
    participation,
    person,
    set_aside,
)
from storage.team import tables as team_tables
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, at_once, counts, knowledge, one, rows

# Claims name no person, and are swept after two days; links belong to nobody.
IMPERSONAL = {"claim", "link"}
# What a cohort keeps of a person is looked after by a test of its own (tests/programme/test_erasure.py).
IN_COHORTS = {table.name for table in vars(cohort_tables).values() if isinstance(table, Table)}
# So is what a team keeps (tests/team/test_team_erasure.py).
IN_TEAMS = {table.name for table in vars(team_tables).values() if isinstance(table, Table)}
PERSONAL = set(metadata.tables) - IMPERSONAL - IN_COHORTS - IN_TEAMS


def live_fully(talker: Talker, name: str) -> Talker:
    """Leave a row in every table that can hold one of a person."""
    talker.to_first_question(name)
    talker.see(message_id=1000 + talker.number)
    for action, choice in (("l", 3), ("p", 1), ("d", 0)):
        talker.tap(action, choice)
    talker.tap("0")
    talker.take(talker.button("1", element=SP.elements[0].id))
    for action, choice in (("2", 0), ("4", 0)):
        talker.tap(action, choice)
    talker.take(Typed("words of mine"), message_id=2000 + talker.number)
    talker.take(Commanded("mydata"))
    talker.memory.put_aside(talker.incoming(Typed("words of mine")), "a cause", talker.now)
    return talker


def snapshot(writer: Engine, *, without: set[str] = IMPERSONAL) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: [tuple(row) for row in rows(writer, table)]
        for name, table in metadata.tables.items()
        if name not in without
    }


def test_a_full_life_leaves_a_row_in_every_personal_table(ana: Talker, writer: Engine) -> None:
    """So that a table added later cannot be left out below."""
    live_fully(ana, "Red Cross")

    assert set(counts(writer)) - {"claim"} == PERSONAL


def test_deletion_takes_every_row_of_the_person_and_none_of_others(
    ana: Talker, ben: Talker, writer: Engine
) -> None:
    live_fully(ben, "Green Leaf")
    others = snapshot(writer)
    live_fully(ana, "Red Cross")
    ana.take(ana.button("W"))

    assert snapshot(writer) == others
    assert ana.conversation.state == "forgotten"


def test_deletion_before_consent_takes_the_conversation(ana: Talker, writer: Engine) -> None:
    ana.take(Commanded("start"))
    ana.tap("G", 0)
    ana.tap("D")
    ana.tap("W")

    assert set(counts(writer)) == {"claim"}


def join(writer: Engine, number: int, organisation_id: int) -> None:
    """Make somebody a member of that organisation instead of their own, with a part in its assessment."""
    with writer.begin() as connection:
        mine = connection.execute(select(conversation).where(conversation.c.chat_id == number)).one()
        round_id = connection.scalar(
            select(assessment.c.id).where(assessment.c.organisation_id == organisation_id)
        )
        own = select(membership.c.organisation_id).where(membership.c.person_id == mine.person_id)
        own_id = connection.scalar(own)
        connection.execute(
            update(participation)
            .where(participation.c.id == mine.participation_id)
            .values(assessment_id=round_id)
        )
        connection.execute(
            update(membership)
            .where(membership.c.person_id == mine.person_id)
            .values(organisation_id=organisation_id)
        )
        connection.execute(delete(organisation).where(organisation.c.id == own_id))


def test_an_organisation_stays_with_its_other_members_and_goes_with_the_last(
    ana: Talker, ben: Talker, writer: Engine
) -> None:
    live_fully(ben, "Shared")
    live_fully(ana, "Mine")
    shared = next(each.id for each in rows(writer, organisation) if each.name == "Shared")
    join(writer, ana.number, shared)
    before = len(rows(writer, answer))
    ana.take(ana.button("W"))
    assert [each.name for each in rows(writer, organisation)] == ["Shared"]
    assert len(rows(writer, assessment)) == len(rows(writer, participation)) == 1
    assert len(rows(writer, answer)) == before // 2
    assert ben.look().answers
    ben.take(ben.button("W"))

    assert set(counts(writer)) == {"claim"}


@pytest.mark.parametrize("skip_locked", [False, True])
def test_a_repeated_update_of_a_forgotten_chat_leaves_nothing_new(
    ana: Talker, ben: Talker, writer: Engine, skip_locked: bool
) -> None:
    start = ana.incoming(Commanded("start"))
    ana.heard(ana.memory.take_in([start], [], ana.now, False)[0])
    wipe = ana.incoming(ana.button("W"), message_id=20)
    ana.memory.take_in([wipe], [], ana.now, False)
    before = counts(writer)
    mark = Mark(ana.address, ana.conversation.revision, 20, True)
    hello = ben.incoming(Commanded("start"))
    outcomes = ana.memory.take_in([wipe, hello, start, wipe], [mark], ana.now, skip_locked)

    copy = Outcome(Fate.DUPLICATE)
    assert [outcomes[0], *outcomes[2:]] == [copy] * 3
    assert outcomes[1].fate is Fate.TAKEN
    assert counts(writer) == {"conversation": 1, "claim": before["claim"] + 1}
    assert one(writer, conversation).chat_id == ben.number


def test_a_forgotten_chat_that_comes_back_together_with_copies_is_met_anew(
    ana: Talker, writer: Engine
) -> None:
    ana.take(Commanded("start"))
    wipe = ana.incoming(ana.button("W"))
    ana.memory.take_in([wipe], [], ana.now, False)
    hello = ana.incoming(Typed("hello"))
    outcomes = ana.memory.take_in([wipe, hello], [], ana.now, False)

    assert [each.fate for each in outcomes] == [Fate.DUPLICATE, Fate.TAKEN]
    assert one(writer, conversation).chat_id == ana.number


def test_what_happens_in_the_batch_of_a_deletion_goes_with_it(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    tap = ana.incoming(ana.button("l", 2))
    wipe = ana.incoming(Tapped("W", 0, ana.conversation.place_no + 1))
    words = ana.incoming(Typed("after all"), message_id=50)
    outcomes = ana.memory.take_in([tap, wipe, words], [], ana.now, False)

    assert [each.fate for each in outcomes] == [Fate.TAKEN] * 3
    assert set(counts(writer)) == {"claim"}


def test_a_stranger_after_deletion_cannot_be_reached_by_buttons_from_before(
    ana: Talker, writer: Engine
) -> None:
    ana.to_first_question()
    old, place, revision = ana.button("l", 2), ana.conversation.place_no, ana.conversation.revision
    ana.tap("W")
    ana.now += timedelta(minutes=1)
    ana.to_first_question()

    assert ana.conversation.place_no != place
    assert ana.conversation.revision > revision
    ana.take(old, message_id=5)
    assert rows(writer, answer) == []


def test_deletion_and_answers_at_once_leave_no_half_of_a_person(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    live_fully(ana, "Red Cross")
    events = [ana.incoming(ana.button("W")), *(ana.incoming(Commanded("help")) for _ in range(7))]
    works = [
        partial(Memory(open_writer(), knowledge()).take_in, [each], [], each.at, False) for each in events
    ]
    outcomes = [outcome for found in at_once(works) for outcome in found]
    # Whoever waited for the row while it was deleted finds nothing to lock, and comes again.
    again = [each for each, outcome in zip(events, outcomes, strict=True) if outcome.fate is Fate.WAITS]
    outcomes += ana.memory.take_in(again, [], ana.now, False)

    assert [each.fate for each in outcomes].count(Fate.TAKEN) == len(events)
    assert set(counts(writer)) - {"conversation"} == {"claim"}


async def test_my_data_holds_every_row_of_mine_and_nobody_elses(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    live_fully(ana, "Red Cross")
    alone = {name: len(found) for name, found in snapshot(writer).items() if found}
    live_fully(ben, "Green Leaf")
    mine = await all_of(reader, ana.address)

    assert {name: len(found) for name, found in mine.items()} == alone
    assert set(mine) == PERSONAL
    assert "Green Leaf" not in str(mine)
    for name, table in metadata.tables.items():
        for row in mine.get(name, ()):
            assert set(row) == {column.name for column in table.columns}
    keys = {name: {_key(table, row) for row in mine[name]} for name, table in _tables(mine)}
    theirs = await all_of(reader, ben.address)
    for name, table in _tables(theirs):
        assert not keys[name] & {_key(table, row) for row in theirs[name]}, name


def _tables(found: dict[str, Any]) -> list[tuple[str, Table]]:
    return [(name, metadata.tables[name]) for name in found]


def _key(table: Table, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)


async def test_my_data_of_a_shared_organisation_holds_my_answers_only(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    live_fully(ben, "Shared")
    live_fully(ana, "Mine")
    shared = next(each.id for each in rows(writer, organisation) if each.name == "Shared")
    join(writer, ana.number, shared)
    mine = await all_of(reader, ana.address)
    (me,) = mine["person"]

    assert [each["name"] for each in mine["organisation"]] == ["Shared"]
    assert {each["person_id"] for each in mine["participation"]} == {me["id"]}
    assert {each["person_id"] for each in mine["membership"]} == {me["id"]}
    assert {each["participation_id"] for each in mine["answer"]} == {
        each["id"] for each in mine["participation"]
    }
    assert {each["person_id"] for each in mine["answer_history"]} == {me["id"]}


async def test_my_data_before_consent_is_the_conversation_alone(
    ana: Talker, ben: Talker, reader: AsyncEngine
) -> None:
    live_fully(ben, "Green Leaf")
    ana.take(Commanded("start"))

    assert set(await all_of(reader, ana.address)) == {"conversation"}
    assert await all_of(reader, "telegram:1:12345") == {}


async def test_times_in_my_data_are_utc_in_iso_8601(ana: Talker, reader: AsyncEngine, writer: Engine) -> None:
    live_fully(ana, "Red Cross")
    mine = await all_of(reader, ana.address)

    assert mine["person"][0]["consented_at"] == one(writer, person).consented_at.isoformat()
    assert mine["answer"][0]["at"].endswith("+00:00")


@pytest.mark.parametrize("table", [account, set_aside, claim], ids=lambda each: each.name)
def test_accounts_and_events_of_another_bot_with_the_same_chat_are_left_alone(
    ana: Talker, writer: Engine, table: Table
) -> None:
    live_fully(ana, "Red Cross")
    kept: dict[str, dict[str, Any]] = {
        "set_aside": {"key": "x", "chat_id": 7, "at": ana.now, "cause": "", "event": {}},
        "claim": {"key": "x", "at": ana.now},
    }
    with writer.begin() as connection:
        if table is account:
            values = {"consent_version": "1", "consent_language": "en", "consented_at": ana.now}
            number = connection.scalar(insert(person).returning(person.c.id), values)
            row: dict[str, Any] = {"person_id": number, "external_id": 7}
        else:
            row = kept[table.name]
        connection.execute(insert(table), {"channel": "telegram", "bot_id": 2, **row})
    ana.tap("W")

    assert [each.bot_id for each in rows(writer, table) if each.bot_id != 1] == [2]
