"""What was planned before and is reached now is told with what changed since the last round."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.report.making import report_of
from bot.report.text import report_text
from bot.screens.results import result
from bot.screens.sight import Sight
from bot.team.result_facts import told
from flows.conversation import Chosen
from flows.pages import SharedWith
from flows.team_results import ClosedRound, TeamResult
from tests.frameworks.samples import all_sp
from tests.team.planning_made import part
from tests.team.result_made import MARCH, SEPTEMBER, lead, people, sight_of, team_result, team_round

CASH = "act.sp.fin.cash.1"
SAID = "Reached as planned: Cash to wait for payment."


def alone(level: int, chosen: dict[str, Chosen], *, before: bool = True) -> Sight:
    """Somebody alone, whose cash is at this level now and was at 1 in the round before."""
    then = team_round(people({"fin.cash": 1}, level=2), at=SEPTEMBER) if before else None
    sight = sight_of(SharedWith(before=then), all_sp(2, {"fin.cash": level}))
    return replace(sight, conversation=replace(sight.conversation, chosen=chosen))


def since(sight: Sight) -> list[str]:
    return part(result(sight).text, "THEN AND NOW")


def report(sight: Sight) -> str:
    known = told(sight)
    return report_text(report_of(known.sight, known.facts, known.result))


@pytest.mark.parametrize("level", [2, 4])
def test_it_is_told_once_its_level_is_there(level: int) -> None:
    sight = alone(level, {CASH: Chosen(day="2026-03-30")})

    assert SAID in since(sight)
    assert SAID in report(sight)
    assert SAID not in since(alone(1, {CASH: Chosen(day="2026-03-30")}))
    assert SAID not in result(alone(level, {CASH: Chosen()}, before=False)).text


@pytest.mark.parametrize(
    "chosen",
    [
        {CASH: Chosen(smaller=True)},
        {CASH: Chosen(aimed=False)},
        {CASH: Chosen(status="dropped")},
        {"act.sp.fin.cash.0": Chosen()},
        {"act.sp.gone.1": Chosen()},
    ],
)
def test_what_aimed_at_no_level_reached_none(chosen: dict[str, Chosen]) -> None:
    assert "Reached" not in result(alone(2, chosen)).text


def test_what_is_no_higher_than_before_was_not_reached() -> None:
    """Somebody planned it from a level of their own that was lower than what was settled."""
    then = team_round(people({}, level=3), at=SEPTEMBER)
    sight = sight_of(SharedWith(before=then), all_sp(3))
    sight = replace(sight, conversation=replace(sight.conversation, chosen={CASH: Chosen()}))

    assert since(sight)[1] == "No level has changed."
    assert "Reached" not in result(sight).text


def test_of_a_team_too_but_not_of_what_few_said() -> None:
    team = team_result()
    data = {"act.sp.meas.data.1": Chosen(taken_by="Amina")}
    assert "Reached as planned: Reliable outcome data." in since(lead(replace(team, planned_before=data)))
    assert "Reached" not in result(lead(replace(team, chosen=data))).text

    two = team_round(people({}, {}), number=2)
    earlier = team_round(people({"fin.cash": 1}, {"fin.cash": 1}), at=SEPTEMBER)
    assert "Reached" not in result(lead(TeamResult(two, earlier, planned_before={CASH: Chosen()}))).text


def test_of_what_few_said_no_change_is_told_that_leaves_the_word() -> None:
    """One of four gave a level both times: that it rose inside "in place" would tell which it was."""

    def four(level: int, at: datetime = MARCH) -> ClosedRound:
        return team_round(people({"ops.hire": level}, *[{"ops.hire": "?"}] * 3), at=at)

    def told_of(then: int, now: int) -> list[str]:
        return since(lead(TeamResult(four(now), four(then, SEPTEMBER))))

    assert told_of(3, 4) == told_of(4, 3) == told_of(3, 3)
    assert told_of(2, 3)[1].startswith("Up: ")
    assert told_of(1, 3) == told_of(1, 4), "neither by how far its part came"
