"""The bytes one whole assessment costs a phone, by kind of screen: text in UTF-8 and compact keyboard JSON."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bot.app import FIRST_FRAMEWORK
from bot.words import load_words
from tests.bench.table import Table
from tests.databases import make_template
from tests.rig import Rig, Update
from tests.telegram_world.keyboards import compact
from tests.virtual import VirtualLoop

# Proof taps of a run, and the bytes it may cost in English.
GOALS = {15: 60_000, 30: 66_000}


@dataclass
class Cost:
    """The screens of one kind: how many there were, the bytes of their texts and of their keyboards."""

    count: int = 0
    text: int = 0
    keyboard: int = 0

    @property
    def total(self) -> int:
        return self.text + self.keyboard


@dataclass
class Weight:
    """What one run cost. `received` is what the phone received, `kinds` is where it went."""

    received: int = 0
    kinds: dict[str, Cost] = field(default_factory=dict)
    longest_data: int = 0

    @property
    def explained(self) -> int:
        return sum(cost.total for cost in self.kinds.values())


class Walk:
    """One person who taps straight through the full assessment, from /start to the summary."""

    def __init__(self, rig: Rig, language: str) -> None:
        self.rig = rig
        self.words = load_words()[language]
        self.person = rig.person(1, language)
        self.elements = len(rig.core.screens.frameworks[FIRST_FRAMEWORK].elements)
        self.weight = Weight()

    async def do(self, update: Update) -> str:
        """Hand an act in; the state it led to, whose screen is now on the phone."""
        (outcome,) = await self.rig.do(update)
        assert outcome.conversation is not None
        state = outcome.conversation.state
        screen = self.person.screen()
        rows = [[{"text": each.label, "callback_data": each.data} for each in row] for row in screen.buttons]
        data = [len((each.data or "").encode()) for row in screen.buttons for each in row]
        self.weight.longest_data = max([self.weight.longest_data, *data])
        cost = self.weight.kinds.setdefault(state, Cost())
        cost.count += 1
        cost.text += len(screen.text.encode())
        cost.keyboard += len(compact({"inline_keyboard": rows} if rows else None).encode())
        return state

    async def press(self, label: str) -> str:
        return await self.do(self.person.press(label))

    async def way_in(self) -> str:
        """Up to the first question."""
        await self.do(self.person.command("/start"))
        await self.press(self.words.say("language.name"))
        await self.press(self.words.say("button.agree"))
        await self.press("My organisation")
        await self.do(self.person.say("Example Works"))
        for _screen in ("size", "profile", "role"):
            await self.press(self.person.screen().labels[1])
        await self.press(self.words.say("button.roles_done"))
        return await self.press(self.person.screen().labels[1])

    async def answers(self, state: str, proofs: int) -> None:
        """Every question up to the summary, `proofs` of them, evenly spread, at a level that asks for proof."""
        asked = 0
        while state != "summary":
            labels = self.person.screen().labels
            if state == "asking":
                shown = (asked + 1) * proofs // self.elements > asked * proofs // self.elements
                asked += 1
                state = await self.press(labels[2 if shown else 1])
            elif state == "proving":
                state = await self.press(labels[0])
            else:
                onward = {"resting": "button.go_on", "reviewing": "button.summary"}[state]
                state = await self.press(self.words.say(onward))
        assert asked == self.elements


async def weigh(rig: Rig, language: str = "en", proofs: int = 15) -> Weight:
    """One run on a bot at the beginning."""
    walk = Walk(rig, language)
    await walk.answers(await walk.way_in(), proofs)
    walk.weight.received = walk.person.bytes_received
    return walk.weight


async def _weigh_on(database: str, language: str, proofs: int) -> Weight:
    rig = Rig.build(database)
    try:
        return await weigh(rig, language, proofs)
    finally:
        await rig.close()


def measured(language: str, proofs: int) -> Weight:
    """One run on a fresh database of its own."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner(loop_factory=VirtualLoop) as runner:
        database = f"sqlite:///{make_template('sqlite', Path(folder))}"
        return runner.run(_weigh_on(database, language, proofs))


def report() -> str:
    """All languages against the goals, and where the bytes of the English run go."""
    goals = Table("language", "proof taps", "bytes", "goal", "")
    weights: dict[tuple[str, int], Weight] = {}
    for language in load_words():
        for proofs, goal in GOALS.items():
            weight = weights[language, proofs] = measured(language, proofs)
            over = weight.received - goal
            said = f"not met, {over:,} over" if over > 0 else f"met, {-over:,} left"
            goals.row(language, proofs, weight.received, goal, said if language == "en" else "reported only")
    kinds = Table("screen", "times", "text", "keyboard", "bytes each")
    for kind, cost in weights["en", 15].kinds.items():
        kinds.row(kind, cost.count, cost.text, cost.keyboard, cost.total // cost.count)
    return f"{goals}\n\nWhere they go, English with 15 proof taps:\n\n{kinds}"
