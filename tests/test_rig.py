"""The rig itself: one person from /start to the first question."""

from __future__ import annotations

from tests.rig import Rig


async def test_a_stranger_reaches_the_first_question(rig: Rig) -> None:
    ana = rig.person(1)
    await rig.do(ana.command("/start"))
    await rig.do(ana.press("English"))
    await rig.do(ana.press("I agree"))
    await rig.do(ana.press("My organisation"))
    await rig.do(ana.say("Red Cross"))
    await rig.do(ana.press("10 to 49"))
    await rig.do(ana.press("Not sure"))
    await rig.do(ana.press("Finance officer"))
    await rig.do(ana.press("Done"))
    await rig.do(ana.press("Full"))
    print(ana.chat())

    assert "Leaders, 1 of 3 · 0 of 30 done" in ana.screen().text
    assert len(ana.screens()) <= 2
