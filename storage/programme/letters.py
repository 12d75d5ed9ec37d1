"""Letters on their way: planned once, held by one worker at a time, never sent twice.

A worker takes a letter (`taken`), and commits `sending` right before the call. Whoever is killed before that loses
a lease, and another worker takes the letter; whoever is killed after it leaves a letter of uncertain fate, which
is never repeated. All functions are async, each a transaction of its own, but those that take a connection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import writing
from storage.inserting import insert_or_ignore
from storage.programme.tables import letter
from storage.tables import conversation

DueAmong = Callable[[Connection, int], tuple[list[dict[str, Any]], int | None]]
LEASE = timedelta(minutes=5)
MOST_TRIES = 10
REMINDER, NOTE, CHECK_IN, ANSWER = "reminder", "note", "check_in", "answer"
TO_COORDINATORS = ("asked", "requested")
ARRIVED = ("sending", "sent", "uncertain")
"""A letter with one of these may be on the person's phone, and counts as sent."""

REASONS = (
    "cancelled",
    "not_allowed",  # whoever wrote it may not write to this cohort any more
    "closed",
    "left",
    "unreachable",
    "opted_out",
    "no_reminders",
    "done",
    "deadline_over",
    "limit",  # three reminders for this person and round already
    "just_reminded",
    "nothing_left",
    "not_drawn",
)
"""Why a letter was withheld."""

# Written out, not bound: only so do both databases use the index of open letters.
OPEN: ColumnElement[bool] = literal_column("letter.status IN ('planned', 'taken')")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a worker holds. `taken_at` marks who.

    `args` holds numbers and ids that its kind is drawn from, and how often it was tried.
    """

    id: int
    key: str
    kind: str
    address: str
    conversation_id: int
    cohort_id: int | None
    note_id: int | None
    participation_id: int | None
    args: Mapping[str, Any]
    due_at: datetime
    taken_at: datetime


_COLUMNS = (
    letter.c.id,
    letter.c.key,
    letter.c.kind,
    conversation.c.address,
    letter.c.conversation_id,
    letter.c.cohort_id,
    letter.c.note_id,
    letter.c.participation_id,
    letter.c.args,
    letter.c.due_at,
    letter.c.taken_at,
)


def new_letter(
    key: str,
    kind: str,
    conversation_id: int,
    due_at: datetime,
    *,
    cohort_id: int | None = None,
    note_id: int | None = None,
    participation_id: int | None = None,
    args: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The row of a planned letter."""
    return {
        "key": key,
        "kind": kind,
        "conversation_id": conversation_id,
        "cohort_id": cohort_id,
        "note_id": note_id,
        "participation_id": participation_id,
        "args": dict(args or {}),
        "due_at": due_at,
        "status": "planned",
        "reason": "",
        "local_time": "",
    }


def plan(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Plan these letters, each a `new_letter`. One whose key is there already is not planned again."""
    if rows:
        connection.execute(insert_or_ignore(connection, letter), list(rows))


async def plan_in_turns(engine: AsyncEngine, due_among: DueAmong) -> int:
    """Plan what is due among all, some people at a time; how many letters.

    It reads without holding anybody up, and writes where there is something to plan. `due_among` is told after
    whom to go on, and gives the letters and the last of these people; None where nobody comes after.
    """
    planned, after = 0, 0
    while True:
        async with engine.connect() as connection:
            rows, last = await connection.run_sync(due_among, after)
        if rows:
            async with writing(engine).begin() as connection:
                await connection.run_sync(plan, rows)
        planned += len(rows)
        if last is None:
            return planned
        after = last


async def any_due(engine: AsyncEngine, now: datetime) -> bool:
    """Whether a letter may be taken now. One look into an index."""
    ready = select(letter.c.id).where(OPEN, letter.c.due_at <= now, _free(now)).limit(1)
    async with engine.connect() as connection:
        return await connection.scalar(ready) is not None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(letter.c.status == "planned", letter.c.taken_at < now - LEASE)


async def take_letters(engine: AsyncEngine, now: datetime, most: int) -> list[Letter]:
    """Take letters that are due, or whose holder fell silent. The update comes first, so that nobody shares one.

    What another worker takes at this very moment is passed over: who waited for it would come away with nothing.
    """
    ready = (OPEN, letter.c.due_at <= now, _free(now))
    due = (
        select(letter.c.id)
        .where(*ready)
        .order_by(letter.c.due_at, letter.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        # Computed once: as a plain part of the condition it may be computed for each row, and then has no limit.
        .cte("due")
    )
    async with engine.begin() as connection:
        taken = await connection.execute(
            update(letter)
            .where(letter.c.id.in_(select(due.c.id)), OPEN, _free(now))
            .values(status="taken", taken_at=now)
            .returning(letter.c.id)
        )
        ids = list(taken.scalars())
        if not ids:
            return []
        rows = await connection.execute(
            select(*_COLUMNS)
            .join(conversation, conversation.c.id == letter.c.conversation_id)
            .where(letter.c.id.in_(ids))
            .order_by(letter.c.due_at, letter.c.id)
        )
        return [Letter(*row) for row in rows]


def _held(held: Letter, status: str = "taken") -> ColumnElement[bool]:
    """That this worker still holds the letter."""
    return (letter.c.id == held.id) & (letter.c.status == status) & (letter.c.taken_at == held.taken_at)


async def mark_sending(engine: AsyncEngine, held: Letter, revision: int, local_time: str) -> bool:
    """Commit that the call comes now. False where the letter is not ours any more, or the person acted meanwhile."""
    unchanged = exists().where(conversation.c.id == held.conversation_id, conversation.c.revision == revision)
    return await _change(engine, _held(held) & unchanged, {"status": "sending", "local_time": local_time})


async def mark_sent(engine: AsyncEngine, held: Letter, message_id: int, now: datetime) -> None:
    sent = {"status": "sent", "message_id": message_id, "sent_at": now}
    await _change(engine, _held(held, "sending"), sent)


async def mark_uncertain(engine: AsyncEngine, held: Letter, now: datetime) -> None:
    """It may have arrived or not: it counts as sent and is never repeated."""
    await _change(engine, _held(held, "sending"), {"status": "uncertain", "sent_at": now})


async def mark_failed(engine: AsyncEngine, held: Letter, reason: str) -> None:
    """It surely did not arrive, and is not tried again."""
    await _change(
        engine, _held(held, "sending"), {"status": "failed", "reason": reason[:40], "local_time": ""}
    )


async def mark_unreachable(engine: AsyncEngine, held: Letter, reason: str) -> None:
    """Nothing can be sent there; the person's next event makes the chat reachable again."""
    async with engine.begin() as connection:
        failed = {"status": "failed", "reason": reason[:40], "local_time": ""}
        # The chat before its letter, as whoever goes takes both along.
        await connection.execute(
            update(conversation)
            .where(conversation.c.id == held.conversation_id)
            .values(unreachable=reason[:40])
        )
        await connection.execute(update(letter).where(_held(held, "sending")).values(failed))


async def withhold(engine: AsyncEngine, held: Letter, reason: str) -> None:
    """It is not sent, and whoever reads the result sees why."""
    await _change(engine, _held(held), {"status": "withheld", "reason": reason})


async def drop(engine: AsyncEngine, held: Letter) -> None:
    """There is nothing to say any more; the key is free again."""
    async with engine.begin() as connection:
        await connection.execute(delete(letter).where(_held(held)))


async def put_back(engine: AsyncEngine, held: Sequence[Letter]) -> None:
    """Give these back as they were, for whoever comes next."""
    async with engine.begin() as connection:
        for each in held:
            await connection.execute(update(letter).where(_held(each)).values(_PLANNED))


async def postpone(engine: AsyncEngine, held: Letter, due: datetime) -> None:
    """It may go at this later time."""
    await _change(engine, _held(held), {**_PLANNED, "due_at": due})


async def try_again(engine: AsyncEngine, held: Letter, due: datetime, *, counts: bool) -> None:
    """The call surely had no effect: again at this time, with all that waits for the chat, in the same order.

    `counts` is False where it was no try, since the channel asked to wait.
    """
    tries = int(held.args.get("tries", 0)) + 1
    if counts and tries >= MOST_TRIES:
        await mark_failed(engine, held, "no answer")
        return
    args = {**held.args, "tries": tries} if counts else dict(held.args)
    waiting = (letter.c.conversation_id == held.conversation_id) & (letter.c.status == "planned")
    async with engine.begin() as connection:
        await connection.execute(
            update(letter).where(_held(held, "sending")).values({**_PLANNED, "args": args, "due_at": due})
        )
        await connection.execute(update(letter).where(waiting, letter.c.due_at < due).values(due_at=due))


async def give_up_lost(engine: AsyncEngine, now: datetime) -> None:
    """Letters whose worker was killed during the call: nobody knows, so they count as sent."""
    lost = (letter.c.status == "sending") & (letter.c.taken_at < now - LEASE)
    await _change(engine, lost, {"status": "uncertain", "sent_at": letter.c.taken_at})


async def _change(engine: AsyncEngine, where: ColumnElement[bool], values: Mapping[str, Any]) -> bool:
    async with engine.begin() as connection:
        result = await connection.execute(update(letter).where(where).values(dict(values)))
    return result.rowcount > 0


_PLANNED: dict[str, Any] = {"status": "planned", "local_time": "", "taken_at": None}
