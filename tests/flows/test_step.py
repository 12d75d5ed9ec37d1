"""The step in cases: one place at a time, and nothing is ever written to another element than the one meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.conversation import PLACE_LIMIT, RUN_LIMIT, Notice
from flows.events import Commanded, Edited, Incoming, Sent, Typed
from flows.step import step
from frameworks.model import Framework
from frameworks.values import Answer, Said, Shown
from tests.flows.kinds import FACTS, complete, tiny
from tests.flows.walks import CHAT, Walk
from tests.frameworks.samples import SP, branches


def first_question(framework: Framework = SP) -> Walk:
    return Walk(framework).to_first_question()


def test_a_language_switch_and_side_pages_keep_the_button_in_front_of_the_person_alive() -> None:
    walk = first_question()
    button = walk.button("l", 2)
    for event in (walk.button("t", 1), walk.button("m"), walk.button("y"), Commanded("privacy"), Edited()):
        before = walk.conversation
        walk.take(event)
        assert walk.conversation.place_no == before.place_no
        assert walk.conversation.shown_at == before.shown_at
        assert walk.conversation.revision > before.revision
    walk.take(button)

    assert walk.conversation.language == "fr"
    assert walk.conversation.answers[SP.elements[0].id].level == 2


def test_each_sub_step_and_each_element_has_a_place_number_of_its_own() -> None:
    walk = first_question()
    numbers = [walk.conversation.place_no]
    for action, choice in (("l", 3), ("p", 0), ("k", 0), ("d", 0), ("w", 1), ("b", 0)):
        walk.tap(action, choice)
        numbers.append(walk.conversation.place_no)

    assert numbers == list(range(numbers[0], numbers[0] + 7))


def test_place_numbers_and_runs_begin_anew_at_their_limits() -> None:
    walk = first_question()
    walk.conversation = replace(walk.conversation, place_no=PLACE_LIMIT - 1, run=RUN_LIMIT - 1)
    walk.tap("l", 2)
    assert walk.conversation.place_no == 0
    walk.tap("Y")

    assert walk.conversation.run == 0
    assert walk.conversation.answers == {}
    assert walk.conversation.dimension is None


def test_a_late_copy_from_the_newest_message_is_acknowledged_and_moves_nothing() -> None:
    walk = first_question()
    button = walk.button("l", 2)
    walk.take(button)
    before = walk.conversation
    result = walk.take(button)

    assert result.conversation is before
    assert result.ack == Notice("saved_level", {"level": 2})


def test_a_tap_on_an_older_message_opens_its_element_and_writes_nothing() -> None:
    walk = first_question()
    old = walk.button("l", 4)
    walk.tap("l", 2)
    before = walk.conversation
    walk.take(old, facts=replace(FACTS, from_living=False))

    assert walk.conversation.element == SP.elements[0].id
    assert walk.conversation.state == "asking"
    assert walk.conversation.answers == before.answers


def test_a_tap_of_an_earlier_run_is_closed() -> None:
    walk = first_question()
    old = walk.button("l", 4)
    walk.tap("Y")
    before = walk.conversation
    walk.take(old, facts=replace(FACTS, from_living=False))

    assert walk.conversation.notice == Notice("closed_run")
    assert walk.conversation.place_no == before.place_no
    assert walk.conversation.answers == {}


@pytest.mark.parametrize(
    ("action", "choice", "opening"),
    [("l", 9, ()), ("l", 0, ()), ("e", 9, (("n", 0),)), ("e", 0, (("n", 0),)), ("p", 9, (("l", 3),))],
)
def test_a_choice_that_does_not_exist_neither_writes_nor_moves(
    action: str, choice: int, opening: tuple[tuple[str, int], ...]
) -> None:
    walk = Walk(tiny()).to_first_question()
    for each in opening:
        walk.tap(*each)
    before = walk.conversation
    walk.tap(action, choice)

    assert walk.conversation.answers == before.answers
    assert (walk.conversation.state, walk.conversation.element) == (before.state, before.element)


def test_the_first_answer_keeps_how_long_the_place_was_open_and_a_change_does_not_touch_it() -> None:
    walk = first_question()
    first = SP.elements[0].id
    walk.take(walk.button("l", 2), wait=42.9)
    assert walk.conversation.answers[first].seconds == 42
    walk.tap("O", 0, first)
    walk.take(walk.button("l", 1), wait=500)

    assert walk.conversation.answers[first] == Answer(Said.LEVEL, 1, seconds=42)


def test_an_answer_after_a_dont_know_keeps_the_time_of_the_first_one() -> None:
    walk = first_question()
    first = SP.elements[0].id
    walk.take(walk.button("d"), wait=30)
    walk.take(walk.button("w", 1), wait=7)
    walk.tap("b")
    walk.take(walk.button("l", 2), wait=500)

    assert walk.conversation.answers[first] == Answer(Said.LEVEL, 2, seconds=30)


def test_a_tap_that_changes_nothing_is_not_drawn_again_but_a_text_is_answered() -> None:
    walk = first_question()
    before = walk.conversation
    walk.tap("c")
    assert walk.conversation is before
    walk.take(Commanded("start"))
    shown = walk.conversation
    walk.take(Commanded("start"))

    assert walk.conversation == replace(shown, revision=shown.revision + 1)


@pytest.mark.parametrize(("wait", "seconds"), [(-3600.0, 0), (0.0, 0), (3600.0, 3600), (90_000.0, 3600)])
def test_seconds_stay_between_none_and_an_hour(wait: float, seconds: int) -> None:
    walk = first_question()
    walk.take(walk.button("l", 2), wait=wait)

    assert walk.conversation.answers[SP.elements[0].id].seconds == seconds


def test_a_typed_answer_from_before_the_question_was_shown_is_not_written() -> None:
    walk = first_question()
    walk.tap("l", 2)
    there = walk.conversation
    early = Incoming(CHAT, "early", Typed("3"), there.shown_at - timedelta(seconds=1))
    result = step(there, early, FACTS, SP, walk.now)

    assert result.conversation.answers == there.answers
    first, second = SP.elements[0].id, SP.elements[1].id
    assert result.conversation.notice == Notice("typed_early", {"last": first, "now": second})


def test_a_second_typed_answer_of_the_same_batch_is_not_written() -> None:
    walk = first_question()
    walk.take(Typed("2"))
    before = walk.conversation
    walk.take(Typed("2"), facts=replace(FACTS, unseen=True))

    assert walk.conversation.answers == before.answers
    assert walk.conversation.element == before.element
    assert walk.conversation.notice is not None
    assert walk.conversation.notice.key == "typed_early"


def test_a_digit_on_the_proof_screen_is_a_copy_or_changes_that_same_element() -> None:
    walk = first_question()
    first = SP.elements[0].id
    walk.tap("l", 3)
    walk.take(Typed("3"))
    assert (walk.conversation.state, walk.conversation.element) == ("proving", first)
    walk.take(Typed("1"))

    assert walk.conversation.answers == {first: Answer(Said.LEVEL, 1, seconds=5)}
    assert walk.conversation.element == SP.elements[1].id
    assert walk.conversation.notice == Notice("level_now", {"element": first, "level": 1})


def test_proof_is_asked_again_only_where_none_was_shown() -> None:
    walk = Walk(tiny()).to_first_question()
    first = walk.conversation.element
    assert first is not None
    walk.tap("l", 4)
    walk.tap("p", 1)
    walk.tap("O", 0, first)
    walk.tap("l", 3)

    assert walk.conversation.answers[first] == Answer(Said.LEVEL, 3, Shown.OPTION, 1, seconds=5)
    assert walk.conversation.state == "asking"


def test_a_part_without_questions_cannot_be_chosen() -> None:
    """Where all of a part hangs on a condition that does not hold, no screen offers it."""
    framework = complete(branches())
    last = framework.dimensions[1]
    framework = replace(
        framework, dimensions=(framework.dimensions[0], replace(last, elements=last.elements[:1]))
    )
    walk = Walk(framework).to_first_question()
    walk.tap("M")
    before = walk.conversation
    walk.tap("C", 1)

    assert walk.conversation == replace(before, notice=Notice("not_now"), revision=before.revision + 1)


def test_refused_moves_say_so_and_change_nothing_else() -> None:
    walk = Walk(SP)
    walk.take(Commanded("start"))
    for event, key in ((Commanded("pause"), "not_now_pause"), (Commanded("result"), "not_now_result")):
        before = walk.conversation
        walk.take(event)
        expected = replace(before, notice=Notice(key), revision=before.revision + 1)
        assert walk.conversation == expected


def test_too_many_reasons_why_nothing_applies_bring_one_notice() -> None:
    framework = replace(tiny(), na_max=1)
    walk = Walk(framework).to_first_question()
    told: list[object] = []
    for _ in range(2):
        walk.tap("n")
        walk.tap("e", 1)
        told.append(walk.conversation.notice)

    assert told == [None, Notice("na_many")]


def test_the_parts_of_an_album_are_one_remark() -> None:
    walk = first_question()
    walk.take(Sent("photo", "77"))
    once = walk.conversation
    walk.take(Sent("photo", "77"))
    assert walk.conversation is once
    walk.take(Sent("photo", "78"))

    assert walk.conversation.revision == once.revision + 1


@pytest.mark.parametrize(("command", "wish"), [("mydata", "my_data"), ("hide", "hide")])
def test_slow_work_is_only_wished_for(command: str, wish: str) -> None:
    walk = first_question()
    before = walk.conversation
    result = walk.take(Commanded(command))

    assert result.wishes == (wish,)
    assert walk.conversation.place_no == before.place_no
    assert walk.conversation.revision == before.revision + 1


def test_a_newer_consent_text_is_asked_before_anything_is_written() -> None:
    walk = Walk(SP).to_first_question()
    newer = replace(FACTS, consent_version="2")
    before = walk.conversation
    for event in (walk.button("l", 2), Typed("2"), Commanded("answers"), walk.button("D")):
        walk.take(event, facts=newer)
        assert walk.conversation.panel in {"consent_new", "consent_kept"}
        assert walk.conversation.answers == before.answers == {}
        assert (walk.conversation.state, walk.conversation.place_no) == ("asking", before.place_no)
    walk.take(Commanded("privacy"), facts=newer)
    assert walk.conversation.panel == "privacy", "what only tells is not stopped"
    walk.take(walk.button("A"), facts=newer)

    assert walk.conversation.consent == "2"
    walk.take(walk.button("l", 2), facts=newer)
    assert walk.conversation.answers[SP.elements[0].id].level == 2


def test_nobody_has_to_agree_anew_to_be_forgotten() -> None:
    walk = Walk(SP).to_first_question()
    walk.take(Commanded("delete"))
    walk.take(walk.button("W"), facts=replace(FACTS, consent_version="2"))

    assert walk.conversation.state == "forgotten"
