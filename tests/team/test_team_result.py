"""The result of a closed round for who leads and did not answer: the page, the ways to it, and who may open it."""

from __future__ import annotations

import pytest

from flows.desk import REPORT_FORMS
from flows.events import Commanded, Handled
from flows.pages import ReportPage, SharedWith
from flows.share_pages import SharesPage
from flows.team_pages import TeamPage
from flows.team_results import TeamResult
from frameworks.values import Scope
from storage.tables import job, participation
from tests.storage.support import Talker, rows
from tests.team.meeting import ONE, Meeting
from tests.team.result_made import lead, screens
from tests.team.result_samples import opened, unchanged
from tests.team.seats import Team
from tests.team.test_seat_letters import drawn, held

OWNER, FACILITATOR, MEMBER = 0, 1, 2


@pytest.fixture
def meeting(team: Team) -> Meeting:
    """An owner, a facilitator and a member, whose round is closed."""
    made = Meeting.of(team, 3, facilitators=1)
    made.all_say(1, 2, 4)
    made.close()
    return made


def newcomer(meeting: Meeting, kind: str = "facilitator") -> Talker:
    """Somebody who came after the round, and has no part in it."""
    talker = meeting.team.joined(meeting.people[OWNER], kind)
    assert rows(meeting.team.writer, participation, person_id=meeting.team.person_of(talker)) == []
    return talker


def test_who_leads_and_did_not_answer_opens_it_from_the_team_page(team: Team, meeting: Meeting) -> None:
    talker = newcomer(meeting)

    page = team.opened(talker, "team")
    assert isinstance(page, TeamPage)
    assert page.result
    shown = team.opened(talker, "team_result", page.head.assessment)
    assert isinstance(shown, SharedWith)
    assert shown.team is not None
    now = shown.team.now
    assert (now.organisation, now.people, now.scope, now.settled[ONE].level) == (
        "Red Cross",
        3,
        Scope.FULL,
        2,
    )
    assert (shown.team.leads, shown.team.owns) == (True, False)


def test_an_owner_who_did_not_answer_shares_it_too(team: Team, meeting: Meeting) -> None:
    talker = newcomer(meeting, "owner")

    shown = team.opened(talker, "team_result", meeting.round)
    assert isinstance(shown, SharedWith)
    assert shown.team is not None
    assert shown.team.owns
    page = team.opened(talker, "shares", meeting.organisation)
    assert isinstance(page, SharesPage)
    assert page.ready
    team.act(talker, "share_result", meeting.organisation)
    assert team.told(talker).key == "result_link_made"


def test_the_report_is_of_that_round_also_by_command(team: Team, meeting: Meeting) -> None:
    talker = newcomer(meeting)
    assert team.opened(talker, "report") is None
    assert team.told(talker).key == "not_now_result"

    team.opened(talker, "team_result", meeting.round)
    talker.take(Commanded("report"))
    assert team.page(talker) == ReportPage(meeting.round, "Red Cross")
    for place, form in enumerate(REPORT_FORMS):
        team.act(talker, "report_now", meeting.round, place)
        assert team.told(talker).key == "report_coming"
        assert rows(team.writer, job, kind="report")[-1].args == {"form": form, "round": meeting.round}


@pytest.mark.parametrize("name", ["team_result", "report", "report_now"])
@pytest.mark.parametrize("role", ["stranger", "outsider", "member", "late member"])
def test_for_all_others_it_is_as_if_it_were_not_there(
    team: Team, meeting: Meeting, name: str, role: str
) -> None:
    if role == "stranger":
        talker = team.stranger()
        talker.take(Commanded("about"))
    elif role == "outsider":
        talker = team.founder("Green Leaf")
    else:
        talker = meeting.people[MEMBER] if role == "member" else newcomer(meeting, "one")
    before = team.dump()

    for number in (meeting.round, 987_654):
        team.act(talker, name, number, 1)
        assert team.told(talker).key == "not_there"
        assert team.shown(talker, "team_result", number) is None
        assert team.shown(talker, "report", number) is None
    assert team.dump() == before


def test_an_open_round_and_what_one_person_alone_said_are_no_result_of_a_team(team: Team) -> None:
    made = Meeting.of(team, 3, facilitators=1)
    made.says(MEMBER, {ONE: 3})
    owner = made.people[OWNER]
    assert team.opened(owner, "team_result", made.round) is None

    made.close()
    assert team.opened(owner, "team_result", made.round) is None
    assert team.told(owner).key == "not_there"
    page = team.opened(owner, "team", made.organisation)
    assert isinstance(page, TeamPage)
    assert not page.result


def test_the_letter_of_a_closed_round_leads_those_who_did_not_answer_to_it(team: Team) -> None:
    made = Meeting.of(team, 4, facilitators=2)
    made.says(OWNER, {ONE: 1})
    made.says(3, {ONE: 3})
    made.close()

    theirs, owners, members = (_buttons(team, made, person) for person in (1, OWNER, 3))
    assert theirs == [Handled("(S", made.round), Handled("(Y", made.round)]
    assert owners == [Handled("(S", made.round), Handled("2")]
    assert members == [Handled("2")]


def test_the_letter_offers_no_result_where_one_person_alone_answered(team: Team) -> None:
    made = Meeting.of(team, 3, facilitators=1)
    made.says(MEMBER, {ONE: 1})
    made.close()

    assert _buttons(team, made, OWNER) == [Handled("(S", made.round)]


def _buttons(team: Team, made: Meeting, person: int) -> list[Handled]:
    talker = made.people[person]
    screen = drawn(team, held(team, "closed", talker), talker)
    return [button.tap for row in screen.rows for button in row if isinstance(button.tap, Handled)]


def test_it_reads_like_the_summary_of_those_who_answered() -> None:
    mine = lead(TeamResult(unchanged()))
    summary, page = (screens().draw(each.conversation, each.page) for each in (mine, opened(mine)))

    hint = 'Tap "Send to a colleague" to pass on a step with its text.\n\n'
    assert hint in summary.text
    assert page.text == summary.text.replace(hint, "")
    assert [button.label for row in page.rows for button in row] == [
        "Report: text, picture, PDF",
        "Meeting sheet",
        "Back",
    ]
