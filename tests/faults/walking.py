"""What the tests of faults share: the way in, answers, and a look into the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from flows.conversation import Conversation
from frameworks.model import Framework
from frameworks.values import Said
from storage.records import View
from storage.tables import answer, answer_history, set_aside
from tests.faults.small import fx
from tests.rig import Rig, Update
from tests.telegram_world import Person, Screen, TelegramWorld

WAY_IN = ("Under 10", "We would pay first", "Lead", "Done", "Full")
NAME = "Org A"


def build(
    database: str,
    *,
    framework: Framework | None = None,
    world: TelegramWorld | None = None,
    **more: Any,
) -> Rig:
    """A bot that asks a small framework (the common one of these trials where none is given)."""
    chosen = framework or fx()
    return Rig.build(database, world=world, frameworks={chosen.key: chosen}, framework=chosen.key, **more)


async def act(rig: Rig, *acts: Callable[[], Update]) -> None:
    """Think for a while, then do these things in one moment. A tap may be answered for some seconds only."""
    await asyncio.sleep(rig.thinking)
    await rig.at_once([each() for each in acts])


async def press(rig: Rig, who: Person, *labels: str, on: Screen | int | None = None) -> None:
    """Press these buttons one after the other, on the newest screen or on one seen earlier."""
    for label in labels:
        await act(rig, partial(who.press, label, on))


async def press_nth(rig: Rig, who: Person, number: int) -> None:
    """Press the button with this place from 0 on the newest screen, whatever its label."""
    screen = with_buttons(who)[-1]
    button = [each for row in screen.buttons for each in row][number]
    assert button.data is not None
    await act(rig, partial(who.press_data, screen.message_id, button.data))


async def say(rig: Rig, who: Person, *texts: str) -> None:
    """Write these texts, or commands, one after the other."""
    for text in texts:
        await act(rig, partial(who.say, text))


async def to_naming(rig: Rig, who: Person) -> None:
    await say(rig, who, "/start")
    await press(rig, who, "English", "I agree")


async def enter(rig: Rig, who: Person, name: str = NAME) -> None:
    """From /start to the first question of a small framework."""
    await to_naming(rig, who)
    await say(rig, who, name)
    await press(rig, who, *WAY_IN)


async def finish(rig: Rig, who: Person, level: str = "2") -> None:
    """Answer everything that is open with one level, up to the summary."""
    for _ in range(400):
        state = conversation(rig, who).state
        if state == "summary":
            return
        await press(rig, who, {"asking": f"{level} ", "reviewing": "See the summary"}.get(state, "Go on"))
    raise AssertionError(f"no summary after all this:\n{who.screen()}")


def address(who: Person) -> str:
    return f"telegram:1:{who.user_id}"


def look(rig: Rig, who: Person) -> tuple[Conversation, View]:
    """The person's conversation as the database has it."""
    found = rig.core.memory.look(address(who))
    assert found is not None, f"nothing is stored of {who.user_id}"
    return found


def conversation(rig: Rig, who: Person) -> Conversation:
    return look(rig, who)[0]


def said(rig: Rig, who: Person) -> Mapping[str, int | str]:
    """The stored answers in short: a level, or the kind of answer."""
    return {
        element: each.level if each.said is Said.LEVEL and each.level else each.said.value
        for element, each in conversation(rig, who).answers.items()
    }


def rows(rig: Rig, statement: Select[Any]) -> list[Any]:
    with rig.writer.begin() as connection:
        return list(connection.execute(statement))


def count(rig: Rig, table: Any) -> int:
    return int(rows(rig, select(func.count()).select_from(table))[0][0])


def stored(rig: Rig) -> tuple[int, int, int]:
    """How many answers, entries of history and events set aside there are, of everybody."""
    return count(rig, answer), count(rig, answer_history), count(rig, set_aside)


def marked(screen: Screen) -> list[str]:
    """The labels that carry the mark of the saved answer."""
    return [label for label in screen.labels if label.endswith("✓")]


def with_buttons(who: Person) -> list[Screen]:
    return [screen for screen in who.screens() if screen.labels]


def tap_of(screen: Screen, label: str) -> tuple[int, str]:
    """The message and the data that a press of this button sends."""
    data = screen.find(label).data
    assert data is not None
    return screen.message_id, data


def presses(who: Person, screen: Screen, label: str, times: int) -> list[Update]:
    """The same button, many times, each press an update of its own."""
    return [who.press(label, screen) for _ in range(times)]
