"""Asking to be let in, coming back, coordinating by a link, and being forgotten: the rarer ways of an invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete

from flows.pages import RequestsPage, Right
from storage.programme import cohorts, invitations
from storage.programme.rights import OPERATOR, Actor, NotYours, actor_of, right_of
from storage.programme.tables import (
    audit,
    coordinator,
    enrolment,
    invitee,
    join_request,
    letter,
    link_use,
)
from storage.tables import conversation, link
from tests.programme.invited import Door
from tests.programme.joined import NOON


@pytest.fixture
def door(writer: Engine) -> Door:
    return Door.build(writer)


def requests(door: Door, actor: Actor = OPERATOR) -> RequestsPage:
    with door.writer.begin() as connection:
        return invitations.requests_page(connection, actor, door.cohort)


def decide(door: Door, number: int, *, accepted: bool, actor: Actor = OPERATOR) -> int:
    with door.writer.begin() as connection:
        act = invitations.accept if accepted else invitations.decline
        return act(connection, actor, number, door.now)


def used_link(door: Door) -> tuple[int, str, int]:
    """A link that Ana used: its number, its code, and the chat of Ben who comes too late."""
    _, (amina,) = door.listed("Red Cross", "Amina")
    number, code = door.issue("one", invitee=amina)
    door.join(code, door.made.chat(1))
    ben = door.made.chat(2)
    assert door.state(code, ben) == "used"
    return number, code, ben


def test_who_is_let_in_joins_over_the_limit(door: Door) -> None:
    number, code, ben = used_link(door)
    chris = door.made.chat(900)
    door.made.coordinator(door.cohort)
    for _ in range(2):
        door.ask(number, ben)

    assert door.state(code, ben) == "asked"
    ((request, label, at),) = requests(door).requests
    assert (label, at) == ("Red Cross", NOON)
    (told,) = door.made.rows(letter, kind="requested")
    assert (told.conversation_id, told.cohort_id) == (chris, door.cohort)

    assert decide(door, request, accepted=True) == door.cohort
    assert requests(door).requests == ()
    assert door.state(code, ben) == "open"
    (told,) = door.made.rows(letter, kind="accepted")
    assert (told.conversation_id, told.args) == (ben, {"link": number})
    door.join(number, ben)

    assert door.state(code, ben) == "joined"
    assert door.line(number).used == 2
    assert door.state(code, door.made.chat(3)) == "used"
    assert [each.act for each in door.made.rows(audit)] == ["invited", "request_accepted"]


def test_who_is_turned_down_may_ask_again_and_nobody_is_written_to_again(door: Door) -> None:
    number, code, ben = used_link(door)
    door.made.chat(900)
    door.made.coordinator(door.cohort)
    door.ask(number, ben)
    ((request, _, _),) = requests(door).requests
    decide(door, request, accepted=False)
    decide(door, request, accepted=True)

    assert door.state(code, ben) == "used"
    assert not door.made.rows(letter, kind="accepted")
    door.later(days=1)
    door.ask(number, ben)
    assert requests(door).requests == ((request, "Red Cross", NOON + timedelta(days=1)),)
    assert len(door.made.rows(letter, kind="requested")) == 1


def test_only_who_may_write_decides(door: Door) -> None:
    number, _, ben = used_link(door)
    reader = Actor(door.made.coordinator(door.cohort, "read"), True)
    stranger = Actor(door.made.coordinator(None, external_id=901), True)
    door.ask(number, ben)
    ((request, _, _),) = requests(door, reader).requests
    for actor, which in ((reader, request), (stranger, request), (OPERATOR, request + 1)):
        with pytest.raises(NotYours):
            decide(door, which, accepted=True, actor=actor)
    with pytest.raises(NotYours):
        requests(door, stranger)
    assert door.made.row(join_request).decided_at is None
    assert not door.made.rows(letter, kind="requested")


def test_a_link_revoked_after_the_yes_is_revoked(door: Door) -> None:
    number, code, ben = used_link(door)
    door.ask(number, ben)
    door.made.change(link, number, revoked_at=door.now)
    door.later(minutes=1)
    decide(door, door.made.row(join_request).id, accepted=True)
    assert door.state(code, ben) == "open"

    door.made.change(link, number, revoked_at=door.now + timedelta(minutes=1))
    assert door.state(code, ben) == "revoked"


def test_who_left_comes_back_by_the_same_link_and_is_asked_anew(door: Door) -> None:
    _, (amina,) = door.listed("Red Cross", "Amina")
    number, code = door.issue("one", invitee=amina)
    ana = door.made.chat(1)
    listed = door.join(code, ana)
    door.made.change(enrolment, listed, left_at=door.now, share_ended_at=door.now)
    door.later(days=1)

    found = door.open(code, ana)
    assert found is not None and (found.state, found.asks_sharing, found.enrolment) == ("open", True, listed)
    assert door.state(code, door.made.chat(2)) == "used"
    assert door.join(code, ana, share=False) == listed

    row = door.made.row(enrolment, id=listed)
    assert (row.left_at, row.joined_at, row.share_from, row.share_ended_at) == (None, door.now, None, None)
    assert (door.line(number).used, len(door.made.rows(link_use))) == (1, 1)


def test_who_left_takes_up_the_same_place_by_another_link(door: Door) -> None:
    first, second = door.issue("many"), door.issue("many")
    ana = door.made.chat(1)
    came = door.join(first[1], ana)
    door.made.change(enrolment, came, left_at=door.now)
    door.later(days=1)

    assert door.join(second[1], ana) == came
    assert (door.line(first[0]).used, door.line(second[0]).used) == (1, 1)
    assert door.made.row(link_use).link_id == second[0]


def test_an_invitation_says_whether_reminders_are_off(door: Door) -> None:
    code, ana = door.issue("many")[1], door.made.chat(1)
    shown = []
    for values in ({"reminders": "on"}, {"reminders": "off"}, {"reminders": "on", "stopped_at": NOON}):
        door.made.wants(ana, **values)
        found = door.open(code, ana)
        assert found is not None
        shown.append(found.reminders)
    assert shown == [True, False, False]


@pytest.mark.parametrize("right", list(Right))
def test_a_link_to_coordinate_gives_its_right_once(door: Door, right: Right) -> None:
    door.made.coordinator(door.cohort)
    number, code = door.issue(right.value, label="Dana")
    dana, eve = door.made.chat(1), door.made.chat(2)

    assert serve(door, code, dana) == door.cohort
    with door.writer.begin() as connection:
        actor = actor_of(connection, "telegram", 1)
        assert actor is not None and not actor.may_create
        assert right_of(connection, actor, door.cohort) is right
    assert door.made.row(coordinator, external_id=1).name == "Dana"
    assert door.line(number).uses == (("Dana", NOON),)
    assert [door.state(code, each) for each in (dana, eve)] == ["joined", "full"]
    with pytest.raises(NotYours):
        serve(door, code, eve)
    with pytest.raises(NotYours):
        door.ask(number, eve)


def serve(door: Door, code: str, chat: int) -> int:
    with door.writer.begin() as connection:
        found = invitations.invitation_for(connection, code, chat, None, door.now, lock=True)
        assert found is not None
        return invitations.become_coordinator(connection, found, chat, door.now)


def test_nobody_loses_a_right_or_a_name_by_a_link(door: Door) -> None:
    number = door.made.coordinator(door.cohort, "helper", external_id=1)
    chris = door.made.chat(1)

    assert door.state(door.issue("read")[1], chris) == "joined"
    serve(door, door.issue("lead", label="Somebody")[1], chris)
    with door.writer.begin() as connection:
        assert right_of(connection, Actor(number, True), door.cohort) is Right.LEAD
    assert door.made.row(coordinator, id=number).name == "Chris"


def test_a_removed_lead_does_not_come_back_by_a_link_of_their_own(door: Door) -> None:
    lead = Actor(door.made.coordinator(door.cohort), True)
    code = door.issue("lead", lead)[1]
    with door.writer.begin() as connection:
        cohorts.remove_coordinator(connection, "telegram", 900, door.now)

    assert door.state(code, door.made.chat(900)) == "revoked"
    assert door.state(code, door.made.chat(2)) == "revoked"


def test_a_link_to_coordinate_ends_after_two_weeks(door: Door) -> None:
    code = door.issue("helper")[1]
    door.later(days=14)
    assert door.state(code, door.made.chat(1)) == "ended"


def test_joining_by_what_invites_to_coordinate_is_refused(door: Door) -> None:
    with pytest.raises(NotYours):
        door.join(door.issue("lead")[1], door.made.chat(1))
    with pytest.raises(NotYours):
        serve(door, door.issue("many")[1], door.made.chat(2))


def forget(door: Door, chat: int) -> None:
    with door.writer.begin() as connection:
        row: Any = connection.execute(conversation.select().where(conversation.c.id == chat)).one()
        invitations.forget_joined(connection, chat, row.person_id)
        connection.execute(delete(conversation).where(conversation.c.id == chat))


def test_who_is_forgotten_leaves_no_name_behind(door: Door) -> None:
    listed, (amina, ben) = door.listed("Red Cross", "Amina", "Ben")
    ana, zoe = door.made.chat(1), door.made.chat(2)
    code = door.issue("one", invitee=amina)[1]
    door.join(code, ana)
    number, for_all = door.issue("many")
    alone = door.join(for_all, zoe)
    door.made.change(enrolment, alone, name="Zoe's own")
    forget(door, ana)
    forget(door, zoe)

    assert [each.name for each in door.made.rows(invitee)] == ["Ben"]
    row = door.made.row(enrolment, id=listed)
    assert (row.name, row.joined_at, row.share_from, row.share_until) == ("Red Cross", None, None, None)
    assert not door.made.rows(enrolment, id=alone)
    assert door.line(number).uses == (("", NOON),)
    assert door.state(code, door.made.chat(3)) == "used"
    found = door.open(door.issue("one", invitee=ben)[1], door.made.chat(4))
    assert found is not None and found.asks_sharing


def test_an_organisation_stays_as_long_as_one_of_its_people_does(door: Door) -> None:
    listed, (amina, ben) = door.listed("Red Cross", "Amina", "Ben")
    chats = [door.made.chat(each) for each in (1, 2)]
    for number, chat in zip((amina, ben), chats, strict=True):
        door.join(door.issue("one", invitee=number)[1], chat)
    forget(door, chats[0])

    assert door.made.row(enrolment, id=listed).share_from == NOON
