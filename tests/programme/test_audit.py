"""The audit log: who did what, for leads as a whole, for an organisation as far as it concerns it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from flows.pages import AuditLine, Right
from storage.programme import cohorts
from storage.programme.audit import audit_page, note_act, read_audit
from storage.programme.rights import OPERATOR, Actor
from storage.programme.tables import audit
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
