"""The result of a place, shared by a link: who leads for those who pay is told, finds the link, and agrees to it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, String

from bot.programme.letter_screens import BY_KIND
from flows.events import Handled
from flows.share_pages import SharedResultPage, SharesPage
from flows.team_pages import TeamPage
from storage.programme.tables import letter
from storage.tables import assessment
from storage.team.closing import BY_DAY, close
from storage.team.tables import result_share
from tests.playing import Given, Player
from tests.rig import Rig
from tests.storage.support import one, rows
from tests.team.place_meeting import DONOR, EC, GOVERNMENT, PROVIDER, PlaceMeeting, place_meeting
from tests.team.test_seat_letters import drawn, held, why_not
from tests.team.test_shares import made, opens

OWNER, PAYER, COLLEAGUE, LENDER, ALIKE = range(5)


@pytest.fixture
def place(writer: Engine) -> PlaceMeeting:
    """A provider's place, closed; two officials, one of whom leads, a donor and a provider who lead too."""
    found = place_meeting(
        writer,
        (GOVERNMENT, "facilitator"),
        (GOVERNMENT, "one"),
        (DONOR, "facilitator"),
        (PROVIDER, "facilitator"),
    )
    for person in range(5):
        found.level(person, 3)
    found.closed()
    return found


def team_page(place: PlaceMeeting, person: int) -> TeamPage:
    page = place.team.opened(place.people[person], "team", place.organisation)
    assert isinstance(page, TeamPage)
    return page


def test_who_leads_for_those_who_pay_sees_on_the_team_page_how_many_links_wait(place: PlaceMeeting) -> None:
    assert [team_page(place, person).to_agree for person in range(5)] == [None, 0, None, None, None]

    made(place.team, place.people[OWNER])

    assert [team_page(place, person).to_agree for person in range(5)] == [None, 1, None, None, None]


@pytest.mark.parametrize("kind", ["facilitator", "one"])
def test_its_owner_is_told_where_nobody_could_agree(writer: Engine, kind: str) -> None:
    """Government pays: an official who leads could, one who does not and a donor who does could not."""
    place = place_meeting(writer, (GOVERNMENT, kind), (DONOR, "facilitator"))

    page = place.team.opened(place.people[OWNER], "shares", place.organisation)

    assert isinstance(page, SharesPage)
    assert page.nobody_agrees == (kind == "one")


def test_once_they_agree_nothing_waits_any_more_and_the_result_can_be_read(place: PlaceMeeting) -> None:
    team, payer = place.team, place.people[PAYER]
    code = made(team, place.people[OWNER])
    assert _state(place, code) == "waits"

    page = team.opened(payer, "shares", place.organisation)
    assert isinstance(page, SharesPage)
    assert not page.owner
    team.act(payer, "agree_share", page.lines[0].number)

    assert team.told(payer).key == "share_agreed"
    assert team_page(place, PAYER).to_agree == 0
    assert _state(place, code) == "open"


def _state(place: PlaceMeeting, code: str) -> str:
    page = opens(place.team, code)
    assert isinstance(page, SharedResultPage)
    return page.state


@pytest.mark.parametrize("person", [COLLEAGUE, LENDER, ALIKE])
def test_for_all_others_it_is_as_if_it_were_not_there(place: PlaceMeeting, person: int) -> None:
    made(place.team, place.people[OWNER])
    talker, before = place.people[person], place.team.dump()

    assert place.team.opened(talker, "shares", place.organisation) is None
    assert place.team.opened(talker, "share_label", place.organisation) is None
    place.team.act(talker, "agree_share", one(place.team.writer, result_share).id)

    assert place.team.told(talker).key == "not_there"
    assert place.team.dump() == before


def test_only_those_who_may_agree_get_a_letter_and_only_while_it_waits(place: PlaceMeeting) -> None:
    team, payer = place.team, place.people[PAYER]
    made(team, place.people[OWNER])
    share = one(team.writer, result_share).id
    (row,) = rows(team.writer, letter, kind="team_share")
    assert row.conversation_id == place.chat(PAYER)

    told = held(team, "team_share", payer)
    assert why_not(team, told, payer) == ""
    screen = drawn(team, told, payer)
    assert "Kisumu: a link to the result was made." in screen.text
    assert screen.rows[0][0].tap == Handled("(s", place.organisation)
    team.act(payer, "agree_share", share)
    assert why_not(team, told, payer) == "nothing_left"


def test_its_owner_is_told_once_that_the_link_works(place: PlaceMeeting) -> None:
    team, ana = place.team, place.people[OWNER]
    made(team, ana)
    share = one(team.writer, result_share).id
    for _ in range(2):
        team.act(place.people[PAYER], "agree_share", share)
    (row,) = rows(team.writer, letter, kind="team_agree")
    assert row.conversation_id == place.chat(OWNER)

    told = held(team, "team_agree", ana)
    assert why_not(team, told, ana) == ""
    screen = drawn(team, told, ana)
    assert screen.text.startswith("Kisumu: those who pay agreed.")
    assert screen.rows[0][0].tap == Handled("(s", place.organisation)
    team.act(ana, "end_result_share", share)
    assert why_not(team, told, ana) == "nothing_left"


def test_every_kind_of_letter_fits_its_column() -> None:
    """SQLite would take a longer one, PostgreSQL refuses it."""
    longest = letter.c.kind.type
    assert isinstance(longest, String) and longest.length is not None
    assert {kind for kind in BY_KIND if len(kind) > longest.length} == set()


def test_no_letter_about_a_link_that_was_ended_or_to_who_left(place: PlaceMeeting) -> None:
    team, payer = place.team, place.people[PAYER]
    made(team, place.people[OWNER])
    first = held(team, "team_share", payer)
    team.act(place.people[OWNER], "end_result_share", one(team.writer, result_share).id)
    assert why_not(team, first, payer) == "nothing_left"

    made(team, place.people[OWNER])
    second = held(team, "team_share", payer)
    team.act(payer, "leave_team", place.organisation)
    assert why_not(team, second, payer) == "not_allowed"


def test_the_result_of_an_organisation_waits_for_nobody(place: PlaceMeeting) -> None:
    ana = place.team.founder_by("sp-1.0", "Red Cross")
    place.team.joined(ana, "facilitator")
    place.team.answers(ana)

    page = place.team.opened(ana, "team")
    assert isinstance(page, TeamPage)
    assert page.to_agree is None
    assert rows(place.team.writer, letter, kind="team_share") == []


def test_a_link_that_is_not_over_stands_before_all_that_are(place: PlaceMeeting) -> None:
    """However many were made and ended since, it can be found and ended."""
    team, ana = place.team, place.people[OWNER]
    made(team, ana)
    first = one(team.writer, result_share).id
    for _ in range(8):
        made(team, ana)
        team.act(ana, "end_result_share", rows(team.writer, result_share)[-1].id)

    page = team.opened(ana, "shares")
    assert isinstance(page, SharesPage)
    assert (page.lines[0].number, page.lines[0].state) == (first, "waits")
    assert {line.state for line in page.lines[1:]} == {"revoked"}


async def _code(player: Player, page: str, button: str) -> str:
    """The code of a link that is made on this page of the team."""
    await player.say("/team")
    await player.press(page)
    await player.tap(button)
    return player.screen.text.rpartition("start=")[2].split()[0]


async def _invited(rig: Rig, ana: Player) -> Player:
    """An official who came by the link for their group, and answered one question."""
    gift = Player(rig, rig.person(2))
    await gift.say(f"/start {await _code(ana, 'button.team_invite', 'Link for: Government')}")
    for key in ("language.name", "button.agree", "button.join"):
        await gift.press(key)
    for _ in range(5):
        if gift.conversation.state != "asking":
            await gift.tap(gift.screen.labels[0] if gift.conversation.state != "roles" else "Skip")
    await gift.answer(EC.elements[0].id, Given(3))
    return gift


@pytest.mark.virtual
async def test_the_official_finds_the_link_from_the_team_page_and_agrees(rig: Rig) -> None:
    ana = Player(rig, rig.person(1))
    await ana.begin(check=EC.key, organisation="Busia", profile="government", group="provider", roles=[])
    await ana.answer(EC.elements[0].id, Given(3))
    gift = await _invited(rig, ana)
    number, moment = one(rig.writer, assessment).id, gift.conversation.shown_at
    with rig.writer.begin() as connection:
        assert close(connection, number, {EC.key: EC}, moment, how=BY_DAY).closed
    await gift.say(f"/start {await _code(ana, 'button.team_people', 'Link to lead')}")
    await gift.tap(gift.screen.labels[0])
    await ana.say("/team")
    for key in ("button.team_shares", "button.share_link", "desk.without_label"):
        await ana.press(key)
    code = ana.screen.text.rpartition("start=")[2].split()[0]
    bank = Player(rig, rig.person(3))
    await bank.say(f"/start {code}")
    assert "cannot be read yet" in bank.screen.text

    await gift.say("/team")
    assert "1 link to the result waits for you to agree." in gift.screen.text
    await gift.press("button.result_links")
    await gift.press("button.share_agree", number=1)

    assert "You agreed." in gift.screen.text
    await bank.say(f"/start {code}")
    assert "Busia" in bank.screen.text
