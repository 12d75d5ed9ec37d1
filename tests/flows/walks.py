"""Walks through `step`: a person who does sensible things most of the time, and anything at all sometimes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from flows.conversation import Conversation
from flows.events import ChatKey, Commanded, Edited, Event, Handled, Incoming, Sent, Tapped, Typed
from flows.intents import Facts
from flows.route import route_of
from flows.step import Step, step
from flows.taps import ACTIONS
from frameworks.model import Framework
from tests.flows.kinds import FACTS

BEGIN = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
CHAT = ChatKey("telegram", 1, 7)
LINK = 5
COMMANDS = (
    *("start", "resume", "pause", "back", "answers", "result", "language", "privacy", "mydata", "delete"),
    *("hide", "about", "help", "cancel", "settings", "stop", "nonsense"),
)
WORDS = (
    "3",
    "level 2",
    "9",
    "back",
    "don't know",
    "does not apply",
    "next",
    "a",
    "d",
    "",
    "How do you mean?",
)


def button_of(
    framework: Framework, there: Conversation, action: str, choice: int = 0, element: str | None = None
) -> Tapped:
    """A button of the screen of this conversation; those of elements carry the open one, or the named one."""
    named = element or there.element
    if action in "ldnewpkoO~1+" and named is not None:
        return Tapped(action, choice, there.place_no, there.run, framework.ordinal_by_id[named])
    return Tapped(action, choice, there.place_no)


@dataclass
class Walk:
    """One person on the way. `at_step` sees each step: before, event, result."""

    framework: Framework
    random: Random = field(default_factory=lambda: Random(1))
    facts: Facts = FACTS
    now: datetime = BEGIN
    conversation: Conversation = field(init=False)
    at_step: Callable[[Conversation, Incoming, Step], None] = lambda _before, _incoming, _result: None
    _number: int = 0

    def __post_init__(self) -> None:
        self.conversation = Conversation(CHAT, "en", self.framework.key, self.now)

    def take(self, event: Event, *, facts: Facts | None = None, wait: float = 5.0) -> Step:
        """Let some time pass, then let the event happen."""
        self._number += 1
        self.now += timedelta(seconds=wait)
        incoming = Incoming(CHAT, str(self._number), event, self.now)
        before = self.conversation
        result = step(before, incoming, facts or self.facts, self.here, self.now)
        self.conversation = result.conversation
        self.at_step(before, incoming, result)
        return result

    @property
    def here(self) -> Framework:
        """The framework of the check the person is at."""
        return self.facts.frameworks.get(self.conversation.framework, self.framework)

    def tap(self, action: str, choice: int = 0, element: str | None = None) -> Step:
        """A button of the present screen; buttons of elements carry the open element, or the named one."""
        return self.take(self.button(action, choice, element))

    def button(self, action: str, choice: int = 0, element: str | None = None) -> Tapped:
        return button_of(self.here, self.conversation, action, choice, element)

    def to_first_question(self, scope: int = 1) -> Walk:
        """Through the whole way in: `scope` 0 is quick, 1 full."""
        self.take(Commanded("start"))
        self.tap("G", 0)
        self.tap("A")
        if self.conversation.state == "picking":
            self.tap("x", self.facts.checks.index(self.framework.key))
        self.take(Typed("Red Cross"))
        for state, taps in _THROUGH.items():
            if self.conversation.state == state:
                for action in taps:
                    self.tap(action, scope if action == "Q" else 0)
        return self

    def wander(self, steps: int) -> None:
        """So many events, most of them sensible; begins anew where everything was deleted."""
        for _ in range(steps):
            if self.conversation.state == "forgotten":
                self.conversation = Conversation(CHAT, "en", self.framework.key, self.now)
            self.take(self._some_event(), wait=self.random.choice((0, 1, 30, 9000)))

    def _some_event(self) -> Event:
        chance = self.random.random()
        if chance < 0.72:
            return self._sensible()
        if chance < 0.76:
            return self.button(self.random.choice("WYJ"))
        if chance < 0.87:
            return self.button(self.random.choice(sorted(ACTIONS)), self.random.randrange(4))
        return self._odd()

    def _odd(self) -> Event:
        pick = self.random.choice
        element = pick(self.here.elements).id
        number = self.random.randrange(64)
        return pick(
            (
                Typed(pick(WORDS)),
                Typed(pick(WORDS)),
                Commanded(pick(COMMANDS)),
                Commanded(pick(COMMANDS), "code"),
                Edited(),
                Sent("photo", pick(("", "7"))),
                self.button("O", 0, element),
                replace(self.button(pick(sorted(ACTIONS)), number, element), place_no=number),
                replace(self.button(pick("ldnewpko"), number, element), run=number),
            )
        )

    def _sensible(self) -> Event:
        """What a person in this state is likely to do."""
        chosen = self.random.choice(SENSIBLE[self.conversation.state])
        if chosen.startswith("/"):
            return Commanded(chosen[1:])
        if chosen.startswith('"'):
            return Typed(chosen[1:])
        if chosen.startswith(")"):
            return Handled(chosen[1], LINK)
        if chosen in {"O", "1"}:
            return self.button(chosen, 0, self.random.choice(self.here.elements).id)
        return self.button(chosen, self.random.randrange(_most(chosen, self.here) + 1))

    def explore(self) -> None:
        """Try what a person may do in every situation that differs from those met before, until there is none."""
        met, ahead = {self._situation()}, deque([self.conversation])
        while ahead:
            there = ahead.popleft()
            self.conversation = there
            for event in list(self._choices()):
                self.conversation = there
                self.take(event, wait=0)
                if self._situation() not in met:
                    met.add(self._situation())
                    ahead.append(self.conversation)

    def _situation(self) -> Hashable:
        """All that moves may hang on, without the levels and names that they do not hang on."""
        there = self.conversation
        given = there.inputs
        answer = there.answers.get(there.element or "")
        return (
            (there.state, there.element, there.dimension, there.reviewed, given.scope),
            (bool(given.roles), bool(given.size), bool(given.profile), bool(given.group)),
            tuple((each, chosen.status) for each, chosen in there.chosen.items()),
            tuple(each.id for each in route_of(self.here, given, there.answers).open),
            answer and (answer.said, answer.shown, answer.kept),
        )

    def _choices(self) -> Iterator[Event]:
        state = self.conversation.state
        for chosen in sorted({*SENSIBLE[state], *"WYMVJzO0"}):
            if chosen.startswith("/"):
                yield Commanded(chosen[1:])
            elif chosen.startswith('"'):
                yield Typed(chosen[1:])
            elif chosen.startswith(")"):
                yield Handled(chosen[1], LINK)
            elif chosen in {"O", "1"}:
                yield from (self.button(chosen, 0, each.id) for each in self.here.elements)
            else:
                yield from (self.button(chosen, number) for number in EXPLORED.get(chosen, (0,)))


_THROUGH = {"sizing": "Z", "profiling": "P", "grouping": "*", "roles": "RT", "scope": "Q"}
EXPLORED = {
    "4": (0, 3),
    "f": (0, 1),
    "l": (1, 4),
    "C": (0, 1),
    "Q": (0, 1),
    "e": (1,),
    "w": (1,),
    "p": (0, 1),
}


def _most(action: str, framework: Framework) -> int:
    """The highest choice worth trying for a button."""
    sizes = {"l": framework.levels, "C": len(framework.dimensions), "G": 1, "Q": 1, "e": 1, "p": 1, "w": 2}
    sizes |= {"x": 2, "3": 2, "4": 6, "f": 1, "*": len(framework.groups)}
    return sizes.get(action, max(len(framework.roles), len(framework.profiles), len(framework.sizes)))


_AFTER = ("z", "M", "V", "J", "/start", "/result", "/answers")
SENSIBLE: dict[str, tuple[str, ...]] = {
    "new": ("/start",),
    "language": ("G",),
    "consent": ("A", "A", "A", "D", "b"),
    "declined": ("i", "/start", "W"),
    "joining": (")=", ")&", "b"),
    "picking": ("x", "x", "x", "b"),
    "naming": ('"Red Cross', '"Ana', "F", "b"),
    "sizing": ("Z", "Z", "F", "b"),
    "profiling": ("P", "P", "F", "b"),
    "grouping": ("*", "*", "F", "b"),
    "roles": ("R", "R", "r", "T", "T", "b"),
    "scope": ("Q", "Q", "b", "j"),
    "choosing": ("C", "C", "g", "b"),
    "asking": (*"llllllddnnbFFO~", '"3', "z", "M", "V"),
    "excusing": ("e", "e", "e", "b", '"3', '"2', "z"),
    "knowing": ("w", "w", "w", "b", '"3', '"1', "M"),
    "proving": ("p", "p", "p", "p", "b", '"4', '"2', "z"),
    "keeping": ("k", "k", "o", "o", "b", '"4', '"1', "z"),
    "resting": ("g", "g", "g", "z", "M", "V", "b"),
    "reviewing": (*"gggIOOOO", "b", "z"),
    "summary": ("b", "E", "s", "s", "g", "z", "Y", "O", "1", "0", "j", "U", "U", "K"),
    "planning": ("1", "1", "1", "b", "z", "K"),
    "acting": ("2", "2", "2", "5", "5", "6", "7", "8", "b", "1"),
    "dating": ("4", "4", "4", '"2026-04-01', '"2025-04-01', "b"),
    "swapping": ("3", "3", "b", "1"),
    "showing": ("f", "f", "b"),
    "raising": ("+", "+", "-", "b"),
    "stuck": ("9", "8", "b"),
    "paused": ("u", "u", "u", "b", "/resume", "M"),
    "done": ("g", "g", "E", "O", "Y", "j", "K", "1", *_AFTER),
    "forgotten": ("/start",),
}
