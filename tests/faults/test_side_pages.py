"""What is typed on a side page is meant for that page, and never for a place that it hides."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.programme.tables import habit, question
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import invitation, join, made
from tests.faults.walking import conversation, enter, press, rows, say, to_naming
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


@pytest.mark.parametrize("way", ["/back", "back"])
@pytest.mark.parametrize("page", ["/help", "/privacy", "/language", "/more", "/why", "/delete", "/sharing"])
async def test_back_closes_a_page_and_stays_at_the_question(fx_rig: Rig, page: str, way: str) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "2 ")
    there = conversation(fx_rig, ana)

    await say(fx_rig, ana, page, way)

    here = conversation(fx_rig, ana)
    assert (here.state, here.element, here.panel) == (there.state, there.element, None)
    await say(fx_rig, ana, way)
    assert conversation(fx_rig, ana).element != there.element, "with the question in sight one goes back"


@pytest.mark.parametrize("way", ["/back", "back"])
async def test_back_on_the_way_in_closes_the_page_over_it(fx_rig: Rig, way: str) -> None:
    ana = fx_rig.person(1)
    await say(fx_rig, ana, "/start")
    await press(fx_rig, ana, "English")

    await say(fx_rig, ana, "/help", way)

    assert (conversation(fx_rig, ana).state, conversation(fx_rig, ana).panel) == ("consent", None)
    await say(fx_rig, ana, way)
    assert conversation(fx_rig, ana).state == "language"


@pytest.mark.parametrize("way", ["/back", "back"])
async def test_back_where_a_page_only_adds_a_line_goes_back_as_without_it(fx_rig: Rig, way: str) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "2 ")
    second = conversation(fx_rig, ana).element

    await say(fx_rig, ana, "/start", way)

    assert conversation(fx_rig, ana).element != second
    assert conversation(fx_rig, ana).state == "asking"


async def test_back_at_the_desk_goes_one_page_up_and_leaves_the_place_alone(fx_rig: Rig) -> None:
    """A coordinator who has begun a check of their own is about to make a cohort, and thinks better of it."""
    lead = chris(fx_rig, made(fx_rig))
    await to_naming(fx_rig, lead)
    await say(fx_rig, lead, "/cohorts")
    await press(fx_rig, lead, "New cohort", "A small framework")
    assert "Now write the name of the cohort" in lead.screen().text

    for page in ("Which check", "Your cohorts", NAME):
        await say(fx_rig, lead, "/back")
        assert page in lead.screen().text
        assert conversation(fx_rig, lead).state == "naming"


async def test_back_at_the_desk_of_who_has_begun_nothing_goes_up_too(fx_rig: Rig) -> None:
    lead = chris(fx_rig, made(fx_rig))
    await say(fx_rig, lead, "/cohorts")
    await press(fx_rig, lead, "1. North")

    await say(fx_rig, lead, "/back")
    assert "Your cohorts" in lead.screen().text
    assert conversation(fx_rig, lead).state == "new"
    await say(fx_rig, lead, "/back")
    assert conversation(fx_rig, lead).state == "language"


async def test_back_on_a_page_that_waits_for_a_text_takes_the_command_and_not_the_word(fx_rig: Rig) -> None:
    """A question to a coordinator may be any text; a command is never one."""
    where, ana = made(fx_rig), fx_rig.person(1)
    chris(fx_rig, where)
    await join(fx_rig, ana, invitation(fx_rig, where))
    place = conversation(fx_rig, ana).element
    await press(fx_rig, ana, "More", "Ask my coordinator")

    await say(fx_rig, ana, "/back")

    assert rows(fx_rig, select(question)) == []
    assert (conversation(fx_rig, ana).element, conversation(fx_rig, ana).panel) == (place, None)
