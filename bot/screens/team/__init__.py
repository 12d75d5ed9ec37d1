"""A team's pages: who takes part, the meeting about a closed round, notes and proofs, what is shared by a link."""

from __future__ import annotations

from collections.abc import Callable

from bot.buttons import Screen
from bot.screens.sight import Sight
from bot.screens.team import (
    evidence,
    invite,
    looking_back,
    marks,
    open_mode,
    place_dates,
    proofs,
    result,
    rounds_ask,
    shared_result,
    shares,
    sheet,
    sheet_element,
    taking,
    team,
)
from flows.desk import Act
from flows.pages import Page

TEAM_PAGES: dict[str, Callable[[Sight, Act, Page], Screen | None]] = {
    "team": team.team,
    "team_invite": invite.invite,
    "team_links": invite.links,
    "team_link": invite.link,
    "team_requests": invite.requests,
    "team_people": team.people,
    "close_round_ask": rounds_ask.close_ask,
    "round_day": rounds_ask.round_day,
    "new_round_ask": rounds_ask.new_round_ask,
    "place_dates": place_dates.place_dates,
    "place_date": place_dates.place_date,
    "leave_team_ask": team.leave_ask,
    "evidence": evidence.evidence,
    "add_evidence": evidence.adding,
    "looking_back": looking_back.looking_back,
    "marks": marks.marks,
    "marks_echo": marks.echo,
    "proofs": proofs.proofs,
    "team_result": result.team_result,
    "sheet": sheet.sheet,
    "sheet_element": sheet_element.sheet_element,
    "agree_reason": sheet_element.agree_reason,
    "open_mode": open_mode.open_mode,
    "taken_by": taking.taken_by,
    "shares": shares.shares,
    "share_label": shares.share_label,
    "shared_result": shared_result.shared_result,
    "share_preview": shared_result.shared_result,
    "peers": shares.peers,
    "team_groups": shares.groups,
}
