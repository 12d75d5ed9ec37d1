"""Work beside the way in: a transaction that reads and then writes must not fail because somebody wrote between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from threading import Thread
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Commanded
from storage.jobs import note_message, sweep, take_jobs
from storage.retention import DONE_DAYS, OPEN_DAYS, WARNING_DAYS, forget_aged, warn_of_age
from storage.tables import chat_message, conversation, job
from tests.storage.support import Talker, counts, rows


@contextmanager
def somebody_writes(reader: AsyncEngine, ben: Talker, after_statement: int = 1) -> Iterator[None]:
    """After so many statements inside somebody else's event is taken in, or waits until it can be."""
    writing, ran = Thread(target=ben.take, args=(Commanded("help"),)), count(1)

    def after(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counts_here = statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT"))
        if counts_here and next(ran) == after_statement:
            writing.start()
            writing.join(0.3)

    event.listen(reader.sync_engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(reader.sync_engine, "after_cursor_execute", after)
        writing.join()


async def test_warnings_are_planned_while_others_write(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    ana.to_first_question()
    later = ana.now + timedelta(days=OPEN_DAYS - WARNING_DAYS + 1)
    ben.now = later
    with somebody_writes(reader, ben):
        assert await warn_of_age(reader, later, later) == 1

    assert [each.kind for each in rows(writer, job)] == ["warn_age"]
    assert ben.look().state == "language"


async def test_old_results_are_forgotten_while_others_write(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    ana.to_first_question()
    while ana.conversation.state != "summary":
        ana.tap("l" if ana.conversation.state == "asking" else "g", 1)
    later = ana.now + timedelta(days=DONE_DAYS + 1)
    ben.now = later
    with somebody_writes(reader, ben, after_statement=2):
        assert await forget_aged(reader, later) == 1

    assert [each.chat_id for each in rows(writer, conversation)] == [ben.number]


async def test_jobs_are_taken_and_messages_noted_while_others_write(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    ana.to_first_question()
    ana.take(Commanded("mydata"))
    ben.now = ana.now
    with somebody_writes(reader, ben):
        assert [each.kind for each in await take_jobs(reader, ana.now, 5)] == ["my_data"]
    with somebody_writes(reader, ben):
        await note_message(reader, ana.address, 77, ana.now)

    assert [each.message_id for each in rows(writer, chat_message)] == [77]


async def test_the_sweep_works_while_others_write(
    ana: Talker, ben: Talker, reader: AsyncEngine, writer: Engine
) -> None:
    ana.to_first_question()
    claims = counts(writer)["claim"]
    later = ana.now + timedelta(days=3)
    ben.now = later
    with somebody_writes(reader, ben):
        assert await sweep(reader, later) == claims

    assert counts(writer)["claim"] == 1
