"""A question in a later round, with last time's answer and one tap that keeps it; and which organisation it is for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.buttons import Screen
from bot.screens.asking import asking
from flows.conversation import Conversation
from flows.events import Tapped
from flows.pages import Page
from flows.reading import normalise
from flows.round_pages import LastTime
from frameworks.values import Answer, Said
from tests.flows.walks import Walk
from tests.screens_made import LANGUAGES, SCREENS, SP
from tests.screens_seen import samples
from tests.team.meeting_drawn import level_name, question

# --- last time ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_of_a_first_round_stays_as_it_was_to_the_byte(language: str) -> None:
    for there in samples():
        if there.state == "asking":
            there = replace(there, language=language)
            assert SCREENS.draw(there) == asking(SCREENS.sight(there))


def again(page: Page, **changes: object) -> tuple[Conversation, Screen]:
    there = question(round_no=2, **changes)
    return there, SCREENS.draw(there, page)


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (LastTime(2, "level"), Answer(Said.LEVEL, 2)),
        (LastTime(None, "dont_know"), Answer(Said.DONT_KNOW)),
    ],
)
def test_one_tap_keeps_what_was_said_last_time(before: LastTime, kept: Answer) -> None:
    there, screen = again(before)
    first = screen.rows[0][0]
    walk = Walk(SP)
    walk.conversation = there
    assert isinstance(first.tap, Tapped)
    walk.take(first.tap)

    assert first.label.startswith("Still true: ")
    answer = walk.conversation.answers[there.element or ""]
    assert (answer.said, answer.level) == (kept.said, kept.level)


def test_typing_it_is_the_same_as_tapping_it() -> None:
    there, screen = again(LastTime(2, "level"))
    first = screen.rows[0][0]

    assert SCREENS.press(there, normalise(first.label), LastTime(2, "level")) == first.tap


def test_it_tells_what_was_said_why_and_what_the_team_agreed_on() -> None:
    there, screen = again(LastTime(2, "level", "We have the minutes.", 3, "2026-05-12", "Ask Ana."))
    plain = asking(SCREENS.sight(there))

    assert screen.text == "\n".join(
        (
            plain.text,
            "",
            f"Last time (12 May 2026) you said: {level_name(2)}.",
            "Your note: Ask Ana.",
            f"Your team agreed on {level_name(3)}.",
            "Reason: We have the minutes.",
            "Still true?",
        )
    )
    assert screen.rows[1:] == plain.rows


def test_nothing_is_offered_to_keep_where_this_round_has_an_answer_or_nothing_was_said() -> None:
    there = question(round_no=2)
    answered = {there.element or "": Answer(Said.LEVEL, 3)}
    for page, changes in (
        (LastTime(2, "level"), {"answers": answered}),
        (LastTime(agreed=3), {}),
        (LastTime(9, "level"), {}),
        (LastTime(None, "not_my_area"), {}),
        (LastTime(2, "level"), {"closed": True}),
    ):
        _there, screen = again(page, **changes)
        assert "Still true" not in screen.text + screen.rows[0][0].label


# --- several organisations ---


def test_who_answers_for_several_reads_first_which_one_each_screen_is_for() -> None:
    for there in samples():
        if there.panel is None and there.state in {"asking", "resting", "choosing", "proving", "acting"}:
            there = replace(there, inputs=replace(there.inputs, organisation="Red Cross"))
            plain, named = SCREENS.draw(there).text, SCREENS.draw(replace(there, several=True)).text
            assert named == f"{SCREENS.say(there, 'for_organisation', organisation='Red Cross')}\n{plain}"


def test_a_text_to_pass_on_holds_nothing_but_itself() -> None:
    for there in samples():
        if there.state == "acting":
            page = replace(there, panel="pass_on")
            assert SCREENS.draw(replace(page, several=True)) == SCREENS.draw(page)
