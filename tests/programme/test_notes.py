"""What coordinators write to one, some or all: drafted, sent once, cancelled half-way, with a true result."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine

from flows.pages import Right
from storage.programme import notes
from storage.programme.cohort_values import BadValue
from storage.programme.coordinators import drop_coordinator, grant, remove_coordinator
from storage.programme.note_letters import why_stopped
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.tables import letter, note
from storage.tables import conversation
from tests.programme.joined import HONOLULU, NOON
from tests.programme.note_desk import HOUR, Desk
from tests.storage.conftest import OpenWriter
from tests.storage.support import at_once

MORNING_IN_HONOLULU = NOON.replace(hour=18)


@pytest.fixture
def desk(writer: Engine) -> Desk:
    return Desk.opened(writer)


def test_a_draft_sends_nothing_and_says_whom_it_would_reach(desk: Desk) -> None:
    chats = desk.people(4)
    desk.made.change(conversation, chats[0], unreachable="blocked")
    desk.made.wants(chats[1], stopped_at=NOON)
    desk.made.wants(chats[2], zone=HONOLULU)

    number = desk.draft()
    page = desk.page(number)

    assert (page.status, page.kind, page.text, page.audience) == ("draft", "note", "Can we talk?", "all")
    assert (page.people, page.waiting, page.quiet) == (4, 2, 1)
    assert page.withheld == {"unreachable": 1, "opted_out": 1}
    assert page.next_at == MORNING_IN_HONOLULU
    assert desk.letters(number) == {}
    assert desk.expand(number) == 0


def test_a_note_is_sent_once_to_each_chat_however_often_it_is_asked_for(desk: Desk) -> None:
    chats = desk.people(3)
    number = desk.sent()

    desk.send(number)
    again = desk.expand(number)

    assert again == 0
    assert desk.letters(number) == dict.fromkeys(chats, ("planned", ""))
    rows = desk.made.letters(note_id=number)
    assert {row.key for row in rows} == {f"note:{number}:{chat}" for chat in chats}
    assert {(row.kind, row.cohort_id, row.due_at) for row in rows} == {("note", desk.cohort, NOON)}
    assert [act for act, _ in desk.acts()] == ["note_sent"]
    desk.made.change(note, number, status="planned")
    desk.expand(number)
    assert len(desk.made.letters(note_id=number)) == 3


def test_a_note_is_cancelled_half_way_and_the_rest_is_withheld(desk: Desk) -> None:
    desk.people(6)
    number = desk.draft()
    desk.send(number)
    desk.expand(number, most=4)
    first, second, third, *_ = desk.made.letters(note_id=number)
    desk.made.change(letter, first.id, status="sent")
    desk.made.change(letter, second.id, status="taken")
    desk.made.change(letter, third.id, status="sending")

    desk.cancel(number)
    desk.cancel(number)

    assert [status for status, _ in desk.letters(number).values()] == [
        *("sent", "taken", "sending", "withheld", "withheld", "withheld"),
    ]
    page = desk.page(number)
    assert (page.status, page.people, page.sent, page.waiting) == ("cancelled", 6, 1, 2)
    assert page.withheld == {"cancelled": 3}
    assert not desk.may_go_on(number)
    assert desk.expand(number) == 0
    assert [act for act, _ in desk.acts()] == ["note_sent", "note_cancelled"]


def test_a_cancelled_draft_can_not_be_sent_and_an_ended_note_not_cancelled(desk: Desk) -> None:
    desk.people(1)
    drafted, ended = desk.draft(), desk.sent()
    desk.become(ended, "sent")
    desk.finish()

    desk.cancel(drafted)
    desk.cancel(ended)
    desk.send(drafted)

    assert desk.page(drafted).status == "cancelled"
    assert desk.page(ended).status == "done"
    assert [act for act, _ in desk.acts()] == ["note_sent"]


def test_a_note_cancelled_while_its_letters_are_planned_leaves_none_to_send(
    desk: Desk, open_writer: OpenWriter
) -> None:
    desk.people(8)
    number = desk.draft()
    desk.send(number)
    workers = [open_writer() for _ in range(3)]

    def planning(engine: Engine) -> None:
        for _ in range(4):
            with engine.begin() as connection:
                notes.expand(connection, number, NOON, 2)

    at_once([*(partial(planning, each) for each in workers), partial(desk.cancel, number)])

    assert len(desk.letters(number)) == 8
    assert set(desk.letters(number).values()) == {("withheld", "cancelled")}
    assert desk.page(number).status == "cancelled"


def test_a_note_is_done_once_all_its_letters_have_ended(desk: Desk) -> None:
    desk.people(3)
    number = desk.sent()
    desk.finish()
    assert desk.page(number).status == "sending"

    rows = desk.made.letters(note_id=number)
    for row, status in zip(rows, ("sent", "failed", "uncertain"), strict=True):
        desk.made.change(letter, row.id, status=status)
    desk.finish()

    page = desk.page(number)
    assert (page.status, page.people, page.waiting) == ("done", 3, 0)
    assert (page.sent, page.failed, page.uncertain) == (1, 1, 1)
    assert desk.made.row(note, id=number).ended_at == NOON + HOUR


def test_a_note_to_nobody_is_done_at_once(desk: Desk) -> None:
    number = desk.sent()
    desk.finish()

    assert desk.page(number).status == "done"


@pytest.mark.parametrize("how", ["removed", "dropped", "read only"])
def test_a_note_stops_where_its_writer_loses_the_right(desk: Desk, how: str) -> None:
    desk.people(4)
    helper = desk.helper("helper")
    number = desk.draft(actor=helper)
    with desk.engine.begin() as connection:
        notes.send(connection, helper, number, False, NOON)
    desk.expand(number, most=2)
    desk.made.change(letter, desk.made.letters(note_id=number)[0].id, status="sent")
    assert desk.may_go_on(number)

    assert helper.coordinator is not None
    with desk.engine.begin() as connection:
        if how == "removed":
            remove_coordinator(connection, "telegram", 901, NOON)
        elif how == "dropped":
            drop_coordinator(connection, desk.grace, desk.cohort, helper.coordinator, NOON)
        else:
            grant(connection, desk.cohort, helper.coordinator, Right.READ, NOON)

    assert not desk.may_go_on(number)
    assert desk.expand(number) == 0
    page = desk.page(number)
    assert (page.status, page.sent, page.withheld) == ("cancelled", 1, {"not_allowed": 3})


def test_a_note_whose_letters_are_all_planned_stops_as_well(desk: Desk) -> None:
    desk.people(2)
    helper = desk.helper("helper")
    number = desk.draft(actor=helper)
    with desk.engine.begin() as connection:
        notes.send(connection, helper, number, False, NOON)
    desk.expand(number)
    with desk.engine.begin() as connection:
        remove_coordinator(connection, "telegram", 901, NOON)

    desk.finish()

    assert desk.page(number).withheld == {"not_allowed": 2}
    assert desk.page(number).status == "cancelled"


def test_who_sends_a_draft_of_somebody_else_is_its_writer(desk: Desk) -> None:
    number = desk.draft(actor=desk.helper("helper"))

    desk.send(number)

    assert desk.made.row(note, id=number).coordinator_id == desk.grace.coordinator


def test_the_operator_writes_too_and_is_never_stopped(desk: Desk) -> None:
    desk.people(1)
    number = desk.draft(actor=OPERATOR)
    with desk.engine.begin() as connection:
        notes.send(connection, OPERATOR, number, False, NOON)
        assert why_stopped(connection, number) == ""

    assert desk.made.row(note, id=number).coordinator_id is None
    assert desk.may_go_on(number)
    assert not desk.may_go_on(number + 1)


def test_what_is_not_theirs_is_as_if_it_were_not_there(desk: Desk) -> None:
    desk.people(1)
    number = desk.sent()
    other = desk.made.cohort(name="Other")
    stranger = Actor(desk.made.coordinator(other, "lead", 902), True)
    reader = desk.helper("read", 903)

    with desk.engine.begin() as connection:
        for actor in (stranger, reader):
            for forbidden in (
                lambda: notes.draft(connection, actor, desk.cohort, "note", "Hi", "all", NOON),  # noqa: B023
                lambda: notes.send(connection, actor, number, False, NOON),  # noqa: B023
                lambda: notes.cancel(connection, actor, number, NOON),  # noqa: B023
            ):
                with pytest.raises(NotYours):
                    forbidden()
        for look in (
            lambda: notes.note_page(connection, stranger, number, NOON),
            lambda: notes.notes_page(connection, stranger, desk.cohort),
            lambda: notes.note_page(connection, desk.grace, number + 99, NOON),
            lambda: notes.send(connection, desk.grace, number + 99, False, NOON),
            lambda: notes.draft(connection, stranger, other, "note", "Hi", "all", NOON, enrolment=1),
            lambda: notes.draft(connection, desk.grace, desk.cohort, "letter", "Hi", "all", NOON),
            lambda: notes.draft(connection, desk.grace, desk.cohort, "note", "Hi", "nobody", NOON),
        ):
            with pytest.raises(NotYours):
                look()
        assert notes.note_page(connection, reader, number, NOON).people == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hello  \n\n\n\n there\t! ", "Hello\n\n there !"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("one\x00two\u202e\ud800", "onetwo"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("A_B <Co> & [x](y) *Z* `q` {0}", "A_B <Co> & [x](y) *Z* `q` {0}"),
        ("x" * 1500, "x" * 1500),
    ],
)
def test_a_text_is_kept_as_it_was_meant(desk: Desk, typed: str, kept: str) -> None:
    assert desk.page(desk.draft(typed)).text == kept


@pytest.mark.parametrize(
    ("typed", "key"), [("", "note_empty"), (" \n\u200d\x07 ", "note_empty"), ("x" * 1501, "note_long")]
)
def test_a_text_that_is_none_or_too_long_is_told_so(desk: Desk, typed: str, key: str) -> None:
    with pytest.raises(BadValue) as trouble:
        desk.draft(typed)

    assert trouble.value.key == key
    assert desk.made.rows(note) == []


def test_the_list_of_notes_has_the_newest_first_with_their_beginnings(desk: Desk) -> None:
    for number in range(12):
        desk.draft(f"{number} " + "x" * 200)
    last = desk.sent(kind="reminder", text="")

    with desk.engine.begin() as connection:
        page = notes.notes_page(connection, desk.grace, desk.cohort)

    assert len(page.notes) == 10
    assert page.notes[0] == (last, "reminder", "", "sending", NOON)
    assert page.notes[1][2] == ("11 " + "x" * 200)[: notes.BEGINNING]
