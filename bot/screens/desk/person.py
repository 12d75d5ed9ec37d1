"""A person's own pages: an invitation, reminders, the city of their time zone, what their organisation shares."""

from __future__ import annotations

from datetime import date

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import back, with_back
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.screens.team.invited import team_invitation, team_joins
from flows.checks import is_for
from flows.desk import Act
from flows.pages import AskPage, HabitPage, Invitation, Page, ReportPage, Right, Share, SharingPage
from flows.shelf import as_part
from flows.zones import CITIES

CITIES_ON_A_PAGE = 12
PICTURE_KB, PDF_KB, CSV_KB, JSON_KB = 45, 90, 4, 9
"""What files of reports usually weigh, told before one is wished for."""
GONE = Invitation(0, "unknown")


def joining(sight: Sight) -> Screen:
    """The invitation a person came by, asked about once there is consent."""
    page = sight.page if isinstance(sight.page, Invitation) else GONE
    alone = handled(sight.say("button.alone"), "&")
    return Screen(_invitation_text(sight, page), (*stacked([*_joins(sight, page), alone]), (sight.back(),)))


def invited(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The same invitation for somebody who is on the way already; closing it declines it for now."""
    if not isinstance(page, Invitation):
        return None
    joins = _joins(sight, page)
    over = bool(page.position) and not joins
    close = sight.button(sight.say("button.close" if over else "button.decline"), "c")
    return Screen(_invitation_text(sight, page), stacked([*joins, close]))


def _joins(sight: Sight, page: Invitation) -> list[Button]:
    """What can be done with this invitation as it stands."""
    if page.position:
        return team_joins(sight, page)
    if page.state == "used":
        return [handled(sight.say("button.ask_to_join"), "-", page.link)]
    if page.state != "open":
        return []
    if page.right is not None:
        return [handled(sight.say("button.serve"), "!", page.link)]
    quiet = sight.marked(sight.say("button.no_reminders"), not page.reminders)
    reminders = handled(quiet, "$", page.link)
    if not page.asks_sharing:
        return [handled(sight.say("button.join"), "=", page.link), reminders]
    return [
        handled(sight.say("button.join_share"), "=", page.link, 1),
        handled(sight.say("button.join_no_share"), "=", page.link),
        reminders,
    ]


def _invitation_text(sight: Sight, page: Invitation) -> str:
    if page.position:
        return team_invitation(sight, page)
    if page.state != "open":
        key = {"unknown": "unknown_link", "used": "link_used", "asked": "link_asked"}.get(page.state)
        return sight.say(f"invited.{page.state}" if key is None else f"notice.{key}")
    if page.right is not None:
        return paragraphs(sight.say("invited.serve", cohort=page.cohort), sight.say(_right_key(page.right)))
    framework = sight.frameworks[page.framework]
    own = _counting(sight, page)
    return paragraphs(
        sight.say("invited.head", cohort=page.cohort, coordinator=page.coordinator or sight.house.operator),
        lines(
            sight.say("invited.check", check=sight.name_of(framework)),
            sight.say("invited.organisation", organisation=page.organisation) if page.organisation else "",
            sight.say("invited.deadline", day=_day(sight, page.deadline), city=sight.words.city(page.zone))
            if page.deadline
            else "",
        ),
        sight.say("invited.begun", organisation=own) if own else "",
        sight.say("invited.sees"),
        sight.say("invited.share", day=_day(sight, page.share_until)) if page.asks_sharing else "",
        sight.say("invited.reminders"),
        sight.say("invited.free"),
    )


def _counting(sight: Sight, page: Invitation) -> str:
    """The name of whose answers so far count: that of the present check, unless another organisation is invited."""
    here = sight.conversation
    counts = here.framework == page.framework and (not page.organisation or is_for(as_part(here), page))
    return here.inputs.organisation if counts else ""


def _right_key(right: Right) -> str:
    return f"desk.right_{right.value}"


def _day(sight: Sight, iso: str) -> str:
    return sight.words.far_date(date.fromisoformat(iso))


def reminders(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """When this chat may be written to, with every choice one tap away."""
    if not isinstance(page, HabitPage):
        return None
    off = page.stopped or page.reminders == "off"
    city = page.zone or page.cohort_zone
    text = paragraphs(
        _wanted(sight, page),
        lines(
            sight.say("reminders.city" if page.zone else "reminders.city_guess", city=sight.words.city(city)),
            sight.say("reminders.quiet", start=page.quiet_from, end=page.quiet_until),
            sight.say("reminders.rest", days=_rest_days(sight, page)) if page.rest_days else "",
        ),
        sight.say("reminders.rest_ask"),
    )
    days = [
        handled(sight.marked(sight.words.weekday(day), day in page.rest_days), "7", 0, day)
        for day in range(7)
    ]
    label, verb = (sight.say("button.reminders_off"), "4")
    if off:
        label, verb = (sight.say("button.reminders_on"), "5")
    return Screen(
        text,
        (
            (handled(sight.say("button.city"), "w"),),
            tuple(days[:3]),
            tuple(days[3:5]),
            tuple(days[5:]),
            (handled(label, verb),),
            (sight.button(sight.say("button.close"), "c"),),
        ),
    )


def _wanted(sight: Sight, page: HabitPage) -> str:
    """What comes unasked: nothing at all, only what is no reminder and no note, or all of it."""
    if page.stopped:
        return sight.say("reminders.off")
    return sight.say("reminders.none" if page.reminders == "off" else "reminders.on")


def _rest_days(sight: Sight, page: HabitPage) -> str:
    return sight.words.listed(sight.words.weekday(day) for day in sorted(page.rest_days))


def cities(sight: Sight, act: Act, page: Page) -> Screen | None:
    """Where the person is, by a city of their time zone: never by their location."""
    if not isinstance(page, HabitPage):
        return None
    near = page.zone or page.cohort_zone
    return city_page(sight, "cities.ask", act.extra, near, page.zone, ("6", 0), ("w", 0))


def city_page(
    sight: Sight,
    ask: str,
    page: int,
    near: str,
    chosen: str,
    choose: tuple[str, int],
    further: tuple[str, int],
) -> Screen:
    """A page of cities: this one first, then its part of the world. `choose` and `further` are verb and number.

    `chosen` is marked; a city that is only likely is not.
    """
    region = f"{near.partition('/')[0]}/"
    order = sorted(
        range(len(CITIES)), key=lambda place: (CITIES[place] != near, not CITIES[place].startswith(region))
    )
    pages = -(-len(order) // CITIES_ON_A_PAGE)
    shown = order[page % pages * CITIES_ON_A_PAGE :][:CITIES_ON_A_PAGE]
    buttons = [
        handled(
            sight.marked(sight.words.city(CITIES[place]), CITIES[place] == chosen),
            choose[0],
            choose[1],
            place,
        )
        for place in shown
    ]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    more = handled(sight.say("button.more_cities"), further[0], further[1], (page + 1) % pages)
    return Screen(sight.say(ask), (*rows, (more,), (sight.button(sight.say("button.close"), "c"),)))


def sharing(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """Who sees what, until when; each of it can be ended by the organisation's owner."""
    if not isinstance(page, SharingPage):
        return None
    close = sight.button(sight.say("button.close"), "c")
    if not page.shares:
        return Screen(sight.say("sharing.none"), ((close,),))
    buttons = [button for share in page.shares for button in _share_buttons(sight, share)]
    text = paragraphs(sight.say("sharing.head"), *(_share_text(sight, share) for share in page.shares))
    return Screen(text, (*stacked(buttons), (close,)))


def _share_text(sight: Sight, share: Share) -> str:
    coordinators = sight.words.listed(share.coordinators) or sight.house.operator
    if share.shares:
        key = "sharing.result_stage" if share.stage else "sharing.result"
        seen = sight.say(key, day=_day(sight, share.until))
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


def report(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """A result in every form, the size told beforehand: text costs next to nothing."""
    if not isinstance(page, ReportPage):
        return None
    buttons = [
        handled(sight.say("report.as_text"), "#", page.round, 0),
        handled(sight.say("report.as_picture", kilobytes=PICTURE_KB), "#", page.round, 1),
        handled(sight.say("report.as_radar", kilobytes=PICTURE_KB), "#", page.round, 2),
        handled(sight.say("report.as_pdf", kilobytes=PDF_KB), "#", page.round, 3),
        handled(sight.say("report.as_csv", kilobytes=CSV_KB), "#", page.round, 4),
        handled(sight.say("report.as_json", kilobytes=JSON_KB), "#", page.round, 5),
    ]
    if page.round:
        return with_back(sight.say("report.offer_team"), buttons, back(sight, "(Y", page.round))
    close = sight.button(sight.say("button.close"), "c")
    return Screen(sight.say("report.offer"), (*stacked(buttons), (close,)))


def ask_coordinator(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """A text is waited for; it goes with the question the person is at, where that is of the cohort's check."""
    if not isinstance(page, AskPage):
        return None
    element = (sight.conversation.element or "") if page.here else ""
    at = sight.say("ask.at", name=sight.name(element)) if element in sight.framework.element_by_id else ""
    text = paragraphs(sight.say("ask.head", cohort=page.cohort), at, sight.say("clients"))
    others = [handled(sight.say("ask.other", cohort=name), "k", number) for number, name in page.others]
    cancel = sight.button(sight.say("button.cancel"), "c")
    return Screen(text, stacked([*others, cancel]), takes_text=True)
