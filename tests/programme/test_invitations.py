"""Invitations: who is let in by which, how often, until when; and that a guessed number opens nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from flows.pages import Right
from storage.programme import cohorts, invitations
from storage.programme.cohort_lists import home_page
from storage.programme.cohort_values import BadValue
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.sharing import sharing_page
from storage.programme.tables import audit, enrolment, invitee, link_use
from storage.tables import conversation
from tests.programme.invited import Door
from tests.programme.joined import NOON
from tests.storage.conftest import OpenWriter
from tests.storage.support import at_once


@pytest.fixture
def door(writer: Engine) -> Door:
    return Door.build(writer)


def test_a_one_person_link_lets_in_one_and_refuses_the_next_kindly(door: Door) -> None:
    number, code = door.issue("one")
    ana, ben = door.made.chat(1), door.made.chat(2)

    found = door.open(code, ana)
    assert found is not None
    assert (found.state, found.cohort, found.framework, found.zone) == (
        "open",
        "North",
        "sp-1.0",
        "Africa/Nairobi",
    )
    door.join(code, ana)

    assert door.state(code, ana) == "joined"
    assert door.state(code, ben) == "used"
    with pytest.raises(NotYours):
        door.join(code, ben)
    assert (door.line(number).state, door.line(number).used, door.line(number).use_limit) == ("used", 1, 1)


def test_who_gave_no_name_is_read_by_a_number_by_no_respondent(door: Door) -> None:
    with door.writer.begin() as connection:
        number = cohorts.add_coordinator(connection, "telegram", 901, "", True, NOON)
        cohorts.grant(connection, door.cohort, number, Right.LEAD, NOON)
        assert cohorts.list_coordinators(connection)[-1].name == f"#{number}"
    ada, chat = Actor(number, True), door.made.chat(1)
    code = door.issue("one", ada)[1]
    found = door.open(code, chat)
    assert found is not None
    assert found.coordinator == ""
    door.made.change(conversation, chat, joining=door.join(code, chat))
    person = door.made.row(conversation, id=chat).person_id

    with door.writer.begin() as connection:
        (shares,) = sharing_page(connection, person, door.now).shares
        assert not [name for name in shares.coordinators if name.startswith("#")]
        assert home_page(connection, ada, 0).name == ""
        cohorts.rename_self(connection, ada, "Ada")
        assert home_page(connection, ada, 0).name == "Ada"
        (shares,) = sharing_page(connection, person, door.now).shares
        assert "Ada" in shares.coordinators


def test_of_two_at_once_only_one_gets_in(door: Door, open_writer: OpenWriter) -> None:
    _, (amina,) = door.listed("Red Cross", "Amina")
    links = [door.issue("one", invitee=amina)[1] for _ in range(2)]
    several = [door.issue("one")[1]] * 2
    for codes in (links, several):
        chats = [door.made.chat(10 + 100 * len(door.made.rows(link_use)) + each) for each in range(2)]
        doors = [Door(open_writer(), door.made, door.cohort, door.now) for _ in codes]

        def comes(
            place: int, codes: list[str] = codes, chats: list[int] = chats, doors: list[Door] = doors
        ) -> bool:
            try:
                doors[place].join(codes[place], chats[place])
            except NotYours:
                return False
            return True

        assert sorted(at_once([lambda: comes(0), lambda: comes(1)])) == [False, True]

    assert len(door.made.rows(link_use)) == 2


def test_two_people_of_one_organisation_share_what_the_first_decides(door: Door) -> None:
    listed, (amina, ben) = door.listed("Red Cross", "Amina", "Ben")
    first, second = door.issue("one", invitee=amina)[1], door.issue("one", invitee=ben)[1]
    one, two = door.made.chat(1), door.made.chat(2)

    found = door.open(first, one)
    assert found is not None
    assert (found.organisation, found.enrolment, found.asks_sharing) == ("Red Cross", listed, True)
    assert door.join(first, one, share=False) == listed
    found = door.open(second, two)
    assert found is not None and not found.asks_sharing
    assert door.join(second, two, share=True) == listed

    row = door.made.row(enrolment, id=listed)
    assert (row.joined_at, row.share_from, row.share_until) == (NOON, None, None)
    people = {each.name: each.joined_at for each in door.made.rows(invitee)}
    assert people == {"Amina": NOON, "Ben": NOON}


def test_whoever_came_first_holds_all_links_to_one_person(door: Door) -> None:
    _, (amina,) = door.listed("Red Cross", "Amina")
    links = [door.issue("one", invitee=amina) for _ in range(2)]
    door.join(links[0][1], door.made.chat(1))

    assert door.state(links[1][1], door.made.chat(2)) == "used"
    assert door.line(links[1][0]).state == "used"
    assert door.line(links[1][0]).label == "Red Cross"


def test_sharing_ends_six_months_after_the_deadline_or_twelve_after_joining(door: Door) -> None:
    found = door.open(door.issue("one")[1], door.made.chat(1))
    assert found is not None and found.share_until == "2026-12-30"
    listed = door.join(found.link, door.made.chat(1, address="a", invitation=found.link))
    assert door.made.row(enrolment, id=listed).share_until == datetime(2026, 12, 30, 21, tzinfo=UTC)
    assert door.made.row(enrolment, id=listed).share_from == NOON

    door.now = datetime(2026, 8, 31, 22, tzinfo=UTC)
    late = door.open(door.issue("one")[1], door.made.chat(4))
    assert late is not None and late.share_until == "2027-03-01"
    other = Door(door.writer, door.made, door.made.cohort(zone="UTC"), datetime(2028, 2, 29, tzinfo=UTC))
    free = other.open(other.issue("one")[1], door.made.chat(5))
    assert free is not None and free.share_until == "2029-02-28"


def test_a_link_for_many_has_a_limit_and_an_end(door: Door) -> None:
    number, code = door.issue("many", uses=2)
    assert door.line(number).ends_at == datetime(2026, 6, 30, 21, tzinfo=UTC)
    enrolled = {door.join(code, door.made.chat(each)) for each in (1, 2)}

    assert len(enrolled) == 2
    assert door.state(code, door.made.chat(3)) == "full"
    assert door.state(code, door.made.row(link_use, enrolment_id=min(enrolled)).conversation_id) == "joined"
    assert (door.line(number).state, door.line(number).used) == ("full", 2)
    assert door.line(door.issue("many")[0]).use_limit == 50


def test_without_a_deadline_ahead_a_link_for_many_ends_after_ninety_days(door: Door) -> None:
    door.now = datetime(2026, 7, 1, tzinfo=UTC)
    number, code = door.issue("many")
    assert door.line(number).ends_at == door.now + timedelta(days=90)
    door.later(days=90)

    assert door.state(code, door.made.chat(1)) == "ended"
    assert door.line(number).state == "ended"


def test_a_revoked_link_lets_nobody_else_in(door: Door) -> None:
    number, code = door.issue("many")
    ana = door.made.chat(1)
    door.join(code, ana)
    for _ in range(2):
        with door.writer.begin() as connection:
            invitations.revoke(connection, OPERATOR, number, door.now)

    assert door.state(code, door.made.chat(2)) == "revoked"
    assert door.state(code, ana) == "joined"
    assert [each.act for each in door.made.rows(audit)] == ["invited", "link_revoked"]


def test_a_closed_cohort_takes_nobody(door: Door) -> None:
    code = door.issue("many")[1]
    with door.writer.begin() as connection:
        cohorts.close(connection, OPERATOR, door.cohort, door.now)

    assert door.state(code, door.made.chat(1)) == "closed"
    with pytest.raises(BadValue, match="cohort_closed"):
        door.issue("one")


@pytest.mark.parametrize("code", ["", "no-such-code", "a" * 65, "a b", "ü", "x' OR 1=1", "%"])
def test_an_unknown_code_opens_nothing(door: Door, code: str) -> None:
    door.issue("many")
    assert door.open(code, door.made.chat(1)) is None


@pytest.mark.parametrize("kind", ["one", "many", "lead"])
def test_a_number_alone_opens_nothing(door: Door, kind: str) -> None:
    number, code = door.issue(kind)
    ana = door.made.chat(1)

    assert door.open(number, ana) is None
    with pytest.raises(NotYours):
        door.ask(number, ana)
    assert door.state(code, ana) == "open"
    assert door.state(number, ana) == "open"
    assert door.state(number, door.made.chat(2, panel=f"desk:j:{number}:0")) == "open"
    assert door.open(number, door.made.chat(3, panel=f"desk:j:{number}9:0")) is None


def test_the_list_says_who_used_which_link_and_when(door: Door) -> None:
    listed, (amina,) = door.listed("Red Cross", "Amina")
    number, code = door.issue("one", invitee=amina)
    many, for_all = door.issue("many", label="Radio")
    door.join(code, door.made.chat(777001))
    door.later(hours=1)
    came = door.join(for_all, door.made.chat(777002))
    begun = _begun(door, 9)
    with door.writer.begin() as connection:
        invitations.tie(connection, came, *begun, "Hope’s Home Ltd")
        page = invitations.links_page(connection, OPERATOR, door.cohort, 0, door.now)
        every = invitations.all_links(connection, OPERATOR, door.cohort, door.now)

    assert [(each.number, each.label, each.uses) for each in page.lines] == [
        (many, "Radio", (("Hope’s Home Ltd", NOON + timedelta(hours=1)),)),
        (number, "Red Cross", (("Red Cross", NOON),)),
    ]
    assert list(page.lines) == every
    assert "777" not in repr(page)
    assert door.made.row(enrolment, id=came).key == "hopeshome"
    assert door.made.row(enrolment, id=listed).name == "Red Cross"


def _begun(door: Door, number: int) -> tuple[int, int]:
    """An organisation and an assessment of somebody."""
    row = door.made.row(enrolment, id=door.made.join(door.made.chat(number), door.made.cohort()))
    return row.organisation_id, row.assessment_id


def test_the_check_of_an_enrolment_is_the_one_that_was_begun_first(door: Door) -> None:
    listed, _ = door.listed("Red Cross")
    first, second = _begun(door, 8), _begun(door, 9)
    with door.writer.begin() as connection:
        invitations.tie(connection, listed, *first, "Another name")
        invitations.tie(connection, listed, *second, "A third one")

    tied = door.made.row(enrolment, id=listed)
    assert (tied.organisation_id, tied.assessment_id, tied.name) == (*first, "Red Cross")
