"""Teams: votes that change, invitations that are passed on, a group that moves, and what logs hold of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select, update

from storage.programme.tables import letter
from storage.tables import answer, assessment, membership
from storage.tables import conversation as chat
from storage.team.tables import round_result, team_group
from tests.faults.small import Q1, Q2
from tests.faults.teams import (
    both,
    closes,
    comes,
    labels,
    lead_link,
    link_of,
    on_the_way,
    opens,
    sheet,
    team_of,
)
from tests.faults.test_secrets import logs as logs
from tests.faults.walking import act, conversation, count, enter, finish, press, press_nth, rows, said, say
from tests.rig import Rig
from tests.telegram_world import Group, Person

pytestmark = pytest.mark.virtual


async def test_whoever_changes_their_vote_counts_once_under_the_last_one(fx_rig: Rig) -> None:
    """B70: 2, then 3; the same press again; two at the same moment. The spread adds up to the people."""
    ana, ben, cleo = await team_of(fx_rig, 1, 2, 3)
    await press(fx_rig, ana, "2 ")
    first = ana.screen()
    await press(fx_rig, ana, "Back", "3 ")
    await both(fx_rig, "3 ", ben, cleo)
    await press(fx_rig, ana, "Back")
    await act(fx_rig, *(partial(ana.press, "3 ") for _ in range(3)))
    await press(fx_rig, ben, "Back", "4 ", "Back", "3 ")
    await act(fx_rig, partial(cleo.press, "2 ", first))
    assert [said(fx_rig, who)[Q1] for who in (ana, ben, cleo)] == [3, 3, 3]
    for who, levels in ((ana, "234"), (ben, "12"), (cleo, "4")):
        await press(fx_rig, who, f"{levels[0]} ")
        for level in levels[1:]:
            await press(fx_rig, who, "Back", f"{level} ")
        await finish(fx_rig, who)
    await closes(fx_rig, ana)

    text = (await sheet(fx_rig, ana)).text
    await press(fx_rig, ana, "Further")
    text += ana.screen().text
    assert "Name of fx.gov.q1: 3 people: 3, 3, 3." in text
    assert "Name of fx.gov.q2: 3 people: 2, 4, 4." in text
    for element in (Q1, Q2):
        assert len(rows(fx_rig, select(answer).where(answer.c.element_id == element))) == 3
    (kept,) = rows(fx_rig, select(round_result))
    assert all(len(line["spread"]) == 3 for line in kept.sheet if line["element"] in (Q1, Q2))


async def test_an_invitation_to_a_team_that_is_passed_on_lets_in_nobody_else(fx_rig: Rig) -> None:
    """B26: used by one, forwarded to another who asks; one withdrawn; one for many with its limit and its end."""
    (ana,) = await team_of(fx_rig, 1)
    ben, zoe, max_ = (fx_rig.person(number) for number in (2, 9, 8))
    code = await link_of(fx_rig, ana, "Link for one person")
    assert "for one person" in ana.screen().text
    await comes(fx_rig, ben, code)

    await opens(fx_rig, zoe, code)
    assert "has been used" in zoe.screen().text and "Join" not in labels(zoe)
    await press(fx_rig, zoe, "Ask to be let in")
    assert count(fx_rig, membership) == 2
    unused = await link_of(fx_rig, ana, "Link for one person")
    await press(fx_rig, ana, "Withdraw this link", "Yes, withdraw it")
    await opens(fx_rig, max_, unused)
    assert "was withdrawn" in max_.screen().text and "Ask to be let in" not in labels(max_)
    assert count(fx_rig, membership) == 2

    await link_of(fx_rig, ana)
    assert "This link is for up to 10 people. It works until" in ana.screen().text
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Invitations")
    listed = (
        "1. For up to 10 people: not used yet",
        "2. For one person: withdrawn",
        "3. For one person: used",
    )
    assert all(line in ana.screen().text for line in listed)
    await press(fx_rig, ana, "3. ")
    assert "Now: used" in ana.screen().text and "Last used: 12 March, 09:" in ana.screen().text
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Requests (1)", "Let in")
    await fx_rig.work()
    await press(fx_rig, zoe, "Join")
    await press(fx_rig, zoe, "Join")
    await on_the_way(fx_rig, zoe)
    assert count(fx_rig, membership) == 3
    assert conversation(fx_rig, zoe).state == "asking"


async def linked(rig: Rig) -> tuple[Person, Person, Group]:
    """Two people of a team, and the group that is linked to it."""
    rig.core.memory.meet_coordinators("telegram", 1, "tayari_bot", [], rig.core.clock.now())
    ana, ben = await team_of(rig, 1, 2)
    await say(rig, ana, "/team")
    await press(rig, ana, "Group chat", "Link a group")
    code = ana.screen().text.rpartition("startgroup=")[2].split()[0]
    group = Group(rig.world, -100)
    await rig.at_once([group.say(ana, f"/start@tayari_bot {code}")])
    await say(rig, ana, "/start")
    return ana, ben, group


@pytest.mark.parametrize("told", ["old side first", "new side first", "by the error alone"])
async def test_a_group_that_became_a_supergroup_is_still_the_teams(fx_rig: Rig, told: str) -> None:
    """B46: one link, moved once; what is new arrives in the new chat; answers and old buttons go on as before."""
    ana, ben, group = await linked(fx_rig)
    old = ben.screen()
    bigger = group.upgrade(ana, -1_000_000)
    sides = [each for each in fx_rig.world.updates.first(100) if "migrate" in json.dumps(each)][-2:]
    assert len(sides) == 2
    if told != "by the error alone":
        for side in sides if told == "old side first" else reversed(sides):
            await fx_rig.at_once([side])
        await fx_rig.at_once(sides)
    with fx_rig.writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2040-03-12"))
    await fx_rig.work()

    heard = [screen.text for screen in bigger.seat(ana).screens()]
    assert sum("Last day to answer: 12 March 2040." in text for text in heard) == 1
    (row,) = rows(fx_rig, select(team_group))
    assert row.chat_id == -1_000_000
    await press(fx_rig, ana, "2 ")
    await press(fx_rig, ben, "3 ", on=old)
    await act(fx_rig, partial(ben.press, "3 ", old))
    assert (said(fx_rig, ana), said(fx_rig, ben)) == ({Q1: 2}, {Q1: 3})


async def test_what_a_team_writes_and_how_it_is_invited_is_in_no_log(
    fx_rig: Rig, logs: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """B25: codes of invitations, names, notes and reasons of a team, a blocked member, a group: no line has them."""
    logs("DEBUG", "text", ())
    rig = fx_rig
    ana = rig.person(4_444_333_222)
    await enter(rig, ana, "Zanzibar Secret Shelter")
    code = await link_of(rig, ana)
    ben = rig.person(4_444_333_111)
    await comes(rig, ben, code)
    await rig.work()
    for who in (ana, ben):
        await say(rig, who, "/start")
        await finish(rig, who)
    await closes(rig, ana)
    await sheet(rig, ana)
    await press_nth(rig, ana, 0)
    await press(rig, ana, "3 ", "Write the reason")
    await say(rig, ana, "a private reason")
    await say(rig, ana, "/team")
    await press(rig, ana, "New round", "Yes, open it")
    rig.world.trouble.blocked("sendMessage")
    await rig.work()

    printed = "".join(capsys.readouterr())
    for secret in ("Zanzibar", code, "private reason", "4444333222", "4444333111"):
        assert secret not in printed


async def test_two_who_lead_close_the_round_in_the_same_moment(fx_rig: Rig) -> None:
    """Both tap at once, one of them twice: it is closed once, each reads so, and nobody gets a second letter."""
    (ana,) = await team_of(fx_rig, 1)
    code = await lead_link(fx_rig, ana)
    ben = fx_rig.person(2)
    await comes(fx_rig, ben, code, "Yes")
    await say(fx_rig, ana, "/start")
    for who in (ana, ben):
        await finish(fx_rig, who)
        await say(fx_rig, who, "/team")
        await press(fx_rig, who, "Close the round")
    await act(fx_rig, *(partial(who.press, "Close now") for who in (ana, ben, ben)))
    await fx_rig.work()
    await fx_rig.work()

    assert count(fx_rig, round_result) == 1
    for who in (ana, ben):
        seen = [screen.text for screen in who.screens()]
        assert any("This round is closed. 2 people answered." in text for text in seen)
        assert sum("Org A: this round is closed." in text for text in seen) == (who is ben)
    assert count(fx_rig, letter) == 1


async def test_every_letter_of_a_team_to_somebody_in_two_names_the_one_it_is_for(fx_rig: Rig) -> None:
    """They are at the other one meanwhile: asked to be let in, closing, closed, a new round, a new owner."""
    ana, cleo, ben, zoe = (fx_rig.person(number) for number in (1, 2, 3, 9))
    await enter(fx_rig, ana, "Umoja")
    await comes(fx_rig, cleo, await lead_link(fx_rig, ana), "Yes")
    await press(fx_rig, cleo, "3 ")
    await enter(fx_rig, ben, "Elimu")
    await say(fx_rig, cleo, f"/start {await link_of(fx_rig, ben)}")
    await press(fx_rig, cleo, "Join")
    await on_the_way(fx_rig, cleo)
    assert cleo.screen().text.startswith("For Elimu\n")
    used = await link_of(fx_rig, ana, "Link for one person")
    await comes(fx_rig, fx_rig.person(4), used)
    await opens(fx_rig, zoe, used)
    await press(fx_rig, zoe, "Ask to be let in")
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Close the round", "Close in a day")
    await fx_rig.work()
    await asyncio.sleep(2 * 86400)
    await fx_rig.work()
    await fx_rig.work()
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "New round", "Yes, open it")
    await fx_rig.work()
    await say(fx_rig, ana, "/team")
    await press(fx_rig, ana, "Leave the team", "Yes")
    await fx_rig.work()

    with fx_rig.writer.begin() as connection:
        me = connection.scalar(select(chat.c.id).where(chat.c.chat_id == 2))
        sent = connection.execute(
            select(letter.c.kind).where(letter.c.conversation_id == me, letter.c.status == "sent")
        )
        assert {row.kind for row in sent} == {"team_asked", "closing", "closed", "round_new", "team_owner"}
    texts = [screen.text for screen in cleo.screens() if not screen.text.startswith("For Elimu\n")]
    assert len(texts) == 5
    assert all("Umoja" in text and "Elimu" not in text for text in texts)
