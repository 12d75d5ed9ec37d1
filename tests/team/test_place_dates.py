"""The next budget and the next election of a place: typed by who leads it, kept with its round, printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from babel import Locale
from sqlalchemy import Engine

from bot.dates import day_of, month_of
from bot.report.making import report_of
from bot.report.text import report_text
from bot.screens.place_when import next_dates
from bot.screens.results import result
from bot.team.result_facts import told
from flows.events import Typed
from flows.pages import SharedWith
from flows.team_pages import PlaceDatesPage
from flows.team_results import Dates
from storage.tables import assessment
from tests.storage.support import one, rows
from tests.team.golden_place import DATES
from tests.team.place_meeting import EC, GOVERNMENT, PROVIDER, PlaceMeeting, founder, place_meeting
from tests.team.place_samples import case_31_result, member
from tests.team.seats import Team

EN, FR = Locale("en"), Locale("fr")
TODAY = "2026-03-12"


@pytest.mark.parametrize(
    ("locale", "text", "month"),
    [
        (EN, "August 2027", "2027-08"),
        (EN, "August", "2026-08"),
        (EN, "aug.", "2026-08"),
        (EN, "March", "2026-03"),
        (EN, "February", "2027-02"),
        (EN, "August next year", "2027-08"),
        (EN, "2027-08", "2027-08"),
        (EN, "8/2027", "2027-08"),
        (EN, "٨/٢٠٢٧", "2027-08"),
        (FR, "août 2027", "2027-08"),
        (FR, "Août de l’année prochaine", "2027-08"),
        (FR, "l'an prochain", None),
        (EN, "13/2027", None),
        (EN, "15 May", None),
        (EN, "soon", None),
        (EN, "", None),
    ],
)
def test_a_typed_month(locale: Locale, text: str, month: str | None) -> None:
    assert month_of(locale, text, TODAY) == month


def dated(writer: Engine) -> PlaceMeeting:
    """A place whose people type days and months."""
    return place_meeting(
        writer,
        (GOVERNMENT, "one"),
        day_of=lambda language, text, today: day_of(Locale(language), text, today),
        month_of=lambda language, text, today: month_of(Locale(language), text, today),
    )


def types(held: PlaceMeeting, kind: int, text: str, person: int = 0) -> str:
    lead = held.people[person]
    held.team.act(lead, "place_date", held.organisation, kind)
    if not (lead.conversation.panel or "").startswith("desk:(B"):
        return held.team.told(lead).key
    lead.see(100)
    lead.take(Typed(text))
    return held.team.told(lead).key


def kept(writer: Engine) -> tuple[str, str]:
    row = rows(writer, assessment)[-1]
    return row.budget_on, row.election_on


def test_who_leads_a_place_gives_its_dates_and_takes_them_out(writer: Engine) -> None:
    held = dated(writer)
    assert types(held, 0, "15 May") == "date_saved"
    assert types(held, 1, "August 2027") == "date_saved"
    assert kept(writer) == ("2026-05-15", "2027-08")
    page = held.team.page(held.people[0])
    assert isinstance(page, PlaceDatesPage)
    assert page.dates == (("budget", "2026-05-15"), ("election", "2027-08"))

    assert types(held, 1, "-") == "date_cleared"
    assert kept(writer) == ("2026-05-15", "")
    assert held.doing(0, "clear_place_date", held.organisation) == "date_cleared"
    assert kept(writer) == ("", "")


def test_what_is_no_date_ahead_is_not_kept(writer: Engine) -> None:
    held = dated(writer)
    assert types(held, 0, "soon") == "month_unread"
    assert types(held, 0, "February 2026") == "day_past"
    assert types(held, 0, "2026-03-11") == "day_past"
    assert types(held, 0, "2099-03") == "date_far"
    assert types(held, 2, "15 May") == "not_there"
    assert kept(writer) == ("", "")
    assert types(held, 0, "March 2026") == "date_saved"


def test_nobody_else_gives_dates(writer: Engine) -> None:
    held = dated(writer)
    assert types(held, 0, "15 May", person=1) == "not_there"
    assert held.doing(1, "clear_place_date", held.organisation) == "not_there"
    assert kept(writer) == ("", "")


def test_only_a_place_has_dates(team: Team) -> None:
    ana = team.founder()
    team.act(ana, "place_dates")
    assert team.told(ana).key == "not_there"


def test_they_are_part_of_the_result_and_go_on_into_the_next_round(writer: Engine) -> None:
    held = dated(writer)
    types(held, 1, "August 2027")
    for person in range(2):
        held.level(person, 3)
    held.closed()
    assert types(held, 0, "15 May") == "date_saved"
    ana = held.people[0]
    ana.look()
    ana.tap("J")
    page = held.team.page(ana)

    assert isinstance(page, SharedWith) and page.team is not None
    assert page.team.dates == (("budget", "2026-05-15"), ("election", "2027-08"))
    held.doing(0, "new_round", held.organisation)
    assert one(writer, assessment, round_no=2).election_on == "2027-08"


def test_a_place_that_nobody_began_has_none(writer: Engine) -> None:
    place = Team.offered(writer, EC, framework=EC.key)
    stranger, ana = place.stranger(), founder(place, PROVIDER)
    place.act(stranger, "place_dates", place.organisation_of(ana))
    assert place.told(stranger).key == "not_there"


def test_near_dates_stand_without_the_year_and_what_is_over_not_at_all() -> None:
    sight = member(case_31_result())

    def said(*dates: tuple[str, str], far: bool = False) -> str:
        return next_dates(sight, dates, far=far)

    assert (
        said(("budget", "2026-03-12"), ("election", "2026-03")) == "Budget call: 12 March. Election: March."
    )
    assert said(("budget", "2027-01-02"), ("election", "2028-08")) == (
        "Budget call: 2 January 2027. Election: August 2028."
    )
    assert said(("budget", "2026-03-11"), ("election", "2026-02")) == ""
    assert said(("budget", "2026-05-15"), far=True) == "Budget call: 15 May 2026."


def test_on_paper_each_has_its_year_and_without_any_there_is_no_part() -> None:
    def text(dates: Dates) -> str:
        known = told(member(replace(case_31_result(), dates=dates)))
        return report_text(report_of(known.sight, known.facts, known.result))

    assert "THE NEXT DATES\nBudget call: 15 May 2026. Election: August 2027.\n" in text(DATES)
    assert "THE NEXT DATES" not in text(())
    assert "THE NEXT DATES" not in result(member(replace(case_31_result(), dates=()))).text
