"""Whom a link to a result is for, and what /sharing says of the links that are open."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from flows.events import Typed
from flows.pages import SharingPage
from flows.share_pages import OpenLinks, SharesPage
from storage.mine import all_of
from storage.tables import link
from storage.team.tables import result_share
from tests.playing import Given, Player
from tests.rig import Rig
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team
from tests.team.test_shares import made, opens, owner

NOBODY = "Nobody sees your result unless you send it."


def named(team: Team, lead: Talker, label: str, extra: int = 0) -> str:
    """Make a link for this one; what is told then."""
    assert isinstance(team.opened(lead, "share_label", 0, extra), SharesPage), team.told(lead)
    lead.take(Typed(label))
    return team.told(lead).key


def labels(team: Team, lead: Talker) -> list[tuple[str, bool, bool]]:
    page = team.opened(lead, "shares")
    assert isinstance(page, SharesPage)
    return [(line.label, line.stage, line.asked_for) for line in page.lines]


def sharing(team: Team, talker: Talker) -> SharingPage:
    page = team.opened(talker, "sharing")
    assert isinstance(page, SharingPage)
    return page


def test_whom_a_link_is_for_tells_it_from_the_others(team: Team) -> None:
    ana = owner(team)
    assert named(team, ana, "  Sunrise   Fund ", 3) == "result_link_made"
    code = str(team.told(ana).args["code"])
    made(team, ana, 1)

    assert labels(team, ana) == [("", True, False), ("Sunrise Fund", True, True)]
    assert "Sunrise Fund" not in str(opens(team, code))


def test_what_is_no_name_makes_no_link(team: Team) -> None:
    ana = owner(team)

    assert named(team, ana, "\u200b") == "name_empty"
    assert named(team, ana, "A" * 41) == "name_long"
    assert team.told(ana).args == {"limit": 40}
    assert rows(team.writer, result_share) == []


def test_only_the_owner_names_a_link_and_only_of_a_result(team: Team) -> None:
    ana = team.founder()
    here = team.organisation_of(ana)
    assert team.opened(ana, "share_label") is None
    assert team.told(ana).key == "share_not_ready"
    team.answers(ana)
    assert team.opened(ana, "share_label", here, 4) is None
    assert team.told(ana).key == "not_there"

    for other in (team.joined(ana, "facilitator"), team.joined(ana), team.founder("Other")):
        for number in (here, 987_654):
            assert team.opened(other, "share_label", number) is None
            assert team.told(other).key == "not_there"
            assert team.shown(other, "share_label", number) is None
            other.take(Typed("Sunrise Fund"))
    assert rows(team.writer, result_share) == []


async def test_what_a_link_was_called_is_in_my_data_and_goes_with_who_made_it(
    team: Team, reader: AsyncEngine
) -> None:
    ana = owner(team)
    named(team, ana, "Sunrise Fund")
    team.joined(ana, "facilitator")
    mine = await all_of(reader, ana.address)
    assert "Sunrise Fund" in {row["label"] for row in mine["link"]}

    team.act(ana, "leave_team", team.organisation_of(ana))

    assert one(team.writer, link, kind="result").label == ""


def test_sharing_lists_the_open_links_of_ones_own_organisations(team: Team) -> None:
    ana = owner(team)
    here = team.organisation_of(ana)
    assert sharing(team, ana) == SharingPage(())
    opens(team, made(team, ana))
    made(team, ana, 1)

    (links,) = sharing(team, ana).links
    assert isinstance(links, OpenLinks)
    assert (links.organisation_id, links.organisation) == (here, "Red Cross")
    assert [(line.state, line.stage, line.opened) for line in links.lines] == [
        ("open", True, 0),
        ("open", False, 1),
    ]
    page = team.opened(ana, "shares", here)
    assert isinstance(page, SharesPage)
    assert links.lines == page.lines

    for share in rows(team.writer, result_share):
        team.act(ana, "end_result_share", share.id)
    assert sharing(team, ana) == SharingPage(())


def test_what_others_share_is_theirs_to_see_but_sharing_says_that_they_may(team: Team) -> None:
    ana = owner(team)
    made(team, ana)
    ben, stranger = team.joined(ana), team.founder("Other")

    assert sharing(team, ben) == SharingPage((), others_share=True)
    assert sharing(team, stranger) == SharingPage(())


@pytest.mark.virtual
async def test_from_sharing_a_link_is_ended_in_three_taps(rig: Rig) -> None:
    ana, bank = Player(rig, rig.person(1)), Player(rig, rig.person(2))
    await ana.begin(organisation="Hope Homes")
    await ana.answer("sp.lead.fit", Given(2))
    await ana.say("/sharing")
    assert NOBODY in ana.screen.text
    await ana.say("/team")
    for key in ("button.team_shares", "button.share_link"):
        await ana.press(key)
    assert "Write whom the link is for" in ana.screen.text
    await ana.say("Sunrise Fund")
    code = ana.screen.text.rpartition("start=")[2].split()[0]
    await bank.say(f"/start {code}")

    await ana.say("/sharing")
    assert "Links to the result of Hope Homes:\n1. Can be read until" in ana.screen.text
    assert "For Sunrise Fund. Opened 1 time." in ana.screen.text
    assert NOBODY not in ana.screen.text
    await ana.press("button.links_of", organisation="Hope Homes")
    await ana.press("button.end_share_link", number=1)
    assert "1. Not shared any more. For Sunrise Fund." in ana.screen.text
    await ana.say("/sharing")
    assert NOBODY in ana.screen.text


@pytest.mark.virtual
async def test_a_member_is_not_told_that_nobody_sees_it(rig: Rig) -> None:
    ana, ben = Player(rig, rig.person(1)), Player(rig, rig.person(2))
    await ana.begin()
    await ana.say("/team")
    for key in ("button.team_invite", "button.invite_one"):
        await ana.press(key)
    await ben.say(f"/start {ana.screen.text.rpartition('start=')[2].split()[0]}")
    for key in ("language.name", "button.agree", "button.join"):
        await ben.press(key)
    await ben.say("/sharing")
    assert "You have joined no cohort.\n\nIn a team that somebody else looks after" in ben.screen.text
    assert NOBODY not in ben.screen.text
