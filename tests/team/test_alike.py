"""Colleagues who divide the questions: what nobody else answered stays open until they agree, or open their answers."""

from __future__ import annotations

import pytest

from flows.round_pages import SheetElementPage, SheetPage
from frameworks.settling import Settled, State
from tests.frameworks.samples import SP
from tests.team.meeting import ONE, Meeting, ordinal
from tests.team.meeting_drawn import sheet as drawn
from tests.team.seats import Team

HALF = len(SP.elements) // 2
MINE, THEIRS = ([one.id for one in part] for part in (SP.elements[:HALF], SP.elements[HALF:]))
APART = next(one for one in THEIRS if not SP.element_by_id[one].must)
EXCUSED = next(one.id for one in SP.elements if one.na_reasons and not one.must)
TO_TALK = {APART, *(one.id for one in SP.elements if one.must)}
"""What they differ on, and musts, which somebody alone says only where a role of theirs is asked."""


@pytest.fixture
def held(team: Team) -> Meeting:
    """Two who answered half of the questions each, and differ on one."""
    made = Meeting.of(team, 2)
    made.says(0, {**dict.fromkeys(MINE, 3), APART: 1})
    made.says(1, dict.fromkeys(THEIRS, 2))
    made.close()
    return made


def sheet(held: Meeting) -> SheetPage:
    found = held.team.opened(held.people[0], "sheet", held.round)
    assert isinstance(found, SheetPage)
    return found


def opens(held: Meeting) -> None:
    for person in range(len(held.people)):
        held.doing(person, "open_answers", extra=1)


def test_what_one_of_two_answered_is_open_and_one_tap_agrees_on_nothing(held: Meeting) -> None:
    assert set(held.kept().settled.values()) == {Settled(State.OPEN, 1, 4)}
    assert {line.level for line in sheet(held).lines} == {None}
    text = drawn(sheet(held)).text
    assert "You did not all give the same answer." in text and "One person" not in text

    assert held.doing(0, "agree_same_views") == "agreed_same"
    assert held.kept().agreed == frozenset()


def test_once_both_open_their_answers_one_tap_agrees_on_what_nobody_contradicts(held: Meeting) -> None:
    opens(held)
    page = sheet(held)
    assert {line.element for line in page.lines if line.level is None} == TO_TALK
    assert "Level given: 3 In place." in drawn(page, 1).text
    labels = [button.label for row in drawn(page).rows for button in row]
    assert f"Agree on {len(SP.elements) - len(TO_TALK)} levels nobody contradicts" in labels

    assert held.doing(0, "agree_same_views") == "agreed_same"
    kept = held.kept()
    assert kept.agreed == {one.id for one in SP.elements} - TO_TALK
    assert kept.settled[ONE] == Settled(State.LEVEL, 3, 3, shown=True)
    assert kept.settled[APART] == Settled(State.OPEN, 1, 4)
    assert "Level given" not in drawn(sheet(held), 1).text


def test_answers_of_one_who_is_gone_are_not_agreed_on(held: Meeting) -> None:
    opens(held)
    held.team.act(held.people[1], "leave_team", held.organisation)

    assert {line.level for line in sheet(held).lines} == {None}
    held.doing(0, "agree_same_views")
    assert held.kept().agreed == frozenset()


def test_where_levels_differ_nobody_agrees_unseen_on_the_one_in_the_middle(team: Team) -> None:
    made = Meeting.of(team, 3)
    for person, level in enumerate((1, 3, 3)):
        made.says(person, {APART: level})
    made.close()
    opens(made)

    assert [(line.element, line.level) for line in sheet(made).lines if line.spread] == [(APART, None)]
    made.doing(0, "agree_same_views")
    assert made.kept().agreed == frozenset()


def test_who_says_that_it_does_not_apply_contradicts_a_level(team: Team) -> None:
    made = Meeting.of(team, 2)
    made.says(0, {EXCUSED: 3})
    made.says(1, {EXCUSED: "x"})
    made.close()
    opens(made)

    assert [line.level for line in sheet(made).lines if line.element == EXCUSED] == [None]
    made.doing(0, "agree_same_views")
    assert made.kept().agreed == frozenset()


def test_who_did_not_answer_reads_nothing_that_was_opened_whoever_leads(team: Team) -> None:
    """They were not asked to open theirs, and nobody agreed to show them anything."""
    made = Meeting.of(team, 3, facilitators=1)
    for person in (0, 2):
        made.says(person, {APART: 3})
        made.doing(person, "open_answers", extra=1)
    made.close()
    late = team.joined(made.people[0], "facilitator")

    for lead in (made.people[1], late):
        page = team.opened(lead, "sheet_element", made.round, ordinal(APART))
        assert isinstance(page, SheetElementPage) and page.given == ()
        seen = team.opened(lead, "sheet", made.round)
        assert isinstance(seen, SheetPage) and not seen.open_mode
        assert {line.level for line in seen.lines} == {None}
        team.act(lead, "agree_same_views", made.round)
        assert made.kept().agreed == frozenset()
    page = team.opened(made.people[0], "sheet_element", made.round, ordinal(APART))
    assert isinstance(page, SheetElementPage) and len(page.given) == 2
