"""Several processes on one database: nothing is lost, nothing happens twice, nobody deadlocks."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import Engine, select, text

import storage.engine
from flows.events import Commanded, Incoming, Tapped
from storage.batch import Fate, Outcome
from storage.memory import Memory
from storage.records import REVISION_EPOCH
from storage.tables import answer, answer_history, chat_message, claim, conversation, membership
from tests.flows.walks import BEGIN
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, at_once, chat, counts, knowledge, one, rows


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here many wait in one line: on a busy machine the last of twenty waits longer than a writer may otherwise."""
    monkeypatch.setattr(storage.engine, "LOCK_MS", 30_000)
    monkeypatch.setattr(storage.engine, "BUSY_MS", 30_000)


def memories(open_writer: OpenWriter, number: int) -> list[Memory]:
    """So many processes."""
    return [Memory(open_writer(), knowledge()) for _ in range(number)]


def take(memory: Memory, incoming: Incoming) -> Outcome:
    return memory.take_in([incoming], [], incoming.at, False)[0]


def test_of_ten_copies_at_once_exactly_one_is_taken(ana: Talker, open_writer: OpenWriter) -> None:
    ana.to_first_question()
    tap = ana.incoming(ana.button("l", 2))
    outcomes = at_once([partial(take, each, tap) for each in memories(open_writer, 10)])

    assert Counter(each.fate for each in outcomes) == {Fate.TAKEN: 1, Fate.DUPLICATE: 9}
    assert {each.conversation for each in outcomes if each.conversation is None} == set()
    assert [each.conversation for each in outcomes] == [ana.look()] * 10


def test_ten_copies_of_the_first_word_of_a_stranger_make_one_conversation(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    start = ana.incoming(Commanded("start"))
    outcomes = at_once([partial(take, each, start) for each in memories(open_writer, 10)])

    assert Counter(each.fate for each in outcomes) == {Fate.TAKEN: 1, Fate.DUPLICATE: 9}
    assert counts(writer) == {"conversation": 1, "claim": 1}


def test_twenty_events_at_once_for_one_conversation_all_arrive(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    ana.to_first_question()
    before = ana.conversation
    events = [ana.incoming(Commanded("help"), message_id=100 + number) for number in range(20)]
    at_once([partial(take, *pair) for pair in zip(memories(open_writer, 20), events, strict=True)])

    assert ana.look().revision == before.revision + 20
    assert [each.message_id for each in rows(writer, chat_message)] == list(range(100, 120))
    assert one(writer, conversation).top_id == 119


def test_changes_of_one_list_by_many_processes_at_once_are_all_kept(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    ana.to_roles()
    events = [ana.incoming(ana.button("R", number)) for number in range(len(SP.roles))]
    at_once([partial(take, *pair) for pair in zip(memories(open_writer, len(events)), events, strict=True)])

    assert one(writer, membership).roles == [role.id for role in SP.roles]


def test_of_twenty_different_answers_to_one_place_one_is_written(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    ana.to_first_question()
    before = ana.conversation
    events = [ana.incoming(ana.button("l", 1 + number % 2)) for number in range(20)]
    at_once([partial(take, *pair) for pair in zip(memories(open_writer, 20), events, strict=True)])

    assert ana.look().place_no == before.place_no + 1
    (entry,) = rows(writer, answer_history)
    assert one(writer, answer).level == entry.after["level"]
    assert counts(writer)["claim"] == 9 + 20


def answer_all(memory: Memory, name: str) -> None:
    """Go through the whole assessment, whoever else does so too."""
    me = Talker(memory, 7)
    me.there = me.look()
    for number in range(400):
        if me.conversation.state == "reviewing":
            return
        action = "l" if me.conversation.state == "asking" else "g"
        me.heard(take(memory, me.incoming(me.button(action, 2), key=f"{name}-{number}")))
    raise AssertionError("the review is not reached")


def test_one_person_answering_through_three_processes_at_once_answers_everything_once(
    ana: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    ana.to_first_question()
    at_once([partial(answer_all, each, str(number)) for number, each in enumerate(memories(open_writer, 3))])
    entries = rows(writer, answer_history)

    assert {each.element_id for each in rows(writer, answer)} == {each.id for each in SP.elements}
    assert len(entries) == len({each.event_key for each in entries}) == len(SP.elements)
    assert all(each.before is None for each in entries)


def is_held(engine: Engine, number: int) -> bool:
    """True where somebody else has locked the conversation of this chat."""
    free = select(conversation.c.id).where(conversation.c.chat_id == number).with_for_update(skip_locked=True)
    with engine.begin() as connection:
        return connection.scalar(free) is None


def becomes_held(engine: Engine, number: int) -> bool:
    for _ in range(100):
        if is_held(engine, number):
            return True
        sleep(0.05)
    return False


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_conversations_are_locked_in_order_of_id_whatever_changed_last(open_writer: OpenWriter) -> None:
    """Two processes that lock in orders of their own would wait for each other."""
    memory, beside = Memory(open_writer(), knowledge()), open_writer()
    talkers = [Talker(memory, number) for number in (20, 30, 4)]
    for talker in talkers:
        talker.take(Commanded("start"))
    for talker in (talkers[1], talkers[0]):
        talker.now += timedelta(hours=1)
        talker.take(Commanded("help"))
    events = [talker.incoming(Commanded("help")) for talker in reversed(talkers)]
    with open_writer().begin() as holder:
        holder.execute(text("SELECT 1 FROM conversation WHERE chat_id = 30 FOR UPDATE"))
        waiting = Thread(target=memory.take_in, args=(events, [], talkers[0].now, False))
        waiting.start()
        held_before, held_behind = becomes_held(beside, 20), is_held(beside, 4)
    waiting.join()

    assert (held_before, held_behind) == (True, False)


PEOPLE, BATCHES, SIZE = 40, 120, 16


def streams(seed: int) -> tuple[list[list[Incoming]], list[list[Incoming]], Counter[int]]:
    """For two processes: batches in which every event is given to both, in orders of their own, some repeated."""
    draw = random.Random(seed)
    events = [
        Incoming(chat(draw.randrange(PEOPLE)), str(number), Commanded("help"), BEGIN)
        for number in range(BATCHES * SIZE)
    ]
    shuffled = [events[start : start + 3 * SIZE] for start in range(0, len(events), 3 * SIZE)]
    for part in shuffled:
        draw.shuffle(part)
    other = [each for part in shuffled for each in part]
    both = [
        [[*line[start : start + SIZE], draw.choice(line)] for start in range(0, len(line), SIZE)]
        for line in (events, other)
    ]
    return both[0], both[1], Counter(each.chat.chat_id for each in events)


def take_all(memory: Memory, batches: list[list[Incoming]]) -> Counter[Fate]:
    """All batches, one after the other; a deadlock or a lock held for too long raises."""
    fates: Counter[Fate] = Counter()
    for batch in batches:
        fates.update(each.fate for each in memory.take_in(batch, [], BEGIN, False))
    return fates


def give_way(point: int) -> None:
    """Let the other process have its turn: SQLite gives the lock back to whoever asks first."""
    if point == 1:
        sleep(0.002)


def test_two_processes_with_every_event_twice_lose_none_double_none_and_never_deadlock(
    open_writer: OpenWriter, writer: Engine
) -> None:
    first, second, wanted = streams(3)
    one_process, another = (Memory(open_writer(), knowledge(), give_way) for _ in range(2))
    found = at_once([partial(take_all, one_process, first), partial(take_all, another, second)])
    revisions = {each.chat_id: each.revision for each in rows(writer, conversation)}
    begun = int(BEGIN.timestamp()) - REVISION_EPOCH

    assert {number: revision - begun for number, revision in revisions.items()} == wanted
    assert len(rows(writer, claim)) == wanted.total()
    total = found[0] + found[1]
    assert total == {Fate.TAKEN: wanted.total(), Fate.DUPLICATE: wanted.total() + 2 * BATCHES}
    assert all(each[Fate.TAKEN] for each in found)


def test_forged_and_repeated_taps_of_two_processes_never_touch_another_element(
    ana: Talker, ben: Talker, open_writer: OpenWriter, writer: Engine
) -> None:
    ana.to_first_question()
    ben.to_first_question()
    draw = random.Random(5)
    taps = []
    for talker in (ana, ben):
        genuine = talker.button("l", 2)
        forged = [
            replace(genuine, ordinal=draw.randrange(30), place_no=genuine.place_no + draw.randrange(-3, 1))
            for _ in range(60)
        ]
        taps += [talker.incoming(each) for each in (genuine, *forged)]
    draw.shuffle(taps)
    lines = [[taps[start : start + 10] for start in range(0, len(taps), 10)] for _ in range(2)]
    at_once([partial(take_all, *pair) for pair in zip(memories(open_writer, 2), lines, strict=True)])

    assert {each.element_id for each in rows(writer, answer)} <= {SP.elements[0].id}
    assert all(isinstance(each.event, Tapped) for each in taps)
