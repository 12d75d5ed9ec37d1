"""The ways to a team: by command, by word, by buttons; inviting, joining, and being let in, as people meet it."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Start
from tests.faults.conftest import fx_rig as fx_rig
from tests.faults.conftest import start as start
from tests.faults.walking import conversation, enter, finish, press, say
from tests.playing import Player
from tests.rig import Rig

pytestmark = pytest.mark.virtual


def labels(player: Player) -> list[str]:
    return [button.label for row in player.screen.buttons for button in row]


async def leading(rig: Rig) -> Player:
    """Somebody who answered one question for an organisation of theirs."""
    ana = Player(rig, rig.person(1))
    await ana.begin()
    await ana.tap("2")
    return ana


async def invites(ana: Player, key: str = "button.invite_one", **values: object) -> str:
    """The code of a new invitation."""
    await ana.say("/team")
    await ana.press("button.team_invite")
    await ana.press(key, **values)
    return ana.screen.text.rpartition("start=")[2].split()[0]


async def comes(rig: Rig, number: int, code: str, language: str = "en") -> Player:
    """Somebody new who opened an invitation, and agreed."""
    found = Player(rig, rig.person(number, language), language=language)
    await found.say(f"/start {code}")
    await found.press("language.name")
    await found.press("button.agree")
    return found


async def test_there_is_no_team_before_there_is_an_organisation(rig: Rig) -> None:
    ana = Player(rig, rig.person(1))
    await ana.say("/team")
    assert "You are in no team yet." in ana.screen.text
    await ana.begin()
    await ana.press("button.more")
    assert "Team" not in labels(ana)


async def test_the_command_the_word_and_the_button_lead_to_the_team_and_back(rig: Rig) -> None:
    ana = await leading(rig)
    before = ana.conversation
    for way in ("/team", "team", "My team"):
        await ana.say(way)
        assert ana.screen.text.startswith("Hope Homes: who takes part"), way
        await ana.press("button.close")
    await ana.press("button.more")
    await ana.press("button.team")
    assert "You look after this team." in ana.screen.text
    await ana.say("Close")
    there = ana.conversation
    assert (there.state, there.element, there.place_no) == (before.state, before.element, before.place_no)


async def test_an_invitation_is_sent_on_and_joined_in_another_language(rig: Rig) -> None:
    ana = await leading(rig)
    code = await invites(ana)
    assert "Hope Homes" in ana.screen.text and f"?start={code}\n" in ana.screen.text

    ben = await comes(rig, 2, code, "fr")
    assert ben.screen.text.startswith("Vous êtes invité(e) à répondre pour Hope Homes")
    assert "Votre responsable voit combien" in ben.screen.text
    await ben.press("button.join")
    assert "Vous êtes maintenant dans l’équipe de Hope Homes." in ben.screen.text
    await ben.say("équipe")
    assert "0 sur 2 personnes." in ben.screen.text
    assert labels(ben)[-2:] == ["Quitter l’équipe", "Fermer"]
    assert not {"Inviter des personnes", "Fermer le cycle"} & set(labels(ben))


async def test_who_comes_too_late_asks_and_is_let_in(rig: Rig) -> None:
    ana = await leading(rig)
    code = await invites(ana)
    zoe = await comes(rig, 3, code)
    ben = await comes(rig, 2, code)
    await ben.press("button.join")
    await zoe.press("button.join")
    assert "has been used. You can ask to be let in" in zoe.screen.text
    await zoe.press("button.ask_to_join")
    assert "know that you ask to be let in" in zoe.screen.text

    await ana.say("/team")
    await ana.press("button.team_requests", count=1)
    await ana.press("desk.let_in", number=1)
    assert "They can join now" in ana.screen.text
    await rig.work()
    zoe.look()
    await zoe.tap("Join")
    assert zoe.screen.text.startswith("You are invited to answer for Hope Homes")
    await zoe.press("button.join")
    await ana.say("/team")
    assert "Finished: 0 of 3 people." in ana.screen.text


async def test_somebody_on_the_way_who_taps_a_used_invitation_is_led_to_ask(rig: Rig) -> None:
    ana = await leading(rig)
    code = await invites(ana)
    zoe = Player(rig, rig.person(3))
    await zoe.begin(organisation="Another")
    await zoe.say(f"/start {code}")
    assert "You are invited to answer for Hope Homes" in zoe.screen.text
    ben = await comes(rig, 2, code)
    await ben.press("button.join")
    await zoe.press("button.join")
    assert "Ask to be let in" in labels(zoe)
    await zoe.press("button.ask_to_join")
    assert "Close" in labels(zoe) and "No thanks" not in labels(zoe)


async def test_who_finished_alone_is_offered_to_invite_and_not_once_others_are_there(
    fx_rig: Rig, start: Start
) -> None:
    ana, ben = fx_rig.person(1), fx_rig.person(2)
    await enter(fx_rig, ana)
    await finish(fx_rig, ana)
    assert conversation(fx_rig, ana).state == "summary"
    await press(fx_rig, ana, "Invite 2 people")
    assert "3 to 7 people see more than one" in ana.screen().text
    await press(fx_rig, ana, "Link for up to 10 people")
    code = ana.screen().text.rpartition("start=")[2].split()[0]
    await say(fx_rig, ben, f"/start {code}")
    await press(fx_rig, ben, "English", "I agree", "Join")
    await say(fx_rig, ana, "/result")
    assert "Invite 2 people" not in [each.label for row in ana.screen().buttons for each in row]


async def test_a_round_gets_a_last_day_is_closed_and_followed_by_a_new_one(fx_rig: Rig, start: Start) -> None:
    ana = fx_rig.person(1)
    await enter(fx_rig, ana)
    await finish(fx_rig, ana)
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Last day to answer", "In 7 days")
    assert "The round closes at the end of" in ana.screen().text
    await press(fx_rig, ana, "Last day to answer")
    await say(fx_rig, ana, "next week, or so")
    assert "until when can people answer?" in ana.screen().text
    await say(fx_rig, ana, "30 March")
    assert "Last day: 30 March" in ana.screen().text
    await press(fx_rig, ana, "Close the round", "Keep it open")
    assert "No day is set" in ana.screen().text and "Last day:" not in ana.screen().text

    await press(fx_rig, ana, "Close the round", "Close now")
    await fx_rig.work()
    assert "This round is closed. 1 person answered." in ana.screen().text
    await press(fx_rig, ana, "New round", "Yes, open it")
    assert "round 2" in ana.screen().text
    await press(fx_rig, ana, "Answer now")
    assert conversation(fx_rig, ana).round_no == 2
    await say(fx_rig, ana, "/team")
    assert "Answer now" not in [each.label for row in ana.screen().buttons for each in row]


async def test_who_leaves_is_asked_first_and_told_after(rig: Rig) -> None:
    ana = await leading(rig)
    code = await invites(ana)
    ben = await comes(rig, 2, code)
    await ben.press("button.join")
    await ana.say("/team")
    await ana.press("button.team_leave")
    assert "Nobody else leads it" in ana.screen.text
    await ana.press("button.leave_yes")
    assert "You have left the team of Hope Homes." in ana.screen.text
    await ben.say("/team")
    assert "You look after this team." in ben.screen.text and "You answer alone so far." in ben.screen.text
