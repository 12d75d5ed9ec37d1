"""What is said to a text that was not taken, or that changed something: it fits the page it was typed on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.programme.tables import question
from tests.faults.conftest import Start
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.reminded import invitation, join, made
from tests.faults.small import Q1, proved
from tests.faults.walking import enter, finish, press, rows, said, say, to_naming
from tests.playing import Player
from tests.programme.test_stop_words import chris
from tests.rig import Rig
from tests.team.evidence_chat import kept

pytestmark = pytest.mark.virtual


async def test_a_level_typed_where_proof_is_asked_says_what_it_changed(start: Start) -> None:
    rig = start(framework=proved())
    ana = rig.person(1)
    await enter(rig, ana)
    await press(rig, ana, "3 ")

    await say(rig, ana, "level 2")

    assert said(rig, ana) == {Q1: 2}
    assert "is now 2 " in ana.screen().text


async def test_a_sentence_at_a_question_is_told_that_it_is_not_kept_and_where_notes_go(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await say(fx_rig, ana, "We train all our staff.")

    assert "Not kept. Notes go to More, Notes and proof.\nTap a level or type 1 to 4." in ana.screen().text
    await say(fx_rig, ana, "hm")
    assert "Not kept." not in ana.screen().text
    await press(fx_rig, ana, "More", "Notes and proof")


async def test_on_the_page_of_notes_a_text_is_told_how_it_is_added(start: Start) -> None:
    """At the proof screen of all places: its letters are not on this page."""
    rig = start(framework=proved())
    ana = rig.person(1)
    await enter(rig, ana)
    await press(rig, ana, "3 ", "More", "Notes and proof")

    await say(rig, ana, "We train all our staff.")

    assert "Not kept. Tap “Add a note or a proof” first, then write it again." in ana.screen().text
    assert "type its letter" not in ana.screen().text
    assert kept(rig) == []


@pytest.mark.parametrize("page", ["/help", "/privacy", "/sharing", "/reminders", "/words"])
async def test_on_other_pages_over_a_question_no_level_is_asked_for(fx_rig: Rig, page: str) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)

    await say(fx_rig, ana, page, "We train all our staff.")

    assert "Please tap a button, or type what stands on it." in ana.screen().text
    assert "Tap a level or type 1" not in ana.screen().text


async def test_done_is_spoken_of_once_it_is_there(fx_rig: Rig) -> None:
    ana = fx_rig.person(1)
    await to_naming(fx_rig, ana)
    await say(fx_rig, ana, "Org A")
    await press(fx_rig, ana, "Under 10", "We would pay first")

    assert ana.screen().text == "What do you do there? Tap one or more."
    assert "Done" not in ana.screen().labels
    await press(fx_rig, ana, "Lead")
    assert ana.screen().text == "What do you do there? Tap one or more, then Done."
    assert "Done" in ana.screen().labels


async def test_a_day_that_is_none_is_asked_for_again(database: str) -> None:
    rig = Rig.build(database)
    player = await at_the_day(rig)

    for typed in ("32 March", "sometime soon"):
        await player.say(typed)
        assert "Please write a day, such as 15 December or 2026-12-15." in player.screen.text
        assert player.conversation.state == "dating"
    await player.say("31 March")
    assert player.conversation.state == "planning"
    await rig.close()


async def at_the_day(rig: Rig) -> Player:
    """All is answered, and a first action is taken up."""
    player = Player(rig, rig.person(1))
    await player.begin(full=False)
    for _ in range(40):
        here = player.conversation
        if here.state == "summary":
            break
        await player.tap({"asking": "1 ", "reviewing": "See the summary"}.get(here.state, "Go on"))
    await player.say("/agenda")
    await player.tap(player.screen.labels[0])
    await player.press("button.take")
    assert player.conversation.state == "dating"
    return player


async def test_a_question_to_the_coordinator_names_the_question_one_is_at_and_no_other(fx_rig: Rig) -> None:
    where, ana = made(fx_rig), fx_rig.person(1)
    chris(fx_rig, where)
    await join(fx_rig, ana, invitation(fx_rig, where))
    await press(fx_rig, ana, "More", "Ask my coordinator")
    assert "It goes with the question you are at" in ana.screen().text
    await say(fx_rig, ana, "What counts?")
    await finish(fx_rig, ana)

    await say(fx_rig, ana, "/more")
    await press(fx_rig, ana, "Ask my coordinator")
    assert "It goes with the question" not in ana.screen().text
    await say(fx_rig, ana, "What now?")

    assert [each.element_id for each in rows(fx_rig, select(question))] == [Q1, ""]
