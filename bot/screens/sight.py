"""What every screen is drawn from: the conversation, its framework, one language and the house's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.buttons import LABEL_LIMIT, Button, short_label
from bot.words import Words
from flows.conversation import Conversation
from flows.events import Tapped
from flows.pages import Page
from flows.route import Route, route_of
from frameworks.crosswalk import Crosswalk, shipped_crosswalk
from frameworks.glossary import Glossary, shipped_glossary
from frameworks.model import Dimension, Element, Framework

Row = tuple[Button, ...]
SHORTEST = 12
"""So much of a name is left on a button, at least."""


@dataclass(frozen=True)
class House:
    """What the operator sets, and all else that every screen may print. `blocks` keeps texts drawn once."""

    languages: Mapping[str, Words]
    operator: str
    contact: str
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    glossary: Glossary = field(default_factory=shipped_glossary)
    crosswalk: Crosswalk = field(default_factory=shipped_crosswalk)
    blocks: dict[tuple[str, str, str], str] = field(default_factory=dict, repr=False)

    def words_for(self, language: str) -> Words:
        return self.languages.get(language) or next(iter(self.languages.values()))


@dataclass(frozen=True)
class Sight:
    """One look at a conversation: everything a screen needs, computed once."""

    conversation: Conversation
    framework: Framework
    words: Words
    house: House
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    page: Page | None = None

    @cached_property
    def route(self) -> Route:
        conversation = self.conversation
        return route_of(self.framework, conversation.inputs, conversation.answers)

    @property
    def is_smallest(self) -> bool:
        """Whether the organisation is of the smallest size there is, where a role is a person and not a post."""
        sizes = self.framework.sizes
        return bool(sizes) and self.conversation.inputs.size == sizes[0].id

    @property
    def element(self) -> Element:
        """The open element; only on screens that have one."""
        return self.framework.element_by_id[self.conversation.element or ""]

    @property
    def operator(self) -> str:
        """Who runs this bot, as the consent text names them."""
        return self.house.operator or self.say("operator.unnamed")

    def say(self, key: str, **values: object) -> str:
        return self.words.say(key, **values)

    def name_of(self, framework: Framework) -> str:
        """The name of any framework, in this language."""
        return framework.text(self.words.language, "name", framework.name)

    def text(self, key: str, english: str) -> str:
        return self.framework.text(self.words.language, key, english)

    def name(self, element_id: str) -> str:
        return self.text(f"{element_id}.name", self.framework.element_by_id[element_id].name)

    def part(self, dimension: Dimension) -> str:
        return self.text(f"{dimension.id}.name", dimension.name)

    def part_of(self, element: Element) -> str:
        return self.part(self.framework.dimension_by_id[element.dimension])

    def level_name(self, number: int) -> str:
        return self.text(f"level.{number}", self.framework.level_names[number - 1])

    def level(self, number: int) -> str:
        """Digit and word, as on the buttons: "3 In place"."""
        return self.say("level", number=number, name=self.level_name(number))

    def role(self, role_id: str) -> str:
        """The label of a role; of another check's, where a person took it along to one that has none."""
        known = (each for each in (self.framework, *self.frameworks.values()) if role_id in each.role_by_id)
        framework = next(known)
        label = framework.role_by_id[role_id].label
        return framework.text(self.words.language, f"role.{role_id}.label", label)

    def role_label(self, role_id: str) -> str:
        """A role as it stands on a button, with a capital."""
        label = self.role(role_id)
        return label[:1].upper() + label[1:]

    def marked(self, label: str, chosen: bool) -> str:
        """A label, with a mark where it is what was chosen."""
        return self.say("button.chosen", label=label) if chosen else label

    def for_whom(self, organisation: str = "") -> str:
        """The first line of what is about this or the present organisation; none for who answers for one alone."""
        name = organisation or self.conversation.inputs.organisation
        return self.say("for_organisation", organisation=name) if name and self.conversation.several else ""

    def today(self) -> str:
        """The day the present screen was opened."""
        return self.words.day(self.conversation.shown_at.astimezone(UTC), self.house.zone)

    def button(self, label: str, action: str, choice: int = 0) -> Button:
        """A button that belongs to no element."""
        return Button(short_label(label), Tapped(action, choice, self.conversation.place_no))

    def of_element(self, label: str, action: str, choice: int = 0, element: str | None = None) -> Button:
        """A button that belongs to an element of this run."""
        conversation = self.conversation
        ordinal = self.framework.ordinal_by_id[element or conversation.element or ""]
        tap = Tapped(action, choice, conversation.place_no, conversation.run, ordinal)
        return Button(short_label(label), tap)

    def back(self) -> Button:
        return self.button(self.say("button.back"), "b")

    def last_row(self, *between: Button) -> Row:
        """The same last row everywhere: Back, anything of the screen's own, More."""
        return (self.back(), *between, self.button(self.say("button.more"), "m"))


def told_apart(named: Callable[[str], str], name: str, alike: Sequence[str] = ()) -> str:
    """The label of a button with this name, cut so that what stands around it stays in sight.

    Where it would read like one of these, the name has a number as well: two organisations may have one name.
    """
    room = max(LABEL_LIMIT - len(named("")), SHORTEST)
    fits = short_label(name, room)
    for number in range(2, len(alike) + 2):
        if short_label(named(fits)) not in alike:
            break
        fits = f"{short_label(name, room - len(str(number)) - 1)} {number}"
    return named(fits)


def stacked(buttons: Iterable[Button]) -> tuple[Row, ...]:
    """One button a row: full labels on a narrow phone."""
    return tuple((button,) for button in buttons)


def paragraphs(*parts: str) -> str:
    """Parts with an empty line between them; empty parts are left out."""
    return "\n\n".join(part for part in parts if part)


def lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units: an emoji counts twice."""
    return len(text.encode("utf-16-le")) // 2
