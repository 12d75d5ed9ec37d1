"""Coordinators: who they are, and who coordinates which cohort. A removed one has nothing, at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from flows.pages import CoordinatorsPage, Right
from storage.inserting import insert_or_ignore
from storage.programme.audit import note_act
from storage.programme.cohort_values import BadValue, good_name
from storage.programme.menus import HAS_A_DESK, wish_for_menu
from storage.programme.rights import NAMELESS, OPERATOR, OWN_CHAT, WRITE, Actor, NotYours, require
from storage.programme.tables import cohort, cohort_right, coordinator
from storage.tables import conversation

TELEGRAM = "telegram"
HIGHER = (Right.READ, Right.HELPER, Right.LEAD)


@dataclass(frozen=True, slots=True)
class CoordinatorLine:
    """A coordinator as the operator sees them: their account, and in how many cohorts they have a right."""

    number: int
    channel: str
    external_id: int
    name: str
    may_create: bool
    removed: bool
    cohorts: int


def add_coordinator(
    connection: Connection, channel: str, external_id: int, name: str, may_create: bool, now: datetime
) -> int:
    """A coordinator with this account, made or brought back; their number.

    An empty name keeps the one that is known, and a new coordinator has a number for a name. One who is there
    may make cohorts if they might before; one who was removed begins anew, with no cohort.
    """
    given = good_name(name) if name else ""
    row = {
        "channel": channel,
        "external_id": external_id,
        "name": given,
        "may_create": may_create,
        "added_at": now,
    }
    connection.execute(insert_or_ignore(connection, coordinator), row)
    number = _brought_back(connection, channel, external_id, given, may_create)
    wish_for_menu(connection, number, now)
    return number


def _brought_back(connection: Connection, channel: str, external_id: int, name: str, may_create: bool) -> int:
    account = (coordinator.c.channel == channel) & (coordinator.c.external_id == external_id)
    held = connection.execute(
        select(coordinator.c.id, coordinator.c.name, coordinator.c.may_create, coordinator.c.removed_at)
        .where(account)
        .with_for_update()
    ).one()
    values = {
        "name": name or held.name or f"{NAMELESS}{held.id}",
        "may_create": may_create or (held.may_create and held.removed_at is None),
        "removed_at": None,
    }
    connection.execute(update(coordinator).where(coordinator.c.id == held.id).values(values))
    return int(held.id)


def let_create(connection: Connection, coordinator_id: int, may_create: bool) -> None:
    """Whether a coordinator may make cohorts of their own, from now on."""
    this = update(coordinator).where(coordinator.c.id == coordinator_id)
    connection.execute(this.values(may_create=may_create))


def may_create(connection: Connection, actor: Actor) -> bool:
    """Whether this actor may make cohorts, as it stands now."""
    if actor.coordinator is None:
        return actor.may_create
    present = (coordinator.c.id == actor.coordinator) & coordinator.c.removed_at.is_(None)
    return bool(connection.scalar(select(coordinator.c.may_create).where(present)))


def ensure_coordinators(connection: Connection, ids: Iterable[int], now: datetime) -> None:
    """Those the settings name are coordinators who may make cohorts; all others are left as they are."""
    wanted = sorted(set(ids))
    there = set(
        connection.scalars(
            select(coordinator.c.external_id).where(
                coordinator.c.channel == TELEGRAM,
                coordinator.c.external_id.in_(wanted),
                coordinator.c.removed_at.is_(None),
                coordinator.c.may_create,
            )
        )
    )
    for external_id in wanted:
        if external_id not in there:
            add_coordinator(connection, TELEGRAM, external_id, "", True, now)


def remove_coordinator(connection: Connection, channel: str, external_id: int, now: datetime) -> None:
    """Take all rights from a coordinator. Raises NotYours where there is none with this account."""
    account = (coordinator.c.channel == channel) & (coordinator.c.external_id == external_id)
    present = account & coordinator.c.removed_at.is_(None)
    number = connection.scalar(select(coordinator.c.id).where(present).with_for_update())
    if number is None:
        raise NotYours
    mine = cohort_right.c.coordinator_id == number
    cohorts = connection.scalars(select(cohort_right.c.cohort_id).where(mine).order_by("cohort_id")).all()
    connection.execute(delete(cohort_right).where(mine))
    connection.execute(update(coordinator).where(coordinator.c.id == number).values(removed_at=now))
    for cohort_id in cohorts:
        note_act(connection, OPERATOR, cohort_id, "coordinator_dropped", now, coordinator=number)
    wish_for_menu(connection, number, now)


def rename_self(connection: Connection, actor: Actor, name: str) -> None:
    """The name under which respondents and other coordinators know this one. Raises BadValue."""
    if actor.coordinator is None:
        raise NotYours
    this = coordinator.c.id == actor.coordinator
    connection.execute(update(coordinator).where(this).values(name=good_name(name)))


def list_coordinators(connection: Connection) -> tuple[CoordinatorLine, ...]:
    """All coordinators, those who were removed last."""
    mine = cohort_right.c.coordinator_id == coordinator.c.id
    cohorts = select(func.count()).select_from(cohort_right).where(mine).correlate(coordinator)
    rows = connection.execute(
        select(coordinator, cohorts.scalar_subquery().label("cohorts")).order_by(
            coordinator.c.removed_at.is_not(None), coordinator.c.id
        )
    )
    return tuple(
        CoordinatorLine(
            row.id,
            row.channel,
            row.external_id,
            row.name,
            row.may_create,
            row.removed_at is not None,
            row.cohorts,
        )
        for row in rows
    )


def known_coordinators(connection: Connection, channel: str) -> list[int]:
    """The ids on this channel of all who have a desk: a cohort, or the right to make one."""
    present = (coordinator.c.channel == channel) & HAS_A_DESK
    found = select(coordinator.c.external_id).where(present).order_by(coordinator.c.external_id)
    return list(connection.scalars(found))


def chats_of_writers(connection: Connection, cohort_id: int, bot_id: int) -> dict[int, int]:
    """One chat of each coordinator of a cohort who may answer and decide, the one with this bot where they have it."""
    chats = connection.execute(
        select(coordinator.c.id, conversation.c.id.label("chat"))
        .join(cohort_right, cohort_right.c.coordinator_id == coordinator.c.id)
        .join(conversation, OWN_CHAT)
        .where(
            cohort_right.c.cohort_id == cohort_id,
            cohort_right.c.right.in_(WRITE),
            coordinator.c.removed_at.is_(None),
        )
        .order_by(conversation.c.bot_id == bot_id, conversation.c.id)
    )
    return {row.id: row.chat for row in chats}


def coordinators_page(connection: Connection, actor: Actor, cohort_id: int) -> CoordinatorsPage:
    """Who coordinates a cohort, for its leads. Raises NotYours."""
    head = require(connection, actor, cohort_id, "lead")
    rows = connection.execute(
        select(coordinator.c.id, coordinator.c.name, cohort_right.c.right)
        .join(cohort_right, cohort_right.c.coordinator_id == coordinator.c.id)
        .where(cohort_right.c.cohort_id == cohort_id, coordinator.c.removed_at.is_(None))
        .order_by(coordinator.c.id)
    )
    people = ((row.id, row.name, Right(row.right), row.id == actor.coordinator) for row in rows)
    return CoordinatorsPage(head, tuple(people))


def drop_coordinator(
    connection: Connection, actor: Actor, cohort_id: int, coordinator_id: int, now: datetime
) -> None:
    """Take a coordinator out of a cohort. Raises NotYours, and BadValue for the last of its leads."""
    require(connection, actor, cohort_id, "lead")
    held = _held_right(connection, cohort_id, coordinator_id)
    if held is None:
        raise NotYours
    if held is Right.LEAD:
        _keep_a_lead(connection, cohort_id, coordinator_id)
    connection.execute(delete(cohort_right).where(_of(cohort_id, coordinator_id)))
    note_act(connection, actor, cohort_id, "coordinator_dropped", now, coordinator=coordinator_id)
    wish_for_menu(connection, coordinator_id, now)


def grant(connection: Connection, cohort_id: int, coordinator_id: int, right: Right, now: datetime) -> None:
    """The operator gives a coordinator this right, more or less than before. Raises NotYours, and BadValue."""
    require(connection, OPERATOR, cohort_id, "lead")
    here = (coordinator.c.id == coordinator_id) & coordinator.c.removed_at.is_(None)
    if connection.scalar(select(coordinator.c.id).where(here)) is None:
        raise NotYours
    held = _held_right(connection, cohort_id, coordinator_id)
    if held is Right.LEAD and right is not Right.LEAD:
        _keep_a_lead(connection, cohort_id, coordinator_id)
    _store(connection, OPERATOR, cohort_id, coordinator_id, held, right, now)


def give_right(
    connection: Connection, giver: Actor, cohort_id: int, coordinator_id: int, right: Right, now: datetime
) -> None:
    """A coordinator came by an invitation of `giver`: they have this right, or the higher one they had.

    Whether the invitation holds is the caller's to know.
    """
    held = _held_right(connection, cohort_id, coordinator_id)
    if held is None or HIGHER.index(held) < HIGHER.index(right):
        _store(connection, giver, cohort_id, coordinator_id, held, right, now)


def _store(
    connection: Connection,
    giver: Actor,
    cohort_id: int,
    coordinator_id: int,
    held: Right | None,
    right: Right,
    now: datetime,
) -> None:
    if held is right:
        return
    if held is None:
        row = {"cohort_id": cohort_id, "coordinator_id": coordinator_id, "right": right.value}
        connection.execute(insert(cohort_right), row)
        wish_for_menu(connection, coordinator_id, now)
    else:
        this = update(cohort_right).where(_of(cohort_id, coordinator_id))
        connection.execute(this.values(right=right.value))
    note_act(connection, giver, cohort_id, "right_given", now, coordinator=coordinator_id, right=right.value)


def _held_right(connection: Connection, cohort_id: int, coordinator_id: int) -> Right | None:
    """The right as it stands, with the cohort locked: two who drop each other must not both succeed."""
    connection.execute(select(cohort.c.id).where(cohort.c.id == cohort_id).with_for_update())
    value = connection.scalar(select(cohort_right.c.right).where(_of(cohort_id, coordinator_id)))
    return Right(value) if value else None


def _keep_a_lead(connection: Connection, cohort_id: int, coordinator_id: int) -> None:
    others = (
        select(func.count())
        .select_from(cohort_right)
        .where(
            cohort_right.c.cohort_id == cohort_id,
            cohort_right.c.coordinator_id != coordinator_id,
            cohort_right.c.right == Right.LEAD.value,
        )
    )
    if not connection.scalar(others):
        raise BadValue("last_lead")


def _of(cohort_id: int, coordinator_id: int) -> ColumnElement[bool]:
    return (cohort_right.c.cohort_id == cohort_id) & (cohort_right.c.coordinator_id == coordinator_id)
