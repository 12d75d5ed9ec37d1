"""The worker: wished-for work, screens that fell behind, and the daily sweep. One of them is active at a time.

It holds a lock (an advisory one in PostgreSQL, a file lock for SQLite), so that any number of processes may
run it and one works. What it sends is sent at most once where its fate is uncertain.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.channel import Channel, ChannelTrouble, MustWait, Uncertain
from bot.clock import Clock
from bot.delivery import Delivery
from bot.my_data import readable
from bot.programme.reminding import Letters
from bot.screens.draw import Screens
from bot.team.closing_job import Rounds
from bot.team.groups import Groups
from storage.engine import writing
from storage.jobs import (
    Job,
    finish_job,
    messages_to_clear,
    note_message,
    note_progress,
    postpone_job,
    sweep,
    take_jobs,
)
from storage.mine import all_of
from storage.programme.habits import has_stopped
from storage.records import chat_of
from storage.retention import WARN, forget_aged, forget_rounds, warn_of_age
from storage.team.peers import refresh

RESHOW_EVERY = 60.0
SWEEP_EVERY = timedelta(hours=24)
BEHIND_MOST = 500
RESHOW_PAUSE = 0.05
LOOK_EVERY = 1.0
QUIET_FROM, QUIET_UNTIL = 20, 8
LONG = frozenset({"export", "import", "report", "shared_report"})

log = structlog.get_logger("worker")

Behind = Callable[[datetime], Awaitable[list[str]]]


@dataclass
class Worker:
    """The loop of the worker.

    `behind` names chats whose screen is not the newest, `more` does the jobs of further kinds. Those of the
    kinds in `long` go on beside all else.
    """

    engine: AsyncEngine
    channel: Channel
    delivery: Delivery
    screens: Screens
    clock: Clock
    behind: Behind
    letters: Letters | None = None
    more: Mapping[str, Callable[[Job], Awaitable[None]]] = field(default_factory=dict)
    long: Collection[str] = LONG
    rounds: Rounds | None = None
    groups: Groups | None = None
    _at_work: set[int] = field(default_factory=set)
    _swept: datetime | None = field(default=None)
    _reshown: float = field(default=-RESHOW_EVERY)

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        while True:
            try:
                await self.once()
            except Exception as trouble:
                log.warning("worker waits", cause=type(trouble).__name__)
                await self.clock.sleep(LOOK_EVERY * 5)
            await self.clock.sleep(LOOK_EVERY)

    async def once(self) -> None:
        """One look at everything there is to do."""
        for job in await take_jobs(self.engine, self.clock.now(), 20):
            await self._begin(job)
        if self.rounds is not None:
            await self.rounds.once()
        if self.groups is not None:
            await self.groups.once()
        if self.letters is not None:
            await self.letters.once()
        if self.clock.seconds() - self._reshown >= RESHOW_EVERY:
            self._reshown = self.clock.seconds()
            await self.reshow()
        if self._swept is None or self.clock.now() - self._swept >= SWEEP_EVERY:
            await self._sweep(self.clock.now())
            self._swept = self.clock.now()

    async def _sweep(self, now: datetime) -> None:
        """What the consent text promises, and what is kept for a short time only."""
        due = next_kind_hour(now, self.screens.house.zone)
        warned = await warn_of_age(self.engine, now, due)
        forgotten = await forget_aged(self.engine, now)
        rounds = await forget_rounds(self.engine, now)
        async with writing(self.engine).begin() as connection:
            await connection.run_sync(refresh, self.screens.frameworks, now)
        rows = await sweep(self.engine, now)
        log.info("swept", rows=rows, warned=warned, forgotten=forgotten, rounds=rounds)

    async def reshow(self) -> None:
        """Show again what has been behind for half a minute, slowly."""
        for address in await self.behind(self.clock.now()):
            await self.delivery.reshow(address)
            await self.clock.sleep(RESHOW_PAUSE)

    async def _begin(self, job: Job) -> None:
        """Do a job; one that may take minutes goes on beside all else, and is not begun again meanwhile."""
        if job.kind not in self.long:
            await self._do(job)
        elif job.id not in self._at_work:
            self._at_work.add(job.id)
            self.delivery.tasks.start(self._do_long(job))

    async def _do_long(self, job: Job) -> None:
        try:
            await self._do(job)
        finally:
            self._at_work.discard(job.id)

    async def _do(self, job: Job) -> None:
        try:
            await self._work(job)
        except Uncertain:
            pass
        except MustWait as trouble:
            # No try was made: however often it is told to wait, a wish is not given up for that.
            await self._postpone(job, trouble, trouble.seconds, counts=False)
            return
        except ChannelTrouble as trouble:
            await self._postpone(job, trouble, 30.0 * job.attempts)
            return
        await finish_job(self.engine, job.id, self.clock.now())

    async def _postpone(
        self, job: Job, trouble: ChannelTrouble, seconds: float, *, counts: bool = True
    ) -> None:
        due = self.clock.now() + timedelta(seconds=seconds)
        await postpone_job(self.engine, job.id, due, str(trouble), counts=counts)

    async def _work(self, job: Job) -> None:
        if job.kind == "my_data":
            await self._send_my_data(job)
        elif job.kind == WARN:
            await self._warn(job.address)
        elif job.kind in self.more:
            await self.more[job.kind](job)
        elif job.kind == "hide":
            up_to = int(job.args.get("top_id") or 0)
            found = await messages_to_clear(self.engine, job.address, up_to, self.clock.now())
            await self.channel.clear(chat_of(job.address), found)
        else:
            log.error("unknown job", kind=job.kind)

    async def _warn(self, address: str) -> None:
        """Tell a person that their open answers will be deleted, unless they came back, or stopped all messages."""
        found = await self.delivery.look(address)
        async with self.engine.connect() as connection:
            stopped = await connection.run_sync(has_stopped, address)
        if found is not None and not stopped:
            text = self.screens.say(found[0], "age.warning")
            number = await self.channel.say(chat_of(address), text)
            await note_message(self.engine, address, number, self.clock.now())

    async def _send_my_data(self, job: Job) -> None:
        """Two files. Where the second has to wait, the first is not sent again with it."""
        address = job.address
        data = await all_of(self.engine, address)
        whole = json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8")
        found = await self.delivery.look(address)
        if found is not None and not job.args.get("text_sent"):
            text = readable(self.screens.sight(found[0]), data)
            await self._send_file(address, "my-data.txt", text.encode("utf-8"))
            await note_progress(self.engine, job.id, {**job.args, "text_sent": True})
        await self._send_file(address, "my-data.json", whole)

    async def _send_file(self, address: str, name: str, content: bytes) -> None:
        number = await self.channel.send_file(chat_of(address), name, content)
        await note_message(self.engine, address, number, self.clock.now())


def next_kind_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """`now` where it is day there, else eight o'clock of the next morning: nobody is woken."""
    local = now.astimezone(zone)
    if QUIET_UNTIL <= local.hour < QUIET_FROM:
        return now
    day = local if local.hour < QUIET_UNTIL else local + timedelta(days=1)
    return day.replace(hour=QUIET_UNTIL, minute=0, second=0, microsecond=0).astimezone(UTC)
