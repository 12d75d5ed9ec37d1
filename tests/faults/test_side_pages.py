"""What is typed on a side page is meant for that page, and never for a place that it hides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.programme.tables import habit
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import invitation, made
from tests.faults.walking import conversation, press, rows, say, to_naming
from tests.programme.test_stop_words import chris
from tests.rig import Rig
from tests.telegram_world import Person

pytestmark = pytest.mark.virtual

REMARK = "I did not understand that. Please tap a button, or type what stands on it."
CITY = "In which city, or near which, are you?"
NAME = "For which organisation do you answer? Type its name."


def named(rig: Rig, who: Person) -> str:
    return conversation(rig, who).inputs.organisation


async def at_the_cities(rig: Rig) -> Person:
    """A new person who joined by the link of a cohort: the city is asked before the name."""
    ana = rig.person(1)
    await say(rig, ana, f"/start {invitation(rig, made(rig))}")
    await press(rig, ana, "English", "I agree", "Join, share")
    assert CITY in ana.screen().text
    return ana


async def test_no_text_on_the_page_of_cities_becomes_the_name(fx_rig: Rig) -> None:
    ana = await at_the_cities(fx_rig)

    await say(fx_rig, ana, "Atlantis")

    assert REMARK in ana.screen().text and CITY in ana.screen().text
    assert (conversation(fx_rig, ana).state, named(fx_rig, ana)) == ("naming", "")
    await press(fx_rig, ana, "Close")
    assert NAME in ana.screen().text
    await say(fx_rig, ana, "Atlantis")
    assert named(fx_rig, ana) == "Atlantis"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Nairobi", "Africa/Nairobi"), ("lagos", "Africa/Lagos"), ("kathm", "Asia/Kathmandu")],
)
async def test_a_typed_city_is_taken_from_whichever_page(fx_rig: Rig, typed: str, zone: str) -> None:
    ana = await at_the_cities(fx_rig)

    await say(fx_rig, ana, typed)

    assert [each.zone for each in rows(fx_rig, select(habit))] == [zone]
    assert (conversation(fx_rig, ana).state, named(fx_rig, ana)) == ("naming", "")


@pytest.mark.parametrize("command", ["/help", "/privacy", "/about", "/words", "/language"])
async def test_a_page_opened_over_the_name_takes_no_name(fx_rig: Rig, command: str) -> None:
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    await say(fx_rig, ana, command)
    page = ana.screen().text

    await say(fx_rig, ana, "Hope Homes")

    assert REMARK in ana.screen().text and page in ana.screen().text
    assert named(fx_rig, ana) == ""
    await press(fx_rig, ana, "Close")
    await say(fx_rig, ana, "Hope Homes")
    assert named(fx_rig, ana) == "Hope Homes"


@pytest.mark.parametrize("command", ["/more", "/start", "/nonsense"])
async def test_where_the_name_is_asked_in_sight_it_is_taken_at_once(fx_rig: Rig, command: str) -> None:
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    await say(fx_rig, ana, command)
    assert NAME in ana.screen().text

    await say(fx_rig, ana, "Hope Homes")

    assert named(fx_rig, ana) == "Hope Homes"


async def test_a_page_that_is_gone_stands_in_no_names_way(fx_rig: Rig) -> None:
    """Who coordinates no more sees the question for the name where the desk was, and answers it."""
    cohort = made(fx_rig)
    lead = chris(fx_rig, cohort)
    await to_naming(fx_rig, lead)
    await say(fx_rig, lead, "/cohorts")
    await press(fx_rig, lead, "1. North")
    await say(fx_rig, lead, "Hope Homes")
    assert named(fx_rig, lead) == ""

    with fx_rig.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM cohort_right")
    await say(fx_rig, lead, "Hope Homes")

    assert named(fx_rig, lead) == "Hope Homes"
