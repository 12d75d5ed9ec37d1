"""What may be printed of a team and of the groups of a place: nothing that tells what one or two people said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.group_views import group_views
from frameworks.model import Framework
from frameworks.places import Voice
from frameworks.scoring import Word, score
from frameworks.settling import Settled, State
from frameworks.teams import Member, for_print, settle_team
from frameworks.values import Answer, Said
from tests.frameworks.crew import CREW_BY_NUMBER, few
from tests.frameworks.pictures import EC
from tests.frameworks.samples import SP, answers

FIT, BOARD = "sp.lead.fit", "sp.lead.board"
level = st.integers(1, 4)


def printed(members: list[Member], agreed: dict[str, Answer] | None = None) -> dict[str, Settled]:
    settled = settle_team(SP, members, "direct", agreed=agreed)
    return for_print(SP, members, settled, agreed or {})


@given(st.tuples(level, level).filter(lambda two: two[0] != two[1]), st.sampled_from((FIT, BOARD)))
def test_how_two_differ_is_not_told(two: tuple[int, int], element: str) -> None:
    name = element.removeprefix("sp.")
    seen = printed(few(SP, {name: two[0]}, {name: two[1]}, {"prog.toc": 2}))

    assert seen[element] == Settled(State.OPEN, 1, 4)
    assert score(SP, seen, "direct").words[element] is Word.TO_AGREE


def test_two_who_see_it_alike_are_settled_and_so_are_three_who_differ() -> None:
    assert printed(few(SP, {"lead.fit": 2}, {"lead.fit": 2}))[FIT] == Settled(State.LEVEL, 2, 2)
    three = few(SP, {"lead.fit": 1}, {"lead.fit": 2}, {"lead.fit": 2})
    assert printed(three)[FIT] == Settled(State.LEVEL, 2, 2)
    four = few(SP, *({"lead.fit": value} for value in (1, 2, 3, 3)))
    assert printed(four)[FIT] == Settled(State.OPEN, 2, 3)


def test_who_knows_nothing_makes_two_no_three() -> None:
    seen = printed(few(SP, {"lead.fit": 1}, {"lead.fit": 2}, {"lead.fit": "?"}))

    assert seen[FIT] == Settled(State.OPEN, 1, 4)


def test_what_the_meeting_agreed_on_is_told() -> None:
    agreed = {FIT: Answer(Said.LEVEL, 3)}

    assert printed(few(SP, {"lead.fit": 1}, {"lead.fit": 4}), agreed)[FIT] == Settled(State.LEVEL, 3, 3)


def test_what_does_not_count_stays_out() -> None:
    excused = next(one for one in SP.elements if one.na_reasons and not one.must).id
    name = excused.removeprefix("sp.")
    seen = printed(few(SP, {name: "x"}, {name: "x"}, {name: "x"}, {name: 1}, {name: 2}))

    assert seen[excused] == Settled(State.NOT_APPLICABLE)


@pytest.mark.parametrize("number", [24, 25, 26, 27])
def test_cases_with_three_levels_print_as_they_were_settled(number: int) -> None:
    crew = CREW_BY_NUMBER[number]

    assert for_print(SP, crew.members, crew.settled(), crew.agreed) == crew.settled()


def test_case_22_prints_every_second_element_as_to_agree() -> None:
    crew = CREW_BY_NUMBER[22]
    seen = for_print(SP, crew.members, crew.settled())
    card = score(SP, seen, "direct")

    assert card.counts == crew.card().counts
    assert card.counts[Word.TO_AGREE] == 15
    assert all(seen[one.id] == Settled(State.OPEN, 1, 4) for one in SP.elements[1::2])


def voices(group: str, *levels: int) -> list[Voice]:
    return [Voice(group, answers({EC.elements[0].id: level})) for level in levels]


def views(*people: Voice, kept_back: tuple[str, ...] = (), framework: Framework = EC) -> object:
    return group_views(framework, people, "government", kept_back)


def test_a_group_has_a_view_from_three_levels_on() -> None:
    first, last = EC.groups[0].id, EC.groups[-1].id
    element = EC.elements[0].id

    assert views(*voices(first, 1, 2), *voices(last, 3, 3)) == {}
    assert views(*voices(last, 2, 3, 3), *voices(first, 1, 2)) == {last: {element: (3, 3)}}
    both = group_views(EC, [*voices(last, 2, 3, 3), *voices(first, 2, 2, 2)], "government", ())
    assert list(both) == [first, last]


def test_what_a_place_keeps_back_no_group_shows() -> None:
    group, element = EC.groups[0].id, EC.elements[0].id

    assert views(*voices(group, 2, 3, 3), kept_back=(element,)) == {}
