"""Coming back and asking for things: /start in the middle, commands, links, remarks, every way to go on."""

from __future__ import annotations

import pytest

from tests.faults.small import Q1, Q2, Q3, Q5
from tests.faults.walking import conversation, enter, marked, press, said, say, to_naming, with_buttons
from tests.rig import Rig

pytestmark = pytest.mark.virtual
FOUR = ("3 ", "2 ", "1 ", "Go on", "4 ")


async def test_start_in_the_middle_is_one_new_message_with_the_question_and_the_offer(fx_rig: Rig) -> None:
    """B48: a recap line, the open question, Start over in the last row; it asks first."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ")
    sent = len(fx_rig.world.calls_of("sendMessage"))

    await say(fx_rig, ana, "/start")

    assert len(fx_rig.world.calls_of("sendMessage")) == sent + 1
    assert len(with_buttons(ana)) == 1
    assert ana.screen().text.startswith("Org A: 1 of 6 done. You are here:")
    assert f"How is it with {Q2}?" in ana.screen().text
    assert ana.screen().rows[-1] == ["Back", "More", "Start over"]
    await press(fx_rig, ana, "Start over")
    assert said(fx_rig, ana) == {Q1: 3}
    await press(fx_rig, ana, "Close", "2 ")
    assert said(fx_rig, ana) == {Q1: 3, Q2: 2}


WORDS = ("/start", "/help", "/cancel", "/settings", "/start abc123", "/stop", "/unheard_of")
PLACES = ("question", "edit", "language", "why we ask", "cleared chat", "review")


@pytest.mark.parametrize("place", PLACES)
async def test_every_command_answers_at_every_place_and_loses_nothing(fx_rig: Rig, place: str) -> None:
    """B48: at a question, in an edit, in settings, after clearing the chat: always one answer, no loss."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "2 ")
    await _go_to(fx_rig, ana.user_id, place)
    for word in WORDS:
        seen = ana.screen().message_id
        await say(fx_rig, ana, word)

        assert ana.screen().message_id > seen, word
        assert said(fx_rig, ana) == {Q1: 3, Q2: 2}, word
        assert len(with_buttons(ana)) == 1, word

    await say(fx_rig, ana, "/resume", "all parts")
    await press(fx_rig, ana, "Governance", "1 ")
    assert said(fx_rig, ana) == {Q1: 3, Q2: 2, Q3: 1}


async def _go_to(rig: Rig, number: int, place: str) -> None:
    ana = rig.person(number)
    if place == "edit":
        await press(rig, ana, "More", "My answers", "Governance", f"Name of {Q1}")
        assert marked(ana.screen()) == ["3 Level 3 ✓"]
    elif place == "language":
        await press(rig, ana, "More", "Language")
    elif place == "why we ask":
        await press(rig, ana, "More", "Why we ask")
    elif place == "cleared chat":
        for message in ana.messages():
            ana.delete(message.message_id)
        await say(rig, ana, "hello")
    elif place == "review":
        await say(rig, ana, "/answers")


async def test_commands_on_the_name_screen_are_no_names(fx_rig: Rig) -> None:
    """B48: at a free-text question each command is a command; the name is still asked."""
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    for word in WORDS:
        await say(fx_rig, ana, word)
        assert conversation(fx_rig, ana).inputs.organisation == ""
        assert conversation(fx_rig, ana).state == "naming"

    await say(fx_rig, ana, "/start", "Org A")

    assert conversation(fx_rig, ana).inputs.organisation == "Org A"


async def test_an_unknown_link_is_one_sentence_and_keeps_the_place(fx_rig: Rig) -> None:
    """B48: /start with a code that is not known."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ")

    await say(fx_rig, ana, "/start nosuchcode")

    assert ana.screen().text.startswith("This link is not known or has ended. You stay where you are.")
    assert f"How is it with {Q2}?" in ana.screen().text


async def test_a_remark_gets_help_and_never_ends_or_moves_anything(fx_rig: Rig) -> None:
    """B52: a question, then "ok", then a level by digit."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, "3 ", "2 ")

    await say(fx_rig, ana, "what does governance mean here?")
    told = ana.screen().text.split("\n")
    assert told[:2] == ["It shows how you decide.", "Not kept. Notes go to More, Notes and proof."]
    assert told[2].startswith("Tap a level or type 1 to 4.")
    assert f"How is it with {Q3}?" in ana.screen().text
    await say(fx_rig, ana, "ok")
    assert ana.screen().text.startswith("Tap a level or type 1 to 4.")
    assert said(fx_rig, ana) == {Q1: 3, Q2: 2}
    await say(fx_rig, ana, "3")

    assert said(fx_rig, ana) == {Q1: 3, Q2: 2, Q3: 3}


@pytest.mark.parametrize("way", ["/start", "/resume", "/start invite", "go on", "/help"])
async def test_every_way_back_leads_to_the_first_open_question(fx_rig: Rig, way: str) -> None:
    """B54: four answers, a pause, then back by any way."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, *FOUR)
    await say(fx_rig, ana, "/pause")
    assert "All is saved: 4 of 6 done." in ana.screen().text

    await say(fx_rig, ana, way)
    if way == "/help":
        await press(fx_rig, ana, "Close", "Go on")

    assert f"How is it with {Q5}?" in ana.screen().text
    assert "4 of 6 done" in ana.screen().text


async def test_with_everything_answered_coming_back_leads_to_the_review(fx_rig: Rig) -> None:
    """B54: nothing is left to ask, so the review and then the summary come."""
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await press(fx_rig, ana, *FOUR, "2 ", "2 ", "Pause")
    await say(fx_rig, ana, "/start")

    assert conversation(fx_rig, ana).state == "reviewing"
    await press(fx_rig, ana, "See the summary")
    assert "Your readiness check: Org A" in ana.screen().text
