"""What a batch writes beside the answers: their history, finishing, messages, chats never met."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from flows.events import Commanded, Tapped, Typed
from frameworks.values import Answer, Said, Shown
from storage.batch import Fate
from storage.memory import Memory
from storage.records import answer_fields
from storage.tables import (
    answer,
    answer_history,
    assessment,
    chat_message,
    conversation,
    participation,
    person,
)
from tests.frameworks.samples import SP
from tests.storage.support import Talker, chat, counts, fates, knowledge, levels, one, rows, take

FIRST, SECOND = SP.elements[0].id, SP.elements[1].id


def test_the_history_says_who_when_before_after_and_by_which_event(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    times, keys = [], []
    for action, choice in (("l", 3), ("p", 1), ("b", 0), ("l", 2)):
        incoming = ana.incoming(ana.button(action, choice))
        ana.heard(take(ana.memory, incoming)[0])
        if action != "b":
            times.append(ana.now)
            keys.append(incoming.key)
    third = Answer(Said.LEVEL, 3, seconds=5)
    shown = replace(third, shown=Shown.OPTION, option=1)
    second = Answer(Said.LEVEL, 2, seconds=5)
    entries = rows(writer, answer_history)

    values = [answer_fields(each) for each in (third, shown, second)]
    assert [each.before for each in entries] == [None, *values[:2]]
    assert [each.after for each in entries] == values
    assert [each.at for each in entries] == times
    assert [each.event_key for each in entries] == keys
    assert {(each.person_id, each.element_id) for each in entries} == {(one(writer, person).id, FIRST)}
    assert {each.run for each in entries} == {ana.conversation.run}


def test_starting_over_moves_the_answers_to_the_history_under_their_old_run(
    ana: Talker, writer: Engine
) -> None:
    ana.to_first_question()
    ana.tap("l", 2)
    ana.tap("l", 1)
    run = ana.conversation.run
    ana.tap("Y")
    assert rows(writer, answer) == []
    ana.tap("Q", 1)
    ana.tap("l", 1)

    gone = {each.element_id: each for each in rows(writer, answer_history) if each.after is None}
    assert {name: (each.run, each.before["level"]) for name, each in gone.items()} == {
        FIRST: (run, 2),
        SECOND: (run, 1),
    }
    assert (one(writer, answer).run, one(writer, answer).level) == (run + 1, 1)
    assert len(rows(writer, assessment)) == len(rows(writer, participation)) == 1


def test_two_changes_of_one_answer_in_a_batch_are_one_row_and_two_entries(
    ana: Talker, writer: Engine
) -> None:
    ana.to_first_question()
    one_tap = ana.incoming(ana.button("l", 2))
    number = ana.conversation.place_no
    ordinal, run = 0, ana.conversation.run
    back = ana.incoming(Tapped("b", 0, number + 1))
    again = ana.incoming(Tapped("l", 1, number + 2, run, ordinal))
    take(ana.memory, one_tap, back, again)

    assert levels(writer, 7) == {FIRST: 1}
    assert [each.after["level"] for each in rows(writer, answer_history)] == [2, 1]


def test_finishing_is_marked_once_and_undone_by_starting_over(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    while ana.conversation.state != "reviewing":
        ana.tap("l" if ana.conversation.state == "asking" else "g", 1)
    assert one(writer, participation).finished_at is None
    ana.tap("g")
    finished = ana.now
    assert one(writer, participation).finished_at == finished
    ana.tap("s")
    ana.tap("O", 0, FIRST)
    ana.tap("l", 2)
    assert one(writer, participation).finished_at == finished
    ana.tap("Y")

    assert one(writer, participation).finished_at is None


def test_everything_follows_from_the_batch_or_nothing_does(ana: Talker, writer: Engine) -> None:
    """A crash just before the commit leaves no trace, and the same events can come again."""
    ana.to_first_question()
    before = counts(writer)

    def crash(point: int) -> None:
        if point == 4:
            raise SystemExit

    incoming = ana.incoming(ana.button("l", 2))
    with pytest.raises(SystemExit):
        take(Memory(writer, knowledge(), crash), incoming)
    assert counts(writer) == before

    assert fates(take(ana.memory, incoming)) == [Fate.TAKEN]
    assert levels(writer, 7) == {FIRST: 2}


def test_messages_that_came_are_noted_but_taps_are_not(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    ana.take(Typed("what?"), message_id=40)
    ana.take(ana.button("m"), message_id=39)

    assert [each.message_id for each in rows(writer, chat_message)] == [40]
    assert one(writer, conversation).top_id == 40


def test_nothing_to_write_writes_nothing(ana: Talker, writer: Engine) -> None:
    """A statement executed with an empty list would run once, with defaults only."""
    ana.to_first_question()
    before = counts(writer)
    for incomings, marks in (((), ()), ((), (ana.shown(10, new_message=False),))):
        assert ana.memory.take_in(incomings, marks, ana.now, False) == []
    ana.memory.put_marks([], ana.now)
    ana.memory.take_in([ana.incoming(ana.button("c"))], [], ana.now, False)

    assert counts(writer) == {**before, "claim": before["claim"] + 1}


def test_chats_never_met_are_inserted_in_order_of_address(memory: Memory, writer: Engine) -> None:
    people = [Talker(memory, number) for number in (30, 4, 200)]
    take(memory, *(each.incoming(Commanded("start")) for each in people))

    assert [each.chat_id for each in rows(writer, conversation)] == [200, 30, 4]
    assert chat(4) == people[1].incoming(Typed("")).chat
