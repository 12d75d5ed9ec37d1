"""Walking in calm weather: from whatever button is in front of a person to the summary."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.simulator.meaning import kind_of
from tests.simulator.people import Walker
from tests.simulator.registry import Broken
from tests.telegram_world import Button, Screen

if TYPE_CHECKING:
    from tests.simulator.storm import Storm

THINKING = 1.5
# The kinds of buttons that lead on, the best first.
ONWARD = "GiAxFZPTQlpwekugcJUEb"
SUMMARY = "H"
ASKING = "l"


def is_summary(screen: Screen) -> bool:
    return any(kind_of(button) == SUMMARY for row in screen.buttons for button in row)


async def walk_to_the_summary(storm: Storm, who: Walker) -> None:
    """Raise Broken where the buttons in front of a person do not lead to the whole summary."""
    steps = 20 + 6 * len(storm.framework.elements)
    random = Random(f"{storm.seed}:{who.name}")
    for _ in range(steps):
        found = who.buttons()
        if found and is_summary(found[0]) and "g" not in {kind_of(each) for each in found[1]}:
            return
        await step(storm, who, random)
    raise Broken("everybody can finish", f"{who.name} is not at the summary after {steps} taps:\n{_end(who)}")


async def walk_to_the_questions(storm: Storm, who: Walker) -> None:
    """From nothing to the first question."""
    random = Random(f"{storm.seed}:{who.name}:begin")
    for _ in range(20):
        found = who.buttons()
        if found and any(kind_of(button) == ASKING for button in found[1]):
            return
        await step(storm, who, random)
    raise Broken("everybody can begin", f"{who.name} is not at a question:\n{_end(who)}")


async def step(storm: Storm, who: Walker, random: Random) -> None:
    """One tap on the screen in front, or one text where only a text helps."""
    found = who.buttons()
    if who.asked_for_name():
        storm.say(who, "Quixotania")
    elif found is None or who.is_forgotten():
        storm.say(who, "/start")
    else:
        screen, buttons = found
        storm.tap(who, screen, _onward(buttons, random))
    await storm.pass_time(THINKING)


def _onward(buttons: list[Button], random: Random) -> Button:
    kinds = [kind for kind in ONWARD if kind in {kind_of(button) for button in buttons}]
    if "T" not in kinds and any(kind_of(button) == "R" for button in buttons):
        kinds.insert(0, "R")
    wanted = kinds[0] if kinds else kind_of(buttons[-1 if _is_of_a_team(buttons) else 0])
    return random.choice([button for button in buttons if kind_of(button) == wanted])


def _is_of_a_team(buttons: list[Button]) -> bool:
    """True on a page of a team alone: its last button is the way out, the others lead further in."""
    return all(kind_of(button).startswith("(") for button in buttons)


def _end(who: Walker) -> str:
    return "\n".join(who.person.chat().split("\n")[-40:])
