"""Two rounds side by side: the worked case to the letter, what is not compared, and what counts as a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworks.model import Dimension, Framework
from frameworks.rounds import Change, Comparison, PartTrend, Round, Trend, compare, looked_back
from frameworks.scoring import score
from frameworks.settling import settle
from frameworks.teams import settle_team
from frameworks.values import Answer, Scope
from tests.frameworks.crew import member
from tests.frameworks.samples import SP, all_sp
from tests.frameworks.strategies import PROFILES, answers_to, frameworks
from tests.frameworks.worked import BUILDING, EARLY, SUPPORT, full


def round_of(
    values: Mapping[str, Answer],
    profile: str | None = "direct",
    framework: Framework = SP,
    scope: Scope = Scope.FULL,
) -> Round:
    settled = settle(framework, values, profile, scope)
    return Round(framework, settled, profile, score(framework, settled, profile, scope).stage)


def compared(then: Round, now: Round) -> Comparison:
    found = compare(then, now)
    assert found is not None
    return found


def newer(version: str = "1.1", changed: int = 0) -> Framework:
    """A later version of the framework in which the first elements mean something else."""
    ids = {one.id for one in SP.elements[:changed]}
    parts = tuple(
        Dimension(
            part.id,
            part.name,
            part.question,
            tuple(replace(one, version=2) if one.id in ids else one for one in part.elements),
        )
        for part in SP.dimensions
    )
    return replace(SP, version=version, dimensions=parts)


def test_the_worked_case_of_two_rounds_comes_out_to_the_letter() -> None:
    after = {"lead.fit": 3, "lead.board": 3, "fin.cash": 3, "fin.risk": 1}
    result = compared(round_of(all_sp(2)), round_of(all_sp(2, after)))

    assert result.up == full("lead.fit", "lead.board", "fin.cash")
    assert result.down == full("fin.risk")
    assert result.changes[-1] == Change("sp.fin.risk", 2, 1)
    assert [one.fell for one in result.changes] == [False, False, False, True]
    assert result.parts[0] == PartTrend("lead", Trend.UP, Fraction(2, 3))
    assert {one.id: one.trend for one in result.parts[1:]} == {
        part.id: Trend.SAME for part in SP.dimensions[1:]
    }
    assert next(one for one in result.parts if one.id == "fin").mean_change == 0
    assert (result.in_place_then, result.in_place_now, len(result.compared)) == (0, 3, 30)
    assert result.stages == (BUILDING, BUILDING)


@pytest.mark.parametrize(
    ("changes", "trend"),
    [
        ({"prog.toc": 3, "prog.evid": 3}, Trend.SAME),
        ({"prog.toc": 3, "prog.evid": 3, "prog.reach": 3}, Trend.UP),
        ({"prog.toc": 1, "prog.evid": 1, "prog.reach": 1}, Trend.DOWN),
        ({"meas.data": 3, "meas.base": 3}, Trend.UP),
        ({"meas.data": 1, "meas.base": 1}, Trend.DOWN),
        ({"meas.data": 4, "meas.base": 1}, Trend.SAME),
    ],
)
def test_a_part_moves_from_half_a_level_on(changes: dict[str, int | str], trend: Trend) -> None:
    result = compared(round_of(all_sp(2)), round_of(all_sp(2, changes)))
    part = next(iter(changes)).partition(".")[0]

    assert next(one for one in result.parts if one.id == part).trend is trend


def test_what_is_not_settled_in_both_rounds_is_not_compared() -> None:
    then = round_of(all_sp(2, {"lead.fit": "?", "prog.reach": "x"}))
    now = round_of(all_sp(3, {"lead.board": "?"}))
    result = compared(then, now)

    assert len(result.compared) == 27
    assert not set(full("lead.fit", "prog.reach", "lead.board")) & set(result.compared)
    assert (result.in_place_then, result.in_place_now) == (0, 27)


def test_an_open_level_of_a_team_is_not_compared() -> None:
    people = [member(2), member(2, {"lead.fit": 3})]
    now = Round(SP, settle_team(SP, people, "direct"), "direct", None)

    assert "sp.lead.fit" not in compared(round_of(all_sp(2)), now).compared


def test_a_part_without_a_compared_element_is_left_out() -> None:
    unknown: dict[str, int | str] = dict.fromkeys(("ops.team", "ops.hire", "ops.keep"), "?")
    result = compared(round_of(all_sp(2, unknown)), round_of(all_sp(2)))

    assert [one.id for one in result.parts] == [part.id for part in SP.dimensions if part.id != "ops"]


@pytest.mark.parametrize(("known", "found"), [(15, True), (14, False)])
def test_under_half_of_the_framework_there_is_no_comparison(known: int, found: bool) -> None:
    some = dict(list(all_sp(3).items())[:known])

    assert (compare(round_of(some), round_of(all_sp(2))) is not None) is found


def test_a_quick_check_is_not_compared_with_a_full_one() -> None:
    assert compare(round_of(all_sp(2), scope=Scope.QUICK), round_of(all_sp(3))) is None


def test_an_element_that_means_something_else_now_is_not_compared() -> None:
    changed = newer(changed=2)
    result = compared(round_of(all_sp(2)), round_of(all_sp(3), framework=changed))

    assert result.compared == tuple(one.id for one in SP.elements[2:])
    assert compare(round_of(all_sp(2)), round_of(all_sp(3), framework=newer(changed=16))) is None


def test_stages_stand_side_by_side_within_one_version_and_only_where_both_were_named() -> None:
    then, unnamed = round_of(all_sp(1)), round_of(all_sp(2, dict.fromkeys(SEVEN, "?")))
    now = round_of(all_sp(3, {"fin.cash": 2}))

    assert compared(then, now).stages == (EARLY, SUPPORT)
    assert compared(then, round_of(all_sp(3), framework=newer())).stages is None
    assert unnamed.stage is None
    assert compared(unnamed, now).stages is None
    assert compared(now, unnamed).stages is None


SEVEN = ("lead.fit", "prog.toc", "prog.evid", "meas.base", "perf.skill", "ops.hire", "part.trust")


def test_another_profile_alone_is_no_change() -> None:
    result = compared(round_of(all_sp(2), "direct"), round_of(all_sp(2), "bond"))

    assert (result.changes, result.in_place_then, result.in_place_now) == ((), 1, 1)


def test_looking_back_stands_apart_and_keeps_what_was_settled_then() -> None:
    then = round_of(all_sp(3, {"lead.fit": "?"}))
    seen = {"sp.lead.fit": 2, "sp.fin.cash": 1, "sp.fin.cost": 3, "sp.fin.risk": 5, "ec.money.pot": 1}

    assert looked_back(then, seen) == (Change("sp.fin.cash", 3, 1),)


@given(st.data(), st.sampled_from((*PROFILES, None)))
def test_nothing_changes_between_a_round_and_itself_and_back_is_the_other_way(
    data: st.DataObject, profile: str | None
) -> None:
    framework = data.draw(frameworks())
    one, other = (round_of(data.draw(answers_to(framework)), profile, framework) for _ in range(2))
    same, there, back = compare(one, one), compare(one, other), compare(other, one)

    if same is not None:
        assert (same.up, same.down) == ((), ())
        assert {part.trend for part in same.parts} <= {Trend.SAME}
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert (there.up, there.down) == (back.down, back.up)
        assert [part.mean_change for part in there.parts] == [-part.mean_change for part in back.parts]
        assert there.in_place_then == back.in_place_now
        assert 2 * len(there.compared) >= len(framework.elements)
