"""Jobs: each is taken by one worker at a time, comes back when its worker falls silent, and is swept in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Commanded, Typed
from storage.engine import reader_engine
from storage.jobs import (
    CHUNK,
    CLEARED,
    KEPT_DAYS,
    KEPT_HOURS,
    LEASE,
    MOST_ATTEMPTS,
    Job,
    finish_job,
    messages_to_clear,
    note_progress,
    postpone_job,
    sweep,
    take_jobs,
)
from storage.tables import chat_message, claim, job, set_aside
from tests.storage.support import Talker, counts, one, rows

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def workers(database: str) -> AsyncIterator[list[AsyncEngine]]:
    """Two workers, each with connections of its own."""
    engines = [reader_engine(database), reader_engine(database)]
    yield engines
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def wished(ana: Talker) -> Talker:
    """Somebody who asked for their data once."""
    ana.to_first_question()
    ana.take(Commanded("mydata"))
    return ana


async def test_a_wish_is_a_job_in_the_transaction_of_its_event(wished: Talker, reader: AsyncEngine) -> None:
    (taken,) = await take_jobs(reader, wished.now, 20)

    assert (taken.kind, taken.address, taken.attempts) == ("my_data", wished.address, 1)


async def test_a_wish_to_clear_the_chat_knows_up_to_where(ana: Talker, reader: AsyncEngine) -> None:
    ana.to_first_question()
    for number in (30, 31):
        ana.take(Typed("hello"), message_id=number)
    ana.take(Commanded("hide"), message_id=32)
    ana.take(Typed("later"), message_id=33)
    (taken,) = await take_jobs(reader, ana.now, 20)

    assert taken.args == {"top_id": 32}
    assert await messages_to_clear(reader, ana.address, 32, ana.now) == [30, 31, 32]
    assert await messages_to_clear(reader, "telegram:1:99", 32, ana.now) == []


async def test_messages_that_are_too_old_to_be_deleted_are_left_out(ana: Talker, reader: AsyncEngine) -> None:
    """Those that waited for us a long time too: they are as old as they are in the channel."""
    ana.to_first_question()
    ana.take(Typed("hello"), message_id=30)
    written = ana.now
    ana.now += timedelta(hours=23)
    late = replace(ana.incoming(Typed("waited"), message_id=31), at=written)
    ana.memory.take_in([late], [], ana.now, False)
    ana.take(Typed("later"), message_id=32)

    for age, wanted in ((CLEARED - MINUTE, [30, 31, 32]), (CLEARED + MINUTE, [32]), (3 * CLEARED, [])):
        assert await messages_to_clear(reader, ana.address, 32, written + age) == wanted


async def test_two_workers_share_the_jobs_and_no_job_is_taken_twice(
    ana: Talker, workers: list[AsyncEngine]
) -> None:
    ana.to_first_question()
    for _ in range(30):
        ana.take(Commanded("mydata"))
    found: list[Job] = []
    while len(found) < 30:
        rounds = await asyncio.gather(*(take_jobs(each, ana.now, 4) for each in (*workers, *workers)))
        taken = [each for jobs in rounds for each in jobs]
        assert taken, "jobs are left that nobody takes"
        found += taken

    assert len({each.id for each in found}) == 30
    assert {each.attempts for each in found} == {1}
    assert await take_jobs(workers[0], ana.now, 4) == []


async def test_a_job_whose_worker_fell_silent_is_taken_again_after_its_lease(
    wished: Talker, reader: AsyncEngine
) -> None:
    (first,) = await take_jobs(reader, wished.now, 20)
    assert await take_jobs(reader, wished.now + LEASE, 20) == []
    (again,) = await take_jobs(reader, wished.now + LEASE + MINUTE, 20)

    assert (again.id, again.attempts) == (first.id, 2)


async def test_a_job_is_not_taken_before_it_is_due_nor_once_it_is_done(
    wished: Talker, reader: AsyncEngine
) -> None:
    assert await take_jobs(reader, wished.now - MINUTE, 20) == []
    (taken,) = await take_jobs(reader, wished.now, 20)
    await finish_job(reader, taken.id, wished.now)

    assert await take_jobs(reader, wished.now + timedelta(days=1), 20) == []


async def test_a_postponed_job_is_due_later_and_says_why(
    wished: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    (taken,) = await take_jobs(reader, wished.now, 20)
    await postpone_job(reader, taken.id, wished.now + MINUTE, "busy " * 500)
    assert await take_jobs(reader, wished.now, 20) == []
    (again,) = await take_jobs(reader, wished.now + MINUTE, 20)

    assert again.attempts == 2
    assert one(writer, job).trouble == ("busy " * 500)[:500]


async def test_a_job_that_was_only_told_to_wait_is_never_given_up_for_it(
    wished: Talker, reader: AsyncEngine
) -> None:
    now = wished.now
    for _ in range(3 * MOST_ATTEMPTS):
        (taken,) = await take_jobs(reader, now, 20)
        assert taken.attempts == 1
        now += MINUTE
        await postpone_job(reader, taken.id, now, "asked to wait", counts=False)


async def test_how_far_a_job_has_come_is_told_to_whoever_takes_it_next(
    wished: Talker, reader: AsyncEngine
) -> None:
    (taken,) = await take_jobs(reader, wished.now, 20)
    await note_progress(reader, taken.id, {**taken.args, "half": True})
    (again,) = await take_jobs(reader, wished.now + LEASE + MINUTE, 20)

    assert again.args == {**taken.args, "half": True}


async def test_a_job_that_never_succeeds_is_given_up(wished: Talker, reader: AsyncEngine) -> None:
    now = wished.now
    for attempt in range(1, MOST_ATTEMPTS + 1):
        (taken,) = await take_jobs(reader, now, 20)
        assert taken.attempts == attempt
        now += LEASE + MINUTE

    assert await take_jobs(reader, now, 20) == []


async def test_the_job_that_waits_longest_is_taken_first(ana: Talker, reader: AsyncEngine) -> None:
    ana.to_first_question()
    for name in ("mydata", "hide", "mydata"):
        ana.take(Commanded(name))
    kinds = [(await take_jobs(reader, ana.now, 1))[0].kind for _ in range(3)]

    assert kinds == ["my_data", "hide", "my_data"]


def fill(writer: Engine, talker: Talker, number: int, hours: int, offset: int = 0) -> None:
    """Rows of every kind that is kept for a short time, so many hours old."""
    at = talker.now - timedelta(hours=hours)
    conversation_id = one(writer, job).conversation_id
    made: list[tuple[Table, dict[str, Any]]] = [
        (claim, {"channel": "telegram", "bot_id": 1, "key": "old-{}"}),
        (chat_message, {"conversation_id": conversation_id, "message_id": 0}),
        (
            set_aside,
            {"channel": "telegram", "bot_id": 1, "key": "{}", "chat_id": 7, "cause": "", "event": {}},
        ),
    ]
    with writer.begin() as connection:
        for table, row in made:
            values = [
                {
                    **{
                        name: value.format(each) if value == "old-{}" else value
                        for name, value in row.items()
                    },
                    **({"message_id": each} if "message_id" in row else {}),
                    "at": at,
                }
                for each in range(offset, offset + number)
            ]
            connection.execute(insert(table), values)


async def test_the_sweep_takes_what_is_old_in_chunks_and_leaves_the_rest(
    wished: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    before = counts(writer)
    old = CHUNK + 17
    fill(writer, wished, old, hours=KEPT_DAYS * 24 + 1)
    fill(writer, wished, 5, hours=KEPT_HOURS - 1, offset=5000)
    gone = await sweep(reader, wished.now)

    assert gone == 3 * old
    young = {"claim": before["claim"] + 5, "chat_message": 5, "set_aside": 5}
    assert counts(writer) == {**before, **young}
    assert await sweep(reader, wished.now) == 0


async def test_what_was_set_aside_stays_longer_than_claims(
    wished: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    fill(writer, wished, 3, hours=KEPT_HOURS + 1)

    assert await sweep(reader, wished.now) == 6
    assert len(rows(writer, set_aside)) == 3


async def test_done_jobs_are_swept_and_open_ones_stay(
    wished: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    wished.take(Commanded("hide"))
    first, *_others = await take_jobs(reader, wished.now, 20)
    await finish_job(reader, first.id, wished.now)
    await sweep(reader, wished.now + timedelta(hours=KEPT_HOURS + 1))

    assert [each.kind for each in rows(writer, job)] == ["hide"]


async def test_a_job_that_was_given_up_is_swept_too(
    wished: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    now = wished.now
    for _ in range(MOST_ATTEMPTS):
        await take_jobs(reader, now, 20)
        now += LEASE + MINUTE
    await sweep(reader, now + timedelta(days=KEPT_DAYS + 1))

    assert rows(writer, job) == []
