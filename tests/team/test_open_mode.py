"""Open mode: who answered may let all others see their levels; it holds only where all of them agreed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, update

from flows.events import Handled
from flows.pages import Page
from flows.round_pages import OpenModePage, SheetElementPage, SheetPage
from flows.team_pages import TeamPage
from storage.forgetting import forget
from storage.programme.tables import letter
from storage.tables import membership
from storage.team.tables import open_consent
from tests.screens_made import SCREENS
from tests.storage.support import chat, rows
from tests.team.meeting import ONE, Meeting, ordinal
from tests.team.meeting_drawn import element as drawn
from tests.team.seats import Team


@pytest.fixture
def held(team: Team) -> Meeting:
    """Three who differ on the first question, in a closed round."""
    made = Meeting.of(team, 3)
    made.all_say(1, 3, 4)
    made.close()
    return made


def sheet(held: Meeting, person: int = 0) -> SheetPage | None:
    found = held.team.opened(held.people[person], "sheet", held.round)
    assert found is None or isinstance(found, SheetPage)
    return found


def element(held: Meeting, which: str) -> SheetElementPage:
    found = held.team.opened(held.people[0], "sheet_element", held.round, ordinal(which))
    assert isinstance(found, SheetElementPage)
    return found


def consents(held: Meeting, person: int, extra: int = 1) -> str:
    return held.doing(person, "open_answers", extra=extra)


def mode(held: Meeting, person: int) -> Page | None:
    return held.team.opened(held.people[person], "open_mode", held.round)


def test_levels_open_only_when_all_who_answered_agree(held: Meeting) -> None:
    assert consents(held, 0) == "open_agreed"
    assert consents(held, 1) == "open_agreed"
    assert element(held, ONE).given == ()
    assert _page(held).open_mode is False
    assert sheet(held, 1) is None

    assert consents(held, 2) == "open_from_now"
    assert _page(held).open_mode is True
    assert [(one.number, one.level) for one in element(held, ONE).given] == [(1, 1), (2, 3), (3, 4)]
    assert sheet(held, 1) is not None
    found = mode(held, 1)
    assert isinstance(found, OpenModePage)
    assert (found.people, found.agreed, found.mine) == (3, 3, True)


def test_each_finds_their_own_level_and_others_by_the_role_they_named(held: Meeting) -> None:
    for person, roles in enumerate((["director"], ["finance", "data_lead", "board"], [])):
        of_person = membership.c.person_id == held.team.person_of(held.people[person])
        with held.team.writer.begin() as connection:
            connection.execute(update(membership).where(of_person).values(roles=roles))
    for person in range(3):
        consents(held, person)
    own, named, plain = element(held, ONE).given
    assert (own.mine, named.mine, plain.mine) == (True, False, False)
    assert (own.roles, named.roles, plain.roles) == (("director",), ("finance", "data_lead", "board"), ())

    shown = drawn(element(held, ONE)).text
    for line in (
        "Person 1 (you): 1 Not yet",
        "Person 2 (finance officer, data lead): 3 In place",
        "Person 3: 4 Strong",
    ):
        assert line in shown.splitlines()


def test_a_yes_says_whether_the_levels_are_open_now(team: Team) -> None:
    """While the round is open they are not, whoever agreed."""
    made = Meeting.of(team, 2)
    made.all_say(1, 4)
    assert consents(made, 0) == consents(made, 1) == "open_agreed"
    made.close()
    assert consents(made, 1) == "open_from_now"


def test_with_the_last_yes_all_others_are_told(held: Meeting) -> None:
    before = held.told()
    consents(held, 0)
    consents(held, 1)
    assert held.told() == before

    consents(held, 2)
    held.told()
    told = {row.conversation_id for row in rows(held.team.writer, letter, kind="opened")}
    assert told == {held.chat(0), held.chat(1)}
    text = _text_of(held, 2)
    consents(held, 0)
    held.told()
    assert len(rows(held.team.writer, letter, kind="opened")) == 2, "a second yes is no news"
    assert "The levels are open now" in text and "everybody who answered agrees" not in text


def test_where_all_said_yes_before_they_are_told_at_closing(team: Team) -> None:
    made = Meeting.of(team, 3)
    made.all_say(1, 3, 4)
    for person in range(3):
        consents(made, person)
    made.close()

    assert len(rows(team.writer, letter, kind="opened")) == 3


def _text_of(held: Meeting, person: int) -> str:
    talker = held.people[person]
    return SCREENS.draw(talker.conversation, held.team.page(talker)).text


def _page(held: Meeting) -> SheetPage:
    page = sheet(held)
    assert page is not None
    return page


def test_it_can_be_taken_back_until_closing(team: Team) -> None:
    made = Meeting.of(team, 2)
    made.all_say(1, 4)
    assert consents(made, 0) == "open_agreed"
    assert consents(made, 0, 0) == "open_taken_back"
    consents(made, 0)
    consents(made, 1)
    assert sheet(made) is None  # nothing is shown live

    made.close()
    assert consents(made, 0, 0) == "open_mode_fixed"
    assert _page(made).open_mode
    assert len(rows(team.writer, open_consent)) == 2


def test_who_did_not_answer_has_no_say_in_it(team: Team) -> None:
    made = Meeting.of(team, 3, facilitators=1)
    made.says(0, {ONE: 1})
    made.says(2, {ONE: 3})

    assert consents(made, 1) == "not_there"
    assert mode(made, 1) is None
    consents(made, 0)
    consents(made, 2)
    made.close()
    assert _page(made).open_mode


def test_who_is_gone_is_seen_no_more_and_with_them_nobody(held: Meeting, writer: Engine) -> None:
    """The spread of all and the levels of all others would tell what they said."""
    for person in range(3):
        consents(held, person)
    assert len(element(held, ONE).given) == 3
    gone = held.team.person_of(held.people[1])
    with writer.begin() as connection:
        forget(connection, chat(held.people[1].number), gone, held.later())

    page = element(held, ONE)
    assert page.given == ()
    assert page.line.spread == (1, 3, 4)
    assert not _page(held).open_mode
    assert not _page(held).may_open
    assert mode(held, 0) is None
    assert consents(held, 0) == "not_there"


def test_the_team_page_counts_and_offers_what_the_round_holds_also_once_somebody_is_gone(
    held: Meeting, writer: Engine
) -> None:
    """Who left is still counted, as in the result; and no button leads to what is not opened any more."""
    before = team_page(held, 0)
    assert (before.begun, before.may_open) == (3, True)
    gone = held.team.person_of(held.people[1])
    with writer.begin() as connection:
        forget(connection, chat(held.people[1].number), gone, held.later())

    for person in (0, 2):
        after = team_page(held, person)
        assert (after.begun, after.people, after.may_open) == (3, 2, False)
        screen = SCREENS.draw(held.people[person].conversation, after)
        assert "3 people answered" in screen.text
        verbs = {button.tap.verb for row in screen.rows for button in row if isinstance(button.tap, Handled)}
        assert "(o" not in verbs


def test_open_answers_are_offered_on_the_team_page_where_they_may_be_used(team: Team) -> None:
    made = Meeting.of(team, 3, facilitators=1)
    made.says(0, {ONE: 1})
    assert [team_page(made, person).may_open for person in range(3)] == [False] * 3
    made.says(2, {ONE: 3})

    offered = [team_page(made, person).may_open for person in range(3)]
    assert offered == [True, False, True]
    assert [mode(made, person) is not None for person in range(3)] == offered


def team_page(made: Meeting, person: int) -> TeamPage:
    page = made.team.opened(made.people[person], "team", made.organisation)
    assert isinstance(page, TeamPage)
    return page
