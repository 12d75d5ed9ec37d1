"""Marks of what was shown: they never go back, and never stand in an answer's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text, update

from flows.events import Commanded, Typed
from storage.batch import Fate, Mark
from storage.memory import BEHIND_SECONDS, Memory
from storage.records import View
from storage.tables import chat_message, conversation
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, knowledge, one, rows


def view(talker: Talker) -> View:
    found = talker.memory.look(talker.address)
    assert found is not None
    return found[1]


def mark(talker: Talker, revision: int, message_id: int | None, *, new: bool = False) -> Mark:
    return Mark(talker.address, revision, message_id, new)


def put(talker: Talker, *marks: Mark) -> None:
    talker.memory.put_marks(marks, talker.now)


def test_a_mark_never_goes_back(ana: Talker) -> None:
    ana.to_first_question()
    number = ana.conversation.revision
    put(ana, mark(ana, number, 20, new=True))
    put(ana, mark(ana, number - 1, 19), mark(ana, number, 18))

    assert view(ana) == View(20, 20, number)


def test_marks_of_one_batch_may_come_in_any_order(ana: Talker) -> None:
    ana.to_first_question()
    number = ana.conversation.revision
    put(ana, mark(ana, number, 20, new=True), mark(ana, number - 1, 19, new=True))

    assert view(ana) == View(20, 20, number)


def test_the_highest_message_of_a_chat_only_rises(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    number = ana.conversation.revision
    put(ana, mark(ana, number - 1, 20, new=True))
    assert view(ana).top_id == 20
    ana.take(Typed("why?"), message_id=25)
    assert view(ana).top_id == 25
    put(ana, mark(ana, number, 22, new=True))
    assert view(ana).top_id == 25
    ana.take(ana.button("m"), message_id=22)
    assert view(ana).top_id == 25
    ana.take(Typed("late"), message_id=21)

    assert view(ana).top_id == 25
    assert [each.message_id for each in rows(writer, chat_message)] == [20, 21, 22, 25]


def test_an_edit_is_no_new_message_in_the_chat(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    put(ana, mark(ana, ana.conversation.revision, 20))

    assert view(ana) == View(20, None, ana.conversation.revision)
    assert rows(writer, chat_message) == []


def test_a_message_marked_twice_is_kept_once(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    again = mark(ana, ana.conversation.revision, 20, new=True)
    put(ana, again, again)
    put(ana, again)

    assert [each.message_id for each in rows(writer, chat_message)] == [20]


def test_a_tap_on_a_newer_message_than_marked_makes_it_the_living_one(ana: Talker) -> None:
    """A crash may have lost the mark of a message that was sent; the tap on it tells."""
    ana.to_first_question()
    put(ana, mark(ana, ana.conversation.revision, 20, new=True))
    outcome = ana.take(ana.button("l", 2), message_id=31)

    assert outcome.fate is Fate.TAKEN
    assert (view(ana).message_id, view(ana).top_id) == (31, 31)


def test_a_stale_tap_on_an_older_message_opens_its_element(ana: Talker) -> None:
    ana.to_first_question()
    put(ana, mark(ana, ana.conversation.revision, 20, new=True))
    old = ana.button("l", 4)
    ana.take(old, message_id=20)
    ana.tap("p", 1)
    late_copy = ana.take(old, message_id=20)
    assert late_copy.ack is not None
    older = ana.take(old, message_id=11)

    assert older.conversation is not None
    assert (older.conversation.state, older.conversation.element) == (
        "asking",
        next(iter(ana.look().answers)),
    )
    assert view(ana).message_id == 20


def test_marks_ride_along_with_the_next_batch_before_its_events_are_read(ana: Talker) -> None:
    ana.to_first_question()
    marked = ana.shown(20)
    outcome = ana.take(Typed("2"), marks=[marked])

    assert outcome.fate is Fate.TAKEN
    assert len(ana.look().answers) == 1
    assert view(ana).message_id == 20


def test_marks_of_others_and_of_nobody_stand_in_no_ones_way(ana: Talker, ben: Talker) -> None:
    ana.to_first_question()
    ben.to_first_question()
    others = [ben.shown(20), Mark("telegram:1:999", 5, 6, True), Mark("telegram:1:998", 5, None)]
    outcome = ana.take(ana.button("l", 2), marks=others)

    assert outcome.fate is Fate.TAKEN
    assert view(ben).message_id == 20


def test_a_place_counts_as_open_from_its_display_on(ana: Talker) -> None:
    ana.to_first_question()
    opened = ana.conversation.shown_at
    there = ana.conversation
    later = opened + timedelta(seconds=40)
    put(ana, Mark(ana.address, there.revision, 20, True, there.place_no, later))
    assert ana.look().shown_at == later
    put(
        ana,
        Mark(ana.address, there.revision + 1, 20, False, there.place_no - 1, later + timedelta(seconds=9)),
    )
    assert ana.look().shown_at == later
    put(ana, Mark(ana.address, there.revision + 2, 20, False, there.place_no, opened))

    assert ana.look().shown_at == later


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_mark_of_a_row_that_is_held_elsewhere_waits_for_nobody(
    ana: Talker, ben: Talker, open_writer: OpenWriter
) -> None:
    ana.to_first_question()
    ben.to_first_question()
    with open_writer().begin() as holder:
        holder.execute(text("SELECT 1 FROM conversation WHERE chat_id = 7 FOR UPDATE"))
        ana.memory.put_marks([ana.shown(20), ben.shown(30)], ana.now)

    assert view(ana).message_id is None
    assert view(ben).message_id == 30


def test_who_is_behind_is_told_after_half_a_minute_the_longest_first(ana: Talker, ben: Talker) -> None:
    ben.to_first_question()
    ana.now = ben.now
    ana.to_first_question()
    behind, wait = ana.memory.behind, timedelta(seconds=BEHIND_SECONDS + 1)
    assert behind(ana.now, 10) == [ben.address]
    assert behind(ana.now + wait, 10) == [ben.address, ana.address]
    assert behind(ana.now + wait, 1) == [ben.address]
    ben.see()

    assert behind(ana.now + wait, 10) == [ana.address]


def test_who_cannot_be_reached_is_not_shown_again_until_they_come_back(ana: Talker, writer: Engine) -> None:
    ana.to_first_question()
    later = ana.now + timedelta(minutes=5)
    ana.memory.mark_unreachable(ana.address, "blocked " * 20)
    assert ana.memory.behind(later, 10) == []
    assert one(writer, conversation).unreachable == ("blocked " * 20)[:40]
    ana.take(Commanded("help"))

    assert one(writer, conversation).unreachable is None
    assert ana.memory.behind(later, 10) == [ana.address]


def test_nothing_is_behind_in_an_empty_database(writer: Engine, memory: Memory, ana: Talker) -> None:
    assert memory.behind(ana.now, 10) == []
    assert memory.look(ana.address) is None
    memory.mark_unreachable(ana.address, "gone")
    memory.ping()
    ana.to_first_question()
    with writer.begin() as connection:
        connection.execute(update(conversation).values(state="thinking"))

    with pytest.raises(ValueError, match="no state is called"):
        Memory(writer, knowledge()).look(ana.address)
