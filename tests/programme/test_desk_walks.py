"""Random walks of a coordinator over every button there is: nothing raises, and the questions stay where they are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import worker
from bot.buttons import decode
from bot.channels.telegram_in import TEXT_LIMIT
from flows.desk import ACTS, waits_for_text
from flows.events import Handled, Tapped
from storage.tables import set_aside
from tests.playing import Player
from tests.programme.two_cohorts import build
from tests.rig import Rig, Update
from tests.telegram_world import Button, Person, Screen

pytestmark = pytest.mark.virtual

STEPS, WORK_EVERY = 300, 12
ODD = (
    *("2", "Level 3", "31 December 2029", "31/12/2029", "0", "-1", "9" * 30, "x" * 101, "y" * 4096),
    *("A_B <Co> & [x](y) *Z* `q` {name} {0} %s", "Ŧøđ\u202e\u200b", "🌍" * 60, "\u2060", "a\nb\n\n\nc"),
    *("DROP TABLE cohort;--", "مجموعة الشمال", "Hello 5", "tomorrow", "12 March", "North", "...", "?"),
)
ANYTHING = (
    *ODD,
    *("stop", "START", "back", "pause", "menu", "next", "/cohorts", "/sharing", "/reminders", "/start"),
    *("/more", "/result", "/agenda", "/answers", "/language", "/start abc", "/delete", "/hide"),
)
LISTS = (
    ("list.csv", b"organisation,person\nHope Homes,Ana\nHope  homes,ANA\n,nobody\n"),
    ("list.xlsx", b"PK\x03\x04 not really"),
    ("list.csv", b"\xff\xfe\x00"),
    ("empty.csv", b""),
)
# What leads back to the questions on purpose, or decides something about the whole chat.
MOVES = {"go_on", "join", "alone", "serve"}
# Rarely pressed, so that there is a cohort to walk in.
FINAL = {"archive", "close", "drop_coordinator", "leave"}


@dataclass
class Walker:
    """Somebody who presses whatever is there. `wild`: buttons of the questions and commands as well."""

    rig: Rig
    person: Person
    random: Random
    wild: bool = False
    seen: list[Screen] = field(default_factory=list)
    pressed: set[str] = field(default_factory=set)
    did: list[str] = field(default_factory=list)

    @property
    def there(self) -> Any:
        found = self.rig.core.memory.look(f"telegram:1:{self.person.user_id}")
        return found[0] if found else None

    async def step(self) -> None:
        await asyncio.sleep(self.random.choice((1, 20, 400)))
        await self.rig.at_once([self.choose()()])
        self.check()

    def choose(self) -> Callable[[], Update]:
        chance, page = self.random.random(), self.there.panel if self.there else None
        on_desk = bool(page) and str(page).startswith("desk:")
        if not on_desk and chance < (0.1 if self.wild else 0.8):
            return self.say("/cohorts")
        if waits_for_text(page) and chance < 0.5:
            return self.say(self.random.choice(ODD))
        if chance < 0.16:
            return self.send()
        if chance < 0.24 and (on_desk or self.wild):
            return self.say(self.random.choice(ANYTHING if self.wild else ODD))
        return self.press(self.random.choice(self.seen) if self.seen and chance < 0.4 else self.newest())

    def say(self, text: str) -> Callable[[], Update]:
        self.did.append(f"says {text[:40]!r}")
        return partial(self.person.say, text[:TEXT_LIMIT])

    def send(self) -> Callable[[], Update]:
        name, data = self.random.choice(LISTS)
        self.did.append(f"sends {name}")
        file = partial(self.person.send_document, name, data=data)
        return self.random.choice((file, file, self.person.send_photo, self.person.send_voice))

    def newest(self) -> Screen:
        screens = [each for each in self.person.screens() if each.buttons]
        return screens[-1] if screens else self.person.screen()

    def press(self, screen: Screen) -> Callable[[], Update]:
        buttons = [each for row in screen.buttons for each in row if each.data and self.may(each)]
        if not buttons:
            return self.say("/cohorts")
        button = self.random.choice(buttons)
        tap = decode(button.data or "")
        if isinstance(tap, Handled):
            self.pressed.add(tap.verb)
        self.did.append(f"presses {button.label!r} {button.data}")
        return partial(self.person.press_data, screen.message_id, button.data or "")

    def may(self, button: Button) -> bool:
        tap = decode(button.data or "")
        name = ACTS.get(tap.verb, "") if isinstance(tap, Handled) else ""
        if name in FINAL:
            return self.random.random() < 0.15
        if self.wild:
            return True
        return name not in MOVES and (isinstance(tap, Handled) or tap.action == "c")

    def check(self) -> None:
        """The screen in front says something, can be left, and can be shown by Telegram."""
        screen = self.newest()
        assert screen.text.strip(), self.trail()
        # Where everything was deleted, the one word to begin anew is told.
        assert screen.labels or self.there is None, self.trail()
        assert all(label.strip() for label in screen.labels), self.trail()
        datas = [each.data for row in screen.buttons for each in row if each.data]
        assert len(set(datas)) == len(datas), f"{screen}\n{self.trail()}"
        assert not any(isinstance(tap := decode(data), Tapped) and tap.action == "?" for data in datas)
        self.seen = [*self.seen[-40:], *self.person.screens()[-2:]]

    def trail(self) -> str:
        return f"{self.person.screen()}\n" + "\n".join(self.did[-12:])


async def walk(who: Walker, place: Callable[[], object]) -> None:
    """So many steps; after each the place is where it was, and nothing was logged as an error or set aside."""
    before = place()
    with capture_logs() as logs:
        for number in range(STEPS):
            await who.step()
            if number % WORK_EVERY == 0:
                await who.rig.work()
            faults = [each for each in logs if each["log_level"] in {"error", "critical", "warning"}]
            assert not faults, f"{faults}\n{who.trail()}"
            assert place() == before, who.trail()
    with who.rig.writer.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(set_aside)) == 0


@pytest.fixture(autouse=True)
def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long jobs go on beside all else: here, where there is one thread, they would stand in each other's way."""
    monkeypatch.setattr(worker, "LONG", frozenset())


def open_chats(rig: Rig) -> None:
    """Those who are written to have a chat."""
    for number in (1, 2, 11, 12):
        rig.person(number).command("/start")


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_walk_over_the_desk_moves_no_question(rig: Rig, seed: int) -> None:
    """A coordinator who answers a check as well: whatever they press and type at the desk, their question waits."""
    build(rig)
    open_chats(rig)
    player = Player(rig, rig.person(901))
    await player.begin()
    await player.tap("2")
    await player.say("/cohorts")
    who = Walker(rig, rig.person(901), Random(seed))

    def place() -> object:
        there = who.there
        return there.state, there.element, there.place_no, dict(there.answers), there.inputs, there.run

    await walk(who, place)

    assert len(who.pressed) > 25, sorted(who.pressed)
    await rig.do(who.person.command("/start"))
    assert who.there.element == player.framework.elements[1].id


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4, 5])
async def test_a_walk_over_everything_raises_nothing(rig: Rig, seed: int) -> None:
    """Desk, questions, invitations, deletion and commands, as they come."""
    build(rig)
    open_chats(rig)
    await rig.do(rig.person(901).command("/cohorts"))
    who = Walker(rig, rig.person(901), Random(seed), wild=True)

    await walk(who, lambda: None)

    assert len(who.pressed) > 12, sorted(who.pressed)
