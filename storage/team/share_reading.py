"""The pages of sharing by a link and of comparing with peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.desk import Act, panel_of
from flows.pages import Page
from storage.programme.bots import address_told
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team.groups import groups_page
from storage.team.peers import peers_page
from storage.team.positions import head_for
from storage.team.share_acts import ASKED_FOR, WITH_STAGE
from storage.team.share_reports import share_seen
from storage.team.shares import shares_page


def _shares(reader: Reader, act: Act) -> Page:
    """The links; just after one was made the notice still holds its code, and with it the whole address."""
    head = head_for(reader, act.number)
    page = shares_page(reader.connection, reader.person_id, head, reader.now)
    address = address_told(reader.connection, reader.here.notice, "result_link_made")
    return replace(page, address=address)


def _label(reader: Reader, act: Act) -> Page:
    """Where whom a new link is for is waited for: for the owner alone, as soon as there is a result to share."""
    head = head_for(reader, act.number)
    page = shares_page(reader.connection, reader.person_id, head, reader.now)
    if not page.owner or act.extra > WITH_STAGE + ASKED_FOR:
        raise NotYours
    if not page.ready:
        raise BadValue("share_not_ready")
    return page


def _shared_result(reader: Reader, act: Act) -> Page:
    """The result behind a link, for a chat that came by its code: its page was opened by that alone."""
    if reader.here.panel != panel_of("(R", act.number):
        raise NotYours
    return _seen(reader, act, by_link=True)


def _preview(reader: Reader, act: Act) -> Page:
    """The same for the owner, before anybody else sees it."""
    return _seen(reader, act, by_link=False)


def _seen(reader: Reader, act: Act, *, by_link: bool) -> Page:
    frameworks = reader.knowledge.frameworks
    return share_seen(
        reader.connection, reader.person_id, act.number, frameworks, reader.now, by_link=by_link
    )


def _groups(reader: Reader, act: Act) -> Page:
    head = head_for(reader, act.number)
    page = groups_page(reader.connection, reader.person_id, head)
    told = reader.here.notice
    return replace(
        page, address=address_told(reader.connection, told, "group_link_made", parameter="startgroup")
    )


def _peers(reader: Reader, act: Act) -> Page:
    head = head_for(reader, act.number)
    return peers_page(reader.connection, reader.person_id, head, reader.knowledge.frameworks)


READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    "shares": _shares,
    "share_label": _label,
    "shared_result": _shared_result,
    "share_preview": _preview,
    "peers": _peers,
    "team_groups": _groups,
}
