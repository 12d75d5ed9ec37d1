"""How a chat wants to be written to: what it says is kept, and until then the cohort's and the house's hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.pages import HabitPage
from flows.reminding import Habit
from storage.programme.habits import (
    agree_to_reminders,
    habit_page,
    has_stopped,
    read_habit,
    restart,
    set_reminders,
    set_zone,
    snooze,
    stop,
    toggle_rest_day,
)
from storage.programme.tables import cohort, enrolment
from storage.tables import conversation
from tests.programme.joined import KATHMANDU, NAIROBI, NOON, PARIS, Joined


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def page(made: Joined, chat: int) -> HabitPage:
    with made.writer.begin() as connection:
        return habit_page(connection, chat, NAIROBI)


def test_without_a_word_the_houses_zone_and_hours_hold(made: Joined) -> None:
    assert page(made, made.chat(1)) == HabitPage("", NAIROBI, (), "", False, None, "20:00", "08:00")


def test_what_a_chat_says_is_kept(made: Joined) -> None:
    chat, other = made.chat(1), made.chat(2)
    with made.writer.begin() as connection:
        set_zone(connection, chat, KATHMANDU)
        toggle_rest_day(connection, chat, 6)
        toggle_rest_day(connection, chat, 5)
        snooze(connection, chat, 3, NOON)

    found = page(made, chat)

    assert (found.zone, found.rest_days, found.snoozed_until) == (KATHMANDU, (5, 6), NOON + timedelta(days=3))
    with made.writer.begin() as connection:
        toggle_rest_day(connection, chat, 5)
    assert page(made, chat).rest_days == (6,)
    assert page(made, other).zone == ""


def test_the_cohort_joined_last_says_the_rest_as_long_as_it_is_not_left(made: Joined) -> None:
    chat = made.chat(1)
    first = made.cohort(zone=PARIS)
    made.join(chat, first)
    made.now += timedelta(hours=1)
    second = made.join(chat, made.cohort(zone=KATHMANDU, quiet_from="18:00", quiet_until="09:30"))
    found = page(made, chat)
    assert (found.cohort_zone, found.quiet_from, found.quiet_until) == (KATHMANDU, "18:00", "09:30")

    made.change(enrolment, second, left_at=NOON)

    assert (page(made, chat).cohort_zone, page(made, chat).quiet_from) == (PARIS, "20:00")
    made.change(cohort, first, archived_at=NOON)
    assert page(made, chat).cohort_zone == NAIROBI


def test_never_all_seven_days_at_rest(made: Joined) -> None:
    chat = made.chat(1)
    with made.writer.begin() as connection:
        for day in range(7):
            toggle_rest_day(connection, chat, day)

    assert page(made, chat).rest_days == (0, 1, 2, 3, 4, 5)


def test_stop_is_said_once_and_taken_back_once(made: Joined) -> None:
    """B29: a start that takes nothing back says so."""
    chat = made.chat(1)
    with made.writer.begin() as connection:
        assert not restart(connection, chat)
        stop(connection, chat, NOON)
        stop(connection, chat, NOON + timedelta(days=1))
    assert page(made, chat).stopped

    with made.writer.begin() as connection:
        assert restart(connection, chat)
        assert not restart(connection, chat)

    assert not page(made, chat).stopped


def test_joining_agrees_to_reminders_unless_they_were_refused(made: Joined) -> None:
    ana, ben = made.chat(1), made.chat(2)
    with made.writer.begin() as connection:
        set_reminders(connection, ben, on=False)
        for chat in (ana, ben):
            agree_to_reminders(connection, chat)

    assert (page(made, ana).reminders, page(made, ben).reminders) == ("on", "off")


def test_wanting_reminders_ends_a_snooze(made: Joined) -> None:
    chat = made.chat(1)
    with made.writer.begin() as connection:
        snooze(connection, chat, 3, NOON)
        set_reminders(connection, chat, on=True)

    assert (page(made, chat).reminders, page(made, chat).snoozed_until) == ("on", None)


def test_the_policy_gets_the_same(made: Joined) -> None:
    chat, where = made.chat(1), made.cohort(zone=PARIS, quiet_from="21:00")
    made.join(chat, where)
    made.wants(chat, zone=KATHMANDU, rest_days=[6], stopped_at=NOON, snoozed_until=NOON, reminders="off")

    expected = Habit(
        KATHMANDU, PARIS, NAIROBI, "21:00", "08:00", frozenset({6}), NOON, stopped=True, off=True
    )
    with made.writer.begin() as connection:
        assert read_habit(connection, chat, NAIROBI) == expected
        assert read_habit(connection, chat, NAIROBI, where) == expected


def test_who_stopped_all_messages_is_known_by_the_chats_address(made: Joined) -> None:
    """What the worker asks before it warns that open answers will be deleted."""
    chat = made.chat(1)
    address = made.row(conversation, id=chat).address
    with made.writer.begin() as connection:
        before = has_stopped(connection, address)
        stop(connection, chat, NOON)

        assert (before, has_stopped(connection, address)) == (False, True)
