"""Which elements are asked: scope, profile, conditions."""

from __future__ import annotations

import pytest

from frameworks.model import Element
from frameworks.route import asked, asked_in
from frameworks.values import Answer, Said, Scope
from tests.frameworks.samples import SP, answers, branches, element, framework_files, load

BRANCHES = branches()


def names(elements: tuple[Element, ...]) -> list[str]:
    return [element.id.rpartition(".")[2] for element in elements]


def given(**levels: int | str) -> dict[str, Answer]:
    ids = {one.id.rpartition(".")[2]: one.id for one in BRANCHES.elements}
    return answers({ids[name]: level for name, level in levels.items()})


@pytest.mark.parametrize(
    ("levels", "profile", "expected"),
    [
        ({}, "bond", ["one", "two", "three", "four", "five"]),
        ({}, "direct", ["one", "two", "three", "five"]),
        ({}, None, ["one", "two", "three", "five"]),
        ({"one": 2}, "bond", ["one", "four", "five"]),
        ({"one": 3}, "bond", ["one", "two", "three", "four", "five"]),
        ({"one": "?"}, "bond", ["one", "two", "three", "four", "five"]),
        ({"one": 4, "two": 1}, "bond", ["one", "two", "four", "five"]),
        ({"one": 4, "two": "x"}, "bond", ["one", "two", "three", "four", "five"]),
        ({"one": 2, "two": 4}, "bond", ["one", "four", "five"]),
    ],
)
def test_an_element_is_asked_unless_its_condition_is_known_to_fail(
    levels: dict[str, int | str], profile: str | None, expected: list[str]
) -> None:
    assert names(asked(BRANCHES, given(**levels), profile, Scope.FULL)) == expected


def test_an_answer_that_is_not_asked_counts_again_when_its_condition_comes_back() -> None:
    kept = given(one=2, two=4, three=1)

    assert names(asked(BRANCHES, kept, "direct", Scope.FULL)) == ["one", "five"]
    assert names(asked(BRANCHES, kept | given(one=3), "direct", Scope.FULL)) == [
        "one",
        "two",
        "three",
        "five",
    ]


def test_a_level_that_the_framework_does_not_have_settles_nothing() -> None:
    odd = given(one=2) | {"br.a.one": Answer(Said.LEVEL, 9)}

    assert "two" in names(asked(BRANCHES, odd, "direct", Scope.FULL))


def test_the_quick_scope_asks_the_quick_elements_in_order() -> None:
    quick = asked(SP, {}, "direct", Scope.QUICK)

    assert [one.id for one in quick] == [one.id for one in SP.elements if one.quick]
    assert len(quick) == 12


def test_a_condition_on_an_element_out_of_scope_is_not_known() -> None:
    on_one = {"element": "qk.a.one", "levels": [2]}
    framework = load(
        framework_files("qk", {"a": [element("qk.a.one"), element("qk.a.two", quick=True, asked_if=on_one)]})
    )

    assert names(asked(framework, {}, None, Scope.QUICK)) == ["two"]
    assert names(asked(framework, answers({"qk.a.one": 1}), None, Scope.QUICK)) == []


def test_elements_of_one_dimension_come_in_its_order() -> None:
    assert names(asked_in(SP, "fin", {}, "direct", Scope.FULL)) == ["control", "cost", "cash", "risk"]
    assert names(asked_in(SP, "fin", {}, "direct", Scope.QUICK)) == ["control", "cash"]
    assert asked_in(SP, "no such part", {}, "direct", Scope.FULL) == ()
