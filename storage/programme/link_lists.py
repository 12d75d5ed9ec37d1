"""Lists of invitations for coordinators: how each stands, who came by it and when. Never a number of Telegram's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from flows.pages import LinkLine, LinkPage, LinksPage
from storage.programme.links import CALLED, called, own_link
from storage.programme.rights import OWN_CHAT, Actor, require
from storage.programme.tables import coordinator, enrolment, invitee, link_use
from storage.tables import conversation, link

LINES_A_PAGE = 8
CHUNK = 500


def link_page(connection: Connection, actor: Actor, link_id: int, now: datetime) -> LinkPage:
    """One invitation with all who came by it. Raises NotYours."""
    row = own_link(connection, actor, link_id, "look")
    head = require(connection, actor, row.cohort_id, "look")
    return LinkPage(head, _lines(connection, [row], now)[0])


def links_page(connection: Connection, actor: Actor, cohort_id: int, page: int, now: datetime) -> LinksPage:
    """A page of the invitations of a cohort, the newest first; past the end the last one. Raises NotYours."""
    head = require(connection, actor, cohort_id, "look")
    ours = (link.c.cohort_id == cohort_id, link.c.kind.in_(CALLED))
    total = connection.scalar(select(func.count()).select_from(link).where(*ours)) or 0
    pages = max(1, -(-total // LINES_A_PAGE))
    page = max(0, min(page, pages - 1))
    newest = select(link).where(*ours).order_by(link.c.id.desc())
    rows = connection.execute(newest.limit(LINES_A_PAGE).offset(page * LINES_A_PAGE)).all()
    return LinksPage(head, tuple(_lines(connection, rows, now)), page, pages)


def all_links(connection: Connection, actor: Actor, cohort_id: int, now: datetime) -> list[LinkLine]:
    """Every invitation of a cohort, the newest first, with all who came. Raises NotYours."""
    require(connection, actor, cohort_id, "look")
    ours = select(link).where(link.c.cohort_id == cohort_id, link.c.kind.in_(CALLED))
    rows = connection.execute(ours.order_by(link.c.id.desc())).all()
    chunks = (rows[place : place + CHUNK] for place in range(0, len(rows), CHUNK))
    return [line for chunk in chunks for line in _lines(connection, chunk, now)]


def _lines(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> list[LinkLine]:
    names = _names(connection, (row.target.get("enrolment") for row in rows))
    gone = _joined(connection, (row.target.get("invitee") for row in rows))
    uses = _uses(connection, [row.id for row in rows])
    return [
        LinkLine(
            row.id,
            called(row.kind),
            row.label or names.get(row.target.get("enrolment"), ""),
            link_state(row, now, held=row.target.get("invitee") in gone),
            row.use_limit,
            row.uses,
            row.created_at,
            row.ends_at,
            tuple(uses.get(row.id, ())),
        )
        for row in rows
    ]


def link_state(row: Row[Any], now: datetime, *, held: bool) -> str:
    """How an invitation stands for whoever comes next: open, used, full, ended, revoked.

    `held`: whom it stands for is in already, by this or another one.
    """
    if row.revoked_at is not None:
        return "revoked"
    used_up = row.use_limit is not None and row.uses >= row.use_limit
    if held or used_up:
        return "used" if called(row.kind) == "one" else "full"
    return "ended" if row.ends_at is not None and row.ends_at <= now else "open"


def _names(connection: Connection, numbers: Iterable[int | None]) -> Mapping[int | None, str]:
    wanted = {number for number in numbers if number is not None}
    found = select(enrolment.c.id, enrolment.c.name).where(enrolment.c.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(found)} if wanted else {}


def _joined(connection: Connection, numbers: Iterable[int | None]) -> set[int | None]:
    wanted = {number for number in numbers if number is not None}
    found = select(invitee.c.id).where(invitee.c.id.in_(wanted), invitee.c.joined_at.is_not(None))
    return set(connection.scalars(found)) if wanted else set()


def _uses(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    """Who came by each link, the latest first: an organisation, or a coordinator; empty where they were forgotten."""
    named = func.coalesce(enrolment.c.name, coordinator.c.name, "").label("name")
    came = (
        select(link_use.c.link_id, link_use.c.at, named)
        .outerjoin(enrolment, enrolment.c.id == link_use.c.enrolment_id)
        .outerjoin(conversation, conversation.c.id == link_use.c.conversation_id)
        .outerjoin(coordinator, OWN_CHAT & link_use.c.enrolment_id.is_(None))
        .where(link_use.c.link_id.in_(numbers))
        .order_by(link_use.c.at.desc(), link_use.c.id.desc())
    )
    found: dict[int, list[tuple[str, datetime]]] = {}
    for row in connection.execute(came) if numbers else ():
        found.setdefault(row.link_id, []).append((row.name, row.at))
    return found
