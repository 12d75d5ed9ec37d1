"""Inviting to a team: whom, by which link, the text to forward, and those who ask to be let in."""

from __future__ import annotations

from datetime import timedelta

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, whose_times, with_back
from bot.screens.pace import usual_minutes
from bot.screens.sight import Sight, lines, paragraphs
from bot.screens.team.common import (
    ISSUE,
    check_name,
    day_of,
    framework_of,
    group_name,
    is_here,
    moment,
    to_team,
)
from flows.desk import Act
from flows.pages import Page
from flows.team_desk import MANY_USES, TEAM_LINK_KINDS
from flows.team_pages import (
    PlainTeamPage,
    Position,
    TeamHead,
    TeamLinkLine,
    TeamLinkPage,
    TeamLinksPage,
    TeamRequestsPage,
)

LINK, LINKS = "(k", "(l"
# `extra` of a button that makes a link: its kind, and so many times the place of the group from 1.
GROUPS = 16
REQUESTS_SHOWN = 8
# `extra` of a link's page: whether withdrawing it is asked about.
ASKING = 1
OF_POSITIONS = ("facilitator", "owner")
MINUTE = timedelta(minutes=1)


def invite(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Whom to invite, and a button for each kind of link; of a place one for each group."""
    if not isinstance(page, PlainTeamPage):
        return None
    head = page.head
    text = paragraphs(
        sight.say("invite.head", organisation=head.organisation),
        sight.say("invite.place") if head.place else _advice(sight, head),
        sight.say("invite.how"),
        sight.say("invite.closed") if head.closed else "",
    )
    return with_back(text, _links_to_make(sight, head), to_team(sight, head))


def _advice(sight: Sight, head: TeamHead) -> str:
    small = is_here(sight, head) and sight.is_smallest
    return lines(sight.say("invite.advice"), sight.say("invite.small") if small else "")


def _links_to_make(sight: Sight, head: TeamHead) -> list[Button]:
    framework, many = framework_of(sight, head.framework), TEAM_LINK_KINDS.index("many")
    if head.place and framework is not None:
        return [
            handled(
                sight.say("button.invite_group", group=group_name(sight, head.framework, group.id)),
                *(ISSUE, head.organisation_id, many + GROUPS * place),
            )
            for place, group in enumerate(framework.groups, start=1)
        ]
    return [
        handled(sight.say("button.invite_one"), ISSUE, head.organisation_id, TEAM_LINK_KINDS.index("one")),
        handled(sight.say("button.invite_many", count=MANY_USES), ISSUE, head.organisation_id, many),
    ]


def links(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The invitations, each with its state, and the way to one of them."""
    if not isinstance(page, TeamLinksPage):
        return None
    head, numbered = page.head, list(enumerate(page.lines, start=1))
    rows = [
        sight.say("desk.line", number=number, name=_name(sight, head, line), said=_state(sight, line))
        for number, line in numbered
    ]
    key = "team.links_head" if rows else "team.links_none"
    text = paragraphs(sight.say(key, organisation=head.organisation), lines(*rows))
    buttons = [handled(label, LINK, line.number) for label, (_, line) in zip(rows, numbered, strict=True)]
    new = handled(sight.say("button.team_invite"), "(i", head.organisation_id)
    return with_back(text, [*buttons, new], to_team(sight, head))


def _name(sight: Sight, head: TeamHead, line: TeamLinkLine) -> str:
    """What an invitation is for."""
    if line.kind == "many":
        limit = line.limit or MANY_USES
        if line.group:
            group = group_name(sight, head.framework, line.group)
            return sight.say("team.kind_group", group=group, limit=limit)
        return sight.say("team.kind_many", limit=limit)
    return sight.say(f"team.kind_{line.kind}")


def _state(sight: Sight, line: TeamLinkLine) -> str:
    if line.state == "open" and line.kind == "many" and line.used:
        return sight.say("desk.used_of", used=line.used, limit=line.limit or MANY_USES)
    return sight.say(f"desk.link_{line.state}")


def link(sight: Sight, act: Act, page: Page) -> Screen | None:
    """One invitation; just after it was made with all of the text that is sent on."""
    if not isinstance(page, TeamLinkPage):
        return None
    head, line = page.head, page.line
    if act.extra == ASKING and _may_revoke(head, line):
        return _ask_to_revoke(sight, page)
    text = _made(sight, page) if page.address else _looked_at(sight, page)
    buttons = []
    if _may_revoke(head, line):
        buttons.append(handled(sight.say("desk.revoke"), LINK, line.number, ASKING))
    return with_back(text, buttons, back(sight, LINKS, head.organisation_id))


def _made(sight: Sight, page: TeamLinkPage) -> str:
    """The text to send on stands by itself, so that it can be copied."""
    head, line = page.head, page.line
    ends = sight.words.day(line.ends - MINUTE, sight.house.zone) if line.ends else ""
    key = "forward.many" if line.kind == "many" else "forward.once"
    until = sight.say(key, limit=line.limit or MANY_USES, day=ends) if ends else ""
    own_day = sight.say("forward.day", day=day_of(sight, head.closes_on)) if _open_until(head) else ""
    return paragraphs(
        sight.say("team.link_made"),
        lines(_called(sight, head, line), sight.say("forward.alone"), who_sees(sight, place=head.place)),
        lines(own_day, until),
        page.address,
        sight.say("desk.link_once"),
    )


def _called(sight: Sight, head: TeamHead, line: TeamLinkLine) -> str:
    check, organisation = check_name(sight, head.framework), head.organisation
    if line.kind in OF_POSITIONS:
        return sight.say(f"forward.{line.kind}", organisation=organisation, check=check)
    framework = framework_of(sight, head.framework)
    minutes = usual_minutes(framework) if framework else 0
    return sight.words.count("forward.member", minutes, organisation=organisation, check=check)


def who_sees(sight: Sight, *, place: bool) -> str:
    """What others see of one's answers, said before anybody joins."""
    if place:
        return sight.say("team.harm_place")
    return lines(sight.say("team.harm"), sight.say("team.small"))


def _open_until(head: TeamHead) -> bool:
    return bool(head.closes_on) and not head.closed


def _looked_at(sight: Sight, page: TeamLinkPage) -> str:
    line = page.line
    return paragraphs(
        lines(
            _name(sight, page.head, line),
            sight.say("desk.link_state", state=_state(sight, line)),
        ),
        lines(
            sight.say("desk.made", when=moment(sight, line.made)),
            sight.say("desk.last_used", when=moment(sight, line.last_used)) if line.last_used else "",
            sight.say("desk.ends", when=moment(sight, line.ends - MINUTE)) if line.ends else "",
        ),
        whose_times(sight, sight.house.zone.key),
    )


def _may_revoke(head: TeamHead, line: TeamLinkLine) -> bool:
    """While it is of use: by one that is used up, people can still ask to be let in."""
    owns = head.position is Position.OWNER
    return line.state in {"open", "used", "full"} and (owns or line.kind not in OF_POSITIONS)


def _ask_to_revoke(sight: Sight, page: TeamLinkPage) -> Screen:
    yes = handled(sight.say("desk.revoke_yes"), "(1", page.line.number)
    text = sight.say("desk.revoke_ask", name=_name(sight, page.head, page.line))
    return with_back(text, [yes], back(sight, LINK, page.line.number))


def requests(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Who asks to be let in, by number and time: no name is known. Two buttons for each."""
    if not isinstance(page, TeamRequestsPage):
        return None
    up = to_team(sight, page.head)
    if not page.requests:
        return with_back(sight.say("desk.requests_none"), [], up)
    shown = list(enumerate(page.requests[:REQUESTS_SHOWN], start=1))
    others = len(page.requests) - len(shown)
    text = paragraphs(
        sight.say("team.requests_head", organisation=page.head.organisation),
        lines(*(sight.say("desk.numbered", number=n, text=moment(sight, when)) for n, (_, when) in shown)),
        sight.words.count("desk.more_wait", others) if others else "",
        sight.say("desk.requests_hint"),
        whose_times(sight, sight.house.zone.key),
    )
    rows = [
        (
            handled(sight.say("desk.let_in", number=number), "(2", request),
            handled(sight.say("desk.leave_out", number=number), "(3", request),
        )
        for number, (request, _when) in shown
    ]
    return Screen(text, (*rows, (up,)))
