"""The pages about who takes part in a team, and who was invited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.desk import Act
from flows.pages import Page
from flows.team_pages import (
    PlainTeamPage,
    TeamHead,
    TeamLinkPage,
    TeamLinksPage,
    TeamRequestsPage,
)
from storage.programme.bots import address_told
from storage.programme.cohort_values import BadValue
from storage.programme.reader import Reader
from storage.programme.rights import NotYours
from storage.team import counting, inviting, requests, shares
from storage.team.opened import who_could
from storage.team.positions import head_for, newest_of, other_teams, people_in, require_owner
from storage.team.result_reading import may_see
from storage.team.results import frozen, round_before


def _led(reader: Reader, organisation_id: int) -> TeamHead:
    """The team, for those who lead it. Raises NotYours."""
    head = head_for(reader, organisation_id)
    if not head.position.leads:
        raise NotYours
    return head


def _team(reader: Reader, act: Act) -> Page:
    number = act.number or reader.here.organisation or newest_of(reader.connection, reader.person_id)
    if number is None:
        raise BadValue("team_none")
    head = head_for(reader, number)
    page = counting.team_page(reader.connection, head, reader.knowledge.frameworks)
    found = (frozen if head.closed else round_before)(reader.connection, head.assessment)
    result = found.assessment_id if found and may_see(reader.connection, reader.person_id, found) else 0
    return replace(
        page,
        earlier=0 if head.closed else result,
        result=head.closed and result > 0,
        to_agree=shares.to_agree(reader.connection, reader.person_id, head, reader.now),
        may_open=reader.person_id in who_could(reader.connection, head.assessment),
        others=other_teams(reader.connection, reader.person_id, number),
    )


def _close_ask(reader: Reader, act: Act) -> Page:
    return counting.team_page(reader.connection, _led(reader, act.number), reader.knowledge.frameworks)


def _plain(reader: Reader, head: TeamHead) -> PlainTeamPage:
    number = head.organisation_id
    alone = counting.leads_alone(reader.connection, reader.person_id, number)
    return PlainTeamPage(head, people_in(reader.connection, number), alone)


def _of_lead(reader: Reader, act: Act) -> Page:
    """A page that needs nothing but the team, for those who lead it."""
    return _plain(reader, _led(reader, act.number))


def _people(reader: Reader, act: Act) -> Page:
    head = head_for(reader, act.number)
    require_owner(reader.connection, reader.person_id, head.organisation_id)
    return _plain(reader, head)


def _leave_ask(reader: Reader, act: Act) -> Page:
    return _plain(reader, head_for(reader, act.number))


def _links(reader: Reader, act: Act) -> Page:
    head = _led(reader, act.number)
    return TeamLinksPage(head, inviting.newest_lines(reader.connection, head.organisation_id, reader.now))


def _link(reader: Reader, act: Act) -> Page:
    """An invitation; just after it was made the notice still holds its code, and with it the whole address."""
    row = inviting.own_link(reader.connection, reader.person_id, act.number)
    head = _led(reader, row.organisation_id)
    line = inviting.line_of(reader.connection, row, reader.now)
    address = address_told(reader.connection, reader.here.notice, "team_link_made", act.number)
    return TeamLinkPage(head, line, address)


def _requests(reader: Reader, act: Act) -> Page:
    head = _led(reader, act.number)
    return TeamRequestsPage(head, requests.waiting(reader.connection, head.organisation_id))


READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    "team": _team,
    "team_invite": _of_lead,
    "team_links": _links,
    "team_link": _link,
    "team_requests": _requests,
    "team_people": _people,
    "close_round_ask": _close_ask,
    "new_round_ask": _of_lead,
    "round_day": _of_lead,
    "leave_team_ask": _leave_ask,
}
