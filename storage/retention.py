"""What the consent text promises about time: open answers go after 180 days, others and closed rounds after 24 months.

People whose open answers will go are warned 14 days before, once, by a job; anything they do starts the time
anew. A person may take part in several checks: each goes in its own time, and the person with the last one.
Each person is looked at in a transaction of their own, so that nobody waits for a sweep.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.conversation import PLACE_LIMIT
from flows.events import ChatKey
from storage.engine import writing
from storage.forgetting import forget, forget_checks
from storage.tables import assessment, conversation, job, participation
from storage.team.tables import open_consent, round_result, settled

OPEN_DAYS = 180
WARNING_DAYS = 14
DONE_DAYS = 730
WARN = "warn_age"
CHUNK = 200

# Every check of the person of a conversation, not only the one they are at.
_THEIRS = participation.c.person_id == conversation.c.person_id


async def warn_of_age(engine: AsyncEngine, now: datetime, due: datetime) -> int:
    """Plan one warning for everybody who has open answers that go in 14 days; how many were planned."""
    old = now - timedelta(days=OPEN_DAYS - WARNING_DAYS)
    unwarned = or_(participation.c.warned_at.is_(None), participation.c.warned_at < conversation.c.changed_at)
    is_open = participation.c.finished_at.is_(None)
    wanted = (
        select(conversation.c.id, conversation.c.person_id)
        .join(participation, _THEIRS)
        .where(is_open, conversation.c.changed_at < old, unwarned)
        .distinct()
        .limit(CHUNK)
    )
    async with writing(engine).begin() as connection:
        rows = (await connection.execute(wanted)).all()
        if not rows:
            return 0
        people = [row.person_id for row in rows]
        await connection.execute(
            update(participation).where(participation.c.person_id.in_(people), is_open).values(warned_at=now)
        )
        await connection.execute(
            insert(job),
            [{"kind": WARN, "conversation_id": row.id, "args": {}, "due_at": due} for row in rows],
        )
        return len(rows)


async def forget_aged(engine: AsyncEngine, now: datetime) -> int:
    """Forget every check whose time is over, and everybody who has no other; how many people it touched."""
    aged = (
        select(conversation.c.id)
        .join(participation, _THEIRS)
        .where(_over(now))
        .distinct()
        .order_by(conversation.c.id)
        .limit(CHUNK)
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(aged)).all()
    touched = 0
    for row in rows:
        async with writing(engine).begin() as connection:
            touched += await connection.run_sync(partial(_forget_of_one, number=row.id, now=now))
    return touched


async def forget_rounds(engine: AsyncEngine, now: datetime) -> int:
    """Forget what was frozen of rounds closed 24 months ago, and the rounds that nobody's answers hang on; how many."""
    old = assessment.c.closed_at < now - timedelta(days=DONE_DAYS)
    frozen = exists().where(round_result.c.assessment_id == assessment.c.id)
    taken_part_in = exists().where(participation.c.assessment_id == assessment.c.id)
    rounds = (
        select(assessment.c.id).where(old, frozen | ~taken_part_in).order_by(assessment.c.id).limit(CHUNK)
    )
    async with engine.connect() as connection:
        numbers = list(await connection.scalars(rounds))
    for number in numbers:
        async with writing(engine).begin() as connection:
            for table in (settled, open_consent, round_result):
                await connection.execute(delete(table).where(table.c.assessment_id == number))
            await connection.execute(delete(assessment).where(assessment.c.id == number, ~taken_part_in))
    return len(numbers)


def _over(now: datetime) -> ColumnElement[bool]:
    """Checks that were open for too long and warned of, and finished ones that were kept for long enough.

    The last check that a person finished is kept until they have not come for 24 months.
    """
    open_too_long = (
        participation.c.finished_at.is_(None)
        & (conversation.c.changed_at < now - timedelta(days=OPEN_DAYS))
        & (participation.c.warned_at < now - timedelta(days=WARNING_DAYS - 1))
        & (participation.c.warned_at > conversation.c.changed_at)
    )
    other = participation.alias()
    has_newer = exists().where(
        other.c.person_id == participation.c.person_id, other.c.finished_at > participation.c.finished_at
    )
    kept_since = now - timedelta(days=DONE_DAYS)
    kept_too_long = (participation.c.finished_at < kept_since) & (
        (conversation.c.changed_at < kept_since) | has_newer
    )
    return open_too_long | kept_too_long


def _forget_of_one(connection: Connection, number: int, now: datetime) -> int:
    """Lock the conversation, look once more, forget what is over of its person: some checks, or everything."""
    lock = select(conversation).where(conversation.c.id == number).with_for_update(key_share=True)
    row = connection.execute(lock).one_or_none()
    if row is None:
        return 0
    theirs = (
        select(participation, assessment.c.framework, assessment.c.version, _over(now).label("over"))
        .join(conversation, _THEIRS)
        .join(assessment, assessment.c.id == participation.c.assessment_id)
        .where(conversation.c.id == number)
    )
    checks = connection.execute(theirs).all()
    over = {each.id for each in checks if each.over}
    if not over:
        return 0
    if len(over) == len(checks):
        forget(connection, ChatKey(row.channel, row.bot_id, row.chat_id), row.person_id, now)
        return 1
    if row.participation_id in over:
        kept = [each for each in checks if not each.over and each.finished_at is not None]
        if not kept:
            return 0  # a check without its warning is left: they go together when it was warned of
        _go_back(connection, row, max(kept, key=lambda each: each.finished_at))
    forget_checks(connection, row.person_id, over, now)
    return 1


def _go_back(connection: Connection, row: Row[Any], check: Row[Any]) -> None:
    """Bring a conversation to the end of a finished check. The person did nothing: `changed_at` stays."""
    connection.execute(
        update(conversation).where(conversation.c.id == row.id),
        {
            "participation_id": check.id,
            "framework": f"{check.framework}-{check.version}",
            "state": "done",
            "dimension": None,
            "element": None,
            "last_element": None,
            "run": check.run or 0,
            "place_no": (row.place_no + 1) % PLACE_LIMIT,
            "revision": row.revision + 1,
            "panel": None,
            "notice": None,
            "reviewed": False,
        },
    )
