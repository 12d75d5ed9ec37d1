"""What letters are drawn from, read as things stand now."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert

from storage.programme.tables import note, question
from storage.tables import conversation, organisation, participation
from tests.programme.actions_made import answered, facts, part_of, somebody, takes_up
from tests.programme.joined import NAIROBI, NOON, Joined
from tests.programme.planning import plan_checkins


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def test_facts_tell_which_check_a_letter_is_about_where_the_chat_is_at_another(made: Joined) -> None:
    chat = somebody(made)
    own = made.row(participation, id=part_of(made, chat))
    takes_up(made, chat)
    answered(made, chat, "level", 1)
    with made.writer.begin() as connection:
        plan_checkins(connection, NOON, "UTC")
    assert facts(made).part is None

    made.change(conversation, chat, participation_id=None)
    part = facts(made).part

    assert part is not None
    assert (part.framework, part.number, part.finished) == ("sp-1.0", own.id, False)
    assert part.inputs.organisation == made.rows(organisation)[0].name
    assert part.answers["sp.lead.board"].level == 1


def test_facts_of_a_note_name_its_writer_and_its_cohort(made: Joined) -> None:
    number = made.cohort(name="West", deadline="2026-04-30", zone=NAIROBI)
    writer = made.coordinator(number)
    chat = made.chat(1)
    made.join(chat, number, name="On the list")
    written = made.note(number, coordinator_id=writer, text="Hello")
    made.letter(chat, "note:1", NOON, cohort_id=number, note_id=written)

    told = facts(made, "note")

    assert (told.cohort, told.framework, told.zone) == ("West", "sp-1.0", NAIROBI)
    assert told.deadline is not None
    assert told.deadline.isoformat() == "2026-04-30"
    assert (told.writer, told.text, told.organisation) == ("Chris", "Hello", "On the list")
    assert not told.zone_is_own
    made.wants(chat, zone=NAIROBI)
    made.change(note, written, coordinator_id=None)
    assert facts(made, "note").zone_is_own
    assert facts(made, "note").writer == ""


def test_facts_of_an_answer_hold_the_question_and_where_it_was_asked(made: Joined) -> None:
    number = made.cohort()
    writer, chat = made.coordinator(number), made.chat(1)
    enrolled = made.join(chat, number, name="On the list")
    with made.writer.begin() as connection:
        asked = connection.execute(
            insert(question).values(
                cohort_id=number,
                enrolment_id=enrolled,
                conversation_id=chat,
                element_id="sp.lead.board",
                text="What counts?",
                at=NOON,
                answer="This counts.",
                answered_at=NOON,
                coordinator_id=writer,
            )
        ).inserted_primary_key
    assert asked is not None
    made.letter(chat, "answer:1", NOON, "answer", cohort_id=number, args={"question": asked[0]})

    told = facts(made, "answer")

    assert (told.number, told.element, told.organisation) == (asked[0], "sp.lead.board", "On the list")
    assert (told.text, told.answer, told.writer) == ("What counts?", "This counts.", "Chris")
