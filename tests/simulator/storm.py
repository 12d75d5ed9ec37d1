"""One seed: people, a Telegram, a database, a bot that dies and comes back, and what happens to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import Engine

from storage.jobs import LEASE
from tests.simulator.at_once import AT_ONCE
from tests.simulator.content import REAL, SMALL, everything_asked
from tests.simulator.ledger import Ledger
from tests.simulator.meaning import Meaning
from tests.simulator.people import Act, Walker
from tests.simulator.process import Database, Process
from tests.simulator.registry import EVENTS, INVARIANTS, Broken, Event
from tests.telegram_world import Button, Call, Screen, TelegramWorld
from tests.virtual import virtual_clock

GAPS = (0.0, 0.0, 0.01, 0.3, 1.0, 2.0, 5.0, 12.0)
DOWNTIMES = (0.0, 0.2, 3.0, 20.0)
RETRY = 2.0
SETTLING = 240.0
OPEN_JOBS = "SELECT id FROM job WHERE done_at IS NULL"
PLACE = ("state", "element", "place_no", "run", "revision", "panel")
REAL_EVERY = 25
"""Every so many seeds the shipped framework is walked instead of the small one."""


@dataclass
class Storm:
    """Everything there is in one seed. Events act on it, invariants read it."""

    seed: int
    writer: Engine
    ledger: Ledger
    log: list[dict[str, Any]]
    skip: frozenset[int] = frozenset()
    trace: list[str] = field(default_factory=list)
    held: set[Act] = field(default_factory=set)
    downtime: float | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    taps: dict[str, Act] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    _looked: tuple[int, int] = (0, 0)
    happened: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.seed}:world")
        self.clock = virtual_clock()
        self.began = self.clock.seconds()
        self.world = TelegramWorld(lambda: self.clock.now().timestamp())
        self.database = Database(self.clock.seconds)
        self.played = REAL if self.seed % REAL_EVERY == 0 else SMALL
        self.framework = everything_asked(self.played)
        languages = self.random.choices(("en", "xx", ""), (6, 1, 1), k=4)
        number = self.random.choices((2, 3, 4), (3, 2, 1))[0]
        self.walkers = [
            Walker.at(self.world, each, self.framework, languages[each]) for each in range(number)
        ]
        self.process = self.boot()
        self.tasks: list[asyncio.Task[None]] = [asyncio.ensure_future(self._supervise())]

    # --- the bot ---

    def boot(self) -> Process:
        random = Random(f"{self.seed}:{self.random.random()}")
        self.process = Process(self.writer, self.world, self.database, random, self.played)
        return self.process

    async def _supervise(self) -> None:
        """Start the bot again whenever it died, as any supervisor does."""
        while True:
            await self.process.life.died.wait()
            self.note(f"   ({self.process.life.cause})")
            await self.process.kill()
            usual = self.random.choice(DOWNTIMES)
            await asyncio.sleep(usual if self.downtime is None else self.downtime)
            self.downtime = None
            self.boot()

    async def _bring(self, act: Act, after: float) -> None:
        """Bring an update that was held back by a road of its own, again and again until it is taken."""
        wait = after
        while act in self.held:
            await asyncio.sleep(wait)
            if await self.offer(act):
                self.held.discard(act)
            wait = RETRY

    async def offer(self, act: Act) -> bool:
        """Hand an update to the bot directly, as a webhook does; True once it was taken in."""
        process = self.process
        if process.life.over:
            return False
        future = process.rig.door.offer(act.update, acknowledge=True)
        if future is None:
            return True
        died = asyncio.ensure_future(process.life.died.wait())
        both: list[asyncio.Future[Any]] = [future, died]
        await asyncio.wait(both, timeout=3.0, return_when=asyncio.FIRST_COMPLETED)
        died.cancel()
        if not future.done():
            future.cancel()
        return not future.cancelled()

    async def repeat(self, act: Act) -> None:
        """Deliver an update once more. What was taken in before may change nothing now."""
        known, chat = self._settled(act.who), act.who.person.user_id
        before = self.ledger.place(chat)
        await self.offer(act)
        after = self.ledger.place(chat)
        if known and before and after and any(before[name] != after[name] for name in PLACE):
            self.doubled.append(f"{act.told}: {dict(before)} became {dict(after)}")

    # --- acts of people ---

    def tap(self, who: Walker, screen: Screen, button: Button, how: str = "taps") -> Act:
        assert button.data is not None
        alone = self._is_alone(who, screen)
        update = who.person.press_data(screen.message_id, button.data)
        told = f"{who.name} {how} {button.label!r} on message {screen.message_id}"
        return self._acted(who, update, who.means(screen, button), told, alone=alone)

    def say(self, who: Walker, text: str, meaning: Meaning | None = None) -> Act:
        """Type a text. `meaning` without an element is meant for the question the person sees."""
        who.look()
        kind, rank, of = (meaning.kind, meaning.rank, meaning.of) if meaning else ("?", 0, 1)
        meant = Meaning(kind, who.element, rank, of)
        if meaning is not None and kind in AT_ONCE:
            meant = meaning  # such a button names its elements itself
        return self._acted(who, who.person.say(text), meant, f"{who.name} types {text[:60]!r}")

    def send(self, who: Walker, update: dict[str, Any], what: str) -> Act:
        return self._acted(who, update, Meaning("?"), f"{who.name} {what}")

    def _acted(
        self,
        who: Walker,
        update: dict[str, Any],
        meaning: Meaning,
        told: str,
        *,
        alone: bool = False,
    ) -> Act:
        act = Act(update, who, self.world.clock(), meaning, told, alone)
        who.acts.append(act)
        self.acts[act.key] = act
        if "callback_query" in update:
            self.taps[update["callback_query"]["id"]] = act
        if who.hold:
            self.held.add(act)
            self.tasks.append(asyncio.ensure_future(self._bring(act, who.hold)))
            self.world.updates.done(self.world.updates.pending[update["update_id"]])
            told += f" (held back for {who.hold:g} s)"
            who.hold = 0.0
        self.note(told)
        return act

    def _is_alone(self, who: Walker, screen: Screen) -> bool:
        """Nothing of this person's is on its way, and what they see is the newest there is."""
        place = self.ledger.place(who.person.user_id)
        if place is None or place["shown"] != place["revision"] or place["message_id"] != screen.message_id:
            return False
        return self._settled(who) and screen == who.front()

    def _settled(self, who: Walker) -> bool:
        """Nothing of this person's is on its way."""
        keys = [act.key for act in who.acts if act.key not in self.taken]
        return self.ledger.claimed(keys) == set(keys) and not any(each.who is who for each in self.held)

    # --- time ---

    def note(self, line: str) -> None:
        self.trace.append(f"{self.clock.seconds() - self.began:9.2f}  {line}")

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, look around, and see that all still holds."""
        await asyncio.sleep(seconds)
        self.look_around()

    def look_around(self) -> None:
        for walker in self.walkers:
            walker.look()
        self.ledger.read()
        self.taken |= self.ledger.claimed([key for key in self.acts if key not in self.taken])
        self.check(during=True)
        self.ledger.forget_fresh()
        self._looked = (len(self.world.calls), len(self.log))

    def fresh_calls(self) -> list[Call]:
        """The calls of the bot since the last look."""
        return self.world.calls[self._looked[0] :]

    def fresh_log(self) -> list[dict[str, Any]]:
        """What the bot logged since the last look."""
        return self.log[self._looked[1] :]

    def check(self, *, during: bool) -> None:
        """Raise Broken with the first breach of an invariant."""
        for each in INVARIANTS:
            if each.during == during:
                for breach in each.check(self):
                    raise Broken(each.name, breach)

    async def rage(self, number: int) -> None:
        """So many random events. Each draws from a source of its own, so that leaving one out changes no other."""
        weights = [each.weight for each in EVENTS]
        for index in range(number):
            random = Random(f"{self.seed}:{index}")
            chosen: Event = random.choices(EVENTS, weights)[0]
            gap = random.choice(GAPS)
            if index not in self.skip:
                self.happened.append(index)
                await chosen.happen(self, random)
                await self.pass_time(gap)

    async def calm(self) -> None:
        """All troubles are over, and enough time passes for everything that heals by itself."""
        self.note("--- calm ---")
        self.database.heal()
        self.world.down = False
        self.world.trouble.clear()
        self.process.life.armed.clear()
        for walker in self.walkers:
            walker.hold = 0.0
        while self.held:
            await self.pass_time(5.0)
        waited = 0.0
        while waited < SETTLING or (
            waited < LEASE.total_seconds() + SETTLING and self.ledger.query(OPEN_JOBS)
        ):
            await self.pass_time(60.0)
            waited += 60.0

    async def leave(self) -> None:
        """End everything, so that nothing is left on the loop."""
        for task in self.tasks:
            task.cancel()
        await asyncio.wait(self.tasks)
        await self.process.kill()
