"""An invitation to a team as it is met by who came by it: for whom, how long it takes, who sees what."""

from __future__ import annotations

from bot.buttons import Button
from bot.screens.desk.buttons import handled
from bot.screens.pace import usual_minutes
from bot.screens.sight import Sight, lines, paragraphs
from bot.screens.team.common import check_name, city, day_of, framework_of, group_name
from bot.screens.team.invite import who_sees
from flows.pages import Invitation
from flows.team_pages import Position

MAY_ASK = ("used", "full", "ended")


def team_joins(sight: Sight, page: Invitation) -> list[Button]:
    """What can be done with an invitation to a team as it stands."""
    if page.state in MAY_ASK:
        return [handled(sight.say("button.ask_to_join"), "-", page.link)]
    if page.state != "open":
        return []
    key = "button.join" if page.position == Position.MEMBER else "button.team_accept"
    return [handled(sight.say(key), "=", page.link)]


def team_invitation(sight: Sight, page: Invitation) -> str:
    """What one is invited to, or why not, and what to do then."""
    if page.state != "open":
        return sight.say(_why_not(page.state), organisation=page.organisation)
    framework = framework_of(sight, page.framework)
    group = group_name(sight, page.framework, page.group)
    return paragraphs(
        sight.say(f"invited.team_{page.position}", organisation=page.organisation),
        lines(
            _check(sight, page),
            sight.say("invited.team_group", group=group) if page.group else "",
            sight.words.count("invited.team_people", page.people) if page.people else "",
            sight.say("invited.deadline", day=day_of(sight, page.deadline), city=city(sight))
            if page.deadline
            else "",
        ),
        lines(
            sight.say("forward.alone"),
            who_sees(sight, place=framework is not None and framework.is_place),
            _own_answers(sight, page),
        ),
        sight.say("invited.free"),
    )


def _why_not(state: str) -> str:
    if state in {"joined", "revoked"}:
        return "invited.joined" if state == "joined" else "invited.revoked"
    if state in MAY_ASK:
        return "invited.team_used" if state == "used" else "invited.team_over"
    return "invited.team_asked"


def _check(sight: Sight, page: Invitation) -> str:
    framework = framework_of(sight, page.framework)
    if framework is None:
        return sight.say("invited.check", check=page.framework)
    check = check_name(sight, page.framework)
    return sight.words.count("invited.team_check", usual_minutes(framework), check=check)


def _own_answers(sight: Sight, page: Invitation) -> str:
    """What became of answers for another organisation: nothing."""
    there = sight.conversation
    if not there.answers or there.organisation == page.organisation_id:
        return ""
    return sight.say("invited.team_apart", organisation=there.inputs.organisation)
