"""What the tests of reminders share: joining a cohort, letting time pass, and what reached whom when."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.programme.reminding import Letters
from storage.programme import invitations, notes
from storage.programme.cohorts import create, set_remind_days
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import cohort, letter
from tests.faults.small import KEY, Q1
from tests.faults.walking import WAY_IN, press, say
from tests.programme.joined import Joined
from tests.rig import Rig
from tests.telegram_world import Person
from tests.virtual import patience

HOUR = timedelta(hours=1)
REMINDED = "A reminder from"
Wall = tuple[int, ...]


def made(rig: Rig, name: str = "North", zone: str = "Africa/Nairobi", **changes: Any) -> int:
    """A cohort with the small check; `changes` are set as its coordinator could."""
    with rig.writer.begin() as connection:
        number = create(connection, OPERATOR, name, KEY, zone, rig.core.clock.now())
        if "remind_days" in changes:
            days = changes.pop("remind_days")
            set_remind_days(connection, OPERATOR, number, days, rig.core.clock.now())
        if changes:
            connection.execute(cohort.update().where(cohort.c.id == number).values(changes))
    return number


def invitation(rig: Rig, number: int) -> str:
    """The code of a link that lets many in."""
    with rig.writer.begin() as connection:
        _link, code = invitations.issue(connection, OPERATOR, number, "many", rig.core.clock.now(), uses=99)
    return code


async def join(rig: Rig, who: Person, code: str, city: str = "") -> None:
    """From the link to the first question; the city of the time zone where one is named."""
    await say(rig, who, f"/start {code}")
    await press(rig, who, "English", "I agree", "Join, share", city or "Close")
    if city:
        await press(rig, who, "Close")
    await say(rig, who, f"Org {who.user_id}")
    await press(rig, who, *WAY_IN)


async def join_also(rig: Rig, who: Person, code: str) -> None:
    """Join another cohort in the middle of the check."""
    await say(rig, who, f"/start {code}")
    await press(rig, who, "Join, share", "Close")


def crowd(rig: Rig, cohort_id: int, many: int, **changes: Any) -> list[Person]:
    """People who joined and began a while ago, straight in the database; their chats are open."""
    rows = Joined(rig.writer, rig.core.clock.now())
    people = [rig.person(number) for number in range(1, many + 1)]
    for who in people:
        who.command("/start")
        place = {"framework": KEY, "dimension": "gov", "element": Q1}
        rows.join(rows.chat(who.user_id, **place, **changes), cohort_id)
    return people


async def until(rig: Rig, *wall: int) -> None:
    """Let time pass up to this moment in UTC, without a look of the worker."""
    left = datetime(*wall, tzinfo=UTC) - rig.core.clock.now()  # type: ignore[arg-type, misc]
    assert left >= timedelta(0), f"{rig.core.clock.now()} is later than {wall}"
    await asyncio.sleep(left.total_seconds())


async def work_at(rig: Rig, *wall: int) -> None:
    """The worker looks at this moment: once to plan and send, and once more at what was put off by then."""
    await until(rig, *wall)
    await rig.work()


async def work_hourly(rig: Rig, hours: int) -> None:
    """The worker looks once an hour, on the hour."""
    now = rig.core.clock.now()
    first = now.replace(minute=0, second=0, microsecond=0) + HOUR
    await asyncio.sleep((first - now).total_seconds())
    for hour in range(hours):
        await rig.work()
        left = first + (hour + 1) * HOUR - rig.core.clock.now()
        await asyncio.sleep(max(left.total_seconds(), 0))


def remind_by_hand(rig: Rig, number: int) -> int:
    """A round of reminders to everybody, as the operator sends it; the note."""
    now = rig.core.clock.now()
    with rig.writer.begin() as connection:
        draft = notes.draft(connection, OPERATOR, number, "reminder", "", "all", now)
        notes.send(connection, OPERATOR, draft, False, now)
    return draft


def write(rig: Rig, number: int, text: str = "See you on Monday.", coordinator: int | None = None) -> int:
    """A note to everybody, by a coordinator or the operator."""
    actor = Actor(coordinator, may_create=coordinator is None)
    now = rig.core.clock.now()
    with rig.writer.begin() as connection:
        draft = notes.draft(connection, actor, number, "note", text, "all", now)
        notes.send(connection, actor, draft, False, now)
    return draft


def letters(rig: Rig) -> list[Any]:
    with rig.writer.begin() as connection:
        return list(connection.execute(select(letter).order_by(letter.c.id)))


def statuses(rig: Rig) -> list[tuple[str, str]]:
    """What became of the letters, in order: status and reason."""
    return [(each.status, each.reason) for each in letters(rig)]


def walls(rig: Rig) -> list[str]:
    """The time on the person's wall at which each letter went out."""
    return [each.local_time for each in letters(rig) if each.status == "sent"]


def reminders(who: Person) -> list[str]:
    """The reminders in this chat, oldest first."""
    return [each.text for each in who.screens() if REMINDED in each.text]


def counts(people: Iterable[Person]) -> list[int]:
    """How many reminders each of them has."""
    return [len(reminders(who)) for who in people]


async def at_work(rig: Rig, seconds: int) -> None:
    """The worker's own loop, for so long."""
    with patience():
        loop = asyncio.ensure_future(rig.core.worker.run())
        await asyncio.sleep(seconds)
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


def one_more(rig: Rig, engine: object) -> Letters:
    """What another process beside this one has of its own."""
    letters = rig.core.worker.letters
    assert letters is not None
    return replace(letters, engine=engine)  # type: ignore[arg-type]


def killed_at_pause(letters: Letters, number: int) -> Letters:
    """The same, cancelled when it waits for the time with this number: between two letters."""
    waits = 0

    async def sleep(seconds: float) -> None:
        nonlocal waits
        waits += 1
        if waits == number:
            raise asyncio.CancelledError
        await asyncio.sleep(seconds)

    return replace(letters, clock=replace(letters.clock, sleep=sleep))


class Borrowed:
    """A channel with another way to send."""

    def __init__(self, channel: object, send: object) -> None:
        self._channel = channel
        self.send = send

    def __getattr__(self, name: str) -> object:
        return getattr(self._channel, name)
