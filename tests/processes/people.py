"""People who answer through real screens: each taps once, waits for the next screen, and remembers what it saw.

They know nothing of the bot but what is on their phones. Nobody ever taps twice: who gets no next screen waits.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flows.events import Tapped
from tests.plain_taps import decoded, is_plain
from tests.telegram_world import Button, Person, TelegramWorld

# Which kind of button is pressed where a screen has several: the way in, the question, what follows, the end.
PREFERRED = "YSGAxTRZPQlpwkgs"
FULL = 1
ENDS = "s"


@dataclass(frozen=True)
class Answered:
    """A level tapped: in which run, at which element (its ordinal)."""

    run: int
    ordinal: int
    level: int


@dataclass
class Answerer:
    """One person with a plan. `acknowledged` is what was answered and followed by another screen."""

    person: Person
    thinks: float
    random: random.Random
    acknowledged: list[Answered] = field(default_factory=list)
    summaries: int = 0
    taps: int = 0
    retaps: int = 0
    seen_again: int = 0
    patience: float = math.inf
    resting: bool = False
    _button: tuple[int, str] | None = None
    _acted: float = 0.0
    _left: tuple[str, ...] | None = None
    _given: Answered | None = None
    _seen: tuple[str, ...] = ()
    _due: float = 0.0

    @property
    def waiting(self) -> bool:
        """The last act has not led to another screen yet."""
        return self._left is not None and self._look() == self._left

    def act(self, now: float) -> None:
        """Look at the phone, and do the next thing once it has been thought over."""
        if self.waiting:
            self._tap_again(now)
            return
        seen = self._look()
        if seen != self._seen:
            self._seen, self._due = seen, now + self.random.uniform(0.2, 1.8) * self.thinks
        if self._given is not None:
            self._acknowledge(self._given)
            self._given = None
        self._left = None
        if not self.resting and now >= self._due:
            self._left, self._acted, self._button = seen, now, None
            self._do(seen)

    def _acknowledge(self, given: Answered) -> None:
        """The first level given at a place counts: an older screen that lands late changes nothing."""
        place = (given.run, given.ordinal)
        if any((each.run, each.ordinal) == place for each in self.acknowledged):
            self.seen_again += 1
        else:
            self.acknowledged.append(given)

    def _tap_again(self, now: float) -> None:
        """The very same button once more, after so many seconds without another screen."""
        if self._button is not None and now - self._acted > self.patience:
            self._acted = now
            self.retaps += 1
            self.person.press_data(*self._button)

    def _look(self) -> tuple[str, ...]:
        """What stands on the newest screen: the data of its buttons, or its text where a text is asked for."""
        screens = self.person.screens()
        if screens and "Type its name" in screens[-1].text:
            return ("name",)
        for screen in reversed(screens):
            if screen.labels:
                return tuple(button.data or "" for row in screen.buttons for button in row)
        return ()

    def _do(self, seen: tuple[str, ...]) -> None:
        if not seen:
            self.person.command("/start")
        elif seen == ("name",):
            self.person.say(f"Organisation {self.person.user_id}")
        else:
            self._tap()

    def _tap(self) -> None:
        screen = next(each for each in reversed(self.person.screens()) if each.labels)
        every = [button for row in screen.buttons for button in row]
        taps = [(button, decoded(button.data or "")) for button in every if is_plain(button.data or "")]
        action = next(each for each in PREFERRED if any(tap.action == each for _button, tap in taps))
        if action == ENDS:
            self.summaries += 1
            self.person.command("/start")
            return
        button, tap = self._choice([pair for pair in taps if pair[1].action == action], action)
        self.taps += 1
        if action == "l":
            self._given = Answered(tap.run, tap.ordinal, tap.choice)
        self._button = (screen.message_id, button.data or "")
        self.person.press_data(*self._button)

    def _choice(self, fitting: list[tuple[Button, Tapped]], action: str) -> tuple[Button, Tapped]:
        if action == "Q":
            return fitting[FULL]
        if action in {"l", "Z", "P", "R"}:
            return self.random.choice(fitting)
        return fitting[0]


@dataclass
class Crowd:
    """Several people at once."""

    people: Sequence[Answerer]

    @classmethod
    def of(cls, world: TelegramWorld, number: int, *, thinks: float, seed: int = 1) -> Crowd:
        people = [Person(world, 1000 + each) for each in range(number)]
        return cls([Answerer(each, thinks, random.Random(f"{seed}-{each.user_id}")) for each in people])

    @property
    def acknowledged(self) -> int:
        return sum(len(each.acknowledged) for each in self.people)

    @property
    def summaries(self) -> int:
        return sum(each.summaries for each in self.people)

    def go_on(self, seconds: float) -> None:
        """Everybody goes on for some time."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            self.act(now)
            time.sleep(0.004)

    def go_on_until(self, true: Callable[[], object], what: str, seconds: float = 120.0) -> None:
        """Everybody goes on until something has come to pass."""
        end = time.monotonic() + seconds
        while not true():
            now = time.monotonic()
            assert now < end, f"it did not come to pass: {what}\n{self.told()}"
            self.act(now)
            time.sleep(0.004)

    def act(self, now: float) -> None:
        for each in self.people:
            each.act(now)

    def everybody_answers(self, more: int, seconds: float = 120.0) -> None:
        """Everybody gets `more` further answers acknowledged, with the button in front of them."""
        goal = {id(each): len(each.acknowledged) + more for each in self.people}

        def reached() -> bool:
            return all(len(each.acknowledged) >= goal[id(each)] for each in self.people)

        self.go_on_until(reached, f"everybody answers {more} more", seconds)

    def come_to_rest(self, seconds: float = 120.0) -> None:
        """Nobody begins anything new; everybody waits for the screen that is still to come."""
        for each in self.people:
            each.resting = True
        self.go_on_until(lambda: not any(each.waiting for each in self.people), "every screen came", seconds)
        self.act(time.monotonic())
        for each in self.people:
            each.resting = False

    def told(self) -> str:
        """Where those stand who wait, for a failing test."""
        stuck = [each for each in self.people if each.waiting]
        return "\n\n".join(
            f"{each.person.user_id} after {each.taps}:\n{each.person.chat()}" for each in stuck[:3]
        )
