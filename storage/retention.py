"""What the consent text promises about time: open answers go after 180 days, others after 24 months.

People whose open answers will go are warned 14 days before, once, by a job; anything they do starts the time
anew. Each person is forgotten in a transaction of their own, so that nobody waits for a sweep.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Select, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import ChatKey
from storage.engine import writing
from storage.forgetting import forget
from storage.tables import conversation, job, participation

OPEN_DAYS = 180
WARNING_DAYS = 14
DONE_DAYS = 730
WARN = "warn_age"
CHUNK = 200


async def warn_of_age(engine: AsyncEngine, now: datetime, due: datetime) -> int:
    """Plan a warning for everybody whose open answers go in 14 days; how many were planned."""
    old = now - timedelta(days=OPEN_DAYS - WARNING_DAYS)
    unwarned = or_(participation.c.warned_at.is_(None), participation.c.warned_at < conversation.c.changed_at)
    wanted = (
        select(conversation.c.id, participation.c.id.label("participation_id"))
        .join(participation, participation.c.id == conversation.c.participation_id)
        .where(participation.c.finished_at.is_(None), conversation.c.changed_at < old, unwarned)
        .limit(CHUNK)
    )
    async with writing(engine).begin() as connection:
        rows = (await connection.execute(wanted)).all()
        if not rows:
            return 0
        ids = [row.participation_id for row in rows]
        await connection.execute(
            update(participation).where(participation.c.id.in_(ids)).values(warned_at=now)
        )
        await connection.execute(
            insert(job),
            [{"kind": WARN, "conversation_id": row.id, "args": {}, "due_at": due} for row in rows],
        )
        return len(rows)


async def forget_aged(engine: AsyncEngine, now: datetime) -> int:
    """Forget everybody whose time is over; how many."""
    async with engine.connect() as connection:
        rows = (await connection.execute(_aged(now).limit(CHUNK))).all()
    gone = 0
    for row in rows:
        async with writing(engine).begin() as connection:
            gone += await connection.run_sync(partial(_forget_one, number=row.id, now=now))
    return gone


def _aged(now: datetime) -> Select[tuple[int]]:
    """Conversations whose open answers are too old and were warned of, or whose result is too old."""
    open_too_long = (
        participation.c.finished_at.is_(None)
        & (conversation.c.changed_at < now - timedelta(days=OPEN_DAYS))
        & (participation.c.warned_at < now - timedelta(days=WARNING_DAYS - 1))
        & (participation.c.warned_at > conversation.c.changed_at)
    )
    kept_too_long = participation.c.finished_at.is_not(None) & (
        conversation.c.changed_at < now - timedelta(days=DONE_DAYS)
    )
    return (
        select(conversation.c.id)
        .join(participation, participation.c.id == conversation.c.participation_id)
        .where(open_too_long | kept_too_long)
        .order_by(conversation.c.id)
    )


def _forget_one(connection: Connection, number: int, now: datetime) -> int:
    """Lock the conversation, look once more, forget its person."""
    lock = select(conversation).where(conversation.c.id == number).with_for_update()
    row = connection.execute(lock).one_or_none()
    still = connection.scalar(_aged(now).where(conversation.c.id == number))
    if row is None or still is None:
        return 0
    forget(connection, ChatKey(row.channel, row.bot_id, row.chat_id), row.person_id)
    return 1
