"""What is done about shares by a link and comparison with peers."""

from __future__ import annotations

from collections.abc import Callable

from flows.desk import panel_of
from flows.intents import notice
from flows.team_desk import SHARE_LABEL_MOST
from storage.programme.acting import Desk, Performed
from storage.programme.cohort_values import good_name
from storage.programme.rights import NotYours
from storage.team import groups, peers, share_reports, shares
from storage.team.positions import head_for

WITH_STAGE, ASKED_FOR = 1, 2
"""What `extra` of a new share says, added up."""


def _shared(desk: Desk) -> Performed:
    """A new link, for whom was typed if anything was. Its code is kept in the notice until the next screen alone."""
    if desk.act.extra > WITH_STAGE + ASKED_FOR:
        raise NotYours
    head = head_for(desk, desk.act.number)
    _number, code = shares.make(
        desk.connection,
        desk.person_id,
        head,
        desk.now,
        stage=bool(desk.act.extra & WITH_STAGE),
        asked_for=bool(desk.act.extra & ASKED_FOR),
        label=good_name(desk.act.text, SHARE_LABEL_MOST) if desk.act.name == "share_label" else "",
    )
    return Performed(panel_of("(s", head.organisation_id), notice("result_link_made", {"code": code}))


def _ended(desk: Desk) -> Performed:
    number = shares.end(desk.connection, desk.person_id, desk.act.number, desk.now)
    return Performed(panel_of("(s", number), notice("result_link_ended"))


def _agreed(desk: Desk) -> Performed:
    number = shares.agree(desk.connection, desk.person_id, desk.act.number, desk.now)
    return Performed(panel_of("(s", number), notice("share_agreed"))


def _group_link_made(desk: Desk) -> Performed:
    head = head_for(desk, desk.act.number)
    code = groups.issue(desk.connection, desk.person_id, head.organisation_id, desk.now)
    return Performed(panel_of("(H", head.organisation_id), notice("group_link_made", {"code": code}))


def _groups_unlinked(desk: Desk) -> Performed:
    head = head_for(desk, desk.act.number)
    groups.unlink(desk.connection, desk.person_id, head.organisation_id)
    return Performed(panel_of("(H", head.organisation_id))


def _joined_peers(desk: Desk) -> Performed:
    head = head_for(desk, desk.act.number)
    peers.take_part(desk.connection, desk.person_id, head.organisation_id, on=bool(desk.act.extra))
    return Performed(panel_of("(P", head.organisation_id))


ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "share_result": _shared,
    "share_label": _shared,
    "end_result_share": _ended,
    "share_report": share_reports.wished,
    "agree_share": _agreed,
    "join_peers": _joined_peers,
    "link_group": _group_link_made,
    "unlink_groups": _groups_unlinked,
}
