"""The route: what is open, what comes next or before, in a dimension or beyond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.conversation import Inputs
from flows.route import Route, route_of
from frameworks.values import Answer, Said
from tests.frameworks.samples import SP, answers, branches
from tests.frameworks.strategies import answers_to, frameworks

BOND = Inputs(profile="bond")
DIRECT = Inputs(profile="direct")
DATA = [each.id for each in SP.elements if each.dimension == SP.dimensions[1].id]


def along(*done: str) -> Route:
    """A full route through the provider framework with these elements answered."""
    return route_of(SP, Inputs(), {each: Answer(Said.LEVEL, 2) for each in done})


def test_a_quick_route_holds_the_quick_elements_only() -> None:
    quick = route_of(SP, Inputs(scope="quick"), {})

    assert [each.id for each in quick.elements] == [each.id for each in SP.elements if each.quick]
    assert quick.ids < along().ids


def test_the_profile_and_the_answers_decide_what_is_asked() -> None:
    framework = branches()

    assert "br.b.four" in route_of(framework, BOND, {}).ids
    assert "br.b.four" not in route_of(framework, DIRECT, {}).ids
    closed = route_of(framework, DIRECT, answers({"br.a.one": 1}))
    assert [each.id for each in closed.elements] == ["br.a.one", "br.b.five"]


def test_an_answer_to_an_element_that_is_not_asked_is_not_counted() -> None:
    route = route_of(branches(), DIRECT, answers({"br.a.one": 1, "br.a.two": 3}))

    assert route.done == 1
    assert [each.id for each in route.open] == ["br.b.five"]


@pytest.mark.parametrize(
    ("done", "after", "wanted"),
    [
        ((), None, 0),
        ((0,), 0, 1),
        ((2,), 2, 3),
        ((0, 1), 0, 2),
        ((4,), 4, 0),
        ((1, 2, 3, 4), 4, 0),
        ((0, 1, 2, 3, 4), 4, None),
    ],
)
def test_the_next_open_element_is_the_one_behind_else_the_first(
    done: tuple[int, ...], after: int | None, wanted: int | None
) -> None:
    route = along(*(DATA[place] for place in done))
    found = route.next_open(SP.dimensions[1].id, None if after is None else DATA[after])

    assert found == (None if wanted is None else DATA[wanted])


def test_the_neighbours_of_an_element_end_with_its_dimension() -> None:
    route, data = along(), SP.dimensions[1].id

    assert route.beside(data, DATA[0], -1) is None
    assert route.beside(data, DATA[1], -1) == DATA[0]
    assert route.beside(data, DATA[-1], +1) is None
    assert route.beside(data, SP.elements[0].id, +1) is None
    assert route.beside(None, None, +1) is None


def test_the_next_dimension_is_the_present_one_then_later_ones_then_from_the_start() -> None:
    names = [each.id for each in SP.dimensions]
    last = [each.id for each in SP.elements if each.dimension == names[-1]]

    assert along().next_dimension(None) == names[0]
    assert along().next_dimension("no such part") == names[0]
    assert along().next_dimension(names[1]) == names[1]
    assert along(*DATA).next_dimension(names[1]) == names[2]
    assert along(*last).next_dimension(names[-1]) == names[0]
    assert along(*(each.id for each in SP.elements)).next_dimension(names[1]) is None


@given(st.data())
def test_going_on_from_open_element_to_open_element_meets_each_once(data: st.DataObject) -> None:
    framework = data.draw(frameworks())
    given_answers = data.draw(answers_to(framework))
    route = route_of(framework, BOND, given_answers)
    met: list[str] = []
    dimension = route.next_dimension(None)
    while dimension is not None:
        element = route.next_open(dimension, None)
        while element is not None and element not in met:
            met.append(element)
            element = route.next_open(dimension, element)
        ahead = [each.id for each in framework.dimensions]
        later = ahead[ahead.index(dimension) + 1 :]
        dimension = next((each for each in later if route.open_of(each)), None)

    assert met == [each.id for each in route.open]
    assert route.done + len(met) == len(route.elements)
