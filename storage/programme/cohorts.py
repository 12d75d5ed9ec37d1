"""Cohorts: made, named, set, closed and put away. All that coordinators ask of cohorts is called by this name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from flows.pages import CohortHead, Right
from flows.reminding import DAYS, QUIET_FROM, QUIET_UNTIL, REMIND_AT
from storage.programme.audit import note_act
from storage.programme.cohort_lists import home_page as home_page
from storage.programme.cohort_lists import list_cohorts as list_cohorts
from storage.programme.cohort_values import BadValue as BadValue
from storage.programme.cohort_values import (
    good_check,
    good_days,
    good_deadline,
    good_group,
    good_hour,
    good_name,
    good_round,
    good_zone,
)
from storage.programme.coordinators import add_coordinator as add_coordinator
from storage.programme.coordinators import coordinators_page as coordinators_page
from storage.programme.coordinators import drop_coordinator as drop_coordinator
from storage.programme.coordinators import ensure_coordinators as ensure_coordinators
from storage.programme.coordinators import give_right as give_right
from storage.programme.coordinators import grant as grant
from storage.programme.coordinators import known_coordinators as known_coordinators
from storage.programme.coordinators import let_create as let_create
from storage.programme.coordinators import list_coordinators as list_coordinators
from storage.programme.coordinators import may_create as may_create
from storage.programme.coordinators import remove_coordinator as remove_coordinator
from storage.programme.coordinators import rename_self as rename_self
from storage.programme.rights import Actor, NotYours, require
from storage.programme.tables import cohort, cohort_right


def create(
    connection: Connection,
    actor: Actor,
    name: str,
    framework_key: str,
    zone: str,
    now: datetime,
    *,
    deadline: str = "",
    languages: Sequence[str] = (),
    round_no: int = 1,
    min_group: int = 5,
) -> int:
    """A new cohort, led by who makes it. Raises NotYours for who may not make any, BadValue for a wrong value.

    That the framework is there and the languages are spoken is the caller's to know.
    """
    if not may_create(connection, actor):
        raise NotYours
    framework, version = good_check(framework_key)
    row = {
        "name": good_name(name),
        "framework": framework,
        "version": version,
        "round_no": good_round(round_no),
        "zone": good_zone(zone),
        "deadline": good_deadline(deadline, zone, now),
        "languages": list(languages),
        "min_group": good_group(min_group),
    }
    return _make(connection, actor, row, now)


def _make(connection: Connection, actor: Actor, row: dict[str, Any], now: datetime) -> int:
    row |= {
        "remind_days": list(DAYS),
        "remind_at": REMIND_AT,
        "quiet_from": QUIET_FROM,
        "quiet_until": QUIET_UNTIL,
        "created_at": now,
    }
    made = connection.execute(insert(cohort).values(row)).inserted_primary_key
    assert made is not None
    number = int(made[0])
    if actor.coordinator is not None:
        leads = {"cohort_id": number, "coordinator_id": actor.coordinator, "right": Right.LEAD.value}
        connection.execute(insert(cohort_right), leads)
    note_act(connection, actor, number, "cohort_made", now)
    return number


def head_of(connection: Connection, actor: Actor, cohort_id: int) -> CohortHead:
    """The cohort, for whoever has any right in it. Raises NotYours."""
    return require(connection, actor, cohort_id, "look")


def rename(connection: Connection, actor: Actor, cohort_id: int, name: str, now: datetime) -> None:
    _set(connection, actor, cohort_id, now, "renamed", {"name": good_name(name)})


def set_deadline(connection: Connection, actor: Actor, cohort_id: int, deadline: str, now: datetime) -> None:
    """An ISO date in the cohort's zone; empty takes the deadline away."""
    head = require(connection, actor, cohort_id, "lead")
    day = good_deadline(deadline, head.zone, now)
    _set(connection, actor, cohort_id, now, "deadline_set", {"deadline": day}, day=day)


def set_zone(connection: Connection, actor: Actor, cohort_id: int, zone: str, now: datetime) -> None:
    """The zone of the deadline, and of people whose own is not known."""
    _set(connection, actor, cohort_id, now, "zone_set", {"zone": good_zone(zone)}, zone=zone)


def set_remind_days(
    connection: Connection, actor: Actor, cohort_id: int, days: Sequence[int], now: datetime
) -> None:
    """The days after the last thing a person did on which reminders go; none means none by schedule."""
    kept, told = good_days(days), ",".join(map(str, days))
    _set(connection, actor, cohort_id, now, "days_set", {"remind_days": kept}, days=told)


def set_remind_hour(connection: Connection, actor: Actor, cohort_id: int, hour: int, now: datetime) -> None:
    """The hour of the day at which reminders go, in each person's own zone."""
    head = require(connection, actor, cohort_id, "lead")
    at = good_hour(hour, head.quiet_from, head.quiet_until)
    _set(connection, actor, cohort_id, now, "hour_set", {"remind_at": at}, at=at)


def set_min_group(connection: Connection, actor: Actor, cohort_id: int, least: int, now: datetime) -> None:
    """How many organisations a group must have to be shown in a file."""
    kept = good_group(least)
    _set(connection, actor, cohort_id, now, "min_group_set", {"min_group": kept}, least=kept)


def set_round(connection: Connection, actor: Actor, cohort_id: int, number: int, now: datetime) -> None:
    """Which time they are assessed, from 1: what pages and files call it. Nothing that was begun changes."""
    kept = good_round(number)
    _set(connection, actor, cohort_id, now, "round_set", {"round_no": kept}, round=kept)


def set_languages(
    connection: Connection, actor: Actor, cohort_id: int, languages: Sequence[str], now: datetime
) -> None:
    """The languages its people read, told to who writes to them; that they are spoken is the caller's to know."""
    kept = list(languages)
    _set(connection, actor, cohort_id, now, "languages_set", {"languages": kept}, languages=",".join(kept))


def close(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> None:
    """Nobody joins and nobody is reminded any more. Closing twice is closing once."""
    if not require(connection, actor, cohort_id, "lead").closed:
        _set(connection, actor, cohort_id, now, "closed", {"closed_at": now})


def reopen(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> None:
    """Open again, and back in the list where it was put away."""
    _set(connection, actor, cohort_id, now, "reopened", {"closed_at": None, "archived_at": None})


def archive(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> None:
    """Closed, and out of its coordinators' lists."""
    close(connection, actor, cohort_id, now)
    if not require(connection, actor, cohort_id, "lead").archived:
        _set(connection, actor, cohort_id, now, "archived", {"archived_at": now})


def _set(
    connection: Connection,
    actor: Actor,
    cohort_id: int,
    now: datetime,
    act: str,
    values: Mapping[str, object],
    **detail: str | int,
) -> None:
    """Change a cohort that this actor leads, and write it down. What is so already is neither."""
    require(connection, actor, cohort_id, "lead")
    this = cohort.c.id == cohort_id
    columns = [cohort.c[name] for name in values]
    held = connection.execute(select(*columns).where(this).with_for_update()).one()
    if dict(held._mapping) == values:
        return
    connection.execute(update(cohort).where(this).values(values))
    note_act(connection, actor, cohort_id, act, now, None, **detail)
