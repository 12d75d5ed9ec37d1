"""Letters going out: planned once a minute, judged anew at the moment of sending, slower than people are answered.

Any number of processes may do this at once. Who is answering goes first; a wait that Telegram asks for is kept for
all letters, since it is asked of the bot.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.buttons import Screen
from bot.channels.channel import (
    Channel,
    ChannelTrouble,
    MessageGone,
    MustWait,
    NotAuthorised,
    Refused,
    Uncertain,
    Unreachable,
)
from bot.clock import Clock
from bot.delivery import MARGIN_SECONDS, Delivery
from bot.programme.letter_screens import letter_screen
from bot.screens.draw import Screens
from flows.conversation import Conversation
from flows.events import ChatKey
from flows.reminding import local_text
from storage.engine import writing
from storage.jobs import note_message
from storage.loading import load
from storage.memory import is_data_fault
from storage.programme.checkins import plan_all_checkins
from storage.programme.judging import Verdict, judge
from storage.programme.letter_facts import LetterFacts, facts_of
from storage.programme.letters import (
    REMINDER,
    Letter,
    any_due,
    drop,
    give_up_lost,
    mark_failed,
    mark_sending,
    mark_sent,
    mark_uncertain,
    mark_unreachable,
    postpone,
    put_back,
    take_letters,
    try_again,
    withhold,
)
from storage.programme.note_letters import expand, finish, to_expand
from storage.programme.reminders import AHEAD, plan_reminders

PLAN_EVERY = 60.0
AT_ONCE, IN_A_ROW = 25, 4
PACE = 0.04
PATIENCE = 5.0
LOOK_PAUSE = 0.05
NO_ANSWER, NO_TOKEN = 5.0, 60.0
AGAIN = 60.0

log = structlog.get_logger("letters")

Plan = Callable[[AsyncEngine, datetime, str], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter and all that is true of it just now."""

    verdict: Verdict
    conversation: Conversation
    facts: LetterFacts


def see(connection: Connection, letter: Letter, now: datetime, house_zone: str) -> Seen | None:
    """Read one letter's present facts; None where nothing is kept of its chat any more."""
    held = load(connection, [letter.address]).get(letter.address)
    if held is None:
        return None
    verdict = judge(connection, letter, now, house_zone)
    facts = replace(facts_of(connection, letter), may_snooze=verdict.may_snooze)
    return Seen(verdict, held.conversation, facts)


@dataclass
class Letters:
    """Plans and sends letters. `planners` find what is due, each safe to be called by many at once.

    `pace` is the least time between two letters, in seconds.
    """

    engine: AsyncEngine
    channel: Channel
    delivery: Delivery
    screens: Screens
    clock: Clock
    planners: tuple[Plan, ...] = (plan_reminders, plan_all_checkins)
    pace: float = PACE
    _planned: float = field(default=-PLAN_EVERY)
    _rests_until: float = field(default=0.0)
    _called: float = field(default=0.0)

    @property
    def _zone(self) -> str:
        return self.screens.house.zone.key

    async def once(self) -> None:
        """One look: plan where it is time to, then send what is due. Where nothing is, one look into an index."""
        if self.clock.seconds() - self._planned >= PLAN_EVERY:
            self._planned = self.clock.seconds()
            await self._plan()
        await self._expand()
        for _ in range(IN_A_ROW):
            if self.clock.seconds() < self._rests_until or not await self._send_some():
                return

    async def _plan(self) -> None:
        now = self.clock.now()
        await give_up_lost(self.engine, now)
        for planner in self.planners:
            await self._alone(partial(planner, self.engine, now, self._zone))
        await self._write(finish, now)

    async def _alone(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Do this work; where it fails, all other letters go on. A database that is away shows at the next look."""
        try:
            await work()
        except Exception as trouble:
            log.error("letters not planned", cause=type(trouble).__name__)

    async def _expand(self) -> None:
        """Plan the letters of notes that were sent off since the last look, in chunks."""
        async with self.engine.connect() as connection:
            notes = await connection.run_sync(to_expand)
        for number in notes:
            await self._alone(partial(self._expand_one, number))

    async def _expand_one(self, number: int) -> None:
        while await self._write(expand, number, self.clock.now()):
            pass

    async def _write(self, work: Callable[..., Any], *args: Any) -> Any:
        """This work in a transaction that writes."""
        async with writing(self.engine).begin() as connection:
            return await connection.run_sync(work, *args)

    async def _send_some(self) -> bool:
        """Take some letters and send them; False where none was due."""
        if not await any_due(self.engine, self.clock.now()):
            return False
        taken = await take_letters(self.engine, self.clock.now(), AT_ONCE)
        for place, letter in enumerate(taken):
            await self._handle(letter)
            if self.clock.seconds() < self._rests_until:
                await put_back(self.engine, taken[place + 1 :])
                break
        if any(each.note_id is not None for each in taken):
            await self._write(finish, self.clock.now())
        return bool(taken)

    async def _handle(self, letter: Letter) -> None:
        await self._make_way()
        now = self.clock.now()
        seen = await self._seen(letter, now)
        if seen is None:
            return
        due = seen.verdict.due
        if due is None:
            await self._keep_back(letter, seen.verdict.reason)
        elif due > now:
            await self._delay(letter, due)
        else:
            await self._send(letter, seen)

    async def _seen(self, letter: Letter, now: datetime) -> Seen | None:
        """Its present facts; None where there are none. One that cannot be judged stands in nobody's way."""
        look = partial(see, letter=letter, now=now, house_zone=self._zone)
        try:
            async with self.engine.connect() as connection:
                return await connection.run_sync(look)
        except Exception as trouble:
            if not is_data_fault(trouble):
                raise
            log.error("letter not judged", kind=letter.kind, cause=type(trouble).__name__)
            await self._keep_back(letter, "not_drawn")
            return None

    async def _make_way(self) -> None:
        """Keep the pace, and let those who are answering go first, for a while."""
        await self._sleep_until(self._called + self.pace)
        until = self.clock.seconds() + PATIENCE
        while self.delivery.busy and self.clock.seconds() < until:
            await self.clock.sleep(LOOK_PAUSE)

    async def _sleep_until(self, seconds: float) -> None:
        left = seconds - self.clock.seconds()
        if left > 0:
            await self.clock.sleep(left)

    async def _keep_back(self, letter: Letter, reason: str) -> None:
        """A reminder by schedule leaves no trace, so that it can be planned again where things change."""
        if _is_scheduled(letter):
            await drop(self.engine, letter)
        else:
            await withhold(self.engine, letter, reason)

    async def _delay(self, letter: Letter, due: datetime) -> None:
        if _is_scheduled(letter) and due > self.clock.now() + AHEAD:
            await drop(self.engine, letter)
        else:
            await postpone(self.engine, letter, due)

    async def _send(self, letter: Letter, seen: Seen) -> None:
        screen = self._drawn(letter, seen)
        if isinstance(screen, str):
            await withhold(self.engine, letter, screen)
            return
        when = local_text(self.clock.now(), seen.verdict.habit.place)
        if not await mark_sending(self.engine, letter, seen.conversation.revision, when):
            await put_back(self.engine, [letter])
            return
        self._called = self.clock.seconds()
        try:
            await self._call(letter, seen.conversation.chat, screen)
        except ChannelTrouble as trouble:
            await self._troubled(letter, trouble)

    def _drawn(self, letter: Letter, seen: Seen) -> Screen | str:
        """What the letter says now, or why it says nothing. One that cannot be drawn stands in nobody's way."""
        try:
            screen = letter_screen(self.screens, seen.conversation, letter, seen.facts)
        except Exception as trouble:
            log.error("letter not drawn", kind=letter.kind, cause=type(trouble).__name__)
            return "not_drawn"
        return screen or "nothing_left"

    async def _call(self, letter: Letter, chat: ChatKey, screen: Screen) -> None:
        number = await self.channel.send(chat, screen)
        now = self.clock.now()
        await mark_sent(self.engine, letter, number, now)
        await note_message(self.engine, letter.address, number, now)

    async def _troubled(self, letter: Letter, trouble: ChannelTrouble) -> None:
        """What follows from each failure. Only what surely had no effect is tried again."""
        log.info("letter not sent", kind=letter.kind, cause=type(trouble).__name__)
        if isinstance(trouble, Uncertain):
            await mark_uncertain(self.engine, letter, self.clock.now())
        elif isinstance(trouble, Unreachable):
            await mark_unreachable(self.engine, letter, str(trouble))
        elif isinstance(trouble, Refused | MessageGone):
            log.error("letter refused", kind=letter.kind, cause=str(trouble))
            await mark_failed(self.engine, letter, str(trouble))
        elif isinstance(trouble, MustWait):
            await self._rest(letter, trouble.seconds + MARGIN_SECONDS)
        elif isinstance(trouble, NotAuthorised):
            await self._rest(letter, NO_TOKEN)
        else:
            self._rests_until = self.clock.seconds() + NO_ANSWER
            later = AGAIN * 2 ** int(letter.args.get("tries", 0))
            due = self.clock.now() + timedelta(seconds=later)
            await try_again(self.engine, letter, due, counts=True)

    async def _rest(self, letter: Letter, seconds: float) -> None:
        """No letter to anybody for so long."""
        self._rests_until = self.clock.seconds() + seconds
        due = self.clock.now() + timedelta(seconds=seconds)
        await try_again(self.engine, letter, due, counts=False)


def _is_scheduled(letter: Letter) -> bool:
    return letter.kind == REMINDER and letter.note_id is None
