"""A person who plays: through the way in, element by element, to the end; by tapping or by typing.

    player = Player(rig, rig.person(1))          # typing=True: everything is written, nothing tapped
    await player.begin(profile="unsure")
    await player.answer("sp.lead.fit", Given(3, proof=2))
    await player.dimension("lead", {"sp.lead.board": Given("?", who="board")})
    print(player.transcript())                   # what they did, and every screen they saw, in order

What is seen is read from the calls that reached the Telegram of the tests, never from the program.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.screens.pace import usual_minutes
from bot.words import Words
from flows.conversation import Conversation
from flows.hearing import PROOF_LETTERS
from frameworks.model import Element, Framework, Result
from frameworks.values import Answer
from tests.rig import Rig, Update, languages
from tests.telegram_world import Person, Screen
from tests.written_down import WrittenDown

ORGANISATION = "Hope Homes"


@dataclass(frozen=True)
class Given:
    """What a person says to one question: a level, "?" for don't know, "x" for does not apply.

    `proof` is the number of the option (0: nothing yet), `keep` what follows that, `who` the role that would
    know (empty: skip), `reason` the number of the reason.
    """

    said: int | str
    proof: int = 1
    keep: bool = True
    who: str = ""
    reason: int = 1


def given(values: Mapping[str, int | str]) -> dict[str, Given]:
    """Levels, "?" and "x" as what is said, with the usual taps after them."""
    return {element: Given(value) for element, value in values.items()}


@dataclass
class Player(WrittenDown):
    """One person, and all that they did and saw. `after_each` runs after each act."""

    rig: Rig
    person: Person
    typing: bool = False
    language: str = "en"
    after_each: Callable[[Player], Awaitable[None]] | None = None
    lines: list[str] = field(default_factory=list)
    acts: int = 0
    _seen: int = field(init=False)
    _latest: int = 0

    def __post_init__(self) -> None:
        self._seen = len(self.rig.world.calls)

    # --- what is known ---

    @property
    def words(self) -> Words:
        return languages(pseudo=False)[self.language]

    @property
    def framework(self) -> Framework:
        return self.rig.core.screens.frameworks[self.conversation.framework]

    @property
    def conversation(self) -> Conversation:
        """The saved conversation, read anew from the database."""
        found = self.rig.core.memory.look(f"telegram:1:{self.person.user_id}")
        assert found is not None, "nothing is kept about this person"
        return found[0]

    @property
    def answers(self) -> Mapping[str, Answer]:
        return self.conversation.answers

    @property
    def screen(self) -> Screen:
        """The newest message with buttons: what the person would tap. The newest of all where none has any."""
        screens = self.person.screens()
        return next((each for each in reversed(screens) if each.buttons), self.person.screen())

    # --- acting ---

    async def act(self, said: str, *doings: Callable[[], Update]) -> None:
        """Think, do these things at once, and write down that and what came of it."""
        self.acts += 1
        self.lines += ["", f"> {said}"]
        await asyncio.sleep(self.rig.thinking)
        await self.rig.at_once([do() for do in doings])
        self.look()
        if self.after_each is not None:
            after, self.after_each = self.after_each, None
            await after(self)
            self.after_each = after

    async def say(self, text: str) -> None:
        await self.act(text, partial(self.person.say, text))

    async def tap(self, label: str, screen: Screen | None = None) -> None:
        """Tap a button by its label or the beginning of it, on an earlier screen if one is given."""
        drawn = (screen or self.screen).find(label).label
        old = " on an earlier screen" if screen else ""
        await self.act(f"[{drawn}]{old}", partial(self.person.press, drawn, screen or self.screen))

    async def choose(self, label: str) -> None:
        """A button, tapped or typed as this person does."""
        if self.typing:
            await self.say(self.screen.find(label).label)
        else:
            await self.tap(label)

    async def press(self, key: str, **values: object) -> None:
        """The button with this phrase, in the language of the person."""
        await self.choose(self.words.say(key, **values))

    async def begin(
        self,
        *,
        size: str = "medium",
        profile: str = "direct",
        group: str = "provider",
        roles: Sequence[str] = ("finance",),
        full: bool = True,
        organisation: str = ORGANISATION,
        check: str = "",
    ) -> None:
        """From the first hello to the first question."""
        await self.say("/start")
        await self.press("language.name")
        await self.press("button.agree")
        await self.pick(check or self.rig.framework)
        await self.say(organisation)
        await self.way_in(size, profile, group, roles)
        if self.conversation.state == "scope":
            await self.how_much(full=full)

    async def pick(self, check: str) -> None:
        """Which check, where there are several."""
        screens = self.rig.core.screens
        if len(screens.checks) > 1:
            picked = screens.frameworks[check]
            await self.choose(picked.text(self.language, "offer", picked.offer) or picked.name)

    async def way_in(self, size: str, profile: str, group: str, roles: Sequence[str]) -> None:
        """What this framework asks after the name."""
        for state, kind, wanted in (
            ("sizing", "size", size),
            ("profiling", "profile", profile),
            ("grouping", "group", group),
        ):
            if self.conversation.state == state:
                await self.choose(self._option(kind, wanted))
        if self.conversation.state != "roles":
            return
        for role in roles:
            label = self._text(f"role.{role}.label", self.framework.role_by_id[role].label)
            await self.choose(label[:1].upper() + label[1:])
        await self.press("button.roles_done" if roles else "button.skip")

    async def how_much(self, *, full: bool) -> None:
        key = "button.full" if full else "button.quick"
        number = sum(full or element.quick for element in self.framework.elements)
        await self.choose(
            self.words.count(key, number, minutes=usual_minutes(self.framework, quick=not full))
        )

    def _option(self, kind: str, wanted: str) -> str:
        framework = self.framework
        options = {"size": framework.sizes, "profile": framework.profiles, "group": framework.groups}[kind]
        return self._text(f"{kind}.{wanted}", next(each.label for each in options if each.id == wanted))

    def _text(self, key: str, english: str) -> str:
        return self.framework.text(self.language, key, english)

    # --- answering ---

    async def open(self, element_id: str) -> None:
        """Come to this question: it is there already, or by the list of answers."""
        there = self.conversation
        if (there.state, there.element, there.panel) == ("asking", element_id, None):
            return
        element = self.framework.element_by_id[element_id]
        await self.say("/answers")
        await self.choose(self._part(element.dimension))
        await self.choose(f"{self._text(f'{element_id}.name', element.name)}: ")

    async def answer(self, element_id: str, what: Given) -> None:
        """Answer this question with all that follows from it."""
        await self.open(element_id)
        element = self.framework.element_by_id[element_id]
        if what.said == "?":
            fit = self.framework.result is Result.FIT
            await self.press("button.unsure" if fit else "button.dont_know")
            if self.conversation.state == "knowing":
                await self._who(what.who)
        elif what.said == "-":
            await self.press("button.not_my_area")
        elif what.said == "x":
            await self.press("button.not_applicable")
            await self.choose(
                self._text(f"{element_id}.na.{what.reason}", element.na_reasons[what.reason - 1])
            )
        else:
            await self._level(element, what)

    async def _level(self, element: Element, what: Given) -> None:
        level = int(what.said)
        if self.typing:
            # Every way of writing a level takes its turn.
            name = self._text(f"level.{level}", self.framework.level_names[level - 1])
            ways = (str(level), f"{self.words.say('typed.level').split('|')[0]} {level}", name)
            await self.say(ways[self.framework.ordinal_by_id[element.id] % len(ways)])
        else:
            await self.tap(f"{level} ")
        if self.conversation.state != "proving":
            return
        letter = PROOF_LETTERS[(what.proof or len(element.proof) + 1) - 1]
        await (self.say(letter) if self.typing else self.tap(f"{letter} "))
        if self.conversation.state == "keeping":
            lower = max(1, self.framework.in_place - 1)
            key, number = ("button.keep", level) if what.keep else ("button.lower", lower)
            await self.press(key, level=number)

    async def _who(self, role: str) -> None:
        if not role:
            await self.press("button.skip")
            return
        label = self._text(f"role.{role}.label", self.framework.role_by_id[role].label)
        await self.choose(label[:1].upper() + label[1:])

    def _part(self, dimension: str) -> str:
        return self._text(f"{dimension}.name", self.framework.dimension_by_id[dimension].name)

    async def go_to(self, dimension: str) -> None:
        """To another part, by the menu, from a mini result or a question."""
        asking = self.conversation.state == "asking"
        for key in ("button.more", "button.all_parts") if asking else ("button.other_part",):
            await self.press(key)
        await self.choose(f"{self._part(dimension)}: ")

    async def dimension(self, dimension: str, what: Mapping[str, Given]) -> None:
        """Answer what is open in the part that is open now, to its mini result."""
        while (there := self.conversation).state == "asking":
            assert there.dimension == dimension
            await self.answer(there.element or "", what[there.element or ""])

    async def all_answers(self, what: Mapping[str, Given], order: Sequence[str] = ()) -> None:
        """Every part, in this order or in the usual one, to the review."""
        for dimension in order:
            if self.conversation.dimension != dimension:
                await self.go_to(dimension)
            await self.dimension(dimension, what)
        while (there := self.conversation).state not in {"reviewing", "summary"}:
            if there.state == "resting":
                await self.press("button.go_on")
                continue
            await self.dimension(there.dimension or "", what)

    async def full_run(self, what: Mapping[str, Given], order: Sequence[str] = (), **way_in: Any) -> str:
        """From the first hello to the summary; its text."""
        await self.begin(**way_in)
        await self.all_answers(what, order)
        if self.conversation.state != "summary":
            await self.press("button.summary")
        return self.screen.text


async def restarted(rig: Rig, database: str, *, kill: bool = False) -> Rig:
    """The bot begins anew over the same Telegram and the same database."""
    await (rig.close() if kill else rig.stop())
    return Rig.build(database, world=rig.world)
