"""A closed round: whatever is asked for, no answer changes, and who wanted to change one is led to the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from flows.closed import FIXED
from flows.conversation import Chosen, Conversation
from flows.events import Commanded, Event, Handled, Tapped, Typed
from flows.table import AFTER_WAY_IN, TRIGGERS
from flows.taps import (
    AGENDA_MOVES,
    ELEMENT_MOVES,
    PLAIN_MOVES,
    WAY_IN_MOVES,
)
from frameworks.values import Answer, Said, Shown
from tests.flows.kinds import other, several, small_ones, tiny
from tests.flows.walks import Walk

# Buttons that change what was answered. Whatever is added to the flow is either found here, or changes nothing.
WRITE = {trigger: letter for letter, trigger in {**ELEMENT_MOVES, **PLAIN_MOVES, **WAY_IN_MOVES}.items()}
NUMBERS = (0, 1, 3)


def places(framework_number: int = 0) -> Iterator[Walk]:
    """A person at every state after the way in, at each question, with an answer to each or to some."""
    framework = small_ones()[framework_number]
    for whole in (True, False):
        for state in AFTER_WAY_IN:
            for element in framework.elements[:1]:
                walk = Walk(framework).to_first_question()
                walk.conversation = replace(
                    walk.conversation,
                    state=state,
                    dimension=element.dimension,
                    element=element.id,
                    answers=_answers(walk, whole=whole),
                    chosen={f"act.{element.id}.1": Chosen("shown", day="2026-04-01")},
                    round_no=1,
                    closed=True,
                    wide=True,
                )
                yield walk


def _answers(walk: Walk, *, whole: bool) -> Mapping[str, Answer]:
    asked = walk.here.elements if whole else walk.here.elements[:1]
    return {each.id: Answer(Said.LEVEL, 1, Shown.SKIPPED) for each in asked}


def events(walk: Walk) -> Iterator[Event]:
    """Every button that a move hangs on, what may be typed, and what comes by a letter."""
    for letter in {*ELEMENT_MOVES, *AGENDA_MOVES, *PLAIN_MOVES, *WAY_IN_MOVES, "O", "C", "1"}:
        if letter == "W":
            continue  # to forget is everybody's right at any time
        yield from (walk.button(letter, number) for number in NUMBERS)
    yield from map(Typed, ("1", "3", "a", "b", "don't know", "next", "back", "does not apply"))
    yield from (Commanded(name) for name in ("start", "result", "resume", "menu", "agenda", "pause"))
    yield from (Handled("2"), Handled("2", 1))


@pytest.mark.parametrize("number", range(len(small_ones())))
def test_nothing_changes_an_answer_of_a_closed_round(number: int) -> None:
    for walk in places(number):
        there = walk.conversation
        for event in events(walk):
            walk.take(event)
            after = walk.conversation
            assert after.answers == there.answers, (there.state, event)
            assert (after.run, after.closed) == (there.run, True)
            assert (after.inputs.scope, after.inputs.profile) == (there.inputs.scope, there.inputs.profile)
            walk.conversation = there


def test_the_same_events_do_change_answers_of_an_open_round() -> None:
    """Else the test above would hold for a program that does nothing."""
    changed = set()
    for walk in places():
        there = walk.conversation = replace(walk.conversation, closed=False)
        for event in events(walk):
            walk.take(event)
            if walk.conversation.answers != there.answers and isinstance(event, Tapped):
                changed.add(event.action)
            walk.conversation = there

    assert {"l", "d", "p", "o", "Y", "+"} <= changed


def test_every_move_that_is_refused_is_one_of_the_table() -> None:
    assert set(TRIGGERS) >= FIXED


def asked_for(trigger: str, walk: Walk) -> Conversation:
    walk.take(walk.button(WRITE[trigger], 1))
    return walk.conversation


@pytest.mark.parametrize("trigger", ["answer", "dont_know", "excuse", "start_over"])
def test_who_wants_to_change_an_answer_is_led_to_the_result(trigger: str) -> None:
    walk = next(each for each in places() if each.conversation.state == "asking")
    after = asked_for(trigger, walk)

    assert after.state == "summary"
    assert after.notice is not None
    assert after.notice.key == "round_closed"


def test_whose_round_closed_before_their_first_answer_is_led_to_something_else() -> None:
    """Neither a question nor a screen of the way in may be a dead end."""
    walk = next(each for each in places() if each.conversation.state == "asking")
    walk.facts = several(walk.framework, other())
    there = walk.conversation = replace(walk.conversation, answers={})
    after = asked_for("answer", walk)

    assert after.state in {"picking", "naming"}
    assert after.notice is not None
    assert after.notice.key == "round_missed"
    assert after.revision == there.revision + 1

    for state, trigger in (("profiling", "profile"), ("scope", "set_scope")):
        walk.conversation = replace(there, state=state, element=None, place_no=there.place_no + 1)
        walk.take(walk.button(WRITE[trigger], 0))
        assert walk.conversation.state in {"picking", "naming"}


def test_an_action_is_done_in_a_closed_round_and_the_level_stays() -> None:
    walk = next(each for each in places() if each.conversation.state == "raising")
    there = walk.conversation
    after = asked_for("raise", walk)

    assert after.state == "planning"
    assert after.answers == there.answers
    assert [chosen.status for chosen in after.chosen.values()] == ["done"]
    assert after.notice is not None
    assert after.notice.key == "round_closed_raise"


def test_actions_are_planned_after_closing_as_before() -> None:
    walk = Walk(tiny(more=True)).to_first_question()
    for _ in range(2):
        walk.tap("l", 1)
    walk.conversation = replace(walk.conversation, closed=True, wide=True)
    walk.tap("0")
    walk.take(walk.button("1", 0, walk.here.elements[0].id))
    walk.tap("2")
    walk.tap("4", 0)

    assert walk.conversation.state == "planning"
    assert [chosen.event for chosen in walk.conversation.chosen.values()] == ["board"]


def test_a_letter_leads_to_the_result_of_a_closed_round() -> None:
    walk = next(each for each in places() if each.conversation.state == "paused")
    walk.take(Handled("2"))

    assert walk.conversation.state == "summary"
