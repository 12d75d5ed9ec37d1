"""Counts and results: branches, what does not apply, nothing to count, borders met exactly."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from sqlalchemy import select

from bot.screens.draw import BY_STATE
from flows.table import IN_AGENDA
from frameworks.problems import Code, FrameworkFault
from frameworks.stages import Point, Stage, stage_by_shares
from storage.tables import answer
from tests.faults.conftest import Start
from tests.faults.screens import screens, visited
from tests.faults.small import Q1, Q3, Q4, Q5, Q6, all_may_not_apply, fx_files, without_q3
from tests.faults.walking import conversation, enter, finish, press, rows, said, say, stored
from tests.frameworks.samples import load
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def change(rig: Rig, number: int, part: str, element: str, level: str) -> None:
    """From anywhere: the answers, one part, one question, another level."""
    ana = rig.person(number)
    await say(rig, ana, "/answers")
    await press(rig, ana, part, f"Name of {element}", level)


async def test_a_question_no_longer_asked_is_out_of_everything_at_once(fx_rig: Rig) -> None:
    """B10: Q4 goes from 3 to 1: Q5 leaves review, counts and summary; with Q4 at 3 again it is back."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "3 ", "3 ", "Go on", "3 ", "4 ", "2 ", "Go on")
    assert f"Name of {Q5}: 4 Level 4." in ana.screen().text

    await change(fx_rig, 1, "Finance", Q4, "1 ")

    assert conversation(fx_rig, ana).state == "reviewing"
    assert Q5 not in ana.screen().text
    await press(fx_rig, ana, "See the summary")
    assert "5 questions, 5 answered" in ana.screen().text
    assert "In place: 3. Started: 1. Not yet: 1." in ana.screen().text
    assert Q5 not in ana.screen().text
    await change(fx_rig, 1, "Finance", Q4, "3 ")
    assert f"Name of {Q5}: 4 Level 4." in ana.screen().text
    await press(fx_rig, ana, "See the summary")
    assert "In place: 5. Started: 1. Not yet: 0." in ana.screen().text


async def test_a_question_that_a_change_brings_in_is_asked_at_once(fx_rig: Rig) -> None:
    """B10: Q5 was never asked; a higher Q4 asks it now, not at the end, and never assumes a level."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "3 ", "3 ", "Go on", "1 ")
    assert conversation(fx_rig, ana).element == Q6
    assert "2 of 2 · 4 of 5 done" in ana.screen().text
    await press(fx_rig, ana, "2 ", "Go on", "See the summary")
    assert Q5 not in said(fx_rig, ana)

    await change(fx_rig, 1, "Finance", Q4, "2 ")

    assert conversation(fx_rig, ana).element == Q5
    assert "5 of 6 done" in ana.screen().text
    await press(fx_rig, ana, "4 ")
    assert conversation(fx_rig, ana).state == "reviewing"
    assert said(fx_rig, ana)[Q5] == 4


async def test_going_back_within_a_part_recomputes_the_route_too(fx_rig: Rig) -> None:
    """B10: back from Q5 to Q4, a lower level there, and the next question is Q6."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "3 ", "3 ", "Go on", "3 ")
    assert conversation(fx_rig, ana).element == Q5

    await press(fx_rig, ana, "Back", "1 ")

    assert conversation(fx_rig, ana).element == Q6


async def test_what_does_not_apply_leaves_the_score_as_if_it_were_not_there(start: Start) -> None:
    """B12: Q1 = 4, Q2 = 4, Q3 does not apply, against a framework without Q3; it is a value of its own."""
    with_it, without = start(), start(framework=without_q3())
    without.world.updates.next_id += 1_000_000
    ana, ben = with_it.person(1), without.person(2)
    await enter(with_it, ana)
    await press(with_it, ana, "4 ", "4 ", "Does not apply", "We have none")
    assert ana.screen().text.startswith("Governance: 2 of 2 in place.")
    await enter(without, ben)
    await press(without, ben, "4 ", "4 ")
    assert ben.screen().text.startswith("Governance: 2 of 2 in place.")

    await finish(with_it, ana)
    await finish(without, ben)

    assert "Governance 2 of 2 (1 does not apply)." in ana.screen().text
    assert "Does not apply: 1." in ana.screen().text
    for line in ("In place: 2. Started: 3. Not yet: 0.", "Stage: Building."):
        assert line in ana.screen().text
        assert line in ben.screen().text
    row = rows(with_it, select(answer).where(answer.c.element_id == Q3))[0]
    assert (row.said, row.level, row.option) == ("not_applicable", None, 1)


@pytest.mark.parametrize("answers", ["Does not apply", "Don't know"])
async def test_where_nothing_counts_the_reason_is_said_and_nothing_divides(
    start: Start, answers: str
) -> None:
    """B73: everything does not apply, or nothing is known: no stage, the reason, no share of nothing."""
    rig = start(framework=all_may_not_apply())
    ana = rig.person(1)
    await enter(rig, ana)
    for number in range(6):
        await press(rig, ana, answers, "We have none" if answers == "Does not apply" else "Skip")
        if number in {2, 5}:
            await press(rig, ana, "Go on")
    await press(rig, ana, "See the summary")

    reason = "Nothing counts yet" if answers == "Does not apply" else "Too much is not known yet"
    assert reason in ana.screen().text
    assert "Stage:" not in ana.screen().text
    for text in [ana.screen().text, *await pages(rig, 1)]:
        assert not re.search(r"\bnan\b|\b0 ?%|None", text, re.IGNORECASE)
    assert stored(rig)[2] == 0


async def pages(rig: Rig, number: int) -> list[str]:
    """The page on how it was computed, the review and the list of parts."""
    ana, found = rig.person(number), []
    for labels in (("How was",), ("Close", "Back"), ("Back",)):
        await press(rig, ana, *labels)
        found.append(ana.screen().text)
    return found


async def test_one_part_that_counts_nothing_does_not_stop_the_others(start: Start) -> None:
    """B73: Governance does not apply at all; Finance decides, and half of each part asks nothing of nothing."""
    rig = start(framework=all_may_not_apply())
    ana = rig.person(1)
    await enter(rig, ana)
    for _ in range(3):
        await press(rig, ana, "Does not apply", "We have none")
    await press(rig, ana, "Go on")
    await finish(rig, ana, "3")

    assert "Governance: does not apply. Finance 3 of 3." in ana.screen().text
    assert "Stage: Talks." in ana.screen().text


async def test_a_summary_before_any_answer_is_refused_kindly(fx_rig: Rig) -> None:
    """B73: /result with nothing answered says when there will be one."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await say(fx_rig, ana, "/result")

    assert ana.screen().text.startswith("There is no summary yet. It comes after the first answers.")
    await press(fx_rig, ana, "1 ")
    assert said(fx_rig, ana) == {Q1: 1}


def test_an_empty_part_is_found_at_loading() -> None:
    """B73: a part without a question is the author's problem."""
    files = fx_files()
    files["gov.toml"]["elements"] = []

    with pytest.raises(FrameworkFault) as fault:
        load(files)

    assert Code.EMPTY_DIMENSION in [problem.code for problem in fault.value.problems]


@pytest.mark.parametrize("counted", range(1, 61))
def test_a_border_is_met_exactly_and_never_by_rounding(counted: int) -> None:
    """B74: for every number of questions: the stage is decided by whole numbers at the border itself."""
    points = [Point(f"e{number}", "d", False, 3, 2, 1, 1) for number in range(counted)]
    for placed in range(counted + 1):
        levels = {point.id: 3 if number < placed else 1 for number, point in enumerate(points)}
        share = Fraction(placed, counted)
        expected = Stage.EARLY
        if share >= Fraction(1, 2):
            expected = Stage.TALKS if share >= Fraction(4, 5) else Stage.SUPPORT

        assert stage_by_shares(points, levels) is expected


async def test_the_same_numbers_stand_everywhere(fx_rig: Rig) -> None:
    """B74: mini result, parts, stage line and the page on how it was computed agree."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "4 ", "2 ")
    assert "Governance: 2 of 3 in place." in ana.screen().text
    await press(fx_rig, ana, "Go on", "3 ", "1 ", "Don't know", "Skip")
    assert "Finance: 1 of 3 in place. Not known: 1." in ana.screen().text

    await press(fx_rig, ana, "Go on", "See the summary")

    assert "Governance 2 of 3. Finance 1 of 3 (1 not known)." in ana.screen().text
    assert "In place: 3. Started: 1. Not yet: 1. Not known: 1." in ana.screen().text
    await press(fx_rig, ana, "How was")
    assert "Yours: 3 of 6 in place, 4 of 6 started or in place, 0 of 0 musts." in ana.screen().text


def test_no_screen_prints_a_share_or_a_fraction() -> None:
    """B74: nothing is averaged or rounded for people: no decimal on any screen, per cent only in the rule."""
    for one in visited():
        text = screens().draw(one).text
        assert not re.search(r"\d[.,]\d", text.replace("version 1.0", "")), text
        if one.panel != "how":
            assert "%" not in text
    assert {one.state for one in visited()} >= set(BY_STATE) - {
        "forgotten",
        "joining",
        "picking",
        "grouping",
        *IN_AGENDA,
    }
