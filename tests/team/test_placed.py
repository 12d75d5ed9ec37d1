"""Who comes by the link of a group of partners is of that group: on the way in, later, and whatever is tapped."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from flows.shelf import as_part
from storage.parts import _rename
from storage.records import Held, View
from storage.tables import membership
from tests.storage.support import Talker, one
from tests.team.place_meeting import (
    DONOR,
    EC,
    GOVERNMENT,
    PROVIDER,
    PlaceMeeting,
    founder,
    place_meeting,
    through,
)
from tests.team.seats import Team, state


def seat(place: Team, talker: Talker) -> tuple[str, bool, str]:
    found = one(place.writer, membership, person_id=place.person_of(talker))
    return found.stakeholder, found.placed, found.position


def offered(writer: Engine) -> Team:
    return Team.offered(writer, EC, framework=EC.key)


def test_the_group_of_the_link_holds_on_the_way_in(writer: Engine) -> None:
    place = offered(writer)
    ana = founder(place, PROVIDER)
    assert seat(place, ana) == ("provider", False, "owner")
    ben = place.comes(place.issue(ana, "many", group=DONOR + 1)[1])
    ben.tap("P", 0)

    assert (ben.conversation.state, ben.conversation.inputs.placed) == ("grouping", True)
    ben.tap("*", GOVERNMENT)
    assert (ben.conversation.state, ben.conversation.inputs.group) == ("grouping", "donor")
    through(ben)
    assert ben.conversation.state == "asking"
    assert seat(place, ben) == ("donor", True, "member")
    assert ben.look().inputs.placed


def test_a_conversation_that_says_otherwise_writes_no_other_group(writer: Engine) -> None:
    """Whatever a step leads to: the row keeps the group of the link."""
    place = offered(writer)
    ana = founder(place, PROVIDER)
    ben = through(place.comes(place.issue(ana, "one", group=DONOR + 1)[1]))
    for talker, group in ((ben, "donor"), (ana, "community")):
        here = talker.look()
        changed = replace(as_part(here), inputs=replace(here.inputs, group="community"))
        held = Held(1, place.person_of(talker), here, here, View(), View())
        with writer.begin() as connection:
            _rename(connection, held, changed)
        assert seat(place, talker)[0] == group


def test_who_is_in_the_wrong_group_gets_into_the_right_one_by_another_link(writer: Engine) -> None:
    place = offered(writer)
    ana = founder(place, PROVIDER)
    ben = through(place.comes(place.issue(ana, "one", group=DONOR + 1)[1]))
    again, right = (place.issue(ana, "one", group=group + 1)[1] for group in (DONOR, GOVERNMENT))

    assert state(place, again, ben) == "joined"
    place.comes(right, ben)
    assert seat(place, ben) == ("government", True, "member")
    assert ben.look().inputs.group == "government"


def test_a_link_for_members_takes_no_position_away(writer: Engine) -> None:
    place = offered(writer)
    ana = founder(place, PROVIDER)
    ben = through(place.comes(place.issue(ana, "facilitator", group=DONOR + 1)[1]))
    place.comes(place.issue(ana, "one", group=GOVERNMENT + 1)[1], ben)

    assert seat(place, ben) == ("government", True, "facilitator")


def test_who_chose_their_group_themselves_keeps_it_when_they_open_a_link(writer: Engine) -> None:
    place = offered(writer)
    ana = founder(place, PROVIDER)
    assert state(place, place.issue(ana, "one", group=DONOR + 1)[1], ana) == "joined"
    assert seat(place, ana) == ("provider", False, "owner")


def test_in_a_closed_round_nobody_changes_their_group(writer: Engine) -> None:
    held: PlaceMeeting = place_meeting(writer, (GOVERNMENT, "one"))
    for person in range(2):
        held.level(person, 3)
    held.closed()
    ana = held.people[0]
    ana.look()
    for action in ("V", "I", "F", "F"):
        ana.tap(action)
    assert ana.conversation.state == "grouping"
    ana.tap("*", GOVERNMENT)

    told = ana.conversation.notice
    assert told is not None and told.key == "round_closed"
    assert held.group(0) == "provider"
