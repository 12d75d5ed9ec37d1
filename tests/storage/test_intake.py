"""The way in with its real thread over a real database: what fails decides who waits, and nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import Engine, Row, text
from sqlalchemy.exc import OperationalError

import storage.engine
from bot.app import Thread
from bot.clock import Clock
from bot.health import Health
from bot.intake import Intake
from flows.events import Commanded, Event, Incoming, Typed
from storage.batch import Fate, Mark, Outcome
from storage.engine import writer_engine
from storage.loading import meet
from storage.memory import Memory
from storage.tables import answer_history, conversation, set_aside
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, chat, knowledge, levels, rows

ONLY_POSTGRES = pytest.mark.parametrize("database_kind", ["postgresql"])
TOO_LARGE = 2**70


@dataclass
class Shown:
    """The way out, at its outermost: what people were shown and told."""

    outcomes: list[Outcome] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    not_saved: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)

    def show(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def take_marks(self) -> list[Mark]:
        marks, self.marks = self.marks, []
        return marks

    def keep_marks(self, marks: Any) -> None:
        self.marks = [*marks, *self.marks]

    def tell_not_saved(self, incoming: Incoming) -> None:
        self.not_saved.append(incoming.key)

    def tell_set_aside(self, incoming: Incoming) -> None:
        self.aside.append(incoming.key)


@dataclass
class House:
    """One process: a way in, its thread, its connection."""

    intake: Intake
    shown: Shown
    before: list[Callable[[], None]] = field(default_factory=list)

    async def take(self, *incomings: Incoming, most: float = 30) -> list[Outcome]:
        """Hand these in together and wait until all are stored."""
        futures = [self.intake.offer(each) for each in incomings]
        return await asyncio.wait_for(asyncio.gather(*futures), most)


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows held elsewhere are given up sooner, so that the test is short."""
    monkeypatch.setattr(storage.engine, "LOCK_MS", 150)


@pytest.fixture
def ours(short_patience: None, database: str) -> Iterator[Engine]:
    engine = writer_engine(database, durable=False)
    yield engine
    engine.dispose()


@pytest.fixture
async def house(ours: Engine) -> AsyncIterator[House]:
    thread, shown = Thread(), Shown()
    before: list[Callable[[], None]] = []

    async def call(work: Callable[..., Any], *args: Any) -> Any:
        if before:
            before.pop(0)()
        return await thread.call(work, *args)

    intake = Intake(Memory(ours, knowledge()), call, shown, Clock(), Health())
    running = asyncio.ensure_future(intake.run())
    yield House(intake, shown, before)
    running.cancel()
    await asyncio.wait([running])
    thread.close()


def with_message(talker: Talker, event: Event, message_id: int) -> Incoming:
    return talker.incoming(event, message_id=message_id)


def people(memory: Memory, numbers: range) -> list[Talker]:
    """So many people at their first question."""
    found = [Talker(memory, number) for number in numbers]
    for each in found:
        each.to_first_question()
    return found


async def test_many_people_at_once_are_taken_in_and_shown_once_each(house: House, memory: Memory) -> None:
    talkers = [Talker(memory, number) for number in range(120)]
    outcomes = await house.take(*(each.incoming(Commanded("start")) for each in talkers))

    assert {each.fate for each in outcomes} == {Fate.TAKEN}
    assert [each.conversation.chat for each in house.shown.outcomes if each.conversation] == [
        chat(number) for number in range(120)
    ]


@pytest.mark.parametrize("place", [0, 3, 6])
async def test_an_event_the_database_cannot_take_is_set_aside_and_its_neighbours_are_stored(
    house: House, memory: Memory, writer: Engine, place: int
) -> None:
    talkers = people(memory, range(7))
    taps = [each.incoming(each.button("l", 2)) for each in talkers]
    taps[place] = with_message(talkers[place], Typed("?"), TOO_LARGE)
    outcomes = await house.take(*taps)

    wanted = [Fate.SET_ASIDE if number == place else Fate.TAKEN for number in range(7)]
    assert [each.fate for each in outcomes] == wanted
    assert [bool(levels(writer, number)) for number in range(7)] == [number != place for number in range(7)]
    (aside,) = rows(writer, set_aside)
    assert (aside.chat_id, aside.cause.endswith("while saving")) == (place, True)
    assert house.shown.aside == [taps[place].key]
    assert (await house.take(taps[place]))[0].fate is Fate.DUPLICATE
    assert len(rows(writer, set_aside)) == 1


async def test_marks_survive_when_their_batch_is_parted(house: House, memory: Memory, writer: Engine) -> None:
    """A typed number without its mark would count as early and write nothing."""
    ana, ben, cleo = people(memory, range(1, 4))
    house.shown.marks = [each.shown(20 + each.number) for each in (ana, cleo)]
    bad = with_message(ben, Typed("?"), TOO_LARGE)
    await house.take(bad, ana.incoming(Typed("2")))

    assert levels(writer, 1) == {SP.elements[0].id: 2}
    assert [each.message_id for each in stored(writer)] == [21, None, 23]
    assert house.shown.marks == []


async def test_a_mark_the_database_cannot_take_is_no_fault_of_the_events_beside_it(
    house: House, memory: Memory, writer: Engine
) -> None:
    ana, ben = people(memory, range(1, 3))
    house.shown.marks = [replace(ben.shown(20), message_id=TOO_LARGE)]
    outcomes = await house.take(ana.incoming(ana.button("l", 2)))

    assert [each.fate for each in outcomes] == [Fate.TAKEN]
    assert rows(writer, set_aside) == house.shown.marks == []


async def test_while_a_batch_is_parted_nothing_overtakes_what_came_before_it(
    house: House, memory: Memory, writer: Engine
) -> None:
    """The database goes away just while a batch is parted; a newer tap must wait for the older one."""
    ana, ben, cleo = people(memory, range(1, 4))
    first = cleo.incoming(cleo.button("l", 2))
    second_tap = replace(cleo.button("l", 2, SP.elements[1].id), place_no=cleo.conversation.place_no + 1)
    second = cleo.incoming(second_tap)
    bad = with_message(ben, Typed("?"), TOO_LARGE)
    late: list[asyncio.Future[Outcome]] = []

    def away() -> None:
        late.append(house.intake.offer(second))
        raise OperationalError("away", None, Exception("away"))

    house.before.extend((lambda: None, away))
    await house.take(ana.incoming(ana.button("l", 2)), bad, first, ana.incoming(Typed("?")))
    await asyncio.wait_for(late[0], 30)

    assert levels(writer, 3) == {SP.elements[0].id: 2, SP.elements[1].id: 2}


async def test_a_database_that_is_away_holds_everybody_and_loses_nothing(
    house: House, memory: Memory, writer: Engine
) -> None:
    talkers = people(memory, range(3))

    def away() -> None:
        raise OperationalError("away", None, Exception("away"))

    house.before.extend([away] * 3)
    outcomes = await house.take(*(each.incoming(each.button("l", 2)) for each in talkers))

    assert {each.fate for each in outcomes} == {Fate.TAKEN}
    assert len(rows(writer, answer_history)) == 3
    assert house.intake.health.holding_since is None


@ONLY_POSTGRES
async def test_a_row_held_elsewhere_makes_its_people_wait_in_order_and_nobody_else(
    house: House, memory: Memory, open_writer: OpenWriter, writer: Engine
) -> None:
    held = Talker(memory, 1000).to_first_question()
    others = [Talker(memory, number) for number in range(199)]
    first = held.button("l", 2)
    second = replace(held.button("l", 1, SP.elements[1].id), place_no=first.place_no + 1)
    with open_writer().begin() as holder:
        holder.execute(text("SELECT 1 FROM conversation WHERE chat_id = 1000 FOR UPDATE"))
        waiting = [house.intake.offer(held.incoming(each)) for each in (first, second)]
        outcomes = await house.take(*(each.incoming(Commanded("start")) for each in others))
        assert [each.fate for each in outcomes] == [Fate.TAKEN] * 199
        assert not any(each.done() for each in waiting)
        assert house.shown.not_saved == []
    late = await asyncio.wait_for(asyncio.gather(*waiting), 30)

    assert [each.fate for each in late] == [Fate.TAKEN] * 2
    assert levels(writer, 1000) == {SP.elements[0].id: 2, SP.elements[1].id: 1}
    assert len(stored(writer)) == 200


@ONLY_POSTGRES
async def test_a_stranger_whom_another_process_is_inserting_makes_nobody_else_wait(
    house: House, memory: Memory, open_writer: OpenWriter, writer: Engine
) -> None:
    """Another process stands still in the middle of its transaction, just after meeting somebody."""
    stranger = Talker(memory, 1000)
    others = [Talker(memory, number) for number in range(20)]
    standing = open_writer()
    with standing.connect() as holder, holder.begin() as unfinished:
        start = stranger.incoming(Commanded("start"))
        meet(holder, [start], knowledge(), stranger.now)
        waiting = house.intake.offer(start)
        outcomes = await house.take(*(each.incoming(Commanded("start")) for each in others))
        assert [each.fate for each in outcomes] == [Fate.TAKEN] * 20
        assert not waiting.done()
        unfinished.rollback()

    assert (await asyncio.wait_for(waiting, 30)).fate is Fate.TAKEN
    assert len(stored(writer)) == 21


@ONLY_POSTGRES
async def test_a_whole_table_held_elsewhere_is_told_like_a_database_that_is_away(
    house: House, memory: Memory, open_writer: OpenWriter
) -> None:
    ana = Talker(memory, 7).to_first_question()
    with open_writer().begin() as holder:
        holder.execute(text("LOCK TABLE claim IN ACCESS EXCLUSIVE MODE"))
        tap = ana.incoming(ana.button("l", 2))
        waiting = house.intake.offer(tap)
        while not house.shown.not_saved:
            assert not waiting.done()
            await asyncio.sleep(0.05)
        assert house.intake.health.holding_since is not None

    assert (await asyncio.wait_for(waiting, 30)).fate is Fate.TAKEN
    assert house.shown.not_saved == [tap.key]
    assert house.intake.health.holding_since is None


def stored(writer: Engine) -> list[Row[Any]]:
    return rows(writer, conversation)


async def test_an_event_whose_channel_gave_up_is_not_taken_in(
    house: House, memory: Memory, writer: Engine
) -> None:
    ana, ben = people(memory, range(1, 3))
    dropped = house.intake.offer(ana.incoming(ana.button("l", 2)))
    dropped.cancel()
    await house.take(ben.incoming(ben.button("l", 2)))

    assert levels(writer, 1) == {}
    assert levels(writer, 2) == {SP.elements[0].id: 2}
