"""Taps that come twice, late, all at once or out of place: one answer each, and never another element's."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.buttons import decode, encode
from flows.conversation import PLACE_LIMIT, Conversation
from flows.events import Tapped
from flows.table import AT_ELEMENT
from flows.taps import ACTIONS, ELEMENT_MOVES
from storage.tables import answer_history, organisation, participation
from tests.faults.screens import after, buttons, visited
from tests.faults.small import Q1, Q2, Q3, Q4
from tests.faults.walking import (
    act,
    conversation,
    count,
    enter,
    finish,
    press,
    presses,
    rows,
    said,
    say,
    stored,
    to_naming,
)
from tests.plain_taps import plain_of, plain_taps
from tests.rig import Rig

# What begins a check anew, whose answers are none: the former ones are put away.
ANEW = {"Y", "<"}

pytestmark = pytest.mark.virtual


async def test_a_second_tap_on_the_same_keyboard_never_answers_the_next_question(fx_rig: Rig) -> None:
    """B01: two taps on Q1 back to back; the second arrives when the flow stands on Q2."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    q1 = ana.screen()

    await act(fx_rig, partial(ana.press, "2 Level 2", q1), partial(ana.press, "4 Level 4", q1))

    assert said(fx_rig, ana) == {Q1: 2}
    assert conversation(fx_rig, ana).element == Q2
    assert f"How is it with {Q2}?" in ana.screen().text
    assert [toast.text for toast in ana.toasts][-2:] == ["Saved: 2", "Saved: 2"]
    assert not ana.spinning


async def test_no_button_of_an_older_screen_writes_to_another_element(fx_rig: Rig) -> None:
    """B01: every button of every screen of a whole walk, pressed again at each later place."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    seen = [ana.screen()]
    for label in ("3 Level 3", "Don't know", "Lead", "1 Level 1"):
        await press(fx_rig, ana, label)
        before = said(fx_rig, ana)
        for screen in seen:
            for old in (each for each in screen.labels if each not in {"Back", "More"}):
                await press(fx_rig, ana, old, on=screen)
                assert said(fx_rig, ana) == before, (old, screen.text)
        seen.append(ana.screen())

    assert before == {Q1: 3, Q2: "dont_know", Q3: 1}
    assert not ana.spinning


def test_a_button_with_its_place_number_off_never_writes() -> None:
    """B01: every element-bound button of every kind of screen, one place early, one late, living or not."""
    tried = 0
    for one in visited():
        for own in plain_taps(buttons(one)):
            for off in (-1, +1):
                tap = replace(own, place_no=(own.place_no + off) % PLACE_LIMIT)
                for living in (True, False):
                    assert after(one, tap, from_living=living).answers == one.answers, (one.state, tap)
                    tried += 1

    assert tried > 10_000


def test_a_button_of_a_screen_writes_to_its_own_element_alone() -> None:
    """B01: pressed in time, a button changes the open element and no other."""
    wrote = set()
    for one in visited():
        for tap in plain_taps(buttons(one)):
            changed = _changed(one, after(one, tap))
            if tap.action not in ANEW:
                assert changed <= {one.element}, (one.state, tap)
                wrote |= {tap.action for _each in changed}

    # A place has one more answer, the agenda one more way to give it: the tours of the table go there.
    assert wrote >= set(ELEMENT_MOVES) - {"n", "k", "~", "+"}


@given(
    st.sampled_from(visited()),
    st.builds(
        Tapped,
        st.sampled_from(sorted(ACTIONS)),
        st.integers(0, 63),
        st.integers(-2, 2),
        st.sampled_from((-1, 0, 1)),
        st.integers(-1, 70),
    ),
    st.booleans(),
)
def test_no_invented_tap_writes_to_another_element(one: Conversation, tap: Tapped, living: bool) -> None:
    """B01, B47: whatever the data says, a tap writes to the open element or to none, and moves on only so."""
    place = (one.place_no + tap.place_no) % PLACE_LIMIT
    run = one.run + tap.run if tap.ordinal >= 0 else -1
    real = Tapped(tap.action, tap.choice, place, run, tap.ordinal)

    following = after(one, decode(encode(real)), from_living=living)

    if tap.action not in {*ANEW, "W"}:
        assert _changed(one, following) <= {one.element}
    if tap.place_no:
        assert following.answers == one.answers


def test_an_invented_button_of_another_element_moves_nobody_on() -> None:
    """B01: with the present place but another element in its data, a button neither writes nor moves."""
    for one in (each for each in visited() if each.state in AT_ELEMENT):
        shown = [plain_of(button) for button in buttons(replace(one, panel=None))]
        own = [tap.ordinal for tap in shown if tap.ordinal >= 0]
        for action in ELEMENT_MOVES:
            for ordinal in {*range(-1, 6)} - {*own}:
                tap = Tapped(action, 1, one.place_no, one.run if ordinal >= 0 else -1, ordinal)
                following = after(one, tap)
                assert (following.answers, following.place_no) == (one.answers, one.place_no), (
                    one.state,
                    tap,
                )


def _changed(before: Conversation, following: Conversation) -> set[str]:
    ids = {*before.answers, *following.answers}
    return {each for each in ids if before.answers.get(each) != following.answers.get(each)}


async def test_twenty_taps_at_once_are_one_answer_and_one_next_question(fx_rig: Rig) -> None:
    """B02: the same button 20 times, each press an update of its own, all at once."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    sent = len(fx_rig.world.calls_of("sendMessage"))

    await fx_rig.at_once(presses(ana, ana.screen(), "3 Level 3", 20))

    assert said(fx_rig, ana) == {Q1: 3}
    assert stored(fx_rig) == (1, 1, 0)
    assert len(fx_rig.world.calls_of("sendMessage")) == sent
    assert len([screen for screen in ana.screens() if Q2 in screen.text]) == 1
    assert {toast.text for toast in ana.toasts} == {"Saved: 3"}
    assert not any(toast.alert for toast in ana.toasts)
    assert not ana.spinning


async def test_twenty_people_at_once_get_one_answer_and_one_question_each(fx_rig: Rig) -> None:
    """B02: twenty respondents, each pressing twice, in one moment."""
    people = [fx_rig.person(number) for number in range(1, 21)]
    for one in people:
        await enter(fx_rig, one)

    await fx_rig.at_once(
        update for one in people for update in presses(one, one.screen(), f"{one.user_id % 4 + 1} ", 2)
    )

    assert [said(fx_rig, one) for one in people] == [{Q1: one.user_id % 4 + 1} for one in people]
    assert stored(fx_rig) == (20, 20, 0)
    assert all(Q2 in one.screen().text for one in people)


async def test_one_update_delivered_again_at_once_and_much_later_changes_nothing(fx_rig: Rig) -> None:
    """B02: the same update id twice in a batch, and once more when two questions have passed."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    tap = ana.press("3 Level 3")
    await fx_rig.at_once([tap, tap])
    await press(fx_rig, ana, "1 Level 1", "2 Level 2")
    screen, messages = ana.screen(), len(ana.messages())

    await fx_rig.do(tap)

    assert said(fx_rig, ana) == {Q1: 3, Q2: 1, Q3: 2}
    assert stored(fx_rig) == (3, 3, 0)
    assert (ana.screen(), len(ana.messages())) == (screen, messages)


async def test_a_choice_of_several_is_set_once_and_done_is_honoured_once(fx_rig: Rig) -> None:
    """B04: on the one screen with several choices, a double tap is no toggle, and Done counts once."""
    ana = fx_rig.person(1)
    await enter_to_roles(fx_rig, ana.user_id)
    screen = ana.screen()

    await fx_rig.at_once(presses(ana, screen, "Lead", 2))
    await press(fx_rig, ana, "Bookkeeper")
    assert conversation(fx_rig, ana).inputs.roles == ("lead", "books")
    await fx_rig.at_once(presses(ana, ana.screen(), "Done", 2))

    assert conversation(fx_rig, ana).state == "scope"
    assert conversation(fx_rig, ana).inputs.roles == ("lead", "books")
    assert not ana.toasts


async def enter_to_roles(rig: Rig, number: int) -> None:
    ana = rig.person(number)
    await to_naming(rig, ana)
    await say(rig, ana, "Org A")
    await press(rig, ana, "Under 10", "We would pay first")


async def test_double_taps_do_not_change_a_result(fx_rig: Rig) -> None:
    """B04: every tap of one person doubled; the counts are those of somebody who tapped once."""
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    for one in (ana, ben):
        await enter(fx_rig, one)
    for label in ("3 ", "2 ", "4 ", "Go on", "3 ", "1 ", "2 ", "Go on", "See the summary"):
        await press(fx_rig, ana, label)
        await fx_rig.at_once(presses(ben, ben.screen(), label, 2))

    assert "In place: 3. Started: 2. Not yet: 1." in ana.screen().text
    assert ben.screen() == ana.screen() or ben.screen().text == ana.screen().text
    assert not [toast for toast in ben.toasts if not toast.text.startswith("Saved: ")]


async def test_finishing_twice_over_a_slow_line_is_one_finish(fx_rig: Rig) -> None:
    """B16: the reply is held for a minute; the person presses again, writes /start and presses again."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    for label in ("3 ", "2 ", "4 ", "Go on", "3 ", "1 ", "2 ", "Go on"):
        await press(fx_rig, ana, label)
    review = ana.screen()
    fx_rig.world.trouble.too_many("editMessageText", retry_after=60)

    for update in (*presses(ana, review, "See the summary", 2), ana.command("/start")):
        fx_rig.offer(update)
    await fx_rig.settle()
    await press(fx_rig, ana, "See the summary", on=review)

    assert count(fx_rig, participation) == count(fx_rig, organisation) == 1
    assert [row.finished_at for row in rows(fx_rig, select(participation.c.finished_at))] != [None]
    assert conversation(fx_rig, ana).finished
    assert "Your readiness check" in ana.screen().text
    assert fx_rig.world.trouble.impatient == 0


async def test_finishing_again_later_keeps_the_first_time(fx_rig: Rig) -> None:
    """B16: going back and seeing the summary again is no second submission."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await finish(fx_rig, ana)
    first = rows(fx_rig, select(participation.c.finished_at))

    await press(fx_rig, ana, "Back", "See the summary", "Stop here", "See the summary again")

    assert rows(fx_rig, select(participation.c.finished_at)) == first
    assert count(fx_rig, answer_history) == 6


async def test_a_part_is_counted_once_however_it_was_reached(fx_rig: Rig) -> None:
    """B04: leaving a part in the middle and coming back by another way asks nothing twice."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(
        fx_rig, ana, "3 ", "More", "All parts", "Finance", "2 ", "More", "All parts", "Governance: 1 of 3"
    )
    assert conversation(fx_rig, ana).element == Q2

    await press(fx_rig, ana, "3 ", "4 ")

    assert said(fx_rig, ana) == {Q1: 3, Q2: 3, Q3: 4, Q4: 2}
    assert "Governance: 3 of 3 in place." in ana.screen().text
