"""Coordinators: added, named by the settings, removed, and who leads a cohort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import Connection, Engine

from flows.pages import Right
from storage.programme import cohorts
from storage.programme.audit import read_audit
from storage.programme.cohorts import BadValue
from storage.programme.rights import OPERATOR, Actor, NotYours, actor_of, right_of
from tests.programme.joined import NOON
from tests.storage.support import at_once

HELD_SECONDS = 0.3
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def here(writer: Engine) -> Iterator[Connection]:
    with writer.begin() as connection:
        yield connection


def coordinator_named(here: Connection, external_id: int = 900, name: str = "Chris") -> Actor:
    return Actor(cohorts.add_coordinator(here, "telegram", external_id, name, True, NOON), True)


def make(here: Connection, actor: Actor) -> int:
    return cohorts.create(here, actor, "North", "sp-1.0", "Africa/Nairobi", NOON)


def test_a_cohort_keeps_its_last_lead(here: Connection) -> None:
    first, second = coordinator_named(here), coordinator_named(here, 901, "Ada")
    number = make(here, first)
    cohorts.grant(here, number, second.coordinator or 0, Right.HELPER, NOON)

    for who in (first, OPERATOR):
        with pytest.raises(BadValue) as trouble:
            cohorts.drop_coordinator(here, who, number, first.coordinator or 0, NOON)
        assert trouble.value.key == "last_lead"
    with pytest.raises(BadValue):
        cohorts.grant(here, number, first.coordinator or 0, Right.READ, NOON)

    cohorts.grant(here, number, second.coordinator or 0, Right.LEAD, NOON)
    cohorts.drop_coordinator(here, first, number, first.coordinator or 0, NOON)
    assert right_of(here, first, number) is None
    with pytest.raises(BadValue):
        cohorts.drop_coordinator(here, second, number, second.coordinator or 0, NOON)


def test_a_removed_lead_is_no_lead_that_could_stay(here: Connection) -> None:
    first, second = coordinator_named(here), coordinator_named(here, 901)
    number = make(here, first)
    cohorts.grant(here, number, second.coordinator or 0, Right.LEAD, NOON)
    cohorts.remove_coordinator(here, "telegram", 901, NOON)

    with pytest.raises(BadValue):
        cohorts.drop_coordinator(here, first, number, first.coordinator or 0, NOON)


def test_forged_coordinators_are_not_there(here: Connection) -> None:
    lead, stranger = coordinator_named(here), coordinator_named(here, 901)
    number = make(here, lead)

    for forged in (stranger.coordinator or 0, 4711, -1):
        with pytest.raises(NotYours):
            cohorts.drop_coordinator(here, lead, number, forged, NOON)
    with pytest.raises(NotYours):
        cohorts.grant(here, number, 4711, Right.LEAD, NOON)
    with pytest.raises(NotYours):
        cohorts.grant(here, 4711, stranger.coordinator or 0, Right.LEAD, NOON)
    with pytest.raises(NotYours):
        cohorts.remove_coordinator(here, "telegram", 999, NOON)


def test_an_invitation_never_lowers_a_right(here: Connection) -> None:
    lead, ada = coordinator_named(here), coordinator_named(here, 901, "Ada")
    number = make(here, lead)
    expected = {Right.READ: Right.READ, Right.LEAD: Right.LEAD, Right.HELPER: Right.LEAD}

    for given, then in expected.items():
        cohorts.give_right(here, lead, number, ada.coordinator or 0, given, NOON)
        assert right_of(here, ada, number) is then

    lines, _ = read_audit(here, number, 0)
    details = [line.detail for line in reversed(lines) if line.act == "right_given"]
    assert details == [{"coordinator": ada.coordinator, "right": right} for right in ("read", "lead")]


def test_leads_see_who_coordinates(here: Connection) -> None:
    lead, ada = coordinator_named(here), coordinator_named(here, 901, "Ada")
    number = make(here, lead)
    cohorts.give_right(here, lead, number, ada.coordinator or 0, Right.READ, NOON)

    page = cohorts.coordinators_page(here, lead, number)

    assert page.people == (
        (lead.coordinator, "Chris", Right.LEAD, True),
        (ada.coordinator, "Ada", Right.READ, False),
    )
    with pytest.raises(NotYours):
        cohorts.coordinators_page(here, ada, number)


def test_the_settings_bring_coordinators_in_and_leave_others_alone(here: Connection) -> None:
    ada = coordinator_named(here, 901, "Ada")
    invited = cohorts.add_coordinator(here, "telegram", 902, "Ben", False, NOON)
    gone = cohorts.add_coordinator(here, "telegram", 903, "Cleo", True, NOON)
    cohorts.remove_coordinator(here, "telegram", 903, NOON)
    for _ in range(2):
        cohorts.ensure_coordinators(here, [902, 903, 904, 904], LATER)

    found = {line.external_id: line for line in cohorts.list_coordinators(here)}
    assert sorted(found) == [901, 902, 903, 904]
    assert all(line.may_create and not line.removed for line in found.values())
    assert [found[each].number for each in (901, 902, 903)] == [ada.coordinator, invited, gone]
    assert [found[each].name for each in (901, 902, 903)] == ["Ada", "Ben", "Cleo"]
    assert found[904].name == f"#{found[904].number}"

    cohorts.ensure_coordinators(here, [], LATER)
    assert actor_of(here, "telegram", 904) is not None


def test_adding_again_takes_nothing_away(here: Connection) -> None:
    number = cohorts.add_coordinator(here, "telegram", 900, "Chris", True, NOON)

    assert cohorts.add_coordinator(here, "telegram", 900, "", False, LATER) == number
    (line,) = cohorts.list_coordinators(here)
    assert (line.name, line.may_create) == ("Chris", True)


def test_a_coordinator_names_only_themselves(here: Connection) -> None:
    chris, ada = coordinator_named(here), coordinator_named(here, 901, "Ada")
    cohorts.rename_self(here, ada, " Ada\u202e Lovelace ")

    assert [line.name for line in cohorts.list_coordinators(here)] == ["Chris", "Ada Lovelace"]
    with pytest.raises(BadValue):
        cohorts.rename_self(here, chris, "\u200b")
    with pytest.raises(NotYours):
        cohorts.rename_self(here, OPERATOR, "The operator")


def test_two_leads_who_drop_each_other_at_once_leave_one(open_writer: Callable[[], Engine]) -> None:
    first_process, second_process = open_writer(), open_writer()
    with first_process.begin() as here:
        first, second = coordinator_named(here), coordinator_named(here, 901)
        number = make(here, first)
        cohorts.grant(here, number, second.coordinator or 0, Right.LEAD, NOON)

    def drop(process: Engine, who: Actor, whom: Actor) -> str:
        with process.begin() as here:
            try:
                cohorts.drop_coordinator(here, who, number, whom.coordinator or 0, NOON)
            except (BadValue, NotYours) as trouble:
                return type(trouble).__name__
            sleep(HELD_SECONDS)  # the other one comes while this is not committed yet
            return "dropped"

    outcomes = at_once(
        [lambda: drop(first_process, first, second), lambda: drop(second_process, second, first)]
    )

    assert outcomes.count("dropped") == 1
    with first_process.begin() as here:
        assert len(cohorts.coordinators_page(here, OPERATOR, number).people) == 1
