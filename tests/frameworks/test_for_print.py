"""What may be printed of a team and of the groups of a place: nothing that tells what one or two people said."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.agreement import Line, Topic, meeting_sheet
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

    assert seen[EXCUSED] == Settled(State.NOT_APPLICABLE)


SAID: tuple[int | str | None, ...] = (1, 2, 3, 4, "?", "x", None)
EXCUSED = next(one.id for one in SP.elements if one.na_reasons and not one.must)
Picture = tuple[Settled, tuple[Line, ...]]


def picture(element: str, *said: int | str | None) -> Picture:
    """Where an element stands in print and on the sheet, when so many people said this of it; None: nothing."""
    name = element.removeprefix("sp.")
    people = few(SP, *({"prog.toc": 2, **({} if one is None else {name: one})} for one in said))
    lines = meeting_sheet(SP, people, "direct", closed=True)
    return printed(people)[element], tuple(line for line in lines if line.element == element)


def is_said(one: int | str | None, element: str) -> bool:
    """Whether it is an answer of substance: a level, or that it does not apply."""
    return isinstance(one, int) or (one == "x" and element == EXCUSED)


@pytest.mark.parametrize("element", [FIT, BOARD, EXCUSED])
@pytest.mark.parametrize("own", SAID)
def test_of_two_the_one_learns_whether_the_other_said_the_same_and_nothing_else(
    element: str, own: int | str | None
) -> None:
    """Not even whether the other one differs or said nothing."""
    others = [one for one in SAID if one != own or not is_said(own, element)]
    if not is_said(own, element):
        silent = {picture(element, own, one) for one in others if not is_said(one, element)}
        assert {seen[0].state for seen in silent} == {State.UNKNOWN}
        others = [one for one in others if is_said(one, element)]

    assert len({picture(element, own, one) for one in others}) == 1
    assert picture(element, own, others[0])[0] == Settled(State.OPEN, 1, 4)


@pytest.mark.parametrize("element", [FIT, BOARD, EXCUSED])
def test_of_three_all_have_to_answer_before_anything_is_told(element: str) -> None:
    """Who said nothing would learn what the others said, and who said something that others did not."""
    pictures = {
        picture(element, *said)
        for said in product(SAID, repeat=3)
        if 0 < sum(is_said(one, element) for one in said) < 3
    }

    assert len(pictures) == 1
    assert pictures.pop()[0] == Settled(State.OPEN, 1, 4)


def test_of_more_people_one_answer_is_enough_and_the_sheet_does_not_say_how_many_gave_one() -> None:
    one, two = picture(FIT, 3, "?", "?", "?"), picture(FIT, 3, 3, "?", "?")

    assert one == two
    assert one[0] == Settled(State.LEVEL, 3, 3, shown=True)
    assert [(line.topic, line.differs, line.spread) for line in one[1]] == [(Topic.FEW_VIEWS, False, ())]


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


def test_who_was_asked_less_makes_a_small_team_no_bigger_one() -> None:
    """Two of four did the quick check alone: of what only the others were asked, those two are the team."""
    quick = next(one.id for one in SP.elements if one.quick).removeprefix("sp.")
    full = next(one.id for one in SP.elements if not one.quick and not one.must)
    name = full.removeprefix("sp.")
    short = [{quick: 2}] * 2

    assert printed(few(SP, {quick: 2, name: "?"}, {quick: 2, name: 4}, *short))[full] == Settled(
        State.OPEN, 1, 4
    )
    three = [{quick: 2, name: 4}] * 3
    assert printed(few(SP, *three, *short))[full].level == 4
    alone_in_it = printed(few(SP, {quick: "?"}, {quick: 2, name: 4}))
    assert alone_in_it[full] == Settled(State.OPEN, 1, 4)
