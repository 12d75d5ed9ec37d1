"""Joining a cohort in the chat: new people and people on the way, links that are used, ended or withdrawn (B26)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from storage.programme import invitations
from storage.programme.cohorts import create
from storage.programme.rights import OPERATOR
from storage.programme.tables import enrolment, habit, link_use
from storage.tables import assessment, membership, organisation, participation
from tests.playing import Player
from tests.rig import Rig

pytestmark = pytest.mark.virtual


def made(rig: Rig, name: str = "North", check: str = "sp-1.0") -> int:
    """A cohort of the operator."""
    with rig.writer.begin() as connection:
        return create(connection, OPERATOR, name, check, "Africa/Nairobi", rig.core.clock.now())


def linked(rig: Rig, cohort: int, kind: str = "one", **more: Any) -> tuple[int, str]:
    """An invitation to it: its number and its code."""
    with rig.writer.begin() as connection:
        return invitations.issue(connection, OPERATOR, cohort, kind, rig.core.clock.now(), **more)


def rows(rig: Rig, table: Any) -> list[Any]:
    with rig.writer.begin() as connection:
        return list(connection.execute(select(table)))


async def at_the_invitation(rig: Rig, number: int, code: str) -> Player:
    """A new person who came by this link and agreed to the consent text."""
    player = Player(rig, rig.person(number))
    await player.say(f"/start {code}")
    await player.press("language.name")
    await player.press("button.agree")
    return player


async def joined(rig: Rig, number: int, code: str, name: str = "Hope Homes") -> Player:
    """A new person who joined by this link, and is at the first question."""
    player = await at_the_invitation(rig, number, code)
    await player.press("button.join_share")
    await player.press("button.close")
    if player.conversation.state == "naming":
        await player.say(name)
    await player.way_in("medium", "direct", "", ["finance"])
    await player.how_much(full=True)
    return player


async def test_a_new_person_joins_and_their_check_counts_for_the_cohort(database: str) -> None:
    rig = Rig.build(database)
    _number, code = linked(rig, made(rig))

    player = await joined(rig, 1, code)

    (there,) = rows(rig, enrolment)
    (check,) = rows(rig, assessment)
    assert (there.name, there.assessment_id, there.share_ended_at) == ("Hope Homes", check.id, None)
    assert there.share_until > rig.core.clock.now()
    assert player.conversation.state == "asking"
    assert player.conversation.joining is None
    await rig.close()


async def test_who_shares_nothing_is_in_the_cohort_all_the_same(database: str) -> None:
    rig = Rig.build(database)
    _number, code = linked(rig, made(rig))
    player = await at_the_invitation(rig, 1, code)

    await player.press("button.no_reminders")
    assert player.screen.find("No reminders or messages, please ✓")
    await player.press("button.join_no_share")

    (there,) = rows(rig, enrolment)
    assert there.joined_at is not None and there.share_from is None
    assert rows(rig, habit)[0].reminders == "off"
    await rig.close()


async def test_going_on_alone_leaves_no_trace_in_the_cohort(database: str) -> None:
    rig = Rig.build(database)
    _number, code = linked(rig, made(rig))
    player = await at_the_invitation(rig, 1, code)

    await player.press("button.alone")

    assert player.conversation.state == "picking"
    assert player.conversation.invitation is None
    assert rows(rig, enrolment) == rows(rig, link_use) == []
    await rig.close()


async def test_the_link_of_one_person_does_not_let_in_a_second(database: str) -> None:
    """B26: forwarded, it says so kindly, and the second one can ask."""
    rig = Rig.build(database)
    cohort = made(rig)
    _number, code = linked(rig, cohort, label="Ana")
    await joined(rig, 1, code)

    second = await at_the_invitation(rig, 2, code)

    assert "was for one person and has been used" in second.screen.text
    await second.press("button.ask_to_join")
    assert "has been asked" in second.screen.text
    assert len(rows(rig, enrolment)) == 1
    with rig.writer.begin() as connection:
        page = invitations.requests_page(connection, OPERATOR, cohort)
        invitations.accept(connection, OPERATOR, page.requests[0][0], rig.core.clock.now())
    await rig.work()
    await second.tap("Join")
    assert "You are in already" not in second.screen.text
    await second.press("button.join_share")
    assert len(rows(rig, enrolment)) == 2
    await rig.close()


async def test_a_withdrawn_link_says_so_and_the_place_stays(database: str) -> None:
    """B26: a link that nobody used is withdrawn; who opens it then is told, new or on the way."""
    rig = Rig.build(database)
    number, code = linked(rig, made(rig))
    with rig.writer.begin() as connection:
        invitations.revoke(connection, OPERATOR, number, rig.core.clock.now())

    new = await at_the_invitation(rig, 1, code)
    assert "was withdrawn" in new.screen.text

    known = Player(rig, rig.person(2))
    await known.begin()
    before = known.conversation
    await known.say(f"/start {code}")
    assert "was withdrawn" in known.screen.text
    assert known.conversation.element == before.element
    await rig.close()


async def test_somebody_in_the_middle_of_another_check_joins_and_both_places_stay(database: str) -> None:
    rig = Rig.build(database)
    player = Player(rig, rig.person(1))
    await player.begin(check="ob-1.0")
    await player.tap("2")
    _number, code = linked(rig, made(rig))

    await player.say(f"/start {code}")
    assert "invites you to join: North" in player.screen.text
    await player.press("button.join_share")
    await player.press("button.close")

    here = player.conversation
    assert here.framework == "sp-1.0"
    assert here.inputs.organisation == "Hope Homes", "the same organisation is not asked for again"
    assert len(rows(rig, organisation)) == 1
    await player.way_in("medium", "direct", "", ["finance"])
    await player.how_much(full=True)
    (there,) = rows(rig, enrolment)
    assert there.assessment_id is not None
    await rig.close()


async def test_answers_given_before_count_for_the_cohort(database: str) -> None:
    rig = Rig.build(database)
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.tap("2")
    place = player.conversation.element
    _number, code = linked(rig, made(rig))

    await player.say(f"/start {code}")
    assert "Your answers so far for Hope Homes count." in player.screen.text
    await player.press("button.join_share")

    (there,) = rows(rig, enrolment)
    (check,) = rows(rig, assessment)
    assert (there.assessment_id, there.name) == (check.id, "Hope Homes")
    await player.press("button.close")
    assert player.conversation.element == place
    await rig.close()


async def test_no_thanks_on_the_way_keeps_the_very_question(database: str) -> None:
    rig = Rig.build(database)
    player = Player(rig, rig.person(1))
    await player.begin()
    place = player.conversation.element
    _number, code = linked(rig, made(rig))

    await player.say(f"/start {code}")
    await player.press("button.decline")

    assert (player.conversation.state, player.conversation.element) == ("asking", place)
    assert rows(rig, enrolment) == []
    await rig.close()


async def test_joining_twice_is_joining_once(database: str) -> None:
    rig = Rig.build(database)
    _number, code = linked(rig, made(rig), "many", uses=10)
    player = await joined(rig, 1, code)

    await player.say(f"/start {code}")

    assert "You have joined already" in player.screen.text
    assert player.conversation.state == "asking"
    assert len(rows(rig, enrolment)) == 1
    await rig.close()


async def test_a_colleague_comes_to_the_organisation_that_was_invited(database: str) -> None:
    """Two people of one organisation on the list take part in one assessment."""
    rig = Rig.build(database)
    cohort = made(rig)
    with rig.writer.begin() as connection:
        from flows.roster import RosterRow
        from storage.programme.roster import import_roster

        listed = [RosterRow(2, "Kigali Care", "Ana"), RosterRow(3, "Kigali Care", "Ben")]
        import_roster(connection, OPERATOR, cohort, listed, rig.core.clock.now())
        waiting = invitations.issue_for_waiting(connection, OPERATOR, cohort, rig.core.clock.now())
    codes = [each.code for each in waiting]

    first = await joined(rig, 1, codes[0])
    second = await at_the_invitation(rig, 2, codes[1])
    assert "For: Kigali Care." in second.screen.text
    assert "If you share the result" not in second.screen.text
    await second.press("button.join")
    await second.press("button.close")
    await second.way_in("medium", "direct", "", ["board"])
    await second.how_much(full=True)

    assert first.conversation.inputs.organisation == second.conversation.inputs.organisation == "Kigali Care"
    assert len(rows(rig, assessment)) == len(rows(rig, organisation)) == 1
    assert len(rows(rig, participation)) == len(rows(rig, membership)) == 2
    await rig.close()
