"""While a new round is open: last time's answers, the result of the last one, and whose word counts for all."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, update

from flows.events import Commanded
from flows.pages import SharedWith
from flows.round_pages import LastTime
from flows.share_pages import SharesPage
from flows.team_pages import TeamPage
from storage.tables import participation
from storage.team.tables import result_share
from tests.screens_made import SCREENS
from tests.storage.support import one, rows
from tests.team.meeting import Meeting, two_who_answered
from tests.team.seats import Team


@pytest.fixture
def held(team: Team) -> Meeting:
    """Two at the first question of their second round."""
    made = two_who_answered(team)
    made.doing(0, "new_round", made.organisation)
    for person in (0, 1):
        team.act(made.people[person], "answer_round", made.organisation)
    return made


def test_who_comes_back_by_start_is_asked_whether_it_is_still_true(held: Meeting) -> None:
    ben = held.people[1]
    ben.take(Commanded("start"))
    assert ben.conversation.panel == "recap"

    page = held.team.page(ben)
    screen = SCREENS.draw(ben.conversation, page)
    assert isinstance(page, LastTime) and page.level == 3
    assert screen.rows[0][0].label == "Still true: 3 In place"


def test_the_result_of_the_last_round_is_still_to_be_read_and_shared(held: Meeting) -> None:
    owner = held.people[0]
    page = held.team.opened(owner, "team", held.organisation)
    assert isinstance(page, TeamPage) and page.earlier == held.round
    found = held.team.opened(owner, "team_result", page.earlier)
    assert isinstance(found, SharedWith) and found.team is not None
    shares = held.team.opened(owner, "shares", held.organisation)
    assert isinstance(shares, SharesPage) and shares.ready
    held.team.act(owner, "share_result", held.organisation)
    assert one(held.team.writer, result_share).assessment_id == held.round
    owner.tap("l", 2)
    held.team.act(owner, "share_result", held.organisation)
    shared = {row.assessment_id for row in rows(held.team.writer, result_share)}
    assert shared == {held.round}, "what the owner has begun alone is not the result of the team"
    other = held.team.opened(held.people[1], "team", held.organisation)
    assert isinstance(other, TeamPage) and other.earlier == 0


def test_whoever_answers_first_the_owner_says_who_pays_first(team: Team, writer: Engine) -> None:
    made = Meeting.of(team, 2)
    made.all_say(2, 2)
    for number, profile in ((made.part(0).id, "bond"), (made.part(1).id, "direct")):
        with writer.begin() as connection:
            connection.execute(
                update(participation).where(participation.c.id == number).values(profile=profile)
            )
    made.close()

    assert made.kept().profile == "bond"
