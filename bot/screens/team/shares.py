"""Sharing a result by a link: who may read what until when, and comparison with peers, for who decides on it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import waiting_for_text
from bot.screens.sight import Sight, lines, paragraphs, stacked
from flows.desk import Act
from flows.pages import Page
from flows.share_pages import GroupsPage, PeersPage, ShareLine, SharesPage
from flows.team_desk import SHARE_LABEL_MOST

WITH_STAGE, ASKED_FOR = 1, 2


def shares(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Every link to the result; each can be ended, and new ones made, with the stage or without."""
    if not isinstance(page, SharesPage):
        return None
    made = sight.say("shares.made", address=page.address) if page.address else ""
    text = paragraphs(
        sight.say("shares.head", organisation=page.head.organisation),
        sight.say("shares.what"),
        lines(
            sight.say("shares.place") if page.head.place else "",
            sight.say("shares.nobody_agrees") if page.nobody_agrees else "",
        ),
        made,
        share_lines(sight, page.lines) or sight.say("shares.none"),
        "" if page.ready else sight.say("notice.share_not_ready"),
    )
    close = sight.button(sight.say("button.close"), "c")
    return Screen(text, (*stacked(_buttons(sight, page)), (close,)))


def share_lines(sight: Sight, told: tuple[ShareLine, ...]) -> str:
    """Each link in a line, numbered."""
    return lines(*(_line(sight, number, line) for number, line in enumerate(told, start=1)))


def _line(sight: Sight, number: int, line: ShareLine) -> str:
    zone = sight.house.zone
    told = sight.say(
        f"shares.{line.state}", number=number, day=sight.words.far_date(line.until.astimezone(zone).date())
    )
    return " ".join(
        filter(
            None,
            (
                told,
                sight.say("shares.for", label=line.label) if line.label else "",
                sight.say("shares.stage") if line.stage else "",
                sight.say("shares.asked") if line.asked_for else "",
                sight.words.count("shares.opened", line.opened) if line.opened else "",
            ),
        )
    )


def _buttons(sight: Sight, page: SharesPage) -> list[Button]:
    if not page.owner:
        return [
            handled(sight.say("button.share_agree", number=number), "(G", line.number)
            for number, line in enumerate(page.lines, start=1)
            if line.state == "waits"
        ]
    team = page.head.organisation_id
    new = [
        handled(sight.say("button.share_link"), "(L", team),
        handled(sight.say("button.share_link_stage"), "(L", team, WITH_STAGE),
        handled(sight.say("button.share_link_funder"), "(L", team, ASKED_FOR),
    ]
    peers = handled(sight.say("button.peers"), "(P", team)
    return [*(new if page.ready else ()), *_of_links(sight, page), peers]


def share_label(sight: Sight, act: Act, page: Page) -> Screen | None:
    """Whom the new link is for is waited for; without it the link is made as well."""
    if not isinstance(page, SharesPage):
        return None
    team = page.head.organisation_id
    text = paragraphs(sight.say("clients"), sight.say("shares.ask_label", limit=SHARE_LABEL_MOST))
    without = handled(sight.say("desk.without_label"), "(F", team, act.extra)
    return waiting_for_text(sight, text, without, cancel=("(s", team, 0))


def _of_links(sight: Sight, page: SharesPage) -> Iterator[Button]:
    """For each link that can be read, or will be: what it shows, and its end."""
    for number, line in enumerate(page.lines, start=1):
        if line.state == "open":
            yield handled(sight.say("button.share_preview", number=number), "(V", line.number)
        if line.state in ("open", "waits"):
            yield handled(sight.say("button.end_share_link", number=number), "(e", line.number)


def groups(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The group chats of a team: what they are told, and how one is linked."""
    if not isinstance(page, GroupsPage):
        return None
    team = page.head.organisation_id
    buttons = [handled(sight.say("button.link_group"), "(I", team)]
    if page.groups:
        buttons.append(handled(sight.say("button.unlink_groups"), "(J", team))
    text = paragraphs(
        sight.say("groups.what"),
        sight.words.count("groups.linked", page.groups) if page.groups else sight.say("groups.none"),
        sight.say("groups.address", address=page.address) if page.address else "",
    )
    return Screen(text, stacked([*buttons, handled(sight.say("button.back"), "(T", team)]))


def peers(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Where a quarter, half and three quarters of similar organisations stand; only for who takes part too."""
    if not isinstance(page, PeersPage):
        return None
    team = page.head.organisation_id
    join = handled(sight.say("button.peers_leave" if page.joined else "button.peers_join"), "(X", team)
    if not page.joined:
        join = handled(sight.say("button.peers_join"), "(X", team, 1)
    back = handled(sight.say("button.back"), "(s", team)
    text = paragraphs(sight.say("peers.what"), _figures(sight, page) if page.joined else "")
    return Screen(text, stacked([join, back]))


def _figures(sight: Sight, page: PeersPage) -> str:
    if page.in_place is None:
        return sight.say("peers.no_round")
    own = sight.say("peers.own", count=page.in_place)
    if page.quartiles is None:
        return lines(own, sight.say("peers.few"))
    first, middle, third = page.quartiles
    return lines(
        own,
        sight.words.count("peers.figures", page.organisations, first=first, middle=middle, third=third),
        sight.say("peers.batch"),
    )
