"""Lists of organisations and people: the same ones met again in other spellings, and nothing stored twice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.programme.roster_words import report_text
from bot.words import load_words
from flows.roster import PROBLEMS, MergedSpelling, RosterProblem, RosterReport, RosterRow, Tally
from flows.spellings import KEY_LONGEST, organisation_key, person_key
from storage.programme.cohort_values import BadValue
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.roster import import_roster
from storage.programme.tables import audit, cohort, enrolment, invitee
from tests.programme.invited import Door
from tests.storage.conftest import OpenWriter

SAME_ORGANISATION = (
    (
        "Red Cross",
        "red  cross",
        "RED-CROSS",
        "The Red Cross Ltd.",
        "\uff32\uff45\uff44 \uff23\uff52\uff4f\uff53\uff53",
    ),
    (
        "Société Générale S.A.",
        "Societe Generale",
        "soci\u0065\u0301t\u0065\u0301 générale SA",
    ),
    ("U.N.I.C.E.F.", "Unicef", "U N I C E F"),
    ("Women’s Aid & Hope", "Womens Aid and Hope", "WOMEN'S AID ET HOPE"),
    ("Łódź Fund", "Lodz fund"),
    ("محمّد", "محمد"),
    ("School १२", "School 12"),
)
OTHERS = (
    "School 1",
    "School 12",
    "Ward 1, block 2",
    "Ward 12",
    "राम",
    "रोम",
    "Hope",
    "Hoppe",
    "йод",
    "иод",
)


@pytest.mark.parametrize("names", SAME_ORGANISATION, ids=lambda names: str(names[-1]))
def test_other_spellings_of_an_organisation(names: Sequence[str]) -> None:
    assert len({organisation_key(name) for name in names}) == 1


def test_what_only_looks_alike_stays_apart() -> None:
    assert len({organisation_key(name) for name in OTHERS}) == len(OTHERS)
    assert len({organisation_key("a" * 300 + end) for end in "bc"}) == 2
    assert len(organisation_key("a" * 300)) == KEY_LONGEST
    assert person_key("J. Doe") != person_key("John Doe")
    assert all(organisation_key(name) for name in ("Ltd", "&", "The", "\U0001f642"))


@pytest.mark.parametrize("name", ["DOE, John", "John  Doe", "Dr. john doë", "Mr Doe John", "\uff2aohn Doe"])
def test_other_spellings_of_a_person(name: str) -> None:
    assert person_key(name) == person_key("John Doe")


@pytest.fixture
def door(writer: Engine) -> Door:
    return Door.build(writer)


def stored(door: Door, *rows: RosterRow, store: bool = True, actor: Actor = OPERATOR) -> RosterReport:
    with door.writer.begin() as connection:
        return import_roster(connection, actor, door.cohort, rows, door.now, store=store)


def people(door: Door) -> list[tuple[str, str, str, str, str]]:
    """Organisation, code, person, language, contact, as they stand in the database."""
    names = {each.id: each for each in door.made.rows(enrolment)}
    return [
        (names[each.enrolment_id].name, names[each.enrolment_id].code, each.name, each.language, each.contact)
        for each in door.made.rows(invitee)
    ]


LIST = (
    RosterRow(2, "Red Cross", "John Doe", "en", "0700", "00123"),
    RosterRow(3, "RED-CROSS Ltd", "Doe, John", "en", "0700"),
    RosterRow(4, "Red Cross", "Amina Ba", "fr"),
    RosterRow(5, "Hope", "John Doe"),
    RosterRow(6, "Alone"),
    RosterRow(7, "Nameless", contact="0711"),
)


def test_a_list_is_merged_stored_and_reported(door: Door) -> None:
    report = stored(door, *LIST)

    assert (report.organisations, report.people) == (Tally(new=4), Tally(new=4))
    assert report.merged == (
        MergedSpelling(3, "Red Cross", "RED-CROSS Ltd"),
        MergedSpelling(3, "John Doe", "Doe, John"),
    )
    assert (report.problems, report.missing, report.stored) == ((), (), True)
    assert people(door) == [
        ("Red Cross", "00123", "John Doe", "en", "0700"),
        ("Red Cross", "00123", "Amina Ba", "fr", ""),
        ("Hope", "", "John Doe", "", ""),
        ("Nameless", "", "", "", "0711"),
    ]
    (line,) = door.made.rows(audit)
    assert (line.act, line.detail) == ("list_imported", {"organisations": 4, "people": 4, "changed": 0})


def test_the_same_telephone_in_another_spelling_is_the_same_and_a_shared_one_is_told(door: Door) -> None:
    """B72: nobody is listed twice, and colleagues with one office telephone stay two people."""
    report = stored(
        door,
        RosterRow(2, "Hope", "Ana Diaz", contact="+254 700 123 456"),
        RosterRow(3, "hope", "DIAZ, Ana", contact="0700-123456"),
        RosterRow(4, "Hope", "Ben", contact="0700 123 456"),
    )

    assert report.people == Tally(new=2)
    assert [(each.line, each.key, each.stored) for each in report.problems] == [(4, "contact_shared", True)]
    assert [row[2:] for row in people(door)] == [
        ("Ana Diaz", "", "+254 700 123 456"),
        ("Ben", "", "0700 123 456"),
    ]


def test_the_same_list_twice_changes_nothing(door: Door) -> None:
    stored(door, *LIST)
    before = people(door)
    again = stored(door, *LIST)

    assert (again.organisations, again.people) == (Tally(unchanged=4), Tally(unchanged=4))
    assert not again.changes and people(door) == before
    assert len(door.made.rows(audit)) == 1


def test_a_dry_run_reports_the_same_and_stores_nothing(door: Door) -> None:
    dry = stored(door, *LIST, store=False)

    assert not door.made.rows(enrolment) and not door.made.rows(audit)
    assert replace(dry, stored=True) == stored(door, *LIST)


def test_changed_values_are_taken_and_empty_ones_say_nothing(door: Door) -> None:
    stored(door, *LIST)
    report = stored(
        door,
        RosterRow(2, "red cross", "john DOE", "fr", "", "00124"),
        RosterRow(3, "Red Cross", "Amina Ba", "", "0799"),
        RosterRow(4, "Hope", "John Doe"),
        RosterRow(5, "Hope", "New One"),
        RosterRow(6, "Nameless", contact="0711"),
    )

    assert (report.organisations, report.people) == (Tally(0, 1, 2), Tally(1, 2, 2))
    assert report.merged[0] == MergedSpelling(2, "Red Cross", "red cross")
    assert report.missing == (("Alone", ""),)
    assert people(door)[:2] == [
        ("Red Cross", "00124", "John Doe", "fr", "0700"),
        ("Red Cross", "00124", "Amina Ba", "fr", "0799"),
    ]
    report = stored(door, RosterRow(2, "Red Cross", "John Doe"))
    assert report.missing == (("Red Cross", "Amina Ba"), ("Hope", ""), ("Alone", ""), ("Nameless", ""))
    assert len(people(door)) == 5


def test_faulty_lines_are_reported_and_the_others_stored(door: Door) -> None:
    report = stored(
        door,
        RosterRow(2, "", "John Doe"),
        RosterRow(3, "x" * 201),
        RosterRow(4, "Hope", "y" * 201),
        RosterRow(5, "Hope", "Ann", contact="z" * 201),
        RosterRow(6, "Hope", "Ann", code="1" * 41),
        RosterRow(7, "Hope", "Ann", "en", "0700", "1", ("person_unreadable",)),
        RosterRow(8, "Hope", "Ann", "fr", "0701", "2", ("language_unknown",)),
        RosterRow(9, "Other", "Ben", code="1"),
        RosterRow(10, "Other", "Cem", contact="0702"),
        RosterRow(11, "Other", "Dee", contact="0702"),
    )

    assert report.problems == (
        RosterProblem(2, "no_organisation", False),
        RosterProblem(3, "organisation_long", False),
        RosterProblem(4, "person_long", False),
        RosterProblem(5, "contact_long", False),
        RosterProblem(6, "code_long", False),
        RosterProblem(7, "person_unreadable", True),
        RosterProblem(8, "language_unknown", True),
        RosterProblem(8, "code_differs", True),
        RosterProblem(8, "language_differs", True),
        RosterProblem(8, "contact_differs", True),
        RosterProblem(9, "code_twice", True),
        RosterProblem(11, "contact_shared", True),
    )
    assert report.left_out == 5
    assert {problem.key for problem in report.problems} == set(PROBLEMS)
    assert people(door) == [
        ("Hope", "1", "Ann", "en", "0700"),
        ("Other", "1", "Ben", "", ""),
        ("Other", "1", "Cem", "", "0702"),
        ("Other", "1", "Dee", "", "0702"),
    ]


def test_who_joined_by_a_link_for_many_is_met_again_and_never_missing(door: Door) -> None:
    came = door.join(door.issue("many")[1], door.made.chat(1))
    door.made.change(enrolment, came, name="Red Cross", key=organisation_key("Red Cross"))

    assert stored(door, RosterRow(2, "Hope")).missing == ()
    report = stored(door, RosterRow(2, "red cross", "Ann"), RosterRow(3, "Hope"))
    assert report.organisations == Tally(unchanged=2)
    assert door.made.row(invitee).enrolment_id == came


def test_a_list_stays_in_its_cohort(door: Door) -> None:
    other = Door(door.writer, door.made, door.made.cohort(name="South"))
    stored(door, *LIST)
    report = stored(other, RosterRow(2, "Red Cross", "John Doe", code="00123"))

    assert (report.organisations, report.people, report.problems) == (Tally(new=1), Tally(new=1), ())
    assert len(people(door)) == 5


def test_names_are_stored_as_they_are_written(door: Door) -> None:
    names = ("A_B <Co> & [x](y) *Z* `q`", '=HYPERLINK("x")', "አማርኛ", "\U0001f642 Care")
    stored(door, *(RosterRow(place, name, name) for place, name in enumerate(names)))

    assert [each[0] for each in people(door)] == [each[2] for each in people(door)] == list(names)


def test_only_who_may_write_imports_and_only_into_an_open_cohort(door: Door) -> None:
    reader = Actor(door.made.coordinator(door.cohort, "read"), True)
    with pytest.raises(NotYours):
        stored(door, *LIST, store=False, actor=reader)
    door.made.change(cohort, door.cohort, closed_at=door.now)
    with pytest.raises(BadValue, match="cohort_closed"):
        stored(door, *LIST)


def test_two_lists_at_once_make_each_organisation_once(door: Door, open_writer: OpenWriter) -> None:
    other = Door(open_writer(), door.made, door.cohort)
    with ThreadPoolExecutor(1) as pool:
        with door.writer.begin() as connection:
            first = import_roster(connection, OPERATOR, door.cohort, LIST, door.now)
            waiting = pool.submit(stored, other, *LIST)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        second = waiting.result()

    assert (first.organisations.new, second.organisations.new) == (4, 0)
    assert len(people(door)) == 4


def test_five_thousand_organisations(door: Door) -> None:
    rows = [
        RosterRow(2 * place + each, f"Organisation {place}", f"Person {each}", "en", "0700", f"{place:05}")
        for place in range(5000)
        for each in range(2)
    ]
    assert stored(door, *rows).people == Tally(new=10_000)
    assert stored(door, *rows).people == Tally(unchanged=10_000)


def test_the_report_in_words() -> None:
    report = RosterReport(
        Tally(2, 1, 0),
        Tally(3, 0, 1),
        (MergedSpelling(3, "Red Cross", "RED_CROSS <b>"),),
        tuple(RosterProblem(2 + place, key, False) for place, key in enumerate(PROBLEMS)),
        (("Hope", ""), ("Hope", "Ann")),
    )
    spoken: dict[str, Any] = {code: report_text(words, report) for code, words in load_words().items()}

    assert "Row 3: “RED_CROSS <b>” is taken for “Red Cross”." in spoken["en"]
    assert "Organisations: 2 new, 1 changed, 0 as before." in spoken["en"]
    assert spoken["en"].endswith("\nHope\nAnn (Hope)")
    assert all(len(text.splitlines()) == len(spoken["en"].splitlines()) for text in spoken.values())
    short = report_text(load_words()["en"], report, most=1).splitlines()
    assert short.count("and 11 more") == 1 and short[-1] == "and 1 more"
    nothing = replace(report, organisations=Tally(), people=Tally(unchanged=1))
    assert report_text(load_words()["en"], nothing).startswith("Nothing in your list is new.")
