"""Where and when a line of many answers is heard: in every state, however late, and never as anything else."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.desk import panel_of
from flows.events import Commanded, Edited, Event, Handled, Sent, Typed
from flows.table import AFTER_WAY_IN
from tests.flows.at_once import button_at_once
from tests.flows.kinds import FACTS, tiny
from tests.flows.test_tours import AGENDA, TOURS, event_of, tour_of
from tests.flows.walks import COMMANDS, WORDS, Walk
from tests.frameworks.samples import SP
from tests.team.bulk_walks import LINE, a_walk, given_levels, says, told, yes


def everywhere() -> Iterator[Walk]:
    """A walk at each state after the way in, in every way it is met on some tours."""
    met = set()
    for name in (AGENDA, "straight through", "answers with more to come", "pauses", "an unfinished result"):
        walk = tour_of(name)
        for word in TOURS[name].split()[::2]:
            walk.take(event_of(walk, word))
            if walk.conversation.state not in met:
                met.add(walk.conversation.state)
                yield copy(walk)


def test_a_line_is_heard_in_every_state_after_the_way_in_and_in_no_other() -> None:
    heard = set()
    for walk in everywhere():
        last = walk.here.dimensions[1].elements[-1].id
        says(walk, f"D2 {'- ' * (len(walk.here.dimensions[1].elements) - 1)}2")
        if walk.conversation.panel == panel_of("(M", 0, 1):
            heard.add(walk.conversation.state)
            yes(walk)
            assert walk.conversation.answers[last].level == 2
    assert heard == set(AFTER_WAY_IN)


def test_where_a_name_is_asked_for_a_line_is_the_name() -> None:
    walk = Walk(SP)
    walk.take(Commanded("start"))
    walk.tap("G")
    walk.tap("A")
    says(walk, LINE)

    assert (walk.conversation.inputs.organisation, walk.conversation.state) == (LINE, "sizing")


EVENTS = st.sampled_from(
    [
        *(Typed(word) for word in (*WORDS, "1a", "yes", "D1", "1", "b")),
        *(Commanded(name) for name in COMMANDS if name not in {"delete"}),
        Edited(),
        Sent("photo"),
    ]
)
LINES = st.text(st.sampled_from("123456789?no-x, "), max_size=14).map("D{}".format)


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.lists(LINES, min_size=1, max_size=4))
def test_no_line_changes_an_answer_before_a_yes(seed: int, texts: list[str]) -> None:
    walk = Walk(tiny(more=True), Random(seed)).to_first_question()
    walk.wander(20)
    if walk.conversation.state not in AFTER_WAY_IN:
        return
    before = walk.conversation
    for text in texts:
        says(walk, text)
        assert walk.conversation.answers == before.answers
        assert (walk.conversation.state, walk.conversation.element) == (before.state, before.element)


@settings(max_examples=60)
@given(EVENTS)
def test_whatever_else_is_done_the_line_waits_no_more_or_is_still_in_front(event: Event) -> None:
    walk = a_walk()
    says(walk, LINE)
    button, before = button_at_once(walk, "(7"), walk.conversation
    walk.take(event)
    still = walk.conversation.panel == before.panel and walk.conversation.notice == before.notice
    others = walk.conversation.answers
    walk.take(button)

    assert (len(walk.conversation.answers) == 4) == still or walk.conversation.answers == others


@pytest.mark.parametrize("event", [Edited(), Sent("sticker"), Handled("??")], ids=repr)
def test_where_another_notice_takes_its_place_the_echo_is_gone_and_the_question_is_back(event: Event) -> None:
    walk = a_walk()
    says(walk, LINE)
    walk.take(event)
    assert walk.conversation.panel is None
    says(walk, "2")

    assert [answer.level for answer in walk.conversation.answers.values()] == [2]


def test_a_yes_counts_once_and_only_for_its_own_echo() -> None:
    walk = a_walk()
    says(walk, LINE)
    first = button_at_once(walk, "(7")
    says(walk, "D3 1 1 1 1")
    again = walk.conversation
    assert walk.take(first).conversation is again
    yes(walk)
    assert set(given_levels(walk).values()) == {1}
    saved = walk.conversation
    assert walk.take(first).conversation is saved
    for forged in (Handled("(7"), Handled("(7", 0, 4095), Handled("(M", 0, 2), Handled("(m", 0, 63)):
        walk.take(forged)
    assert walk.conversation.answers == saved.answers


def test_nobody_confirms_what_they_have_not_seen() -> None:
    walk = a_walk()
    says(walk, LINE)
    before = walk.conversation
    press = button_at_once(walk, "(7")
    unseen = replace(FACTS, unseen=True, press=lambda _here, words: press if words == "yes" else None)
    walk.take(Typed("yes"), facts=unseen)
    assert walk.conversation == replace(before, revision=before.revision + 1)

    walk.take(Typed("yes"), facts=replace(unseen, unseen=False))
    assert len(walk.conversation.answers) == 4


def test_nobody_agrees_on_a_level_of_a_question_they_have_not_seen() -> None:
    """A level typed before the page of that question was shown is for another one, if for any."""
    walk = a_walk()
    there = walk.conversation
    pressed = Handled("(6", 7, 3)
    unseen = replace(FACTS, unseen=True, press=lambda _here, words: pressed if words == "in place" else None)
    walk.conversation = replace(there, panel="desk:(E:7:0")
    assert walk.take(Typed("in place"), facts=unseen).acts == ()

    walk.conversation = replace(there, panel="desk:(E:7:0")
    (act,) = walk.take(Typed("in place"), facts=replace(unseen, unseen=False)).acts
    assert (act.name, act.number, act.extra) == ("agree", 7, 3)


def test_a_line_that_was_sent_long_ago_is_as_good_as_any() -> None:
    """It says itself what it is about: whoever was offline sends it when there is a network."""
    walk = a_walk()
    walk.tap("l", 2)
    walk.take(Typed(LINE), facts=replace(FACTS, unseen=True), wait=-9000)
    assert walk.conversation.panel == panel_of("(M", 0, 2)
    walk.now += timedelta(hours=5)
    yes(walk)
    assert len(walk.conversation.answers) == 5


@pytest.mark.parametrize("at_once", [True, False])
def test_lines_about_several_parts_wait_one_behind_the_other(at_once: bool) -> None:
    """Whoever was offline may have written several, in one message or in many."""
    walk = a_walk()
    for text in (
        ["D5 2 2 2 2\n\nD1 4 1 1\nD3 3 2 4 ?\n"] if at_once else ["D3 3 2 4 ?", "D1 4 1 1", "D5 2 2 2 2"]
    ):
        says(walk, text)
    for part, answered in ((4, 4), (0, 7), (2, 11)):
        assert walk.conversation.panel == panel_of("(M", 0, part)
        button = button_at_once(walk, "(7")
        walk.take(button)
        after = walk.conversation
        assert len(after.answers) == answered
        assert walk.take(button).conversation is after
    assert told(walk) == "marks_saved"
    # First the proofs of the last part, then those of the parts before it.
    assert walk.conversation.panel == panel_of("(q", 0, 2)
    says(walk, "1a 3a")
    assert walk.conversation.panel == panel_of("(q", 0, 0)
    says(walk, "1a")
    assert walk.conversation.panel is None


def test_a_newer_line_about_the_same_part_takes_the_place_of_the_older_one() -> None:
    walk = a_walk()
    for text in ("D3 1 1 1 1", "D1 2 2 2", "D3 3 3 3 3\nD3 2 2 2 2"):
        says(walk, text)
    yes(walk)
    yes(walk)

    assert list(given_levels(walk).values()) == [2] * 7


def test_where_one_of_several_lines_is_about_no_part_none_is_taken() -> None:
    walk = a_walk()
    says(walk, "D3 1 1 1 1\nD9 2 2")

    assert (walk.conversation.panel, told(walk)) == (None, "part_unknown")


@pytest.mark.parametrize(
    "text", ["3", "level 3", "9", "a", "d", "in place", "back", "pause", "help", "", "How do you mean?"]
)
@pytest.mark.parametrize("state", ["asking", "proving", "knowing"])
def test_what_means_something_today_means_it_still(state: str, text: str) -> None:
    walk = a_walk()
    for action, choice in {"asking": [], "proving": [("l", 3)], "knowing": [("d", 0)]}[state]:
        walk.tap(action, choice)
    says(walk, text)

    assert not (walk.conversation.panel or "").startswith("desk:")


def test_the_first_word_alone_asks_for_the_questions_of_that_part() -> None:
    walk = a_walk()

    assert [act.name for act in says(walk, "D3").acts] == ["marks"]
    assert says(walk, "D9").acts == ()
    assert told(walk) == "part_unknown"


def test_on_the_page_of_a_part_its_name_may_be_left_out() -> None:
    walk = a_walk()
    walk.conversation = replace(walk.conversation, panel=panel_of("(m", 0, 2))
    says(walk, "324?")
    assert walk.conversation.panel == panel_of("(M", 0, 2)
    walk.conversation = replace(walk.conversation, panel=panel_of("(m", 0, 2), notice=None)
    says(walk, "D2 3 2 4 1 ?")
    assert walk.conversation.panel == panel_of("(M", 0, 1)
    walk.conversation = replace(walk.conversation, panel=panel_of("(m", 0, 2), notice=None)
    says(walk, " \n ")
    assert (walk.conversation.panel, told(walk)) == (panel_of("(m", 0, 2), "marks_none")


def test_in_a_closed_round_no_line_is_taken() -> None:
    walk = a_walk()
    walk.conversation = replace(walk.conversation, closed=True)
    says(walk, LINE)
    assert walk.conversation.panel is None
    assert told(walk) == "line_closed"

    walk = a_walk()
    says(walk, LINE)
    button = button_at_once(walk, "(7")
    walk.conversation = replace(walk.conversation, closed=True)
    walk.take(button)
    assert (walk.conversation.answers, told(walk)) == ({}, "round_missed")
