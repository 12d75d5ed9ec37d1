"""By examples: what a step changes, the smallest step, all actions, and what each group of a place can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from frameworks.agenda import Agenda, Picture, actions_of, agenda, suggestion_for
from frameworks.group_agenda import GroupSuggestion, by_group
from frameworks.model import Act
from frameworks.raising import Change, Effect, Step, smallest_step
from frameworks.scoring import score
from frameworks.settling import settle
from frameworks.stages import Stage
from frameworks.values import Scope
from tests.frameworks.pictures import EC, PLACE, act, picture, with_actions
from tests.frameworks.samples import SP, all_sp, answers, element, framework_files, load
from tests.frameworks.worked import CASE_30, at, full


def test_effects_name_the_first_thing_that_changes() -> None:
    def effect(base: int, changes: Mapping[str, int | str], name: str) -> Effect:
        found = suggestion_for(picture(all_sp(base, changes)), f"sp.{name}")
        assert found is not None
        return found.effect

    assert effect(3, at(2, "fin.cash"), "fin.cash") == Effect(Change.IN_PLACE, "fin", 3, 4, 4)
    assert effect(3, at(1, "fin.cash"), "fin.cash") == Effect(Change.CAP)
    assert effect(3, at(1, "fin.cash", "care.safe"), "fin.cash") == Effect(Change.STARTED)
    assert effect(3, at(1, "ops.keep"), "ops.keep") == Effect(Change.STARTED)
    seven = load(framework_files("sv", {"a": [element("sv.a.one", 7)]}, levels=7, in_place=5, started=3))
    seven = with_actions(seven, act("sv.a.one", 1), act("sv.a.one", 3))
    low, high = (
        suggestion_for(picture(answers({"sv.a.one": level}), framework=seven), "sv.a.one") for level in (1, 3)
    )
    assert low is not None
    assert high is not None
    assert (low.effect, high.effect) == (
        Effect(Change.LEVEL, before=1, after=2),
        Effect(Change.LEVEL, before=3, after=4),
    )


def test_where_no_stage_is_named_no_cap_is_lifted() -> None:
    settled = settle(SP, all_sp(3, at(1, "fin.cash")), "direct", Scope.QUICK)
    card = score(SP, settled, "direct", Scope.QUICK)
    found = suggestion_for(Picture(SP, settled, card, "direct"), "sp.fin.cash")

    assert found is not None
    assert found.effect == Effect(Change.STARTED)


def test_the_smallest_step_lifts_a_part_or_the_stage() -> None:
    where = picture(answers(CASE_30), "unsure")
    near = picture(all_sp(3, at(2, "fin.cash")))

    def step(there: Picture, dimension: str | None = None) -> Step | None:
        return smallest_step(SP, there.settled, there.card, there.profile, dimension)

    assert step(where, "fin") == Step("sp.fin.cash", 1, 2)
    assert step(where, "care") == Step("sp.care.voice", 2, 3)
    # With a must that is not known and half of the shares missing, no one element lifts the stage.
    assert step(where) is None
    assert step(near) == step(near, "fin") == Step("sp.fin.cash", 2, 3)
    assert step(picture(all_sp(4, at(1, "fin.cash")))) == Step("sp.fin.cash", 1, 2)
    assert step(picture(all_sp(3))) is None
    unknown = picture(all_sp(3, at("?", *(one.id[3:] for one in SP.elements[:10]))))
    assert step(unknown) is None


def test_a_step_that_changes_what_is_asked_is_not_offered() -> None:
    on_one = {"element": "hg.a.one", "levels": [1]}
    framework = load(
        framework_files("hg", {"a": [element("hg.a.one"), element("hg.a.two", asked_if=on_one)]})
    )
    where = picture(answers({"hg.a.one": 2, "hg.a.two": 1}), framework=framework)

    assert smallest_step(framework, where.settled, where.card, None, "a") is None


def test_all_that_is_not_in_place_has_an_action_or_a_question() -> None:
    found = actions_of(picture(answers(CASE_30), "unsure"))

    assert [one.element for one in found] == [
        one.id
        for one in SP.elements
        if one.id not in full("prog.toc", "fin.control", "ops.team", "part.trust")
    ]
    assert [one.id for one in found if one.act is Act.FIND_OUT and one.from_level == 0] == [
        "act.sp.care.safe.0"
    ]
    bare = load(framework_files("br", {"a": [element("br.a.one")]}))
    assert actions_of(picture(answers({"br.a.one": 1}), framework=bare)) == ()
    assert agenda(picture(answers({"br.a.one": 1}), framework=bare)) == Agenda()


def lines_of(found: tuple[GroupSuggestion, ...]) -> list[tuple[tuple[str, ...], str, bool]]:
    return [(one.groups, one.suggestion.id, one.counterpart) for one in found]


def test_each_group_of_a_place_has_one_thing_to_do_and_the_other_side_its_part() -> None:
    where = picture(PLACE, "both", EC)

    assert where.card.stage is not None
    assert where.card.stage.low is Stage.BUILDING
    assert lines_of(by_group(where)) == [
        (("government",), "act.ec.law.power.2", False),
        (("government", "donor"), "act.ec.money.years.2", False),
        (("donor",), "act.ec.market.help.1", False),
        (("provider",), "act.ec.data.outc.2", True),
        ((), "act.ec.trust.people.1", False),
    ]


def test_groups_that_do_not_take_part_are_given_nothing_to_do() -> None:
    where = picture(PLACE, "government", EC)

    assert lines_of(by_group(where, ("government",))) == [
        (("government",), "act.ec.law.power.2", False),
        ((), "act.ec.trust.people.1", False),
    ]
    assert lines_of(by_group(where, ())) == [((), "act.ec.trust.people.1", False)]
    assert by_group(picture(answers({}), framework=replace(SP, dimensions=()))) == ()


def test_a_must_of_a_place_that_nobody_knows_is_the_coordinators() -> None:
    found = by_group(picture(PLACE | answers({"ec.law.power": "?"}), "both", EC))

    assert [one.suggestion.id for one in found if not one.groups] == ["act.ec.law.power.0"]
