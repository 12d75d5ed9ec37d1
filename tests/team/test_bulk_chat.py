"""A whole part in one message through the real chat: asked for, echoed, saved, shown; in English and in French."""

from __future__ import annotations

from functools import partial

from tests.playing import Player
from tests.rig import Rig


async def begun(rig: Rig, language: str = "en") -> Player:
    player = Player(rig, rig.person(1, language), language=language)
    await player.begin()
    return player


def labels(player: Player) -> list[str]:
    return [button.label for row in player.screen.buttons for button in row]


async def test_a_part_is_asked_for_and_answered_in_three_messages(rig: Rig) -> None:
    player = await begun(rig)
    await player.tap("More")
    await player.tap("Answer a part in one message")
    assert "D1 Leaders" in player.screen.text
    await player.say("D3")
    assert "D3 Data" in player.screen.text
    assert "4 Strong. Everything in 3, and:" in player.screen.text
    await player.say("3 2 4 ?")
    assert "2. Reliable outcome data: 2 Starting" in player.screen.text
    assert "not saved yet" in player.screen.text
    assert player.answers == {}
    await player.say("Yes")
    assert player.screen.text.startswith("Saved: 4 answers.")
    assert ("1a" in labels(player), "2a" in labels(player), "3d" in labels(player)) == (True, False, True)
    await player.tap("1b")
    await player.say("3d")
    assert [player.answers[f"sp.meas.{each}"].option for each in ("outc", "base")] == [2, None]
    assert player.screen.text.startswith("Data: 2 of 4 in place")


async def test_what_is_wrong_is_pointed_at_and_the_rest_is_saved_by_its_button(rig: Rig) -> None:
    player = await begun(rig, "fr")
    await player.say("d2 3,x,9,n,1")
    text = player.screen.text
    assert "2. Evidence it works\u00a0: ✗ Je ne connais pas «\u00a0x\u00a0»." in text
    assert "3. Steady quality\u00a0: ✗ «\u00a09\u00a0» n’est pas un niveau." in text
    assert labels(player) == ["Enregistrer les 3 qui sont justes", "Écrire à nouveau", "Annuler"]
    await player.choose("Écrire à nouveau")
    await player.say("3 2 2 n 1")
    await player.say("oui")
    assert len(player.answers) == 5


async def test_choosing_and_reading_ones_answers_offer_it_too(rig: Rig) -> None:
    player = await begun(rig)
    await player.say("/cancel")
    assert "Answer a part in one message" in labels(player)
    await player.say("/answers")
    await player.tap("Money")
    await player.tap("Answer a part in one message")
    assert "D5 Money" in player.screen.text
    await player.tap("Cancel")
    assert player.conversation.state == "reviewing"


async def test_a_line_that_was_written_offline_comes_late_and_is_kept(rig: Rig) -> None:
    """Two lines and a tap wait on the phone, and come all at once hours later."""
    player = await begun(rig)
    level = player.screen
    doings = (
        player.person.press("2 Starting", level),
        player.person.say("D3 3 2 4 ?"),
        player.person.say("D5 2 2 2 2"),
    )
    await rig.do(*doings)
    player.look()
    assert [answer.level for answer in player.answers.values()] == [2]
    assert "D5 Money" in player.screen.text
    assert "After this one: D3" in player.screen.text
    await player.tap("Yes, save")
    assert player.screen.text.startswith("Saved: 4 answers.\nD3 Data")
    await player.tap("Yes, save")
    assert len(player.answers) == 9


async def test_any_other_text_on_the_echo_leaves_it_in_front(rig: Rig) -> None:
    player = await begun(rig)
    await player.say("D1 3 2 4")
    before = player.screen.text
    await player.say("what is this?")
    assert player.screen.text == before
    await player.say("/help")
    await player.tap("Close")
    assert "Leaders, 1 of 3" in player.screen.text
    await player.say("3")
    assert len(player.answers) == 1


LOST = "Not saved: your line for D1. To keep it, send it again."


async def in_one_go(player: Player, *lines: str) -> None:
    """Lines that arrive together, as they do once the network is back."""
    await player.act(lines[-1], *(partial(player.person.say, line) for line in lines))


async def test_what_leaves_a_line_behind_says_that_it_is_not_saved(rig: Rig) -> None:
    player = await begun(rig)
    for leaving in ("/help", "/resume", "/team", "/language", "/unknown", "D4", "D99 1"):
        await player.say("D1 3 2 4")
        await player.say(leaving)
        assert player.screen.text.count(LOST) == 1, leaving
        assert player.answers == {}
        await player.say("/resume")
        assert "Not saved" not in player.screen.text
    await in_one_go(player, "D1 1 2 3", "D4 1 1 1")
    await player.say("/help")
    assert "Not saved: your lines for D4, D1. To keep them, send them again." in player.screen.text
    await player.tap("Close")
    assert "Not saved" not in player.screen.text


async def test_who_cancels_a_line_or_saves_it_is_told_nothing_of_the_kind(rig: Rig) -> None:
    player = await begun(rig)
    for button in ("Cancel", "Write it again"):
        for does in (player.tap, player.say):
            await player.say("D1 3 2 4")
            await does(button)
            assert "Not saved" not in player.screen.text, button
            await player.say("/resume")
    await in_one_go(player, "D1 1 2 2", "D4 1 1 1")
    await player.tap("Write it again")
    assert LOST in player.screen.text  # the one behind it is not the one that is written again
    await in_one_go(player, "D1 1 2 2", "D4 1 1 1")
    await player.tap("Yes, save")
    assert "Not saved" not in player.screen.text
    await player.tap("Yes, save")
    assert "Not saved" not in player.screen.text
    assert len(player.answers) == 6
