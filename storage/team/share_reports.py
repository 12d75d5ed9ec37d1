"""A shared result to read, to keep or to print: who may wish for it, and what it holds at the moment it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from flows.desk import panel_of
from flows.intents import notice
from flows.share_pages import SharedResultPage
from flows.team_desk import SHARED_FORMS
from frameworks.model import Framework
from storage.jobs import MOST_ATTEMPTS
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.rights import NotYours
from storage.tables import job
from storage.team.positions import require_owner
from storage.team.result_shared import shared_result
from storage.team.shares import share_row, state_of

KIND = "shared_report"


def share_seen(
    connection: Connection,
    person_id: int | None,
    share: int,
    frameworks: Mapping[str, Framework],
    now: datetime,
    *,
    by_link: bool,
) -> SharedResultPage:
    """What the link of this share shows now, to who came by it or to the owner, who sees the very same.

    Raises NotYours where there is no such share, and for who neither came by the link nor is the owner.
    """
    row = share_row(connection, share)
    if row is None:
        raise NotYours
    if not by_link:
        require_owner(connection, person_id, row.organisation_id)
    page = shared_result(connection, row, state_of(row, now), frameworks, now)
    return page if by_link else replace(page, previewed=row.organisation_id)


def wished(desk: Desk) -> Performed:
    """Wish for the result in one form, from its page. Where it cannot be read any more, the page says why."""
    form, share = chosen(SHARED_FORMS, desk.act.extra), desk.act.number
    by_link = desk.here.panel == panel_of("(R", share)
    panel = panel_of("(R" if by_link else "(V", share)
    frameworks = desk.knowledge.frameworks
    page = share_seen(desk.connection, desk.person_id, share, frameworks, desk.now, by_link=by_link)
    if page.state != "open":
        return Performed(panel)
    wish = {"share": share, "form": form, "by_link": by_link}
    if not _is_coming(desk, wish):
        desk.wish(KIND, **wish)
    return Performed(panel, notice("report_coming"))


def _is_coming(desk: Desk, wish: Mapping[str, object]) -> bool:
    """Whether the very same is on its way already: the page stays open, and a slow line invites a second tap."""
    waiting = select(job.c.args).where(
        job.c.conversation_id == desk.row_id,
        job.c.kind == KIND,
        job.c.done_at.is_(None),
        job.c.attempts < MOST_ATTEMPTS,
    )
    return any(wish.items() <= args.items() for args in desk.connection.scalars(waiting))
