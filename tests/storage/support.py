"""People who talk straight to the database: events in, outcomes out, no Telegram and no screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

from sqlalchemy import Engine, Row, Table, func, select

from flows.conversation import Conversation
from flows.events import ChatKey, Commanded, Event, Incoming, Tapped, Typed
from flows.knowledge import Knowledge
from frameworks.model import Framework
from storage.batch import Fate, Mark, Outcome
from storage.memory import Memory
from storage.records import address_of
from storage.tables import answer, conversation, metadata
from tests.flows.kinds import FACTS
from tests.flows.walks import BEGIN, button_of
from tests.frameworks.samples import SP

T = TypeVar("T")


def knowledge(*more: Framework, **changes: Any) -> Knowledge:
    """What steps are told, without words from files; conversations begin with the provider framework."""
    made = Knowledge(
        frameworks={each.key: each for each in (SP, *more)},
        framework=SP.key,
        languages=FACTS.languages,
        default_language="en",
        consent_version="1",
        vocabulary=lambda _language: FACTS.vocabulary,
        level_names=lambda _framework, _language: FACTS.level_names,
        press=lambda _conversation, _words, _page: None,
        day=lambda moment: moment.date().isoformat(),
        day_of=lambda _language, _text, _today: None,
    )
    return replace(made, **changes)


def chat(number: int) -> ChatKey:
    return ChatKey("telegram", 1, number)


@dataclass
class Talker:
    """One person and the process that takes their events in."""

    memory: Memory
    number: int
    now: datetime = BEGIN
    there: Conversation | None = None
    _keys: int = field(default=0)

    @property
    def conversation(self) -> Conversation:
        assert self.there is not None
        return self.there

    @property
    def address(self) -> str:
        return address_of(chat(self.number))

    def incoming(self, event: Event, key: str = "", message_id: int | None = None) -> Incoming:
        """The event as a channel would hand it in."""
        self._keys += 1
        self.now += timedelta(seconds=5)
        return Incoming(
            chat(self.number), key or f"{self.number}-{self._keys}", event, self.now, message_id, "en"
        )

    def take(self, event: Event, marks: Sequence[Mark] = (), message_id: int | None = None) -> Outcome:
        """Take one event in, alone."""
        incoming = self.incoming(event, message_id=message_id)
        return self.heard(self.memory.take_in([incoming], marks, self.now, False)[0])

    def heard(self, outcome: Outcome) -> Outcome:
        self.there = outcome.conversation
        return outcome

    def button(self, action: str, choice: int = 0, element: str | None = None) -> Tapped:
        return button_of(SP, self.conversation, action, choice, element)

    def tap(self, action: str, choice: int = 0, element: str | None = None) -> Outcome:
        return self.take(self.button(action, choice, element))

    def to_roles(self, name: str = "Red Cross") -> Talker:
        self.take(Commanded("start"))
        self.tap("G", 0)
        self.tap("A")
        self.take(Typed(name))
        self.tap("Z", 1)
        self.tap("P", 0)
        return self

    def to_first_question(self, name: str = "Red Cross") -> Talker:
        self.to_roles(name)
        for action, choice in (("R", 2), ("T", 0), ("Q", 1)):
            self.tap(action, choice)
        return self

    def shown(self, message_id: int, *, new_message: bool = True) -> Mark:
        """The mark of the way out that has just shown the present screen."""
        there = self.conversation
        return Mark(self.address, there.revision, message_id, new_message, there.place_no, self.now)

    def see(self, message_id: int = 10) -> None:
        """The present screen is shown and marked."""
        self.memory.put_marks([self.shown(message_id)], self.now)

    def look(self) -> Conversation:
        """The conversation as it stands in the database."""
        found = self.memory.look(self.address)
        assert found is not None
        return found[0]


def rows(engine: Engine, table: Table, **where: Any) -> list[Row[Any]]:
    """The rows of a table with these values, in the order of its key."""
    statement = select(table).filter_by(**where).order_by(*table.primary_key.columns)
    with engine.connect() as connection:
        return list(connection.execute(statement))


def one(engine: Engine, table: Table, **where: Any) -> Row[Any]:
    """The only row of a table with these values."""
    (found,) = rows(engine, table, **where)
    return found


def levels(engine: Engine, number: int) -> dict[str, int | None]:
    """The stored levels of a person, by element."""
    statement = (
        select(answer.c.element_id, answer.c.level)
        .join(conversation, conversation.c.participation_id == answer.c.participation_id)
        .where(conversation.c.address == address_of(chat(number)))
    )
    with engine.connect() as connection:
        return {row.element_id: row.level for row in connection.execute(statement)}


def counts(engine: Engine) -> Mapping[str, int]:
    """How many rows each table has; empty tables are left out."""
    with engine.connect() as connection:
        found = {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }
    return {name: number for name, number in found.items() if number}


def at_once(works: Sequence[Callable[[], T]]) -> list[T]:
    """Run these in threads that all begin at the same moment; raises what any of them raises."""
    barrier = Barrier(len(works))

    def begin(work: Callable[[], T]) -> T:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def take(memory: Memory, *incomings: Incoming) -> list[Outcome]:
    return memory.take_in(incomings, [], max(each.at for each in incomings), False)


def fates(outcomes: list[Outcome]) -> list[Fate]:
    return [each.fate for each in outcomes]
