"""The audit log: who did what, for leads as a whole, for an organisation as far as it concerns it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.pages import AuditLine, Right
from flows.roster import RosterRow
from storage.programme import cohorts, invitations
from storage.programme.audit import audit_page, note_act, read_audit
from storage.programme.rights import OPERATOR, Actor
from storage.programme.roster import import_roster
from storage.programme.tables import audit, enrolment
from tests.programme.invited import Door
from tests.programme.joined import NOON, Joined

HOUR = timedelta(hours=1)


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def test_the_log_names_who_acted_and_when(made: Joined, writer: Engine) -> None:
    number = made.cohort(name="North", zone="Africa/Nairobi")
    lead = Actor(made.coordinator(number), True)
    with writer.begin() as here:
        note_act(here, lead, number, "note_sent", NOON, audience="midway", people=3)
        note_act(here, OPERATOR, number, "closed", NOON + HOUR)

        page = audit_page(here, lead, number, 0)

    assert (page.cohort, page.zone, page.number, page.pages) == ("North", "Africa/Nairobi", number, 1)
    assert page.lines == (
        AuditLine(NOON + HOUR, "", "closed", {}),
        AuditLine(NOON, "Chris", "note_sent", {"audience": "midway", "people": 3}),
    )


def test_a_removed_coordinator_stays_named_in_the_log(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    lead = Actor(made.coordinator(number), True)
    with writer.begin() as here:
        note_act(here, lead, number, "note_sent", NOON)
        cohorts.remove_coordinator(here, "telegram", 900, NOON + HOUR)

        lines, _ = read_audit(here, number, 0)

    assert [(line.who, line.act) for line in lines] == [("", "coordinator_dropped"), ("Chris", "note_sent")]


def test_a_long_log_has_pages_and_a_forged_page_is_the_last(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    with writer.begin() as here:
        for place in range(17):
            note_act(here, OPERATOR, number, "note_sent", NOON, place=place)
        pages = [audit_page(here, OPERATOR, number, page) for page in (0, 1, 2, 4095)]

    assert [line.detail["place"] for page in pages[:3] for line in page.lines] == list(range(16, -1, -1))
    assert pages[3] == pages[2]
    assert [(page.page, page.pages) for page in pages] == [(0, 3), (1, 3), (2, 3), (2, 3)]


def test_an_organisation_reads_what_concerns_it_since_it_joined(made: Joined, writer: Engine) -> None:
    number, other = made.cohort(), made.cohort()
    own, neighbour = made.join(made.chat(1), number), made.join(made.chat(2), number)
    with writer.begin() as here:
        note_act(here, OPERATOR, number, "exported", NOON - HOUR)  # it was not there yet
        note_act(here, OPERATOR, number, "note_sent", NOON, own)
        note_act(here, OPERATOR, number, "note_sent", NOON, neighbour)
        note_act(here, OPERATOR, number, "imported", NOON)  # others on a list
        note_act(here, OPERATOR, number, "exported", NOON + HOUR)
        note_act(here, OPERATOR, other, "exported", NOON + HOUR)

        lines, pages = read_audit(here, number, 0, own)

    assert [(line.act, line.at) for line in lines] == [("exported", NOON + HOUR), ("note_sent", NOON)]
    assert pages == 1


def brought(door: Door, lead: Actor, name: str) -> None:
    """A list with one organisation of two people is imported, an hour later."""
    door.later(hours=1)
    rows = [RosterRow(2, name, "Ana"), RosterRow(3, name, "Bo")]
    with door.writer.begin() as here:
        import_roster(here, lead, door.cohort, rows, door.now)


def test_an_organisation_of_a_list_reads_of_its_import_its_links_and_who_was_let_in(writer: Engine) -> None:
    door = Door.build(writer)
    lead = Actor(door.made.coordinator(door.cohort), True)
    for name in ("Hope Homes", "Bright Start"):
        brought(door, lead, name)
    door.later(hours=1)
    with writer.begin() as here:
        issued = invitations.issue_for_waiting(here, lead, door.cohort, door.now)
    hope = next(each for each in issued if each.organisation == "Hope Homes")
    door.join(hope.code, door.made.chat(1))
    stranger = door.made.chat(2)
    assert door.state(hope.code, stranger) == "used"
    door.ask(hope.number, stranger)
    door.later(hours=1)
    brought(door, lead, "Third Hand")
    with writer.begin() as here:
        ((request, _, _),) = invitations.requests_page(here, lead, door.cohort).requests
        invitations.accept(here, lead, request, door.now)

    organisations = door.made.rows(enrolment)
    with writer.begin() as here:
        read = {
            row.name: [line.act for line in read_audit(here, door.cohort, 0, row.id)[0]]
            for row in organisations
        }
    assert read == {
        "Hope Homes": ["request_accepted", "invited_each", "list_imported"],
        "Bright Start": ["invited_each", "list_imported"],
        "Third Hand": ["list_imported"],
    }
    # One line for each organisation, however many of its people were invited, and one for all in the log of leads.
    assert len(door.made.rows(audit, act="invited_each")) == 2
    with writer.begin() as here:
        for_leads = [line.act for line in audit_page(here, lead, door.cohort, 0).lines]
    assert for_leads == ["request_accepted", "list_imported", "invited", "list_imported", "list_imported"]


def test_acts_of_the_operators_hand_hold_no_name(made: Joined, writer: Engine) -> None:
    number = made.cohort(name="Northern light")
    made.coordinator(number)
    second = made.coordinator(external_id=901)
    with writer.begin() as here:
        cohorts.rename(here, OPERATOR, number, "Southern cross", NOON)
        cohorts.grant(here, number, second, Right.LEAD, NOON)
        cohorts.drop_coordinator(here, OPERATOR, number, second, NOON)

    stored = str([row.detail for row in made.rows(audit)])
    assert len(made.rows(audit)) == 3
    for name in ("Northern", "Southern", "Chris", "901"):
        assert name not in stored
