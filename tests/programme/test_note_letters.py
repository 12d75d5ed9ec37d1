"""Who gets a letter of a note and when, and who gets none and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.pages import Status
from storage.programme.note_letters import to_expand
from storage.programme.tables import cohort, enrolment, letter
from storage.tables import conversation, participation
from tests.programme.joined import HONOLULU, NOON
from tests.programme.note_desk import HOUR, Desk

MORNING_IN_HONOLULU = NOON.replace(hour=18)


@pytest.fixture
def desk(writer: Engine) -> Desk:
    return Desk.opened(writer)


def test_who_is_in_the_cohort_for_two_organisations_gets_one_letter(desk: Desk) -> None:
    (chat,) = desk.people(1)
    desk.made.join(chat, desk.cohort)
    first, second = (row.id for row in desk.made.rows(participation))

    for done, waits in ((first, second), (second, first)):
        desk.made.change(participation, done, finished_at=NOON)
        (row,) = desk.made.letters(note_id=desk.sent(kind="reminder", text=""))
        assert (row.status, row.participation_id) == ("planned", waits)
        desk.made.change(participation, done, finished_at=None)
    desk.made.change(participation, first, finished_at=NOON)
    desk.made.change(participation, second, finished_at=NOON)
    assert desk.letters(desk.sent(kind="reminder", text="")) == {chat: ("withheld", "done")}


def test_quiet_there_means_later_unless_the_coordinator_says_so(desk: Desk) -> None:
    here, there = desk.people(2)
    desk.made.wants(there, zone=HONOLULU)

    kind, at_once = desk.sent(), desk.sent(at_night=True)

    due = {row.conversation_id: row.due_at for row in desk.made.letters(note_id=kind)}
    assert due == {here: NOON, there: MORNING_IN_HONOLULU}
    assert {row.due_at for row in desk.made.letters(note_id=at_once)} == {NOON}
    page = desk.page(kind)
    assert (page.quiet, page.next_at) == (1, MORNING_IN_HONOLULU)


def test_a_reminder_waits_for_the_morning_and_for_the_end_of_a_snooze_whatever_is_said(desk: Desk) -> None:
    night, snoozing = desk.people(2)
    desk.made.wants(night, zone=HONOLULU)
    desk.made.wants(snoozing, snoozed_until=NOON + timedelta(days=3))

    number = desk.sent(kind="reminder", text="ignored", at_night=True)

    due = {row.conversation_id: row.due_at for row in desk.made.letters(note_id=number)}
    assert due == {night: MORNING_IN_HONOLULU, snoozing: NOON + timedelta(days=3)}
    assert desk.page(number).text == ""


def test_rest_days_hold_a_note_back(desk: Desk) -> None:
    (chat,) = desk.people(1)
    desk.made.wants(chat, rest_days=[NOON.weekday()])

    number = desk.sent()

    (row,) = desk.made.letters(note_id=number)
    assert row.due_at == NOON.replace(day=13, hour=8)


def test_who_stopped_or_cannot_be_reached_gets_no_note_and_it_says_why(desk: Desk) -> None:
    stopped, gone, silent, done = desk.people(4)
    desk.made.wants(stopped, stopped_at=NOON)
    desk.made.change(conversation, gone, unreachable="blocked")
    desk.made.wants(silent, reminders="off")
    own = desk.made.row(conversation, id=done).participation_id
    desk.made.change(participation, own, finished_at=NOON)
    desk.made.wants(done, stopped_at=NOON)

    number, reminding = desk.sent(), desk.sent(kind="reminder", text="")

    assert desk.letters(number) == {
        stopped: ("withheld", "opted_out"),
        gone: ("withheld", "unreachable"),
        silent: ("withheld", "opted_out"),
        done: ("withheld", "opted_out"),
    }
    assert desk.letters(reminding)[silent] == ("withheld", "no_reminders")
    assert desk.page(number).withheld == {"opted_out": 3, "unreachable": 1}


def test_nobody_is_reminded_of_what_is_done_or_a_fourth_time(desk: Desk) -> None:
    done, often, twice, lately = desk.people(4)
    own = desk.made.row(conversation, id=done).participation_id
    desk.made.change(participation, own, finished_at=NOON)
    for chat, statuses in (
        (often, ("sent", "uncertain", "sent")),
        (twice, ("sent", "sent", "failed", "withheld")),
        (lately, ("sent",)),
    ):
        part = desk.made.row(conversation, id=chat).participation_id
        for place, status in enumerate(statuses):
            at = NOON - timedelta(days=5) if chat != lately else NOON - HOUR
            desk.made.letter(
                chat,
                f"reminder:{place}:p{part}",
                at,
                "reminder",
                cohort_id=desk.cohort,
                participation_id=part,
                status=status,
                sent_at=at,
            )

    number = desk.sent(kind="reminder", text="")

    assert desk.letters(number) == {
        done: ("withheld", "done"),
        often: ("withheld", "limit"),
        twice: ("planned", ""),
        lately: ("withheld", "just_reminded"),
    }


def test_a_reminder_on_its_way_counts_for_the_limit(desk: Desk) -> None:
    (chat,) = desk.people(1)
    for _ in range(2):
        round_of = desk.sent(kind="reminder", text="")
        desk.made.change(letter, desk.made.letters(note_id=round_of)[0].id, status="sent")

    third, fourth = desk.sent(kind="reminder", text=""), desk.sent(kind="reminder", text="")

    assert desk.letters(third) == {chat: ("planned", "")}
    assert desk.letters(fourth) == {chat: ("withheld", "limit")}


def test_a_closed_cohort_reminds_nobody_and_its_notes_still_go(desk: Desk) -> None:
    (chat,) = desk.people(1)
    desk.made.change(cohort, desk.cohort, closed_at=NOON)

    assert desk.letters(desk.sent(kind="reminder", text="")) == {chat: ("withheld", "closed")}
    assert desk.letters(desk.sent()) == {chat: ("planned", "")}


def test_a_note_to_some_goes_to_those_of_that_status_and_one_to_one_to_its_organisation(desk: Desk) -> None:
    first, second = desk.people(2)
    own = desk.made.row(conversation, id=second).participation_id
    desk.made.change(participation, own, finished_at=NOON)
    org = desk.made.rows(enrolment)[0]

    some, one = desk.sent(audience=Status.DONE.value), desk.sent(enrolment=org.id)

    assert set(desk.letters(some)) == {second}
    assert set(desk.letters(one)) == {first}
    assert desk.page(one).organisation == org.name
    assert desk.page(some).organisation == ""
    assert desk.acts() == [("note_sent", None), ("note_sent", org.id)]


def test_a_reminder_to_one_looks_at_that_organisation_alone(desk: Desk) -> None:
    (chat,) = desk.people(1)
    desk.made.join(chat, desk.cohort)
    first, second = desk.made.rows(enrolment)
    done = desk.made.rows(participation)[0].id
    desk.made.change(participation, done, finished_at=NOON)

    of_first = desk.sent(kind="reminder", text="", enrolment=first.id)
    of_second = desk.sent(kind="reminder", text="", enrolment=second.id)

    assert desk.letters(of_first) == {chat: ("withheld", "done")}
    assert desk.letters(of_second) == {chat: ("planned", "")}


def test_who_left_before_it_was_sent_is_not_written_to(desk: Desk) -> None:
    stayed, _left = desk.people(2)
    number = desk.draft()
    desk.made.change(enrolment, desk.made.rows(enrolment)[1].id, left_at=NOON)
    desk.send(number)
    desk.expand(number)

    assert desk.letters(number) == {stayed: ("planned", "")}


def test_letters_are_planned_in_chunks_until_none_is_left(desk: Desk) -> None:
    desk.people(5)
    number = desk.draft()
    desk.send(number)

    with desk.engine.begin() as connection:
        assert to_expand(connection) == [number]
    assert [desk.expand(number, most=2) for _ in range(4)] == [2, 2, 1, 0]

    assert desk.page(number).status == "sending"
    assert len(desk.letters(number)) == 5
    with desk.engine.begin() as connection:
        assert to_expand(connection) == []


def test_while_letters_are_being_planned_the_page_counts_everybody(desk: Desk) -> None:
    desk.people(5)
    number = desk.draft()
    desk.send(number)
    desk.expand(number, most=2)

    page = desk.page(number)

    assert (page.status, page.people, page.waiting) == ("planned", 5, 5)
