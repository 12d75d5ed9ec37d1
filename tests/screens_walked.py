"""What people meet on hundreds of seeded walks through every shipped check, to the end and into the agenda."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from flows.agenda import chosen_here, open_actions
from flows.conversation import Conversation
from flows.events import Event, Typed
from flows.table import AT_ELEMENT, IN_AGENDA
from frameworks.model import Result
from frameworks.values import Answer
from tests.flows.walks import Walk
from tests.plain_taps import plain_taps
from tests.screens_made import KNOWLEDGE, LANGUAGES, SCREENS, SP, facts_of, framework_of

# How many people begin with each check; the fit check is met on the way.
WALKS = {"sp-1.0": 120, "ec-1.0": 70, "ip-1.0": 12, "ob-1.0": 12}
STEPS, ENDS, IN_AGENDA_MOST = 250, 4, 24
NAMES = ("Red Cross", "Nûr 🌍 Relief", "جمعية النور", "{name} {0}", "Brød " * 19 + "Brød")


@dataclass(frozen=True)
class Leaning:
    """How one person tends to answer."""

    levels: tuple[int, ...]
    unknown: float
    elsewhere: float
    excused: float
    shown: float
    stray: float
    agenda: float
    pace: int


def leaning(random: Random) -> Leaning:
    return Leaning(
        levels=random.choice(((1,), (2,), (3,), (4,), (1, 2), (2, 3), (3, 4), (1, 2, 3, 4), (2, 3, 3, 4))),
        unknown=random.choice((0, 0, 0.05, 0.15, 0.5, 1)),
        elsewhere=random.choice((0, 0.05, 0.4)),
        excused=random.choice((0, 0.3, 1)),
        shown=random.choice((0, 0.5, 1)),
        stray=random.choice((0, 0, 0.02, 0.1)),
        agenda=random.choice((0, 0.5, 1)),
        pace=random.choice((3, 60, 200)),
    )


class Person:
    """One seeded walk from the first hello to the end, strayings included."""

    def __init__(self, check: str, seed: int) -> None:
        self.check = check
        self.random = Random(f"{check} {seed} answers")
        self.leaning = leaning(self.random)
        first = Walk(SP).conversation
        self.walk = Walk(SP, Random(seed), replace(facts_of(first), languages=LANGUAGES))
        self.ends = self.planned = 0

    def conversations(self) -> Iterator[Conversation]:
        yield self.walk.conversation
        for _ in range(STEPS):
            if self.ends > ENDS or self.walk.conversation.state == "forgotten":
                return
            if self.random.random() < self.leaning.stray:
                self.walk.wander(1)
            else:
                self.walk.take(self.event(), wait=self.leaning.pace)
            yield self.walk.conversation

    def event(self) -> Event:
        """What this person does next."""
        state, random = self.walk.conversation.state, self.random
        if state == "naming":
            return Typed(random.choice(NAMES))
        if state == "asking":
            return self._answer()
        if state == "picking":
            return self.walk.button("x", KNOWLEDGE.checks.index(self.check))
        if state in IN_AGENDA:
            return self._in_agenda()
        if state in {"summary", "done"}:
            return self._at_the_end()
        chosen = random.choice(USUAL.get(state, "M"))
        if chosen in "Rg*" and state in {"roles", "grouping"}:
            return self._pressed(chosen)
        return self.walk.button(chosen, self._choice(chosen))

    def _answer(self) -> Event:
        chance, element = self.random.random(), self.walk.conversation.element
        framework = self.walk.here
        if chance < self.leaning.unknown:
            return self.walk.button("d")
        if framework.groups and self.random.random() < self.leaning.elsewhere:
            return self.walk.button("~")
        if framework.element_by_id[element or ""].na_reasons and self.random.random() < self.leaning.excused:
            return self.walk.button("n")
        return self.walk.button("l", min(self.random.choice(self.leaning.levels), framework.levels))

    def _at_the_end(self) -> Event:
        """Stop, go deeper, ask if this is the right road, or plan what to do."""
        self.ends += 1
        if self.walk.here.result is Result.FIT:
            return self.walk.button(self.random.choice("UUs"))
        if self.walk.here.action_by_id and self.random.random() < self.leaning.agenda and not self.planned:
            return self.walk.button("0")
        done = self.walk.conversation.state == "done"
        return self.walk.button(self.random.choice("JEj" if done else "sEgj"))

    def _in_agenda(self) -> Event:
        """One of the buttons there, for a while; more than three actions are looked at."""
        self.planned += 1
        if self.planned > IN_AGENDA_MOST:
            return self.walk.button("J")
        if self.walk.conversation.state == "planning" and self.random.random() < 0.7:
            return self.walk.button("1", element=self.random.choice(self.walk.here.elements).id)
        return self._pressed("123345567894f+-")

    def _pressed(self, actions: str) -> Event:
        """Some button of the screen with one of these actions; the first one there is where none has any."""
        buttons = (button for row in SCREENS.draw(self._plain()).rows for button in row)
        taps = plain_taps(buttons)
        wanted = [tap for action in actions for tap in taps if tap.action == action]
        return self.random.choice(wanted or taps[:1])

    def _plain(self) -> Conversation:
        return replace(self.walk.conversation, panel=None, notice=None)

    def _choice(self, action: str) -> int:
        if action == "p":
            return 1 if self.random.random() < self.leaning.shown else 0
        most = {"Z": 3, "P": 3, "Q": 1, "e": 1, "w": 2}.get(action, 0)
        least = 1 if action == "e" else 0
        return self.random.randint(least, most)


USUAL = {
    "new": "i",
    "language": "G",
    "consent": "AAAAAAAAAD",
    "declined": "i",
    "sizing": "Z",
    "profiling": "P",
    "grouping": "*",
    "roles": "RRT",
    "scope": "QQQQQQQQQj",
    "choosing": "g",
    "excusing": "e",
    "knowing": "w",
    "proving": "p",
    "keeping": "ko",
    "resting": "g",
    "reviewing": "g",
    "paused": "u",
}


def _look(there: Conversation) -> tuple[object, ...]:
    """What makes a screen another one; conversations that look the same are drawn once."""
    answers = {key: replace(answer, seconds=0) for key, answer in there.answers.items()}
    told = there.notice.key if there.notice else None
    given = there.inputs
    named = (
        given.organisation
        if there.state in {"naming", "summary"} or there.panel in {"recap", "mydata"}
        else ""
    )
    group = given.group if there.state in {"asking", "grouping", "roles", "summary"} else ""
    return (
        (there.framework, there.state, there.panel, told, _place(there, answers)),
        (given.scope, named, group, there.language),
    )


def _place(there: Conversation, answers: dict[str, Answer]) -> object:
    framework = framework_of(there)
    if there.state in AT_ELEMENT:
        return (there.element, answers.get(there.element or ""), not answers)
    if there.state == "resting":
        here = (
            answers.get(element.id) for element in framework.dimension_by_id[there.dimension or ""].elements
        )
        return tuple(
            Counter((one.said, (one.level or 0) < framework.in_place) for one in here if one).items()
        )
    if there.state in IN_AGENDA:
        return _planned(there, answers)
    if there.state == "summary" or (there.panel or "") in {"how", "before"}:
        return (tuple(answers.get(element.id) for element in framework.elements), str(there.shelf.keys()))
    return len(answers)


def _planned(there: Conversation, answers: dict[str, Answer]) -> object:
    """What is planned, for when; and where one action is looked at, which one."""
    plans = [there.chosen[action] for action in open_actions(there)]
    dropped = sum(plan.status == "dropped" for plan in there.chosen.values())
    when = (*((plan.event, bool(plan.day), plan.smaller) for plan in plans), min(dropped, 2))
    answer = answers.get(there.element or "")
    if there.state == "acting":
        return (there.element, answer and answer.level, chosen_here(there) is not None, there.inputs.size)
    return (when, there.element if there.state in {"showing", "raising"} else None)


@cache
def walked() -> tuple[Conversation, ...]:
    """All conversations met on the walks that look different from each other."""
    met: dict[tuple[object, ...], Conversation] = {}
    for check, people in WALKS.items():
        for seed in range(people):
            for conversation in Person(check, seed).conversations():
                met.setdefault(_look(conversation), conversation)
    return tuple(met.values())
