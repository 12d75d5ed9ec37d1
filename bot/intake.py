"""The way in: one loop takes whatever waits, in one transaction in one thread, and never waits for company.

What fails decides what happens. A step that raises is set aside within its transaction. An error about the
data parts the batch, down to the one event at fault, which is set aside. Everything else - the database away,
a full disk, even a missing column - holds the batch: nothing is lost by standing still loudly. While the
batch is held, everybody in hand and in the queue is told once per event that it is not saved yet.
A row held by somebody else (PostgreSQL) makes its people wait, in order, and nobody else.
Nothing called here may end the loop; if it ends all the same, the process must end.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.clock import Clock
from bot.health import Health
from flows.events import Incoming
from storage.batch import Fate, Mark, Outcome
from storage.loading import is_row_lock
from storage.memory import Memory, is_data_fault

BATCH = 100
HOLD_FIRST, HOLD_MOST = 0.05, 2.0
TELL_AFTER = 1.0
QUIET_SECONDS = 1.0
SKIPPED_PAUSE = 0.2

log = structlog.get_logger("intake")

Call = Callable[..., Awaitable[object]]


class WayOut(Protocol):
    """What the way in needs of the way out."""

    def show(self, outcome: Outcome) -> None: ...

    def take_marks(self) -> list[Mark]: ...

    def keep_marks(self, marks: Sequence[Mark]) -> None: ...

    def tell_not_saved(self, incoming: Incoming) -> None: ...

    def tell_set_aside(self, incoming: Incoming) -> None: ...


@dataclass(eq=False, slots=True)
class Waiting:
    """An event on its way in, and whoever waits for its outcome."""

    incoming: Incoming
    outcome: asyncio.Future[Outcome]
    told: bool = False
    skipped: bool = False


@dataclass
class Intake:
    """One of these per process. `call` runs a function of `memory` in the dedicated thread."""

    memory: Memory
    call: Call
    delivery: WayOut
    clock: Clock
    health: Health
    _queue: deque[Waiting] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, incoming: Incoming) -> asyncio.Future[Outcome]:
        """Hand an event in; the future is done once it is stored. A cancelled future drops the event."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(incoming, future))
        self._arrived.set()
        return future

    async def run(self) -> None:
        """Take events in until cancelled."""
        while True:
            await self._until_something_waits()
            batch = self._take(BATCH)
            self.health.waiting.set(len(self._queue))
            if batch:
                await self._take_in(batch)

    async def _until_something_waits(self) -> None:
        """Wait for an event; once something was shown, a quiet second later, write the marks alone."""
        while not self._queue:
            await self._arrived.wait()
            self._arrived.clear()
            if not self._queue and await self._is_quiet():
                await self.write_marks()

    async def _is_quiet(self) -> bool:
        """True where nothing comes and nothing is shown for a second."""
        with suppress(TimeoutError):
            # Not wait_for: in Python 3.11 it swallows a cancellation that comes together with an event.
            async with asyncio.timeout(QUIET_SECONDS):
                return not await self._arrived.wait()
        return True

    def something_shown(self) -> None:
        """There are marks to write, now or with the next batch."""
        self._arrived.set()

    async def write_marks(self) -> None:
        """Write what was shown. While the database is away the marks wait for the next batch."""
        marks = self.delivery.take_marks()
        if marks:
            await self._put_marks(marks)

    async def _put_marks(self, marks: list[Mark]) -> None:
        try:
            await self.call(self.memory.put_marks, marks, self.clock.now())
        except Exception as trouble:
            log.warning("marks not written", cause=type(trouble).__name__)
            if not is_data_fault(trouble):
                self.delivery.keep_marks(marks)

    def _take(self, most: int) -> list[Waiting]:
        batch: list[Waiting] = []
        while self._queue and len(batch) < most:
            waiting = self._queue.popleft()
            if not waiting.outcome.cancelled():
                batch.append(waiting)
        return batch

    async def _take_in(self, batch: list[Waiting]) -> None:
        marks, tries = self.delivery.take_marks(), 0
        held_for = HOLD_FIRST
        skip_locked = any(waiting.skipped for waiting in batch)
        while batch:
            # Marks may never stand in an answer's way: the second try goes without them. Where it fails as well
            # they are not to blame and go along again: without its mark a typed answer would count as early.
            carried = [] if tries == 1 else marks
            try:
                outcomes = await self._transact(batch, carried, skip_locked)
            except Exception as trouble:
                if is_data_fault(trouble) and marks:
                    # Written alone they are not lost with the batch, and where they are to blame, it is not parted.
                    await self._put_marks(marks)
                    marks = []
                    continue
                if is_data_fault(trouble):
                    await self._part(batch, trouble)
                    return
                if is_row_lock(trouble) and not skip_locked:
                    skip_locked = True
                    continue
                tries += 1
                batch = await self._hold(batch, held_for, trouble)
                held_for = min(held_for * 2, HOLD_MOST)
                continue
            self.health.flow()
            await self._finish(batch, outcomes)
            return
        self.delivery.keep_marks(marks)

    async def _transact(
        self, batch: list[Waiting], marks: Sequence[Mark], skip_locked: bool
    ) -> list[Outcome]:
        incomings = [waiting.incoming for waiting in batch]
        outcomes = await self.call(self.memory.take_in, incomings, marks, self.clock.now(), skip_locked)
        assert isinstance(outcomes, list)
        return outcomes

    async def _part(self, batch: list[Waiting], trouble: Exception) -> None:
        """Halve a batch that holds an event the database cannot take, until it stands alone."""
        if len(batch) > 1:
            middle = len(batch) // 2
            # The rest goes back into the queue: whoever joins the first half meanwhile must not overtake it.
            self._queue.extendleft(reversed(batch[middle:]))
            await self._take_in(batch[:middle])
            return
        await self._set_aside(batch[0], f"{type(trouble).__name__} while saving")

    async def _set_aside(self, waiting: Waiting, cause: str) -> None:
        """Keep the event aside; this too is tried until it is done, or is more than any database takes."""
        held_for = HOLD_FIRST
        while not waiting.outcome.cancelled():
            try:
                outcome = await self.call(self.memory.put_aside, waiting.incoming, cause, self.clock.now())
            except Exception as trouble:
                if not is_data_fault(trouble):
                    await self._wait_out([waiting], held_for, trouble)
                    held_for = min(held_for * 2, HOLD_MOST)
                    continue
                log.error("dropped", cause=type(trouble).__name__)
                outcome = Outcome(Fate.SET_ASIDE)
            assert isinstance(outcome, Outcome)
            self.health.flow()
            await self._finish([waiting], [outcome])
            return

    async def _hold(self, batch: list[Waiting], seconds: float, trouble: Exception) -> list[Waiting]:
        """Wait for the database; what is left of the batch, joined by what arrived meanwhile."""
        await self._wait_out(batch, seconds, trouble)
        kept = [waiting for waiting in batch if not waiting.outcome.cancelled()]
        return kept + self._take(BATCH - len(kept)) if kept else self._take(BATCH)

    async def _wait_out(self, batch: Sequence[Waiting], seconds: float, trouble: Exception) -> None:
        """Wait a little; tell everybody once the trouble is no short one."""
        if self.health.holding_since is None:
            log.error("holding", cause=type(trouble).__name__, waiting=len(batch) + len(self._queue))
        self.health.hold(self.clock.seconds())
        since = self.health.holding_since or 0.0
        if self.clock.seconds() - since >= TELL_AFTER:
            self._tell([*batch, *self._queue])
        await self.clock.sleep(seconds)

    def _tell(self, everybody: Sequence[Waiting]) -> None:
        for waiting in everybody:
            if not waiting.told:
                waiting.told = True
                self.delivery.tell_not_saved(waiting.incoming)

    async def _finish(self, batch: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
        again: list[Waiting] = []
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if outcome.fate is Fate.WAITS:
                waiting.skipped = True
                again.append(waiting)
                continue
            self._count(outcome)
            if outcome.fate is Fate.SET_ASIDE:
                log.error("set aside", key=waiting.incoming.key)
                self.delivery.tell_set_aside(waiting.incoming)
            self.delivery.show(outcome)
            if not waiting.outcome.done():
                waiting.outcome.set_result(outcome)
        self._queue.extendleft(reversed(again))
        if again and len(again) == len(batch):
            await self.clock.sleep(SKIPPED_PAUSE)

    def _count(self, outcome: Outcome) -> None:
        self.health.events.inc()
        if outcome.fate is Fate.DUPLICATE:
            self.health.duplicates.inc()
        if outcome.fate is Fate.SET_ASIDE:
            self.health.aside.inc()
