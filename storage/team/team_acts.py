"""What is done about who takes part in a team."""

from __future__ import annotations

from collections.abc import Callable

from flows.desk import panel_of
from flows.intents import notice
from flows.team_desk import TEAM_LINK_KINDS
from flows.team_pages import TeamHead
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.rights import NotYours
from storage.team import inviting, requests
from storage.team.leaving import leave
from storage.team.positions import head_for

KINDS_OF_LINKS = 16


def _link_issued(desk: Desk) -> Performed:
    """A new invitation, with its picture. Its code is kept in the notice until the next screen, and nowhere else."""
    head = head_for(desk, desk.act.number)
    group, kind = divmod(desk.act.extra, KINDS_OF_LINKS)
    number, code = inviting.issue(
        desk.connection,
        desk.person_id,
        head,
        chosen(TEAM_LINK_KINDS, kind),
        desk.now,
        zone=desk.knowledge.default_zone,
        group=_group(desk, head, group),
    )
    desk.wish("qr", code=code)
    return Performed(panel_of("(k", number), notice("team_link_made", {"link": number, "code": code}))


def _group(desk: Desk, head: TeamHead, place: int) -> str:
    """The group of partners with this place, from 1; empty for 0. Raises NotYours for all that are none."""
    if not place:
        return ""
    framework = desk.knowledge.frameworks.get(head.framework)
    if framework is None or not framework.is_place:
        raise NotYours
    return chosen(framework.groups, place - 1).id


def _link_revoked(desk: Desk) -> Performed:
    inviting.revoke(desk.connection, desk.person_id, desk.act.number, desk.now)
    return Performed(panel_of("(k", desk.act.number))


def _decided(*, accepted: bool) -> Callable[[Desk], Performed]:
    def do(desk: Desk) -> Performed:
        number = requests.decide(
            desk.connection, desk.person_id, desk.act.number, desk.now, accepted=accepted
        )
        told = notice("request_accepted") if accepted else notice("request_declined")
        return Performed(panel_of("(r", number), told)

    return do


ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "team_issue_link": _link_issued,
    "team_revoke_link": _link_revoked,
    "team_accept": _decided(accepted=True),
    "team_decline": _decided(accepted=False),
    "leave_team": leave,
}
