"""Who leads and did not answer reads their team's result in the chat, and gets it as a report: while they lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage.tables import assessment, membership
from storage.team.closing import BY_DAY, close
from tests.playing import Player
from tests.rig import Rig
from tests.storage.support import one

pytestmark = pytest.mark.virtual


async def invites(owner: Player, key: str, **values: object) -> str:
    """The code of a new link of this kind."""
    await owner.press(key, **values)
    return owner.screen.text.rpartition("start=")[2].split()[0]


async def follows(rig: Rig, number: int, code: str, joins: str) -> Player:
    """Somebody new, who came by this code and joined."""
    player = Player(rig, rig.person(number))
    await player.say(f"/start {code}")
    await player.tap("English")
    await player.press("button.agree")
    await player.press(joins)
    return player


async def closed_team(rig: Rig) -> tuple[Player, Player]:
    """The owner of a team of two whose round is closed, and a facilitator who came after it."""
    ana = Player(rig, rig.person(1))
    await ana.begin()
    await ana.tap("2")
    await ana.say("/team")
    await ana.press("button.team_invite")
    ben = await follows(rig, 2, await invites(ana, "button.invite_one"), "button.join")
    await ben.way_in("medium", "direct", "", ["director"])
    await ben.how_much(full=True)
    await ben.tap("3")
    number = one(rig.writer, assessment).id
    with rig.writer.begin() as connection:
        later = rig.core.intake.clock.now() + timedelta(minutes=1)
        assert close(connection, number, rig.core.screens.frameworks, later, how=BY_DAY).closed
    await ana.say("/team")
    await ana.press("button.team_people")
    return ana, await follows(rig, 3, await invites(ana, "button.invite_lead"), "button.team_accept")


async def test_the_result_and_its_report_reach_who_leads_and_did_not_answer(sqlite_database: str) -> None:
    rig = Rig.build(sqlite_database)
    _ana, chris = await closed_team(rig)
    before = chris.conversation.state

    await chris.say("/team")
    await chris.press("letter.to_result")
    assert "by 2 people" in chris.screen.text
    await chris.press("button.report")
    await chris.press("report.as_csv", kilobytes=4)
    await chris.say("/report")
    await chris.press("report.as_text")
    await rig.work()
    await rig.work()

    (document,) = chris.person.documents
    assert document.name == "result.csv"
    assert document.content.count(b"\r\n") == 31
    texts = "\n".join(screen.text for screen in chris.person.screens())
    assert "2 people answered." in texts
    assert "Only you" not in texts
    assert (chris.conversation.state, dict(chris.answers)) == (before, {})
    await rig.close()


async def test_nothing_is_sent_to_who_leads_no_more_when_it_is_ready(sqlite_database: str) -> None:
    rig = Rig.build(sqlite_database)
    _ana, chris = await closed_team(rig)
    await chris.say("/team")
    await chris.press("letter.to_result")
    await chris.press("button.report")
    await chris.press("report.as_csv", kilobytes=4)
    with rig.writer.begin() as connection:
        connection.execute(update(membership).values(position="member"))

    await rig.work()

    assert chris.person.documents == []
    await rig.close()
