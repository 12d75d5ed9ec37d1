"""Cohorts: what may be set, what stays as it was, who leads, and that every act is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from flows.pages import CohortHead, Right, Status
from storage.programme import cohorts
from storage.programme.audit import read_audit
from storage.programme.cohorts import BadValue
from storage.programme.progress import cohort_page
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.programme.tables import audit, cohort
from storage.tables import conversation, participation
from tests.programme.joined import NOON, Joined

LATER = NOON + timedelta(hours=1)
WRONG: dict[str, tuple[Callable[[Connection, int], None], str]] = {
    "no name": (lambda c, n: cohorts.rename(c, OPERATOR, n, " \u200b\u202e \n", NOON), "name_empty"),
    "marks": (lambda c, n: cohorts.rename(c, OPERATOR, n, "...", NOON), "name_empty"),
    "long": (lambda c, n: cohorts.rename(c, OPERATOR, n, "é" * 101, NOON), "name_long"),
    "no day": (lambda c, n: cohorts.set_deadline(c, OPERATOR, n, "15 December", NOON), "day_unread"),
    "never": (lambda c, n: cohorts.set_deadline(c, OPERATOR, n, "2026-02-30", NOON), "day_unread"),
    "past": (lambda c, n: cohorts.set_deadline(c, OPERATOR, n, "2026-03-11", NOON), "day_past"),
    "far": (lambda c, n: cohorts.set_deadline(c, OPERATOR, n, "2037-01-01", NOON), "date_far"),
    "zone": (lambda c, n: cohorts.set_zone(c, OPERATOR, n, "Africa/Atlantis", NOON), "zone_unknown"),
    "path": (lambda c, n: cohorts.set_zone(c, OPERATOR, n, "../../etc/passwd", NOON), "zone_unknown"),
    "here": (lambda c, n: cohorts.set_zone(c, OPERATOR, n, "localtime", NOON), "zone_unknown"),
    "four": (lambda c, n: cohorts.set_remind_days(c, OPERATOR, n, (1, 2, 3, 4), NOON), "days_bad"),
    "falling": (lambda c, n: cohorts.set_remind_days(c, OPERATOR, n, (5, 2), NOON), "days_bad"),
    "twice": (lambda c, n: cohorts.set_remind_days(c, OPERATOR, n, (2, 2), NOON), "days_bad"),
    "day 0": (lambda c, n: cohorts.set_remind_days(c, OPERATOR, n, (0, 2), NOON), "days_bad"),
    "day 61": (lambda c, n: cohorts.set_remind_days(c, OPERATOR, n, (61,), NOON), "days_bad"),
    "evening": (lambda c, n: cohorts.set_remind_hour(c, OPERATOR, n, 20, NOON), "hour_quiet"),
    "night": (lambda c, n: cohorts.set_remind_hour(c, OPERATOR, n, 7, NOON), "hour_quiet"),
    "hour 24": (lambda c, n: cohorts.set_remind_hour(c, OPERATOR, n, 24, NOON), "hour_quiet"),
    "hour -1": (lambda c, n: cohorts.set_remind_hour(c, OPERATOR, n, -1, NOON), "hour_quiet"),
    "small": (lambda c, n: cohorts.set_min_group(c, OPERATOR, n, 4, NOON), "group_small"),
    "round 0": (lambda c, n: cohorts.set_round(c, OPERATOR, n, 0, NOON), "round_bad"),
    "round 100": (lambda c, n: cohorts.set_round(c, OPERATOR, n, 100, NOON), "round_bad"),
    "large": (lambda c, n: cohorts.set_min_group(c, OPERATOR, n, 1001, NOON), "group_small"),
}

WRONG_BEGINNINGS: list[tuple[dict[str, Any], str]] = [
    ({"name": "\u200b"}, "name_empty"),
    ({"framework_key": "sp"}, "check_unknown"),
    ({"zone": "Nairobi"}, "zone_unknown"),
    ({"deadline": "2026-03-11"}, "day_past"),
    ({"deadline": "9999-12-31"}, "date_far"),
    ({"round_no": 0}, "round_bad"),
    ({"min_group": 3}, "group_small"),
]
ODD_NAMES = ["=SUM(A1)", "[red]x[/red]", 'O\'Brien & "Söhne" <b>', "مؤسسة", "名" * 100, "x%s{0}\\"]


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


@pytest.fixture
def here(writer: Engine) -> Iterator[Connection]:
    with writer.begin() as connection:
        yield connection


def coordinator_named(here: Connection, external_id: int = 900, name: str = "Chris") -> Actor:
    return Actor(cohorts.add_coordinator(here, "telegram", external_id, name, True, NOON), True)


def acts(here: Connection, number: int) -> list[tuple[str, dict[str, Any]]]:
    """The log of a cohort, the oldest first."""
    lines, _ = read_audit(here, number, 0, lines=100)
    return [(line.act, dict(line.detail)) for line in reversed(lines)]


def times(made: Joined, number: int) -> tuple[datetime | None, datetime | None]:
    """When a cohort was closed and when archived."""
    row = made.row(cohort, id=number)
    return row.closed_at, row.archived_at


def make(here: Connection, actor: Actor = OPERATOR, name: str = "North", **more: Any) -> int:
    return cohorts.create(here, actor, name, "sp-1.0", "Africa/Nairobi", NOON, **more)


def test_a_new_cohort_is_led_by_who_makes_it(here: Connection) -> None:
    actor = coordinator_named(here)
    number = make(
        here,
        actor,
        " The\u202e  North\n",
        deadline="2026-12-15",
        languages=("en", "fr"),
        round_no=2,
        min_group=8,
    )

    assert cohorts.head_of(here, actor, number) == CohortHead(
        number,
        "The North",
        "sp-1.0",
        2,
        "2026-12-15",
        "Africa/Nairobi",
        Right.LEAD,
        languages=("en", "fr"),
        min_group=8,
    )
    assert acts(here, number) == [("cohort_made", {})]


def test_odd_names_are_kept_as_they_are(here: Connection) -> None:
    for name in ODD_NAMES:
        assert cohorts.head_of(here, OPERATOR, make(here, name=name)).name == name


def test_a_wrong_value_makes_no_cohort(here: Connection) -> None:
    for changes, key in WRONG_BEGINNINGS:
        values: dict[str, Any] = {"name": "North", "framework_key": "sp-1.0", "zone": "UTC", "now": NOON}
        with pytest.raises(BadValue) as trouble:
            cohorts.create(here, OPERATOR, **(values | changes))
        assert trouble.value.key == key

    assert cohorts.list_cohorts(here, OPERATOR) == ()


def test_invited_coordinators_make_no_cohorts(here: Connection) -> None:
    number = cohorts.add_coordinator(here, "telegram", 901, "Ada", False, NOON)

    for may in (False, True):  # whatever was true when they were looked up
        with pytest.raises(NotYours):
            make(here, Actor(number, may))


def test_a_wrong_value_is_refused_and_nothing_changes(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    before = made.row(cohort, id=number)

    for wrong, (change, key) in WRONG.items():
        with writer.begin() as connection, pytest.raises(BadValue) as trouble:
            change(connection, number)
        assert trouble.value.key == key, wrong

    assert made.row(cohort, id=number) == before
    assert made.rows(audit) == []


def test_each_setting_is_kept_and_written_down_once(here: Connection) -> None:
    actor = coordinator_named(here)
    number = make(here, actor)
    for _ in range(2):
        cohorts.rename(here, actor, number, "South", LATER)
        cohorts.set_zone(here, actor, number, "Asia/Kolkata", LATER)
        cohorts.set_deadline(here, actor, number, "20261215", LATER)
        cohorts.set_remind_days(here, actor, number, (3, 7), LATER)
        cohorts.set_remind_hour(here, actor, number, 19, LATER)
        cohorts.set_min_group(here, actor, number, 6, LATER)
        cohorts.set_round(here, actor, number, 2, LATER)
        cohorts.set_languages(here, actor, number, ("en", "fr"), LATER)

    head = cohorts.head_of(here, actor, number)
    assert (head.name, head.zone, head.deadline) == ("South", "Asia/Kolkata", "2026-12-15")
    assert (head.remind_days, head.remind_at, head.min_group) == ((3, 7), "19:00", 6)
    assert (head.round_no, head.languages) == (2, ("en", "fr"))
    assert acts(here, number)[1:] == [
        ("renamed", {}),
        ("zone_set", {"zone": "Asia/Kolkata"}),
        ("deadline_set", {"day": "2026-12-15"}),
        ("days_set", {"days": "3,7"}),
        ("hour_set", {"at": "19:00"}),
        ("min_group_set", {"least": 6}),
        ("round_set", {"round": 2}),
        ("languages_set", {"languages": "en,fr"}),
    ]


def test_a_deadline_and_reminder_days_can_be_taken_away(here: Connection) -> None:
    number = make(here, deadline="2026-12-15")
    cohorts.set_deadline(here, OPERATOR, number, "", NOON)
    cohorts.set_remind_days(here, OPERATOR, number, (), NOON)

    head = cohorts.head_of(here, OPERATOR, number)
    assert (head.deadline, head.remind_days) == ("", ())


def test_a_deadline_is_a_day_of_the_cohorts_zone(here: Connection) -> None:
    late = datetime(2026, 3, 12, 22, 0, tzinfo=UTC)  # the 13th in Nairobi, still the 12th in Honolulu
    number = make(here)

    with pytest.raises(BadValue):
        cohorts.set_deadline(here, OPERATOR, number, "2026-03-12", late)
    cohorts.set_zone(here, OPERATOR, number, "Pacific/Honolulu", late)
    cohorts.set_deadline(here, OPERATOR, number, "2026-03-12", late)

    assert cohorts.head_of(here, OPERATOR, number).deadline == "2026-03-12"


def test_a_deadline_may_be_ten_years_away(here: Connection) -> None:
    assert cohorts.head_of(here, OPERATOR, make(here, deadline="2036-12-31")).deadline == "2036-12-31"


def test_closing_and_archiving_twice_is_once_and_reopening_undoes_both(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    lead = Actor(made.coordinator(number), True)
    with writer.begin() as here:
        cohorts.close(here, lead, number, NOON)
        cohorts.close(here, lead, number, LATER)
    assert made.row(cohort, id=number).closed_at == NOON

    with writer.begin() as here:
        cohorts.archive(here, lead, number, LATER)
        cohorts.archive(here, lead, number, LATER + timedelta(days=1))
        assert cohorts.home_page(here, lead, 0).lines == ()
    assert times(made, number) == (NOON, LATER)

    with writer.begin() as here:
        cohorts.reopen(here, lead, number, LATER)
        cohorts.reopen(here, lead, number, LATER)
        assert [line.head.number for line in cohorts.home_page(here, lead, 0).lines] == [number]
        assert [act for act, _ in acts(here, number)] == ["closed", "archived", "reopened"]
    assert times(made, number) == (None, None)


def test_the_list_has_open_ones_first_and_archived_ones_for_the_operator_alone(
    made: Joined, writer: Engine
) -> None:
    archived = made.cohort(name="archived", archived_at=NOON, closed_at=NOON)
    closed = made.cohort(name="closed", closed_at=NOON)
    old = made.cohort(name="old")
    new = made.cohort(name="new", created_at=LATER)
    lead = Actor(made.coordinator(archived), True)

    with writer.begin() as here:
        for number in (closed, old, new):
            cohorts.give_right(here, OPERATOR, number, lead.coordinator or 0, Right.LEAD, NOON)

        def names(lines: Any) -> list[str]:
            return [line.head.name for line in lines]

        assert names(cohorts.home_page(here, lead, 0).lines) == ["new", "old", "closed"]
        assert names(cohorts.home_page(here, OPERATOR, 0).lines) == ["new", "old", "closed", "archived"]
        assert names(cohorts.list_cohorts(here, OPERATOR)) == ["new", "old", "closed"]
        assert names(cohorts.list_cohorts(here, lead, archived=True)) == ["new", "old", "closed", "archived"]


def test_a_long_list_has_pages_and_a_forged_page_is_the_last(here: Connection) -> None:
    actor = coordinator_named(here)
    numbers = [make(here, actor, f"Cohort {number}") for number in range(9)]
    make(here, OPERATOR, "Somebody else's")

    first, last = cohorts.home_page(here, actor, 0), cohorts.home_page(here, actor, 1)

    assert [line.head.number for line in (*first.lines, *last.lines)] == numbers[::-1]
    assert (first.page, first.pages, len(first.lines)) == (0, 2, 8)
    assert cohorts.home_page(here, actor, 4095) == last
    assert cohorts.home_page(here, Actor(None, True), 0).pages == 2
    page = cohorts.home_page(here, coordinator_named(here, 901), 0)
    assert (page.pages, bool(page.name)) == (1, True)


def test_the_list_counts_organisations_and_those_that_are_done(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    made.join(made.chat(1), number)
    made.join(made.chat(2), number, left_at=NOON)
    done = made.chat(3)
    enrolled = made.join(done, number, begun=False)
    made.begin(done, enrolled, finished_at=LATER)
    half = made.join(made.chat(4), number)
    made.change(participation, made.rows(participation)[-1].id, finished_at=LATER)
    waiting = made.chat(5, joining=half)
    made.use(waiting, number, half)
    made.cohort(name="empty", created_at=LATER)

    with writer.begin() as here:
        empty, full = cohorts.list_cohorts(here, OPERATOR)
        assert (empty.total, empty.done) == (0, 0)
        assert (full.total, full.done) == (3, 1)
        assert cohort_page(here, OPERATOR, number, LATER).counts[Status.DONE] == 1

    made.change(conversation, waiting, joining=None)
    with writer.begin() as here:
        assert cohorts.list_cohorts(here, OPERATOR)[1].done == 2
        assert cohort_page(here, OPERATOR, number, LATER).counts[Status.DONE] == 2
