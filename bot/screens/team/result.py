"""The result of a closed round for who may see it and did not answer in it: the same text, and the ways on from it."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import with_back
from bot.screens.found import at_round_of, summary_of
from bot.screens.place_summary import place_summary_text
from bot.screens.sight import Sight
from bot.screens.summary import summary_text
from bot.screens.team.common import TEAM
from flows.desk import Act
from flows.pages import Page, SharedWith
from flows.team_results import TeamResult


def team_result(sight: Sight, _act: Act, _page: Page) -> Screen | None:
    """What the round settled, as its summary; None where its version is not shipped any more."""
    there = at_round_of(sight)
    if there is None or not isinstance(there.page, SharedWith) or there.page.team is None:
        return None
    found, team = summary_of(there), there.page.team
    in_place = there.framework.is_place
    text = place_summary_text(there, found) if in_place else summary_text(there, found, send=False)
    back = handled(sight.say("button.back"), TEAM, team.now.organisation_id)
    return with_back(text, _ways_on(sight, team), back)


def _ways_on(sight: Sight, team: TeamResult) -> list[Button]:
    """The report; for those who lead the meeting; for the owner whom it is shared with."""
    number = team.now.assessment_id
    found = [handled(sight.say("button.report"), "%", number)]
    if team.leads:
        found.append(handled(sight.say("letter.to_sheet"), "(S", number))
    if team.owns:
        found.append(handled(sight.say("button.team_shares"), "(s", team.now.organisation_id))
    return found
