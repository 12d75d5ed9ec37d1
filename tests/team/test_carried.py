"""What was taken up goes into the next round with its person: no plan is lost, and nobody is asked about it twice."""

from __future__ import annotations

import pytest

from storage.tables import chosen_action
from tests.programme.story import Tale, Told
from tests.storage.support import rows
from tests.team.planning_made import NAIROBI, answers, begins_next, part, team_of

DATA, NAME = "sp.meas.data", "Reliable outcome data"
PLAN = [
    f"{NAME}. On 30 October I will do this: Check 3 records today and write down each gap.",
    "Target: 3 In place by 30 October.",
]
pytestmark = pytest.mark.virtual


async def planned(database: str, people: int = 3) -> tuple[Tale, Told]:
    """Who owns a team plans a step for 30 October."""
    story, (ana, *_others) = await team_of(database, people, {DATA: (2,) * people})
    await ana.say("/result")
    await ana.press("button.start_step")
    await ana.tap("I will do this")
    await ana.say("30 October")
    return story, ana


def check_ins(story: Tale) -> list[str]:
    return [row.args["action"] for _who, row in story.letters(kind="check_in")]


@pytest.mark.parametrize("people", [1, 3])
async def test_a_plan_goes_into_the_next_round_and_its_letter_opens_it(
    sqlite_database: str, people: int
) -> None:
    story, ana = await planned(sqlite_database, people)
    await begins_next(ana)
    old, new = rows(story.rig.writer, chosen_action)
    assert (old.action_id, old.day, old.status, old.ask_on) == (f"act.{DATA}.2", "2026-10-30", "open", "")
    assert (new.action_id, new.day, new.status, new.ask_on) == (
        *(f"act.{DATA}.2", "2026-10-30", "open"),
        "2026-10-30",
    )

    await story.until("2026-11-03 13:30", NAIROBI)
    assert check_ins(story) == [f"act.{DATA}.2"]
    await ana.tap("Tell how it is going")
    assert "does not fit" not in ana.screen.text
    assert f"{NAME}: not known now." in ana.screen.text
    assert "Use one form" in ana.screen.text

    await ana.press("button.back")
    assert part(ana.screen.text, "YOUR NEXT STEPS")[1:] == PLAN[1:]
    assert ana.screen.labels[0] == NAME
    await ana.press("button.back")
    assert ana.conversation.state == "asking"
    await answers(ana, {DATA: 2})
    await ana.say("/agenda")
    assert part(ana.screen.text, "YOUR NEXT STEPS")[1:] == PLAN[1:]
    await ana.say("/result")
    assert part(ana.screen.text, "PLANNED") == [f"{NAME}. Target: 3 In place by 30 October."]
    await story.rig.close()


async def test_a_letter_of_the_round_before_opens_the_step_of_this_one_and_none_comes_again(
    sqlite_database: str,
) -> None:
    story, ana = await planned(sqlite_database)
    await story.until("2026-10-30 13:30", NAIROBI)
    letter = ana.screen
    assert check_ins(story) == [f"act.{DATA}.2"]
    await begins_next(ana)
    assert len(rows(story.rig.writer, chosen_action)) == 2

    await ana.tap("Tell how it is going", letter)
    assert f"{NAME}: not known now." in ana.screen.text
    await story.until("2026-11-10 13:30", NAIROBI)
    assert check_ins(story) == [f"act.{DATA}.2"]
    await story.rig.close()


async def test_what_was_dropped_stays_behind(sqlite_database: str) -> None:
    story, (ana, *_others) = await team_of(sqlite_database, 3, {DATA: (2, 2, 2)})
    await ana.say("/result")
    await ana.press("button.start_step")
    await ana.tap("I will do this")
    await ana.say("30 October")
    await ana.tap(NAME)
    await ana.press("button.drop")
    await begins_next(ana)
    assert [row.status for row in rows(story.rig.writer, chosen_action)] == ["dropped"]
    await story.rig.close()
