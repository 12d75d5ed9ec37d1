"""The bytes one whole assessment costs a phone, by kind of screen: text in UTF-8 and compact keyboard JSON."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.telegram_out import keyboard
from bot.words import load_words
from tests.databases import make_template
from tests.rig import Rig, Update
from tests.telegram_world import Person
from tests.virtual import VirtualLoop

# Proof taps of a run and the bytes it may cost, in English.
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
    """What one run cost. `received` is counted by the stand-in for Telegram, `kinds` by this module."""

    received: int = 0
    kinds: dict[str, Cost] = field(default_factory=lambda: defaultdict(Cost))
    last_screen: str = ""

    @property
    def total(self) -> int:
        return sum(cost.total for cost in self.kinds.values())


class Walk:
    """One person who taps straight through the full assessment, from /start to the summary."""

    def __init__(self, rig: Rig, language: str) -> None:
        self.rig = rig
        self.words = load_words()[language]
        self.person: Person = rig.person(1, language)
        self.framework = next(iter(rig.core.screens.frameworks.values()))
        self.weight = Weight()

    async def do(self, update: Update) -> str:
        """Hand an act in; the state it led to, whose screen is now on the phone."""
        (outcome,) = await self.rig.do(update)
        conversation = outcome.conversation
        assert conversation is not None
        self._weigh(conversation.state)
        return conversation.state

    def _weigh(self, state: str) -> None:
        screen = self.person.screen()
        rows = [[{"text": each.label, "callback_data": each.data} for each in row] for row in screen.buttons]
        cost = self.weight.kinds[state]
        cost.count += 1
        cost.text += len(screen.text.encode())
        if rows:
            compact = json.dumps({"inline_keyboard": rows}, ensure_ascii=False, separators=(",", ":"))
            cost.keyboard += len(compact.encode())

    async def press(self, label: str) -> str:
        return await self.do(self.person.press(label))

    async def way_in(self) -> str:
        """Up to the first question."""
        say = self.words.say
        await self.do(self.person.command("/start"))
        await self.press(say("language.name"))
        await self.press(say("button.agree"))
        await self.do(self.person.say("Example Works"))
        for _screen in ("size", "profile", "role"):
            await self.press(self.person.screen().labels[1])
        await self.press(say("button.roles_done"))
        return await self.press(self.person.screen().labels[1])

    async def answers(self, state: str, proofs: int) -> None:
        """Every question up to the summary; the first `proofs` of every thirty at a level that asks for proof."""
        elements = len(self.framework.elements)
        asked = 0
        while state != "summary":
            labels = self.person.screen().labels
            if state == "asking":
                shown = (asked + 1) * proofs // elements > asked * proofs // elements
                asked += 1
                state = await self.press(labels[2 if shown else 1])
            elif state == "proving":
                state = await self.press(labels[0])
            elif state == "resting":
                state = await self.press(self.words.say("button.go_on"))
            else:
                assert state == "reviewing", state
                state = await self.press(self.words.say("button.summary"))
        assert asked == elements


async def _walk(database: str, language: str, proofs: int) -> Weight:
    rig = Rig.build(database)
    try:
        walk = Walk(rig, language)
        await walk.answers(await walk.way_in(), proofs)
        walk.weight.received = walk.person.bytes_received
        walk.weight.last_screen = str(walk.person.screen())
        return walk.weight
    finally:
        await rig.close()


def weigh(database: str, language: str = "en", proofs: int = 15) -> Weight:
    """One run on a fresh migrated database."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(_walk(database, language, proofs))


def report() -> str:
    """All runs against the goals, and where the bytes of the English one go."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for language in load_words():
            for proofs, goal in GOALS.items():
                place = Path(folder, f"{language}{proofs}")
                place.mkdir()
                weight = weigh(f"sqlite:///{make_template('sqlite', place)}", language, proofs)
                lines += [f"{language} {proofs} {weight.received} {weight.total} {goal}"]
                for kind, c in weight.kinds.items():
                    lines += [f"   {kind:10} {c.count:3} text {c.text:6} kb {c.keyboard:6} each {c.total/c.count:.0f}"]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
