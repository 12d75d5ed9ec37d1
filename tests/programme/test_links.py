"""Invitations as coordinators make, list and revoke them, each as far as their right goes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from flows.pages import Right
from storage.programme import invitations
from storage.programme.cohort_values import BadValue
from storage.programme.rights import OPERATOR, Actor, NotYours
from storage.tables import link
from tests.programme.invited import Door
from tests.programme.joined import NOON


@pytest.fixture
def door(writer: Engine) -> Door:
    return Door.build(writer)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"uses": 0}, "link_uses_bad"),
        ({"uses": 1001}, "link_uses_bad"),
        ({"ends_at": NOON}, "day_past"),
        ({"label": "x" * 101}, "name_long"),
    ],
)
def test_wrong_values_make_no_link(door: Door, more: dict[str, Any], key: str) -> None:
    with pytest.raises(BadValue, match=key):
        door.issue("many", **more)
    assert not door.made.rows(link)


def test_codes_are_not_stored(door: Door) -> None:
    number, code = door.issue("one")
    row = door.made.row(link, id=number)

    assert len(code) == 12
    assert code not in str(dict(row._mapping))


def test_pages_of_links(door: Door) -> None:
    for each in range(17):
        door.issue("one", label=f"Link {each}")
    with door.writer.begin() as connection:
        pages = [
            invitations.links_page(connection, OPERATOR, door.cohort, each, door.now) for each in (0, 2, 9)
        ]

    assert [(page.page, page.pages, len(page.lines)) for page in pages] == [(0, 3, 8), (2, 3, 1), (2, 3, 1)]
    assert pages[0].lines[0].label == "Link 16"


def test_rights_of_coordinators_over_links(door: Door) -> None:
    actors = {
        right: Actor(door.made.coordinator(door.cohort, right.value, 900 + place), True)
        for place, right in enumerate(Right)
    }
    stranger = Actor(door.made.coordinator(None, external_id=990), True)
    mine, _ = door.issue("one", actors[Right.HELPER])
    lead, _ = door.issue("lead", actors[Right.LEAD])
    for actor, kind in (
        (actors[Right.READ], "one"),
        (actors[Right.HELPER], "read"),
        (stranger, "one"),
        (OPERATOR, "owner"),
    ):
        with pytest.raises(NotYours):
            door.issue(kind, actor)
    for actor, number in (
        (actors[Right.READ], mine),
        (actors[Right.HELPER], lead),
        (stranger, mine),
        (OPERATOR, 4711),
    ):
        with door.writer.begin() as connection, pytest.raises(NotYours):
            invitations.revoke(connection, actor, number, door.now)
    with door.writer.begin() as connection:
        assert invitations.link_page(connection, actors[Right.READ], mine, door.now).line.number == mine
        with pytest.raises(NotYours):
            invitations.link_page(connection, stranger, mine, door.now)
        with pytest.raises(NotYours):
            invitations.links_page(connection, stranger, door.cohort, 0, door.now)


def test_a_person_of_another_cohort_cannot_be_invited(door: Door) -> None:
    other = Door(door.writer, door.made, door.made.cohort(name="South"))
    _, (theirs,) = other.listed("Red Cross", "Amina")
    for number in (theirs, 4711):
        with pytest.raises(NotYours):
            door.issue("one", invitee=number)


def test_links_for_everybody_who_has_not_joined(door: Door) -> None:
    _, (amina, _ben) = door.listed("Red Cross", "Amina", "Ben")
    door.listed("Hope")
    door.join(door.issue("one", invitee=amina)[1], door.made.chat(1))
    door.join(door.issue("many")[1], door.made.chat(2))
    with door.writer.begin() as connection:
        issued = invitations.issue_for_waiting(connection, OPERATOR, door.cohort, door.now)

    assert [(each.organisation, each.person) for each in issued] == [("Red Cross", "Ben"), ("Hope", "")]
    for place, each in enumerate(issued):
        found = door.open(each.code, door.made.chat(10 + place))
        assert found is not None
        assert (found.link, found.state, found.organisation) == (each.number, "open", each.organisation)
