"""The load: people who tap as soon as they see the next question, and what they measured.

Everybody goes through the way in first, untimed. Then so many at once answer; whoever is through makes room
for the next. A turn is one level tap: from the moment it is queued until the next screen is on the phone.
Taps between the parts of our own bot ("go on") take their time and are not counted as answers.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.buttons import encode
from flows.desk import REPORT_FORMS
from flows.events import Handled
from tests.bench.emulator import Emulator, Rows
from tests.plain_taps import decoded, is_plain

STILL_SECONDS, SETTLED_SECONDS = 60.0, 1.0
GATHER_AT_ONCE = 40
PDF = Handled("#", 0, REPORT_FORMS.index("pdf"))


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does at a screen: an `answer`, another `tap`, a `text`, or nothing more (`done`)."""

    kind: str
    what: str = ""


Reader = Callable[[Rows, int], Act]

# Buttons of our own way in, in the order in which they are looked for, with the choice to take.
WAY_IN = (("T", 0), ("G", 0), ("A", 0), ("x", 0), ("Z", 0), ("P", 0), ("R", 0), ("Q", 1))


def at_ours(rows: Rows, turn: int) -> Act:
    """What to do at a screen of our own bot: level 1 or 2, so that no proof is asked for."""
    every = [each["callback_data"] for row in rows for each in row]
    data = [(decoded(each), each) for each in every if is_plain(each)]
    by_action = {(tap.action, tap.choice): raw for tap, raw in data}
    if ("l", 1) in by_action:
        return Act("answer", by_action["l", 1 + turn % 2])
    for wanted in WAY_IN:
        if wanted in by_action:
            return Act("tap", by_action[wanted])
    if {tap.action for tap, _raw in data} <= {"b"}:
        return Act("text", "Example Works")
    return Act("done") if ("I", 0) in by_action else Act("tap", by_action["g", 0])


def at_peer(rows: Rows, turn: int) -> Act:
    """What to do at a screen of the others: one of the first two of five buttons."""
    return Act("answer", rows[turn % 2][0]["callback_data"]) if rows else Act("done")


@dataclass
class Measured:
    """What the people of one run saw. Latencies in seconds, in no order."""

    latencies: list[float] = field(default_factory=list)
    answers: int = 0
    taps: int = 0
    stored: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Person:
    """One person: the open act, when it was queued, how many answers they gave."""

    number: int
    message_id: int = 0
    act: Act = Act("text")
    queued: float = 0.0
    turns: int = 0


class Crowd:
    """All people of one run, driven by the screens they see."""

    def __init__(self, emulator: Emulator, reader: Reader) -> None:
        self.emulator, self._reader = emulator, reader
        self.people: dict[int, Person] = {}
        self.measured = Measured()
        self._outside: deque[Person] = deque()
        self._ready: deque[Person] = deque()
        self._wanted = 0
        self._answering = 0
        self._until = 0.0
        self._changed = asyncio.Event()
        self._apart: dict[int, bool] = {}
        emulator.on_screen = self._saw

    async def gather(self, numbers: Iterable[int]) -> None:
        """Bring these people to their first question."""
        self._outside = deque(Person(number) for number in numbers)
        self._wanted = len(self._outside)
        for _place in range(min(GATHER_AT_ONCE, self._wanted)):
            self._enter()
        await self._wait(lambda: len(self._ready) == self._wanted)

    def seat(self, person: Person) -> None:
        """Somebody who stands before a question already."""
        self.people[person.number] = person
        self._ready.append(person)

    async def want_reports(self, people: int) -> None:
        """So many who stand before a question answer it and wish for their result as a PDF, all at once.

        Their own taps are over when this ends, and they take no further part: what is measured is how everybody
        else fares while the files are made.
        """
        for _place in range(people):
            person = self._ready.popleft()
            self._apart[person.number] = False
            self.emulator.tap(person.number, person.message_id, person.act.what)
            self.emulator.tap(person.number, person.message_id, encode(PDF))
        await self._wait(lambda: all(self._apart.values()))
        await asyncio.sleep(SETTLED_SECONDS if people else 0)

    async def answer(self, at_once: int, seconds: float) -> Measured:
        """Let people answer for so long, or until all are through; then let open taps come to their end."""
        self.measured = Measured()
        begin = time.monotonic()
        self._until = begin + seconds
        for _place in range(at_once):
            self._go()
        await self._wait(lambda: not self._answering or time.monotonic() >= self._until, self._until)
        self.measured.seconds = min(time.monotonic(), self._until) - begin
        return self.measured

    async def finish(self) -> None:
        """Let the taps that are open come to their end."""
        await self._wait(lambda: not self._answering)

    async def _wait(self, reached: Callable[[], bool], until: float | None = None) -> None:
        """Wait for something people bring about; raises where nothing moves any more."""
        while not reached():
            self._changed.clear()
            left = STILL_SECONDS if until is None else max(0.001, until - time.monotonic())
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                if until is None:
                    raise RuntimeError("the bot stands still") from None

    def _enter(self) -> None:
        if self._outside:
            person = self._outside.popleft()
            self.people[person.number] = person
            self.emulator.write(person.number, "/start")

    def _go(self) -> None:
        if self._ready and time.monotonic() < self._until:
            self._answering += 1
            self._tap(self._ready.popleft())

    def _tap(self, person: Person) -> None:
        person.queued = time.monotonic()
        self.emulator.tap(person.number, person.message_id, person.act.what)

    def _saw(self, number: int, message_id: int, rows: Rows) -> None:
        """A person sees a new screen: note how long it took, and go on."""
        if number in self._apart:
            self._apart[number] = True
            self._changed.set()
            return
        person = self.people[number]
        now = time.monotonic()
        if person.queued:
            self._note(person, now)
        person.message_id = message_id
        person.act = self._reader(rows, person.turns)
        if self._until:
            self._onward(person, now)
        elif person.act.kind == "answer":
            self._ready.append(person)
            self._enter()
            self._changed.set()
        elif person.act.kind == "text":
            self.emulator.write(number, person.act.what)
        else:
            self.emulator.tap(number, message_id, person.act.what)

    def _note(self, person: Person, now: float) -> None:
        in_time = now <= self._until
        self.measured.taps += in_time
        if person.act.kind == "answer":
            person.turns += 1
            self.measured.stored += 1
            self.measured.answers += in_time
            self.measured.latencies.append(now - person.queued)

    def _onward(self, person: Person, now: float) -> None:
        if person.act.kind != "done" and now < self._until:
            self._tap(person)
            return
        person.queued = 0.0
        self._answering -= 1
        self._go()
        self._changed.set()
