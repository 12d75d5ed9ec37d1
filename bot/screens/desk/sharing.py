"""Who sees what of one's organisations, until when: coordinators, and whoever has a link; and how each is ended."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.sight import Sight, lines, paragraphs, stacked, told_apart
from bot.screens.team.shares import share_lines
from flows.desk import Act
from flows.pages import Page, Share, SharingPage
from flows.share_pages import OpenLinks


def sharing(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Who sees what, until when; each of it can be ended by the organisation's owner."""
    if not isinstance(page, SharingPage):
        return None
    close = sight.button(sight.say("button.close"), "c")
    others = sight.say("sharing.others") if page.others_share else ""
    if not page.shares and not page.links:
        none = sight.say("sharing.no_cohort" if page.others_share else "sharing.none")
        return Screen(paragraphs(none, others), ((close,),))
    buttons = [button for share in page.shares for button in _share_buttons(sight, share)]
    text = paragraphs(
        sight.say("sharing.head"),
        *(_share_text(sight, share) for share in page.shares),
        *(_links_text(sight, links) for links in page.links),
        others,
    )
    return Screen(text, (*stacked([*buttons, *_links_buttons(sight, page)]), (close,)))


def _links_text(sight: Sight, links: OpenLinks) -> str:
    """Until when a result of this organisation can be read by each link, and how often it was."""
    head = sight.say("sharing.links", organisation=links.organisation)
    return lines(head, share_lines(sight, links.lines))


def _links_buttons(sight: Sight, page: SharingPage) -> list[Button]:
    """To where each link can be ended."""
    buttons: list[Button] = []
    for links in page.links:
        alike = [button.label for button in buttons]
        label = told_apart(
            lambda named: sight.say("button.links_of", organisation=named), links.organisation, alike
        )
        buttons.append(handled(label, "(s", links.organisation_id))
    return buttons


def _share_text(sight: Sight, share: Share) -> str:
    coordinators = sight.words.listed(name or sight.operator for name in share.coordinators or ("",))
    if share.shares:
        key = "sharing.result_stage" if share.stage else "sharing.result"
        seen = sight.say(key, day=sight.words.far_date(date.fromisoformat(share.until)))
    else:
        seen = sight.say("sharing.progress")
    return lines(
        sight.say("sharing.line", cohort=share.cohort, organisation=share.organisation),
        sight.say("sharing.who", coordinators=coordinators),
        seen,
        "" if share.owner else sight.say("sharing.owner"),
    )


def _share_buttons(sight: Sight, share: Share) -> list[Button]:
    log = handled(sight.say("button.share_log", cohort=share.cohort), "t", share.enrolment)
    if not share.owner:
        return [log]
    if share.shares:
        key = "button.hide_stage" if share.stage else "button.show_stage"
        change = [
            handled(sight.say("button.share_end", cohort=share.cohort), "U", share.enrolment),
            handled(sight.say(key, cohort=share.cohort), "_", share.enrolment, int(not share.stage)),
        ]
    else:
        change = [handled(sight.say("button.share", cohort=share.cohort), "_", share.enrolment)]
    leave = handled(sight.say("button.leave_cohort", cohort=share.cohort), "u", share.enrolment)
    return [*change, leave, log]


def _one(page: Page, enrolment: int) -> Share | None:
    shares = page.shares if isinstance(page, SharingPage) else ()
    return next((share for share in shares if share.enrolment == enrolment and share.owner), None)


def share_end_ask(sight: Sight, act: Act, page: Page) -> Screen | None:
    return _ask(sight, act, page, "sharing.end_ask", "button.share_end_yes", "8")


def leave_ask(sight: Sight, act: Act, page: Page) -> Screen | None:
    return _ask(sight, act, page, "sharing.leave_ask", "button.leave_yes", "9")


def _ask(sight: Sight, act: Act, page: Page, ask: str, yes: str, verb: str) -> Screen | None:
    share = _one(page, act.number)
    if share is None:
        return None
    buttons = [
        handled(sight.say(yes), verb, act.number),
        handled(sight.say("button.back"), "s"),
    ]
    return Screen(sight.say(ask, cohort=share.cohort), stacked(buttons))
