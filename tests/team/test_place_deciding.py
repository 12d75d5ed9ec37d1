"""The meeting about a place: a level that some groups decide on is changed by one of them alone, others confirm it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from flows.events import Typed
from flows.mark_pages import EchoPage
from flows.marks import Why
from flows.round_pages import SheetElementPage
from frameworks.settling import Settled, State
from tests.team.place_meeting import (
    AGREED,
    DONOR,
    EC,
    GOVERNMENT,
    POWER,
    PROVIDER,
    PROVIDERS,
    PlaceMeeting,
    place_meeting,
)

LAW = EC.dimensions[1]
OWNER, OFFICIAL, SECOND = 0, 1, 2


@pytest.fixture
def held(writer: Engine) -> PlaceMeeting:
    """A provider who owns the place, an official who leads with them, a donor, another official; closed."""
    made = place_meeting(
        writer, (GOVERNMENT, "facilitator"), (DONOR, "one"), (PROVIDER, "one"), (PROVIDER, "one")
    )
    for person in range(5):
        made.level(person, 2 if person == OFFICIAL else 3)
    made.closed()
    return made


def agrees(held: PlaceMeeting, which: str, value: int, person: int = OWNER) -> str:
    return held.doing(person, "agree", extra=EC.ordinal_by_id[which] * 8 + value)


def element(held: PlaceMeeting, which: str, person: int = OWNER) -> SheetElementPage:
    found = held.team.opened(held.people[person], "sheet_element", held.round, EC.ordinal_by_id[which])
    assert isinstance(found, SheetElementPage)
    return found


def typed(held: PlaceMeeting, line: str, person: int = OWNER) -> EchoPage:
    lead = held.people[person]
    held.team.act(lead, "marks", held.round, 1)
    lead.see(100)
    lead.take(Typed(line))
    found = held.team.page(lead)
    assert isinstance(found, EchoPage)
    return found


def test_who_does_not_decide_confirms_and_does_not_change(held: PlaceMeeting) -> None:
    assert held.group(OFFICIAL) == "government"
    assert held.kept().settled[POWER].level == 2

    assert agrees(held, POWER, 3) == "others_decide"
    assert held.team.told(held.people[OWNER]).args == {"groups": "government"}
    assert agrees(held, POWER, 0) == "others_decide"
    assert held.kept().agreed == frozenset()
    assert agrees(held, POWER, 2) == "agreed"
    kept = held.kept()
    assert kept.settled[POWER] == Settled(State.LEVEL, 2, 2)
    assert kept.agreed == {POWER}


def test_who_decides_changes_it_and_others_confirm_that_from_then_on(held: PlaceMeeting) -> None:
    assert agrees(held, POWER, 3, OFFICIAL) == "agreed"
    assert held.kept().settled[POWER].level == 3

    assert agrees(held, POWER, 2) == "others_decide"
    assert agrees(held, POWER, 3) == "agreed"
    assert held.kept().settled[POWER].level == 3


def test_one_of_several_groups_that_decide_is_enough(held: PlaceMeeting) -> None:
    assert agrees(held, PROVIDERS, 4) == "agreed"
    assert agrees(held, PROVIDERS, 1, OFFICIAL) == "agreed"


def test_what_nobody_decides_on_alone_is_free(held: PlaceMeeting) -> None:
    page = element(held, AGREED)
    assert (page.decided, page.others) == ((), False)
    assert agrees(held, AGREED, 4) == "agreed"


def test_the_page_says_who_decides_and_what_may_be_confirmed(held: PlaceMeeting) -> None:
    theirs, own = element(held, POWER), element(held, POWER, OFFICIAL)
    assert (theirs.decided, theirs.others, theirs.stands) == (("government",), True, 2)
    assert (own.decided, own.others) == (("government",), False)


def test_in_a_line_the_echo_says_for_which_marks_it_does_not_hold(held: PlaceMeeting) -> None:
    ids = [one.id for one in LAW.elements]
    signs = ["3" if one == POWER else "2" for one in ids]
    shown = typed(held, "D2 " + " ".join(signs))

    assert [(each.place, each.why) for each in shown.marks.problems] == [(ids.index(POWER) + 1, Why.OTHERS)]
    assert shown.scope.others[POWER] == ("government",)
    held.team.act(held.people[OWNER], "save_marks", held.round, 1 + 64 * shown.tag)
    kept = held.kept()
    assert kept.settled[POWER].level == 2
    assert kept.agreed == {*ids} - {POWER}


def test_who_decides_saves_the_whole_line(held: PlaceMeeting) -> None:
    shown = typed(held, "D2 4 4 4 4 4", OFFICIAL)
    assert shown.marks.problems == ()
    held.team.act(held.people[OFFICIAL], "save_marks", held.round, 1 + 64 * shown.tag)
    assert {held.kept().settled[one.id].level for one in LAW.elements} == {4}


def test_one_tap_on_all_that_are_seen_alike_confirms_them(held: PlaceMeeting) -> None:
    before = held.kept().settled
    assert held.doing(OWNER, "agree_same_views") == "agreed_same"
    after = held.kept()
    assert after.agreed
    assert {one: after.settled[one].level for one in after.agreed} == {
        one: before[one].level for one in after.agreed
    }


def test_where_nobody_who_decides_was_heard_nothing_but_that_is_confirmed(writer: Engine) -> None:
    made = place_meeting(writer, (PROVIDER, "one"), (DONOR, "one"))
    for person in range(3):
        made.level(person, 3)
    made.closed()

    assert agrees(made, POWER, 3) == "others_decide"
    page = element(made, POWER)
    assert (page.others, page.stands) == (True, 0)
    assert agrees(made, POWER, 0) == "agreed"


def test_where_those_who_decide_differ_others_settle_nothing(writer: Engine) -> None:
    made = place_meeting(writer, (GOVERNMENT, "facilitator"), (GOVERNMENT, "one"), (PROVIDER, "one"))
    for person, level in enumerate((3, 1, 4, 3)):
        made.level(person, level)
    made.closed()

    assert made.kept().settled[POWER].state is State.OPEN
    assert element(made, POWER).stands is None
    assert {agrees(made, POWER, value) for value in range(5)} == {"others_decide"}
    assert agrees(made, POWER, 2, 1) == "agreed"
