"""Slow work wished for by steps: rows taken by one worker at a time. Async, off the tap path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.inserting import insert_or_ignore
from storage.tables import chat_message, claim, conversation, job, set_aside

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
KEPT_HOURS = 48
CLEARED = timedelta(hours=48) - timedelta(minutes=10)
"""How old a message may be that is to be deleted. Telegram's limit is 48 hours, and one too old fails them all."""
KEPT_DAYS = 30
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work. `taken_at` marks who holds it; a lease that ran out frees it."""

    id: int
    kind: str
    address: str
    args: dict[str, Any]
    attempts: int


async def take_jobs(engine: AsyncEngine, now: datetime, most: int) -> list[Job]:
    """Take jobs that are due, or whose holder fell silent. The update comes first, so that nobody shares one."""
    free = or_(job.c.taken_at.is_(None), job.c.taken_at < now - LEASE)
    ready = (job.c.done_at.is_(None), job.c.due_at <= now, job.c.attempts < MOST_ATTEMPTS, free)
    due = select(job.c.id).where(*ready).order_by(job.c.due_at).limit(most)
    async with engine.begin() as connection:
        taken = await connection.execute(
            update(job)
            .where(job.c.id.in_(due), free)
            .values(taken_at=now, attempts=job.c.attempts + 1)
            .returning(job.c.id)
        )
        ids = list(taken.scalars())
        if not ids:
            return []
        rows = await connection.execute(
            select(job.c.id, job.c.kind, job.c.args, job.c.attempts, conversation.c.address)
            .join(conversation, conversation.c.id == job.c.conversation_id)
            .where(job.c.id.in_(ids))
            .order_by(job.c.id)
        )
        return [Job(row.id, row.kind, row.address, row.args, row.attempts) for row in rows]


async def finish_job(engine: AsyncEngine, job_id: int, now: datetime) -> None:
    async with engine.begin() as connection:
        await connection.execute(update(job).where(job.c.id == job_id).values(done_at=now))


async def postpone_job(
    engine: AsyncEngine, job_id: int, due: datetime, trouble: str, *, counts: bool = True
) -> None:
    """Try this job again later. `counts` is False where this try was none: it was only told to wait."""
    attempts = job.c.attempts if counts else job.c.attempts - 1
    async with engine.begin() as connection:
        await connection.execute(
            update(job)
            .where(job.c.id == job_id)
            .values(taken_at=None, due_at=due, trouble=trouble[:500], attempts=attempts)
        )


async def note_progress(engine: AsyncEngine, job_id: int, args: dict[str, Any]) -> None:
    """Remember how far a job has come, for whoever takes it next."""
    async with engine.begin() as connection:
        await connection.execute(update(job).where(job.c.id == job_id).values(args=args))


async def messages_to_clear(engine: AsyncEngine, address: str, up_to: int, now: datetime) -> list[int]:
    """The message ids of a chat that came and went before the wish to clear it, and are young enough."""
    async with engine.connect() as connection:
        found = await connection.scalars(
            select(chat_message.c.message_id)
            .join(conversation, conversation.c.id == chat_message.c.conversation_id)
            .where(conversation.c.address == address, chat_message.c.message_id <= up_to)
            .where(chat_message.c.at > now - CLEARED)
            .order_by(chat_message.c.message_id)
        )
        return list(found)


async def note_message(engine: AsyncEngine, address: str, number: int, now: datetime) -> None:
    """Remember a message that is no screen: a wish to clear the chat finds it, and the next screen comes below."""
    async with engine.begin() as connection:
        await connection.run_sync(_note_message, address, number, now)


def _note_message(connection: Connection, address: str, number: int, now: datetime) -> None:
    lower = func.coalesce(conversation.c.top_id, 0) < number
    here = conversation.c.address == address
    connection.execute(update(conversation).where(here, lower).values(top_id=number))
    row_id = connection.scalar(select(conversation.c.id).where(here))
    if row_id is not None:
        row = {"conversation_id": row_id, "message_id": number, "at": now}
        connection.execute(insert_or_ignore(connection, chat_message), row)


async def sweep(engine: AsyncEngine, now: datetime) -> int:
    """Delete what is kept for a short time only, in chunks; how many rows went."""
    hours, days = now - timedelta(hours=KEPT_HOURS), now - timedelta(days=KEPT_DAYS)
    gone = 0
    for table, key, column, before in (
        (claim, claim.c.key, claim.c.at, hours),
        (chat_message, chat_message.c.message_id, chat_message.c.at, hours),
        (set_aside, set_aside.c.id, set_aside.c.at, days),
        (job, job.c.id, job.c.done_at, hours),
        (job, job.c.id, job.c.due_at, days),  # given up, or nobody was there to do it
    ):
        while True:
            some = select(key).where(column < before).limit(CHUNK)
            async with engine.begin() as connection:
                result = await connection.execute(delete(table).where(key.in_(some), column < before))
            gone += result.rowcount
            if result.rowcount < CHUNK:
                break
    return gone
