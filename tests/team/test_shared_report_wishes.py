"""Who may wish for the report of a shared result, and see beforehand what its link shows: rights, asked each time."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from flows.conversation import Conversation
from flows.events import Commanded
from flows.share_pages import SharedResultPage
from storage.programme.rights import NotYours
from storage.tables import job, membership
from storage.team.share_reports import share_seen
from storage.team.tables import result_share
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team

TEXT, PDF = 0, 1
MISSING = 987_654


def shared(team: Team, extra: int = 0) -> tuple[Talker, int, str]:
    """An owner with one answer, the number of their share, and the code of its link."""
    ana = team.founder()
    team.answers(ana)
    team.act(ana, "share_result", 0, extra)
    return ana, one(team.writer, result_share).id, str(team.told(ana).args["code"])


def wishes(team: Team) -> list[tuple[object, ...]]:
    found = rows(team.writer, job, kind="shared_report")
    return [(row.args["share"], row.args["form"], row.args["by_link"]) for row in found]


def reader(team: Team, code: str) -> Talker:
    there = team.stranger()
    there.take(Commanded("start", code))
    return there


def seen(there: Conversation) -> tuple[object, ...]:
    return there.panel, there.notice, there.state


def test_who_came_by_the_link_wishes_for_it_and_the_page_stays(team: Team) -> None:
    _ana, share, code = shared(team)
    bank = reader(team, code)
    before = bank.conversation.panel

    team.act(bank, "share_report", share, TEXT)
    team.act(bank, "share_report", share, PDF)

    assert wishes(team) == [(share, "text", True), (share, "pdf", True)]
    assert bank.conversation.panel == before
    assert team.told(bank).key == "report_coming"
    assert bank.conversation.consent is None


def test_a_second_tap_finds_it_on_its_way(team: Team) -> None:
    _ana, share, code = shared(team)
    bank, other = reader(team, code), reader(team, code)

    for _ in range(3):
        team.act(bank, "share_report", share, PDF)
    team.act(other, "share_report", share, PDF)

    assert len(wishes(team)) == 2


def test_the_owner_sees_the_very_same_and_it_counts_as_no_reading(team: Team) -> None:
    ana, share, code = shared(team, 3)
    page = team.opened(ana, "share_preview", share)
    there = team.page(reader(team, code))

    assert isinstance(page, SharedResultPage) and isinstance(there, SharedResultPage)
    assert page.previewed == team.organisation_of(ana)
    assert there.previewed == 0
    for name in SharedResultPage.__dataclass_fields__:
        assert name == "previewed" or getattr(page, name) == getattr(there, name), name
    assert one(team.writer, result_share).opened == 1
    team.act(ana, "share_report", share, PDF)
    assert wishes(team) == [(share, "pdf", False)]


@pytest.mark.parametrize("role", ["stranger", "outsider", "member", "facilitator", "closed"])
@pytest.mark.parametrize("name", ["share_preview", "share_report"])
def test_nobody_else_gets_anything_by_a_number(team: Team, role: str, name: str) -> None:
    ana, share, code = shared(team)
    if role in {"member", "facilitator"}:
        who = team.joined(ana, "one" if role == "member" else role)
    elif role == "closed":
        who = reader(team, code)
        who.take(Commanded("start"))
        who.tap("G", 0)
    else:
        who = team.founder("Green Leaf") if role == "outsider" else team.stranger()
        who.take(Commanded("about"))
    before = team.dump()
    found = []

    for number in (share, MISSING):
        team.act(who, name, number, PDF)
        found.append((seen(who.conversation), team.page(who)))

    assert found[0] == found[1]
    assert team.told(who).key == "not_there"
    assert team.dump() == before
    if name == "share_preview":
        assert team.shown(who, name, share) is None


def test_a_form_that_no_button_has_is_none(team: Team) -> None:
    ana, share, code = shared(team)
    for who in (ana, reader(team, code)):
        team.act(who, "share_report", share, 2)
        assert team.told(who).key == "not_there"
    assert wishes(team) == []


@pytest.mark.parametrize("late", ["ended", "joined"])
def test_where_it_cannot_be_read_any_more_nothing_is_wished_for_and_the_page_says_why(
    team: Team, late: str
) -> None:
    ana, share, code = shared(team)
    bank = reader(team, code)
    if late == "ended":
        team.act(ana, "end_result_share", share)
    else:
        team.answers(team.joined(ana))

    team.act(bank, "share_report", share, PDF)

    page = team.page(bank)
    assert isinstance(page, SharedResultPage)
    assert page.state == {"ended": "revoked", "joined": "not_ready"}[late]
    assert wishes(team) == []


def test_whoever_hands_the_team_over_gets_no_more_of_it(team: Team) -> None:
    ana, share, _code = shared(team)
    person = team.person_of(ana)
    with team.writer.begin() as connection:
        now = ana.now
        frameworks = team.knowledge.frameworks
        assert share_seen(connection, person, share, frameworks, now, by_link=False).state == "open"
        connection.execute(update(membership).values(position="facilitator"))
        with pytest.raises(NotYours):
            share_seen(connection, person, share, frameworks, now, by_link=False)
        assert share_seen(connection, None, share, frameworks, now, by_link=True).state == "open"
