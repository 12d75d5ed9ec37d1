"""A result read by a link: by whoever has it, as far as its owner says, until it ends. Nothing about one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.events import Commanded
from flows.share_pages import SharedResultPage, SharesPage
from storage.team.tables import result_share
from tests.storage.support import Talker, one, rows
from tests.team.seats import Team

PRIVATE = {"answers", "given", "who", "person"}


def owner(team: Team) -> Talker:
    """Somebody alone in their organisation, with one answer."""
    ana = team.founder()
    team.answers(ana)
    return ana


def made(team: Team, lead: Talker, extra: int = 0) -> str:
    """The code of a new link to the result of this person's organisation."""
    team.act(lead, "share_result", 0, extra)
    told = team.told(lead)
    assert told.key == "result_link_made", told
    return str(told.args["code"])


def opens(team: Team, code: str, reader: Talker | None = None) -> SharedResultPage | None:
    """What the link shows this chat."""
    reader = reader or team.stranger()
    reader.take(Commanded("start", code))
    page = team.page(reader)
    return page if isinstance(page, SharedResultPage) else None


def test_who_has_the_link_reads_it_without_consenting_to_anything(team: Team) -> None:
    ana = owner(team)
    code = made(team, ana)
    reader = team.stranger()

    page = opens(team, code, reader)

    assert page is not None
    assert (page.state, page.organisation, page.people, page.stage) == ("open", "Red Cross", 1, False)
    assert reader.conversation.state == "new"
    assert reader.conversation.consent is None
    assert one(team.writer, result_share).opened == 1


def test_who_comes_after_the_end_is_not_counted(team: Team) -> None:
    ana = owner(team)
    code = made(team, ana)
    opens(team, code)
    team.act(ana, "end_result_share", one(team.writer, result_share).id)
    assert team.told(ana).key == "result_link_ended"

    page = opens(team, code)

    assert page is not None
    assert page.state == "revoked"
    assert one(team.writer, result_share).opened == 1


def test_the_stage_and_who_asked_for_it_are_as_the_owner_said(team: Team) -> None:
    page = opens(team, made(team, owner(team), 3))

    assert page is not None
    assert page.stage
    assert page.asked_for


def test_what_is_shown_names_no_person(team: Team) -> None:
    page = opens(team, made(team, owner(team)))

    assert page is not None
    assert not PRIVATE & set(page.__dataclass_fields__)


def test_an_ended_link_shows_nothing_any_more_also_where_it_is_open(team: Team) -> None:
    ana = owner(team)
    code = made(team, ana)
    reader = team.stranger()
    opens(team, code, reader)

    team.act(ana, "end_result_share", one(team.writer, result_share).id)

    page = team.page(reader)
    assert isinstance(page, SharedResultPage)
    assert (page.state, page.organisation, dict(page.settled)) == ("revoked", "", {})
    assert opens(team, code).state == "revoked"  # type: ignore[union-attr]


def test_after_thirty_days_it_has_ended(team: Team) -> None:
    ana = owner(team)
    code = made(team, ana)
    late = team.stranger()
    late.now += timedelta(days=31)

    page = opens(team, code, late)

    assert page is not None
    assert page.state == "ended"
    assert page.organisation == ""


def test_a_colleague_who_joins_hides_an_open_result(team: Team) -> None:
    ana = owner(team)
    code = made(team, ana)
    ben = team.joined(ana)
    team.answers(ben)

    page = opens(team, code)

    assert page is not None
    assert page.state == "not_ready"
    team.act(ana, "share_result")
    assert team.told(ana).key == "share_not_ready"


@pytest.mark.parametrize("name", ["share_result", "end_result_share", "agree_share", "join_peers"])
def test_only_the_owner_does_any_of_it(team: Team, name: str) -> None:
    ana = owner(team)
    made(team, ana)
    share = one(team.writer, result_share).id
    here = team.organisation_of(ana)
    ben, stranger = team.joined(ana), team.founder("Other")
    before = team.dump()

    for person in (ben, stranger):
        number = here if name in {"share_result", "join_peers"} else share
        team.act(person, name, number, 1)
        assert team.told(person).key == "not_there"
        team.act(person, name, 99_999, 1)
        assert team.told(person).key == "not_there"

    assert team.dump() == before


def test_a_number_without_the_code_opens_nothing(team: Team) -> None:
    ana = owner(team)
    made(team, ana)
    share = one(team.writer, result_share).id
    stranger = team.founder("Other")

    assert team.opened(stranger, "shared_result", share) is None
    assert team.told(stranger).key == "not_there"
    assert team.opened(stranger, "shares", team.organisation_of(ana)) is None


def test_the_owner_sees_every_link_with_its_state(team: Team) -> None:
    ana = owner(team)
    made(team, ana)
    made(team, ana, 1)
    team.act(ana, "end_result_share", rows(team.writer, result_share)[0].id)

    page = team.opened(ana, "shares")

    assert isinstance(page, SharesPage)
    assert [(line.state, line.stage) for line in page.lines] == [("open", True), ("revoked", False)]
    assert page.address == ""


def test_at_most_five_are_open(team: Team) -> None:
    ana = owner(team)
    for _ in range(5):
        made(team, ana)

    team.act(ana, "share_result")

    assert team.told(ana).key == "share_many"
    assert len(rows(team.writer, result_share)) == 5
