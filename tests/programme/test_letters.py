"""Letters on their way: each is held by one worker, and none is ever sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import reader_engine
from storage.programme.letters import (
    LEASE,
    MOST_TRIES,
    Letter,
    any_due,
    drop,
    give_up_lost,
    mark_failed,
    mark_sending,
    mark_sent,
    mark_uncertain,
    mark_unreachable,
    postpone,
    put_back,
    take_letters,
    try_again,
    withhold,
)
from storage.programme.tables import letter
from storage.tables import conversation
from tests.programme.joined import NOON, Joined

LATER = NOON + LEASE + timedelta(minutes=1)
WALL = "2026-03-12 12:00 UTC"


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def ten_letters(made: Joined) -> list[int]:
    return [made.letter(made.chat(number), f"key {number}", NOON) for number in range(1, 11)]


async def one(made: Joined, engine: AsyncEngine, **changes: object) -> Letter:
    """A letter to a chat of its own, held by a worker since noon."""
    made.letter(made.chat(1, **changes), "key", NOON)
    (held,) = await take_letters(engine, NOON, 10)
    return held


async def test_three_workers_at_once_never_share_a_letter(made: Joined, readers: list[AsyncEngine]) -> None:
    """B36."""
    numbers = ten_letters(made)

    async def work(engine: AsyncEngine) -> list[int]:
        taken: list[int] = []
        while some := await take_letters(engine, NOON, 2):
            taken += [each.id for each in some]
        return taken

    taken = await asyncio.gather(*(work(engine) for engine in readers))

    assert sorted(number for some in taken for number in some) == numbers


async def test_a_letter_is_taken_in_order_when_it_is_due_and_not_before(
    made: Joined, reader: AsyncEngine
) -> None:
    chat = made.chat(1)
    second = made.letter(chat, "second", NOON + timedelta(minutes=2))
    first = made.letter(chat, "first", NOON + timedelta(minutes=1))

    assert not await any_due(reader, NOON)
    assert await take_letters(reader, NOON, 10) == []
    assert await any_due(reader, NOON + timedelta(minutes=2))
    taken = await take_letters(reader, NOON + timedelta(minutes=2), 10)
    assert [each.id for each in taken] == [first, second]


async def test_what_a_silent_worker_held_is_taken_by_another_after_the_lease(
    made: Joined, readers: list[AsyncEngine]
) -> None:
    """B36: the one that fell silent and comes back does not send what is not its own any more."""
    held = await one(made, readers[0])
    assert not await any_due(readers[1], NOON + LEASE)
    assert await take_letters(readers[1], NOON + LEASE, 10) == []

    assert await any_due(readers[1], LATER)
    (again,) = await take_letters(readers[1], LATER, 10)

    assert again.id == held.id
    assert not await mark_sending(readers[0], held, 0, WALL)
    await put_back(readers[0], [held])
    await drop(readers[0], held)
    await withhold(readers[0], held, "done")
    await postpone(readers[0], held, LATER)
    assert made.row(letter).taken_at == LATER
    assert await mark_sending(readers[1], again, 0, WALL)


async def test_a_letter_whose_worker_was_killed_during_the_call_is_never_sent_again(
    made: Joined, reader: AsyncEngine
) -> None:
    """B36, B45: nobody knows whether it arrived."""
    held = await one(made, reader)
    assert await mark_sending(reader, held, 0, WALL)
    await give_up_lost(reader, NOON + LEASE)
    assert made.row(letter).status == "sending"

    await give_up_lost(reader, LATER)

    assert (made.row(letter).status, made.row(letter).sent_at) == ("uncertain", NOON)
    assert not await any_due(reader, LATER)
    assert await take_letters(reader, LATER, 10) == []


async def test_a_letter_is_marked_once_and_keeps_the_time_on_the_persons_wall(
    made: Joined, reader: AsyncEngine
) -> None:
    held = await one(made, reader)

    assert await mark_sending(reader, held, 0, WALL)
    assert not await mark_sending(reader, held, 0, WALL)
    await mark_sent(reader, held, 77, NOON)

    row = made.row(letter)
    assert (row.status, row.message_id, row.sent_at, row.local_time) == ("sent", 77, NOON, WALL)


async def test_who_acted_since_the_letter_was_drawn_does_not_get_that_one(
    made: Joined, reader: AsyncEngine
) -> None:
    held = await one(made, reader)
    made.change(conversation, held.conversation_id, revision=1)

    assert not await mark_sending(reader, held, 0, WALL)
    assert made.row(letter).status == "taken"
    await put_back(reader, [held])
    assert (made.row(letter).status, made.row(letter).due_at) == ("planned", NOON)


End = Callable[[AsyncEngine, Letter], Awaitable[None]]
ENDS: dict[str, End] = {
    "uncertain": lambda engine, held: mark_uncertain(engine, held, NOON),
    "failed": lambda engine, held: mark_failed(engine, held, "message is too long"),
    "sent": lambda engine, held: mark_sent(engine, held, 5, NOON),
}


@pytest.mark.parametrize("status", ENDS)
async def test_what_has_ended_is_not_taken_again(made: Joined, reader: AsyncEngine, status: str) -> None:
    held = await one(made, reader)
    await mark_sending(reader, held, 0, WALL)

    await ENDS[status](reader, held)

    assert made.row(letter).status == status
    assert await take_letters(reader, LATER, 10) == []


async def test_a_chat_that_cannot_be_reached_is_marked_with_the_reason(
    made: Joined, reader: AsyncEngine
) -> None:
    """B37."""
    held = await one(made, reader)
    await mark_sending(reader, held, 0, WALL)

    await mark_unreachable(reader, held, "chat not found " * 9)

    assert made.row(letter).status == "failed"
    assert made.row(letter).reason == made.row(conversation).unreachable == ("chat not found " * 9)[:40]


async def test_after_a_wait_the_letters_of_a_chat_go_in_the_order_they_had(
    made: Joined, reader: AsyncEngine
) -> None:
    """B44."""
    chat, other = made.chat(1), made.chat(2)
    numbers = [made.letter(chat, f"key {number}", NOON + timedelta(seconds=number)) for number in range(3)]
    made.letter(other, "other", NOON + timedelta(seconds=10))
    (held,) = await take_letters(reader, NOON, 1)
    await mark_sending(reader, held, 0, WALL)
    due = NOON + timedelta(seconds=36)

    await try_again(reader, held, due, counts=False)

    taken = await take_letters(reader, due - timedelta(seconds=1), 10)
    assert [each.conversation_id for each in taken] == [other]
    taken = await take_letters(reader, due, 10)
    assert [each.id for each in taken] == numbers
    assert taken[0].args == {}


async def test_what_gets_no_answer_again_and_again_is_given_up(made: Joined, reader: AsyncEngine) -> None:
    held, now = await one(made, reader), NOON
    for tries in range(1, MOST_TRIES):
        await mark_sending(reader, held, 0, WALL)
        await try_again(reader, held, now, counts=True)
        (held,) = await take_letters(reader, now, 10)
        assert held.args == {"tries": tries}

    await mark_sending(reader, held, 0, WALL)
    await try_again(reader, held, now, counts=True)

    assert (made.row(letter).status, made.row(letter).reason) == ("failed", "no answer")


async def test_the_same_letter_planned_by_many_is_there_once(
    made: Joined, readers: list[AsyncEngine]
) -> None:
    chat = made.chat(1)
    first = made.letter(chat, "key", NOON)

    assert made.letter(chat, "key", LATER) == first
    assert [row.due_at for row in made.letters()] == [NOON]


async def test_a_dropped_letter_leaves_its_key(made: Joined, reader: AsyncEngine) -> None:
    held = await one(made, reader)

    await drop(reader, held)

    made.letter(held.conversation_id, "key", LATER)
    assert [row.due_at for row in made.letters()] == [LATER]


async def test_looking_for_due_letters_reads_the_index_of_open_ones_alone(sqlite_database: str) -> None:
    """SQLite tells the plan it will take; PostgreSQL's hangs on how many rows there are."""
    engine = reader_engine(sqlite_database)
    found = await plans(engine, NOON)
    await engine.dispose()

    assert len(found) == 2
    assert all("SEARCH letter USING INDEX ix_letter_open (due_at<?)" in plan for plan in found)
    # The few that were found are read through; the table is not.
    assert not [plan for plan in found if "SCAN" in plan.replace("SCAN due", "")]


async def plans(engine: AsyncEngine, now: datetime) -> list[str]:
    """How SQLite finds rows for the statements that look for due letters and take them."""
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, _x: object, _many: bool) -> None:
        if "letter" in statement:
            statements.append((statement, values))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await any_due(engine, now)
    await take_letters(engine, now, 5)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    found = []
    async with engine.connect() as connection:
        for statement, values in statements:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            found.append("; ".join(rows.scalars("detail")))
    return found
