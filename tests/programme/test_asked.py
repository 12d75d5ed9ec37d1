"""Questions of respondents: they reach who may answer, the answer comes back once, and nobody else sees either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete

from flows.pages import AskedPage, AskPage
from storage.programme import asked
from storage.programme.cohort_values import BadValue
from storage.programme.coordinators import remove_coordinator
from storage.programme.letter_facts import facts_of
from storage.programme.letters import Letter
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.tables import audit, cohort, coordinator, enrolment, letter, question
from storage.tables import conversation
from tests.programme.joined import NOON
from tests.programme.moving import DAY, ELEMENTS, Moving

MINUTE = timedelta(minutes=1)
LEAD, HELPER, READ = 900, 901, 902


@pytest.fixture
def group(writer: Engine) -> Moving:
    """A cohort with a lead, a helper and one who looks on, each with a chat, and one organisation."""
    made = Moving(writer)
    made.made.coordinator(made.cohort, "helper", HELPER)
    made.made.coordinator(made.cohort, "read", READ)
    made.organisation("Red Cross", 2)
    for number in (LEAD, HELPER, READ):
        made.made.chat(number)
    return made


def chat_with(group: Moving, number: int) -> int:
    return int(group.made.row(conversation, chat_id=number).id)


def ask(
    group: Moving,
    text: str = "What is meant?",
    chat: int | None = None,
    element: str = ELEMENTS[2],
    cohort: int = 0,
) -> int:
    """Ask from the chat of the first organisation; the question's number."""
    chat = chat or group.made.rows(conversation)[0].id
    person = group.made.row(conversation, id=chat).person_id
    with group.writer.begin() as here:
        (number,) = asked.ask(here, chat, person, element, text, NOON, cohort)
    return number


def ask_page(group: Moving, chat: int, cohort: int = 0) -> AskPage | None:
    with group.writer.begin() as here:
        return asked.ask_page(here, chat, cohort)


def answer(group: Moving, number: int, text: str = "Any list will do.", actor: Actor | None = None) -> None:
    with group.writer.begin() as here:
        asked.answer(here, actor or group.lead, number, text, NOON + MINUTE)


def page(group: Moving, number: int, actor: Actor | None = None) -> AskedPage:
    with group.writer.begin() as here:
        return asked.asked_page(here, actor or group.lead, number)


def test_a_question_goes_to_everybody_who_may_answer_with_the_place_it_was_asked_at(group: Moving) -> None:
    number = ask(group, "  What is\u202e meant?\n\n\n\nA list?  ")

    told = group.made.letters()
    assert sorted(each.conversation_id for each in told) == [chat_with(group, LEAD), chat_with(group, HELPER)]
    assert {(each.kind, each.status, each.due_at, each.cohort_id) for each in told} == {
        ("asked", "planned", NOON, group.cohort)
    }
    assert all(each.args == {"question": number} for each in told)
    found = page(group, number)
    assert (found.organisation, found.element, found.text, found.at, found.answer) == (
        "Red Cross",
        ELEMENTS[2],
        "What is meant?\n\nA list?",
        NOON,
        None,
    )


def test_each_coordinator_is_told_once_by_the_bot_that_was_asked(group: Moving) -> None:
    for bot in (2, 3):
        group.made.chat(LEAD, bot_id=bot, address=f"telegram:{bot}:{LEAD}")
    asker = group.made.rows(conversation)[0].id
    for bot in (1, 2):
        group.made.change(conversation, asker, bot_id=bot)
        ask(group)
    told = [group.made.row(conversation, id=each.conversation_id) for each in group.made.letters()]

    assert [(each.chat_id, each.bot_id) for each in told if each.chat_id == LEAD] == [(LEAD, 1), (LEAD, 2)]
    assert [(each.chat_id, each.bot_id) for each in told if each.chat_id == HELPER] == [(HELPER, 1)] * 2


def test_the_newest_cohort_that_has_somebody_to_ask_is_asked(group: Moving) -> None:
    first = group.made.rows(enrolment)[0]
    asker = group.chat_of(first.id)
    newer = group.made.cohort(name="South", created_at=NOON + DAY)
    group.made.join(asker, newer, same_as=first.id)

    def names() -> list[str]:
        with group.writer.begin() as here:
            return [each.name for each in asked.cohorts_to_ask(here, asker)]

    assert names() == ["North"]
    group.made.coordinator(newer, "read", 903)
    assert names() == ["North"]
    helper = group.made.coordinator(newer, "helper", 904)
    assert names() == ["South", "North"]
    assert group.made.row(question, id=ask(group)).cohort_id == newer
    with group.writer.begin() as here:
        remove_coordinator(here, "telegram", 904, NOON)
    assert helper
    assert names() == ["North"]
    group.made.change(enrolment, first.id, left_at=NOON)
    assert names() == []
    group.made.change(enrolment, first.id, left_at=None)
    group.made.change(cohort, group.cohort, archived_at=NOON)
    assert names() == []


def test_a_cohort_that_is_named_is_asked_from_wherever_its_people_are(group: Moving) -> None:
    """As under a note: North wrote it, so North reads the answer, whatever else the reader has joined since."""
    first = group.made.rows(enrolment)[0]
    asker, other = group.chat_of(first.id), group.made.cohort(name="South", created_at=NOON + DAY)
    group.made.coordinator(other, "lead", 904)
    group.made.join(asker, other, same_as=first.id)

    assert group.made.row(question, id=ask(group, cohort=group.cohort)).cohort_id == group.cohort
    assert ask_page(group, asker, group.cohort) == AskPage("North")
    assert ask_page(group, asker) == AskPage("South", ((group.cohort, "North"),))

    group.made.change(conversation, asker, participation_id=None)  # at a check of their own
    assert ask_page(group, asker) is None
    assert ask_page(group, asker, group.cohort) == AskPage("North", here=False)
    elsewhere = group.made.row(question, id=ask(group, cohort=group.cohort))
    assert (elsewhere.cohort_id, elsewhere.enrolment_id, elsewhere.element_id) == (group.cohort, first.id, "")


def test_a_named_cohort_that_is_not_theirs_or_was_left_is_not_asked(group: Moving) -> None:
    asker, other = group.made.rows(conversation)[0], group.made.cohort(name="South")
    group.made.coordinator(other, "lead", 904)
    joined = group.made.rows(enrolment)[0].id

    def asked_there(cohort_id: int) -> tuple[int, ...]:
        with group.writer.begin() as here:
            return asked.ask(here, asker.id, asker.person_id, "", "Why?", NOON, cohort_id)

    assert asked_there(other) == ()
    group.made.change(enrolment, joined, left_at=NOON)
    assert asked_there(group.cohort) == ()
    assert ask_page(group, asker.id, group.cohort) is None
    assert group.made.rows(question) == []


def test_who_is_in_no_cohort_asks_nobody_and_who_joined_may_ask_before_they_begin(group: Moving) -> None:
    stranger = group.chat()
    fresh = group.made.row(conversation, joining=group.joined("Fresh"))
    with group.writer.begin() as here:
        assert asked.cohorts_to_ask(here, stranger) == ()
        assert asked.ask(here, stranger, 1, "", "Why?", NOON) == ()
        assert asked.ask(here, fresh.id, None, "", "Why?", NOON) == ()
    number = ask(group, chat=fresh.id, element="")

    assert (page(group, number).organisation, page(group, number).element) == ("Fresh", "")
    assert len(group.made.rows(question)) == 1


@pytest.mark.parametrize(
    ("text", "key"), [(" \n\u202e ", "note_empty"), ("\u200d", "note_empty"), ("a" * 1001, "note_long")]
)
def test_a_text_must_say_something_in_a_thousand_signs(group: Moving, text: str, key: str) -> None:
    number = ask(group, "a" * 1000)
    for act in (ask, lambda group, text: answer(group, number, text)):
        with pytest.raises(BadValue) as caught:
            act(group, text)
        assert caught.value.key == key

    assert len(group.made.rows(question)) == 1
    assert page(group, number).answer is None


def test_an_answer_goes_to_whoever_asked_and_into_the_log(group: Moving) -> None:
    number = ask(group)
    helper = Actor(group.made.row(coordinator, external_id=HELPER).id, False)
    answer(group, number, actor=helper)

    (sent,) = group.made.letters(kind="answer")
    assert (sent.conversation_id, sent.status, sent.due_at) == (
        group.made.rows(conversation)[0].id,
        "planned",
        NOON + MINUTE,
    )
    row = group.made.row(question, id=number)
    assert (row.answer, row.answered_at, row.coordinator_id) == (
        "Any list will do.",
        NOON + MINUTE,
        helper.coordinator,
    )
    (done,) = group.made.rows(audit)
    assert (done.act, done.enrolment_id, done.coordinator_id, done.detail) == (
        "answered",
        group.made.rows(enrolment)[0].id,
        helper.coordinator,
        {"question": number},
    )


def test_a_second_answer_rides_with_the_first_letter_or_has_its_own_once_that_is_gone(group: Moving) -> None:
    number = ask(group)
    answer(group, number, "First")
    answer(group, number, "Second")
    (one,) = group.made.letters(kind="answer")
    with group.writer.begin() as here:
        held = Letter(
            one.id,
            one.key,
            one.kind,
            "",
            one.conversation_id,
            one.cohort_id,
            None,
            None,
            one.args,
            NOON,
            NOON,
        )
        assert facts_of(here, held).answer == "Second"

    for status in ("taken", "sending", "sent", "uncertain", "withheld"):
        group.made.change(letter, one.id, status=status)
        answer(group, number, status)
        group.made.change(letter, group.made.letters(kind="answer")[-1].id, status="sent")
    letters = group.made.letters(kind="answer")
    assert len(letters) == len({each.key for each in letters}) == 6


def test_a_question_with_a_number_that_was_given_before_is_told_and_answered_all_the_same(
    group: Moving,
) -> None:
    """SQLite gives the number of the last row again once that is gone."""
    number = ask(group)
    answer(group, number)
    with group.writer.begin() as here:
        here.execute(delete(question))
    person = group.made.rows(conversation)[0]
    with group.writer.begin() as here:
        (again,) = asked.ask(here, person.id, person.person_id, "", "And now?", NOON + DAY)
    answer(group, again)

    assert len(group.made.letters(kind="asked")) == 4
    assert len(group.made.letters(kind="answer")) == 2


def test_the_list_has_those_that_wait_first_then_the_newest_answered(group: Moving) -> None:
    numbers = [ask(group, f"Question {place}") for place in range(12)]
    for minute, place in enumerate((3, 0, 7)):
        with group.writer.begin() as here:
            asked.answer(here, group.lead, numbers[place], "Yes.", NOON + minute * MINUTE)

    def listed() -> list[str]:
        with group.writer.begin() as here:
            found = asked.asked_list_page(here, group.lead, group.cohort).asked
        return [each.text.removeprefix("Question ") for each in found]

    assert listed() == ["1", "2", "4", "5", "6", "8", "9", "10", "11", "7"]
    for place in (1, 2, 4, 5, 6, 8):
        answer(group, numbers[place])
    assert listed()[:5] == ["9", "10", "11", "7", "8"]


def test_only_its_coordinators_read_a_question_and_only_those_who_may_write_answer(group: Moving) -> None:
    number = ask(group)
    others = group.made.cohort(name="South")
    stranger = Actor(group.made.coordinator(others, external_id=905), True)
    reads = Actor(group.made.row(coordinator, external_id=READ).id, False)
    assert page(group, number, reads).text == page(group, number, OPERATOR).text == "What is meant?"

    for actor, which in ((reads, number), (stranger, number), (stranger, 999), (OPERATOR, 999)):
        with pytest.raises(NotYours):
            answer(group, which, actor=actor)
    for actor, which in ((stranger, number), (stranger, 999), (OPERATOR, 999)):
        with pytest.raises(NotYours):
            page(group, which, actor)
    with group.writer.begin() as here, pytest.raises(NotYours):
        asked.asked_list_page(here, stranger, group.cohort)
    assert group.made.row(question, id=number).answer is None
    assert group.made.letters(kind="answer") == []
