"""Rights in cohorts: who may do what, and that nobody learns what there is beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select

from flows.pages import Right
from storage.programme import cohorts
from storage.programme.audit import audit_page
from storage.programme.rights import (
    OPERATOR,
    Actor,
    NotYours,
    actor_of,
    cohort_of_enrolment,
    cohort_of_link,
    cohort_of_note,
    cohort_of_question,
    cohort_of_request,
    require,
    right_of,
)
from storage.programme.tables import cohort, coordinator, enrolment, join_request, note, question
from storage.tables import link
from tests.programme.joined import NOON, Joined

NOWHERE = 4711
MAY = {
    Right.LEAD: {"look", "write", "lead"},
    Right.HELPER: {"look", "write"},
    Right.READ: {"look"},
    None: set(),
}
CHANGES: dict[str, Callable[[Connection, Actor, int], object]] = {
    "rename": lambda c, a, n: cohorts.rename(c, a, n, "Mine now", NOON),
    "deadline": lambda c, a, n: cohorts.set_deadline(c, a, n, "2026-12-15", NOON),
    "zone": lambda c, a, n: cohorts.set_zone(c, a, n, "Asia/Kolkata", NOON),
    "days": lambda c, a, n: cohorts.set_remind_days(c, a, n, (1,), NOON),
    "hour": lambda c, a, n: cohorts.set_remind_hour(c, a, n, 10, NOON),
    "min_group": lambda c, a, n: cohorts.set_min_group(c, a, n, 7, NOON),
    "round": lambda c, a, n: cohorts.set_round(c, a, n, 2, NOON),
    "languages": lambda c, a, n: cohorts.set_languages(c, a, n, ("fr",), NOON),
    "close": lambda c, a, n: cohorts.close(c, a, n, NOON),
    "reopen": lambda c, a, n: cohorts.reopen(c, a, n, NOON),
    "archive": lambda c, a, n: cohorts.archive(c, a, n, NOON),
    "drop": lambda c, a, n: cohorts.drop_coordinator(c, a, n, 1, NOON),
    "coordinators": lambda c, a, n: cohorts.coordinators_page(c, a, n),
    "audit": lambda c, a, n: audit_page(c, a, n, 0),
}


@pytest.fixture
def made(writer: Engine) -> Joined:
    return Joined(writer)


def coordinator_with(made: Joined, right: Right | None, cohort_id: int, external_id: int = 900) -> Actor:
    number = made.coordinator(cohort_id if right else None, right or "", external_id)
    return Actor(number, True)


def allowed(connection: Connection, actor: Actor, cohort_id: int, what: str) -> bool:
    try:
        require(connection, actor, cohort_id, what)
    except NotYours:
        return False
    return True


@pytest.mark.parametrize("right", MAY)
def test_a_right_allows_what_it_says_in_its_own_cohort_alone(
    made: Joined, writer: Engine, right: Right | None
) -> None:
    own, other = made.cohort(), made.cohort()
    actor = coordinator_with(made, right, own)

    with writer.begin() as connection:
        here = {what for what in ("look", "write", "lead") if allowed(connection, actor, own, what)}
        there = {what for what in ("look", "write", "lead") if allowed(connection, actor, other, what)}

        assert here == MAY[right]
        assert there == set()
        assert right_of(connection, actor, own) == right
        assert right_of(connection, actor, other) is None


def test_the_operator_leads_every_cohort_there_is(made: Joined, writer: Engine) -> None:
    number = made.cohort()

    with writer.begin() as connection:
        assert require(connection, OPERATOR, number, "lead").right is Right.LEAD
        assert right_of(connection, OPERATOR, number) is Right.LEAD
        assert right_of(connection, OPERATOR, NOWHERE) is None
        assert not allowed(connection, OPERATOR, NOWHERE, "look")


def test_what_is_not_theirs_and_what_is_not_there_are_the_same(made: Joined, writer: Engine) -> None:
    own, other = made.cohort(), made.cohort()
    actor = coordinator_with(made, Right.LEAD, own)

    with writer.begin() as connection:
        raised = []
        for number in (other, NOWHERE, 2**62, -1):
            with pytest.raises(NotYours) as trouble:
                require(connection, actor, number, "look")
            raised.append((type(trouble.value), str(trouble.value), trouble.value.args))

    assert len(set(raised)) == 1


@pytest.mark.parametrize("right", [Right.HELPER, Right.READ, None])
def test_only_leads_change_a_cohort_and_see_who_did_what(
    made: Joined, writer: Engine, right: Right | None
) -> None:
    number = made.cohort()
    lead = made.coordinator(number, external_id=1)
    actor = coordinator_with(made, right, number)
    before = made.row(cohort, id=number)

    assert [name for name in CHANGES if not refused(writer, name, actor, number)] == []

    assert made.row(cohort, id=number) == before
    with writer.begin() as connection:
        assert right_of(connection, Actor(lead, True), number) is Right.LEAD
        assert audit_page(connection, OPERATOR, number, 0).lines == ()


def test_nothing_can_be_done_in_a_cohort_that_is_not_there(made: Joined, writer: Engine) -> None:
    actor = coordinator_with(made, Right.LEAD, made.cohort())

    for who in (actor, OPERATOR):
        assert [name for name in CHANGES if not refused(writer, name, who, NOWHERE)] == []


def refused(writer: Engine, change: str, actor: Actor, cohort_id: int) -> bool:
    """Whether this change is not theirs, or not there."""
    try:
        with writer.begin() as connection:
            CHANGES[change](connection, actor, cohort_id)
    except NotYours:
        return True
    return False


def test_a_removed_coordinator_has_nothing_at_once(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    actor = coordinator_with(made, Right.LEAD, number)

    with writer.begin() as connection:
        cohorts.remove_coordinator(connection, "telegram", 900, NOON)

        assert actor_of(connection, "telegram", 900) is None
        assert not allowed(connection, actor, number, "look")
        assert cohorts.home_page(connection, actor, 0).lines == ()
        with pytest.raises(NotYours):
            cohorts.rename(connection, actor, number, "Still mine", NOON)
        with pytest.raises(NotYours):
            cohorts.create(connection, actor, "One more", "sp-1.0", "UTC", NOON)


def test_a_removed_mark_alone_takes_every_right(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    actor = coordinator_with(made, Right.LEAD, number)
    made.change(coordinator, actor.coordinator or 0, removed_at=NOON)

    with writer.begin() as connection:
        assert right_of(connection, actor, number) is None
        assert not allowed(connection, actor, number, "look")


def test_who_comes_back_begins_anew_without_their_cohorts(made: Joined, writer: Engine) -> None:
    number = made.cohort()
    coordinator_with(made, Right.LEAD, number)

    with writer.begin() as connection:
        cohorts.remove_coordinator(connection, "telegram", 900, NOON)
        back = cohorts.add_coordinator(connection, "telegram", 900, "", False, NOON + timedelta(days=1))

        assert actor_of(connection, "telegram", 900) == Actor(back, False)
        assert right_of(connection, Actor(back, False), number) is None


def test_an_account_on_another_channel_is_somebody_else(made: Joined, writer: Engine) -> None:
    made.coordinator(made.cohort())

    with writer.begin() as connection:
        assert actor_of(connection, "telegram", 900) is not None
        assert actor_of(connection, "terminal", 900) is None
        assert actor_of(connection, "telegram", 901) is None


def put(connection: Connection, table: Any, **values: Any) -> int:
    (number,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
    return int(number)


def test_every_number_on_a_button_leads_to_its_cohort_or_to_none(made: Joined, writer: Engine) -> None:
    chat, number = made.chat(1), made.cohort()
    joined = made.join(chat, number)

    with writer.begin() as connection:
        came_by = connection.scalar(select(link.c.id))
        noted = put(
            connection, note, cohort_id=number, kind="note", text="Hello", audience="all", at_night=False,
            status="draft", made_at=NOON,
        )  # fmt: skip
        asked = put(
            connection, question, cohort_id=number, enrolment_id=joined, conversation_id=chat,
            element_id="sp.fin.cash", text="Why?", at=NOON,
        )  # fmt: skip
        request = put(connection, join_request, link_id=came_by, conversation_id=chat, at=NOON)
        found = {
            cohort_of_enrolment: joined,
            cohort_of_link: came_by,
            cohort_of_note: noted,
            cohort_of_question: asked,
            cohort_of_request: request,
        }

        for cohort_of, known in found.items():
            assert cohort_of(connection, known or 0) == number, cohort_of
            assert cohort_of(connection, NOWHERE) is None, cohort_of
        assert connection.scalar(select(enrolment.c.id)) == joined
