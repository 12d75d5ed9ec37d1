"""Sharing: the owner of a result decides, sees who sees what until when, and may leave; everybody else may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from flows.pages import Share, Status
from storage.programme import progress, sharing
from storage.programme.audit import audit_page, note_act
from storage.programme.coordinators import remove_coordinator
from storage.programme.rights import NotYours
from storage.programme.tables import cohort, enrolment
from storage.tables import conversation
from tests.programme.joined import NOON
from tests.programme.moving import DAY, Moving

SHARING: dict[str, Any] = {"share_from": NOON - DAY, "share_until": NOON + 30 * DAY}
Change = Callable[[Connection, int | None, int, datetime], None]


def with_stage(here: Connection, person: int | None, number: int, now: datetime) -> None:
    sharing.share_again(here, person, number, now, stage=True)


def without_stage(here: Connection, person: int | None, number: int, now: datetime) -> None:
    sharing.share_again(here, person, number, now, stage=False)


CHANGES: list[Change] = [sharing.end_share, with_stage, without_stage, sharing.leave]


@pytest.fixture
def group(writer: Engine) -> Moving:
    return Moving(writer)


@pytest.fixture
def number(group: Moving) -> int:
    """An organisation that shares, with an owner and a colleague."""
    made = group.organisation("Red Cross", 3)
    group.colleague(made)
    group.made.change(enrolment, made, **SHARING)
    return made


def person_of(group: Moving, chat: int) -> int:
    return int(group.made.row(conversation, id=chat).person_id)


def owner(group: Moving, number: int) -> int:
    return person_of(group, group.chat_of(number))


def colleague(group: Moving) -> int:
    return person_of(group, group.made.rows(conversation)[1].id)


def shares(group: Moving, person: int | None, now: datetime = NOON) -> tuple[Share, ...]:
    with group.writer.begin() as here:
        return sharing.sharing_page(here, person, now).shares


def do(group: Moving, change: Change, person: int | None, number: int, now: datetime = NOON) -> None:
    with group.writer.begin() as here:
        change(here, person, number, now)


def exported(group: Moving, now: datetime = NOON) -> list[int]:
    with group.writer.begin() as here:
        return list(here.scalars(select(enrolment.c.id).where(sharing.shares_now(now))))


def log(group: Moving, person: int, number: int) -> list[tuple[str, str, Any]]:
    with group.writer.begin() as here:
        page = sharing.own_audit_page(here, person, number, 0)
    return [(line.who, line.act, line.detail.get("by")) for line in page.lines]


def test_everybody_of_an_organisation_sees_who_sees_what_until_when(group: Moving, number: int) -> None:
    group.made.coordinator(group.cohort, right="read", external_id=901)
    gone = group.made.coordinator(group.cohort, external_id=902)
    with group.writer.begin() as here:
        remove_coordinator(here, "telegram", 902, NOON)
    expected = Share(
        number,
        "North",
        "Red Cross",
        ("Chris", "Chris"),
        shares=True,
        until="2026-04-11",
        stage=False,
        owner=True,
    )

    assert gone
    assert shares(group, owner(group, number)) == (expected,)
    (theirs,) = shares(group, colleague(group))
    assert (theirs.enrolment, theirs.shares, theirs.owner) == (number, True, False)
    assert shares(group, None) == shares(group, person_of(group, group.chat())) == ()


def test_the_last_day_is_that_of_the_cohorts_zone(group: Moving, number: int) -> None:
    group.made.change(cohort, group.cohort, zone="Asia/Kathmandu")
    group.made.change(enrolment, number, share_until=datetime(2026, 6, 30, 18, 15, tzinfo=UTC))

    assert shares(group, owner(group, number))[0].until == "2026-06-30"


def test_ending_takes_the_organisation_out_of_every_later_file(group: Moving, number: int) -> None:
    group.made.change(enrolment, number, share_stage=True)
    assert exported(group) == [number]
    do(group, sharing.end_share, owner(group, number), number)
    (share,) = shares(group, owner(group, number))

    assert (share.shares, share.until, share.stage) == (False, "", False)
    assert exported(group) == []
    do(group, sharing.end_share, owner(group, number), number, NOON + DAY)
    row = group.made.row(enrolment, id=number)
    assert (row.share_ended_at, row.share_stage) == (NOON, False)
    assert log(group, owner(group, number), number) == [("", "share_ended", "organisation")]


def test_a_share_ends_by_itself(group: Moving, number: int) -> None:
    last = NOON + 30 * DAY

    assert exported(group, last - timedelta(seconds=1)) == [number]
    assert exported(group, last) == []
    assert not shares(group, owner(group, number), last)[0].shares


def test_sharing_again_begins_a_new_time_with_the_stage_only_where_it_is_ticked(
    group: Moving, number: int
) -> None:
    me = owner(group, number)
    do(group, sharing.end_share, me, number)
    do(group, without_stage, me, number, NOON + DAY)
    (share,) = shares(group, me, NOON + DAY)
    assert (share.shares, share.stage, share.until) == (True, False, "2027-03-13")

    for change in (with_stage, with_stage, without_stage):
        do(group, change, me, number, NOON + 2 * DAY)
    (share,) = shares(group, me, NOON + 2 * DAY)
    assert (share.stage, share.until) == (False, "2027-03-13")
    acts = [act for _who, act, _by in log(group, me, number)]
    assert acts == ["stage_hidden", "stage_shown", "shared", "share_ended"]


def test_leaving_ends_all_at_once_and_answers_stay(group: Moving, number: int) -> None:
    me = owner(group, number)
    do(group, sharing.leave, me, number)

    assert exported(group) == []
    assert shares(group, me) == shares(group, colleague(group)) == ()
    with group.writer.begin() as here:
        assert progress.cohort_page(here, group.lead, group.cohort, NOON).counts[Status.LEFT] == 1
        assert progress.audience(here, group.cohort, None, None, NOON) == []
    with pytest.raises(NotYours):
        do(group, sharing.leave, me, number)


@pytest.mark.parametrize("change", CHANGES)
def test_only_the_owner_decides(group: Moving, number: int, change: Change) -> None:
    before = group.made.rows(enrolment)
    stranger = person_of(group, group.chat_of(group.organisation("Other", 1)))
    for person, which in ((colleague(group), number), (stranger, number), (None, number), (stranger, 999)):
        with pytest.raises(NotYours):
            do(group, change, person, which)

    assert group.made.rows(enrolment)[: len(before)] == before
    with group.writer.begin() as here, pytest.raises(NotYours):
        sharing.own_audit_page(here, stranger, number, 0)


def test_who_joined_and_has_not_begun_decides_until_somebody_begins(group: Moving) -> None:
    number = group.joined("Fresh", **SHARING)
    first = group.made.row(conversation, joining=number)
    group.made.use(second := group.chat(), group.cohort, number)
    group.made.change(conversation, second, joining=number)

    assert shares(group, first.person_id)[0].owner
    assert not shares(group, person_of(group, second))[0].owner
    do(group, sharing.end_share, first.person_id, number)
    assert exported(group) == []


def test_the_owner_is_the_first_member_whoever_came_by_the_link_first(group: Moving, number: int) -> None:
    group.made.use(group.chat(), group.cohort, number)

    assert shares(group, owner(group, number))[0].owner


def test_the_log_of_an_organisation_shows_its_own_acts_and_what_was_done_about_it(
    group: Moving, number: int
) -> None:
    other = group.organisation("Other", 1)
    me = owner(group, number)
    with group.writer.begin() as here:
        note_act(here, group.lead, group.cohort, "note_sent", NOON, number, note=1)
        note_act(here, group.lead, group.cohort, "note_sent", NOON, other, note=2)
        note_act(here, group.lead, group.cohort, "invited", NOON, link=3)
        note_act(here, group.lead, group.cohort, "closed", NOON)
    for change in (sharing.end_share, without_stage, with_stage):
        do(group, change, me, number)

    assert log(group, me, number) == log(group, colleague(group), number)
    assert log(group, me, number) == [
        ("", "stage_shown", "organisation"),
        ("", "shared", "organisation"),
        ("", "share_ended", "organisation"),
        ("Chris", "closed", None),
        ("Chris", "note_sent", None),
    ]


def test_the_log_of_coordinators_shows_who_left_and_nothing_of_sharing(group: Moving, number: int) -> None:
    for change in (sharing.end_share, with_stage, without_stage, sharing.leave):
        do(group, change, owner(group, number), number)
    with group.writer.begin() as here:
        acts = [line.act for line in audit_page(here, group.lead, group.cohort, 0).lines]

    assert acts == ["left"]
