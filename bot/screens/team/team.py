"""A team's own page: how far its round is, in counts alone, and what its reader may do; who leads; leaving it."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import with_back
from bot.screens.sight import Row, Sight, lines, paragraphs, stacked, told_apart
from bot.screens.team.common import ISSUE, check_name, group_name, is_here, last_day, to_team
from flows.bulk import SHEET
from flows.desk import Act
from flows.pages import Page
from flows.team_desk import TEAM_LINK_KINDS
from flows.team_pages import PlainTeamPage, Position, TeamHead, TeamPage


def team(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """How many have finished and who is missing; nobody's answers, and nobody's name."""
    if not isinstance(page, TeamPage):
        return None
    head = page.head
    text = paragraphs(
        lines(
            sight.say("team.title", organisation=head.organisation),
            sight.say("desk.check", check=check_name(sight, head.framework), round=head.round_no),
        ),
        _progress(sight, page),
        _groups(sight, page),
        lines(
            sight.words.count("desk.requests_wait", page.requests) if page.requests else "",
            sight.words.count("team.to_agree", page.to_agree) if page.to_agree else "",
            sight.say(f"team.position_{head.position.value}"),
        ),
    )
    close = sight.button(sight.say("button.close"), "c")
    leave = handled(sight.say("button.team_leave"), "(v", head.organisation_id)
    return Screen(text, (*_rows(sight, page), (leave, close)))


def _progress(sight: Sight, page: TeamPage) -> str:
    head = page.head
    if head.closed:
        return sight.words.count("team.closed", page.begun)
    if page.people < 2:
        return lines(sight.say("team.alone"), last_day(sight, head))
    rest = page.people - page.begun
    waiting = page.done < page.people
    return lines(
        sight.words.count("team.done", page.people, done=page.done),
        sight.say("team.rest", way=page.begun - page.done, rest=rest) if waiting else "",
        last_day(sight, head),
        sight.say("team.private"),
    )


def _groups(sight: Sight, page: TeamPage) -> str:
    """Of a place: how many of each group have finished, and which of those that decide are missing."""
    key = page.head.framework
    rows = [
        sight.say("team.group", group=group_name(sight, key, group), done=done, people=people)
        if people
        else sight.say("team.group_none", group=group_name(sight, key, group))
        for group, people, done in page.groups
    ]
    missing = sight.words.listed(group_name(sight, key, group) for group in page.missing)
    return paragraphs(
        lines(sight.say("team.groups"), *rows) if rows else "",
        sight.say("team.missing", groups=missing) if missing and not page.head.closed else "",
    )


def _rows(sight: Sight, page: TeamPage) -> tuple[Row, ...]:
    """What may be done from here: one's own part first, then what those who lead do, then what the owner does."""
    head = page.head
    leading = [*_inviting(sight, page), *_of_round(sight, page)] if head.position.leads else []
    owning = _owning(sight, head) if head.position is Position.OWNER else []
    stack = stacked([*_own(sight, page), *leading, *_agreeing(sight, page), *_open_answers(sight, page)])
    return (*stack, *([tuple(owning)] if owning else []), *stacked(_others(sight, page)))


def _own(sight: Sight, page: TeamPage) -> list[Button]:
    """To the questions of a round that one is not at; to the result of a closed one, also where one did not answer."""
    head, here = page.head, is_here(sight, page.head)
    found: list[Button] = []
    if head.assessment and not head.closed and not here:
        found.append(handled(sight.say("letter.to_round"), "(A", head.organisation_id))
    if head.closed and here and sight.conversation.answers:
        found.append(handled(sight.say("letter.to_result"), "2"))
    elif page.result:
        found.append(handled(sight.say("letter.to_result"), "(Y", head.assessment))
    if page.earlier:
        found.append(handled(sight.say("button.earlier_result"), "(Y", page.earlier))
    return found


def _others(sight: Sight, page: TeamPage) -> list[Button]:
    """To the other teams its reader is in."""
    buttons: list[Button] = []
    for number, name in page.others:
        alike = [button.label for button in buttons]
        label = told_apart(lambda named: sight.say("button.other_team", organisation=named), name, alike)
        buttons.append(handled(label, "(T", number))
    return buttons


def _open_answers(sight: Sight, page: TeamPage) -> list[Button]:
    """For one of several who answered, as long as all of them are there."""
    if not page.may_open:
        return []
    return [handled(sight.say("button.open_answers"), "(o", page.head.assessment)]


def _agreeing(sight: Sight, page: TeamPage) -> list[Button]:
    """Of a place, for who leads for those who pay: to the links that may wait for them to agree."""
    if page.to_agree is None:
        return []
    return [handled(sight.say("button.result_links"), "(s", page.head.organisation_id)]


def _inviting(sight: Sight, page: TeamPage) -> list[Button]:
    number = page.head.organisation_id
    found = [
        handled(sight.say("button.team_invite"), "(i", number),
        handled(sight.say("button.team_links"), "(l", number),
    ]
    if page.requests:
        found.append(handled(sight.say("button.team_requests", count=page.requests), "(r", number))
    return found


def _of_round(sight: Sight, page: TeamPage) -> list[Button]:
    head = page.head
    number = head.organisation_id
    groups = [handled(sight.say("button.team_groups"), "(H", number)]
    if head.place and head.assessment:
        groups.insert(0, handled(sight.say("button.place_dates"), "(b", number))
    if head.closed:
        sheet = [handled(sight.say("letter.to_sheet"), SHEET, head.assessment)] if page.begun > 1 else []
        return [*sheet, handled(sight.say("button.new_round"), "(n", number), *groups]
    if not head.assessment:
        return groups
    return [
        handled(sight.say("button.team_day"), "(d", number),
        handled(sight.say("button.team_close"), "(c", number),
        *groups,
    ]


def _owning(sight: Sight, head: TeamHead) -> list[Button]:
    return [
        handled(sight.say("button.team_people"), "(p", head.organisation_id),
        handled(sight.say("button.team_shares"), "(s", head.organisation_id),
    ]


def people(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Who may do what, for the owner alone, and the links that give it to somebody."""
    if not isinstance(page, PlainTeamPage):
        return None
    head = page.head
    text = paragraphs(
        sight.say("people.head", organisation=head.organisation),
        sight.say("people.what"),
        sight.say("people.alone") if page.alone else "",
        lines(sight.say("people.links"), sight.say("people.owner")),
    )
    leading, owning = TEAM_LINK_KINDS.index("facilitator"), TEAM_LINK_KINDS.index("owner")
    buttons = [
        handled(sight.say("button.invite_lead"), ISSUE, head.organisation_id, leading),
        handled(sight.say("button.invite_owner"), ISSUE, head.organisation_id, owning),
    ]
    return with_back(text, buttons, to_team(sight, head))


def leave_ask(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What goes with who leaves, what stays, and who looks after the team then."""
    if not isinstance(page, PlainTeamPage):
        return None
    head, owner = page.head, page.head.position is Position.OWNER
    text = paragraphs(
        sight.say("leave_team.ask", organisation=head.organisation),
        _what_goes(sight, page),
    )
    buttons = [handled(sight.say("button.leave_yes"), "(x", head.organisation_id)]
    if owner and page.people > 1:
        buttons.append(handled(sight.say("button.team_people"), "(p", head.organisation_id))
    return with_back(text, buttons, to_team(sight, head))


def _what_goes(sight: Sight, page: PlainTeamPage) -> str:
    if page.people < 2:
        return sight.say("leave_team.last")
    next_owner = ""
    if page.head.position is Position.OWNER:
        next_owner = sight.say("leave_team.owner_alone" if page.alone else "leave_team.owner")
    return paragraphs(sight.say("leave_team.goes"), next_owner)
