"""One person who answers for several organisations, as a model beside the database: who said what, for whom.

one = Switching.of(team, "Umoja", "Elimu", "Afya")
one.step(random)                 # an answer, another check, another organisation, an old button, several at once
one.agrees()                     # the database says what the model says
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select

from flows.checks import newest_fit
from flows.conversation import Conversation
from flows.events import Commanded, Event, Handled, Tapped, Typed
from flows.shelf import all_parts
from flows.table import AFTER_WAY_IN
from frameworks.model import Framework
from storage.batch import Outcome
from storage.tables import answer, assessment, organisation, participation
from tests.flows.walks import button_of
from tests.storage.support import Talker, take
from tests.team.seats import Team

Check = tuple[str, str]
ONWARD = {"resting": "g", "reviewing": "g", "summary": "g", "done": "g", "paused": "u", "choosing": "g"}
WAY_IN = {"sizing": "Z", "profiling": "P", "roles": "RT", "scope": "Q"}


@dataclass
class Switching:
    """`said` is what each check of theirs must hold, by organisation and framework; `old` are buttons seen before."""

    team: Team
    talker: Talker
    names: tuple[str, ...]
    said: dict[Check, dict[str, int]] = field(default_factory=dict)
    old: list[Tapped] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, team: Team, *names: str) -> Switching:
        talker = team.stranger()
        one = cls(team, talker, names)
        talker.take(Commanded("start"))
        talker.tap("G", 0)
        talker.tap("A")
        talker.tap("x", 0)
        talker.see(10)
        return one

    @property
    def there(self) -> Conversation:
        """The conversation as it was saved: the next event meets this one."""
        return self.talker.look()

    @property
    def framework(self) -> Framework:
        return self.team.knowledge.frameworks[self.there.framework]

    @property
    def check(self) -> Check:
        return self.there.inputs.organisation, self.there.framework

    def button(self, action: str, choice: int = 0) -> Tapped:
        """A button of the screen that was saved."""
        return button_of(self.framework, self.there, action, choice)

    def take(self, event: Event, message_id: int | None = None) -> Outcome:
        return self.talker.take(event, message_id=message_id)

    def step(self, random: Random) -> None:
        """Something this person does; what it writes goes into the model."""
        state = self.there.state
        if state == "naming":
            return self._name(random)
        if state in WAY_IN:
            for action in WAY_IN[state]:
                self.take(self.button(action, 1))
            return None
        if state == "picking":
            return self._pick(random)
        chance = random.random()
        if chance < 0.4 and state == "asking":
            return self._answer(random.randint(1, 2))
        if chance < 0.55:
            return self._press_old(random)
        if chance < 0.7:
            return self._turn(random)
        if chance < 0.75:
            return self._in_one_moment(random)
        if chance < 0.8:
            return self._start_over()
        return self._leave(state, random)

    def _name(self, random: Random) -> None:
        free = [name for name in self.names if not any(name == who for who, _check in self.said)]
        if not free:
            return self._turn(random)
        name = random.choice(free)
        self.take(Typed(name))
        self.said.setdefault((name, self.there.framework), {})
        return None

    def _pick(self, random: Random) -> None:
        if random.random() < 0.6 and len({who for who, _check in self.said}) < len(self.names):
            self.met.add("another")
            self.take(self.button("<"))
            return
        name = self.check[0]
        self.take(self.button("x", random.randrange(len(self.team.knowledge.checks))))
        assert not name or self.check[0] == name, "another check of the same organisation"
        if self.check[0]:
            self.said.setdefault(self.check, {})

    def _answer(self, level: int) -> None:
        """A level without a proof after it."""
        check, element = self.check, self.there.element
        assert element is not None
        tap = self.button("l", level)
        self.old.append(tap)
        self.take(tap)
        self.said[check][element] = level

    def _press_old(self, random: Random) -> None:
        """A question seen before, of whichever check: it may lead somewhere, and writes nothing."""
        if self.old:
            self.met.add("old")
            self.take(random.choice(self.old), message_id=random.choice((None, 1)))

    def _turn(self, random: Random) -> None:
        """By its number, which is on a list or under a letter."""
        number, check = random.choice(list(self.numbers().items()))
        self.take(Handled("(O", number))
        assert self.check == check
        self.met.add("turn")

    def _in_one_moment(self, random: Random) -> None:
        """There and back, an answer meant for where they were before, and an old button: one transaction."""
        numbers = list(self.numbers())
        late = self.button("l", 2) if self.there.state == "asking" else self.button("g")
        events: list[Event] = [
            Handled("(O", random.choice(numbers)),
            late,
            Handled("(O", random.choice(numbers)),
        ]
        before = self.there
        number = before.number
        take(self.team.memory, *(self.talker.incoming(each) for each in events))
        # Where the first of them led nowhere, the answer was meant for the question in front of them.
        first = events[0]
        assert isinstance(first, Handled)
        stayed = first.number == number and before.state == "asking"
        if stayed and before.element is not None:
            self.said[before.inputs.organisation, before.framework][before.element] = 2
        self.met.add("moment")

    def _start_over(self) -> None:
        self.take(self.button("Y"))
        self.said[self.check] = {}
        self.met.add("over")

    def _leave(self, state: str, random: Random) -> None:
        fit = newest_fit(self.team.knowledge.frameworks)
        if fit is not None and state in {"summary", "done"} and random.random() < 0.4:
            name = self.check[0]
            self.take(self.button("U" if self.there.framework == fit else "j"))
            assert self.check[0] == name, "a fit check belongs to the organisation it was asked for"
            self.said.setdefault(self.check, {})
            self.met.add("fit")
            return
        action = "K" if random.random() < 0.6 and state in AFTER_WAY_IN else ONWARD.get(state, "J")
        self.take(self.button(action))

    def numbers(self) -> dict[int, Check]:
        """Their checks as they are stored, each by its number."""
        found = (
            select(participation.c.id, organisation.c.name, assessment.c.framework, assessment.c.version)
            .join(assessment, assessment.c.id == participation.c.assessment_id)
            .join(organisation, organisation.c.id == assessment.c.organisation_id)
        )
        with self.team.writer.begin() as connection:
            return {row.id: (row.name, f"{row.framework}-{row.version}") for row in connection.execute(found)}

    def agrees(self) -> None:
        """Each check holds what was said there and nothing else, and no two have a run or an organisation in common."""
        numbers = self.numbers()
        assert len(set(numbers.values())) == len(numbers), numbers
        stored: dict[Check, dict[str, int]] = {check: {} for check in numbers.values()}
        with self.team.writer.begin() as connection:
            for row in connection.execute(select(answer)):
                stored[numbers[row.participation_id]][row.element_id] = row.level
            runs = list(connection.scalars(select(participation.c.run)))
            names = list(connection.scalars(select(organisation.c.name)))
        assert stored == {check: said for check, said in self.said.items() if check[0]}
        assert len(set(runs)) == len(runs)
        assert len(set(names)) == len(names)
        there = self.there
        known = {(part.inputs.organisation, part.framework) for part in all_parts(there)}
        assert there.state != "picking" or set(numbers.values()) <= known
        if there.inputs.organisation:
            assert {key: said.level for key, said in there.answers.items()} == self.said[self.check]
