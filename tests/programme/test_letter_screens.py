"""Letters as they are read: in every language, with the longest texts, with every sign people type."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.buttons import DATA_LIMIT, Button, Screen, decode, encode
from bot.programme.letter_screens import BY_KIND, letter_screen
from bot.pseudo import PSEUDO
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.agenda import element_of
from flows.checks import as_part
from flows.conversation import Chosen, Conversation, Inputs
from flows.events import Handled
from frameworks.values import Answer, Said
from storage.programme.letter_facts import LetterFacts
from tests.flows.walks import Walk
from tests.programme.letters_made import (
    BARE,
    HIGH,
    LONGEST,
    NOW,
    STRANGE,
    USUAL,
    about_action,
    letter,
    people,
    to_draw,
)
from tests.screens_made import FRAMEWORKS, LANGUAGES, PROPER_NAMES, SCREENS, SP

each_language = pytest.mark.parametrize("language", LANGUAGES)
DATA = [element.id for element in SP.elements if element.dimension == "meas"]
BEFORE_DATA = [element.id for element in SP.elements[: SP.ordinal_by_id[DATA[0]]]]


def level(number: int, seconds: int = 60) -> Answer:
    return Answer(Said.LEVEL, number, seconds=seconds)


def answering(answered: list[str], element: str | None, **changes: Any) -> Conversation:
    """Somebody in the middle of the provider check, at 60 seconds a question."""
    there = Conversation(
        people()[0].chat,
        "en",
        SP.key,
        NOW,
        state="asking",
        dimension=SP.element_by_id[element].dimension if element else None,
        element=element,
        inputs=Inputs("Red Cross", SP.sizes[1].id, "direct", (SP.roles[0].id,)),
        answers=dict.fromkeys(answered, level(2)),
    )
    return replace(there, **changes)


def drawn(there: Conversation, kind: str, facts: LetterFacts) -> Screen:
    screen = letter_screen(SCREENS, there, letter(kind), facts)
    assert screen is not None
    return screen


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


@cache
def all_drawn(language: str) -> tuple[tuple[Conversation, str, LetterFacts, Screen], ...]:
    found = []
    for there, held, facts in to_draw():
        screen = letter_screen(SCREENS, replace(there, language=language), held, facts)
        if screen is not None:
            found.append((there, held.kind, facts, screen))
    return tuple(found)


@each_language
def test_every_letter_fits_one_message_uncut_and_every_button_its_place(language: str) -> None:
    assert {kind for _, kind, _, _ in all_drawn(language)} == set(BY_KIND)
    for there, kind, _, screen in all_drawn(language):
        place = f"{language} {kind} {there.state}"
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT, place
        assert not screen.text.endswith("\n…"), place
        assert screen.text == screen.text.strip(), place
        assert "\n\n\n" not in screen.text, place
        assert "{" not in screen.text.replace("{name} {0}", ""), place
        for button in buttons(screen):
            assert 1 <= len(button.label) <= 64, place
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, place
            assert decode(encode(button.tap)) == button.tap, place
            assert isinstance(button.tap, Handled), place


def test_in_the_test_language_every_word_of_every_letter_is_accented() -> None:
    theirs = (
        *("West 2027", "Grace", "Red Cross", "Can we talk on Monday?", "Yes, it counts."),
        *("Nairobi", "Buenos Aires", "UTC", "30 April", "30 September", "26 March", "/reminders"),
    )
    names = sorted((*theirs, *PROPER_NAMES), key=len, reverse=True)
    for there, kind, _, screen in all_drawn(PSEUDO):
        for text in (screen.text, *(button.label for button in buttons(screen))):
            left = text
            for name in filter(None, (there.inputs.organisation, *names)):
                left = left.replace(name, "")
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{kind}: {text}"


def test_a_reminder_says_where_one_stopped_and_what_is_left() -> None:
    there = answering(
        [*BEFORE_DATA, DATA[0]], DATA[1], inputs=Inputs("Red Cross", "10-49", "direct", (), "full")
    )
    rest = [element.id for element in SP.elements if element.id not in there.answers][1:-2]
    there = replace(there, answers={**there.answers, **dict.fromkeys(rest, level(2))})

    screen = drawn(there, "reminder", replace(USUAL, writer=""))

    assert screen.text == (
        "A reminder from West 2027, which you joined.\n"
        "Red Cross: you stopped at Data, question 2 of 4.\n"
        "3 questions left, about 3 minutes.\n\n"
        "Last day: 30 April (Nairobi time)."
    )
    assert [(button.label, button.tap) for button in buttons(screen)] == [
        ("Go on", Handled("2")),
        ("Remind me in 3 days", Handled("3", extra=3)),
        ("Stop all messages", Handled("4")),
    ]


def test_one_question_is_not_called_questions() -> None:
    *answered, last = [element.id for element in SP.elements]
    there = answering(answered, last)

    english = drawn(there, "reminder", USUAL).text
    french = drawn(replace(there, language="fr"), "reminder", USUAL).text

    assert "\n1 question left, about 1 minute." in english
    assert "\nIl reste 1 question, environ 1 minute." in french


def test_a_reminder_names_whoever_wrote_it_and_whose_clock_is_followed() -> None:
    there = answering(BEFORE_DATA, DATA[0])

    text = drawn(there, "reminder", replace(USUAL, zone_is_own=False)).text

    assert text.startswith("A reminder from Grace, West 2027.\n")
    assert text.endswith("so we go by the time in Nairobi. To change that: /reminders")
    assert "/reminders" not in drawn(there, "reminder", USUAL).text
    assert "time in UTC" in drawn(there, "reminder", BARE).text


def test_a_last_day_in_another_year_is_told_with_its_year() -> None:
    there = answering(BEFORE_DATA, DATA[0])
    for day, told in ((date(2026, 4, 30), "30 April"), (date(2027, 4, 30), "30 April 2027")):
        facts = replace(USUAL, deadline=day)
        assert f"Last day: {told} (Nairobi time)." in drawn(there, "reminder", facts).text


def test_from_between_the_questions_a_reminder_leads_to_the_next_open_one() -> None:
    for state, element in (("resting", BEFORE_DATA[-1]), ("paused", DATA[0]), ("reviewing", None)):
        there = answering(BEFORE_DATA, element, state=state)

        assert "you stopped at Data, question 1 of 4." in drawn(there, "reminder", USUAL).text


def test_who_has_not_begun_reads_so_with_all_there_is_to_do() -> None:
    fresh = Conversation(people()[0].chat, "en", SP.key, NOW, state="naming")
    begun = answering([], SP.elements[0].id, inputs=Inputs("Red Cross", scope="quick"))
    quick = sum(element.quick for element in SP.elements)

    assert "You have not begun yet." in drawn(fresh, "reminder", replace(USUAL, organisation="")).text
    assert "Red Cross: you have not begun yet.\n" in drawn(fresh, "reminder", USUAL).text
    assert "30 questions, about 35 minutes." in drawn(fresh, "reminder", USUAL).text
    assert f"you have not begun yet.\n{quick} questions left" in drawn(begun, "reminder", USUAL).text
    of_ecosystem = drawn(begun, "reminder", replace(USUAL, framework="ec-1.0")).text
    assert FRAMEWORKS["ec-1.0"].name in of_ecosystem


def test_with_all_answered_a_reminder_speaks_of_the_summary_and_who_is_done_gets_none() -> None:
    there = answering([element.id for element in SP.elements], None, state="reviewing")

    assert "all questions are answered" in drawn(there, "reminder", USUAL).text
    assert letter_screen(SCREENS, replace(there, finished=True), letter("reminder"), USUAL) is None


def test_a_letter_about_another_check_says_how_to_get_there_and_never_opens_a_wrong_question() -> None:
    there = answering(BEFORE_DATA, DATA[0])
    ecosystem = FRAMEWORKS["ec-1.0"]
    elsewhere = replace(there, framework=ecosystem.key, element=ecosystem.elements[0].id, answers={})
    facts = about_action(there, replace(USUAL, part=as_part(there)), Chosen(event="board"))

    reminder = drawn(elsewhere, "reminder", replace(USUAL, part=as_part(there)))
    check_in = drawn(elsewhere, "check_in", facts)

    assert "Red Cross: you stopped at Data, question 1 of 4." in reminder.text
    assert f"This is about another check: {SP.name}. Go on takes you there." in reminder.text
    assert buttons(reminder)[0].tap == Handled("(O", 4)
    element = SP.ordinal_by_id[element_of(facts.action)]
    assert buttons(check_in)[0].tap == Handled("(O", 4, element + 1)


def test_a_check_in_repeats_the_plan_and_opens_that_action() -> None:
    there = answering(BEFORE_DATA, DATA[0])
    element = BEFORE_DATA[2]
    facts = replace(USUAL, action=f"act.{element}.2", chosen=Chosen(day="2026-03-26"))

    screen = drawn(there, "check_in", facts)

    assert screen.text.startswith(f"You planned this:\n{SP.element_by_id[element].name}. On 26 March I will")
    assert screen.text.endswith("\n\nHow is it going?")
    assert buttons(screen)[0].tap == Handled("(O", 4, SP.ordinal_by_id[element] + 1)
    assert buttons(screen)[1].tap == Handled("4")
    assert letter_screen(SCREENS, there, letter("check_in"), replace(facts, chosen=None)) is None
    gone = replace(facts, action="act.sp.gone.2")
    assert letter_screen(SCREENS, there, letter("check_in"), gone) is None


@each_language
def test_what_people_wrote_stands_in_letters_as_they_wrote_it(language: str) -> None:
    facts = replace(USUAL, cohort=STRANGE, writer=STRANGE, organisation=STRANGE, text=STRANGE, answer=STRANGE)
    there = answering(BEFORE_DATA, DATA[0], language=language, inputs=Inputs(STRANGE, scope="full"))

    assert drawn(there, "reminder", facts).text.count(STRANGE) == 3
    assert drawn(there, "note", facts).text.count(STRANGE) == 3
    assert drawn(there, "asked", replace(facts, answer="")).text.count(STRANGE) == 3
    assert drawn(there, "answer", facts).text.count(STRANGE) == 4
    assert drawn(there, "requested", facts).text.count(STRANGE) == 1
    assert drawn(there, "accepted", facts).text.count(STRANGE) == 1


@each_language
def test_the_longest_note_and_answer_are_whole(language: str) -> None:
    there = answering(BEFORE_DATA, DATA[0], language=language)

    assert HIGH * 1500 in drawn(there, "note", LONGEST).text
    assert HIGH * 1500 in drawn(there, "answer", LONGEST).text
    assert HIGH * 1500 in drawn(there, "asked", replace(LONGEST, answer="")).text


def test_notes_questions_and_answers_say_whose_they_are() -> None:
    there = answering(BEFORE_DATA, DATA[0])
    name = SP.element_by_id["sp.lead.board"].name

    note = drawn(there, "note", USUAL)
    asked = drawn(there, "asked", replace(USUAL, answer=""))
    answer = drawn(there, "answer", USUAL)

    assert note.text == "Message from Grace, West 2027:\n\nCan we talk on Monday?\n\nGrace"
    assert [button.tap for button in buttons(note)] == [Handled("2"), Handled("k", 64**5 - 1), Handled("4")]
    assert asked.text.startswith(f"Question from Red Cross, West 2027:\nAsked at: {name}\n\nCan we talk")
    assert [button.tap for button in buttons(asked)] == [Handled("y", USUAL.number)]
    assert answer.text.startswith(f"Answer from Grace, West 2027.\nYou asked about {name}: Can we talk")
    assert answer.text.endswith("\n\nYes, it counts.")
    assert [button.tap for button in buttons(answer)] == [Handled("2")]


def test_what_is_over_says_nothing_and_the_rest_leads_to_its_page() -> None:
    there = answering(BEFORE_DATA, DATA[0])

    assert letter_screen(SCREENS, there, letter("asked"), USUAL) is None
    assert letter_screen(SCREENS, there, letter("answer"), replace(USUAL, answer="")) is None
    assert letter_screen(SCREENS, there, letter("of no kind"), USUAL) is None
    assert buttons(drawn(there, "requested", USUAL))[0].tap == Handled("R", 64**5 - 1)
    assert buttons(drawn(there, "accepted", USUAL))[0].tap == Handled("j", 9)


def test_the_button_of_every_reminder_opens_where_one_is_by_then_and_changes_nothing() -> None:
    walk = Walk(SP)
    walk.conversation = answering([*BEFORE_DATA, DATA[0]], DATA[1])
    first, second = (buttons(drawn(walk.conversation, "reminder", USUAL))[0].tap for _ in range(2))

    walk.take(first)
    here = walk.conversation
    walk.take(second)

    for there in (here, walk.conversation):
        assert (there.state, there.element, there.run) == ("asking", DATA[1], 0)
        assert set(there.answers) == {*BEFORE_DATA, DATA[0]}


def test_the_button_of_a_check_in_opens_its_action() -> None:
    element = BEFORE_DATA[2]
    facts = replace(USUAL, action=f"act.{element}.2", chosen=Chosen(day="2026-03-26"))
    for state in ("summary", "done", "planning"):
        walk = Walk(SP)
        walk.conversation = answering([each.id for each in SP.elements], None, state=state, number=4)

        walk.take(buttons(drawn(walk.conversation, "check_in", facts))[0].tap)

        assert (walk.conversation.state, walk.conversation.element) == ("acting", element)
