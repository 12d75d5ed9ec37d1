"""What a lead chooses in the chat: how many a link for many lets in, and that a cohort has no last day."""

from __future__ import annotations

import pytest

from flows.desk import LINK_KINDS, LINK_USES, link_extra, link_of
from flows.pages import Right
from storage.programme import cohorts
from storage.programme.tables import cohort
from storage.tables import link
from tests.playing import Player
from tests.programme.test_joining import made, rows
from tests.rig import Rig

pytestmark = pytest.mark.virtual


async def leading(rig: Rig) -> Player:
    """A lead at the page of their cohort."""
    now, number = rig.core.clock.now(), made(rig)
    with rig.writer.begin() as connection:
        grace = cohorts.add_coordinator(connection, "telegram", 900, "Grace", True, now)
        cohorts.grant(connection, number, grace, Right.LEAD, now)
    player = Player(rig, rig.person(900))
    await player.say("/cohorts")
    await player.tap("1. North")
    return player


async def test_a_link_for_many_lets_in_as_many_as_the_lead_chooses(database: str) -> None:
    rig = Rig.build(database)
    grace = await leading(rig)
    for chosen, written in (("", 50), ("250", 250), ("10", 10)):
        for key in ("desk.links", "desk.new_link", "desk.kind_many"):
            await grace.press(key)
        if chosen:
            await grace.tap(chosen)
            assert f"It lets in {chosen} people." in grace.screen.text
            assert grace.screen.find(f"{chosen} ✓")
        await grace.say("Radio")

        (*_before, newest) = rows(rig, link)
        assert (newest.use_limit, newest.label, newest.kind) == (written, "Radio", "cohort_many")
        await grace.press("button.back")
        await grace.press("button.back")
    await rig.close()


async def test_a_sign_takes_the_last_day_away(database: str) -> None:
    rig = Rig.build(database)
    grace = await leading(rig)
    await grace.press("desk.settings")
    for said, kept in (("31 December 2029", "2029-12-31"), (" - ", ""), ("-", "")):
        await grace.press("desk.set_deadline")
        await grace.say(said)
        assert rows(rig, cohort)[0].deadline == kept
    await rig.close()


def test_every_new_link_has_one_name_on_buttons() -> None:
    names = [link_extra(kind) for kind in LINK_KINDS] + [link_extra("many", uses) for uses in LINK_USES[1:]]

    assert len(set(names)) == len(names)
    assert [link_of(each) for each in names[: len(LINK_KINDS)]] == [
        (kind, 50 if kind == "many" else None) for kind in LINK_KINDS
    ]
    found = [each for each in range(64**2) if link_of(each) is not None]
    assert sorted(names) == found
