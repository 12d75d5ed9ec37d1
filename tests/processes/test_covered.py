"""An older screen that lands on top of the newest one, as calls of two processes may: one tap brings things right."""

from __future__ import annotations

from tests.rig import Rig

TO_THE_FIRST_QUESTION = (
    *("English", "I agree", "My organisation", "", "10 to 49", "Not sure"),
    *("Finance officer", "Done", "Full"),
)


async def test_a_tap_on_an_older_screen_that_covers_the_newest_shows_that_one_again(rig: Rig) -> None:
    ana = rig.person(1)
    await rig.do(ana.command("/start"))
    for label in TO_THE_FIRST_QUESTION:
        await rig.do(ana.press(label) if label else ana.say("Red Cross"))
    question = ana.messages()[-1]
    older = question.content, question.markup
    await rig.do(ana.press("2"))
    newest = ana.screen()
    question.content, question.markup = older
    assert ana.screen() != newest
    await rig.at_once([ana.press("1")])
    assert ana.screen() == newest
    assert ana.toasts[-1].text == "Saved: 2"
    await rig.do(ana.press("1"))
    assert "2 of 30 done" in ana.screen().text
