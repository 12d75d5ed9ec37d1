"""[Ask a question] under a note reaches those who wrote it, wherever the reader is and whatever else they joined."""

from __future__ import annotations

import pytest

from storage.programme import cohorts, invitations
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import question
from tests.programme.story import Tale, Told
from tests.rig import Rig

pytestmark = pytest.mark.virtual
GRACE, HANA = 900, 901


async def begun(database: str) -> tuple[Tale, Told]:
    """Grace leads North, Hana leads South, which is newer."""
    tale = Tale(Rig.build(database), database)
    await tale.begins_on("2026-10-12 14:00")
    with tale.rig.writer.begin() as here:
        for number, name, cohort in ((GRACE, "Grace", "North"), (HANA, "Hana", "South")):
            lead = Actor(cohorts.add_coordinator(here, "telegram", number, name, True, tale.now), True)
            cohorts.create(here, lead, cohort, "sp-1.0", "UTC", tale.now)
    grace = tale.person("Grace", GRACE, "Europe/Paris")
    return tale, grace


def link(tale: Tale, cohort: int) -> str:
    with tale.rig.writer.begin() as here:
        return invitations.issue(here, OPERATOR, cohort, "one", tale.now)[1]


async def ana_joins(tale: Tale, *wishes: str) -> Told:
    ana = tale.person("Ana", 1, "Africa/Nairobi")
    await ana.say(f"/start {link(tale, 1)}")
    for key in ("language.name", "button.agree", *wishes, "button.join_share"):
        await ana.press(key)
    await ana.picks_city()
    await ana.say("Hope Homes")
    await ana.begins()
    return ana


async def writes(tale: Tale, grace: Told, *, sends: bool = True) -> None:
    await grace.say("/cohorts")
    await grace.tap("1. North")
    await grace.press("desk.progress")
    await grace.press("desk.write_all")
    await grace.say("Is anything unclear?")
    if sends:
        await grace.press("desk.send")
        await tale.work()


async def test_of_two_cohorts_of_one_check_the_one_that_wrote_is_asked(database: str) -> None:
    tale, grace = await begun(database)
    ana = await ana_joins(tale)
    await ana.answers_some(3)
    await ana.say(f"/start {link(tale, 2)}")
    await ana.press("button.join_no_share")
    await writes(tale, grace)

    await ana.press("letter.ask")
    assert "the coordinators of North." in ana.screen.text
    await ana.say("Our director is leaving.")

    assert [each.cohort_id for each in tale.rows(question)] == [1]
    await ana.press("button.more")
    await ana.press("button.ask_coordinator")
    assert "the coordinators of South." in ana.screen.text
    await ana.press("ask.other", cohort="North")
    assert "the coordinators of North." in ana.screen.text
    await tale.rig.close()


async def test_who_is_at_another_check_can_ask_all_the_same(database: str) -> None:
    tale, grace = await begun(database)
    ana = await ana_joins(tale)
    await ana.answers_all(3)
    await ana.tap("Is this the right road")
    await writes(tale, grace)

    await ana.press("letter.ask")
    assert ana.screen.text.startswith("Write your question to the coordinators of North.")
    assert "the question you are at" not in ana.screen.text
    await ana.say("What comes next?")

    (asked,) = tale.rows(question)
    assert (asked.cohort_id, asked.element_id, asked.text) == (1, "", "What comes next?")
    await tale.rig.close()
