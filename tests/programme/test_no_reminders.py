"""[No reminders or messages, please] means one thing everywhere: to who tapped it, and to who writes to them."""

from __future__ import annotations

import pytest

from tests.programme.test_asking_back import ana_joins, begun, writes

pytestmark = pytest.mark.virtual


async def test_who_wants_no_reminders_gets_no_notes_and_everybody_is_told_so(sqlite_database: str) -> None:
    tale, grace = await begun(sqlite_database)
    ana = await ana_joins(tale, "button.no_reminders")
    await ana.answers_some(3)
    await ana.say("/reminders")
    assert ana.screen.text.startswith("You get no reminders and no messages from coordinators.")
    await ana.press("button.close")
    before = len(ana.person.messages())

    await grace.say("/cohorts")
    await grace.tap("1. North")
    await grace.press("desk.progress")
    await grace.tap("1. Hope")
    assert "They asked for no messages, so nothing is sent." in grace.screen.text
    await grace.press("button.back")
    await grace.press("desk.write_all")
    await grace.say("Is anything unclear?")
    assert "1 wants no messages" in grace.screen.text
    await tale.until("2026-10-20 12:00")
    assert len(ana.person.messages()) == before
    assert not list(tale.letters())
    await tale.rig.close()


async def test_their_own_questions_are_answered_all_the_same(sqlite_database: str) -> None:
    tale, grace = await begun(sqlite_database)
    ana = await ana_joins(tale, "button.no_reminders")
    await grace.say("/cohorts")
    await ana.press("button.more")
    await ana.press("button.ask_coordinator")
    await ana.say("What is a payer?")
    await tale.work()
    await grace.press("letter.to_answer")
    await grace.say("Whoever pays for results.")
    await tale.work()

    assert "Whoever pays for results." in ana.person.screens()[-1].text
    await tale.rig.close()


async def test_the_button_under_a_reminder_says_what_it_does(sqlite_database: str) -> None:
    tale, grace = await begun(sqlite_database)
    ana = await ana_joins(tale)
    await ana.answers_some(3)
    await tale.until("2026-10-14 12:00")

    await ana.tap("Stop all messages")

    assert "You get no more messages that you did not ask for." in ana.screen.text
    await writes(tale, grace, sends=False)
    assert "1 wants no messages" in grace.screen.text
    await tale.rig.close()
