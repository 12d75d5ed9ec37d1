"""The people of the simulator: what each saw, did and meant."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from frameworks.model import Framework
from tests.rig import languages
from tests.simulator.meaning import ANY, AT_ELEMENT, Meaning, element_on, kind_of, meaning_of
from tests.telegram_world import Button, Json, Person, Screen

if TYPE_CHECKING:
    from tests.telegram_world import TelegramWorld

REMEMBERED = 30
NAMES = ("Ana", "Ben", "Chipo", "Dao")


@dataclass(frozen=True, eq=False)
class Act:
    """One thing a person did, with what they meant. `told` says it in words, for the replay.

    `alone`: nothing else of theirs was on its way, and the screen in front of them was the newest there is.
    """

    update: Json
    who: Walker
    at: float
    meaning: Meaning
    told: str
    alone: bool = False

    @property
    def key(self) -> str:
        """The event's key in the database."""
        return str(self.update["update_id"])


@dataclass(eq=False)
class Walker:
    """A person with a memory. `element` is the one before them; `hold` keeps the next act back so long."""

    person: Person
    name: str
    framework: Framework
    seen: list[Screen] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    element: str | None = None
    hold: float = 0.0

    @classmethod
    def at(cls, world: TelegramWorld, number: int, framework: Framework, language: str) -> Walker:
        person = Person(world, 1000 + number, language_code=language, first_name=NAMES[number])
        return cls(person, NAMES[number], framework)

    def look(self) -> None:
        """Look at the chat and remember what is new. A side page hides the question and does not end it."""
        found = self.buttons()
        if found is None:
            return
        screen, buttons = found
        kinds = {kind_of(button) for button in buttons}
        element = element_on(screen.text, self.framework)
        if element or kinds & set(AT_ELEMENT) or "c" not in kinds:
            self.element = element
        elif self.element is None:
            self.element = ANY
        if not self.seen or self.seen[-1] != screen:
            self.seen = [*self.seen[-REMEMBERED:], screen]

    def front(self) -> Screen | None:
        """The newest message of the bot."""
        screens = self.person.screens()
        return screens[-1] if screens else None

    def buttons(self) -> tuple[Screen, list[Button]] | None:
        """The newest message that has buttons, and its buttons."""
        for screen in reversed(self.person.screens()):
            if found := [button for row in screen.buttons for button in row if button.data]:
                return screen, found
        return None

    def asked_for_name(self) -> bool:
        """The newest message asks for a name, which only typing can give."""
        spoken = [words.say("naming.ask") for words in languages(pseudo=True).values()]
        found = self.buttons()
        told = found is not None and any(text in found[0].text for text in spoken)
        return told or self._is_told("naming.ask")

    def is_forgotten(self) -> bool:
        """The newest message says that everything is deleted."""
        return self._is_told("deleted.done")

    def _is_told(self, phrase: str) -> bool:
        """This phrase stands without buttons, and no message below it has any."""
        spoken = [words.say(phrase) for words in languages(pseudo=True).values()]
        below = itertools.takewhile(lambda screen: not screen.buttons, reversed(self.person.screens()))
        return any(text in screen.text for screen in below for text in spoken)

    def means(self, screen: Screen, button: Button) -> Meaning:
        return meaning_of(screen, button, self.framework)
